//! Files of every schema version there was: they open, looking changes nothing of them, the first change brings them up to
//! date, and the journal shows what was tampered with. The fixtures were made by `examples/schema_fixture.rs` as it ran at
//! their time.

use std::path::{Path, PathBuf};

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::model::Kind;
use planning::store::{JournalCheck, JournalFault, Mode, Stamp};
use rusqlite::Connection;
use serde_json::json;

fn stamp() -> Stamp {
    Stamp {
        at: "2026-12-01T08:00:00.000Z".to_owned(),
        who: "李四".to_owned(),
    }
}

/// A copy of the fixture of a schema version in a folder.
fn fixture(folder: &Path, version: u32) -> PathBuf {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/schema-{version}.gpkg"));
    let path = folder.join(format!("{version}.gpkg"));
    std::fs::copy(kept, &path).expect("the fixture");
    path
}

fn edit(path: &Path) -> AtlasFile {
    AtlasFile::open(path, Mode::Edit, "李四").expect("opened")
}

fn renamed(name: &str) -> ChangeRequest {
    ChangeRequest {
        name: "改名".to_owned(),
        note: None,
        edits: vec![EditRequest::Set {
            table: "projects".to_owned(),
            id: "p1".to_owned(),
            columns: json!({ "name": name }).as_object().expect("an object").clone(),
        }],
    }
}

/// Renames a project and closes; returns the id of the atlas and what is said of its journal.
fn change(path: &Path) -> (String, JournalCheck) {
    let mut file = edit(path);
    file.apply(renamed("新名"), &stamp()).expect("applied");
    let id = file.atlas_id().expect("read").expect("an id");
    let journal = file.check_journal().expect("read");
    file.close().expect("closed");
    (id, journal)
}

fn journal(path: &Path) -> JournalCheck {
    let file = AtlasFile::open(path, Mode::Look, "").expect("opened");
    let journal = file.check_journal().expect("read");
    file.close().expect("closed");
    journal
}

fn raw(path: &Path, sql: &str) -> usize {
    let conn = Connection::open(path).expect("opened");
    let changed = conn.execute(sql, []).expect(sql);
    conn.close().expect("closed");
    changed
}

/// Uuids of the journal's entries.
fn uuids(path: &Path) -> Vec<String> {
    let conn = Connection::open(path).expect("opened");
    let mut found = conn
        .prepare("SELECT uuid FROM journal ORDER BY seq")
        .expect("a column");
    let found = found.query_map([], |row| row.get(0)).expect("asked");
    found.collect::<Result<_, _>>().expect("each entry has one")
}

#[test]
fn files_of_every_version_open_and_are_brought_up_to_date_by_their_first_change() {
    for (version, steps) in [(1, 1), (2, 7), (3, 7), (4, 7), (5, 7), (6, 7)] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = fixture(folder.path(), version);
        let bytes = std::fs::read(&path).expect("read");
        let found = journal(&path);
        let old = version < 3;
        assert_eq!((found.chained, found.entries), (!old, steps), "version {version}");
        let file = AtlasFile::open(&path, Mode::Look, "").expect("opened");
        assert_eq!(file.atlas_id().expect("read").is_none(), old);
        assert_eq!(file.model().plans.len(), 1);
        assert_eq!(file.model().projects.len(), 2);
        assert!(
            file.model()
                .projects
                .full("p1")
                .expect("read")
                .is_some_and(|p| p.geometry.is_some())
        );
        file.close().expect("closed");
        assert!(
            std::fs::read(&path).expect("read") == bytes,
            "looking changes nothing"
        );

        let (id, found) = change(&path);
        let expected = JournalCheck {
            entries: steps + 1,
            chained: true,
            hashed_later: if old {
                i64::try_from(steps).expect("few")
            } else {
                0
            },
            faults: Vec::new(),
        };
        assert_eq!(found, expected, "version {version}");
        let file = AtlasFile::open(&path, Mode::Look, "").expect("opened");
        assert_eq!(file.atlas_id().expect("read"), Some(id));
        assert_eq!(
            file.model().projects.get("p1").map(|p| p.name.to_owned()),
            Some("新名".to_owned())
        );
        file.close().expect("closed");
        assert_eq!(journal(&path), expected);
    }
}

#[test]
fn undo_and_redo_reach_over_the_first_change_of_an_older_file() {
    for version in [2, 3, 4, 5, 6] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = fixture(folder.path(), version);
        // The import that was taken back before is done again by the first change there is.
        let mut file = edit(&path);
        file.redo(&stamp()).expect("done again");
        assert_eq!(file.model().projects.len(), 5);
        file.close().expect("closed");
        let mut file = edit(&path);
        assert_eq!(file.model().projects.len(), 5);
        for left in [2, 2, 2] {
            file.undo(&stamp()).expect("taken back");
            assert_eq!(file.model().projects.len(), left);
        }
        assert!(!file.model().contains(Kind::BudgetLine, "b1"));
        assert_eq!(file.undo_name(), (None, 0));
        file.close().expect("closed");
        let found = journal(&path);
        assert_eq!(
            (found.entries, found.faults),
            (11, Vec::new()),
            "version {version}"
        );
    }
}

