//! What goes with a row that is removed, what stays and is loosened from it, and what stands in the way: for every
//! reference of the data dictionary, at any size, and back again by undo.

use std::collections::BTreeSet;

use crate::fixtures::{created, edited, stamp};
use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{Change, Edit, read_row};
use planning::model::{Kind, Model, OnRemoval, Record};
use planning::rules::removal::{Removal, RemovalError, TableCount};
use planning::store::Mode;
use serde_json::{Value, json};

/// A row with what its table cannot do without; `with` says the rest.
pub fn row(kind: Kind, id: &str, with: Value) -> Record {
    let mut map = serde_json::Map::new();
    map.insert("id".to_owned(), json!(id));
    for column in kind.columns().iter().filter(|c| !c.nullable && c.name != "id") {
        use planning::model::Storage;
        let value = match (column.words, column.storage) {
            (Some(words), _) => json!(words[0]),
            (None, Storage::Integer) => json!(0),
            (None, Storage::Real) => json!(0.0),
            (None, Storage::Boolean) => json!(false),
            (None, _) if column.name.ends_with("_on") || column.name == "round" => json!("2025"),
            (None, _)
                if ["on_date", "month", "starts", "ends", "opens", "due", "as_of"].contains(&column.name) =>
            {
                json!("2025-01")
            }
            (None, _) => json!(id),
        };
        map.insert(column.name.to_owned(), value);
    }
    map.extend(with.as_object().expect("columns").clone());
    read_row(kind, map).expect("a row of its table")
}

