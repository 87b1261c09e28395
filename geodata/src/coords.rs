//! Coordinates as people type, paste and read them.
//!
//! In Chinese survey tables X is the northing and Y the easting, with or without the zone number before it.
//! Which number is which is told by size first (an easting with zone is above ten million, one without below a
//! million, a northing in China between), by the header next, and by that custom last.

mod angle;
mod control_points;
mod table;

pub use control_points::{ControlPointRow, ControlPointTable, parse_control_points};
pub use table::{CoordinateTable, RowProblem, TableRing, parse_table, parse_table_in};

use crate::crs::{Converter, Crs, CrsError};
pub(crate) use angle::packed;
use angle::{Hemisphere, read_numbers};
use geo_types::{Coord, coord};

/// Why text is no coordinate.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CoordError {
    /// There are not two numbers in it.
    #[error("这里有 {found} 个数字，应有两个：例如 116.5, 35.7 或 116°29′29″E 35°42′44″N")]
    NotTwoNumbers {
        /// How many numbers there are.
        found: usize,
    },
    /// A row of a control point has not the two pairs of numbers.
    #[error("这一行有 {found} 个数字，应有四个：地方坐标 X、Y 和已知坐标 X、Y（或经度、纬度）")]
    NotFourNumbers {
        /// How many numbers there are.
        found: usize,
    },
    /// Minutes or seconds reach sixty, or a number has no meaning where it stands.
    #[error("“{0}”不是数字或角度")]
    NotAnAngle(String),
    /// Both numbers are latitudes, or both longitudes.
    #[error("两个都是纬度或都是经度：应各有一个")]
    SameAxis,
    /// Degrees where metres are expected.
    #[error("({a}, {b}) 像是经纬度，而 {system} 以米为单位：请选择经纬度坐标系")]
    DegreesGiven {
        /// First number.
        a: f64,
        /// Second number.
        b: f64,
        /// Name of the chosen system.
        system: String,
    },
    /// Metres where degrees are expected.
    #[error("({a}, {b}) 像是以米为单位的坐标，而 {system} 以度为单位：请选择测量所用的带号")]
    MetresGiven {
        /// First number.
        a: f64,
        /// Second number.
        b: f64,
        /// Name of the chosen system.
        system: String,
    },
    /// The easting begins with another zone number than the chosen one.
    #[error("坐标在 {found} 带，而选择的是 {chosen} 带：请选择 {found} 带")]
    WrongZone {
        /// Zone number in the easting.
        found: u8,
        /// Zone number of the chosen system.
        chosen: u8,
    },
    /// The numbers are no place in the chosen system.
    #[error(transparent)]
    Crs(#[from] CrsError),
}

/// What the columns of a table, or the letters of an angle, say about order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PairOrder {
    /// Nothing.
    Unknown,
    /// First number is a latitude or northing.
    NorthFirst,
    /// First number is a longitude or easting.
    EastFirst,
}

/// Returns the stored longitude, latitude of one typed coordinate in a chosen system.
///
/// Degrees may be decimal or with minutes and seconds, with N, S, E, W or 北纬, 南纬, 东经, 西经 before or after;
/// without letters, longitude and latitude are told apart by size where they can be, and longitude comes first
/// otherwise. Metres are taken as described for this module.
///
/// # Errors
/// [`CoordError`], saying what to type or choose instead.
pub fn parse_point(text: &str, crs: Crs) -> Result<Coord<f64>, CoordError> {
    parse_point_in(text, &Converter::new(crs, None)?)
}

/// Returns the same for a system with parameters: Beijing 1954, Xian 1980, or a local one.
///
/// # Errors
/// [`CoordError`], saying what to type or choose instead.
pub fn parse_point_in(text: &str, system: &Converter) -> Result<Coord<f64>, CoordError> {
    let numbers = read_numbers(text)?;
    let [a, b] = numbers.as_slice() else {
        return Err(CoordError::NotTwoNumbers { found: numbers.len() });
    };
    let order = match (a.half, b.half) {
        (None, None) => PairOrder::Unknown,
        (Some(Hemisphere::Latitude), Some(Hemisphere::Longitude) | None)
        | (None, Some(Hemisphere::Longitude)) => PairOrder::NorthFirst,
        (Some(Hemisphere::Longitude), Some(Hemisphere::Latitude) | None)
        | (None, Some(Hemisphere::Latitude)) => PairOrder::EastFirst,
        _ => return Err(CoordError::SameAxis),
    };
    to_lon_lat(a.value, b.value, order, system)
}

