//! Records of entities, understood.

use super::affine::BlockTransform;
use super::hatch;
use super::record::{DxfRecord, number};
use super::shape::{EntityShape, Insert};
use super::text::Texts;
use crate::curves::{self, Spline, radians};
use geo_types::{Coord, coord};
use std::f64::consts::TAU;

/// What colour an entity has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Colour {
    ByLayer,
    ByBlock,
    /// AutoCAD colour index.
    Index(i64),
    /// Red, green and blue.
    True(u32),
}

/// An entity.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entity {
    pub kind: String,
    pub layer: String,
    pub colour: Colour,
    pub handle: String,
    pub text: Option<String>,
    /// Extended data that other programs keep with it: `SOUTH: 300000; 370830…`, an application after the other.
    pub extended: Option<String>,
    pub shape: EntityShape,
    /// How its plane lies in the world.
    pub plane: BlockTransform,
    /// Whether a height is left out.
    pub height: bool,
    /// Vertices that are no numbers and were left out.
    pub bad: u64,
}

/// What a record is.
#[derive(Debug)]
pub(super) enum EntityReading {
    Entity(Box<Entity>),
    /// The begin of a polyline whose vertices follow.
    Polyline(Box<Entity>, i64),
    /// Something without a shape of its own.
    Nothing,
    NotSupported,
}

impl Entity {
    fn of(record: &DxfRecord, texts: &Texts, shape: EntityShape, plane: BlockTransform) -> Self {
        let text = |code| record.value(code).map(|v| texts.name(v)).unwrap_or_default();
        let colour = match (record.value(420), record.value(62)) {
            (Some(_), _) => Colour::True((record.integer(420) & 0xff_ffff) as u32),
            (None, None) => Colour::ByLayer,
            (None, Some(_)) => match record.integer(62) {
                256 => Colour::ByLayer,
                0 => Colour::ByBlock,
                index => Colour::Index(index),
            },
        };
        let heights = [30, 31, 32, 33, 38];
        let high = |n: f64| n.is_finite() && n != 0.0;
        Self {
            kind: record.kind.clone(),
            layer: record.value(8).map_or_else(|| "0".to_owned(), |v| texts.name(v)),
            colour,
            handle: text(5),
            text: None,
            extended: extended(record, texts),
            shape,
            plane,
            height: record
                .pairs()
                .any(|(c, v)| heights.contains(&c) && high(number(v))),
            bad: 0,
        }
    }
}

/// The texts and numbers of extended data, but for those of the CAD program itself.
fn extended(record: &DxfRecord, texts: &Texts) -> Option<String> {
    let mut out = String::new();
    let mut own = false;
    let mut first = true;
    for (code, value) in record.extended() {
        let value = texts.name(value);
        if *code == 1001 {
            own = ["ACAD", "Acad", "AcDb", "ACDB"]
                .iter()
                .any(|app| value.starts_with(app));
            if !own {
                out.push_str(if out.is_empty() { "" } else { " | " });
                out.push_str(&value);
                out.push_str(": ");
                first = true;
            }
        } else if !own && !value.is_empty() {
            out.push_str(if first { "" } else { "; " });
            out.push_str(&value);
            first = false;
        }
    }
    (!out.is_empty()).then_some(out)
}

fn at(record: &DxfRecord, code: i32) -> Option<Coord<f64>> {
    Some(coord! { x: record.number(code)?, y: record.number(code + 10)? })
}

fn nowhere() -> Coord<f64> {
    coord! { x: f64::NAN, y: f64::NAN }
}

/// The plane of an entity whose coordinates are given in it.
fn plane(record: &DxfRecord, elevation: i32) -> BlockTransform {
    let normal = [210, 220, 230].map(|c| record.number(c));
    match normal {
        [None, None, None] => BlockTransform::IDENTITY,
        [x, y, z] => {
            let elevation = record.number_or(elevation, 0.0);
            let elevation = if elevation.is_finite() { elevation } else { 0.0 };
            BlockTransform::of_plane([x.unwrap_or(0.0), y.unwrap_or(0.0), z.unwrap_or(1.0)], elevation)
        }
    }
}

