//! Who owes a report in a round ([`owes_report`]), and who handed one in. The leading unit of a project owes the report, where
//! it has none its town. A report counts that names the round, or that names none and is dated within the window; the newest
//! one stands.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::model::{Day, OwnerKind, PartialDate, ProgressReport, ReportingRound, RoundCycle, Summary};
use crate::query::{Filter, Snapshot};
use crate::rules::rounds::owes_report;

/// A round as lists tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoundBrief {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Id of the plan; `None` for the whole atlas.
    pub plan: Option<String>,
    /// Short title of the plan.
    pub plan_title: Option<String>,
    /// How often such a round comes.
    pub cycle: RoundCycle,
    /// The first day reported on.
    pub starts: PartialDate,
    /// The last day reported on.
    pub ends: PartialDate,
    /// From when reports are taken.
    pub opens: PartialDate,
    /// The last day of the window.
    pub due: PartialDate,
    /// When it was closed.
    pub closed_on: Option<PartialDate>,
}

/// Where a report stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DueState {
    /// 该报未报: the window is over.
    Missing,
    /// 待报: the window is open.
    Open,
    /// The window is not open yet.
    NotYet,
    /// 迟报: handed in after the window.
    Late,
    /// 已报.
    Handed,
}

impl DueState {
    /// Whether a report was handed in.
    #[must_use]
    pub fn is_handed(self) -> bool {
        matches!(self, Self::Late | Self::Handed)
    }
}

/// A project that a report is owed on.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct RoundRow {
    /// Project id.
    pub project: String,
    /// Its name.
    pub name: String,
    /// Id of the unit that owes the report; `None` where its town owes it.
    pub unit: Option<String>,
    /// Name of the unit.
    pub unit_name: Option<String>,
    /// Id of its town.
    pub town: Option<String>,
    /// Name of its town.
    pub town_name: Option<String>,
    /// Where the report stands.
    pub state: DueState,
    /// Day of the report.
    pub reported_on: Option<PartialDate>,
    /// Per cent done as the report says, else as was last known.
    pub percent: Option<f64>,
    /// Whether the report says that nothing has changed.
    pub unchanged: bool,
    /// What is in the way, as the report says.
    pub problem: Option<String>,
}

/// How a unit or town stands in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoundUnit {
    /// Id of the unit, or of the town where a project has no leading unit.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a town.
    pub is_town: bool,
    /// Reports it owes, those handed in among them.
    pub owed: u32,
    /// Reports it handed in.
    pub handed: u32,
    /// Reports that are missing after the window.
    pub missing: u32,
}

/// A round as of a day.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct RoundSheet {
    /// The round.
    pub round: RoundBrief,
    /// The day.
    pub as_of: PartialDate,
    /// Reports owed, those handed in among them.
    pub owed: u32,
    /// Reports handed in, late ones among them.
    pub handed: u32,
    /// Reports handed in after the window.
    pub late: u32,
    /// Reports that are missing after the window.
    pub missing: u32,
    /// Projects by who owes, those that are missing first.
    pub rows: Vec<RoundRow>,
    /// Units and towns, those that lack most first.
    pub units: Vec<RoundUnit>,
}

/// Rounds of an atlas, the newest first.
#[must_use]
pub fn round_briefs(snapshot: &Snapshot<'_>) -> Vec<RoundBrief> {
    let mut rows: Vec<&ReportingRound> = snapshot.model.reporting_rounds.iter().collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.ends.latest()), row.starts, row.id.clone()));
    rows.into_iter().map(|row| brief(snapshot, row)).collect()
}

fn brief(snapshot: &Snapshot<'_>, row: &ReportingRound) -> RoundBrief {
    RoundBrief {
        id: row.id.0.clone(),
        title: row.title.clone(),
        plan: row.plan.as_ref().map(|plan| plan.0.clone()),
        plan_title: row.plan.as_ref().map(|plan| snapshot.plan_title(plan.as_str())),
        cycle: row.cycle,
        starts: row.starts,
        ends: row.ends,
        opens: row.opens,
        due: row.due,
        closed_on: row.closed_on,
    }
}

