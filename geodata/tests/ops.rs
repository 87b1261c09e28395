//! Edits against answers known from drawing them on squared paper.
//! One file over 600 lines, as all edits share the same shapes and helpers.
#![allow(clippy::unwrap_used)]

use geo::{Area, CoordsIter};
use geo_types::{Coord, Geometry, LineString, coord};
use geodata::measure::{area, length};
use geodata::ops::*;
use geodata::validity::check;
use geodata::wkt_text::{from_wkt, to_wkt};

fn g(text: &str) -> Geometry<f64> {
    from_wkt(text).unwrap()
}

fn line(points: &[(f64, f64)]) -> LineString<f64> {
    LineString::from(points.to_vec())
}

fn texts(pieces: &[Geometry<f64>]) -> Vec<String> {
    pieces.iter().map(|p| to_wkt(p).unwrap()).collect()
}

fn plane_area(geometry: &Geometry<f64>) -> f64 {
    geometry.unsigned_area()
}

/// Every vertex of the result is one of the inputs' or lies where we say a new one should be.
fn only_new_vertices(result: &[Geometry<f64>], inputs: &[&Geometry<f64>], new: &[(f64, f64)]) {
    for c in result.iter().flat_map(|r| r.coords_iter()) {
        let old = inputs.iter().any(|i| i.coords_iter().any(|o| o == c));
        let expected = new
            .iter()
            .any(|n| (n.0 - c.x).abs() < 1e-9 && (n.1 - c.y).abs() < 1e-9);
        assert!(old || expected, "{c:?} is neither an old vertex nor a crossing");
    }
}

const SQUARE: &str = "POLYGON((116 35,116.1 35,116.1 35.1,116 35.1,116 35))";
const RING: &str = "POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4))";

// ---- split

#[test]
fn a_line_through_a_square_makes_two_pieces_with_the_same_new_vertices() {
    let square = g(SQUARE);
    let pieces = split(&square, &line(&[(115.9, 35.03), (116.2, 35.03)])).unwrap();
    assert_eq!(pieces.len(), 2);
    only_new_vertices(&pieces, &[&square], &[(116.0, 35.03), (116.1, 35.03)]);
    assert!(
        (plane_area(&pieces[0]) - 0.007).abs() < 1e-9,
        "the larger piece comes first"
    );
    let total: f64 = pieces.iter().map(|p| area(p).0).sum();
    assert!((total - area(&square).0).abs() < 1.0);
    let shared = pieces[0]
        .coords_iter()
        .filter(|c| pieces[1].coords_iter().any(|d| d == *c))
        .count();
    assert!(shared >= 2, "{:?}", texts(&pieces));
}

#[test]
fn untouched_vertices_of_an_odd_shape_stay_bit_for_bit_through_a_split() {
    let odd = g(
        "POLYGON((115.8812345678901 34.9501234567891,115.8923456789012 34.9511111111111,115.8912398712398 34.9609999999999,115.8856 34.9555555555555,115.8811 34.9595123456789,115.8812345678901 34.9501234567891))",
    );
    let pieces = split(&odd, &line(&[(115.886, 34.94), (115.8861, 34.98)])).unwrap();
    let kept = odd
        .coords_iter()
        .filter(|c| {
            pieces.iter().any(|p| {
                p.coords_iter()
                    .any(|d| d.x.to_bits() == c.x.to_bits() && d.y.to_bits() == c.y.to_bits())
            })
        })
        .count();
    assert_eq!(kept, odd.coords_count());
    assert_eq!(pieces.len(), 2);
}

#[test]
fn a_line_through_a_hole_leaves_two_pieces_without_it() {
    let pieces = split(&g(RING), &line(&[(-1.0, 5.0), (11.0, 5.0)])).unwrap();
    assert_eq!(pieces.len(), 2);
    for p in &pieces {
        assert!((plane_area(p) - 48.0).abs() < 1e-6);
        assert!(check(p).is_empty());
    }
}

#[test]
fn a_line_beside_a_hole_leaves_the_hole_in_its_piece() {
    let pieces = split(&g(RING), &line(&[(2.0, -1.0), (2.0, 11.0)])).unwrap();
    let holes: Vec<_> = pieces
        .iter()
        .map(|p| match p {
            Geometry::Polygon(p) => p.interiors().len(),
            _ => panic!(),
        })
        .collect();
    assert_eq!(holes, [1, 0]);
    only_new_vertices(&pieces, &[&g(RING)], &[(2.0, 0.0), (2.0, 10.0)]);
}

#[test]
fn a_line_that_crosses_three_times_makes_as_many_pieces_as_it_should() {
    // A comb with two teeth: cut across both teeth gives body and two tips.
    let comb = g("POLYGON((0 0,5 0,5 5,4 5,4 1,1 1,1 5,0 5,0 0))");
    let pieces = split(&comb, &line(&[(-1.0, 3.0), (6.0, 3.0)])).unwrap();
    assert_eq!(pieces.len(), 3);
    let mut sizes: Vec<_> = pieces.iter().map(|p| (plane_area(p) * 1000.0).round()).collect();
    sizes.sort_by(f64::total_cmp);
    assert_eq!(sizes, [2000.0, 2000.0, 9000.0]);
}

