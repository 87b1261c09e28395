//! What a file says beyond the columns of an atlas stays with its rows and goes out again in every format.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::fixtures::exports::{every_project, export};
use crate::fixtures::imports::import;
use crate::fixtures::{created, edited};
use planning::atlas_file::AtlasFile;
use planning::export::ExportRequest;
use planning::import::survey;
use planning::imported_values::listed;
use planning::model::{Kind, Record};
use planning::progress::Progress;

/// More than any batch.
const ROWS: usize = 2500;

fn ledger(folder: &Path) -> PathBuf {
    let mut text = "项目名称,项目类型,建设阶段,开工时间,经度,纬度,层数,施工队,状态说明\n".to_owned();
    for i in 0..ROWS {
        let kind = if i % 2 == 0 {
            "道路交通"
        } else {
            "硬化路面工程"
        };
        let x = 116.4 + i as f64 * 1e-5;
        writeln!(
            text,
            "第{i}处,{kind},施工图设计,2025年底前,{x:.5},35.7,{},甲队{i},",
            i % 7
        )
        .expect("written");
    }
    let path = folder.join("台账.csv");
    std::fs::write(&path, text).expect("written");
    path
}

fn imported(folder: &Path, name: &str, file: &Path) -> AtlasFile {
    let path = folder.join(name);
    created(&path, Vec::new());
    let mut atlas = edited(&path);
    import(&mut atlas, file);
    assert_eq!(atlas.model().count(Kind::Project), ROWS);
    atlas
}

fn values(atlas: &AtlasFile, name: &str) -> Vec<(String, String)> {
    let rows = atlas.model().rows(Kind::Project).expect("read");
    let row = rows
        .iter()
        .find(|row| matches!(row, Record::Project(p) if p.name == name))
        .expect("there");
    let json = atlas.attributes(Kind::Project, row.id()).expect("read");
    listed(&json.unwrap_or_default())
        .into_iter()
        .map(|v| (v.name, v.text))
        .collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect()
}

#[test]
fn only_what_no_column_holds_stays_beside_a_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = imported(folder.path(), "a.gpkg", &ledger(folder.path()));
    // Words that a column holds as they are go; those that are only understood stay.
    let words = [("建设阶段", "施工图设计"), ("开工时间", "2025年底前")];
    let expected = [&words[..], &[("层数", "1"), ("施工队", "甲队1400")]].concat();
    let row = values(&atlas, "第1400处");
    for pair in pairs(&expected) {
        if pair.0 != "层数" {
            assert!(row.contains(&pair), "{pair:?} in {row:?}");
        }
    }
    assert!(
        row.contains(&("层数".to_owned(), (1400 % 7).to_string())),
        "{row:?}"
    );
    assert!(
        !row.iter()
            .any(|(name, _)| name == "项目名称" || name == "项目类型"),
        "{row:?}"
    );
    let odd = values(&atlas, "第1401处");
    assert!(
        odd.contains(&("项目类型".to_owned(), "硬化路面工程".to_owned())),
        "{odd:?}"
    );
}

fn written(atlas: &AtlasFile, folder: &Path, ending: &str) -> PathBuf {
    let path = folder.join(format!("出.{ending}"));
    let report = export(atlas, every_project(&path));
    assert_eq!(report.written, ROWS as u64, "{ending}");
    path
}

#[test]
fn values_of_a_file_go_out_again_in_every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = imported(folder.path(), "a.gpkg", &ledger(folder.path()));
    for ending in ["geojson", "geojsonl", "csv", "xlsx", "gpkg", "fgb", "kml", "shp"] {
        let path = written(&atlas, folder.path(), ending);
        let found = survey(&path, &Default::default(), &Progress::default()).expect(ending);
        let layer = &found.layers[0];
        assert_eq!(layer.n, ROWS as u64, "{ending}");
        let field = |name: &str| {
            let names: Vec<&str> = layer.fields.iter().map(|f| f.name.as_str()).collect();
            let at = names.iter().position(|n| *n == name);
            at.unwrap_or_else(|| panic!("{ending}: no {name} among {names:?}"))
        };
        let (storeys, team) = (field("层数"), field("施工队"));
        assert_eq!(layer.fields[team].filled, ROWS as u64, "{ending}");
        assert_eq!(layer.fields[storeys].filled, ROWS as u64, "{ending}");
        let shown = layer.rows[8].values.clone();
        let team = shown[team].as_deref().and_then(|text| text.strip_prefix("甲队"));
        let number: usize = team
            .and_then(|n| n.parse().ok())
            .unwrap_or_else(|| panic!("{ending}: {shown:?}"));
        // Some formats put features in an order of their own.
        assert_eq!(shown[storeys], Some((number % 7).to_string()), "{ending}");
    }
}

#[test]
fn values_survive_an_export_and_an_import_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = imported(folder.path(), "a.gpkg", &ledger(folder.path()));
    for ending in ["geojson", "csv", "xlsx"] {
        let path = written(&atlas, folder.path(), ending);
        let again = imported(folder.path(), &format!("b-{ending}.gpkg"), &path);
        let row = values(&again, "第1401处");
        for pair in pairs(&[
            ("层数", "1"),
            ("施工队", "甲队1401"),
            ("项目类型", "硬化路面工程"),
        ]) {
            assert!(row.contains(&pair), "{ending}: {pair:?} in {row:?}");
        }
    }
}

#[test]
fn only_columns_of_what_is_exported_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut atlas = imported(folder.path(), "a.gpkg", &ledger(folder.path()));
    let other = folder.path().join("另.csv");
    std::fs::write(&other, "项目名称,井深\n新井,30\n").expect("written");
    import(&mut atlas, &other);
    let rows = atlas.model().rows(Kind::Project).expect("read");
    let well = rows
        .iter()
        .find(|row| matches!(row, Record::Project(p) if p.name == "新井"))
        .expect("there");
    let path = folder.path().join("井.csv");
    let request = ExportRequest {
        ids: vec![well.id().to_owned()],
        ..every_project(&path)
    };
    export(&atlas, request);
    let text = std::fs::read_to_string(&path).expect("read");
    assert!(text.contains("井深") && !text.contains("施工队"), "{text}");
}

#[test]
fn an_import_that_updates_rows_says_that_their_other_values_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut atlas = imported(folder.path(), "a.gpkg", &ledger(folder.path()));
    let out = written(&atlas, folder.path(), "csv");
    // The same again: nothing is said.
    let report = import(&mut atlas, &out);
    assert_eq!((report.added, report.updated), (0, 0));
    assert!(
        !report.warnings.iter().any(|w| w.text.zh.contains("附加属性")),
        "{:?}",
        report.warnings
    );
    // Another crew for one: the row keeps the one it had, and that is said with its row.
    let text = std::fs::read_to_string(&out).expect("read");
    std::fs::write(&out, text.replacen("甲队1400", "乙队", 1)).expect("written");
    let before = values(&atlas, "第1400处");
    let report = import(&mut atlas, &out);
    let said: Vec<&str> = report.warnings.iter().map(|w| w.text.zh.as_str()).collect();
    assert!(
        said.iter()
            .any(|w| w.contains("附加属性") && w.starts_with("1 条")),
        "{said:?}"
    );
    assert_eq!(values(&atlas, "第1400处"), before);
}
