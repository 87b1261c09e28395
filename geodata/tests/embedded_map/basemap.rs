//! The embedded base map: complete, whole and where it should be.

use std::collections::BTreeSet;

use geo::{Distance, Euclidean};
use geo_types::Point;
use geodata::basemap;

/// Layer names, extents and feature counts of a vector tile, read from its protocol buffer.
fn layers(tile: &[u8]) -> Vec<(String, u64, usize)> {
    let mut found = Vec::new();
    for (field, value) in fields(tile) {
        if let (3, Value::Bytes(layer)) = (field, value) {
            let (mut name, mut extent, mut features) = (String::new(), 4096, 0);
            for (field, value) in fields(layer) {
                match (field, value) {
                    (1, Value::Bytes(text)) => name = String::from_utf8(text.to_vec()).unwrap(),
                    (2, Value::Bytes(_)) => features += 1,
                    (5, Value::Number(number)) => extent = number,
                    _ => {}
                }
            }
            found.push((name, extent, features));
        }
    }
    found
}

enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Value<'_>)> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let value = match key & 7 {
            0 => Value::Number(varint(&mut bytes)),
            1 => Value::Bytes(take(&mut bytes, 8)),
            2 => {
                let length = varint(&mut bytes) as usize;
                Value::Bytes(take(&mut bytes, length))
            }
            5 => Value::Bytes(take(&mut bytes, 4)),
            other => panic!("wire type {other}"),
        };
        out.push((key >> 3, value));
    }
    out
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (head, rest) = bytes.split_at(length);
    *bytes = rest;
    head
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes, 1)[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return value;
        }
    }
    panic!("varint too long")
}

