//! Coordinate systems a Chinese planner meets, and the way between them and stored longitude, latitude.
//!
//! Stored geometry is longitude, latitude in degrees; CGCS2000 and WGS84 are taken as one there (they differ
//! by centimetres). Codes are those of the EPSG dataset.

pub mod china_shift;
pub mod ellipsoid;
mod local_plane;
mod transverse_mercator;

pub use local_plane::LocalPlane;
pub use transverse_mercator::TransverseMercator;

use geo_types::{Coord, Geometry, coord};
use serde::{Deserialize, Serialize};
use std::f64::consts::FRAC_PI_4;

/// Width of a Gauss-Krüger zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneWidth {
    /// 3° zones 25 to 45, central meridian 3° × zone.
    Three,
    /// 6° zones 13 to 23, central meridian 6° × zone − 3°.
    Six,
}

/// A coordinate system that the program reads, shows and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "system")]
pub enum Crs {
    /// CGCS2000 longitude, latitude in degrees, EPSG:4490.
    Cgcs2000,
    /// WGS 84 longitude, latitude in degrees, EPSG:4326.
    Wgs84,
    /// CGCS2000 Gauss-Krüger metres.
    GaussKruger {
        /// 3° or 6° zones.
        width: ZoneWidth,
        /// Zone number: 25 to 45 (3°) or 13 to 23 (6°).
        zone: u8,
        /// Whether eastings begin with the zone number.
        prefixed: bool,
    },
    /// UTM on WGS 84, metres, EPSG:32601-32660 and 32701-32760.
    Utm {
        /// Zone number, 1 to 60.
        zone: u8,
        /// Whether the zone is on the northern half of the earth.
        north: bool,
    },
    /// Web Mercator metres, EPSG:3857.
    WebMercator,
    /// GCJ-02 degrees (高德, 腾讯); has no EPSG code.
    Gcj02,
    /// BD-09 degrees (百度); has no EPSG code.
    Bd09,
}

/// Why a coordinate or a system's name was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// The name or number is no system known here.
    #[error("{0:?} is not a known coordinate system: give an EPSG number, GCJ-02 or BD-09")]
    Unknown(String),
    /// The coordinate lies where the system is not defined.
    #[error("({x}, {y}) lies outside the area of {system}: choose the system or zone the numbers are in")]
    OutOfArea {
        /// First number, longitude or easting.
        x: f64,
        /// Second number, latitude or northing.
        y: f64,
        /// Name of the system.
        system: String,
    },
}

impl Crs {
    /// Returns the system of an EPSG number, if it is one of those this program handles.
    pub fn from_epsg(code: u32) -> Option<Self> {
        use ZoneWidth::{Six, Three};
        let gauss = |width, zone: u32, prefixed| Self::GaussKruger {
            width,
            zone: zone as u8,
            prefixed,
        };
        Some(match code {
            4490 => Self::Cgcs2000,
            4326 => Self::Wgs84,
            3857 => Self::WebMercator,
            4491..=4501 => gauss(Six, code - 4491 + 13, true),
            4502..=4512 => gauss(Six, code - 4502 + 13, false),
            4513..=4533 => gauss(Three, code - 4513 + 25, true),
            4534..=4554 => gauss(Three, code - 4534 + 25, false),
            32601..=32660 => Self::Utm {
                zone: (code - 32600) as u8,
                north: true,
            },
            32701..=32760 => Self::Utm {
                zone: (code - 32700) as u8,
                north: false,
            },
            _ => return None,
        })
    }

    /// Returns the EPSG number; GCJ-02, BD-09 and zones outside the dataset have none.
    pub fn epsg(self) -> Option<u32> {
        use ZoneWidth::{Six, Three};
        match self {
            Self::Cgcs2000 => Some(4490),
            Self::Wgs84 => Some(4326),
            Self::WebMercator => Some(3857),
            Self::GaussKruger {
                width: Three,
                zone: zone @ 25..=45,
                prefixed,
            } => Some(u32::from(zone) - 25 + if prefixed { 4513 } else { 4534 }),
            Self::GaussKruger {
                width: Six,
                zone: zone @ 13..=23,
                prefixed,
            } => Some(u32::from(zone) - 13 + if prefixed { 4491 } else { 4502 }),
            Self::Utm {
                zone: zone @ 1..=60,
                north,
            } => Some(u32::from(zone) + if north { 32600 } else { 32700 }),
            _ => None,
        }
    }