/// A plan with everything that can hang on it, beside a second plan with a task.
fn rows() -> Vec<Record> {
    use Kind::*;
    let of = |kind, id: &str, with| row(kind, id, with);
    vec![
        of(Region, "county", json!({"name": "平度市"})),
        of(Region, "town", json!({"name": "南村镇", "parent": "county"})),
        of(Region, "free", json!({"name": "田庄镇"})),
        of(
            Plan,
            "p",
            json!({"short_title": "平度小城镇", "region": "county"}),
        ),
        of(Plan, "other", json!({"region": "county"})),
        of(Phase, "ph", json!({"plan": "p"})),
        of(Section, "top", json!({"plan": "p"})),
        of(Section, "s", json!({"plan": "p", "parent": "top"})),
        of(Section, "s2", json!({"plan": "p", "parent": "s"})),
        of(Unit, "u", json!({"region": "county", "name": "县水务局"})),
        of(Unit, "u2", json!({"region": "county"})),
        of(
            Task,
            "t",
            json!({"plan": "p", "section": "s", "phase": "ph", "title": "改善供水"}),
        ),
        of(Task, "t2", json!({"plan": "other"})),
        of(Assignment, "a1", json!({"task": "t", "unit": "u"})),
        of(Assignment, "a2", json!({"task": "t", "unit": "u2"})),
        of(Designation, "d", json!({"plan": "p", "region": "town"})),
        of(Designation, "d2", json!({"plan": "p", "region": "free"})),
        of(Site, "v", json!({"plan": "p", "town": "free"})),
        of(
            Project,
            "x",
            json!({"plan": "p", "town": "town", "lead_unit": "u"}),
        ),
        of(ProjectTask, "l1", json!({"project": "x", "task": "t"})),
        of(ProjectTask, "l2", json!({"project": "x", "task": "t2"})),
        of(BudgetLine, "b1", json!({"owner_kind": "task", "owner": "t"})),
        of(BudgetLine, "b2", json!({"owner_kind": "plan", "owner": "p"})),
        of(BudgetLine, "b3", json!({"owner_kind": "town", "owner": "free"})),
        of(BudgetLine, "b4", json!({"owner_kind": "project", "owner": "x"})),
        of(FundingRule, "f", json!({"plan": "p"})),
        of(Roster, "ro", json!({"plan": "p"})),
        of(Gate, "g", json!({"project": "x", "office": "u"})),
        of(Indicator, "i1", json!({"plan": "p", "task": "t"})),
        of(Indicator, "i2", json!({"plan": "p"})),
        of(Observation, "o1", json!({"indicator": "i1"})),
        of(Observation, "o2", json!({"indicator": "i2", "region": "free"})),
        of(ProgressReport, "r1", json!({"owner_kind": "task", "owner": "t"})),
        of(ProgressReport, "r2", json!({"owner_kind": "plan", "owner": "p"})),
        of(
            ProgressReport,
            "r3",
            json!({"owner_kind": "town", "owner": "free"}),
        ),
        of(
            ProgressReport,
            "r4",
            json!({"owner_kind": "project", "owner": "x"}),
        ),
        of(Criterion, "c", json!({"plan": "p"})),
        of(Assessment, "as", json!({"plan": "p", "region": "free"})),
        of(Document, "doc", json!({})),
        of(Citation, "ci", json!({"plan": "p", "document": "doc"})),
        of(Standard, "sd", json!({"plan": "p", "task": "t"})),
        of(StandardItem, "si", json!({"standard": "sd"})),
        of(Task, "sub", json!({"plan": "p", "parent": "t"})),
        of(
            Deliverable,
            "dl",
            json!({"plan": "p", "task": "t", "unit": "u", "region": "town", "document": "doc"}),
        ),
        of(
            Deliverable,
            "dl2",
            json!({"plan": "p", "phase": "ph", "region": "free"}),
        ),
        of(Cadence, "ca", json!({"plan": "p", "unit": "u"})),
        of(TownObservation, "to", json!({"region": "free"})),
        of(InvestmentPlan, "ip", json!({"project": "x"})),
        of(InvestmentReport, "ir", json!({"project": "x"})),
        of(EligibilityRule, "er", json!({"funding_rule": "f"})),
        of(LandRule, "lr", json!({"plan": "p"})),
        of(GateRule, "gr", json!({"plan": "p"})),
        of(
            IndicatorRegion,
            "ireg",
            json!({"indicator": "i2", "region": "free"}),
        ),
        of(Indicator, "i3", json!({"plan": "p", "part_of": "i2"})),
        of(
            Problem,
            "pr1",
            json!({"owner_kind": "task", "owner": "t", "unit": "u", "report": "r1"}),
        ),
        of(
            Problem,
            "pr2",
            json!({"owner_kind": "project", "owner": "x", "report": "r4"}),
        ),
        of(AssessmentRule, "ar", json!({"plan": "p", "unit": "u"})),
        of(
            Dependency,
            "de1",
            json!({"predecessor_kind": "project", "predecessor": "x", "successor_kind": "task", "successor": "t"}),
        ),
        of(
            Dependency,
            "de2",
            json!({"predecessor_kind": "gate", "predecessor": "g", "successor_kind": "task", "successor": "t2"}),
        ),
        of(
            Dependency,
            "de3",
            json!({"predecessor_kind": "phase", "predecessor": "ph", "successor_kind": "deliverable", "successor": "dl2"}),
        ),
        of(Cadence, "ca2", json!({"plan": "other", "task": "t2"})),
        of(EligibilityRule, "er2", json!({"plan": "other"})),
        of(Problem, "pr3", json!({"owner_kind": "town", "owner": "free"})),
        of(Problem, "pr4", json!({"owner_kind": "plan", "owner": "other"})),
        of(Baseline, "bl", json!({"plan": "p"})),
        of(
            BaselineItem,
            "bi",
            json!({"baseline": "bl", "kind": "project", "item": "x"}),
        ),
    ]
}

fn model() -> Model {
    Change::model_of(rows()).expect("the rows fit together")
}

/// Edits as short words: `-tasks/t` removes, `tasks/t section=null` sets.
pub fn short(edits: &[Edit]) -> Vec<String> {
    let words = |edit: &Edit| {
        let at = format!("{}/{}", edit.kind.table(), edit.id);
        let Some(after) = &edit.after else {
            return format!("-{at}");
        };
        let before = edit.before.as_ref().expect("set, not made").to_map();
        let set: Vec<String> = after
            .to_map()
            .iter()
            .filter(|(name, value)| before.get(*name) != Some(*value))
            .map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or("null")))
            .collect();
        format!("{at} {}", set.join(" "))
    };
    edits.iter().map(words).collect()
}

/// Edits of the removal of one row, sorted.
fn edits(kind: Kind, id: &str) -> Vec<String> {
    let model = model();
    let removal = Removal::of(&model, &[(kind, id.to_owned())]).expect("it is there");
    let mut edits = short(
        &removal
            .change(&model, "删除")
            .expect("nothing is in the way")
            .edits,
    );
    edits.sort();
    edits
}

