//! The checks, each on a place of its own.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{Change, ChangeRequest, Edit, EditRequest};
use planning::import::{ImportRequest, Progress, Target};
use planning::model::{Kind, Model, Project, Record};
use planning::store::{
    Action, BulkRows, JournalFault, KEPT_WHOLE, Mode, Scope, SnapshotCursor, Stamp, StoreError,
};
use serde_json::{Value, json};

use crate::Place;

pub fn stamp() -> Stamp {
    Stamp {
        at: "2026-11-22T08:00:00.000Z".to_owned(),
        who: "张三".to_owned(),
    }
}

/// Makes the demo atlas and returns its rows.
fn demo(place: &dyn Place) -> Vec<Record> {
    let rows = AtlasFile::checked(demo_atlas::records()).expect("references hold");
    place.create(&rows, &stamp()).expect("made");
    rows
}

/// An atlas without projects.
fn empty(place: &dyn Place) {
    let info = json!({"id": "atlas", "title": "测试", "practice": false});
    let row = planning::change::read_row(Kind::AtlasInfo, info.as_object().expect("an object").clone());
    place.create(&[row.expect("a row")], &stamp()).expect("made");
}

fn set(name: &str, id: &str, columns: Value) -> ChangeRequest {
    ChangeRequest {
        name: name.to_owned(),
        note: Some("会议纪要".to_owned()),
        edits: vec![EditRequest::Set {
            table: "projects".to_owned(),
            id: id.to_owned(),
            columns: columns.as_object().expect("an object").clone(),
        }],
    }
}

fn add_money(id: &str) -> ChangeRequest {
    let row = json!({"id": id, "owner_kind": "project", "owner": "practice/p001", "source": "county", "stage": "approved",
        "year": 2026, "amount": 1_234_500, "read_at": null, "note": null});
    ChangeRequest {
        name: "添加资金".to_owned(),
        note: None,
        edits: vec![EditRequest::Put {
            table: "budget_lines".to_owned(),
            row: row.as_object().expect("an object").clone(),
        }],
    }
}

fn square() -> Value {
    json!({"type": "Polygon", "coordinates": [[[115.7, 33.4], [115.71, 33.4], [115.71, 33.41], [115.7, 33.4]]]})
}

/// What the place holds now, whatever is open.
fn reread(place: &dyn Place, whole: usize) -> Model {
    let file = place.look(whole);
    let model = file.model().clone();
    // The model reads from the store when it is compared.
    assert_eq!(model, model.clone());
    file.close().expect("closed");
    model
}

/// Imports so many points, each with more said of it than the atlas has columns for.
pub fn import(atlas: &mut AtlasFile, rows: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.csv");
    let mut text = String::from("项目名称,项目类型,经度,纬度,施工队\n");
    for i in 0..rows {
        let at = 116.0 + i as f64 * 1e-5;
        let _ = writeln!(text, "第{i}号路,道路交通,{at},35.5,第{}队", i % 7);
    }
    std::fs::write(&path, text).expect("written");
    let request = ImportRequest::of(&path, Target::Projects);
    let report = atlas.import(&request, &stamp(), false, &Progress::default());
    assert_eq!(report.expect("imported").added, rows as u64);
}

/// Names of all projects, as a cursor finds them.
fn names(cursor: &mut dyn SnapshotCursor, scope: &Scope) -> Vec<String> {
    let mut names = Vec::new();
    let done = cursor.projects(scope, &|_| 0, &mut |project, _| {
        names.push(project.name);
        ControlFlow::Continue(())
    });
    done.expect("read");
    names
}

fn first_project(model: &Model) -> String {
    let first = model.projects.iter().next().expect("a project");
    first.id.to_owned()
}

