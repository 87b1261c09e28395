//! What the rules make of files: rows that say a project is completed, footprints that moved, our own exports.

use std::path::{Path, PathBuf};

use crate::fixtures::exports::{every_project, export};
use crate::fixtures::few_projects::{full, gate, only_gate, project, square};
use crate::fixtures::imports::{import, tried};
use crate::fixtures::{atlas, edited, stamp};
use planning::atlas_file::AtlasFile;
use planning::model::{Gate, GateStep, PartialDate, Precision, ProjectStage};
use planning::rules::gates::GateColumn;
use serde_json::{Value, json};

fn ledger(dir: &Path, rows: &[[&str; 3]]) -> PathBuf {
    let mut text = String::from("项目名称,项目阶段,竣工时间,经度,纬度\n");
    for (n, [name, stage, date]) in rows.iter().enumerate() {
        text.push_str(&format!(
            "{name},{stage},{date},{},35.5\n",
            116.0 + n as f64 * 1e-4
        ));
    }
    let path = dir.join("台账.csv");
    std::fs::write(&path, text).expect("written");
    path
}

#[test]
fn a_ledger_row_that_says_completed_proves_it_by_its_date_and_is_under_construction_without() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), vec![project("a", "building", json!({}))]);
    let path = ledger(
        dir.path(),
        &[
            ["甲路", "竣工", "2025-06-30"],
            ["乙路", "竣工", ""],
            ["丙路", "已验收", "2099-12"],
            ["丁路", "在建", "2027-12"],
            ["戊路", "已竣工", "2024"],
        ],
    );
    let tried = tried(&mut file, &path);
    assert_eq!(tried.warnings.len(), 2, "{:?}", tried.warnings);
    assert!(file.model().gates.is_empty());
    let done = import(&mut file, &path);
    let said: Vec<String> = done.warnings.iter().map(|w| format!("{w:?}")).collect();
    for (word, row) in [("乙路", 3), ("丙路", 4)] {
        let found = said
            .iter()
            .find(|w| w.contains(word))
            .unwrap_or_else(|| panic!("{word} in {said:?}"));
        assert!(
            found.contains(&row.to_string()) && found.contains("竣工日期"),
            "{found}"
        );
    }
    let stage = |name: &str| {
        file.model()
            .projects
            .iter()
            .find(|p| p.name == name)
            .map(|p| p.stage)
    };
    assert_eq!(stage("甲路"), Some(ProjectStage::Completed));
    assert_eq!(stage("乙路"), Some(ProjectStage::Building));
    assert_eq!(stage("丙路"), Some(ProjectStage::Building));
    assert_eq!(stage("丁路"), Some(ProjectStage::Building));
    let mut gates: Vec<&Gate> = file.model().gates.iter().collect();
    gates.sort_by_key(|g| g.actual);
    assert_eq!(gates.len(), 2);
    assert_eq!(gates[1].actual, Some(PartialDate::Day(2025, 6, 30)));
    let evidence = gates[1].evidence.as_deref().expect("evidence");
    assert!(
        evidence.contains("台账.csv") && evidence.contains("第 2 条"),
        "{evidence}"
    );
    assert!(
        gates
            .iter()
            .all(|g| g.confirmed && g.step == GateStep::Completion)
    );
    file.undo(&stamp()).expect("taken back in one step");
    assert_eq!((file.model().projects.len(), file.model().gates.len()), (1, 0));
    file.redo(&stamp()).expect("done again");
    assert_eq!((file.model().projects.len(), file.model().gates.len()), (6, 2));
}

/// More rows than any batch, all of them completed.
#[test]
fn thousands_of_completed_rows_bring_their_proofs_in_the_same_step() {
    const ROWS: usize = 5_000;
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), vec![project("a", "building", json!({}))]);
    let names: Vec<String> = (0..ROWS).map(|n| format!("第{n}号路")).collect();
    let rows: Vec<[&str; 3]> = names
        .iter()
        .map(|name| [name.as_str(), "竣工", "2025-06"])
        .collect();
    import(&mut file, &ledger(dir.path(), &rows));
    assert_eq!(file.model().gates.len(), ROWS);
    file.close().expect("closed");
    let mut file = edited(&dir.path().join("a.gpkg"));
    assert_eq!(
        (file.model().projects.len(), file.model().gates.len()),
        (ROWS + 1, ROWS)
    );
    file.undo(&stamp()).expect("taken back");
    assert_eq!((file.model().projects.len(), file.model().gates.len()), (1, 0));
}