#[track_caller]
fn check(kind: Kind, id: &str, expected: &[&str]) {
    let mut expected: Vec<&str> = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(edits(kind, id), expected);
}

pub fn counts(of: &[TableCount]) -> Vec<(&str, u32)> {
    of.iter().map(|c| (c.table.as_str(), c.count)).collect()
}

#[test]
fn a_task_takes_all_that_refers_to_it_and_leaves_the_projects_and_their_other_links() {
    check(
        Kind::Task,
        "t",
        &[
            "-assignments/a1",
            "-assignments/a2",
            "-observations/o1",
            "-indicators/i1",
            "-budget_lines/b1",
            "-progress/r1",
            "-project_tasks/l1",
            "-tasks/sub",
            "-deliverables/dl",
            "-problems/pr1",
            "-dependencies/de1",
            "standards/sd task=null",
            "-tasks/t",
        ],
    );
}

#[test]
fn a_plan_takes_every_table_that_refers_to_it_each_row_once_and_keeps_projects_and_sites() {
    let gone = [
        "a1", "a2", "o1", "o2", "i1", "i2", "b1", "b2", "r1", "r2", "l1", "t", "top", "s", "s2", "ph", "d",
        "d2", "f", "ro", "c", "as", "p", "ci", "sd", "si", "sub", "dl", "dl2", "ca", "er", "lr", "gr",
        "ireg", "i3", "pr1", "ar", "de1", "de3", "bl", "bi",
    ];
    let edits = edits(Kind::Plan, "p");
    let ids: BTreeSet<&str> = edits
        .iter()
        .filter_map(|e| e.strip_prefix('-')?.split('/').nth(1))
        .collect();
    assert_eq!(ids, BTreeSet::from(gone));
    let kept: Vec<&String> = edits.iter().filter(|e| !e.starts_with('-')).collect();
    assert_eq!(kept, ["projects/x plan=null", "sites/v plan=null"]);
    assert_eq!(edits.len(), gone.len() + 2, "each row once");
}

#[test]
fn what_goes_and_what_is_kept_is_counted_by_table() {
    let removal = Removal::of(&model(), &[(Kind::Unit, "u".to_owned())]).expect("it is there");
    assert_eq!(counts(&removal.goes), [("assignments", 1)]);
    assert_eq!(
        counts(&removal.freed),
        [
            ("deliverables", 1),
            ("cadences", 1),
            ("projects", 1),
            ("gates", 1),
            ("problems", 1),
            ("assessment_rules", 1)
        ]
    );
    assert!(removal.blockers.is_empty());
}

#[test]
fn a_town_takes_its_designations_money_reports_and_results_and_keeps_its_sites() {
    check(
        Kind::Region,
        "free",
        &[
            "-designations/d2",
            "-budget_lines/b3",
            "-progress/r3",
            "-observations/o2",
            "-assessments/as",
            "-deliverables/dl2",
            "-town_observations/to",
            "-dependencies/de3",
            "-problems/pr3",
            "-indicator_regions/ireg",
            "sites/v town=null",
            "-regions/free",
        ],
    );
}

#[test]
fn a_region_with_projects_plans_units_or_regions_below_it_is_refused_with_what_to_move_first() {
    let model = model();
    let removal = Removal::of(&model, &[(Kind::Region, "county".to_owned())]).expect("it is there");
    let blockers: Vec<(&str, u32)> = removal
        .blockers
        .iter()
        .map(|b| (b.table.as_str(), b.count))
        .collect();
    assert_eq!(blockers, [("regions", 1), ("plans", 2), ("units", 2)]);
    assert_eq!(removal.blockers[0].names, ["南村镇"]);
    let said = removal.change(&model, "移出").expect_err("refused").to_string();
    assert!(said.contains("2 条方案（"), "{said}");
    assert!(said.contains("平度小城镇"), "{said}");
}

