//! Money of the projects over the years: estimated, approved, allocated and spent by source, and the money of
//! plans and towns.

use time::{Date, Duration, Month};

use super::{
    calendar::STATUS,
    noise::noise,
    places::town_id,
    plans::{QUALITY, SPECIALITY, task_id},
    projects::Planned,
};
use planning::model::{
    BudgetLine, BudgetScope, Fen, MoneySource, MoneyStage, OwnerKind, ProjectKind, ProjectStage, Record,
};

const FEN_IN_WAN: i64 = 1_000_000;

/// The budget lines of every project, then those of the plans, a task and the towns.
pub(super) fn rows(projects: &[Planned]) -> Vec<Record> {
    projects
        .iter()
        .flat_map(lines)
        .chain(others())
        .map(Record::from)
        .collect()
}

/// Sources of a project and their shares.
fn sources(p: &Planned) -> Vec<(MoneySource, f64)> {
    use MoneySource::*;
    let bond = p.entry.cost >= 4000.0;
    let mix: &[(MoneySource, f64)] = match p.entry.kind {
        ProjectKind::Road if bond => &[(Province, 0.25), (SpecialBond, 0.45), (County, 0.30)],
        ProjectKind::Road => &[(City, 0.30), (County, 0.45), (Town, 0.25)],
        ProjectKind::Water if bond => &[(Central, 0.35), (SpecialBond, 0.40), (County, 0.25)],
        ProjectKind::Water | ProjectKind::Sanitation => &[(Province, 0.30), (County, 0.70)],
        ProjectKind::Sewage if bond => &[(Central, 0.20), (SpecialBond, 0.50), (FeeReturn, 0.30)],
        ProjectKind::Sewage => &[(GeneralBond, 0.55), (FeeReturn, 0.25), (Town, 0.20)],
        ProjectKind::Utility => &[(Own, 0.70), (Social, 0.30)],
        ProjectKind::Streetscape => &[(LandReturn, 0.50), (Town, 0.30), (Award, 0.20)],
        ProjectKind::Greening => &[(Province, 0.35), (LandReturn, 0.40), (County, 0.25)],
        ProjectKind::Education => &[(Province, 0.25), (GeneralBond, 0.45), (County, 0.30)],
        ProjectKind::Health if bond => &[(Central, 0.20), (SpecialBond, 0.55), (Own, 0.25)],
        ProjectKind::Health | ProjectKind::Care => &[(Province, 0.40), (County, 0.60)],
        ProjectKind::Culture => &[(Social, 0.55), (Award, 0.15), (County, 0.30)],
        ProjectKind::Commerce | ProjectKind::Industry => &[(SpecialBond, 0.40), (Loan, 0.35), (Social, 0.25)],
        ProjectKind::Agriculture => &[(Central, 0.45), (Province, 0.35), (Own, 0.20)],
        ProjectKind::Housing => &[(Central, 0.30), (Loan, 0.45), (County, 0.25)],
        ProjectKind::Digital | ProjectKind::Other => &[(County, 0.75), (City, 0.25)],
    };
    mix.to_vec()
}

/// The years a project runs in, each with its share of the time; one year when the dates are open.
fn years(p: &Planned) -> Vec<(i32, f64)> {
    let Some(start) = p.start() else {
        return vec![(2027, 1.0)];
    };
    let end = p.end().unwrap_or(start + Duration::days(240));
    let days_in = |year: i32| {
        let first = Date::from_calendar_date(year, Month::January, 1)
            .unwrap_or(start)
            .max(start);
        let last = Date::from_calendar_date(year, Month::December, 31)
            .unwrap_or(end)
            .min(end);
        (last - first).whole_days().max(0) as f64
    };
    let total: f64 = (start.year()..=end.year()).map(days_in).sum();
    (start.year()..=end.year())
        .map(|year| (year, days_in(year) / total))
        .filter(|y| y.1 > 0.02)
        .collect()
}

fn lines(p: &Planned) -> Vec<BudgetLine> {
    let mut lines = Vec::new();
    if p.entry.unfunded {
        return lines;
    }
    for (s, (source, share)) in sources(p).into_iter().enumerate() {
        for (year, part) in years(p) {
            let seed = (p.number * 100 + s * 10) as u64 + year.unsigned_abs() as u64 * 7;
            // In steps of 0.5 万元, as estimates are.
            let estimated = (p.entry.cost * share * part * 2.0).round() as i64 * FEN_IN_WAN / 2;
            let approved = approved(p, estimated, seed);
            let allocated = allocated(p, approved, year, seed);
            let spent = spent(p, allocated, year, seed);
            let amounts = [
                (MoneyStage::Estimated, estimated),
                (MoneyStage::Approved, approved),
                (MoneyStage::Allocated, allocated),
                (MoneyStage::Spent, spent),
            ];
            for (stage, amount) in amounts.into_iter().filter(|a| a.1 > 0) {
                lines.push(BudgetLine {
                    id: format!("{}/b{:02}", p.project.id, lines.len() + 1).into(),
                    owner_kind: OwnerKind::Project,
                    owner: p.project.id.as_str().to_owned(),
                    source,
                    stage,
                    year: Some(year.into()),
                    amount: Fen(amount),
                    read_at: None,
                    note: None,
                    scope: None,
                });
            }
        }
    }
    lines
}

