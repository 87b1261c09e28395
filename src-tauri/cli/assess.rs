//! `zhentu assess`.

use std::collections::HashMap;

use clap::Args;
use planning::model::{AssessmentRound, Consequence, Model, PilotLevel};
use planning::query::Snapshot;
use planning::rules::assessment::{AssessedTown, AssessmentSheet, RuleStanding, WhatIf, assess};
use serde_json::{Map, Value};

use super::scope::{scoped, unknown};
use super::timetable::{AsOfArgs, status_day};
use super::{CliError, look, to_json};

#[derive(Args)]
pub(super) struct AssessArgs {
    #[command(flatten)]
    of: AsOfArgs,
    /// 哪一轮（名称、编号或年份）；不写为最近一轮
    #[arg(long, value_name = "ROUND")]
    round: Option<String>,
    /// 试算：方案没写几名的规则按几名算，如 --count 'yanbian/ar02=3'；可写多个
    #[arg(long, value_name = "RULE=N")]
    count: Vec<String>,
    /// 试算：某镇某项假定得多少分，如 --score '某镇:项目进度=80'；可写多个
    #[arg(long, value_name = "TOWN:CRITERION=SCORE")]
    score: Vec<String>,
}

/// A town as `--json` prints it.
#[derive(serde::Serialize)]
struct TownEntry<'a> {
    town: &'a str,
    name: &'a str,
    level: Option<PilotLevel>,
    scores: Map<String, Value>,
    missing: &'a [String],
    total: Option<f64>,
    rank: Option<u32>,
    rank_before: Option<u32>,
    consequence: Option<Consequence>,
    rules: Vec<&'a str>,
}

impl<'a> TownEntry<'a> {
    fn of(sheet: &AssessmentSheet, town: &'a AssessedTown) -> Self {
        let scores = sheet.criteria.iter().zip(&town.scores);
        let scores = scores.map(|(criterion, score)| (criterion.name.clone(), Value::from(score.score)));
        Self {
            town: &town.town,
            name: &town.name,
            level: town.level,
            scores: scores.collect(),
            missing: &town.missing,
            total: town.total,
            rank: town.rank,
            rank_before: town.rank_before,
            consequence: town.consequence,
            rules: rules_of(town),
        }
    }
}

/// Names of the rules by which something follows.
fn rules_of(town: &AssessedTown) -> Vec<&str> {
    match &town.note {
        Some(note) => vec![note.as_str()],
        None => town.consequences.iter().map(|one| one.title.as_str()).collect(),
    }
}

fn chosen<'m>(
    snapshot: &Snapshot<'m>,
    plans: &[String],
    named: Option<&str>,
) -> Result<Option<&'m AssessmentRound>, CliError> {
    let rows = snapshot.model.assessment_rounds.iter();
    let mut rows: Vec<&AssessmentRound> = rows
        .filter(|row| plans.is_empty() || plans.iter().any(|plan| plan == row.plan.as_str()))
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.as_of.latest()), row.id.0.clone()));
    let Some(name) = named else {
        return Ok(rows.first().copied());
    };
    let is_named = |row: &&&AssessmentRound| {
        row.id.as_str() == name || row.title == name || row.round.to_string() == name
    };
    let found = rows.iter().find(is_named).copied();
    let titles = rows.iter().map(|row| row.title.clone()).collect();
    found.map(Some).ok_or_else(|| unknown("考核轮次", name, titles))
}

/// What is supposed, of the rules, criteria and towns of a round's plan.
fn supposed(model: &Model, round: &AssessmentRound, args: &AssessArgs) -> Result<WhatIf, CliError> {
    let mut what_if = WhatIf::default();
    let mut counts = HashMap::new();
    for text in &args.count {
        let wrong = || CliError::Count(text.clone());
        let (name, count) = text.rsplit_once('=').ok_or_else(wrong)?;
        let count: u32 = count.trim().parse().map_err(|_| wrong())?;
        let rules: Vec<_> = model
            .assessment_rules
            .iter()
            .filter(|row| row.plan == round.plan)
            .collect();
        let found = rules
            .iter()
            .find(|row| row.id.as_str() == name || row.title == name);
        let titles = || rules.iter().map(|row| row.title.clone()).collect();
        let rule = found.ok_or_else(|| unknown("考核规则", name, titles()))?;
        counts.insert(rule.id.0.clone(), count);
    }
    what_if.counts = counts;
    for text in &args.score {
        let wrong = || CliError::Score(text.clone());
        let (names, score) = text.rsplit_once('=').ok_or_else(wrong)?;
        let (town, criterion) = names.split_once([':', '：']).ok_or_else(wrong)?;
        let score: f64 = score.trim().parse().map_err(|_| wrong())?;
        if !(0.0..=100.0).contains(&score) {
            return Err(wrong());
        }
        let judged = planning::rules::assessment::judged_towns(model, &round.plan, round.as_of);
        let region = judged
            .iter()
            .find(|row| row.id.as_str() == town || row.name == town);
        let names = || judged.iter().map(|row| row.name.clone()).collect();
        let region = region.ok_or_else(|| unknown("参评的镇", town, names()))?;
        let rows: Vec<_> = model
            .criteria
            .iter()
            .filter(|row| row.plan == round.plan)
            .collect();
        let row = rows
            .iter()
            .find(|row| row.id.as_str() == criterion || row.name == criterion);
        let names = || rows.iter().map(|row| row.name.clone()).collect();
        let row = row.ok_or_else(|| unknown("考核指标", criterion, names()))?;
        what_if
            .scores
            .insert((region.id.0.clone(), row.id.0.clone()), score);
    }
    Ok(what_if)
}

