//! Holes and parts.

use super::{RING, g, line};
use geo_types::Geometry;
use geodata::ops::*;
use geodata::wkt_text::to_wkt;

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
