//! The store of footprints: what it finds, against a plain search through everything.

use geo::{Distance, Geodesic};
use geo_types::{Coord, Geometry, LineString, Point, Polygon, coord, line_string, point, polygon};
use geodata::footprint_index::{
    Batch, BlobFootprintError, FootprintError, Footprints, KeySet, SortedBatch, StyleKey,
};
use geodata::formats::gpkg_blob;
use geodata::measure::{Bounds, Metres, bounds};

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

/// Six points, three lines and an area in ten, over a county.
fn shape(dice: &mut Dice) -> Geometry<f64> {
    let place = |c: Coord<f64>| coord! { x: (c.x * 1e7).round() / 1e7, y: (c.y * 1e7).round() / 1e7 };
    let at = coord! { x: 116.0 + dice.roll(), y: 35.0 + dice.roll() };
    match (dice.roll() * 10.0) as u32 {
        0..6 => Point(place(at)).into(),
        6..9 => {
            let mut c = at;
            let steps = (0..20).map(|_| {
                c = c + coord! { x: dice.roll() * 0.002 - 0.0005, y: dice.roll() * 0.002 - 0.001 };
                place(c)
            });
            LineString(steps.collect()).into()
        }
        _ => {
            let size = 0.0005 + dice.roll() * 0.01;
            let ring = (0..12).map(|i| {
                let a = f64::from(i) * std::f64::consts::TAU / 12.0;
                place(at + coord! { x: a.cos() * size, y: a.sin() * size * (0.6 + 0.4 * dice.roll()) })
            });
            Polygon::new(ring.collect(), Vec::new()).into()
        }
    }
}

fn shapes(count: usize) -> Vec<Geometry<f64>> {
    let mut dice = Dice(7);
    (0..count).map(|_| shape(&mut dice)).collect()
}

fn look(key: u32) -> StyleKey {
    StyleKey {
        kind: (key % 5) as u8,
        stage: (key % 7) as u8,
        flags: (key % 3) as u8,
    }
}

/// Loads in batches, keys from 0 up.
fn loaded(shapes: &[Geometry<f64>], batch_size: usize) -> Footprints {
    let footprints = Footprints::new();
    for (i, part) in shapes.chunks(batch_size).enumerate() {
        let mut batch = Batch::new();
        for (j, shape) in part.iter().enumerate() {
            let key = (i * batch_size + j) as u32;
            batch.add(key, shape, look(key)).expect("a good shape");
        }
        footprints.load(batch);
    }
    footprints
}

/// What a plain search finds in a box.
fn plain<'a>(shapes: impl Iterator<Item = (u32, &'a Geometry<f64>)>, b: Bounds) -> Vec<u32> {
    shapes
        .filter(|(_, g)| bounds(g).is_some_and(|around| around.intersects(b)))
        .map(|(key, _)| key)
        .collect()
}

fn boxes() -> Vec<Bounds> {
    let mut dice = Dice(11);
    (0..40)
        .map(|i| {
            let (west, south) = (116.0 + dice.roll(), 35.0 + dice.roll());
            let side = [0.01, 0.05, 0.3, 2.0][i % 4];
            Bounds {
                west,
                south,
                east: west + side,
                north: south + side,
            }
        })
        .collect()
}

fn sorted(mut keys: Vec<u32>) -> Vec<u32> {
    keys.sort_unstable();
    keys
}

#[test]
fn a_box_finds_what_a_plain_search_finds() {
    let shapes = shapes(5000);
    for batch_size in [5000, 700] {
        let footprints = loaded(&shapes, batch_size);
        for settled in [false, true] {
            if settled {
                footprints.compact();
            }
            for b in boxes() {
                let expected = plain((0..).zip(&shapes), b);
                assert_eq!(sorted(footprints.in_box(b, None)), expected, "{batch_size} {b:?}");
                let odd: KeySet = (1..5000).step_by(2).collect();
                let expected: Vec<u32> = expected.into_iter().filter(|k| k % 2 == 1).collect();
                assert_eq!(sorted(footprints.in_box(b, Some(&odd))), expected);
            }
        }
    }
}

