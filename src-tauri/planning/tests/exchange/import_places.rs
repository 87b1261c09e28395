//! What an import says of where a file lies, and which town a row names.

use std::path::{Path, PathBuf};

use crate::fixtures::{created, edited, row, stamp, title};
use geodata::crs::Crs;
use planning::import::{ImportError, ImportReport, ImportRequest, Progress, Target};
use planning::model::{Kind, Record};
use serde_json::json;

/// An atlas with two counties, each with a town; their towns of one name lie side by side.
fn atlas(folder: &Path) -> PathBuf {
    let path = folder.join("a.gpkg");
    let region = |id: &str, name: &str, level: &str, parent: Option<&str>, at: [f64; 2]| {
        row(
            Kind::Region,
            &json!({"id": id, "code": null, "name": name, "level": level, "parent": parent, "pinyin": null,
                "precision": "town", "geometry": {"type": "Point", "coordinates": at}, "source": null,
                "confidence": null, "note": null, "outline": null}),
        )
    };
    let rows = vec![
        title(),
        region("c1", "汶上县", "county", None, [116.5, 35.7]),
        region("c2", "梁山县", "county", None, [116.1, 35.8]),
        region("t1", "杨店镇", "township", Some("c1"), [116.58, 35.7]),
        region("t2", "城关镇", "township", Some("c1"), [116.48, 35.73]),
        region("t3", "城关镇", "township", Some("c2"), [116.1, 35.8]),
    ];
    created(&path, rows);
    path
}

fn import(name: &str, content: &str, crs: Option<u32>) -> Result<(ImportReport, Vec<Record>), ImportError> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = edited(&atlas(folder.path()));
    let data = folder.path().join(name);
    std::fs::write(&data, content).expect("written");
    let mut request = ImportRequest::of(&data, Target::Projects);
    request.crs = crs.and_then(Crs::from_epsg);
    let report = file.import(&request, &stamp(), false, &Progress::default())?;
    let rows = file.model().rows(Kind::Project).expect("read");
    file.close().expect("closed");
    Ok((report, rows))
}

fn told(report: &ImportReport, words: &str) -> bool {
    report.warnings.iter().any(|w| w.text.zh.contains(words))
}

#[test]
fn a_town_is_found_by_its_name_after_province_and_county() {
    let names = [
        ("杨店镇", Some("t1")),
        ("杨店", Some("t1")),
        ("汶上县杨店镇", Some("t1")),
        ("山东省济宁市汶上县杨店镇", Some("t1")),
        ("杨 店 镇", Some("t1")),
        ("城关镇", None),
        ("梁山县城关镇", Some("t3")),
        ("山东省济宁市汶上县 城关镇", Some("t2")),
        ("梁山县杨店镇", None),
        ("全县", None),
    ];
    let lines: String = names
        .iter()
        .map(|(town, _)| format!("{town}路,{town},116.5,35.7\n"))
        .collect();
    let (_, rows) =
        import("台账.csv", &format!("项目名称,所在乡镇,经度,纬度\n{lines}"), None).expect("imported");
    for (record, (name, town)) in rows.iter().zip(names) {
        let found = record.to_map()["town"].clone();
        // A county in which the place lies is no town.
        let found = found.as_str().filter(|id| id.starts_with('t')).map(str::to_owned);
        assert_eq!(found.as_deref(), town, "{name}");
    }
}

#[test]
fn coordinates_that_lie_right_only_when_exchanged_are_told() {
    // The heading claims an order that the numbers contradict, by a system given by hand.
    let line = r#"{"type": "Feature", "properties": {"name": "甲"}, "geometry": {"type": "Point", "coordinates": [3955704, 453860]}}"#;
    let (report, rows) = import("图.geojson", line, Some(4548)).expect("imported");
    assert_eq!(rows.len(), 1);
    assert!(told(&report, "颠倒"), "{:?}", report.warnings);
    let right = line.replace("3955704, 453860", "453860, 3955704");
    let (report, _) = import("图.geojson", &right, Some(4548)).expect("imported");
    assert!(
        !told(&report, "颠倒") && !told(&report, "远离"),
        "{:?}",
        report.warnings
    );
}

#[test]
fn a_layer_far_from_every_place_of_the_atlas_is_told() {
    let (report, _) = import("台账.csv", "名称,经度,纬度\n甲,100.5,25.7\n", None).expect("imported");
    assert!(told(&report, "远离"), "{:?}", report.warnings);
}

#[test]
fn metres_without_a_system_are_asked_for_whatever_the_format_says() {
    let line = r#"{"type": "Feature", "properties": {"name": "甲"}, "geometry": {"type": "Point", "coordinates": [453860, 3955704]}}"#;
    let refused = import("图.geojson", line, None).expect_err("no system");
    let words = refused.to_string();
    assert!(matches!(refused, ImportError::Crs { .. }), "{words}");
    assert!(
        words.contains("EPSG:4548"),
        "the zone in which the atlas lies: {words}"
    );
    // A longitude beyond the antimeridian is no metre.
    let turned = line.replace("453860, 3955704", "476.5, 35.7");
    let (report, _) = import("图.geojson", &turned, None).expect("imported");
    assert!(told(&report, "超出"), "{:?}", report.warnings);
}
