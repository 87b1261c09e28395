//! Names of the systems, as printed and as people and other programs write them.

use super::datum::NamedDatum;
use super::{Crs, CrsError, GaussZone, OldDatum, ZoneWidth};

impl Crs {
    /// Returns the system's name as written on a Chinese map, for example "CGCS2000 3°带 39带（117°E）".
    pub fn name(self) -> String {
        match self {
            Self::Cgcs2000 => "CGCS2000 经纬度".to_owned(),
            Self::Wgs84 => "WGS84 经纬度".to_owned(),
            Self::WebMercator => "Web 墨卡托".to_owned(),
            Self::Gcj02 => "GCJ-02（高德、腾讯）".to_owned(),
            Self::Bd09 => "BD-09（百度）".to_owned(),
            Self::Utm { zone, north } => format!("WGS84 UTM {zone}{}", if north { "N" } else { "S" }),
            Self::Old { datum } => format!("{} 经纬度", datum.name()),
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
            } => {
                let datum = self.old_datum().map_or("CGCS2000", OldDatum::name);
                let degrees = if width == ZoneWidth::Three { 3 } else { 6 };
                let meridian = self.central_meridian().unwrap_or_default();
                let prefix = if prefixed { "，带号" } else { "" };
                format!("{datum} {degrees}°带 {zone}带（{meridian}°E{prefix}）")
            }
        }
    }

    /// Returns the system of an EPSG number or a name: "EPSG:4548", "4548", "urn:ogc:def:crs:EPSG::4548",
    /// "GCJ-02", "国家2000 3度带 39带", "CGCS2000_3_Degree_GK_CM_117E", "WGS 84 / UTM zone 50N", and whatever
    /// [`Crs::name`] prints.
    ///
    /// In English names "zone 39" means eastings with the zone number and "CM 117E" without, as in the EPSG
    /// dataset; in Chinese ones eastings are without it unless the name says 带号 (加带号, 含带号). A name that
    /// gives only a central meridian means a 3° zone in Chinese and, as in the dataset, a 6° zone in English.
    ///
    /// # Errors
    /// [`CrsError::Unknown`] with the text as given.
    pub fn parse(text: &str) -> Result<Self, CrsError> {
        let unknown = || CrsError::Unknown(text.to_owned());
        if text.len() > 300 {
            return Err(CrsError::Unknown(text.chars().take(60).collect()));
        }
        let plain: String = text.trim().chars().map(half_width).collect();
        if plain.ends_with("OGC:1.3:CRS84") || plain.ends_with("OGC:CRS84") {
            return Ok(Self::Wgs84);
        }
        let digits = match plain.rsplit_once(':') {
            Some((head, tail)) if head.contains("EPSG") => Some(tail),
            _ => plain.strip_prefix("EPSG").or(Some(plain.as_str())).map(str::trim),
        };
        if let Some(code) = digits.and_then(|d| d.parse().ok()) {
            return Self::from_epsg(code).ok_or_else(unknown);
        }
        let key: String = plain
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == '°')
            .collect();
        by_name(&key).ok_or_else(unknown)
    }
}

/// Capitals, half-width signs and one sign for each thing.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '度' | 'º' | '˚' => '°',
        '帶' => '带',
        '三' => '3',
        '六' => '6',
        '國' => '国',
        '標' => '标',
        _ => c,
    }
    .to_ascii_uppercase()
}

/// Spellings without spaces and signs. Of two where one begins with the other, the longer stands first.
const DATUMS: [(&str, NamedDatum); 27] = {
    use NamedDatum::{Cgcs2000, Old, Wgs84};
    use OldDatum::{Beijing1954, Xian1980};
    [
        ("GCSCHINAGEODETICCOORDINATESYSTEM2000", Cgcs2000),
        ("CHINAGEODETICCOORDINATESYSTEM2000", Cgcs2000),
        ("2000国家大地坐标系", Cgcs2000),
        ("国家大地坐标系2000", Cgcs2000),
        ("国家2000", Cgcs2000),
        ("2000国家", Cgcs2000),
        ("大地2000", Cgcs2000),
        ("CHINA2000", Cgcs2000),
        ("CGCS2000", Cgcs2000),
        ("GCSWGS1984", Wgs84),
        ("WGS1984", Wgs84),
        ("WGS84", Wgs84),
        ("GCSXIAN1980", Old(Xian1980)),
        ("XIAN1980", Old(Xian1980)),
        ("XIAN80", Old(Xian1980)),
        ("1980西安", Old(Xian1980)),
        ("西安1980", Old(Xian1980)),
        ("西安80", Old(Xian1980)),
        ("80西安", Old(Xian1980)),
        ("GCSBEIJING1954", Old(Beijing1954)),
        ("BEIJING1954", Old(Beijing1954)),
        ("BEIJING54", Old(Beijing1954)),
        ("1954年北京", Old(Beijing1954)),
        ("1954北京", Old(Beijing1954)),
        ("北京1954", Old(Beijing1954)),
        ("北京54", Old(Beijing1954)),
        ("54北京", Old(Beijing1954)),
    ]
};

