//! The invariants of docs/ARCHITECTURE.md that a test can check: sentences about what is absent.
//! One file because the sentences share how they read the sources.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the project has failed"
)]

#[path = "architecture/imports.rs"]
mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use imports::Imports;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder with one of the endings, by path; made things are left out.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![root().join(folder)];
    while let Some(folder) = todo.pop() {
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if !matches!(name, "node_modules" | "dist" | "target" | "gen" | ".git") {
                    todo.push(path);
                }
            } else if endings.iter().any(|e| name.ends_with(e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(
        !found.is_empty(),
        "no {endings:?} below {folder}: is the test looking in the right place?"
    );
    found
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// Names in the dependency tables of a manifest, those for tests and for building too.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in text(&root().join(manifest)).lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[') {
            inside =
                table.trim_end_matches(']').ends_with("dependencies") && !table.starts_with("workspace.");
        } else if inside && let Some((name, _)) = line.split_once(['=', '.']) {
            names.insert(name.trim().to_owned());
        }
    }
    assert!(!names.is_empty(), "{manifest} names no dependency");
    names
}

fn assert_none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

#[test]
fn geodata_knows_no_plan_no_database_and_no_window() {
    let named = dependencies("geodata/Cargo.toml");
    let wrong: Vec<String> = named
        .into_iter()
        .filter(|n| {
            ["sqlx", "rusqlite", "planning", "zhentu"].contains(&n.as_str()) || n.starts_with("tauri")
        })
        .collect();
    assert_none(&wrong, "geodata is about places alone, but depends on");
}

#[test]
fn files_knows_nothing_of_ours() {
    let named = dependencies("geodata/files/Cargo.toml");
    let wrong: Vec<String> = named
        .into_iter()
        .filter(|n| ["geodata", "planning", "zhentu"].contains(&n.as_str()) || n.starts_with("geo"))
        .collect();
    assert_none(&wrong, "files is about files alone, but depends on");
}

#[test]
fn reading_knows_no_atlas_and_no_window() {
    let named = dependencies("src-tauri/reading/Cargo.toml");
    let wrong: Vec<String> = named
        .into_iter()
        .filter(|n| {
            ["sqlx", "rusqlite", "planning", "zhentu"].contains(&n.as_str()) || n.starts_with("tauri")
        })
        .collect();
    assert_none(&wrong, "reading is about documents alone, but depends on");
}

#[test]
fn planning_knows_no_window() {
    let named = dependencies("src-tauri/planning/Cargo.toml");
    let wrong: Vec<String> = named
        .into_iter()
        .filter(|n| n.starts_with("tauri") || n == "wry" || n == "zhentu")
        .collect();
    assert_none(&wrong, "planning runs without a window, but depends on");
}

#[test]
fn planning_is_plain_functions() {
    let awaits = |text: &str| {
        ["async", ".await", "block_on", "tokio::"]
            .iter()
            .any(|word| text.contains(word))
    };
    let asks_a_server = "src-tauri/planning/src/store/postgres/connection.rs";
    assert!(
        awaits(&text(&root().join(asks_a_server))),
        "{asks_a_server} is where the server is waited for"
    );
    let wrong: Vec<String> = files("src-tauri/planning/src", &[".rs"])
        .into_iter()
        .map(|p| (short(&p), without_comments(&text(&p))))
        .filter(|(name, text)| name != asks_a_server && awaits(text))
        .map(|(name, _)| name)
        .collect();
    assert_none(
        &wrong,
        "nothing in planning is awaited, but for answers of the team database in one file",
    );
}

const PLANNING: &str = "src-tauri/planning/src";

/// Arrows up among the rooms of planning that are still there; the list may only grow shorter.
const KNOWN_ARROWS_UP: &[(&str, &str)] = &[];

/// The files of a crate, without those of crates below its folder, of programs and of the build.
fn imports_of(folder: &str) -> Imports {
    let other = |path: &PathBuf| {
        let path = short(path);
        let below = path.strip_prefix(folder).unwrap();
        [
            "/planning/",
            "/demo_atlas/",
            "/reading/",
            "/reports/",
            "/main.rs",
            "/build.rs",
        ]
        .iter()
        .any(|o| below.starts_with(o))
    };
    let files: Vec<PathBuf> = files(folder, &[".rs"])
        .into_iter()
        .filter(|p| !other(p))
        .collect();
    Imports::of(&root().join(folder), &files)
}

