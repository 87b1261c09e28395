//! The cube of money: answers worked by hand, roll-ups over any partition against the whole, and sums that SQL makes of the
//! file.

use std::collections::BTreeMap;

use planning::model::{Fen, Kind, Model, MoneyStage, OwnerKind, PlanId, Record};
use planning::money::{Ceiling, MoneyCube, MoneySide, MoneyView, ceilings, pivot, slice};
use planning::query::{Filter, MoneyRequest, Snapshot};
use planning::rules::money::Money;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::fixtures::{atlas, practice_and_sql, row, title};

const SIDES: [MoneySide; 9] = [
    MoneySide::Plan,
    MoneySide::Town,
    MoneySide::Kind,
    MoneySide::Unit,
    MoneySide::Project,
    MoneySide::Task,
    MoneySide::Source,
    MoneySide::Stage,
    MoneySide::Year,
];

/// Owner, its kind, source, stage, year (0 for none), 分, and whether it is a ceiling.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str, i64, i64, bool);

fn lines(of: &[Line<'_>]) -> Vec<Record> {
    let line = |(n, (kind, owner, source, stage, year, amount, ceiling)): (usize, &Line<'_>)| {
        let year = (*year != 0).then_some(*year);
        let scope = ceiling.then_some("ceiling");
        row(
            Kind::BudgetLine,
            &json!({"id": format!("l{n}"), "owner_kind": kind, "owner": owner, "source": source, "stage": stage,
                "year": year, "amount": amount, "scope": scope}),
        )
    };
    of.iter().enumerate().map(line).collect()
}

/// A plan with two tasks and a subtask, two towns, a unit that leads, and three projects: p1 serves the first task, p2 the
/// subtask, p3 both tasks; p1 and p2 lie in the first town.
fn places() -> Vec<Record> {
    let project = |id: &str, town: &str, kind: &str, plan: Value| {
        row(
            Kind::Project,
            &json!({"id": id, "plan": plan, "ordinal": 1, "name": id, "kind": kind, "town": town, "stage": "building",
                "precision": "none", "alternative": false}),
        )
    };
    let task = |id: &str, kind: &str, parent: Value| {
        row(
            Kind::Task,
            &json!({"id": id, "plan": "plan", "kind": kind, "ordinal": 1, "number": id, "title": id,
                "status": "ongoing", "parent": parent}),
        )
    };
    let serves = |project: &str, task: &str| {
        row(
            Kind::ProjectTask,
            &json!({"id": format!("{project}/{task}"), "project": project, "task": task}),
        )
    };
    let region = |id: &str, level: &str, parent: Value| {
        row(
            Kind::Region,
            &json!({"id": id, "name": id, "level": level, "parent": parent, "precision": "none"}),
        )
    };
    vec![
        title(),
        region("county", "county", Value::Null),
        region("east", "township", json!("county")),
        region("west", "township", json!("county")),
        row(
            Kind::Plan,
            &json!({"id": "plan", "ordinal": 1, "title": "方案", "short_title": "方案", "region": "county", "issuer": "县"}),
        ),
        row(
            Kind::Unit,
            &json!({"id": "unit", "name": "住建局", "region": "county", "is_group": false}),
        ),
        task("t1", "task", Value::Null),
        task("t2", "task", Value::Null),
        task("s", "subtask", json!("t2")),
        row(
            Kind::Assignment,
            &json!({"id": "a", "task": "t1", "unit": "unit", "role": "lead", "ordinal": 1}),
        ),
        project("p1", "east", "road", json!("plan")),
        project("p2", "east", "water", json!("plan")),
        project("p3", "west", "road", Value::Null),
        serves("p1", "t1"),
        serves("p2", "s"),
        serves("p3", "t1"),
        serves("p3", "t2"),
    ]
}

pub fn worked() -> Vec<Record> {
    let mut rows = places();
    rows.extend(lines(&[
        // p1: estimated 1000 counts no more, as 400 + 500 are approved; 300 allocated, 120 spent: gap 600.
        ("project", "p1", "county", "estimated", 2025, 1000, false),
        ("project", "p1", "county", "approved", 2025, 400, false),
        ("project", "p1", "province", "approved", 2026, 500, false),
        ("project", "p1", "county", "allocated", 2025, 300, false),
        ("project", "p1", "county", "spent", 2025, 120, false),
        // p2: approved 0: nothing is planned, and 70 are allocated all the same: no gap.
        ("project", "p2", "county", "estimated", 2026, 800, false),
        ("project", "p2", "county", "approved", 2026, 0, false),
        ("project", "p2", "award", "allocated", 2026, 70, false),
        // p3 is only estimated: gap 200.
        ("project", "p3", "award", "estimated", 0, 200, false),
        // The plan: 5 of its own, a ceiling of 2000 from the province in 2026, one of 90 of all sources in 2025.
        ("plan", "plan", "award", "approved", 2026, 5, false),
        ("plan", "plan", "province", "approved", 2026, 2000, true),
        ("plan", "plan", "unstated", "approved", 2025, 90, true),
        // A ceiling is approved for itself: what is estimated of it counts no more.
        ("plan", "plan", "province", "estimated", 2026, 7777, true),
        ("task", "t2", "county", "estimated", 0, 60, true),
        ("task", "s", "county", "estimated", 0, 40, false),
        ("town", "west", "award", "allocated", 2026, 11, false),
    ]));
    rows
}

fn money(planned: i64, estimated: i64, approved: i64, allocated: i64, spent: i64, gap: i64) -> Money {
    Money {
        planned: Fen(planned),
        estimated: Fen(estimated),
        approved: Fen(approved),
        allocated: Fen(allocated),
        spent: Fen(spent),
        gap: Fen(gap),
    }
}

#[test]
fn sums_and_ceilings_are_as_worked_by_hand() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path(), worked());
    let model = file.model();
    let cube = MoneyCube::of(model);
    let of = |kind: OwnerKind| cube.total(&|owner| owner.kind == kind);
    assert_eq!(of(OwnerKind::Project), money(1100, 2000, 900, 370, 120, 800));
    assert_eq!(of(OwnerKind::Plan), money(5, 0, 5, 0, 0, 5));
    assert_eq!(of(OwnerKind::Task), money(40, 40, 0, 0, 0, 40));
    assert_eq!(of(OwnerKind::Town), money(0, 0, 0, 11, 0, 0));
    let whole = cube.total(&|_| true);
    assert_eq!(whole, money(1145, 2040, 905, 381, 120, 845));
    assert_eq!(whole.allocated_rate(), Some(381.0 / 1145.0));
    assert_eq!(whole.spent_rate(), Some(120.0 / 381.0));
    assert_eq!(of(OwnerKind::Town).allocated_rate(), None);
    assert_eq!(of(OwnerKind::Plan).spent_rate(), None);

    let found = ceilings(model, &|_, _| true, &|_| true);
    let told = |ceiling: &Ceiling| {
        let lines: Vec<(i64, i64)> = ceiling.lines.iter().map(|l| (l.fen.0, l.broken_down.0)).collect();
        (ceiling.owner.clone(), ceiling.fen.0, ceiling.broken_down.0, lines)
    };
    assert_eq!(
        found.iter().map(told).collect::<Vec<_>>(),
        [
            // Of 2026 from the province p1 has 500; of 2025 p1 has 400, more than the ceiling of 90.
            ("plan".to_owned(), 2090, 900, vec![(2000, 500), (90, 400)]),
            // Of the county's money for t2 the subtask has 40 of its own; p2 has 0 approved, p3 none from the county.
            ("t2".to_owned(), 60, 40, vec![(60, 40)]),
        ]
    );
}

