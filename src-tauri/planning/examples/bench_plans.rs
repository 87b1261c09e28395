//! Measures schedule, lights and the table of money: `bench_plans [FOLDER] [TASKS] [DEPENDENCIES] [LINES] [RUNS]`; 20,000,
//! 30,000, 100,000 and 15 where nothing is said.
//!
//! Tasks of forty plans of several months each wait for earlier ones, finish to start, with lags; half of them have a
//! report. Lines of money belong to 20,000 projects of 300 towns. Prints one JSON object; times are milliseconds of CPU, the
//! middle and the slowest of the runs. With a folder the same data are written there for programs of others:
//! `activities.csv` (task, days), `links.csv` (from, to, lag), `lines.csv` (project, town, source, stage, year, fen).

use std::path::Path;

use planning::change::{Change, read_row};
use planning::model::{Kind, MoneyStage, PartialDate, Record, ScheduledKind};
use planning::money::{MoneyCube, MoneySide, MoneyView, pivot};
use planning::query::{Filter, Snapshot};
use planning::rules::lights::LightLimits;
use planning::schedule::schedule;
use planning::timetable::lights;
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

const PLANS: usize = 40;
const TOWNS: usize = 300;
const PROJECTS: usize = 20_000;
const SOURCES: [&str; 8] = [
    "central",
    "province",
    "city",
    "county",
    "town",
    "special_bond",
    "social",
    "own",
];
const STAGES: [&str; 4] = ["estimated", "approved", "allocated", "spent"];

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1).peekable();
    let folder = arguments.next_if(|a| a.parse::<usize>().is_err());
    let mut sizes = [20_000, 30_000, 100_000, 15];
    for (size, given) in sizes.iter_mut().zip(arguments) {
        *size = given.parse()?;
    }
    let [tasks, dependencies, lines, runs] = sizes;
    let data = Data::new(tasks, dependencies, lines);
    let model = Change::model_of(data.rows()?)?;
    let today = PartialDate::Day(2026, 11, 30);
    let snapshot = Snapshot::new(&model).on(today);
    let filter = Filter::default();
    let view = MoneyView {
        rows: MoneySide::Town,
        columns: MoneySide::Source,
        stage: Some(MoneyStage::Allocated),
    };
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    let mut timed = |at: usize, begin: f64| times[at].push((cpu() - begin) * 1e3);
    let (mut critical, mut judged, mut total, mut cells) = (0, 0, 0, 0);
    for _ in 0..runs {
        let begin = cpu();
        let found = schedule(&snapshot, &filter, today);
        timed(0, begin);
        let of_tasks = found.items.iter().filter(|item| item.kind == ScheduledKind::Task);
        critical = of_tasks.clone().filter(|item| item.critical).count();
        if of_tasks.count() != tasks || !found.cycles.is_empty() {
            return Err("the schedule lacks tasks".into());
        }
        let begin = cpu();
        let found = lights(&snapshot, &filter, LightLimits::default(), today);
        timed(1, begin);
        judged = found.len();
        let begin = cpu();
        let table = pivot(&model, &MoneyCube::of(&model), view);
        timed(2, begin);
        cells = table.rows.len();
        total = table.sums.total.map_or(0, |fen| fen.0);
    }
    if total != data.total("allocated") || judged != tasks + PROJECTS {
        return Err(format!("{total} {} {judged}", data.total("allocated")).into());
    }
    let said = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        json!({"median_ms": times[times.len() / 2], "slowest_ms": times[times.len() - 1]})
    };
    let [schedule_ms, lights_ms, pivot_ms] = &mut times;
    let answer = json!({"tasks": tasks, "dependencies": dependencies, "lines": lines, "critical": critical, "lights": judged,
        "rows": cells, "allocated_fen": total, "schedule": said(schedule_ms), "light": said(lights_ms), "pivot": said(pivot_ms)});
    println!("{answer}");
    if let Some(folder) = folder {
        data.write(Path::new(&folder))?;
    }
    Ok(())
}

/// CPU seconds of this thread so far, to the nanosecond.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e9
}

/// Made up from small numbers, the same every time.
struct Data {
    /// First day of each task, counted from 2024-01-01, and its length in days.
    tasks: Vec<(usize, usize)>,
    /// From, to, lag.
    links: Vec<(usize, usize, i64)>,
    /// Project, source, stage, year, amount.
    lines: Vec<(usize, usize, usize, i64, i64)>,
}

/// A day so many days after the first of 2024, in months of 28 days.
fn day(after: usize) -> String {
    let month = after / 28;
    format!(
        "{}-{:02}-{:02}",
        2024 + month / 12,
        month % 12 + 1,
        after % 28 + 1
    )
}