#[test]
fn what_stands_in_the_way_of_a_region_or_would_be_loosened_goes_to_another_in_the_same_step() {
    let model = model();
    let region = |id: &str| (Kind::Region, id.to_owned());
    let moving = |from: &str, to: &str| Removal::moving(&model, &[region(from)], Some(&region(to)));
    let removal = moving("town", "free").expect("it can be moved");
    assert!(removal.blockers.is_empty());
    assert_eq!(counts(&removal.moved), [("projects", 1)]);
    let edits = short(
        &removal
            .change(&model, "移出")
            .expect("nothing is in the way")
            .edits,
    );
    assert!(edits.contains(&"projects/x town=free".to_owned()), "{edits:?}");
    assert_eq!(edits.last().map(String::as_str), Some("-regions/town"));
    // Sites are moved as well, which else only lose their town.
    let removal = moving("free", "town").expect("it can be moved");
    assert_eq!(counts(&removal.moved), [("sites", 1)]);
    assert!(removal.freed.is_empty());
    let edits = short(
        &removal
            .change(&model, "移出")
            .expect("nothing is in the way")
            .edits,
    );
    assert!(edits.contains(&"sites/v town=town".to_owned()), "{edits:?}");
    // Not to itself, not to what lies below it, not to what is not there.
    for (from, to) in [("town", "town"), ("county", "town")] {
        let error = moving(from, to).expect_err("refused");
        assert!(matches!(error, RemovalError::MovedIntoItself { .. }), "{error}");
    }
    assert!(matches!(moving("town", "none"), Err(RemovalError::Change(_))));
}

#[test]
fn rows_in_the_way_do_not_count_when_they_go_too() {
    let model = model();
    let town = (Kind::Region, "town".to_owned());
    let alone = Removal::of(&model, std::slice::from_ref(&town)).expect("it is there");
    assert_eq!(alone.blockers.len(), 1, "its project");
    let both = Removal::of(&model, &[(Kind::Project, "x".to_owned()), town]).expect("both are there");
    assert!(both.blockers.is_empty(), "{:?}", both.blockers);
    both.change(&model, "移出").expect("nothing is in the way");
}

#[test]
fn a_unit_is_taken_off_its_tasks_and_the_projects_it_leads_stay() {
    check(
        Kind::Unit,
        "u",
        &[
            "-assignments/a1",
            "projects/x lead_unit=null",
            "gates/g office=null",
            "deliverables/dl unit=null",
            "cadences/ca unit=null",
            "problems/pr1 unit=null",
            "assessment_rules/ar unit=null",
            "-units/u",
        ],
    );
}

#[test]
fn what_stands_under_a_heading_moves_to_the_first_heading_above_that_stays() {
    check(
        Kind::Section,
        "s",
        &["sections/s2 parent=top", "tasks/t section=top", "-sections/s"],
    );
    check(Kind::Section, "top", &["sections/s parent=null", "-sections/top"]);
    let model = model();
    let both = [(Kind::Section, "top".to_owned()), (Kind::Section, "s".to_owned())];
    let removal = Removal::of(&model, &both).expect("both are there");
    let change = removal.change(&model, "删除").expect("nothing is in the way");
    assert_eq!(
        short(&change.edits)[..2],
        ["sections/s2 parent=null", "tasks/t section=null"]
    );
}

#[test]
fn the_tasks_of_a_phase_stay_and_the_reports_of_a_target_go() {
    check(
        Kind::Phase,
        "ph",
        &[
            "tasks/t phase=null",
            "deliverables/dl2 phase=null",
            "-dependencies/de3",
            "-phases/ph",
        ],
    );
    check(
        Kind::Indicator,
        "i2",
        &[
            "-observations/o2",
            "-indicator_regions/ireg",
            "indicators/i3 part_of=null",
            "-indicators/i2",
        ],
    );
}

#[test]
fn a_site_goes_alone() {
    check(Kind::Site, "v", &["-sites/v"]);
}

#[test]
fn a_project_takes_its_links_money_gates_and_reports() {
    check(
        Kind::Project,
        "x",
        &[
            "-project_tasks/l1",
            "-project_tasks/l2",
            "-budget_lines/b4",
            "-gates/g",
            "-progress/r4",
            "-investment_plans/ip",
            "-investment_reports/ir",
            "-problems/pr2",
            "-dependencies/de1",
            "-dependencies/de2",
            "-projects/x",
        ],
    );
}