/// Words that add nothing to a longitude, latitude system.
const IDLE: [&str; 9] = [
    "坐标", "系统", "系", "国家", "大地", "地理", "经纬°", "经纬", "年",
];

fn by_name(key: &str) -> Option<Crs> {
    if key.contains("NEWBEIJING") || key.contains("新北京") {
        return None;
    }
    if key.starts_with("GCJ02") {
        return Some(Crs::Gcj02);
    }
    if key.starts_with("BD09") && !key.contains("MC") {
        return Some(Crs::Bd09);
    }
    if ["WEB墨卡托", "WEBMERCATOR", "PSEUDOMERCATOR"]
        .iter()
        .any(|n| key.contains(n))
    {
        return Some(Crs::WebMercator);
    }
    if key == "CRS84" {
        return Some(Crs::Wgs84);
    }
    let (spelling, datum) = DATUMS.iter().find(|(spelling, _)| key.contains(spelling))?;
    let mut rest = key.replacen(spelling, " ", 1);
    for word in IDLE {
        rest = rest.replace(word, "");
    }
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(match datum {
            NamedDatum::Cgcs2000 => Crs::Cgcs2000,
            NamedDatum::Wgs84 => Crs::Wgs84,
            NamedDatum::Old(datum) => Crs::Old { datum: *datum },
        });
    }
    match datum {
        NamedDatum::Wgs84 => utm(rest),
        NamedDatum::Cgcs2000 => gauss(rest).map(|zone| zone.of(None)),
        NamedDatum::Old(old) => gauss(rest).map(|zone| zone.of(Some(*old))),
    }
}

/// "UTMZONE50N", "UTM50N".
fn utm(rest: &str) -> Option<Crs> {
    let tail = rest.strip_prefix("UTM")?;
    let tail = tail.strip_prefix("ZONE").unwrap_or(tail);
    let (digits, half) = tail.split_at_checked(tail.len().checked_sub(1)?)?;
    let north = match half {
        "N" => true,
        "S" => false,
        _ => return None,
    };
    let zone = digits.parse().ok().filter(|z| (1..=60).contains(z))?;
    Some(Crs::Utm { zone, north })
}

/// What is left of a name once the datum is taken out of it: width, zone, central meridian, zone number or not.
fn gauss(rest: &str) -> Option<GaussZone> {
    let english = ["GK", "GAUSSKRUGER", "GAUSSKRüGER"]
        .iter()
        .any(|n| rest.contains(n));
    let numbers = numbers(rest);
    let meridian = numbers
        .iter()
        .find(|n| n.value >= 72 && n.value <= 138)
        .map(|n| f64::from(n.value));
    let zone = numbers.iter().find(|n| {
        let named = n.before.ends_with("ZONE") || n.after.starts_with('带') || n.before.ends_with("带号");
        named && (13..=45).contains(&n.value)
    });
    let width = match (numbers.iter().find(|n| is_width(n)), zone) {
        (Some(width), _) if width.value == 3 => ZoneWidth::Three,
        (Some(_), _) => ZoneWidth::Six,
        (None, Some(zone)) if zone.value <= 23 => ZoneWidth::Six,
        (None, Some(_)) => ZoneWidth::Three,
        (None, None) if english => ZoneWidth::Six,
        (None, None) => ZoneWidth::Three,
    };
    let denied = ["不含带号", "不加带号", "不带带号", "无带号"]
        .iter()
        .any(|n| rest.contains(n));
    // "带号39" names the zone; "带号" alone says that eastings carry it.
    let carried = rest
        .match_indices("带号")
        .any(|(at, word)| !rest[at + word.len()..].starts_with(|c: char| c.is_ascii_digit()));
    let prefixed = !denied && (carried || (english && zone.is_some_and(|z| z.after != "N")));
    let number = match (zone, meridian) {
        (Some(zone), _) => zone.value as u8,
        (None, Some(meridian)) => match width {
            ZoneWidth::Three => (meridian / 3.0).round() as u8,
            ZoneWidth::Six => ((meridian + 3.0) / 6.0).round() as u8,
        },
        (None, None) => return None,
    };
    let gauss = GaussZone {
        width,
        zone: number,
        prefixed,
    };
    let agrees = meridian.is_none_or(|m| m == gauss.central_meridian());
    (gauss.exists() && agrees).then_some(gauss)
}

struct NumberInText<'a> {
    value: u32,
    before: &'a str,
    after: &'a str,
}

fn is_width(number: &NumberInText<'_>) -> bool {
    matches!(number.value, 3 | 6) && (number.after.starts_with("DEGREE") || number.after.starts_with('°'))
}

/// The whole numbers in a text, with what stands before and after each.
fn numbers(text: &str) -> Vec<NumberInText<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let end = text[start..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(text.len(), |i| start + i);
        if let Ok(value) = text[start..end].parse() {
            found.push(NumberInText {
                value,
                before: &text[..start],
                after: &text[end..],
            });
        }
        at = end;
    }
    found
}
