//! Tables that are broken, hostile or empty.

use super::{read, read_bytes};
use crate::collected::{Collected, Dice, text};
use geodata::formats::{ReadError, ReadOptions, Value, WarningKind, csv};
use std::time::{Duration, Instant};

#[test]
fn broken_quotes_and_uneven_rows_cost_their_own_row_only() {
    let got = read("名称,说明,n\n甲,\"没有收尾,1\n乙,好,2\n丙,多,3,四\n丁\n戊,末,5\n");
    let layer = got.one();
    assert_eq!(layer.features.len(), 5);
    assert_eq!(layer.value(1, "名称"), text("乙"));
    assert_eq!(layer.value(2, "列4"), text("四"));
    assert_eq!(layer.value(4, "n"), Value::Integer(5));
    assert!(got.warned(WarningKind::Truncated));
    assert_eq!(
        got.warnings
            .iter()
            .filter(|w| w.kind == WarningKind::NotSupported)
            .count(),
        2
    );
}

#[test]
fn empty_files_and_unknown_layers_are_refused() {
    for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\n\n \n"] {
        let got = read_bytes(bytes, &ReadOptions::default());
        assert!(matches!(got, Err(ReadError::Empty { .. })), "{bytes:?}");
    }
    let other = ReadOptions {
        layer: Some("别的".into()),
        ..ReadOptions::default()
    };
    assert!(matches!(
        read_bytes(b"a,b\n1,2\n", &other),
        Err(ReadError::NoSuchLayer { .. })
    ));
}

#[test]
fn reading_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "a,b\n".to_owned() + &"甲,2\n".repeat(5000)).unwrap();
    let mut sink = Collected {
        stop_after: Some(7),
        ..Collected::default()
    };
    csv::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    assert_eq!(sink.one().features.len(), 7);
}

#[test]
fn hostile_tables_end_quickly() {
    let quick = |name: &str, bytes: Vec<u8>| {
        let begun = Instant::now();
        let got = read_bytes(&bytes, &ReadOptions::default());
        println!("{name}: {:?}", begun.elapsed());
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "{name}: {:?}",
            begun.elapsed()
        );
        got
    };
    quick("one line", vec![b'a'; 40 << 20]).unwrap();
    let wide = quick("commas", vec![b','; 4 << 20]);
    assert!(wide.is_ok());
    let mut quotes = b"a,b\n".to_vec();
    quotes.extend(b"\"x\n".repeat(200_001));
    quick("open quotes", quotes).unwrap();
    let mut ragged = b"a,b\n".to_vec();
    for i in 0..20_000 {
        ragged.extend(vec![b','; i % 300]);
        ragged.extend(b"1\n");
    }
    let got = quick("ragged", ragged).unwrap();
    assert!(got.warnings.len() < 100);
    assert!(got.one().head.fields.len() < 100);
    quick(
        "binary",
        (0..1_000_000_u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect(),
    )
    .unwrap();
    let deep = format!("名称,WKT\n甲,\"{}\"\n", "GEOMETRYCOLLECTION(".repeat(100_000));
    let got = quick("deep", deep.into_bytes()).unwrap();
    assert!(got.one().features[0].geometry.is_none());
}

#[test]
fn damaged_files_never_panic() {
    let whole = concat!(
        "台账,,,,\n序号,名称,经度,纬度,WKT\n1,\"甲,乙\",116.5,35.7,\n",
        "2,丙,,,\"POLYGON((116 35,117 35,117 36,116 35))\"\n3,丁,116.4,35.1,\n合计,,,,\n"
    )
    .as_bytes();
    let mut dice = Dice(20_261_121);
    for _ in 0..1500 {
        let mut bytes = whole.to_vec();
        for _ in 0..=dice.roll(8) {
            let at = dice.roll(bytes.len());
            match dice.roll(4) {
                0 => bytes[at] = dice.roll(256) as u8,
                1 => bytes.truncate(at.max(1)),
                2 => bytes.insert(at, b"\",\n\0;\t'="[dice.roll(8)]),
                _ => {
                    bytes.remove(at);
                }
            }
            if bytes.is_empty() {
                bytes.push(b'x');
            }
        }
        let _ = read_bytes(&bytes, &ReadOptions::default());
    }
}
