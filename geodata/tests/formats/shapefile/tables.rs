//! Encodings and the heads of tables that say what is not so.

use super::{Row, change_bytes, field, text, write};
use crate::collect::{Collect, read};
use geo_types::point;
use geodata::crs::Crs;
use geodata::formats::shapefile;
use geodata::formats::{FieldKind, ReadOptions, Value, WarningKind as W};
use std::fs;

#[test]
fn a_wrong_statement_of_the_encoding_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    write(
        &path,
        Crs::Wgs84,
        vec![field("n", FieldKind::Text)],
        &[(Some(point!(x: 1., y: 2.).into()), vec![text("汶上县军屯乡")])],
    );
    let dbf = fs::read(path.with_extension("dbf")).unwrap();
    let at = dbf
        .windows(18)
        .position(|w| w == "汶上县军屯乡".as_bytes())
        .unwrap();
    let gbk = encoding_rs::GBK.encode("汶上县军屯乡").0.into_owned();
    let mut new = vec![b' '; 18];
    new[..gbk.len()].copy_from_slice(&gbk);
    change_bytes(&path, "dbf", at, &new);
    // .cpg still says UTF-8.
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().value(0, "n"), text("汶上县军屯乡"));
    assert_eq!(found.kinds(), [W::EncodingGuessed]);
    // Only the header says it.
    fs::remove_file(path.with_extension("cpg")).unwrap();
    change_bytes(&path, "dbf", 29, &[0x4D]);
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().value(0, "n"), text("汶上县军屯乡"));
    assert_eq!(
        (found.kinds(), found.one().head().encoding),
        (vec![], Some("GBK"))
    );
    // Nothing says it.
    change_bytes(&path, "dbf", 29, &[0]);
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().value(0, "n"), text("汶上县军屯乡"));
    assert_eq!(found.kinds(), [W::EncodingGuessed]);
    // The user says it.
    let mut asked = Collect::default();
    let options = ReadOptions {
        encoding: Some("GBK".into()),
        ..ReadOptions::default()
    };
    shapefile::read(&path, &options, &mut asked).unwrap();
    assert_eq!(
        (asked.kinds(), asked.one().head().encoding),
        (vec![], Some("GBK"))
    );
}

#[test]
fn a_western_encoding_over_chinese_text_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    let rows: Vec<Row> = (0..1500)
        .map(|_| (Some(point!(x: 1., y: 2.).into()), vec![text("汶上县军屯乡")]))
        .collect();
    write(&path, Crs::Wgs84, vec![field("n", FieldKind::Text)], &rows);
    let utf8 = fs::read(path.with_extension("dbf")).unwrap();
    let gbk = encoding_rs::GBK.encode("汶上县军屯乡").0.into_owned();
    let mut wide = vec![b' '; 18];
    wide[..gbk.len()].copy_from_slice(&gbk);
    let mut dbf = utf8.clone();
    for at in (0..dbf.len() - 18).filter(|at| &utf8[*at..at + 18] == "汶上县军屯乡".as_bytes()) {
        dbf[at..at + 18].copy_from_slice(&wide);
    }
    for (bytes, cpg) in [(&dbf, "ISO-8859-1"), (&dbf, "ANSI 1252"), (&utf8, "1252")] {
        fs::write(path.with_extension("dbf"), bytes).unwrap();
        fs::write(path.with_extension("cpg"), cpg).unwrap();
        let found = read(shapefile::read, &path).unwrap();
        assert_eq!(found.one().value(1499, "n"), text("汶上县军屯乡"), "{cpg}");
        assert_eq!(found.kinds(), [W::EncodingGuessed]);
    }
    // Western text is what it says it is.
    let mut latin = utf8;
    for at in (0..latin.len() - 18)
        .filter(|at| latin[*at..at + 18] == *"汶上县军屯乡".as_bytes())
        .collect::<Vec<_>>()
    {
        latin[at..at + 18].copy_from_slice(b"Caf\xe9 M\xfcnchen      ");
    }
    fs::write(path.with_extension("dbf"), latin).unwrap();
    fs::write(path.with_extension("cpg"), "1252").unwrap();
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().value(0, "n"), text("Café München"));
    assert_eq!(found.kinds(), []);
}

#[test]
fn a_chinese_encoding_that_the_text_is_not_in_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    // An odd number of bytes beyond ASCII is no GBK.
    let rows: Vec<Row> = (0..1500)
        .map(|_| (Some(point!(x: 1., y: 2.).into()), vec![text("康驿镇道路")]))
        .collect();
    write(&path, Crs::Wgs84, vec![field("名称", FieldKind::Text)], &rows);
    for cpg in ["GBK", "936", "GB18030"] {
        fs::write(path.with_extension("cpg"), cpg).unwrap();
        let found = read(shapefile::read, &path).unwrap();
        assert_eq!(found.one().value(1499, "名称"), text("康驿镇道路"), "{cpg}");
        assert_eq!(found.kinds(), [W::EncodingGuessed]);
    }
}

#[test]
fn rows_that_the_head_of_the_table_forgets_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    let rows: Vec<Row> = (0..1500)
        .map(|i| (Some(point!(x: 1., y: 2.).into()), vec![Value::Integer(i)]))
        .collect();
    write(&path, Crs::Wgs84, vec![field("n", FieldKind::Integer)], &rows);
    change_bytes(&path, "dbf", 4, &0_u32.to_le_bytes());
    let found = read(shapefile::read, &path).unwrap();
    assert_eq!(found.one().features.len(), 1500);
    assert_eq!(found.one().value(1499, "n"), Value::Integer(1499));
    assert_eq!(found.kinds(), [W::Truncated]);
}
