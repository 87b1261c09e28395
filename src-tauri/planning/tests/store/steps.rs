//! The contract of the atlas file: what is acknowledged is kept, undo reaches over a restart, an older file opens, and
//! nothing is changed by looking.

use std::path::Path;

use crate::fixtures::{edited, practice, stamp};
use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{ChangeError, ChangeRequest, EditRequest};
use planning::model::{BudgetLine, Kind, Model, OwnerKind};
use planning::store::{Mode, StoreError};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

fn columns(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn set(name: &str, table: &str, id: &str, to: Value) -> ChangeRequest {
    let edits = vec![EditRequest::Set {
        table: table.to_owned(),
        id: id.to_owned(),
        columns: columns(to),
    }];
    ChangeRequest {
        name: name.to_owned(),
        note: None,
        edits,
    }
}

fn remove(table: &str, id: &str) -> ChangeRequest {
    let edits = vec![EditRequest::Remove {
        table: table.to_owned(),
        id: id.to_owned(),
    }];
    ChangeRequest {
        name: "删除".to_owned(),
        note: None,
        edits,
    }
}

/// What stands in the file, the projects read one by one when they are asked for.
fn reread(path: &Path) -> Model {
    let file = AtlasFile::open_keeping(path, Mode::Look, "", 0).expect("opened");
    let model = file.model().clone();
    file.close().expect("closed");
    model
}

fn raw(path: &Path) -> Connection {
    Connection::open(path).expect("opened")
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_put_in_is_read_back_without_a_difference() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let model = reread(&path);
    let rows = demo_atlas::records();
    let total: usize = Kind::ALL.iter().map(|k| model.count(*k)).sum();
    assert_eq!(total, rows.len());
    for row in &rows {
        assert_eq!(
            model.get(row.kind(), row.id()).expect("read").as_ref(),
            Some(row),
            "{}",
            row.id()
        );
    }
}

#[test]
fn undo_and_redo_reach_over_restarts_and_take_back_every_kind_of_edit() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let before = reread(&path);
    let square = json!({"type": "Polygon", "coordinates": [[[115.7, 33.4], [115.71, 33.4], [115.71, 33.41], [115.7, 33.4]]]});
    let mut file = edited(&path);
    file.apply(
        set(
            "画范围：甲",
            "projects",
            "practice/p001",
            json!({"geometry": square, "precision": "sketched"}),
        ),
        &stamp(),
    )
    .expect("drawn");
    let money = json!({"id": "b-new", "owner_kind": "project", "owner": "practice/p001", "source": "county", "stage": "approved",
        "year": 2026, "amount": 1_234_500, "read_at": null, "note": null});
    let put = EditRequest::Put {
        table: "budget_lines".to_owned(),
        row: columns(money),
    };
    file.apply(
        ChangeRequest {
            name: "添加资金".to_owned(),
            note: Some("会议纪要".to_owned()),
            edits: vec![put],
        },
        &stamp(),
    )
    .expect("added");
    let after = file.model().clone();
    assert_ne!(after, before);
    file.close().expect("closed");

    let mut file = edited(&path);
    assert_eq!(file.undo_name(), (Some("添加资金"), 2));
    file.undo(&stamp()).expect("undone");
    file.close().expect("closed");
    let mut file = edited(&path);
    assert_eq!(
        (file.undo_name().0, file.redo_name()),
        (Some("画范围：甲"), Some("添加资金"))
    );
    file.undo(&stamp()).expect("undone");
    assert_eq!(*file.model(), before);
    assert!(
        matches!(file.undo(&stamp()), Err(EditError::NothingToUndo)),
        "the baseline is not undone"
    );
    file.close().expect("closed");

    let mut file = edited(&path);
    file.redo(&stamp()).expect("again");
    file.redo(&stamp()).expect("again");
    assert_eq!(*file.model(), after);
    assert!(matches!(file.redo(&stamp()), Err(EditError::NothingToRedo)));
    file.close().expect("closed");
    assert_eq!(reread(&path), after);
}

