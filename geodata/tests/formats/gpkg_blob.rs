//! GeoPackage blobs: known bytes, every header, hostile bytes.

use geo_types::{Geometry, GeometryCollection, LineString, Point, Polygon};
use geodata::formats::gpkg_blob::{BlobError, decode, encode, envelope, is_empty, srs_id};
use geodata::wkt_text::{from_wkt, to_wkt};
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|p| u8::from_str_radix(std::str::from_utf8(p).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn a_point_has_the_bytes_of_the_standard() {
    let blob = encode(&Geometry::Point(Point::new(1.0, 2.0)), 4490).unwrap();
    let expected = hex("47 50 00 03 8a110000
         000000000000f03f 000000000000f03f 0000000000000040 0000000000000040
         01 01000000 000000000000f03f 0000000000000040");
    assert_eq!(blob, expected);
    assert_eq!(srs_id(&blob), Ok(4490));
    assert_eq!(envelope(&blob), Some([1.0, 1.0, 2.0, 2.0]));
    assert_eq!(is_empty(&blob), Some(false));
}

#[test]
fn each_kind_comes_back_as_it_was() {
    for text in [
        "POINT(116.5 35.7)",
        "LINESTRING(0 0,1 1.5)",
        "LINESTRING EMPTY",
        "POLYGON((0 0,4 0,4 4,0 0),(1 0.5,2 0.5,2 1,1 0.5))",
        "POLYGON EMPTY",
        "MULTIPOINT((0 0),(1 1))",
        "MULTILINESTRING((0 0,1 1),(2 2,3 3))",
        "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5),(5.5 5.1,5.6 5.1,5.6 5.2,5.5 5.1)))",
        "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))",
    ] {
        let blob = encode(&from_wkt(text).unwrap(), 4490).unwrap();
        assert_eq!(to_wkt(&decode(&blob).unwrap()).unwrap(), text);
        assert_eq!(is_empty(&blob), Some(text.ends_with("EMPTY")), "{text}");
        assert_eq!(envelope(&blob).is_none(), text.ends_with("EMPTY"), "{text}");
    }
}

#[test]
fn big_endian_z_m_and_every_envelope_are_read() {
    let body = "00 000003e9 3ff0000000000000 4000000000000000 4008000000000000"; // POINT Z (1 2 3), big endian
    for (flags, numbers) in [("00", 0), ("02", 4), ("04", 6), ("06", 6), ("08", 8)] {
        let box_ = "3ff0000000000000".repeat(numbers);
        let blob = hex(&format!("47 50 00 {flags} 0000118a {box_} {body}"));
        assert_eq!(
            decode(&blob),
            Ok(Geometry::Point(Point::new(1.0, 2.0))),
            "{flags}"
        );
        assert_eq!(srs_id(&blob), Ok(4490));
        let expected = if numbers == 0 {
            [1.0, 1.0, 2.0, 2.0]
        } else {
            [1.0; 4]
        };
        assert_eq!(envelope(&blob), Some(expected));
    }
    let zm = hex("47 50 00 01 8a110000 01 ba0b0000 02000000
         000000000000f03f 0000000000000040 0000000000000040 0000000000000040
         0000000000000040 000000000000f03f 0000000000000040 0000000000000040");
    assert_eq!(to_wkt(&decode(&zm).unwrap()).unwrap(), "LINESTRING(1 2,2 1)");
}

#[test]
fn an_empty_point_is_read_as_no_points() {
    let blob = hex("47 50 00 11 8a110000 01 01000000 000000000000f87f 000000000000f87f");
    assert_eq!(to_wkt(&decode(&blob).unwrap()).unwrap(), "MULTIPOINT EMPTY");
    assert_eq!(is_empty(&blob), Some(true));
    let unflagged = hex("47 50 00 01 8a110000 01 01000000 000000000000f87f 000000000000f87f");
    assert_eq!(is_empty(&unflagged), Some(true));
    assert_eq!(envelope(&unflagged), None);
}

#[test]
fn damaged_and_foreign_bytes_are_named() {
    assert_eq!(decode(b""), Err(BlobError::NotGeoPackage));
    assert_eq!(decode(b"GP\x01\x01"), Err(BlobError::NotGeoPackage));
    assert_eq!(decode(b"GP\0"), Err(BlobError::Truncated { length: 3 }));
    assert_eq!(decode(&hex("47 50 00 21 8a110000")), Err(BlobError::Extended));
    assert_eq!(
        decode(&hex("47 50 00 0b 8a110000")),
        Err(BlobError::BadEnvelope { code: 5 })
    );
    assert_eq!(
        decode(&hex("47 50 00 01 8a110000 02 01000000")),
        Err(BlobError::BadByteOrder { mark: 2, at: 8 })
    );
    // a TIN, then a PostGIS EWKB point with an SRID
    assert_eq!(
        decode(&hex("47 50 00 01 8a110000 01 10000000 00000000")),
        Err(BlobError::UnsupportedType { code: 16, at: 8 })
    );
    assert_eq!(
        decode(&hex(
            "47 50 00 01 8a110000 01 01000020 e6100000 000000000000f03f 000000000000f03f"
        )),
        Err(BlobError::UnsupportedType {
            code: 0x2000_0001,
            at: 8
        })
    );
    // a polygon inside a multi point
    let wrong =
        hex("47 50 00 01 8a110000 01 04000000 01000000 01 03000000 00000000 000000000000f03f 0000000000");
    assert_eq!(
        decode(&wrong),
        Err(BlobError::WrongPart {
            expected: 1,
            found: 3,
            at: 17
        })
    );
}

#[test]
fn a_count_of_four_thousand_million_points_allocates_nothing() {
    for body in [
        "01 02000000 ffffffff",
        "01 03000000 ffffffff",
        "01 06000000 ffffffff",
        "01 07000000 ffffffff",
    ] {
        let blob = hex(&format!("47 50 00 01 8a110000 {body} 0000000000000000"));
        assert_eq!(decode(&blob), Err(BlobError::Truncated { length: blob.len() }));
    }
}

#[test]
fn collections_nested_without_end_are_refused() {
    let mut blob = hex("47 50 00 01 8a110000");
    for _ in 0..100_000 {
        blob.extend(hex("01 07000000 01000000"));
    }
    assert_eq!(decode(&blob), Err(BlobError::TooDeep));
    let mut g = Geometry::Point(Point::new(1.0, 1.0));
    for _ in 0..100 {
        g = Geometry::GeometryCollection(GeometryCollection(vec![g]));
    }
    assert_eq!(encode(&g, 4490), Err(BlobError::TooDeep));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), plain in any::<bool>()) {
        if plain && bytes.len() > 13 {
            bytes[..4].copy_from_slice(b"GP\0\x01");
            bytes[8] = 1;
            bytes[9] %= 14;
            bytes[10..13].fill(0);
        }
        let _ = (decode(&bytes), envelope(&bytes), is_empty(&bytes), srs_id(&bytes));
    }

    #[test]
    fn a_damaged_blob_is_read_or_refused(at in 0_usize..300, value in any::<u8>(), cut in 0_usize..300) {
        let text = "GEOMETRYCOLLECTION(MULTIPOLYGON(((0 0,4 0,4 4,0 0),(1 0.5,2 0.5,2 1,1 0.5))),MULTILINESTRING((0 0,1 1),(2 2,3 3)))";
        let mut blob = encode(&from_wkt(text).unwrap(), 4490).unwrap();
        let at = at % blob.len();
        blob[at] = value;
        blob.truncate(cut);
        let _ = (decode(&blob), envelope(&blob), is_empty(&blob));
    }

    #[test]
    fn numbers_come_back_bit_for_bit(numbers in proptest::collection::vec((any::<f64>(), any::<f64>()), 2..20)) {
        let numbers: Vec<_> = numbers.into_iter().filter(|(x, y)| !x.is_nan() && !y.is_nan()).collect();
        let g = Geometry::LineString(LineString::from(numbers));
        prop_assert_eq!(decode(&encode(&g, 4326).unwrap()).unwrap(), g);
    }
}

#[test]
fn a_polygon_with_a_hole_keeps_its_hole() {
    let shell = LineString::from(vec![(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)]);
    let hole = LineString::from(vec![(2.0, 1.0), (3.0, 1.0), (3.0, 2.0), (2.0, 1.0)]);
    let g: Geometry = Polygon::new(shell, vec![hole]).into();
    assert_eq!(decode(&encode(&g, 4490).unwrap()), Ok(g));
}

/// The binary of a curve: its type, and its points or parts.
fn curve(kind: u32, points: &[(f64, f64)]) -> Vec<u8> {
    let mut out = vec![1];
    out.extend(kind.to_le_bytes());
    out.extend((points.len() as u32).to_le_bytes());
    for (x, y) in points {
        out.extend(x.to_le_bytes());
        out.extend(y.to_le_bytes());
    }
    out
}

fn of_parts(kind: u32, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![1];
    out.extend(kind.to_le_bytes());
    out.extend((parts.len() as u32).to_le_bytes());
    parts.iter().for_each(|p| out.extend(p));
    out
}

#[test]
fn arcs_become_chords_in_every_kind_of_curve() {
    use geo::{Area, Length};
    let arc = curve(8, &[(-1.0, 0.0), (0.0, 1.0), (1.0, 0.0)]);
    let back = curve(2, &[(1.0, 0.0), (-1.0, 0.0)]);
    let half_disc = of_parts(9, &[arc.clone(), back]);
    let disc = of_parts(10, &[curve(8, &[(3.0, 0.0), (5.0, 0.0), (3.0, 0.0)])]);
    let decoded = |body: &[u8]| decode(&[&hex("47 50 00 01 8a110000"), body].concat()).unwrap();
    let pi = std::f64::consts::PI;
    for (body, area) in [
        (of_parts(10, std::slice::from_ref(&half_disc)), pi / 2.0),
        (disc.clone(), pi),
        (
            of_parts(12, &[of_parts(10, std::slice::from_ref(&half_disc)), disc]),
            pi * 1.5,
        ),
    ] {
        let got = decoded(&body).unsigned_area();
        assert!((got - area).abs() < 1e-3 * area, "{got} for {area}");
    }
    let length = |g: &Geometry| match g {
        Geometry::LineString(l) => geo::Euclidean.length(l),
        Geometry::MultiLineString(l) => geo::Euclidean.length(l),
        other => panic!("{other:?}"),
    };
    for (body, wanted) in [
        (arc.clone(), pi),
        (half_disc, pi + 2.0),
        (
            of_parts(11, &[arc, curve(2, &[(0.0, 0.0), (0.0, 5.0)])]),
            pi + 5.0,
        ),
    ] {
        let got = length(&decoded(&body));
        assert!((got - wanted).abs() < 1e-3 * wanted, "{got} for {wanted}");
    }
}

#[test]
fn curves_nested_without_end_are_refused() {
    let mut blob = hex("47 50 00 01 8a110000");
    for _ in 0..100_000 {
        blob.extend(hex("01 09000000 01000000"));
    }
    assert_eq!(decode(&blob), Err(BlobError::TooDeep));
}
