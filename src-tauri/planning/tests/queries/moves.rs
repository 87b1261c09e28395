//! Dates that are moved: what that forces, worked by hand, what goes with it, and what is refused. Every step is one undo.

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::model::{Kind, PartialDate, ScheduledKind};
use planning::query::Snapshot;
use planning::rules::Intent;
use planning::rules::moving::DateMove;
use planning::schedule::{forced_by, with_forced};
use planning::timetable::{Grouping, ItemKind, TimetableRequest, timetable, timetable_place};
use serde_json::json;

use crate::fixtures::{few_projects, practice_and_sql, row, stamp};
use crate::schedule::{day, link, task, with};

fn moved(kind: ScheduledKind, id: &str, starts: Option<&str>, ends: Option<&str>) -> DateMove {
    DateMove {
        kind,
        id: id.to_owned(),
        starts: starts.map(day),
        ends: ends.map(day),
    }
}

fn task_to(id: &str, starts: &str, ends: &str) -> DateMove {
    moved(ScheduledKind::Task, id, Some(starts), Some(ends))
}

/// Id, start and end that are forced, and how many days later it ends.
fn forced(file: &AtlasFile, moves: &[DateMove]) -> Vec<(String, String, String, i32)> {
    let text = |date: Option<PartialDate>| date.map(|d| d.to_string()).unwrap_or_default();
    forced_by(&Snapshot::new(file.model()), moves, day("2026-01-01"))
        .into_iter()
        .map(|item| {
            (
                item.to.id.clone(),
                text(item.to.starts),
                text(item.to.ends),
                item.days,
            )
        })
        .collect()
}

fn expected(rows: &[(&str, &str, &str, i32)]) -> Vec<(String, String, String, i32)> {
    rows.iter()
        .map(|(id, a, b, days)| ((*id).to_owned(), (*a).to_owned(), (*b).to_owned(), *days))
        .collect()
}

#[test]
fn what_follows_is_pushed_as_exact_as_it_was_and_what_has_room_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = with(
        folder.path(),
        vec![
            task("甲", Some("2026-03-01"), Some("2026-03-10")),
            task("乙", Some("2026-03-11"), Some("2026-03-20")),
            // Months stay months: pushed by some days, it begins with the next one, and pushes what follows by a month.
            task("丙", Some("2026-04"), Some("2026-05")),
            task("丁", Some("2026-06"), Some("2026-06")),
            task("戊", Some("2026-12"), Some("2026-12")),
            task("里程碑", None, Some("2026-03-20")),
            link("甲", "FS", "乙", 0),
            link("乙", "FS", "丙", 0),
            link("丙", "FS", "丁", 0),
            link("丁", "FS", "戊", 0),
            link("乙", "FF", "里程碑", 0),
        ],
    );
    // 10 days later 乙 ends on 30 March and what is after it stays.
    let little = [task_to("甲", "2026-03-11", "2026-03-20")];
    assert_eq!(
        forced(&file, &little),
        expected(&[
            ("乙", "2026-03-21", "2026-03-30", 10),
            ("里程碑", "", "2026-03-30", 10)
        ])
    );
    // 15 days later 乙 ends on 4 April: 丙 goes to May and June, 丁 to July; 戊 has room until December.
    let more = [task_to("甲", "2026-03-16", "2026-03-25")];
    assert_eq!(
        forced(&file, &more),
        expected(&[
            ("乙", "2026-03-26", "2026-04-04", 15),
            ("里程碑", "", "2026-04-04", 15),
            ("丙", "2026-05", "2026-06", 30),
            ("丁", "2026-07", "2026-07", 31),
        ])
    );
    // A longer bar pushes as a later one does; an earlier one nothing.
    let longer = [task_to("甲", "2026-03-01", "2026-03-12")];
    assert_eq!(forced(&file, &longer).len(), 2);
    assert!(forced(&file, &[task_to("甲", "2026-02-01", "2026-02-10")]).is_empty());
    // Nothing has moved.
    assert_eq!(
        file.model().tasks.get("乙").expect("there").starts,
        Some(day("2026-03-11"))
    );
}

#[test]
fn each_kind_of_dependency_forces_its_end_and_what_is_done_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut done = task("完成项", Some("2026-03-11"), Some("2026-03-20"));
    if let planning::model::Record::Task(row) = &mut done {
        row.status = planning::model::TaskStatus::Done;
    }
    let file = with(
        folder.path(),
        vec![
            task("甲", Some("2026-03-01"), Some("2026-03-10")),
            task("FS", Some("2026-03-13"), Some("2026-03-20")),
            task("SS", Some("2026-03-03"), Some("2026-03-08")),
            task("FF", Some("2026-03-05"), Some("2026-03-12")),
            task("SF", Some("2026-02-20"), Some("2026-03-02")),
            done,
            link("甲", "FS", "FS", 2),
            link("甲", "SS", "SS", 2),
            link("甲", "FF", "FF", 2),
            link("甲", "SF", "SF", 2),
            link("甲", "FS", "完成项", 0),
        ],
    );
    assert!(forced(&file, &[]).is_empty());
    assert_eq!(
        forced(&file, &[task_to("甲", "2026-03-06", "2026-03-15")]),
        expected(&[
            ("SF", "2026-02-25", "2026-03-07", 5),
            ("SS", "2026-03-08", "2026-03-13", 5),
            ("FF", "2026-03-10", "2026-03-17", 5),
            ("FS", "2026-03-18", "2026-03-25", 5),
        ])
    );
}

