//! `zhentu lights` and `zhentu schedule`.

use std::path::PathBuf;

use clap::Args;
use planning::model::{PartialDate, ScheduledKind};
use planning::query::Snapshot;
use planning::rules::lights::{LightLimits, LightState};
use planning::schedule::{Schedule, Variance, VarianceState, baselines, schedule, variance};
use planning::timetable::{ItemKind, LightRow, lights};

use super::scope::{ScopeArgs, scoped, unknown};
use super::{CliError, look, to_json};
use crate::clock::today;

#[derive(Args)]
pub(super) struct AsOfArgs {
    /// 图册文件
    pub(super) atlas: PathBuf,
    #[command(flatten)]
    pub(super) scope: ScopeArgs,
    /// 状态日期，如 2025-06-30；不写为今天
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// 以 JSON 输出
    #[arg(long)]
    pub(super) json: bool,
}

/// The status date that was given, or today.
pub(super) fn status_day(given: Option<&str>) -> Result<PartialDate, CliError> {
    let Some(text) = given else {
        return Ok(today());
    };
    let day = text
        .parse()
        .ok()
        .filter(|day| matches!(day, PartialDate::Day(..)));
    day.ok_or_else(|| CliError::Day(text.to_owned()))
}

/// An entry of `lights --json`; the reason is said in Chinese.
#[derive(serde::Serialize)]
struct LightEntry<'a> {
    kind: ItemKind,
    id: &'a str,
    light: LightState,
    planned_percent: Option<f64>,
    actual_percent: Option<f64>,
    reason: &'a str,
}

impl<'a> LightEntry<'a> {
    fn of(row: &'a LightRow) -> Self {
        Self {
            kind: row.kind,
            id: &row.id,
            light: row.light,
            planned_percent: row.planned_percent,
            actual_percent: row.actual_percent,
            reason: &row.reason.zh,
        }
    }
}

pub(super) fn lights_of(args: &AsOfArgs) -> Result<String, CliError> {
    let day = status_day(args.as_of.as_deref())?;
    let file = look(&args.atlas)?;
    let snapshot = Snapshot::new(file.model()).on(day);
    let filter = scoped(&snapshot, &args.scope)?;
    let rows = lights(&snapshot, &filter, LightLimits::of(snapshot.model), day);
    let name = |row: &LightRow| match row.kind {
        ItemKind::Task => snapshot
            .model
            .tasks
            .get(&row.id)
            .map(|t| format!("{} {}", t.number, t.title)),
        _ => snapshot.model.projects.get(&row.id).map(|p| p.name.to_owned()),
    };
    let text = match args.json {
        true => to_json(&rows.iter().map(LightEntry::of).collect::<Vec<_>>())?,
        false => in_words(&rows, day, name),
    };
    file.close()?;
    Ok(text)
}

fn in_words(rows: &[LightRow], day: PartialDate, name: impl Fn(&LightRow) -> Option<String>) -> String {
    let mut out = format!("状态日期 {}\n", day.zh());
    for light in [
        LightState::Red,
        LightState::Yellow,
        LightState::Green,
        LightState::Suspended,
        LightState::NotDue,
        LightState::Finished,
        LightState::NotJudged,
    ] {
        let of_light: Vec<&LightRow> = rows.iter().filter(|row| row.light == light).collect();
        let tasks = of_light.iter().filter(|row| row.kind == ItemKind::Task).count();
        out.push_str(&format!(
            "{}  任务 {tasks}  项目 {}\n",
            light.zh(),
            of_light.len() - tasks
        ));
        if matches!(light, LightState::Red | LightState::Yellow) {
            for row in of_light {
                let name = name(row).unwrap_or_default();
                out.push_str(&format!("    {name}：{}\n", row.reason));
            }
        }
    }
    out
}

#[derive(Args)]
pub(super) struct ScheduleArgs {
    #[command(flatten)]
    of: AsOfArgs,
    /// 与这一基线比（名称或编号）：提前、按期、滞后、新增、取消
    #[arg(long, value_name = "NAME")]
    baseline: Option<String>,
}

