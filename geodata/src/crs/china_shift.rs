//! The shifted systems of Chinese web maps: GCJ-02 (高德, 腾讯) and BD-09 (百度).
//!
//! Neither has a published definition. The polynomial-and-sine forms and their constants are the ones in common
//! use since the first conversion programs; how closely the tiles follow them is not stated anywhere.
//! The inverses here are iterated, so that a round trip closes to less than a millimetre.
//!
//! Conversion programs commonly shift everything in one rectangle, half of Asia included. Here a coarse outline of
//! China with 20 km around it decides, so that Seoul, Hanoi or Delhi stay where they are. Hong Kong, Macau, Taiwan
//! and the islands of the South China Sea are shifted, as the rectangle does; how the map services themselves treat
//! them has differed from year to year. On the outline itself the shift begins with a step, so that the way back is
//! ambiguous within a kilometre of it.

mod outline;

use geo_types::{Coord, coord};
use std::f64::consts::PI;

/// Semi-major axis of the Krasovsky 1940 ellipsoid, metres, as used by GCJ-02.
const A: f64 = 6_378_245.0;
/// First eccentricity squared of the same ellipsoid.
const EE: f64 = 0.006_693_421_622_965_943;
const BD_ANGLE: f64 = PI * 3000.0 / 180.0;

/// Returns whether the shift applies at a longitude, latitude: within the outline of China and its margin.
pub fn is_shifted(c: Coord<f64>) -> bool {
    (72.004..=137.8347).contains(&c.x) && (0.8293..=55.8271).contains(&c.y) && outline::holds(c.x, c.y)
}

fn gcj_offset(c: Coord<f64>) -> Coord<f64> {
    let (x, y) = (c.x - 105.0, c.y - 35.0);
    let wave = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let lat = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + wave
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let lon = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + wave
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let (sin_lat, cos_lat) = c.y.to_radians().sin_cos();
    let magic = 1.0 - EE * sin_lat * sin_lat;
    coord! {
        x: lon * 180.0 / (A / magic.sqrt() * cos_lat * PI),
        y: lat * 180.0 / ((A * (1.0 - EE)) / (magic * magic.sqrt()) * PI),
    }
}

/// Returns the GCJ-02 position of a WGS84 longitude, latitude; outside China the same position.
///
/// ```
/// use geo_types::coord;
/// use geodata::crs::china_shift::{gcj02_to_wgs84, wgs84_to_gcj02};
///
/// let place = coord! { x: 116.583_845, y: 35.703_042 };
/// let shown = wgs84_to_gcj02(place);
/// assert!((shown.x - 116.589_167).abs() < 2e-6 && (shown.y - 35.702_778).abs() < 2e-6);
/// let back = gcj02_to_wgs84(shown);
/// assert!((back.x - place.x).abs() < 1e-8 && (back.y - place.y).abs() < 1e-8);
/// assert_eq!(wgs84_to_gcj02(coord! { x: 2.35, y: 48.86 }), coord! { x: 2.35, y: 48.86 });
/// ```
pub fn wgs84_to_gcj02(c: Coord<f64>) -> Coord<f64> {
    if is_shifted(c) { c + gcj_offset(c) } else { c }
}

/// Returns the WGS84 position of a GCJ-02 longitude, latitude; outside China the same position.
pub fn gcj02_to_wgs84(c: Coord<f64>) -> Coord<f64> {
    let mut guess = c - gcj_offset(c);
    if !is_shifted(guess) && !is_shifted(c) {
        return c;
    }
    for _ in 0..30 {
        let miss = guess + gcj_offset(guess) - c;
        guess = guess - miss;
        if miss.x.abs().max(miss.y.abs()) < 1e-13 {
            break;
        }
    }
    // On the rim of the rectangle a shifted image can have its origin outside, where nothing is shifted.
    if is_shifted(guess) { guess } else { c }
}

fn gcj02_to_bd09(c: Coord<f64>) -> Coord<f64> {
    let z = c.x.hypot(c.y) + 0.00002 * (c.y * BD_ANGLE).sin();
    let theta = c.y.atan2(c.x) + 0.000003 * (c.x * BD_ANGLE).cos();
    coord! { x: z * theta.cos() + 0.0065, y: z * theta.sin() + 0.006 }
}

/// Returns the BD-09 position of a WGS84 longitude, latitude; outside China the same position.
///
/// ```
/// use geo_types::coord;
/// use geodata::crs::china_shift::{bd09_to_wgs84, wgs84_to_bd09};
///
/// let place = coord! { x: 116.577_232, y: 35.697_386 };
/// let shown = wgs84_to_bd09(place);
/// assert!((shown.x - 116.589_167).abs() < 1e-5 && (shown.y - 35.702_778).abs() < 1e-5);
/// let back = bd09_to_wgs84(shown);
/// assert!((back.x - place.x).abs() < 1e-7 && (back.y - place.y).abs() < 1e-7);
/// ```
pub fn wgs84_to_bd09(c: Coord<f64>) -> Coord<f64> {
    if is_shifted(c) {
        gcj02_to_bd09(wgs84_to_gcj02(c))
    } else {
        c
    }
}

/// Returns the WGS84 position of a BD-09 longitude, latitude; outside China the same position.
pub fn bd09_to_wgs84(c: Coord<f64>) -> Coord<f64> {
    let mut gcj = c - coord! { x: 0.0065, y: 0.006 };
    for _ in 0..30 {
        let miss = gcj02_to_bd09(gcj) - c;
        gcj = gcj - miss;
        if miss.x.abs().max(miss.y.abs()) < 1e-13 {
            break;
        }
    }
    let wgs = gcj02_to_wgs84(gcj);
    if is_shifted(wgs) && (wgs != gcj) { wgs } else { c }
}
