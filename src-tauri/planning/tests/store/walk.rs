//! Walks through the projects of an atlas that is changed meanwhile: they see it as it was when they began.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use crate::fixtures::{created, edited, set, stamp};
use planning::atlas_file::AtlasFile;
use planning::import::{ImportRequest, Progress, Target};
use planning::store::{Mode, Scope, SnapshotCursor};
use serde_json::json;

/// Names of all projects of a walk, in order, with the length of what is said of each.
fn names(walk: &mut Box<dyn SnapshotCursor>) -> Vec<(String, usize)> {
    let mut names = Vec::new();
    walk.projects(&Scope::All, &|_| 0, &mut |project, _| {
        names.push((project.name, project.note.map_or(0, |note| note.len())));
        ControlFlow::Continue(())
    })
    .expect("walked");
    names.sort();
    names
}

fn rename_first(atlas: &mut AtlasFile, name: &str) {
    let id = atlas
        .model()
        .projects
        .iter()
        .next()
        .map(|p| p.id.to_owned())
        .expect("a project");
    let change = set(&id, json!({ "name": name }));
    atlas.apply(change, &stamp()).expect("changed");
}

/// Imports so much that SQLite would bring it into the file at once.
fn import_much(atlas: &mut AtlasFile, folder: &Path) {
    let path = folder.join("多.geojson");
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    let note = "备注".repeat(700);
    for n in 0..3000 {
        let comma = if n == 0 { "" } else { "," };
        let at = 116.0 + f64::from(n) * 1e-4;
        let _ = write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"项目名称\":\"新{n}\",\"备注\":\"{note}\"}},\
             \"geometry\":{{\"type\":\"Point\",\"coordinates\":[{at},36]}}}}"
        );
    }
    text.push_str("]}");
    std::fs::write(&path, text).expect("written");
    let request = ImportRequest::of(path, Target::Projects);
    let report = atlas.import(&request, &stamp(), false, &Progress::default());
    assert_eq!(report.expect("imported").added, 3000);
}

#[test]
fn a_walk_sees_the_atlas_as_it_was_while_edits_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("演练.gpkg");
    let rows = demo_atlas::records();
    created(&path, rows);
    let mut atlas = edited(&path);
    let before = names(&mut atlas.snapshot_cursor().expect("begun"));
    assert!(before.len() > 20);

    // Begun before the first change, when only the file itself is looked at.
    let mut early = atlas.snapshot_cursor().expect("begun");
    let bytes = std::fs::read(&path).expect("read");
    rename_first(&mut atlas, "改过的一");
    import_much(&mut atlas, folder.path());
    let head = |bytes: &[u8]| bytes[4096..].to_vec();
    assert_eq!(
        head(&std::fs::read(&path).expect("read")),
        head(&bytes),
        "nothing is moved within the file under who walks through it"
    );
    assert_eq!(names(&mut early), before);

    // Begun between changes.
    let mut late = atlas.snapshot_cursor().expect("begun");
    rename_first(&mut atlas, "改过的二");
    drop(early);
    rename_first(&mut atlas, "改过的三");
    import_much(&mut atlas, folder.path());
    let between = names(&mut late);
    assert_eq!(between.len(), before.len() + 3000);
    assert!(between.iter().any(|(name, _)| name == "改过的一"));
    drop(late);
    let now = names(&mut atlas.snapshot_cursor().expect("begun"));
    assert_eq!(now.len(), before.len() + 6000);
    assert!(now.iter().any(|(name, _)| name == "改过的三"));
    atlas.close().expect("closed");
}

#[test]
fn closing_waits_for_who_walks_through_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("演练.gpkg");
    let rows = demo_atlas::records();
    created(&path, rows);
    for (begun_first, new) in [(true, "改过的一"), (false, "改过的二")] {
        let mut atlas = edited(&path);
        let early = begun_first.then(|| atlas.snapshot_cursor().expect("begun"));
        rename_first(&mut atlas, new);
        let mut walk = match early {
            Some(walk) => walk,
            None => atlas.snapshot_cursor().expect("begun"),
        };
        let closing = std::thread::spawn(|| atlas.close());
        std::thread::sleep(Duration::from_millis(200));
        assert!(!closing.is_finished());
        let seen = names(&mut walk);
        assert_eq!(seen.iter().any(|(name, _)| name == new), !begun_first);
        drop(walk);
        closing.join().expect("no panic").expect("closed");
        assert!(!path.with_extension("gpkg-wal").exists());
        let again = AtlasFile::open(&path, Mode::Look, "").expect("opened");
        assert!(again.model().projects.iter().any(|p| p.name == new));
        again.close().expect("closed");
    }
}
