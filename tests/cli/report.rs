//! `zhentu report`: every number and name of the task book stands in the document.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use crate::home::Home;

/// The parts of a document by name.
fn parts(path: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(File::open(path).expect("the document")).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("UTF-8");
            (part.name().expect("a name").into_owned(), text)
        })
        .collect()
}

/// The cells of every row, in the order of the document.
fn rows(document: &str) -> Vec<Vec<String>> {
    let between = |text: &str, from: &str, to: &str| -> Vec<String> {
        let pieces = text.split(from).skip(1);
        pieces
            .map(|piece| piece.split(to).next().unwrap_or_default().to_owned())
            .collect()
    };
    let cells = |row: &String| {
        let cells = between(row, "<w:tc>", "</w:tc>");
        let texts = |cell: &String| between(cell, "<w:t xml:space=\"preserve\">", "</w:t>").join("\n");
        cells.iter().map(texts).collect()
    };
    between(document, "<w:tr>", "</w:tr>").iter().map(cells).collect()
}

fn count(value: &Value, key: &str) -> usize {
    value[key].as_array().unwrap_or_else(|| panic!("{key}")).len()
}

/// 万元 from 分, by hand: half up, two decimals.
fn wan(fen: &Value) -> String {
    let cents = (fen.as_i64().expect("分") + 5_000) / 10_000;
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[test]
fn a_task_book_as_a_document_says_what_the_task_book_says() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &["--practice"]);
    let plan = home.info(&home.path("a.gpkg"))["plans"][0]["id"]
        .as_str()
        .expect("a plan")
        .to_owned();
    let whose = ["--plan", &plan, "--as-of", "2026-11-30"];
    let book = home.json(&[&["taskbook", "a.gpkg", "--json"][..], &whose].concat());
    let output = home.zhentu(&[&["report", "a.gpkg", "taskbook", "-o", "书.docx"][..], &whose].concat());
    assert!(output.status.success(), "{output:?}");
    let parts = parts(&home.path("书.docx"));
    for (name, text) in &parts {
        assert!(text.starts_with("<?xml"), "{name}");
    }
    for part in [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/footer1.xml",
        "word/footer2.xml",
    ] {
        assert!(parts.contains_key(part), "{part}");
    }
    let document = &parts["word/document.xml"];
    let rows = rows(document);
    let has = |cells: &[&str]| {
        rows.iter().any(|row| {
            let has = |cell: &&str| row.iter().any(|of_row| of_row == cell);
            cells.iter().all(has)
        })
    };

    assert!(count(&book, "responsible") > 0 && count(&book, "projects") > 100);
    let mut parts_of_tasks = 0;
    for task in book["responsible"].as_array().expect("tasks") {
        let of = |value: &Value| {
            [
                value["number"].as_str().expect("n").to_owned(),
                value["title"].as_str().expect("t").to_owned(),
            ]
        };
        let [number, title] = of(task);
        assert!(has(&[&number, &title]), "{title}");
        for part in task["parts"].as_array().expect("parts") {
            let [number, title] = of(part);
            assert!(has(&[&number, &format!("　{title}")]), "{title}");
            parts_of_tasks += 1;
        }
    }
    for project in book["projects"].as_array().expect("projects") {
        let money = ["planned", "allocated", "spent"].map(|stage| wan(&project["money"][stage]));
        let name = project["name"].as_str().expect("a name");
        let found = rows.iter().any(|row| {
            let named = row
                .get(1)
                .is_some_and(|cell| cell.split('\n').next() == Some(name));
            named && row.get(5..8).is_some_and(|cells| cells == money)
        });
        assert!(found, "{name} {money:?}");
    }
    let sums = ["planned", "allocated", "spent"].map(|stage| wan(&book["money"][stage]));
    assert!(has(&["合计", &sums[0], &sums[1], &sums[2]]), "{sums:?}");
    for (key, at) in [("problems", "title"), ("deliverables", "name")] {
        for row in book[key].as_array().expect("rows") {
            let text = row[at].as_str().expect("words");
            assert!(has(&[text]), "{text}");
        }
    }
    let summary = format!(
        "任务{}项，其中红灯{}项、黄灯{}项。",
        count(&book, "responsible"),
        book["counts"]["red"],
        book["counts"]["yellow"]
    );
    assert!(document.contains(&summary), "{summary}");

    // A head, a row for each, and the line of the sums; heads stand again on every page.
    let tables = document.matches("<w:tbl>").count();
    let sizes =
        ["responsible", "targets", "deliverables", "projects", "problems"].map(|key| count(&book, key));
    assert_eq!(tables, sizes.iter().filter(|size| **size > 0).count());
    assert_eq!(document.matches("<w:tblHeader/>").count(), tables);
    assert_eq!(
        rows.len(),
        tables + sizes.iter().sum::<usize>() + parts_of_tasks + 1
    );
    assert_eq!(
        document.matches("<w:tcW ").count(),
        document.matches("<w:tc>").count()
    );
}

#[test]
fn names_in_a_document_are_never_markup_and_other_endings_are_refused() {
    let home = Home::fresh();
    let atlas = home.atlas("a.gpkg", &["--practice"]);
    let name = "</w:t><w:p>#set $x$ *a* & 路";
    let sql = rusqlite::Connection::open(&atlas).expect("opened");
    let plan: String = sql
        .query_row("SELECT id FROM plans LIMIT 1", [], |row| row.get(0))
        .expect("a plan");
    sql.execute("UPDATE plans SET title = ?1 WHERE id = ?2", [name, &plan])
        .expect("renamed");
    drop(sql);
    let report = |out: &str| home.zhentu(&["report", "a.gpkg", "taskbook", "--plan", &plan, "-o", out]);
    assert!(report("a.docx").status.success());
    let document = &parts(&home.path("a.docx"))["word/document.xml"];
    let escaped = "&lt;/w:t&gt;&lt;w:p&gt;#set $x$ *a* &amp; 路任务书";
    assert!(document.contains(escaped));
    assert!(!document.contains(name));

    for (out, said) in [("a.odt", "“odt”"), ("没有/a.docx", "没有/a.docx"), ("a", "“”")] {
        let output = report(out);
        assert_eq!(output.status.code(), Some(1), "{out}");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(words.contains(said), "{words}");
        assert!(!home.path(out).exists(), "{out}");
    }
    let left = std::fs::read_dir(home.path(".")).expect("the folder");
    assert!(
        left.flatten()
            .all(|file| !file.file_name().to_string_lossy().ends_with(".part"))
    );
}