#[test]
fn no_files_of_a_crate_use_each_other_in_a_circle() {
    let crates = [
        "geodata/src",
        "src-tauri/planning/src",
        "src-tauri/demo_atlas/src",
        "src-tauri/reading/src",
        "src-tauri",
    ];
    let mut wrong = Vec::new();
    for folder in crates {
        let imports = imports_of(folder);
        assert!(
            imports.uses.values().map(BTreeSet::len).sum::<usize>() > 10,
            "{folder}"
        );
        for circle in imports.circles() {
            wrong.push(format!("{folder}: {}", circle.join(", ")));
        }
    }
    assert_none(&wrong, "files that use each other in a circle");
}

#[test]
fn the_rooms_of_planning_use_only_those_before_them() {
    let text = text(&root().join("docs/ARCHITECTURE.md"));
    let (_, order) = text.split_once("Order of the rooms of `planning`").unwrap();
    let order: Vec<&str> = order
        .split('`')
        .skip(1)
        .step_by(2)
        .take_while(|room| *room != "lib")
        .collect();
    assert!(order.len() > 10, "{order:?}");
    let place = |room: &str| order.iter().position(|r| *r == room);
    let room = |module: &str| module.split("::").next().unwrap().to_owned();
    let mut wrong = Vec::new();
    for (module, uses) in &imports_of(PLANNING).uses {
        let known = |used: &str| KNOWN_ARROWS_UP.contains(&(module.as_str(), used));
        let inside = |used: &&String| !used.is_empty() && !module.is_empty();
        for used in uses.iter().filter(inside).filter(|used| !known(used)) {
            let (from, to) = (room(module), room(used));
            match (place(&from), place(&to)) {
                (Some(from), Some(to)) if to <= from => {}
                (None, _) => wrong.push(format!("{from} is not in the order")),
                _ => wrong.push(format!("{module} uses {used}")),
            }
        }
    }
    assert_none(
        &wrong,
        "rooms of planning use only those before them in docs/ARCHITECTURE.md",
    );
}

#[test]
fn only_one_room_names_the_tables_of_the_geopackage_standard() {
    let room = "src-tauri/planning/src/geopackage";
    let names = |text: &str| text.contains("gpkg_contents") || text.contains("gpkg_geometry_columns");
    let all: Vec<(String, String)> = files("src-tauri", &[".rs"])
        .iter()
        .map(|path| (short(path), without_comments(&text(path))))
        .filter(|(name, _)| !name.contains("/tests/") && !name.contains("/examples/"))
        .collect();
    assert!(
        all.iter()
            .any(|(name, text)| name.starts_with(room) && names(text)),
        "{room} is where they are named"
    );
    let wrong: Vec<String> = all
        .into_iter()
        .filter(|(name, text)| !name.starts_with(room) && names(text))
        .map(|(name, _)| name)
        .collect();
    assert_none(
        &wrong,
        "the tables of the GeoPackage standard are named in one room",
    );
}

/// The lines of a file that are no comments.
fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The code, the Chinese and the English of each `said!` in the sources.
fn sentences() -> Vec<(String, String, String, String)> {
    let mut found = Vec::new();
    for folder in ["geodata/src", "geodata/files/src", "src-tauri"] {
        for path in files(folder, &[".rs"]) {
            let code = without_comments(&text(&path));
            for said in code.split("said!(").skip(1) {
                let mut literals = said.split('"').skip(1).step_by(2).map(ToOwned::to_owned);
                if let (Some(code), Some(zh), Some(en)) = (literals.next(), literals.next(), literals.next())
                {
                    found.push((short(&path), code, zh, en));
                }
            }
        }
    }
    assert!(
        found.len() > 100,
        "{} sentences: is the test looking in the right place?",
        found.len()
    );
    found
}

#[test]
fn every_sentence_of_the_core_is_there_in_both_languages() {
    let han = |text: &str| {
        text.chars()
            .any(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || "，。；：（）、".contains(c))
    };
    let of_code = |code: &str| {
        code.chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c))
    };
    let wrong: Vec<String> = sentences()
        .into_iter()
        .filter(|(_, code, zh, en)| {
            // A sentence that only joins others has no word of its own.
            let words = |text: &str| text.chars().any(char::is_alphabetic);
            !of_code(code) || !han(zh) || han(en) || (words(zh) && en.is_empty())
        })
        .map(|(file, code, zh, en)| format!("{file}: {code}: {zh} / {en}"))
        .collect();
    assert_none(
        &wrong,
        "`said!` takes a code, Chinese, and English without Chinese",
    );
}

