//! The tile grid of the map: Web Mercator (EPSG:3857), XYZ numbers, y down from the north.
//!
//! A place of the grid is also a number along a Hilbert curve over the whole world, 32 levels deep. The curve passes
//! through every tile in one go, so that what lies in a tile is one run of whatever is sorted along it.

use std::f64::consts::{FRAC_PI_4, PI, TAU};
use std::ops::Range;

use super::fixed::{FixedBox, FixedCoord, STEPS};

/// Side of a tile in its own units.
pub(super) const EXTENT: f64 = 4096.0;
/// How far a shape is drawn beyond the edge of its tile, in units of the tile.
const BUFFER: f64 = 64.0;
/// Deepest zoom.
pub(super) const DEEPEST: u8 = 22;
/// Where Web Mercator ends, degrees.
const LAST_LATITUDE: f64 = 85.051_128_779_806_59;

/// One square of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TileId {
    pub(super) z: u8,
    pub(super) x: u32,
    pub(super) y: u32,
}

impl TileId {
    /// The tile, if there is one of these numbers.
    pub(super) fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        (z <= DEEPEST && x < 1 << z && y < 1 << z).then_some(Self { z, x, y })
    }

    /// The box that shapes are drawn in: the tile and its buffer.
    pub(super) fn frame(self) -> FixedBox {
        let count = f64::from(1u32 << self.z);
        let edge = BUFFER / EXTENT;
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        let lon = |x: f64| ((x / count).clamp(0.0, 1.0) - 0.5) * 360.0 * STEPS;
        let lat = |y: f64| latitude((y / count).clamp(0.0, 1.0)) * STEPS;
        // Beyond the last latitude everything belongs to the outermost row.
        let north = if self.y == 0 { 90.0 * STEPS } else { lat(y - edge) };
        let south = if f64::from(self.y) + 1.0 == count {
            -90.0 * STEPS
        } else {
            lat(y + 1.0 + edge)
        };
        FixedBox {
            min: [lon(x - edge).floor() as i32, south.floor() as i32],
            max: [lon(x + 1.0 + edge).ceil() as i32, north.ceil() as i32],
        }
    }

    /// The numbers along the curve inside this tile.
    pub(super) fn codes(self) -> Range<u128> {
        let shift = 32 - u32::from(self.z);
        let first = u128::from(if self.z == 0 {
            0
        } else {
            curve(self.x << shift, self.y << shift) >> (2 * shift)
        });
        first << (2 * shift)..(first + 1) << (2 * shift)
    }
}

/// Place on the map from west to east, 0 to 1.
fn world_x(x: i32) -> f64 {
    f64::from(x) / (360.0 * STEPS) + 0.5
}

/// Place on the map from north to south, 0 to 1 (EPSG Guidance Note 7-2, method 1024, on a square of side 1).
fn world_y(y: i32) -> f64 {
    let lat = (f64::from(y) / STEPS)
        .clamp(-LAST_LATITUDE, LAST_LATITUDE)
        .to_radians();
    0.5 - (FRAC_PI_4 + lat / 2.0).tan().ln() / TAU
}

/// Latitude in degrees of a place on the map from north to south.
fn latitude(y: f64) -> f64 {
    ((PI * (1.0 - 2.0 * y)).exp().atan() * 2.0 - PI / 2.0).to_degrees()
}

/// The number of a place along the curve.
pub(super) fn code([x, y]: FixedCoord) -> u64 {
    let side = 4_294_967_296.0;
    let cell = |v: f64| (v * side).clamp(0.0, side - 1.0) as u32;
    curve(cell(world_x(x)), cell(world_y(y)))
}

/// The number of a cell along the Hilbert curve; its upper bits are those of the larger cells around it.
fn curve(x: u32, y: u32) -> u64 {
    let (mut number, mut turn) = (0, 0);
    for shift in (0..32).step_by(4).rev() {
        let cell = (x >> shift & 0xf) << 4 | y >> shift & 0xf;
        let found = FOUR_LEVELS[usize::from(turn)][cell as usize];
        number = number << 8 | u64::from(found & 0xff);
        turn = found >> 8;
    }
    number
}

