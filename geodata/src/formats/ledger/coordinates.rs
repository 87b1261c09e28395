//! Where the things of a table are: columns with coordinates or well-known text, found by name and held against
//! their values.

mod bad_coordinates;
mod cell_values;
mod column_names;
mod packing;
mod well_known;

use crate::formats::WarningKind;
use crate::wkt_text::from_wkt;
pub(super) use bad_coordinates::BadCoordinates;
use bad_coordinates::{bad, unreadable};
use cell_values::{degrees, is_nothing, is_turned, ordered, points, values};
pub(super) use column_names::bare;
use column_names::{NamedAxis, axis, in_degree_columns, is_pair_column, is_wkt_column, says_packed};
use files::cells::Row;
use geo_types::{Geometry, LineString, Point, Polygon};
pub(super) use packing::Packing;
use packing::{are_after_point, is_whole, unpacked_values};
pub(super) use well_known::is_coordinate_text;
use well_known::well_known;
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
