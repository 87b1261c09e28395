//! Files brought in through the dialog, control lines held against projects, and other formats written.

use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Window, in_window_of};
use crate::home::Home;

const LEDGER: &str = "重点项目台账.csv";

fn utf8(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
}

/// Runs the command line and fails with what it says.
fn run(home: &Home, args: &[&str]) {
    let output = home.zhentu(args);
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A ledger as offices send it: in GBK, with a line that has no place.
fn ledger(home: &Home) {
    let path = home.path(LEDGER);
    let text = "项目名称,项目类型,建设阶段,经度,纬度,建设内容\n\
        南坝泵站改造,水利,在建,115.6512,33.4021,更换机组\n\
        望岑镇中心小学扩建,教育,前期,115.6630,33.4105,新建教学楼\n\
        河滨绿道二期,绿化,谋划,115.6721,33.4188,沿河绿道\n\
        数字平台,信息化,谋划,,,一张图平台\n";
    let script = "import sys; open(sys.argv[1], 'wb').write(sys.argv[2].encode('gbk'))";
    let made = std::process::Command::new("python3")
        .args(["-X", "utf8", "-c", script, utf8(&path), text])
        .status()
        .expect("python3 starts");
    assert!(made.success());
}

impl Window {
    /// Opens the dialog by its key and reads a file.
    pub async fn read_file(&self, path: &Path) {
        self.find("dock").await;
        self.press("Ctrl+Shift+o").await;
        self.enter("[data-test='import-path']", utf8(path)).await;
        self.find("import-summary").await;
    }

    async fn shapes_on_preview(&self) -> Value {
        let script = "return Number(document.querySelector(`[data-test='import-map']`).dataset.shapes)";
        self.script(script, vec![]).await
    }
}

#[test]
fn a_gbk_ledger_is_previewed_tried_out_imported_and_taken_back() {
    in_window_of(
        "import-ledger",
        |home| {
            ledger(home);
            vec![utf8(&home.atlas("册.gpkg", &["--practice"])).to_owned()]
        },
        async |window| {
            let atlas = window.home.path("册.gpkg");
            let before = window.home.info(&atlas)["projects"]["total"]
                .as_u64()
                .expect("a count");
            window.read_file(&window.home.path(LEDGER)).await;
            window.text_with("import-summary", "共 4 条").await;
            window.text_with("import-encoding", "GB").await;
            window.text_with("import-sample", "南坝泵站改造").await;
            window.text_with("import-geometry", "点 3").await;
            window
                .until("three points on the preview", || async {
                    (window.shapes_on_preview().await == json!(3)).then_some(())
                })
                .await;
            assert!(
                window.text("import-map-name").await.contains("项目名称"),
                "the field of the name is guessed"
            );
            window.picture("import.png").await;

            window.click("import-trial").await;
            window.text_with("import-trial-report", "新增\n4").await;
            assert_eq!(
                window.home.info(&atlas)["projects"]["total"].as_u64(),
                Some(before),
                "a trial writes nothing"
            );

            window.click("import-go").await;
            window.text_with("import-report", "新增 4 条").await;
            window.click("import-done").await;
            window
                .text_with("dock-totals", &format!("{} 个项目", before + 4))
                .await;
            window.text_with("undo", "导入项目").await;
            assert_eq!(
                window.home.info(&atlas)["projects"]["total"].as_u64(),
                Some(before + 4)
            );

            window.click("undo").await;
            window.text_with("dock-totals", &format!("{before} 个项目")).await;
            window.click("redo").await;
            window
                .text_with("dock-totals", &format!("{} 个项目", before + 4))
                .await;
        },
    );
}

#[test]
fn columns_whose_headers_say_nothing_are_chosen_and_many_bad_rows_are_listed_by_number() {
    in_window_of(
        "import-columns",
        |home| {
            let mut table = String::from("名称,甲,乙\n");
            for row in 2..=60 {
                let east = if row % 3 == 0 {
                    "待测".to_owned()
                } else {
                    format!("115.6{row}")
                };
                table.push_str(&format!("机井{row},33.4{row},{east}\n"));
            }
            std::fs::write(home.path("机井.csv"), table).expect("it can be written");
            vec![utf8(&home.atlas("册.gpkg", &["--practice"])).to_owned()]
        },
        async |window| {
            window.read_file(&window.home.path("机井.csv")).await;
            window.text_with("import-where-found", "没有认出坐标列").await;
            assert_eq!(window.shapes_on_preview().await, json!(0));
            window.choose_line("import-where", "东、北两列").await;
            window.choose_line("import-x", "乙").await;
            window.choose_line("import-y", "甲").await;
            window.text_with("import-where-found", "东：乙，北：甲").await;
            window.text_with("import-geometry", "点 39").await;
            window
                .text_with("import-warnings", "还有 10 处，在第 33、36、39")
                .await;
            window.text_with("import-place", "中心落在").await;
            window.click("import-go").await;
            window.text_with("import-report", "新增 59 条").await;
        },
    );
}

#[test]
fn a_file_that_is_none_is_refused_in_words_and_another_can_be_read() {
    in_window_of(
        "import-refused",
        |home| {
            ledger(home);
            std::fs::write(home.path("坏.gpkg"), b"no database at all").expect("it can be written");
            vec![utf8(&home.atlas("册.gpkg", &[])).to_owned()]
        },
        async |window| {
            window.find("dock").await;
            window.press("Ctrl+Shift+o").await;
            window
                .enter("[data-test='import-path']", utf8(&window.home.path("坏.gpkg")))
                .await;
            let said = window.text_with("import-failure", "坏.gpkg").await;
            assert!(said.contains("文件没有读成"), "{said}");
            window
                .enter("[data-test='import-path']", utf8(&window.home.path(LEDGER)))
                .await;
            window.text_with("import-summary", "共 4 条").await;
            window.gone("import-failure").await;
        },
    );
}

#[test]
fn imported_control_lines_tell_which_projects_cross_them() {
    in_window_of(
        "control-lines",
        |home| {
            let practice = home.atlas("演练.gpkg", &["--practice"]);
            let (projects, lines) = (home.path("项目.geojson"), home.path("管控线.shp"));
            run(home, &["export", utf8(&practice), "-o", utf8(&projects)]);
            run(
                home,
                &[
                    "export",
                    utf8(&practice),
                    "--layer",
                    "control-lines",
                    "--crs",
                    "EPSG:4548",
                    "-o",
                    utf8(&lines),
                ],
            );
            let atlas = home.atlas("册.gpkg", &[]);
            run(home, &["import", utf8(&atlas), utf8(&projects)]);
            vec![utf8(&atlas).to_owned()]
        },
        async |window| {
            window.find("dock").await;
            window.press("Ctrl+Shift+k").await;
            window.text_with("check-page", "还没有管控线").await;
            window.read_file(&window.home.path("管控线.shp")).await;
            window.click("import-target-control-lines").await;
            // A shapefile cuts names at ten bytes: the field of the kind is not known by its name any more.
            window.text_with("import-lack", "管控线类型").await;
            window.choose_line("import-map-kind", "control_ki").await;
            window.click("import-go").await;
            window.text_with("import-report", "新增 19 条").await;
            window.click("import-done").await;

            // The list follows the change by itself, and counts as the command line does.
            window.text_with("check-totals", "19 条管控线").await;
            let atlas = window.home.path("册.gpkg");
            let report = window.home.json(&["check", utf8(&atlas), "--json"]);
            let overlaps = report["overlaps"].as_array().expect("a list");
            let concerns: Vec<&Value> = overlaps.iter().filter(|o| o["concern"] == true).collect();
            assert!(
                !concerns.is_empty(),
                "the practice atlas crosses its control lines"
            );
            window
                .text_with("check-group-concern", &concerns.len().to_string())
                .await;
            let first = concerns[0];
            let name = first["project_name"].as_str().expect("a name");
            let mu = first["area_mu"].as_f64().expect("亩");
            let area = format!("{mu:.*} 亩", if mu < 10.0 { 2 } else { 1 });
            let row = window.text_with("check-row", name).await;
            assert!(row.replace(',', "").contains(&area), "{row} should hold {area}");
            window.click("check-row").await;
            let warning = window.text_with("control-warning", "压占").await;
            assert!(warning.replace(',', "").contains(&area), "{warning}");
            window.picture("check.png").await;

            // Without the lines nothing is crossed.
            window.click("undo").await;
            window.text_with("check-totals", "0 条管控线").await;
            window.gone("control-warning").await;
        },
    );
}

#[test]
fn a_ledger_written_by_the_window_holds_every_project() {
    in_window_of(
        "export-ledger",
        |home| vec![utf8(&home.atlas("册.gpkg", &["--practice"])).to_owned()],
        async |window| {
            window.find("dock").await;
            window.press("Ctrl+e").await;
            // The dialog grows when the count comes in.
            window.text_with("export-count", "条").await;
            window.choose_line("export-format", "全部字段（.xlsx").await;
            let out = window.home.path("台账.xlsx");
            window.fill("[data-test='export-path']", utf8(&out)).await;
            let all = window.home.info(&window.home.path("册.gpkg"))["projects"]["total"]
                .as_u64()
                .expect("a count");
            window.text_with("export-count", &all.to_string()).await;
            window.click("export-go").await;
            window.find("export-done").await;
            window.text_with("export-losses", "清单").await;
            let read = window.home.json(&["inspect", utf8(&out), "--json"]);
            assert_eq!(read["n"].as_u64(), Some(all), "{read}");
        },
    );
}

/// A ledger with its money: two rows of headings, a caption with the unit, a row of sums, a row that does not add up.
const WITH_MONEY: &str = "2026年重点项目资金台账,,,,,,,\n\
    单位：万元,,,,,,,\n\
    项目名称,镇街,责任单位,总投资,资金来源,,,施工许可证号\n\
    ,,,,中央,县级配套,自筹,\n\
    南坝泵站改造,新编镇,县排涝站,500,300,200,,证2026-01\n\
    河滨绿道二期,新编镇,县园林所,120.5,,100,20.5,证2026-02\n\
    数字平台,,县排涝站,80,30,40,,\n\
    合计,,,700.5,330,340,20.5,\n";

#[test]
fn money_and_missing_names_of_a_ledger_are_shown_before_and_come_in_together() {
    in_window_of(
        "import-money",
        |home| {
            std::fs::write(home.path("资金台账.csv"), WITH_MONEY).expect("it can be written");
            vec![utf8(&home.atlas("册.gpkg", &["--practice"])).to_owned()]
        },
        async |window| {
            window.map_ready().await;
            window.read_file(&window.home.path("资金台账.csv")).await;
            // Found without being asked: 330 + 340 + 20.5, and 10 that no source makes up.
            window.text_with("import-money-sum-estimated", "700.5").await;
            window.text_with("import-money-sum-estimated", "未注明来源").await;
            window.text_with("import-money-agrees", "第 8 行").await;
            window.text_with("import-money-doubts", "第 7 行").await;
            window.text_with("import-names", "新编镇").await;
            window.text_with("import-names", "县排涝站").await;
            window.picture("import-money.png").await;
            window.click("import-names-add-unit").await;
            window.click("import-names-add-town").await;
            window.click("import-go").await;
            window.text_with("import-report", "加入单位 2 个").await;
            window.picture("import-money-done.png").await;
            window.click("import-show").await;
            window.text_with("multi-delete", "3").await;

            let atlas = window.home.path("册.gpkg");
            let lines = ask(
                &atlas,
                "SELECT group_concat(t, '；') FROM (SELECT b.source || ' ' || (sum(b.amount) / 10000) AS t FROM budget_lines b \
                 JOIN projects p ON p.id = b.owner WHERE p.name IN ('南坝泵站改造', '河滨绿道二期', '数字平台') \
                 GROUP BY b.source ORDER BY b.source)",
            );
            assert_eq!(lines, "central 33000；county 34000；own 2050；unstated 1000");
            window.click("undo").await;
            let left = "SELECT count(*) || '' FROM units WHERE name IN ('县排涝站', '县园林所')";
            window
                .until("units that go with the import", || async {
                    (ask(&atlas, left) == "0").then_some(())
                })
                .await;
        },
    );
}

/// What an atlas answers, as text.
fn ask(atlas: &Path, sql: &str) -> String {
    let conn = rusqlite::Connection::open_with_flags(atlas, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
        .expect("opened");
    conn.query_row(sql, [], |row| row.get(0)).expect("answered")
}

#[test]
fn what_a_file_says_beyond_the_fields_stands_in_the_card() {
    in_window_of(
        "import-values",
        |home| {
            std::fs::write(home.path("一项.csv"), "项目名称,经度,纬度,施工许可证号,批复文号\n南坝泵站改造,115.6512,33.4021,证2026-01,青发改〔2026〕7号\n").expect("it can be written");
            vec![utf8(&home.atlas("册.gpkg", &["--practice"])).to_owned()]
        },
        async |window| {
            window.map_ready().await;
            window.read_file(&window.home.path("一项.csv")).await;
            window.click("import-go").await;
            window.text_with("import-report", "新增 1 条").await;
            window.click("import-show").await;
            window.text_with("section-imported", "施工许可证号").await;
            window.text_with("section-imported", "青发改〔2026〕7号").await;
            window.text_with("section-history", "导入项目").await;
            window.picture("import-values.png").await;
        },
    );
}
