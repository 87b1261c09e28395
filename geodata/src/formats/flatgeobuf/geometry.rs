//! Geometries from and into flat buffers.

use crate::formats::geometry_fixes::{GeometryFixes, closed};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use flatgeobuf as fgb;
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon, coord,
};

/// Returns the geometry of a verified table, `None` for an empty or an unusable one.
pub(super) fn read(
    table: fgb::Geometry<'_>,
    layer: fgb::GeometryType,
    fixes: &mut GeometryFixes,
) -> Option<Geometry<f64>> {
    use fgb::GeometryType as T;
    let kind = if layer == T::Unknown { table.type_() } else { layer };
    fixes.heights |= table.z().is_some_and(|z| !z.is_empty()) || table.m().is_some_and(|m| !m.is_empty());
    let parts = || table.parts().into_iter().flat_map(|p| p.iter());
    Some(match kind {
        T::Point => Point(*points(table, fixes)?.first()?).into(),
        T::MultiPoint => {
            let points: Vec<Point<f64>> = points(table, fixes)?.into_iter().map(Point).collect();
            if points.is_empty() {
                return None;
            }
            MultiPoint(points).into()
        }
        T::LineString => {
            let mut lines = lines(table, fixes)?;
            if lines.is_empty() {
                return None;
            }
            lines.swap_remove(0).into()
        }
        T::MultiLineString => {
            let lines = lines(table, fixes)?;
            if lines.is_empty() {
                return None;
            }
            MultiLineString(lines).into()
        }
        T::Polygon => polygon(table, fixes)?.into(),
        T::MultiPolygon => {
            let polygons: Vec<Polygon<f64>> = parts().filter_map(|p| polygon(p, fixes)).collect();
            if polygons.is_empty() {
                return None;
            }
            MultiPolygon(polygons).into()
        }
        T::GeometryCollection => {
            let parts: Vec<_> = parts().filter_map(|p| read(p, T::Unknown, fixes)).collect();
            if parts.is_empty() {
                return None;
            }
            Geometry::GeometryCollection(GeometryCollection(parts))
        }
        _ => {
            fixes.left_out = Some("几何类型不支持");
            return None;
        }
    })
}

fn points(table: fgb::Geometry<'_>, fixes: &mut GeometryFixes) -> Option<Vec<Coord<f64>>> {
    let xy = table.xy()?;
    if xy.len() % 2 == 1 {
        fixes.left_out = Some("坐标个数不成对");
        return None;
    }
    let mut out = Vec::with_capacity(xy.len() / 2);
    for i in 0..xy.len() / 2 {
        let c = coord! { x: xy.get(2 * i), y: xy.get(2 * i + 1) };
        if c.x.is_finite() && c.y.is_finite() {
            out.push(c);
        } else {
            fixes.bad_positions += 1;
        }
    }
    if out.is_empty() && fixes.bad_positions > 0 {
        fixes.left_out = Some("可用的点太少");
    }
    Some(out)
}

/// The points by the ends of their parts.
fn split(table: fgb::Geometry<'_>, fixes: &mut GeometryFixes) -> Option<Vec<Vec<Coord<f64>>>> {
    let Some(ends) = table.ends().filter(|e| !e.is_empty()) else {
        return points(table, fixes).map(|p| vec![p]);
    };
    let xy = table.xy()?;
    let mut out = Vec::with_capacity(ends.len());
    let mut from = 0_usize;
    for end in ends {
        let to = end as usize;
        if to < from || to.checked_mul(2).is_none_or(|n| n > xy.len()) {
            fixes.left_out = Some("部件的点数不对");
            return None;
        }
        let mut part = Vec::with_capacity(to - from);
        for i in from..to {
            let c = coord! { x: xy.get(2 * i), y: xy.get(2 * i + 1) };
            if c.x.is_finite() && c.y.is_finite() {
                part.push(c);
            } else {
                fixes.bad_positions += 1;
            }
        }
        out.push(part);
        from = to;
    }
    Some(out)
}

fn lines(table: fgb::Geometry<'_>, fixes: &mut GeometryFixes) -> Option<Vec<LineString<f64>>> {
    let mut out = Vec::new();
    for part in split(table, fixes)? {
        match part.len() {
            0 => {}
            1 => fixes.too_short += 1,
            _ => out.push(LineString(part)),
        }
    }
    if out.is_empty() && fixes.too_short > 0 {
        fixes.left_out = Some("可用的点太少");
    }
    Some(out)
}

