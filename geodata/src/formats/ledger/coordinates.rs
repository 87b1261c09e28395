//! Where the things of a table are: columns with coordinates or well-known text, found by name and held against
//! their values.
//!
//! One file because a column is taken for a coordinate only if its name, its values and those of its neighbours agree, and
//! each of these judgements needs the others.

use crate::coords::{packed_pair, parse_point};
use crate::crs::Crs;
use crate::formats::{MAX_TEXT, WarningKind};
use crate::wkt_text::{WktError, from_wkt};
use files::cells::{Cell, Row};
use files::numbers::{half_width, plain_number};
use geo_types::{Coord, Geometry, LineString, Point, Polygon, coord};
use words::{Words, said};

/// Rows whose values are held against the names.
const HELD: usize = 200;

/// The columns that say where.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CoordinateReader {
    /// Well-known text.
    pub wkt: Option<usize>,
    /// Easting or longitude, and northing or latitude.
    pub xy: Option<(usize, usize)>,
    /// Both in one cell.
    pub pair: Option<usize>,
    /// Whether several points in one cell enclose an area.
    pub area: bool,
    /// The name of the system, row by row.
    pub system: Option<usize>,
    /// Whether the header has the axes the other way round than the values.
    pub swapped: bool,
    /// Largest easting, where the coordinates are metres.
    pub easting: Option<f64>,
    /// Whether each row says whether its coordinates are degrees or metres.
    pub row_by_row: bool,
    /// How degrees, minutes and seconds are written as one number.
    pub packing: Option<Packing>,
    /// Columns of minutes and of seconds, of longitude and of latitude, where degrees have a column of their own.
    sixtieths: Option<[[Option<usize>; 2]; 2]>,
}

/// Degrees, minutes and seconds in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// 1163021.5 for 116°30′21.5″.
    Whole,
    /// 116.30215 for the same, where the header says so.
    AfterPoint,
}

impl Packing {
    /// Longitude and latitude in degrees; `None` if these are not so written.
    fn degrees(self, a: f64, b: f64) -> Option<(f64, f64)> {
        match self {
            Self::Whole => packed_pair(a, b),
            Self::AfterPoint => packed_pair(a * 1e4, b * 1e4),
        }
    }
}

/// Why a row has no geometry although it has coordinates.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BadCoordinates {
    pub kind: WarningKind,
    pub what: &'static str,
    pub text: Words,
}

/// What a column name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NamedAxis {
    East,
    North,
    /// The letters E and N alone, which go together only.
    LetterE,
    LetterN,
    X,
    Y,
}

impl CoordinateReader {
    /// Finds the columns by their names and the values of a sample.
    pub fn find(names: &[String], sample: &[Row]) -> Self {
        let sample = &sample[..sample.len().min(HELD)];
        let mut found = Self {
            wkt: (0..names.len()).find(|c| is_wkt_column(&names[*c], *c, sample)),
            system: names.iter().position(|n| {
                [
                    "坐标系",
                    "坐标系统",
                    "坐标系名称",
                    "空间参考",
                    "crs",
                    "srid",
                    "coordsys",
                ]
                .contains(&bare(n).as_str())
            }),
            ..Self::default()
        };
        if let Some((xy, sixtieths)) = in_degree_columns(names) {
            found.xy = Some(xy);
            found.sixtieths = Some(sixtieths);
            return found;
        }
        let axes: Vec<Option<NamedAxis>> = names.iter().map(|n| axis(n)).collect();
        let at = |wanted: NamedAxis| axes.iter().position(|a| *a == Some(wanted));
        if let (Some(east), Some(north)) = (at(NamedAxis::East), at(NamedAxis::North)) {
            found.explicit(east, north, sample);
        } else if let (Some(east), Some(north)) = (at(NamedAxis::LetterE), at(NamedAxis::LetterN)) {
            found.explicit(east, north, sample);
        } else if let (Some(x), Some(y)) = (at(NamedAxis::X), at(NamedAxis::Y)) {
            found.letters(x, y, names, sample);
        }
        if let Some((east, north)) = found.xy
            && says_packed(&names[east])
            && says_packed(&names[north])
            && are_after_point(east, north, sample)
        {
            found.packing = Some(Packing::AfterPoint);
        }
        if found.xy.is_none() {
            found.pair =
                (0..names.len()).find(|c| Some(*c) != found.wkt && is_pair_column(&names[*c], *c, sample));
            if let Some(pair) = found.pair {
                let cells = sample.iter().filter_map(|r| r.cell(pair).as_text());
                let places: Vec<(f64, f64)> =
                    cells.filter_map(points).flatten().map(|p| (p.x, p.y)).collect();
                found.packing = is_whole(&places).then_some(Packing::Whole);
                let name = bare(&names[pair]);
                found.area = ["拐点", "界址", "范围", "边界", "polygon"]
                    .iter()
                    .any(|w| name.contains(w));
            }
        }
        found.easting = found.largest_easting(sample);
        found
    }