#[test]
fn a_report_and_a_document_leave_what_was_raised_or_handed_in_with_them() {
    check(
        Kind::ProgressReport,
        "r1",
        &["problems/pr1 report=null", "-progress/r1"],
    );
    check(
        Kind::Document,
        "doc",
        &["-citations/ci", "deliverables/dl document=null", "-documents/doc"],
    );
}

#[test]
fn what_was_cancelled_stays_in_the_baseline() {
    check(Kind::Baseline, "bl", &["-baseline_items/bi", "-baselines/bl"]);
    let gone = edits(Kind::Project, "x");
    assert!(
        gone.iter().all(|edit| !edit.contains("baseline")),
        "it names the project and is no reference to it: {gone:?}"
    );
}

#[test]
fn a_row_that_is_not_there_is_named() {
    let error = Removal::of(&model(), &[(Kind::Plan, "none".to_owned())]).expect_err("refused");
    assert!(matches!(error, RemovalError::Change(_)));
    assert!(error.to_string().contains("none"));
}

/// Without a rule a new reference would block nothing and loosen nothing.
#[test]
fn every_reference_says_what_the_removal_of_the_row_it_names_does() {
    for kind in Kind::ALL {
        for column in kind.columns() {
            let to_any = ["owner", "predecessor", "successor"].contains(&column.name);
            assert_eq!(
                column.on_removal.is_some(),
                column.references.is_some() || to_any,
                "{}.{}",
                kind.table(),
                column.name
            );
            if matches!(column.on_removal, Some(OnRemoval::Empties | OnRemoval::Lifts)) {
                assert!(column.nullable, "{}.{} can be emptied", kind.table(), column.name);
            }
        }
    }
}

/// Each row of a small atlas and a few of each table of the practice atlas: what is in the file afterwards holds together
/// (the change is checked before it is written), and undo brings back all of it.
#[test]
fn undo_brings_back_all_that_a_removal_took_whatever_is_removed() {
    let dir = tempfile::tempdir().expect("a folder");
    let atlases = [
        ("小", rows(), usize::MAX),
        ("轮次", crate::removal_of_rounds::rows(), usize::MAX),
        ("演练", demo_atlas::records(), 3),
    ];
    let mut met: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (name, rows, most) in atlases {
        let path = dir.path().join(format!("{name}.gpkg"));
        created(&path, rows);
        let mut file = edited(&path);
        let before = file.model().clone();
        for kind in Kind::ALL.iter().copied().filter(|k| *k != Kind::AtlasInfo) {
            for row in before.rows(kind).expect("read").iter().take(most) {
                let one = [(kind, row.id().to_owned())];
                let removal = file.removal_of(&one, None).expect("it is there");
                for found in removal.goes.iter().chain(&removal.freed) {
                    met.insert((
                        kind.table(),
                        Kind::from_table(&found.table).expect("a table").table(),
                    ));
                }
                if !removal.blockers.is_empty() {
                    let refused = file.remove("删除", &one, &stamp()).expect_err("blocked");
                    assert!(matches!(refused, EditError::Removal(RemovalError::Blocked(_))));
                    for found in &removal.blockers {
                        met.insert((
                            kind.table(),
                            Kind::from_table(&found.table).expect("a table").table(),
                        ));
                    }
                    continue;
                }
                let step = file.remove("删除", &one, &stamp()).expect("removed");
                assert!(!file.model().contains(kind, row.id()));
                assert!(step.change.edits.iter().any(|e| e.id == row.id()));
                file.undo(&stamp()).expect("taken back");
                assert_eq!(*file.model(), before, "{} {}", kind.table(), row.id());
            }
        }
        file.close().expect("closed");
        let again = AtlasFile::open(&path, Mode::Look, "").expect("opened");
        assert_eq!(*again.model(), before, "the file holds what it held");
    }
    for by in Kind::ALL {
        for column in by.columns().iter().filter(|c| c.on_removal.is_some()) {
            let to = column.references.into_iter();
            let owners = ["plans", "tasks", "projects", "regions"].into_iter();
            let to: Vec<&str> = match column.name {
                "owner" => owners.collect(),
                "predecessor" | "successor" => {
                    vec!["phases", "tasks", "deliverables", "projects", "gates"]
                }
                _ => to.collect(),
            };
            for to in to {
                assert!(
                    met.contains(&(to, by.table())),
                    "no removal met {to} ← {}",
                    by.table()
                );
            }
        }
    }
}
