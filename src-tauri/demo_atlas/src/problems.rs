//! What was in the way of projects, tasks and towns, and how far each of it has come: 交办, 承办, 办结, 销号.

use time::{Date, Duration};

use super::{
    calendar::{STATUS, last_day, to_the_day, working_day},
    noise::pick,
    places::town_id,
    plans::{QUALITY, task_id},
    projects::Planned,
    units::unit_id,
};
use planning::model::{
    OwnerKind, Problem,
    ProblemStatus::{self, Assigned, Closed, Handling, Resolved},
    ProgressReport, Record,
    SupervisionLevel::{self, City, County, Province, Town},
};

/// Words of a problem, and the bureau that can solve it.
const SOLVERS: &[(&str, &str)] = &[
    ("征迁", "县自然资源和规划局"),
    ("专项债", "县财政局"),
    ("电力", "县供电公司"),
    ("用地", "县自然资源和规划局"),
    ("占道", "县交通运输局"),
    ("燃气", "县住房和城乡建设局"),
    ("机井", "县供电公司"),
    ("停工", "县政府办公室"),
    ("承包", "县农业农村局"),
];

/// What is not in the way of a project alone: kind, owner, what, unit, day, status, level.
type Other = (
    OwnerKind,
    String,
    &'static str,
    &'static str,
    i64,
    ProblemStatus,
    SupervisionLevel,
);

fn others() -> [Other; 7] {
    use OwnerKind::{Plan, Task, Town as OfTown};
    [
        (
            Plan,
            QUALITY.to_owned(),
            "第四季度项目资金缺口未落实",
            "县财政局",
            40,
            Handling,
            City,
        ),
        (
            Plan,
            QUALITY.to_owned(),
            "三个镇街未按期报送自评报告",
            "县政府办公室",
            30,
            Assigned,
            County,
        ),
        (
            Task,
            task_id(2),
            "水价调整方案未批",
            "县发展和改革局",
            120,
            Handling,
            County,
        ),
        (
            Task,
            task_id(16),
            "两个镇国土空间规划成果退回",
            "县自然资源和规划局",
            75,
            Resolved,
            Province,
        ),
        (
            Task,
            task_id(17),
            "扩区用地预审材料不齐",
            "县自然资源和规划局",
            55,
            Handling,
            City,
        ),
        (
            OfTown,
            town_id(4),
            "村镇建设办缺编两人",
            "县政府办公室",
            200,
            Closed,
            County,
        ),
        (
            OfTown,
            town_id(7),
            "停缓项目现场看护经费无着",
            "县财政局",
            65,
            Assigned,
            Town,
        ),
    ]
}

/// The problems; `reports` are the progress reports that told of them.
pub(super) fn rows(projects: &[Planned], reports: &[Record]) -> Vec<Record> {
    let mut out: Vec<Problem> = Vec::new();
    for p in projects {
        let mut told: Vec<&ProgressReport> = reports
            .iter()
            .filter_map(|row| match row {
                Record::ProgressReport(report) => Some(report),
                _ => None,
            })
            .filter(|report| report.owner == p.project.id.as_str() && report.problem.is_some())
            .collect();
        told.sort_by_key(|report| std::cmp::Reverse(report.on_date));
        for (age, report) in told.into_iter().take(3).enumerate() {
            out.push(of_report(p, report, age, out.len() + 1));
        }
    }
    for (kind, owner, title, unit, days, status, level) in others() {
        let raised = working_day(STATUS - Duration::days(days));
        let row = problem(
            out.len() + 1,
            kind,
            owner,
            title,
            unit_id(unit),
            raised,
            status,
            level,
        );
        out.push(row);
    }
    out.into_iter().map(Record::from).collect()
}

fn of_report(p: &Planned, report: &ProgressReport, age: usize, number: usize) -> Problem {
    let title = report.problem.as_deref().unwrap_or_default();
    let solver = SOLVERS.iter().find(|(word, _)| title.contains(word));
    let lead = p.project.lead_unit.as_ref().map(|unit| unit.as_str().to_owned());
    let unit = solver.map_or_else(|| lead.unwrap_or_default(), |(_, unit)| unit_id(unit));
    let raised = working_day(last_day(report.on_date) + Duration::days(2)).min(STATUS);
    let seed = number as u64;
    let status = match (age, p.entry.late) {
        (0, true) => [Assigned, Handling, Handling][pick(seed, 3)],
        (0, false) => [Handling, Resolved, Closed][pick(seed, 3)],
        _ => [Resolved, Closed, Closed][pick(seed, 3)],
    };
    let level = match (p.entry.late, pick(seed + 3, 6)) {
        (true, 0) => City,
        (true, _) => County,
        (false, 0) => County,
        _ => Town,
    };
    let owner = p.project.id.as_str().to_owned();
    let mut row = problem(
        number,
        OwnerKind::Project,
        owner,
        title,
        unit,
        raised,
        status,
        level,
    );
    row.report = Some(report.id.clone());
    row
}

#[allow(clippy::too_many_arguments, reason = "the columns of a problem")]
fn problem(
    number: usize,
    kind: OwnerKind,
    owner: String,
    title: &str,
    unit: String,
    raised: Date,
    status: ProblemStatus,
    level: SupervisionLevel,
) -> Problem {
    let seed = number as u64;
    let due = working_day(raised + Duration::days(20 + 5 * pick(seed + 1, 6) as i64));
    let late = pick(seed + 2, 4) == 0;
    let resolved = working_day(due - Duration::days(if late { -9 } else { 4 })).min(STATUS);
    let closed = working_day(resolved + Duration::days(5)).min(STATUS);
    let done = matches!(status, Resolved | Closed);
    let begun = done || status == Handling;
    Problem {
        id: format!("practice/pb{number:03}").into(),
        owner_kind: kind,
        owner,
        title: title.to_owned(),
        status,
        raised_on: Some(to_the_day(raised)),
        raised_by: Some("小城镇品质提升工作专班".to_owned()),
        unit: Some(unit.into()),
        due: Some(to_the_day(due)),
        resolved_on: done.then(|| to_the_day(resolved)),
        closed_on: (status == Closed).then(|| to_the_day(closed)),
        supervision: Some(level),
        measure: begun.then(|| "明确责任人，现场会商，倒排时限".to_owned()),
        result: done.then(|| "已协调解决，恢复正常施工".to_owned()),
        evidence: (status == Closed)
            .then(|| format!("演督字〔{}〕{}号销号单（演练）", closed.year(), 9200 + number)),
        report: None,
        note: None,
    }
}
