//! What is wrong with a shape, where, and what a repair does.

use geo::Area;
use geo_types::{Coord, Geometry, LineString, coord};
use geodata::validity::{ProblemKind, RepairError, RepairKind, check, check_ring, repair};
use geodata::wkt_text::{from_wkt, to_wkt};

fn g(text: &str) -> Geometry<f64> {
    from_wkt(text).unwrap()
}

/// One problem of this kind at this place, in this part and ring, and no other.
fn expect(text: &str, kind: ProblemKind, at: (f64, f64), part: usize, ring: usize) {
    let found = check(&g(text));
    let [p] = found.as_slice() else {
        panic!("{text}: {found:?}")
    };
    assert_eq!(
        (p.kind, p.at, p.part, p.ring),
        (kind, coord! { x: at.0, y: at.1 }, part, ring),
        "{text}"
    );
    assert_eq!(p.code, kind.code());
}

const VALID: [&str; 9] = [
    "POINT(116 35)",
    "LINESTRING(0 0,2 2,2 0,0 2)",
    "POLYGON((0 0,10 0,10 10,0 10,0 0))",
    "POLYGON((0 0,0 10,10 10,10 0,0 0),(4 4,4 6,6 6,6 4,4 4))",
    // a hole that touches its shell at one point, two holes that touch at one point
    "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,2 4,2 6,0 5))",
    "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 4,2 2),(4 4,6 4,6 6,4 6,4 4))",
    // parts that touch at a corner, a part in another's hole
    "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((1 1,2 1,2 2,1 2,1 1)))",
    "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(2 2,8 2,8 8,2 8,2 2)),((4 4,6 4,6 6,4 6,4 4)))",
    "MULTIPOLYGON EMPTY",
];

#[test]
fn valid_shapes_have_no_problem_and_are_returned_unchanged_by_a_repair() {
    for text in VALID {
        let shape = g(text);
        assert_eq!(check(&shape), [], "{text}");
        let repaired = repair(&shape).unwrap();
        assert_eq!(repaired.geometry, shape);
        assert!(repaired.changes.is_empty());
    }
}

#[test]
fn a_bow_tie_is_marked_at_its_crossing() {
    expect(
        "POLYGON((0 0,4 4,4 0,0 4,0 0))",
        ProblemKind::SelfCrossing,
        (2.0, 2.0),
        0,
        0,
    );
}

#[test]
fn each_crossing_is_marked() {
    // a zigzag that crosses its base line twice
    let found = check(&g("POLYGON((0 0,6 0,6 2,4 2,4 -1,2 -1,2 2,0 2,0 0))"));
    let at: Vec<_> = found.iter().map(|p| (p.kind, p.at.x, p.at.y)).collect();
    assert_eq!(at.len(), 2, "{at:?}");
    assert!(
        at.contains(&(ProblemKind::SelfCrossing, 4.0, 0.0))
            && at.contains(&(ProblemKind::SelfCrossing, 2.0, 0.0))
    );
}

#[test]
fn a_boundary_that_touches_itself_is_marked_once() {
    expect(
        "POLYGON((0 0,4 0,4 4,2 0,0 4,0 0))",
        ProblemKind::SelfCrossing,
        (2.0, 0.0),
        0,
        0,
    );
    expect(
        "POLYGON((0 0,4 0,2 2,4 4,0 4,2 2,0 0))",
        ProblemKind::SelfCrossing,
        (2.0, 2.0),
        0,
        0,
    );
}

#[test]
fn holes_outside_across_and_along_the_shell_are_marked() {
    use ProblemKind::HoleOutside;
    let shell = "POLYGON((0 0,10 0,10 10,0 10,0 0)";
    expect(
        &format!("{shell},(20 20,21 20,21 21,20 20))"),
        HoleOutside,
        (20.0, 20.0),
        0,
        1,
    );
    expect(
        &format!("{shell},(8 4,12 4,12 6,8 6,8 4))"),
        HoleOutside,
        (12.0, 4.0),
        0,
        1,
    );
    expect(
        &format!("{shell},(10 4,8 4,8 6,10 6,10 4))"),
        HoleOutside,
        (10.0, 4.0),
        0,
        1,
    );
}

