//! Whatever is drawn.

use super::{line, plane_area};
use geo::BooleanOps;
use geo::{Area, CoordsIter};
use geo_types::{Geometry, LineString};
use geodata::ops::*;
use geodata::validity::check;
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
