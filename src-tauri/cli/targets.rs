//! `zhentu targets`.

use planning::model::{Operator, PartialDate};
use planning::query::Snapshot;
use planning::rules::lights::{LightLimits, LightState};
use planning::rules::targets::{ShareSum, TownsReaching, ValueOrigin, number_text};
use planning::targets::{TargetRequest, TargetRow, TargetTable, target_table};

use super::scope::scoped;
use super::timetable::{AsOfArgs, status_day};
use super::{CliError, look, to_json};

/// A year of a yearly target as `--json` prints it.
#[derive(serde::Serialize)]
struct YearEntry {
    year: i32,
    now: Option<f64>,
    met: Option<bool>,
}

/// What the atlas itself says, as `--json` prints it.
#[derive(serde::Serialize)]
struct ComputedEntry<'a> {
    value: f64,
    on: PartialDate,
    rule: &'a str,
    counted: u32,
    left_out: u32,
}

/// A target as `--json` prints it; the reason is said in Chinese.
#[derive(serde::Serialize)]
struct TargetEntry<'a> {
    plan: &'a str,
    id: &'a str,
    name: &'a str,
    operator: Operator,
    value: f64,
    upper: Option<f64>,
    unit: &'a str,
    scope: Option<&'a str>,
    wording: Option<&'a str>,
    deadline: Option<PartialDate>,
    baseline: Option<f64>,
    now: Option<f64>,
    as_of: Option<PartialDate>,
    expected: Option<f64>,
    met: Option<bool>,
    light: LightState,
    reason: &'a str,
    recurrence: &'a str,
    origin: Option<ValueOrigin>,
    towns: Option<TownsReaching>,
    shares: Option<ShareSum>,
    years: Vec<YearEntry>,
    computed: Option<ComputedEntry<'a>>,
}

impl<'a> TargetEntry<'a> {
    fn of(row: &'a TargetRow) -> Self {
        let target = &row.indicator;
        let years = row.years.iter().map(|year| YearEntry {
            year: year.year,
            now: year.now.as_ref().map(|now| now.value),
            met: year.met,
        });
        Self {
            plan: target.plan.as_str(),
            id: target.id.as_str(),
            name: &target.name,
            operator: target.operator,
            value: target.value,
            upper: target.upper,
            unit: &target.unit,
            scope: target.scope.as_deref(),
            wording: target.wording.as_deref(),
            deadline: target.deadline,
            baseline: target.baseline,
            now: row.now.as_ref().map(|now| now.value),
            as_of: row.now.as_ref().map(|now| now.on),
            expected: row.expected.map(|expected| expected.value),
            met: row.met,
            light: row.light,
            reason: &row.reason.zh,
            recurrence: &target.recurrence,
            origin: row.now.as_ref().map(|now| now.origin),
            towns: row.towns,
            shares: row.shares,
            years: years.collect(),
            computed: row.computed.as_ref().map(|found| ComputedEntry {
                value: found.value,
                on: found.on,
                rule: &found.rule.zh,
                counted: found.counted,
                left_out: found.left_out,
            }),
        }
    }
}

pub(super) fn targets(args: &AsOfArgs) -> Result<String, CliError> {
    let day = status_day(args.as_of.as_deref())?;
    let file = look(&args.atlas)?;
    let snapshot = Snapshot::new(file.model()).on(day);
    let request = TargetRequest {
        filter: scoped(&snapshot, &args.scope)?,
        as_of: Some(day),
    };
    let table = target_table(&snapshot, &request, LightLimits::of(snapshot.model), day);
    let text = match args.json {
        true => to_json(&table.rows.iter().map(TargetEntry::of).collect::<Vec<_>>())?,
        false => in_words(&table),
    };
    file.close()?;
    Ok(text)
}

fn in_words(table: &TargetTable) -> String {
    let counts = table.counts;
    let mut out = format!(
        "状态日期 {}  指标 {}  已达到 {}  逾期 {}  红灯 {}  黄灯 {}  未报数 {}\n",
        table.as_of.zh(),
        counts.all,
        counts.met,
        counts.overdue,
        counts.red,
        counts.yellow,
        counts.unreported
    );
    let mut plan = "";
    for row in &table.rows {
        if row.plan_title != plan {
            plan = &row.plan_title;
            out.push_str(&format!("{plan}\n"));
        }
        out.push_str(&line(row));
    }
    out
}

fn line(row: &TargetRow) -> String {
    let target = &row.indicator;
    let number = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), number_text);
    let upper = target
        .upper
        .map_or_else(String::new, |upper| format!("—{}", number_text(upper)));
    let every = if target.recurrence == "yearly" {
        "每年 "
    } else {
        ""
    };
    let due = target
        .deadline
        .map_or_else(|| "未写期限".to_owned(), |due| due.zh());
    format!(
        "  {}\t{} → {} → {every}{} {}{upper} {}\t{due}\t{}：{}\n",
        target.name,
        number(target.baseline),
        number(row.now.as_ref().map(|now| now.value)),
        target.operator.word(),
        number_text(target.value),
        target.unit,
        row.light.zh(),
        row.reason
    )
}