#[test]
fn a_hundred_steps_can_be_taken_back_and_a_new_step_ends_redo() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let mut file = edited(&path);
    let before = file.model().clone();
    for step in 0..110 {
        let to = json!({"percent": f64::from(step) / 2.0});
        file.apply(
            set(&format!("进度 {step}"), "projects", "practice/p002", to),
            &stamp(),
        )
        .expect("applied");
    }
    for _ in 0..110 {
        file.undo(&stamp()).expect("undone");
    }
    assert_eq!(*file.model(), before);
    file.redo(&stamp()).expect("again");
    file.apply(
        set("改名", "projects", "practice/p002", json!({"name": "新名"})),
        &stamp(),
    )
    .expect("applied");
    assert_eq!(file.redo_name(), None);
    file.close().expect("closed");
}

#[test]
fn a_change_that_does_not_fit_changes_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let mut file = edited(&path);
    let before = file.model().clone();
    let dangling = file.apply(
        set("改", "projects", "practice/p001", json!({"town": "没有的镇"})),
        &stamp(),
    );
    assert!(
        matches!(
            dangling,
            Err(EditError::Change(ChangeError::Reference { column: "town", .. }))
        ),
        "{dangling:?}"
    );
    let held = file.apply(remove("plans", "practice/quality"), &stamp());
    assert!(
        matches!(held, Err(EditError::Change(ChangeError::InUse { .. }))),
        "{held:?}"
    );
    let wrong = file.apply(
        set("改", "projects", "practice/p001", json!({"stage": "someday"})),
        &stamp(),
    );
    assert!(
        matches!(wrong, Err(EditError::Change(ChangeError::Row { .. }))),
        "{wrong:?}"
    );
    let missing = file.apply(remove("projects", "nobody"), &stamp());
    assert!(
        matches!(missing, Err(EditError::Change(ChangeError::Missing { .. }))),
        "{missing:?}"
    );
    let same = file.apply(set("改", "projects", "practice/p001", json!({})), &stamp());
    assert!(
        matches!(same, Err(EditError::Change(ChangeError::Nothing))),
        "{same:?}"
    );
    assert_eq!((file.model(), file.undo_name().1), (&before, 0));
    file.close().expect("closed");
    assert_eq!(reread(&path), before);
}

