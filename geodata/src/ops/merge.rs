//! Making one shape of several.

use super::noding::make_valid;
use super::plane::{Keep, overlay};
use super::{OpError, ShapeKind, from_lines, from_polygons, kind, lines_of, polygons_of, require_valid};
use geo_types::{Coord, Geometry, LineString, MultiPoint, Point};

/// Returns one shape made of several of the same kind.
///
/// Areas are united, and those that do not touch become parts. Lines that share an end become one line, unless
/// three or more meet there; the rest become parts. Points are collected, each place once.
///
/// # Errors
/// [`OpError::Nothing`], [`OpError::MixedKinds`], [`OpError::Invalid`].
pub fn merge(geometries: &[Geometry<f64>]) -> Result<Geometry<f64>, OpError> {
    let first = geometries.first().ok_or(OpError::Nothing)?;
    let wanted = kind(first);
    if wanted == ShapeKind::Mixed || geometries.iter().any(|g| kind(g) != wanted) {
        return Err(OpError::MixedKinds);
    }
    geometries.iter().try_for_each(require_valid)?;
    match wanted {
        ShapeKind::Areas => {
            let all: Vec<_> = geometries.iter().filter_map(polygons_of).flatten().collect();
            Ok(from_polygons(make_valid(overlay(&all, &[], Keep::Either).0).0))
        }
        ShapeKind::Lines => {
            let all = geometries
                .iter()
                .filter_map(lines_of)
                .flatten()
                .filter(|l| !l.0.is_empty());
            Ok(from_lines(join(all.collect())))
        }
        _ => {
            let mut points: Vec<Point<f64>> = Vec::new();
            for g in geometries {
                let more: Vec<Point<f64>> = match g {
                    Geometry::Point(p) => vec![*p],
                    Geometry::MultiPoint(ps) => ps.0.clone(),
                    _ => Vec::new(),
                };
                for p in more {
                    if !points.contains(&p) {
                        points.push(p);
                    }
                }
            }
            match points.as_slice() {
                [one] => Ok((*one).into()),
                _ => Ok(MultiPoint(points).into()),
            }
        }
    }
}

/// Joins lines end to end; the direction of the first line of each chain is kept.
fn join(mut lines: Vec<LineString<f64>>) -> Vec<LineString<f64>> {
    let mut ends: Vec<Coord<f64>> = lines.iter().flat_map(|l| [l.0[0], l.0[l.0.len() - 1]]).collect();
    ends.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let meets = |c: Coord<f64>| {
        let order = |e: &Coord<f64>| e.x.total_cmp(&c.x).then(e.y.total_cmp(&c.y));
        let start = ends.partition_point(|e| order(e).is_lt());
        ends[start..].iter().take_while(|e| **e == c).count()
    };
    let mut joined = Vec::new();
    while !lines.is_empty() {
        let mut chain = lines.remove(0);
        loop {
            let (head, tail) = (chain.0[0], chain.0[chain.0.len() - 1]);
            if head == tail {
                break;
            }
            let touching = |c: Coord<f64>| {
                let free = meets(c) == 2;
                lines
                    .iter()
                    .position(|l| free && (l.0[0] == c || l.0[l.0.len() - 1] == c))
            };
            if let Some(i) = touching(tail) {
                let mut next = lines.remove(i).0;
                if next[0] != tail {
                    next.reverse();
                }
                chain.0.extend(next.into_iter().skip(1));
            } else if let Some(i) = touching(head) {
                let mut before = lines.remove(i).0;
                if before[before.len() - 1] != head {
                    before.reverse();
                }
                before.extend(chain.0.into_iter().skip(1));
                chain = LineString(before);
            } else {
                break;
            }
        }
        joined.push(chain);
    }
    joined
}