/// What version 5 adds to a file of version 4: the first change makes it, rows keep what they have, and the new tables take
/// rows that can be taken back.
#[test]
fn the_tables_of_version_5_come_to_a_file_of_version_4() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = fixture(folder.path(), 4);
    let names = |sql: &str| -> Vec<String> {
        let conn = Connection::open(&path).expect("opened");
        let mut asked = conn.prepare(sql).expect(sql);
        let found = asked.query_map([], |row| row.get(0)).expect("asked");
        found.collect::<Result<_, _>>().expect("names")
    };
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let columns = "SELECT name FROM pragma_table_info('projects')";
    assert!(!names(tables).contains(&"problems".to_owned()));
    assert!(!names(columns).contains(&"project_code".to_owned()));

    let mut file = edit(&path);
    let before = file.model().clone();
    let set = |columns: serde_json::Value| EditRequest::Set {
        table: "projects".to_owned(),
        id: "p1".to_owned(),
        columns: columns.as_object().expect("an object").clone(),
    };
    let put = |table: &str, row: serde_json::Value| EditRequest::Put {
        table: table.to_owned(),
        row: row.as_object().expect("an object").clone(),
    };
    let edits = vec![
        set(json!({"project_code": "2404-370283-04-01-123456", "nature": "new"})),
        put(
            "problems",
            json!({"id": "q", "owner_kind": "project", "owner": "p1", "title": "用地未批", "status": "assigned"}),
        ),
        put(
            "dependencies",
            json!({"id": "d", "predecessor_kind": "project", "predecessor": "p1", "successor_kind": "project",
                "successor": "p2", "kind": "FS", "lag_days": -3}),
        ),
    ];
    let change = ChangeRequest {
        name: "加新表的行".to_owned(),
        note: None,
        edits,
    };
    file.apply(change, &stamp()).expect("applied");
    file.close().expect("closed");
    for kind in Kind::ALL {
        assert!(
            names(tables).contains(&kind.table().to_owned()),
            "{}",
            kind.table()
        );
    }
    assert!(names(columns).contains(&"project_code".to_owned()));
    let version = "SELECT value FROM zhentu_meta WHERE name = 'schema_version'";
    assert_eq!(names(version), [planning::store::SCHEMA_VERSION.to_string()]);

    let mut file = edit(&path);
    let model = file.model();
    assert_eq!(
        model
            .relations()
            .dependencies_to
            .of(planning::model::ScheduledKind::Project, "p2")
            .len(),
        1
    );
    let project = model.projects.full("p1").expect("read").expect("there");
    assert_eq!(project.project_code.as_deref(), Some("2404-370283-04-01-123456"));
    file.undo(&stamp()).expect("taken back");
    assert!(*file.model() == before, "as it was");
    file.close().expect("closed");
}

/// What version 6 adds to a file of version 5: how the atlas itself gives the value of a target, and parts of regions.
#[test]
fn the_columns_of_version_6_come_to_a_file_of_version_5() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = fixture(folder.path(), 5);
    let has = |table: &str, column: &str| -> bool {
        let conn = Connection::open(&path).expect("opened");
        conn.query_row(
            "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?",
            [table, column],
            |row| row.get::<_, i64>(0),
        )
        .expect("asked")
            == 1
    };
    let added = [
        ("indicators", "atlas_measure"),
        ("indicators", "project_kind"),
        ("indicators", "lowest_stage"),
        ("indicators", "site_kind"),
        ("indicators", "within_m"),
        ("indicator_regions", "value"),
    ];
    assert!(added.iter().all(|(table, column)| !has(table, column)));
    let mut file = edit(&path);
    let before = file.model().clone();
    let plan = before.plans.iter().next().expect("a plan").id.0.clone();
    let row = json!({"id": "i9", "plan": plan, "ordinal": 9, "name": "农村公路", "operator": "≥", "value": 80.0,
        "unit": "公里", "recurrence": "once", "atlas_measure": "length", "project_kind": "road"});
    let put = ChangeRequest {
        name: "加指标".to_owned(),
        note: None,
        edits: vec![EditRequest::Put {
            table: "indicators".to_owned(),
            row: row.as_object().expect("an object").clone(),
        }],
    };
    file.apply(put, &stamp()).expect("applied");
    file.close().expect("closed");
    assert!(added.iter().all(|(table, column)| has(table, column)));
    let mut file = edit(&path);
    file.undo(&stamp()).expect("taken back");
    assert!(*file.model() == before, "as it was");
    file.close().expect("closed");
}