#[test]
fn what_money_or_a_report_belongs_to_is_there_and_is_not_removed_from_under_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let mut file = edited(&path);
    let task = file.model().tasks.iter().next().expect("a task").id.0.clone();
    let before = file.model().clone();
    let report = |owner: &str| ChangeRequest {
        name: "填报".to_owned(),
        note: None,
        edits: vec![EditRequest::Put {
            table: "progress".to_owned(),
            row: columns(json!({
                "id": "r1", "owner_kind": "task", "owner": owner, "on_date": "2026-11-22", "percent": 10.0,
            })),
        }],
    };
    let dangling = file.apply(report("no-such-task"), &stamp());
    assert!(
        matches!(
            dangling,
            Err(EditError::Change(ChangeError::Reference { column: "owner", .. }))
        ),
        "{dangling:?}"
    );
    assert_eq!(file.model(), &before);

    file.apply(report(&task), &stamp()).expect("reported");
    // All that is checked by a column of its own goes first, so that only the report stands in the way.
    let mut edits: Vec<EditRequest> = Vec::new();
    let mut take = |table: &str, id: &str| {
        edits.push(EditRequest::Remove {
            table: table.to_owned(),
            id: id.to_owned(),
        });
    };
    let model = file.model();
    let parts: Vec<&str> = model
        .tasks
        .iter()
        .filter(|t| t.parent.as_ref().is_some_and(|parent| parent.0 == task))
        .map(|t| t.id.as_str())
        .collect();
    let whole_or_part = |id: &str| id == task || parts.contains(&id);
    for row in model
        .dependencies
        .iter()
        .filter(|r| whole_or_part(&r.predecessor) || whole_or_part(&r.successor))
    {
        take("dependencies", row.id.as_str());
    }
    for row in model
        .deliverables
        .iter()
        .filter(|r| r.task.as_ref().is_some_and(|t| whole_or_part(&t.0)))
    {
        take("deliverables", row.id.as_str());
    }
    let of_task = |r: &&BudgetLine| r.owner_kind == OwnerKind::Task && whole_or_part(&r.owner);
    for row in model.budget_lines.iter().filter(of_task) {
        take("budget_lines", row.id.as_str());
    }
    for row in model.assignments.iter().filter(|r| whole_or_part(&r.task.0)) {
        take("assignments", row.id.as_str());
    }
    parts.iter().for_each(|part| take("tasks", part));
    for row in model.project_tasks.iter().filter(|r| r.task.0 == task) {
        take("project_tasks", row.id.as_str());
    }
    for row in model
        .indicators
        .iter()
        .filter(|r| r.task.as_ref().is_some_and(|t| t.0 == task))
    {
        for seen in model.observations.iter().filter(|o| o.indicator == row.id) {
            take("observations", seen.id.as_str());
        }
        take("indicators", row.id.as_str());
    }
    take("tasks", &task);
    let without = ChangeRequest {
        name: "删除任务".to_owned(),
        note: None,
        edits,
    };
    let held = file.apply(without.clone(), &stamp());
    assert!(
        matches!(
            held,
            Err(EditError::Change(ChangeError::InUse {
                by: Kind::ProgressReport,
                count: 1,
                ..
            }))
        ),
        "{held:?}"
    );
    let mut with = without;
    with.edits.insert(
        0,
        EditRequest::Remove {
            table: "progress".to_owned(),
            id: "r1".to_owned(),
        },
    );
    file.apply(with, &stamp()).expect("together they go");
    file.undo(&stamp()).expect("and come back");
    assert!(file.model().contains(Kind::Task, &task) && file.model().contains(Kind::ProgressReport, "r1"));
    file.close().expect("closed");
}

#[test]
fn one_file_is_left_after_closing_and_looking_changes_no_byte() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let bytes = std::fs::read(&path).expect("read");
    for mode in [Mode::Look, Mode::Edit] {
        let file = AtlasFile::open(&path, mode, "张三").expect("opened");
        assert!(!file.journal(None, 10).expect("journal").is_empty());
        file.close().expect("closed");
        assert!(
            std::fs::read(&path).expect("read") == bytes,
            "{mode:?} changed the file"
        );
        assert_eq!(names(dir.path()), ["演练.gpkg"]);
    }
    let mut file = edited(&path);
    file.apply(
        set("改名", "projects", "practice/p001", json!({"name": "新名"})),
        &stamp(),
    )
    .expect("applied");
    assert!(
        names(dir.path()).contains(&"演练.gpkg-wal".to_owned()),
        "WAL while it is open"
    );
    file.close().expect("closed");
    assert_eq!(names(dir.path()), ["演练.gpkg"]);
}

#[test]
fn a_second_opener_is_told_who_has_it_and_may_look() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let mut first = edited(&path);
    first
        .apply(
            set("改名", "projects", "practice/p001", json!({"name": "新名"})),
            &stamp(),
        )
        .expect("applied");
    let second = AtlasFile::open(&path, Mode::Edit, "李四");
    match second {
        Err(StoreError::InUse { holder, .. }) => assert_eq!(holder.who, "张三"),
        other => panic!("the second opener was let in: {other:?}"),
    }
    let looking = AtlasFile::open(&path, Mode::Look, "李四").expect("looking is allowed");
    assert_eq!(
        looking
            .model()
            .projects
            .get("practice/p001")
            .map(|p| p.name.to_owned()),
        Some("新名".to_owned())
    );
    looking.close().expect("closed");
    first.close().expect("closed");
    edited(&path).close().expect("free again");
}