#[test]
fn a_move_with_what_it_forces_is_one_step_and_one_undo() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = with(
        folder.path(),
        vec![
            task("甲", Some("2026-03-01"), Some("2026-03-10")),
            task("乙", Some("2026-03-11"), Some("2026-03-20")),
            link("甲", "FS", "乙", 0),
        ],
    );
    let moves = [task_to("甲", "2026-03-06", "2026-03-15")];
    let all = with_forced(&Snapshot::new(file.model()), &moves, day("2026-01-01"));
    assert_eq!(all.len(), 2);
    let step = file
        .intend(Intent::MoveDates("移动时间：甲".to_owned(), all), &stamp())
        .expect("moved");
    assert_eq!(step.change.edits.len(), 2);
    let starts = |file: &AtlasFile, id: &str| file.model().tasks.get(id).and_then(|t| t.starts);
    assert_eq!(starts(&file, "乙"), Some(day("2026-03-16")));
    file.undo(&stamp()).expect("undone");
    assert_eq!(starts(&file, "甲"), Some(day("2026-03-01")));
    assert_eq!(starts(&file, "乙"), Some(day("2026-03-11")));
    // A finish before its start, and a move to where it is, are refused.
    for (starts, ends) in [("2026-03-06", "2026-03-01"), ("2026-03-01", "2026-03-10")] {
        let intent = Intent::MoveDates(String::new(), vec![task_to("甲", starts, ends)]);
        assert!(file.intend(intent, &stamp()).is_err());
    }
}

#[test]
fn gates_that_are_planned_go_with_their_project_and_facts_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let gate = |id: &str, step: &str, planned: Option<&str>, actual: Option<&str>| {
        row(
            Kind::Gate,
            &json!({"id": id, "project": "p1", "step": step, "planned": planned, "actual": actual, "confirmed": false,
                "evidence": null, "office": null, "promised_days": null, "submitted_on": null, "track": null,
                "override_reason": null}),
        )
    };
    let mut file = with(
        folder.path(),
        vec![
            few_projects::project(
                "p1",
                "preparing",
                json!({"starts": "2026-05", "ends": "2026-10", "town": "370000"}),
            ),
            gate("设计", "design", Some("2026-03-01"), Some("2026-03-20")),
            gate("许可", "permit", Some("2026-04-15"), None),
            gate("开工", "start", Some("2026-05-12"), None),
            gate("竣工", "completion", Some("2026-10"), None),
            gate("验收", "acceptance", Some("2026-12"), None),
        ],
    );
    // Two months later; the day of its start was within its month and becomes a month with it.
    let moves = vec![moved(
        ScheduledKind::Project,
        "p1",
        Some("2026-07"),
        Some("2026-12"),
    )];
    file.intend(Intent::MoveDates("移".to_owned(), moves), &stamp())
        .expect("moved");
    let planned = |file: &AtlasFile, id: &str| {
        file.model()
            .gates
            .get(id)
            .and_then(|g| g.planned)
            .map(|date| date.to_string())
            .unwrap_or_default()
    };
    assert_eq!(planned(&file, "设计"), "2026-03-01");
    assert_eq!(planned(&file, "许可"), "2026-06-15", "61 days, from May to July");
    assert_eq!(planned(&file, "开工"), "2026-07");
    assert_eq!(planned(&file, "竣工"), "2026-12");
    assert_eq!(planned(&file, "验收"), "2027-02");
    // What has happened is not moved.
    let fact = Intent::MoveDates(
        "移".to_owned(),
        vec![moved(ScheduledKind::Gate, "设计", None, Some("2026-04"))],
    );
    let refused = file.intend(fact, &stamp()).expect_err("a fact").to_string();
    assert!(refused.contains("已经发生"), "{refused}");
    // What is later than the day of today has not happened.
    file.set_today(day("2026-11-30"));
    for (date, fits) in [("2026-12-01", false), ("2026-11-30", true)] {
        let set = EditRequest::Set {
            table: "gates".to_owned(),
            id: "竣工".to_owned(),
            columns: json!({"actual": date}).as_object().expect("an object").clone(),
        };
        let change = ChangeRequest {
            name: "填实际日期".to_owned(),
            note: None,
            edits: vec![set],
        };
        assert_eq!(file.apply(change, &stamp()).is_ok(), fits, "{date}");
    }
}

