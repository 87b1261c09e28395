//! The rules that every change of an atlas follows, whoever asks for it: by column or by intent.

use crate::fixtures::few_projects::{full, gate, only_gate, project, square};
use crate::fixtures::{atlas, stamp};
use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{ChangeRequest, EditRequest};
use planning::model::{GateStep, Kind, OwnerKind, PartialDate, Precision, ProjectStage, Shape};
use planning::rules::footprints::FootprintEdit;
use planning::rules::gates::GateColumn;
use planning::rules::reports::NewReport;
use planning::rules::{Intent, RuleError};
use serde_json::{Value, json};

fn shape(side: f64) -> Shape {
    serde_json::from_value(square(side)).expect("a shape")
}

fn set(file: &mut AtlasFile, table: &str, id: &str, columns: Value) -> Result<(), EditError> {
    let edits = vec![EditRequest::Set {
        table: table.to_owned(),
        id: id.to_owned(),
        columns: columns.as_object().expect("columns").clone(),
    }];
    let request = ChangeRequest {
        name: "改".to_owned(),
        note: None,
        edits,
    };
    file.apply(request, &stamp()).map(drop)
}

fn confirm(file: &mut AtlasFile, project: &str, step: GateStep, confirmed: bool) -> Result<(), EditError> {
    let intent = Intent::ConfirmGate {
        name: "确认节点".to_owned(),
        project: project.to_owned(),
        step,
        confirmed,
    };
    file.intend(intent, &stamp()).map(drop)
}

#[test]
fn a_project_is_completed_only_once_its_completion_is_confirmed() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(
        dir.path(),
        vec![
            project("a", "building", json!({})),
            project("b", "building", json!({})),
        ],
    );
    let refused = |file: &mut AtlasFile| {
        for stage in ["completed", "accepted"] {
            let error = set(file, "projects", "a", json!({"stage": stage})).expect_err("refused");
            assert!(
                matches!(error, EditError::Rule(RuleError::NotConfirmed { count: 1, .. })),
                "{error}"
            );
            assert!(error.to_string().contains("项目a"), "{error}");
        }
    };
    refused(&mut file);
    gate(
        &mut file,
        "a",
        GateStep::Start,
        GateColumn::Actual,
        Some("2025-03-01"),
    )
    .expect("set");
    confirm(&mut file, "a", GateStep::Start, true).expect("confirmed");
    refused(&mut file);
    gate(
        &mut file,
        "a",
        GateStep::Completion,
        GateColumn::Actual,
        Some("2026-06-30"),
    )
    .expect("set");
    refused(&mut file);
    confirm(&mut file, "a", GateStep::Completion, true).expect("confirmed");
    set(&mut file, "projects", "a", json!({"stage": "completed"})).expect("proved");
    // What proves it stays; the stage goes first.
    for error in [
        confirm(&mut file, "a", GateStep::Completion, false),
        gate(&mut file, "a", GateStep::Completion, GateColumn::Actual, None),
    ] {
        let error = error.expect_err("refused");
        assert!(
            matches!(error, EditError::Rule(RuleError::StillCompleted { .. })),
            "{error}"
        );
    }
    set(&mut file, "projects", "a", json!({"stage": "building"})).expect("set back");
    confirm(&mut file, "a", GateStep::Completion, false).expect("no longer confirmed");
    // Undo brings back what stood there without asking.
    for _ in 0..6 {
        file.undo(&stamp()).expect("taken back");
    }
}

#[test]
fn what_was_completed_before_there_was_a_rule_can_still_be_changed_and_removed() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), vec![project("a", "completed", json!({}))]);
    set(
        &mut file,
        "projects",
        "a",
        json!({"stage": "accepted", "name": "改名"}),
    )
    .expect("it was done before");
    gate(
        &mut file,
        "a",
        GateStep::Completion,
        GateColumn::Planned,
        Some("2026"),
    )
    .expect("set");
    file.remove("删除", &[(Kind::Project, "a".to_owned())], &stamp())
        .expect("removed");
}

#[test]
fn a_project_goes_with_the_gate_that_proves_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), vec![project("a", "building", json!({}))]);
    gate(
        &mut file,
        "a",
        GateStep::Acceptance,
        GateColumn::Actual,
        Some("2026-06"),
    )
    .expect("set");
    confirm(&mut file, "a", GateStep::Acceptance, true).expect("confirmed");
    set(&mut file, "projects", "a", json!({"stage": "accepted"})).expect("proved");
    file.remove("删除", &[(Kind::Project, "a".to_owned())], &stamp())
        .expect("removed");
    assert!(file.model().gates.is_empty());
}

