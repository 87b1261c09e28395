//! What is acknowledged is on the disk: a writer is killed with kill -9 at random moments, and every time the file is
//! whole, holds every change that was acknowledged, and leaves nothing beside it after closing.
//!
//! ZHENTU_KILLS says how often (20 unless told; `make stress` kills 200 times).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::model::{Kind, Record};
use planning::store::{Mode, Stamp};
use serde_json::{Map, Value, json};

const PROJECTS: u64 = 12;
const WRITER: &str = "ZHENTU_TEST_WRITER";

/// Numbers that look random and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below
    }
}

fn stamp() -> Stamp {
    Stamp {
        at: "2026-11-21T08:00:00Z".to_owned(),
        who: "试验".to_owned(),
    }
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("not an object: {other}"),
    }
}

fn project(n: u64) -> Record {
    let row = json!({
        "id": format!("p{n}"), "plan": null, "ordinal": n, "name": format!("道路{n}"), "kind": "road", "town": null,
        "stage": "idea", "starts": null, "ends": null, "quantity": null, "quantity_unit": null, "content": null,
        "lead_unit": null, "percent": null, "precision": "none", "alternative": false, "geometry": null,
        "source": null, "read_at": null, "note": null,
    });
    Record::from_map(Kind::Project, map(row)).expect("a project as the data dictionary has it")
}

