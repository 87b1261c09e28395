//! Coordinate systems a Chinese planner meets, and the way between them and stored longitude, latitude.
//!
//! Stored geometry is longitude, latitude in degrees; CGCS2000 and WGS84 are taken as one there (they differ
//! by centimetres). Codes are those of the EPSG dataset. Beijing 1954 and Xian 1980 lie tens of metres away by
//! an amount that is not published.

pub mod china_shift;
mod datum;
pub mod ellipsoid;
mod epsg;
mod local_plane;
mod naming;
mod transverse_mercator;
pub mod wkt;

pub use datum::OldDatum;
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

/// A Gauss-Krüger zone, apart from its datum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GaussZone {
    /// 3° or 6° zones.
    pub width: ZoneWidth,
    /// Zone number: 25 to 45 (3°) or 13 to 23 (6°).
    pub zone: u8,
    /// Whether eastings begin with the zone number.
    pub prefixed: bool,
}

impl GaussZone {
    /// Returns the central meridian in degrees.
    pub fn central_meridian(self) -> f64 {
        match self.width {
            ZoneWidth::Three => 3.0 * f64::from(self.zone),
            ZoneWidth::Six => 6.0 * f64::from(self.zone) - 3.0,
        }
    }

    /// Returns the easting in metres of the central meridian.
    pub fn false_easting(self) -> f64 {
        500_000.0
            + if self.prefixed {
                f64::from(self.zone) * 1e6
            } else {
                0.0
            }
    }

    /// Returns whether China has a zone of this number.
    pub fn exists(self) -> bool {
        match self.width {
            ZoneWidth::Three => (25..=45).contains(&self.zone),
            ZoneWidth::Six => (13..=23).contains(&self.zone),
        }
    }

    /// Returns the system with this zone: CGCS2000, or an older one.
    pub fn of(self, datum: Option<OldDatum>) -> Crs {
        let Self {
            width,
            zone,
            prefixed,
        } = self;
        match datum {
            None => Crs::GaussKruger {
                width,
                zone,
                prefixed,
            },
            Some(datum) => Crs::OldGaussKruger {
                datum,
                width,
                zone,
                prefixed,
            },
        }
    }
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
    /// Longitude, latitude in degrees of an older Chinese system, EPSG:4214 or 4610.
    Old {
        /// Which one.
        datum: OldDatum,
    },
    /// Gauss-Krüger metres of an older Chinese system.
    OldGaussKruger {
        /// Which one.
        datum: OldDatum,
        /// 3° or 6° zones.
        width: ZoneWidth,
        /// Zone number: 25 to 45 (3°) or 13 to 23 (6°).
        zone: u8,
        /// Whether eastings begin with the zone number.
        prefixed: bool,
    },
}

/// Why a coordinate or a system's name was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// The name or number is no system known here.
    #[error(
        "不认识坐标系“{0}”：请写 EPSG 编号（如 EPSG:4548），或 CGCS2000、西安80、北京54 加带号，或 GCJ-02、BD-09"
    )]
    Unknown(String),
    /// The coordinate lies where the system is not defined.
    #[error("({x}, {y}) 不在 {system} 的范围内：请选择这些数字所在的坐标系或带号")]
    OutOfArea {
        /// First number, longitude or easting.
        x: f64,
        /// Second number, latitude or northing.
        y: f64,
        /// Name of the system.
        system: String,
    },
    /// An older system without a way to CGCS2000.
    #[error(
        "{system} 到 CGCS2000 没有公开的转换参数，直接套用会偏几十米到一百多米：请填写当地测绘部门给的三参数、七参数或四参数，或者明确选择“不改正”"
    )]
    NeedsParameters {
        /// Name of the system.
        system: String,
    },
}

impl Crs {
    /// Returns whether coordinates are metres on a map and not degrees.
    pub fn is_projected(self) -> bool {
        matches!(
            self,
            Self::GaussKruger { .. } | Self::OldGaussKruger { .. } | Self::Utm { .. } | Self::WebMercator
        )
    }

    /// Returns the older datum of the system, whose way to CGCS2000 needs parameters; `None` for all others.
    pub fn old_datum(self) -> Option<OldDatum> {
        match self {
            Self::Old { datum } | Self::OldGaussKruger { datum, .. } => Some(datum),
            _ => None,
        }
    }

    /// Returns the Gauss-Krüger zone of the system, whatever its datum.
    pub fn gauss_zone(self) -> Option<GaussZone> {
        match self {
            Self::GaussKruger {
                width,
                zone,
                prefixed,
            }
            | Self::OldGaussKruger {
                width,
                zone,
                prefixed,
                ..
            } => Some(GaussZone {
                width,
                zone,
                prefixed,
            }),
            _ => None,
        }
    }

    /// Returns the central meridian in degrees of a zoned system.
    pub fn central_meridian(self) -> Option<f64> {
        match self {
            Self::Utm { zone, .. } => Some(6.0 * f64::from(zone) - 183.0),
            _ => self.gauss_zone().map(GaussZone::central_meridian),
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
            Self::Old { .. } | Self::OldGaussKruger { .. } => return Err(self.needs_parameters()),
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
            Self::Old { .. } | Self::OldGaussKruger { .. } => return Err(self.needs_parameters()),
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
        match self.gauss_zone() {
            Some(GaussZone {
                zone, prefixed: true, ..
            }) => x - f64::from(zone) * 1e6,
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

    fn needs_parameters(self) -> CrsError {
        CrsError::NeedsParameters { system: self.name() }
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