/// What has become of a baseline of that name or id, in words or as JSON.
fn variance_of(
    snapshot: &Snapshot<'_>,
    filter: &planning::query::Filter,
    name: &str,
    json: bool,
) -> Result<String, CliError> {
    let all = baselines(snapshot.model);
    let found = all.iter().find(|row| row.name == name || row.id.as_str() == name);
    let found = found.and_then(|row| variance(snapshot, row.id.as_str(), filter));
    let found =
        found.ok_or_else(|| unknown("基线", name, all.iter().map(|row| row.name.clone()).collect()))?;
    if json {
        return to_json(&found);
    }
    Ok(variance_in_words(&found))
}

fn variance_in_words(found: &Variance) -> String {
    let counts = found.counts();
    let mut out = format!("基线 {}（{}）\n", found.name, found.taken_on.zh());
    let said = VarianceState::ALL.iter().map(|state| {
        format!(
            "{} {}",
            state.zh(),
            counts.get(state).copied().unwrap_or_default()
        )
    });
    out.push_str(&said.collect::<Vec<_>>().join("  "));
    out.push('\n');
    let date = |date: Option<PartialDate>| date.map_or_else(|| "—".to_owned(), PartialDate::zh);
    for row in &found.rows {
        if row.state == VarianceState::OnTime {
            continue;
        }
        let days = row
            .days
            .map_or_else(String::new, |days| format!(" {} 天", days.abs()));
        out.push_str(&format!(
            "    {}{days}  {} {}：{} → {}\n",
            row.state.zh(),
            row.kind.zh(),
            row.name,
            date(row.was_ends.or(row.was_starts)),
            date(row.ends.or(row.starts)),
        ));
    }
    out
}

pub(super) fn schedule_of(args: &ScheduleArgs) -> Result<String, CliError> {
    let ScheduleArgs { of: args, baseline } = args;
    let day = status_day(args.as_of.as_deref())?;
    let file = look(&args.atlas)?;
    let snapshot = Snapshot::new(file.model()).on(day);
    let filter = scoped(&snapshot, &args.scope)?;
    if let Some(name) = baseline {
        let text = variance_of(&snapshot, &filter, name, args.json)?;
        file.close()?;
        return Ok(text);
    }
    let found = schedule(&snapshot, &filter, day);
    let text = match args.json {
        true => to_json(&found)?,
        false => schedule_in_words(&found, &snapshot),
    };
    file.close()?;
    Ok(text)
}

fn schedule_in_words(found: &Schedule, snapshot: &Snapshot<'_>) -> String {
    let model = snapshot.model;
    let name = |kind: ScheduledKind, id: &str| -> String {
        let name = model.scheduled_name(kind, id);
        format!("{} {}", kind.zh(), name.unwrap_or_else(|| id.to_owned()))
    };
    let dated = found
        .items
        .iter()
        .filter(|item| item.early_start.is_some())
        .count();
    let mut out = format!(
        "状态日期 {}\n有时间的 {dated} 项，未定时间 {} 项\n",
        found.as_of.zh(),
        found.items.len() - dated
    );
    let critical: Vec<_> = found.items.iter().filter(|item| item.critical).collect();
    out.push_str(&format!("关键 {} 项\n", critical.len()));
    let day = |date: Option<PartialDate>| date.map(PartialDate::zh).unwrap_or_default();
    for item in critical {
        let (start, finish) = (day(item.early_start), day(item.early_finish));
        out.push_str(&format!("    {}：{start}—{finish}\n", name(item.kind, &item.id)));
    }
    for cycle in &found.cycles {
        let names: Vec<String> = cycle.iter().map(|item| name(item.kind, &item.id)).collect();
        out.push_str(&format!("循环依赖，不参与推算：{}\n", names.join(" → ")));
    }
    out
}