#[test]
fn a_gate_is_made_by_its_first_date_and_goes_with_its_last() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), vec![project("a", "building", json!({}))]);
    gate(
        &mut file,
        "a",
        GateStep::Start,
        GateColumn::Planned,
        Some("2025年3月"),
    )
    .expect("made");
    let made = only_gate(&file).expect("a gate");
    assert_eq!(made.planned, Some(PartialDate::Month(2025, 3)));
    let error = confirm(&mut file, "a", GateStep::Start, true).expect_err("no date");
    assert!(
        matches!(error, EditError::Rule(RuleError::NoDate { .. })),
        "{error}"
    );
    let error = gate(&mut file, "a", GateStep::Start, GateColumn::Actual, Some("昨天")).expect_err("no date");
    assert!(matches!(error, EditError::Rule(RuleError::Change(_))), "{error}");
    gate(&mut file, "a", GateStep::Start, GateColumn::Planned, None).expect("emptied");
    assert_eq!(only_gate(&file), None);
}

#[test]
fn a_gate_whose_date_is_taken_out_is_not_confirmed_any_more_by_whatever_way() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), vec![project("a", "building", json!({}))]);
    gate(
        &mut file,
        "a",
        GateStep::Start,
        GateColumn::Planned,
        Some("2025-03"),
    )
    .expect("set");
    gate(
        &mut file,
        "a",
        GateStep::Start,
        GateColumn::Actual,
        Some("2025-04-01"),
    )
    .expect("set");
    confirm(&mut file, "a", GateStep::Start, true).expect("confirmed");
    let id = only_gate(&file).expect("a gate").id.0;
    set(&mut file, "gates", &id, json!({"actual": null})).expect("set by its column");
    assert!(!only_gate(&file).expect("a gate").confirmed);
    let error = set(&mut file, "gates", &id, json!({"confirmed": true})).expect_err("no date");
    assert!(
        matches!(error, EditError::Rule(RuleError::NoDate { .. })),
        "{error}"
    );
}

fn report(file: &mut AtlasFile, kind: OwnerKind, owner: &str, day: &str, percent: Option<f64>) {
    let new = NewReport {
        owner_kind: kind,
        owner: owner.to_owned(),
        on_date: day.parse().expect("a date"),
        percent,
        spent: None,
        problem: None,
        next_step: None,
        reported_by: None,
        round: None,
        unchanged: None,
    };
    file.intend(Intent::Report("填报".to_owned(), new), &stamp())
        .expect("reported");
}

#[test]
fn the_newest_report_says_how_far_a_project_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(
        dir.path(),
        vec![project("a", "building", json!({"percent": 5.0}))],
    );
    let percent = |file: &AtlasFile| full(file, "a").percent;
    report(&mut file, OwnerKind::Project, "a", "2026-05-20", Some(37.0));
    assert_eq!(percent(&file), Some(37.0));
    report(&mut file, OwnerKind::Project, "a", "2026-04-01", Some(90.0));
    assert_eq!(percent(&file), Some(37.0), "an older one does not");
    report(&mut file, OwnerKind::Project, "a", "2026-06-01", None);
    assert_eq!(percent(&file), Some(37.0), "nor one that says none");
    report(&mut file, OwnerKind::Project, "a", "2026-07-01", Some(60.0));
    file.undo(&stamp()).expect("one step with what follows from it");
    assert_eq!((percent(&file), file.model().progress.len()), (Some(37.0), 3));
    // The same by another way: the newest that says a per cent is changed by its column.
    report(&mut file, OwnerKind::Project, "a", "2026-08-01", Some(70.0));
    let id = file
        .model()
        .progress
        .iter()
        .max_by_key(|r| r.on_date)
        .expect("a report")
        .id
        .0
        .clone();
    set(&mut file, "progress", &id, json!({"percent": 72.0})).expect("set");
    assert_eq!(percent(&file), Some(72.0));
    set(&mut file, "progress", &id, json!({"problem": "雨季"})).expect("set");
    set(&mut file, "projects", "a", json!({"percent": 73.0})).expect("set by hand");
    assert_eq!(percent(&file), Some(73.0), "by hand it can be said too");
}