#[test]
fn parts_that_the_line_misses_stay_with_the_first_piece_untouched() {
    let two = g("MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((5.1 5.3,6 5,6 6,5.1 5.3)))");
    let pieces = split(&two, &line(&[(0.25, -1.0), (0.25, 2.0)])).unwrap();
    assert_eq!(pieces.len(), 2);
    assert!(
        to_wkt(&pieces[0])
            .unwrap()
            .contains("((5.1 5.3,6 5,6 6,5.1 5.3))"),
        "{:?}",
        texts(&pieces)
    );
    assert!((plane_area(&pieces[1]) - 0.25).abs() < 1e-9);
}

#[test]
fn a_line_snapped_to_the_boundary_at_both_ends_cuts_through() {
    let slanted = g("POLYGON((116 35,116.07 35.013,116.09 35.1,116.01 35.087,116 35))");
    // A point on each of two slanted edges, as snapping computes it: not exactly on the edge.
    let on = |a: (f64, f64), b: (f64, f64), t: f64| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
    let start = on((116.0, 35.0), (116.07, 35.013), 0.37);
    let end = on((116.09, 35.1), (116.01, 35.087), 0.61);
    let pieces = split(&slanted, &line(&[start, end])).unwrap();
    assert_eq!(pieces.len(), 2);
    only_new_vertices(&pieces, &[&slanted], &[start, end]);
    let corner_to_corner = split(&slanted, &line(&[(116.0, 35.0), (116.09, 35.1)])).unwrap();
    assert_eq!(corner_to_corner.len(), 2);
    only_new_vertices(&corner_to_corner, &[&slanted], &[]);
    assert!(
        corner_to_corner.iter().all(|p| p.coords_count() == 4),
        "{:?}",
        texts(&corner_to_corner)
    );
}

#[test]
fn a_line_that_ends_inside_cuts_nothing() {
    assert_eq!(
        split(&g(SQUARE), &line(&[(115.9, 35.05), (116.05, 35.05)])),
        Err(OpError::NotCrossing)
    );
    assert_eq!(
        split(&g(SQUARE), &line(&[(110.0, 35.05), (111.0, 35.05)])),
        Err(OpError::NotCrossing)
    );
    assert_eq!(
        split(&g(RING), &line(&[(5.0, -1.0), (5.0, 5.0)])),
        Err(OpError::NotCrossing)
    );
    assert_eq!(
        split(&g(SQUARE), &line(&[(1.0, 1.0)])),
        Err(OpError::LineTooShort)
    );
}

#[test]
fn a_line_is_split_where_another_crosses_it() {
    let road = g("LINESTRING(0 0,10 0,10 10)");
    let pieces = split(&road, &line(&[(4.0, -1.0), (4.0, 1.0)])).unwrap();
    assert_eq!(
        texts(&pieces),
        ["LINESTRING(4 0,10 0,10 10)", "LINESTRING(0 0,4 0)"]
    );
    let at_vertex = split(&road, &line(&[(9.0, -1.0), (11.0, 1.0)])).unwrap();
    assert_eq!(at_vertex.len(), 2);
    assert!(texts(&at_vertex).contains(&"LINESTRING(0 0,10 0)".to_owned()));
    let twice = split(&road, &line(&[(4.0, -1.0), (4.0, 5.0), (11.0, 5.0)])).unwrap();
    assert_eq!(twice.len(), 3);
    assert!((twice.iter().map(|p| length(p).0).sum::<f64>() - length(&road).0).abs() < 2000.0);
    assert_eq!(
        split(&road, &line(&[(0.0, 0.0), (-5.0, 5.0)])),
        Err(OpError::NotCrossing)
    );
}

#[test]
fn points_cannot_be_split_and_bad_shapes_are_refused() {
    let l = line(&[(0.0, 0.0), (1.0, 1.0)]);
    assert!(matches!(
        split(&g("POINT(1 1)"), &l),
        Err(OpError::WrongKind { .. })
    ));
    assert!(matches!(
        split(&g("POLYGON((0 0,4 4,4 0,0 4,0 0))"), &l),
        Err(OpError::Invalid(_))
    ));
}

// ---- merge

#[test]
fn neighbours_become_one_and_their_vertices_stay() {
    let (a, b) = (
        g("POLYGON((0.1 0,1 0,1 1,0.1 1,0.1 0))"),
        g("POLYGON((1 0,2.3 0,2.3 1,1 1,1 0))"),
    );
    let merged = merge(&[a.clone(), b.clone()]).unwrap();
    assert!(matches!(merged, Geometry::Polygon(_)));
    assert!((plane_area(&merged) - 2.2).abs() < 1e-8);
    only_new_vertices(&[merged], &[&a, &b], &[]);
}

