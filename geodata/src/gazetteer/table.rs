//! Reads the embedded list and answers by code.

use std::collections::HashMap;
use std::io::Read;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use serde::Serialize;
use thiserror::Error;

use super::pronunciation::Pronunciation;

const BYTES: &[u8] = include_bytes!("../../basemap/gazetteer.csv.gz");

/// The rank of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省、自治区、直辖市、特别行政区
    Province = 1,
    /// 地级市、州、盟
    Prefecture = 2,
    /// 县、区、县级市、旗
    County = 3,
    /// 镇、乡、街道
    Town = 4,
}

/// What is known about the point of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The seat of the government or the county town.
    Seat,
    /// A point in the town, mostly its main settlement.
    Town,
    /// The label point inside the region's own outline; not its seat.
    Area,
    /// Only the county is known: the county's label point (县域).
    County,
    /// Only the prefecture is known: the prefecture's label point.
    Prefecture,
}

/// A point with what is known about it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct KnownPoint {
    /// WGS84 longitude, degrees.
    pub longitude: f64,
    /// WGS84 latitude, degrees.
    pub latitude: f64,
    /// How the point stands for the place.
    pub precision: Precision,
    /// Where the point is from: `tianditu`, `geonames`, `geonames-pinyin` or `places`.
    pub source: &'static str,
}

/// One region of the gazetteer.
#[derive(Debug)]
pub struct GazetteerRegion {
    /// Six digits, for towns nine.
    pub code: String,
    /// The official name.
    pub name: String,
    /// The rank.
    pub level: Level,
    /// The code of the region above; `None` for a province.
    pub parent: Option<String>,
    /// The likely pinyin, without tones, a space between syllables.
    pub pinyin: String,
    /// Other names in use, e.g. 西海岸新区.
    pub aliases: Vec<String>,
    /// A point of its own, if there is one.
    pub own_point: Option<KnownPoint>,
    pub(super) sounds: Vec<Pronunciation>,
    pub(super) alias_sounds: Vec<Pronunciation>,
}

/// Why a gazetteer cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TableError {
    /// A line has too few columns or a value that makes no sense.
    #[error("line {line} of the gazetteer: {column} cannot be read")]
    Line {
        /// Line, counted from 1.
        line: usize,
        /// The column at fault.
        column: &'static str,
    },
    /// A line names a region above it that is not in the list.
    #[error("line {line} of the gazetteer: no region {parent}")]
    Parent {
        /// Line, counted from 1.
        line: usize,
        /// The code that is missing.
        parent: String,
    },
}

/// All regions, ready to be searched.
#[derive(Debug)]
pub struct Gazetteer {
    pub(super) places: Vec<GazetteerRegion>,
    by_code: HashMap<String, usize>,
    children: HashMap<String, Vec<usize>>,
}

impl Gazetteer {
    /// Returns the gazetteer that the program carries. The first call reads it, later ones are free.
    pub fn embedded() -> &'static Gazetteer {
        static EMBEDDED: OnceLock<Gazetteer> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let mut text = String::new();
            GzDecoder::new(BYTES)
                .read_to_string(&mut text)
                .expect("the embedded gazetteer unpacks, tests read it");
            Gazetteer::read(&text).expect("the embedded gazetteer is whole, tests read it")
        })
    }

    /// Returns the gazetteer in a CSV text with the columns of `gazetteer.csv.gz`; regions come after their parents.
    ///
    /// # Errors
    /// At the first line that cannot be read, or whose parent has not come before it.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let mut places = Vec::new();
        let mut by_code: HashMap<String, usize> = HashMap::new();
        let mut children: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in text.lines().enumerate().skip(1) {
            let place = place(row, at + 1)?;
            if let Some(parent) = &place.parent {
                if !by_code.contains_key(parent) {
                    return Err(TableError::Parent {
                        line: at + 1,
                        parent: parent.clone(),
                    });
                }
                children.entry(parent.clone()).or_default().push(places.len());
            }
            by_code.insert(place.code.clone(), places.len());
            places.push(place);
        }
        Ok(Self {
            places,
            by_code,
            children,
        })
    }

    /// Returns all regions, provinces first, by code within a level.
    pub fn places(&self) -> &[GazetteerRegion] {
        &self.places
    }

    /// Returns the region with this code (six digits, towns nine).
    pub fn by_code(&self, code: &str) -> Option<&GazetteerRegion> {
        self.by_code.get(code).map(|&at| &self.places[at])
    }

    /// Returns the regions right below one, by code.
    pub fn children(&self, code: &str) -> impl Iterator<Item = &GazetteerRegion> {
        self.children
            .get(code)
            .into_iter()
            .flatten()
            .map(|&at| &self.places[at])
    }

    /// Returns the regions above one, the nearest first.
    pub fn ancestors(&self, code: &str) -> impl Iterator<Item = &GazetteerRegion> {
        let parent = |place: &&GazetteerRegion| self.by_code(place.parent.as_deref()?);
        std::iter::successors(self.by_code(code), parent).skip(1)
    }

    /// Returns the name from the province down, e.g. 山东省济宁市汶上县杨店镇.
    pub fn full_name(&self, place: &GazetteerRegion) -> String {
        let mut names: Vec<&str> = self
            .ancestors(&place.code)
            .map(|above| above.name.as_str())
            .collect();
        names.reverse();
        names.push(&place.name);
        names.concat()
    }

    /// Returns the place's own point, else the label point of its county or prefecture, marked as such.
    pub fn point(&self, place: &GazetteerRegion) -> Option<KnownPoint> {
        place.own_point.or_else(|| {
            let above = self
                .ancestors(&place.code)
                .find(|above| above.own_point.is_some())?;
            let precision = match above.level {
                Level::County | Level::Town => Precision::County,
                Level::Prefecture => Precision::Prefecture,
                Level::Province => return None,
            };
            Some(KnownPoint {
                precision,
                ..above.own_point?
            })
        })
    }
}