#[test]
fn the_r_tree_equals_the_rows_after_edits() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let mut file = edited(&path);
    let point = json!({"type": "Point", "coordinates": [115.5, 33.5]});
    file.apply(
        set("移", "projects", "practice/p001", json!({"geometry": point})),
        &stamp(),
    )
    .expect("applied");
    file.apply(
        set(
            "撤下",
            "projects",
            "practice/p002",
            json!({"geometry": null, "precision": "none"}),
        ),
        &stamp(),
    )
    .expect("applied");
    file.undo(&stamp()).expect("undone");
    file.close().expect("closed");
    let model = reread(&path);
    let conn = raw(&path);
    let sql = "SELECT p.id, r.minx, r.maxx, r.miny, r.maxy FROM projects p JOIN rtree_projects_geometry r ON r.id = p.fid";
    let mut found = conn.prepare(sql).expect("an R-tree");
    let rows: Vec<(String, [f64; 4])> = found
        .query_map([], |r| {
            Ok((r.get(0)?, [r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?]))
        })
        .expect("asked")
        .collect::<Result<_, _>>()
        .expect("read");
    drop(found);
    let drawn = model.projects.iter().filter(|p| p.drawn).count();
    assert_eq!(rows.len(), drawn);
    for (id, kept) in rows {
        let project = model.projects.full(&id).expect("read").expect("there");
        let shape = project.geometry.expect("a footprint");
        let b = geodata::measure::bounds(&shape.0).expect("bounds");
        // An R-tree keeps 32-bit numbers, rounded outwards.
        for (kept, real) in kept.into_iter().zip([b.west, b.east, b.south, b.north]) {
            assert!((kept - real).abs() < 2e-5, "{id}");
        }
    }
    conn.close().expect("closed");
}

#[test]
fn a_file_that_lacks_later_tables_and_columns_is_read_and_completed_at_the_first_edit() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let conn = raw(&path);
    // A program that drops a column drops the triggers that name it first.
    let triggers: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("read");
    for name in triggers {
        conn.execute_batch(&format!("DROP TRIGGER \"{name}\""))
            .expect("dropped");
    }
    for sql in [
        "DROP TABLE criteria",
        "DELETE FROM gpkg_contents WHERE table_name = 'criteria'",
        "ALTER TABLE sites DROP COLUMN note",
        "ALTER TABLE projects DROP COLUMN alternative",
        "UPDATE zhentu_meta SET value = '0' WHERE name = 'schema_version'",
    ] {
        conn.execute_batch(sql).expect(sql);
    }
    conn.close().expect("closed");
    let bytes = std::fs::read(&path).expect("read");
    let old = reread(&path);
    assert!(
        std::fs::read(&path).expect("read") == bytes,
        "looking at an old file changes nothing"
    );
    assert!(old.criteria.is_empty() && old.projects.iter().all(|p| !p.alternative));
    let mut file = edited(&path);
    file.apply(
        set("备选", "projects", "practice/p001", json!({"alternative": true})),
        &stamp(),
    )
    .expect("applied");
    file.close().expect("closed");
    let new = reread(&path);
    assert_eq!(new.projects.len(), old.projects.len());
    assert!(new.projects.get("practice/p001").is_some_and(|p| p.alternative));
}

#[test]
fn a_file_of_a_newer_program_is_refused_in_words() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let conn = raw(&path);
    conn.execute_batch("UPDATE zhentu_meta SET value = '99'")
        .expect("updated");
    conn.close().expect("closed");
    let refused = AtlasFile::open(&path, Mode::Edit, "");
    assert!(
        matches!(refused, Err(StoreError::Newer { found: 99, .. })),
        "{refused:?}"
    );
    assert_eq!(names(dir.path()), ["演练.gpkg"], "no lock is left behind");
}

#[test]
fn a_new_file_never_replaces_one_that_is_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.gpkg");
    std::fs::write(&path, "mine").expect("written");
    let made = AtlasFile::create(&path, Vec::new(), "新建", &stamp());
    assert!(
        matches!(made, Err(EditError::Store(StoreError::Exists { .. }))),
        "{made:?}"
    );
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "mine");
    assert_eq!(names(dir.path()), ["a.gpkg"]);
}
