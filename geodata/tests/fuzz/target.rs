//! What is fuzzed: each reader with its corpus.

use crate::damage::{Dice, damaged, damaged_entry};
use crate::watching::Check;
use geodata::basemap::{PackFile, PmTilesArchive};
use geodata::crs::{Crs, wkt};
use geodata::formats::{Format, FoundCrs, ReadOptions, gpkg_blob, read};
use geodata::map_services::{self, Grid, Service};
use geodata::tile_content;
use std::fs;
use std::path::{Path, PathBuf};

/// Files that belong together: ending and bytes; the first is the one to read.
pub type Files = Vec<(String, Vec<u8>)>;

/// A reader.
pub struct Target {
    /// Name of its folder.
    pub name: &'static str,
    /// What is done with the files; whether they were taken for good.
    pub take: fn(&Files, &Path) -> bool,
    zipped: bool,
}

const fn file(name: &'static str, take: fn(&Files, &Path) -> bool) -> Target {
    Target {
        name,
        take,
        zipped: false,
    }
}

const fn archive(name: &'static str, take: fn(&Files, &Path) -> bool) -> Target {
    Target {
        name,
        take,
        zipped: true,
    }
}

pub const TARGETS: &[Target] = &[
    file("geojson", |f, d| taken(Format::GeoJson, f, d)),
    file("esri_json", |f, d| taken(Format::GeoJson, f, d)),
    file("shapefile", |f, d| taken(Format::Shapefile, f, d)),
    archive("shapefile_zip", |f, d| taken(Format::ZippedShapefile, f, d)),
    file("kml", |f, d| taken(Format::Kml, f, d)),
    archive("kmz", |f, d| taken(Format::Kmz, f, d)),
    file("gpx", |f, d| taken(Format::Gpx, f, d)),
    file("flatgeobuf", |f, d| taken(Format::FlatGeobuf, f, d)),
    file("csv", |f, d| taken(Format::Csv, f, d)),
    archive("xlsx", |f, d| taken(Format::Spreadsheet, f, d)),
    file("xls", |f, d| taken(Format::Spreadsheet, f, d)),
    archive("ods", |f, d| taken(Format::Spreadsheet, f, d)),
    file("dxf", |f, d| taken(Format::Dxf, f, d)),
    file("gpkg_blob", blob),
    file("wkt_text", shape),
    file("coords", coordinates),
    file("prj", system),
    file("map_services", service),
    file("pmtiles", pack),
];

impl Target {
    /// Returns the files to start from; those of one name but for the ending belong together.
    pub fn corpus(&self) -> Vec<Files> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/corpus")
            .join(self.name);
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        // Reversed, so that .shp stands before .prj and .dbf.
        paths.sort_by(|a, b| (a.file_stem(), b.extension()).cmp(&(b.file_stem(), a.extension())));
        let mut sets: Vec<(PathBuf, Files)> = Vec::new();
        for path in paths {
            let part = (
                path.extension().unwrap().to_str().unwrap().to_owned(),
                fs::read(&path).unwrap(),
            );
            let stem = path.with_extension("");
            match sets.last_mut() {
                Some((known, files)) if *known == stem && self.name == "shapefile" => files.push(part),
                _ => sets.push((stem, vec![part])),
            }
        }
        for (_, files) in &mut sets {
            files.sort_by_key(|f| f.0 != "shp");
        }
        sets.into_iter().map(|s| s.1).collect()
    }

    /// Returns one of the files with damage.
    pub fn damaged(&self, corpus: &[Files], dice: &mut Dice) -> Files {
        let mut files = corpus[dice.roll(corpus.len())].clone();
        let others: Vec<&[u8]> = corpus.iter().flatten().map(|f| f.1.as_slice()).collect();
        for _ in 0..1 + dice.roll(files.len().min(2)) {
            let at = dice.roll(files.len());
            let bytes = &mut files[at].1;
            let inside = if self.zipped && dice.roll(5) > 0 {
                damaged_entry(bytes, dice)
            } else {
                None
            };
            *bytes = inside.unwrap_or_else(|| damaged(bytes, &others, dice));
        }
        if files.len() > 1 && dice.roll(20) == 0 {
            files.pop();
        }
        files
    }
}

fn taken(format: Format, files: &Files, dir: &Path) -> bool {
    for (ending, bytes) in files {
        fs::write(dir.join(format!("a.{ending}")), bytes).unwrap();
    }
    let path = dir.join(format!("a.{}", files[0].0));
    let mut check = Check::of(format, files);
    let found = read(format, &path, &ReadOptions::default(), &mut check);
    // What is in the folder shall be all that the next one finds.
    for (ending, _) in files {
        fs::remove_file(dir.join(format!("a.{ending}"))).unwrap();
    }
    match found {
        Ok(()) => check.features > 0,
        Err(e) => {
            assert!(!e.to_string().is_empty());
            false
        }
    }
}

