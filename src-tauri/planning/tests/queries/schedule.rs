//! The schedule over the dependencies of an atlas, worked by hand.

use planning::atlas_file::AtlasFile;
use planning::model::{Kind, PartialDate, Record};
use planning::query::{Filter, Snapshot};
use planning::schedule::schedule;
use serde_json::json;

use crate::fixtures::{atlas, row, title};

pub fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

pub fn task(id: &str, starts: Option<&str>, due: Option<&str>) -> Record {
    row(
        Kind::Task,
        &json!({"id": id, "plan": "p", "section": null, "phase": null, "parent": null, "ordinal": 1, "kind": "task",
            "number": id, "title": id, "summary": null, "starts": starts, "due": due, "status": "not_started",
            "read_at": null, "note": null}),
    )
}

pub fn link(before: &str, kind: &str, after: &str, lag: i64) -> Record {
    row(
        Kind::Dependency,
        &json!({"id": format!("{before}-{after}"), "predecessor_kind": "task", "predecessor": before,
            "successor_kind": "task", "successor": after, "kind": kind, "lag_days": lag, "note": null}),
    )
}

fn plan() -> Vec<Record> {
    let region =
        json!({"id": "370000", "name": "省", "level": "province", "parent": null, "precision": "none"});
    let plan = json!({"id": "p", "ordinal": 1, "title": "方案", "short_title": "方案", "document_number": null,
        "issuer": "政府", "issued_on": null, "region": "370000", "starts": null, "ends": null, "goal": null,
        "source": null, "licence": null, "note": null});
    vec![title(), row(Kind::Region, &region), row(Kind::Plan, &plan)]
}

pub fn with(folder: &std::path::Path, rows: Vec<Record>) -> AtlasFile {
    atlas(folder, plan().into_iter().chain(rows).collect())
}

#[test]
fn dependencies_give_early_and_late_days_from_partial_dates() {
    let folder = tempfile::tempdir().expect("a folder");
    // 立项 in March, 设计 in April as planned, but it takes until 20 days after March; 施工 from May to October; 公示 a day.
    let file = with(
        folder.path(),
        vec![
            task("立项", Some("2026-03"), Some("2026-03")),
            task("设计", Some("2026-04"), Some("2026-04")),
            task("施工", Some("2026-05"), Some("2026-10")),
            task("公示", None, Some("2026-04-10")),
            task("未定", None, None),
            link("立项", "FS", "设计", 20),
            link("设计", "FS", "施工", 0),
            link("立项", "FS", "公示", 0),
        ],
    );
    let found = schedule(
        &Snapshot::new(file.model()),
        &Filter::default(),
        day("2026-01-01"),
    );
    assert!(found.cycles.is_empty());
    let of = |id: &str| {
        let item = found
            .items
            .iter()
            .find(|item| item.kind == planning::model::ScheduledKind::Task && item.id == id)
            .expect("there");
        let text = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        (
            text(item.start),
            text(item.finish),
            text(item.early_start),
            text(item.early_finish),
            text(item.late_finish),
            item.slack_days,
            item.critical,
        )
    };
    let row = |texts: [&str; 5], slack: i32, critical: bool| {
        let [a, b, c, d, e] = texts.map(str::to_owned);
        (a, b, c, d, e, Some(slack), critical)
    };
    assert_eq!(
        of("立项"),
        row(
            [
                "2026-03-01",
                "2026-03-31",
                "2026-03-01",
                "2026-03-31",
                "2026-03-31"
            ],
            0,
            true
        )
    );
    // 20 days after the last of March: from 21 April, 30 days, until 20 May.
    assert_eq!(
        of("设计"),
        row(
            [
                "2026-04-01",
                "2026-04-30",
                "2026-04-21",
                "2026-05-20",
                "2026-05-20"
            ],
            0,
            true
        )
    );
    // 184 days from 21 May until 20 November, which is the end of the plan.
    assert_eq!(
        of("施工"),
        row(
            [
                "2026-05-01",
                "2026-10-31",
                "2026-05-21",
                "2026-11-20",
                "2026-11-20"
            ],
            0,
            true
        )
    );
    // A milestone at the end of 10 April could be as late as the end of the plan: 224 days.
    assert_eq!(
        of("公示"),
        row(
            [
                "2026-04-10",
                "2026-04-10",
                "2026-04-10",
                "2026-04-10",
                "2026-11-20"
            ],
            224,
            false
        )
    );
    let none = String::new;
    assert_eq!(of("未定"), (none(), none(), none(), none(), none(), None, false));
}

#[test]
fn a_circle_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = with(
        folder.path(),
        vec![
            task("丙", Some("2026-05-01"), Some("2026-05-10")),
            task("丁", Some("2026-05-01"), Some("2026-05-10")),
            link("丙", "SS", "丁", 0),
            link("丁", "SS", "丙", 0),
        ],
    );
    let snapshot = Snapshot::new(file.model());
    let found = schedule(&snapshot, &Filter::default(), day("2026-01-01"));
    let names: Vec<Vec<&str>> = found
        .cycles
        .iter()
        .map(|cycle| cycle.iter().map(|item| item.id.as_str()).collect())
        .collect();
    assert_eq!(names.len(), 1);
    let mut circle = names[0].clone();
    circle.sort_unstable();
    assert_eq!(circle, ["丁", "丙"]);
}