#[test]
fn edits_are_found_before_and_after_settling() {
    let mut now: Vec<Option<Geometry<f64>>> = shapes(3000).into_iter().map(Some).collect();
    let footprints = loaded(&now.iter().flatten().cloned().collect::<Vec<_>>(), 1000);
    let mut dice = Dice(3);
    for round in 0..3 {
        for _ in 0..400 {
            let key = (dice.roll() * 3300.0) as usize;
            if key >= now.len() {
                now.resize(key + 1, None);
            }
            if dice.roll() < 0.4 {
                assert_eq!(footprints.remove(key as u32), now[key].is_some());
                now[key] = None;
            } else {
                let g = shape(&mut dice);
                assert_eq!(
                    footprints.put(key as u32, &g, look(9)).unwrap(),
                    now[key].is_some()
                );
                now[key] = Some(g);
            }
        }
        for settled in [false, true] {
            if settled && round > 0 {
                footprints.compact();
                assert_eq!(footprints.uncompacted(), 0);
            }
            let alive = || (0..).zip(&now).filter_map(|(k, g)| Some((k, g.as_ref()?)));
            assert_eq!(footprints.len(), alive().count());
            for b in boxes() {
                assert_eq!(
                    sorted(footprints.in_box(b, None)),
                    plain(alive(), b),
                    "round {round} {settled}"
                );
            }
            for (key, g) in alive().step_by(17) {
                assert_eq!(footprints.shape(key).unwrap(), *g);
                assert_eq!(footprints.bounds(key), bounds(g));
            }
            let gone = (0..).zip(&now).filter(|(_, g)| g.is_none()).map(|(k, _)| k);
            for key in gone {
                assert!(footprints.shape(key).is_none() && !footprints.contains(key));
            }
        }
    }
}

#[test]
fn the_nearest_are_those_of_a_plain_search_by_geodesic_distance() {
    let shapes = shapes(4000);
    let footprints = loaded(&shapes, 4000);
    let moved = point! { x: 116.5, y: 35.5 };
    footprints.put(17, &moved.into(), look(17)).unwrap();
    let mut dice = Dice(5);
    for _ in 0..30 {
        let place = coord! { x: 116.0 + dice.roll(), y: 35.0 + dice.roll() };
        let near = footprints.nearest(place, 10, None);
        assert_eq!(near.len(), 10);
        let mut all: Vec<f64> = (0..)
            .zip(&shapes)
            .map(|(key, g)| match key {
                17 => metres(place, &moved.into()),
                _ => metres(place, g),
            })
            .collect();
        for n in &near {
            let exact = all[n.key as usize];
            assert!(
                (n.distance.0 - exact).abs() <= 1e-3 * exact + 0.02,
                "{n:?} is {exact}"
            );
        }
        all.sort_by(f64::total_cmp);
        for (n, exact) in near.iter().zip(all) {
            assert!(
                (n.distance.0 - exact).abs() <= 1e-3 * exact + 0.02,
                "{n:?} is {exact}"
            );
        }
    }
    let filter: KeySet = [17, 40].into_iter().collect();
    let near = footprints.nearest(coord! { x: 116.5, y: 35.5 }, 10, Some(&filter));
    assert_eq!(near.iter().map(|n| n.key).collect::<Vec<_>>(), [17, 40]);
}

/// Geodesic distance, for lines and areas to the nearest place of their outline, found by the eye of the plane.
fn metres(place: Coord<f64>, g: &Geometry<f64>) -> f64 {
    use geo::{Closest, ClosestPoint, Intersects, MapCoords};
    let p = Point(place);
    if g.intersects(&p) {
        return 0.0;
    }
    let stretch = place.y.to_radians().cos();
    let flat = |c: Coord<f64>| coord! { x: c.x * stretch, y: c.y };
    let closest = match g.map_coords(flat).closest_point(&Point(flat(place))) {
        Closest::Intersection(c) | Closest::SinglePoint(c) => c,
        Closest::Indeterminate => panic!("no closest point"),
    };
    Geodesic.distance(p, Point::new(closest.x() / stretch, closest.y()))
}

