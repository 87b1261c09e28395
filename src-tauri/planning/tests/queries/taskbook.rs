//! Task books of the practice atlas and of the five plans, against SQL over the file.

use std::collections::{BTreeMap, BTreeSet};

use planning::model::{Kind, ProjectKind};
use planning::query::{Filter, Snapshot};
use planning::rules::lights::LightLimits;
use planning::taskbook::{BookOwner, BookRequest, BookTask, TaskBook, book_owners, duty_matrix, task_book};
use rusqlite::Connection;
use serde_json::json;

use crate::fixtures::{altered, opened_and_sql, practice_and_sql};
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
    // A single work stands under its task, where that is there too.
    let works = ids(
        &sql,
        "SELECT id || ' ' || parent FROM tasks WHERE parent IS NOT NULL",
    );
    let parent: BTreeMap<&str, &str> = works.iter().filter_map(|pair| pair.split_once(' ')).collect();
    let mut folded = 0;
    for unit in ids(&sql, "SELECT id FROM units WHERE NOT is_group") {
        let book = task_book(
            &snapshot,
            &BookRequest::of(BookOwner::Unit, &unit),
            LightLimits::default(),
            as_of,
        )
        .expect("a unit");
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
            let all: BTreeSet<String> = own(role).union(&by_group(role)).cloned().collect();
            let under = |id: &str| parent.get(id).is_some_and(|task| all.contains(*task));
            let expected: BTreeSet<String> = all.iter().filter(|id| !under(id)).cloned().collect();
            folded += all.len() - expected.len();
            assert_eq!(of_tasks(tasks), expected, "{unit} {name}");
            *roles.entry(name).or_default() += expected.len();
            let marked: BTreeSet<String> = tasks
                .iter()
                .filter(|task| task.group.is_some())
                .map(|task| task.id.clone())
                .collect();
            let by_group: BTreeSet<String> = by_group(role).into_iter().filter(|id| !under(id)).collect();
            assert_eq!(marked, by_group, "{unit} {name} by groups");
        }
        let led = format!("SELECT id FROM projects WHERE lead_unit = '{unit}'");
        let found: BTreeSet<String> = book.projects.iter().map(|project| project.id.clone()).collect();
        assert_eq!(found, ids(&sql, &led), "{unit} leads");
        assert_eq!(sums(&book), money(&sql, &led), "{unit}");
    }
    assert!(roles.values().all(|tasks| *tasks > 0), "{roles:?}");
    assert!(folded > 0);
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
            &BookRequest::of(BookOwner::Town, &town),
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
            &BookRequest::of(BookOwner::Plan, &plan),
            LightLimits::default(),
            day("2026-11-30"),
        )
        .expect("a plan");
        let tasks = ids(
            &sql,
            &format!("SELECT id FROM tasks WHERE kind <> 'subtask' AND plan = '{plan}'"),
        );
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
        &BookRequest::of(BookOwner::Plan, "没有"),
        LightLimits::default(),
        day("2026-11-30"),
    );
    assert_eq!(none, None);
}