#[test]
fn a_table_of_money_is_as_worked_by_hand() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path(), worked());
    let cube = MoneyCube::of(file.model());
    let view = MoneyView {
        rows: MoneySide::Town,
        columns: MoneySide::Year,
        stage: None,
    };
    let table = pivot(file.model(), &cube, view);
    let columns: Vec<&str> = table.columns.iter().map(|group| group.key.as_str()).collect();
    assert_eq!(columns, ["2025", "2026", ""]);
    let told: Vec<_> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Option<i64>> = row.cells.iter().map(|cell| cell.map(|fen| fen.0)).collect();
            (
                row.group.key.as_str(),
                cells,
                row.total.map(|fen| fen.0),
                row.money.gap.0,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("east", vec![Some(400), Some(500), None], Some(900), 600),
            ("west", vec![None, None, Some(200)], Some(200), 200),
            ("", vec![None, Some(5), Some(40)], Some(45), 45),
        ]
    );
    // p3 serves two tasks: its money stands under both of none alone.
    let view = MoneyView {
        rows: MoneySide::Task,
        columns: MoneySide::Stage,
        stage: None,
    };
    let table = pivot(file.model(), &cube, view);
    let told: Vec<(&str, Option<i64>)> = table
        .rows
        .iter()
        .map(|row| (row.group.key.as_str(), row.total.map(|fen| fen.0)))
        .collect();
    assert_eq!(
        told,
        [
            ("s", Some(40)),
            ("t1", Some(900)),
            ("*", Some(200)),
            ("", Some(5))
        ]
    );
    assert_eq!(table.sums.total, Some(Fen(1145)));
    // Behind t1 × allocated stands p1 with all its stages.
    let behind = slice(file.model(), &cube, view, Some("t1"), Some("allocated"));
    let told: Vec<_> = behind
        .iter()
        .map(|one| (one.owner.id.as_str(), one.money.planned, one.lines))
        .collect();
    assert_eq!(told, [("p1", Some(Fen(900)), 5)]);
}

