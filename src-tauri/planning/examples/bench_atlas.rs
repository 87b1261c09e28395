//! Measures an atlas file: `bench_atlas FOLDER FOOTPRINTS.geojson [EDITS]`.
//!
//! Makes an atlas in the folder, imports the file, exports it as GeoJSON, and edits one row many times, each edit beside a one-row commit on
//! a plain SQLite file in the same folder (WAL, `synchronous=FULL`, the same row). Prints one JSON object a line; CPU
//! seconds are of the whole process.

use std::path::Path;
use std::time::Instant;

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest, read_row};
use planning::export::{ExportLayer, ExportRequest, LedgerView, OutputFormat};
use planning::import::{ImportRequest, Progress, Target};
use planning::model::Kind;
use planning::query::Filter;
use planning::store::{Mode, Stamp};
use rusqlite::Connection;
use serde_json::json;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, data, rest @ ..] = arguments.as_slice() else {
        return Err("bench_atlas FOLDER FOOTPRINTS.geojson [EDITS]".into());
    };
    let edits: usize = rest.first().map_or(Ok(0), |n| n.parse())?;
    let path = Path::new(folder).join("bench.gpkg");
    let _ = std::fs::remove_file(&path);
    let info = json!({"id": "atlas", "title": "测量", "practice": false, "note": null});
    let info = info.as_object().cloned().unwrap_or_default();
    AtlasFile::create(&path, vec![read_row(Kind::AtlasInfo, info)?], "新建", &stamp())?;
    let atlas = AtlasFile::open(&path, Mode::Edit, "测量")?;
    let (cpu, wall) = (cpu(), Instant::now());
    let request = ImportRequest::of(data, Target::Projects);
    let report = atlas.import_and_close(&request, &stamp(), false, &Progress::default())?;
    say("import", report.added, cpu, wall);
    export(&path, &Path::new(folder).join("bench.geojson"))?;
    if edits > 0 {
        edit(&path, edits)?;
    }
    Ok(())
}

fn stamp() -> Stamp {
    Stamp {
        at: "2026-01-02T03:04:05.000Z".to_owned(),
        who: "测量".to_owned(),
    }
}

fn export(atlas: &Path, to: &Path) -> Result<(), Failure> {
    let start = Instant::now();
    let before = cpu();
    let atlas = AtlasFile::open(atlas, Mode::Look, "测量")?;
    say("open", atlas.model().projects.len() as u64, before, start);
    let request = ExportRequest {
        layer: ExportLayer::Projects,
        filter: Filter::default(),
        ids: Vec::new(),
        with_unmapped: true,
        chinese_labels: false,
        format: OutputFormat::Own,
        crs: None,
        path: Some(to.to_owned()),
        overwrite: true,
        named: 0,
        view: LedgerView::default(),
    };
    let (before, start) = (cpu(), Instant::now());
    let report = planning::export::run(&atlas, request, &Progress::default())?;
    say("export", report.written, before, start);
    Ok(atlas.close()?)
}

/// Milliseconds of one edit and of one raw commit, turn by turn.
fn edit(path: &Path, edits: usize) -> Result<(), Failure> {
    let mut atlas = AtlasFile::open(path, Mode::Edit, "测量")?;
    let ids: Vec<String> = atlas.model().projects.iter().map(|p| p.id.to_owned()).collect();
    let first = ids.first().ok_or("no projects")?;
    let row = atlas.model().get(Kind::Project, first)?.ok_or("no project")?;
    let text = serde_json::Value::Object(row.to_map()).to_string();
    let raw_path = path.with_extension("raw.db");
    for ending in ["db", "db-wal", "db-shm"] {
        let _ = std::fs::remove_file(path.with_extension(format!("raw.{ending}")));
    }
    let raw = Connection::open(&raw_path)?;
    raw.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         CREATE TABLE t (id INTEGER PRIMARY KEY, row TEXT NOT NULL)",
    )?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..edits {
        let start = Instant::now();
        raw.prepare_cached("INSERT INTO t (row) VALUES (?)")?
            .execute([&text])?;
        theirs.push(start.elapsed().as_secs_f64() * 1e3);
        let columns = json!({"percent": (turn % 100) as f64, "note": format!("第 {turn} 次")});
        let change = ChangeRequest {
            name: "改进度".to_owned(),
            note: None,
            edits: vec![EditRequest::Set {
                table: "projects".to_owned(),
                id: ids[(turn * 7919) % ids.len()].clone(),
                columns: columns.as_object().cloned().unwrap_or_default(),
            }],
        };
        let start = Instant::now();
        atlas.apply(change, &stamp())?;
        ours.push(start.elapsed().as_secs_f64() * 1e3);
    }
    atlas.close()?;
    let (ours, theirs) = (middle(ours), middle(theirs));
    println!(
        "{}",
        json!({"work": "one edit", "n": edits, "median_ms": ours, "raw_median_ms": theirs, "ratio": ours / theirs})
    );
    std::fs::remove_file(raw_path)?;
    Ok(())
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn say(work: &str, n: u64, start: f64, wall: Instant) {
    println!(
        "{}",
        json!({"work": work, "n": n, "cpu_seconds": cpu() - start, "wall_seconds": wall.elapsed().as_secs_f64(), "most_mb": most()})
    );
}

/// CPU seconds of this process so far.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|n| n.parse().ok())
        .collect();
    fields.iter().sum::<f64>() / 100.0
}

/// The most memory this process had so far, MB.
fn most() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kb = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kb = kb.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
    kb.unwrap_or_default() / 1024.0
}
