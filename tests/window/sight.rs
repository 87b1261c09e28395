//! What is chosen in one place comes into sight in the others: ledger, card and map follow.

use serde_json::json;

use crate::harness::{Window, in_window};

impl Window {
    /// Waits until the middle of the map lies within that many degrees of a place.
    async fn map_is_at(&self, (lon, lat): (f64, f64), within: f64) {
        self.until(&format!("map at {lon}, {lat}"), || async {
            let at: (f64, f64) = serde_json::from_value(self.map_says("center").await).ok()?;
            ((at.0 - lon).abs() < within && (at.1 - lat).abs() < within).then_some(())
        })
        .await;
    }
}

/// Whether the selected row is whole between the head and the foot of the ledger.
const ROW_IN_SIGHT: &str = "const box = document.querySelector(`[data-test='ledger-projects']`); \
    const row = box && box.querySelector('.row.selected'); if (!row) return false; \
    const head = box.querySelector(`[data-test^='sort-']`).getBoundingClientRect(); \
    const at = row.getBoundingClientRect(), room = box.getBoundingClientRect(); \
    return at.top >= head.bottom - 1 && at.bottom <= room.bottom + 1";

#[test]
fn a_project_chosen_elsewhere_is_in_sight_in_the_ledger() {
    in_window("ledger-follows", async |window| {
        window.begin("practice").await;
        for name in [
            "城东专业市场搬迁",
            "稻花铺镇危房改造",
            "瓦窑岗镇医养结合院",
            "县城至青禾渡镇一级公路",
        ] {
            window.go_to(name).await;
            window
                .until(&format!("{name} in sight in the ledger"), || async {
                    (window.script(ROW_IN_SIGHT, vec![]).await == json!(true)).then_some(())
                })
                .await;
            // It stays there once everything has settled.
            window.map_ready().await;
            assert_eq!(window.script(ROW_IN_SIGHT, vec![]).await, json!(true), "{name}");
        }
    });
}

#[test]
fn another_thing_is_read_from_its_beginning() {
    in_window("card-from-the-top", async |window| {
        window.begin("practice").await;
        let title = "return document.querySelector(`[data-test='inspector-title']`)?.innerText ?? ''";
        let down = "const card = document.querySelector(`[data-test='inspector']`); card.scrollTop = 900; return card.scrollTop";
        let top = "return document.querySelector(`[data-test='inspector']`).scrollTop";
        window.go_to("县城至青禾渡镇一级公路").await;
        window.text_with("inspector-title", "青禾渡镇").await;
        let scrolled = window
            .until("card that is longer than the window", || async {
                let at = window.script(down, vec![]).await.as_f64()?;
                (at > 300.0).then_some(at)
            })
            .await;
        assert!(scrolled > 300.0);
        window.go_to("县城至柳荫集镇").await;
        window
            .until("the other card from its top", || async {
                let name = window.script(title, vec![]).await;
                let at = window.script(top, vec![]).await;
                (name.as_str()?.contains("柳荫集镇") && at == json!(0)).then_some(())
            })
            .await;
    });
}

#[test]
fn a_plan_or_a_town_of_unknown_place_still_moves_the_map_to_its_county() {
    in_window("flies-to-county", async |window| {
        window.begin("seeds").await;
        // Chengwu names towns whose points are known: the map shows the county around them.
        window.click("node-plan-chengwu").await;
        window.map_is_at((115.88, 34.95), 0.5).await;
        // No point of Yangdian is known: the map goes to Wenshang county, and invents none.
        window.go_to("杨店镇").await;
        window.map_is_at((116.49, 35.71), 0.1).await;
        // A project of that town stands at the county: the map shows the county, and no bare ground around its point.
        window.go_to("镇驻地道路拓宽改造").await;
        window.text_with("inspector-title", "镇驻地道路拓宽改造").await;
        let close = window.map_says("zoom").await.as_f64().expect("a zoom");
        assert!(close < 10.6, "at zoom {close}");
        window.look("county-point").await;
    });
}
