//! A session as a window, a test or a server holds it: spoken to through the wire, listened to through its events.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use planning::query::Filter;

use super::*;
use crate::wire::{JobKind, dispatch};

/// Longer than anything here takes on a busy machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(120);

struct World {
    folder: tempfile::TempDir,
    session: Arc<Session>,
    told: Mutex<Receiver<CoreEvent>>,
    gate: Arc<Gate>,
}

/// Holds an import once it has written rows, or an opening once it has read some, while it is closed.
#[derive(Default)]
struct Gate {
    closed: Mutex<bool>,
    opened: Condvar,
    /// Whether something waits at it.
    held: Mutex<bool>,
    waits: Condvar,
}

impl Gate {
    fn pass(&self, event: &CoreEvent) {
        let CoreEvent::JobProgress(step) = event else {
            return;
        };
        let holds = [JobKind::Import, JobKind::Open].contains(&step.job);
        if !holds || step.features == 0 || !*self.closed.lock().expect("it is whole") {
            return;
        }
        *self.held.lock().expect("it is whole") = true;
        self.waits.notify_all();
        let closed = self.closed.lock().expect("it is whole");
        let (_closed, late) = self
            .opened
            .wait_timeout_while(closed, PATIENCE, |closed| *closed)
            .expect("it is whole");
        assert!(!late.timed_out(), "nobody opens the gate");
    }

    fn close(&self) {
        *self.closed.lock().expect("it is whole") = true;
    }

    fn until_held(&self) {
        let held = self.held.lock().expect("it is whole");
        let (_held, late) = self
            .waits
            .wait_timeout_while(held, PATIENCE, |held| !*held)
            .expect("it is whole");
        assert!(!late.timed_out(), "nothing comes to the gate");
    }

    fn open(&self) {
        *self.held.lock().expect("it is whole") = false;
        *self.closed.lock().expect("it is whole") = false;
        self.opened.notify_all();
    }
}

impl World {
    fn new() -> Self {
        Self::in_folder(tempfile::tempdir().expect("a folder"))
    }

    fn in_folder(folder: tempfile::TempDir) -> Self {
        Self::beginning_with(folder, None)
    }