pub fn what_was_created_is_loaded_without_a_difference(place: &dyn Place) {
    let rows = demo(place);
    for (mode, whole) in [
        (Mode::Look, KEPT_WHOLE),
        (Mode::Look, 0),
        (Mode::Edit, KEPT_WHOLE),
    ] {
        let loaded = place.load(mode, "张三", whole).expect("opened");
        let model = &loaded.model;
        let total: usize = Kind::ALL.iter().map(|kind| model.count(*kind)).sum();
        assert_eq!(total, rows.len());
        for row in &rows {
            let found = model.get(row.kind(), row.id()).expect("read");
            assert_eq!(found.as_ref(), Some(row), "{}", row.id());
        }
        loaded.store.close().expect("closed");
    }
    let again = place.create(&rows, &stamp());
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    assert_eq!(reread(place, KEPT_WHOLE).count(Kind::Project), 120);
}

pub fn steps_are_taken_back_and_done_again_over_reopening(place: &dyn Place) {
    demo(place);
    let before = place.edit();
    let start = before.model().clone();
    before.close().expect("closed");
    let mut file = place.edit();
    let drawn = json!({"geometry": square(), "precision": "sketched", "percent": 12.5});
    file.apply(set("画范围：甲", "practice/p001", drawn), &stamp())
        .expect("drawn");
    file.apply(add_money("b-new"), &stamp()).expect("added");
    let after = file.model().clone();
    assert_ne!(after, start);
    file.close().expect("closed");

    let mut file = place.edit();
    assert_eq!(*file.model(), after);
    assert_eq!(file.undo_name(), (Some("添加资金"), 2));
    file.undo(&stamp()).expect("undone");
    file.close().expect("closed");
    let mut file = place.edit();
    assert_eq!(
        (file.undo_name().0, file.redo_name()),
        (Some("画范围：甲"), Some("添加资金"))
    );
    file.undo(&stamp()).expect("undone");
    assert_eq!(*file.model(), start);
    let baseline = file.undo(&stamp());
    assert!(matches!(baseline, Err(EditError::NothingToUndo)), "{baseline:?}");
    file.close().expect("closed");

    let mut file = place.edit();
    assert_eq!(*file.model(), start);
    file.redo(&stamp()).expect("again");
    file.redo(&stamp()).expect("again");
    assert_eq!(*file.model(), after);
    file.close().expect("closed");
    let file = place.edit();
    assert_eq!(*file.model(), after);
    file.close().expect("closed");
}

pub fn what_is_refused_leaves_nothing(place: &dyn Place) {
    demo(place);
    let mut loaded = place.load(Mode::Edit, "张三", KEPT_WHOLE).expect("opened");
    let project = loaded
        .model
        .get(Kind::Project, "practice/p001")
        .expect("read")
        .expect("there");
    let mut renamed = project.to_map();
    renamed.insert("name".to_owned(), "新名".into());
    let renamed = Record::from_map(Kind::Project, renamed).expect("a row");
    let change = Change {
        name: "改名".to_owned(),
        note: None,
        edits: vec![
            Edit {
                kind: Kind::Project,
                id: project.id().to_owned(),
                before: Some(project.clone()),
                after: Some(renamed),
            },
            // There is a row of that id.
            Edit {
                kind: Kind::Project,
                id: "practice/p002".to_owned(),
                before: None,
                after: loaded.model.get(Kind::Project, "practice/p002").expect("read"),
            },
        ],
    };
    let refused = loaded.store.write(&change, &stamp(), Action::Do, None);
    assert!(matches!(refused, Err(StoreError::Sql(..))), "{refused:?}");
    assert_eq!(loaded.store.journal_since(1).expect("read"), []);
    assert!(loaded.store.check_journal().expect("read").faults.is_empty());
    loaded.store.close().expect("closed");
    let mut file = place.edit();
    assert_eq!(
        file.model().get(Kind::Project, "practice/p001").expect("read"),
        Some(project)
    );
    // The next step has the next number.
    assert_eq!(file.apply(add_money("b-new"), &stamp()).expect("applied").seq, 2);
    file.close().expect("closed");
}

