//! The nine steps of every project, as far as its stage says it has come.

use time::{Date, Duration};

use super::{
    calendar::{STATUS, months_after, to_the_day, to_the_month, working_day},
    noise::{noise, pick},
    projects::Planned,
};
use planning::model::{Gate, GateStep, PartialDate, ProjectStage, Record};

/// Months from the start of works at which a step is planned.
const BEFORE_START: [(GateStep, i64); 7] = [
    (GateStep::Planning, -13),
    (GateStep::Design, -10),
    (GateStep::Approval, -8),
    (GateStep::Environment, -6),
    (GateStep::Land, -4),
    (GateStep::Permit, -2),
    (GateStep::Start, 0),
];

/// The gates of every project.
pub(super) fn rows(projects: &[Planned]) -> Vec<Record> {
    projects.iter().flat_map(gates).map(Record::from).collect()
}

fn gates(p: &Planned) -> Vec<Gate> {
    let planned = plan_of(p);
    let passed = passed(p, &planned);
    let mut latest: Option<Date> = None;
    planned
        .iter()
        .enumerate()
        .map(|(i, &(step, planned))| {
            let actual = (i < passed).then(|| {
                let day = actual_day(p, i, planned, latest);
                latest = Some(day);
                day
            });
            // The last step taken waits for its confirmation now and then, but not where the stage says the work is done.
            let waits = i + 1 == passed && p.number.is_multiple_of(5) && passed < 8;
            let confirmed = actual.is_some() && !waits;
            Gate {
                id: format!("{}/g{}", p.project.id, i + 1).into(),
                project: p.project.id.clone(),
                step,
                planned: planned.map(|day| plan_date(p, day)),
                actual: actual.map(to_the_day),
                confirmed,
                evidence: actual
                    .filter(|_| confirmed)
                    .and_then(|day| evidence(p, step, day)),
                office: None,
                promised_days: None,
                submitted_on: None,
                track: None,
                override_reason: None,
            }
        })
        .collect()
}

fn plan_date(p: &Planned, day: Date) -> PartialDate {
    if p.begun() {
        to_the_day(day)
    } else {
        to_the_month(day)
    }
}

fn plan_of(p: &Planned) -> Vec<(GateStep, Option<Date>)> {
    let mut steps: Vec<(GateStep, Option<Date>)> = BEFORE_START
        .iter()
        .map(|&(step, months)| (step, p.start().map(|start| months_after(start, months))))
        .collect();
    steps.push((GateStep::Completion, p.end().map(working_day)));
    steps.push((GateStep::Acceptance, p.end().map(|end| months_after(end, 3))));
    steps
}

/// How many steps a project has behind it.
fn passed(p: &Planned, planned: &[(GateStep, Option<Date>)]) -> usize {
    match p.entry.stage {
        ProjectStage::Idea => 0,
        ProjectStage::Building | ProjectStage::Suspended => 7,
        ProjectStage::Completed => 8,
        ProjectStage::Accepted => 9,
        ProjectStage::Preparing => {
            // A project behind its timetable hangs at one step while the next are due.
            let behind = if p.entry.late {
                90 + pick(p.number as u64, 60) as i64
            } else {
                20
            };
            let due = planned[..6]
                .iter()
                .filter(|(_, day)| day.is_some_and(|d| d + Duration::days(behind) <= STATUS));
            due.count().clamp(1, 5)
        }
    }
}

fn actual_day(p: &Planned, step: usize, planned: Option<Date>, latest: Option<Date>) -> Date {
    let shift = 12.0 + 16.0 * noise((p.number * 10 + step) as u64);
    let shift = if step == 7 { shift.min(10.0) } else { shift };
    let wanted = planned.unwrap_or(STATUS) + Duration::days(shift as i64);
    let earliest = latest.map_or(wanted, |day| day + Duration::days(5));
    working_day(wanted.max(earliest)).min(STATUS - Duration::days(2))
}

fn evidence(p: &Planned, step: GateStep, day: Date) -> Option<String> {
    let (year, number) = (day.year(), 9000 + p.number);
    Some(match step {
        GateStep::Planning => format!("演资规条字〔{year}〕{number}号（演练）"),
        GateStep::Design => format!("初步设计批复 演建设字〔{year}〕{number}号（演练）"),
        GateStep::Approval => format!("演发改审〔{year}〕{number}号（演练）"),
        GateStep::LandReview => format!("演自然资预审字〔{year}〕{number}号（演练）"),
        GateStep::PlanningPermit => format!("建字第{year}{number}号（演练）"),
        GateStep::Environment => format!("演环审表〔{year}〕{number}号（演练）"),
        GateStep::Land => format!("演用地字第{year}{number}号（演练）"),
        GateStep::Permit => format!("施工许可 演建施字{year}{number}（演练）"),
        GateStep::Start => "开工令及现场影像（演练）".to_owned(),
        GateStep::Completion => "竣工报告（演练）".to_owned(),
        GateStep::Acceptance => format!("竣工验收备案 演建验字〔{year}〕{number}号（演练）"),
        GateStep::Settlement => format!("演财审字〔{year}〕{number}号（演练）"),
    })
}
