//! The order of the ledgers: up and down by every column, and what is empty last either way.

use std::cmp::Ordering;

use planning::model::Model;
use planning::query::{Filter, Snapshot, Sort};
use serde::Serialize;
use serde_json::Value;

/// What a column of a ledger holds.
#[derive(Clone, Copy, PartialEq)]
enum Cells {
    /// Texts and numbers.
    Plain,
    /// Counts and amounts of which the ledger shows no 0.
    WithoutZero,
    /// Words and dates, which have an order of their own.
    Words,
}

/// The cells of a column in the order of the ledger.
fn column_of<T: Serialize>(rows: &[T], column: &str) -> Vec<Value> {
    let cell = |row| serde_json::to_value(row).expect("a row")[column].clone();
    rows.iter().map(cell).collect()
}

fn is_empty(cell: &Value, cells: Cells) -> bool {
    match cell {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Number(n) => cells == Cells::WithoutZero && n.as_f64() == Some(0.0),
        _ => false,
    }
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.as_str().cmp(&b.as_str()),
    }
}

/// Holds a column against both orders; the cells that are filled and those that are empty.
fn check(column: &str, cells: Cells, read: impl Fn(&Sort) -> Vec<Value>) -> (usize, usize) {
    let counts = [false, true].map(|descending| {
        let all = read(&Sort {
            column: column.to_owned(),
            descending,
            find: String::new(),
        });
        let filled = all.iter().filter(|cell| !is_empty(cell, cells)).count();
        let (first, last) = all.split_at(filled);
        assert!(
            last.iter().all(|cell| is_empty(cell, cells)),
            "{column}, descending {descending}: an empty cell stands before a filled one"
        );
        let wrong = if descending {
            Ordering::Less
        } else {
            Ordering::Greater
        };
        for pair in first.windows(2).filter(|_| cells != Cells::Words) {
            assert_ne!(
                compare(&pair[0], &pair[1]),
                wrong,
                "{column}, descending {descending}"
            );
        }
        (first.len(), last.len())
    });
    assert_eq!(counts[0], counts[1], "{column}");
    counts[0]
}

fn practice() -> Model {
    planning::change::Change::model_of(demo_atlas::records()).expect("a model")
}

#[test]
fn what_is_empty_comes_last_up_and_down() {
    let model = practice();
    let snapshot = Snapshot::new(&model);
    let all = Filter::default();
    let mut empty = Vec::new();
    for (column, cells) in [
        ("name", Cells::Plain),
        ("town_name", Cells::Plain),
        ("plan_title", Cells::Plain),
        ("lead_unit", Cells::Plain),
        ("quantity", Cells::Plain),
        ("percent", Cells::Plain),
        ("planned", Cells::WithoutZero),
        ("allocated", Cells::WithoutZero),
        ("spent", Cells::WithoutZero),
        ("starts", Cells::Words),
        ("ends", Cells::Words),
        ("kind", Cells::Words),
        ("stage", Cells::Words),
        ("precision", Cells::Words),
    ] {
        let (filled, rest) = check(column, cells, |sort| {
            column_of(&snapshot.project_page(&all, sort, 0, 100_000).rows, column)
        });
        assert!(filled > 0, "{column}");
        if rest > 0 {
            empty.push(column);
        }
    }
    for column in ["quantity", "planned", "spent", "ends"] {
        assert!(
            empty.contains(&column),
            "the practice atlas has projects without {column}: {empty:?}"
        );
    }
    for (column, cells) in [
        ("title", Cells::Plain),
        ("plan_title", Cells::Plain),
        ("responsible", Cells::Plain),
        ("phase", Cells::Plain),
        ("due", Cells::Words),
        ("units", Cells::WithoutZero),
        ("indicators", Cells::WithoutZero),
        ("projects", Cells::WithoutZero),
    ] {
        check(column, cells, |sort| {
            column_of(&snapshot.task_page(&all, sort, 0, 100_000).rows, column)
        });
    }
    for (column, cells) in [
        ("name", Cells::Plain),
        ("category", Cells::Words),
        ("level", Cells::Words),
        ("projects", Cells::Plain),
        ("unmapped", Cells::Plain),
        ("planned", Cells::WithoutZero),
        ("spent", Cells::WithoutZero),
    ] {
        check(column, cells, |sort| {
            column_of(&snapshot.town_page(&all, sort, 0, 100_000).rows, column)
        });
    }
    for (column, cells) in [
        ("name", Cells::Plain),
        ("lead", Cells::WithoutZero),
        ("joined", Cells::WithoutZero),
        ("by_group", Cells::WithoutZero),
        ("lead_projects", Cells::WithoutZero),
    ] {
        check(column, cells, |sort| {
            column_of(&snapshot.unit_page(&all, sort, 0, 100_000).rows, column)
        });
    }
}

#[test]
fn what_is_drawn_is_sorted_by_area_then_by_length_and_pins_come_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = crate::fixtures::atlas(folder.path(), demo_atlas::records());
    for descending in [false, true] {
        let sort = Sort {
            column: "measures".to_owned(),
            descending,
            find: String::new(),
        };
        let rows = file
            .ask(|s| s.project_page(&Filter::default(), &sort, 0, 100_000))
            .rows;
        let sizes: Vec<(f64, f64)> = (rows.iter())
            .map(|row| row.measures.map_or((0.0, 0.0), |m| (m.area_m2, m.length_m)))
            .map(|(area, length)| (area, if area > 0.0 { 0.0 } else { length }))
            .collect();
        let filled = sizes.iter().filter(|size| **size != (0.0, 0.0)).count();
        assert!(filled > 20 && filled < sizes.len());
        assert!(sizes[filled..].iter().all(|size| *size == (0.0, 0.0)));
        let mut expected = sizes[..filled].to_vec();
        expected.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        if descending {
            expected.reverse();
        }
        assert_eq!(sizes[..filled], expected, "descending {descending}");
    }
}
