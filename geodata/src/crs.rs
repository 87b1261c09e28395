//! Coordinate systems a Chinese planner meets, and the way between them and stored longitude, latitude.
//!
//! Stored geometry is longitude, latitude in degrees; CGCS2000 and WGS84 are taken as one there (they differ
//! by centimetres). Codes are those of the EPSG dataset. Beijing 1954 and Xian 1980 lie tens of metres away by
//! an amount that is not published.

pub mod china_shift;
mod converter;
mod datum;
pub mod ellipsoid;
mod epsg;
pub mod fit;
mod local_plane;
mod naming;
mod plane_transform;
pub mod suggest;
mod transverse_mercator;
pub mod wkt;

pub use converter::Converter;
pub use datum::{DatumShift, Helmert, OldDatum, PlaneShift, Rotation};
pub use local_plane::LocalPlane;
pub use plane_transform::{Affine, PlaneTransform, Similarity};
pub use suggest::suggest;
pub use transverse_mercator::TransverseMercator;

use geo_types::{Coord, Geometry};
use serde::{Deserialize, Serialize};
use words::Words;

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
    /// Parameters that no transformation has.
    #[error("{system} 的转换参数不对：{reason}")]
    BadParameters {
        /// Name of the system.
        system: String,
        /// What to look at.
        reason: Words,
    },
    /// A local system fitted to degrees, or to another local one.
    #[error("{system} 不是平面坐标系：地方坐标系只能与投影坐标（高斯-克吕格、UTM）对接")]
    NoPlane {
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
    ///
    /// ```
    /// use geodata::crs::Crs;
    ///
    /// assert_eq!(Crs::suggest_zone(116.5).and_then(Crs::epsg), Some(4548));
    /// assert_eq!(Crs::suggest_zone(2.35), None);
    /// ```
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
    /// For many coordinates make a [`Converter`] once.
    ///
    /// ```
    /// use geo_types::coord;
    /// use geodata::crs::Crs;
    ///
    /// let zone = Crs::from_epsg(4548).expect("CGCS2000 3°, 117°E");
    /// let place = coord! { x: 116.0833, y: 34.9167 };
    /// let metres = zone.forward(place)?;
    /// assert!((metres.x - 416_230.174).abs() < 1e-3 && (metres.y - 3_865_735.210).abs() < 1e-3);
    /// let back = zone.inverse(metres)?;
    /// assert!((back.x - place.x).abs() < 1e-9 && (back.y - place.y).abs() < 1e-9);
    /// # Ok::<(), geodata::crs::CrsError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Converter::new`] without a shift, and [`Converter::forward`].
    pub fn forward(self, lon_lat: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        Converter::new(self, None)?.forward(lon_lat)
    }

    /// Returns the stored longitude, latitude of a coordinate in this system (x longitude or easting).
    ///
    /// # Errors
    /// As [`Converter::new`] without a shift, and [`Converter::inverse`].
    pub fn inverse(self, c: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        Converter::new(self, None)?.inverse(c)
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
        Converter::new(self, None)?.forward_geometry(geometry)
    }

    /// Returns the stored form of a geometry whose coordinates are in this system.
    ///
    /// # Errors
    /// As [`Crs::inverse`], for the first coordinate outside.
    pub fn inverse_geometry(self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        Converter::new(self, None)?.inverse_geometry(geometry)
    }
}