#[test]
fn holes_that_overlap_lie_inside_each_other_or_share_an_edge_are_marked() {
    use ProblemKind::HolesOverlap;
    let shell = "POLYGON((0 0,10 0,10 10,0 10,0 0)";
    for (holes, at) in [
        ("(1 1,5 1,5 5,1 5,1 1),(3 2,7 2,7 4,3 4,3 2)", (5.0, 2.0)),
        ("(1 1,5 1,5 5,1 5,1 1),(2 2,3 2,3 3,2 3,2 2)", (2.0, 2.0)),
    ] {
        expect(&format!("{shell},{holes})"), HolesOverlap, at, 0, 2);
    }
    let edge = check(&g(&format!(
        "{shell},(1 1,5 1,5 5,1 5,1 1),(5 1,7 1,7 5,5 5,5 1))"
    )));
    assert!(
        edge.len() == 1 && edge[0].kind == HolesOverlap && edge[0].at.x == 5.0,
        "{edge:?}"
    );
}

#[test]
fn parts_that_overlap_are_marked() {
    let found = check(&g(
        "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((10 0,11 0,11 1,10 0)),((3 1,6 1,6 2,3 2,3 1)))",
    ));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, found[0].part, found[0].at.x),
        (ProblemKind::PartsOverlap, 2, 4.0)
    );
}

#[test]
fn holes_that_divide_the_inside_are_marked() {
    // one hole touching the shell twice; three holes in a ring around an island
    let twice = check(&g("POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 4,10 5,5 6,0 5))"));
    assert_eq!(
        twice.iter().map(|p| p.kind).collect::<Vec<_>>(),
        [ProblemKind::InsideDivided]
    );
    let chain = check(&g(
        "POLYGON((0 0,20 0,20 20,0 20,0 0),(5 5,15 5,10 4,5 5),(15 5,10 15,14 12,15 5),(10 15,5 5,6 12,10 15))",
    ));
    assert_eq!(
        chain.iter().map(|p| p.kind).collect::<Vec<_>>(),
        [ProblemKind::InsideDivided]
    );
}

#[test]
fn spikes_repeats_and_too_few_points_are_marked() {
    // the foot of the spike is a place where the boundary touches itself
    let spike = check(&g("POLYGON((0 0,4 0,4 4,0 4,0 6,0 4,0 0))"));
    assert!(
        spike
            .iter()
            .any(|p| (p.kind, p.at.x, p.at.y) == (ProblemKind::Spike, 0.0, 6.0)),
        "{spike:?}"
    );
    expect(
        "POLYGON((0 0,4 0,4 0,4 4,0 4,0 0))",
        ProblemKind::RepeatedPoint,
        (4.0, 0.0),
        0,
        0,
    );
    expect(
        "POLYGON((0 0,4 0,0 0,0 0))",
        ProblemKind::TooFewPoints,
        (0.0, 0.0),
        0,
        0,
    );
    expect(
        "MULTILINESTRING((0 0,1 1),(3 3,3 3))",
        ProblemKind::TooFewPoints,
        (3.0, 3.0),
        1,
        0,
    );
}

#[test]
fn coordinates_that_are_no_place_are_marked() {
    expect(
        "LINESTRING(0 0,500000 3900000)",
        ProblemKind::OutOfRange,
        (500_000.0, 3_900_000.0),
        0,
        0,
    );
    let nan = Geometry::LineString(LineString::from(vec![(0.0, 0.0), (f64::NAN, 1.0), (1.0, 1.0)]));
    assert_eq!(check(&nan)[0].kind, ProblemKind::NotANumber);
    let fixed = repair(&nan).unwrap();
    assert_eq!(to_wkt(&fixed.geometry).unwrap(), "LINESTRING(0 0,1 1)");
    assert_eq!(fixed.changes[0].kind, RepairKind::CoordinateLeftOut);
    assert_eq!(
        repair(&g("LINESTRING(0 0,500000 3900000)")),
        Err(RepairError::OutOfRange {
            x: 500_000.0,
            y: 3_900_000.0
        })
    );
}

#[test]
fn an_open_ring_is_marked_at_its_end() {
    let open = LineString::from(vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]);
    let found = check_ring(&open, 2, 1);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, found[0].at, found[0].part, found[0].ring),
        (ProblemKind::UnclosedRing, coord! { x: 1.0, y: 1.0 }, 2, 1)
    );
    let mut closed = open;
    closed.close();
    assert_eq!(check_ring(&closed, 0, 0), []);
}