    /// Returns the system written as "EPSG:4547", "4547", "urn:ogc:def:crs:EPSG::4547", "GCJ-02" or "BD-09".
    ///
    /// # Errors
    /// [`CrsError::Unknown`] with the text as given.
    pub fn parse(text: &str) -> Result<Self, CrsError> {
        let plain = text.trim().to_ascii_uppercase();
        let key: String = plain.chars().filter(char::is_ascii_alphanumeric).collect();
        match key.as_str() {
            "GCJ02" => return Ok(Self::Gcj02),
            "BD09" | "BD09LL" => return Ok(Self::Bd09),
            "CGCS2000" => return Ok(Self::Cgcs2000),
            "WGS84" | "CRS84" => return Ok(Self::Wgs84),
            _ => {}
        }
        if plain.ends_with("OGC:1.3:CRS84") || plain.ends_with("OGC:CRS84") {
            return Ok(Self::Wgs84);
        }
        let digits = match plain.rsplit_once(':') {
            Some((head, tail)) if head.contains("EPSG") => tail,
            Some(_) => return Err(CrsError::Unknown(text.to_owned())),
            None => plain.strip_prefix("EPSG").unwrap_or(&plain).trim(),
        };
        let code = digits.parse().ok().and_then(Self::from_epsg);
        code.ok_or_else(|| CrsError::Unknown(text.to_owned()))
    }

    /// Returns whether coordinates are metres on a map and not degrees.
    pub fn is_projected(self) -> bool {
        matches!(
            self,
            Self::GaussKruger { .. } | Self::Utm { .. } | Self::WebMercator
        )
    }

    /// Returns the central meridian in degrees of a zoned system.
    pub fn central_meridian(self) -> Option<f64> {
        match self {
            Self::GaussKruger {
                width: ZoneWidth::Three,
                zone,
                ..
            } => Some(3.0 * f64::from(zone)),
            Self::GaussKruger {
                width: ZoneWidth::Six,
                zone,
                ..
            } => Some(6.0 * f64::from(zone) - 3.0),
            Self::Utm { zone, .. } => Some(6.0 * f64::from(zone) - 183.0),
            _ => None,
        }
    }

    /// Returns the system's name as written on a Chinese map, for example "CGCS2000 3°带 39带（117°E）".
    pub fn name(self) -> String {
        match self {
            Self::Cgcs2000 => "CGCS2000 经纬度".to_owned(),
            Self::Wgs84 => "WGS84 经纬度".to_owned(),
            Self::WebMercator => "Web 墨卡托".to_owned(),
            Self::Gcj02 => "GCJ-02（高德、腾讯）".to_owned(),
            Self::Bd09 => "BD-09（百度）".to_owned(),
            Self::GaussKruger {
                width,
                zone,
                prefixed,
            } => {
                let degrees = if width == ZoneWidth::Three { 3 } else { 6 };
                let meridian = self.central_meridian().unwrap_or_default();
                let prefix = if prefixed { "，带号" } else { "" };
                format!("CGCS2000 {degrees}°带 {zone}带（{meridian}°E{prefix}）")
            }
            Self::Utm { zone, north } => format!("WGS84 UTM {zone}{}", if north { "N" } else { "S" }),
        }
    }

    /// Returns the CGCS2000 3° zone without prefix in which a longitude in degrees lies; `None` outside China.
    pub fn suggest_zone(lon: f64) -> Option<Self> {
        let zone = (lon / 3.0).round();
        (25.0..=45.0).contains(&zone).then_some(Self::GaussKruger {
            width: ZoneWidth::Three,
            zone: zone as u8,
            prefixed: false,
        })
    }