pub fn looking_allows_no_change(place: &dyn Place) {
    demo(place);
    let mut loaded = place.load(Mode::Look, "", KEPT_WHOLE).expect("opened");
    assert!(!loaded.store.can_write());
    let change = Change {
        name: "什么也没有".to_owned(),
        note: None,
        edits: Vec::new(),
    };
    let refused = loaded.store.write(&change, &stamp(), Action::Do, None);
    assert!(matches!(refused, Err(StoreError::ReadOnly { .. })), "{refused:?}");
    let refused = loaded.store.begin_bulk().map(|_| ());
    assert!(matches!(refused, Err(StoreError::ReadOnly { .. })), "{refused:?}");
    loaded.store.close().expect("closed");
}

pub fn the_journal_tells_what_came_after_a_number(place: &dyn Place) {
    demo(place);
    let mut file = place.edit();
    for step in 0..40 {
        let to = json!({"percent": f64::from(step) / 2.0});
        file.apply(set(&format!("进度 {step}"), "practice/p002", to), &stamp())
            .expect("applied");
    }
    file.undo(&stamp()).expect("undone");
    file.close().expect("closed");
    let loaded = place.load(Mode::Look, "", KEPT_WHOLE).expect("opened");
    let all = loaded.store.journal_since(0).expect("read");
    let numbers: Vec<i64> = all.iter().map(|entry| entry.seq).collect();
    assert_eq!(numbers, (1..=42).collect::<Vec<_>>());
    assert_eq!((all[0].action, all[0].name.as_str()), (Action::Baseline, "新建"));
    assert_eq!((all[41].action, all[41].target), (Action::Undo, Some(41)));
    assert_eq!(
        (&all[7].stamp, all[7].note.as_deref()),
        (&stamp(), Some("会议纪要"))
    );
    let uuids: HashSet<&str> = all.iter().map(|e| e.uuid.as_deref().expect("a uuid")).collect();
    assert_eq!(uuids.len(), all.len());
    assert_eq!(loaded.store.journal_since(39).expect("read"), all[39..]);
    assert_eq!(loaded.store.journal_since(42).expect("read"), []);
    let change = loaded.store.journal_change(3).expect("read");
    assert_eq!((change.name.as_str(), change.edits.len()), ("进度 1", 1));
    let percent = |row: &Option<Record>| row.as_ref().and_then(|r| r.to_map()["percent"].as_f64());
    assert_eq!(
        (percent(&change.edits[0].before), percent(&change.edits[0].after)),
        (Some(0.0), Some(0.5))
    );
    let missing = loaded.store.journal_change(43);
    assert!(
        matches!(missing, Err(StoreError::Journal { seq: 43, .. })),
        "{missing:?}"
    );
    loaded.store.close().expect("closed");
}

pub fn the_journal_tells_what_touched_a_row(place: &dyn Place) {
    demo(place);
    let mut file = place.edit();
    file.apply(set("一", "practice/p001", json!({"percent": 1.0})), &stamp())
        .expect("applied");
    file.apply(set("二", "practice/p002", json!({"percent": 2.0})), &stamp())
        .expect("applied");
    file.apply(set("三", "practice/p001", json!({"percent": 3.0})), &stamp())
        .expect("applied");
    let of = |keys: &[(Kind, String)], limit| {
        let page = file.journal(Some(keys), limit).expect("read");
        page.into_iter().map(|(entry, _)| entry.name).collect::<Vec<_>>()
    };
    let [one, two] = ["practice/p001", "practice/p002"].map(|id| (Kind::Project, id.to_owned()));
    assert_eq!(of(std::slice::from_ref(&one), 9), ["三", "一"]);
    assert_eq!(of(&[one.clone(), two.clone()], 2), ["三", "二"]);
    assert_eq!(of(&[(Kind::Task, one.1.clone())], 9), [""; 0]);
    assert_eq!(file.journal(None, 2).expect("read").len(), 2);
    file.close().expect("closed");
}

