//! Which systems coordinates could be in, told from the numbers alone.

use super::{Converter, Crs, GaussZone, ZoneWidth};
use geo_types::{Coord, coord};
use serde::Serialize;

/// How the numbers have to be rearranged to be x (east), y (north) of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CoordinateOrder {
    /// As they stand: x is longitude or easting.
    AsGiven,
    /// Exchanged: the first number is latitude or northing, as X is in Chinese surveys.
    Swapped,
}

/// What speaks for a system; each has a code under which the words for it are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionReason {
    /// The file or the user says so, and the numbers agree.
    Stated,
    /// Degrees within China.
    DegreesInChina,
    /// Degrees elsewhere on earth.
    Degrees,
    /// Eastings begin with this zone number.
    ZonePrefix,
    /// Eastings around 500 km, and the place where the plan lies decides the zone.
    ZoneOfExpectedPlace,
    /// Eastings around 500 km; any zone is possible.
    AnyZone,
    /// Metres that are in China when taken as Web Mercator.
    WebMercator,
}

impl SuggestionReason {
    /// Returns the code of the words for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stated => "crs.why.stated",
            Self::DegreesInChina => "crs.why.degrees_in_china",
            Self::Degrees => "crs.why.degrees",
            Self::ZonePrefix => "crs.why.zone_prefix",
            Self::ZoneOfExpectedPlace => "crs.why.zone_of_expected_place",
            Self::AnyZone => "crs.why.any_zone",
            Self::WebMercator => "crs.why.web_mercator",
        }
    }
}

/// A system that the numbers fit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Suggestion {
    /// The system; of the datums that look alike in numbers always CGCS2000.
    pub crs: Crs,
    /// Whether the numbers must be exchanged.
    pub order: CoordinateOrder,
    /// Factor from the numbers to metres (0.001 for millimetres); 1 for degrees.
    pub scale: f64,
    /// What speaks for it.
    pub why: SuggestionReason,
    /// From 0 to 1, to sort by; not a probability.
    pub plausibility: f64,
}

impl Suggestion {
    /// Returns a coordinate as given in the order and unit of the system.
    pub fn arranged(&self, c: Coord<f64>) -> Coord<f64> {
        let c = match self.order {
            CoordinateOrder::AsGiven => c,
            CoordinateOrder::Swapped => coord! { x: c.y, y: c.x },
        };
        c * self.scale
    }
}

/// Returns the systems that sample coordinates could be in, the likeliest first; empty when none fits.
///
/// `expected` are longitudes and latitudes near one of which the places should lie, such as the towns of the atlas: the
/// nearest settles the zone when eastings do not carry its number, and lowers what would lie elsewhere; empty if none are
/// known. `stated` is what the file or
/// the user says; it comes first when the numbers agree, and is left out when they do not. GCJ-02, BD-09, Beijing
/// 1954 and Xian 1980 cannot be told from numbers and only come as stated. A sample that is not finite is passed
/// over; a hundred spread over the data are enough.
///
/// ```
/// use geo_types::coord;
/// use geodata::crs::suggest;
///
/// // The zone number before the easting says it all.
/// let found = suggest(&[coord! { x: 39_453_860.0, y: 3_955_704.0 }], &[], None);
/// assert_eq!(found[0].crs.epsg(), Some(4527));
/// // Without it the place where the plan lies decides.
/// let near = coord! { x: 116.5, y: 35.7 };
/// let found = suggest(&[coord! { x: 453_860.0, y: 3_955_704.0 }], &[near], None);
/// assert_eq!(found[0].crs.epsg(), Some(4548));
/// ```
pub fn suggest(sample: &[Coord<f64>], expected: &[Coord<f64>], stated: Option<Crs>) -> Vec<Suggestion> {
    let sample: Vec<Coord<f64>> = sample
        .iter()
        .copied()
        .filter(|c| c.x.is_finite() && c.y.is_finite())
        .collect();
    if sample.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for order in [CoordinateOrder::AsGiven, CoordinateOrder::Swapped] {
        for scale in [1.0, 0.001] {
            let seen = CoordinateSample {
                sample: &sample,
                order,
                scale,
                expected,
            };
            seen.systems(stated, &mut found);
        }
    }
    found.sort_by(|a, b| b.plausibility.total_cmp(&a.plausibility));
    let mut unique: Vec<Suggestion> = Vec::new();
    for s in found {
        if !unique.iter().any(|u| u.crs == s.crs && u.order == s.order) {
            unique.push(s);
        }
    }
    unique
}

/// The sample in one order and unit.
struct CoordinateSample<'a> {
    sample: &'a [Coord<f64>],
    order: CoordinateOrder,
    scale: f64,
    expected: &'a [Coord<f64>],
}

