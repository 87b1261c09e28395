//! Tiles of footprints, read back by a reader of their own.

use std::collections::{BTreeMap, HashSet};

use geo::{Distance, Geodesic};
use geo_types::{Coord, Geometry, LineString, Point, Polygon, coord, line_string, point, polygon};
use geodata::footprint_index::{Batch, Filter, Footprints, KeySet, MARK_BIT, MOST_TILE_BYTES, StyleKey};

use crate::mvt::{Feature, lon_lat, read, tile_of};

/// A row of numbers that looks random and is the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

const SPAN: (f64, f64, f64) = (116.0, 35.0, 2.0);

fn shape(dice: &mut Dice) -> Geometry<f64> {
    // Half of them round a town, the rest anywhere.
    let spread = if dice.roll() < 0.5 { 0.1 } else { SPAN.2 };
    let at = coord! { x: SPAN.0 + spread * dice.roll(), y: SPAN.1 + spread * dice.roll() };
    match (dice.roll() * 10.0) as u32 {
        0..6 => Point(at).into(),
        6..8 => {
            let mut c = at;
            let steps = (0..30).map(|_| {
                c = c + coord! { x: dice.roll() * 0.004 - 0.001, y: dice.roll() * 0.004 - 0.002 };
                c
            });
            LineString(steps.collect()).into()
        }
        _ => {
            let size = 0.0002 + dice.roll().powi(4) * 0.03;
            let ring = |part: f64| -> LineString<f64> {
                let turn = |i: u32| f64::from(i) * std::f64::consts::TAU / 16.0;
                let step = |i: u32| at + coord! { x: turn(i).cos(), y: turn(i).sin() } * (size * part);
                (0..16).map(step).collect()
            };
            let holes = if dice.roll() < 0.3 {
                vec![ring(0.4)]
            } else {
                Vec::new()
            };
            Polygon::new(ring(1.0), holes).into()
        }
    }
}

fn look(key: u32) -> StyleKey {
    StyleKey {
        kind: (key % 5) as u8,
        stage: (key % 7) as u8,
        flags: (key % 3) as u8,
    }
}

fn footprints(count: u32, settle: bool) -> (Footprints, Vec<Geometry<f64>>) {
    let mut dice = Dice(42);
    let shapes: Vec<_> = (0..count).map(|_| shape(&mut dice)).collect();
    let footprints = Footprints::new();
    for part in 0..count.div_ceil(4000) {
        let mut batch = Batch::new();
        for key in part * 4000..count.min((part + 1) * 4000) {
            batch
                .add(key, &shapes[key as usize], look(key))
                .expect("a good footprint");
        }
        footprints.load(batch);
    }
    if settle {
        footprints.compact();
    }
    (footprints, shapes)
}

/// All tiles of a zoom that are not empty.
fn tiles_of(
    footprints: &Footprints,
    z: u8,
    filter: Option<&KeySet>,
) -> BTreeMap<(u8, u32, u32), Vec<Feature>> {
    let b = footprints.whole().expect("a good footprint");
    let (_, west, north) = tile_of(coord! { x: b.west, y: b.north }, z);
    let (_, east, south) = tile_of(coord! { x: b.east, y: b.south }, z);
    let mut tiles = BTreeMap::new();
    for x in west..=east {
        for y in north..=south {
            let bytes = footprints.draw_tile(z, x, y, filter);
            assert!(
                bytes.len() <= MOST_TILE_BYTES,
                "{z}/{x}/{y} has {} bytes",
                bytes.len()
            );
            if !bytes.is_empty() {
                tiles.insert((z, x, y), read(&bytes));
            }
        }
    }
    tiles
}

/// How many footprints the tiles show, each drawn one once and each counted one as often as it is counted.
fn shown(tiles: &BTreeMap<(u8, u32, u32), Vec<Feature>>) -> u64 {
    let all = || tiles.values().flatten();
    let drawn: HashSet<u64> = all().filter_map(|f| f.id).collect();
    let counted: u64 = all()
        .filter(|f| f.layer == "cluster")
        .map(|f| f.tag("count").expect("a good footprint"))
        .sum();
    drawn.len() as u64 + counted
}

