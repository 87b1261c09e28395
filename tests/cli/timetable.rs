//! `zhentu lights`: as docs/json.md says, and the same in words.

use serde_json::{Value, json};

use crate::home::Home;

fn lights(home: &Home, more: &[&str]) -> Vec<Value> {
    let args = [&["lights", "a.gpkg", "--json"][..], more].concat();
    home.json(&args).as_array().expect("a list").clone()
}

#[test]
fn lights_are_given_for_every_task_and_project_as_of_a_day() {
    let home = Home::fresh();
    let info = home.info(&home.atlas("a.gpkg", &["--practice"]));
    let count = |what: &str| -> u64 {
        let plans = info["plans"].as_array().expect("a list");
        plans
            .iter()
            .map(|plan| plan[what].as_u64().expect("a count"))
            .sum()
    };
    let rows = lights(&home, &["--as-of", "2026-11-30"]);
    let of = |kind: &str| rows.iter().filter(|row| row["kind"] == kind).count() as u64;
    let asked = count("tasks") + count("measures");
    assert_eq!((of("task"), of("project")), (asked, count("projects")));
    for row in &rows {
        let keys: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(
            keys,
            [
                "kind",
                "id",
                "light",
                "planned_percent",
                "actual_percent",
                "reason"
            ]
        );
        assert!(row["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    }
    let light = |id: &Value, rows: &[Value]| -> Value {
        rows.iter().find(|row| row["id"] == *id).expect("the same thing")["light"].clone()
    };
    // What is red today was not yet due ten years ago.
    let red = rows
        .iter()
        .find(|row| row["light"] == "red")
        .expect("something is far behind");
    let earlier = lights(&home, &["--as-of", "2016-11-30"]);
    assert_eq!(light(&red["id"], &earlier), json!("not_due"));

    let output = home.zhentu(&["lights", "a.gpkg", "--as-of", "2026-11-30"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let reds = rows
        .iter()
        .filter(|row| row["light"] == "red" && row["kind"] == "project")
        .count();
    let red_tasks = rows
        .iter()
        .filter(|row| row["light"] == "red" && row["kind"] == "task")
        .count();
    assert!(
        text.contains(&format!("红灯  任务 {red_tasks}  项目 {reds}\n")),
        "{text}"
    );
}

#[test]
fn lights_of_a_plan_are_those_of_its_own() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    let rows = lights(&home, &["--plan", "wenshang", "--as-of", "2026-11-30"]);
    // The plan has 20 tasks and 3 measures.
    assert_eq!(rows.iter().filter(|row| row["kind"] == "task").count(), 23);
}

#[test]
fn a_status_date_is_a_day() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    for bad in ["2025", "明天", "2025-13-01", ""] {
        let output = home.zhentu(&["lights", "a.gpkg", "--as-of", bad]);
        assert_eq!(output.status.code(), Some(1), "{bad}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("--as-of"),
            "{bad}"
        );
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_task_book_has_a_unit_by_its_short_name() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let info = home.json(&[
        "taskbook",
        "a.gpkg",
        "--unit",
        "县住建局",
        "--as-of",
        "2026-11-30",
        "--json",
    ]);
    let keys: Vec<&String> = info.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "unit",
            "id",
            "as_of",
            "lead",
            "responsible",
            "participating",
            "targets",
            "deliverables",
            "projects",
            "money",
            "own_money",
            "problems",
            "counts"
        ]
    );
    assert!(
        info["unit"].as_str().is_some_and(|name| name.contains("住房")),
        "{}",
        info["unit"]
    );
    let counts =
        ["lead", "responsible", "participating"].map(|role| info[role].as_array().expect("a list").len());
    assert!(counts.iter().sum::<usize>() > 0);
    let output = home.zhentu(&[
        "taskbook",
        "a.gpkg",
        "--unit",
        "县住建局",
        "--as-of",
        "2026-11-30",
    ]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    for (role, count) in ["牵头", "责任", "参与、配合"].into_iter().zip(counts) {
        assert_eq!(
            text.contains(&format!("\n{role} {count} 项\n")),
            count > 0,
            "{text}"
        );
    }
}

#[test]
fn a_task_book_is_of_one_thing_that_there_is() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    for (args, code, words) in [
        (&["--unit", "没有的局"][..], 1, "没有的局"),
        (&[][..], 2, "--unit"),
        (&["--unit", "x", "--town", "y"][..], 2, "--town"),
    ] {
        let output = home.zhentu(&[&["taskbook", "a.gpkg"][..], args].concat());
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains(words),
            "{args:?}"
        );
    }
}

#[test]
fn a_schedule_has_every_item_with_its_days() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let found = home.json(&["schedule", "a.gpkg", "--as-of", "2026-11-30", "--json"]);
    let keys: Vec<&String> = found.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["as_of", "items", "cycles"]);
    let items = found["items"].as_array().expect("a list");
    let of = |kind: &str| items.iter().filter(|item| item["kind"] == kind).count();
    assert!(of("project") == 120 && of("task") > 20 && of("gate") > 50);
    for item in items {
        let keys: Vec<&String> = item.as_object().expect("an object").keys().collect();
        assert_eq!(
            keys,
            [
                "kind",
                "id",
                "start",
                "finish",
                "early_start",
                "early_finish",
                "late_finish",
                "slack_days",
                "critical"
            ]
        );
        assert_eq!(item["start"].is_null(), item["finish"].is_null(), "{item}");
        let (early, late) = (item["early_finish"].as_str(), item["late_finish"].as_str());
        assert!(early <= late, "{item}");
    }
    let output = home.zhentu(&["schedule", "a.gpkg", "--as-of", "2026-11-30"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let critical = items.iter().filter(|item| item["critical"] == true).count();
    assert!(text.contains(&format!("\n关键 {critical} 项\n")), "{text}");
}