fn place(row: &str, line: usize) -> Result<GazetteerRegion, TableError> {
    let wrong = |column| TableError::Line { line, column };
    let columns: Vec<&str> = row.split(',').collect();
    let [
        code,
        name,
        level,
        parent,
        pinyin,
        alias,
        lon,
        lat,
        precision,
        source,
    ] = columns[..]
    else {
        return Err(wrong("the number of columns"));
    };
    if !matches!(code.len(), 6 | 9) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong("code"));
    }
    let level = match level {
        "1" => Level::Province,
        "2" => Level::Prefecture,
        "3" => Level::County,
        "4" => Level::Town,
        _ => return Err(wrong("level")),
    };
    let own_point = if lon.is_empty() {
        None
    } else {
        Some(KnownPoint {
            longitude: lon.parse().map_err(|_| wrong("lon"))?,
            latitude: lat.parse().map_err(|_| wrong("lat"))?,
            precision: match precision {
                "seat" => Precision::Seat,
                "town" => Precision::Town,
                "area" => Precision::Area,
                _ => return Err(wrong("precision")),
            },
            source: match source {
                "tianditu" => "tianditu",
                "geonames" => "geonames",
                "geonames-pinyin" => "geonames-pinyin",
                "places" => "places",
                _ => return Err(wrong("source")),
            },
        })
    };
    let aliases: Vec<(&str, &str)> = alias.split('|').filter_map(|a| a.split_once(':')).collect();
    Ok(GazetteerRegion {
        code: code.to_owned(),
        name: name.to_owned(),
        level,
        parent: (!parent.is_empty()).then(|| parent.to_owned()),
        pinyin: pinyin.split('|').next().unwrap_or_default().to_owned(),
        aliases: aliases.iter().map(|(name, _)| (*name).to_owned()).collect(),
        own_point,
        sounds: pinyin
            .split('|')
            .map(|reading| Pronunciation::new(reading, name))
            .collect(),
        alias_sounds: aliases
            .iter()
            .map(|(name, reading)| Pronunciation::new(reading, name))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named_with_its_number_and_column() {
        let head = "code,name,level,parent,pinyin,alias,lon,lat,precision,source\n";
        let check =
            |row: &str, expected| assert_eq!(Gazetteer::read(&format!("{head}{row}")).err(), Some(expected));
        check(
            "37,山东省,1,,shan dong sheng,,,,,",
            TableError::Line {
                line: 2,
                column: "code",
            },
        );
        check(
            "370000,山东省,9,,shan dong sheng,,,,,",
            TableError::Line {
                line: 2,
                column: "level",
            },
        );
        check(
            "370000,山东省,1,,shan dong sheng,,x,36,area,tianditu",
            TableError::Line {
                line: 2,
                column: "lon",
            },
        );
        check(
            "370000,山东省",
            TableError::Line {
                line: 2,
                column: "the number of columns",
            },
        );
        check(
            "370800,济宁市,2,370000,ji ning shi,,,,,",
            TableError::Parent {
                line: 2,
                parent: "370000".into(),
            },
        );
    }
}