#[test]
fn at_every_zoom_the_tiles_show_each_footprint_once() {
    for settle in [true, false] {
        let (footprints, _) = footprints(20_000, settle);
        // Some are edited: they are drawn beside the loaded ones.
        let mut dice = Dice(99);
        for key in (0..20_500).step_by(50) {
            footprints.put(key, &shape(&mut dice), look(key)).unwrap();
        }
        (0..200).for_each(|key| assert!(footprints.remove(key * 90 + 7)));
        let total = footprints.len() as u64;
        let filter: KeySet = (0..20_500)
            .filter(|k| k % 3 == 0 && footprints.contains(*k))
            .collect();
        for z in [0, 4, 7, 9, 11, 12] {
            let tiles = tiles_of(&footprints, z, None);
            assert_eq!(shown(&tiles), total, "zoom {z}, settled {settle}");
            let clusters = tiles.values().flatten().filter(|f| f.layer == "cluster").count();
            assert_eq!(clusters > 0, z < 12, "zoom {z} has {clusters} clusters");
            let filtered = tiles_of(&footprints, z, Some(&filter));
            assert_eq!(shown(&filtered), filter.len() as u64, "zoom {z} filtered");
            for f in filtered.values().flatten().filter_map(|f| f.id) {
                assert!(filter.contains(f as u32));
            }
        }
    }
}

#[test]
fn a_point_or_cluster_is_in_one_tile_only_and_inside_it() {
    let (footprints, _) = footprints(20_000, true);
    for z in [6, 9, 12] {
        let mut seen = HashSet::new();
        for f in tiles_of(&footprints, z, None).values().flatten() {
            if f.kind == 1 {
                assert!(f.vertices().flatten().all(|v| (0..=4096).contains(&v)), "{f:?}");
                assert!(f.id.is_none_or(|id| seen.insert(id)), "{f:?} is there twice");
            }
        }
    }
}

#[test]
fn a_cluster_says_how_many_of_each_stage_and_the_kind_there_is_most_of() {
    let footprints = Footprints::new();
    let mut batch = Batch::new();
    // 3000 on one spot: 2000 of kind 4, the others of kind 1; stages 0, 1 and 2 in turn.
    for key in 0..3000 {
        let look = StyleKey {
            kind: if key < 2000 { 4 } else { 1 },
            stage: (key % 3) as u8,
            flags: 0,
        };
        let at = point! { x: 116.5 + f64::from(key) * 1e-7, y: 35.5 };
        batch.add(key, &at.into(), look).unwrap();
    }
    footprints.load(batch);
    let (z, x, y) = tile_of(coord! { x: 116.5, y: 35.5 }, 8);
    let features = read(&footprints.draw_tile(z, x, y, None));
    let [cluster] = features.as_slice() else {
        panic!("{features:?}");
    };
    let expected = [
        ("count", 3000),
        ("kind", 4),
        ("stage_0", 1000),
        ("stage_1", 1000),
        ("stage_2", 1000),
    ];
    assert_eq!(cluster.tags, expected.map(|(k, v)| (k.to_owned(), v)));
    assert_eq!(
        (cluster.layer.as_str(), cluster.id, cluster.kind),
        ("cluster", None, 1)
    );
    let at = lon_lat((z, x, y), cluster.parts[0][0]);
    assert!(
        (at.x - 116.500_15).abs() < 2e-4 && (at.y - 35.5).abs() < 2e-4,
        "{at:?}"
    );
    let filter: KeySet = (1999..2002).collect();
    let features = read(&footprints.draw_tile(z, x, y, Some(&filter)));
    assert_eq!(
        (features[0].tag("count"), features[0].tag("kind")),
        (Some(3), Some(1))
    );
    let filter: KeySet = [5].into_iter().collect();
    let features = read(&footprints.draw_tile(z, x, y, Some(&filter)));
    assert_eq!((features[0].layer.as_str(), features[0].id), ("point", Some(5)));
}

/// How many footprints the tiles show with the mark.
fn marked(tiles: &BTreeMap<(u8, u32, u32), Vec<Feature>>) -> u64 {
    let all = || tiles.values().flatten();
    let has_mark = |f: &&Feature| f.tag("flags").unwrap_or(0) & u64::from(MARK_BIT) != 0;
    let drawn: HashSet<u64> = all().filter(has_mark).filter_map(|f| f.id).collect();
    let counted: u64 = all().filter_map(|f| f.tag("marked")).sum();
    drawn.len() as u64 + counted
}

