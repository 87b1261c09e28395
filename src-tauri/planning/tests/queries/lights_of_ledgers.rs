//! Lights in the ledgers and on the map, and what should be done by a date, against the list of all lights and SQL.

use std::collections::HashMap;

use planning::atlas_file::AtlasFile;
use planning::model::{LightState, PartialDate};
use planning::query::{Filter, LightCounts, Sort};
use planning::rules::lights::LightLimits;
use planning::timetable::{ItemKind, LightRow, lights};
use rusqlite::Connection;

use crate::fixtures::practice_and_sql;

fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn all_lights(file: &AtlasFile, filter: &Filter, as_of: &str) -> Vec<LightRow> {
    file.ask(|s| lights(s, filter, LightLimits::of(s.model), day(as_of)))
}

fn counted<'a>(lights: impl Iterator<Item = &'a LightState>) -> LightCounts {
    let mut counts = LightCounts::default();
    for light in lights {
        *match light {
            LightState::Red => &mut counts.red,
            LightState::Yellow => &mut counts.yellow,
            LightState::Green => &mut counts.green,
            LightState::Suspended => &mut counts.suspended,
            LightState::NotDue => &mut counts.not_due,
            LightState::Finished => &mut counts.finished,
            LightState::NotJudged => &mut counts.not_judged,
        } += 1;
    }
    counts
}

fn total(of: LightCounts) -> u32 {
    of.red + of.yellow + of.green + of.suspended + of.not_due + of.finished + of.not_judged
}

#[test]
fn ledgers_and_map_show_the_lights_of_the_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let none = Filter::default();
    for as_of in ["2026-11-30", "2025-10-15"] {
        file.set_days(day(as_of), day("2026-11-30"));
        let rows = all_lights(&file, &none, as_of);
        let of = |kind: ItemKind| -> HashMap<&str, &LightRow> {
            let rows = rows.iter().filter(|row| row.kind == kind);
            rows.map(|row| (row.id.as_str(), row)).collect()
        };
        let (tasks, projects) = (of(ItemKind::Task), of(ItemKind::Project));
        let ledger = file.ask(|s| s.task_page(&none, &Sort::default(), 0, u32::MAX));
        assert_eq!(ledger.rows.len(), tasks.len());
        for row in &ledger.rows {
            let listed = tasks[row.id.as_str()];
            assert_eq!(
                (row.light, row.light_reason.as_ref()),
                (listed.light, Some(&listed.reason))
            );
        }
        let drawn = file.ask(|s| s.map_features(&none)).projects;
        assert!(drawn.len() > 80);
        for project in &drawn {
            assert_eq!(
                project.light,
                projects[project.id.as_str()].light,
                "{}",
                project.name
            );
        }
        // By town, which project lies in it is asked of the file.
        let mut in_town = sql
            .prepare("SELECT id FROM projects WHERE town = ?1")
            .expect("asked");
        let mut ids = |town: &str| -> Vec<String> {
            let ids = in_town.query_map([town], |row| row.get(0)).expect("asked");
            ids.map(|id| id.expect("read")).collect()
        };
        let towns = file.ask(|s| s.town_page(&none, &Sort::default(), 0, u32::MAX));
        let mut seen = 0;
        for town in &towns.rows {
            let of_town = ids(&town.id);
            seen += of_town.len();
            let expected = counted(of_town.iter().map(|id| &projects[id.as_str()].light));
            assert_eq!(town.lights, expected, "{}", town.name);
        }
        assert!(seen > 80, "{seen}");
        // By unit, as `zhentu lights --unit` lists its tasks.
        let units = file.ask(|s| s.unit_page(&none, &Sort::default(), 0, u32::MAX));
        for unit in &units.rows {
            let filter = Filter {
                units: vec![unit.id.clone()],
                ..Filter::default()
            };
            let rows = all_lights(&file, &filter, as_of);
            let tasks = rows.iter().filter(|row| row.kind == ItemKind::Task);
            let all = counted(tasks.map(|row| &row.light));
            match unit.by_group {
                0 => assert_eq!(unit.lights, all, "{}", unit.name),
                // The filter does not know whom a group stands for; the ledger does.
                by_group => assert_eq!(total(unit.lights), total(all) + by_group, "{}", unit.name),
            }
        }
        assert!(units.rows.iter().filter(|unit| unit.by_group == 0).count() > 10);
        assert!(units.rows.iter().any(|unit| unit.by_group > 0));
    }
}

/// The last day that a date of a column can mean, for the forms that an atlas has: year, half, quarter, month, day.
fn last_day(column: &str) -> String {
    format!(
        "CASE WHEN length({column}) = 4 THEN {column} || '-12-31' \
         WHEN {column} LIKE '%H1' THEN substr({column}, 1, 4) || '-06-30' \
         WHEN {column} LIKE '%H2' THEN substr({column}, 1, 4) || '-12-31' \
         WHEN {column} LIKE '%Q_' THEN date(substr({column}, 1, 4) || '-01-01', \
           '+' || 3 * substr({column}, -1) || ' months', '-1 day') \
         WHEN length({column}) = 7 THEN date({column} || '-01', '+1 month', '-1 day') ELSE {column} END"
    )
}

fn number(sql: &Connection, text: &str) -> u32 {
    sql.query_row(text, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn what_should_be_done_by_a_date_is_what_the_file_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    // The gate of completion wins where it lies within the project's date; its span is compared as days.
    let gate = |column: &str| {
        format!("(SELECT {column} FROM gates WHERE project = projects.id AND step = 'completion')")
    };
    let planned = gate("planned");
    let ends = format!(
        "CASE WHEN {planned} IS NOT NULL AND (ends IS NULL OR ({} <= {} AND substr({planned}, 1, 4) = substr(ends, 1, 4) \
         AND (length(ends) <> 7 OR ends LIKE '%H_' OR ends LIKE '%Q_' OR substr({planned}, 1, 7) = ends))) \
         THEN {planned} ELSE ends END",
        last_day(&planned),
        last_day("ends"),
    );
    let mut last = 0;
    for as_of in ["2025-06-30", "2026-06-30", "2026-11-30", "2027-12-31"] {
        file.set_days(day(as_of), day("2026-11-30"));
        let found = file.ask(|s| s.by_date(&Filter::default()));
        let over = format!("({}) <= '{as_of}'", last_day(&format!("({ends})")));
        let actual = gate("CASE WHEN confirmed THEN actual END");
        let done = format!(
            "stage IN ('completed', 'accepted') AND ({actual} IS NULL OR substr({actual}, 1, 10) <= substr('{as_of}', 1, length({actual})))"
        );
        let count = |such: &str| number(&sql, &format!("SELECT COUNT(*) FROM projects WHERE {such}"));
        assert_eq!(found.projects.due, count(&over), "{as_of}");
        assert_eq!(
            found.projects.done,
            count(&format!("{over} AND {done}")),
            "{as_of}"
        );
        assert_eq!(
            found.projects.early,
            count(&format!("({over}) IS NOT TRUE AND {done}")),
            "{as_of}"
        );
        let task = |such: &str| {
            number(
                &sql,
                &format!("SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask' AND {such}"),
            )
        };
        let over = format!("{} <= '{as_of}'", last_day("due"));
        let done = "status IN ('done', 'closed')";
        assert_eq!(found.tasks.due, task(&over), "{as_of}");
        assert_eq!(found.tasks.done, task(&format!("{over} AND {done}")), "{as_of}");
        assert!(found.projects.due >= last, "what is due grows with the days");
        last = found.projects.due;
    }
    assert!(last > 50, "{last}");
}
