//! Fast lengths and areas against geographiclib's algorithm, from footprints to provinces.

use geo::{Distance, Geodesic, GeodesicArea};
use geo_types::{Coord, Geometry, LineString, Point, Polygon, coord};
use geodata::measure::{area, length, perimeter};

/// Numbers between 0 and 1, the same ones at every run (Knuth's linear congruential generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }
}

/// A star-shaped ring of about a size in metres around a place.
fn star(dice: &mut Dice, centre: Coord<f64>, size: f64, corners: usize) -> LineString<f64> {
    let (east, north) = (
        (size / 6_378_137.0 / centre.y.to_radians().cos()).to_degrees(),
        (size / 6_378_137.0).to_degrees(),
    );
    let mut ring: Vec<Coord<f64>> = (0..corners)
        .map(|i| {
            let angle = std::f64::consts::TAU * (i as f64 + 0.4 * dice.roll()) / corners as f64;
            let r = 0.5 * dice.between(0.5, 1.0);
            coord! { x: centre.x + r * east * angle.cos(), y: centre.y + r * north * angle.sin() }
        })
        .collect();
    ring.push(ring[0]);
    LineString(ring)
}

fn karney_length(line: &LineString<f64>) -> f64 {
    line.lines()
        .map(|l| Geodesic.distance(Point::from(l.start), Point::from(l.end)))
        .sum()
}

#[test]
fn lengths_of_edges_from_a_metre_to_a_thousand_kilometres_are_karneys() {
    let mut dice = Dice(1);
    let mut short = 0;
    for i in 0..60_000 {
        let metres = 10f64.powf(dice.between(0.0, 6.0));
        let start = coord! { x: dice.between(-170.0, 170.0), y: dice.between(-80.0, 80.0) };
        let angle = dice.between(0.0, std::f64::consts::TAU);
        let north = (metres / 6_378_137.0).to_degrees() * angle.sin();
        let east = (metres / 6_378_137.0 / start.y.to_radians().cos()).to_degrees() * angle.cos();
        let end = coord! { x: start.x + east, y: (start.y + north).clamp(-90.0, 90.0) };
        let line = LineString(vec![start, end]);
        let (own, karney) = (length(&line.clone().into()).0, karney_length(&line));
        // Karney's own error is up to 15 nanometres (2013, section 6); that is all that is allowed beyond 10⁻¹¹.
        assert!(
            (own - karney).abs() <= 1e-11 * karney + 1.5e-8,
            "{i}: {line:?} {own} {karney}"
        );
        short += usize::from(karney < 20_000.0);
    }
    assert!(short > 30_000);
}

#[test]
fn areas_and_perimeters_of_polygons_from_ten_metres_to_two_thousand_kilometres_are_karneys() {
    let mut dice = Dice(2);
    for i in 0..6_000 {
        let size = 10f64.powf(dice.between(1.0, 6.3));
        let corners = 3 + (dice.roll() * 60.0) as usize;
        let centre = coord! { x: dice.between(-150.0, 150.0), y: dice.between(-65.0, 65.0) };
        let ring = star(&mut dice, centre, size, corners);
        let karney_perimeter = karney_length(&ring);
        let polygon = Polygon::new(ring, vec![]);
        let karney = polygon.geodesic_area_signed().abs();
        let g = Geometry::from(polygon);
        let (own, own_perimeter) = (area(&g).0, perimeter(&g).0);
        // Karney's areas under an edge carry rounding of some 10⁻⁵ m² each, whatever the size of the ring.
        let floor = 2e-5 * corners as f64;
        let off = (own - karney).abs();
        assert!(
            off <= 1e-10 * karney + floor,
            "{i}: {size} m, {corners}: {own} {karney}"
        );
        let noise = 1.5e-8 * corners as f64;
        assert!(
            (own_perimeter - karney_perimeter).abs() <= 1e-10 * karney_perimeter + noise,
            "{i}: {size} m"
        );
    }
}

/// Against areas worked out with forty digits (fixtures/crs/make_footprints.py), where Karney's algorithm in double
/// precision is itself 2·10⁻⁶ off at ten metres.
#[test]
fn areas_of_footprints_are_right_to_a_billionth_and_more() {
    let mut rows = 0;
    for line in include_str!("../fixtures/crs/footprints.csv").lines().skip(1) {
        let f: Vec<f64> = line.split(',').map(|v| v.parse().unwrap()).collect();
        let ring: Vec<Coord<f64>> = f[1..].chunks(2).map(|c| coord! { x: c[0], y: c[1] }).collect();
        let own = area(&Polygon::new(LineString(ring), vec![]).into()).0;
        assert!((own - f[0]).abs() <= 1e-11 * f[0], "{line}: {own}");
        rows += 1;
    }
    assert_eq!(rows, 120);
}
