//! Circular strings of well-known text and binary as chords.

use super::{over, tolerance_at};
use geo_types::Coord;

/// Arcs of one shape from which on their chords are fewer, so that a small file does not become a large shape.
const MANY_ARCS: usize = 2_000;
/// How much farther these may lie from their arcs.
const COARSER: f64 = 100.0;

/// Returns the chords of arcs that follow each other, each by its start, a place on it, and its end, which begins the next.
///
/// They stay within a centimetre of the arcs, or a metre where there are very many.
pub(crate) fn chords(places: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut out: Vec<Coord<f64>> = places.first().copied().into_iter().collect();
    let mut at = 0;
    while let [start, on, end] = places[at..].iter().copied().take(3).collect::<Vec<_>>()[..] {
        let coarser = if places.len() / 2 > MANY_ARCS {
            COARSER
        } else {
            1.0
        };
        over(&mut out, start, on, end, tolerance_at(start) * coarser);
        at += 2;
    }
    // What is left over is no arc.
    out.extend(places[(at + 1).min(places.len())..].iter().copied());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::coord;
    use std::f64::consts::TAU;

    fn length(line: &[Coord<f64>]) -> f64 {
        line.windows(2)
            .map(|w| (w[1].x - w[0].x).hypot(w[1].y - w[0].y))
            .sum()
    }

    #[test]
    fn arcs_have_their_length_whichever_way_they_turn() {
        let c = |x: f64, y: f64| coord! { x: x, y: y };
        let half = chords(&[c(-1.0, 0.0), c(0.0, 1.0), c(1.0, 0.0)]);
        assert!((length(&half) - std::f64::consts::PI).abs() < 1e-3);
        assert!(half.iter().all(|p| p.y >= -1e-12), "over the top");
        let under = chords(&[c(-1.0, 0.0), c(0.0, -1.0), c(1.0, 0.0)]);
        assert!(under.iter().all(|p| p.y <= 1e-12), "below");
        let whole = chords(&[c(1.0, 0.0), c(-1.0, 0.0), c(1.0, 0.0)]);
        assert!((length(&whole) - TAU).abs() < 2e-3);
        let straight = [c(0.0, 0.0), c(1.0, 0.0), c(2.0, 0.0)];
        assert_eq!(chords(&straight), straight);
        let two = chords(&[c(0.0, 0.0), c(1.0, 1.0), c(2.0, 0.0), c(3.0, -1.0), c(4.0, 0.0)]);
        assert!((length(&two) - TAU).abs() < 2e-3, "an S of two half circles");
    }

    #[test]
    fn what_is_no_arc_is_kept_as_it_is() {
        assert_eq!(chords(&[]), []);
        let two = [coord! { x: 0.0, y: 0.0 }, coord! { x: 1.0, y: 0.0 }];
        assert_eq!(chords(&two), two);
        let odd = [f64::NAN, 1.0, f64::INFINITY, 2.0].map(|v| coord! { x: v, y: v });
        assert!(chords(&odd).len() < 1000);
    }
}