#[test]
fn split_and_merge_give_the_area_back() {
    let square = g(SQUARE);
    let pieces = split(&square, &line(&[(115.9, 35.02), (116.2, 35.09)])).unwrap();
    let back = merge(&pieces).unwrap();
    assert!(matches!(back, Geometry::Polygon(_)), "{}", to_wkt(&back).unwrap());
    assert!((area(&back).0 - area(&square).0).abs() < 0.1);
}

#[test]
fn overlapping_areas_of_one_set_are_united_not_cancelled() {
    let merged = merge(&[
        g(RING),
        g("POLYGON((3 3,7 3,7 7,3 7,3 3))"),
        g("POLYGON((20 0,21 0,21 1,20 0))"),
    ])
    .unwrap();
    assert!((plane_area(&merged) - 100.5).abs() < 1e-6);
    assert!(
        matches!(&merged, Geometry::MultiPolygon(ps) if ps.0.len() == 2),
        "{}",
        to_wkt(&merged).unwrap()
    );
}

#[test]
fn lines_join_at_common_ends_but_not_at_a_crossroads() {
    let joined = merge(&[
        g("LINESTRING(1 0,2 0)"),
        g("LINESTRING(3 0,2 0)"),
        g("LINESTRING(0 0,1 0)"),
    ])
    .unwrap();
    assert_eq!(to_wkt(&joined).unwrap(), "LINESTRING(0 0,1 0,2 0,3 0)");
    let star = merge(&[
        g("LINESTRING(0 0,1 0)"),
        g("LINESTRING(0 0,0 1)"),
        g("LINESTRING(0 0,-1 0)"),
    ])
    .unwrap();
    assert!(matches!(star, Geometry::MultiLineString(ls) if ls.0.len() == 3));
}

#[test]
fn points_are_collected_once_each() {
    let p = merge(&[g("POINT(1 1)"), g("MULTIPOINT((1 1),(2 2))")]).unwrap();
    assert_eq!(to_wkt(&p).unwrap(), "MULTIPOINT((1 1),(2 2))");
}

#[test]
fn different_kinds_do_not_merge() {
    assert_eq!(merge(&[g("POINT(1 1)"), g(SQUARE)]), Err(OpError::MixedKinds));
    assert_eq!(merge(&[]), Err(OpError::Nothing));
}

// ---- cut

#[test]
fn cutting_the_middle_out_makes_a_hole() {
    let cut_out = cut(
        &g("POLYGON((0 0,10 0,10 10,0 10,0 0))"),
        &g("POLYGON((4 4,6 4,6 6,4 6,4 4))"),
    )
    .unwrap();
    let Geometry::Polygon(p) = &cut_out else { panic!() };
    assert_eq!(p.interiors().len(), 1);
    assert_eq!(plane_area(&cut_out), 96.0);
}

#[test]
fn cutting_leaves_other_parts_and_holes_alone() {
    let shape =
        g("MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4)),((20.1 0.3,21 0,21 1,20.1 0.3)))");
    let after = cut(&shape, &g("POLYGON((8 -1,11 -1,11 11,8 11,8 -1))")).unwrap();
    assert_eq!(
        to_wkt(&after).unwrap(),
        "MULTIPOLYGON(((0 0,8 0,8 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4)),((20.1 0.3,21 0,21 1,20.1 0.3)))"
    );
}

#[test]
fn cutting_off_nothing_or_everything_is_refused() {
    let square = g("POLYGON((0 0,10 0,10 10,0 10,0 0))");
    assert_eq!(
        cut(&square, &g("POLYGON((10 0,20 0,20 10,10 10,10 0))")),
        Err(OpError::NotOverlapping)
    );
    assert_eq!(
        cut(&square, &g("POLYGON((-1 -1,20 -1,20 20,-1 20,-1 -1))")),
        Err(OpError::NothingLeft)
    );
    assert!(matches!(
        cut(&square, &g("LINESTRING(0 0,1 1)")),
        Err(OpError::WrongKind { .. })
    ));
}

#[test]
fn a_road_loses_what_runs_through_the_area() {
    let after = cut(
        &g("LINESTRING(0 5,5 5,20 5)"),
        &g("POLYGON((8 0,12 0,12 10,8 10,8 0))"),
    )
    .unwrap();
    assert_eq!(
        to_wkt(&after).unwrap(),
        "MULTILINESTRING((0 5,5 5,8 5),(12 5,20 5))"
    );
    let points = cut(
        &g("MULTIPOINT((1 1),(9 1),(8 1))"),
        &g("POLYGON((8 0,12 0,12 10,8 10,8 0))"),
    )
    .unwrap();
    assert_eq!(to_wkt(&points).unwrap(), "MULTIPOINT((1 1),(8 1))");
}

