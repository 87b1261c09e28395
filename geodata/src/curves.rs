//! Curves as chords.

pub(crate) mod circular_string;

use geo_types::{Coord, coord};
use std::f64::consts::{PI, TAU};

/// How far a chord may lie from its curve, in metres.
pub(crate) const TOLERANCE: f64 = 0.01;

/// How far at most in terms of the radius.
const OF_RADIUS: f64 = 1.0 / 2000.0;

/// Most chords of one turn.
const MAX_CHORDS: f64 = 4096.0;

/// Metres of a degree of latitude.
const METRES_PER_DEGREE: f64 = 111_000.0;

/// Chords of one Bézier piece.
const MOST_PIECES: f64 = 256.0;

/// Returns [`TOLERANCE`] in the unit of a coordinate: metres, or degrees where it can be degrees.
pub(crate) fn tolerance_at(c: Coord<f64>) -> f64 {
    match c.x.abs() <= 360.0 && c.y.abs() <= 90.0 {
        true => TOLERANCE / METRES_PER_DEGREE,
        false => TOLERANCE,
    }
}

/// Highest degree of a spline.
const MAX_DEGREE: usize = 15;

/// Returns how many chords an arc needs. The chord of angle φ lies r·(1 − cos(φ/2)) from its arc.
fn chords(radius: f64, sweep: f64, tolerance: f64) -> usize {
    let away = (tolerance / radius).min(OF_RADIUS);
    let step = 2.0 * (1.0 - away).acos();
    let turns = sweep.abs() / TAU;
    let n = (sweep.abs() / step).min(MAX_CHORDS * turns.max(0.01)).ceil();
    if n.is_finite() {
        (n as usize).clamp(1, 3 * MAX_CHORDS as usize)
    } else {
        1
    }
}

/// Returns the points of an ellipse, its half axes as vectors, from one parameter through a sweep (radians).
pub(crate) fn ellipse(
    centre: Coord<f64>,
    major: Coord<f64>,
    minor: Coord<f64>,
    from: f64,
    sweep: f64,
    tolerance: f64,
) -> Vec<Coord<f64>> {
    let radius = major.x.hypot(major.y).max(minor.x.hypot(minor.y));
    if !radius.is_finite() || !from.is_finite() || !sweep.is_finite() || sweep.abs() > 2.0 * TAU {
        return Vec::new();
    }
    let n = chords(radius, sweep, tolerance);
    let at = |i: usize| {
        let (sin, cos) = (from + sweep * i as f64 / n as f64).sin_cos();
        centre + major * cos + minor * sin
    };
    let mut points: Vec<Coord<f64>> = (0..=n).map(at).collect();
    if (sweep.abs() - TAU).abs() < 1e-9 {
        points[n] = points[0];
    }
    points
}

/// Returns the points of an arc from one angle through a sweep (radians, counter-clockwise positive).
pub(crate) fn arc(centre: Coord<f64>, radius: f64, from: f64, sweep: f64, tolerance: f64) -> Vec<Coord<f64>> {
    let (major, minor) = (coord! { x: radius, y: 0.0 }, coord! { x: 0.0, y: radius });
    ellipse(centre, major, minor, from, sweep, tolerance)
}

/// Returns the sweep from one angle counter-clockwise to another; a full turn when they are the same.
pub(crate) fn sweep(from: f64, to: f64) -> f64 {
    let sweep = (to - from).rem_euclid(TAU);
    if sweep < 1e-12 { TAU } else { sweep }
}

/// Appends the arc of a bulge (tangent of a quarter of its angle) from `a` to `b`, without `a`.
pub(crate) fn bulge(out: &mut Vec<Coord<f64>>, a: Coord<f64>, b: Coord<f64>, bulge: f64, tolerance: f64) {
    let chord = (b.x - a.x).hypot(b.y - a.y);
    if bulge.is_finite() && bulge.abs() > 1e-9 && bulge.abs() < 1e6 && chord > 0.0 {
        let away = (1.0 - bulge * bulge) / (4.0 * bulge);
        let centre = coord! {
            x: (a.x + b.x) / 2.0 - (b.y - a.y) * away,
            y: (a.y + b.y) / 2.0 + (b.x - a.x) * away,
        };
        let radius = (a.x - centre.x).hypot(a.y - centre.y);
        let from = (a.y - centre.y).atan2(a.x - centre.x);
        let mut points = arc(centre, radius, from, 4.0 * bulge.atan(), tolerance);
        points.pop();
        out.extend(points.into_iter().skip(1));
    }
    out.push(b);
}

