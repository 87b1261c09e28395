//! Measures one edit and the questions the page asks after it: `bench_edit FOLDER PROJECTS [EDITS]`.
//!
//! Makes an atlas of so many projects in 40 towns, each with three lines of money and a task it serves, and changes
//! the date of one project after another, each time asking what the page asks. Beside each stands the same edit as a
//! one-row commit on a plain SQLite file (WAL, `synchronous=FULL`). Prints one JSON object a line, milliseconds of CPU a turn.

use std::path::Path;

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest, read_row};
use planning::model::{Kind, Record};
use planning::query::{Filter, NodeKind, Sort};
use planning::store::{Mode, Stamp};
use rusqlite::Connection;
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

const TOWNS: usize = 40;
const TASKS: usize = 200;
const UNITS: usize = 50;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, projects, rest @ ..] = arguments.as_slice() else {
        return Err("bench_edit FOLDER PROJECTS [EDITS]".into());
    };
    let projects: usize = projects.parse()?;
    let edits: usize = rest.first().map_or(Ok(50), |n| n.parse())?;
    let path = Path::new(folder).join("bench_edit.gpkg");
    let _ = std::fs::remove_file(&path);
    AtlasFile::create(&path, rows(projects)?, "新建", &stamp())?;
    let start = cpu();
    let mut atlas = AtlasFile::open(&path, Mode::Edit, "测量")?;
    say("open", projects, 1, cpu() - start);
    ask(&atlas, "p0");
    let raw = raw(&path.with_extension("raw.db"))?;
    let (mut edit, mut questions, mut commit) = (0.0, 0.0, 0.0);
    for turn in 0..edits {
        let id = format!("p{}", (turn * 7919) % projects);
        let start = cpu();
        raw.prepare_cached("INSERT INTO t (row) VALUES (?)")?
            .execute([&id])?;
        commit += cpu() - start;
        let start = cpu();
        atlas.apply(date(&id, turn), &stamp())?;
        edit += cpu() - start;
        let start = cpu();
        ask(&atlas, &id);
        questions += cpu() - start;
    }
    say("raw commit", projects, edits, commit);
    say("edit", projects, edits, edit);
    say("questions", projects, edits, questions);
    say("edit and questions", projects, edits, edit + questions);
    atlas.close()?;
    std::fs::remove_file(path)?;
    Ok(())
}

/// What the window asks after a date of a project has changed, with its card open and the ledger shown.
fn ask(atlas: &AtlasFile, id: &str) {
    let filter = Filter::default();
    atlas.ask(|s| s.totals(&filter));
    atlas.ask(|s| s.facets(&filter));
    atlas.ask(|s| s.contents());
    atlas.ask(|s| s.project_page(&filter, &Sort::default(), 0, 100));
    atlas.ask(|s| s.detail(NodeKind::Project, id)).ok();
    atlas.ask(|s| s.choices());
    atlas.ask(|s| s.map_features(&filter));
}

fn date(id: &str, turn: usize) -> ChangeRequest {
    let columns = json!({"ends": format!("2027-{:02}", 1 + turn % 12)});
    ChangeRequest {
        name: "改完工时间".to_owned(),
        note: None,
        edits: vec![EditRequest::Set {
            table: "projects".to_owned(),
            id: id.to_owned(),
            columns: columns.as_object().cloned().unwrap_or_default(),
        }],
    }
}

fn rows(projects: usize) -> Result<Vec<Record>, Failure> {
    let mut rows = Vec::new();
    let mut put = |kind: Kind, row: Value| -> Result<(), Failure> {
        rows.push(read_row(kind, row.as_object().cloned().unwrap_or_default())?);
        Ok(())
    };
    let point = |i: usize| json!({"type": "Point", "coordinates": [116.0 + (i % 200) as f64 * 1e-3, 35.0 + (i / 200) as f64 * 1e-3]});
    put(
        Kind::AtlasInfo,
        json!({"id": "atlas", "title": "测量", "practice": false}),
    )?;
    put(
        Kind::Region,
        json!({"id": "c", "name": "县", "level": "county", "precision": "none"}),
    )?;
    for i in 0..TOWNS {
        let row = json!({"id": format!("t{i}"), "name": format!("第{i}镇"), "level": "township", "parent": "c",
            "precision": "town", "geometry": point(i)});
        put(Kind::Region, row)?;
    }
    put(
        Kind::Plan,
        json!({"id": "plan", "ordinal": 1, "title": "方案", "short_title": "方案", "issuer": "县", "region": "c"}),
    )?;
    for i in 0..UNITS {
        put(
            Kind::Unit,
            json!({"id": format!("u{i}"), "name": format!("第{i}局"), "region": "c", "is_group": false}),
        )?;
    }
    for i in 0..TASKS {
        let row = json!({"id": format!("k{i}"), "plan": "plan", "ordinal": i, "number": i.to_string(), "title": format!("第{i}项"),
            "kind": "task", "status": "not_started"});
        put(Kind::Task, row)?;
        for j in 0..3 {
            let unit = format!("u{}", (i + j) % UNITS);
            let row = json!({"id": format!("a{i}-{j}"), "task": format!("k{i}"), "unit": unit, "role": "lead", "ordinal": j});
            put(Kind::Assignment, row)?;
        }
    }
    for i in 0..projects {
        let id = format!("p{i}");
        let row = json!({"id": id, "plan": "plan", "ordinal": i, "name": format!("第{i}号路"), "kind": "road", "town": format!("t{}", i % TOWNS),
            "stage": "preparing", "precision": "surveyed", "alternative": false, "geometry": point(i)});
        put(Kind::Project, row)?;
        put(
            Kind::ProjectTask,
            json!({"id": format!("l{i}"), "project": id, "task": format!("k{}", i % TASKS)}),
        )?;
        for (j, stage) in ["estimated", "approved", "spent"].iter().enumerate() {
            let row = json!({"id": format!("m{i}-{j}"), "owner_kind": "project", "owner": id, "source": "county",
                "stage": stage, "year": 2026, "amount": 100_000 * (i + j)});
            put(Kind::BudgetLine, row)?;
        }
    }
    Ok(rows)
}

fn raw(path: &Path) -> Result<Connection, Failure> {
    for ending in ["db", "db-wal", "db-shm"] {
        let _ = std::fs::remove_file(path.with_extension(ending));
    }
    let raw = Connection::open(path)?;
    raw.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         CREATE TABLE t (id INTEGER PRIMARY KEY, row TEXT NOT NULL)",
    )?;
    Ok(raw)
}

fn stamp() -> Stamp {
    Stamp {
        at: "2026-01-02T03:04:05.000Z".to_owned(),
        who: "测量".to_owned(),
    }
}

fn say(work: &str, projects: usize, turns: usize, seconds: f64) {
    let ms = seconds * 1e3 / turns as f64;
    println!(
        "{}",
        json!({"work": work, "projects": projects, "turns": turns, "cpu_ms": ms})
    );
}

/// CPU seconds of this process so far, to the nanosecond.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e9
}
