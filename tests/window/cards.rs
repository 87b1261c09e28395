//! Cards of plan, task, town and unit filled in by hand, with slips of the hand among it: each is refused in words, with
//! the field it belongs to, and nothing wrong is kept.

use crate::harness::{Window, in_window};
use crate::parts::as_text;

impl Window {
    /// Types into a value edited in place and confirms it.
    async fn put_in_place(&self, field: &str, text: &str) {
        let input = format!("{field}-input");
        // What was saved before may still move the words of the line under the pointer.
        self.until(&input, || async {
            if !self.shows(&input).await {
                self.click(field).await;
            }
            self.shows(&input).await.then_some(())
        })
        .await;
        self.enter(&format!("[data-test='{field}-input']"), text).await;
    }

    /// The same; it is refused with these words and given up.
    async fn refused_in_place(&self, field: &str, text: &str, words: &str) {
        self.put_in_place(field, text).await;
        self.text_with(&format!("{field}-error"), words).await;
        self.press("Escape").await;
        self.gone(&format!("{field}-input")).await;
    }

    /// Fills a form and saves it; it is refused with these words and stays.
    async fn refused(&self, form: &str, fields: &[(&str, &str)], words: &str) {
        for (field, text) in fields {
            self.fill(&format!("[data-test='{form}-{field}']"), text).await;
        }
        self.click(&format!("{form}-save")).await;
        self.text_with(&format!("{form}-error"), words).await;
    }
}

#[test]
fn a_span_turned_round_a_share_below_nothing_and_a_number_without_end_are_refused_with_their_field() {
    in_window("cards-plan", async |window| {
        let atlas = window.begin("practice").await;
        window.go_to("演练·品质提升").await;
        // Delete leaves it open.
        window.put_in_place("field-starts", "\u{e017}").await;
        window.put_in_place("field-ends", "2027年6月底前").await;
        window.text_with("field-ends", "2027年6月").await;
        window
            .refused_in_place("field-starts", "2028", "不能晚于结束时间（2027年6月）")
            .await;
        window.put_in_place("field-starts", "２０２５年").await;
        window
            .refused_in_place("field-ends", "2024年下半年", "不能早于开始时间（2025年）")
            .await;

        window.click("phase-add").await;
        let turned = [("name", "回头看"), ("starts", "2027-06"), ("ends", "2027-03")];
        window.refused("phase-new", &turned, "不能早于").await;
        window.click("phase-new-cancel").await;
        window.click("rule-add").await;
        let below = [("title", "管护补助"), ("share", "-20")];
        window.refused("rule-new", &below, "不能小于 0").await;
        window.click("rule-new-cancel").await;
        window.click("criterion-add").await;
        let below = [("name", "村容整洁度"), ("weight", "-10")];
        window.refused("criterion-new", &below, "不能小于 0").await;
        window.click("criterion-new-cancel").await;
        window.click("target-add").await;
        let endless = "9".repeat(400);
        let endless = [("name", "道路"), ("value", endless.as_str())];
        window.refused("target-new", &endless, "目标值：不能大于").await;
        window.click("target-new-cancel").await;
        window.click("money-add").await;
        window
            .refused("money", &[("amount", "99999999999")], "不能大于 1,000,000,000")
            .await;
        window.click("money-cancel").await;

        let text = as_text(&window.home, &atlas);
        for word in ["回头看", "管护补助", "村容整洁度"] {
            assert!(!text.contains(word), "{word} was kept");
        }
        assert!(text.contains("2027-06"));

        // What a rule says can be changed after it was made.
        window.click_hidden("[data-test='rule-add']").await;
        for (field, text) in [("title", "管护补助"), ("share", "30")] {
            window
                .fill(&format!("[data-test='rule-new-{field}']"), text)
                .await;
        }
        window.click("rule-new-save").await;
        window.gone("rule-new-form").await;
        window.text_with("section-rules", "管护补助").await;
        window.click_hidden("[data-test='rule-open']").await;
        window.put_in_place("rule-share", "35").await;
        window.text_with("rule-share", "35%").await;
        window.put_in_place("rule-threshold", "500").await;
        window
            .until("the share in the file", || async {
                let text = as_text(&window.home, &atlas);
                let line = text.lines().find(|l| l.contains("管护补助"))?;
                (line.contains("0.35") && line.contains("500")).then_some(())
            })
            .await;
    });
}

#[test]
fn a_report_that_is_given_up_by_keyboard_is_not_kept_and_one_of_tomorrow_is_refused() {
    in_window("cards-report", async |window| {
        let atlas = window.begin("practice").await;
        window.go_to("县城至青禾渡镇一级公路").await;
        window.click("report-add").await;
        window
            .fill("[data-test='report-problem']", "征地未完成，暂缓两个月")
            .await;
        window
            .refused("report", &[("date", "2099-01-01")], "还没到这一天")
            .await;
        window
            .script(
                "document.querySelector(`[data-test='report-cancel']`).focus()",
                vec![],
            )
            .await;
        window.press("Enter").await;
        window.gone("report-form").await;
        assert!(!as_text(&window.home, &atlas).contains("征地未完成"));
    });
}

#[test]
fn a_unit_takes_no_name_that_another_of_its_county_has_and_a_town_is_a_pilot_of_a_plan_once() {
    in_window("cards-unit", async |window| {
        let atlas = window.begin("practice").await;
        window.go_to("县水务局").await;
        window
            .refused_in_place("field-title", "县综合行政执法局", "同名")
            .await;
        window.put_in_place("field-title", "清河源县水务局").await;
        window.text_with("inspector-title", "清河源县水务局").await;
        let text = as_text(&window.home, &atlas);
        assert_eq!(text.matches(",清河源县水务局,").count(), 1);

        window.go_to("青禾渡镇").await;
        let pilots = window.texts("pilot-drop").await.len();
        assert_eq!(pilots, 1, "the town is a pilot of one plan");
        window.click("pilot-add").await;
        window.choose_line("pilot-new-plan", "演练·品质提升").await;
        window.refused("pilot-new", &[], "已经列入").await;
        window.click("pilot-new-cancel").await;
        window.gone("pilot-new-form").await;
        window
            .refused_in_place("pilot-ends", "2024", "不能早于开始时间（2025年1月）")
            .await;
        window.put_in_place("pilot-ends", "2028年6月").await;
        window.text_with("pilot-ends", "2028年6月").await;
    });
}