#[test]
fn only_the_stores_know_a_database() {
    let mut wrong = Vec::new();
    for path in files("src-tauri", &[".rs"]) {
        let (name, code) = (short(&path), without_comments(&text(&path)));
        if code.contains("sqlx::") && !name.starts_with("src-tauri/planning/src/store/postgres") {
            wrong.push(format!("{name} uses sqlx"));
        }
        let mut words = code.split(|c: char| c != '_' && !c.is_alphanumeric());
        if name.starts_with("src-tauri/planning/src/model")
            && words.any(|word| ["rusqlite", "sqlx", "gpkg_blob", "fid", "store"].contains(&word))
        {
            wrong.push(format!("{name} knows how a store keeps it"));
        }
    }
    assert_none(&wrong, "the model is the same wherever it is kept, but");
}

#[test]
fn only_one_file_speaks_to_c() {
    let mut wrong = Vec::new();
    for folder in ["geodata/src", "geodata/files/src", "src-tauri"] {
        for path in files(folder, &[".rs"]) {
            if text(&path).contains("unsafe {") && short(&path) != "src-tauri/planning/src/sqlite.rs" {
                wrong.push(short(&path));
            }
        }
    }
    assert_none(&wrong, "unsafe code is only where SQLite is set up, but also in");
}

#[test]
fn only_the_desktop_shell_names_tauri() {
    let mut wrong = Vec::new();
    for folder in ["geodata/src", "geodata/files/src", "src-tauri/planning/src"] {
        for path in files(folder, &[".rs"]) {
            if text(&path).contains("tauri::") {
                wrong.push(short(&path));
            }
        }
    }
    assert_none(&wrong, "only src-tauri/ outside planning/ may use tauri");
}

#[test]
fn only_the_ipc_folder_of_the_front_end_knows_the_shell() {
    let wrong: Vec<String> = files("ui/src", &[".ts", ".vue"])
        .into_iter()
        .filter(|p| !short(p).starts_with("ui/src/ipc/"))
        .filter(|p| text(p).contains("@tauri-apps") || text(p).contains("__TAURI"))
        .map(|p| short(&p))
        .collect();
    assert_none(&wrong, "only ui/src/ipc may import @tauri-apps");
}

#[test]
fn the_front_end_names_no_network_host() {
    let mut wrong = Vec::new();
    for path in files("ui/src", &[".ts", ".vue", ".css"])
        .into_iter()
        .chain([root().join("ui/index.html")])
    {
        for (number, line) in text(&path).lines().enumerate() {
            let names_host = ["http://", "https://", "ws://", "wss://"].iter().any(|scheme| {
                line.match_indices(scheme).any(|(at, _)| {
                    let host: String = line[at + scheme.len()..]
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(*c))
                        .collect();
                    // Names of XML namespaces and of the shell's own protocols are no places on a network.
                    !matches!(
                        host.as_str(),
                        "www.w3.org" | "tiles.localhost" | "ipc.localhost" | "asset.localhost"
                    )
                })
            });
            if names_host {
                wrong.push(format!("{}:{}: {}", short(&path), number + 1, line.trim()));
            }
        }
    }
    assert_none(
        &wrong,
        "the program calls no network host of its own accord, but the front end names",
    );
}

#[test]
fn the_page_may_load_nothing_from_a_network() {
    let config: serde_json::Value = serde_json::from_str(&text(&root().join("tauri.conf.json"))).unwrap();
    let policy = config["app"]["security"]["csp"]
        .as_str()
        .expect("a content security policy");
    let wrong: Vec<String> = policy
        .split([' ', ';'])
        .filter(|word| {
            *word == "*"
                || ["http:", "https:", "ws:", "wss:"]
                    .iter()
                    .any(|s| word.starts_with(s))
        })
        .filter(|word| !word.trim_start_matches("http://").ends_with(".localhost"))
        .map(str::to_owned)
        .collect();
    assert_none(&wrong, "the content security policy lets through");
    assert!(
        policy.contains("default-src 'self'"),
        "the policy begins with what is the program's own: {policy}"
    );
    assert!(!policy.contains("unsafe-eval"), "no text is run as a program");
    // What `default-src` does not rule: where relative addresses lead, where forms go, who may frame the page.
    for rule in ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(rule), "{rule} is missing: {policy}");
    }
}

