//! Lists that a meeting asks for, each with its rule in words.

use serde::Serialize;
use ts_rs::TS;
use words::{Words, said};

use super::due::{DueState, round_briefs, round_sheet};
use crate::model::{Day, GateStep, OwnerKind, PartialDate, ProjectStage, Summary};
use crate::query::{Filter, Snapshot};
use crate::rules::lights::{LightLimits, LightState};
use crate::rules::overdue::PassedGate;

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MeetingList {
    /// 未开工
    NotBegun,
    /// 停工
    Suspended,
    /// 滞后
    Behind,
    /// 该报未报
    Unreported,
    /// 卡在手续
    Stuck,
    /// 资金未到位
    NoMoney,
}

impl MeetingList {
    /// All of them, in the order of a meeting.
    pub const ALL: [Self; 6] = [
        Self::NotBegun,
        Self::Suspended,
        Self::Behind,
        Self::Stuck,
        Self::NoMoney,
        Self::Unreported,
    ];

    /// Its name.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::NotBegun => "未开工",
            Self::Suspended => "停工",
            Self::Behind => "滞后",
            Self::Unreported => "该报未报",
            Self::Stuck => "卡在手续",
            Self::NoMoney => "资金未到位",
        }
    }

    /// Which projects it lists.
    #[must_use]
    pub fn rule(self) -> Words {
        match self {
            Self::NotBegun => said!(
                "rounds.not_begun",
                "计划开工日期已过，没有实际开工日期，阶段还在谋划或前期",
                "the planned start is over, no start is reported, and the project is still an idea or being prepared"
            ),
            Self::Suspended => said!("rounds.suspended", "阶段为停缓", "the project is suspended"),
            Self::Behind => said!(
                "rounds.behind",
                "红灯或黄灯，按亮灯规则",
                "a red or yellow light, by the rules of lights"
            ),
            Self::Unreported => said!(
                "rounds.unreported",
                "最近一轮截止日已过的调度里没有报",
                "no report in the last round whose window is over"
            ),
            Self::Stuck => said!(
                "rounds.stuck",
                "有手续或节点过了计划日期，没有办成也没有被后面的节点超过",
                "a permit or gate whose planned date is over, neither reached nor passed by a later one"
            ),
            Self::NoMoney => said!(
                "rounds.no_money",
                "前期或在建，有计划投资，下达为零",
                "being prepared or built, with money planned and none allocated"
            ),
        }
    }
}

/// A project of a list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MeetingRow {
    /// Project id.
    pub project: String,
    /// Its name.
    pub name: String,
    /// Name of the unit that leads it.
    pub unit: Option<String>,
    /// Name of its town.
    pub town: Option<String>,
    /// Why it is in the list: what it waits for, which date is over, what its light says.
    pub why: Words,
    /// For how many days; `None` where no date says.
    pub days: Option<i32>,
}

/// One list as of a day.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MeetingLists {
    /// What it is of.
    pub list: MeetingList,
    /// Its name.
    pub title: String,
    /// Its rule.
    pub rule: Words,
    /// How many projects it has.
    pub count: u32,
    /// Its projects, those that wait longest first.
    pub rows: Vec<MeetingRow>,
}

/// All lists of the projects of a filter, as of a day.
#[must_use]
pub fn meeting_lists(
    snapshot: &Snapshot<'_>,
    filter: &Filter,
    limits: LightLimits,
    as_of: PartialDate,
) -> Vec<MeetingLists> {
    let finder = Finder {
        snapshot,
        limits,
        day: as_of.latest(),
    };
    let projects: Vec<Summary<'_>> = snapshot.projects(filter).collect();
    MeetingList::ALL
        .into_iter()
        .map(|list| {
            let mut rows: Vec<MeetingRow> = match list {
                MeetingList::Unreported => unreported(snapshot, filter, as_of),
                _ => projects
                    .iter()
                    .filter_map(|project| finder.found(list, project))
                    .collect(),
            };
            rows.sort_by(|a, b| (b.days, &a.name, &a.project).cmp(&(a.days, &b.name, &b.project)));
            MeetingLists {
                list,
                title: list.zh().to_owned(),
                rule: list.rule(),
                count: u32::try_from(rows.len()).unwrap_or(u32::MAX),
                rows,
            }
        })
        .collect()
}

struct Finder<'s, 'm> {
    snapshot: &'s Snapshot<'m>,
    limits: LightLimits,
    day: Day,
}