fn repaired(text: &str, area: f64, kinds: &[RepairKind]) -> Geometry<f64> {
    let done = repair(&g(text)).unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(check(&done.geometry), [], "{text}");
    assert!(
        (done.geometry.unsigned_area() - area).abs() < 1e-6,
        "{text}: {}",
        done.geometry.unsigned_area()
    );
    let mut found: Vec<_> = done.changes.iter().map(|c| c.kind).collect();
    found.dedup();
    assert_eq!(found, kinds, "{text}");
    done.geometry
}

#[test]
fn a_repaired_bow_tie_is_two_triangles() {
    let fixed = repaired(
        "POLYGON((0 0,4 4,4 0,0 4,0 0))",
        8.0,
        &[RepairKind::BoundaryTakenApart],
    );
    assert!(matches!(fixed, Geometry::MultiPolygon(ps) if ps.0.len() == 2));
}

#[test]
fn repairs_keep_what_was_inside_and_tell_what_they_did() {
    let shell = "POLYGON((0 0,10 0,10 10,0 10,0 0)";
    repaired(
        &format!("{shell},(8 4,12 4,12 6,8 6,8 4))"),
        96.0,
        &[RepairKind::HoleTrimmed],
    );
    repaired(
        &format!("{shell},(20 20,21 20,21 21,20 20))"),
        100.0,
        &[RepairKind::HoleTrimmed],
    );
    repaired(
        &format!("{shell},(1 1,5 1,5 5,1 5,1 1),(3 2,7 2,7 4,3 4,3 2))"),
        80.0,
        &[RepairKind::HolesJoined],
    );
    repaired(
        "POLYGON((0 0,4 0,4 4,0 4,0 6,0 4,0 0))",
        16.0,
        &[RepairKind::BoundaryTakenApart],
    );
    repaired(
        "POLYGON((0 0,4 0,4 0,4 4,0 4,0 0))",
        16.0,
        &[RepairKind::RepeatLeftOut],
    );
    repaired(
        "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((3 1,6 1,6 2,3 2,3 1)))",
        18.0,
        &[RepairKind::PartsJoined],
    );
    repaired(
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 4,10 5,5 6,0 5))",
        90.0,
        &[RepairKind::InsideTakenApart],
    );
    repaired(
        "POLYGON((0 0,4 0,2 2,4 4,0 4,2 2,0 0))",
        8.0,
        &[RepairKind::BoundaryTakenApart],
    );
    repaired(
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,2 1,1 1,1 1))",
        100.0,
        &[RepairKind::PartLeftOut],
    );
}

#[test]
fn a_repair_leaves_sound_parts_and_old_vertices_bit_for_bit() {
    let shape = g(
        "MULTIPOLYGON(((20.1 0.3,21.7 0.1,21.3 1.9,20.1 0.3)),((0.1 0.2,4.3 4.1,4.7 0.3,0.4 4.2,0.1 0.2)))",
    );
    let fixed = repair(&shape).unwrap().geometry;
    assert!(
        to_wkt(&fixed)
            .unwrap()
            .starts_with("MULTIPOLYGON(((20.1 0.3,21.7 0.1,21.3 1.9,20.1 0.3)),")
    );
    use geo::CoordsIter;
    let all: Vec<Coord<f64>> = fixed.coords_iter().collect();
    assert!(shape.coords_iter().all(|c| all.contains(&c)));
}

#[test]
fn what_has_no_extent_cannot_be_repaired() {
    assert_eq!(
        repair(&g("POLYGON((0 0,4 0,0 0,0 0))")),
        Err(RepairError::NothingLeft)
    );
    assert_eq!(repair(&g("LINESTRING(1 1,1 1)")), Err(RepairError::NothingLeft));
}