#[test]
fn the_browser_s_own_dialogs_are_not_used() {
    let mut wrong = Vec::new();
    for path in files("ui/src", &[".ts", ".vue"]) {
        for (number, line) in text(&path).lines().enumerate() {
            if ["window.alert", "window.confirm", "window.prompt"]
                .iter()
                .any(|w| line.contains(w))
            {
                wrong.push(format!("{}:{}", short(&path), number + 1));
            }
        }
    }
    assert_none(
        &wrong,
        "questions and notices are the program's own, but here the browser asks",
    );
}

#[test]
fn long_files_say_why() {
    let mut wrong = Vec::new();
    for folder in ["src-tauri", "geodata/src", "geodata/files/src", "tests", "ui/src"] {
        for path in files(folder, &[".rs", ".ts", ".vue"]) {
            if path.ends_with("types.gen.ts") {
                continue;
            }
            let text = text(&path);
            let lines = text.lines().count();
            let says_why = text
                .lines()
                .take(12)
                .any(|line| line.to_lowercase().contains("one file because"));
            if lines > 600 && !says_why {
                wrong.push(format!("{} has {lines} lines", short(&path)));
            }
        }
    }
    assert_none(
        &wrong,
        "a file over 600 lines says in its first lines “one file because …”",
    );
}

#[test]
fn no_file_is_named_after_what_it_is_not() {
    let wrong: Vec<String> = ["src-tauri", "geodata/src", "geodata/files/src", "tests", "ui/src"]
        .iter()
        .flat_map(|folder| files(folder, &[".rs", ".ts", ".vue"]))
        .filter(|path| {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_lowercase();
            ["utils", "util", "helpers", "helper", "manager", "misc", "common"].contains(&stem.as_str())
        })
        .map(|path| short(&path))
        .collect();
    assert_none(&wrong, "files are named after a thing, not after being useful");
}

#[test]
fn decisions_have_a_number_of_their_own_and_a_title() {
    let mut numbers = Vec::new();
    for path in files("docs/decisions", &[".md"]) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let number = name
            .split('-')
            .next()
            .filter(|n| n.len() == 4)
            .and_then(|n| n.parse::<usize>().ok());
        numbers.push(number.unwrap_or_else(|| panic!("docs/decisions/{name} is not named NNNN-title.md")));
        let title = text(&path);
        assert!(
            title.starts_with("# "),
            "docs/decisions/{name} begins with its title"
        );
    }
    let twice: Vec<String> = (numbers.windows(2).filter(|pair| pair[0] == pair[1]))
        .map(|pair| pair[0].to_string())
        .collect();
    assert_none(
        &twice,
        "a number of docs/decisions is given once, but twice there is",
    );
}

#[test]
fn the_typescript_types_are_those_of_the_wire() {
    let path = root().join("ui/src/ipc/types.gen.ts");
    let expected = zhentu::wire::typescript();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    let there = text(&path);
    if there != expected {
        let line = there
            .lines()
            .zip(expected.lines())
            .take_while(|(a, b)| a == b)
            .count();
        panic!(
            "ui/src/ipc/types.gen.ts is stale from line {}: the wire says `{}`. Run `make bless` and see what changed.",
            line + 1,
            expected.lines().nth(line).unwrap_or("nothing more"),
        );
    }
}

/// Pages of the window and of the dock: folders of the front end with an entry (`page.ts`) in one of the two lists.
fn page_folders() -> BTreeSet<String> {
    files("ui/src", &["page.ts"])
        .iter()
        .filter(|path| path.file_name().is_some_and(|name| name == "page.ts"))
        .map(|path| short(path.parent().unwrap()).replace("ui/src/", ""))
        .collect()
}

#[test]
fn no_page_of_the_window_imports_another_page() {
    let pages = page_folders();
    assert!(pages.contains("map") && pages.contains("projectLedger"));
    let mut wrong = Vec::new();
    for page in &pages {
        for path in files(&format!("ui/src/{page}"), &[".ts", ".vue"]) {
            for (number, line) in text(&path).lines().enumerate() {
                let other = pages.iter().find(|other| {
                    *other != page
                        && (line.contains(&format!("'@/{other}/")) || line.contains(&format!("'../{other}/")))
                });
                if let Some(other) = other {
                    wrong.push(format!("{}:{} imports {other}", short(&path), number + 1));
                }
            }
        }
    }
    assert_none(
        &wrong,
        "what two pages need lies in stores/, rules of the core or shared parts, but here a page imports a page",
    );
}