/// What must hold for a table of any two sides.
fn partitions(model: &Model, cube: &MoneyCube<'_>) {
    let whole = cube.total(&|_| true);
    for rows in SIDES {
        for columns in SIDES.into_iter().filter(|side| *side != rows) {
            for stage in [None, Some(MoneyStage::Estimated), Some(MoneyStage::Spent)] {
                let view = MoneyView { rows, columns, stage };
                let table = pivot(model, cube, view);
                let said = format!("{rows:?} × {columns:?}, {stage:?}");
                assert_eq!(table.more_columns, 0, "{said}");
                assert_eq!(table.sums.money, whole, "{said}");
                assert_eq!(
                    table.rows.iter().map(|row| row.lines).sum::<u32>(),
                    cube.lines(),
                    "{said}"
                );
                let of_rows = table
                    .rows
                    .iter()
                    .fold(Money::default(), |sum, row| sum.plus(row.money));
                let of_owners = !matches!(rows, MoneySide::Source | MoneySide::Stage | MoneySide::Year);
                // A gap is of an owner: over sources, years and stages it does not add up.
                let gap = if of_owners { of_rows.gap } else { whole.gap };
                assert_eq!(Money { gap, ..of_rows }, whole, "{said}");
                for (at, sum) in table.sums.cells.iter().enumerate() {
                    let cells = table.rows.iter().filter_map(|row| row.cells[at]);
                    assert_eq!(cells.reduce(Fen::plus), *sum, "{said}, column {at}");
                }
                let stages = rows == MoneySide::Stage || columns == MoneySide::Stage;
                if !stages {
                    let told = match stage {
                        None => whole.planned,
                        Some(MoneyStage::Estimated) => whole.estimated,
                        _ => whole.spent,
                    };
                    assert_eq!(table.sums.total.unwrap_or_default(), told, "{said}");
                }
                // What stands behind a row is what it says.
                for row in table.rows.iter().filter(|_| stage.is_none()).take(20) {
                    let behind = slice(model, cube, view, Some(&row.group.key), None);
                    let sum = behind
                        .iter()
                        .fold(Money::default(), |sum, one| sum.plus(one.money.into()));
                    if rows != MoneySide::Stage {
                        assert_eq!(sum, row.money, "{said}, behind {:?}", row.group.key);
                    }
                }
            }
        }
    }
}

#[test]
fn roll_ups_over_any_partition_are_the_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path(), worked());
    partitions(file.model(), &MoneyCube::of(file.model()));
    let dir = tempfile::tempdir().expect("a folder");
    let (file, _) = practice_and_sql(dir.path(), "2026-11-30");
    partitions(file.model(), &MoneyCube::of(file.model()));
}

