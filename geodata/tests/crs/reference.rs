//! Every coordinate system against values of PROJ, there and back; see fixtures/crs/make_reference.py.

use geo_types::{Coord, Geometry, LineString, MultiPoint, Polygon, coord};
use geodata::coords::{format_point_in, parse_point_in, parse_table_in};
use geodata::crs::{Converter, Crs, CrsError, DatumShift, Helmert, PlaneShift, Rotation, Similarity};

struct Row {
    epsg: u32,
    lon_lat: Coord<f64>,
    plane: Coord<f64>,
}

fn points() -> Vec<Row> {
    include_str!("../fixtures/crs/points.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let f: Vec<f64> = line.split(',').map(|v| v.parse().unwrap()).collect();
            Row {
                epsg: f[0] as u32,
                lon_lat: coord! { x: f[1], y: f[2] },
                plane: coord! { x: f[3], y: f[4] },
            }
        })
        .collect()
}

fn unshifted(epsg: u32) -> Converter {
    Converter::new(Crs::from_epsg(epsg).unwrap(), Some(DatumShift::None)).unwrap()
}

/// Metres between two longitudes, latitudes, near enough for millimetres.
fn metres(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let east = (a.x - b.x).to_radians() * a.y.to_radians().cos();
    east.hypot((a.y - b.y).to_radians()) * 6_378_137.0
}

