//! Files that are missing, cut, wrong or spoiled.

use super::{change_bytes, good, parts_of, text, with, zip};
use crate::collect::read;
use geodata::formats::shapefile;
use geodata::formats::{FoundCrs, Value, WarningKind as W};
use std::fs;

#[test]
fn missing_files_are_told_or_not_needed() {
    let found = with(|p| fs::remove_file(p.with_extension("shx")).unwrap());
    assert_eq!((found.one().features.len(), found.kinds()), (3, vec![]));
    let found = with(|p| fs::remove_file(p.with_extension("dbf")).unwrap());
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (3, vec![W::PartMissing])
    );
    assert_eq!(found.one().fields, []);
    let found = with(|p| fs::remove_file(p.with_extension("prj")).unwrap());
    assert_eq!(found.one().head().crs, FoundCrs::Unstated);
    let found = with(|p| fs::rename(p.with_extension("dbf"), p.with_extension("DBF")).unwrap());
    assert_eq!(found.one().value(0, "名称"), text("汶上县军屯乡"));

    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    let by_table = read(shapefile::read, &path.with_extension("dbf")).unwrap();
    assert_eq!(by_table.one().features.len(), 3);
    fs::remove_file(&path).unwrap();
    let refused = read(shapefile::read, &path.with_extension("dbf")).unwrap_err();
    assert!(refused.to_string().contains(".shp"), "{refused}");
}

#[test]
fn a_wrong_index_is_not_followed() {
    for spoil in [
        |b: &mut Vec<u8>| b.truncate(50),
        |b: &mut Vec<u8>| b[100..104].fill(0x7F),
        // The same record over and over.
        |b: &mut Vec<u8>| {
            let first = b[100..108].to_vec();
            for _ in 0..10_000 {
                b.extend_from_slice(&first);
            }
        },
    ] {
        let found = with(|p| {
            let shx = p.with_extension("shx");
            let mut bytes = fs::read(&shx).unwrap();
            spoil(&mut bytes);
            fs::write(&shx, bytes).unwrap();
        });
        assert_eq!(found.one().features.len(), 3);
        assert_eq!(found.kinds(), [W::PartMissing]);
    }
}

#[test]
fn wrong_lengths_and_counts_are_told() {
    // A file length beyond the end.
    let found = with(|p| change_bytes(p, "shp", 24, &0x7FFF_FFFF_u32.to_be_bytes()));
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (3, vec![W::Truncated])
    );
    // Two thousand million parts, then points.
    for at in [100 + 8 + 36, 100 + 8 + 40] {
        let found = with(|p| change_bytes(p, "shp", at, &0x7FFF_FFFF_u32.to_le_bytes()));
        assert_eq!(
            (found.one().features.len(), found.kinds()),
            (3, vec![W::GeometryLeftOut])
        );
        assert_eq!(found.one().value(0, "名称"), text("汶上县军屯乡"));
    }
    // A part that begins after the last point.
    let found = with(|p| change_bytes(p, "shp", 100 + 8 + 48, &9999_u32.to_le_bytes()));
    assert_eq!(found.kinds(), [W::GeometryLeftOut]);
    // A record longer than the file.
    let found = with(|p| {
        fs::remove_file(p.with_extension("shx")).unwrap();
        change_bytes(p, "shp", 104, &0x7FFF_FFFF_u32.to_be_bytes());
    });
    assert!(found.has(W::Truncated));
    assert_eq!(found.one().features.len(), 3, "rows without shapes");
    // Rows that are not there.
    let found = with(|p| change_bytes(p, "dbf", 4, &0x7FFF_FFFF_u32.to_le_bytes()));
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (3, vec![W::Truncated])
    );
    // Fewer rows told than there are.
    let found = with(|p| change_bytes(p, "dbf", 4, &1_u32.to_le_bytes()));
    assert_eq!(
        (found.one().features.len(), found.kinds()),
        (3, vec![W::Truncated])
    );
    assert_eq!(found.one().value(1, "名称"), text("次丘镇"));
    // Rows of no length, a header beyond the end.
    for (at, new) in [(10, 0_u16), (8, 0xFFFF), (8, 3)] {
        let found = with(|p| change_bytes(p, "dbf", at, &new.to_le_bytes()));
        assert_eq!(
            (found.one().features.len(), found.kinds()),
            (3, vec![W::PartMissing]),
            "{at} {new}"
        );
    }
    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    change_bytes(&path, "shp", 0, &[1, 2, 3, 4]);
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.damaged");
    fs::write(&path, b"").unwrap();
    assert_eq!(read(shapefile::read, &path).unwrap_err().code(), "read.damaged");
}