pub fn rows_by_the_thousand_are_one_step(place: &dyn Place) {
    empty(place);
    let mut file = place.edit();
    import(&mut file, 3000);
    let imported = file.model().rows(Kind::Project).expect("read");
    assert_eq!(imported.len(), 3000);
    assert_eq!(file.version(), 2);
    file.close().expect("closed");
    for whole in [KEPT_WHOLE, 0] {
        let file = place.look(whole);
        assert_eq!(file.model().rows(Kind::Project).expect("read"), imported);
        file.close().expect("closed");
    }
    let loaded = place.load(Mode::Look, "", KEPT_WHOLE).expect("opened");
    let added = BulkRows {
        kind: Kind::Project,
        count: 3000,
    };
    assert_eq!(loaded.store.bulk_rows(2).expect("read"), [added]);
    assert_eq!(loaded.store.bulk_rows(1).expect("read"), []);
    let ids: HashSet<(Kind, String)> = loaded.store.bulk_ids(2).expect("read").into_iter().collect();
    assert!(
        ids.len() == 3000
            && imported
                .iter()
                .all(|row| ids.contains(&(Kind::Project, row.id().to_owned())))
    );
    loaded.store.close().expect("closed");

    // An edit of one of them, so that not all are as they came.
    let mut file = place.edit();
    let id = imported[1500].id().to_owned();
    file.apply(set("改名", &id, json!({"name": "改过的"})), &stamp())
        .expect("applied");
    let edited = file.model().rows(Kind::Project).expect("read");
    file.undo(&stamp()).expect("undone");
    file.undo(&stamp()).expect("undone");
    assert_eq!(file.model().count(Kind::Project), 0);
    file.close().expect("closed");
    assert_eq!(reread(place, KEPT_WHOLE).count(Kind::Project), 0);

    let mut file = place.edit();
    file.redo(&stamp()).expect("again");
    assert_eq!(file.model().rows(Kind::Project).expect("read"), imported);
    file.redo(&stamp()).expect("again");
    assert_eq!(file.model().rows(Kind::Project).expect("read"), edited);
    let said = file.attributes(Kind::Project, &id).expect("read").expect("kept");
    assert!(said.contains("施工队"), "{said}");
    assert_eq!(file.attributes(Kind::Project, "nobody").expect("read"), None);
    assert!(file.check_journal().expect("read").faults.is_empty());
    file.close().expect("closed");
    assert_eq!(
        reread(place, KEPT_WHOLE).rows(Kind::Project).expect("read"),
        edited
    );
}

pub fn what_a_new_step_made_impossible_to_redo_is_gone(place: &dyn Place) {
    empty(place);
    let mut file = place.edit();
    import(&mut file, 40);
    let id = first_project(file.model());
    file.undo(&stamp()).expect("undone");
    let title = ChangeRequest {
        name: "改标题".to_owned(),
        note: None,
        edits: vec![EditRequest::Set {
            table: "atlas".to_owned(),
            id: "atlas".to_owned(),
            columns: json!({"title": "新标题"}).as_object().expect("an object").clone(),
        }],
    };
    file.apply(title, &stamp()).expect("applied");
    assert_eq!(file.redo_name(), None);
    assert_eq!(file.attributes(Kind::Project, &id).expect("read"), None);
    // As many again do not meet those that were.
    import(&mut file, 40);
    file.undo(&stamp()).expect("undone");
    file.redo(&stamp()).expect("again");
    assert_eq!(file.model().count(Kind::Project), 40);
    file.close().expect("closed");
    assert_eq!(reread(place, KEPT_WHOLE).count(Kind::Project), 40);
}

