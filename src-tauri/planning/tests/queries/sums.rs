//! Money, targets and what is late: each figure that is shown against a sum over the file, or against its definition.

use std::collections::BTreeMap;
use std::path::Path;

use crate::fixtures::exports::{every_project, export};
use crate::fixtures::{created, row};
use planning::atlas_file::AtlasFile;
use planning::model::{
    BudgetScope, Fen, Gate, Kind, Operator, OwnerKind, PartialDate, ProjectStage, Record, TaskStatus,
};
use planning::query::{Detail, Filter, NodeKind, Snapshot, Sort};
use planning::rules::money::Money;
use planning::rules::overdue::{PassedGate, is_overdue, is_project_overdue, is_task_overdue, passed_gate};
use planning::rules::targets::is_met;
use planning::store::Mode;
use rusqlite::Connection;
use serde_json::json;

fn line(id: &str, kind: &str, owner: &str, stage: &str, amount: i64) -> Record {
    let columns = json!({"id": id, "owner_kind": kind, "owner": owner, "source": "county", "stage": stage, "amount": amount});
    row(Kind::BudgetLine, &columns)
}

/// The practice atlas, with a project whose approved line is 0, and money of a plan, a task and a town.
fn atlas(dir: &Path) -> AtlasFile {
    let mut rows = demo_atlas::records();
    let free = |rows: &[Record]| {
        let owned: Vec<&str> = rows
            .iter()
            .filter_map(|r| match r {
                Record::BudgetLine(line) => Some(line.owner.as_str()),
                _ => None,
            })
            .collect();
        let mut projects = rows.iter().filter_map(|r| match r {
            Record::Project(p) if !owned.contains(&p.id.as_str()) => Some(p.id.0.clone()),
            _ => None,
        });
        projects.next().expect("a project without money")
    };
    let first = |rows: &[Record], kind: Kind| {
        rows.iter()
            .find(|r| r.kind() == kind)
            .expect("a row")
            .id()
            .to_owned()
    };
    let project = free(&rows);
    let town = rows
        .iter()
        .find_map(|r| match r {
            Record::Designation(d) => Some(d.region.0.clone()),
            _ => None,
        })
        .expect("a pilot");
    let (plan, task) = (first(&rows, Kind::Plan), first(&rows, Kind::Task));
    rows.extend([
        line("z1", "project", &project, "estimated", 900),
        line("z2", "project", &project, "approved", 0),
        line("z3", "plan", &plan, "approved", 70_000),
        line("z4", "task", &task, "estimated", 3_000),
        line("z5", "town", &town, "approved", 500),
        line("z6", "town", &town, "spent", 20),
    ]);
    let path = dir.join("a.gpkg");
    created(&path, rows);
    AtlasFile::open(&path, Mode::Look, "").expect("opened")
}

/// What SQL says over the file of the owners of a kind: planned, estimated, approved, allocated, spent.
fn in_sql(path: &Path, kind: OwnerKind) -> Money {
    let conn = Connection::open(path).expect("opened");
    let sql = "WITH sums AS (SELECT owner,
            sum(CASE stage WHEN 'estimated' THEN amount END) e, sum(CASE stage WHEN 'approved' THEN amount END) a,
            sum(CASE stage WHEN 'allocated' THEN amount END) l, sum(CASE stage WHEN 'spent' THEN amount END) s
            FROM budget_lines WHERE owner_kind = ? AND coalesce(scope, 'part') = 'part' GROUP BY owner)
        SELECT coalesce(sum(coalesce(a, e)), 0), coalesce(sum(e), 0), coalesce(sum(a), 0), coalesce(sum(l), 0),
            coalesce(sum(s), 0), coalesce(sum(max(coalesce(a, e, 0) - coalesce(l, 0), 0)), 0) FROM sums";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Money {
            planned: Fen(row.get(0)?),
            estimated: Fen(row.get(1)?),
            approved: Fen(row.get(2)?),
            allocated: Fen(row.get(3)?),
            spent: Fen(row.get(4)?),
            gap: Fen(row.get(5)?),
        })
    };
    conn.query_row(sql, [kind.word()], read).expect("a sum")
}