    fn beginning_with(folder: tempfile::TempDir, asked: Option<PathBuf>) -> Self {
        let folders = Folders {
            settings: folder.path().join("config/settings.json"),
            atlases: folder.path().join("atlases"),
            documents: folder.path().to_owned(),
        };
        let session = Arc::new(Session::new(folders, asked));
        let (sender, told) = channel();
        let sender = Mutex::new(sender);
        let gate = Arc::new(Gate::default());
        let passing = Arc::clone(&gate);
        session.events().listen(move |event| {
            passing.pass(&event);
            // A test that is over hears nothing more.
            let _ = sender.lock().expect("it is whole").send(event);
        });
        Self {
            folder,
            session,
            told: Mutex::new(told),
            gate,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ask(&self, name: &str, args: Value) -> Value {
        dispatch(&self.session, name, args).unwrap_or_else(|e| panic!("{name}: {e:?}"))
    }

    /// The first event that `pick` takes; those before it are passed over.
    fn until<T>(&self, what: &str, pick: impl Fn(CoreEvent) -> Option<T>) -> T {
        loop {
            let event = self.told.lock().expect("it is whole").recv_timeout(PATIENCE);
            let event = event.unwrap_or_else(|_| panic!("nobody tells of {what}"));
            if let Some(found) = pick(event) {
                return found;
            }
        }
    }

    /// A file of so many small squares, one project a line.
    fn squares(&self, name: &str, many: usize) -> PathBuf {
        let mut text = String::new();
        for i in 0..many {
            let (x, y, s) = (
                115.2 + (i % 210) as f64 * 0.004,
                33.0 + (i / 210) as f64 * 0.008,
                0.0008,
            );
            let ring = json!([[[x, y], [x + s, y], [x + s, y + s], [x, y + s], [x, y]]]);
            let feature = json!({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": ring},
                "properties": {"项目名称": format!("方格{i:05}"), "项目类型": "道路"}});
            let _ = writeln!(text, "{feature}");
        }
        let path = self.path(name);
        std::fs::write(&path, text).expect("it can be written");
        path
    }

    fn import(&self, path: &Path) -> Value {
        self.ask("import_file", import_request(path))
    }
}

fn import_request(path: &Path) -> Value {
    let request = json!({"path": path, "options": {}, "target": "projects", "system": {}, "mapping": null,
        "plan": null, "precision": "sketched", "control": null, "dated": null});
    json!({"request": request, "trial": false})
}

fn ended(job: JobKind) -> impl Fn(CoreEvent) -> Option<()> {
    move |event| match event {
        CoreEvent::JobEnded(ended) if ended.job == job => {
            assert_eq!(ended.problem, None);
            Some(())
        }
        _ => None,
    }
}

#[test]
fn a_window_that_looks_shows_what_another_window_has_changed() {
    let writer = World::new();
    let path = writer.path("册.gpkg");
    writer.ask("new_atlas", json!({"path": path, "start": "practice"}));
    let looking = World::new();
    looking.ask("open_atlas", json!({"path": path, "read_only": true}));
    let plan = |world: &World| world.ask("contents", json!({}))["plans"][0].clone();
    let (id, before) = (plan(&looking)["id"].clone(), plan(&looking)["title"].clone());
    let edits = json!([{"op": "set", "table": "plans", "id": id, "columns": {"short_title": "改过的方案"}}]);
    writer.ask(
        "apply",
        json!({"change": {"name": "改名", "note": null, "edits": edits}}),
    );
    let changed = looking.until("the change of the other window", |event| match event {
        CoreEvent::AtlasChanged(changed) => Some(changed),
        _ => None,
    });
    let atlas = changed.atlas.expect("it is still open");
    assert!(atlas.read_only && atlas.held_by.is_some(), "{atlas:?}");
    assert_eq!(changed.touched, None);
    assert_ne!(before, json!("改过的方案"));
    assert_eq!(plan(&looking)["title"], json!("改过的方案"));
    // When the other window closes it, nobody holds it any more; that somebody looks may leave its -wal beside it.
    let _ = dispatch(&writer.session, "close_atlas", json!({}));
    looking.until("the end of the other window", |event| match event {
        CoreEvent::AtlasChanged(changed) => changed.atlas.filter(|atlas| atlas.held_by.is_none()),
        _ => None,
    });
    assert_eq!(plan(&looking)["title"], json!("改过的方案"));
}

#[test]
fn an_import_tells_how_far_it_is_and_what_it_brought_in_is_measured_at_once() {
    let world = World::new();
    world.ask(
        "new_atlas",
        json!({"path": world.path("册.gpkg"), "start": "empty"}),
    );
    // So many that their footprints stay in the file.
    let many = planning::store::KEPT_WHOLE + 2;
    let done = world.import(&world.squares("方格.geojsonl", many));
    assert_eq!(done["added"], json!(many));
    let step = world.until("the import", |event| match event {
        CoreEvent::JobProgress(step) if step.job == JobKind::Import => Some(step),
        _ => None,
    });
    assert!(step.done > 0 || step.features > 0, "{step:?}");
    world.until("the end of the import", ended(JobKind::Import));
    world.until("the end of measuring", ended(JobKind::Measure));
    let changed = world.until("that totals are complete", |event| match event {
        CoreEvent::AtlasChanged(changed) => Some(changed),
        _ => None,
    });
    assert_eq!(changed.atlas.map(|atlas| atlas.unmeasured), Some(0));
    let totals = world.ask("totals", json!({"filter": Filter::default()}));
    assert_eq!(totals["measuring"], json!(false));
    assert!(totals["area_m2"].as_f64() > Some(0.0), "{totals}");
}

/// The code of the error with which a command is refused.
fn refused(world: &World, name: &str, args: Value) -> String {
    match dispatch(&world.session, name, args) {
        Ok(answer) => panic!("{name} should be refused, but answers {answer}"),
        Err(error) => error.code,
    }
}

#[test]
fn an_import_holds_up_no_question_and_refuses_changes_until_it_is_over() {
    let world = World::new();
    let path = world.path("册.gpkg");
    world.ask("new_atlas", json!({"path": path, "start": "practice"}));
    let before = world.ask("totals", json!({"filter": Filter::default()}));
    let plan = world.ask("contents", json!({}))["plans"][0]["id"].clone();
    let edits =
        json!([{"op": "set", "table": "plans", "id": plan, "columns": {"short_title": "改过的方案"}}]);
    let change = json!({"change": {"name": "改名", "note": null, "edits": edits}});
    let file = world.squares("方格.geojsonl", 5_000);
    world.gate.close();
    std::thread::scope(|threads| {
        let importing = threads.spawn(|| world.import(&file));
        world.gate.until_held();
        // Its rows are in the file by now, where nobody sees them.
        assert_eq!(world.ask("totals", json!({"filter": Filter::default()})), before);
        world.ask("detail", json!({"kind": "plan", "id": plan}));
        world.ask("history", json!({"table": null, "id": null, "limit": 10}));
        world.ask("check", json!({"filter": Filter::default()}));
        for (name, args) in [
            ("apply", change.clone()),
            ("undo", json!({})),
            ("close_atlas", json!({})),
            ("open_atlas", json!({"path": path, "read_only": false})),
        ] {
            assert_eq!(refused(&world, name, args), "atlas.importing", "{name}");
        }
        world.gate.open();
        assert_eq!(
            importing.join().expect("it does not panic")["added"],
            json!(5_000)
        );
    });
    let after = world.ask("totals", json!({"filter": Filter::default()}));
    let projects = |totals: &Value| totals["projects"].as_u64().expect("a number");
    assert_eq!(projects(&after), projects(&before) + 5_000);
    world.ask("apply", change);
    world.ask("undo", json!({}));
    world.ask("undo", json!({}));
    assert_eq!(world.ask("totals", json!({"filter": Filter::default()})), before);
}

#[test]
fn an_import_that_is_stopped_leaves_the_atlas_to_be_changed() {
    let world = World::new();
    world.ask(
        "new_atlas",
        json!({"path": world.path("册.gpkg"), "start": "practice"}),
    );
    let before = world.ask("totals", json!({"filter": Filter::default()}));
    let file = world.squares("方格.geojsonl", 5_000);
    world.gate.close();
    std::thread::scope(|threads| {
        let importing = threads.spawn(|| refused(&world, "import_file", import_request(&file)));
        world.gate.until_held();
        assert_eq!(world.ask("cancel_job", json!({})), json!(true));
        world.gate.open();
        assert_eq!(importing.join().expect("it does not panic"), "import.stopped");
    });
    assert_eq!(world.ask("totals", json!({"filter": Filter::default()})), before);
    let done = world.import(&world.squares("再来.geojsonl", 10));
    assert_eq!(done["added"], json!(10));
    world.session.close().expect("it is closed");
    assert!(!world.path("册.gpkg-wal").exists(), "one file is left");
}

/// A practice atlas with so many more projects that its opening is told of.
fn large(world: &World) -> PathBuf {
    let path = world.path("大.gpkg");
    world.ask("new_atlas", json!({"path": path, "start": "practice"}));
    world.import(&world.squares("方格.geojsonl", 20_100));
    world.ask("close_atlas", json!({}));
    path
}

#[test]
fn an_opening_can_be_cancelled_and_the_atlas_before_goes_on_and_answers_meanwhile() {
    let world = World::new();
    let large = large(&world);
    world.ask(
        "new_atlas",
        json!({"path": world.path("册.gpkg"), "start": "practice"}),
    );
    let totals = || world.ask("totals", json!({"filter": Filter::default()}));
    let before = totals();
    let open = json!({"path": large, "read_only": false});
    world.gate.close();
    std::thread::scope(|threads| {
        let opening = threads.spawn(|| refused(&world, "open_atlas", open.clone()));
        world.gate.until_held();
        assert_eq!(totals(), before, "the atlas before answers");
        assert_eq!(world.ask("cancel_opening", json!({})), json!(true));
        // The reader is still held: nobody waits for it.
        assert_eq!(opening.join().expect("it does not panic"), "atlas.stopped");
        assert_eq!(totals(), before);
        world.gate.open();
    });
    assert_eq!(world.ask("cancel_opening", json!({})), json!(false));
    // The mark that it is in use goes with the reader, for whom who opens it again waits.
    world.ask("open_atlas", open);
    assert_eq!(totals()["projects"], json!(20_220));
}

#[test]
fn the_first_atlas_is_said_to_be_opening_and_closing_waits_for_no_reader() {
    let world = World::new();
    large(&world);
    let World { folder, session, .. } = world;
    session.close().expect("it is closed");
    drop(session);
    let path = folder.path().join("大.gpkg");
    let world = World::beginning_with(folder, Some(path.clone()));
    let state = || world.ask("app_state", json!({}));
    assert_eq!(state()["opening"], json!(path), "nobody has begun to");
    world.gate.close();
    std::thread::scope(|threads| {
        let opening = threads.spawn(|| world.ask("first_atlas", json!({})));
        world.gate.until_held();
        assert_eq!(
            (&state()["opening"], &state()["atlas"]),
            (&json!(path), &Value::Null)
        );
        world.session.close().expect("it is closed");
        opening.join().expect("it does not panic");
        world.gate.open();
    });
    let then = state();
    assert_eq!((&then["opening"], &then["atlas"]), (&Value::Null, &Value::Null));
    assert_eq!(then["problem"]["code"], json!("atlas.stopped"));
}

#[test]
fn a_check_holds_up_no_question() {
    let world = World::new();
    world.ask(
        "new_atlas",
        json!({"path": world.path("册.gpkg"), "start": "practice"}),
    );
    let asked = std::cell::Cell::new(false);
    // Held where it looks whether somebody wants to change something.
    let report = world.session.checks.check_while(&Filter::default(), &|| {
        let (sender, answered) = channel();
        let session = Arc::clone(&world.session);
        std::thread::spawn(move || sender.send(session.questions.contents()).is_ok());
        let answer = answered.recv_timeout(PATIENCE);
        answer
            .expect("a question is answered meanwhile")
            .expect("it is no error");
        asked.set(true);
        true
    });
    report.expect("it is checked");
    assert!(asked.get(), "the check has looked");
}

#[test]
fn an_atlas_is_saved_under_another_name_and_goes_on_there() {
    let world = World::new();
    let path = world.path("册.gpkg");
    world.ask("new_atlas", json!({"path": path, "start": "practice"}));
    let rename = |name: &str| {
        let id = world.ask("contents", json!({}))["plans"][0]["id"].clone();
        let edits = json!([{"op": "set", "table": "plans", "id": id, "columns": {"short_title": name}}]);
        world.ask(
            "apply",
            json!({"change": {"name": "改名", "note": null, "edits": edits}}),
        );
    };
    rename("改在前");
    let backup = world.ask("back_up_atlas", json!({"day": "2026-11-30"}));
    let backup = backup.as_str().expect("a path").to_owned();
    assert!(backup.ends_with("册 备份 2026-11-30.gpkg"), "{backup}");
    let again = world.ask("back_up_atlas", json!({"day": "2026-11-30"}));
    assert_ne!(again.as_str(), Some(&*backup));
    let to = world.path("新名");
    let summary = world.ask("save_atlas_as", json!({"path": to, "overwrite": false}));
    assert_eq!(summary["name"], "新名");
    assert_eq!(summary["read_only"], false);
    rename("改在后");
    world.ask("close_atlas", json!({}));
    let title = |path: &Path| {
        let atlas =
            planning::atlas_file::AtlasFile::open(path, planning::store::Mode::Look, "").expect("opened");
        let titles: Vec<String> = atlas
            .model()
            .plans
            .iter()
            .map(|p| p.short_title.clone())
            .collect();
        titles
    };
    assert!(
        title(&path).contains(&"改在前".to_owned()),
        "the old file is as it was"
    );
    assert!(title(Path::new(&backup)).contains(&"改在前".to_owned()));
    assert!(
        title(&world.path("新名.gpkg")).contains(&"改在后".to_owned()),
        "the new one goes on"
    );
    let taken = dispatch(
        &world.session,
        "save_atlas_as",
        json!({"path": path, "overwrite": false}),
    );
    assert!(taken.is_err(), "nothing is open");
}

#[test]
fn a_picture_is_written_whole_or_not_at_all() {
    let world = World::new();
    // A PNG of one white pixel.
    let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";
    let path = world.path("图.png");
    let save = |png: &str, overwrite: bool| {
        dispatch(
            &world.session,
            "save_picture",
            json!({"path": path, "png": png, "overwrite": overwrite}),
        )
    };
    for bad in ["", "不是", "AAAA", &png[..40]] {
        assert!(save(bad, false).is_err(), "{bad}");
        assert!(!path.exists());
    }
    let saved = save(png, false).expect("saved");
    assert_eq!((&saved["width"], &saved["height"]), (&json!(1), &json!(1)));
    assert_eq!(std::fs::read(&path).expect("there").len() as u64, saved["bytes"]);
    assert_eq!(save(png, false).expect_err("it is there").code, "file.exists");
    save(png, true).expect("replaced");
}

mod sentences;
