//! Local systems made from tables of control points.

use geo_types::{Coord, coord};
use geodata::coords::{CoordError, format_point_in, parse_control_points, parse_point_in};
use geodata::crs::fit::{FitError, LocalError, local};
use geodata::crs::{Converter, Crs, DatumShift, Helmert};

/// A local system as a town's old survey has one: turned by 1.2°, shortened by 12 ppm, its own origin.
fn local_of(plane: Coord<f64>) -> Coord<f64> {
    let (sin, cos) = 1.2_f64.to_radians().sin_cos();
    let (x, y) = (plane.x - 412_000.0, plane.y - 3_862_000.0);
    coord! { x: (cos * x + sin * y) * (1.0 - 12e-6) + 5_000.0, y: (cos * y - sin * x) * (1.0 - 12e-6) + 8_000.0 }
}

fn zone() -> Converter {
    Converter::new(Crs::from_epsg(4548).unwrap(), None).unwrap()
}

const PLACES: [(f64, f64); 5] = [
    (416_230.174, 3_865_735.210),
    (418_904.008, 3_866_120.771),
    (417_011.530, 3_868_402.115),
    (415_200.900, 3_867_250.340),
    (416_777.777, 3_866_666.666),
];

fn table(known: impl Fn(Coord<f64>) -> String) -> String {
    let rows = PLACES.iter().enumerate().map(|(i, (x, y))| {
        let c = coord! { x: *x, y: *y };
        let l = local_of(c);
        format!("K{}\t{:.4}\t{:.4}\t{}\n", i + 1, l.y, l.x, known(c))
    });
    rows.collect()
}

fn points(text: &str, known: &Converter) -> Vec<(Coord<f64>, Coord<f64>)> {
    let table = parse_control_points(text, known);
    assert_eq!(table.problems, Vec::new());
    table.points.iter().map(|p| (p.local, p.place)).collect()
}

#[test]
fn a_pasted_table_of_control_points_makes_a_system_that_reads_and_writes_local_numbers() {
    let known = zone();
    let text = table(|c| format!("{:.3}\t{:.3}", c.y, c.x));
    let made = local(&points(&text, &known), &known).unwrap();
    assert!(made.fit.rms < 0.001, "rms {} m", made.fit.rms);
    assert_eq!((made.fit.spare, made.fit.swapped), (3, false));
    assert_eq!(made.base.crs(), known.crs());
    let system = made.converter().unwrap();
    let place = known.inverse(coord! { x: 417_500.0, y: 3_866_000.0 }).unwrap();
    let there = local_of(coord! { x: 417_500.0, y: 3_866_000.0 });
    let shown = format_point_in(place, &system).unwrap();
    let back = parse_point_in(&shown, &system).unwrap();
    assert!((back - place).x.abs() < 2e-8 && (back - place).y.abs() < 2e-8);
    let c = system.forward(place).unwrap();
    assert!(
        (c - there).x.hypot((c - there).y) < 0.002,
        "{c:?} is not {there:?}"
    );
}

#[test]
fn known_places_in_degrees_are_fitted_in_the_zone_where_they_lie() {
    let zone = zone();
    let known = Converter::new(Crs::Wgs84, None).unwrap();
    let text = table(|c| {
        let p = zone.inverse(c).unwrap();
        format!("{:.9}\t{:.9}", p.x, p.y)
    });
    let made = local(&points(&text, &known), &known).unwrap();
    assert_eq!(made.base.crs(), zone.crs());
    assert!(made.fit.rms < 0.001);
}

#[test]
fn a_local_system_may_be_tied_to_an_older_system_with_parameters() {
    let shift = DatumShift::Helmert(Helmert::three(15.8, -154.4, -82.3));
    let old = Converter::new(Crs::parse("北京54 3度带 39带").unwrap(), Some(shift)).unwrap();
    let text = table(|c| format!("{:.3}\t{:.3}", c.y, c.x));
    let made = local(&points(&text, &old), &old).unwrap();
    assert_eq!(made.base.crs(), old.crs());
    assert!(made.fit.rms < 0.002, "rms {} m", made.fit.rms);
    let c = coord! { x: 417_500.0, y: 3_866_000.0 };
    let through = made.converter().unwrap().inverse(local_of(c)).unwrap();
    let straight = old.inverse(c).unwrap();
    assert!((through - straight).x.abs() < 1e-7 && (through - straight).y.abs() < 1e-7);
}

#[test]
fn headers_heights_and_names_are_understood() {
    let known = zone();
    let c = coord! { x: PLACES[0].0, y: PLACES[0].1 };
    let place = known.inverse(c).unwrap();
    for text in [
        "K1 8000.5 5000.25 3865735.210 416230.174",
        "1, 8000.5, 5000.25, 3865735.210, 416230.174",
        "8000.5 5000.25 41.20 3865735.210 416230.174 40.98",
        "K1 8000.5 5000.25 41.20 3865735.210 416230.174 40.98",
        "点名\t地方Y\t地方X\t2000Y\t2000X\nK1\t5000.25\t8000.5\t416230.174\t3865735.210",
        "点名\tX\tY\tH\t东坐标\t北坐标\n\nK1\t8000.5\t5000.25\t12\t416230.174\t3865735.210",
    ] {
        let table = parse_control_points(text, &known);
        assert_eq!(table.problems, Vec::new(), "{text}");
        let [point] = table.points.as_slice() else {
            panic!("{text}")
        };
        assert_eq!((point.local.y, point.local.x), (8000.5, 5000.25), "{text}");
        assert!(
            (point.place.x - place.x).abs() < 1e-9 && (point.place.y - place.y).abs() < 1e-9,
            "{text}"
        );
    }
}

#[test]
fn rows_that_are_no_control_point_say_what_is_missing() {
    let known = zone();
    let table = parse_control_points(
        "K1 8000 5000 3865735.2\nK2 8000 5000 35.7 116.5\nK3 8000 5000 3865735.210 416230.174",
        &known,
    );
    assert_eq!(table.points.len(), 1);
    assert_eq!(table.points[0].row, 3);
    assert!(matches!(
        table.problems[0].error,
        CoordError::NotFourNumbers { found: 3 }
    ));
    assert!(matches!(table.problems[1].error, CoordError::DegreesGiven { .. }));
    assert_eq!(
        local(&[(table.points[0].local, table.points[0].place)], &known),
        Err(LocalError::Fit(FitError::TooFew { given: 1, needed: 2 }))
    );
    let many = "K 8000 5000 3865735.210 416230.174\n".repeat(1_003);
    assert_eq!(parse_control_points(&many, &known).beyond, 3);
}