    /// Returns a stored longitude, latitude in this system: x is longitude or easting, y latitude or northing.
    ///
    /// # Errors
    /// [`CrsError::OutOfArea`] for numbers that are no place, beyond 85.06° in Web Mercator, or more than 30°
    /// from the central meridian of a zone.
    pub fn forward(self, lon_lat: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        let refuse = || CrsError::OutOfArea {
            x: lon_lat.x,
            y: lon_lat.y,
            system: self.name(),
        };
        if !(lon_lat.x.abs() <= 180.0 && lon_lat.y.abs() <= 90.0) {
            return Err(refuse());
        }
        Ok(match self {
            Self::Cgcs2000 | Self::Wgs84 => lon_lat,
            Self::Gcj02 => china_shift::wgs84_to_gcj02(lon_lat),
            Self::Bd09 => china_shift::wgs84_to_bd09(lon_lat),
            Self::WebMercator => {
                if lon_lat.y.abs() > 85.06 {
                    return Err(refuse());
                }
                let r = ellipsoid::WGS84.a;
                coord! {
                    x: r * lon_lat.x.to_radians(),
                    y: r * (FRAC_PI_4 + lon_lat.y.to_radians() / 2.0).tan().ln(),
                }
            }
            Self::GaussKruger { .. } | Self::Utm { .. } => {
                let (projection, meridian, false_northing) = self.zone_projection().ok_or_else(refuse)?;
                let off = (lon_lat.x - meridian + 540.0).rem_euclid(360.0) - 180.0;
                if off.abs() > 30.0 {
                    return Err(refuse());
                }
                let p = projection.forward(lon_lat);
                coord! { x: p.x, y: p.y + false_northing }
            }
        })
    }

    /// Returns the stored longitude, latitude of a coordinate in this system (x longitude or easting).
    ///
    /// # Errors
    /// [`CrsError::OutOfArea`] when the numbers are no place in this system.
    pub fn inverse(self, c: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        let refuse = || CrsError::OutOfArea {
            x: c.x,
            y: c.y,
            system: self.name(),
        };
        if !(c.x.is_finite() && c.y.is_finite()) {
            return Err(refuse());
        }
        let lon_lat = match self {
            Self::Cgcs2000 | Self::Wgs84 => c,
            Self::Gcj02 => china_shift::gcj02_to_wgs84(c),
            Self::Bd09 => china_shift::bd09_to_wgs84(c),
            Self::WebMercator => {
                let r = ellipsoid::WGS84.a;
                coord! { x: (c.x / r).to_degrees(), y: (c.y / r).sinh().atan().to_degrees() }
            }
            Self::GaussKruger { .. } | Self::Utm { .. } => {
                let (projection, _, false_northing) = self.zone_projection().ok_or_else(refuse)?;
                let north = c.y - false_northing;
                let east = self.zone_easting(c.x);
                if (east - 500_000.0).abs() > 3_500_000.0 || north.abs() > 10_000_000.0 {
                    return Err(refuse());
                }
                projection.inverse(coord! { x: c.x, y: north })
            }
        };
        let inside = lon_lat.x.abs() <= 180.0 + 1e-9 && lon_lat.y.abs() <= 90.0;
        if inside { Ok(lon_lat) } else { Err(refuse()) }
    }

    /// Returns an easting without its zone number.
    pub fn zone_easting(self, x: f64) -> f64 {
        match self {
            Self::GaussKruger {
                zone, prefixed: true, ..
            } => x - f64::from(zone) * 1e6,
            _ => x,
        }
    }

    /// Returns a stored geometry with every coordinate in this system.
    ///
    /// # Errors
    /// As [`Crs::forward`], for the first coordinate outside.
    pub fn forward_geometry(self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        use geo::MapCoords;
        geometry.try_map_coords(|c| self.forward(c))
    }

    /// Returns the stored form of a geometry whose coordinates are in this system.
    ///
    /// # Errors
    /// As [`Crs::inverse`], for the first coordinate outside.
    pub fn inverse_geometry(self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        use geo::MapCoords;
        geometry.try_map_coords(|c| self.inverse(c))
    }

    fn zone_projection(self) -> Option<(TransverseMercator, f64, f64)> {
        self.epsg()?;
        let meridian = self.central_meridian()?;
        Some(match self {
            Self::GaussKruger { zone, prefixed, .. } => {
                let false_easting = 500_000.0 + if prefixed { f64::from(zone) * 1e6 } else { 0.0 };
                let projection = TransverseMercator::new(ellipsoid::CGCS2000, meridian, 1.0, false_easting);
                (projection, meridian, 0.0)
            }
            Self::Utm { north, .. } => {
                let projection = TransverseMercator::new(ellipsoid::WGS84, meridian, 0.9996, 500_000.0);
                (projection, meridian, if north { 0.0 } else { 10_000_000.0 })
            }
            _ => return None,
        })
    }
}