#[test]
fn a_road_that_only_touches_the_area_is_not_cut() {
    let knife = g("POLYGON((8 0,12 0,12 5,8 5,8 0))");
    assert_eq!(
        cut(&g("LINESTRING(0 5,20 5)"), &knife),
        Err(OpError::NotOverlapping)
    );
    let tip = g("POLYGON((8 0,12 0,10 5,8 0))");
    let after = cut(&g("LINESTRING(0 5,20 5,20 1,0 1)"), &tip).unwrap();
    assert!(
        to_wkt(&after)
            .unwrap()
            .starts_with("MULTILINESTRING((0 5,20 5,20 1,11.6 1),("),
        "{}",
        to_wkt(&after).unwrap()
    );
}

// ---- holes and parts

#[test]
fn a_hole_goes_into_the_part_it_lies_in() {
    let two = g("MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((5 5,9 5,9 9,5 9,5 5)))");
    let after = add_hole(&two, &line(&[(6.0, 6.0), (7.0, 6.0), (7.0, 7.0)])).unwrap();
    assert_eq!(
        to_wkt(&after).unwrap(),
        "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((5 5,9 5,9 9,5 9,5 5),(6 6,7 6,7 7,6 6)))"
    );
    assert_eq!(delete_hole(&after, 1, 1).unwrap(), two);
    assert!(matches!(
        delete_hole(&two, 1, 1),
        Err(OpError::NoSuchVertex { .. })
    ));
}

#[test]
fn a_hole_outside_across_or_over_another_hole_is_refused() {
    for ring in [
        [(11.0, 1.0), (12.0, 1.0), (12.0, 2.0)],
        [(9.0, 1.0), (12.0, 1.0), (12.0, 2.0)],
        [(3.0, 3.0), (5.0, 3.0), (5.0, 5.0)],
        [(4.5, 4.5), (5.0, 4.5), (5.0, 5.0)],
    ] {
        assert_eq!(
            add_hole(&g(RING), &line(&ring)),
            Err(OpError::HoleOutside),
            "{ring:?}"
        );
    }
    let crossed = line(&[(1.0, 1.0), (2.0, 2.0), (2.0, 1.0), (1.0, 2.0)]);
    assert!(matches!(add_hole(&g(RING), &crossed), Err(OpError::Invalid(_))));
}

#[test]
fn a_part_is_added_beside_but_not_over_the_shape() {
    let with_part = add_part(&g(RING), &g("POLYGON((20 0,21 0,21 1,20 0))")).unwrap();
    let Geometry::MultiPolygon(ps) = &with_part else {
        panic!()
    };
    assert_eq!((ps.0.len(), ps.0[0].interiors().len()), (2, 1));
    assert_eq!(
        delete_part(&with_part, 1).unwrap(),
        Geometry::MultiPolygon(geo_types::MultiPolygon(vec![ps.0[0].clone()]))
    );
    // a part may stand in a hole
    assert!(add_part(&g(RING), &g("POLYGON((4.5 4.5,5 4.5,5 5,4.5 4.5))")).is_ok());
    assert_eq!(
        add_part(&g(RING), &g("POLYGON((9 0,21 0,21 1,9 0))")),
        Err(OpError::PartOverlaps)
    );
    assert!(matches!(
        add_part(&g(RING), &g("POINT(1 1)")),
        Err(OpError::WrongKind { .. })
    ));
    assert_eq!(
        delete_part(&g(RING), 0),
        Err(OpError::TooFewLeft { left: 0, least: 1 })
    );
    assert_eq!(
        to_wkt(&add_part(&g("POINT(1 1)"), &g("POINT(2 2)")).unwrap()).unwrap(),
        "MULTIPOINT((1 1),(2 2))"
    );
}

// ---- reshape

#[test]
fn a_boundary_is_pushed_out_and_in() {
    let square = g("POLYGON((0 0,10 0,10 10,0 10,0 0))");
    let out = reshape(
        &square,
        &line(&[(9.0, 2.0), (12.0, 2.0), (12.0, 8.0), (9.0, 8.0)]),
    )
    .unwrap();
    assert_eq!(plane_area(&out), 112.0);
    let inn = reshape(
        &square,
        &line(&[(11.0, 2.0), (7.0, 2.0), (7.0, 8.0), (11.0, 8.0)]),
    )
    .unwrap();
    assert_eq!(plane_area(&inn), 82.0);
    only_new_vertices(
        &[out, inn],
        &[&square],
        &[
            (10.0, 2.0),
            (12.0, 2.0),
            (12.0, 8.0),
            (10.0, 8.0),
            (7.0, 2.0),
            (7.0, 8.0),
        ],
    );
}

#[test]
fn a_corner_is_cut_off_and_the_larger_rest_kept_with_its_hole() {
    let after = reshape(&g(RING), &line(&[(11.0, 7.0), (7.0, 11.0)])).unwrap();
    assert_eq!(plane_area(&after), 96.0 - 2.0);
    let Geometry::Polygon(p) = &after else { panic!() };
    assert_eq!(p.interiors().len(), 1);
}