#[test]
fn a_dependency_that_closes_a_loop_is_refused_with_the_loop() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = with(
        folder.path(),
        vec![
            task("甲", Some("2026-03-01"), Some("2026-03-10")),
            task("乙", None, None),
            task("丙", None, None),
            link("甲", "FS", "乙", 0),
            link("乙", "FS", "丙", 0),
        ],
    );
    let mut make = |before: &str, after: &str| {
        let row = json!({"id": format!("新{before}{after}"), "predecessor_kind": "task", "predecessor": before,
            "successor_kind": "task", "successor": after, "kind": "FS", "lag_days": 0, "note": null});
        let change = ChangeRequest {
            name: "建立依赖".to_owned(),
            note: None,
            edits: vec![EditRequest::Put {
                table: "dependencies".to_owned(),
                row: row.as_object().expect("an object").clone(),
            }],
        };
        file.apply(change, &stamp())
            .map(|_| ())
            .map_err(|e| e.to_string())
    };
    let refused = make("丙", "甲").expect_err("a loop");
    assert!(refused.contains("甲 甲 → 乙 乙 → 丙 丙"), "{refused}");
    assert!(make("甲", "甲").is_err(), "on itself");
    assert!(make("甲", "乙").is_err(), "twice");
    assert_eq!(make("甲", "丙"), Ok(()));
}

#[test]
fn what_is_folded_is_found_with_what_hides_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _) = practice_and_sql(folder.path(), "2026-11-30");
    for grouping in [Grouping::Plan, Grouping::Town, Grouping::Unit] {
        let mut request = TimetableRequest {
            grouping,
            opened: Some(Vec::new()),
            ..TimetableRequest::default()
        };
        let page = |request: &TimetableRequest| {
            file.ask(|snapshot| timetable(snapshot, request, day("2026-11-30"), 0, u32::MAX))
        };
        let whole = page(&request);
        request.folded = whole
            .rows
            .iter()
            .filter(|row| row.has_children)
            .map(|row| row.key.clone())
            .collect();
        let project = whole
            .rows
            .iter()
            .rfind(|row| row.kind == ItemKind::Project)
            .expect("one");
        let place = file
            .ask(|snapshot| timetable_place(snapshot, &request, ItemKind::Project, &project.id))
            .expect("a place");
        assert!(!place.unfold.is_empty());
        request.folded.retain(|key| !place.unfold.contains(key));
        let shown = page(&request);
        assert_eq!(shown.rows[place.index as usize].id, project.id, "{grouping:?}");
        assert!(
            file.ask(|s| timetable_place(s, &request, ItemKind::Project, "nobody"))
                .is_none()
        );
    }
}

#[test]
fn dates_that_contradict_each_other_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let gate = |id: &str, project: &str, step: &str, planned: &str| {
        row(
            Kind::Gate,
            &json!({"id": id, "project": project, "step": step, "planned": planned, "actual": null, "confirmed": false,
                "evidence": null, "office": null, "promised_days": null, "submitted_on": null, "track": null,
                "override_reason": null}),
        )
    };
    let serves = |project: &str, task: &str| {
        row(
            Kind::ProjectTask,
            &json!({"id": format!("{project}-{task}"), "project": project, "task": task}),
        )
    };
    let file = with(
        folder.path(),
        vec![
            task("倒", Some("2026-07-01"), Some("2026-06-30")),
            task("含", Some("2026-07"), Some("2026-07-03")),
            task("早", None, Some("2026-06")),
            task("晚", None, Some("2026-10")),
            few_projects::project("p1", "preparing", json!({"starts": "2026-05", "ends": "2026-10"})),
            few_projects::project("p2", "preparing", json!({"starts": "2026-05", "ends": "2026-04"})),
            gate("g1", "p1", "start", "2026-05-12"),
            gate("g2", "p1", "completion", "2026-11"),
            serves("p1", "早"),
            serves("p1", "晚"),
        ],
    );
    let report = Snapshot::new(file.model())
        .check(&planning::query::Filter::default(), &|| true)
        .expect("read")
        .expect("not stopped");
    let told: Vec<(&str, &str, &str)> = report
        .dates
        .iter()
        .map(|d| (d.table.as_str(), d.id.as_str(), d.words.code.as_ref()))
        .collect();
    assert_eq!(
        told,
        [
            ("tasks", "倒", "dates.end_before_start"),
            ("tasks", "早", "dates.due_before_projects"),
            ("projects", "p1", "dates.gate_contradicts"),
            ("projects", "p2", "dates.end_before_start"),
        ]
    );
    assert!(
        report.dates[1].words.zh.contains("2026年6月"),
        "{}",
        report.dates[1].words.zh
    );
}
