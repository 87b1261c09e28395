//! Rings, patches and odd shapes.

use crate::collect::read;
use geo_types::{Geometry, wkt};
use geodata::formats::WarningKind as W;
use geodata::formats::shapefile;
use std::fs;

/// A `.shp` of one polygon record with these rings.
fn shp_of(rings: &[&[(f64, f64)]], kind: u32) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend_from_slice(&[0; 32]);
    record.extend_from_slice(&(rings.len() as u32).to_le_bytes());
    record.extend_from_slice(&(rings.iter().map(|r| r.len()).sum::<usize>() as u32).to_le_bytes());
    let mut start = 0_u32;
    for ring in rings {
        record.extend_from_slice(&start.to_le_bytes());
        start += ring.len() as u32;
    }
    for (x, y) in rings.iter().copied().flatten() {
        record.extend_from_slice(&x.to_le_bytes());
        record.extend_from_slice(&y.to_le_bytes());
    }
    let mut file = vec![0; 100];
    file[..4].copy_from_slice(&9994_u32.to_be_bytes());
    file[24..28].copy_from_slice(&(((108 + record.len()) / 2) as u32).to_be_bytes());
    file[32..36].copy_from_slice(&kind.to_le_bytes());
    file.extend_from_slice(&1_u32.to_be_bytes());
    file.extend_from_slice(&((record.len() / 2) as u32).to_be_bytes());
    file.extend_from_slice(&record);
    file
}

fn shape(bytes: &[u8]) -> (Option<Geometry<f64>>, Vec<W>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.shp");
    fs::write(&path, bytes).unwrap();
    let found = read(shapefile::read, &path).unwrap();
    let kinds = found
        .kinds()
        .into_iter()
        .filter(|k| *k != W::PartMissing)
        .collect();
    (found.one().features[0].geometry.clone(), kinds)
}

const OUTER: &[(f64, f64)] = &[(0., 0.), (0., 9.), (9., 9.), (9., 0.), (0., 0.)];

const HOLE: &[(f64, f64)] = &[(1., 1.), (8., 1.), (8., 8.), (1., 8.), (1., 1.)];

const ISLAND: &[(f64, f64)] = &[(2., 2.), (2., 7.), (7., 7.), (7., 2.), (2., 2.)];

#[test]
fn rings_find_their_shells_in_any_order() {
    let with_island: Geometry<f64> = wkt!(MULTIPOLYGON(((0. 0.,0. 9.,9. 9.,9. 0.,0. 0.),(1. 1.,8. 1.,8. 8.,1. 8.,1. 1.)),((2. 2.,2. 7.,7. 7.,7. 2.,2. 2.)))).into();
    assert_eq!(
        shape(&shp_of(&[OUTER, HOLE, ISLAND], 5)),
        (Some(with_island.clone()), vec![])
    );
    assert_eq!(
        shape(&shp_of(&[HOLE, OUTER, ISLAND], 5)),
        (Some(with_island), vec![])
    );
    // All turn the wrong way: what lies in what tells.
    let reversed = |r: &[(f64, f64)]| r.iter().rev().copied().collect::<Vec<_>>();
    let (outer, hole) = (reversed(OUTER), reversed(HOLE));
    let (geometry, kinds) = shape(&shp_of(&[&outer, &hole], 5));
    let expected: Geometry<f64> =
        wkt!(POLYGON((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 8.,8. 8.,8. 1.,1. 1.))).into();
    assert_eq!((geometry, kinds), (Some(expected.clone()), vec![W::Invalid]));
    let (geometry, _) = shape(&shp_of(&[&outer, HOLE], 5));
    let (Some(Geometry::Polygon(p)), Geometry::Polygon(e)) = (geometry, expected) else {
        panic!("no polygon");
    };
    assert_eq!((p.exterior(), p.interiors().len()), (e.exterior(), 1));
    // A hole that touches its shell at a corner.
    let touching: &[(f64, f64)] = &[(0., 0.), (5., 1.), (5., 5.), (0., 0.)];
    assert!(
        matches!(shape(&shp_of(&[OUTER, touching], 5)).0, Some(Geometry::Polygon(p)) if p.interiors().len() == 1)
    );
}

