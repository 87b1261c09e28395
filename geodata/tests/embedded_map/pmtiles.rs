//! PMTiles archives in every compression that the specification names.

use geodata::basemap::{PmTilesArchive, PmTilesError, TileKind};

fn bytes(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/corpus/pmtiles/{name}.pmtiles",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).unwrap()
}

#[test]
fn archives_unpacked_and_packed_by_gzip_brotli_and_zstd_hold_the_same() {
    let plain = PmTilesArchive::open(bytes("plain")).unwrap();
    let all = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 0, 1), (1, 1, 1), (2, 0, 0)];
    assert!(plain.tile(0, 0, 0).unwrap().is_some_and(|t| !t.is_empty()));
    for (name, code) in [("packed", 2), ("brotli", 3), ("zstd", 4)] {
        let raw = bytes(name);
        assert_eq!((raw[97], raw[98]), (code, code), "{name} says its compression");
        let archive = PmTilesArchive::open(raw).unwrap();
        for (z, x, y) in all {
            assert_eq!(
                archive.tile(z, x, y).unwrap(),
                plain.tile(z, x, y).unwrap(),
                "{name} {z}/{x}/{y}"
            );
        }
        assert_eq!(archive.metadata().unwrap(), plain.metadata().unwrap(), "{name}");
        assert_eq!((archive.kind(), archive.zooms()), (TileKind::Vector, (0, 1)));
    }
}

#[test]
fn damaged_packed_parts_are_errors_and_other_codes_are_refused() {
    for name in ["packed", "brotli", "zstd"] {
        let whole = bytes(name);
        for cut in 128..whole.len() {
            let mut raw = whole.clone();
            raw[cut] ^= 0x55;
            // Whatever comes out, nothing panics and nothing is without end.
            if let Ok(archive) = PmTilesArchive::open(raw) {
                let _ = archive.tile(0, 0, 0);
                let _ = archive.tile(1, 1, 1);
                let _ = archive.metadata();
            }
        }
        let mut raw = whole.clone();
        raw[127..140].fill(0xff);
        assert!(matches!(
            PmTilesArchive::open(raw),
            Err(PmTilesError::Damaged { part: "directory" })
        ));
    }
    let mut raw = bytes("plain");
    raw[97] = 9;
    assert_eq!(
        PmTilesArchive::open(raw).unwrap_err(),
        PmTilesError::Compression { code: 9 }
    );
}
