//! Where two edges cross, and what of an edge is inside an outline.

use geo_types::Coord;

use super::outline::{Outline, Side, TOUCH, box_of, gap, turn, widened};

/// How two edges meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum EdgeIntersection {
    Apart,
    /// They cross at a place that lies so far along each of them, 0 to 1.
    Cross(f64, f64, Coord<f64>),
    /// A corner of one lies on the line of the other, or nearly.
    Touch,
}

/// Tells how the edges `ab` and `cd` meet, whose boxes are known to meet.
#[inline]
pub(super) fn meeting(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>, d: Coord<f64>) -> EdgeIntersection {
    let (on_a, on_b) = (turn(c, d, a), turn(c, d, b));
    let (on_c, on_d) = (turn(a, b, c), turn(a, b, d));
    let (ab, cd) = (TOUCH * gap(a, b), TOUCH * gap(c, d));
    let apart = |p: f64, q: f64, touch: f64| (p > touch && q > touch) || (p < -touch && q < -touch);
    if apart(on_a, on_b, cd) || apart(on_c, on_d, ab) {
        return EdgeIntersection::Apart;
    }
    if on_a.abs().min(on_b.abs()) <= cd || on_c.abs().min(on_d.abs()) <= ab {
        return EdgeIntersection::Touch;
    }
    let (t, u) = (on_a / (on_a - on_b), on_c / (on_c - on_d));
    EdgeIntersection::Cross(t, u, a + (b - a) * t)
}

/// The places where an edge crosses an outline, in order along it; `None` where it only touches it.
pub(super) fn cuts(outline: &Outline, a: Coord<f64>, b: Coord<f64>) -> Option<Vec<(f64, Coord<f64>)>> {
    let mut cuts = Vec::new();
    let mut touches = false;
    outline.edges_in(widened(box_of(a, b)), |_, c, d| match meeting(a, b, c, d) {
        EdgeIntersection::Apart => {}
        EdgeIntersection::Cross(t, _, at) => cuts.push((t, at)),
        EdgeIntersection::Touch => touches = true,
    });
    cuts.sort_by(|a, b| a.0.total_cmp(&b.0));
    (!touches).then_some(cuts)
}

/// Hands over what of an edge from `a` to `b`, cut at these places, is inside; `false` when inside and outside do not
/// alternate as they should.
pub(super) fn inside_pieces(
    outline: &Outline,
    (a, b): (Coord<f64>, Coord<f64>),
    cuts: impl Iterator<Item = Coord<f64>>,
    mut piece: impl FnMut(Coord<f64>, Coord<f64>),
) -> bool {
    let mut side = outline.side(a);
    let mut from = a;
    for cut in cuts {
        if side == Side::In {
            piece(from, cut);
        }
        side = match side {
            Side::In => Side::Out,
            Side::Out => Side::In,
            Side::Edge => return false,
        };
        from = cut;
    }
    if side == Side::In {
        piece(from, b);
    }
    side != Side::Edge && side == outline.side(b)
}

/// The same for an edge that touches the outline: each piece counts by its middle, on the boundary as inside.
pub(super) fn inside_pieces_by_middle(
    outline: &Outline,
    (a, b): (Coord<f64>, Coord<f64>),
    mut piece: impl FnMut(Coord<f64>, Coord<f64>),
) {
    let along = b - a;
    let square = along.x * along.x + along.y * along.y;
    let mut cuts = vec![0.0, 1.0];
    outline.edges_in(widened(box_of(a, b)), |_, c, d| match meeting(a, b, c, d) {
        EdgeIntersection::Apart => {}
        EdgeIntersection::Cross(t, _, _) => cuts.push(t),
        EdgeIntersection::Touch => {
            let part = |p: Coord<f64>| ((p.x - a.x) * along.x + (p.y - a.y) * along.y) / square;
            cuts.extend([part(c), part(d)]);
            let (on_a, on_b) = (turn(c, d, a), turn(c, d, b));
            if on_a != on_b {
                cuts.push(on_a / (on_a - on_b));
            }
        }
    });
    cuts.retain(|t| (0.0..=1.0).contains(t));
    cuts.sort_by(f64::total_cmp);
    for pair in cuts.windows(2).filter(|pair| pair[1] > pair[0]) {
        if outline.side(a + along * ((pair[0] + pair[1]) / 2.0)) != Side::Out {
            piece(a + along * pair[0], a + along * pair[1]);
        }
    }
}