fn blob(files: &Files, _: &Path) -> bool {
    let bytes = &files[0].1;
    let _ = (
        gpkg_blob::srs_id(bytes),
        gpkg_blob::envelope(bytes),
        gpkg_blob::is_empty(bytes),
    );
    match gpkg_blob::decode(bytes) {
        Ok(geometry) => {
            // Numbers that are none are kept as they are; looking for faults in the atlas finds them.
            assert!(geo::CoordsIter::coords_count(&geometry) <= bytes.len());
            true
        }
        Err(e) => e.to_string().is_empty(),
    }
}

fn text(files: &Files) -> String {
    String::from_utf8_lossy(&files[0].1).into_owned()
}

fn shape(files: &Files, _: &Path) -> bool {
    let text = text(files);
    match geodata::wkt_text::from_wkt(&text) {
        Ok(geometry) => {
            crate::watching::check_geometry(&geometry, text.len());
            true
        }
        Err(e) => e.to_string().is_empty(),
    }
}

fn coordinates(files: &Files, _: &Path) -> bool {
    let text = text(files);
    let mut found = false;
    for crs in [
        Crs::Cgcs2000,
        Crs::from_epsg(4527).unwrap(),
        Crs::from_epsg(4548).unwrap(),
        Crs::Bd09,
    ] {
        let table = geodata::coords::parse_table(&text, crs);
        if let Some(areas) = table.areas() {
            crate::watching::check_geometry(&areas, text.len());
            found = true;
        }
        for line in text.lines().take(50) {
            if let Ok(c) = geodata::coords::parse_point(line, crs) {
                assert!(c.x.is_finite() && c.y.is_finite(), "{line}: {c:?}");
                found = true;
            }
        }
    }
    found
}

fn system(files: &Files, _: &Path) -> bool {
    let text = text(files);
    if let Some(shift) = wkt::towgs84(&text) {
        assert!(shift.iter().all(|v| v.is_finite()));
    }
    for line in text.lines().take(50) {
        if let Ok(crs) = Crs::parse(line) {
            assert!(!crs.name().is_empty());
        }
    }
    match FoundCrs::of_text(&text) {
        FoundCrs::Stated(crs) => {
            assert_eq!(
                FoundCrs::of_text(&wkt::esri(crs).unwrap())
                    .known()
                    .map(|c| c.name()),
                Some(crs.name())
            );
            true
        }
        _ => false,
    }
}

fn service(files: &Files, _: &Path) -> bool {
    let drawable = |grid: &Grid| {
        assert!(!grid.matrices.is_empty());
        assert!(
            grid.matrices
                .windows(2)
                .all(|two| two[0].resolution > two[1].resolution)
        );
        for m in &grid.matrices {
            assert!(m.resolution.is_finite() && m.resolution > 0.0 && m.origin.iter().all(|v| v.is_finite()));
            assert!(m.tile.iter().all(|s| (16..=4096).contains(s)) && m.size.iter().all(|s| *s > 0));
        }
    };
    match map_services::read(&files[0].1) {
        Ok(Service::Wms(wms)) => {
            assert!(
                wms.layers
                    .iter()
                    .all(|l| !l.name.is_empty() && !l.systems.is_empty())
            );
            let bounds = wms.layers.iter().filter_map(|l| l.bounds);
            assert!(bounds.flatten().all(|v| v.is_finite() && v.abs() <= 360.0));
            !wms.layers.is_empty()
        }
        Ok(Service::Wmts(wmts)) => {
            for layer in &wmts.layers {
                assert!(!layer.name.is_empty() && !layer.formats.is_empty());
                for set in &layer.sets {
                    drawable(&set.grid);
                    assert!(set.levels.0 <= set.levels.1 && set.levels.1 < set.grid.matrices.len());
                }
            }
            !wmts.layers.is_empty()
        }
        Err(e) => e.to_string().is_empty(),
    }
}

fn pack(files: &Files, dir: &Path) -> bool {
    let path = dir.join("a.pmtiles");
    fs::write(&path, &files[0].1).unwrap();
    let in_memory = PmTilesArchive::open(files[0].1.as_slice());
    let on_disk = PmTilesArchive::open(PackFile::open(&path).unwrap());
    let (Ok(in_memory), Ok(on_disk)) = (&in_memory, &on_disk) else {
        assert_eq!(in_memory.err(), on_disk.err());
        return false;
    };
    let _ = (
        on_disk.metadata(),
        on_disk.bounds(),
        on_disk.zooms(),
        on_disk.kind(),
    );
    let mut found = false;
    for (z, x, y) in [(0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 1, 1), (2, 3, 3), (31, 1, 1)] {
        let tile = on_disk.tile(z, x, y);
        assert_eq!(tile, in_memory.tile(z, x, y));
        if let Ok(Some(tile)) = tile {
            let _ = tile_content::is_vector_tile(&tile);
            let plain = tile_content::unpack(tile, 1 << 20);
            found |= plain.is_ok_and(|t| t.len() <= 1 << 20);
        }
    }
    found
}
