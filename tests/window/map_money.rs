//! Money by town on the map: the classes of the legend hold the towns that SQL finds, under a filter too.

use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::harness::{Window, in_window};

impl Window {
    /// Waits until the classes of the legend hold so many towns together.
    async fn towns_in_classes(&self, expected: i64) {
        let script = "return [...document.querySelectorAll(`[data-test='legend-money-class'] .count`)] \
            .reduce((sum, e) => sum + Number(e.innerText), 0)";
        self.until(&format!("{expected} towns in the classes"), || async {
            (self.script(script, vec![]).await == json!(expected)).then_some(())
        })
        .await;
    }
}

#[test]
fn money_by_town_is_drawn_in_classes_that_hold_every_town_with_money() {
    in_window("map-money", async |window| {
        let atlas = window.begin("practice").await;
        let sql = Connection::open_with_flags(&atlas, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
        let towns = |stage: &str, and: &str| -> i64 {
            let text = format!(
                "SELECT COUNT(*) FROM (SELECT coalesce(p.town, r.id) AS town FROM budget_lines b \
                   LEFT JOIN projects p ON b.owner_kind = 'project' AND p.id = b.owner \
                   LEFT JOIN regions r ON b.owner_kind = 'town' AND r.id = b.owner \
                 WHERE b.stage = '{stage}' AND coalesce(b.scope, 'part') = 'part' AND coalesce(p.town, r.id) IS NOT NULL {and} \
                 GROUP BY 1 HAVING sum(b.amount) > 0)"
            );
            sql.query_row(&text, [], |row| row.get(0)).expect("a count")
        };
        window.map_ready().await;
        window.gone("legend-money").await;
        window.click("rail-layers").await;
        window.click("layer-money-visible").await;
        window.find("legend-money").await;
        window.choose_side("legend-money-measure", "spent").await;
        window.towns_in_classes(towns("spent", "")).await;
        window.look("map-money").await;
        window.picture("map-money.png").await;
        window.choose_side("legend-money-measure", "allocated").await;
        window.towns_in_classes(towns("allocated", "")).await;
        window.choose_side("legend-money-measure", "spent_rate").await;
        window.press("Ctrl+Shift+l").await;
        window.look("map-money-rates-dark").await;
        window.press("Ctrl+Shift+l").await;

        window.choose_side("legend-money-measure", "spent").await;
        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.click("filter-done").await;
        window
            .towns_in_classes(towns("spent", "AND p.kind = 'road'"))
            .await;
        window.look("map-money-roads").await;
        window.click("layer-money-visible").await;
        window.gone("legend-money").await;
        window.no_errors().await;
    });
}
