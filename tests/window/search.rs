//! Ctrl+K finds things by Chinese, by pinyin and by initials.

use crate::harness::in_window;

#[test]
fn a_town_is_found_by_pinyin_by_initials_and_by_its_name() {
    in_window("search", async |window| {
        window.begin("seeds").await;
        // The one pilot town of the Wenshang plan.
        for typed in ["杨店", "yangdian", "ydz"] {
            window.press("Ctrl+k").await;
            window.fill("[data-test='palette-input']", typed).await;
            window.text_with("palette-item", "杨店镇").await;
            window.press("Escape").await;
            window.gone("palette-input").await;
        }
        window.press("Ctrl+k").await;
        window.fill("[data-test='palette-input']", "yangdian").await;
        window.click_text("palette-item", "杨店镇").await;
        window.text_with("inspector-title", "杨店镇").await;
        window.picture("search.png").await;
    });
}

#[test]
fn a_command_is_found_and_run_from_the_palette() {
    in_window("palette-command", async |window| {
        window.begin("practice").await;
        window.press("Ctrl+k").await;
        window.fill("[data-test='palette-input']", ">快捷键").await;
        window.text_with("palette-item", "快捷键一览").await;
        window.enter("[data-test='palette-input']", ">快捷键").await;
        window.find("dialog-shortcuts").await;
    });
}
