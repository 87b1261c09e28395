//! `zhentu remove`: what it takes along, what it says before, and what it refuses.

use serde_json::json;

use crate::home::Home;

#[test]
fn a_plan_is_removed_by_its_name_with_what_is_only_in_it() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--seeds"]);
    let before = std::fs::read(&atlas).expect("the atlas");
    let tried = home.json(&["remove", "a.gpkg", "plan", "wenshang", "--dry-run", "--json"]);
    assert_eq!(tried["removed"], json!(false));
    assert_eq!(tried["ids"], json!(["wenshang"]));
    let count = |table: &str| {
        let goes = tried["goes"].as_array().expect("a list");
        goes.iter()
            .find(|c| c["table"] == table)
            .map(|c| c["count"].clone())
    };
    // 112 of tasks, 2 of single works.
    assert_eq!(count("assignments"), Some(json!(114)));
    assert_eq!(
        std::fs::read(&atlas).expect("the atlas"),
        before,
        "a trial changes nothing"
    );
    let plans = home.info(&atlas)["plans"].as_array().expect("a list").len();
    let title = tried["name"].as_str().expect("the name of the step");
    let name = title.strip_prefix("删除方案：").expect("what is removed");
    let projects = home.info(&atlas)["projects"]["total"].clone();
    let done = home.zhentu(&["remove", "a.gpkg", "方案", name]);
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(
        done.status.success() && said.starts_with(&format!("已{title}")),
        "{said}"
    );
    let after = home.info(&atlas);
    assert_eq!(after["plans"].as_array().expect("a list").len(), plans - 1);
    assert_eq!(after["projects"]["total"], projects, "projects stay");
    let steps = home.json(&["history", "a.gpkg", "--json"]);
    assert_eq!(steps[0]["name"], json!(title));
}

#[test]
fn a_name_of_several_rows_is_refused_with_their_ids() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--seeds"]);
    let before = std::fs::read(&atlas).expect("the atlas");
    for (args, words) in [
        (
            ["remove", "a.gpkg", "unit", "县财政局"],
            &["/县财政局、", "编号"][..],
        ),
        (["remove", "a.gpkg", "unit", "没有的局"], &["没有的局"]),
        (["remove", "a.gpkg", "什么", "县财政局"], &["什么", "plan"]),
        (["remove", "a.gpkg", "town", "汶上县"], &["还不能删除", "方案"]),
    ] {
        let output = home.zhentu(&args);
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
        for word in words {
            assert!(said.contains(word), "{args:?} names {word}: {said}");
        }
    }
    assert_eq!(std::fs::read(&atlas).expect("the atlas"), before);
}