pub fn a_bulk_step_that_is_not_finished_leaves_nothing(place: &dyn Place) {
    demo(place);
    let mut loaded = place.load(Mode::Edit, "张三", KEPT_WHOLE).expect("opened");
    let project = loaded
        .model
        .projects
        .full("practice/p001")
        .expect("read")
        .expect("there");
    let mut batch = loaded.store.new_batch(Kind::Project);
    for n in 0..50 {
        let row = Project {
            id: format!("new{n}").as_str().into(),
            ..project.clone()
        };
        batch.push(&row.into(), "{}").expect("kept");
    }
    let mut bulk = loaded.store.begin_bulk().expect("begun");
    bulk.add(&batch, 0..50).expect("added");
    drop(bulk);
    let mut bulk = loaded.store.begin_bulk().expect("begun");
    bulk.add(&batch, 10..30).expect("added");
    let twice = bulk.add(&batch, 29..50);
    assert!(matches!(twice, Err(StoreError::Sql(..))), "{twice:?}");
    drop(bulk);
    assert_eq!(loaded.store.journal_since(1).expect("read"), []);
    loaded.store.close().expect("closed");
    assert_eq!(reread(place, KEPT_WHOLE).count(Kind::Project), 120);
}

pub fn a_cursor_sees_what_was_there_when_it_began(place: &dyn Place) {
    demo(place);
    let mut file = place.edit();
    let early = file.snapshot_cursor().expect("begun");
    file.apply(
        set("改名", "practice/p001", json!({"name": "改过的一"})),
        &stamp(),
    )
    .expect("applied");
    let late = file.snapshot_cursor().expect("begun");
    import(&mut file, 1200);
    file.apply(
        set("改名", "practice/p001", json!({"name": "改过的二"})),
        &stamp(),
    )
    .expect("applied");
    let now = file.snapshot_cursor().expect("begun");
    // Who closes a file waits for them: they end here.
    let [early, late, now] = [early, late, now].map(|mut cursor| names(&mut *cursor, &Scope::All));
    let count = |names: &[String], name: &str| names.iter().filter(|n| *n == name).count();
    assert_eq!(
        (early.len(), count(&early, "改过的一"), count(&early, "改过的二")),
        (120, 0, 0)
    );
    assert_eq!(
        (late.len(), count(&late, "改过的一"), count(&late, "改过的二")),
        (120, 1, 0)
    );
    assert_eq!(
        (now.len(), count(&now, "改过的一"), count(&now, "改过的二")),
        (1320, 0, 1)
    );

    // In the order of lists, or in that which was asked for.
    let model = file.model();
    let rank = |plan: Option<&str>| plan.map_or(i64::MAX, |plan| -i64::from(plan.ends_with("quality")));
    let mut listed: Vec<_> = model
        .projects
        .iter()
        .map(|p| {
            (
                (rank(p.plan.map(|id| id.as_str())), p.ordinal, p.id.to_owned()),
                p.name.to_owned(),
            )
        })
        .collect();
    listed.sort();
    let mut found = Vec::new();
    let mut cursor = file.snapshot_cursor().expect("begun");
    let done = cursor.projects(&Scope::All, &|plan| rank(Some(plan)), &mut |project, _| {
        found.push(project.name);
        ControlFlow::Continue(())
    });
    done.expect("read");
    assert_eq!(
        found,
        listed.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    );
    let scope = Scope::Ids(["practice/p003", "practice/p001"].map(str::to_owned).to_vec());
    assert_eq!(names(&mut *cursor, &scope).len(), 2);
    assert_eq!(names(&mut *cursor, &scope)[1], "改过的二");
    let mut one = 0;
    let done = cursor.projects(&Scope::All, &|_| 0, &mut |_, _| {
        one += 1;
        ControlFlow::Break(())
    });
    done.expect("read");
    assert_eq!(one, 1);
    drop(cursor);
    file.close().expect("closed");
}

