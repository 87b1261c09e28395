//! Handing over what was understood: blocks taken apart, curves made chords, colours looked up.

use super::affine::BlockTransform;
use super::entities::{Colour, Entity};
use super::hatch;
use super::shape::{EntityShape, Insert};
use super::survey::Survey;
use crate::curves::TOLERANCE;
use crate::formats::feature::{Feature, Field, FieldKind, Value};
use crate::formats::reading::{Sink, WarningKind};
use crate::formats::warning_limit::WarningLimit;
use geo_types::{Coord, Geometry, LineString, Point, Polygon, coord};
use std::collections::HashMap;
use std::rc::Rc;
use words::{Words, said};

/// Deepest nesting of blocks that is taken apart.
const MAX_BLOCK_DEPTH: usize = 16;

/// Most entities that come out of blocks.
const MAX_PIECES: u64 = 1_000_000;

/// Most vertices that come out of blocks.
const MAX_VERTICES: usize = 20_000_000;

/// Most entities and vertices that definitions of blocks may hold.
const MAX_HELD: usize = 6_000_000;

/// Largest number that is taken for a coordinate.
const LARGEST: f64 = 1e12;

/// Names of the fields.
pub(super) const FIELDS: [&str; 6] = ["图层", "类型", "颜色", "文字", "块", "句柄"];

/// The field of extended data, which comes with the first entity that has some.
const EXTENDED: &str = "扩展数据";

/// Returns the fields of the one layer.
pub(super) fn fields() -> Vec<Field> {
    FIELDS
        .iter()
        .map(|name| Field {
            name: (*name).to_owned(),
            kind: FieldKind::Text,
        })
        .collect()
}

/// Why nothing more is handed over.
#[derive(Debug)]
pub(super) enum OutputHalt {
    /// The sink has enough.
    Stopped,
    /// A limit was passed.
    TooMuch(String),
}

/// A group of entities under a name.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub base: Coord<f64>,
    pub items: Vec<Entity>,
}

/// Where and as what an entity of a block appears.
#[derive(Clone, Copy)]
struct Placement<'a> {
    map: BlockTransform,
    depth: usize,
    /// The insert it comes from: layer, colour, handle; and the name of the block.
    from: Option<(&'a Entity, &'a str)>,
    layer: Option<&'a str>,
    colour: Colour,
}

/// Hands over features.
pub(super) struct Output<'s> {
    pub sink: &'s mut dyn Sink,
    pub survey: Survey,
    pub warning_limit: WarningLimit,
    pub blocks: HashMap<String, Rc<Block>>,
    pub number: u64,
    pub heights: u64,
    pub too_deep: u64,
    pub missing_blocks: u64,
    /// Whether the sink knows of the field of extended data.
    extended: bool,
    held: usize,
    pieces: u64,
    vertices: usize,
}

impl<'s> Output<'s> {
    pub fn new(sink: &'s mut dyn Sink, survey: Survey) -> Self {
        Self {
            sink,
            survey,
            warning_limit: WarningLimit::default(),
            blocks: HashMap::new(),
            number: 0,
            heights: 0,
            too_deep: 0,
            missing_blocks: 0,
            extended: false,
            held: 0,
            pieces: 0,
            vertices: 0,
        }
    }

    /// Counts what a definition of a block holds.
    pub fn hold(&mut self, item: &Entity) -> Result<(), OutputHalt> {
        let texts = [&item.text, &item.extended].into_iter().flatten();
        self.held += 8 + item.shape.size() + texts.map(|t| t.len() / 16).sum::<usize>();
        if self.held > MAX_HELD {
            return Err(OutputHalt::TooMuch("块定义里的图元太多".to_owned()));
        }
        Ok(())
    }

    /// Hands over an entity of the drawing.
    pub fn entity(&mut self, item: &Entity) -> Result<(), OutputHalt> {
        let unit = self.survey.unit;
        self.place(
            item,
            &Placement {
                map: BlockTransform::scale(unit, unit),
                depth: 0,
                from: None,
                layer: None,
                colour: Colour::ByLayer,
            },
        )
    }

