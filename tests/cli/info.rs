//! `zhentu info`: the counts, held against the plans.

use serde_json::{Value, json};

use crate::home::Home;

fn plan<'a>(info: &'a Value, id: &str) -> &'a Value {
    let plans = info["plans"].as_array().expect("plans are a list");
    plans
        .iter()
        .find(|p| p["id"] == id)
        .unwrap_or_else(|| panic!("no plan {id} in {plans:?}"))
}

fn sum(counts: &Value) -> u64 {
    counts
        .as_object()
        .expect("counts by word")
        .values()
        .map(|n| n.as_u64().expect("a count"))
        .sum()
}

#[test]
fn the_five_plans_hold_every_task_and_every_mention_of_a_unit() {
    let home = Home::fresh();
    let info = home.info(&home.atlas("五个方案.gpkg", &["--seeds"]));
    assert_eq!(info["plans"].as_array().expect("a list").len(), 5);
    for (id, tasks, mentions) in [
        ("wenshang", 20, 112),
        ("yanbian", 15, 53),
        ("chiping", 12, 63),
        ("chengwu", 27, 96),
        ("qingdao", 19, 76),
    ] {
        let plan = plan(&info, id);
        assert_eq!(plan["tasks"], json!(tasks), "tasks of {id}");
        assert_eq!(plan["unit_mentions"], json!(mentions), "unit mentions of {id}");
        let units = plan["units"].as_u64().expect("a count");
        assert!(
            units > 0 && units <= mentions,
            "{id} has {units} different units in {mentions} mentions"
        );
    }
}

#[test]
fn a_plan_is_described_by_its_title_number_date_and_region() {
    let home = Home::fresh();
    let info = home.info(&home.atlas("a.gpkg", &["--seeds"]));
    for plan in info["plans"].as_array().expect("a list") {
        let keys = [
            "id",
            "title",
            "document_number",
            "issued_on",
            "region",
            "tasks",
            "unit_mentions",
            "units",
            "phases",
            "sections",
            "indicators",
            "designations",
            "projects",
        ];
        for key in keys {
            assert!(plan.get(key).is_some(), "{} has {key}", plan["id"]);
        }
        assert!(
            plan["title"].as_str().is_some_and(|t| t.chars().count() > 5),
            "{}",
            plan["title"]
        );
        assert!(
            plan["sections"].as_u64().is_some_and(|n| n > 0),
            "sections of {}",
            plan["id"]
        );
    }
    assert_eq!(
        plan(&info, "chiping")["document_number"],
        Value::Null,
        "Chiping's document carries no number"
    );
    assert_eq!(
        plan(&info, "qingdao")["document_number"],
        Value::Null,
        "Qingdao's document carries no number"
    );
    assert_eq!(plan(&info, "chiping")["phases"], json!(3));
    assert_eq!(plan(&info, "wenshang")["designations"], json!(1));
    assert_eq!(plan(&info, "qingdao")["designations"], json!(14));
}

#[test]
fn projects_are_counted_once_by_kind_and_once_by_precision() {
    let home = Home::fresh();
    for (name, with) in [("seeds.gpkg", "--seeds"), ("practice.gpkg", "--practice")] {
        let info = home.info(&home.atlas(name, &[with]));
        let projects = &info["projects"];
        let total = projects["total"].as_u64().expect("a count");
        assert!(total > 0, "{name} has projects");
        assert_eq!(sum(&projects["by_kind"]), total, "{name} by kind");
        assert_eq!(sum(&projects["by_precision"]), total, "{name} by precision");
        // What stands at its county has no place of its own and counts as 未上图 too.
        let none = projects["by_precision"]
            .get("none")
            .and_then(Value::as_u64)
            .unwrap_or(0);
        let at_county = projects["at_county"].as_u64().expect("a count");
        assert_eq!(json!(none + at_county), projects["unmapped"], "{name}");
    }
}

#[test]
fn only_the_plans_that_name_projects_have_any_and_none_is_shown_as_surveyed() {
    let home = Home::fresh();
    let info = home.info(&home.atlas("a.gpkg", &["--seeds"]));
    for id in ["yanbian", "chiping", "qingdao"] {
        assert_eq!(
            plan(&info, id)["projects"],
            json!(0),
            "{id} names no project that could be mapped"
        );
    }
    for id in ["wenshang", "chengwu"] {
        assert!(
            plan(&info, id)["projects"].as_u64().is_some_and(|n| n > 0),
            "{id} names projects"
        );
    }
    for precision in ["surveyed", "approved"] {
        let count = info["projects"]["by_precision"]
            .get(precision)
            .and_then(Value::as_u64)
            .unwrap_or(0);
        assert_eq!(count, 0, "no plan gives a {precision} shape");
    }
}

#[test]
fn the_practice_atlas_is_large_enough_to_play_with() {
    let home = Home::fresh();
    let info = home.info(&home.atlas("a.gpkg", &["--practice"]));
    assert_eq!(info["projects"]["total"], json!(120));
    let towns = info["towns"]
        .as_u64()
        .or_else(|| info["towns"]["total"].as_u64())
        .expect("a count of towns");
    assert!((10..=14).contains(&towns), "about 12 towns, not {towns}");
    assert!(
        info["projects"]["by_kind"].as_object().expect("kinds").len() >= 16,
        "projects of all kinds"
    );
}

#[test]
fn an_empty_atlas_counts_nothing() {
    let home = Home::fresh();
    let info = home.info(&home.atlas("a.gpkg", &[]));
    assert_eq!(info["plans"], json!([]));
    assert_eq!(info["projects"]["total"], json!(0));
}

#[test]
fn without_json_the_same_counts_are_told_in_chinese() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--seeds"]);
    let output = home.zhentu(&["info", atlas.to_str().expect("UTF-8")]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let info = home.info(&atlas);
    for plan in info["plans"].as_array().expect("a list") {
        assert!(text.contains(plan["title"].as_str().expect("a title")), "{text}");
    }
    assert!(text.contains("未上图"), "{text}");
}
