//! Gate rules and templates: what must be confirmed before work begins, the way past it, and planned dates by a template.

use crate::fixtures::few_projects::{full, gate, project};
use crate::fixtures::{atlas, stamp};
use crate::removal::row;
use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{ChangeRequest, EditRequest};
use planning::model::{Gate, GateStep, Kind, ProjectStage, Record};
use planning::rules::gate_rules::{BlockedStep, blocked};
use planning::rules::gate_templates::{fitting, template_dates};
use planning::rules::gates::GateColumn;
use planning::rules::{Intent, RuleError};
use serde_json::json;

/// A plan with 有项目必规划、无设计不动工, a project of it, one that serves its task, and one of no plan.
fn rows() -> Vec<Record> {
    let rule = |id: &str, requires: &str| {
        row(
            Kind::GateRule,
            id,
            json!({"plan": "p", "title": "有项目必规划、无设计不动工", "step": "start", "requires": requires}),
        )
    };
    vec![
        row(Kind::Region, "county", json!({"name": "清河源县"})),
        row(Kind::Plan, "p", json!({"region": "county"})),
        row(Kind::Task, "t", json!({"plan": "p"})),
        rule("r1", "planning"),
        rule("r2", "design"),
        project("own", "preparing", json!({"plan": "p"})),
        project("serves", "preparing", json!({})),
        row(Kind::ProjectTask, "l", json!({"project": "serves", "task": "t"})),
        project("free", "preparing", json!({})),
    ]
}

fn begin(file: &mut AtlasFile, id: &str) -> Result<(), EditError> {
    let edits = vec![EditRequest::Set {
        table: "projects".to_owned(),
        id: id.to_owned(),
        columns: json!({"stage": "building"}).as_object().expect("columns").clone(),
    }];
    let request = ChangeRequest {
        name: "开工".to_owned(),
        note: None,
        edits,
    };
    file.apply(request, &stamp()).map(drop)
}

fn confirmed(file: &mut AtlasFile, id: &str, step: GateStep) {
    gate(file, id, step, GateColumn::Actual, Some("2026-03-01")).expect("dated");
    let intent = Intent::ConfirmGate {
        name: "确认".to_owned(),
        project: id.to_owned(),
        step,
        confirmed: true,
    };
    file.intend(intent, &stamp()).expect("confirmed");
}

fn lacks(error: &EditError) -> Vec<GateStep> {
    match error {
        EditError::Rule(RuleError::GateBlocked { blocked, .. }) => blocked.lacks.clone(),
        other => panic!("{other}"),
    }
}

#[test]
fn work_begins_only_once_planning_and_design_are_confirmed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = atlas(folder.path(), rows());
    for id in ["own", "serves"] {
        let error = begin(&mut file, id).expect_err("refused");
        assert_eq!(lacks(&error), [GateStep::Planning, GateStep::Design]);
        let text = error.to_string();
        for said in ["有项目必规划、无设计不动工", "“规划”", "“设计”", "“开工”"]
        {
            assert!(text.contains(said), "{text}");
        }
        // The date of the start is refused like the stage.
        let error = gate(
            &mut file,
            id,
            GateStep::Start,
            GateColumn::Actual,
            Some("2026-05-01"),
        )
        .expect_err("refused");
        assert_eq!(lacks(&error).len(), 2);
        // A planned start passes nothing.
        gate(
            &mut file,
            id,
            GateStep::Start,
            GateColumn::Planned,
            Some("2026-05"),
        )
        .expect("planned");
        confirmed(&mut file, id, GateStep::Planning);
        // A design with a date that is not confirmed is none yet.
        gate(
            &mut file,
            id,
            GateStep::Design,
            GateColumn::Actual,
            Some("2026-04"),
        )
        .expect("dated");
        assert_eq!(
            lacks(&begin(&mut file, id).expect_err("refused")),
            [GateStep::Design]
        );
        assert_eq!(blocked(file.model(), id)[0].lacks, [GateStep::Design]);
        confirmed(&mut file, id, GateStep::Design);
        begin(&mut file, id).expect("begun");
        assert!(blocked(file.model(), id).is_empty());
    }
    begin(&mut file, "free").expect("no plan, no rule");
}

#[test]
fn a_blocked_step_is_passed_with_a_reason_that_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = atlas(folder.path(), rows());
    let passed = |file: &mut AtlasFile, reason: &str| {
        let intent = Intent::OverrideGate {
            name: "写明理由".to_owned(),
            project: "own".to_owned(),
            step: GateStep::Start,
            reason: reason.to_owned(),
        };
        file.intend(intent, &stamp()).map(drop)
    };
    passed(&mut file, "  ").expect_err("no reason");
    passed(&mut file, "防汛应急，县政府专题会议同意").expect("kept");
    let kept: Vec<Gate> = file.model().gates.iter().cloned().collect();
    assert_eq!(
        kept[0].override_reason.as_deref(),
        Some("防汛应急，县政府专题会议同意")
    );
    assert!(kept[0].actual.is_none(), "a reason is no date");
    begin(&mut file, "own").expect("begun");
    // What lacks is still told.
    assert_eq!(
        blocked(file.model(), "own"),
        [BlockedStep {
            step: GateStep::Start,
            lacks: vec![GateStep::Planning, GateStep::Design],
            rules: vec!["有项目必规划、无设计不动工".to_owned()],
        }]
    );
    file.undo(&stamp()).expect("undone");
    file.undo(&stamp()).expect("undone");
    assert_eq!(file.model().gates.iter().count(), 0);
    begin(&mut file, "own").expect_err("blocked again");
}