    /// The two columns a user names, easting or longitude first.
    pub fn asked(east: usize, north: usize, sample: &[Row]) -> Self {
        let mut found = Self {
            xy: Some((east, north)),
            packing: is_whole(&values(east, north, &sample[..sample.len().min(HELD)]))
                .then_some(Packing::Whole),
            ..Self::default()
        };
        found.easting = found.largest_easting(&sample[..sample.len().min(HELD)]);
        found
    }

    /// The column of well-known text, or of both coordinates in one cell, that a user names.
    pub fn asked_text(column: usize, sample: &[Row]) -> Self {
        let sample = &sample[..sample.len().min(HELD)];
        let texts = || sample.iter().filter_map(|r| r.cell(column).as_text());
        let known = texts().filter(|t| matches!(well_known(t), Ok(Some(_)))).count();
        let is_wkt = known > 0 && 2 * known >= texts().count();
        let mut found = Self {
            wkt: is_wkt.then_some(column),
            pair: (!is_wkt).then_some(column),
            ..Self::default()
        };
        found.easting = found.largest_easting(sample);
        found
    }

    /// Takes two neighbouring columns of a table without header whose numbers are places in China; returns what a person
    /// should know.
    pub fn guess(&mut self, sample: &[Row]) -> Option<Words> {
        if self.columns().next().is_some() {
            return None;
        }
        let sample = &sample[..sample.len().min(HELD)];
        let width = sample.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let most = |n: usize| n > 0 && n * 10 >= sample.len() * 9;
        for c in 1..width {
            let (pairs, packing) = unpacked_values(c - 1, c, sample);
            let turned = pairs.iter().filter(|p| is_turned(p.0, p.1)).count();
            let straight = pairs.iter().filter(|p| is_turned(p.1, p.0)).count();
            let (east, north) = match (most(straight), most(turned)) {
                (true, _) => (c - 1, c),
                (_, true) => (c, c - 1),
                _ => continue,
            };
            self.xy = Some((east, north));
            self.packing = packing;
            self.easting = self.largest_easting(sample);
            let (e, n) = (east + 1, north + 1);
            return Some(match self.easting {
                Some(_) => {
                    said!(
                        "ledger.no_header_metres",
                        "没有表头，按第 {e} 列为东坐标、第 {n} 列为北坐标读取；如不对请指定坐标列",
                        "there is no header; column {e} was read as easting, column {n} as northing. If that is wrong, name the columns"
                    )
                }
                None => said!(
                    "ledger.no_header_degrees",
                    "没有表头，按第 {e} 列为经度、第 {n} 列为纬度读取；如不对请指定坐标列",
                    "there is no header; column {e} was read as longitude, column {n} as latitude. If that is wrong, name the columns"
                ),
            });
        }
        Some(said!(
            "ledger.no_header",
            "没有表头，没有认出坐标列；请指定坐标列，或加上表头再导入",
            "there is no header and no columns of coordinates were recognised; name them or add a header"
        ))
    }