#[test]
fn a_hole_is_reshaped_when_the_line_meets_it() {
    let after = reshape(&g(RING), &line(&[(5.0, 4.5), (7.0, 4.5), (7.0, 5.5), (5.0, 5.5)])).unwrap();
    assert_eq!(plane_area(&after), 96.0 - 1.0);
}

#[test]
fn another_part_survives_a_reshape_bit_for_bit() {
    let two = g("MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((20.1 0.3,21 0,21 1,20.1 0.3)))");
    let after = reshape(&two, &line(&[(9.0, 2.0), (12.0, 2.0), (12.0, 8.0), (9.0, 8.0)])).unwrap();
    assert!(
        to_wkt(&after)
            .unwrap()
            .ends_with("((20.1 0.3,21 0,21 1,20.1 0.3)))")
    );
}

#[test]
fn a_line_follows_the_new_course_between_the_meetings() {
    let road = g("LINESTRING(0 0,10 0)");
    let after = reshape(&road, &line(&[(2.0, 0.0), (2.0, 3.0), (6.0, 3.0), (6.0, -1.0)])).unwrap();
    assert_eq!(to_wkt(&after).unwrap(), "LINESTRING(0 0,2 0,2 3,6 3,6 0,10 0)");
    let backwards = reshape(&road, &line(&[(6.0, -1.0), (6.0, 3.0), (2.0, 3.0), (2.0, 0.0)])).unwrap();
    assert_eq!(backwards, after);
}

#[test]
fn a_line_that_meets_the_boundary_once_reshapes_nothing() {
    let square = g("POLYGON((0 0,10 0,10 10,0 10,0 0))");
    assert_eq!(
        reshape(&square, &line(&[(5.0, 5.0), (15.0, 5.0)])),
        Err(OpError::TooFewCrossings { found: 1 })
    );
    assert_eq!(
        reshape(&square, &line(&[(15.0, 5.0), (16.0, 5.0)])),
        Err(OpError::TooFewCrossings { found: 0 })
    );
    // through a hole both ways round: the hole would be crossed
    assert!(matches!(
        reshape(
            &g(RING),
            &line(&[(5.0, -1.0), (5.0, 3.0), (5.5, 5.0), (6.5, -1.0)])
        ),
        Err(OpError::ResultInvalid(_))
    ));
}

// ---- simplify

#[test]
fn small_wiggles_go_and_the_vertices_that_stay_are_the_old_ones() {
    // 0.0001° of latitude are 11 m
    let road = g("LINESTRING(116 35,116.001 35.00001,116.002 35,116.003 35.001,116.004 35)");
    let after = simplify(&road, 5.0, true).unwrap();
    assert_eq!(
        to_wkt(&after).unwrap(),
        "LINESTRING(116 35,116.002 35,116.003 35.001,116.004 35)"
    );
    assert_eq!(simplify(&road, 0.5, true).unwrap(), road);
}

#[test]
fn a_ring_never_falls_flat_and_a_hole_stays() {
    let shape = g(
        "POLYGON((116 35,116.005 34.9999,116.012 35,116.01 35.01,116 35.01,116 35),(116.002 35.002,116.002 35.003,116.003 35.003,116.003 35.002,116.002 35.002))",
    );
    let after = simplify(&shape, 100_000.0, true).unwrap();
    let Geometry::Polygon(p) = &after else { panic!() };
    assert_eq!(p.interiors().len(), 1);
    assert!(check(&after).is_empty());
    assert!(after.coords_count() < shape.coords_count());
}

#[test]
fn simplifying_to_a_crossing_is_avoided_when_the_shape_must_stay_valid() {
    // A thin hook around a point of the boundary: without care the hook's edge crosses it.
    let hook =
        g("POLYGON((0 0,4 0,4 2,2.5 2,2.5 0.4,2 1.2,1.5 0.4,1.5 2,0 2,0 0),(1.9 0.3,2.1 0.3,2 0.9,1.9 0.3))");
    assert!(check(&hook).is_empty());
    let loose = simplify(&hook, 90_000.0, false).unwrap();
    let kept = simplify(&hook, 90_000.0, true).unwrap();
    assert!(
        !check(&loose).is_empty(),
        "the case must be one that goes wrong without care: {}",
        to_wkt(&loose).unwrap()
    );
    assert!(check(&kept).is_empty());
}

#[test]
fn a_tolerance_must_be_a_positive_length() {
    for t in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            simplify(&g(SQUARE), t, true),
            Err(OpError::BadSize { .. })
        ));
    }
}

// ---- circle, rectangle, buffer