#[test]
fn what_is_marked_is_marked_at_every_zoom_until_it_is_not() {
    let (footprints, shapes) = footprints(20_000, true);
    footprints.put(7, &shapes[7], look(7)).expect("edited");
    let keys: KeySet = (0..20_000).filter(|key| key % 9 == 7).collect();
    let at = tile_of(coord! { x: 116.05, y: 35.05 }, 6);
    let kept = footprints.tile(at.0, at.1, at.2, None);
    for (marks, number) in [
        (keys, 2222),
        ([7].into_iter().collect(), 1),
        (KeySet::default(), 0),
    ] {
        footprints.mark(&marks);
        for z in [5, 8, 11, 13] {
            let tiles = tiles_of(&footprints, z, None);
            assert_eq!(marked(&tiles), number, "zoom {z}");
            assert_eq!(shown(&tiles), 20_000, "zoom {z}");
        }
        assert_eq!(footprints.style(7).map(StyleKey::is_marked), Some(number > 0));
        assert_eq!(footprints.tile(at.0, at.1, at.2, None) == kept, number == 0);
    }
}

#[test]
fn what_is_of_a_class_is_so_at_every_zoom_and_keeps_its_mark() {
    let (footprints, shapes) = footprints(20_000, true);
    footprints.put(7, &shapes[7], look(7)).expect("edited");
    let keys: KeySet = (0..20_000).filter(|key| key % 9 == 7).collect();
    footprints.mark(&keys);
    // 20,000 keys by their rest of 7: 2,858 have the rest 0, 2,857 each of the others.
    footprints.classify(|key| u8::try_from(key % 7).unwrap_or(0).min(3));
    for z in [5, 8, 11, 13] {
        let tiles = tiles_of(&footprints, z, None);
        let all = || tiles.values().flatten();
        for (class, number) in [(1, 2857), (2, 2857), (3, 4 * 2857)] {
            let of_class = |f: &&Feature| (f.tag("flags").unwrap_or(0) >> 5) & 0b11 == class;
            let drawn: HashSet<u64> = all().filter(of_class).filter_map(|f| f.id).collect();
            let counted: u64 = all().filter_map(|f| f.tag(&format!("class_{class}"))).sum();
            assert_eq!(drawn.len() as u64 + counted, number, "zoom {z}, class {class}");
        }
        assert_eq!(marked(&tiles), 2222, "zoom {z}");
    }
    assert_eq!(footprints.style(7).map(StyleKey::class), Some(0));
    assert_eq!(footprints.style(8).map(StyleKey::class), Some(1));
}

#[test]
fn a_small_atlas_is_drawn_whole_at_every_zoom() {
    let (footprints, _) = footprints(900, true);
    for z in 0..=13 {
        let tiles = tiles_of(&footprints, z, None);
        assert!(tiles.values().flatten().all(|f| f.layer != "cluster"), "zoom {z}");
        assert_eq!(shown(&tiles), 900);
    }
}