impl CoordinateSample<'_> {
    fn suggestion(&self, crs: Crs, why: SuggestionReason, plausibility: f64) -> Suggestion {
        Suggestion {
            crs,
            order: self.order,
            scale: self.scale,
            why,
            plausibility,
        }
    }

    fn systems(&self, stated: Option<Crs>, found: &mut Vec<Suggestion>) {
        let degrees = self.scale == 1.0 && self.all(|c| c.x.abs() <= 180.0 && c.y.abs() <= 90.0);
        if degrees {
            let why = if self.share_in_china(|c| Some(*c)) > 0.9 {
                SuggestionReason::DegreesInChina
            } else {
                SuggestionReason::Degrees
            };
            let base = if why == SuggestionReason::DegreesInChina {
                0.95
            } else {
                0.3
            };
            self.add(Crs::Cgcs2000, why, base, found);
        } else {
            self.gauss(found);
            self.add(Crs::WebMercator, SuggestionReason::WebMercator, 0.7, found);
        }
        if let Some(crs) = stated
            && crs.is_projected() != degrees
        {
            self.add(crs, SuggestionReason::Stated, 1.0, found);
        }
    }

    fn all(&self, test: impl Fn(Coord<f64>) -> bool) -> bool {
        self.arranged().all(test)
    }

    fn arranged(&self) -> impl Iterator<Item = Coord<f64>> {
        let rule = self.suggestion(Crs::Cgcs2000, SuggestionReason::Degrees, 0.0);
        self.sample.iter().map(move |c| rule.arranged(*c))
    }

    fn share_in_china(&self, to: impl Fn(&Coord<f64>) -> Option<Coord<f64>>) -> f64 {
        let inside = self
            .arranged()
            .filter_map(|c| to(&c))
            .filter(|c| (73.0..=136.0).contains(&c.x) && (3.0..=54.0).contains(&c.y))
            .count();
        inside as f64 / self.sample.len() as f64
    }

    /// Gauss-Krüger zones: with the number in front of eight-digit eastings, or without.
    fn gauss(&self, found: &mut Vec<Suggestion>) {
        if !self.all(|c| (200_000.0..=6_200_000.0).contains(&c.y)) {
            return;
        }
        // The zone of the first place; a file that crosses into the next zone keeps it or is two files.
        let Some(first) = self.arranged().next() else {
            return;
        };
        let prefix = (first.x / 1e6).floor();
        if (13.0..=45.0).contains(&prefix) {
            let width = if prefix < 24.0 {
                ZoneWidth::Six
            } else {
                ZoneWidth::Three
            };
            let zone = GaussZone {
                width,
                zone: prefix as u8,
                prefixed: true,
            };
            if zone.exists() && self.all(|c| (c.x - zone.false_easting()).abs() < 500_000.0) {
                self.add(zone.of(None), SuggestionReason::ZonePrefix, 0.95, found);
            }
            return;
        }
        if !self.all(|c| (c.x - 500_000.0).abs() < 480_000.0) {
            return;
        }
        // A 3° zone reaches 167 km from its meridian at the equator; beyond that a 6° zone is likelier, but data of
        // the zone next door also come this way.
        let wide = !self.all(|c| (c.x - 500_000.0).abs() < 175_000.0);
        let mut offer = |width, zone, share: f64| {
            let zone = GaussZone {
                width,
                zone,
                prefixed: false,
            };
            let (why, base) = match self.expected.is_empty() {
                false => (SuggestionReason::ZoneOfExpectedPlace, 0.9),
                true => (SuggestionReason::AnyZone, 0.4),
            };
            self.add(zone.of(None), why, base * share, found);
        };
        (25..=45).for_each(|zone| offer(ZoneWidth::Three, zone, if wide { 0.6 } else { 1.0 }));
        if wide {
            (13..=23).for_each(|zone| offer(ZoneWidth::Six, zone, 0.9));
        }
    }

    /// Adds a system when the sample lies in China or near the expected place in it.
    fn add(&self, crs: Crs, why: SuggestionReason, base: f64, found: &mut Vec<Suggestion>) {
        // Of old datums only the numbers' size matters here, which the same zone of CGCS2000 tells.
        let alike = match (crs.gauss_zone(), crs.old_datum()) {
            (Some(zone), Some(_)) => zone.of(None),
            (None, Some(_)) => Crs::Cgcs2000,
            _ => crs,
        };
        let Ok(converter) = Converter::new(alike, None) else {
            return;
        };
        let share = self.share_in_china(|c| converter.inverse(*c).ok());
        let mut plausibility = match why {
            SuggestionReason::Degrees => base,
            SuggestionReason::Stated if share < 0.5 => base * 0.5,
            _ => base * share,
        };
        if self.arranged().any(|c| converter.inverse(c).is_err()) {
            plausibility *= 0.3;
        }
        if !self.expected.is_empty() {
            plausibility *= self.nearness(&converter);
        }
        // Numbers are more often right as they stand, and metres more often than millimetres.
        if self.order == CoordinateOrder::Swapped {
            plausibility *= 0.97;
        }
        if self.scale != 1.0 {
            plausibility *= 0.6;
        }
        if plausibility > 0.02 {
            found.push(self.suggestion(crs, why, plausibility));
        }
    }

    /// One at an expected place, falling to a half at half a zone from the nearest and to a tenth some 500 km away.
    fn nearness(&self, converter: &Converter) -> f64 {
        let places: Vec<Coord<f64>> = self
            .arranged()
            .filter_map(|c| converter.inverse(c).ok())
            .collect();
        if places.is_empty() {
            return 0.0;
        }
        let n = places.len() as f64;
        let middle = places.iter().fold(coord! { x: 0.0, y: 0.0 }, |sum, c| sum + *c) / n;
        let off = self
            .expected
            .iter()
            .map(|e| ((middle.x - e.x) * e.y.to_radians().cos()).hypot(middle.y - e.y))
            .fold(f64::INFINITY, f64::min);
        (1.0 / (1.0 + (off / 1.5).powi(2))).max(0.02)
    }
}
