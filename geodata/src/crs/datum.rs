//! The older Chinese geodetic systems and the ways from them to CGCS2000.
//!
//! No parameters are published that hold for the country; whoever has old data gets those of the place from the
//! surveying office. A transformation here always leads from the older system to CGCS2000.

use super::ellipsoid::{self, Ellipsoid};
use super::{CrsError, Similarity, TransverseMercator};
use geo_types::{Coord, coord};
use serde::{Deserialize, Serialize};
use words::{Words, said};

/// A geodetic system used in China before CGCS2000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OldDatum {
    /// 1954年北京坐标系 on the Krasovsky 1940 ellipsoid.
    Beijing1954,
    /// 1980西安坐标系 on the IAG 1975 ellipsoid.
    Xian1980,
}

impl OldDatum {
    /// Returns the ellipsoid of the system.
    pub fn ellipsoid(self) -> Ellipsoid {
        match self {
            Self::Beijing1954 => ellipsoid::KRASOVSKY,
            Self::Xian1980 => ellipsoid::IAG1975,
        }
    }

    /// Returns the name people use, "北京54" or "西安80".
    pub fn name(self) -> &'static str {
        match self {
            Self::Beijing1954 => "北京54",
            Self::Xian1980 => "西安80",
        }
    }
}

/// A geodetic system that a name or a WKT definition speaks of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum NamedDatum {
    Cgcs2000,
    Wgs84,
    Old(OldDatum),
}

/// Which way positive rotations turn. The wrong choice moves a place by twice the rotation: 2″ are 60 m.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Position vector, EPSG method 9606, PROJ's towgs84.
    PositionVector,
    /// Coordinate frame, EPSG method 9607; the 布尔莎 formula of Chinese textbooks has these signs.
    CoordinateFrame,
}

/// Three or seven parameters of a Helmert transformation, from the older system to CGCS2000.
///
/// Formula: IOGP Publication 373-7-2 (EPSG guidance note 7-2), methods 9603, 9606 and 9607. Heights are taken as
/// zero on both sides, as PROJ does with plane coordinates; there and back then closes to a few millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Helmert {
    /// Shift along the geocentric axes X, Y, Z, metres.
    pub shift: [f64; 3],
    /// Rotation about these axes, arc-seconds.
    pub rotation: [f64; 3],
    /// Difference of scale from one, parts per million.
    pub ppm: f64,
    /// Meaning of the signs of `rotation`.
    pub convention: Rotation,
}

impl Helmert {
    /// Returns the transformation of three parameters in metres.
    pub fn three(dx: f64, dy: f64, dz: f64) -> Self {
        Self {
            shift: [dx, dy, dz],
            rotation: [0.0; 3],
            ppm: 0.0,
            convention: Rotation::PositionVector,
        }
    }

    /// Returns the transformation of seven parameters in the order of PROJ's towgs84 (m, m, m, ″, ″, ″, ppm;
    /// position vector), as [`super::wkt::towgs84`] reads them.
    pub fn towgs84([dx, dy, dz, rx, ry, rz, ppm]: [f64; 7]) -> Self {
        Self {
            shift: [dx, dy, dz],
            rotation: [rx, ry, rz],
            ppm,
            convention: Rotation::PositionVector,
        }
    }

    /// Shifts of 100 km, rotations of a degree and 1000 ppm are no transformation between datums but a slip of unit.
    fn is_sane(&self) -> bool {
        self.shift.iter().all(|v| v.abs() <= 100_000.0)
            && self.rotation.iter().all(|v| v.abs() <= 3600.0)
            && self.ppm.abs() <= 1000.0
    }
}

/// Four parameters between the Gauss-Krüger planes of the older system and of CGCS2000 on one central meridian.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlaneShift {
    /// Central meridian of both planes, degrees; eastings are 500 km there, without zone number.
    pub central_meridian: f64,
    /// From the older plane to that of CGCS2000.
    pub transform: Similarity,
}

/// How to get from an older system to CGCS2000.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DatumShift {
    /// Longitude and latitude are taken over unchanged, because the user says so; tens of metres off.
    None,
    /// Three or seven parameters.
    Helmert(Helmert),
    /// Four parameters in the plane.
    Plane(PlaneShift),
}

/// A shift made ready for one datum. Few exist at a time, and converters are copied, so the large one is not boxed.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ReadyShift {
    None,
    Helmert {
        old: Ellipsoid,
        parameters: Helmert,
    },
    Plane {
        old: TransverseMercator,
        new: TransverseMercator,
        transform: Similarity,
    },
}

