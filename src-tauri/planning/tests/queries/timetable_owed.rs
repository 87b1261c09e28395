//! What has to be handed in and what recurs as rows of the timetable of the practice atlas, against SQL and by hand.

use std::collections::{BTreeMap, BTreeSet};

use planning::atlas_file::AtlasFile;
use planning::model::ProjectKind;
use planning::query::{Filter, Snapshot};
use planning::timetable::{Grouping, ItemKind, OwedMark, TimetablePage, TimetableRequest, timetable};
use rusqlite::Connection;

use crate::fixtures::practice_and_sql;
use crate::timetable::day;

fn page(file: &AtlasFile, grouping: Grouping, filter: Filter, as_of: &str) -> TimetablePage {
    let request = TimetableRequest {
        grouping,
        filter,
        ..TimetableRequest::default()
    };
    timetable(&Snapshot::new(file.model()), &request, day(as_of), 0, u32::MAX)
}

fn ids(page: &TimetablePage, kind: ItemKind) -> BTreeSet<String> {
    let rows = page.rows.iter().filter(|row| row.kind == kind);
    rows.map(|row| row.id.clone()).collect()
}

fn texts(sql: &Connection, text: &str) -> BTreeSet<String> {
    let mut rows = sql.prepare(text).expect(text);
    let found = rows.query_map([], |row| row.get(0)).expect(text);
    found.map(|row| row.expect("a text")).collect()
}

type Marks = BTreeMap<(String, String), (u32, u32, u32)>;

fn marks(page: &TimetablePage) -> Marks {
    let rows = page.rows.iter().filter(|row| row.kind == ItemKind::Deliverable);
    let mark = |OwedMark { owed, handed, late }| (owed, handed, late);
    let due = |ends: Option<planning::model::PartialDate>| ends.expect("a due date").to_string();
    let marks = rows.map(|row| {
        (
            (row.title.clone(), due(row.dates.ends)),
            mark(row.owed.expect("a mark")),
        )
    });
    marks.collect()
}

#[test]
fn what_several_owe_is_one_row_that_counts_those_who_handed_it_in_and_those_who_are_late() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let reckoned = |as_of: &str| -> Marks {
        let mut rows = sql
            .prepare(
                "SELECT name, due, COUNT(*), SUM(handed), SUM(NOT handed AND last < ?1) FROM \
                 (SELECT *, status IN ('submitted', 'accepted') \
                      AND COALESCE(SUBSTR(submitted_on || '-01-01', 1, 10) <= ?1, 1) AS handed, \
                  CASE LENGTH(due) WHEN 10 THEN due ELSE DATE(due || '-01', '+1 month', '-1 day') END AS last \
                  FROM deliverables) GROUP BY plan, task, phase, name, due",
            )
            .expect("a query");
        let found = rows.query_map([as_of], |row| {
            Ok((
                (row.get(0)?, row.get(1)?),
                (row.get(2)?, row.get(3)?, row.get(4)?),
            ))
        });
        found.expect("rows").map(|row| row.expect("a row")).collect()
    };
    for as_of in ["2025-03-20", "2026-10-10", "2026-10-11", "2026-11-30"] {
        let page = page(&file, Grouping::Plan, Filter::default(), as_of);
        assert_eq!(marks(&page), reckoned(as_of), "{as_of}");
    }
    let at = |as_of: &str| marks(&page(&file, Grouping::Plan, Filter::default(), as_of));
    // The first thing is due on that day, so nothing is late yet; the report of a quarter is late from the day after its own.
    assert!(at("2025-03-20").values().all(|(.., late)| *late == 0));
    let report = ("2026年第三季度自评报告".to_owned(), "2026-10-10".to_owned());
    assert_eq!(at("2026-10-10")[&report].2, 0);
    let (owed, handed, late) = at("2026-10-11")[&report];
    assert_eq!((owed, late), (12, owed - handed));
    let now = at("2026-11-30");
    assert!(now.values().any(|(.., late)| *late > 0));
    assert!(now.values().any(|(owed, handed, _)| 0 < *handed && handed < owed));
    // A month of which the last day is not over.
    assert_eq!(now[&("技改项目清单".to_owned(), "2026-12".to_owned())].2, 0);
}