/// What version 7 adds to a file of version 6: rounds of reports and of assessment, attachments, scores.
#[test]
fn the_tables_of_version_7_come_to_a_file_of_version_6() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = fixture(folder.path(), 6);
    let columns = |table: &str| -> Vec<String> {
        let conn = Connection::open(&path).expect("opened");
        let mut asked = conn
            .prepare("SELECT name FROM pragma_table_info(?)")
            .expect("prepared");
        let found = asked.query_map([table], |row| row.get(0)).expect("asked");
        found.collect::<Result<_, _>>().expect("read")
    };
    let tables = [
        "reporting_rounds",
        "attachments",
        "assessment_rounds",
        "criterion_scores",
    ];
    let added: [(&str, &[&str]); 4] = [
        ("progress", &["round", "unchanged"]),
        ("criteria", &["parent", "scored_by", "indicator", "method"]),
        ("assessments", &["assessment_round"]),
        ("designations", &["assessment_round"]),
    ];
    let has = |table: &str, column: &str| columns(table).iter().any(|name| name == column);
    assert!(tables.iter().all(|table| columns(table).is_empty()));
    for (table, names) in added {
        assert!(
            !columns(table).is_empty() && names.iter().all(|name| !has(table, name)),
            "{table}"
        );
    }
    let mut file = edit(&path);
    let before = file.model().clone();
    let plan = before.plans.iter().next().expect("a plan").id.0.clone();
    let put = |table: &str, row: serde_json::Value| EditRequest::Put {
        table: table.to_owned(),
        row: row.as_object().expect("an object").clone(),
    };
    let rows = ChangeRequest {
        name: "开一轮".to_owned(),
        note: None,
        edits: vec![
            put(
                "reporting_rounds",
                json!({"id": "r1", "title": "2026年11月调度", "cycle": "month", "starts": "2026-11-01",
                    "ends": "2026-11-30", "opens": "2026-11-25", "due": "2026-12-05"}),
            ),
            put(
                "assessment_rounds",
                json!({"id": "a1", "plan": plan, "round": "2026", "title": "2026年度考核", "as_of": "2026-12-31"}),
            ),
        ],
    };
    file.apply(rows, &stamp()).expect("applied");
    file.close().expect("closed");
    assert!(tables.iter().all(|table| !columns(table).is_empty()));
    for (table, names) in added {
        assert!(names.iter().all(|name| has(table, name)), "{table}");
    }
    let mut file = edit(&path);
    assert_eq!(
        (
            file.model().reporting_rounds.len(),
            file.model().assessment_rounds.len()
        ),
        (1, 1)
    );
    file.undo(&stamp()).expect("taken back");
    assert!(*file.model() == before, "as it was");
    file.close().expect("closed");
}

#[test]
fn copies_of_an_older_file_brought_up_to_date_apart_are_known_to_be_of_one_atlas() {
    for version in [1, 2] {
        let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let [one, other] = [0, 1].map(|i| fixture(folders[i].path(), version));
        let (mine, theirs) = (change(&one), change(&other));
        assert_eq!(mine, theirs);
        let [mine, theirs] = [uuids(&one), uuids(&other)];
        let own = mine.len() - 1;
        assert_eq!(mine[..own], theirs[..own], "what they share");
        assert_ne!(mine[own], theirs[own], "each step has a uuid of its own");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let [first, second] = [1, 2].map(|version| change(&fixture(folder.path(), version)).0);
    assert_ne!(first, second, "two atlases");
}

#[test]
fn what_was_changed_or_taken_out_of_the_journal_is_found() {
    let missing = |first, last| JournalFault::Missing { first, last };
    let changed = |seq| JournalFault::Changed { seq };
    for (sql, expected) in [
        ("UPDATE journal SET who = '王五' WHERE seq = 2", vec![changed(2)]),
        (
            "UPDATE journal SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 1",
            vec![changed(1)],
        ),
        ("UPDATE journal SET note = NULL WHERE seq = 2", vec![changed(2)]),
        (
            "UPDATE journal SET edits = replace(edits, '1234500', '9234500') WHERE seq = 3",
            vec![changed(3)],
        ),
        ("UPDATE journal SET target = 2 WHERE seq = 4", vec![changed(4)]),
        ("UPDATE journal SET uuid = 'x' WHERE seq = 4", vec![changed(4)]),
        // Its own hash is wrong, and what follows was tied to the right one.
        (
            "UPDATE journal SET hash = replace(hash, 'a', 'b') WHERE seq = 5",
            vec![changed(5), changed(6)],
        ),
        ("UPDATE journal_bulk SET last = last - 1", vec![changed(6)]),
        ("DELETE FROM journal_bulk", vec![changed(6)]),
        ("DELETE FROM journal WHERE seq = 1", vec![missing(1, 1)]),
        ("DELETE FROM journal WHERE seq IN (3, 4)", vec![missing(3, 4)]),
        ("DELETE FROM journal WHERE seq = 7", vec![missing(7, 7)]),
        ("DELETE FROM journal", vec![missing(1, 7)]),
        (
            "UPDATE zhentu_meta SET value = 'x' WHERE name = 'atlas_id'",
            (1..=7).map(changed).collect(),
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = fixture(folder.path(), 3);
        assert!(raw(&path, sql) > 0, "{sql}");
        assert_eq!(journal(&path).faults, expected, "{sql}");
        // Work goes on, and what was done to the journal is not covered up by it.
        let (_, after) = change(&path);
        assert_eq!(after.faults, expected, "{sql}");
    }
}