#[test]
fn totals_and_info_are_the_sums_of_the_file_with_projects_apart_from_plans_tasks_and_towns() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path());
    let path = file.path().to_owned();
    let snapshot = Snapshot::new(file.model());
    let (totals, info) = (snapshot.totals(&Filter::default()), snapshot.info());
    let of_projects = Money {
        planned: totals.planned,
        estimated: totals.estimated,
        approved: totals.approved,
        allocated: totals.allocated,
        spent: totals.spent,
        gap: totals.gap,
    };
    let beside = totals.beside;
    for (kind, total) in [
        (OwnerKind::Project, of_projects),
        (OwnerKind::Plan, beside.plans),
        (OwnerKind::Task, beside.tasks),
        (OwnerKind::Town, beside.towns),
    ] {
        let sum = in_sql(&path, kind);
        assert_ne!(sum, Money::default(), "{kind:?} has money");
        assert_eq!(total, sum, "totals of {kind:?}");
        assert_eq!(info.money_of[kind.word()], sum, "info of {kind:?}");
    }
    let conn = Connection::open(&path).expect("opened");
    let mut rows = conn
        .prepare("SELECT source, stage, sum(amount) FROM budget_lines WHERE coalesce(scope, 'part') = 'part' GROUP BY 1, 2")
        .expect("sql");
    let mut by_source: BTreeMap<String, BTreeMap<String, Fen>> = BTreeMap::new();
    let mut rows = rows.query([]).expect("sums");
    while let Some(row) = rows.next().expect("a row") {
        let source = by_source.entry(row.get(0).expect("text")).or_default();
        source.insert(row.get(1).expect("text"), Fen(row.get(2).expect("a sum")));
    }
    assert_eq!(json!(info.money), json!(by_source));
}

#[test]
fn ledger_card_and_export_agree_with_the_sums_of_the_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path());
    let sum = in_sql(file.path(), OwnerKind::Project);
    let snapshot = Snapshot::new(file.model());
    let sort = Sort {
        column: String::new(),
        ..Sort::default()
    };
    let page = snapshot.project_page(&Filter::default(), &sort, 0, 100_000);
    let planned = page.rows.iter().fold(Fen(0), |sum, row| sum.plus(row.planned));
    let spent = page.rows.iter().fold(Fen(0), |sum, row| sum.plus(row.spent));
    assert_eq!((planned, spent), (sum.planned, sum.spent), "ledger");
    let (mut planned, mut spent) = (Fen(0), Fen(0));
    for row in &page.rows {
        let Ok(Some(Detail::Project(detail))) = snapshot.detail(NodeKind::Project, &row.id) else {
            panic!("{} has a card", row.id);
        };
        planned = planned.plus(detail.money.planned.unwrap_or_default());
        spent = spent.plus(detail.money.spent.unwrap_or_default());
        assert_eq!(
            detail.row.planned,
            detail.money.planned.unwrap_or_default(),
            "{}",
            row.id
        );
    }
    assert_eq!((planned, spent), (sum.planned, sum.spent), "cards");
    let out = dir.path().join("p.geojson");
    export(&file, every_project(&out));
    let text = std::fs::read_to_string(&out).expect("written");
    let found: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let of = |key: &str| -> i64 {
        let features = found["features"].as_array().expect("features").iter();
        features
            .map(|f| (f["properties"][key].as_f64().expect("a number") * 1.0e6).round() as i64)
            .sum()
    };
    assert_eq!(
        (of("planned_wan_yuan"), of("spent_wan_yuan")),
        (sum.planned.0, sum.spent.0),
        "export"
    );
}

#[test]
fn an_approved_line_of_nothing_is_what_is_planned() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path());
    let owner = file.model().budget_lines.get("z1").expect("a line").owner.clone();
    let snapshot = Snapshot::new(file.model());
    let Ok(Some(Detail::Project(detail))) = snapshot.detail(NodeKind::Project, &owner) else {
        panic!("it has a card");
    };
    assert_eq!(detail.money.planned, Some(Fen(0)));
    assert_eq!(
        (detail.money.estimated, detail.money.allocated),
        (Some(Fen(900)), None)
    );
    assert_eq!(detail.row.planned, Fen(0));
}

#[test]
fn a_filter_names_the_money_beside_projects_that_it_matches() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path());
    let snapshot = Snapshot::new(file.model());
    let plan = file.model().budget_lines.get("z3").expect("a line").owner.clone();
    let other = file
        .model()
        .plans
        .iter()
        .find(|p| p.id.as_str() != plan)
        .expect("another plan")
        .id
        .0
        .clone();
    let of = |plan: String| {
        let filter = Filter {
            plans: vec![plan],
            ..Filter::default()
        };
        snapshot.totals(&filter).beside.plans.planned
    };
    assert!(of(plan).0 >= 70_000);
    let own = file
        .model()
        .budget_lines
        .iter()
        .filter(|l| l.owner == other && l.scope != Some(BudgetScope::Ceiling))
        .count();
    assert_eq!(of(other).0 == 0, own == 0);
}

#[track_caller]
fn check(operator: Operator, target: f64, upper: Option<f64>, cases: &[(f64, bool)]) {
    for (seen, expected) in cases {
        assert_eq!(
            is_met(operator, target, upper, *seen),
            *expected,
            "{seen} for {operator:?} {target} {upper:?}"
        );
    }
}

#[test]
fn a_target_is_met_by_its_own_comparison() {
    use Operator::*;
    check(AtLeast, 70.0, None, &[(69.9, false), (70.0, true), (90.0, true)]);
    check(AtMost, 5.0, None, &[(6.0, false), (5.0, true), (0.0, true)]);
    check(MoreThan, 70.0, None, &[(70.0, false), (70.1, true)]);
    check(LessThan, 5.0, None, &[(5.0, false), (4.9, true)]);
    check(
        Exactly,
        0.3,
        None,
        &[(0.1 + 0.2, true), (0.31, false), (0.29, false)],
    );
    check(Exactly, 0.0, None, &[(0.0, true), (1.0, false)]);
}

