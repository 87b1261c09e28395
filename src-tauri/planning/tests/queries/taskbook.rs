//! Task books of the practice atlas and of the five plans, against SQL over the file.

use std::collections::{BTreeMap, BTreeSet};

use planning::query::Snapshot;
use planning::rules::lights::LightLimits;
use planning::taskbook::{BookOwner, BookTask, TaskBook, task_book};
use rusqlite::Connection;

use crate::fixtures::practice_and_sql;
use crate::timetable::day;

fn ids(sql: &Connection, text: &str) -> BTreeSet<String> {
    let mut statement = sql.prepare(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|id| id.expect("an id")).collect()
}

fn of_tasks(tasks: &[BookTask]) -> BTreeSet<String> {
    tasks.iter().map(|task| task.id.clone()).collect()
}

/// Planned, allocated and spent money of projects in 分, by the one rule: approved where any approved line stands, else
/// estimated.
fn money(sql: &Connection, projects: &str) -> (i64, i64, i64) {
    let text = format!(
        "WITH sums AS (SELECT owner, SUM(amount) FILTER (WHERE stage = 'estimated') AS estimated, \
           SUM(amount) FILTER (WHERE stage = 'approved') AS approved, \
           SUM(amount) FILTER (WHERE stage = 'allocated') AS allocated, \
           SUM(amount) FILTER (WHERE stage = 'spent') AS spent \
           FROM budget_lines WHERE owner_kind = 'project' AND owner IN ({projects}) GROUP BY owner) \
         SELECT COALESCE(SUM(COALESCE(approved, estimated, 0)), 0), COALESCE(SUM(allocated), 0), \
           COALESCE(SUM(spent), 0) FROM sums"
    );
    sql.query_row(&text, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn sums(book: &TaskBook) -> (i64, i64, i64) {
    (book.money.planned.0, book.money.allocated.0, book.money.spent.0)
}

#[test]
fn a_unit_s_book_holds_what_it_is_assigned_itself_and_by_its_groups() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let as_of = day("2026-11-30");
    let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in ids(&sql, "SELECT id FROM units WHERE NOT is_group") {
        let book =
            task_book(&snapshot, BookOwner::Unit, &unit, LightLimits::default(), as_of).expect("a unit");
        let groups = format!(
            "SELECT g.id FROM units g JOIN units u ON u.id = '{unit}' JOIN regions r ON r.name = u.name \
             AND r.level = 'township' WHERE g.is_group AND (g.expands_to = 'towns' OR (g.expands_to = 'pilots' \
             AND r.id IN (SELECT region FROM designations)))"
        );
        let own = |role: &str| {
            ids(
                &sql,
                &format!("SELECT task FROM assignments WHERE unit = '{unit}' AND role IN ({role})"),
            )
        };
        let by_group = |role: &str| {
            ids(
                &sql,
                &format!(
                    "SELECT task FROM assignments WHERE unit IN ({groups}) AND role IN ({role}) \
                     AND task NOT IN (SELECT task FROM assignments WHERE unit = '{unit}')"
                ),
            )
        };
        for (name, role, tasks) in [
            ("lead", "'lead'", &book.lead),
            ("responsible", "'responsible'", &book.responsible),
            (
                "participating",
                "'participating', 'supporting'",
                &book.participating,
            ),
        ] {
            let expected: BTreeSet<String> = own(role).union(&by_group(role)).cloned().collect();
            assert_eq!(of_tasks(tasks), expected, "{unit} {name}");
            *roles.entry(name).or_default() += expected.len();
            let marked: BTreeSet<String> = tasks
                .iter()
                .filter(|task| task.group.is_some())
                .map(|task| task.id.clone())
                .collect();
            assert_eq!(marked, by_group(role), "{unit} {name} by groups");
        }
        let led = format!("SELECT id FROM projects WHERE lead_unit = '{unit}'");
        let found: BTreeSet<String> = book.projects.iter().map(|project| project.id.clone()).collect();
        assert_eq!(found, ids(&sql, &led), "{unit} leads");
        assert_eq!(sums(&book), money(&sql, &led), "{unit}");
    }
    assert!(roles.values().all(|tasks| *tasks > 0), "{roles:?}");
}

#[test]
fn a_town_s_book_holds_its_projects_with_their_money() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let mut all = 0;
    for town in ids(
        &sql,
        "SELECT id FROM regions WHERE level = 'township' AND id IN (SELECT town FROM projects)",
    ) {
        let book = task_book(
            &snapshot,
            BookOwner::Town,
            &town,
            LightLimits::default(),
            day("2026-11-30"),
        )
        .expect("a town");
        let of_town = format!("SELECT id FROM projects WHERE town = '{town}'");
        let found: BTreeSet<String> = book.projects.iter().map(|project| project.id.clone()).collect();
        assert_eq!(found, ids(&sql, &of_town), "{town}");
        assert_eq!(sums(&book), money(&sql, &of_town), "{town}");
        all += book.projects.len();
    }
    assert!(all > 100);
}

#[test]
fn a_plan_s_book_holds_every_task_with_its_targets() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    for plan in ids(&sql, "SELECT id FROM plans") {
        let book = task_book(
            &snapshot,
            BookOwner::Plan,
            &plan,
            LightLimits::default(),
            day("2026-11-30"),
        )
        .expect("a plan");
        let tasks = ids(&sql, &format!("SELECT id FROM tasks WHERE plan = '{plan}'"));
        assert_eq!(of_tasks(&book.responsible), tasks);
        let targets: BTreeSet<String> = book
            .responsible
            .iter()
            .flat_map(|task| task.indicators.iter().map(|i| i.indicator.id.0.clone()))
            .collect();
        let expected = ids(
            &sql,
            &format!("SELECT id FROM indicators WHERE plan = '{plan}' AND task IS NOT NULL"),
        );
        assert_eq!(targets, expected);
        assert!(!expected.is_empty());
        assert_eq!(
            sums(&book),
            money(&sql, &format!("SELECT id FROM projects WHERE plan = '{plan}'"))
        );
    }
    let none = task_book(
        &snapshot,
        BookOwner::Plan,
        "没有",
        LightLimits::default(),
        day("2026-11-30"),
    );
    assert_eq!(none, None);
}
