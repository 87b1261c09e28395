//! The numbers, angles and points in cells.

use super::bad_coordinates::{BadCoordinates, unreadable};
use crate::coords::parse_point;
use crate::crs::Crs;
use crate::formats::MAX_TEXT;
use files::cells::{Cell, Row};
use files::numbers::{half_width, plain_number};
use geo_types::{Coord, coord};

/// The coordinate of a row, with minutes and seconds from columns of their own.
pub(super) fn degrees(
    row: &Row,
    column: usize,
    sixtieths: [Option<usize>; 2],
) -> Result<Option<f64>, BadCoordinates> {
    let Some(whole) = number(row.cell(column))? else {
        return Ok(None);
    };
    let mut size = whole.abs();
    for (part, share) in sixtieths.into_iter().zip([60.0, 3600.0]) {
        let Some(part) = part else { continue };
        let value = number(row.cell(part))?.unwrap_or(0.0);
        if !(0.0..60.0).contains(&value) {
            return Err(unreadable(&row.cell(part).shown()));
        }
        size += value / share;
    }
    Ok(Some(size.copysign(whole)))
}

/// What people put where there are no coordinates.
pub(super) fn is_nothing(text: &str) -> bool {
    [
        "/", "\\", "-", "--", "—", "——", "无", "暂无", "待定", "未定", "NULL", "null", "N/A", "n/a", "0",
    ]
    .contains(&text)
}

/// The coordinate in a cell: a number, or an angle with minutes and seconds.
pub(super) fn number(cell: &Cell) -> Result<Option<f64>, BadCoordinates> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(v) => Ok(Some(*v)),
        Cell::Text(t) if is_nothing(t) => Ok(None),
        Cell::Text(t) => angle(t).map(Some).ok_or_else(|| unreadable(t)),
        other => Err(unreadable(&other.shown())),
    }
}

pub(super) fn angle(text: &str) -> Option<f64> {
    if let Some(v) = plain_number(text) {
        return Some(v);
    }
    if text.len() > 60 {
        return None;
    }
    if let Some(v) = sixty(text) {
        return Some(v);
    }
    // One angle beside a zero: whichever axis it is, the sum is its value.
    let c = parse_point(&format!("{text}, 0"), Crs::Wgs84).ok()?;
    Some(c.x + c.y)
}

/// Degrees, minutes and seconds with any sign between them: `116 35 21`, `116:35:21`, `116-35-21.5`, `116˚35´21˝`.
fn sixty(text: &str) -> Option<f64> {
    let plain: String = text.chars().map(half_width).collect();
    let plain = plain.trim();
    // 116.30.21.5: the first two points part the angle.
    let dotted: String;
    let plain = match plain.matches('.').count() {
        2 | 3 if plain.chars().all(|c| c.is_ascii_digit() || c == '.') => {
            dotted = plain.replacen('.', " ", 2);
            dotted.as_str()
        }
        _ => plain,
    };
    let signs = |c: char| !(c.is_ascii_digit() || c == '.');
    if plain.chars().any(char::is_alphabetic) || !plain.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let parts: Vec<&str> = plain.split(signs).filter(|p| !p.is_empty()).collect();
    let [d, m, s] = parts[..] else {
        return None;
    };
    let whole = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let (d, m, s): (f64, f64, f64) = match (whole(d), whole(m)) {
        (true, true) => (d.parse().ok()?, m.parse().ok()?, s.parse().ok()?),
        _ => return None,
    };
    (d <= 180.0 && m < 60.0 && s < 60.0).then_some(d + m / 60.0 + s / 3600.0)
}

/// The points in one cell, longitude or easting first.
pub(super) fn points(text: &str) -> Option<Vec<Coord<f64>>> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let plain: String = text.chars().map(half_width).collect();
    let north_first = match (plain.find('纬'), plain.find('经')) {
        (Some(n), Some(e)) => Some(n < e),
        _ => None,
    };
    let mut out = Vec::new();
    // A semicolon between two numbers parts the axes, not points.
    let halves: Vec<Option<f64>> = plain.split([';', '|']).map(|h| plain_number(h.trim())).collect();
    if let [Some(a), Some(b)] = halves[..] {
        return Some(vec![ordered(a, b, north_first)]);
    }
    for part in plain
        .split([';', '|', '\n'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
    {
        let words = part
            .split(|c: char| {
                matches!(
                    c,
                    ',' | '、' | '/' | '(' | ')' | '[' | ']' | ':' | '经' | '纬' | '度'
                ) || c.is_whitespace()
            })
            .filter(|w| !w.is_empty());
        let numbers: Option<Vec<f64>> = words.map(plain_number).collect();
        match numbers {
            Some(numbers) if numbers.len() >= 2 && numbers.len().is_multiple_of(2) => {
                for two in numbers.chunks(2) {
                    out.push(ordered(two[0], two[1], north_first));
                }
            }
            Some(_) => return None,
            None if part.len() <= 120 => {
                let part = part.replace("经度", "").replace("纬度", "");
                out.push(parse_point(&part, Crs::Wgs84).ok()?);
            }
            None => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}

pub(super) fn ordered(a: f64, b: f64, north_first: Option<bool>) -> Coord<f64> {
    let turned = is_turned(a, b) || (north_first == Some(true) && !is_turned(b, a));
    if turned {
        coord! { x: b, y: a }
    } else {
        coord! { x: a, y: b }
    }
}

/// Whether the first is a latitude or northing and the second a longitude or easting, by their size in China.
pub(super) fn is_turned(a: f64, b: f64) -> bool {
    let latitude = |v: f64| (3.0..=54.0).contains(&v);
    let longitude = |v: f64| (73.0..=136.0).contains(&v);
    let northing = |v: f64| (1e6..1e7).contains(&v);
    let easting = |v: f64| (1e4..1e6).contains(&v) || (1e7..1e8).contains(&v);
    (latitude(a) && longitude(b)) || (northing(a) && easting(b))
}

pub(super) fn values(a: usize, b: usize, sample: &[Row]) -> Vec<(f64, f64)> {
    sample
        .iter()
        .filter_map(|r| Some((number(r.cell(a)).ok()??, number(r.cell(b)).ok()??)))
        .collect()
}