#[test]
fn a_surveyed_or_approved_footprint_that_is_changed_is_a_sketch_for_every_writer() {
    for was in ["surveyed", "approved"] {
        let dir = tempfile::tempdir().expect("a folder");
        let row = project(
            "a",
            "building",
            json!({"geometry": square(0.01), "precision": was}),
        );
        let mut file = atlas(dir.path(), vec![row]);
        let before = full(&file, "a").precision;
        set(
            &mut file,
            "projects",
            "a",
            json!({"geometry": square(0.010_000_05)}),
        )
        .expect("set");
        assert_eq!(full(&file, "a").precision, before, "rounding is no edit");
        set(&mut file, "projects", "a", json!({"geometry": square(0.02)})).expect("set");
        assert_eq!(full(&file, "a").precision, Precision::Sketched);
        file.undo(&stamp()).expect("taken back");
        assert_eq!(full(&file, "a").precision, before);
        // The same, said by whole rows that still call it surveyed.
        set(
            &mut file,
            "projects",
            "a",
            json!({"geometry": square(0.03), "precision": was}),
        )
        .expect("set");
        assert_eq!(full(&file, "a").precision, Precision::Sketched);
        set(&mut file, "projects", "a", json!({"precision": was})).expect("a person may say so");
        assert_eq!(full(&file, "a").precision, before);
    }
}

fn keep(file: &mut AtlasFile, pieces: Vec<Shape>, anew: bool) -> String {
    let footprint = FootprintEdit {
        id: "a".to_owned(),
        pieces,
        measured_from: None,
        anew,
        name: "改范围".to_owned(),
        name_if_sketched: "改范围（原为实测）".to_owned(),
    };
    let step = file.intend(Intent::Footprint(footprint), &stamp()).expect("kept");
    step.change.name
}

#[test]
fn a_kept_footprint_is_what_it_is_worth_and_its_step_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(
        dir.path(),
        vec![project("a", "building", json!({"precision": "town"}))],
    );
    assert_eq!(keep(&mut file, vec![shape(0.01)], true), "改范围");
    assert_eq!(full(&file, "a").precision, Precision::Sketched);
    set(&mut file, "projects", "a", json!({"precision": "surveyed"})).expect("set");
    assert_eq!(keep(&mut file, vec![shape(0.02)], false), "改范围（原为实测）");
    assert_eq!(full(&file, "a").precision, Precision::Sketched);
    assert_eq!(keep(&mut file, vec![shape(0.03)], false), "改范围");
}

#[test]
fn a_footprint_of_measured_coordinates_is_surveyed_and_says_where_from() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(
        dir.path(),
        vec![project("a", "building", json!({"precision": "town"}))],
    );
    let paste = |file: &mut AtlasFile, x: f64, source: &str| {
        let footprint = FootprintEdit {
            id: "a".to_owned(),
            pieces: vec![shape(x)],
            measured_from: Some(source.to_owned()),
            anew: true,
            name: "画范围".to_owned(),
            name_if_sketched: "画范围（改为示意）".to_owned(),
        };
        let step = file.intend(Intent::Footprint(footprint), &stamp()).expect("kept");
        assert_eq!(step.change.name, "画范围");
        let kept = full(file, "a");
        assert_eq!(
            (kept.precision, kept.source.as_deref()),
            (Precision::Surveyed, Some(source))
        );
    };
    paste(&mut file, 0.01, "界址点坐标（CGCS2000 39 带）");
    paste(&mut file, 0.02, "界址点坐标（CGCS2000 40 带）");
    assert_eq!(keep(&mut file, vec![shape(0.03)], false), "改范围（原为实测）");
    assert_eq!(full(&file, "a").precision, Precision::Sketched);
}

#[test]
fn the_largest_piece_stays_with_its_project_and_what_was_completed_is_so_in_every_piece() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(
        dir.path(),
        vec![project(
            "a",
            "building",
            json!({"geometry": square(0.05), "precision": "approved"}),
        )],
    );
    gate(
        &mut file,
        "a",
        GateStep::Completion,
        GateColumn::Actual,
        Some("2026-06-30"),
    )
    .expect("set");
    confirm(&mut file, "a", GateStep::Completion, true).expect("confirmed");
    set(&mut file, "projects", "a", json!({"stage": "completed"})).expect("proved");
    keep(&mut file, vec![shape(0.01), shape(0.03), shape(0.02)], false);
    assert_eq!(full(&file, "a").geometry, Some(shape(0.03)));
    let mut names: Vec<String> = file.model().projects.iter().map(|p| p.name.to_owned()).collect();
    names.sort();
    assert_eq!(names, ["项目a", "项目a（2）", "项目a（3）"]);
    assert!(
        file.model()
            .projects
            .iter()
            .all(|p| p.stage == ProjectStage::Completed && p.precision == Precision::Sketched)
    );
    assert_eq!(file.model().gates.len(), 3);
    file.undo(&stamp()).expect("one step");
    assert_eq!((file.model().projects.len(), file.model().gates.len()), (1, 1));
}