fn to_lon_lat(a: f64, b: f64, order: PairOrder, system: &Converter) -> Result<Coord<f64>, CoordError> {
    let crs = system.crs();
    if system.is_local() {
        // Local numbers may be of any size, so only the header or the custom tells their order.
        let c = match order {
            PairOrder::EastFirst => coord! { x: a, y: b },
            _ => coord! { x: b, y: a },
        };
        return Ok(system.inverse(c)?);
    }
    let degrees = a.abs() <= 180.0 && b.abs() <= 180.0;
    if !crs.is_projected() {
        if !degrees && let Some((a, b)) = packed_pair(a, b) {
            return to_lon_lat(a, b, order, system);
        }
        if !degrees {
            return Err(CoordError::MetresGiven {
                a,
                b,
                system: crs.name(),
            });
        }
        let c = match degree_order(a, b, order) {
            PairOrder::NorthFirst => coord! { x: b, y: a },
            _ => coord! { x: a, y: b },
        };
        return Ok(system.inverse(c)?);
    }
    if degrees {
        return Err(CoordError::DegreesGiven {
            a,
            b,
            system: crs.name(),
        });
    }
    if crs == Crs::WebMercator {
        let c = if order == PairOrder::NorthFirst {
            coord! { x: b, y: a }
        } else {
            coord! { x: a, y: b }
        };
        return Ok(system.inverse(c)?);
    }
    let (east, north) = match metre_order(a, b, order) {
        PairOrder::EastFirst => (a, b),
        _ => (b, a),
    };
    Ok(system.inverse(coord! { x: easting_for(east, crs)?, y: north })?)
}

/// Longitude and latitude in China, in either order, each written as one number of degrees, minutes and seconds. Metres
/// are never both: a northing in China has seven digits.
pub(crate) fn packed_pair(a: f64, b: f64) -> Option<(f64, f64)> {
    let (x, y) = (packed(a)?, packed(b)?);
    let chinese = |lon: f64, lat: f64| (73.0..=136.0).contains(&lon) && (3.0..=54.0).contains(&lat);
    (chinese(x, y) || chinese(y, x)).then_some((x, y))
}

/// Which of two degrees is the latitude, by size where that decides: China has longitudes above 73, latitudes
/// below 54.
fn degree_order(a: f64, b: f64, order: PairOrder) -> PairOrder {
    if order != PairOrder::Unknown {
        return order;
    }
    let chinese = |lat: f64, lon: f64| (3.0..=54.0).contains(&lat) && (73.0..=136.0).contains(&lon);
    if b.abs() > 90.0 || (chinese(a, b) && !chinese(b, a)) {
        PairOrder::NorthFirst
    } else {
        PairOrder::EastFirst
    }
}

/// Which of two lengths is the northing.
fn metre_order(a: f64, b: f64, order: PairOrder) -> PairOrder {
    let zoned = |v: f64| v >= 1e7;
    let northing = |v: f64| (1e6..1e7).contains(&v);
    let easting = |v: f64| v < 1e6;
    if zoned(a) != zoned(b) {
        return if zoned(a) {
            PairOrder::EastFirst
        } else {
            PairOrder::NorthFirst
        };
    }
    if northing(a) && easting(b) {
        return PairOrder::NorthFirst;
    }
    if northing(b) && easting(a) {
        return PairOrder::EastFirst;
    }
    if order == PairOrder::Unknown {
        PairOrder::NorthFirst
    } else {
        order
    }
}

/// The easting as the chosen system writes it: zone number checked, then taken off or put on.
fn easting_for(east: f64, crs: Crs) -> Result<f64, CoordError> {
    let Some(zone) = crs.gauss_zone() else {
        return Ok(east);
    };
    let chosen = zone.zone;
    let mut plain = east;
    if (1e7..1e8).contains(&east) {
        let found = (east / 1e6).floor() as u8;
        if found != chosen {
            return Err(CoordError::WrongZone { found, chosen });
        }
        plain = east - f64::from(found) * 1e6;
    }
    Ok(if zone.prefixed {
        plain + f64::from(chosen) * 1e6
    } else {
        plain
    })
}

/// Returns a stored longitude, latitude as the status line shows it in a chosen system.
///
/// Degrees with six digits, longitude first: `116.500000°E 35.700000°N`. Survey metres with millimetres and
/// their Chinese names, northing first: `X 3865735.210 Y 416230.174`. Web Mercator easting first.
///
/// # Errors
/// [`CrsError::OutOfArea`] where the system is not defined.
pub fn format_point(lon_lat: Coord<f64>, crs: Crs) -> Result<String, CrsError> {
    format_point_in(lon_lat, &Converter::new(crs, None)?)
}

/// Returns the same for a system with parameters: Beijing 1954, Xian 1980, or a local one.
///
/// # Errors
/// [`CrsError::OutOfArea`] where the system is not defined.
pub fn format_point_in(lon_lat: Coord<f64>, system: &Converter) -> Result<String, CrsError> {
    let crs = system.crs();
    let c = system.forward(lon_lat)?;
    Ok(match crs {
        Crs::WebMercator => format!("{:.3}, {:.3}", c.x, c.y),
        _ if crs.is_projected() => format!("X {:.3} Y {:.3}", c.y, c.x),
        _ => format!(
            "{:.6}°{} {:.6}°{}",
            c.x.abs(),
            east_west(c.x),
            c.y.abs(),
            north_south(c.y)
        ),
    })
}

fn east_west(lon: f64) -> char {
    if lon < 0.0 { 'W' } else { 'E' }
}

fn north_south(lat: f64) -> char {
    if lat < 0.0 { 'S' } else { 'N' }
}
