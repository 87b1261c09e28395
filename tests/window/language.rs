//! The window in one language at a time: every text, title, label and placeholder of a walk through it is Chinese in the
//! Chinese window and English in the English one, but for what the atlas and the files on the disk say themselves.

use std::collections::BTreeSet;
use std::path::Path;

use planning::atlas_file::AtlasFile;
use planning::store::Mode;
use rusqlite::types::ValueRef;
use serde_json::json;

use crate::harness::{Window, in_window_of};
use crate::home::Home;
use crate::one_language::{Data, Language};

/// Doubts of every sort: a row of sums, a row that does not add up, names that the atlas lacks, a place that is none, a
/// date that is none.
const LEDGER: &str = "2026年重点项目资金台账,,,,,,,,,\n\
    单位：万元,,,,,,,,,\n\
    项目名称,镇街,责任单位,总投资,资金来源,,,经度,纬度,开工时间\n\
    ,,,,中央,县级配套,自筹,,,\n\
    南坝泵站改造,新编镇,县排涝站,500,300,200,,115.6512,33.4021,2026年3月\n\
    河滨绿道二期,新编镇,县园林所,120.5,,100,20.5,待测,33.41,年底\n\
    数字平台,,县排涝站,80,30,40,,,,下下月\n\
    合计,,,700.5,330,340,20.5,,,\n";

/// A walk through the window in one language; what was read on the way.
struct Walk<'w> {
    window: &'w Window,
    language: Language,
    data: Data,
    wrong: BTreeSet<String>,
}

impl Walk<'_> {
    /// Reads everything on the page now.
    async fn read(&mut self, place: &str) {
        let texts = self.window.script(READ, vec![]).await;
        let texts: Vec<(String, String)> = serde_json::from_value(texts).expect("pairs of texts");
        assert!(texts.len() > 5, "{place} holds hardly a word: {texts:?}");
        for (of, text) in texts {
            if let Some(words) = self.data.other_language(&text, self.language) {
                let wrong = format!("{of}: {words} in “{text}”");
                if !self.wrong.contains(&wrong) {
                    eprintln!("{place}: {wrong}");
                    self.wrong.insert(wrong);
                }
            }
        }
        let language = if self.language == Language::English {
            "en"
        } else {
            "zh"
        };
        self.window.look(&format!("language-{language}-{place}")).await;
    }

    /// What an atlas says may stand in any language.
    fn knows(&mut self, atlas: &Path) {
        let conn = rusqlite::Connection::open_with_flags(atlas, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
            .expect("opened");
        let names = |sql: &str| -> Vec<String> {
            let mut asked = conn.prepare(sql).expect("asked");
            let rows = asked.query_map([], |row| row.get(0)).expect("answered");
            rows.map(|name| name.expect("a name")).collect()
        };
        for table in names("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree%'") {
            let mut asked = conn
                .prepare(&format!("SELECT * FROM \"{table}\""))
                .expect("asked");
            let columns = asked.column_count();
            let mut rows = asked.query([]).expect("answered");
            while let Some(row) = rows.next().expect("a row") {
                for at in 0..columns {
                    if let Ok(ValueRef::Text(text)) = row.get_ref(at) {
                        self.data.add(&String::from_utf8_lossy(text));
                    }
                }
            }
        }
    }

    /// Opens a menu, reads it and closes it again.
    async fn menu(&mut self, button: &str) {
        self.window.click(button).await;
        self.window.find_css(".n-dropdown-option, .n-popover").await;
        self.read(button).await;
        self.window.press("Escape").await;
        self.window
            .until("end of the menu", || async {
                let open = "return [...document.querySelectorAll('.n-dropdown-menu')].filter(e => e.offsetParent !== null).length";
                (self.window.script(open, vec![]).await == json!(0)).then_some(())
            })
            .await;
    }

    /// Reads a dialog that a key opens, and closes it.
    async fn dialog(&mut self, keys: &str, name: &str) {
        self.window.press(keys).await;
        self.window.find(&format!("dialog-{name}")).await;
        self.read(name).await;
        self.window.press("Escape").await;
        self.window.gone(&format!("dialog-{name}")).await;
    }

    /// Reads the lines of a select.
    async fn select(&mut self, test: &str) {
        self.window.click(test).await;
        self.window.find_css(".n-base-select-option").await;
        self.read(test).await;
        self.window.press("Escape").await;
        self.window
            .until("end of the list", || async {
                let open = "return [...document.querySelectorAll('.n-base-select-menu')].filter(e => e.offsetParent !== null).length";
                (self.window.script(open, vec![]).await == json!(0)).then_some(())
            })
            .await;
    }

    /// `data-test`s that begin so, of what stands on the page.
    async fn tests_with(&self, begin: &str) -> Vec<String> {
        let script = "return [...new Set([...document.querySelectorAll('[data-test]')].map(e => e.dataset.test).filter(t => t.startsWith(arguments[0])))]";
        serde_json::from_value(self.window.script(script, vec![json!(begin)]).await).expect("words")
    }
}

