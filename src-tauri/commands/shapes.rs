//! The commands of the drawing tools: geometry in, geometry out, nothing stored.

use std::sync::Arc;

use geo_types::{Coord, Geometry, LineString};
use geodata::coords::parse_table_in;
use geodata::ops;
use planning::model::Shape;
use planning::query::{measures_of, problems_of};

use crate::row_problem::RowProblem;
use crate::session::systems::Systems;
use crate::wire::*;
use crate::wire_error::WireError;

/// Corners of a drawn circle.
const CIRCLE_CORNERS: usize = 72;

/// The commands of the drawing tools.
#[derive(Debug)]
pub struct ShapeCommands {
    pub(crate) systems: Arc<Systems>,
}

impl ShapeCommands {
    /// A geometry operation; nothing is stored.
    pub fn shape(&self, op: ShapeOp) -> Result<ShapeAnswer, WireError> {
        let made: Result<Vec<Geometry<f64>>, ops::OpError> = match op {
            ShapeOp::Inspect { geometry } => Ok(vec![geometry.0]),
            ShapeOp::Split { geometry, line } => ops::split(&geometry.0, &line_of(line)?),
            ShapeOp::Merge { geometries } => {
                let all: Vec<Geometry<f64>> = geometries.into_iter().map(|s| s.0).collect();
                ops::merge(&all).map(|g| vec![g])
            }
            ShapeOp::Cut { geometry, other } => ops::cut(&geometry.0, &other.0).map(|g| vec![g]),
            ShapeOp::AddHole { geometry, ring } => {
                ops::add_hole(&geometry.0, &line_of(ring)?).map(|g| vec![g])
            }
            ShapeOp::AddPart { geometry, part } => ops::add_part(&geometry.0, &part.0).map(|g| vec![g]),
            ShapeOp::Reshape { geometry, line } => {
                ops::reshape(&geometry.0, &line_of(line)?).map(|g| vec![g])
            }
            ShapeOp::Simplify {
                geometry,
                tolerance_m,
            } => ops::simplify(&geometry.0, tolerance_m, true).map(|g| vec![g]),
            ShapeOp::Circle {
                centre: [x, y],
                radius_m,
            } => ops::circle(Coord { x, y }, radius_m, CIRCLE_CORNERS).map(|p| vec![p.into()]),
            ShapeOp::Buffer { geometry, metres } => ops::buffer(&geometry.0, metres).map(|g| vec![g]),
            ShapeOp::Repair { geometry } => {
                let repaired = geodata::validity::repair(&geometry.0)
                    .map_err(|e| WireError::said("shape.repair", &e))?;
                Ok(vec![repaired.geometry])
            }
        };
        let shapes: Vec<Shape> = made.map_err(|e| op_error(&e))?.into_iter().map(Shape).collect();
        Ok(ShapeAnswer {
            measures: shapes.iter().map(measures_of).collect(),
            problems: shapes.first().map(problems_of).unwrap_or_default(),
            geometries: shapes,
        })
    }

    /// Reads typed or pasted coordinates.
    pub fn parse_coordinates(&self, text: String, crs: String) -> Result<ParsedCoordinates, WireError> {
        let system = self.systems.own().converter(&crs)?;
        let table = parse_table_in(&text, &system);
        Ok(ParsedCoordinates {
            rings: table
                .rings
                .iter()
                .map(|r| r.points.iter().map(|c| [c.x, c.y]).collect())
                .collect(),
            problems: table.problems.iter().map(RowProblem::from).collect(),
        })
    }
}

fn line_of(shape: Shape) -> Result<LineString<f64>, WireError> {
    match shape.0 {
        Geometry::LineString(line) => Ok(line),
        Geometry::Polygon(polygon) => Ok(polygon.exterior().clone()),
        _ => Err(WireError::new("shape.line", "这里需要一条线")),
    }
}

/// An operation's refusal in words a person at the map can act on.
fn op_error(error: &ops::OpError) -> WireError {
    use ops::OpError as E;
    let (code, words) = match error {
        E::Invalid(_) => (
            "shape.invalid",
            "图形有问题（如自相交），请先修复再操作".to_owned(),
        ),
        E::ResultInvalid(_) => (
            "shape.result_invalid",
            "这样画出来的图形会有问题，请换一种画法".to_owned(),
        ),
        E::WrongKind { .. } => (
            "shape.wrong_kind",
            "这个工具不能用于这种图形，请换一个图形或工具".to_owned(),
        ),
        E::MixedKinds => (
            "shape.mixed_kinds",
            "点、线、面不能合在一起，请只选同一种图形".to_owned(),
        ),
        E::Nothing => ("shape.nothing", "没有可操作的图形，请至少选一个".to_owned()),
        E::LineTooShort => ("shape.line_too_short", "画的线至少要有两个不同的点".to_owned()),
        E::NotCrossing => (
            "shape.not_crossing",
            "线没有穿过图形：请从图形外画到图形外，或起止在边界上".to_owned(),
        ),
        E::TooFewCrossings { .. } => (
            "shape.too_few_crossings",
            "线与边界至少要相交两次，请让线的两头都越过边界".to_owned(),
        ),
        E::NotOverlapping => (
            "shape.not_overlapping",
            "两个图形没有重叠，没有可裁去的部分".to_owned(),
        ),
        E::NothingLeft => (
            "shape.nothing_left",
            "这样裁剪后什么都不剩；确要如此请直接删除范围".to_owned(),
        ),
        E::HoleOutside => (
            "shape.hole_outside",
            "洞要完全画在图形内，不能碰到边界或别的洞".to_owned(),
        ),
        E::PartOverlaps => (
            "shape.part_overlaps",
            "新部分与原图形重叠；要连成一片请用“合并”".to_owned(),
        ),
        E::NoSuchVertex { .. } => ("shape.no_such_vertex", "找不到这个顶点，请重新选择".to_owned()),
        E::TooFewLeft { least, .. } => (
            "shape.too_few_left",
            format!("至少要留 {least} 个顶点；可移动它，或删除整个范围"),
        ),
        E::BadSize { .. } => ("shape.bad_size", "尺寸不可用，请填一个更大的数".to_owned()),
        E::OffEarth { .. } => ("shape.off_earth", "坐标超出了经纬度范围".to_owned()),
        E::TooWide { .. } => ("shape.too_wide", "图形太大，请分块操作".to_owned()),
    };
    WireError::new(code, words)
}
