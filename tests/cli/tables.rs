//! `zhentu export --layer tasks|indicators|units`: the tables as JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::home::Home;

fn exported(home: &Home, layer: &str, more: &[&str]) -> Vec<Value> {
    let out = format!("{layer}.json");
    let mut args = vec!["export", "a.gpkg", "--layer", layer, "-o", &out];
    args.extend(more);
    let output = home.zhentu(&args);
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = std::fs::read_to_string(home.path(&out)).expect("the file is there");
    std::fs::remove_file(home.path(&out)).expect("it can go");
    serde_json::from_str(&text).expect("an array")
}

#[test]
fn tasks_carry_their_units_and_roles_as_info_counts_them() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--seeds"]);
    let tasks = exported(&home, "tasks", &[]);
    let mut by_plan: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for task in &tasks {
        for key in ["plan", "number", "title", "phase", "due", "units"] {
            assert!(task.get(key).is_some(), "{key} of {task}");
        }
        let units = task["units"].as_array().expect("a list");
        for unit in units {
            assert!(unit["name"].as_str().is_some_and(|n| !n.is_empty()), "{unit}");
            let role = unit["role"].as_str().expect("a role");
            assert!(
                ["lead", "responsible", "participating", "supporting"].contains(&role),
                "{role}"
            );
            assert!(unit["group"].is_boolean(), "{unit}");
        }
        if !units.is_empty() {
            let count = by_plan
                .entry(task["plan"].as_str().expect("a plan").to_owned())
                .or_default();
            count.0 += 1;
            count.1 += units.len() as u64;
        }
    }
    for plan in home.info(&atlas)["plans"].as_array().expect("plans") {
        let id = plan["id"].as_str().expect("an id");
        let (with_units, mentions) = by_plan[id];
        assert_eq!(plan["tasks"].as_u64(), Some(with_units), "tasks of {id}");
        assert_eq!(plan["unit_mentions"].as_u64(), Some(mentions), "mentions of {id}");
    }
}

#[test]
fn indicators_carry_operator_value_unit_deadline_and_scope() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--seeds"]);
    let indicators = exported(&home, "indicators", &[]);
    let counted: u64 = home.info(&atlas)["plans"]
        .as_array()
        .expect("plans")
        .iter()
        .map(|p| p["indicators"].as_u64().expect("a count"))
        .sum();
    assert_eq!(indicators.len() as u64, counted);
    for indicator in &indicators {
        for key in [
            "plan", "task", "name", "operator", "value", "unit", "deadline", "scope",
        ] {
            assert!(indicator.get(key).is_some(), "{key} of {indicator}");
        }
        let operator = indicator["operator"].as_str().unwrap_or("");
        assert!(!operator.is_empty(), "{indicator} says how to compare");
    }
    let sewage = indicators.iter().any(|i| {
        i["plan"] == "chiping"
            && i["name"].as_str().is_some_and(|n| n.contains("污水"))
            && i["value"].as_f64() == Some(70.0)
    });
    assert!(sewage, "Chiping wants 70 % of sewage treated");
    // 达到 is met by more; what is chosen in a fixed number is not.
    let exact: Vec<&str> = indicators
        .iter()
        .filter(|i| i["operator"] == "=")
        .filter_map(|i| i["id"].as_str())
        .collect();
    assert_eq!(exact, ["yanbian/i01", "qingdao/i01"]);
}

#[test]
fn what_is_late_and_what_lies_in_a_span_of_dates_is_exported_alone() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--practice"]);
    let sql = rusqlite::Connection::open_with_flags(&atlas, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
        .expect("the atlas opens");
    let month = "CASE length(ends) WHEN 4 THEN ends || '-12' ELSE substr(ends, 1, 7) END";
    let cases: [(&[&str], String); 4] = [
        (
            &["--overdue"],
            format!("stage NOT IN ('completed', 'accepted') AND {month} < '2026-11'"),
        ),
        (
            &["--ends", "2026-01..2026-06"],
            format!("{month} BETWEEN '2026-01' AND '2026-06'"),
        ),
        (&["--percent-below", "50"], "percent < 50".to_owned()),
        (
            &["--source", "special_bond"],
            "id IN (SELECT owner FROM budget_lines WHERE source = 'special_bond')".to_owned(),
        ),
    ];
    for (options, condition) in cases {
        let mut args = vec!["export", "a.gpkg", "-o", "some.geojson", "--with-unmapped"];
        args.extend(options);
        let output = home.zhentu(&args);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = std::fs::read_to_string(home.path("some.geojson")).expect("written");
        let file: Value = serde_json::from_str(&text).expect("JSON");
        let expected: i64 = sql
            .query_row(
                &format!("SELECT COUNT(*) FROM projects WHERE {condition}"),
                [],
                |row| row.get(0),
            )
            .expect("a number");
        assert!(expected > 0, "{condition}");
        assert_eq!(
            file["features"].as_array().expect("features").len() as i64,
            expected,
            "{options:?}"
        );
    }
    let refused = home.zhentu(&["export", "a.gpkg", "-o", "x.geojson", "--ends", "soon..later"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("时间范围"));
}

#[test]
fn a_county_bureau_of_two_counties_is_two_units() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    let units = exported(&home, "units", &[]);
    let finance: Vec<&Value> = units
        .iter()
        .filter(|u| u["name"].as_str().is_some_and(|n| n.ends_with("县财政局")))
        .collect();
    let regions: std::collections::BTreeSet<String> =
        finance.iter().map(|u| u["region"].to_string()).collect();
    assert!(
        finance.len() >= 2,
        "Wenshang and Chengwu both have a county finance bureau: {finance:?}"
    );
    assert_eq!(regions.len(), finance.len(), "one a county");
}

#[test]
fn a_plan_narrows_the_tables() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    let all = exported(&home, "tasks", &[]);
    let some = exported(&home, "tasks", &["--plan", "qingdao"]);
    assert!(!some.is_empty() && some.len() < all.len());
    assert!(some.iter().all(|t| t["plan"] == "qingdao"));
}

#[test]
fn rows_of_the_practice_atlas_say_that_they_are_invented_and_those_of_the_five_plans_do_not() {
    for (with, marked) in [("--practice", true), ("--seeds", false)] {
        let home = Home::fresh();
        home.atlas("a.gpkg", &[with]);
        for layer in ["tasks", "indicators", "units"] {
            let rows = exported(&home, layer, &[]);
            assert!(!rows.is_empty(), "{layer} {with}");
            for row in rows {
                assert_eq!(row["practice"] == true, marked, "{layer} {with}: {row}");
                assert_eq!(row.get("practice").is_some(), marked, "{layer} {with}: {row}");
            }
        }
    }
}