fn one(sql: &Connection, text: &str) -> u32 {
    sql.query_row(text, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn the_list_of_owners_counts_what_their_books_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _) = practice_and_sql(folder.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let as_of = day("2026-11-30");
    let roads = Filter {
        kinds: vec![ProjectKind::Road],
        ..Filter::default()
    };
    for owner in [BookOwner::Unit, BookOwner::Town, BookOwner::Plan] {
        for filter in [Filter::default(), roads.clone()] {
            let rows = book_owners(&snapshot, owner, &filter, LightLimits::default(), as_of);
            let mut behind = 0;
            for row in &rows {
                let request = BookRequest {
                    filter: filter.clone(),
                    ..BookRequest::of(owner, &row.id)
                };
                let book = task_book(&snapshot, &request, LightLimits::default(), as_of).expect("there");
                let counts = book.counts;
                assert_eq!(
                    (
                        row.lead,
                        row.responsible,
                        row.participating,
                        row.projects,
                        row.red,
                        row.yellow
                    ),
                    (
                        counts.lead,
                        counts.responsible,
                        counts.participating,
                        counts.projects,
                        counts.red,
                        counts.yellow
                    ),
                    "{} {filter:?}",
                    row.name
                );
                behind += counts.red + counts.yellow;
            }
            assert!(!rows.is_empty(), "{owner:?}");
            assert!(behind > 0 || !filter.is_empty(), "{owner:?}");
        }
    }
}

#[test]
fn a_filter_narrows_tasks_projects_and_money_of_a_book() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let most = "SELECT lead_unit FROM projects WHERE kind = 'road' GROUP BY lead_unit ORDER BY COUNT(*) DESC LIMIT 1";
    let unit: String = sql.query_row(most, [], |row| row.get(0)).expect("a unit");
    let mut request = BookRequest::of(BookOwner::Unit, &unit);
    request.filter.kinds = vec![ProjectKind::Road];
    request.most_projects = Some(1);
    let book = task_book(&snapshot, &request, LightLimits::default(), day("2026-11-30")).expect("a unit");
    let led = format!("SELECT id FROM projects WHERE lead_unit = '{unit}' AND kind = 'road'");
    assert_eq!(
        book.counts.projects,
        one(&sql, &format!("SELECT COUNT(*) FROM ({led})"))
    );
    assert!(book.counts.projects > 1);
    // One is told, all are counted.
    assert_eq!(book.projects.len(), 1);
    assert_eq!(sums(&book), money(&sql, &led));
    assert_eq!(
        book.stages.iter().map(|stage| stage.count).sum::<u32>(),
        book.counts.projects
    );
    assert!(book.filtered);
    let serving = format!(
        "SELECT a.task FROM assignments a WHERE a.unit = '{unit}' AND a.role = 'lead' AND a.task IN \
         (SELECT l.task FROM project_tasks l JOIN projects p ON p.id = l.project WHERE p.kind = 'road')"
    );
    assert_eq!(of_tasks(&book.lead), ids(&sql, &serving));
}