#[test]
fn vertices_are_where_they_were_within_half_a_pixel() {
    let (footprints, shapes) = footprints(900, true);
    for z in [10, 14] {
        // One unit of the tile is so many metres at 36 degrees north; half a pixel is 4 units, rounding adds 1.
        let metres = 40_075_017.0 * 35f64.to_radians().cos() / f64::from(1u32 << z) / 4096.0 * 5.0;
        let mut checked = 0;
        for (id, features) in tiles_of(&footprints, z, None)
            .iter()
            .filter(|(id, _)| (id.1 + id.2) % 7 == 0)
        {
            for f in features.iter().filter(|f| f.layer != "point") {
                let outline = outline(&shapes[f.id.unwrap() as usize]);
                for v in f.vertices().filter(|v| v.iter().all(|v| (0..=4096).contains(v))) {
                    let off = distance(lon_lat(*id, v), &outline);
                    assert!(off <= metres, "{f:?} is off by {off} of {metres} m");
                    checked += 1;
                }
                assert!(f.vertices().flatten().all(|v| (-64..=4160).contains(&v)));
            }
            for f in features.iter().filter(|f| f.layer == "point") {
                if let Geometry::Point(p) = shapes[f.id.unwrap() as usize] {
                    let off = Geodesic.distance(p, Point(lon_lat(*id, f.parts[0][0])));
                    assert!(off <= metres / 5.0, "{f:?} is off by {off}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 300, "{checked}");
    }
}

fn outline(g: &Geometry<f64>) -> Vec<LineString<f64>> {
    match g {
        Geometry::LineString(line) => vec![line.clone()],
        Geometry::Polygon(p) => [p.exterior()].into_iter().chain(p.interiors()).cloned().collect(),
        other => panic!("{other:?}"),
    }
}

fn distance(c: Coord<f64>, lines: &[LineString<f64>]) -> f64 {
    use geo::Euclidean;
    let (kx, ky) = (111_320.0 * c.y.to_radians().cos(), 110_950.0);
    let flat = |p: &Coord<f64>| coord! { x: (p.x - c.x) * kx, y: (p.y - c.y) * ky };
    let at = |line: &LineString<f64>| {
        let line: LineString<f64> = line.coords().map(flat).collect();
        Euclidean.distance(&Point::new(0.0, 0.0), &line)
    };
    lines.iter().map(at).fold(f64::INFINITY, f64::min)
}

#[test]
fn shells_and_holes_turn_as_the_specification_says_whichever_way_they_were_drawn() {
    let shell = [(116.0, 35.0), (116.2, 35.0), (116.2, 35.2), (116.0, 35.2)];
    let hole = [(116.05, 35.05), (116.05, 35.1), (116.1, 35.1), (116.1, 35.05)];
    let ring = |corners: [(f64, f64); 4], turn: bool| -> LineString<f64> {
        let mut ring: Vec<_> = corners.iter().map(|(x, y)| coord! { x: *x, y: *y }).collect();
        if turn {
            ring.reverse();
        }
        LineString(ring)
    };
    for (a, b) in [(false, false), (false, true), (true, false), (true, true)] {
        let footprints = Footprints::new();
        let polygon = Polygon::new(ring(shell, a), vec![ring(hole, b)]);
        footprints.put(1, &polygon.into(), look(1)).unwrap();
        let (z, x, y) = tile_of(coord! { x: 116.1, y: 35.1 }, 9);
        let features = read(&footprints.draw_tile(z, x, y, None));
        let turns: Vec<bool> = features[0]
            .parts
            .iter()
            .map(|r| crate::mvt::area(r) > 0)
            .collect();
        assert_eq!(turns, [true, false]);
    }
}

#[test]
fn a_tile_inside_a_large_area_is_filled_and_a_line_that_comes_back_is_two() {
    let footprints = Footprints::new();
    let area = polygon![(x: 115.0, y: 34.0), (x: 118.0, y: 34.0), (x: 118.0, y: 37.0), (x: 115.0, y: 37.0)];
    footprints.put(1, &area.into(), look(1)).unwrap();
    let id @ (z, x, y) = tile_of(coord! { x: 116.5, y: 35.5 }, 12);
    let features = read(&footprints.draw_tile(z, x, y, None));
    assert_eq!(
        crate::mvt::area(&features[0].parts[0]),
        2 * (4096 + 128) * (4096 + 128)
    );
    let at = |u: i64, v: i64| lon_lat(id, [u, v]);
    let line = line_string![
        at(-900, 100),
        at(2000, 100),
        at(9000, 1000),
        at(2000, 3000),
        at(2000, 9000)
    ];
    footprints.put(2, &line.into(), look(2)).unwrap();
    let features = read(&footprints.draw_tile(z, x, y, None));
    let line = features.iter().find(|f| f.id == Some(2)).unwrap();
    let ends: Vec<_> = line.parts.iter().map(|p| (p[0], p[p.len() - 1])).collect();
    assert_eq!(line.parts.len(), 2, "{line:?}");
    assert_eq!((ends[0].0, ends[1].1), ([-64, 100], [2000, 4160]));
    assert_eq!((ends[0].1[0], ends[1].0[0]), (4160, 4160));
}

#[test]
fn what_winds_round_a_tile_is_cut_as_the_whole_would_be() {
    use geo::{Area, BooleanOps};
    let id @ (z, x, y) = tile_of(coord! { x: 116.5, y: 35.5 }, 14);
    let frame =
        geo_types::Rect::new(coord! { x: -64.0, y: -64.0 }, coord! { x: 4160.0, y: 4160.0 }).to_polygon();
    let mut dice = Dice(7);
    let (mut partly, mut inside) = (0, 0);
    for key in 0..200 {
        // A star round a place in or beside the tile: its corners lie beyond all sides and round all corners.
        let middle = [dice.roll() * 8000.0 - 2000.0, dice.roll() * 8000.0 - 2000.0];
        let count = 40 + (dice.roll() * 160.0) as u32;
        let star: LineString<f64> = (0..count)
            .map(|i| {
                let turn = f64::from(i) / f64::from(count) * std::f64::consts::TAU;
                let far = 500.0 + dice.roll() * 9000.0;
                coord! { x: (middle[0] + turn.cos() * far).round(), y: (middle[1] + turn.sin() * far).round() }
            })
            .collect();
        let place = |c: &Coord<f64>| lon_lat(id, [c.x as i64, c.y as i64]);
        let ring = star.coords().map(place).collect::<LineString<f64>>();
        let footprints = Footprints::new();
        footprints
            .put(1, &Polygon::new(ring.clone(), Vec::new()).into(), look(key))
            .unwrap();
        footprints.put(2, &ring.into(), look(key)).unwrap();
        let features = read(&footprints.draw_tile(z, x, y, None));

        let whole = Polygon::new(star.clone(), Vec::new());
        let expected = whole.intersection(&frame).unsigned_area();
        let area: i64 = features
            .iter()
            .filter(|f| f.kind == 3)
            .flat_map(|f| &f.parts)
            .map(|ring| crate::mvt::area(ring))
            .sum();
        let off = (area as f64 / 2.0 - expected).abs();
        // A unit along all that is drawn.
        assert!(
            off <= 2.0 * f64::from(count) * 4224.0,
            "star {key}: {area} / 2, not {expected}"
        );
        partly += u32::from(expected > 0.0 && expected < 4224.0 * 4224.0);

        let drawn: Vec<LineString<f64>> = features
            .iter()
            .filter(|f| f.kind == 2)
            .flat_map(|f| &f.parts)
            .map(|part| part.iter().map(|v| lon_lat(id, *v)).collect())
            .collect();
        let unit = 40_075_017.0 * 35.5f64.to_radians().cos() / f64::from(1u32 << z) / 4096.0;
        for corner in star.coords() {
            if (0.0..4096.0).contains(&corner.x) && (0.0..4096.0).contains(&corner.y) {
                let off = distance(place(corner), &drawn) / unit;
                assert!(off <= 5.0, "star {key}: {corner:?} is off by {off} units");
                inside += 1;
            }
        }
    }
    assert!(partly > 150 && inside > 2000, "{partly} {inside}");
}

#[test]
fn a_shape_too_small_for_the_zoom_is_a_point_in_its_middle() {
    let footprints = Footprints::new();
    let area =
        polygon![(x: 116.0, y: 35.0), (x: 116.001, y: 35.0), (x: 116.001, y: 35.001), (x: 116.0, y: 35.001)];
    footprints.put(6, &area.into(), look(6)).unwrap();
    let kind_at = |z: u8| {
        let (z, x, y) = tile_of(coord! { x: 116.0005, y: 35.0005 }, z);
        let features = read(&footprints.draw_tile(z, x, y, None));
        assert_eq!(features.len(), 1);
        assert_eq!(
            (features[0].tag("kind"), features[0].tag("stage")),
            (Some(1), Some(6))
        );
        assert_eq!((features[0].id, features[0].tag("flags")), (Some(6), None));
        features[0].layer.clone()
    };
    // 0.0012 degrees (in northing) is 1.5 pixels of 360 / 512 / 2^z degrees at z 9.75.
    assert_eq!([8, 9, 10, 14].map(kind_at), ["point", "point", "area", "area"]);
}

#[test]
fn a_tile_that_would_be_too_large_is_merged_until_it_fits() {
    let footprints = Footprints::new();
    let mut dice = Dice(8);
    let mut batch = Batch::new();
    // 9000 long, crooked lines in the middle of one tile of zoom 14.
    let (z, x, y) = tile_of(coord! { x: 116.5, y: 35.5 }, 14);
    for key in 0..9000 {
        let mut vertex = || lon_lat((z, x, y), [0; 2].map(|_: i64| (dice.roll() * 4096.0) as i64));
        let line: LineString<f64> = (0..30).map(|_| vertex()).collect();
        batch.add(key, &line.into(), look(key)).unwrap();
    }
    footprints.load(batch);
    let bytes = footprints.draw_tile(z, x, y, None);
    assert!(bytes.len() <= MOST_TILE_BYTES, "{}", bytes.len());
    assert_eq!(shown(&BTreeMap::from([((z, x, y), read(&bytes))])), 9000);
}

#[test]
fn an_edit_drops_the_tiles_it_touches_and_no_others() {
    let (footprints, _) = footprints(5000, true);
    let old = coord! { x: 116.05, y: 35.05 };
    let new = coord! { x: 117.5, y: 36.5 };
    let other = coord! { x: 116.05, y: 36.5 };
    footprints.put(9000, &Point(old).into(), look(1)).unwrap();
    let tile = |c: Coord<f64>, z: u8| {
        let (z, x, y) = tile_of(c, z);
        footprints.tile(z, x, y, None)
    };
    let zooms = [5, 8, 12, 14];
    let before = [old, new, other].map(|c| zooms.map(|z| tile(c, z)));
    let (kept, _) = footprints.cached_tiles();
    // One tile of zoom 5 shows all three places.
    assert_eq!(kept, 1 + 3 * 3);
    assert!(footprints.put(9000, &Point(new).into(), look(1)).unwrap());
    assert_eq!(footprints.cached_tiles().0, 3);
    for (c, before) in [(old, &before[0]), (new, &before[1])] {
        for (z, before) in zooms.iter().zip(before).skip(1) {
            assert_ne!(&tile(c, *z), before, "zoom {z} at {c:?} shows the edit");
        }
    }
    for (z, before) in zooms.iter().zip(&before[2]).skip(1) {
        assert!(
            std::sync::Arc::ptr_eq(&tile(other, *z), before),
            "zoom {z} was kept"
        );
    }
    let drawn = read(&tile(new, 14));
    assert!(drawn.iter().any(|f| f.id == Some(9000)));
    assert!(footprints.remove(9000));
    assert!(read(&tile(new, 14)).iter().all(|f| f.id != Some(9000)));
}

#[test]
fn tiles_of_two_filters_are_kept_apart_and_the_oldest_go_when_there_is_no_room() {
    let (footprints, _) = footprints(5000, true);
    let filter = |generation: u64, step: usize| Filter {
        generation,
        keys: (0..5000).step_by(step).collect(),
    };
    let (z, x, y) = tile_of(coord! { x: 116.05, y: 35.05 }, 7);
    let count = |filter: Option<&Filter>| {
        let tile = read(&footprints.tile(z, x, y, filter));
        shown(&BTreeMap::from([((z, x, y), tile)]))
    };
    let (halves, thirds) = (filter(1, 2), filter(2, 3));
    let counts = [None, Some(&halves), Some(&thirds), None, Some(&halves)].map(count);
    assert_eq!(counts[0], counts[3]);
    assert_eq!(counts[1], counts[4]);
    assert!(
        counts[0] > counts[1] && counts[1] > counts[2] && counts[2] > 0,
        "{counts:?}"
    );
    assert_eq!(footprints.cached_tiles().0, 3);

    let small = Footprints::with_cache(8_000);
    let mut dice = Dice(1);
    for key in 0..3000 {
        small.put(key, &shape(&mut dice), look(key)).unwrap();
    }
    for x in 6700..6760 {
        small.tile(13, x, 3230, None);
        small.tile(13, 6700, 3230, None);
    }
    let (kept, bytes) = small.cached_tiles();
    assert!(
        kept > 1 && kept < 60 && bytes <= 8_000,
        "{kept} tiles of {bytes} bytes"
    );
}

#[test]
fn tile_numbers_that_do_not_exist_give_an_empty_tile() {
    let (footprints, _) = footprints(100, true);
    for (z, x, y) in [(23, 0, 0), (255, 1, 1), (3, 8, 0), (3, 0, 8), (0, 1, 0)] {
        assert!(footprints.tile(z, x, y, None).is_empty());
        assert!(footprints.draw_tile(z, x, y, None).is_empty());
    }
    assert!(!footprints.tile(0, 0, 0, None).is_empty());
}