fn apart(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

#[test]
fn every_plane_system_agrees_with_proj_to_a_micrometre_there_and_back() {
    let rows = points();
    let systems: std::collections::BTreeSet<u32> = rows.iter().map(|r| r.epsg).collect();
    assert_eq!(systems.len(), 192 + 120 + 1);
    for r in rows {
        let system = unshifted(r.epsg);
        let p = system.forward(r.lon_lat).unwrap();
        assert!(apart(p, r.plane) < 1e-6, "EPSG:{} {:?}: {p:?}", r.epsg, r.lon_lat);
        let back = system.inverse(r.plane).unwrap();
        assert!(
            metres(back, r.lon_lat) < 1e-6,
            "EPSG:{} {:?}: {back:?}",
            r.epsg,
            r.plane
        );
    }
}

#[test]
fn a_slice_gives_what_its_coordinates_give_one_by_one_wherever_they_lie() {
    let rows = points();
    for epsg in [4548, 4527, 21420, 2363, 32650, 32701, 3857] {
        let system = unshifted(epsg);
        // Near and far ones mixed, so that whole blocks, broken blocks and remainders all come up.
        let places: Vec<Coord<f64>> = rows
            .iter()
            .map(|r| r.lon_lat)
            .chain(
                (0..1003).map(|i| coord! { x: 114.0 + f64::from(i) * 0.006, y: 20.0 + f64::from(i) * 0.03 }),
            )
            .filter(|c| system.forward(*c).is_ok())
            .collect();
        let mut there = places.clone();
        system.forward_slice(&mut there).unwrap();
        for (c, p) in places.iter().zip(&there) {
            assert_eq!(system.forward(*c).unwrap(), *p, "{epsg} {c:?}");
        }
        let mut back = there.clone();
        system.inverse_slice(&mut back).unwrap();
        for ((p, b), c) in there.iter().zip(&back).zip(&places) {
            assert!(metres(system.inverse(*p).unwrap(), *b) < 1e-8, "{epsg} {p:?}");
            assert!(metres(*b, *c) < 1e-6, "{epsg} {c:?} {b:?}");
        }
    }
}

#[test]
fn a_slice_with_a_place_outside_is_refused_wherever_it_stands() {
    let system = unshifted(4548);
    for bad in [f64::NAN, f64::INFINITY, 477.0, 20.0] {
        for at in 0..19 {
            let mut places = vec![coord! { x: 117.2, y: 35.0 }; 19];
            places[at].x = bad;
            assert!(system.forward_slice(&mut places).is_err(), "{bad} at {at}");
            let mut plane = vec![coord! { x: 500_000.0, y: 3_900_000.0 }; 19];
            plane[at].x = if bad.is_finite() { bad * 1e6 } else { bad };
            assert!(system.inverse_slice(&mut plane).is_err(), "{bad} at {at}");
        }
    }
}

#[test]
fn a_longitude_beyond_180_degrees_is_refused_in_a_slice_as_it_is_alone() {
    let system = unshifted(32660);
    let beyond = coord! { x: 180.5, y: 10.0 };
    assert!(system.forward(beyond).is_err());
    assert!(system.forward_slice(&mut [beyond; 16]).is_err());
    // The same place as it should be written, in zone 60 of UTM.
    let mut written = [coord! { x: -179.5, y: 10.0 }; 16];
    system.forward_slice(&mut written).unwrap();
    system.inverse_slice(&mut written).unwrap();
    assert!((written[15].x + 179.5).abs() < 1e-9);
}

#[test]
fn all_kinds_of_geometry_are_carried_over_whole() {
    let system = unshifted(4548);
    let ring = |x: f64| {
        LineString::from(vec![
            (x, 35.0),
            (x + 0.1, 35.0),
            (x + 0.1, 35.1),
            (x, 35.1),
            (x, 35.0),
        ])
    };
    let polygon = Polygon::new(ring(117.0), vec![ring(117.02)]);
    let all = Geometry::GeometryCollection(
        vec![
            Geometry::from(polygon.clone()),
            Geometry::MultiPolygon(vec![polygon].into()),
            ring(116.0).into(),
            Geometry::MultiPoint(MultiPoint::from(vec![(117.0, 35.0), (116.0, 36.0)])),
        ]
        .into(),
    );
    let there = system.forward_geometry(&all).unwrap();
    let back = system.inverse_geometry(&there).unwrap();
    let coords = |g: &Geometry| geo::CoordsIter::coords_iter(g).collect::<Vec<_>>();
    assert_eq!(coords(&all).len(), 10 + 10 + 5 + 2);
    for ((c, p), b) in coords(&all).iter().zip(coords(&there)).zip(coords(&back)) {
        assert_eq!(system.forward(*c).unwrap(), p);
        assert!(metres(*c, b) < 1e-8);
    }
}

fn parameters(name: &str) -> DatumShift {
    DatumShift::Helmert(match name {
        "three" => Helmert::three(24.0, -123.0, -94.0),
        "seven_position" => Helmert::towgs84([15.8, -154.4, -82.3, 0.21, -0.37, 1.13, -3.06]),
        "seven_frame" => Helmert {
            shift: [-12.646, -155.176, -80.863],
            rotation: [0.94, -1.37, 2.11],
            ppm: -0.86,
            convention: Rotation::CoordinateFrame,
        },
        other => panic!("{other}"),
    })
}

#[test]
fn older_systems_with_three_and_seven_parameters_agree_with_proj_to_a_tenth_of_a_millimetre() {
    let mut rows = 0;
    for line in include_str!("../fixtures/crs/shifts.csv").lines().skip(1) {
        let (name, rest) = line.split_once(',').unwrap();
        let f: Vec<f64> = rest.split(',').map(|v| v.parse().unwrap()).collect();
        let crs = Crs::from_epsg(f[0] as u32).unwrap();
        let system = Converter::new(crs, Some(parameters(name))).unwrap();
        let (old, stored) = (coord! { x: f[1], y: f[2] }, coord! { x: f[3], y: f[4] });
        let found = system.inverse(old).unwrap();
        assert!(metres(found, stored) < 1e-4, "{line}: {found:?}");
        let back = system.forward(stored).unwrap();
        let given = coord! { x: f[5], y: f[6] };
        let off = if crs.is_projected() {
            apart(back, given)
        } else {
            metres(back, given)
        };
        assert!(off < 1e-4, "{line}: {back:?}");
        let round = if crs.is_projected() {
            apart(back, old)
        } else {
            metres(back, old)
        };
        assert!(round < 5e-3, "{line}: {round} m there and back");
        rows += 1;
    }
    assert_eq!(rows, 3 * (2 * 20 + 128));
}

#[test]
fn older_systems_without_parameters_are_refused_and_never_taken_as_they_are() {
    for text in ["北京54", "西安80 3度带 39带", "EPSG:21420", "EPSG:4610"] {
        let crs = Crs::parse(text).unwrap();
        let refused = CrsError::NeedsParameters { system: crs.name() };
        let c = coord! { x: 117.0, y: 35.0 };
        assert_eq!(crs.forward(c), Err(refused.clone()));
        assert_eq!(crs.inverse(c), Err(refused.clone()));
        assert_eq!(Converter::new(crs, None), Err(refused.clone()));
        assert!(refused.to_string().contains("七参数"));
    }
    let crs = Crs::parse("西安80").unwrap();
    let c = coord! { x: 117.0, y: 35.0 };
    let on_purpose = Converter::new(crs, Some(DatumShift::None)).unwrap();
    assert_eq!(on_purpose.inverse(c), Ok(c));
}

#[test]
fn parameters_in_wrong_units_are_refused() {
    let crs = Crs::parse("西安80").unwrap();
    let plane = |central_meridian, transform| {
        DatumShift::Plane(PlaneShift {
            central_meridian,
            transform,
        })
    };
    for shift in [
        DatumShift::Helmert(Helmert::three(f64::NAN, 0.0, 0.0)),
        DatumShift::Helmert(Helmert::three(1e6, 0.0, 0.0)),
        DatumShift::Helmert(Helmert::towgs84([1.0, 2.0, 3.0, 0.0, 0.0, 4000.0, 0.0])),
        plane(39.0, Similarity::chinese(1.0, 2.0, 0.0, 1.0)),
        // scale in ppm where a factor belongs
        plane(117.0, Similarity::chinese(1.0, 2.0, 0.0, 3.5)),
        plane(117.0, Similarity::chinese(f64::INFINITY, 2.0, 0.0, 1.0)),
    ] {
        assert!(
            matches!(
                Converter::new(crs, Some(shift)),
                Err(CrsError::BadParameters { .. })
            ),
            "{shift:?}"
        );
    }
}

#[test]
fn four_parameters_follow_the_formula_of_survey_reports() {
    // X north, Y east, α = 1″, k = 1 + 2 ppm, worked by hand from X′ = ΔX + k(X cos α − Y sin α).
    let t = Similarity::chinese(10.0, -20.0, 1.0, 1.000_002);
    let p = t.apply(coord! { x: 480_000.0, y: 3_900_000.0 });
    let alpha = (1.0_f64 / 3600.0).to_radians();
    let north = 10.0 + 1.000_002 * (3_900_000.0 * alpha.cos() - 480_000.0 * alpha.sin());
    let east = -20.0 + 1.000_002 * (3_900_000.0 * alpha.sin() + 480_000.0 * alpha.cos());
    assert!(apart(p, coord! { x: east, y: north }) < 1e-9);
    assert!(apart(t.take_back(p), coord! { x: 480_000.0, y: 3_900_000.0 }) < 1e-8);
    assert!((t.scale() - 1.000_002).abs() < 1e-15);
    assert!((t.rotation_degrees() + 1.0 / 3600.0).abs() < 1e-15);
}

#[test]
fn four_parameters_act_on_the_planes_of_both_systems_with_and_without_zone_number() {
    let transform = Similarity::chinese(10.0, -20.0, 1.0, 1.000_002);
    let shift = Some(DatumShift::Plane(PlaneShift {
        central_meridian: 117.0,
        transform,
    }));
    let old = coord! { x: 480_000.0, y: 3_900_000.0 };
    let expected = Crs::from_epsg(4548)
        .unwrap()
        .inverse(transform.apply(old))
        .unwrap();
    let plain = Converter::new(Crs::from_epsg(2384).unwrap(), shift).unwrap();
    assert!(metres(plain.inverse(old).unwrap(), expected) < 1e-8);
    let zoned = Converter::new(Crs::from_epsg(2363).unwrap(), shift).unwrap();
    let with_zone = coord! { x: 39_480_000.0, y: 3_900_000.0 };
    assert!(metres(zoned.inverse(with_zone).unwrap(), expected) < 1e-8);
    assert!(apart(zoned.forward(expected).unwrap(), with_zone) < 1e-6);
    // The same place as longitude, latitude of the older system.
    let degrees = Converter::new(Crs::parse("西安80").unwrap(), shift).unwrap();
    let own = unshifted(2384).inverse(old).unwrap();
    assert!(metres(degrees.inverse(own).unwrap(), expected) < 1e-8);
}

#[test]
fn typed_coordinates_and_the_status_line_work_in_older_and_local_systems() {
    let old = Converter::new(Crs::from_epsg(2363).unwrap(), Some(parameters("seven_frame"))).unwrap();
    let c = parse_point_in("3900000.000 39480000.000", &old).unwrap();
    // The height that the parameters bring in is dropped, so the last digit may move.
    let shown = format_point_in(c, &old).unwrap();
    assert!(
        shown.starts_with("X 3900000.00") && shown.contains(" Y 39480000.00"),
        "{shown}"
    );
    let table = parse_table_in(
        "点号,X,Y\n1,3900000,480000\n2,3900100,480000\n3,3900100,480100",
        &old,
    );
    assert_eq!((table.problems.len(), table.rings.len()), (0, 1));
    assert!(metres(table.rings[0].points[0], c) < 1e-8);

    let base = Converter::new(Crs::from_epsg(4548).unwrap(), None).unwrap();
    let to_base =
        geodata::crs::PlaneTransform::Similarity(Similarity::chinese(3_890_000.0, 470_000.0, 7200.0, 1.0));
    let local = base.with_local(to_base).unwrap();
    // Small numbers, which without a local system would be taken for degrees; X (north) first.
    let c = parse_point_in("120.5 80.25", &local).unwrap();
    assert_eq!(format_point_in(c, &local).unwrap(), "X 120.500 Y 80.250");
    let plane = base.forward(c).unwrap();
    assert!(apart(plane, to_base.apply(coord! { x: 80.25, y: 120.5 })) < 1e-6);
}

#[test]
fn a_local_system_stands_on_a_plane_and_has_a_way_back() {
    let similarity = Similarity::chinese(0.0, 0.0, 0.0, 0.0);
    let flat = geodata::crs::PlaneTransform::Similarity(similarity);
    let good = geodata::crs::PlaneTransform::Similarity(Similarity::chinese(1.0, 2.0, 3.0, 1.0));
    assert!(matches!(
        unshifted(4548).with_local(flat),
        Err(CrsError::BadParameters { .. })
    ));
    assert!(matches!(
        unshifted(4490).with_local(good),
        Err(CrsError::NoPlane { .. })
    ));
    let once = unshifted(4548).with_local(good).unwrap();
    assert!(matches!(once.with_local(good), Err(CrsError::NoPlane { .. })));
}
