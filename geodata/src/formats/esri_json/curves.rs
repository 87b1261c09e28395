//! Curves of ArcGIS JSON: parts of `curveRings` and `curvePaths` whose members are places or, as objects, the segment that
//! leads on from the place before: `c` an arc over a place, `a` an arc around a centre or of an ellipse, `b` a Bézier curve
//! (ArcGIS REST API, Geometry objects, Curves).

use crate::curves::{bezier, ellipse, over, sweep, tolerance_at};
use geo_types::{Coord, coord};
use serde_json::Value as Json;

/// Places that the curves of one shape may become.
const MOST_PLACES: usize = 1_000_000;

/// Turns curves into lines, and counts the shapes that have any.
#[derive(Debug, Default)]
pub(super) struct EsriCurves {
    /// Shapes with curves.
    pub shapes: usize,
    /// Places of the shape that is being read.
    places: usize,
}

impl EsriCurves {
    /// Returns the parts of a curved shape as lists of places; `None` if they are no such parts, or too many.
    pub fn straightened(&mut self, parts: &Json) -> Option<Vec<Vec<Vec<f64>>>> {
        self.places = 0;
        let parts = parts.as_array()?.iter().map(|part| self.part(part.as_array()?));
        let parts: Vec<_> = parts.collect::<Option<_>>()?;
        self.shapes += 1;
        Some(parts)
    }

    fn part(&mut self, members: &[Json]) -> Option<Vec<Vec<f64>>> {
        let mut out: Vec<Coord<f64>> = Vec::with_capacity(members.len());
        for member in members {
            match member {
                Json::Array(_) => out.push(place(member)?),
                Json::Object(segment) => {
                    let from = *out.last()?;
                    let (kind, given) = segment.iter().next()?;
                    append(&mut out, from, kind, given.as_array()?)?;
                }
                _ => return None,
            }
            if self.places + out.len() > MOST_PLACES {
                return None;
            }
        }
        self.places += out.len();
        Some(out.into_iter().map(|c| vec![c.x, c.y]).collect())
    }
}

fn place(json: &Json) -> Option<Coord<f64>> {
    let [x, y, ..] = json.as_array()?.as_slice() else {
        return None;
    };
    let c = coord! { x: x.as_f64()?, y: y.as_f64()? };
    (c.x.is_finite() && c.y.is_finite()).then_some(c)
}

/// Appends the segment that leads from a place.
fn append(out: &mut Vec<Coord<f64>>, from: Coord<f64>, kind: &str, given: &[Json]) -> Option<()> {
    let tolerance = tolerance_at(from);
    let end = place(given.first()?)?;
    match kind {
        "c" => over(out, from, place(given.get(1)?)?, end, tolerance),
        "b" => {
            let controls = [place(given.get(1)?)?, place(given.get(2)?)?];
            bezier(out, from, controls, end, tolerance);
        }
        "a" => {
            let centre = place(given.get(1)?)?;
            let flag = |at: usize| given.get(at).and_then(Json::as_f64).is_some_and(|v| v != 0.0);
            let clockwise = flag(3);
            let number = |at: usize| given.get(at).and_then(Json::as_f64);
            let (turned, axis, ratio) = match (number(4), number(5), number(6)) {
                (Some(turned), Some(axis), Some(ratio)) if axis > 0.0 && ratio > 0.0 => (turned, axis, ratio),
                _ => (0.0, (from.x - centre.x).hypot(from.y - centre.y), 1.0),
            };
            let (sin, cos) = turned.sin_cos();
            let major = coord! { x: axis * cos, y: axis * sin };
            let minor = coord! { x: -axis * ratio * sin, y: axis * ratio * cos };
            // Angles as the ellipse counts them: along its axes, as if it were a circle.
            let angle = |p: Coord<f64>| {
                let d = p - centre;
                ((d.y * cos - d.x * sin) / ratio).atan2(d.x * cos + d.y * sin)
            };
            let (start, stop) = (angle(from), angle(end));
            let turn = match clockwise {
                true => -sweep(stop, start),
                false => sweep(start, stop),
            };
            let mut points = ellipse(centre, major, minor, start, turn, tolerance);
            points.pop();
            out.extend(points.into_iter().skip(1));
            out.push(end);
        }
        _ => return None,
    }
    Some(())
}