#[test]
fn a_click_hits_shapes_and_not_their_boxes() {
    let footprints = Footprints::new();
    let ring = polygon![
        exterior: [(x: 116.0, y: 35.0), (x: 116.1, y: 35.0), (x: 116.1, y: 35.1), (x: 116.0, y: 35.1)],
        interiors: [[(x: 116.04, y: 35.04), (x: 116.04, y: 35.06), (x: 116.06, y: 35.06), (x: 116.06, y: 35.04)]],
    ];
    let small =
        polygon![(x: 116.01, y: 35.01), (x: 116.02, y: 35.01), (x: 116.02, y: 35.02), (x: 116.01, y: 35.02)];
    let line = line_string![(x: 116.2, y: 35.0), (x: 116.3, y: 35.1)];
    footprints.put(1, &ring.into(), look(1)).unwrap();
    footprints.put(2, &small.into(), look(2)).unwrap();
    footprints.put(3, &line.into(), look(3)).unwrap();
    footprints
        .put(4, &point!(x: 116.05, y: 35.05).into(), look(4))
        .unwrap();
    let check = |x: f64, y: f64, tolerance: f64, expected: &[u32]| {
        let hits = footprints.hits(coord! { x: x, y: y }, Metres(tolerance), None);
        assert_eq!(
            hits.iter().map(|h| h.key).collect::<Vec<_>>(),
            expected,
            "({x}, {y})"
        );
    };
    for settled in [false, true] {
        if settled {
            footprints.compact();
        }
        check(116.015, 35.015, 1.0, &[2, 1]);
        check(116.05, 35.05, 1.0, &[4]);
        check(116.05, 35.05, 1200.0, &[4, 1]);
        check(116.25, 35.05, 1.0, &[3]);
        check(116.21, 35.09, 100.0, &[]);
        // 0.001 degree of latitude is 111 m.
        check(116.005, 34.999, 100.0, &[]);
        check(116.005, 34.999, 120.0, &[1]);
    }
}

#[test]
fn a_shape_comes_back_as_it_was_given_to_seven_decimals() {
    let footprints = Footprints::new();
    let texts = [
        "POINT(116.1234567 35.7654321)",
        "MULTIPOINT((116.1 35.1),(116.2 35.3))",
        "LINESTRING(116.1 35.1,116.2 35.3,116.3 35.1)",
        "MULTILINESTRING((116.1 35.1,116.2 35.3),(117 36,118 36.5,119 36))",
        "POLYGON((116 35,117 35,117 36,116 36,116 35),(116.2 35.2,116.2 35.4,116.4 35.4,116.4 35.2,116.2 35.2))",
        "MULTIPOLYGON(((116 35,117 35,117 36,116 35)),((118 35,119 35,119 36,118 36,118 35),(118.2 35.1,118.2 35.2,118.3 35.2,118.2 35.1)))",
    ];
    for (key, text) in (0..).zip(texts) {
        let shape = geodata::wkt_text::from_wkt(text).unwrap();
        footprints.put(key, &shape, look(key)).unwrap();
        assert_eq!(footprints.shape(key).unwrap(), shape);
        assert_eq!(footprints.style(key), Some(look(key)));
    }
    footprints.compact();
    for (key, text) in (0..).zip(texts) {
        assert_eq!(
            footprints.shape(key).unwrap(),
            geodata::wkt_text::from_wkt(text).unwrap()
        );
    }
}

#[test]
fn what_is_no_place_is_refused_and_the_old_shape_stays() {
    let footprints = Footprints::new();
    let old: Geometry<f64> = point!(x: 116.0, y: 35.0).into();
    footprints.put(1, &old, look(1)).unwrap();
    let refused = [
        (point!(x: f64::NAN, y: 35.0).into(), "NoPlace"),
        (point!(x: 4_050_000.0, y: 35.0).into(), "NoPlace"),
        (LineString::<f64>(Vec::new()).into(), "Empty"),
        (
            Polygon::<f64>::new(LineString(Vec::new()), Vec::new()).into(),
            "Empty",
        ),
        (Geometry::GeometryCollection(vec![old.clone()].into()), "Mixed"),
    ];
    for (shape, reason) in refused {
        let error: FootprintError = footprints.put(1, &shape, look(1)).unwrap_err();
        assert!(format!("{error:?}").starts_with(reason), "{error:?}");
    }
    assert_eq!(footprints.shape(1), Some(old));
}

