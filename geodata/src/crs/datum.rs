//! The older Chinese geodetic systems.

use super::ellipsoid::{self, Ellipsoid};
use serde::{Deserialize, Serialize};

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