fn polygon(table: fgb::Geometry<'_>, fixes: &mut GeometryFixes) -> Option<Polygon<f64>> {
    let parts = split(table, fixes)?;
    let mut rings = parts.iter();
    let shell = rings.next().filter(|r| !r.is_empty())?;
    let Some(shell) = closed(shell, fixes) else {
        fixes.left_out = Some("可用的点太少");
        return None;
    };
    let holes = rings.filter_map(|r| closed(r, fixes)).collect();
    Some(Polygon::new(shell, holes))
}

/// The type under which a geometry is written.
pub(super) fn kind(geometry: &Geometry<f64>) -> fgb::GeometryType {
    use fgb::GeometryType as T;
    match geometry {
        Geometry::Point(_) => T::Point,
        Geometry::MultiPoint(_) => T::MultiPoint,
        Geometry::LineString(_) | Geometry::Line(_) => T::LineString,
        Geometry::MultiLineString(_) => T::MultiLineString,
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => T::Polygon,
        Geometry::MultiPolygon(_) => T::MultiPolygon,
        Geometry::GeometryCollection(_) => T::GeometryCollection,
    }
}

/// Puts a geometry into a buffer.
pub(super) fn write<'b>(
    buffer: &mut FlatBufferBuilder<'b>,
    geometry: &Geometry<f64>,
) -> WIPOffset<fgb::Geometry<'b>> {
    let type_ = kind(geometry);
    let line = |l: &LineString<f64>| l.0.clone();
    let rings = |p: &Polygon<f64>| -> Vec<Vec<Coord<f64>>> {
        std::iter::once(p.exterior())
            .chain(p.interiors())
            .map(line)
            .collect()
    };
    let parts: Vec<Vec<Coord<f64>>> = match geometry {
        Geometry::Point(p) => vec![vec![p.0]],
        Geometry::MultiPoint(ps) => vec![ps.iter().map(|p| p.0).collect()],
        Geometry::Line(l) => vec![vec![l.start, l.end]],
        Geometry::LineString(l) => vec![line(l)],
        Geometry::MultiLineString(ls) => ls.iter().map(line).collect(),
        Geometry::Polygon(p) => rings(p),
        Geometry::Rect(r) => rings(&r.to_polygon()),
        Geometry::Triangle(t) => rings(&t.to_polygon()),
        Geometry::MultiPolygon(MultiPolygon(ps)) => {
            let parts: Vec<_> = ps
                .iter()
                .map(|p| flat(buffer, fgb::GeometryType::Polygon, &rings(p)))
                .collect();
            return collection(buffer, type_, &parts);
        }
        Geometry::GeometryCollection(GeometryCollection(gs)) => {
            let parts: Vec<_> = gs.iter().map(|g| write(buffer, g)).collect();
            return collection(buffer, type_, &parts);
        }
    };
    flat(buffer, type_, &parts)
}

fn collection<'b>(
    buffer: &mut FlatBufferBuilder<'b>,
    type_: fgb::GeometryType,
    parts: &[WIPOffset<fgb::Geometry<'b>>],
) -> WIPOffset<fgb::Geometry<'b>> {
    let parts = Some(buffer.create_vector(parts));
    let args = fgb::GeometryArgs {
        type_,
        parts,
        ..Default::default()
    };
    fgb::Geometry::create(buffer, &args)
}

fn flat<'b>(
    buffer: &mut FlatBufferBuilder<'b>,
    type_: fgb::GeometryType,
    parts: &[Vec<Coord<f64>>],
) -> WIPOffset<fgb::Geometry<'b>> {
    let xy: Vec<f64> = parts.iter().flatten().flat_map(|c| [c.x, c.y]).collect();
    let xy = Some(buffer.create_vector(&xy));
    let mut end = 0;
    let ends: Vec<u32> = parts
        .iter()
        .map(|p| {
            end += p.len() as u32;
            end
        })
        .collect();
    let ends = (ends.len() > 1).then(|| buffer.create_vector(&ends));
    let args = fgb::GeometryArgs {
        type_,
        xy,
        ends,
        ..Default::default()
    };
    fgb::Geometry::create(buffer, &args)
}
