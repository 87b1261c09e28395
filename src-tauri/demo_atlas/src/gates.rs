//! The steps of every project, as far as its stage says it has come: nine that its timetable plans, and between and after
//! them the preliminary land review, the planning permit and the final accounts; each with its office and promised days.

use time::{Date, Duration};

use super::{
    calendar::{STATUS, first_day, months_after, to_the_day, to_the_month, working_day},
    noise::{noise, pick},
    projects::Planned,
    units::unit_id,
};
use planning::model::{Gate, GateStep, GateTrack, PartialDate, ProjectStage};

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

/// The gates of every project, those of each in the order of their steps.
pub(super) fn all(projects: &[Planned]) -> Vec<Gate> {
    projects.iter().flat_map(with_permits).collect()
}

/// Whether the chain of permits waits for a step; the environmental assessment runs beside it.
pub(super) fn is_main(step: GateStep) -> bool {
    step != GateStep::Environment
}

/// The bureau that gives a step, and the days it promises to take.
fn office(step: GateStep) -> Option<(&'static str, i64)> {
    const LAND: &str = "县自然资源和规划局";
    const BUILDING: &str = "县住房和城乡建设局";
    match step {
        GateStep::Planning => Some((LAND, 20)),
        GateStep::Design | GateStep::Acceptance => Some((BUILDING, 10)),
        GateStep::Approval => Some(("县发展和改革局", 5)),
        GateStep::LandReview => Some((LAND, 10)),
        GateStep::PlanningPermit => Some((LAND, 7)),
        GateStep::Environment => Some(("演练市生态环境局清河源分局", 15)),
        GateStep::Land => Some((LAND, 20)),
        GateStep::Permit => Some((BUILDING, 5)),
        GateStep::Settlement => Some(("县财政局", 60)),
        GateStep::Start | GateStep::Completion => None,
    }
}

/// The nine steps with the three others put in, and when each was submitted.
fn with_permits(p: &Planned) -> Vec<Gate> {
    let mut gates = gates(p);
    let day = |gate: &Gate| gate.actual.map(first_day);
    let planned = |gate: &Gate| gate.planned.map(first_day);
    let between = |a: Option<Date>, b: Option<Date>, part: i64| {
        a.zip(b)
            .map(|(a, b)| a + Duration::days((b - a).whole_days() * part / 3))
    };
    let (approval, environment, acceptance) = (&gates[2], &gates[3], &gates[8]);
    let put_in = |n: usize, step, planned: Option<Date>, actual: Option<Date>| Gate {
        id: format!("{}/g{n}", p.project.id).into(),
        project: p.project.id.clone(),
        step,
        planned: planned.map(|day| plan_date(p, day)),
        actual: actual.map(to_the_day),
        confirmed: actual.is_some(),
        evidence: actual.and_then(|day| evidence(p, step, day)),
        office: None,
        promised_days: None,
        submitted_on: None,
        track: None,
        override_reason: None,
    };
    let permit = |n, step, part| {
        let planned = between(planned(approval), planned(environment), part);
        put_in(n, step, planned, between(day(approval), day(environment), part))
    };
    let mut others = vec![
        permit(10, GateStep::LandReview, 1),
        permit(11, GateStep::PlanningPermit, 2),
    ];
    let accounts = |day: Option<Date>| day.map(|day| working_day(day + Duration::days(75)));
    let settled = accounts(day(acceptance)).filter(|day| *day < STATUS && !p.number.is_multiple_of(3));
    others.push(put_in(
        12,
        GateStep::Settlement,
        accounts(planned(acceptance)),
        settled,
    ));
    gates.append(&mut others);
    gates.sort_by_key(|gate| gate.step);
    let stuck = gates.iter().position(|gate| gate.actual.is_none());
    for (i, gate) in gates.iter_mut().enumerate() {
        let Some((bureau, days)) = office(gate.step) else {
            continue;
        };
        gate.office = Some(unit_id(bureau).into());
        gate.promised_days = Some(days);
        gate.track = Some(if is_main(gate.step) {
            GateTrack::Main
        } else {
            GateTrack::Parallel
        });
        let seed = (p.number * 20 + i) as u64;
        gate.submitted_on = match gate.actual {
            Some(actual) => {
                let took = days + pick(seed, 12) as i64 - 6;
                Some(to_the_day(working_day(
                    first_day(actual) - Duration::days(took.max(1) + 3),
                )))
            }
            // Two in three wait at the office, some longer than promised.
            None if stuck == Some(i) && p.entry.stage == ProjectStage::Preparing && pick(seed, 3) > 0 => {
                Some(to_the_day(working_day(
                    STATUS - Duration::days(4 + pick(seed + 1, 50) as i64),
                )))
            }
            None => None,
        };
    }
    gates
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
