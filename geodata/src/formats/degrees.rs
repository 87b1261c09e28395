//! Longitude and latitude as KML and GPX give them, looked over.

use geo_types::{Coord, coord};
use words::{Words, said};

/// What a pair of numbers is good for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum PositionCheck {
    /// A place on the earth.
    Good(Coord<f64>),
    /// No number, or none that is finite.
    NoNumber,
    /// Numbers beyond 180° or 90°.
    Outside(Outside),
}

/// A pair of numbers that is no place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outside {
    x: f64,
    y: f64,
}

impl Outside {
    /// Whether it would be a place the other way round.
    pub fn is_swapped(self) -> bool {
        self.x.abs() <= 90.0 && self.y.abs() <= 180.0
    }

    /// Returns what to tell the user.
    pub fn text(self) -> Words {
        let Self { x, y } = self;
        if self.is_swapped() {
            said!(
                "degrees.axes_swapped",
                "坐标 ({x}, {y}) 像是把纬度写在了经度前面，图形未读入；请在原软件里改为“经度,纬度”",
                "({x}, {y}) looks as if latitude stood first; the shape was not read. Write “longitude,latitude” in the program it came from"
            )
        } else {
            said!(
                "degrees.out_of_range",
                "坐标 ({x}, {y}) 超出经纬度范围（可能是以米为单位的坐标），图形未读入；请改为 WGS84 经纬度",
                "({x}, {y}) is no longitude and latitude (perhaps metres); the shape was not read. Convert it to WGS84 degrees"
            )
        }
    }
}

/// Returns what longitude `x` and latitude `y` are.
pub(super) fn place(x: f64, y: f64) -> PositionCheck {
    if !x.is_finite() || !y.is_finite() {
        PositionCheck::NoNumber
    } else if x.abs() > 180.0 + 1e-9 || y.abs() > 90.0 + 1e-9 {
        PositionCheck::Outside(Outside { x, y })
    } else {
        PositionCheck::Good(coord! { x: x, y: y })
    }
}
