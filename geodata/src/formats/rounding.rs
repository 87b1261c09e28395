//! Fewer digits without broken shapes.

use super::written_crs::WrittenCrs;
use crate::measure::rings;
use geo::MapCoords;
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon, coord};

/// Digits behind the point of metres in a text: the fourth is a tenth of a millimetre.
const METRES: u8 = 4;
/// Digits behind the point of degrees in a text: the ninth is a tenth of a millimetre on the ground.
const DEGREES: u8 = 9;

/// Returns the digits behind the point that a place in a system has in a text; those after them are noise of converting.
pub(super) fn decimals(crs: &WrittenCrs) -> u8 {
    if crs.is_projected() { METRES } else { DEGREES }
}

/// Rounds every coordinate; shapes that would collapse stay exact and are counted in `kept`.
pub(super) fn round(geometry: &Geometry<f64>, decimals: u8, kept: &mut usize) -> Geometry<f64> {
    match geometry {
        Geometry::LineString(l) => line(l, decimals, kept).into(),
        Geometry::MultiLineString(ls) => {
            MultiLineString(ls.iter().map(|l| line(l, decimals, kept)).collect()).into()
        }
        Geometry::Polygon(p) => polygon(p, decimals, kept).into(),
        Geometry::MultiPolygon(ps) => {
            MultiPolygon(ps.iter().map(|p| polygon(p, decimals, kept)).collect()).into()
        }
        Geometry::Line(l) => line(&LineString::from(*l), decimals, kept).into(),
        Geometry::Rect(r) => polygon(&r.to_polygon(), decimals, kept).into(),
        Geometry::Triangle(t) => polygon(&t.to_polygon(), decimals, kept).into(),
        Geometry::GeometryCollection(parts) => {
            Geometry::GeometryCollection(parts.iter().map(|g| round(g, decimals, kept)).collect())
        }
        points => points.map_coords(|c| coordinate(c, decimals)),
    }
}

pub(super) fn coordinate(c: Coord<f64>, decimals: u8) -> Coord<f64> {
    coord! { x: number(c.x, decimals), y: number(c.y, decimals) }
}

/// The double nearest to the decimal text, so that it prints with no more digits than asked for.
fn number(v: f64, decimals: u8) -> f64 {
    let tens = 10_f64.powi(i32::from(decimals.min(17)));
    let (scaled, near) = (v * tens, (v * tens).round_ties_even());
    // Whole numbers and tens are exact here, so their quotient is the double sought; a near tie is settled by its text.
    if decimals <= 15 && near.abs() < 1e12 && (scaled - near).abs() < 0.499 {
        return near / tens + 0.0;
    }
    let rounded: f64 = format!("{v:.0$}", usize::from(decimals.min(17)))
        .parse()
        .unwrap_or(v);
    // Minus zero would be written with its sign.
    rounded + 0.0
}

/// The rounded coordinates, those that fall together with the one before left out.
fn rounded(line: &LineString<f64>, decimals: u8) -> LineString<f64> {
    let mut coords: Vec<Coord<f64>> = line.0.iter().map(|c| coordinate(*c, decimals)).collect();
    let mut before = None;
    let mut at = 0;
    // Repeats that were there before rounding are the author's and stay.
    coords.retain(|c| {
        let falls_together = before == Some(*c) && line.0[at] != line.0[at - 1];
        before = Some(*c);
        at += 1;
        !falls_together
    });
    LineString(coords)
}

fn line(line: &LineString<f64>, decimals: u8, kept: &mut usize) -> LineString<f64> {
    let short = rounded(line, decimals);
    if short.0.len() < 2 && line.0.len() >= 2 {
        *kept += 1;
        return line.clone();
    }
    short
}

fn polygon(polygon: &Polygon<f64>, decimals: u8, kept: &mut usize) -> Polygon<f64> {
    let mut out = rings(polygon)
        .map(|r| ring(r, decimals, kept))
        .collect::<Vec<_>>()
        .into_iter();
    let shell = out.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(shell, out.collect())
}

fn ring(ring: &LineString<f64>, decimals: u8, kept: &mut usize) -> LineString<f64> {
    let short = rounded(ring, decimals);
    if (short.0.len() < 4 || doubled_area(&short) == 0.0) && doubled_area(ring) != 0.0 {
        *kept += 1;
        return ring.clone();
    }
    short
}

/// Twice the signed area in square degrees, measured from the first point so that small rings keep their digits.
fn doubled_area(ring: &LineString<f64>) -> f64 {
    let Some(origin) = ring.0.first().copied() else {
        return 0.0;
    };
    ring.lines()
        .map(|s| {
            let (a, b) = (s.start - origin, s.end - origin);
            a.x * b.y - b.x * a.y
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_double_nearest_to_its_text() {
        let mut state = 7_u64;
        for turn in 0..200_000_u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let share = (state >> 11) as f64 / (1_u64 << 53) as f64;
            let v = (share - 0.5) * [1e-3, 360.0, 1e5, 8e7, 1e14][turn as usize % 5];
            let decimals = [4, 7, 9][turn as usize % 3];
            let text: f64 = format!("{v:.0$}", usize::from(decimals))
                .parse()
                .expect("a number");
            assert_eq!(
                number(v, decimals).to_bits(),
                (text + 0.0).to_bits(),
                "{v} to {decimals}"
            );
        }
        for v in [
            0.5,
            0.125,
            2.5e-4,
            0.00005,
            4_207_000.000_05,
            -0.000_01,
            f64::INFINITY,
        ] {
            let text: f64 = format!("{v:.4}").parse().expect("a number");
            assert_eq!(number(v, 4).to_bits(), (text + 0.0).to_bits(), "{v}");
        }
        assert!(number(f64::NAN, 4).is_nan());
    }
}