#[test]
fn each_owner_has_its_own_row_below_it_and_a_filter_keeps_what_is_of_its_plans_or_tasks() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let plans = texts(&sql, "SELECT DISTINCT plan FROM deliverables");
    assert_eq!(plans.len(), 2);
    for plan in &plans {
        let filter = Filter {
            plans: vec![plan.clone()],
            ..Filter::default()
        };
        let of = |what: &str| texts(&sql, &format!("{what} AND plan = '{plan}'"));
        let by_town = page(&file, Grouping::Town, filter.clone(), "2026-11-30");
        let towns = of("SELECT id FROM deliverables WHERE region IS NOT NULL");
        assert_eq!(ids(&by_town, ItemKind::Deliverable), towns);
        let by_unit = page(&file, Grouping::Unit, filter.clone(), "2026-11-30");
        let units = of("SELECT id FROM deliverables WHERE unit IS NOT NULL");
        assert_eq!(ids(&by_unit, ItemKind::Deliverable), units);
        let again = of("SELECT id FROM cadences WHERE unit IS NOT NULL");
        assert_eq!(ids(&by_unit, ItemKind::Cadence), again);
        for page in [&by_town, &by_unit] {
            let mut rows = page.rows.iter().filter_map(|row| row.owed);
            assert!(rows.all(|mark| mark.owed == 1 && mark.handed + mark.late <= 1));
            let rows = page.rows.iter().filter(|row| row.owed.is_some());
            assert_eq!(rows.count(), ids(page, ItemKind::Deliverable).len());
        }
        let by_plan = page(&file, Grouping::Plan, filter, "2026-11-30");
        assert_eq!(ids(&by_plan, ItemKind::Plan), BTreeSet::from([plan.clone()]));
        let again = of("SELECT id FROM cadences WHERE TRUE");
        assert_eq!(ids(&by_plan, ItemKind::Cadence), again);
    }
    let roads = Filter {
        kinds: vec![ProjectKind::Road],
        ..Filter::default()
    };
    let shown = page(&file, Grouping::Plan, roads, "2026-11-30");
    let tasks = ids(&shown, ItemKind::Task);
    let again = texts(
        &sql,
        "SELECT id || '|' || task FROM cadences WHERE task IS NOT NULL",
    );
    let again = again.iter().filter_map(|row| row.split_once('|'));
    let expected = again.filter(|(_, task)| tasks.contains(*task));
    let expected: BTreeSet<String> = expected.map(|(id, _)| id.to_owned()).collect();
    assert_eq!(ids(&shown, ItemKind::Cadence), expected);
}

#[test]
fn what_recurs_has_the_times_that_its_interval_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _) = practice_and_sql(folder.path(), "2026-11-30");
    let page = page(&file, Grouping::Plan, Filter::default(), "2026-11-30");
    let check = |title: &str, count: usize, first: &str, last: &str| {
        let row = page
            .rows
            .iter()
            .find(|row| row.kind == ItemKind::Cadence && row.title == title)
            .expect(title);
        let span = |text: &str| {
            let date = day(text);
            (date.earliest(), date.latest())
        };
        assert_eq!(row.times.len(), count, "{title}");
        assert_eq!(row.times.first(), Some(&span(first)), "{title}");
        assert_eq!(row.times.last(), Some(&span(last)), "{title}");
        assert_eq!(
            (row.dates.first, row.dates.last),
            (Some(span(first).0), Some(span(last).1)),
            "{title}"
        );
    };
    check("项目进度季度调度", 12, "2025-03-31", "2027-12-31");
    check("滞后项目周调度", 17, "2026-09-07", "2026-12-28");
    check("小城镇建设现场会", 3, "2025-10-20", "2027-10-20");
    check("镇街应急演练", 3, "2025-06-15", "2026-06-15");
    check("逐镇综合验收", 1, "2027-11", "2027-11");
    let undated = page.rows.iter().find(|row| row.title == "用工需求摸底");
    let undated = undated.expect("a row");
    assert!(undated.times.is_empty() && undated.dates.first.is_none());
}