    fn place(&mut self, item: &Entity, place: &Placement<'_>) -> Result<(), OutputHalt> {
        let map = place.map.after(&item.plane);
        let geometry = match &item.shape {
            EntityShape::Insert(insert) => {
                let block = self.blocks.get(&insert.block.to_lowercase()).cloned();
                match block {
                    Some(block) if !block.items.is_empty() => {
                        return self.insert(item, insert, &block, &map, place);
                    }
                    Some(_) => {}
                    None => self.missing_blocks += 1,
                }
                shape_geometry(&EntityShape::Point(insert.at), &map, &mut 0)
            }
            shape => {
                let mut worked = 0;
                let geometry = shape_geometry(shape, &map, &mut worked);
                if place.depth > 0 {
                    self.vertices += worked;
                }
                geometry
            }
        };
        self.hand_over(item, geometry, place)
    }

    fn insert(
        &mut self,
        item: &Entity,
        insert: &Insert,
        block: &Block,
        map: &BlockTransform,
        place: &Placement<'_>,
    ) -> Result<(), OutputHalt> {
        if place.depth >= MAX_BLOCK_DEPTH {
            self.too_deep += 1;
            return Ok(());
        }
        let layer = layer_of(item, place).to_owned();
        let outermost = place.from.map_or(insert.block.as_str(), |(_, name)| name);
        let anchor = map
            .after(&BlockTransform::shift(insert.at))
            .after(&BlockTransform::turn(insert.turn));
        for row in 0..insert.rows {
            for column in 0..insert.columns {
                self.count()?;
                let cell = coord! {
                    x: insert.spacing.0 * column as f64,
                    y: insert.spacing.1 * row as f64,
                };
                let inner = Placement {
                    map: anchor
                        .after(&BlockTransform::shift(cell))
                        .after(&BlockTransform::scale(insert.scale.0, insert.scale.1))
                        .after(&BlockTransform::shift(
                            coord! { x: -block.base.x, y: -block.base.y },
                        )),
                    depth: place.depth + 1,
                    from: Some((place.from.map_or(item, |(outer, _)| outer), outermost)),
                    layer: Some(&layer),
                    colour: colour_of(item, place),
                };
                for piece in &block.items {
                    self.count()?;
                    self.place(piece, &inner)?;
                }
            }
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), OutputHalt> {
        self.pieces += 1;
        if self.pieces > MAX_PIECES || self.vertices > MAX_VERTICES {
            return Err(OutputHalt::TooMuch(format!(
                "块展开后超过 {} 万个图元或 {} 万个顶点；请在 CAD 中去掉多余的块或分幅另存",
                MAX_PIECES / 10_000,
                MAX_VERTICES / 10_000
            )));
        }
        Ok(())
    }

    fn hand_over(
        &mut self,
        item: &Entity,
        geometry: Result<Geometry<f64>, &'static str>,
        place: &Placement<'_>,
    ) -> Result<(), OutputHalt> {
        self.number += 1;
        let number = self.number;
        self.heights += u64::from(item.height);
        let called = || format!("{}（句柄 {}）", item.kind, item.handle);
        if item.bad > 0 {
            let text = said!(
                "dxf.bad_vertices",
                "{} 有 {} 个顶点的坐标不是数，已略去",
                "{} has {} vertices whose coordinates are no numbers; they were left out",
                called(),
                item.bad
            );
            self.warning_limit
                .at(self.sink, WarningKind::BadCoordinate, number, text);
        }
        let geometry = match geometry {
            Ok(geometry) => Some(geometry),
            Err(reason) => {
                let text = Words::new(
                    "dxf.shape_left_out",
                    format!("{}{reason}，图形未读入", called()),
                    format!("the shape of {} cannot be made; it was not read", called()),
                );
                self.warning_limit
                    .at(self.sink, WarningKind::GeometryLeftOut, number, text);
                None
            }
        };
        let layer = layer_of(item, place);
        let text = |t: &str| {
            if t.is_empty() {
                Value::Null
            } else {
                Value::Text(t.to_owned())
            }
        };
        let (handle, block) = match (place.from, &item.shape) {
            (Some((insert, name)), _) => (insert.handle.as_str(), name),
            (None, EntityShape::Insert(insert)) => (item.handle.as_str(), insert.block.as_str()),
            (None, _) => (item.handle.as_str(), ""),
        };
        let colour = match colour_of(item, place) {
            Colour::ByLayer => self.survey.colours.get(layer).copied(),
            other => Some(other),
        };
        let mut values = vec![
            text(layer),
            text(&item.kind),
            match colour {
                Some(Colour::Index(index)) => Value::Text(index.to_string()),
                Some(Colour::True(rgb)) => Value::Text(format!("#{rgb:06x}")),
                _ => Value::Null,
            },
            text(item.text.as_deref().unwrap_or_default()),
            text(block),
            text(handle),
        ];
        if let Some(data) = &item.extended {
            if !std::mem::replace(&mut self.extended, true) {
                self.sink.field(Field {
                    name: EXTENDED.to_owned(),
                    kind: FieldKind::Text,
                });
            }
            values.push(Value::Text(data.clone()));
        }
        let feature = Feature {
            number,
            geometry,
            values,
        };
        match self.sink.feature(feature) {
            flow if flow.is_break() => Err(OutputHalt::Stopped),
            _ => Ok(()),
        }
    }
}

/// What lies on layer 0 in a block comes to lie on the layer of the insert.
fn layer_of<'a>(item: &'a Entity, place: &Placement<'a>) -> &'a str {
    match place.layer {
        Some(outer) if item.layer == "0" => outer,
        _ => &item.layer,
    }
}

fn colour_of(item: &Entity, place: &Placement<'_>) -> Colour {
    match item.colour {
        Colour::ByBlock if place.depth > 0 => place.colour,
        colour => colour,
    }
}

fn point(c: Coord<f64>) -> Geometry<f64> {
    Point(c).into()
}

/// Returns the geometry of a shape, or what is wrong with it; `worked` takes the vertices that were made for it.
fn shape_geometry(
    shape: &EntityShape,
    map: &BlockTransform,
    worked: &mut usize,
) -> Result<Geometry<f64>, &'static str> {
    let stretch = map.stretch();
    let tolerance = if stretch > 0.0 && stretch.is_finite() {
        TOLERANCE / stretch
    } else {
        f64::MAX
    };
    let geometry = match shape {
        EntityShape::Point(c) => point(map.of(*c)),
        EntityShape::Area(loops) => {
            let ring = |pieces: &Vec<EntityShape>| -> Vec<Coord<f64>> {
                hatch::ring(pieces, tolerance)
                    .into_iter()
                    .map(|c| map.of(c))
                    .collect()
            };
            let rings: Vec<_> = loops.iter().map(ring).collect();
            *worked += rings.iter().map(Vec::len).sum::<usize>();
            if !rings.iter().flatten().all(usable) {
                return Err("的坐标不是数或太大");
            }
            let mut areas = hatch::areas(rings).ok_or("的边界太多")?;
            match areas.0.len() {
                0 => return Err("没有可用的边界"),
                1 => areas.0.remove(0).into(),
                _ => areas.into(),
            }
        }
        _ => {
            let mut points: Vec<Coord<f64>> =
                shape.outline(tolerance).into_iter().map(|c| map.of(c)).collect();
            *worked += points.len();
            points.dedup();
            line_or_area(points, shape.is_closed())?
        }
    };
    match &geometry {
        Geometry::Point(p) if !usable(&p.0) => Err("的坐标不是数或太大"),
        _ => Ok(geometry),
    }
}

fn usable(c: &Coord<f64>) -> bool {
    // False for NaN too.
    c.x.abs() <= LARGEST && c.y.abs() <= LARGEST
}

fn line_or_area(mut points: Vec<Coord<f64>>, closed: bool) -> Result<Geometry<f64>, &'static str> {
    if !points.iter().all(usable) {
        return Err("的坐标不是数或太大");
    }
    if let (true, Some(&first)) = (closed && points.first() != points.last(), points.first()) {
        points.push(first);
    }
    if points.len() < 2 {
        return Err("可用的点太少，不成图形");
    }
    if points.len() >= 4 && points.first() == points.last() && encloses(&points) {
        return Ok(Polygon::new(LineString(points), Vec::new()).into());
    }
    Ok(LineString(points).into())
}

fn encloses(ring: &[Coord<f64>]) -> bool {
    let o = ring[0];
    let twice: f64 = ring
        .windows(2)
        .map(|w| (w[0].x - o.x) * (w[1].y - o.y) - (w[1].x - o.x) * (w[0].y - o.y))
        .sum();
    twice != 0.0
}
