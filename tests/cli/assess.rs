//! `zhentu assess`: as docs/json.md says, of the five plans and of an atlas with a round.

use serde_json::{Value, json};

use crate::home::Home;

/// Rows put into a practice atlas by another program: a round of the first plan, with scores for all but one town.
fn with_round(home: &Home) {
    home.atlas("a.gpkg", &["--practice"]);
    let sql = rusqlite::Connection::open(home.path("a.gpkg")).expect("opened");
    sql.execute_batch(
        "INSERT INTO assessment_rounds (id, plan, round, title, as_of) \
         SELECT 'r', plan, '2026', '2026年度考核', '2026-12-31' FROM assessments LIMIT 1; \
         INSERT INTO criterion_scores (id, assessment_round, criterion, region, score, by_hand) \
         SELECT 's' || r.id || c.id, 'r', c.id, r.id, 100 - r.rowid, 1 FROM regions r, criteria c \
         WHERE r.level = 'township' AND c.plan = (SELECT plan FROM assessments LIMIT 1) AND r.rowid < \
         (SELECT MAX(rowid) FROM regions WHERE level = 'township');",
    )
    .expect("rows");
}

#[test]
fn a_round_is_ranked_and_supposed_and_nothing_is_kept() {
    let home = Home::fresh();
    with_round(&home);
    let before = std::fs::read(home.path("a.gpkg")).expect("a file");
    let found = home.json(&["assess", "a.gpkg", "--json"]);
    let towns = found.as_array().expect("a list");
    assert!(towns.len() >= 9, "{found}");
    let lacking: Vec<&Value> = towns.iter().filter(|town| town["total"].is_null()).collect();
    assert_eq!(lacking.len(), 1);
    assert_eq!(lacking[0]["missing"].as_array().expect("a list").len(), 5);
    assert!(
        towns.iter().all(|town| town["consequence"].is_null()),
        "a total is missing: {found}"
    );

    // With the scores of the last town supposed, the rules apply: it has the lowest total of all.
    let name = lacking[0]["name"].as_str().expect("a name");
    let criteria: Vec<String> = lacking[0]["missing"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|criterion| format!("{name}:{}=10", criterion.as_str().expect("a name")))
        .collect();
    let mut arguments = vec!["assess", "a.gpkg", "--round", "2026年度考核", "--json"];
    for score in &criteria {
        arguments.extend(["--score", score]);
    }
    let supposed = home.json(&arguments);
    let towns = supposed.as_array().expect("a list");
    let ranks: Vec<u64> = towns
        .iter()
        .map(|town| town["rank"].as_u64().expect("a rank"))
        .collect();
    assert_eq!(ranks, (1..=towns.len() as u64).collect::<Vec<_>>());
    let consequence = |at: usize| towns[at]["consequence"].clone();
    assert_eq!(
        (consequence(0), consequence(1), consequence(2)),
        (json!("rewarded"), json!("rewarded"), json!("commended"))
    );
    let last = towns.last().expect("a town");
    assert_eq!(
        (&last["name"], &last["total"], &last["consequence"]),
        (&json!(name), &json!(10.0), &json!("warned"))
    );

    // One town, in words, and what names nothing.
    let one = home.json(&["assess", "a.gpkg", "--town", name, "--json"]);
    assert_eq!(one.as_array().expect("a list").len(), 1);
    let words = home.zhentu(&["assess", "a.gpkg"]);
    let words = String::from_utf8(words.stdout).expect("UTF-8");
    assert!(
        words.contains("2026年度考核") && words.contains("还缺得分，名次未定"),
        "{words}"
    );
    for wrong in [
        ["--round", "没有的一轮"],
        ["--count", "没有的规则=3"],
        ["--count", "ar03"],
        ["--score", "没有的镇:项目进度=80"],
        ["--score", "某镇=80"],
    ] {
        let refused = home.zhentu(&[&["assess", "a.gpkg"][..], &wrong].concat());
        assert!(!refused.status.success(), "{wrong:?}");
        assert!(refused.stdout.is_empty(), "{wrong:?}");
    }
    assert_eq!(
        std::fs::read(home.path("a.gpkg")).expect("a file"),
        before,
        "nothing was written"
    );
}

#[test]
fn the_five_plans_have_rules_and_no_invented_round() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--seeds"]);
    assert_eq!(home.json(&["assess", "a.gpkg", "--json"]), json!([]));
    let words = home.zhentu(&["assess", "a.gpkg", "--plan", "yanbian"]);
    let words = String::from_utf8(words.stdout).expect("UTF-8");
    assert!(
        words.contains("还没有考核轮次") && words.contains("前3名通报表扬"),
        "{words}"
    );
    assert!(
        !words.contains("年度评估居前的加大奖补"),
        "of another plan: {words}"
    );
}
