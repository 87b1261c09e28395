//! Shapes split by a line.

use super::{RING, SQUARE, g, line, only_new_vertices, plane_area, texts};
use geo::CoordsIter;
use geo_types::Geometry;
use geodata::measure::{area, length};
use geodata::ops::*;
use geodata::validity::check;
use geodata::wkt_text::to_wkt;

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