/// Appends the arc from `a` over `on` to `b`, without `a`. One that ends where it began is a whole circle, across from
/// `on` (ISO 13249-3, 7.3); three places on one line are that line.
pub(crate) fn over(out: &mut Vec<Coord<f64>>, a: Coord<f64>, on: Coord<f64>, b: Coord<f64>, tolerance: f64) {
    let Some((centre, sweep)) = circle(a, on, b) else {
        if on != a && on != b {
            out.push(on);
        }
        out.push(b);
        return;
    };
    let from = a - centre;
    let mut points = arc(
        centre,
        from.x.hypot(from.y),
        from.y.atan2(from.x),
        sweep,
        tolerance,
    );
    points.pop();
    out.extend(points.into_iter().skip(1));
    out.push(b);
}

/// The centre of an arc and the angle it goes through, counter-clockwise positive; `None` for places on one line.
fn circle(a: Coord<f64>, on: Coord<f64>, b: Coord<f64>) -> Option<(Coord<f64>, f64)> {
    if a == b {
        return (on != a).then(|| ((a + on) / 2.0, TAU));
    }
    let (b, c) = (on - a, b - a);
    let d = 2.0 * (b.x * c.y - b.y * c.x);
    let (bb, cc) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
    let away = coord! { x: (c.y * bb - b.y * cc) / d, y: (b.x * cc - c.x * bb) / d };
    if !(away.x.is_finite() && away.y.is_finite()) {
        return None;
    }
    let angle = |p: Coord<f64>| (p.y - away.y).atan2(p.x - away.x);
    let start = angle(coord! { x: 0.0, y: 0.0 });
    let turn = |to: f64| (to - start).rem_euclid(TAU);
    let (to_on, to_end) = (turn(angle(b)), turn(angle(c)));
    Some((a + away, if to_on <= to_end { to_end } else { to_end - TAU }))
}

/// Appends the cubic Bézier curve from `a` to `b`, without `a`. Pieces of a curve whose second derivative is at most m lie
/// less than m/8 of the square of their length from their chords.
pub(crate) fn bezier(
    out: &mut Vec<Coord<f64>>,
    a: Coord<f64>,
    [near_a, near_b]: [Coord<f64>; 2],
    b: Coord<f64>,
    tolerance: f64,
) {
    let bend = |p: Coord<f64>, q: Coord<f64>, r: Coord<f64>| {
        let d = p - q * 2.0 + r;
        6.0 * d.x.hypot(d.y)
    };
    let most = bend(a, near_a, near_b).max(bend(near_a, near_b, b));
    let pieces = (most / (8.0 * tolerance)).sqrt().ceil().clamp(1.0, MOST_PIECES);
    let mut piece = 1.0;
    while piece < pieces {
        let (t, s) = (piece / pieces, 1.0 - piece / pieces);
        out.push(a * (s * s * s) + near_a * (3.0 * s * s * t) + near_b * (3.0 * s * t * t) + b * (t * t * t));
        piece += 1.0;
    }
    out.push(b);
}

/// A B-spline, perhaps rational.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Spline {
    pub degree: usize,
    pub knots: Vec<f64>,
    pub control: Vec<Coord<f64>>,
    /// One for each control point, or none.
    pub weights: Vec<f64>,
    /// Points it passes through, for files that give nothing else.
    pub fit: Vec<Coord<f64>>,
}

impl Spline {
    /// Returns its points; none if it is no spline. One given only by points it passes through is the natural cubic
    /// spline through them by their distances, as CAD programs draw it.
    pub fn points(&self, tolerance: f64) -> Vec<Coord<f64>> {
        let (n, p) = (self.control.len(), self.degree);
        if n == 0 {
            return through(&self.fit, tolerance);
        }
        let sound = (1..=MAX_DEGREE).contains(&p)
            && n > p
            && self.knots.len() == n + p + 1
            && self.knots.windows(2).all(|w| w[0] <= w[1])
            && self.knots.iter().all(|k| k.is_finite())
            && (self.weights.is_empty() || self.weights.len() == n)
            && self.weights.iter().all(|w| w.is_finite() && *w > 0.0);
        if !sound {
            return Vec::new();
        }
        // Some 100,000 points at most, but for those that have more control points than that.
        let deepest = (25_000 / n).checked_ilog2().unwrap_or(0).min(6) as u8;
        let mut out = Vec::new();
        for span in p..n {
            let (from, to) = (self.knots[span], self.knots[span + 1]);
            if to <= from {
                continue;
            }
            let at = |u| self.at(span, u);
            if out.is_empty() {
                out.push(at(from));
            }
            let pieces = if p == 1 { 1 } else { 4 };
            let mut waiting: Vec<(f64, f64, u8)> = (0..pieces)
                .rev()
                .map(|i| {
                    let cut = |i: i32| from + (to - from) * f64::from(i) / f64::from(pieces);
                    (cut(i), cut(i + 1), deepest)
                })
                .collect();
            while let Some((a, b, depth)) = waiting.pop() {
                let (pa, pb, middle) = (out[out.len() - 1], at(b), (a + b) / 2.0);
                let pm = at(middle);
                let off = (pm.x - (pa.x + pb.x) / 2.0).hypot(pm.y - (pa.y + pb.y) / 2.0);
                if p > 1 && depth > 0 && off > tolerance {
                    waiting.push((middle, b, depth - 1));
                    waiting.push((a, middle, depth - 1));
                } else {
                    out.push(pb);
                }
            }
        }
        out
    }