pub fn whole_rows_are_read_on_request(place: &dyn Place) {
    let rows = demo(place);
    let loaded = place.load(Mode::Edit, "张三", 0).expect("opened");
    assert!(loaded.footprints.is_some(), "they do not stand in the model");
    let mut file = AtlasFile::of(loaded, 0).expect("opened");
    file.measure().expect("measured");
    let mut drawn = 0;
    for row in &rows {
        let Record::Project(project) = row else { continue };
        let summary = file.model().projects.get(project.id.as_str()).expect("there");
        assert!(file.model().projects.full_in_memory(summary.slot).is_none());
        assert_eq!(
            file.model().projects.full_at(summary.slot).expect("read"),
            *project
        );
        assert_eq!(summary.measured.is_some(), project.geometry.is_some());
        drawn += usize::from(project.geometry.is_some());
    }
    assert!(drawn > 60);
    file.apply(
        set(
            "画",
            "practice/p001",
            json!({"geometry": square(), "note": "长话"}),
        ),
        &stamp(),
    )
    .expect("applied");
    let mut seen = Vec::new();
    file.model()
        .projects
        .each_full(&mut |_, row| {
            seen.push((row.id.0.clone(), row.note.clone()));
            true
        })
        .expect("read");
    assert_eq!(seen.len(), 120);
    assert!(seen.contains(&("practice/p001".to_owned(), Some("长话".to_owned()))));
    file.close().expect("closed");
    let file = place.look(0);
    let row = file
        .model()
        .projects
        .full("practice/p001")
        .expect("read")
        .expect("there");
    assert_eq!(row.note.as_deref(), Some("长话"));
    file.close().expect("closed");
}

pub fn one_changes_and_others_look(place: &dyn Place) {
    demo(place);
    let mut first = place.edit();
    first
        .apply(set("改名", "practice/p001", json!({"name": "新名"})), &stamp())
        .expect("applied");
    match place.load(Mode::Edit, "李四", KEPT_WHOLE) {
        Err(StoreError::InUse { holder, .. }) => assert_eq!(holder.who, "张三"),
        other => panic!("the second opener was let in: {other:?}"),
    }
    let looking = place.look(KEPT_WHOLE);
    let name = |file: &AtlasFile| {
        file.model()
            .projects
            .get("practice/p001")
            .map(|p| p.name.to_owned())
    };
    assert_eq!(name(&looking), Some("新名".to_owned()));
    looking.close().expect("closed");
    first.close().expect("closed");
    place.edit().close().expect("free again");
}

pub fn the_id_of_the_atlas_stays(place: &dyn Place) {
    demo(place);
    let mut file = place.edit();
    let id = file.atlas_id().expect("read").expect("an id");
    file.apply(add_money("b-new"), &stamp()).expect("applied");
    file.close().expect("closed");
    let file = place.look(KEPT_WHOLE);
    assert_eq!(file.atlas_id().expect("read"), Some(id));
    file.close().expect("closed");
}

pub fn a_journal_that_was_tampered_with_is_found_out(place: &dyn Place) {
    demo(place);
    let mut file = place.edit();
    for step in 0..5 {
        let to = json!({"percent": f64::from(step)});
        file.apply(set(&format!("进度 {step}"), "practice/p002", to), &stamp())
            .expect("applied");
    }
    import(&mut file, 10);
    file.undo(&stamp()).expect("undone");
    let found = file.check_journal().expect("read");
    assert_eq!(
        (found.entries, found.chained, found.faults),
        (8, true, Vec::new())
    );
    file.close().expect("closed");
    place.tamper("UPDATE journal SET who = '王五' WHERE seq = 3");
    place.tamper("DELETE FROM journal WHERE seq = 5");
    place.tamper("DELETE FROM journal WHERE seq = 8");
    let file = place.look(KEPT_WHOLE);
    let found = file.check_journal().expect("read").faults;
    let missing = |seq| JournalFault::Missing {
        first: seq,
        last: seq,
    };
    assert_eq!(found, [JournalFault::Changed { seq: 3 }, missing(5), missing(8)]);
    file.close().expect("closed");
}
