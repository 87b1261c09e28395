//! Thinning and clipping of what is drawn in a tile: first of its places, then in units of the tile.

use super::fixed::{FixedBox, FixedCoord};
use super::grid::{FRAME, TileId};

pub(super) type Xy = [f64; 2];

/// Leaves out the vertices of which nothing is seen in a tile.
///
/// These are the ones in the same cell of a fine grid as the vertex before, and the ones beyond one side of the frame
/// together with both their neighbours. The grid lies fast on the earth, so that neighbouring tiles draw one line.
pub(super) struct VertexFilter {
    frame: FixedBox,
    /// Side of a cell: so many bits of a place. At most 2.4 units of the tile: what is left out is half a pixel away.
    bits: u32,
}

impl VertexFilter {
    pub(super) fn new(id: TileId) -> Self {
        // A step is 2^z / 878,906 units.
        Self {
            frame: id.frame(),
            bits: 21 - u32::from(id.z.min(21)),
        }
    }

    /// The vertices that are left of a line or ring; `inside`: all of it lies in the frame.
    pub(super) fn pass(&self, coords: &[FixedCoord], inside: bool, left: &mut Vec<FixedCoord>) {
        left.clear();
        let cell = |s: FixedCoord| s.map(|v| v >> self.bits);
        let (Some(first), Some(last)) = (coords.first(), coords.last()) else {
            return;
        };
        let others = coords
            .windows(2)
            .filter(|pair| cell(pair[0]) != cell(pair[1]))
            .map(|pair| pair[1]);
        left.push(*first);
        if inside {
            left.extend(others);
        } else {
            let mut beyond = self.frame.beyond(*first);
            // The one that stays if it or the next one can be seen from the last that stayed.
            let mut waiting: Option<(FixedCoord, u8)> = None;
            for fixed in others {
                let sides = self.frame.beyond(fixed);
                if let Some((held, its)) = waiting
                    && beyond & its & sides == 0
                {
                    left.push(held);
                    beyond = its;
                }
                waiting = Some((fixed, sides));
            }
            left.extend(waiting.map(|(fixed, _)| fixed));
        }
        // A line ends where it ends.
        if left.last() != Some(last) {
            left.push(*last);
        }
    }
}

/// Half a pixel of a tile drawn 512 pixels wide: a line may stray so far.
const TOLERANCE: f64 = 4.0;

/// Thins a line, or a ring that does not repeat its first point (D. H. Douglas and T. K. Peucker, 1973).
pub(super) fn thin(points: &[Xy], closed: bool, keep: &mut Vec<bool>, out: &mut Vec<Xy>) {
    out.clear();
    if points.len() < 3 {
        out.extend_from_slice(points);
        return;
    }
    keep.clear();
    keep.resize(points.len(), false);
    keep[0] = true;
    if closed {
        // The point farthest from the first one holds the ring open.
        let far = (1..points.len())
            .max_by(|a, b| gap(points[0], points[*a]).total_cmp(&gap(points[0], points[*b])))
            .unwrap_or(0);
        keep[far] = true;
        stretch(points, 0, far, keep);
        stretch(points, far, points.len(), keep);
    } else {
        keep[points.len() - 1] = true;
        stretch(points, 0, points.len() - 1, keep);
    }
    out.extend(
        points
            .iter()
            .zip(keep.iter())
            .filter(|(_, k)| **k)
            .map(|(p, _)| *p),
    );
}

fn stretch(points: &[Xy], first: usize, last: usize, keep: &mut [bool]) {
    let mut open = vec![(first, last)];
    while let Some((first, last)) = open.pop() {
        let (a, b) = (points[first], points[last % points.len()]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let square = dx * dx + dy * dy;
        let part = if square > 0.0 { square.recip() } else { 0.0 };
        let mut worst = (TOLERANCE * TOLERANCE, 0);
        for (i, p) in points.iter().enumerate().take(last).skip(first + 1) {
            let t = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) * part).clamp(0.0, 1.0);
            let d = gap(*p, [a[0] + t * dx, a[1] + t * dy]);
            if d > worst.0 {
                worst = (d, i);
            }
        }
        if worst.1 > 0 {
            keep[worst.1] = true;
            open.push((first, worst.1));
            open.push((worst.1, last));
        }
    }
}

fn gap(a: Xy, b: Xy) -> f64 {
    (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
}

/// The square of the distance from a point to a segment.
pub(super) fn square_to_segment(p: Xy, a: Xy, b: Xy) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 {
        (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    gap(p, [a[0] + t * dx, a[1] + t * dy])
}

/// Cuts a ring to the frame (I. E. Sutherland and G. W. Hodgman, 1974); parts outside become runs along its edge.
pub(super) fn clip_ring(ring: &mut Vec<Xy>, spare: &mut Vec<Xy>) {
    for (axis, limit, keep_below) in [
        (0, FRAME.0, false),
        (0, FRAME.1, true),
        (1, FRAME.0, false),
        (1, FRAME.1, true),
    ] {
        spare.clear();
        let inside = |p: &Xy| (p[axis] <= limit) == keep_below || p[axis] == limit;
        let Some(mut before) = ring.last().copied() else {
            return;
        };
        for p in ring.iter().copied() {
            if inside(&before) != inside(&p) {
                let t = (limit - before[axis]) / (p[axis] - before[axis]);
                let mut cut = [
                    before[0] + t * (p[0] - before[0]),
                    before[1] + t * (p[1] - before[1]),
                ];
                cut[axis] = limit;
                spare.push(cut);
            }
            if inside(&p) {
                spare.push(p);
            }
            before = p;
        }
        std::mem::swap(ring, spare);
    }
}

/// Cuts a line to the frame and hands over each piece that is left (Y.-D. Liang and B. A. Barsky, 1984).
pub(super) fn clip_line(line: &[Xy], piece: &mut Vec<Xy>, mut done: impl FnMut(&[Xy])) {
    piece.clear();
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let Some((from, to)) = inside_stretch(a, b) else {
            if piece.len() > 1 {
                done(piece);
            }
            piece.clear();
            continue;
        };
        let at = |t: f64| [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
        if from > 0.0 || piece.is_empty() {
            if piece.len() > 1 {
                done(piece);
            }
            piece.clear();
            piece.push(if from > 0.0 { at(from) } else { a });
        }
        piece.push(if to < 1.0 { at(to) } else { b });
    }
    if piece.len() > 1 {
        done(piece);
    }
}

/// Between which parts of a segment it is inside the frame.
fn inside_stretch(a: Xy, b: Xy) -> Option<(f64, f64)> {
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for axis in [0, 1] {
        let step = b[axis] - a[axis];
        for (room, step) in [(a[axis] - FRAME.0, -step), (FRAME.1 - a[axis], step)] {
            if step == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if step < 0.0 {
                from = from.max(room / step);
            } else {
                to = to.min(room / step);
            }
        }
    }
    (from <= to).then_some((from, to))
}