#[test]
fn each_page_of_the_window_is_in_one_list() {
    let lists =
        text(&root().join("ui/src/frame/workspaces.ts")) + &text(&root().join("ui/src/dock/dockPages.ts"));
    let wrong: Vec<String> = page_folders()
        .into_iter()
        .filter(|page| lists.matches(&format!("from '@/{page}/page'")).count() != 1)
        .collect();
    assert_none(
        &wrong,
        "a page stands in frame/workspaces.ts or dock/dockPages.ts, once, but not so",
    );
}

#[test]
fn every_column_of_a_ledger_of_the_window_is_known_on_paper() {
    use planning::export::{ExportLayer, ledger_columns};
    for (layer, file) in [
        ("projects", "projectLedger/projectColumns.ts"),
        ("tasks", "taskLedger/taskColumns.ts"),
        ("towns", "townLedger/townColumns.ts"),
    ] {
        let known = ledger_columns(ExportLayer::parse(layer).expect("a layer")).expect("a ledger");
        let text = text(&root().join("ui/src").join(file));
        let keys: Vec<&str> = text
            .split("key: '")
            .skip(1)
            .filter_map(|rest| rest.split('\'').next())
            .collect();
        assert!(keys.len() > 5, "{file} lists the columns");
        let unknown: Vec<&&str> = keys.iter().filter(|key| !known.contains(key)).collect();
        assert!(
            unknown.is_empty(),
            "columns of {file} that export/ledger/columns.rs does not set: {unknown:?}"
        );
    }
}

#[test]
fn the_page_knows_the_tables_its_questions_depend_on() {
    let questions = text(&root().join("ui/src/ipc/questions.ts"));
    let list = questions
        .split("export const TABLES = [")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
        .expect("the list TABLES in ui/src/ipc/questions.ts");
    let named: BTreeSet<&str> = list.split('\'').skip(1).step_by(2).collect();
    let tables: BTreeSet<&str> = planning::model::Kind::ALL
        .iter()
        .map(|kind| kind.table())
        .collect();
    assert_eq!(
        named, tables,
        "a table added or renamed stands in the list TABLES of ui/src/ipc/questions.ts, and in DEPENDS_ON where an answer shows it"
    );
}

/// Words that only a rule needs, and the files beside the rules that may name them: what a word of a ledger means, how the
/// dictionary says what a removal does.
const WORDS_OF_RULES: &[(&str, &[&str])] = &[
    ("GateStep::Completion", &[]),
    ("GateStep::Acceptance", &[]),
    (
        "ProjectStage::Completed",
        &["src-tauri/planning/src/import/keywords.rs"],
    ),
    (
        "ProjectStage::Accepted",
        &["src-tauri/planning/src/import/keywords.rs"],
    ),
    (
        "MoneyStage::Approved",
        &["src-tauri/planning/src/import/money/fields.rs"],
    ),
    (
        "MoneyStage::Estimated",
        &["src-tauri/planning/src/import/money/fields.rs"],
    ),
    ("Operator::", &[]),
    ("Precision::Surveyed", &[]),
    ("Precision::Approved", &[]),
    ("OnRemoval::", &["src-tauri/planning/src/model/column.rs"]),
];

/// The same in the page: what a form offers first, how a surveyed footprint is drawn, one row that is taken away.
const WORDS_OF_RULES_IN_THE_PAGE: &[(&str, &[&str])] = &[
    ("'completion'", &[]),
    ("'acceptance'", &[]),
    ("'completed'", &[]),
    ("'accepted'", &[]),
    ("'≈'", &[]),
    ("'≤'", &[]),
    (
        "'approved'",
        &["ui/src/imports/TargetRows.vue", "ui/src/map/layers/styles.ts"],
    ),
    (
        "'surveyed'",
        &["ui/src/imports/TargetRows.vue", "ui/src/map/layers/styles.ts"],
    ),
    (
        "op: 'remove'",
        &["ui/src/inspector/edits.ts", "ui/src/savedViews/viewActions.ts"],
    ),
];