    /// The columns that are not fields, as the geometry says the same.
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        [self.wkt, self.xy.map(|p| p.0), self.xy.map(|p| p.1), self.pair]
            .into_iter()
            .flatten()
            .chain(self.sixtieths.into_iter().flatten().flatten().flatten())
    }

    /// Returns the geometry of a row, x before y; `None` where it has no coordinates.
    pub fn geometry(&self, row: &Row) -> Result<Option<Geometry<f64>>, BadCoordinates> {
        if let Some(text) = self.wkt.and_then(|c| row.cell(c).as_text()) {
            return well_known(text);
        }
        if let Some((east, north)) = self.xy {
            let [of_east, of_north] = self.sixtieths.unwrap_or_default();
            let (e, n) = (degrees(row, east, of_east)?, degrees(row, north, of_north)?);
            return match (e, n) {
                (Some(e), Some(n)) => {
                    let (e, n) = self.unpacked(e, n);
                    self.point(e, n).map(Some)
                }
                (None, None) => self.in_pair(row),
                _ => Err(bad(
                    "坐标只有一半",
                    said!(
                        "ledger.one_coordinate",
                        "只有一个坐标，没有上图",
                        "there is one coordinate only; it is not on the map"
                    ),
                )),
            };
        }
        self.in_pair(row)
    }

    /// The system that well-known text has before it (`SRID=4490;POINT(…)`), where all of the sample have the same.
    pub fn srid(&self, sample: &[Row]) -> Option<String> {
        let wkt = self.wkt?;
        let mut heads = sample
            .iter()
            .filter_map(|r| r.cell(wkt).as_text())
            .map(|t| t.split_once(';').map(|p| p.0));
        let first = heads.next()??;
        let same = first.len() < 20 && heads.all(|h| h == Some(first));
        same.then(|| first.trim().to_owned())
    }

    fn in_pair(&self, row: &Row) -> Result<Option<Geometry<f64>>, BadCoordinates> {
        let Some(text) = self
            .pair
            .and_then(|c| row.cell(c).as_text())
            .filter(|t| !is_nothing(t))
        else {
            return Ok(None);
        };
        let mut points = points(text).ok_or_else(|| unreadable(text))?;
        if self.packing.is_some() {
            for p in &mut points {
                let (x, y) = self.unpacked(p.x, p.y);
                *p = ordered(x, y, None);
            }
        }
        for p in &points {
            self.point(p.x, p.y)?;
        }
        Ok(match points.as_slice() {
            [] => None,
            [one] => Some(Point::from(*one).into()),
            [a, b] => Some(LineString(vec![*a, *b]).into()),
            many if self.area || many.first() == many.last() => {
                Some(Polygon::new(LineString(points), Vec::new()).into())
            }
            _ => Some(LineString(points).into()),
        })
    }

    fn point(&self, e: f64, n: f64) -> Result<Geometry<f64>, BadCoordinates> {
        if e == 0.0 && n == 0.0 {
            return Err(bad(
                "坐标为 0",
                said!(
                    "ledger.zero",
                    "坐标为 (0, 0)，没有上图",
                    "the coordinates are (0, 0); it is not on the map"
                ),
            ));
        }
        if self.easting.is_none() && !self.row_by_row && (e.abs() > 180.0 || n.abs() > 90.0) {
            let turned = n.abs() <= 180.0 && e.abs() <= 90.0;
            let hint = if turned {
                "，经度和纬度可能填反了"
            } else {
                ""
            };
            return Err(BadCoordinates {
                kind: WarningKind::OutOfRange,
                what: "坐标超出经纬度的范围",
                text: said!(
                    "ledger.out_of_range",
                    "({e}, {n}) 超出经纬度的范围{hint}，没有上图",
                    "({e}, {n}) is no longitude and latitude; it is not on the map"
                ),
            });
        }
        Ok(Point::new(e, n).into())
    }

    /// Columns that say which axis they are; the values may say otherwise.
    fn explicit(&mut self, east: usize, north: usize, sample: &[Row]) {
        let (pairs, packing) = unpacked_values(east, north, sample);
        self.packing = packing;
        let turned = pairs.iter().filter(|p| is_turned(p.0, p.1)).count();
        if !pairs.is_empty() && turned * 10 >= pairs.len() * 9 {
            self.xy = Some((north, east));
            self.swapped = true;
        } else {
            self.xy = Some((east, north));
        }
    }

    /// Columns X and Y: in surveys X is the northing, elsewhere the longitude. The values decide, then the custom.
    fn letters(&mut self, x: usize, y: usize, names: &[String], sample: &[Row]) {
        let (pairs, packing) = unpacked_values(x, y, sample);
        let given = sample
            .iter()
            .filter(|r| !r.cell(x).is_empty() && !r.cell(y).is_empty())
            .count();
        if pairs.is_empty() || pairs.len() * 2 < given {
            return;
        }
        let turned = pairs.iter().filter(|p| is_turned(p.0, p.1)).count();
        let straight = pairs.iter().filter(|p| is_turned(p.1, p.0)).count();
        let survey =
            names[x].contains("坐标") && pairs.iter().any(|p| p.0.abs() > 180.0 || p.1.abs() > 180.0);
        let north_first = turned > straight || (turned == straight && survey);
        self.xy = Some(if north_first { (y, x) } else { (x, y) });
        self.packing = packing;
    }

    /// A pair of numbers as degrees, where it is degrees, minutes and seconds in one number each.
    fn unpacked(&self, a: f64, b: f64) -> (f64, f64) {
        self.packing.and_then(|p| p.degrees(a, b)).unwrap_or((a, b))
    }

    fn largest_easting(&self, sample: &[Row]) -> Option<f64> {
        if self.packing.is_some() {
            return None;
        }
        let eastings: Vec<f64> = if let Some((east, north)) = self.xy {
            values(east, north, sample)
                .into_iter()
                .map(|(e, n)| {
                    if n.abs() > 180.0 {
                        e.abs()
                    } else {
                        e.abs().min(180.0)
                    }
                })
                .collect()
        } else if let Some(wkt) = self.wkt {
            use geo::CoordsIter;
            sample
                .iter()
                .filter_map(|r| from_wkt(r.cell(wkt).as_text()?).ok()?.coords_iter().next())
                .map(|c| {
                    if c.y.abs() > 180.0 {
                        c.x.abs()
                    } else {
                        c.x.abs().min(180.0)
                    }
                })
                .collect()
        } else {
            let pair = self.pair?;
            let cells = sample.iter().filter_map(|r| r.cell(pair).as_text());
            cells.filter_map(points).flatten().map(|c| c.x.abs()).collect()
        };
        let metres = eastings.iter().filter(|e| **e > 180.0).count();
        (metres * 2 > eastings.len()).then(|| eastings.iter().copied().fold(0.0, f64::max))
    }
}