#[test]
fn what_had_begun_before_is_no_fault_of_a_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut all = rows();
    all.push(project("old", "building", json!({"plan": "p"})));
    all.push(project("stopped", "suspended", json!({"plan": "p"})));
    let mut file = atlas(folder.path(), all);
    let edits = vec![EditRequest::Set {
        table: "projects".to_owned(),
        id: "old".to_owned(),
        columns: json!({"name": "改名"}).as_object().expect("columns").clone(),
    }];
    let request = ChangeRequest {
        name: "改名".to_owned(),
        note: None,
        edits,
    };
    file.apply(request, &stamp()).expect("renamed");
    begin(&mut file, "stopped").expect("goes on");
    assert_eq!(full(&file, "stopped").stage, ProjectStage::Building);
}

fn template(ordinal: i64, step: &str, days: i64, with: serde_json::Value) -> Record {
    let mut columns =
        json!({"name": "道路工程", "kind": "road", "ordinal": ordinal, "step": step, "days": days});
    let map = columns.as_object_mut().expect("an object");
    map.extend(with.as_object().expect("columns").clone());
    row(Kind::GateTemplate, &format!("g{ordinal}"), columns)
}

fn templates() -> Vec<Record> {
    let mut rows = rows();
    rows.extend([
        row(
            Kind::Unit,
            "u",
            json!({"region": "county", "name": "县行政审批服务局", "is_group": false}),
        ),
        template(1, "planning", 0, json!({})),
        template(2, "design", 60, json!({})),
        template(
            3,
            "environment",
            20,
            json!({"track": "parallel", "office": "县行政审批服务局", "promised_days": 15}),
        ),
        template(4, "start", 30, json!({})),
        template(5, "completion", 365, json!({})),
        row(
            Kind::GateTemplate,
            "other",
            json!({"name": "水利工程", "kind": "water", "ordinal": 1, "step": "start", "days": 0}),
        ),
    ]);
    rows
}

#[test]
fn a_template_plans_the_gates_from_a_day_and_from_what_was_passed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = atlas(folder.path(), templates());
    let kind = full(&file, "own").kind;
    let names: Vec<String> = fitting(file.model(), kind)
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, ["道路工程"]);
    assert_eq!(fitting(file.model(), kind)[0].days, 455);
    let dates = |file: &AtlasFile| -> Vec<String> {
        let begins = "2026-01-01".parse().expect("a date");
        let dates = template_dates(file.model(), "own", "道路工程", begins).expect("dates");
        dates.iter().map(|one| one.date.to_string()).collect()
    };
    // 2026-01-01 + 60 days, beside it + 20, + 30, + 365.
    assert_eq!(
        dates(&file),
        [
            "2026-01-01",
            "2026-03-02",
            "2026-03-22",
            "2026-04-01",
            "2027-04-01"
        ]
    );
    // The design was ready on 2026-04-10: what follows is counted from there.
    gate(
        &mut file,
        "own",
        GateStep::Design,
        GateColumn::Actual,
        Some("2026-04-10"),
    )
    .expect("dated");
    assert_eq!(
        dates(&file),
        [
            "2026-01-01",
            "2026-04-10",
            "2026-04-30",
            "2026-05-10",
            "2027-05-10"
        ]
    );
    let before = file.model().gates.iter().count();
    let apply = |file: &mut AtlasFile| {
        let intent = Intent::ApplyTemplate {
            name: "套用节点模板".to_owned(),
            project: "own".to_owned(),
            template: "道路工程".to_owned(),
            begins: "2026-01-01".parse().expect("a date"),
        };
        file.intend(intent, &stamp()).map(drop)
    };
    apply(&mut file).expect("applied");
    let model = file.model();
    let gates = model.relations().gates_of_project.of("own");
    let planned: Vec<(GateStep, Option<String>)> = gates
        .iter()
        .map(|gate| (gate.step, gate.planned.map(|date| date.to_string())))
        .collect();
    assert_eq!(
        planned,
        [
            (GateStep::Planning, Some("2026-01-01".to_owned())),
            // A fact gets no plan after the fact.
            (GateStep::Design, None),
            (GateStep::Environment, Some("2026-04-30".to_owned())),
            (GateStep::Start, Some("2026-05-10".to_owned())),
            (GateStep::Completion, Some("2027-05-10".to_owned())),
        ]
    );
    let permit = gates
        .iter()
        .find(|gate| gate.step == GateStep::Environment)
        .expect("there");
    assert_eq!(permit.office.as_ref().map(|office| office.as_str()), Some("u"));
    assert_eq!(permit.promised_days, Some(15));
    apply(&mut file).expect_err("nothing changes");
    // One step.
    file.undo(&stamp()).expect("undone");
    assert_eq!(file.model().gates.iter().count(), before);
}

#[test]
fn an_atlas_without_templates_has_the_usual_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = atlas(folder.path(), rows());
    let found = fitting(file.model(), full(&file, "own").kind);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name, planning::rules::gate_templates::USUAL);
    // 60 + 30 + 60 + 30 + 365 + 60: what runs beside the chain takes no days of it.
    assert_eq!(found[0].days, 605);
    assert_eq!(found[0].steps.last(), Some(&GateStep::Acceptance));
}