/// Four levels of the curve at once: for each way it may be turned there (1 mirrored, 2 its axes exchanged) and each of
/// 16 × 16 cells, four bits of x before four of y, the number along the curve and above it how the curve is turned in
/// the cell.
const FOUR_LEVELS: [[u16; 256]; 4] = four_levels();

const fn four_levels() -> [[u16; 256]; 4] {
    let mut table = [[0; 256]; 4];
    let mut at = 0;
    while at < 4 * 256 {
        let (x, y) = (at >> 4 & 0xf, at & 0xf);
        let (mut number, mut turn, mut bit) = (0, at >> 8, 4);
        while bit > 0 {
            bit -= 1;
            let (mirrored, exchanged) = (turn & 1, turn >> 1);
            let (x, y) = if exchanged == 1 { (y, x) } else { (x, y) };
            let (right, down) = ((x >> bit & 1) ^ mirrored, (y >> bit & 1) ^ mirrored);
            number = number << 2 | (3 * right) ^ down;
            if down == 0 {
                turn ^= 2 | right;
            }
        }
        table[at >> 8][at & 0xff] = (turn << 8 | number) as u16;
        at += 1;
    }
    table
}

/// The longer side of a box on the map as a class of size, eight classes to a doubling; 0 for a point.
pub(super) fn size_class(b: &FixedBox) -> u8 {
    let wide = f64::from(b.max[0]) - f64::from(b.min[0]);
    let high = f64::from(b.max[1]) - f64::from(b.min[1]);
    if wide.max(high) <= 0.0 {
        return 0;
    }
    let lat = (f64::from(b.centre()[1]) / STEPS)
        .clamp(-LAST_LATITUDE, LAST_LATITUDE)
        .to_radians();
    class_of(wide.max(high / lat.cos()) / (360.0 * STEPS))
}

/// The class of a length given as part of the width of the world.
fn class_of(part: f64) -> u8 {
    (8.0 * (part.log2() + 32.0)).floor().clamp(1.0, 255.0) as u8
}

/// The class of a length on the screen at a zoom, when a tile is drawn so many pixels wide.
pub(super) fn class_of_pixels(z: u8, pixels: f64, tile: f64) -> u8 {
    class_of(pixels / tile / f64::from(1u32 << z))
}

/// Turns places into units of one tile, x to the east and y to the south, (0, 0) in its north-western corner.
///
/// The northing is a Taylor series about the middle of the tile up to the fifth derivative; it is off by less than
/// 1/100 unit of zoom 22 up to one degree away, and farther off the exact formula is used.
pub(super) struct Projector {
    scale_x: f64,
    off_x: f64,
    scale_y: f64,
    off_y: f64,
    middle: f64,
    reach: f64,
    series: [f64; 6],
}

impl Projector {
    pub(super) fn new(id: TileId) -> Self {
        let side = f64::from(1u32 << id.z) * EXTENT;
        let middle = latitude((f64::from(id.y) + 0.5) / f64::from(1u32 << id.z));
        let (s, t) = (1.0 / middle.to_radians().cos(), middle.to_radians().tan());
        let y = world_y((middle * STEPS).round() as i32);
        let middle = (middle * STEPS).round();
        Self {
            scale_x: side / (360.0 * STEPS),
            off_x: side * 0.5 - f64::from(id.x) * EXTENT,
            scale_y: side,
            off_y: f64::from(id.y) * EXTENT,
            middle,
            reach: if middle.abs() < 70.0 * STEPS { STEPS } else { -1.0 },
            series: [
                y,
                -s / TAU,
                -s * t / 2.0 / TAU,
                -(2.0 * s.powi(3) - s) / 6.0 / TAU,
                -(6.0 * s.powi(3) * t - s * t) / 24.0 / TAU,
                -(24.0 * s.powi(5) - 20.0 * s.powi(3) + s) / 120.0 / TAU,
            ],
        }
    }