#[test]
fn of_a_key_given_twice_the_last_one_counts() {
    let footprints = Footprints::new();
    let place = |x: f64| Geometry::from(point!(x: x, y: 35.0));
    let mut batch = Batch::new();
    batch.add(1, &place(116.0), look(1)).unwrap();
    batch.add(2, &place(116.1), look(2)).unwrap();
    batch.add(1, &place(116.2), look(3)).unwrap();
    footprints.load(batch);
    assert_eq!((footprints.len(), footprints.shape(1)), (2, Some(place(116.2))));
    let mut batch = Batch::new();
    batch.add(1, &place(116.3), look(1)).unwrap();
    footprints.load(batch);
    let whole = footprints.whole().unwrap();
    assert_eq!((footprints.len(), footprints.shape(1)), (2, Some(place(116.3))));
    assert_eq!(footprints.in_box(whole, None).len(), 2);
    footprints.compact();
    assert_eq!((footprints.len(), footprints.shape(1)), (2, Some(place(116.3))));
}

#[test]
fn settling_frees_the_memory_of_what_was_removed() {
    let shapes = shapes(20_000);
    let footprints = loaded(&shapes, 20_000);
    let before = footprints.bytes();
    (0..15_000).for_each(|key| assert!(footprints.remove(key)));
    assert!(footprints.bytes() > before / 2);
    footprints.compact();
    assert!(
        footprints.bytes() < before / 3,
        "{} of {before}",
        footprints.bytes()
    );
    assert_eq!(footprints.len(), 5000);
    assert_eq!(footprints.shape(19_999), Some(shapes[19_999].clone()));
}

#[test]
fn others_read_and_edit_while_footprints_are_loaded_and_settled() {
    let shapes = shapes(30_000);
    let footprints = Footprints::new();
    let everything = Bounds {
        west: 100.0,
        south: 20.0,
        east: 130.0,
        north: 50.0,
    };
    std::thread::scope(|scope| {
        let loader = scope.spawn(|| {
            for (i, part) in shapes.chunks(3000).enumerate() {
                let mut batch = Batch::new();
                for (j, shape) in part.iter().enumerate() {
                    let key = (i * 3000 + j) as u32;
                    batch.add(key, shape, look(key)).unwrap();
                }
                footprints.load(batch);
                footprints.compact();
            }
        });
        let editor = scope.spawn(|| {
            for key in 100_000..102_000 {
                footprints
                    .put(key, &point!(x: 116.5, y: 35.5).into(), look(1))
                    .unwrap();
                if key % 2 == 0 {
                    assert!(footprints.remove(key));
                }
            }
        });
        let reader = scope.spawn(|| {
            let mut last = 0;
            while last < 30_000 {
                let keys = footprints.in_box(everything, None);
                let old = keys.iter().filter(|k| **k < 100_000).count();
                assert!(old >= last && old % 3000 == 0, "{old} after {last}");
                last = old;
            }
        });
        for thread in [loader, editor, reader] {
            thread.join().unwrap();
        }
    });
    assert_eq!(footprints.len(), 31_000);
    footprints.compact();
    assert_eq!(footprints.in_box(everything, None).len(), 31_000);
    assert_eq!(footprints.style(101_999), Some(look(1)));
}

#[test]
fn a_new_look_keeps_the_shape() {
    let shapes = shapes(100);
    let footprints = loaded(&shapes, 100);
    for (key, shape) in (0..).zip(&shapes) {
        assert!(footprints.set_style(key, look(key + 1)));
        assert_eq!(footprints.style(key), Some(look(key + 1)));
        assert_eq!(footprints.shape(key).as_ref(), Some(shape));
    }
    assert!(!footprints.set_style(100, look(0)));
}