#[test]
fn a_circle_of_a_hundred_metres_has_its_radius_in_every_direction() {
    let centre = coord! { x: 116.08, y: 34.92 };
    let c = circle(centre, 100.0, 72).unwrap();
    assert_eq!(c.exterior().0.len(), 73);
    for p in c.exterior().points() {
        let d = geo::Distance::distance(&geo::Geodesic, centre.into(), p);
        assert!((d - 100.0).abs() < 1e-6, "{d}");
    }
    // a regular 72-gon: n/2 r² sin(2π/n)
    let expected = 36.0 * 10_000.0 * (std::f64::consts::TAU / 72.0).sin();
    assert!((area(&c.clone().into()).0 - expected).abs() < 0.01);
    assert!(geo::Winding::is_ccw(c.exterior()));
    assert!(circle(centre, 0.0, 72).is_err() && circle(centre, 10.0, 2).is_err());
    assert!(circle(coord! { x: 0.0, y: 89.9999 }, 1000.0, 8).is_err());
}

#[test]
fn a_rectangle_over_an_edge_has_right_angles_on_the_ground() {
    let (a, b) = (coord! { x: 116.08, y: 34.92 }, coord! { x: 116.0812, y: 34.9205 });
    for c in [coord! { x: 116.081, y: 34.922 }, coord! { x: 116.081, y: 34.918 }] {
        let r = rectangle_from_edge(a, b, c).unwrap();
        let ring = &r.exterior().0;
        assert!(ring.contains(&a) && ring.contains(&b));
        assert!(geo::Winding::is_ccw(r.exterior()));
        let d = |p: Coord<f64>, q: Coord<f64>| geo::Distance::distance(&geo::Geodesic, p.into(), q.into());
        assert!(
            (d(ring[0], ring[2]) - d(ring[1], ring[3])).abs() < 1e-4,
            "diagonals are equal"
        );
        assert!((d(ring[0], ring[1]) - d(ring[2], ring[3])).abs() < 1e-4);
    }
    assert_eq!(rectangle_from_edge(a, a, b), Err(OpError::LineTooShort));
    let box_ = rectangle_from_corners(b, a).unwrap();
    assert_eq!(box_.exterior().0[0], a);
    assert_eq!(rectangle_from_corners(a, a), Err(OpError::LineTooShort));
}

#[test]
fn a_buffer_around_a_point_is_nearly_a_circle() {
    let b = buffer(&g("POINT(116.08 34.92)"), 50.0).unwrap();
    let size = area(&b).0;
    let round = std::f64::consts::PI * 2500.0;
    assert!(size < round && size > round * 0.98, "{size} of {round}");
    for c in b.coords_iter() {
        let d = geo::Distance::distance(&geo::Geodesic, coord! { x: 116.08, y: 34.92 }.into(), c.into());
        assert!((d - 50.0).abs() < 0.05, "{d}");
    }
}

#[test]
fn a_buffer_around_a_road_has_its_width() {
    let road = g("LINESTRING(116 35,116.1 35)"); // 9128.817 m
    let size = area(&buffer(&road, 20.0).unwrap()).0;
    let expected = 9_128.817 * 40.0 + std::f64::consts::PI * 400.0;
    assert!((size - expected).abs() < expected * 1e-3, "{size} of {expected}");
}

#[test]
fn a_buffer_keeps_a_hole_and_a_negative_one_shrinks() {
    let shape = g(
        "POLYGON((116 35,116.01 35,116.01 35.01,116 35.01,116 35),(116.004 35.004,116.004 35.006,116.006 35.006,116.006 35.004,116.004 35.004))",
    );
    for metres in [20.0, -20.0] {
        let b = buffer(&shape, metres).unwrap();
        let Geometry::Polygon(p) = &b else { panic!() };
        assert_eq!(p.interiors().len(), 1, "{metres}");
        assert_eq!(area(&b) > area(&shape), metres > 0.0);
    }
    assert_eq!(buffer(&shape, -5_000.0), Err(OpError::NothingLeft));
    assert!(matches!(
        buffer(&g("LINESTRING(0 0,1 1)"), -5.0),
        Err(OpError::BadSize { .. })
    ));
    assert!(matches!(
        buffer(&g("LINESTRING(80 30,120 30)"), 5.0),
        Err(OpError::TooWide { .. })
    ));
}

// ---- move

#[test]
fn a_move_of_a_thousand_metres_is_a_thousand_metres_and_keeps_the_size() {
    let square = g(SQUARE);
    let moved = move_by(&square, 1000.0, 0.0).unwrap();
    let (a, b) = (
        geodata::measure::centroid(&square).unwrap(),
        geodata::measure::centroid(&moved).unwrap(),
    );
    let d = geo::Distance::distance(&geo::Geodesic, a, b);
    assert!((d - 1000.0).abs() < 0.5, "{d}");
    assert!((area(&moved).0 / area(&square).0 - 1.0).abs() < 1e-6);
    let back = move_by(&moved, -1000.0, 0.0).unwrap();
    for (p, q) in square.coords_iter().zip(back.coords_iter()) {
        assert!((p.x - q.x).abs() < 1e-6 && (p.y - q.y).abs() < 1e-6);
    }
    assert_eq!(move_by(&square, 0.0, 0.0).unwrap(), square);
}

