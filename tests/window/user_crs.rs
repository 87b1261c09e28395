//! Systems of the user in the dialogs of import and export: made there, chosen there, said in the file and found again.

use crate::harness::in_window_of;

const NAME: &str = "望岑独立坐标系";
/// Control points of the practice county, in the zone at 117° E and from an origin of their own.
const TABLE: &str = "K1 5735.210 4230.174 3703735.210 384230.174\nK2 6120.771 6904.008 3704120.771 386904.008\n\
    K3 8402.115 5011.530 3706402.115 385011.530";

#[test]
fn a_system_is_made_within_an_import_and_exports_in_it_are_recognised_again() {
    in_window_of(
        "own-systems",
        |home| {
            let table = "名称,北坐标,东坐标\n一号机井,5800.5,4300.25\n二号机井,6100.0,6900.0\n";
            std::fs::write(home.path("机井.csv"), table).expect("it can be written");
            let atlas = home.atlas("册.gpkg", &["--practice"]);
            vec![atlas.to_str().expect("UTF-8").to_owned()]
        },
        async |window| {
            window.read_file(&window.home.path("机井.csv")).await;
            window.click("import-target-sites").await;
            window.choose_line("import-encoding", "GB18030").await;
            window.choose_line("import-encoding", "UTF-8").await;
            window.click("import-systems").await;
            window.find("dialog-systems").await;
            window.click("system-new-local").await;
            window.fill("[data-test='system-name']", NAME).await;
            window.paste("system-table", TABLE).await;
            window.text_with("system-fit", "中误差 0.000 米").await;
            window.click("system-use").await;
            window.gone("dialog-systems").await;
            window.text_with("import-crs", NAME).await;
            window
                .find_css("[data-test='import-target-sites'][aria-checked='true']")
                .await;
            window.text_with("import-encoding", "UTF-8").await;
            window.text_with("import-place", "中心落在").await;
            window.click("import-go").await;
            window.text_with("import-report", "新增 2 条").await;
            window.click("import-done").await;

            window.press("Ctrl+e").await;
            window.choose_line("export-layer", "点位").await;
            window.choose_line("export-format", "CSV").await;
            window.choose_line("export-crs-choice", NAME).await;
            window.text_with("export-foretold", "再导入时请选").await;
            window.text_with("export-crs", NAME).await;
            let out = window.home.path("点位.csv");
            window
                .fill("[data-test='export-path']", out.to_str().expect("UTF-8"))
                .await;
            window.click("export-scope-all").await;
            window.click("export-go").await;
            window.text_with("export-losses", NAME).await;
            let text = std::fs::read_to_string(&out).expect("it was written");
            let row = text.lines().find(|l| l.contains("一号机井")).expect("the site");
            let numbers: Vec<f64> = row.split(',').filter_map(|cell| cell.parse().ok()).collect();
            let near = |wanted: f64| numbers.iter().any(|n| (n - wanted).abs() < 0.000_1);
            assert!(near(5_800.5) && near(4_300.25), "{row}");
            window.click("dialog-close").await;

            window.read_file(&out).await;
            window.text_with("import-crs", NAME).await;
            window.text_with("import-crs-why", "自建坐标系").await;
            // What is removed over the dialog is chosen no longer.
            window.click("import-systems").await;
            window.click("system-remove").await;
            window.click("question-yes").await;
            window.gone("system-name").await;
            window
                .click_css("[data-test='dialog-systems'] [data-test='dialog-close']")
                .await;
            window.gone("dialog-systems").await;
            window.text_with("import-summary", "点位.csv").await;
            let chosen = window.text("import-crs").await;
            assert!(!chosen.contains(NAME), "{chosen}");
        },
    );
}

#[test]
fn over_an_import_a_system_is_typed_at_once_and_nothing_typed_is_lost_unasked() {
    in_window_of(
        "own-systems-leaving",
        |home| {
            let table = "名称,北坐标,东坐标\n一号机井,5800.5,4300.25\n";
            std::fs::write(home.path("机井.csv"), table).expect("it can be written");
            let atlas = home.atlas("册.gpkg", &["--practice"]);
            vec![atlas.to_str().expect("UTF-8").to_owned()]
        },
        async |window| {
            window.read_file(&window.home.path("机井.csv")).await;
            window.click("import-systems").await;
            window.click("system-new-old").await;
            // The practice county lies at 117° E; the name is typed without a click.
            window.text_with("system-base", "117°").await;
            window.find_css("[data-test='system-name']:focus").await;
            window.fill("[data-test='system-name']", "本县旧坐标").await;
            window.fill("[data-test='system-parameter-0']", "十五\t").await;
            window.text_with("system-parameter-unread", "十五").await;

            window.press("Escape").await;
            window.text_with("dialog-question", "本县旧坐标").await;
            window.click("question-no").await;
            window.gone("dialog-question").await;
            window.find("system-name").await;
            window.press("Escape").await;
            window.find("dialog-question").await;
            window.click("question-yes").await;
            window.gone("dialog-systems").await;
            window.text_with("import-summary", "机井.csv").await;
            // Nothing was typed: nothing is asked, and only the upper one closes.
            window.click("import-systems").await;
            window.find("dialog-systems").await;
            window.press("Escape").await;
            window.gone("dialog-systems").await;
            window.text_with("import-summary", "机井.csv").await;
        },
    );
}