#[test]
fn what_the_last_report_names_stands_among_the_problems() {
    let folder = tempfile::tempdir().expect("a folder");
    // Of some projects only the last report says what stands in the way.
    let path = altered(
        folder.path(),
        "UPDATE problems SET report = NULL; DELETE FROM problems WHERE owner_kind = 'project' AND owner IN \
         (SELECT owner FROM problems WHERE owner_kind = 'project' ORDER BY owner LIMIT 8)",
    );
    let (file, sql) = opened_and_sql(&path, "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let mut seen = 0;
    for plan in ids(&sql, "SELECT id FROM plans") {
        let request = BookRequest::of(BookOwner::Plan, &plan);
        let book = task_book(&snapshot, &request, LightLimits::default(), day("2026-11-30")).expect("a plan");
        let named = format!(
            "SELECT r.owner FROM progress r JOIN projects p ON p.id = r.owner WHERE r.owner_kind = 'project' \
             AND p.plan = '{plan}' AND r.problem IS NOT NULL AND r.on_date = (SELECT MAX(on_date) FROM progress \
             WHERE owner = r.owner AND owner_kind = 'project' AND on_date <= '2026-11-30')"
        );
        let of_reports: BTreeSet<String> = book
            .problems
            .iter()
            .filter(|problem| problem.id.is_none())
            .map(|problem| problem.owner.clone())
            .collect();
        let raised = "SELECT owner FROM problems WHERE owner_kind = 'project'";
        let expected: BTreeSet<String> = ids(&sql, &named)
            .difference(&ids(&sql, raised))
            .cloned()
            .collect();
        assert!(of_reports.is_superset(&expected), "{plan}");
        assert!(of_reports.is_subset(&ids(&sql, &named)), "{plan}");
        let mut days: Vec<Option<i32>> = book.problems.iter().map(|problem| problem.days_open).collect();
        days.dedup();
        assert!(
            days.is_sorted_by(|a, b| a >= b),
            "those open longest first: {days:?}"
        );
        seen += of_reports.len();
    }
    assert!(seen > 0);
}

#[test]
fn deliverables_and_problems_are_owed_and_open_as_of_the_status_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = crate::fixtures::row;
    let task = |id: &str| json!({"id": id, "plan": "p", "ordinal": 1, "kind": "task", "number": "1", "title": id, "status": "ongoing"});
    let unit = |id: &str, name: &str, group: bool| {
        json!({"id": id, "region": "county", "name": name, "is_group": group,
               "expands_to": group.then_some("towns")})
    };
    let owed = |id: &str,
                unit: Option<&str>,
                region: Option<&str>,
                due: &str,
                status: &str,
                on: Option<&str>| {
        json!({"id": id, "plan": "p", "ordinal": 1, "name": id, "unit": unit, "region": region, "due": due,
               "status": status, "submitted_on": on})
    };
    let problem = |id: &str, kind: &str, owner: &str, raised: &str, status: &str, closed: Option<&str>| {
        json!({"id": id, "owner_kind": kind, "owner": owner, "title": id, "status": status, "raised_on": raised,
               "closed_on": closed, "unit": "bureau"})
    };
    let rows = vec![
        crate::fixtures::title(),
        of(
            Kind::Region,
            &json!({"id": "county", "name": "清河源县", "level": "county", "precision": "none"}),
        ),
        of(
            Kind::Region,
            &json!({"id": "town", "name": "柳荫集镇", "level": "township", "parent": "county", "precision": "none"}),
        ),
        of(
            Kind::Plan,
            &json!({"id": "p", "ordinal": 1, "title": "方案", "short_title": "方案", "region": "county", "issuer": "县政府"}),
        ),
        of(Kind::Unit, &unit("bureau", "县水务局", false)),
        of(Kind::Unit, &unit("own", "柳荫集镇", false)),
        of(Kind::Unit, &unit("all", "各镇街", true)),
        of(Kind::Task, &task("t")),
        of(
            Kind::Deliverable,
            &owed("台账", None, Some("town"), "2026-10", "owed", None),
        ),
        of(
            Kind::Deliverable,
            &owed("清单", Some("all"), None, "2026-12-15", "owed", None),
        ),
        of(
            Kind::Deliverable,
            &owed(
                "方案",
                Some("bureau"),
                None,
                "2026-09",
                "submitted",
                Some("2026-11-20"),
            ),
        ),
        of(
            Kind::Problem,
            &problem("欠款", "task", "t", "2026-09-30", "handling", None),
        ),
        of(
            Kind::Problem,
            &problem("用地", "town", "town", "2026-10", "closed", Some("2026-11-15")),
        ),
    ];
    let file = crate::fixtures::atlas(folder.path(), rows);
    let snapshot = Snapshot::new(file.model());
    let book = |owner: BookOwner, id: &str, on: &str| {
        task_book(
            &snapshot,
            &BookRequest::of(owner, id),
            LightLimits::default(),
            day(on),
        )
        .expect("there")
    };
    // The town owes its own ledger, and the list as one of all towns.
    let town = book(BookOwner::Town, "town", "2026-11-30");
    let told: Vec<_> = town
        .deliverables
        .iter()
        .map(|row| {
            (
                row.name.as_str(),
                row.group.as_deref(),
                row.owed,
                row.overdue,
                row.days,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("台账", None, true, true, Some(-30)),
            ("清单", Some("各镇街"), true, false, Some(15)),
        ]
    );
    assert_eq!((town.counts.owed, town.counts.owed_late), (2, 1));
    assert_eq!(
        book(BookOwner::Unit, "own", "2026-11-30").deliverables,
        town.deliverables
    );
    // What was handed in later was owed before, and late then.
    let unit = |on: &str| book(BookOwner::Unit, "bureau", on);
    assert_eq!(
        (
            unit("2026-11-30").counts.owed,
            unit("2026-11-30").counts.owed_late
        ),
        (0, 0)
    );
    assert_eq!(
        (
            unit("2026-11-01").counts.owed,
            unit("2026-11-01").counts.owed_late
        ),
        (1, 1)
    );
    assert_eq!(book(BookOwner::Plan, "p", "2026-11-30").deliverables.len(), 3);
    // A problem is open from the day it was raised to the day it is struck off; the bureau handles both.
    let titles = |on: &str| -> Vec<(String, Option<i32>)> {
        let problems = unit(on).problems.into_iter();
        problems
            .map(|problem| (problem.title, problem.days_open))
            .collect()
    };
    assert_eq!(titles("2026-11-30"), [("欠款".to_owned(), Some(61))]);
    assert_eq!(
        titles("2026-11-10"),
        [("欠款".to_owned(), Some(41)), ("用地".to_owned(), Some(10))]
    );
    assert_eq!(titles("2026-09-01"), []);
    assert_eq!(book(BookOwner::Town, "town", "2026-11-10").counts.problems, 1);
    assert_eq!(book(BookOwner::Plan, "p", "2026-11-30").counts.problems, 1);
}

#[test]
fn the_matrix_has_a_letter_for_every_assignment_and_counts_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let as_of = day("2026-11-30");
    let matrix = duty_matrix(&snapshot, &Filter::default(), LightLimits::default(), as_of);
    let tasks: BTreeSet<String> = matrix.tasks.iter().map(|task| task.id.clone()).collect();
    let listed = "SELECT id FROM tasks WHERE kind <> 'subtask' OR id IN (SELECT task FROM assignments)";
    assert_eq!(tasks, ids(&sql, listed));
    let told: BTreeSet<String> = matrix
        .cells
        .iter()
        .filter(|cell| !cell.by_group)
        .map(|cell| {
            let (task, unit) = (
                &matrix.tasks[cell.task as usize],
                &matrix.units[cell.unit as usize],
            );
            format!("{} {} {}", task.id, unit.id, cell.role.word())
        })
        .collect();
    let all = "SELECT task || ' ' || unit || ' ' || role FROM assignments";
    assert_eq!(told, ids(&sql, all));
    let named: u32 = matrix.tasks.iter().map(|task| task.units).sum();
    assert_eq!(named, one(&sql, "SELECT COUNT(*) FROM assignments"));
    // Members of groups have what the group has; the counts are those of the list.
    assert!(matrix.cells.iter().any(|cell| cell.by_group));
    for row in book_owners(
        &snapshot,
        BookOwner::Unit,
        &Filter::default(),
        LightLimits::default(),
        as_of,
    ) {
        let unit = matrix.units.iter().find(|unit| unit.id == row.id);
        let counts = unit.map_or((0, 0, 0), |unit| {
            (unit.lead, unit.responsible, unit.participating)
        });
        assert_eq!(
            counts,
            (row.lead, row.responsible, row.participating),
            "{}",
            row.name
        );
    }
}

