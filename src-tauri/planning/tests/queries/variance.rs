//! Baselines: what they freeze, and what becomes of it, worked by hand; the table that is exported has every row.

use std::collections::HashMap;

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::model::{Record, ScheduledKind};
use planning::query::{Filter, Snapshot};
use planning::rules::Intent;
use planning::rules::baselines::NewBaseline;
use planning::schedule::{Variance, VarianceState, baselines, variance};
use planning::timetable::{TimetableRequest, timetable};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::fixtures::{edited, practice, stamp};
use crate::schedule::{day, task, with};

fn freeze(file: &mut AtlasFile, name: &str, plan: Option<&str>) -> Result<(), String> {
    let new = NewBaseline {
        name: name.to_owned(),
        plan: plan.map(str::to_owned),
        note: None,
    };
    let intent = Intent::Freeze(format!("冻结基线：{name}"), new, day("2026-01-15"));
    file.intend(intent, &stamp())
        .map(|_| ())
        .map_err(|e| e.to_string())
}

fn against(file: &AtlasFile, name: &str) -> Variance {
    let snapshot = Snapshot::new(file.model());
    let all = baselines(file.model());
    let row = all.iter().find(|row| row.name == name).expect("a baseline");
    variance(&snapshot, row.id.as_str(), &Filter::default()).expect("there")
}

fn apply(file: &mut AtlasFile, edits: Vec<EditRequest>) {
    let change = ChangeRequest {
        name: "改".to_owned(),
        note: None,
        edits,
    };
    file.apply(change, &stamp()).expect("applied");
}

fn due(id: &str, date: &str) -> EditRequest {
    EditRequest::Set {
        table: "tasks".to_owned(),
        id: id.to_owned(),
        columns: json!({"due": date}).as_object().expect("an object").clone(),
    }
}

#[test]
fn what_was_frozen_is_told_as_earlier_later_on_time_new_or_cancelled() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = with(
        folder.path(),
        vec![
            task("提前", Some("2026-03"), Some("2026-06")),
            task("按期", Some("2026-03"), Some("2026-06")),
            task("滞后", Some("2026-03"), Some("2026-06")),
            task("未定", None, None),
            task("取消", None, Some("2026-06")),
        ],
    );
    freeze(&mut file, "批复版", None).expect("frozen");
    let first = against(&file, "批复版");
    assert_eq!(first.rows.len(), 5);
    assert_eq!(first.counts()[&VarianceState::OnTime], 4);

    let later = task("新增", None, Some("2026-09"));
    let Record::Task(later) = &later else {
        panic!("a task")
    };
    apply(
        &mut file,
        vec![
            due("提前", "2026-05"),
            // A day within the month that was said is on time.
            due("按期", "2026-06-18"),
            due("滞后", "2026-07-10"),
            EditRequest::Remove {
                table: "tasks".to_owned(),
                id: "取消".to_owned(),
            },
            EditRequest::Put {
                table: "tasks".to_owned(),
                row: serde_json::to_value(later)
                    .expect("JSON")
                    .as_object()
                    .expect("an object")
                    .clone(),
            },
        ],
    );
    let told: Vec<(String, VarianceState, Option<i32>)> = against(&file, "批复版")
        .rows
        .into_iter()
        .map(|row| (row.id, row.state, row.days))
        .collect();
    let expected = [
        ("滞后", VarianceState::Later, Some(10)),
        ("提前", VarianceState::Earlier, Some(-30)),
        ("新增", VarianceState::Added, None),
        ("取消", VarianceState::Cancelled, None),
        ("未定", VarianceState::Undated, None),
        ("按期", VarianceState::OnTime, Some(0)),
    ];
    assert_eq!(
        told,
        expected.map(|(id, state, days)| (id.to_owned(), state, days))
    );
    // What was frozen has not changed, and the timetable gives it beside the dates of now.
    let request = TimetableRequest {
        baseline: baselines(file.model()).first().map(|row| row.id.0.clone()),
        ..TimetableRequest::default()
    };
    let page = timetable(
        &Snapshot::new(file.model()),
        &request,
        day("2026-01-15"),
        0,
        u32::MAX,
    );
    let row = page.rows.iter().find(|row| row.id == "滞后").expect("a row");
    assert_eq!(row.baseline.and_then(|dates| dates.ends), Some(day("2026-06")));
    assert_eq!(row.dates.ends, Some(day("2026-07-10")));

    // One is chosen at a time; a name is not given twice; a step goes back whole.
    freeze(&mut file, "调整版", None).expect("frozen");
    let active: Vec<String> = baselines(file.model())
        .into_iter()
        .filter(|row| row.active)
        .map(|row| row.name)
        .collect();
    assert_eq!(active, ["调整版"]);
    assert!(
        freeze(&mut file, "批复版", None)
            .expect_err("taken")
            .contains("批复版")
    );
    assert!(freeze(&mut file, " ", None).is_err());
    file.undo(&stamp()).expect("undone");
    let left: Vec<(String, bool)> = baselines(file.model())
        .into_iter()
        .map(|row| (row.name, row.active))
        .collect();
    assert_eq!(left, [("批复版".to_owned(), true)]);
}

#[test]
fn a_baseline_of_the_practice_atlas_has_all_that_has_dates_and_is_exported_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = practice(folder.path());
    let mut file = edited(&path);
    let sql = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
    freeze(&mut file, "测试版", None).expect("frozen");
    let found = against(&file, "测试版");
    let count = |table: &str| -> i64 {
        sql.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0))
            .expect("a count")
    };
    let all: i64 = ["phases", "tasks", "deliverables", "projects", "gates"]
        .into_iter()
        .map(count)
        .sum();
    assert_eq!(found.rows.len(), usize::try_from(all).expect("few"));
    // What has happened on another day than planned is told at once; plans are on time.
    let kinds: HashMap<ScheduledKind, usize> = found
        .rows
        .iter()
        .filter(|row| matches!(row.state, VarianceState::Later | VarianceState::Earlier))
        .fold(HashMap::new(), |mut kinds, row| {
            *kinds.entry(row.kind).or_default() += 1;
            kinds
        });
    assert_eq!(kinds.get(&ScheduledKind::Task), None);
    assert!(kinds[&ScheduledKind::Gate] > 10, "{kinds:?}");
    let sooner = found
        .rows
        .iter()
        .filter_map(|row| row.days)
        .filter(|days| *days < 0)
        .count();
    assert!(sooner > 0);
    let late = found
        .rows
        .iter()
        .take_while(|row| row.state == VarianceState::Later);
    let days: Vec<i32> = late.filter_map(|row| row.days).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "what is latest comes first");
    for name in ["偏差.csv", "偏差.xlsx"] {
        let path = folder.path().join(name);
        let written = planning::export::write_variance(&path, &found, false).expect("written");
        assert_eq!(written, u64::try_from(found.rows.len()).expect("few"), "{name}");
    }
    let text = std::fs::read_to_string(folder.path().join("偏差.csv")).expect("read");
    assert_eq!(text.lines().count(), found.rows.len() + 1);
    assert!(text.lines().next().expect("a head").contains("偏差天数"));
}