/// A square somewhere in Shandong, or now and then none.
fn footprint(dice: &mut Dice) -> Value {
    if dice.roll(6) == 0 {
        return Value::Null;
    }
    let (west, south) = (
        115.0 + dice.roll(5000) as f64 / 1000.0,
        34.5 + dice.roll(3000) as f64 / 1000.0,
    );
    let (east, north) = (west + 0.01, south + 0.01);
    json!({ "type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]] })
}

/// What a row is afterwards, in a form that can be compared: what is acknowledged and what is read.
fn state(atlas: &AtlasFile, id: &str) -> String {
    atlas
        .model()
        .get(Kind::Project, id)
        .expect("read")
        .map_or("removed".to_owned(), |row| {
            Value::Object(row.to_map()).to_string()
        })
}

/// Not a test of its own: the process that is killed. It changes the atlas without end and acknowledges each change
/// after it has returned: number, name and the project as it is now.
#[test]
fn writer() {
    let Some(order) = std::env::var_os(WRITER) else {
        return;
    };
    let order = order.into_string().expect("UTF-8");
    let (seed, path) = order.split_once(' ').expect("seed and path");
    let mut dice = Dice(seed.parse().expect("a number"));
    let mut atlas = AtlasFile::open(Path::new(path), Mode::Edit, "试验").expect("it opens");
    let mut out = std::io::stdout();
    for count in 0.. {
        let done = match dice.roll(8) {
            0 if atlas.undo_name().0.is_some() => atlas.undo(&stamp()),
            1 if atlas.redo_name().is_some() => atlas.redo(&stamp()),
            _ => {
                let id = format!("p{}", dice.roll(PROJECTS));
                let columns = json!({
                    "note": format!("第{count}次，种子{seed}"), "percent": dice.roll(101), "geometry": footprint(&mut dice),
                    "content": "宽".repeat(dice.roll(3000) as usize),
                });
                let edit = EditRequest::Set {
                    table: "projects".to_owned(),
                    id,
                    columns: map(columns),
                };
                let request = ChangeRequest {
                    name: format!("改{count}"),
                    note: None,
                    edits: vec![edit],
                };
                atlas.apply(request, &stamp())
            }
        };
        let step = done.expect("the change is applied");
        let touched: Vec<&str> = step.change.edits.iter().map(|e| e.id.as_str()).collect();
        let rows: Map<String, Value> = touched
            .iter()
            .map(|id| ((*id).to_owned(), json!(state(&atlas, id))))
            .collect();
        let line = json!({ "seq": step.seq, "name": step.change.name, "rows": rows });
        writeln!(out, "ACK {line}")
            .and_then(|()| out.flush())
            .expect("someone listens");
    }
}

fn start_writer(seed: u64, atlas: &Path) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().expect("this test's program"))
        .args(["writer", "--exact", "--nocapture", "--test-threads=1"])
        .env(WRITER, format!("{seed} {}", atlas.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the writer starts");
    let out = BufReader::new(child.stdout.take().expect("a pipe"));
    (child, out)
}

/// What the file holds after a crash, read the way the program reads it.
fn judge(path: &Path, expected: &mut BTreeMap<String, String>, acknowledged: &[Value], before: i64) -> i64 {
    let atlas = AtlasFile::open(path, Mode::Edit, "试验").expect("the atlas opens after a crash");
    let last = acknowledged
        .last()
        .map_or(before, |a| a["seq"].as_i64().expect("a number"));
    let version = atlas.version();
    assert!(
        version == last || version == last + 1,
        "the journal ends at {version}, acknowledged was {last}"
    );

    let steps = u32::try_from(version - before).expect("it grew") + 1;
    let journal = atlas.journal(None, steps).expect("the journal can be read");
    for ack in acknowledged {
        let seq = ack["seq"].as_i64();
        let (_, change) = journal
            .iter()
            .find(|(entry, _)| Some(entry.seq) == seq)
            .unwrap_or_else(|| panic!("acknowledged step {ack} is not in the journal"));
        assert_eq!(ack["name"], change.name.as_str(), "step {seq:?}");
        for (id, row) in ack["rows"].as_object().expect("rows") {
            expected.insert(id.clone(), row.as_str().expect("a row").to_owned());
        }
    }
    // One change may have reached the disk while its acknowledgement did not reach us: then it is whole.
    if version == last + 1 {
        let (_, change) = &journal[0];
        for edit in &change.edits {
            let row = edit
                .after
                .as_ref()
                .map_or("removed".to_owned(), |r| Value::Object(r.to_map()).to_string());
            expected.insert(edit.id.clone(), row);
        }
    }
    for (id, row) in expected.iter() {
        assert_eq!(&state(&atlas, id), row, "project {id} after step {version}");
    }
    atlas.close().expect("it closes");
    for ending in ["-wal", "-shm", "-journal"] {
        let beside = PathBuf::from(format!("{}{ending}", path.display()));
        assert!(!beside.exists(), "{} is left after closing", beside.display());
    }
    version
}

fn check_from_outside(path: &Path) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/durable/check.py");
    // The system's own Python has GDAL's module.
    let python = if Path::new("/usr/bin/python3").exists() {
        "/usr/bin/python3"
    } else {
        "python3"
    };
    let output = Command::new("timeout")
        .args(["120", python, script])
        .arg(path)
        .output()
        .expect("python3 is there");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
}

#[test]
fn kill_9_at_any_moment_loses_nothing_acknowledged() {
    let kills: u64 = std::env::var("ZHENTU_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(20);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("图册.gpkg");
    let rows: Vec<Record> = (0..PROJECTS).map(project).collect();
    AtlasFile::create(&path, rows, "新建", &stamp()).expect("the atlas is made");
    let mut expected: BTreeMap<String, String> = BTreeMap::new();
    let mut version = {
        let atlas = AtlasFile::open(&path, Mode::Edit, "试验").expect("it opens");
        let version = atlas.version();
        atlas.close().expect("it closes");
        version
    };
    let begin = version;
    let mut dice = Dice(20_261_121);
    let mut acknowledged_in_all = 0;
    for round in 0..kills {
        let (mut child, out) = start_writer(round, &path);
        let heard = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&heard);
        let reader = std::thread::spawn(move || {
            // The last line may be cut off by the kill.
            out.lines()
                .map_while(Result::ok)
                .filter_map(|line| serde_json::from_str::<Value>(line.split_once("ACK ")?.1).ok())
                .inspect(|_| {
                    counter.fetch_add(1, Ordering::SeqCst);
                })
                .collect::<Vec<_>>()
        });
        // Now while it starts, now after a few changes, now after many; always somewhere between two of them.
        let (changes, limit) = (dice.roll(40), Instant::now() + Duration::from_secs(60));
        while heard.load(Ordering::SeqCst) < changes {
            assert!(
                Instant::now() < limit,
                "the writer made {} of {changes} changes",
                heard.load(Ordering::SeqCst)
            );
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros(dice.roll(20_000)));
        child.kill().expect("kill -9");
        let status = child.wait().expect("it ends");
        assert!(
            !status.success(),
            "the writer was to be killed, but it ended by itself"
        );
        let acknowledged = reader.join().expect("the reader ends");
        acknowledged_in_all += acknowledged.len();
        version = judge(&path, &mut expected, &acknowledged, version);
        check_from_outside(&path);
    }
    println!(
        "{kills} kills, {acknowledged_in_all} changes acknowledged, journal from {begin} to {version}, none lost"
    );
    assert!(
        acknowledged_in_all as u64 > kills,
        "so few changes say nothing: {acknowledged_in_all} in {kills} rounds"
    );
}
