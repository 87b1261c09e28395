//! Which system raw coordinates are in.

use geo_types::{Coord, coord};
use geodata::crs::suggest::{CoordinateOrder, Suggestion, SuggestionReason, suggest};
use geodata::crs::{Converter, Crs, DatumShift};

/// A handful of places in Chengwu county, Shandong.
fn town() -> Vec<Coord<f64>> {
    (0..12)
        .map(|i| coord! { x: 115.85 + 0.01 * f64::from(i), y: 34.93 + 0.004 * f64::from(i) })
        .collect()
}

fn town_in(epsg: u32) -> Vec<Coord<f64>> {
    let system = Converter::new(Crs::from_epsg(epsg).unwrap(), Some(DatumShift::None)).unwrap();
    town().iter().map(|c| system.forward(*c).unwrap()).collect()
}

fn swapped(sample: &[Coord<f64>]) -> Vec<Coord<f64>> {
    sample.iter().map(|c| coord! { x: c.y, y: c.x }).collect()
}

const ATLAS: Coord<f64> = Coord { x: 116.3, y: 35.4 };

fn first(sample: &[Coord<f64>], expected: &[Coord<f64>]) -> Suggestion {
    suggest(sample, expected, None)[0]
}

fn is(s: Suggestion, epsg: u32, order: CoordinateOrder, why: SuggestionReason) {
    assert_eq!((s.crs.epsg(), s.order, s.why), (Some(epsg), order, why), "{s:?}");
}

#[test]
fn degrees_are_known_in_either_order() {
    is(
        first(&town(), &[]),
        4490,
        CoordinateOrder::AsGiven,
        SuggestionReason::DegreesInChina,
    );
    is(
        first(&swapped(&town()), &[]),
        4490,
        CoordinateOrder::Swapped,
        SuggestionReason::DegreesInChina,
    );
    let paris = [coord! { x: 2.35, y: 48.85 }];
    is(
        first(&paris, &[]),
        4490,
        CoordinateOrder::AsGiven,
        SuggestionReason::Degrees,
    );
}

#[test]
fn a_zone_number_in_the_easting_names_the_zone_and_its_width() {
    for (epsg, why) in [
        (4527, SuggestionReason::ZonePrefix),
        (4498, SuggestionReason::ZonePrefix),
        (4526, SuggestionReason::ZonePrefix),
    ] {
        is(first(&town_in(epsg), &[]), epsg, CoordinateOrder::AsGiven, why);
        is(
            first(&swapped(&town_in(epsg)), &[]),
            epsg,
            CoordinateOrder::Swapped,
            why,
        );
        is(
            first(&town_in(epsg), &[ATLAS]),
            epsg,
            CoordinateOrder::AsGiven,
            why,
        );
    }
}

#[test]
fn without_a_zone_number_the_expected_place_decides() {
    is(
        first(&town_in(4548), &[ATLAS]),
        4548,
        CoordinateOrder::AsGiven,
        SuggestionReason::ZoneOfExpectedPlace,
    );
    is(
        first(&swapped(&town_in(4548)), &[ATLAS]),
        4548,
        CoordinateOrder::Swapped,
        SuggestionReason::ZoneOfExpectedPlace,
    );
    // The same town also lies in the zone next door, 38.
    is(
        first(&town_in(4547), &[ATLAS]),
        4547,
        CoordinateOrder::AsGiven,
        SuggestionReason::ZoneOfExpectedPlace,
    );
    let open = suggest(&town_in(4548), &[], None);
    assert!(open.len() > 15 && open.iter().any(|s| s.crs.epsg() == Some(4548)));
    assert!(
        open.iter()
            .all(|s| s.why != SuggestionReason::ZonePrefix && s.plausibility < 0.75)
    );
}

#[test]
fn of_places_far_from_each_other_the_nearest_decides_not_their_middle() {
    // Towns of Shandong, Jilin and Qinghai: their middle lies in a zone where none of them is.
    let atlas = [ATLAS, coord! { x: 129.5, y: 42.9 }, coord! { x: 95.4, y: 39.9 }];
    let found = suggest(&town_in(4548), &atlas, None);
    is(
        found[0],
        4548,
        CoordinateOrder::AsGiven,
        SuggestionReason::ZoneOfExpectedPlace,
    );
    assert!(found[1].plausibility < 0.5 * found[0].plausibility, "{found:?}");
}

#[test]
fn eastings_far_from_the_meridian_mean_a_six_degree_zone() {
    let system = Converter::new(Crs::from_epsg(4509).unwrap(), None).unwrap();
    let far: Vec<Coord<f64>> = [119.4, 119.5]
        .map(|lon| system.forward(coord! { x: lon, y: 35.0 }).unwrap())
        .to_vec();
    is(
        first(&far, &[coord! { x: 119.3, y: 35.2 }]),
        4509,
        CoordinateOrder::AsGiven,
        SuggestionReason::ZoneOfExpectedPlace,
    );
}

#[test]
fn web_mercator_is_known_by_the_size_of_its_numbers() {
    is(
        first(&town_in(3857), &[]),
        3857,
        CoordinateOrder::AsGiven,
        SuggestionReason::WebMercator,
    );
    is(
        first(&town_in(3857), &[ATLAS]),
        3857,
        CoordinateOrder::AsGiven,
        SuggestionReason::WebMercator,
    );
}

#[test]
fn millimetres_are_known_by_their_size() {
    let sample: Vec<Coord<f64>> = town_in(4548).iter().map(|c| *c * 1000.0).collect();
    let s = first(&sample, &[ATLAS]);
    is(
        s,
        4548,
        CoordinateOrder::AsGiven,
        SuggestionReason::ZoneOfExpectedPlace,
    );
    assert_eq!(s.scale, 0.001);
    let back = Crs::from_epsg(4548)
        .unwrap()
        .inverse(s.arranged(sample[0]))
        .unwrap();
    assert!((back.x - town()[0].x).abs() < 1e-9);
}

#[test]
fn what_the_file_says_comes_first_when_the_numbers_agree_and_not_at_all_when_they_do_not() {
    let xian = Crs::from_epsg(2384).unwrap();
    let agreed = suggest(&town_in(2384), &[ATLAS], Some(xian));
    assert_eq!((agreed[0].crs, agreed[0].why), (xian, SuggestionReason::Stated));
    let gcj = suggest(&town(), &[], Some(Crs::Gcj02));
    assert_eq!((gcj[0].crs, gcj[0].why), (Crs::Gcj02, SuggestionReason::Stated));
    let metres_said_degrees = suggest(&town_in(4548), &[ATLAS], Some(Crs::Wgs84));
    assert!(metres_said_degrees.iter().all(|s| s.crs != Crs::Wgs84));
    let degrees_said_metres = suggest(&town(), &[ATLAS], Crs::from_epsg(4548));
    assert!(degrees_said_metres.iter().all(|s| s.crs == Crs::Cgcs2000));
    // The right zone without its number, though the file states the one with it.
    let other = suggest(&town_in(4548), &[ATLAS], Crs::from_epsg(4527));
    assert_eq!(other[0].crs.epsg(), Some(4548));
}

#[test]
fn numbers_that_are_no_place_suggest_nothing() {
    assert_eq!(suggest(&[], &[], None), []);
    assert_eq!(suggest(&[coord! { x: f64::NAN, y: 1.0 }], &[], None), []);
    assert_eq!(suggest(&[coord! { x: 1e12, y: -1e15 }], &[], None), []);
}