pub(super) fn assess_round(args: &AssessArgs) -> Result<String, CliError> {
    let file = look(&args.of.atlas)?;
    let snapshot = Snapshot::new(file.model());
    let filter = scoped(&snapshot, &args.of.scope)?;
    let round = chosen(&snapshot, &filter.plans, args.round.as_deref())?;
    let mut sheet = match round {
        Some(round) => {
            let mut what_if = supposed(snapshot.model, round, args)?;
            if let Some(text) = args.of.as_of.as_deref() {
                what_if.as_of = Some(status_day(Some(text))?);
            }
            assess(snapshot.model, round.id.as_str(), &what_if)
        }
        None => None,
    };
    if let Some(sheet) = sheet.as_mut().filter(|_| !filter.towns.is_empty()) {
        sheet.towns.retain(|town| filter.towns.contains(&town.town));
    }
    let text = match (args.of.json, sheet) {
        (true, None) => to_json(&Vec::<TownEntry<'_>>::new())?,
        (true, Some(sheet)) => {
            let rows = sheet.towns.iter().map(|town| TownEntry::of(&sheet, town));
            to_json(&rows.collect::<Vec<_>>())?
        }
        (false, None) => scheme_in_words(snapshot.model, &filter.plans),
        (false, Some(sheet)) => in_words(&sheet),
    };
    file.close()?;
    Ok(text)
}

/// The rules of the plans, where there is no round yet.
fn scheme_in_words(model: &Model, plans: &[String]) -> String {
    let mut out = "还没有考核轮次\n".to_owned();
    let mut rules: Vec<_> = model
        .assessment_rules
        .iter()
        .filter(|row| plans.is_empty() || plans.iter().any(|plan| plan == row.plan.as_str()))
        .collect();
    rules.sort_by(|a, b| (&a.plan.0, a.ordinal).cmp(&(&b.plan.0, b.ordinal)));
    let mut plan = "";
    for rule in rules {
        if rule.plan.as_str() != plan {
            plan = rule.plan.as_str();
            let title = model.plans.get(plan).map_or(plan, |row| &row.short_title);
            out.push_str(&format!("{title}\n"));
        }
        out.push_str(&format!("  {}\t{}\n", rule.title, rule.recurrence.zh()));
    }
    out
}

fn standing_zh(standing: RuleStanding) -> &'static str {
    match standing {
        RuleStanding::Applied => "已按规则认定",
        RuleStanding::OtherRounds => "不是这类轮次的规则",
        RuleStanding::ByPeople => "没有按名次，由考核单位认定",
        RuleStanding::NoNumber => "方案没写几名，可用 --count 试算",
        RuleStanding::ScoresMissing => "还缺得分，名次未定",
        RuleStanding::TooFewRounds => "已确认的轮次不够",
        RuleStanding::SuccessorsTie => "可递补的镇得分并列，须核定",
        RuleStanding::TooFewSuccessors => "可递补的镇不够",
    }
}

fn in_words(sheet: &AssessmentSheet) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), |value| format!("{value:.2}"));
    let state = sheet
        .confirmed_on
        .map_or_else(|| "未确认".to_owned(), |on| format!("{} 确认", on.zh()));
    let mut out = format!("{}  评分日期 {}  {state}\n", sheet.title, sheet.as_of.zh());
    if sheet.equal_weights {
        out.push_str("方案没写权重，各项同等计算\n");
    }
    for town in &sheet.towns {
        let rank = town.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string());
        let change = match (town.rank, town.rank_before) {
            (Some(now), Some(before)) if now < before => format!("↑{}", before - now),
            (Some(now), Some(before)) if now > before => format!("↓{}", now - before),
            (Some(_), Some(_)) => "持平".to_owned(),
            _ => "—".to_owned(),
        };
        let level = town.level.map_or("", |level| level.zh());
        let follows = town.consequence.map_or("", |one| one.zh());
        let lacks = match town.missing.is_empty() {
            true => String::new(),
            false => format!("  缺：{}", town.missing.join("、")),
        };
        let line = format!(
            "{rank}\t{}{level}\t{}\t{change}\t{follows}{lacks}",
            town.name,
            number(town.total)
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    for rule in &sheet.rules {
        out.push_str(&format!("  {}：{}\n", rule.title, standing_zh(rule.standing)));
    }
    out
}
