//! `zhentu targets`: as docs/json.md says, of the five plans and of the practice atlas.

use serde_json::{Value, json};

use crate::home::Home;

fn targets(home: &Home, more: &[&str]) -> Vec<Value> {
    let found = home.json(
        &[
            &["targets", "a.gpkg", "--as-of", "2026-11-30", "--json"][..],
            more,
        ]
        .concat(),
    );
    found.as_array().expect("a list").clone()
}

fn of<'a>(found: &'a [Value], id: &str) -> &'a Value {
    found
        .iter()
        .find(|one| one["id"] == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn targets_of_the_five_plans_have_their_shape_and_what_is_counted() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    let found = targets(&home, &[]);
    // 47 of 成武, 1 of 茌平, 6 of 青岛, 8 of 汶上, 6 of 延边.
    assert_eq!(found.len(), 68);
    let keys: Vec<&String> = found[0].as_object().expect("an object").keys().collect();
    assert_eq!(
        keys[..16],
        [
            "plan", "id", "name", "operator", "value", "upper", "unit", "scope", "wording", "deadline",
            "baseline", "now", "as_of", "expected", "met", "light"
        ]
    );
    // 附件: 4, 4 and 6 pilots.
    let pilots = of(&found, "qingdao/i01");
    assert_eq!(
        (&pilots["now"], &pilots["met"], &pilots["origin"]),
        (&json!(14.0), &json!(true), &json!("counted"))
    );
    // No town's facts are known: nobody knows of 双十.
    let both = of(&found, "qingdao/i02");
    assert_eq!(
        (&both["now"], &both["met"], &both["upper"]),
        (&Value::Null, &Value::Null, &json!(2.0))
    );
    // 延边 names no town: none is a pilot, and the deadline of 2022-04 is over.
    let quota = of(&found, "yanbian/i03");
    assert_eq!(
        (&quota["now"], &quota["met"], &quota["light"]),
        (&json!(0.0), &json!(false), &json!("red"))
    );
    let of_plan = targets(&home, &["--plan", "yanbian"]);
    assert_eq!(of_plan.len(), 6);
    assert!(of_plan.iter().all(|one| one["plan"] == "yanbian"));
    // 汶上's targets are those of 杨店镇.
    let of_town = targets(&home, &["--plan", "wenshang", "--town", "370830111"]);
    assert_eq!(of_town.len(), 8);
}

#[test]
fn targets_in_words_say_value_goal_and_why() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let output = home.zhentu(&["targets", "a.gpkg", "--as-of", "2026-11-30"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let found = targets(&home, &[]);
    let met = found.iter().filter(|one| one["met"] == true).count();
    assert!(
        text.starts_with(&format!(
            "状态日期 2026年11月30日  指标 {}  已达到 {met}  ",
            found.len()
        )),
        "{text}"
    );
    let sewage = of(&found, "practice/i04");
    assert_eq!(
        (&sewage["now"], &sewage["as_of"]),
        (&json!(66.8), &json!("2026-10-31"))
    );
    assert!(text.contains("→ 66.8 → ≥ 75 %\t2026年12月\t"), "{text}");
    // From 32.4 at the end of 2024 to 66.8 on 2026-10-31 are 669 days, and 61 more to the end of 2026.
    let expected = sewage["expected"].as_f64().expect("a line");
    let baseline = sewage["baseline"].as_f64().expect("a baseline");
    let by_hand = 66.8 + (66.8 - baseline) / 669.0 * 61.0;
    assert!((expected - by_hand).abs() < 1e-9, "{expected} {by_hand}");
}