/// The tile that a point lies in.
fn tile_of(longitude: f64, latitude: f64, z: u8) -> (u8, u32, u32) {
    let side = f64::from(1u32 << z);
    let x = (longitude + 180.0) / 360.0 * side;
    let y = (1.0 - latitude.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * side;
    (z, x as u32, y as u32)
}

fn layers_at(longitude: f64, latitude: f64, z: u8) -> BTreeSet<String> {
    let (z, x, y) = tile_of(longitude, latitude, z);
    let tile = basemap::tile(z, x, y).unwrap_or_else(|| panic!("no tile {z}/{x}/{y}"));
    layers(&tile)
        .into_iter()
        .map(|(name, extent, features)| {
            assert!(extent == 4096 && features > 0, "{z}/{x}/{y} {name}");
            name
        })
        .collect()
}

#[test]
fn the_twelve_points_of_a_complete_map_lie_in_or_at_the_outlines() {
    // Coordinates rounded to 0.01 degree, from general references; 黄岩岛 is an atoll, 15°07′N 117°51′E is its rock.
    let points = [
        ("台北", 121.56, 25.04),
        ("达旺", 91.87, 27.59),
        ("阿克赛钦", 79.50, 35.20),
        ("永兴岛", 112.34, 16.83),
        ("钓鱼岛", 123.47, 25.74),
        ("黄岩岛", 117.85, 15.12),
        ("永暑礁", 112.89, 9.55),
        ("曾母暗沙", 112.28, 3.97),
        ("香港", 114.17, 22.30),
        ("澳门", 113.54, 22.19),
        ("黑瞎子岛", 134.70, 48.35),
        ("洞朗", 88.95, 27.30),
    ];
    let mut missing = Vec::new();
    for (name, longitude, latitude) in points {
        let point = Point::new(longitude, latitude);
        let nearest = basemap::counties()
            .filter_map(|county| basemap::county_outline(county.adcode))
            .map(|outline| Euclidean.distance(&point, outline))
            .fold(f64::INFINITY, f64::min);
        if nearest > 0.02 {
            missing.push((name, nearest));
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_county_has_an_outline_and_contains_its_own_points() {
    let counties: Vec<_> = basemap::counties().collect();
    // 2,898 rows of the source less its 7 境界线, which are lines and not counties
    assert_eq!(counties.len(), 2_891);
    for county in &counties {
        let outline = basemap::county_outline(county.adcode).unwrap();
        assert!(!outline.0.is_empty(), "{}", county.name);
        for polygon in outline {
            assert!(
                polygon.exterior().0.len() >= 4 && polygon.exterior().is_closed(),
                "{}",
                county.name
            );
        }
    }
    let provinces: BTreeSet<&str> = counties.iter().map(|county| &county.adcode[..2]).collect();
    assert_eq!(provinces.len(), 34);
}

#[test]
fn a_point_finds_its_county_and_the_sea_finds_none() {
    let name = |longitude, latitude| basemap::county_at(longitude, latitude).map(|county| county.name);
    assert_eq!(name(120.3826, 36.0626), Some("市南区"));
    assert_eq!(name(116.49152, 35.71235), Some("汶上县"));
    assert_eq!(name(129.50185, 42.88877), Some("延吉市"));
    assert_eq!(name(115.88436, 34.95339), Some("成武县"));
    assert_eq!(name(122.5, 35.0), None);
    assert_eq!(name(139.7, 35.7), None);
    assert_eq!(name(f64::NAN, 36.0), None);
}

#[test]
fn counties_join_to_a_prefecture_and_a_province_without_inner_edges() {
    use geo::{Area, BoundingRect, Contains};
    let qingdao = basemap::region_outline("370200").unwrap();
    assert!(qingdao.contains(&Point::new(120.12632, 36.53425)));
    let bounds = qingdao.bounding_rect().unwrap();
    assert!(bounds.min().x > 119.0 && bounds.max().x < 121.5, "{bounds:?}");
    // one mainland, the rest islands
    let mainland = qingdao.iter().filter(|part| part.unsigned_area() > 0.1).count();
    assert_eq!(mainland, 1);
    assert!(basemap::region_outline("999900").is_none());
    assert!(basemap::region_outline("青岛市").is_none());
}

#[test]
fn tiles_hold_the_layers_that_each_zoom_needs() {
    let has = |longitude, latitude, z, wanted: &[&str]| {
        let found = layers_at(longitude, latitude, z);
        let missing: Vec<_> = wanted.iter().filter(|name| !found.contains(**name)).collect();
        assert!(
            missing.is_empty(),
            "z{z} at {longitude}, {latitude}: no {missing:?} in {found:?}"
        );
    };
    has(110.0, 35.0, 0, &["world", "land", "coast", "border", "claim"]);
    has(
        118.0,
        36.0,
        4,
        &["land", "coast", "province", "prefecture", "label"],
    );
    has(120.2, 36.1, 7, &["land", "coast", "area", "county", "prefecture"]);
    has(120.2, 36.1, 9, &["land", "coast", "area", "county", "label"]);
    has(116.5, 35.7, 9, &["land", "area", "county"]);
    // the line of the South China Sea, and the border with Korea
    has(112.2, 3.8, 6, &["claim"]);
    has(129.8, 42.9, 9, &["border", "world", "area"]);
}

#[test]
fn every_tile_can_be_unpacked_and_none_is_too_large() {
    let mut count = 0;
    let mut largest = (0, (0, 0, 0));
    let metadata = basemap::metadata();
    assert_eq!((metadata.min_zoom, metadata.max_zoom), (0, 9));
    for z in 0..=metadata.max_zoom {
        for x in 0..1u32 << z {
            for y in 0..1u32 << z {
                for tile in [basemap::tile(z, x, y), basemap::osm_water_tile(z, x, y)]
                    .into_iter()
                    .flatten()
                {
                    count += 1;
                    if tile.len() > largest.0 {
                        largest = (tile.len(), (z, x, y));
                    }
                    if count % 17 == 0 {
                        assert!(!layers(&tile).is_empty(), "{z}/{x}/{y}");
                    }
                }
            }
        }
    }
    println!(
        "{count} tiles, the largest {} bytes unpacked at {:?}",
        largest.0, largest.1
    );
    assert!(count > 5_000, "{count}");
    assert!(largest.0 < 400_000, "{largest:?}");
}

#[test]
fn the_description_names_the_layers_and_their_attributes() {
    let metadata = basemap::metadata();
    let names: BTreeSet<&str> = metadata.layers.iter().map(|layer| layer.name.as_str()).collect();
    let wanted = [
        "area",
        "border",
        "claim",
        "coast",
        "county",
        "label",
        "land",
        "prefecture",
        "province",
        "river",
        "water",
        "world",
    ];
    assert_eq!(names, BTreeSet::from(wanted));
    let fields = |name: &str| {
        let layer = metadata.layers.iter().find(|layer| layer.name == name).unwrap();
        layer.fields.keys().map(String::as_str).collect::<Vec<_>>()
    };
    assert_eq!(fields("area"), ["adcode", "name"]);
    assert_eq!(fields("label"), ["code", "kind", "level", "name", "rank"]);
    assert_eq!(fields("claim"), ["kind"]);
}

#[test]
fn the_box_of_a_region_is_that_of_its_outline() {
    use geo::BoundingRect;
    let millimetre = 1e-8;
    for code in ["370830", "222400", "370200"] {
        let outline = geodata::basemap::region_outline(code).expect("it has an outline");
        let wanted = outline.bounding_rect().expect("it is not empty");
        let [west, south, east, north] = geodata::basemap::region_bounds(code).expect("it has a box");
        let off = [
            west - wanted.min().x,
            south - wanted.min().y,
            east - wanted.max().x,
            north - wanted.max().y,
        ];
        assert!(off.iter().all(|d| d.abs() < millimetre), "{code}: {off:?}");
    }
    for unknown in ["990121", "", "00", "0000", "abc", "37083000"] {
        assert_eq!(geodata::basemap::region_bounds(unknown), None, "{unknown}");
    }
}