    /// De Boor's algorithm in homogeneous coordinates.
    fn at(&self, span: usize, u: f64) -> Coord<f64> {
        let p = self.degree;
        let mut d = [[0.0_f64; 3]; MAX_DEGREE + 1];
        for (j, slot) in d.iter_mut().enumerate().take(p + 1) {
            let i = span - p + j;
            let w = self.weights.get(i).copied().unwrap_or(1.0);
            *slot = [self.control[i].x * w, self.control[i].y * w, w];
        }
        for r in 1..=p {
            for j in (r..=p).rev() {
                let i = span - p + j;
                let width = self.knots[i + p + 1 - r] - self.knots[i];
                let t = if width > 0.0 {
                    (u - self.knots[i]) / width
                } else {
                    0.0
                };
                let [x, y, w] = d[j];
                let before = d[j - 1];
                d[j] = [
                    (1.0 - t) * before[0] + t * x,
                    (1.0 - t) * before[1] + t * y,
                    (1.0 - t) * before[2] + t * w,
                ];
            }
        }
        coord! { x: d[p][0] / d[p][2], y: d[p][1] / d[p][2] }
    }
}

/// Points through which a curve is drawn; those of more are joined straight.
const MOST_FIT: usize = 100_000;

/// The natural cubic spline through points, its parameter their distance from each other (de Boor, A Practical Guide to
/// Splines, chapter 4).
fn through(fit: &[Coord<f64>], tolerance: f64) -> Vec<Coord<f64>> {
    let mut points = fit.to_vec();
    points.dedup();
    let n = points.len();
    let steps: Vec<f64> = points
        .windows(2)
        .map(|w| (w[1].x - w[0].x).hypot(w[1].y - w[0].y))
        .collect();
    if !(3..=MOST_FIT).contains(&n) || !steps.iter().all(|h| h.is_finite() && *h > 0.0) {
        return points;
    }
    // Second derivatives, zero at both ends: one tridiagonal system for both axes (Thomas' algorithm).
    let mut upper = vec![0.0; n];
    let mut bend = vec![coord! { x: 0.0, y: 0.0 }; n];
    for i in 1..n - 1 {
        let (h, k) = (steps[i - 1], steps[i]);
        let slope = (points[i + 1] - points[i]) / k - (points[i] - points[i - 1]) / h;
        let pivot = 2.0 * (h + k) - h * upper[i - 1];
        upper[i] = k / pivot;
        bend[i] = (slope * 6.0 - bend[i - 1] * h) / pivot;
    }
    for i in (1..n - 1).rev() {
        bend[i] = bend[i] - bend[i + 1] * upper[i];
    }
    let mut out = vec![points[0]];
    for (i, &h) in steps.iter().enumerate() {
        let (a, b) = (points[i], points[i + 1]);
        // A piece lies less than this from its chord.
        let most = [bend[i], bend[i + 1]]
            .map(|m| m.x.hypot(m.y))
            .into_iter()
            .fold(0.0, f64::max);
        let pieces = (h * (most / (8.0 * tolerance)).sqrt()).ceil().clamp(1.0, 64.0);
        let mut piece = 1.0;
        while piece < pieces {
            let t = piece / pieces;
            let (s, r) = (h * t, h * (1.0 - t));
            let curved = bend[i] * (r * r * r / h - r * h) + bend[i + 1] * (s * s * s / h - s * h);
            out.push(a * (1.0 - t) + b * t + curved / 6.0);
            piece += 1.0;
        }
        out.push(b);
    }
    out
}

/// Returns degrees as radians.
pub(crate) fn radians(degrees: f64) -> f64 {
    degrees * PI / 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_through_points_passes_them_and_is_longer_than_their_chords() {
        let fit: Vec<Coord<f64>> = (0..4)
            .map(|i| coord! { x: 50.0 * f64::from(i), y: 50.0 * f64::from(i % 2) })
            .collect();
        let spline = Spline {
            fit: fit.clone(),
            ..Spline::default()
        };
        let points = spline.points(0.01);
        assert!(fit.iter().all(|p| points.contains(p)));
        let length: f64 = points
            .windows(2)
            .map(|w| (w[1].x - w[0].x).hypot(w[1].y - w[0].y))
            .sum();
        // ezdxf 1.4, fit_points_to_cad_cv: 221.19.
        assert!((length - 221.19).abs() < 0.5, "{length}");
    }

    #[test]
    fn points_that_bound_no_curve_are_joined_straight() {
        let two = vec![coord! { x: 0.0, y: 0.0 }, coord! { x: 1.0, y: f64::NAN }];
        let spline = Spline {
            fit: two.clone(),
            ..Spline::default()
        };
        assert_eq!(spline.points(0.01).len(), 2);
    }
}