#[test]
fn a_cut_file_gives_what_is_whole() {
    let found = with(|p| {
        let bytes = fs::read(p).unwrap();
        fs::write(p, &bytes[..bytes.len() - 30]).unwrap();
    });
    assert_eq!(found.one().features.len(), 3);
    assert!(found.one().features[0].geometry.is_some());
    assert!(found.has(W::Truncated));
}

#[test]
fn deleted_rows_broken_numbers_and_dates_are_handled() {
    let dir = tempfile::tempdir().unwrap();
    let path = good(dir.path());
    let dbf = fs::read(path.with_extension("dbf")).unwrap();
    let header = usize::from(u16::from_le_bytes([dbf[8], dbf[9]]));
    let stride = usize::from(u16::from_le_bytes([dbf[10], dbf[11]]));
    change_bytes(&path, "dbf", header, b"*");
    // 名称 18, 编号 2, 面积 5, 完成 1, 开工 8
    change_bytes(&path, "dbf", header + stride + 1 + 18, b"x?");
    change_bytes(&path, "dbf", header + stride + 1 + 18 + 2 + 5 + 1, b"20261399");
    change_bytes(&path, "dbf", header + 2 * stride + 1 + 18, b"**");
    let found = read(shapefile::read, &path).unwrap();
    let layer = found.one();
    assert_eq!(
        layer.features.iter().map(|f| f.number).collect::<Vec<_>>(),
        [2, 3]
    );
    assert_eq!(layer.value(0, "编号"), Value::Null);
    assert_eq!(layer.value(0, "开工"), Value::Null);
    assert_eq!(layer.value(1, "编号"), Value::Null);
    assert_eq!(found.kinds(), [W::BadNumber, W::BadNumber]);
    assert!(found.warnings.iter().all(|w| w.number == Some(2)));
}

#[test]
fn spoiled_files_never_crash_it() {
    let source = tempfile::tempdir().unwrap();
    let path = good(source.path());
    let parts = parts_of(&path);
    for (i, (ending, bytes)) in parts.iter().enumerate().filter(|(i, _)| *i < 3) {
        let others: Vec<_> = parts
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(_, p)| p.clone())
            .collect();
        crate::collect::survive(
            shapefile::read,
            bytes,
            |dir, bytes| {
                for (other, bytes) in &others {
                    fs::write(dir.join(format!("a.{other}")), bytes).unwrap();
                }
                fs::write(dir.join(format!("a.{ending}")), bytes).unwrap();
                dir.join("a.shp")
            },
            500,
        );
    }
    let entries: Vec<(Vec<u8>, Vec<u8>)> = parts
        .iter()
        .map(|(e, b)| (format!("项目.{e}").into_bytes(), b.clone()))
        .collect();
    let entries: Vec<(&[u8], Vec<u8>)> = entries.iter().map(|(n, b)| (n.as_slice(), b.clone())).collect();
    let (_dir, path) = zip(&entries);
    let bytes = fs::read(&path).unwrap();
    crate::collect::survive(
        |p, o, s| match shapefile::read(p, o, s) {
            Err(e) if e.code() == "read.io" => panic!("{e}"),
            other => other,
        },
        &bytes,
        |dir, bytes| {
            fs::write(dir.join("a.zip"), bytes).unwrap();
            dir.join("a.zip")
        },
        500,
    );
}
