//! Areas made ready to be asked often: whether a place is inside, which edges are near.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::ellipsoid_area::edge_area;
use crate::measure::{Bounds, rings};

/// What is nearer than this to an edge is on it: 0.1 µm, far above the rounding of degrees and far below any survey.
pub(super) const TOUCH: f64 = 1e-12;

/// Where a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    In,
    Out,
    Edge,
}

/// The rings of one or several areas, the inside on the left of every edge, and their edges by strips of latitude.
#[derive(Debug)]
pub(super) struct Outline {
    vertices: Vec<Coord<f64>>,
    /// Where each ring ends; its first vertex is repeated there.
    ends: Vec<u32>,
    pub(super) bounds: Bounds,
    strips_per_degree: f64,
    /// Where the edges of each strip start in `edges`.
    starts: Vec<u32>,
    /// Edges by the number of their first vertex.
    edges: Vec<u32>,
}

impl Outline {
    /// `None` when there is no ring of three corners.
    pub(super) fn new<'a>(polygons: impl Iterator<Item = &'a Polygon<f64>>) -> Option<Self> {
        let (mut vertices, mut ends) = (Vec::new(), Vec::new());
        for polygon in polygons.filter(|p| p.exterior().0.len() > 3) {
            for (ring, number) in rings(polygon).zip(0..).filter(|(r, _)| r.0.len() > 3) {
                let start = vertices.len();
                vertices.extend_from_slice(&ring.0);
                if (left_turn(&ring.0) > 0.0) == (number > 0) {
                    vertices[start..].reverse();
                }
                ends.push(vertices.len() as u32);
            }
        }
        let first = vertices.first()?;
        let start = Bounds {
            west: first.x,
            south: first.y,
            east: first.x,
            north: first.y,
        };
        let mut outline = Self {
            bounds: vertices.iter().fold(start, |b, c| b.union(box_of(*c, *c))),
            vertices,
            ends,
            strips_per_degree: 0.0,
            starts: Vec::new(),
            edges: Vec::new(),
        };
        outline.build_strips();
        Some(outline)
    }

    /// Square metres.
    pub(super) fn area(&self) -> f64 {
        let edges = self.all_edges().map(|i| self.edge(i));
        edges.map(|(a, b)| edge_area(a, b)).sum()
    }

    fn build_strips(&mut self) {
        let count = (self.vertices.len() / 4).clamp(1, 1 << 16);
        let height = self.bounds.north - self.bounds.south;
        self.strips_per_degree = if height > 0.0 { count as f64 / height } else { 0.0 };
        let mut starts = vec![0u32; count + 1];
        let span = |i: u32| {
            let (a, b) = self.edge(i);
            (self.strip(a.y.min(b.y), count), self.strip(a.y.max(b.y), count))
        };
        for i in self.all_edges() {
            let (low, high) = span(i);
            starts[low..=high].iter_mut().for_each(|n| *n += 1);
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut edges = vec![0; total as usize];
        for i in self.all_edges() {
            let (low, high) = span(i);
            for start in &mut starts[low..=high] {
                *start -= 1;
                edges[*start as usize] = i;
            }
        }
        (self.starts, self.edges) = (starts, edges);
    }

    fn strip(&self, latitude: f64, count: usize) -> usize {
        let strip = (latitude - self.bounds.south) * self.strips_per_degree;
        (strip.max(0.0) as usize).min(count - 1)
    }

    fn strips(&self) -> usize {
        self.starts.len() - 1
    }

    fn in_strip(&self, strip: usize) -> &[u32] {
        &self.edges[self.starts[strip] as usize..self.starts[strip + 1] as usize]
    }

    fn all_edges(&self) -> impl Iterator<Item = u32> {
        let mut start = 0;
        self.ends.iter().flat_map(move |end| {
            let ring = start..*end - 1;
            start = *end;
            ring
        })
    }

    #[inline]
    pub(super) fn edge(&self, i: u32) -> (Coord<f64>, Coord<f64>) {
        (self.vertices[i as usize], self.vertices[i as usize + 1])
    }

    /// Visits every edge whose box meets a box, once.
    #[inline]
    pub(super) fn edges_in(&self, b: Bounds, mut visit: impl FnMut(u32, Coord<f64>, Coord<f64>)) {
        if !self.bounds.intersects(b) {
            return;
        }
        let (first, last) = (
            self.strip(b.south, self.strips()),
            self.strip(b.north, self.strips()),
        );
        for strip in first..=last {
            for i in self.in_strip(strip) {
                let (p, q) = self.edge(*i);
                let low = p.y.min(q.y);
                // An edge of several strips counts in the first one that is looked at.
                if box_of(p, q).intersects(b) && self.strip(low, self.strips()).max(first) == strip {
                    visit(*i, p, q);
                }
            }
        }
    }

    /// Where a place is, by the edges that a ray to the east crosses (M. Shimrat, 1962).
    pub(super) fn side(&self, c: Coord<f64>) -> Side {
        let b = self.bounds;
        if c.x < b.west - TOUCH || c.x > b.east + TOUCH || c.y < b.south - TOUCH || c.y > b.north + TOUCH {
            return Side::Out;
        }
        let mut inside = false;
        for i in self.in_strip(self.strip(c.y, self.strips())) {
            let (p, q) = self.edge(*i);
            if c.x > p.x.max(q.x) + TOUCH {
                continue;
            }
            if c.y >= p.y.min(q.y) - TOUCH && c.y <= p.y.max(q.y) + TOUCH {
                let turn = turn(p, q, c);
                if turn.abs() <= TOUCH * gap(p, q) && c.x >= p.x.min(q.x) - TOUCH {
                    return Side::Edge;
                }
                if (p.y > c.y) != (q.y > c.y) && (turn > 0.0) == (q.y > p.y) {
                    inside = !inside;
                }
            }
        }
        if inside { Side::In } else { Side::Out }
    }

    /// The areas again.
    pub(super) fn polygons(&self) -> MultiPolygon<f64> {
        let mut polygons: Vec<Polygon<f64>> = Vec::new();
        let mut start = 0;
        for end in &self.ends {
            let ring = LineString(self.vertices[start..*end as usize].to_vec());
            start = *end as usize;
            // The outer rings turn to the left.
            match polygons.last_mut() {
                Some(polygon) if left_turn(&ring.0) < 0.0 => polygon.interiors_push(ring),
                _ => polygons.push(Polygon::new(ring, Vec::new())),
            }
        }
        MultiPolygon(polygons)
    }
}

/// Twice the area of a closed ring on the plane of degrees, positive when the inside is on its left.
fn left_turn(ring: &[Coord<f64>]) -> f64 {
    ring.windows(2).map(|edge| turn(ring[0], edge[0], edge[1])).sum()
}

pub(super) fn box_of(a: Coord<f64>, b: Coord<f64>) -> Bounds {
    Bounds {
        west: a.x.min(b.x),
        south: a.y.min(b.y),
        east: a.x.max(b.x),
        north: a.y.max(b.y),
    }
}

/// A box that also takes in what only touches it.
pub(super) fn widened(b: Bounds) -> Bounds {
    Bounds {
        west: b.west - TOUCH,
        south: b.south - TOUCH,
        east: b.east + TOUCH,
        north: b.north + TOUCH,
    }
}

/// Twice the area of the triangle: positive when `c` is to the left of the way from `a` to `b`.
#[inline]
pub(super) fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

#[inline]
pub(super) fn gap(a: Coord<f64>, b: Coord<f64>) -> f64 {
    // Not `hypot`: degrees neither overflow nor vanish, and this is asked for every pair of edges.
    ((b.x - a.x).powi(2) + (b.y - a.y).powi(2)).sqrt()
}