#[test]
fn the_place_that_is_dragged_arrives_exactly_with_holes_and_parts() {
    let shape = g(
        "MULTIPOLYGON(((116 35,116.01 35,116.01 35.01,116 35.01,116 35),(116.004 35.004,116.004 35.006,116.006 35.006,116.006 35.004,116.004 35.004)),((116.02 35,116.03 35,116.03 35.01,116.02 35)))",
    );
    let to = coord! { x: 118.123456, y: 37.3 };
    let moved = move_from_to(&shape, coord! { x: 116.0, y: 35.0 }, to).unwrap();
    assert_eq!(moved.coords_iter().next(), Some(to));
    let Geometry::MultiPolygon(ps) = &moved else {
        panic!()
    };
    assert_eq!((ps.0.len(), ps.0[0].interiors().len()), (2, 1));
    assert!((area(&moved).0 / area(&shape).0 - 1.0).abs() < 1e-6);
    assert!(matches!(
        move_from_to(&shape, to, coord! { x: 200.0, y: 0.0 }),
        Err(OpError::OffEarth { .. })
    ));
}

// ---- vertices

fn path(part: usize, ring: usize, vertex: usize) -> VertexPath {
    VertexPath { part, ring, vertex }
}

#[test]
fn the_first_vertex_of_a_ring_takes_the_closing_point_along() {
    let after = move_vertex(&g(RING), path(0, 0, 0), coord! { x: -1.0, y: -1.0 }).unwrap();
    assert_eq!(
        to_wkt(&after).unwrap(),
        "POLYGON((-1 -1,10 0,10 10,0 10,-1 -1),(4 4,4 6,6 6,6 4,4 4))"
    );
    assert_eq!(vertex(&after, path(0, 0, 0)), Some(coord! { x: -1.0, y: -1.0 }));
    assert_eq!(vertex(&after, path(0, 1, 3)), Some(coord! { x: 6.0, y: 4.0 }));
    assert_eq!(vertex(&after, path(0, 1, 4)), None);
}

#[test]
fn vertices_of_holes_and_parts_are_inserted_and_deleted() {
    let two = g("MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((5 5,9 5,9 9,5 9,5 5),(6 6,7 6,7 7,6 6)))");
    let more = insert_vertex(&two, path(1, 1, 3), coord! { x: 6.0, y: 7.0 }).unwrap();
    assert!(to_wkt(&more).unwrap().ends_with("(6 6,7 6,7 7,6 7,6 6)))"));
    assert_eq!(delete_vertex(&more, path(1, 1, 3)).unwrap(), two);
    let first = delete_vertex(&more, path(1, 0, 0)).unwrap();
    assert!(to_wkt(&first).unwrap().contains("((9 5,9 9,5 9,9 5),"));
    let longer = insert_vertex(
        &g("LINESTRING(0 0,1 1)"),
        path(0, 0, 2),
        coord! { x: 2.0, y: 2.0 },
    )
    .unwrap();
    assert_eq!(to_wkt(&longer).unwrap(), "LINESTRING(0 0,1 1,2 2)");
    assert!(insert_vertex(&longer, path(0, 0, 4), coord! { x: 2.0, y: 2.0 }).is_err());
    assert!(insert_vertex(&longer, path(0, 1, 0), coord! { x: 2.0, y: 2.0 }).is_err());
    assert!(matches!(
        move_vertex(&longer, path(0, 0, 0), coord! { x: f64::NAN, y: 2.0 }),
        Err(OpError::OffEarth { .. })
    ));
}

