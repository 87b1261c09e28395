//! What an entity looks like, in its own plane.

use crate::curves::{self, Spline};
use geo_types::Coord;
use std::f64::consts::TAU;

/// A block put somewhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Insert {
    pub block: String,
    pub at: Coord<f64>,
    pub scale: (f64, f64),
    pub turn: f64,
    pub columns: i64,
    pub rows: i64,
    pub spacing: (f64, f64),
}

/// What an entity looks like, in its own plane.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum EntityShape {
    Point(Coord<f64>),
    /// Vertices, each with the bulge of the piece that begins there.
    Path {
        vertices: Vec<(Coord<f64>, f64)>,
        closed: bool,
    },
    /// Arcs and circles too.
    Ellipse {
        centre: Coord<f64>,
        major: Coord<f64>,
        minor: Coord<f64>,
        from: f64,
        sweep: f64,
    },
    Spline {
        spline: Spline,
        closed: bool,
    },
    /// Boundaries of a hatch, each of pieces that join.
    Area(Vec<Vec<EntityShape>>),
    Insert(Insert),
}

impl EntityShape {
    /// Returns its points as one line; a closed one ends where it begins. Points and areas have none.
    pub fn outline(&self, tolerance: f64) -> Vec<Coord<f64>> {
        match self {
            Self::Path { vertices, closed } => {
                let Some(&(first, _)) = vertices.first() else {
                    return Vec::new();
                };
                let mut out = Vec::with_capacity(vertices.len() + 1);
                out.push(first);
                for pair in vertices.windows(2) {
                    curves::bulge(&mut out, pair[0].0, pair[1].0, pair[0].1, tolerance);
                }
                if let Some(&(last, bulge)) = vertices.last().filter(|(last, _)| *closed && *last != first) {
                    curves::bulge(&mut out, last, first, bulge, tolerance);
                }
                out
            }
            Self::Ellipse {
                centre,
                major,
                minor,
                from,
                sweep,
            } => curves::ellipse(*centre, *major, *minor, *from, *sweep, tolerance),
            Self::Spline { spline, closed } => {
                let mut out = spline.points(tolerance);
                if *closed && out.len() > 2 && out.first() != out.last() {
                    out.push(out[0]);
                }
                out
            }
            Self::Point(_) | Self::Area(_) | Self::Insert(_) => Vec::new(),
        }
    }

    /// Whether it bounds an area by what the file says.
    pub fn is_closed(&self) -> bool {
        match self {
            Self::Path { closed, .. } | Self::Spline { closed, .. } => *closed,
            Self::Ellipse { sweep, .. } => (sweep.abs() - TAU).abs() < 1e-9,
            _ => false,
        }
    }

    /// Returns about how many vertices it holds.
    pub fn size(&self) -> usize {
        match self {
            Self::Path { vertices, .. } => vertices.len(),
            Self::Spline { spline, .. } => spline.control.len() + spline.knots.len() + spline.fit.len(),
            Self::Area(loops) => loops.iter().flatten().map(|piece| 4 + piece.size()).sum(),
            _ => 1,
        }
    }
}