/// Columns of degrees, longitude first, and those of minutes and seconds; `None` if the header parts no degrees.
type DegreeColumns = ((usize, usize), [[Option<usize>; 2]; 2]);

fn in_degree_columns(names: &[String]) -> Option<DegreeColumns> {
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

/// The coordinate of a row, with minutes and seconds from columns of their own.
fn degrees(row: &Row, column: usize, sixtieths: [Option<usize>; 2]) -> Result<Option<f64>, BadCoordinates> {
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

fn bad(what: &'static str, text: Words) -> BadCoordinates {
    BadCoordinates {
        kind: WarningKind::BadCoordinate,
        what,
        text,
    }
}

fn unreadable(text: &str) -> BadCoordinates {
    let shown: String = text.chars().take(40).collect();
    bad(
        "坐标无法识别",
        said!(
            "ledger.not_coordinates",
            "坐标“{shown}”无法识别，没有上图",
            "“{shown}” are no coordinates; it is not on the map"
        ),
    )
}

fn well_known(text: &str) -> Result<Option<Geometry<f64>>, BadCoordinates> {
    if is_nothing(text) {
        return Ok(None);
    }
    let body = match text.split_once(';') {
        Some((head, rest))
            if head.len() < 20 && head.trim_start().to_ascii_uppercase().starts_with("SRID") =>
        {
            rest
        }
        _ => text,
    };
    use geo::CoordsIter;
    if body.trim_start().starts_with('{') {
        let json = body.parse::<geojson::Geometry>().ok();
        let geometry = json.and_then(|json| Geometry::try_from(json).ok());
        return geometry.map(Some).ok_or_else(|| unreadable(text));
    }
    match from_wkt(body) {
        Ok(g) => Ok(Some(g).filter(|g| g.coords_iter().next().is_some())),
        Err(WktError::Unsupported { .. }) => Ok(None),
        Err(e) => Err(BadCoordinates {
            kind: WarningKind::GeometryLeftOut,
            what: "几何（WKT）无法识别",
            text: said!(
                "ledger.bad_wkt",
                "几何（WKT）无法识别，没有上图：{}",
                "the geometry (WKT) cannot be read; it is not on the map: {}",
                wkt_fault(body, &e)
            ),
        }),
    }
}

/// What is wrong with a well-known text, and what to do.
fn wkt_fault(text: &str, error: &WktError) -> Words {
    let upper = text.to_ascii_uppercase();
    let curved = [
        "CIRCULARSTRING",
        "COMPOUNDCURVE",
        "CURVEPOLYGON",
        "MULTICURVE",
        "MULTISURFACE",
    ];
    match error {
        _ if curved.iter().any(|word| upper.contains(word)) => said!(
            "wkt.curved",
            "有曲线，请先转为折线",
            "it has curves; turn them into lines first"
        ),
        WktError::TooDeep => said!(
            "wkt.too_deep",
            "集合套得太深",
            "collections are nested too deeply"
        ),
        WktError::NotFinite => said!("wkt.not_finite", "坐标不是数", "a coordinate is not a number"),
        WktError::Malformed { .. } | WktError::Unsupported { .. } => said!(
            "wkt.malformed",
            "应写成 POINT(116.5 35.7) 这样",
            "write it like POINT(116.5 35.7)"
        ),
    }
}

/// The name without what is around it: the part of a group, brackets, blanks.
pub(super) fn bare(name: &str) -> String {
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

fn axis(name: &str) -> Option<NamedAxis> {
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

fn is_wkt_column(name: &str, column: usize, sample: &[Row]) -> bool {
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

fn is_pair_column(name: &str, column: usize, sample: &[Row]) -> bool {
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

/// Whether a text is coordinates, so that it names no column.
pub(super) fn is_coordinate_text(text: &str) -> bool {
    is_wkt(text) || (text.bytes().any(|b| b.is_ascii_digit()) && points(text).is_some())
}

fn is_wkt(text: &str) -> bool {
    if text.starts_with('{') && text.contains("\"coordinates\"") {
        return true;
    }
    let head: String = text.chars().take(40).collect::<String>().to_ascii_uppercase();
    let head = match head.split_once(';') {
        Some((srid, rest)) if srid.starts_with("SRID=") => rest.trim_start(),
        _ => &head,
    };
    ["POINT", "LINESTRING", "POLYGON", "MULTI", "GEOMETRYCOLLECTION"]
        .iter()
        .any(|tag| head.starts_with(tag))
        && (head.contains('(') || head.contains("EMPTY"))
}

/// What people put where there are no coordinates.
fn is_nothing(text: &str) -> bool {
    [
        "/", "\\", "-", "--", "—", "——", "无", "暂无", "待定", "未定", "NULL", "null", "N/A", "n/a", "0",
    ]
    .contains(&text)
}

/// The coordinate in a cell: a number, or an angle with minutes and seconds.
fn number(cell: &Cell) -> Result<Option<f64>, BadCoordinates> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(v) => Ok(Some(*v)),
        Cell::Text(t) if is_nothing(t) => Ok(None),
        Cell::Text(t) => angle(t).map(Some).ok_or_else(|| unreadable(t)),
        other => Err(unreadable(&other.shown())),
    }
}

fn angle(text: &str) -> Option<f64> {
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
fn points(text: &str) -> Option<Vec<Coord<f64>>> {
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

fn ordered(a: f64, b: f64, north_first: Option<bool>) -> Coord<f64> {
    let turned = is_turned(a, b) || (north_first == Some(true) && !is_turned(b, a));
    if turned {
        coord! { x: b, y: a }
    } else {
        coord! { x: a, y: b }
    }
}

/// Whether the first is a latitude or northing and the second a longitude or easting, by their size in China.
fn is_turned(a: f64, b: f64) -> bool {
    let latitude = |v: f64| (3.0..=54.0).contains(&v);
    let longitude = |v: f64| (73.0..=136.0).contains(&v);
    let northing = |v: f64| (1e6..1e7).contains(&v);
    let easting = |v: f64| (1e4..1e6).contains(&v) || (1e7..1e8).contains(&v);
    (latitude(a) && longitude(b)) || (northing(a) && easting(b))
}

/// Whether pairs of numbers are degrees, minutes and seconds in one number each, but for a few and for degrees among them.
fn is_whole(pairs: &[(f64, f64)]) -> bool {
    let whole = pairs.iter().filter(|p| packed_pair(p.0, p.1).is_some()).count();
    let degrees = pairs
        .iter()
        .filter(|p| p.0.abs() <= 180.0 && p.1.abs() <= 180.0)
        .count();
    whole > 0 && (whole + degrees) * 10 >= pairs.len() * 9
}

/// Whether the name of a column says that it holds degrees, minutes and seconds: 经度（度分秒）, lon_dms.
fn says_packed(name: &str) -> bool {
    let name: String = name
        .chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect();
    ["度分秒", "度.分秒", "dms", "d.ms", "dd.mmss", "ddmmss"]
        .iter()
        .any(|w| name.contains(w))
}

/// Whether all numbers of two columns can be degrees with minutes and seconds after the point.
fn are_after_point(a: usize, b: usize, sample: &[Row]) -> bool {
    let plain = |cell: &Cell| match cell {
        Cell::Number(v) => Some(*v),
        Cell::Text(t) => plain_number(t),
        _ => None,
    };
    let cells = sample.iter().map(|r| (r.cell(a), r.cell(b)));
    let given: Vec<(&Cell, &Cell)> = cells.filter(|(a, b)| !a.is_empty() && !b.is_empty()).collect();
    let fits = |(a, b): &(&Cell, &Cell)| {
        let pair = plain(a).zip(plain(b));
        pair.is_some_and(|(a, b)| Packing::AfterPoint.degrees(a, b).is_some())
    };
    !given.is_empty() && given.iter().all(fits)
}

/// The numbers of two columns, as degrees where they are degrees, minutes and seconds in one number.
fn unpacked_values(a: usize, b: usize, sample: &[Row]) -> (Vec<(f64, f64)>, Option<Packing>) {
    let mut pairs = values(a, b, sample);
    if !is_whole(&pairs) {
        return (pairs, None);
    }
    for pair in &mut pairs {
        *pair = packed_pair(pair.0, pair.1).unwrap_or(*pair);
    }
    (pairs, Some(Packing::Whole))
}

fn values(a: usize, b: usize, sample: &[Row]) -> Vec<(f64, f64)> {
    sample
        .iter()
        .filter_map(|r| Some((number(r.cell(a)).ok()??, number(r.cell(b)).ok()??)))
        .collect()
}