#[test]
fn a_problem_is_late_by_when_it_was_solved_and_not_by_where_it_stands_today() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = crate::fixtures::row;
    let problem = |id: &str, status: &str, resolved: Option<&str>, closed: Option<&str>| {
        json!({"id": id, "owner_kind": "plan", "owner": "p", "title": id, "status": status,
               "raised_on": "2026-09-01", "due": "2026-10-10", "resolved_on": resolved, "closed_on": closed})
    };
    let rows = vec![
        crate::fixtures::title(),
        of(
            Kind::Region,
            &json!({"id": "county", "name": "清河源县", "level": "county", "precision": "none"}),
        ),
        of(
            Kind::Plan,
            &json!({"id": "p", "ordinal": 1, "title": "方案", "short_title": "方案", "region": "county", "issuer": "县政府"}),
        ),
        of(
            Kind::Problem,
            &problem("如期", "closed", Some("2026-10-08"), Some("2026-11-20")),
        ),
        of(
            Kind::Problem,
            &problem("逾期后办结", "resolved", Some("2026-10-25"), None),
        ),
        of(
            Kind::Problem,
            &problem("只记销号", "closed", None, Some("2026-11-20")),
        ),
        of(Kind::Problem, &problem("未记日期", "resolved", None, None)),
        of(Kind::Problem, &problem("未办", "handling", None, None)),
    ];
    let file = crate::fixtures::atlas(folder.path(), rows);
    let snapshot = Snapshot::new(file.model());
    let late = |on: &str| -> BTreeSet<String> {
        let asked = BookRequest::of(BookOwner::Plan, "p");
        let book = task_book(&snapshot, &asked, LightLimits::default(), day(on)).expect("there");
        let late = book.problems.into_iter().filter(|problem| problem.overdue);
        late.map(|problem| problem.title).collect()
    };
    let named =
        |names: &[&str]| -> BTreeSet<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    assert_eq!(late("2026-10-10"), named(&[]), "the day it is due is not over");
    assert_eq!(late("2026-10-20"), named(&["逾期后办结", "只记销号", "未办"]));
    assert_eq!(late("2026-10-25"), named(&["只记销号", "未办"]));
    assert_eq!(late("2026-11-20"), named(&["未办"]));
}