impl Data {
    fn new(tasks: usize, dependencies: usize, lines: usize) -> Self {
        let mut dice: u64 = 20_261_201;
        // Knuth's linear congruential generator (MMIX).
        let mut below = |n: usize| {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(dice >> 33).unwrap_or(0) % n.max(1)
        };
        let all: Vec<(usize, usize)> = (0..tasks)
            .map(|task| (task * 1_000 / tasks.max(1) + below(60), 20 + below(90)))
            .collect();
        let links = (0..dependencies)
            .map(|_| {
                let to = 1 + below(tasks.saturating_sub(1));
                let from = to.saturating_sub(1 + below(50));
                (from, to, i64::try_from(below(10)).unwrap_or(0))
            })
            .collect();
        let lines = (0..lines)
            .map(|line| {
                let amount = i64::try_from(1 + below(9_000_000)).unwrap_or(1) * 100;
                let year = 2024 + i64::try_from(below(4)).unwrap_or(0);
                (
                    line % PROJECTS,
                    below(SOURCES.len()),
                    below(STAGES.len()),
                    year,
                    amount,
                )
            })
            .collect();
        Self {
            tasks: all,
            links,
            lines,
        }
    }

    fn total(&self, stage: &str) -> i64 {
        let of_stage = self.lines.iter().filter(|line| STAGES[line.2] == stage);
        of_stage.map(|line| line.4).sum()
    }

    fn rows(&self) -> Result<Vec<Record>, Failure> {
        let mut rows = Vec::new();
        let mut add = |kind: Kind, columns: Value| -> Result<(), Failure> {
            rows.push(read_row(kind, columns.as_object().cloned().unwrap_or_default())?);
            Ok(())
        };
        add(
            Kind::AtlasInfo,
            json!({"id": "atlas", "title": "测量", "practice": false}),
        )?;
        add(
            Kind::Region,
            json!({"id": "c", "name": "县", "level": "county", "precision": "none"}),
        )?;
        for town in 0..TOWNS {
            add(
                Kind::Region,
                json!({"id": format!("w{town}"), "name": format!("镇{town}"), "level": "township", "parent": "c", "precision": "none"}),
            )?;
        }
        for plan in 0..PLANS {
            add(
                Kind::Plan,
                json!({"id": format!("plan{plan}"), "ordinal": plan, "title": "方案", "short_title": format!("方案{plan}"), "issuer": "县",
                    "region": "c", "starts": "2024"}),
            )?;
        }
        for (task, (start, days)) in self.tasks.iter().enumerate() {
            add(
                Kind::Task,
                json!({"id": format!("t{task}"), "plan": format!("plan{}", task % PLANS), "ordinal": task, "number": task.to_string(),
                    "title": format!("任务{task}"), "kind": "task", "status": "ongoing", "starts": day(*start), "due": day(start + days)}),
            )?;
            if task % 2 == 0 {
                add(
                    Kind::ProgressReport,
                    json!({"id": format!("r{task}"), "owner_kind": "task", "owner": format!("t{task}"), "on_date": "2026-11-20",
                        "percent": (task % 100) as f64}),
                )?;
            }
        }
        for (n, (from, to, lag)) in self.links.iter().enumerate() {
            add(
                Kind::Dependency,
                json!({"id": format!("d{n}"), "predecessor_kind": "task", "predecessor": format!("t{from}"), "successor_kind": "task",
                    "successor": format!("t{to}"), "kind": "FS", "lag_days": lag}),
            )?;
        }
        for project in 0..PROJECTS {
            add(
                Kind::Project,
                json!({"id": format!("p{project}"), "plan": format!("plan{}", project % PLANS), "town": format!("w{}", project % TOWNS),
                    "name": format!("项目{project}"), "kind": "road", "stage": "building", "ordinal": project,
                    "starts": "2025-03", "ends": "2027-06", "precision": "none", "alternative": false, "percent": (project % 100) as f64}),
            )?;
        }
        for (n, (project, source, stage, year, amount)) in self.lines.iter().enumerate() {
            add(
                Kind::BudgetLine,
                json!({"id": format!("b{n}"), "owner_kind": "project", "owner": format!("p{project}"), "source": SOURCES[*source],
                    "stage": STAGES[*stage], "year": year, "amount": amount}),
            )?;
        }
        Ok(rows)
    }

    fn write(&self, folder: &Path) -> Result<(), Failure> {
        let mut activities = String::from("task,days\n");
        for (task, (_, days)) in self.tasks.iter().enumerate() {
            activities += &format!("{task},{days}\n");
        }
        let mut links = String::from("from,to,lag\n");
        for (from, to, lag) in &self.links {
            links += &format!("{from},{to},{lag}\n");
        }
        let mut lines = String::from("project,town,source,stage,year,fen\n");
        for (project, source, stage, year, fen) in &self.lines {
            let town = project % TOWNS;
            lines += &format!(
                "{project},{town},{},{},{year},{fen}\n",
                SOURCES[*source], STAGES[*stage]
            );
        }
        for (name, text) in [("activities", activities), ("links", links), ("lines", lines)] {
            std::fs::write(folder.join(format!("{name}.csv")), text)?;
        }
        Ok(())
    }
}