impl Finder<'_, '_> {
    fn found(&self, list: MeetingList, project: &Summary<'_>) -> Option<MeetingRow> {
        let (why, days) = match list {
            MeetingList::NotBegun => self.not_begun(project)?,
            MeetingList::Suspended => (project.stage == ProjectStage::Suspended)
                .then(|| (said!("rounds.is_suspended", "停缓", "suspended"), None))?,
            MeetingList::Behind => self.behind(project)?,
            MeetingList::Stuck => self.stuck(project)?,
            MeetingList::NoMoney => self.no_money(project)?,
            MeetingList::Unreported => return None,
        };
        Some(row(
            self.snapshot,
            project.id,
            project.name,
            project.lead_unit.map(|u| u.as_str()),
            project.town.map(|t| t.as_str()),
            why,
            days,
        ))
    }

    fn not_begun(&self, project: &Summary<'_>) -> Option<(Words, Option<i32>)> {
        if !matches!(project.stage, ProjectStage::Idea | ProjectStage::Preparing) {
            return None;
        }
        let gates = self.snapshot.model.relations().gates_of_project.of(project.id);
        let start = gates.iter().find(|gate| gate.step == GateStep::Start);
        if start.is_some_and(|gate| gate.actual.is_some_and(|on| on.earliest() <= self.day)) {
            return None;
        }
        let planned = start.and_then(|gate| gate.planned).or(project.starts)?;
        let over = self.day - planned.latest();
        let why = Words::new(
            "rounds.start_over",
            format!("计划 {} 开工", planned.zh()),
            format!("planned to begin {planned}"),
        );
        (over > 0).then_some((why, Some(over)))
    }

    fn behind(&self, project: &Summary<'_>) -> Option<(Words, Option<i32>)> {
        let verdict = crate::query::light_of_project(self.snapshot, project, self.limits, self.day);
        let late = matches!(verdict.light, LightState::Red | LightState::Yellow);
        let over = project
            .ends
            .map(|ends| self.day - ends.latest())
            .filter(|days| *days > 0);
        late.then_some((verdict.reason, over))
    }

    fn stuck(&self, project: &Summary<'_>) -> Option<(Words, Option<i32>)> {
        let gates = self.snapshot.model.relations().gates_of_project.of(project.id);
        let gate = gates
            .iter()
            .find(|gate| self.snapshot.passed_gate(gate) == Some(PassedGate::Late))?;
        let planned = gate.planned?;
        let why = Words::new(
            "rounds.stuck_at",
            format!("{}，计划 {}", gate.step.zh(), planned.zh()),
            format!("{}, planned for {planned}", gate.step.en()),
        );
        Some((why, Some(self.day - planned.latest())))
    }

    fn no_money(&self, project: &Summary<'_>) -> Option<(Words, Option<i32>)> {
        if !matches!(project.stage, ProjectStage::Preparing | ProjectStage::Building) {
            return None;
        }
        let money = self.snapshot.money(OwnerKind::Project, project.id);
        let planned = money.planned;
        let why = said!(
            "rounds.planned_only",
            "计划 {} 万元，下达 0",
            "{} wan yuan planned, none allocated",
            planned.wan_yuan_text()
        );
        (planned.0 > 0 && money.allocated.0 == 0).then_some((why, None))
    }
}

fn row(
    snapshot: &Snapshot<'_>,
    id: &str,
    name: &str,
    unit: Option<&str>,
    town: Option<&str>,
    why: Words,
    days: Option<i32>,
) -> MeetingRow {
    MeetingRow {
        project: id.to_owned(),
        name: name.to_owned(),
        unit: unit.map(|unit| snapshot.unit_name(unit)),
        town: town.map(|town| snapshot.region_name(town)),
        why,
        days,
    }
}

/// Projects without a report in the last rounds whose window is over: the newest of the atlas and of each plan.
fn unreported(snapshot: &Snapshot<'_>, filter: &Filter, as_of: PartialDate) -> Vec<MeetingRow> {
    let day = as_of.latest();
    let mut rows: Vec<MeetingRow> = Vec::new();
    let mut plans: Vec<Option<String>> = Vec::new();
    for round in round_briefs(snapshot) {
        if round.due.latest() >= day || plans.contains(&round.plan) {
            continue;
        }
        plans.push(round.plan.clone());
        let Some(sheet) = round_sheet(snapshot, &round.id, filter, as_of) else {
            continue;
        };
        for found in sheet.rows.iter().filter(|row| row.state == DueState::Missing) {
            if rows.iter().any(|row| row.project == found.project) {
                continue;
            }
            let why = Words::new(
                "rounds.not_reported_in",
                format!("{}，{} 截止", round.title, round.due.zh()),
                format!("{}, due by {}", round.title, round.due),
            );
            rows.push(row(
                snapshot,
                &found.project,
                &found.name,
                found.unit.as_deref(),
                found.town.as_deref(),
                why,
                Some(day - round.due.latest()),
            ));
        }
    }
    rows
}
