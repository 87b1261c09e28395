//! Overlays on the plane of degrees that leave the author's vertices as they were.
//!
//! The overlay works on an integer grid of about 2³⁰ steps over the extent of its input (0.01 mm for a town),
//! so it moves every vertex by up to a step. Afterwards each vertex that lies within some steps of an input
//! vertex is put back on it, bit for bit; only crossings are new numbers, and both sides of a cut share them.

use crate::measure::rings;
use geo::{Orient, orient::Direction};
use geo_types::{Coord, LineString, MultiPolygon, Polygon, coord};
use hashbrown::HashMap;
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};
use i_overlay::float::string_overlay::FloatStringOverlay;
use i_overlay::string::rule::StringRule;

type Path = Vec<[f64; 2]>;

/// Which area an overlay keeps.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keep {
    Both,
    Either,
    FirstOnly,
}

/// Returns the overlay of two sets of valid polygons; polygons of one set may overlap each other.
pub(crate) fn overlay(first: &[Polygon<f64>], second: &[Polygon<f64>], keep: Keep) -> MultiPolygon<f64> {
    let paths = |polygons: &[Polygon<f64>]| -> Vec<Path> {
        polygons
            .iter()
            .flat_map(|p| polygon_paths(&p.orient(Direction::Default)))
            .collect()
    };
    let rule = match keep {
        Keep::Both => OverlayRule::Intersect,
        Keep::Either => OverlayRule::Union,
        Keep::FirstOnly => OverlayRule::Difference,
    };
    let vertices = Vertices::new(first.iter().chain(second).flat_map(corners));
    let (subject, clip) = (paths(first), paths(second));
    let shapes = FloatOverlay::with_subj_and_clip_custom(&subject, &clip, options(), Solver::default())
        .overlay(rule, FillRule::Positive);
    vertices.polygons(shapes)
}

/// Returns the area inside a ring that may cross itself: what a point is inside of an odd number of times.
pub(crate) fn even_odd(ring: &LineString<f64>) -> MultiPolygon<f64> {
    let vertices = Vertices::new(ring.0.iter().copied());
    let subject = vec![path(ring)];
    let none: Vec<Path> = Vec::new();
    let shapes = FloatOverlay::with_subj_and_clip_custom(&subject, &none, options(), Solver::default())
        .overlay(OverlayRule::Subject, FillRule::EvenOdd);
    vertices.polygons(shapes)
}

/// Returns the pieces into which a line cuts a polygon; one piece when it does not cut it through.
pub(crate) fn slice(polygon: &Polygon<f64>, line: &LineString<f64>) -> Vec<Polygon<f64>> {
    let vertices = Vertices::new(corners(polygon).chain(line.0.iter().copied()));
    let shape = polygon_paths(&polygon.orient(Direction::Default));
    let string: Path = line.0.iter().map(|c| [c.x, c.y]).collect();
    let mut slicer = FloatStringOverlay::with_shape_and_string(&shape, &string);
    let Some(graph) = slicer.build_graph_view(FillRule::Positive) else {
        return vec![polygon.clone()];
    };
    let shapes = graph.extract_shapes_custom(StringRule::Slice, options());
    vertices.polygons(shapes).0
}

fn options() -> OverlayOptions<f64> {
    OverlayOptions {
        preserve_input_collinear: true,
        preserve_output_collinear: true,
        ..OverlayOptions::ogc()
    }
}

/// All vertices of a polygon, ring by ring.
fn corners(polygon: &Polygon<f64>) -> impl Iterator<Item = Coord<f64>> + Clone {
    let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    all.flat_map(|ring| ring.0.iter().copied())
}

fn polygon_paths(polygon: &Polygon<f64>) -> Vec<Path> {
    rings(polygon).map(path).filter(|p| p.len() > 2).collect()
}

fn path(ring: &LineString<f64>) -> Path {
    let open = ring.0.len().saturating_sub(1);
    ring.0.iter().take(open).map(|c| [c.x, c.y]).collect()
}

/// The input vertices, to be found again near an output vertex.
struct Vertices {
    /// Greatest distance, degrees.
    tolerance: f64,
    /// The last vertex of each square of the index that has one.
    last: HashMap<(i64, i64), usize>,
    /// Vertices in the order of the input, each with the one before it in its square.
    all: Vec<(Coord<f64>, Option<usize>)>,
}

/// Side of a square of the index, in tolerances: most searches need one square only.
const SIDE: f64 = 16.0;

impl Vertices {
    fn new(coords: impl Iterator<Item = Coord<f64>> + Clone) -> Self {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        let (x, y) = coords.clone().fold((start, start), |(x, y), c| {
            ((x.0.min(c.x), x.1.max(c.x)), (y.0.min(c.y), y.1.max(c.y)))
        });
        let half = ((x.1 - x.0) / 2.0).max((y.1 - y.0) / 2.0);
        let step = if half > 0.0 {
            2.0_f64.powi(half.log2().trunc() as i32 - 29)
        } else {
            1e-12
        };
        let mut vertices = Self {
            tolerance: 4.0 * step,
            last: HashMap::new(),
            all: Vec::new(),
        };
        for (i, c) in coords.enumerate() {
            let square = (vertices.square(c.x), vertices.square(c.y));
            let before = vertices.last.insert(square, i);
            vertices.all.push((c, before));
        }
        vertices
    }

    fn square(&self, number: f64) -> i64 {
        (number / (self.tolerance * SIDE)).floor() as i64
    }

    /// The nearest input vertex and its place in the input.
    fn nearest(&self, c: Coord<f64>) -> Option<(usize, Coord<f64>)> {
        let squares = |n: f64| self.square(n - self.tolerance)..=self.square(n + self.tolerance);
        let mut best: Option<(f64, usize)> = None;
        for i in squares(c.x) {
            for j in squares(c.y) {
                let mut next = self.last.get(&(i, j)).copied();
                while let Some(at) = next {
                    let (v, before) = self.all[at];
                    let distance = (v.x - c.x).abs().max((v.y - c.y).abs());
                    if distance <= self.tolerance && best.is_none_or(|b| (distance, at) < b) {
                        best = Some((distance, at));
                    }
                    next = before;
                }
            }
        }
        best.map(|(_, at)| (at, self.all[at].0))
    }

    fn polygons(&self, shapes: Vec<Vec<Path>>) -> MultiPolygon<f64> {
        let mut polygons = Vec::new();
        for shape in shapes {
            let mut rings = shape.iter().map(|p| self.ring(p));
            let Some(Some(shell)) = rings.next() else { continue };
            polygons.push(Polygon::new(shell, rings.flatten().collect()));
        }
        MultiPolygon(polygons)
    }

    /// A ring with its vertices put back, beginning with the one that came first in the input.
    fn ring(&self, path: &Path) -> Option<LineString<f64>> {
        let mut coords: Vec<(usize, Coord<f64>)> = path
            .iter()
            .map(|[x, y]| {
                let c = coord! { x: *x, y: *y };
                self.nearest(c).unwrap_or((usize::MAX, c))
            })
            .collect();
        coords.dedup_by(|a, b| a.1 == b.1);
        while coords.len() > 1 && coords.first().map(|c| c.1) == coords.last().map(|c| c.1) {
            coords.pop();
        }
        if coords.len() < 3 {
            return None;
        }
        let first = coords
            .iter()
            .enumerate()
            .min_by_key(|(_, (input, _))| *input)
            .map_or(0, |(i, _)| i);
        coords.rotate_left(first);
        let mut ring: Vec<_> = coords.into_iter().map(|(_, c)| c).collect();
        ring.push(ring[0]);
        Some(LineString(ring))
    }
}
