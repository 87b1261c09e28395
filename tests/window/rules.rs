//! What a plan rests on and rules is in its card: documents, standards, land and assessment rules; a town shows its facts.

use crate::harness::{Window, in_window};

/// Looks for words in the palette and opens what is found first.
async fn open(window: &Window, words: &str) {
    window.press("Ctrl+k").await;
    window.fill("[data-test='palette-input']", words).await;
    window.click_text("palette-item", words).await;
    window.gone("palette-input").await;
}

#[test]
fn the_card_of_a_plan_says_what_it_rests_on_and_what_follows() {
    in_window("plan-rules", async |window| {
        window.begin("seeds").await;
        window.go_to("延边示范镇").await;
        let document = window.text_with("document", "吉厅字〔2022〕2号").await;
        assert!(document.contains("贯彻"), "{document}");
        let rules = window.texts("assessment-rule").await;
        assert_eq!(rules.len(), 4, "{rules:?}");
        for (rule, words) in [
            (0, ["前3名通报表扬", "通报表扬", "每年", "前 3 名"]),
            (3, ["淘汰", "连续 2 次", "由县级递补", "州级"]),
        ] {
            for word in words {
                assert!(rules[rule].contains(word), "{word} in {}", rules[rule]);
            }
        }
        assert!(window.texts("standard").await[0].contains("原文没有列条目"));
        window.find_css("[data-test='section-documents']").await;
        window.look("documents").await;
        window
            .script(
                "document.querySelector(\"[data-test='section-assessment-rules']\").scrollIntoView()",
                vec![],
            )
            .await;
        window.look("assessment-rules").await;

        window.go_to("汶上精致城镇").await;
        let six = window.text_with("standard", "六好").await;
        assert!(six.contains("组织管理好"), "{six}");
        assert_eq!(window.texts("land-rule").await.len(), 9);
        assert!(window.text_with("target", "五年内").await.contains("全覆盖"));
        window
            .script(
                "document.querySelector(\"[data-test='section-targets']\").scrollIntoView()",
                vec![],
            )
            .await;
        window.look("targets-and-standards").await;
        window
            .script(
                "document.querySelector(\"[data-test='section-land']\").scrollIntoView()",
                vec![],
            )
            .await;
        window.look("land-rules").await;
        window.no_errors().await;
    });
}

#[test]
fn targets_and_documents_are_found_and_a_town_shows_its_facts() {
    in_window("found-parts", async |window| {
        window.begin("practice").await;
        open(window, "“双五”镇").await;
        window
            .text_with("section-documents", "演省办〔2024〕9001号")
            .await;
        window.go_to("青禾渡镇").await;
        let people = window.text_with("town-fact", "镇区常住人口").await;
        for words in ["5.3", "万人", "2025年", "2023年"] {
            assert!(people.contains(words), "{words} in {people}");
        }
        window.look("town-facts").await;
        window.no_errors().await;
    });
}
