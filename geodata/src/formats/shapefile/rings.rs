//! Rings of a polygon shape, in any order, into polygons with holes.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

/// Most steps (rings looked at, sides walked along) that are spent on finding the shells of one shape.
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
/// no shell, or a ring within a shell is clockwise too and no ring is a hole, directions are taken for wrong, and shells and holes follow from which ring lies in which.
pub(in crate::formats) fn polygons(rings: Vec<LineString<f64>>) -> (MultiPolygon<f64>, bool) {
    sorted(rings, MOST_STEPS)
}

fn sorted(rings: Vec<LineString<f64>>, most: u64) -> (MultiPolygon<f64>, bool) {
    let mut rings: Vec<Ring> = rings.into_iter().map(measured).collect();
    if rings.len() == 1 {
        let shell = rings.remove(0).line;
        return (MultiPolygon(vec![Polygon::new(shell, Vec::new())]), false);
    }
    let shells: Vec<usize> = (0..rings.len()).filter(|i| rings[*i].area <= 0.0).collect();
    if shells.len() == rings.len()
        && let Some(parents) = by_nesting(&rings, &mut StepBudget(most))
        && parents.iter().any(Option::is_some)
    {
        return (build(rings, &parents), true);
    }
    if let Some(parents) = by_direction(&rings, &shells, &mut StepBudget(most)) {
        return (build(rings, &parents), false);
    }
    let parents = by_nesting(&rings, &mut StepBudget(most)).unwrap_or_else(|| vec![None; rings.len()]);
    (build(rings, &parents), true)
}

/// Steps that may still be taken.
struct StepBudget(u64);

impl StepBudget {
    fn take(&mut self, n: usize) -> Option<()> {
        self.0 = self.0.checked_sub(n as u64)?;
        Some(())
    }
}

/// Finds rings by their boxes.
struct RingBoxes(RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>);

impl RingBoxes {
    fn of(rings: &[Ring], among: impl Iterator<Item = usize>) -> Self {
        let boxed = among.map(|i| {
            let (low, high) = (rings[i].low, rings[i].high);
            GeomWithData::new(Rectangle::from_corners([low.x, low.y], [high.x, high.y]), i)
        });
        Self(RTree::bulk_load(boxed.collect()))
    }

    /// Rings whose box holds that of the ring, the smallest first.
    fn around(&self, rings: &[Ring], ring: &Ring, steps: &mut StepBudget) -> Option<Vec<usize>> {
        let mut found = Vec::new();
        for candidate in self.0.locate_all_at_point(&[ring.low.x, ring.low.y]) {
            steps.take(1)?;
            if ring.box_lies_in(&rings[candidate.data]) {
                found.push(candidate.data);
            }
        }
        found.sort_by(|a, b| rings[*a].area.abs().total_cmp(&rings[*b].area.abs()));
        Some(found)
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
fn by_direction(rings: &[Ring], shells: &[usize], steps: &mut StepBudget) -> Option<Vec<Option<usize>>> {
    let mut parents = vec![None; rings.len()];
    let boxes = RingBoxes::of(rings, shells.iter().copied());
    for (i, hole) in rings.iter().enumerate().filter(|(_, r)| r.area > 0.0) {
        let around = boxes.around(rings, hole, steps)?;
        // A hole in the box of one shell only can have no other; a long boundary need not be walked for it.
        if let [only] = around[..] {
            parents[i] = Some(only);
            continue;
        }
        for j in around {
            if lies_in(hole, &rings[j], steps)? {
                parents[i] = Some(j);
                break;
            }
        }
        parents[i]?;
    }
    Some(parents)
}

/// A ring within an odd number of others is a hole of the smallest of them.
fn by_nesting(rings: &[Ring], steps: &mut StepBudget) -> Option<Vec<Option<usize>>> {
    let mut parents = vec![None; rings.len()];
    let boxes = RingBoxes::of(rings, 0..rings.len());
    for (i, ring) in rings.iter().enumerate() {
        let mut holders = Vec::new();
        for j in boxes.around(rings, ring, steps)? {
            let larger = rings[j].area.abs() > ring.area.abs();
            if larger && lies_in(ring, &rings[j], steps)? {
                holders.push(j);
            }
        }
        if holders.len() % 2 == 1 {
            parents[i] = holders.first().copied();
        }
    }
    Some(parents)
}

/// Whether a ring lies in another whose box holds its own, told by its first corner off the other's boundary.
fn lies_in(ring: &Ring, other: &Ring, steps: &mut StepBudget) -> Option<bool> {
    for c in &ring.line.0 {
        steps.take(other.line.0.len())?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::Coord;

    #[test]
    fn a_search_that_takes_too_long_ends_with_every_ring_a_shell() {
        let square = |d: f64| {
            let corner = |x: f64, y: f64| Coord { x, y };
            let (low, high) = (d, 10.0 - d);
            LineString(vec![
                corner(low, low),
                corner(low, high),
                corner(high, high),
                corner(high, low),
                corner(low, low),
            ])
        };
        let rings: Vec<_> = (0..1000)
            .map(|i| {
                let mut ring = square(f64::from(i) * 1e-3);
                if i % 2 == 1 {
                    ring.0.reverse();
                }
                ring
            })
            .collect();
        let (all, fixes) = sorted(rings.clone(), 10_000);
        assert_eq!((all.0.len(), fixes), (1000, true));
        let (nested, fixes) = sorted(rings, 100_000_000);
        assert_eq!((nested.0.len(), fixes), (500, false));
        assert!(nested.iter().all(|p| p.interiors().len() == 1));
    }
}
