//! `zhentu reports` and `zhentu todo`: as docs/json.md says, of the practice atlas, the same as the file.

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::home::Home;

fn json_of(home: &Home, command: &str, more: &[&str]) -> Value {
    let arguments = [&[command, "a.gpkg", "--as-of", "2026-11-30", "--json"][..], more];
    home.json(&arguments.concat())
}

/// What a command prints, in words.
fn said(home: &Home, arguments: &[&str]) -> String {
    let output = home.zhentu(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key}: {value}"))
}

#[test]
fn the_newest_round_that_is_open_says_who_owes_what() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let found = json_of(&home, "reports", &[]);
    assert_eq!(found["round"]["title"], "2026年11月调度");
    assert_eq!(list(&found, "handed").len(), 0);
    let due = list(&found, "due");
    assert_eq!(found["owed"], json!(due.len()));
    assert!(
        due.iter()
            .all(|row| row["state"] == "open" && row["project"].is_string())
    );
    for key in ["unit", "town", "project"] {
        assert!(due[0].get(key).is_some(), "{key}");
    }

    let october = json_of(&home, "reports", &["--round", "2026年10月调度"]);
    let sql =
        Connection::open_with_flags(home.path("a.gpkg"), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
    let handed: i64 = sql
        .query_row(
            "SELECT COUNT(DISTINCT owner) FROM progress p JOIN projects j ON j.id = p.owner WHERE p.owner_kind = 'project' \
             AND p.on_date BETWEEN '2026-10-26' AND '2026-11-12' AND j.stage IN ('preparing', 'building', 'suspended')",
            [],
            |row| row.get(0),
        )
        .expect("a count");
    let of_building = |row: &&Value| row["state"] == "handed";
    assert!(list(&october, "handed").iter().filter(of_building).count() as i64 >= handed);
    assert_eq!(october["missing"], json!(list(&october, "due").len()));

    // Of one unit, and what it says in words.
    let unit = due[0]["unit_name"].as_str().expect("a unit");
    let of_unit = json_of(&home, "reports", &["--unit", unit]);
    assert!(list(&of_unit, "due").len() < due.len());
    assert!(list(&of_unit, "due").iter().all(|row| row["unit_name"] == unit));
    let text = said(
        &home,
        &["reports", "a.gpkg", "--as-of", "2026-11-30", "--unit", unit],
    );
    assert!(
        text.contains("2026年11月调度") && text.contains("待报") && text.contains(unit),
        "{text}"
    );

    let unknown = home.zhentu(&["reports", "a.gpkg", "--round", "没有的一轮"]);
    assert!(!unknown.status.success());
    let unknown = String::from_utf8_lossy(&unknown.stderr);
    assert!(
        unknown.contains("没有的一轮") && unknown.contains("2026年10月调度"),
        "{unknown}"
    );
}

#[test]
fn the_lists_of_a_meeting_are_printed_with_their_rules() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let lists = json_of(&home, "reports", &["--lists"]);
    let lists = lists.as_array().expect("a list");
    let names: Vec<&str> = lists
        .iter()
        .map(|one| one["list"].as_str().expect("a word"))
        .collect();
    assert_eq!(
        names,
        [
            "not_begun",
            "suspended",
            "behind",
            "stuck",
            "no_money",
            "unreported"
        ]
    );
    let rows = |name: &str| {
        let one = lists.iter().find(|one| one["list"] == name).expect("the list");
        assert!(!one["rule"]["zh"].as_str().unwrap_or_default().is_empty());
        one["rows"].as_array().expect("rows").len()
    };
    let lights = home.json(&["lights", "a.gpkg", "--as-of", "2026-11-30", "--json"]);
    let late = lights
        .as_array()
        .expect("a list")
        .iter()
        .filter(|row| row["kind"] == "project" && (row["light"] == "red" || row["light"] == "yellow"));
    assert_eq!(rows("behind"), late.count());
    let sql =
        Connection::open_with_flags(home.path("a.gpkg"), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
    let one = |text: &str| -> usize {
        let found: i64 = sql.query_row(text, [], |row| row.get(0)).expect(text);
        usize::try_from(found).expect("a count")
    };
    assert_eq!(
        rows("suspended"),
        one("SELECT COUNT(*) FROM projects WHERE stage = 'suspended'")
    );
    let no_money = "SELECT COUNT(*) FROM projects p WHERE stage IN ('preparing', 'building') \
        AND EXISTS (SELECT 1 FROM budget_lines b WHERE b.owner = p.id AND stage IN ('estimated', 'approved') AND amount > 0 \
                    AND coalesce(scope, 'part') = 'part') \
        AND coalesce((SELECT sum(amount) FROM budget_lines b WHERE b.owner = p.id AND stage = 'allocated'), 0) = 0";
    assert_eq!(rows("no_money"), one(no_money));
    let text = said(&home, &["reports", "a.gpkg", "--as-of", "2026-11-30", "--lists"]);
    assert!(text.contains("卡在手续") && text.contains("资金未到位"), "{text}");
}

#[test]
fn what_is_to_be_done_is_sorted_by_its_day() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let items = json_of(&home, "todo", &[]);
    let days: Vec<i64> = items
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["days"].as_i64().expect("days"))
        .collect();
    assert!(days.is_sorted() && days.iter().all(|days| *days <= 30) && !days.is_empty());
    let week = json_of(&home, "todo", &["--within", "7"]);
    assert_eq!(
        week.as_array().expect("a list").len(),
        days.iter().filter(|days| **days <= 7).count()
    );
    let text = said(
        &home,
        &["todo", "a.gpkg", "--as-of", "2026-11-30", "--within", "0"],
    );
    let late = days.iter().filter(|days| **days < 0).count();
    assert!(text.contains(&format!("逾期 {late}")), "{text}");

    // The five plans have no rounds; they have things to do all the same.
    home.atlas("b.gpkg", &["--seeds"]);
    let none = home.json(&["reports", "b.gpkg", "--as-of", "2026-11-30", "--json"]);
    assert_eq!((&none["round"], list(&none, "due").len()), (&Value::Null, 0));
}