impl ReadyShift {
    pub(super) fn new(datum: OldDatum, shift: DatumShift) -> Result<Self, CrsError> {
        let bad = |reason: Words| CrsError::BadParameters {
            system: datum.name().to_owned(),
            reason,
        };
        Ok(match shift {
            DatumShift::None => Self::None,
            DatumShift::Helmert(parameters) => {
                if !parameters.is_sane() {
                    return Err(bad(said!(
                        "shift.units",
                        "平移应以米、旋转以角秒、尺度以 ppm（百万分之一）填写",
                        "shifts are in metres, rotations in seconds of arc, the scale in ppm (millionths)"
                    )));
                }
                Self::Helmert {
                    old: datum.ellipsoid(),
                    parameters,
                }
            }
            DatumShift::Plane(plane) => {
                if !(70.0..=140.0).contains(&plane.central_meridian) {
                    return Err(bad(said!(
                        "shift.meridian",
                        "中央经线应在 70° 到 140° 之间",
                        "the central meridian should be between 70° and 140°"
                    )));
                }
                if !((0.99..=1.01).contains(&plane.transform.scale()) && plane.transform.is_finite()) {
                    return Err(bad(said!(
                        "shift.scale",
                        "四参数的尺度应接近 1，平移以米、旋转以角秒填写",
                        "the scale of four parameters should be close to 1; shifts are in metres, the rotation in seconds of arc"
                    )));
                }
                let plane_of = |e| TransverseMercator::new(e, plane.central_meridian, 1.0, 500_000.0);
                Self::Plane {
                    old: plane_of(datum.ellipsoid()),
                    new: plane_of(ellipsoid::CGCS2000),
                    transform: plane.transform,
                }
            }
        })
    }

    /// Longitude, latitude in CGCS2000 of those in the older system.
    pub(super) fn to_cgcs2000(self, c: Coord<f64>) -> Coord<f64> {
        match self {
            Self::None => c,
            Self::Helmert { old, parameters } => {
                geodetic(parameters.apply(geocentric(c, old)), ellipsoid::CGCS2000)
            }
            Self::Plane { old, new, transform } => new.inverse(transform.apply(old.forward(c))),
        }
    }

    /// The way back.
    pub(super) fn back_from_cgcs2000(self, c: Coord<f64>) -> Coord<f64> {
        match self {
            Self::None => c,
            Self::Helmert { old, parameters } => {
                geodetic(parameters.take_back(geocentric(c, ellipsoid::CGCS2000)), old)
            }
            Self::Plane { old, new, transform } => old.inverse(transform.take_back(new.forward(c))),
        }
    }
}

impl Helmert {
    /// Rotations in radians with the signs of the position vector.
    fn radians(&self) -> [f64; 3] {
        let sign = match self.convention {
            Rotation::PositionVector => 1.0,
            Rotation::CoordinateFrame => -1.0,
        };
        self.rotation.map(|r| sign * (r / 3600.0).to_radians())
    }

    fn apply(&self, p: [f64; 3]) -> [f64; 3] {
        let turned = turn(self.radians(), p);
        let scale = 1.0 + self.ppm * 1e-6;
        std::array::from_fn(|i| self.shift[i] + scale * turned[i])
    }

    fn take_back(&self, p: [f64; 3]) -> [f64; 3] {
        let scale = 1.0 + self.ppm * 1e-6;
        turn(
            self.radians().map(|r| -r),
            std::array::from_fn(|i| (p[i] - self.shift[i]) / scale),
        )
    }
}

/// The rotation for small angles; its transpose serves as its inverse.
fn turn([rx, ry, rz]: [f64; 3], [x, y, z]: [f64; 3]) -> [f64; 3] {
    [x - rz * y + ry * z, rz * x + y - rx * z, -ry * x + rx * y + z]
}

/// Geocentric metres of longitude, latitude in degrees at height zero (EPSG method 9602).
fn geocentric(c: Coord<f64>, shape: Ellipsoid) -> [f64; 3] {
    let e2 = shape.f * (2.0 - shape.f);
    let (sin_lat, cos_lat) = c.y.to_radians().sin_cos();
    let (sin_lon, cos_lon) = c.x.to_radians().sin_cos();
    let nu = shape.a / (1.0 - e2 * sin_lat * sin_lat).sqrt();
    [
        nu * cos_lat * cos_lon,
        nu * cos_lat * sin_lon,
        nu * (1.0 - e2) * sin_lat,
    ]
}

/// Longitude, latitude in degrees of geocentric metres, by Bowring's formula repeated until nothing changes
/// (B. R. Bowring, "Transformation from spatial to geographical coordinates", Survey Review 23, 1976).
fn geodetic([x, y, z]: [f64; 3], shape: Ellipsoid) -> Coord<f64> {
    let e2 = shape.f * (2.0 - shape.f);
    let b = shape.a * (1.0 - shape.f);
    let second = e2 / (1.0 - e2);
    let p = x.hypot(y);
    let mut reduced = (z * shape.a).atan2(p * b);
    let mut lat = reduced;
    for _ in 0..5 {
        let (s, c) = reduced.sin_cos();
        let next = (z + second * b * s * s * s).atan2(p - e2 * shape.a * c * c * c);
        let done = (next - lat).abs() < 1e-16;
        lat = next;
        if done {
            break;
        }
        reduced = ((1.0 - shape.f) * lat.sin()).atan2(lat.cos());
    }
    coord! { x: y.atan2(x).to_degrees(), y: lat.to_degrees() }
}