#[test]
fn roll_ups_hold_for_lines_of_any_owner_source_stage_and_year() {
    // A generator of its own, so that a failure can be repeated by its number.
    for seed in 1..=12_u64 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut next = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).expect("it is small")
        };
        let owners = [
            ("plan", "plan"),
            ("task", "t1"),
            ("task", "t2"),
            ("task", "s"),
            ("town", "east"),
            ("town", "west"),
            ("project", "p1"),
            ("project", "p2"),
            ("project", "p3"),
        ];
        let (sources, stages) = (
            ["county", "award", "unstated"],
            ["estimated", "approved", "allocated", "spent"],
        );
        let made: Vec<Line<'_>> = (0..next(30))
            .map(|_| {
                let (kind, owner) = owners[next(owners.len())];
                (
                    kind,
                    owner,
                    sources[next(3)],
                    stages[next(4)],
                    [0, 2025, 2026][next(3)],
                    i64::try_from(next(1000)).expect("it is small"),
                    next(4) == 0,
                )
            })
            .collect();
        let mut rows = places();
        rows.extend(lines(&made));
        let dir = tempfile::tempdir().expect("a folder");
        let file = atlas(dir.path(), rows);
        let cube = MoneyCube::of(file.model());
        partitions(file.model(), &cube);
        // The formula once more, written out over the lines.
        let mut by_owner: BTreeMap<(&str, &str), BTreeMap<&str, i64>> = BTreeMap::new();
        for (kind, owner, _, stage, _, amount, ceiling) in &made {
            if !ceiling {
                *by_owner
                    .entry((kind, owner))
                    .or_default()
                    .entry(stage)
                    .or_default() += amount;
            }
        }
        let planned = |sums: &BTreeMap<&str, i64>| {
            let said = sums.get("approved").or(sums.get("estimated"));
            said.copied().unwrap_or_default()
        };
        let of = |sums: &BTreeMap<&str, i64>, stage: &str| sums.get(stage).copied().unwrap_or_default();
        let whole = cube.total(&|_| true);
        let sum = |of: &dyn Fn(&BTreeMap<&str, i64>) -> i64| Fen(by_owner.values().map(of).sum());
        assert_eq!(whole.planned, sum(&planned), "seed {seed}");
        assert_eq!(
            whole.gap,
            sum(&|sums| (planned(sums) - of(sums, "allocated")).max(0)),
            "seed {seed}"
        );
        assert_eq!(whole.spent, sum(&|sums| of(sums, "spent")), "seed {seed}");
        // Years and sources part the whole, whatever the filter.
        let snapshot = Snapshot::new(file.model());
        let of_year = |years: Vec<i64>| {
            let filter = Filter {
                years,
                ..Filter::default()
            };
            let request = MoneyRequest {
                filter,
                ..MoneyRequest::default()
            };
            snapshot.money_scope(&request).cube().total(&|_| true)
        };
        let undated: i64 = made
            .iter()
            .filter(|line| line.4 == 0 && line.3 == "spent" && !line.6)
            .map(|line| line.5)
            .sum();
        let parts = of_year(vec![2025]).plus(of_year(vec![2026]));
        assert_eq!(parts.spent.0 + undated, whole.spent.0, "seed {seed}");
    }
}

/// Planned, allocated and spent of the parts of a kind of owner, as SQL adds them up.
fn in_sql(sql: &Connection, wanted: &str) -> (i64, i64, i64) {
    let text = format!(
        "WITH sums AS (SELECT owner_kind, owner, sum(CASE stage WHEN 'estimated' THEN amount END) e,
            sum(CASE stage WHEN 'approved' THEN amount END) a, sum(CASE stage WHEN 'allocated' THEN amount END) l,
            sum(CASE stage WHEN 'spent' THEN amount END) s
            FROM budget_lines b WHERE coalesce(scope, 'part') = 'part' AND ({wanted}) GROUP BY owner_kind, owner)
        SELECT coalesce(sum(coalesce(a, e)), 0), coalesce(sum(l), 0), coalesce(sum(s), 0) FROM sums"
    );
    sql.query_row(&text, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .expect("sums")
}