#[test]
fn about_is_within_five_in_a_hundred_on_either_side() {
    use Operator::About;
    check(
        About,
        100.0,
        None,
        &[
            (94.9, false),
            (95.0, true),
            (100.0, true),
            (105.0, true),
            (105.1, false),
        ],
    );
    check(
        About,
        -20.0,
        None,
        &[(-21.0, true), (-19.0, true), (-22.0, false)],
    );
    check(
        About,
        10.0,
        Some(20.0),
        &[(9.4, false), (9.5, true), (21.0, true), (21.1, false)],
    );
}

#[test]
fn a_range_has_both_its_ends_in_it_and_an_end() {
    check(
        Operator::Exactly,
        1.0,
        Some(2.0),
        &[(0.0, false), (1.0, true), (1.5, true), (2.0, true), (3.0, false)],
    );
    check(
        Operator::AtLeast,
        1.0,
        Some(2.0),
        &[(0.0, false), (1.0, true), (2.0, true), (3.0, true)],
    );
    check(
        Operator::AtMost,
        1.0,
        Some(2.0),
        &[(0.0, true), (2.0, true), (2.1, false)],
    );
    check(Operator::MoreThan, 1.0, Some(2.0), &[(1.0, false), (3.0, true)]);
    check(Operator::LessThan, 1.0, Some(2.0), &[(1.9, true), (2.0, false)]);
}

#[test]
fn what_is_due_in_a_month_or_a_year_is_late_once_that_is_over() {
    let day = |text: &str| -> PartialDate { text.parse().expect("a date") };
    for (due, today, late) in [
        ("2026-06-30", "2026-06-30", false),
        ("2026-06-30", "2026-07-01", true),
        ("2026-06", "2026-06-30", false),
        ("2026-06", "2026-07-01", true),
        ("2026-H1", "2026-07-01", true),
        ("2026", "2026-12-31", false),
        ("2026", "2027-01-01", true),
    ] {
        assert_eq!(
            is_overdue(Some(day(due)), false, day(today)),
            late,
            "{due} on {today}"
        );
        assert!(
            !is_overdue(Some(day(due)), true, day(today)),
            "what is finished is not late"
        );
    }
    let (due, today) = (Some(day("2025")), day("2026-11-30"));
    assert!(!is_overdue(None, false, today));
    assert!(
        is_task_overdue(due, TaskStatus::Ongoing, today) && !is_task_overdue(due, TaskStatus::Closed, today)
    );
    assert!(is_project_overdue(due, ProjectStage::Suspended, today));
    assert!(!is_project_overdue(due, ProjectStage::Accepted, today));
}

#[test]
fn a_gate_is_late_only_if_nothing_says_that_it_was_reached() {
    let gate = |step: &str, planned: Option<&str>, actual: Option<&str>, confirmed: bool| -> Gate {
        serde_json::from_value(json!({
            "id": step, "project": "p", "step": step, "planned": planned, "actual": actual, "confirmed": confirmed
        }))
        .expect("a gate")
    };
    let today: PartialDate = "2026-11-30".parse().expect("a date");
    let (late, unconfirmed) = (Some(PassedGate::Late), Some(PassedGate::Unconfirmed));
    let design = |confirmed| gate("design", Some("2026-03"), Some("2026-04"), confirmed);
    for (of, others, standing) in [
        (gate("approval", Some("2026-10"), None, false), vec![], late),
        (gate("approval", Some("2026-11"), None, false), vec![], None),
        (gate("approval", None, None, false), vec![], None),
        (
            gate("approval", Some("2026-10"), Some("2026-09-01"), true),
            vec![],
            None,
        ),
        // Reported, also today; what is expected later was not reached.
        (
            gate("approval", Some("2026-10"), Some("2026-11-30"), false),
            vec![],
            unconfirmed,
        ),
        (
            gate("approval", Some("2026-10"), Some("2026-12-01"), false),
            vec![],
            late,
        ),
        // A later gate proves that the work went on if it is confirmed; an earlier one proves nothing.
        (
            gate("approval", Some("2026-10"), None, false),
            vec![gate("start", None, Some("2026-10-01"), true)],
            unconfirmed,
        ),
        (
            gate("approval", Some("2026-10"), None, false),
            vec![gate("start", None, Some("2026-10-01"), false)],
            late,
        ),
        (
            gate("approval", Some("2026-10"), None, false),
            vec![design(true)],
            late,
        ),
        (
            gate("acceptance", Some("2026-06-30"), None, false),
            vec![gate("completion", None, Some("2026-01-02"), true)],
            late,
        ),
    ] {
        assert_eq!(
            passed_gate(&of, others.iter().chain([&of]), today),
            standing,
            "{of:?} beside {others:?}"
        );
    }
}
