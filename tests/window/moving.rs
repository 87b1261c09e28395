//! A town that still holds things is removed with all of them moved to another; the history says so, narrowed by thing and
//! person, and leads back to them.

use serde_json::json;

use crate::harness::in_window_of;

#[test]
fn a_town_is_removed_with_its_projects_moved_to_another_in_one_step_and_the_history_leads_to_them() {
    in_window_of(
        "town-moved",
        |home| {
            let atlas = home.atlas("册.gpkg", &["--practice"]);
            vec![atlas.to_str().expect("UTF-8").to_owned()]
        },
        async |window| {
            window.map_ready().await;
            let atlas = window.home.path("册.gpkg");
            let of_town = |name: &str| -> u64 {
                let info = window.home.info(&atlas);
                info["projects"]["by_town"][name].as_u64().unwrap_or(0)
            };
            let (from, to) = (of_town("望岑镇"), of_town("瓦窑岗镇"));
            assert!(from > 0 && to > 0);

            window.go_to("望岑镇").await;
            window.click_hidden("[data-test='town-delete']").await;
            let said = window.text_with("dialog-question", "它下面还有").await;
            assert!(said.contains(&format!("{from} 个项目")), "{said}");
            window.look("move-town").await;
            let locked = "return document.querySelector('[data-test=question-yes]').disabled";
            assert_eq!(
                window.script(locked, vec![]).await,
                json!(true),
                "nothing is chosen yet"
            );
            window.choose_line("question-choose", "瓦窑岗镇").await;
            window.click("question-yes").await;
            window.gone("dialog-question").await;
            window.text_with("undo", "瓦窑岗镇").await;
            assert_eq!((of_town("望岑镇"), of_town("瓦窑岗镇")), (0, from + to));

            window.press("Ctrl+h").await;
            window.fill("[data-test='history-text']", "wyg").await;
            window.text_with("history-step", "移出镇街：望岑镇").await;
            window.fill("[data-test='history-when']", "2001").await;
            window.find("history-none").await;
            window.fill("[data-test='history-when']", " ").await;
            window.text_with("history-step", "移出镇街：望岑镇").await;
            window.look("history-narrowed").await;
            let thing = window
                .texts("history-thing")
                .await
                .first()
                .expect("a thing")
                .clone();
            window.click_text("history-thing", &thing).await;
            window.gone("dialog-history").await;
            window.text_with("inspector-title", &thing).await;

            window.press("Ctrl+z").await;
            window
                .until("the projects at their town again", || async {
                    (of_town("望岑镇") == from && of_town("瓦窑岗镇") == to).then_some(())
                })
                .await;
        },
    );
}
