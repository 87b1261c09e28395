//! Rings of a polygon shape, in any order, into polygons with holes.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// Most steps along ring boundaries that are spent on finding the shells of one shape.
const MOST_STEPS: u64 = 100_000_000;

struct Ring {
    line: LineString<f64>,
    /// Signed area; shells are clockwise in a shapefile.
    area: f64,
    low: Coord<f64>,
    high: Coord<f64>,
}

/// Returns the polygons of closed rings, and whether holes without a shell became polygons of their own.
///
/// A clockwise ring is a shell, a counter-clockwise one a hole of the smallest shell around it. Where a hole lies in
/// no shell, directions are taken for wrong, and shells and holes follow from which ring lies in which.
pub(super) fn polygons(rings: Vec<LineString<f64>>) -> (MultiPolygon<f64>, bool) {
    let mut rings: Vec<Ring> = rings.into_iter().map(measured).collect();
    if rings.len() == 1 {
        let shell = rings.remove(0).line;
        return (MultiPolygon(vec![Polygon::new(shell, Vec::new())]), false);
    }
    let mut steps = 0;
    let is_shell: Vec<bool> = rings.iter().map(|r| r.area <= 0.0).collect();
    if let Some(parents) = by_direction(&rings, &is_shell, &mut steps) {
        return (build(rings, &parents), false);
    }
    steps = 0;
    match by_nesting(&rings, &mut steps) {
        Some(parents) => (build(rings, &parents), true),
        None => {
            let all = vec![None; rings.len()];
            (build(rings, &all), true)
        }
    }
}

impl Ring {
    fn box_lies_in(&self, other: &Ring) -> bool {
        self.low.x >= other.low.x
            && self.low.y >= other.low.y
            && self.high.x <= other.high.x
            && self.high.y <= other.high.y
    }
}

fn measured(line: LineString<f64>) -> Ring {
    let mut low = line.0[0];
    let mut high = low;
    let origin = low;
    let mut area = 0.0;
    for pair in line.0.windows(2) {
        let (a, b) = (pair[0] - origin, pair[1] - origin);
        area += a.x * b.y - b.x * a.y;
    }
    for c in &line.0 {
        low = Coord {
            x: low.x.min(c.x),
            y: low.y.min(c.y),
        };
        high = Coord {
            x: high.x.max(c.x),
            y: high.y.max(c.y),
        };
    }
    Ring {
        line,
        area: area / 2.0,
        low,
        high,
    }
}

/// For each hole its shell; `None` when one has none, or the search takes too long.
fn by_direction(rings: &[Ring], is_shell: &[bool], steps: &mut u64) -> Option<Vec<Option<usize>>> {
    let mut parents = vec![None; rings.len()];
    // The smallest first: the first one around a hole is its own.
    let mut shells: Vec<usize> = (0..rings.len()).filter(|i| is_shell[*i]).collect();
    shells.sort_by(|a, b| rings[*a].area.abs().total_cmp(&rings[*b].area.abs()));
    for (i, ring) in rings.iter().enumerate().filter(|(i, _)| !is_shell[*i]) {
        *steps += shells.len() as u64;
        if *steps > MOST_STEPS {
            return None;
        }
        let mut near = shells.iter().copied().filter(|j| ring.box_lies_in(&rings[*j]));
        let first = near.next()?;
        // A hole in the box of one shell only can have no other; long boundaries need not be walked for it.
        parents[i] = match near.next() {
            None => Some(first),
            Some(second) => {
                let mut found = None;
                for j in [first, second].into_iter().chain(near) {
                    if lies_in(ring, &rings[j], steps)? {
                        found = Some(j);
                        break;
                    }
                }
                Some(found?)
            }
        };
    }
    Some(parents)
}

/// A ring within an odd number of others is a hole of the smallest of them.
fn by_nesting(rings: &[Ring], steps: &mut u64) -> Option<Vec<Option<usize>>> {
    let mut parents = vec![None; rings.len()];
    for (i, ring) in rings.iter().enumerate() {
        *steps += rings.len() as u64;
        if *steps > MOST_STEPS {
            return None;
        }
        let mut around = 0;
        let mut best: Option<usize> = None;
        for (j, other) in rings.iter().enumerate() {
            let larger = i != j && other.area.abs() > ring.area.abs();
            if larger && lies_in(ring, other, steps)? {
                around += 1;
                if best.is_none_or(|b| other.area.abs() < rings[b].area.abs()) {
                    best = Some(j);
                }
            }
        }
        if around % 2 == 1 {
            parents[i] = best;
        }
    }
    Some(parents)
}

/// Whether one ring lies in another, told by its first corner off the other's boundary.
fn lies_in(ring: &Ring, other: &Ring, steps: &mut u64) -> Option<bool> {
    if !ring.box_lies_in(other) {
        return Some(false);
    }
    for c in &ring.line.0 {
        *steps += other.line.0.len() as u64;
        if *steps > MOST_STEPS {
            return None;
        }
        if let Some(inside) = side(*c, &other.line) {
            return Some(inside);
        }
    }
    // Every corner lies on the boundary: within it, as the box is.
    Some(true)
}

/// Whether a point lies in a ring; `None` on its boundary.
fn side(p: Coord<f64>, ring: &LineString<f64>) -> Option<bool> {
    let mut inside = false;
    for pair in ring.0.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let cross = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
        let in_box = p.x >= a.x.min(b.x) && p.x <= a.x.max(b.x) && p.y >= a.y.min(b.y) && p.y <= a.y.max(b.y);
        if cross == 0.0 && in_box {
            return None;
        }
        if (a.y > p.y) != (b.y > p.y) {
            let upwards = b.y > a.y;
            inside ^= (cross > 0.0) == upwards;
        }
    }
    Some(inside)
}

fn build(rings: Vec<Ring>, parents: &[Option<usize>]) -> MultiPolygon<f64> {
    let mut place = vec![usize::MAX; rings.len()];
    let mut shells: Vec<(LineString<f64>, Vec<LineString<f64>>)> = Vec::new();
    let mut holes = Vec::new();
    for (i, ring) in rings.into_iter().enumerate() {
        match parents[i] {
            None => {
                place[i] = shells.len();
                shells.push((ring.line, Vec::new()));
            }
            Some(parent) => holes.push((parent, ring.line)),
        }
    }
    for (parent, hole) in holes {
        if let Some((_, own)) = shells.get_mut(place[parent]) {
            own.push(hole);
        }
    }
    shells
        .into_iter()
        .map(|(shell, holes)| Polygon::new(shell, holes))
        .collect()
}