#[test]
fn a_ring_of_twenty_thousand_points_is_checked_in_moments() {
    let n = 20_000;
    let ring: Vec<(f64, f64)> = (0..n)
        .map(|i| {
            let a = std::f64::consts::TAU * f64::from(i) / f64::from(n);
            let r = 1.0 + 0.1 * (40.0 * a).sin();
            (116.0 + r * a.cos(), 35.0 + r * a.sin())
        })
        .collect();
    let shape: Geometry = geo_types::Polygon::new(ring.into(), vec![]).into();
    let start = std::time::Instant::now();
    assert_eq!(check(&shape), []);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

mod against_the_matrix {
    //! Rings told apart by where they meet, against the matrix of nine intersections, which is slow and sure.
    use super::*;
    use geo::{Relate, coordinate_position::CoordPos, coordinate_position::CoordinatePosition};
    use geo_types::{MultiPolygon, Polygon};
    use proptest::prelude::*;

    fn triangle() -> impl Strategy<Value = Polygon<f64>> {
        let corner = || (0_i32..9, 0_i32..9).prop_map(|(x, y)| (f64::from(x), f64::from(y)));
        (corner(), corner(), corner())
            .prop_map(|(a, b, c)| Polygon::new(LineString::from(vec![a, b, c, a]), Vec::new()))
            .prop_filter("a triangle has area", |p| p.unsigned_area() > 0.0)
    }

    fn share_area_or_edge(a: &Polygon<f64>, b: &Polygon<f64>) -> bool {
        let relation = a.relate(b);
        relation.matches("T********").unwrap() || relation.matches("****1****").unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn holes_are_judged_alike(shell in triangle(), holes in proptest::collection::vec(triangle(), 1..6)) {
            let whole = Polygon::new(shell.exterior().clone(), holes.iter().map(|h| h.exterior().clone()).collect());
            let mut expected = Vec::new();
            for (i, hole) in holes.iter().enumerate() {
                let relation = shell.relate(hole);
                if !relation.is_contains() || relation.matches("****1****").unwrap() {
                    expected.push((ProblemKind::HoleOutside, i + 1));
                }
                for other in &holes[..i] {
                    if share_area_or_edge(hole, other) {
                        expected.push((ProblemKind::HolesOverlap, i + 1));
                    }
                }
            }
            let found: Vec<_> = check(&whole.into()).iter().map(|p| (p.kind, p.ring)).collect();
            let found: Vec<_> = found.into_iter().filter(|p| p.0 != ProblemKind::InsideDivided).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn parts_are_judged_alike(parts in proptest::collection::vec((triangle(), triangle()), 2..6)) {
            // A part has the second triangle as its hole where it fits.
            let parts: Vec<Polygon<f64>> = parts
                .into_iter()
                .map(|(shell, hole)| {
                    let all_inside = hole.exterior().0.iter().all(|c| shell.coordinate_position(c) == CoordPos::Inside);
                    let holes = if all_inside { vec![hole.exterior().clone()] } else { Vec::new() };
                    Polygon::new(shell.exterior().clone(), holes)
                })
                .collect();
            let mut expected = Vec::new();
            for (i, part) in parts.iter().enumerate() {
                for other in &parts[..i] {
                    if share_area_or_edge(part, other) {
                        expected.push((ProblemKind::PartsOverlap, i));
                    }
                }
            }
            let found: Vec<_> = check(&MultiPolygon(parts).into()).iter().map(|p| (p.kind, p.part)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}

#[test]
fn thousands_of_rings_are_checked_and_mended() {
    // A shell with 2,500 holes side by side, one pair of which overlaps.
    let hole = |i: i32, side: f64| {
        let (x, y) = (f64::from(i % 50), f64::from(i / 50));
        LineString::from(vec![
            (x, y),
            (x + side, y),
            (x + side, y + side),
            (x, y + side),
            (x, y),
        ])
    };
    let mut holes: Vec<_> = (0..2500).map(|i| hole(i, 0.5)).collect();
    let shell = LineString::from(vec![
        (-1.0, -1.0),
        (60.0, -1.0),
        (60.0, 60.0),
        (-1.0, 60.0),
        (-1.0, -1.0),
    ]);
    assert_eq!(
        check(&geo_types::Polygon::new(shell.clone(), holes.clone()).into()),
        []
    );
    holes[1300] = hole(1300, 1.5);
    let shape: Geometry<f64> = geo_types::Polygon::new(shell, holes).into();
    let kinds: Vec<_> = check(&shape).iter().map(|p| (p.kind, p.ring)).collect();
    assert_eq!(
        kinds,
        [1302, 1351, 1352].map(|ring| (ProblemKind::HolesOverlap, ring))
    );
    let done = repair(&shape).unwrap();
    assert_eq!(check(&done.geometry), []);
    let expected = 61.0 * 61.0 - 2496.0 * 0.25 - 1.5 * 1.5;
    assert!(
        (done.geometry.unsigned_area() - expected).abs() < 1e-6,
        "{}",
        done.geometry.unsigned_area()
    );
}
