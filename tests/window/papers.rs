//! What leaves the window for a meeting: the ledger as seen, tasks by unit, a picture of the map, copies of the atlas.
//! `ZHENTU_OUTPUTS=FOLDER` keeps what was written, to be looked at.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::harness::{Window, in_window};

/// Keeps a file that a test has written, if that is wanted.
fn keep(path: &Path, name: &str) {
    if let Some(folder) = std::env::var_os("ZHENTU_OUTPUTS") {
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        std::fs::copy(path, PathBuf::from(folder).join(name)).expect("it can be kept");
    }
}

/// Names of the fields of the first table of a workbook.
fn fields(read: &Value) -> Vec<String> {
    let fields = read["layers"][0]["fields"].as_array().expect("fields").iter();
    fields
        .map(|field| field.as_str().expect("a name").to_owned())
        .collect()
}

impl Window {
    /// Width and height of a picture.
    fn picture_size(&self, path: &Path) -> (usize, usize) {
        let size = imagesize::size(path).expect("a picture");
        (size.width, size.height)
    }

    async fn set_theme(&self, dark: bool) {
        let now = "return document.documentElement.dataset.theme === 'dark'";
        if self.script(now, vec![]).await != json!(dark) {
            self.click("theme").await;
            self.until("the other theme", || async {
                (self.script(now, vec![]).await == json!(dark)).then_some(())
            })
            .await;
        }
    }
}

#[test]
fn the_ledger_leaves_as_it_is_seen() {
    in_window("papers-ledger", async |window| {
        let atlas = window.begin("practice").await;
        let roads = window.home.info(&atlas)["projects"]["by_kind"]["road"]
            .as_u64()
            .expect("roads");
        window.click("filter-open").await;
        window.click("filter-field-kinds").await;
        window.click("facet-kinds-road").await;
        window.projects_are(roads).await;
        window.click("filter-done").await;
        // By script: WebDriver takes what stands in a head that stays for hidden.
        let sort = "const head = document.querySelector(`[data-test='sort-ends']`); head?.click(); return Boolean(head)";
        window
            .until("head to sort by", || async {
                (window.script(sort, vec![]).await == json!(true)).then_some(())
            })
            .await;
        window.click("columns").await;
        window.click("column-precision").await;
        window.click("columns").await;
        window.press("Ctrl+e").await;
        // It is offered first, and in the documents of the user.
        window.text_with("export-count", &roads.to_string()).await;
        window.text_with("export-columns", "完工").await;
        let path = window
            .script(
                "return document.querySelector('[data-test=export-path]').value",
                vec![],
            )
            .await;
        let path = PathBuf::from(path.as_str().expect("a path"));
        assert_eq!(
            path.extension().and_then(|e| e.to_str()),
            Some("xlsx"),
            "{path:?}"
        );
        assert!(!path.starts_with(atlas.parent().expect("a folder")), "{path:?}");
        window.picture("export-ledger.png").await;
        let out = window.home.path("道路台账.xlsx");
        window
            .fill("[data-test='export-path']", out.to_str().expect("UTF-8"))
            .await;
        window.click("export-go").await;
        window.find("export-done").await;
        keep(&out, "ledger.xlsx");
        let read = window
            .home
            .json(&["inspect", out.to_str().expect("UTF-8"), "--json"]);
        let fields = fields(&read);
        for heading in ["序号", "名称", "计划投资（万元）", "完工"] {
            assert!(
                fields.iter().any(|f| f == heading),
                "{heading} is none of {fields:?}"
            );
        }
        assert!(
            !fields.iter().any(|f| f == "精度"),
            "a hidden column stays hidden: {fields:?}"
        );
        assert_eq!(read["layers"][0]["n"].as_u64(), Some(roads), "{read}");
        window.no_errors().await;
    });
}

#[test]
fn each_unit_is_handed_its_tasks() {
    in_window("papers-units", async |window| {
        window.begin("practice").await;
        window.press("Ctrl+e").await;
        window.text_with("export-count", "条").await;
        window.choose_line("export-layer", "责任分工").await;
        window.click("export-units-sheets").await;
        let out = window.home.path("责任分工.xlsx");
        window
            .fill("[data-test='export-path']", out.to_str().expect("UTF-8"))
            .await;
        window.picture("export-units.png").await;
        window.click("export-go").await;
        window.find("export-done").await;
        keep(&out, "units.xlsx");
        let read = window
            .home
            .json(&["inspect", out.to_str().expect("UTF-8"), "--json"]);
        let sheets = read["layers"].as_array().expect("sheets").len();
        assert!(sheets > 5, "the whole, the units, and a sheet for each: {sheets}");
        window.no_errors().await;
    });
}