#[test]
fn deleting_a_vertex_never_deletes_the_shape() {
    for (text, path, least) in [
        ("POLYGON((0 0,1 0,1 1,0 0))", path(0, 0, 1), 3),
        ("POLYGON((0 0,1 0,1 1,1 0,0 0))", path(0, 0, 2), 3),
        (
            "POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,2 1,2 2,1 1))",
            path(0, 1, 0),
            3,
        ),
        ("LINESTRING(0 0,1 1)", path(0, 0, 0), 2),
        ("MULTILINESTRING((0 0,1 1),(2 2,3 3,4 4))", path(0, 0, 0), 2),
        ("POINT(1 1)", path(0, 0, 0), 1),
        ("MULTIPOINT((1 1))", path(0, 0, 0), 1),
    ] {
        match delete_vertex(&g(text), path) {
            Err(OpError::TooFewLeft { least: l, .. }) => assert_eq!(l, least, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    assert_eq!(
        to_wkt(&delete_vertex(&g("MULTIPOINT((1 1),(2 2))"), path(0, 0, 0)).unwrap()).unwrap(),
        "MULTIPOINT((2 2))"
    );
    assert!(matches!(
        delete_vertex(&g(RING), path(0, 0, 4)),
        Err(OpError::NoSuchVertex { .. })
    ));
}

// ---- whatever is drawn

#[test]
fn a_scribble_with_a_vertex_on_an_edge_is_repaired() {
    let points = [(5, 7), (4, 9), (3, 3), (10, 3), (3, 11)];
    let ring: Vec<(f64, f64)> = points
        .iter()
        .map(|(x, y)| (116.0 + f64::from(*x) / 100.0, 35.0 + f64::from(*y) / 100.0))
        .collect();
    let shape: Geometry = geo_types::Polygon::new(ring.into(), vec![]).into();
    let done = geodata::validity::repair(&shape).unwrap();
    assert_eq!(check(&done.geometry), []);
    // What shapely.make_valid gives on the grid of hundredths.
    assert!((plane_area(&done.geometry) * 1e4 - 24.0).abs() < 1e-9);
}

mod random {
    use super::*;
    use geo::BooleanOps;
    use proptest::prelude::*;

    /// A star-shaped parcel near Heze with a hole in its middle.
    fn parcel() -> impl Strategy<Value = Geometry<f64>> {
        (
            proptest::collection::vec(0.3_f64..1.0, 5..40),
            -1.0_f64..1.0,
            -1.0_f64..1.0,
            1e-4_f64..0.2,
        )
            .prop_map(|(radii, x, y, size)| {
                let centre = (115.5 + x * size, 35.2 + y * size);
                let n = radii.len() as f64;
                let ring = |share: f64| -> LineString<f64> {
                    let at = |(i, r): (usize, &f64)| {
                        let a = std::f64::consts::TAU * i as f64 / n;
                        (
                            centre.0 + share * r * size * a.cos(),
                            centre.1 + share * r * size * a.sin(),
                        )
                    };
                    let mut l = LineString::from(radii.iter().enumerate().map(at).collect::<Vec<_>>());
                    l.close();
                    l
                };
                geo_types::Polygon::new(ring(1.0), vec![ring(0.4)]).into()
            })
    }

    proptest! {
        #[test]
        fn pieces_of_a_split_are_valid_keep_all_vertices_and_add_up(shape in parcel(), from in (-1.0_f64..1.0, -1.0_f64..1.0), to in (-1.0_f64..1.0, -1.0_f64..1.0)) {
            let knife = line(&[(115.5 + from.0, 35.2 + from.1), (115.5 + to.0, 35.2 + to.1)]);
            if let Ok(pieces) = split(&shape, &knife) {
                prop_assert!(pieces.len() > 1);
                // On the plane of degrees: geodesic areas change when an edge gets a vertex, as edges then bend.
                let total: f64 = pieces.iter().map(plane_area).sum();
                prop_assert!((total - plane_area(&shape)).abs() < 1e-7 * plane_area(&shape), "{total}");
                for p in &pieces {
                    prop_assert!(geodata::validity::first_harm(p).is_none(), "{:?}", check(p));
                }
                for c in shape.coords_iter() {
                    prop_assert!(pieces.iter().any(|p| p.coords_iter().any(|d| d == c)), "{c:?} is gone");
                }
            }
        }

        #[test]
        fn a_cut_and_the_overlap_add_up_to_the_shape(a in parcel(), b in parcel()) {
            let [Geometry::Polygon(first), Geometry::Polygon(second)] = [&a, &b] else {
                panic!("a parcel is a polygon")
            };
            let shared = plane_area(&first.intersection(second).into());
            let rest = match cut(&a, &b) {
                Ok(rest) => {
                    prop_assert!(geodata::validity::first_harm(&rest).is_none(), "{:?}", check(&rest));
                    plane_area(&rest)
                }
                Err(OpError::NothingLeft) => 0.0,
                Err(OpError::NotOverlapping) => plane_area(&a),
                Err(other) => panic!("{other:?}"),
            };
            prop_assert!((rest + shared - plane_area(&a)).abs() < 1e-9, "{rest} + {shared}");
            let both = merge(&[a.clone(), b.clone()]).unwrap();
            prop_assert!((plane_area(&both) + shared - plane_area(&a) - plane_area(&b)).abs() < 1e-9);
        }

        #[test]
        fn a_repair_of_any_scribble_is_valid(points in proptest::collection::vec((0_i32..12, 0_i32..12), 3..14), step in prop_oneof![Just(0.01), Just(1e-5), Just(0.3)]) {
            let ring: Vec<(f64, f64)> = points.iter().map(|(x, y)| (116.0 + f64::from(*x) * step, 35.0 + f64::from(*y) * step)).collect();
            let shape: Geometry = geo_types::Polygon::new(ring.into(), vec![]).into();
            match geodata::validity::repair(&shape) {
                Ok(done) => prop_assert_eq!(check(&done.geometry), []),
                Err(geodata::validity::RepairError::NothingLeft) => prop_assert!(shape.unsigned_area() < 1e-9),
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }
}
