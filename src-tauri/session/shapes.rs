//! The commands of the drawing tools: geometry in, geometry out, nothing stored.

use geo_types::{Coord, Geometry, LineString};
use geodata::coords::{CoordError, format_point, parse_table};
use geodata::crs::{Crs, ZoneWidth};
use geodata::ops;
use planning::model::Shape;
use planning::query::{measures_of, problems_of};

use super::{Session, small};
use crate::wire::*;

/// Corners of a drawn circle.
const CIRCLE_CORNERS: usize = 72;

impl Session {
    /// A geometry operation; nothing is stored.
    pub async fn shape(&self, op: ShapeOp) -> Result<ShapeAnswer, WireError> {
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
                let repaired =
                    geodata::validity::repair(&geometry.0).map_err(|e| WireError::new("shape.repair", e))?;
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
    pub async fn parse_coordinates(&self, text: String, crs: String) -> Result<ParsedCoordinates, WireError> {
        let crs = system(&crs)?;
        let table = parse_table(&text, crs);
        Ok(ParsedCoordinates {
            rings: table
                .rings
                .iter()
                .map(|r| r.points.iter().map(|c| [c.x, c.y]).collect())
                .collect(),
            problems: table
                .problems
                .iter()
                .map(|p| RowProblem {
                    row: small(p.row),
                    text: p.text.clone(),
                    code: coord_code(&p.error).to_owned(),
                })
                .collect(),
            crs: crs.name(),
        })
    }

    /// A position in a system, as the status line shows it.
    pub async fn format_coordinates(&self, lon: f64, lat: f64, crs: String) -> Result<String, WireError> {
        format_point(Coord { x: lon, y: lat }, system(&crs)?).map_err(|e| WireError::new("crs.outside", e))
    }

    /// The systems that can be chosen; the zone that fits a longitude comes first among the projected ones.
    pub async fn crs_choices(&self, lon: f64) -> Result<Vec<CrsChoice>, WireError> {
        let mut systems = vec![Crs::Cgcs2000, Crs::Wgs84];
        systems.extend(Crs::suggest_zone(lon));
        if let Some(Crs::GaussKruger { zone, .. }) = Crs::suggest_zone(lon) {
            systems.push(Crs::GaussKruger {
                width: ZoneWidth::Three,
                zone,
                prefixed: true,
            });
            systems.push(Crs::GaussKruger {
                width: ZoneWidth::Three,
                zone,
                prefixed: false,
            });
        }
        systems.extend([Crs::Gcj02, Crs::Bd09, Crs::WebMercator]);
        for zone in 25..=45 {
            systems.push(Crs::GaussKruger {
                width: ZoneWidth::Three,
                zone,
                prefixed: false,
            });
            systems.push(Crs::GaussKruger {
                width: ZoneWidth::Three,
                zone,
                prefixed: true,
            });
        }
        let mut choices: Vec<CrsChoice> = Vec::new();
        for crs in systems {
            let id = match crs.epsg() {
                Some(code) => format!("EPSG:{code}"),
                None => crs.name(),
            };
            if !choices.iter().any(|c| c.id == id) {
                choices.push(CrsChoice {
                    id,
                    label: label(crs),
                    projected: crs.is_projected(),
                });
            }
        }
        Ok(choices)
    }
}

/// A system's name in Chinese.
pub(super) fn label(crs: Crs) -> String {
    match crs {
        Crs::Cgcs2000 => "CGCS2000 经纬度".to_owned(),
        Crs::Wgs84 => "WGS84 经纬度".to_owned(),
        Crs::Gcj02 => "GCJ-02（高德、腾讯）".to_owned(),
        Crs::Bd09 => "BD-09（百度）".to_owned(),
        Crs::WebMercator => "Web 墨卡托".to_owned(),
        Crs::GaussKruger {
            width,
            zone,
            prefixed,
        } => {
            let degrees = match width {
                ZoneWidth::Three => 3,
                ZoneWidth::Six => 6,
            };
            let meridian = crs.central_meridian().unwrap_or_default();
            let prefix = if prefixed {
                format!("{zone} 带，Y 含带号")
            } else {
                "Y 不含带号".to_owned()
            };
            format!("CGCS2000 {degrees}° 带，中央经线 {meridian:.0}°（{prefix}）")
        }
        other => other.name(),
    }
}

fn system(text: &str) -> Result<Crs, WireError> {
    Crs::parse(text).map_err(|e| WireError::new("crs.unknown", e).with("crs", text))
}

fn line_of(shape: Shape) -> Result<LineString<f64>, WireError> {
    match shape.0 {
        Geometry::LineString(line) => Ok(line),
        Geometry::Polygon(polygon) => Ok(polygon.exterior().clone()),
        _ => Err(WireError::new("shape.line", "这里需要一条线")),
    }
}

fn coord_code(error: &CoordError) -> &'static str {
    match error {
        CoordError::NotTwoNumbers { .. } => "coords.not_two_numbers",
        CoordError::NotAnAngle(_) => "coords.not_an_angle",
        CoordError::SameAxis => "coords.same_axis",
        CoordError::DegreesGiven { .. } => "coords.degrees_given",
        CoordError::MetresGiven { .. } => "coords.metres_given",
        CoordError::WrongZone { .. } => "coords.wrong_zone",
        _ => "coords.outside",
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