/// Shapes of every form, good, odd and bad.
fn odd_shapes() -> Vec<Geometry<f64>> {
    let ring = |x: f64, size: f64| -> LineString<f64> {
        line_string![(x: x, y: 30.0), (x: x + size, y: 30.0), (x: x + size, y: 30.0 + size), (x: x, y: 30.0)]
    };
    let holed = Polygon::new(ring(110.0, 1.0), vec![ring(110.5, 0.1), ring(110.7, 0.05)]);
    let flat = Polygon::new(line_string![(x: 110.0, y: 30.0), (x: 110.1, y: 30.0)], Vec::new());
    let hole_beyond = Polygon::new(ring(110.0, 0.1), vec![ring(111.0, 0.5)]);
    let lines = vec![ring(100.0, 0.1), LineString(Vec::new()), ring(101.0, 0.2)];
    let points = |n: u32| {
        geo_types::MultiPoint(
            (0..n)
                .map(|i| point! { x: 100.0 + f64::from(i), y: 31.0 })
                .collect(),
        )
    };
    vec![
        point! { x: 116.123_456_78, y: 35.5 }.into(),
        point! { x: 181.0, y: 35.5 }.into(),
        point! { x: f64::NAN, y: f64::NAN }.into(),
        point! { x: 116.0, y: f64::INFINITY }.into(),
        LineString(Vec::new()).into(),
        LineString(vec![coord! { x: 100.0, y: 30.0 }]).into(),
        ring(100.0, 0.1).into(),
        LineString(vec![coord! { x: 100.0, y: 30.0 }, coord! { x: 200.0, y: 30.0 }]).into(),
        holed.clone().into(),
        flat.clone().into(),
        Polygon::new(LineString(Vec::new()), Vec::new()).into(),
        hole_beyond.clone().into(),
        geo_types::MultiLineString(lines).into(),
        geo_types::MultiLineString(Vec::new()).into(),
        geo_types::MultiPolygon(vec![holed, flat, hole_beyond]).into(),
        points(1).into(),
        points(3).into(),
        Geometry::GeometryCollection(geo_types::GeometryCollection(vec![Geometry::Point(
            point! { x: 100.0, y: 30.0 },
        )])),
    ]
}

#[test]
fn a_blob_is_kept_as_its_geometry_is() {
    let mut all = odd_shapes();
    all.extend(shapes(500));
    let mut from_blobs = Batch::new();
    let mut from_shapes = Batch::new();
    for (key, shape) in (0..).zip(&all) {
        let blob = gpkg_blob::encode(shape, 4490).expect("encoded");
        let read = gpkg_blob::decode(&blob).expect("decoded");
        let kept = from_blobs.add_blob(key, &blob, look(key));
        match (from_shapes.add(key, &read, look(key)), kept) {
            (Ok(()), Ok(around)) => assert_eq!(Some(around), bounds(&read), "{read:?}"),
            (Err(_), Err(BlobFootprintError::Place(_, around))) => {
                let same =
                    |b: Option<Bounds>| b.map(|b| [b.west, b.south, b.east, b.north].map(f64::to_bits));
                assert_eq!(same(around), same(bounds(&read)), "{read:?}");
            }
            (a, b) => panic!("{read:?}: {a:?}, {b:?}"),
        }
        for end in 0..blob.len() {
            let cut = Batch::new().add_blob(0, &blob[..end], look(key));
            assert!(
                cut.is_err() || gpkg_blob::decode(&blob[..end]).is_ok(),
                "{end} of {shape:?}"
            );
        }
    }
    from_blobs.shift_keys(100);
    let (a, b) = (Footprints::new(), Footprints::new());
    a.load_sorted(SortedBatch::of(vec![from_blobs]));
    b.load(from_shapes);
    assert_eq!(a.len(), b.len());
    for key in 0..all.len() as u32 {
        assert_eq!(a.shape(key + 100), b.shape(key), "{:?}", all[key as usize]);
        assert_eq!(a.bounds(key + 100), b.bounds(key));
        assert_eq!(a.style(key + 100), b.style(key));
    }
}

#[test]
fn batches_put_in_order_together_are_as_those_loaded_one_by_one() {
    let all = shapes(3000);
    let one_by_one = loaded(&all, 700);
    one_by_one.compact();
    let batches = all.chunks(700).enumerate().map(|(i, part)| {
        let mut batch = Batch::new();
        for (j, shape) in part.iter().enumerate() {
            let key = (i * 700 + j) as u32;
            batch.add(key, shape, look(key)).expect("a good shape");
        }
        batch
    });
    let together = Footprints::new();
    together.load_sorted(SortedBatch::of(batches.collect()));
    assert_eq!(together.uncompacted(), 0);
    for b in boxes() {
        let sorted = |mut keys: Vec<u32>| {
            keys.sort_unstable();
            keys
        };
        assert_eq!(
            sorted(together.in_box(b, None)),
            sorted(one_by_one.in_box(b, None))
        );
    }
    for key in 0..all.len() as u32 {
        assert_eq!(together.shape(key), one_by_one.shape(key));
    }
}
