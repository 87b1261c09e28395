//! What the county's projects follow: the river, the ring road and the roads between the towns.

use super::{
    ground::{At, at, km},
    noise::noise,
    places::GRIDS,
};

/// The bends of the invented river 清源河, from the north west to the south east.
const RIVER_BENDS: &[At] = &[
    km(-21.5, 12.6),
    km(-18.6, 11.9),
    km(-16.0, 9.9),
    km(-13.2, 9.6),
    km(-10.4, 8.5),
    km(-8.6, 6.2),
    km(-6.0, 5.2),
    km(-3.4, 3.4),
    km(-0.6, 3.3),
    km(2.2, 3.0),
    km(4.6, 1.6),
    km(6.6, -0.4),
    km(9.2, -1.3),
    km(11.2, -3.4),
    km(12.6, -5.9),
    km(15.2, -6.6),
    km(17.6, -8.4),
    km(21.5, -10.6),
];

/// The tributary that comes out of the lake and joins the river below the county town.
const TRIBUTARY_BENDS: &[At] = &[
    km(14.2, 10.4),
    km(13.4, 7.2),
    km(11.0, 5.4),
    km(9.8, 2.8),
    km(8.4, 0.9),
    km(6.6, -0.4),
];

/// The middle and the radii of the invented lake 月湖.
pub(super) const LAKE: (At, At) = (km(14.9, 11.2), at(1050.0, 780.0));

/// The river as a smooth line.
pub(super) fn river() -> Vec<At> {
    smooth(RIVER_BENDS, 5)
}

/// The tributary as a smooth line; it ends on a point of the river.
pub(super) fn tributary() -> Vec<At> {
    smooth(TRIBUTARY_BENDS, 5)
}

/// A curve through the points, after E. Catmull and R. Rom, "A class of local interpolating splines" (1974).
fn smooth(points: &[At], pieces: usize) -> Vec<At> {
    let mut curve = Vec::new();
    for i in 0..points.len() - 1 {
        let (p0, p1) = (points[i.saturating_sub(1)], points[i]);
        let (p2, p3) = (points[i + 1], points[(i + 2).min(points.len() - 1)]);
        for step in 0..pieces {
            let t = step as f64 / pieces as f64;
            let blend = |a: f64, b: f64, c: f64, d: f64| {
                0.5 * (2.0 * b
                    + (c - a) * t
                    + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
                    + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            curve.push(at(blend(p0.x, p1.x, p2.x, p3.x), blend(p0.y, p1.y, p2.y, p3.y)));
        }
    }
    curve.extend(points.last());
    curve
}

/// The road between two grids, from street end to street end; the same points whichever end is named first.
pub(super) fn road(from: usize, to: usize) -> Vec<At> {
    if from > to {
        let mut back = road(to, from);
        back.reverse();
        return back;
    }
    let ((a, out_a), (b, out_b)) = (
        GRIDS[from].exit_to(from, GRIDS[to].middle()),
        GRIDS[to].exit_to(to, GRIDS[from].middle()),
    );
    let (start, end) = (GRIDS[from].node(from, a.0, a.1), GRIDS[to].node(to, b.0, b.1));
    let (way, far) = start.towards(end);
    let sway = noise((from * 100 + to) as u64) * far * 0.10;
    let (lean_a, lean_b) = (
        start.plus(out_a, far * 0.33).plus(way.left(), sway),
        end.plus(out_b, far * 0.33).plus(way.left(), -sway),
    );
    let pieces = (far / 550.0).ceil().max(2.0) as usize;
    (0..=pieces)
        .map(|step| {
            if step == 0 {
                return start;
            }
            if step == pieces {
                return end;
            }
            let t = step as f64 / pieces as f64;
            let s = 1.0 - t;
            let (b0, b1, b2, b3) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
            at(
                b0 * start.x + b1 * lean_a.x + b2 * lean_b.x + b3 * end.x,
                b0 * start.y + b1 * lean_a.y + b2 * lean_b.y + b3 * end.y,
            )
        })
        .collect()
}

/// The ring road of the county town, closed: it runs over street corners and cuts the four corners off.
pub(super) fn ring_road() -> Vec<At> {
    let (east, north) = GRIDS[0].reach;
    let mut nodes: Vec<(i32, i32)> = Vec::new();
    let cut = 3;
    let side = |from: (i32, i32), to: (i32, i32), nodes: &mut Vec<(i32, i32)>| {
        let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs());
        for step in 0..steps {
            nodes.push((
                from.0 + (to.0 - from.0) * step / steps,
                from.1 + (to.1 - from.1) * step / steps,
            ));
        }
    };
    let corners = [
        (east, -(north - cut)),
        (east, north - cut),
        (east - cut, north),
        (-(east - cut), north),
        (-east, north - cut),
        (-east, -(north - cut)),
        (-(east - cut), -north),
        (east - cut, -north),
    ];
    for (i, corner) in corners.iter().enumerate() {
        side(*corner, corners[(i + 1) % corners.len()], &mut nodes);
    }
    nodes.push(nodes[0]);
    nodes.iter().map(|&(i, j)| GRIDS[0].node(0, i, j)).collect()
}

/// The part of a line between two shares of its points, at least two points of it.
pub(super) fn part(line: &[At], from: f64, to: f64) -> Vec<At> {
    let last = line.len() - 1;
    let first = ((last as f64 * from).round() as usize).min(last - 1);
    let end = ((last as f64 * to).round() as usize).clamp(first + 1, last);
    line[first..=end].to_vec()
}

/// Where two lines cross for the first time: the point, and the direction of the first line there.
pub(super) fn crossing(a: &[At], b: &[At]) -> Option<(At, At)> {
    for p in a.windows(2) {
        for q in b.windows(2) {
            let (r, s) = (
                at(p[1].x - p[0].x, p[1].y - p[0].y),
                at(q[1].x - q[0].x, q[1].y - q[0].y),
            );
            let across = r.x * s.y - r.y * s.x;
            let gap = at(q[0].x - p[0].x, q[0].y - p[0].y);
            let (t, u) = (
                (gap.x * s.y - gap.y * s.x) / across,
                (gap.x * r.y - gap.y * r.x) / across,
            );
            if (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u) {
                return Some((p[0].between(p[1], t), p[0].towards(p[1]).0));
            }
        }
    }
    None
}