    #[inline]
    pub(super) fn at(&self, [x, y]: FixedCoord) -> [f64; 2] {
        let away = f64::from(y) - self.middle;
        let world = if away.abs() <= self.reach {
            let d = away * (PI / 180.0 / STEPS);
            let [a, b, c, e, f, g] = self.series;
            a + d * (b + d * (c + d * (e + d * (f + d * g))))
        } else {
            world_y(y)
        };
        [
            f64::from(x) * self.scale_x + self.off_x,
            world * self.scale_y - self.off_y,
        ]
    }
}

/// The edges of what is drawn of a shape, in units of the tile.
pub(super) const FRAME: (f64, f64) = (-BUFFER, EXTENT + BUFFER);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_passes_through_every_tile_in_one_go() {
        for (x, y) in [(0x1234_5678u32, 0x9abc_def0u32), (u32::MAX, 0), (7, u32::MAX - 3)] {
            for z in 0..=DEEPEST {
                let shift = 32 - u32::from(z);
                let tile = TileId {
                    z,
                    x: x.checked_shr(shift).unwrap_or(0),
                    y: y.checked_shr(shift).unwrap_or(0),
                };
                assert!(tile.codes().contains(&u128::from(curve(x, y))), "{tile:?}");
            }
        }
        let mut cells: Vec<_> = (0..64u32)
            .map(|i| (curve((i % 8) << 29, (i / 8) << 29) >> 58, i % 8, i / 8))
            .collect();
        cells.sort_unstable();
        for (step, pair) in cells.windows(2).enumerate() {
            assert_eq!(pair[0].0 as usize, step);
            assert_eq!(pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2), 1);
        }
    }

    #[test]
    fn four_levels_at_once_are_four_levels_one_by_one() {
        let one_by_one = |mut x: u32, mut y: u32| {
            let mut number = 0_u64;
            for bit in (0..32).rev() {
                let (right, down) = ((x >> bit) & 1, (y >> bit) & 1);
                number = number << 2 | u64::from((3 * right) ^ down);
                if down == 0 {
                    if right == 1 {
                        (x, y) = (!x, !y);
                    }
                    (x, y) = (y, x);
                }
            }
            number
        };
        let (mut x, mut y) = (0x1234_5678_u32, 0x9abc_def0_u32);
        for _ in 0..10_000 {
            assert_eq!(curve(x, y), one_by_one(x, y), "{x:x} {y:x}");
            (x, y) = (
                x.wrapping_mul(747_796_405).wrapping_add(y),
                y.wrapping_mul(2_891_336_453).wrapping_add(1),
            );
        }
    }

    #[test]
    fn the_series_of_the_northing_agrees_with_the_formula() {
        for (z, x, y) in [
            (4, 13, 6),
            (8, 210, 100),
            (14, 13_500, 6_400),
            (22, 3_456_789, 1_638_400),
        ] {
            let id = TileId { z, x, y };
            let (projector, frame) = (Projector::new(id), id.frame());
            for i in 0..=100 {
                let step = (i64::from(frame.max[1]) - i64::from(frame.min[1])) * i / 100;
                let lat = (i64::from(frame.min[1]) + step) as i32;
                let exact = world_y(lat) * projector.scale_y - projector.off_y;
                assert!((projector.at([0, lat])[1] - exact).abs() < 0.05, "{id:?} {lat}");
            }
            for side in [-1, 1] {
                let lat = projector.middle as i32 + side * 9_999_000;
                let exact = world_y(lat) * projector.scale_y - projector.off_y;
                assert!((projector.at([0, lat])[1] - exact).abs() < 0.5, "{id:?} {lat}");
            }
        }
    }
}
