//! `zhentu money`: as docs/json.md says, and the same in words.

use serde_json::{Value, json};

use crate::home::Home;

fn money(home: &Home, more: &[&str]) -> Value {
    home.json(&[&["money", "a.gpkg", "--as-of", "2026-11-30", "--json"][..], more].concat())
}

fn fen(cells: &Value, such: impl Fn(&Value) -> bool) -> i64 {
    let cells = cells["cells"].as_array().expect("a list").iter();
    cells
        .filter(|cell| such(cell))
        .map(|cell| cell["fen"].as_i64().expect("分"))
        .sum()
}

#[test]
fn cells_add_up_to_what_is_said_and_ceilings_stand_beside() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let found = money(&home, &[]);
    let keys: Vec<&String> = found.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "as_of",
            "cells",
            "planned",
            "allocated",
            "spent",
            "gap",
            "allocated_rate",
            "spent_rate",
            "ceilings"
        ]
    );
    let keys: Vec<&String> = found["cells"][0].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["owner_kind", "owner", "source", "stage", "year", "fen"]);
    for stage in ["allocated", "spent"] {
        assert_eq!(
            found[stage],
            json!(fen(&found, |cell| cell["stage"] == stage)),
            "{stage}"
        );
    }
    // Per owner what is approved, else what is estimated.
    let ceilings = found["ceilings"].as_array().expect("a list");
    assert!(!ceilings.is_empty());
    for ceiling in ceilings {
        let keys: Vec<&String> = ceiling.as_object().expect("an object").keys().collect();
        assert_eq!(
            keys,
            ["owner_kind", "owner", "name", "fen", "broken_down", "lines"]
        );
    }
    let approved: Vec<&Value> = found["cells"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|c| c["stage"] == "approved")
        .collect();
    let planned = fen(&found, |cell| {
        cell["stage"] == "approved"
            || cell["stage"] == "estimated"
                && !approved
                    .iter()
                    .any(|other| other["owner"] == cell["owner"] && other["owner_kind"] == cell["owner_kind"])
    });
    assert_eq!(found["planned"], json!(planned));
    // Money of projects is what `info` says, by the same formula.
    let info = home.json(&["info", "a.gpkg", "--json"]);
    let of = |kind: &str| info["money_of"][kind]["planned"].as_i64().expect("分");
    assert_eq!(
        ["project", "plan", "task", "town"].map(of).iter().sum::<i64>(),
        planned
    );

    // A year, a town.
    let of_year = money(&home, &["--year", "2026"]);
    assert_eq!(
        of_year["spent"],
        json!(fen(&found, |cell| cell["stage"] == "spent" && cell["year"] == 2026))
    );
    let of_town = money(&home, &["--town", "青禾渡镇"]);
    assert!(of_town["spent"].as_i64() > Some(0) && of_town["spent"].as_i64() < found["spent"].as_i64());
}

#[test]
fn the_table_in_words_has_its_rows_rates_and_ceilings() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let text = |more: &[&str]| {
        let output = home.zhentu(&[&["money", "a.gpkg", "--as-of", "2026-11-30"][..], more].concat());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let whole = text(&[]);
    let found = money(&home, &[]);
    // 万元 with two decimals, half rounded up, in whole numbers.
    let wan = |key: &str| {
        let hundredths = (found[key].as_i64().expect("分") + 5_000) / 10_000;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    for said in [
        format!("计划 {}（", wan("planned")),
        format!("支付 {}（", wan("spent")),
        format!("缺口 {}\n", wan("gap")),
        "\n青禾渡镇\t".to_owned(),
        "\n不属镇街\t".to_owned(),
        "\n总盘子  方案 ".to_owned(),
    ] {
        assert!(whole.contains(&said), "{said}: {whole}");
    }
    let by_plan = text(&["--rows", "plan", "--columns", "stage"]);
    assert!(
        by_plan.contains("匡算\t批复\t下达\t支付\t合计\t下达率\t支付率\t缺口\n"),
        "{by_plan}"
    );
    let same = home.zhentu(&["money", "a.gpkg", "--rows", "town", "--columns", "town"]);
    assert_eq!(same.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&same.stderr).contains("--rows"));
}

#[test]
fn an_atlas_without_money_says_so() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    let found = money(&home, &[]);
    assert_eq!(
        (found["planned"].clone(), found["allocated_rate"].clone()),
        (json!(0), Value::Null)
    );
    let output = home.zhentu(&["money", "a.gpkg"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("没有资金"));
}