/// Every text, title, label and placeholder of the page, with where it stands; but for the spinner that each select of the
/// library holds hidden.
const READ: &str = "const found = new Map(); \
    const take = (e, of, text) => { const t = (text || '').replace(/\\s+/g, ' ').trim(); if (!t) return; \
        const at = (e.closest('[data-test]')?.dataset.test ?? e.className?.toString() ?? e.tagName) + of; \
        found.set(at + '\\n' + t, [at, t]); }; \
    take(document.body, ' title of the window', document.title); \
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT); \
    for (let n = walker.nextNode(); n; n = walker.nextNode()) { \
        if (n.nodeType === 3) { const e = n.parentElement; if (e && !/^(SCRIPT|STYLE)$/.test(e.tagName)) take(e, '', n.data); continue; } \
        if (n.closest('.n-base-loading')) continue; \
        for (const a of ['title', 'aria-label', 'placeholder', 'alt']) take(n, ' @' + a, n.getAttribute(a)); } \
    return [...found.values()]";

fn utf8(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
}

fn prepare(home: &Home) -> Vec<String> {
    home.atlas("演练.gpkg", &["--practice"]);
    std::fs::write(home.path("台账.csv"), LEDGER).expect("written");
    std::fs::write(home.path("坏.gpkg"), "no atlas").expect("written");
    Vec::new()
}