#[test]
fn the_practice_atlas_and_each_of_its_plans_and_towns_agree_with_sql() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(dir.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let said = |filter: Filter| {
        let request = MoneyRequest {
            filter,
            ..MoneyRequest::default()
        };
        let total = snapshot.money_scope(&request).cube().total(&|_| true);
        (total.planned.0, total.allocated.0, total.spent.0)
    };
    let whole = in_sql(&sql, "1");
    assert!(whole.0 > whole.1 && whole.1 > whole.2 && whole.2 > 0);
    assert_eq!(said(Filter::default()), whole);
    let plans: Vec<PlanId> = file.model().plans.iter().map(|plan| plan.id.clone()).collect();
    assert!(plans.len() > 1);
    for plan in plans {
        let id = plan.as_str();
        let wanted = format!(
            "owner_kind = 'plan' AND owner = '{id}'
            OR owner_kind = 'task' AND owner IN (SELECT id FROM tasks WHERE plan = '{id}')
            OR owner_kind = 'project' AND owner IN (SELECT id FROM projects WHERE plan = '{id}')"
        );
        let mut sums = said(Filter {
            plans: vec![id.to_owned()],
            ..Filter::default()
        });
        // Towns of a plan have money that is of no plan.
        let request = MoneyRequest {
            filter: Filter {
                plans: vec![id.to_owned()],
                ..Filter::default()
            },
            ..MoneyRequest::default()
        };
        let towns = snapshot
            .money_scope(&request)
            .cube()
            .total(&|owner| owner.kind == OwnerKind::Town);
        sums.0 -= towns.planned.0;
        sums.1 -= towns.allocated.0;
        sums.2 -= towns.spent.0;
        assert_eq!(sums, in_sql(&sql, &wanted), "{id}");
    }
    // The rows of towns.
    let cube = MoneyCube::of(file.model());
    let view = MoneyView {
        rows: MoneySide::Town,
        columns: MoneySide::Source,
        stage: None,
    };
    let table = pivot(file.model(), &cube, view);
    assert!(table.rows.len() > 10);
    for row in &table.rows {
        let town = &row.group.key;
        let wanted = format!(
            "owner_kind = 'town' AND owner = '{town}'
            OR owner_kind = 'project' AND owner IN (SELECT id FROM projects WHERE coalesce(town, '') = '{town}')
            OR '{town}' = '' AND owner_kind IN ('plan', 'task')"
        );
        let money = (row.money.planned.0, row.money.allocated.0, row.money.spent.0);
        assert_eq!(money, in_sql(&sql, &wanted), "{town}");
        assert_eq!(row.total.unwrap_or_default(), row.money.planned);
    }
    let ceiling: i64 = sql
        .query_row(
            "SELECT sum(amount) FROM budget_lines WHERE scope = 'ceiling'",
            [],
            |row| row.get(0),
        )
        .expect("a ceiling");
    let found = ceilings(file.model(), &|_, _| true, &|_| true);
    assert_eq!(found.iter().map(|one| one.fen.0).sum::<i64>(), ceiling);
}

#[test]
fn rows_come_in_pages_and_every_page_has_the_whole_sums() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(dir.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let request = MoneyRequest {
        projects_only: true,
        year: Some(2026),
        view: MoneyView {
            rows: MoneySide::Project,
            columns: MoneySide::Source,
            stage: Some(MoneyStage::Approved),
        },
        ..MoneyRequest::default()
    };
    let day = "2026-11-30".parse().expect("a day");
    let whole = snapshot.money_page(&request, day, 0, u32::MAX);
    let wanted = "owner_kind = 'project' AND year = 2026";
    let owners: u32 = sql
        .query_row(
            &format!("SELECT count(DISTINCT owner) FROM budget_lines WHERE {wanted}"),
            [],
            |row| row.get(0),
        )
        .expect("a count");
    assert_eq!((whole.total, whole.projects), (owners, owners));
    let years: u32 = sql
        .query_row(
            "SELECT count(DISTINCT year) FROM budget_lines WHERE owner_kind = 'project'",
            [],
            |row| row.get(0),
        )
        .expect("a count");
    assert_eq!(whole.years.len(), years as usize);
    let approved: i64 = sql
        .query_row(
            &format!("SELECT sum(amount) FROM budget_lines WHERE {wanted} AND stage = 'approved'"),
            [],
            |row| row.get(0),
        )
        .expect("a sum");
    assert_eq!(whole.sums.total, Some(Fen(approved)));
    let mut rows = Vec::new();
    for offset in (0..whole.total).step_by(7) {
        let page = snapshot.money_page(&request, day, offset, 7);
        assert_eq!(page.sums, whole.sums);
        rows.extend(page.rows);
    }
    assert_eq!(rows, whole.rows);
}