#[test]
fn rules_are_only_in_rules() {
    const RULES: &str = "src-tauri/planning/src/rules";
    let in_rules: String = files(RULES, &[".rs"]).iter().map(|p| text(p)).collect();
    let mut wrong = Vec::new();
    let mut look = |folder: &str, endings: &[&str], words: &[(&str, &[&str])], leave: &[&str]| {
        for path in files(folder, endings) {
            let name = short(&path);
            if leave.iter().any(|part| name.contains(part)) {
                continue;
            }
            let text = text(&path);
            for (word, allowed) in words {
                if text.contains(word) && !allowed.contains(&name.as_str()) {
                    wrong.push(format!("{name}: {word}"));
                }
            }
        }
    };
    for (word, _) in WORDS_OF_RULES {
        assert!(
            in_rules.contains(word),
            "no rule names {word}: is it called otherwise now?"
        );
    }
    let elsewhere = [RULES, "demo_atlas", "/tests/", "vocabulary.rs"];
    look("src-tauri", &[".rs"], WORDS_OF_RULES, &elsewhere);
    let not_rules = [".test.ts", "i18n/", "types.gen.ts"];
    look("ui/src", &[".ts", ".vue"], WORDS_OF_RULES_IN_THE_PAGE, &not_rules);
    assert_none(
        &wrong,
        "rules are in planning/src/rules alone, but a word of one is in",
    );
}

/// The type names that a source text declares, by where: those of structs, enums, traits and aliases, at any depth, and
/// those that the macros of the model make. Associated types belong to their trait, and what stands in a test module
/// is for the tests; a macro's own `struct Args` stands in a block of its own for each command.
fn declared_types(source: &str) -> Vec<String> {
    const SHOWN: [&str; 5] = ["pub(crate) ", "pub(super) ", "pub ", "unsafe ", "const "];
    let program = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut names = Vec::new();
    let mut made_by = "";
    let mut in_rules = false;
    for line in program.lines() {
        let mut rest = line.trim_start();
        let indented = rest.len() < line.len();
        if !indented && !line.is_empty() {
            in_rules = line.starts_with("macro_rules!");
            made_by = ["ids! {", "vocabulary! {", "record! {"]
                .into_iter()
                .find(|opening| line.starts_with(opening))
                .unwrap_or_default();
        }
        if rest.starts_with("pub(in ") {
            rest = rest.split_once(") ").map_or(rest, |(_, rest)| rest);
        }
        while let Some(shorter) = SHOWN.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = shorter;
        }
        let keywords: &[&str] = match indented {
            // An indented alias is an associated type.
            true => &["struct ", "enum ", "trait ", "union "],
            false => &["struct ", "enum ", "trait ", "union ", "type "],
        };
        let declared = keywords.iter().find_map(|word| rest.strip_prefix(word));
        let made = match made_by {
            "ids! {" => rest.split_once(" => ").map(|(name, _)| name),
            "vocabulary! {" => rest.strip_suffix(" {"),
            "record! {" if line.contains(": \"") => rest.split_once(": ").map(|(name, _)| name),
            _ => None,
        };
        let Some(rest) = declared.or(made) else {
            continue;
        };
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if !(name.is_empty() || in_rules && name == "Args") {
            names.push(name);
        }
    }
    names
}

#[test]
fn no_type_name_stands_twice_in_a_crate() {
    let crates: [(&str, &[&str]); 8] = [
        ("geodata/files/src", &[]),
        ("geodata/words/src", &[]),
        ("geodata/src", &[]),
        ("src-tauri/planning/src", &[]),
        ("src-tauri/demo_atlas/src", &[]),
        ("src-tauri/reading/src", &[]),
        ("src-tauri/reports/src", &[]),
        (
            "src-tauri",
            &[
                "src-tauri/planning",
                "src-tauri/demo_atlas",
                "src-tauri/reading",
                "src-tauri/reports",
            ],
        ),
    ];
    let mut wrong = Vec::new();
    for (folder, other_crates) in crates {
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let sources = files(folder, &[".rs"]);
        let own = sources.iter().filter(|path| {
            let parts = || path.components().map(|part| part.as_os_str());
            let for_tests = parts().any(|part| part == "tests" || part == "tests.rs");
            !for_tests
                && !other_crates
                    .iter()
                    .any(|other| path.starts_with(root().join(other)))
        });
        for path in own {
            for name in declared_types(&text(path)) {
                places.entry(name).or_default().push(short(path));
            }
        }
        assert!(!places.is_empty(), "no types found below {folder}");
        if folder.ends_with("planning/src") {
            // An id, a vocabulary, a record, a type of a macro's own block and a private one are seen.
            for name in ["PlanId", "Precision", "Plan", "Kind", "WordCounter"] {
                assert!(places.contains_key(name), "{name} is not seen");
            }
        }
        let twice = places.into_iter().filter(|(_, places)| places.len() > 1);
        wrong.extend(twice.map(|(name, places)| format!("{name} in {}", places.join(", "))));
    }
    assert_none(
        &wrong,
        "a type name means one thing in a crate: say what each is (JournalEntry, IndexEntry)",
    );
}