#[test]
fn our_own_export_comes_back_without_loss_of_stage_into_the_same_atlas_and_into_another() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), demo_atlas::records());
    let done = |file: &AtlasFile| -> usize {
        let projects = file.model().projects.iter();
        projects
            .filter(|p| matches!(p.stage, ProjectStage::Completed | ProjectStage::Accepted))
            .count()
    };
    let count = done(&file);
    assert!(count > 3, "{count} are completed");
    for ending in ["geojson", "csv"] {
        let out = dir.path().join(format!("项目.{ending}"));
        export(&file, every_project(&out));
        let other = dir.path().join(ending);
        std::fs::create_dir(&other).expect("a folder");
        let mut empty = atlas(&other, vec![project("a", "building", json!({}))]);
        import(&mut empty, &out);
        assert_eq!(done(&empty), count, "{ending} into another atlas");
        assert_eq!(empty.model().gates.len(), count, "{ending}");
    }
    let before = file.model().clone();
    import(&mut file, &dir.path().join("项目.geojson"));
    assert_eq!(done(&file), count);
    assert_eq!(file.model().gates.len(), before.gates.len());
    let precision = |p: planning::model::Summary<'_>| (p.id.to_owned(), p.precision);
    let now: Vec<_> = file.model().projects.iter().map(precision).collect();
    let was: Vec<_> = before.projects.iter().map(precision).collect();
    assert_eq!(now, was, "precision stays");
}

#[test]
fn a_file_completes_a_project_that_is_there_and_makes_a_sketch_of_a_surveyed_place_it_moves() {
    let dir = tempfile::tempdir().expect("a folder");
    let rows = vec![
        project(
            "a",
            "building",
            json!({"geometry": square(0.01), "precision": "surveyed"}),
        ),
        project(
            "b",
            "building",
            json!({"geometry": square(0.01), "precision": "surveyed"}),
        ),
    ];
    let mut file = atlas(dir.path(), rows);
    gate(
        &mut file,
        "a",
        GateStep::Completion,
        GateColumn::Planned,
        Some("2025-12"),
    )
    .expect("set");
    let feature = |id: &str, side: f64, on: Value| {
        json!({"type": "Feature", "id": id, "geometry": square(side), "properties": {
            "id": id, "name": format!("项目{id}"), "stage": "completed", "completed_on": on, "precision": "surveyed"}})
    };
    let path = dir.path().join("改.geojson");
    let features = json!({"type": "FeatureCollection", "features": [
        feature("a", 0.01, json!("2026-03-31")), feature("b", 0.02, Value::Null)]});
    std::fs::write(&path, features.to_string()).expect("written");
    let report = import(&mut file, &path);
    assert_eq!(report.updated, 2, "{report:?}");
    let (a, b) = (full(&file, "a"), full(&file, "b"));
    assert_eq!(
        (a.stage, a.precision),
        (ProjectStage::Completed, Precision::Surveyed)
    );
    assert_eq!(
        (b.stage, b.precision),
        (ProjectStage::Building, Precision::Sketched)
    );
    let gate = only_gate(&file).expect("a gate");
    assert_eq!(
        gate.planned,
        Some(PartialDate::Month(2025, 12)),
        "the gate that was there"
    );
    assert_eq!(gate.actual, Some(PartialDate::Day(2026, 3, 31)));
    assert!(gate.confirmed);
    assert!(
        report.warnings.iter().any(|w| format!("{w:?}").contains("示意")),
        "{:?}",
        report.warnings
    );
    file.undo(&stamp()).expect("one step");
    assert_eq!(full(&file, "b").precision, Precision::Surveyed);
}