/// Walks through the window and fails with all that stands in the other language.
async fn walk(window: &Window, language: Language) {
    let mut data = Data::default();
    for line in LEDGER.lines() {
        for cell in line.split(',') {
            data.add(cell);
        }
    }
    let mut walk = Walk {
        window,
        language,
        data,
        wrong: BTreeSet::new(),
    };
    window.find("start-page").await;
    if language == Language::English {
        window.click("language").await;
    }
    let home = window.home.path("");
    for name in [
        utf8(&home),
        "演练.gpkg",
        "台账.csv",
        "坏.gpkg",
        "别人的.gpkg",
        "出.shp",
        "没有这样的",
        "演练",
        "台账",
        "太和县",
        "演练-项目台账-筛选.xlsx",
    ] {
        walk.data.add(name);
    }
    walk.read("start").await;
    walk.five_plans().await;
    walk.cards().await;
    walk.frame().await;
    walk.ledgers_and_filters().await;
    walk.checks_and_systems().await;
    walk.files().await;
    walk.small_and_dark().await;
    walk.errors().await;
    let wrong: Vec<String> = walk.wrong.into_iter().collect();
    assert!(
        wrong.is_empty(),
        "{} texts in another language:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

impl Walk<'_> {
    async fn open_practice(&mut self) {
        let path = self.window.home.path("演练.gpkg");
        self.window.press("Ctrl+o").await;
        self.window.enter("[data-test='open-path']", utf8(&path)).await;
        self.window.gone("dialog-open").await;
        self.window.find("practice-ribbon").await;
        self.window.map_ready().await;
    }

    async fn five_plans(&mut self) {
        self.window.click("start-seeds").await;
        self.window.find("status-projects").await;
        self.window.map_ready().await;
        let path = "return document.querySelector(`[data-test='atlas-menu']`).title";
        let path = self.window.script(path, vec![]).await;
        self.knows(Path::new(path.as_str().expect("a path")));
        self.read("five-plans").await;
        for tab in self.tests_with("tab-").await {
            self.window.click(&tab).await;
            self.window.map_ready().await;
            self.read(&format!("seeds-{tab}")).await;
        }
        for rail in self.tests_with("rail-").await {
            self.window.click(&rail).await;
            self.read(&rail).await;
        }
        self.window.click("rail-contents").await;
    }

    async fn cards(&mut self) {
        let practice = self.window.home.path("演练.gpkg");
        self.knows(&practice);
        self.open_practice().await;
        for name in ["演练·品质提升", "县城至青禾渡镇一级公路", "青禾渡镇", "县水务局"]
        {
            self.window.go_to(name).await;
            self.read(&format!("card-{name}")).await;
            for add in self.tests_with("").await {
                let opens =
                    add.ends_with("-add") && !["layer-add", "import-money-add"].contains(&add.as_str());
                if !opens || !self.window.shows(&add).await {
                    continue;
                }
                self.window.click_hidden(&format!("[data-test='{add}']")).await;
                self.read(&format!("card-{name}-{add}")).await;
            }
        }
    }

    async fn frame(&mut self) {
        self.window.press("Escape").await;
        self.menu("atlas-menu").await;
        self.menu("help-menu").await;
        for (keys, name) in [
            ("Ctrl+n", "new"),
            ("Ctrl+o", "open"),
            ("Ctrl+h", "history"),
            ("Ctrl+Shift+p", "picture"),
            ("Ctrl+,", "settings"),
            ("F1", "shortcuts"),
        ] {
            self.dialog(keys, name).await;
        }
        self.window.press("Ctrl+k").await;
        self.window.fill("[data-test='palette-input']", ">").await;
        self.read("palette").await;
        self.window
            .click_text(
                "palette-item",
                if self.language == Language::English {
                    "About"
                } else {
                    "关于"
                },
            )
            .await;
        self.window.find("dialog-about").await;
        self.read("about").await;
        self.window.press("Escape").await;
        self.window.gone("dialog-about").await;

        self.window.click("rail-layers").await;
        self.window.click("layer-add").await;
        self.window.find("dialog-add-layer").await;
        self.read("add-layer").await;
        for way in self.tests_with("add-way-").await {
            self.window.click(&way).await;
            self.read(&way).await;
        }
        self.window.press("Escape").await;
        self.window.gone("dialog-add-layer").await;
        self.window.click("rail-contents").await;
    }

    async fn ledgers_and_filters(&mut self) {
        for tab in self.tests_with("tab-").await {
            self.window.click(&tab).await;
            self.window.map_ready().await;
            self.read(&tab).await;
        }
        self.window.click("tab-projects").await;
        self.window.click("columns").await;
        self.window.find("columns-reset").await;
        self.read("columns").await;
        self.window.click("columns").await;
        self.window.gone("columns-reset").await;
        self.window.enter("[data-test='dock-find']", "没有这样的").await;
        self.window.find("empty-projects").await;
        self.read("empty").await;
        self.window.click("empty-clear").await;
        self.window.click("filter-open").await;
        for field in self.tests_with("filter-field-").await {
            // By script: the list of fields is longer than the panel.
            self.window.click_hidden(&format!("[data-test='{field}']")).await;
            self.read(&field).await;
            for facet in self.tests_with("facet-").await.into_iter().skip(1).take(2) {
                if facet != "facet-find" {
                    self.window.click(&facet).await;
                }
            }
            self.read(&field).await;
            self.window.click_hidden("[data-test='filter-reset']").await;
        }
        self.window.click("filter-done").await;
    }

    async fn checks_and_systems(&mut self) {
        self.window.click("tab-check").await;
        self.window.find("check-row").await;
        self.read("checks").await;
        self.window.click("check-row").await;
        self.window.find("control-warning").await;
        self.read("control-warning").await;
        self.window.click("status-crs").await;
        self.window.find("crs-menu").await;
        self.read("crs-menu").await;
        self.window.click("crs-manage").await;
        self.window.find("dialog-systems").await;
        self.read("systems").await;
        self.window.click("system-new-local").await;
        self.window
            .paste(
                "system-table",
                "K1 100 200 3697000 374000\nK2 300 x 1\nK3 1100 1200 3698000 375000",
            )
            .await;
        self.read("system-local").await;
        self.window.press("Escape").await;
        self.window.find("question-yes").await;
        self.read("system-leave").await;
        self.window.click("question-yes").await;
        self.window.gone("dialog-systems").await;
    }

    async fn files(&mut self) {
        self.window.read_file(&self.window.home.path("台账.csv")).await;
        self.window.find("import-money-doubts").await;
        self.window.find("import-names").await;
        self.read("import").await;
        for select in [
            "import-where",
            "import-crs",
            "import-map-kind",
            "import-map-starts",
        ] {
            if self.window.shows(select).await {
                self.select(select).await;
            }
        }
        self.window.click("import-trial").await;
        self.window.find("import-trial-report").await;
        self.read("import-trial").await;
        self.window.click("import-go").await;
        self.window.find("import-report").await;
        // The step is named in the language of the window, though the journal holds its name.
        self.read("import-report").await;
        self.knows(&self.window.home.path("演练.gpkg"));
        self.window.click("import-show").await;
        self.read("imported").await;

        self.window.press("Ctrl+e").await;
        self.window.find("export-count").await;
        self.read("export").await;
        for select in ["export-format", "export-layer"] {
            self.select(select).await;
        }
        self.window.click("export-go").await;
        self.window.find("export-done").await;
        self.read("export-done").await;
        self.window.press("Escape").await;
        self.window.gone("dialog-export").await;
        self.window.press("Ctrl+h").await;
        self.window.find("history-step").await;
        self.read("history").await;
        self.window.press("Escape").await;
        self.window.gone("dialog-history").await;
    }

    /// A small window in the dark may use other words.
    async fn small_and_dark(&mut self) {
        let resized = self.window.driver().set_window_rect(0, 0, 1280, 720).await;
        resized.expect("the window takes a size");
        self.window.click("theme").await;
        self.window.click("tab-projects").await;
        self.window.find("row-projects").await;
        self.window.go_to("青禾渡镇").await;
        self.read("small-dark").await;
        self.window.click("filter-open").await;
        self.window.find("filter-editor").await;
        self.read("small-dark-filter").await;
        self.window.click("filter-done").await;
        self.window.press("Ctrl+e").await;
        self.window.find("export-count").await;
        self.read("small-dark-export").await;
        self.window.press("Escape").await;
        self.window.gone("dialog-export").await;
        self.window.click("theme").await;
        let resized = self.window.driver().set_window_rect(0, 0, 1440, 900).await;
        resized.expect("the window takes a size");
    }

    async fn errors(&mut self) {
        self.window.press("Ctrl+o").await;
        let bad = self.window.home.path("坏.gpkg");
        self.window.enter("[data-test='open-path']", utf8(&bad)).await;
        self.window.find("notice").await;
        self.read("no-atlas").await;
        self.window.press("Escape").await;
        self.window.gone("dialog-open").await;

        let other = self.window.home.atlas("别人的.gpkg", &[]);
        let held = AtlasFile::open(&other, Mode::Edit, "王五").expect("the first opener has it");
        self.knows(&other);
        self.data.add("王五");
        self.window.press("Ctrl+o").await;
        self.window.enter("[data-test='open-path']", utf8(&other)).await;
        self.window.find("question-yes").await;
        self.read("in-use").await;
        self.window.click("question-yes").await;
        self.window.find("read-only").await;
        self.read("read-only").await;
        held.close().expect("it closes");
    }
}

#[test]
fn no_chinese_stands_in_the_english_window() {
    in_window_of("language-en", prepare, async |window| {
        walk(window, Language::English).await;
    });
}

#[test]
fn no_english_stands_in_the_chinese_window() {
    in_window_of("language-zh", prepare, async |window| {
        walk(window, Language::Chinese).await;
    });
}