#[test]
fn odd_shapes_are_mended_or_told() {
    let (geometry, kinds) = shape(&shp_of(&[&OUTER[..4]], 5));
    assert!(matches!(geometry, Some(Geometry::Polygon(p)) if p.exterior().0.len() == 5));
    assert_eq!(kinds, [W::RingClosed]);
    assert_eq!(
        shape(&shp_of(&[&OUTER[..2]], 5)),
        (None, vec![W::GeometryLeftOut])
    );
    assert_eq!(
        shape(&shp_of(&[OUTER], 31)),
        (None, vec![W::GeometryLeftOut, W::HeightLeftOut])
    );
    assert_eq!(shape(&shp_of(&[OUTER], 77)), (None, vec![W::GeometryLeftOut]));
    assert_eq!(shape(&shp_of(&[], 5)), (None, vec![]));
    let bad: &[(f64, f64)] = &[(0., 0.), (f64::NAN, 1.), (3., 3.), (f64::INFINITY, 1.)];
    let line: Geometry<f64> = wkt!(LINESTRING(0. 0.,3. 3.)).into();
    assert_eq!(shape(&shp_of(&[bad], 3)), (Some(line), vec![W::BadCoordinate]));
    assert_eq!(shape(&shp_of(&[OUTER], 15)).1, [W::HeightLeftOut]);
}

#[test]
fn a_shape_of_very_many_rings_ends_in_time() {
    // Shells that lie in each other, and as many holes: each pair would have to be looked at.
    let rings: Vec<Vec<(f64, f64)>> = (0..6000)
        .map(|i| {
            let d = f64::from(i / 2) * 1e-3 / 4.0;
            let ring: Vec<(f64, f64)> = OUTER
                .iter()
                .map(|(x, y)| (x * (1. - d) + d, y * (1. - d) + d))
                .collect();
            if i % 2 == 0 {
                ring
            } else {
                ring.into_iter().rev().collect()
            }
        })
        .collect();
    let slices: Vec<&[(f64, f64)]> = rings.iter().map(Vec::as_slice).collect();
    let begin = std::time::Instant::now();
    assert!(shape(&shp_of(&slices, 5)).0.is_some());
    assert!(begin.elapsed().as_secs() < 120, "{:?}", begin.elapsed());
}

#[test]
fn rings_that_all_turn_one_way_are_told_by_which_lies_in_which() {
    let reversed = |r: &[(f64, f64)]| r.iter().rev().copied().collect::<Vec<_>>();
    let hole = reversed(HOLE);
    let (geometry, kinds) = shape(&shp_of(&[OUTER, &hole], 5));
    assert!(
        matches!(&geometry, Some(Geometry::Polygon(p)) if p.interiors().len() == 1),
        "{geometry:?}"
    );
    assert_eq!(kinds, [W::Invalid]);
    // Two shells side by side are two.
    let beside: Vec<(f64, f64)> = OUTER.iter().map(|(x, y)| (x + 20.0, *y)).collect();
    let (geometry, kinds) = shape(&shp_of(&[OUTER, &beside], 5));
    assert!(
        matches!(&geometry, Some(Geometry::MultiPolygon(ps)) if ps.0.len() == 2),
        "{geometry:?}"
    );
    assert_eq!(kinds, []);
}

/// A `.shp` of one MultiPatch with these parts and their kinds.
fn patches(parts: &[(u32, &[(f64, f64)])]) -> Vec<u8> {
    let rings: Vec<&[(f64, f64)]> = parts.iter().map(|p| p.1).collect();
    let mut file = shp_of(&rings, 31);
    let after_starts = 108 + 44 + 4 * parts.len();
    let kinds: Vec<u8> = parts.iter().flat_map(|p| p.0.to_le_bytes()).collect();
    file.splice(after_starts..after_starts, kinds);
    let words = ((file.len() - 108) / 2) as u32;
    file[104..108].copy_from_slice(&words.to_be_bytes());
    let all = (file.len() / 2) as u32;
    file[24..28].copy_from_slice(&all.to_be_bytes());
    file
}

#[test]
fn patches_give_the_ground_they_cover() {
    use geo::Area;
    let wall: &[(f64, f64)] = &[(0., 0.), (9., 0.), (9., 0.), (0., 0.), (0., 0.)];
    let strip: &[(f64, f64)] = &[(0., 0.), (0., 9.), (9., 0.), (9., 9.)];
    let fan: &[(f64, f64)] = &[(0., 0.), (0., 9.), (9., 9.), (9., 0.)];
    for (parts, area) in [
        (vec![(2, OUTER), (3, HOLE)], 81.0 - 49.0),
        (vec![(4, OUTER), (5, HOLE), (0, wall)], 81.0 - 49.0),
        (vec![(0, strip)], 81.0),
        (vec![(1, fan)], 81.0),
        // A floor and a roof over it.
        (vec![(2, OUTER), (2, OUTER)], 81.0),
    ] {
        let (geometry, kinds) = shape(&patches(&parts));
        let got = geometry.unwrap().unsigned_area();
        assert!((got - area).abs() < 1e-6, "{parts:?}: {got}");
        assert_eq!(kinds, [W::HeightLeftOut]);
    }
    let (geometry, kinds) = shape(&patches(&[(0, wall)]));
    assert_eq!((geometry, kinds), (None, vec![W::HeightLeftOut]));
}