#[test]
fn a_picture_of_the_map_has_the_size_asked_for_and_is_light_in_the_dark() {
    in_window("papers-picture", async |window| {
        window.begin("practice").await;
        let mut sizes = Vec::new();
        for (dark, ratio) in [(false, 1), (false, 2), (true, 2)] {
            window.set_theme(dark).await;
            window.press("Ctrl+Shift+p").await;
            window.find("picture-preview").await;
            window.click(&format!("picture-size-{ratio}")).await;
            // The width of the picture, once it is drawn and can be saved.
            let pixels = "const i = document.querySelector('[data-test=picture-preview]'); \
                const ready = document.querySelector('[data-test=picture-go]')?.disabled === false; \
                return i && ready ? i.naturalWidth : 0";
            let wanted = |n: usize| n > 0 && (n > 1800) == (ratio == 2);
            window
                .until("the picture in its size", || async {
                    let width = window.script(pixels, vec![]).await.as_u64()?;
                    wanted(usize::try_from(width).ok()?).then_some(())
                })
                .await;
            let out = window.home.path(&format!("图 {dark} {ratio}.png"));
            window
                .fill("[data-test='picture-path']", out.to_str().expect("UTF-8"))
                .await;
            if dark {
                window
                    .fill("[data-test='picture-heading']", &"很长的标题".repeat(30))
                    .await;
            }
            if !dark && ratio == 2 {
                window.picture("picture.png").await;
            }
            window.click("picture-go").await;
            window.find("picture-done").await;
            keep(
                &out,
                &format!("picture-{}-{ratio}x.png", if dark { "dark" } else { "light" }),
            );
            sizes.push(window.picture_size(&out));
            window.press("Escape").await;
            window.gone("dialog-picture").await;
        }
        let [(one, _), (two, _), _] = sizes[..] else {
            panic!("three pictures: {sizes:?}");
        };
        assert!(two.abs_diff(one * 2) <= 2, "twice the pixels: {sizes:?}");
        // The window is dark again.
        let theme = window
            .script("return document.documentElement.dataset.theme", vec![])
            .await;
        assert_eq!(theme, json!("dark"));
        window.no_errors().await;
    });
}

#[test]
fn an_atlas_is_saved_as_another_and_backed_up_from_the_menu() {
    in_window("papers-copies", async |window| {
        let atlas = window.begin("practice").await;
        window.press("Ctrl+k").await;
        window.fill("[data-test='palette-input']", "备份图册").await;
        window.find("palette-item").await;
        window.press("Enter").await;
        let folder = atlas.parent().expect("a folder").to_owned();
        let backup = window
            .until("a backup beside the atlas", || async {
                let files = std::fs::read_dir(&folder).ok()?.filter_map(Result::ok);
                let mut files = files.map(|entry| entry.path());
                files.find(|path| {
                    path.to_string_lossy().contains("备份") && path.extension().is_some_and(|e| e == "gpkg")
                })
            })
            .await;
        assert_eq!(
            window.home.info(&backup)["projects"],
            window.home.info(&atlas)["projects"]
        );
        window.press("Ctrl+k").await;
        window.fill("[data-test='palette-input']", "另存为").await;
        window.find("palette-item").await;
        window.press("Enter").await;
        let to = window.home.path("新的图册.gpkg");
        window
            .fill("[data-test='save-as-path']", to.to_str().expect("UTF-8"))
            .await;
        window.picture("save-as.png").await;
        window.click("save-as-go").await;
        window.gone("dialog-save-as").await;
        assert_eq!(
            window.home.info(&to)["projects"],
            window.home.info(&atlas)["projects"]
        );
        let title = window
            .script(
                "return document.querySelector('[data-test=atlas-menu]').title",
                vec![],
            )
            .await;
        assert_eq!(title.as_str(), to.to_str());
        window.no_errors().await;
    });
}