/// A round as of a day, of the projects of a filter, where that names units of those they lead; `None` if it is not there.
#[must_use]
pub fn round_sheet(
    snapshot: &Snapshot<'_>,
    id: &str,
    filter: &Filter,
    as_of: PartialDate,
) -> Option<RoundSheet> {
    let round = snapshot.model.reporting_rounds.get(id)?;
    let mut rows: Vec<RoundRow> = snapshot
        .projects(filter)
        .filter(|project| is_led_by(project, filter) && owes(snapshot, round, project))
        .map(|project| row_of(snapshot, round, &project, as_of.latest()))
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &RoundRow| (row.state, row.unit_name.clone(), row.town_name.clone());
        key(a)
            .cmp(&key(b))
            .then_with(|| (&a.name, &a.project).cmp(&(&b.name, &b.project)))
    });
    let such = |wanted: &dyn Fn(DueState) -> bool| count(rows.iter().filter(|row| wanted(row.state)).count());
    Some(RoundSheet {
        round: brief(snapshot, round),
        as_of,
        owed: count(rows.len()),
        handed: such(&DueState::is_handed),
        late: such(&|state| state == DueState::Late),
        missing: such(&|state| state == DueState::Missing),
        units: units(&rows),
        rows,
    })
}

/// Whether a unit of the filter leads the project, where the filter names units.
pub(super) fn is_led_by(project: &Summary<'_>, filter: &Filter) -> bool {
    let led = |unit: &String| project.lead_unit.is_some_and(|lead| lead.as_str() == unit);
    filter.units.is_empty() || filter.units.iter().any(led)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Whether a report is owed on a project in a round: see [`owes_report`].
fn owes(snapshot: &Snapshot<'_>, round: &ReportingRound, project: &Summary<'_>) -> bool {
    let gates = snapshot.model.relations().gates_of_project.of(project.id);
    let of_plan = round.plan.is_none() || round.plan.as_ref() == project.plan;
    of_plan && owes_report(project.stage, gates, round.starts)
}

/// The report on a project in a round up to a day.
fn report_in<'m>(
    snapshot: &Snapshot<'m>,
    round: &ReportingRound,
    project: &str,
    day: Day,
) -> Option<&'m ProgressReport> {
    let reports = snapshot
        .model
        .relations()
        .progress
        .of(OwnerKind::Project, project);
    // The newest stands first.
    reports.iter().map(AsRef::as_ref).find(|report| {
        let on = report.on_date.latest();
        let meant = match &report.round {
            Some(named) => *named == round.id,
            None => on >= round.opens.earliest() && on <= round.due.latest(),
        };
        meant && on <= day
    })
}

fn row_of(snapshot: &Snapshot<'_>, round: &ReportingRound, project: &Summary<'_>, day: Day) -> RoundRow {
    let report = report_in(snapshot, round, project.id, day);
    let state = match report {
        Some(report) if report.on_date.latest() > round.due.latest() => DueState::Late,
        Some(_) => DueState::Handed,
        None if day > round.due.latest() => DueState::Missing,
        None if day >= round.opens.earliest() => DueState::Open,
        None => DueState::NotYet,
    };
    let town = project.town.map(|town| town.0.clone());
    RoundRow {
        project: project.id.to_owned(),
        name: project.name.to_owned(),
        unit: project.lead_unit.map(|unit| unit.0.clone()),
        unit_name: project.lead_unit.map(|unit| snapshot.unit_name(unit.as_str())),
        town_name: town.as_deref().map(|town| snapshot.region_name(town)),
        town,
        state,
        reported_on: report.map(|report| report.on_date),
        percent: report.and_then(|report| report.percent).or(project.percent),
        unchanged: report.is_some_and(|report| report.unchanged == Some(true)),
        problem: report.and_then(|report| report.problem.clone()),
    }
}

fn units(rows: &[RoundRow]) -> Vec<RoundUnit> {
    let mut all: BTreeMap<(bool, &str), RoundUnit> = BTreeMap::new();
    for row in rows {
        let (is_town, id, name) = match (&row.unit, &row.town) {
            (Some(unit), _) => (false, unit.as_str(), row.unit_name.as_deref()),
            (None, Some(town)) => (true, town.as_str(), row.town_name.as_deref()),
            (None, None) => (true, "", None),
        };
        let unit = all.entry((is_town, id)).or_insert_with(|| RoundUnit {
            id: id.to_owned(),
            name: name.unwrap_or_default().to_owned(),
            is_town,
            owed: 0,
            handed: 0,
            missing: 0,
        });
        unit.owed += 1;
        unit.handed += u32::from(row.state.is_handed());
        unit.missing += u32::from(row.state == DueState::Missing);
    }
    let mut all: Vec<RoundUnit> = all.into_values().collect();
    all.sort_by_key(|unit| {
        let lacking = unit.owed - unit.handed;
        (
            std::cmp::Reverse((unit.missing, lacking)),
            unit.name.clone(),
            unit.id.clone(),
        )
    });
    all
}