fn times(amount: i64, share: f64) -> i64 {
    // To the 元, as payments are.
    (amount as f64 * share / 100.0).round() as i64 * 100
}

fn approved(p: &Planned, estimated: i64, seed: u64) -> i64 {
    match p.entry.stage {
        ProjectStage::Idea => 0,
        ProjectStage::Preparing if !p.number.is_multiple_of(3) => 0,
        _ => times(estimated, 0.965 + 0.03 * noise(seed + 1)),
    }
}

fn allocated(p: &Planned, approved: i64, year: i32, seed: u64) -> i64 {
    let due = year <= STATUS.year() && p.begun();
    let share = match (p.entry.stage, year) {
        (ProjectStage::Completed | ProjectStage::Accepted, _) => 0.98 + 0.02 * noise(seed + 2),
        (ProjectStage::Suspended, _) => 0.42 + 0.10 * noise(seed + 2),
        (_, 2026) if p.entry.late => 0.55 + 0.10 * noise(seed + 2),
        (_, 2026) => 0.82 + 0.10 * noise(seed + 2),
        _ => 0.97 + 0.03 * noise(seed + 2),
    };
    if due { times(approved, share.min(1.0)) } else { 0 }
}

fn spent(p: &Planned, allocated: i64, year: i32, seed: u64) -> i64 {
    let share = match (p.entry.stage, year) {
        (ProjectStage::Accepted, _) => 0.97 + 0.02 * noise(seed + 3),
        (ProjectStage::Completed, _) => 0.90 + 0.05 * noise(seed + 3),
        (ProjectStage::Suspended, _) => 0.70 + 0.10 * noise(seed + 3),
        (_, 2026) if p.entry.late => 0.46 + 0.12 * noise(seed + 3),
        (_, 2026) => 0.68 + 0.12 * noise(seed + 3),
        _ => 0.95 + 0.04 * noise(seed + 3),
    };
    times(allocated, share.min(1.0))
}

/// Money of a project so far, of one stage, in 分.
pub(super) fn total(rows: &[Record], project: &str, stage: MoneyStage) -> i64 {
    rows.iter()
        .filter_map(|row| {
            if let Record::BudgetLine(line) = row {
                Some(line)
            } else {
                None
            }
        })
        .filter(|line| line.owner == project && line.stage == stage)
        .map(|line| line.amount.0)
        .sum()
}

fn others() -> Vec<BudgetLine> {
    use {MoneySource as From, MoneyStage as Step, OwnerKind as Of};
    let rows: [(Of, String, From, Step, i64, i64, &str); 12] = [
        (
            Of::Plan,
            QUALITY.to_owned(),
            From::Award,
            Step::Approved,
            2025,
            3000,
            "试点镇奖补资金",
        ),
        (
            Of::Plan,
            QUALITY.to_owned(),
            From::Award,
            Step::Allocated,
            2025,
            3000,
            "试点镇奖补资金",
        ),
        (
            Of::Plan,
            QUALITY.to_owned(),
            From::Award,
            Step::Approved,
            2026,
            3600,
            "试点镇奖补资金",
        ),
        (
            Of::Plan,
            QUALITY.to_owned(),
            From::Award,
            Step::Allocated,
            2026,
            2700,
            "前三季度下达",
        ),
        (
            Of::Plan,
            SPECIALITY.to_owned(),
            From::Province,
            Step::Estimated,
            2026,
            3200,
            "培育资金",
        ),
        (
            Of::Task,
            task_id(16),
            From::County,
            Step::Approved,
            2026,
            480,
            "规划编制与项目前期费",
        ),
        (
            Of::Town,
            town_id(3),
            From::Award,
            Step::Allocated,
            2026,
            500,
            "2025年度考核第一名",
        ),
        (
            Of::Town,
            town_id(6),
            From::Award,
            Step::Allocated,
            2026,
            300,
            "2025年度考核第二名",
        ),
        (
            Of::Town,
            town_id(4),
            From::LandReturn,
            Step::Allocated,
            2026,
            860,
            "土地出让收益返还",
        ),
        (
            Of::Plan,
            QUALITY.to_owned(),
            From::County,
            Step::Estimated,
            2027,
            45_000,
            "2027年县级资金总盘子",
        ),
        (
            Of::Task,
            task_id(1),
            From::County,
            Step::Approved,
            2026,
            18_500,
            "2026年道路县级资金总盘子",
        ),
        (
            Of::Town,
            town_id(5),
            From::LandReturn,
            Step::Estimated,
            2026,
            1500,
            "2026年土地收益返还总盘子",
        ),
    ];
    rows.into_iter()
        .enumerate()
        .map(
            |(i, (owner_kind, owner, source, stage, year, wan, note))| BudgetLine {
                id: format!("practice/b{:02}", i + 1).into(),
                owner_kind,
                owner,
                source,
                stage,
                year: Some(year),
                amount: Fen(wan * FEN_IN_WAN),
                read_at: None,
                note: Some(format!("{note}（演练）")),
                scope: Some(if note == "培育资金" || note.ends_with("总盘子") {
                    BudgetScope::Ceiling
                } else {
                    BudgetScope::Part
                }),
            },
        )
        .collect()
}