/// Returns what a record of an entity is.
pub(super) fn read(record: &DxfRecord, texts: &Texts) -> EntityReading {
    let item = |shape, plane| Entity::of(record, texts, shape, plane);
    let boxed = |item| EntityReading::Entity(Box::new(item));
    let world = BlockTransform::IDENTITY;
    let point = |code| at(record, code).unwrap_or_else(nowhere);
    match record.kind.as_str() {
        "POINT" => boxed(item(EntityShape::Point(point(10)), world)),
        "LINE" => {
            let vertices = vec![(point(10), 0.0), (point(11), 0.0)];
            boxed(item(
                EntityShape::Path {
                    vertices,
                    closed: false,
                },
                world,
            ))
        }
        "LWPOLYLINE" => boxed(lwpolyline(record, texts)),
        "POLYLINE" => {
            let flags = record.integer(70);
            if flags & (16 | 64) != 0 {
                return EntityReading::NotSupported;
            }
            let plane = if flags & 8 != 0 { world } else { plane(record, 30) };
            let shape = EntityShape::Path {
                vertices: Vec::new(),
                closed: flags & 1 != 0,
            };
            EntityReading::Polyline(Box::new(item(shape, plane)), flags)
        }
        "CIRCLE" | "ARC" => {
            let radius = record.number_or(40, f64::NAN).abs();
            let (from, sweep) = if record.kind == "ARC" {
                let [from, to] = [50, 51].map(|c| radians(record.number_or(c, f64::NAN)));
                (from, curves::sweep(from, to))
            } else {
                (0.0, TAU)
            };
            let shape = EntityShape::Ellipse {
                centre: point(10),
                major: coord! { x: radius, y: 0.0 },
                minor: coord! { x: 0.0, y: radius },
                from,
                sweep,
            };
            boxed(item(shape, plane(record, 30)))
        }
        "ELLIPSE" => {
            let major = point(11);
            let ratio = record.number_or(40, 1.0) * record.number_or(230, 1.0).signum();
            let from = record.number_or(41, 0.0);
            let shape = EntityShape::Ellipse {
                centre: point(10),
                major,
                minor: coord! { x: -major.y * ratio, y: major.x * ratio },
                from,
                sweep: curves::sweep(from, record.number_or(42, TAU)),
            };
            boxed(item(shape, world))
        }
        "SPLINE" => boxed(item(spline(record), world)),
        "TEXT" | "ATTRIB" => {
            let aligned = record.integer(72) != 0 || record.integer(73) != 0 || record.integer(74) != 0;
            let place = at(record, 11).filter(|_| aligned).unwrap_or_else(|| point(10));
            let mut item = item(EntityShape::Point(place), plane(record, 30));
            item.text = record.value(1).map(|v| texts.line(v));
            boxed(item)
        }
        "MTEXT" => {
            let mut item = item(EntityShape::Point(point(10)), world);
            // Pieces of 250 characters come before the last one.
            let mut whole = Vec::new();
            for (_, value) in record.pairs().filter(|(c, _)| *c == 3) {
                whole.extend_from_slice(value);
            }
            whole.extend_from_slice(record.value(1).unwrap_or_default());
            item.text = Some(texts.paragraphs(&whole));
            boxed(item)
        }
        "INSERT" => {
            let scale = |code| record.number(code).filter(|n| n.is_finite()).unwrap_or(1.0);
            let insert = Insert {
                block: record.value(2).map(|v| texts.name(v)).unwrap_or_default(),
                at: point(10),
                scale: (scale(41), scale(42)),
                turn: radians(record.number_or(50, 0.0)),
                columns: record.integer(70).clamp(1, 32_767),
                rows: record.integer(71).clamp(1, 32_767),
                spacing: (record.number_or(44, 0.0), record.number_or(45, 0.0)),
            };
            boxed(item(EntityShape::Insert(insert), plane(record, 30)))
        }
        "HATCH" => boxed(item(
            EntityShape::Area(hatch::boundaries(record)),
            plane(record, 30),
        )),
        "SOLID" | "TRACE" | "3DFACE" => {
            // The third and fourth corners of a solid are crossed.
            let corners = if record.kind == "3DFACE" {
                [10, 11, 12, 13]
            } else {
                [10, 11, 13, 12]
            };
            let mut vertices: Vec<_> = corners
                .iter()
                .filter_map(|c| at(record, *c))
                .map(|p| (p, 0.0))
                .collect();
            vertices.dedup();
            let plane = if record.kind == "3DFACE" {
                world
            } else {
                plane(record, 30)
            };
            boxed(item(
                EntityShape::Path {
                    vertices,
                    closed: true,
                },
                plane,
            ))
        }
        "ATTDEF" | "VERTEX" | "SEQEND" | "VIEWPORT" | "ENDBLK" => EntityReading::Nothing,
        _ => EntityReading::NotSupported,
    }
}

fn lwpolyline(record: &DxfRecord, texts: &Texts) -> Entity {
    let mut vertices: Vec<(Coord<f64>, f64)> = Vec::new();
    for (code, value) in record.pairs() {
        match (code, vertices.last_mut()) {
            (10, _) => vertices.push((coord! { x: number(value), y: f64::NAN }, 0.0)),
            (20, Some((c, _))) => c.y = number(value),
            (42, Some((_, bulge))) => *bulge = number(value),
            _ => {}
        }
    }
    let given = vertices.len();
    vertices.retain(|(c, _)| c.x.is_finite() && c.y.is_finite());
    let bad = (given - vertices.len()) as u64;
    let closed = record.integer(70) & 1 != 0;
    let mut item = Entity::of(
        record,
        texts,
        EntityShape::Path { vertices, closed },
        plane(record, 38),
    );
    item.bad = bad;
    item
}

/// Adds a VERTEX to a polyline of the given flags, unless it is no vertex of its course.
pub(super) fn add_vertex(item: &mut Entity, flags: i64, record: &DxfRecord) {
    let own = record.integer(70);
    // Control points of a curve whose points are given too, and faces of a mesh.
    if (flags & 4 != 0 && own & 16 != 0) || own & 128 != 0 {
        return;
    }
    item.height |= flags & 8 != 0 && record.number(30).is_some_and(|z| z.is_finite() && z != 0.0);
    if let EntityShape::Path { vertices, .. } = &mut item.shape {
        match at(record, 10) {
            Some(c) if c.x.is_finite() && c.y.is_finite() => vertices.push((c, record.number_or(42, 0.0))),
            _ => item.bad += 1,
        }
    }
}

fn spline(record: &DxfRecord) -> EntityShape {
    let mut spline = Spline {
        degree: usize::try_from(record.integer(71)).unwrap_or(0),
        ..Spline::default()
    };
    for (code, value) in record.pairs() {
        let n = number(value);
        match code {
            40 => spline.knots.push(n),
            41 => spline.weights.push(n),
            10 => spline.control.push(coord! { x: n, y: f64::NAN }),
            11 => spline.fit.push(coord! { x: n, y: f64::NAN }),
            20 => {
                if let Some(c) = spline.control.last_mut() {
                    c.y = n;
                }
            }
            21 => {
                if let Some(c) = spline.fit.last_mut() {
                    c.y = n;
                }
            }
            _ => {}
        }
    }
    EntityShape::Spline {
        closed: record.integer(70) & 1 != 0,
        spline,
    }
}
