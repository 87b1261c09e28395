//! Coordinate systems named in headers and titles of tables.

use crate::crs::{Crs, ZoneWidth};
use crate::formats::FoundCrs;
use crate::formats::written_crs::LOCAL;

/// A datum that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LedgerDatum {
    Cgcs2000,
    Wgs84,
    Gcj02,
    Bd09,
    Mercator,
    Xian80,
    Beijing54,
}

/// Returns the system that texts name; `easting` is the largest one of the sample where the coordinates are metres.
/// `None` when they name none.
pub(in crate::formats) fn stated<'a>(
    texts: impl Iterator<Item = &'a str> + Clone,
    easting: Option<f64>,
) -> Option<FoundCrs> {
    for text in texts.clone() {
        if let Some((_, name)) = text.split_once(LOCAL) {
            return Some(FoundCrs::NotKnown(name.trim().to_owned()));
        }
        if let Some(code) = epsg(text) {
            return Some(match Crs::from_epsg(code) {
                Some(crs) => FoundCrs::Stated(crs),
                None => FoundCrs::NotKnown(format!("EPSG:{code}")),
            });
        }
    }
    let datum = texts.clone().find_map(datum)?;
    let all = || texts.clone().collect::<Vec<_>>().join(" ");
    Some(match (datum, easting) {
        (LedgerDatum::Cgcs2000, None) => FoundCrs::Stated(Crs::Cgcs2000),
        (LedgerDatum::Cgcs2000, Some(east)) => match zone(&all(), east) {
            Some(crs) => FoundCrs::Stated(crs),
            None => FoundCrs::NotKnown("CGCS2000 平面坐标，没有写明带号或中央经线".to_owned()),
        },
        (LedgerDatum::Wgs84, None) => FoundCrs::Stated(Crs::Wgs84),
        (LedgerDatum::Wgs84, Some(_)) => FoundCrs::NotKnown("WGS84 平面坐标，没有写明带号".to_owned()),
        (LedgerDatum::Gcj02, None) => FoundCrs::Stated(Crs::Gcj02),
        (LedgerDatum::Bd09, None) => FoundCrs::Stated(Crs::Bd09),
        (LedgerDatum::Gcj02, Some(_)) => FoundCrs::NotKnown("高德平面坐标".to_owned()),
        (LedgerDatum::Bd09, Some(_)) => FoundCrs::NotKnown("百度平面坐标".to_owned()),
        (LedgerDatum::Mercator, _) => FoundCrs::Stated(Crs::WebMercator),
        (LedgerDatum::Xian80, _) => FoundCrs::NotKnown("西安80".to_owned()),
        (LedgerDatum::Beijing54, _) => FoundCrs::NotKnown("北京54".to_owned()),
    })
}

fn datum(text: &str) -> Option<LedgerDatum> {
    let upper: String = text
        .chars()
        .map(files::numbers::half_width)
        .filter(|c| !c.is_whitespace() && *c != '_')
        .flat_map(char::to_uppercase)
        .collect();
    let has = |words: &[&str]| words.iter().any(|w| upper.contains(w));
    if has(&["BD-09", "BD09", "百度"]) {
        Some(LedgerDatum::Bd09)
    } else if has(&["GCJ-02", "GCJ02", "高德", "腾讯", "火星"]) {
        Some(LedgerDatum::Gcj02)
    } else if has(&["墨卡托", "MERCATOR"]) {
        Some(LedgerDatum::Mercator)
    } else if has(&[
        "西安80",
        "西安1980",
        "1980西安",
        "80西安",
        "80国家",
        "1980国家",
        "国家80",
        "80坐标",
        "XIAN80",
        "XIAN1980",
    ]) {
        Some(LedgerDatum::Xian80)
    } else if has(&[
        "北京54",
        "北京1954",
        "1954北京",
        "54北京",
        "54坐标",
        "BEIJING54",
        "BEIJING1954",
    ]) {
        Some(LedgerDatum::Beijing54)
    } else if has(&[
        "CGCS2000",
        "国家2000",
        "2000国家",
        "2000坐标",
        "大地2000",
        "2000大地",
    ]) {
        Some(LedgerDatum::Cgcs2000)
    } else if has(&["WGS84", "WGS-84"]) {
        Some(LedgerDatum::Wgs84)
    } else {
        None
    }
}

fn epsg(text: &str) -> Option<u32> {
    let upper = text.to_ascii_uppercase();
    let at = upper.find("EPSG").or_else(|| upper.find("SRID="))?;
    let rest = upper[at + 4..].trim_start_matches([':', '：', '=', ' ']);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).take(6).collect();
    digits.parse().ok()
}

/// The Gauss-Krüger zone of eastings with a zone number before them, or of a text: 39带, 中央经线117°, 3度带.
fn zone(text: &str, east: f64) -> Option<Crs> {
    let from_east = (1e7..1e8).contains(&east).then(|| (east / 1e6) as u32);
    let meridian = ["中央经线", "中央子午线", "CM"]
        .iter()
        .find_map(|w| text.split_once(w))
        .and_then(|(_, rest)| first_number(rest));
    let named = text
        .match_indices('带')
        .filter_map(|(at, _)| last_number(&text[..at]))
        .find(|n| (13..=23).contains(n) || (25..=45).contains(n));
    let prefixed = from_east.is_some();
    let zone = from_east.or(named).or_else(|| {
        let meridian = meridian?;
        let six = ["6度", "6°", "六度", "6带"].iter().any(|w| text.contains(w));
        Some(if six { (meridian + 3) / 6 } else { meridian / 3 })
    })?;
    let width = match zone {
        13..=23 => ZoneWidth::Six,
        25..=45 => ZoneWidth::Three,
        _ => return None,
    };
    Some(Crs::GaussKruger {
        width,
        zone: zone as u8,
        prefixed,
    })
}

fn first_number(text: &str) -> Option<u32> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(4)
        .collect();
    digits.parse().ok()
}

fn last_number(text: &str) -> Option<u32> {
    let text = text.trim_end_matches(['号', '第', ' ']);
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    text[start..].parse().ok().filter(|_| text.len() - start <= 3)
}
