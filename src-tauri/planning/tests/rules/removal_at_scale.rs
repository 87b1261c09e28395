//! Removals of many rows at once.

use super::removal::{counts, row};
use crate::fixtures::{created, edited, stamp};
use planning::atlas_file::AtlasFile;
use planning::model::{Kind, Record};
use planning::store::Mode;
use serde_json::json;

/// A plan with `projects` projects and 1,200 sites, each project with a link and, if `held`, a gate and a line of money.
fn large(projects: usize, held: bool) -> Vec<Record> {
    use Kind::*;
    let mut rows = vec![
        row(Region, "county", json!({})),
        row(Plan, "p", json!({"region": "county"})),
        row(Task, "t", json!({"plan": "p"})),
    ];
    for n in 0..1_200 {
        rows.push(row(
            Site,
            &format!("v{n}"),
            json!({"plan": "p", "town": "county"}),
        ));
    }
    for n in 0..projects {
        let id = format!("x{n:05}");
        rows.push(row(
            Project,
            &id,
            json!({"plan": "p", "note": format!("备注 {n}")}),
        ));
        rows.push(row(
            ProjectTask,
            &format!("l{n}"),
            json!({"project": id, "task": "t"}),
        ));
        if !held {
            continue;
        }
        rows.push(row(Gate, &format!("g{n}"), json!({"project": id})));
        rows.push(row(
            BudgetLine,
            &format!("b{n}"),
            json!({"owner_kind": "project", "owner": id, "amount": 1}),
        ));
    }
    rows
}

#[test]
fn a_plan_of_20000_projects_is_removed_in_one_step_and_comes_back() {
    const PROJECTS: usize = 20_000;
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("大.gpkg");
    created(&path, large(PROJECTS, false));
    // Most projects stay in the file, as in a large atlas.
    let mut file = AtlasFile::open_keeping(&path, Mode::Edit, "张三", 500).expect("opened");
    let plan = [(Kind::Plan, "p".to_owned())];
    let removal = file.removal_of(&plan, None).expect("it is there");
    assert_eq!(counts(&removal.goes), [("tasks", 1), ("project_tasks", 20_000)]);
    assert_eq!(counts(&removal.freed), [("sites", 1_200), ("projects", 20_000)]);
    file.remove("删除方案", &plan, &stamp()).expect("removed");
    assert_eq!(file.undo_name(), (Some("删除方案"), 1));
    let loose = |file: &AtlasFile| file.model().projects.iter().filter(|p| p.plan.is_none()).count();
    assert_eq!((loose(&file), file.model().project_tasks.len()), (PROJECTS, 0));
    assert!(file.model().sites.iter().all(|s| s.plan.is_none()));
    file.undo(&stamp()).expect("taken back");
    assert_eq!((loose(&file), file.model().project_tasks.len()), (0, PROJECTS));
    assert!(file.model().sites.iter().all(|s| s.plan.is_some()));
    let note = file
        .model()
        .projects
        .full("x19999")
        .expect("read")
        .and_then(|p| p.note);
    assert_eq!(note.as_deref(), Some("备注 19999"));
    file.close().expect("closed");
}

#[test]
fn many_projects_are_removed_in_one_step_with_what_each_of_them_holds() {
    const PROJECTS: usize = 2_000;
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("大.gpkg");
    created(&path, large(PROJECTS, true));
    let mut file = edited(&path);
    let all: Vec<(Kind, String)> = (0..PROJECTS)
        .map(|n| (Kind::Project, format!("x{n:05}")))
        .collect();
    file.remove("删除 2000 个项目", &all, &stamp()).expect("removed");
    let held = |file: &AtlasFile| {
        let model = file.model();
        [
            model.projects.len(),
            model.gates.len(),
            model.project_tasks.len(),
            model.budget_lines.len(),
        ]
    };
    assert_eq!(held(&file), [0; 4]);
    file.close().expect("closed");
    let mut file = edited(&path);
    assert_eq!(held(&file), [0; 4]);
    file.undo(&stamp()).expect("taken back, by the journal alone");
    assert_eq!(held(&file), [PROJECTS; 4]);
    file.close().expect("closed");
}
