//! What each project is to build in a year, in money, and what it has built month by month; no payments.

use std::collections::BTreeMap;

use time::{Date, Duration, Month};

use super::{
    calendar::{STATUS, to_the_month},
    projects::Planned,
};
use planning::model::{Fen, InvestmentPlan, InvestmentReport, MoneyStage, OwnerKind, Record};

/// The yearly plans, then the monthly reports; `budget` is what [`super::money::rows`] gave.
pub(super) fn rows(projects: &[Planned], budget: &[Record]) -> Vec<Record> {
    let mut planned: BTreeMap<&str, BTreeMap<i64, i64>> = BTreeMap::new();
    for row in budget {
        let Record::BudgetLine(line) = row else { continue };
        if let (OwnerKind::Project, MoneyStage::Estimated, Some(year)) =
            (line.owner_kind, line.stage, line.year)
        {
            *planned.entry(&line.owner).or_default().entry(year).or_default() += line.amount.0;
        }
    }
    let mut rows = Vec::new();
    for p in projects {
        let Some(years) = planned.get(p.project.id.as_str()) else {
            continue;
        };
        for (&year, &amount) in years {
            rows.push(Record::from(InvestmentPlan {
                id: format!("{}/ip{year}", p.project.id).into(),
                project: p.project.id.clone(),
                year,
                amount: Fen(amount),
                content: Some(content(p, year).to_owned()),
                read_at: None,
                note: Some("演练：虚构的年度计划".to_owned()),
            }));
        }
        let whole: i64 = years.values().sum();
        rows.extend(reports(p, whole).into_iter().map(Record::from));
    }
    rows
}

fn content(p: &Planned, year: i64) -> &'static str {
    let of = |date: Option<Date>| date.map(|date| i64::from(date.year()));
    match (of(p.start()), of(p.end())) {
        (Some(start), _) if start == year && !p.begun() => "完成前期手续，年内开工",
        (Some(start), Some(end)) if start == year && end == year => "年内开工并建成",
        (Some(start), _) if start == year => "完成基础和主体工程",
        (_, Some(end)) if end == year => "建成并验收",
        _ => "主体续建，附属工程跟进",
    }
}

/// Done investment of each month from the start of works to the month before the status date, to the 元.
fn reports(p: &Planned, whole: i64) -> Vec<InvestmentReport> {
    let (Some(start), true) = (p.start(), p.begun()) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let (mut before, mut of_year, mut year) = (0, 0, start.year());
    let mut month = start.replace_day(1).unwrap_or(start);
    while let Some(next) = next_month(month).filter(|next| *next <= STATUS) {
        let percent = p.percent_on(next - Duration::days(1));
        let since = (whole as f64 * percent / 10_000.0).round() as i64 * 100;
        let amount = since - before;
        if month.year() != year {
            (of_year, year) = (0, month.year());
        }
        of_year += amount;
        before = since;
        let told = p.number.is_multiple_of(6);
        // Two ledgers that do not agree, as happens.
        let wrong = if p.number.is_multiple_of(30) && month.month() == Month::June {
            50_000_000
        } else {
            0
        };
        rows.push(InvestmentReport {
            id: format!(
                "{}/ir{}{:02}",
                p.project.id,
                month.year(),
                u8::from(month.month())
            )
            .into(),
            project: p.project.id.clone(),
            month: to_the_month(month),
            amount: Fen(amount),
            year_to_date: told.then_some(Fen(of_year + wrong)),
            since_start: told.then_some(Fen(since)),
            reported_by: p.project.lead_unit.as_ref().map(|unit| {
                let name = unit.as_str().rsplit('/').next().unwrap_or_default();
                format!("{name}统计员")
            }),
            note: None,
        });
        month = next;
        if percent >= 100.0 {
            break;
        }
    }
    rows
}

fn next_month(first: Date) -> Option<Date> {
    (first + Duration::days(32)).replace_day(1).ok()
}
