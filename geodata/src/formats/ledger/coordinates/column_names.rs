//! What the names of columns say of coordinates, and whether their values agree.

use super::cell_values::{is_nothing, points};
use super::well_known::is_wkt;
use files::cells::Row;
use files::numbers::half_width;

/// What a column name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedAxis {
    East,
    North,
    /// The letters E and N alone, which go together only.
    LetterE,
    LetterN,
    X,
    Y,
}

/// Columns of degrees, longitude first, and those of minutes and seconds; `None` if the header parts no degrees.
type DegreeColumns = ((usize, usize), [[Option<usize>; 2]; 2]);

pub(super) fn in_degree_columns(names: &[String]) -> Option<DegreeColumns> {
    let mut found = [[None; 3]; 2];
    for (c, name) in names.iter().enumerate() {
        let Some((axis, unit)) = degree_part(name) else {
            continue;
        };
        found[usize::from(axis == NamedAxis::North)][unit].get_or_insert(c);
    }
    let [[east, m, s], [north, n, t]] = found;
    (m.is_some() && n.is_some()).then_some(((east?, north?), [[m, s], [n, t]]))
}

/// The axis of a column such as 经度°, 纬度/分 or latsec, and which part of the angle it holds: 0 degrees, 1 minutes,
/// 2 seconds.
fn degree_part(name: &str) -> Option<(NamedAxis, usize)> {
    const UNITS: [&[&str]; 3] = [
        &["degrees", "degree", "deg", "°", "度", "d"],
        &["minutes", "minute", "min", "′", "'", "分", "m"],
        &["seconds", "second", "sec", "″", "\"", "秒", "s"],
    ];
    let plain: String = name
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !"()[]/_-.:".contains(*c))
        .flat_map(char::to_lowercase)
        .collect();
    UNITS.iter().enumerate().find_map(|(unit, words)| {
        let rest = words.iter().find_map(|w| plain.strip_suffix(w))?;
        let axis = axis(rest).filter(|a| matches!(a, NamedAxis::East | NamedAxis::North))?;
        Some((axis, unit))
    })
}

/// The name without what is around it: the part of a group, brackets, blanks.
pub(in crate::formats::ledger) fn bare(name: &str) -> String {
    let own = name.rsplit('/').next().unwrap_or(name);
    let mut depth = 0_usize;
    own.chars()
        .map(half_width)
        .filter(|c| {
            match c {
                '(' | '[' | '【' | '〔' => depth += 1,
                ')' | ']' | '】' | '〕' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0 && !c.is_whitespace() && !matches!(c, '_' | '-' | '.' | '*' | '°' | ':')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn axis(name: &str) -> Option<NamedAxis> {
    let name = bare(name);
    let written = ["ddmmss", "dms"].iter().find_map(|w| name.strip_suffix(w));
    let name = written.map_or_else(|| name.clone(), str::to_owned);
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let is = |words: &[&str]| words.contains(&name.as_str());
    if name.contains("经纬") || name.contains("经办") || name.contains("起点") || name.contains("终点")
    {
        return None;
    }
    if has(&["经度", "东经", "东坐标", "横坐标", "longitude", "easting"])
        || is(&[
            "lon",
            "lng",
            "long",
            "jd",
            "east",
            "lonx",
            "xlon",
            "gpslon",
            "gpslng",
            "centerlon",
            "centerlng",
        ])
    {
        return Some(NamedAxis::East);
    }
    if has(&["纬度", "北纬", "北坐标", "纵坐标", "latitude", "northing"])
        || is(&["lat", "wd", "north", "laty", "ylat", "gpslat", "centerlat"])
    {
        return Some(NamedAxis::North);
    }
    let mut core = name;
    for word in [
        "坐标",
        "coordinate",
        "coord",
        "point",
        "中心点",
        "中心",
        "位置",
        "值",
        "轴",
        "gps",
        "点",
        "大地",
        "平面",
    ] {
        core = core.replace(word, "");
    }
    match core.as_str() {
        "e" => Some(NamedAxis::LetterE),
        "n" => Some(NamedAxis::LetterN),
        "x" => Some(NamedAxis::X),
        "y" => Some(NamedAxis::Y),
        _ => None,
    }
}

pub(super) fn is_wkt_column(name: &str, column: usize, sample: &[Row]) -> bool {
    const NAMES: [&str; 11] = [
        "wkt",
        "geometry",
        "geom",
        "thegeom",
        "shape",
        "几何",
        "坐标串",
        "wktgeom",
        "几何图形",
        "空间数据",
        "图形",
    ];
    let mut values = sample.iter().filter_map(|r| r.cell(column).as_text()).peekable();
    if values.peek().is_none() {
        return bare(name) == "wkt" && sample.iter().all(|r| r.cell(column).is_empty());
    }
    let (mut is, mut all) = (0, 0);
    for value in values {
        all += 1;
        is += usize::from(is_wkt(value));
    }
    if NAMES.contains(&bare(name).as_str()) {
        is * 2 >= all
    } else {
        is == all
    }
}

pub(super) fn is_pair_column(name: &str, column: usize, sample: &[Row]) -> bool {
    let name = bare(name);
    let named = [
        "坐标", "经纬", "位置", "界址", "coord", "latlng", "lnglat", "latlon", "lonlat", "location", "gps",
    ]
    .iter()
    .any(|w| name.contains(w));
    if !named {
        return false;
    }
    let texts = sample
        .iter()
        .filter_map(|r| r.cell(column).as_text())
        .filter(|t| !is_nothing(t));
    let (mut is, mut all) = (0, 0);
    for text in texts {
        all += 1;
        is += usize::from(points(text).is_some());
    }
    is > 0 && is * 2 >= all
}

/// Whether the name of a column says that it holds degrees, minutes and seconds: 经度（度分秒）, lon_dms.
pub(super) fn says_packed(name: &str) -> bool {
    let name: String = name
        .chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect();
    ["度分秒", "度.分秒", "dms", "d.ms", "dd.mmss", "ddmmss"]
        .iter()
        .any(|w| name.contains(w))
}
