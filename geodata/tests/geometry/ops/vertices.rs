//! Single vertices.

use super::{RING, g};
use geo_types::coord;
use geodata::ops::*;
use geodata::wkt_text::to_wkt;

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
