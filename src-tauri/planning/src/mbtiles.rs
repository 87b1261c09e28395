//! Tiles of an MBTiles file of any program. It lies here because this crate is the one that speaks SQLite; it knows
//! no plan. The file may be hostile: its schema is not trusted, it is opened unchangeable, and a query that takes too
//! long is broken off. Source: MBTiles specification 1.3.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use geodata::tile_content::{self, Picture, UnpackError};
use rusqlite::{Connection, OptionalExtension, params};
use words::{English, Words};

use crate::sqlite::{self, Watch, bytes, cell, in_words, interrupted};

/// Longest time a question may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest tile, packed and unpacked.
const LARGEST: i64 = 16 << 20;
/// The longest text of the description.
const LONGEST: usize = 20_000;

/// Why an MBTiles file cannot be used.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "said by the messages")]
pub enum MbtilesError {
    #[error("找不到文件 {path}")]
    NotFound { path: PathBuf },
    #[error("{path} 不是 MBTiles：里面没有 tiles 表")]
    NotMbtiles { path: PathBuf },
    #[error("MBTiles 文件读不出来：{reason}")]
    Damaged { reason: Words },
    #[error("MBTiles 里的查询太久没有结果，文件可能有问题")]
    TooSlow,
    #[error("瓦片超过 {limit} 字节")]
    TooLarge { limit: i64 },
    #[error("瓦片既不是 PNG、JPEG、WebP、GIF 图片，也不是矢量瓦片")]
    NotATile,
}

impl English for MbtilesError {
    fn english(&self) -> String {
        match self {
            Self::NotFound { path } => format!("{} is not there", path.display()),
            Self::NotMbtiles { path } => format!("{} is no MBTiles: it has no table tiles", path.display()),
            Self::Damaged { reason } => format!("the MBTiles file cannot be read: {}", reason.en),
            Self::TooSlow => {
                "a query in the MBTiles file does not end; something may be wrong with it".to_owned()
            }
            Self::TooLarge { limit } => format!("a tile has more than {limit} bytes"),
            Self::NotATile => "the tile is no PNG, JPEG, WebP or GIF picture and no vector tile".to_owned(),
        }
    }
}

/// What a tile is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Tile {
    Picture(Picture, Vec<u8>),
    /// A vector tile, unpacked.
    Vector(Vec<u8>),
}

/// What the file says of itself, filled up from its tiles.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Description {
    pub name: String,
    /// Whose data it is, without markup.
    pub attribution: String,
    /// What it shows.
    pub description: String,
    /// Vector tiles, not pictures.
    pub vector: bool,
    /// First and last zoom with tiles; none when there is no tile.
    pub zooms: Option<(u8, u8)>,
    /// West, south, east and north in degrees.
    pub bounds: Option<[f64; 4]>,
}

/// An open file.
#[derive(Debug)]
pub struct Mbtiles {
    conn: Mutex<Connection>,
    watch: Watch,
    description: Description,
}

impl Mbtiles {
    /// Opens a file to read its tiles; no byte of it is changed.
    ///
    /// # Errors
    /// [`MbtilesError`], saying why it cannot be used.
    pub fn open(path: &Path) -> Result<Self, MbtilesError> {
        if !path.is_file() {
            return Err(MbtilesError::NotFound {
                path: path.to_owned(),
            });
        }
        let (conn, watch) = sqlite::open_foreign(path, PATIENCE).map_err(refused)?;
        let mut file = Self {
            conn: Mutex::new(conn),
            watch,
            description: Description::default(),
        };
        file.description = file.describe(path)?;
        Ok(file)
    }

    /// Returns what the file says of itself.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Returns a tile, or nothing where there is none. Rows count from the north (XYZ); the file counts from the south.
    ///
    /// # Errors
    /// [`MbtilesError`], when the file is damaged or what it holds is no tile.
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Result<Option<Tile>, MbtilesError> {
        let Some(row) = 1u64
            .checked_shl(u32::from(z))
            .and_then(|n| n.checked_sub(1 + u64::from(y)))
        else {
            return Ok(None);
        };
        let row = i64::try_from(row).map_err(|_| MbtilesError::NotATile)?;
        let found = {
            let conn = self.ask();
            let mut find = conn
                .prepare_cached(
                    "SELECT length(tile_data), CASE WHEN length(tile_data) <= ?4 THEN tile_data END FROM tiles \
                     WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3 LIMIT 1",
                )
                .map_err(refused)?;
            find.query_row(params![z, x, row, LARGEST], |row| {
                let length = cell(row, 0).integer().unwrap_or_default();
                Ok((length, bytes(row, 1).map(<[u8]>::to_vec)))
            })
            .optional()
            .map_err(refused)?
        };
        match found {
            Some((length, _)) if length > LARGEST => Err(MbtilesError::TooLarge { limit: LARGEST }),
            Some((_, Some(bytes))) if !bytes.is_empty() => content(bytes).map(Some),
            _ => Ok(None),
        }
    }

    /// The connection, with the clock of the watch set anew.
    fn ask(&self) -> MutexGuard<'_, Connection> {
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        self.watch.rest();
        conn
    }

    fn describe(&self, path: &Path) -> Result<Description, MbtilesError> {
        let columns = rows(
            &self.ask(),
            "SELECT lower(name), '' FROM pragma_table_xinfo('tiles') LIMIT 100",
        )
        .map_err(refused)?;
        let has = |name: &str| columns.iter().any(|(there, _)| there == name);
        if !["zoom_level", "tile_column", "tile_row", "tile_data"]
            .into_iter()
            .all(has)
        {
            return Err(MbtilesError::NotMbtiles {
                path: path.to_owned(),
            });
        }
        let mut out = Description::default();
        let mut stated = (None, None);
        // A file without a description is still one of tiles.
        let described = rows(
            &self.ask(),
            "SELECT substr(CAST(name AS TEXT), 1, 100), substr(CAST(value AS TEXT), 1, 20000) FROM metadata LIMIT 200",
        )
        .unwrap_or_default();
        let mut format = String::new();
        for (name, value) in described {
            match name.as_str() {
                "name" => out.name = plain(&value),
                "attribution" => out.attribution = plain(&value),
                "description" => out.description = plain(&value),
                "format" => format = value.trim().to_ascii_lowercase(),
                "minzoom" => stated.0 = value.trim().parse::<u8>().ok().filter(|z| *z <= 30),
                "maxzoom" => stated.1 = value.trim().parse::<u8>().ok().filter(|z| *z <= 30),
                "bounds" => out.bounds = bounds(&value),
                _ => {}
            }
        }
        let ends = self.ask().query_row(
            "SELECT (SELECT zoom_level FROM tiles ORDER BY zoom_level LIMIT 1), \
             (SELECT zoom_level FROM tiles ORDER BY zoom_level DESC LIMIT 1)",
            [],
            |row| {
                let end = |i: usize| {
                    let z = cell(row, i).integer();
                    z.and_then(|z| u8::try_from(z).ok()).filter(|z| *z <= 30)
                };
                Ok(end(0).zip(end(1)))
            },
        );
        out.zooms = match ends {
            Ok(ends) => ends.filter(|(a, b)| a <= b),
            // A view over millions of tiles without an index may take too long; then its own word has to do.
            Err(error) => match stated.0.zip(stated.1).filter(|(a, b)| a <= b) {
                Some(stated) => Some(stated),
                None => return Err(refused(error)),
            },
        };
        let first = self
            .ask()
            .query_row(
                "SELECT CASE WHEN length(tile_data) <= ?1 THEN tile_data END FROM tiles \
                 WHERE length(tile_data) > 0 LIMIT 1",
                [LARGEST],
                |row| Ok(bytes(row, 0).map(<[u8]>::to_vec)),
            )
            .optional()
            .map_err(refused)?
            .flatten();
        out.vector = match first.map(content) {
            Some(Ok(Tile::Vector(_))) => true,
            Some(Ok(Tile::Picture(..))) => false,
            Some(Err(error)) => return Err(error),
            None => matches!(format.as_str(), "pbf" | "mvt"),
        };
        Ok(out)
    }
}

/// Two texts of each row; what is no text is empty.
fn rows(conn: &Connection, sql: &str) -> Result<Vec<(String, String)>, rusqlite::Error> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |i: usize| {
            cell(row, i)
                .text()
                .map(|text| text.into_owned())
                .unwrap_or_default()
        };
        out.push((text(0), text(1)));
    }
    Ok(out)
}

fn content(bytes: Vec<u8>) -> Result<Tile, MbtilesError> {
    if let Some(picture) = Picture::of(&bytes) {
        return Ok(Tile::Picture(picture, bytes));
    }
    let plain = tile_content::unpack(bytes, LARGEST.unsigned_abs()).map_err(|e| match e {
        UnpackError::TooLarge(_) => MbtilesError::TooLarge { limit: LARGEST },
        UnpackError::Damaged => MbtilesError::NotATile,
    })?;
    if tile_content::is_vector_tile(&plain) {
        Ok(Tile::Vector(plain))
    } else {
        Err(MbtilesError::NotATile)
    }
}

fn bounds(text: &str) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    let [w, s, e, n] = numbers.try_into().ok()?;
    let sound = w < e && s < n && w >= -180.0 && e <= 180.0 && s >= -90.0 && n <= 90.0;
    sound.then_some([w, s, e, n])
}

/// Text without markup, which attributions often have, and of bounded length.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside && !c.is_control() => out.push(c),
            _ => {}
        }
    }
    let out = out.replace("&copy;", "©").replace("&amp;", "&");
    out.trim().chars().take(LONGEST / 40).collect()
}

fn refused(error: rusqlite::Error) -> MbtilesError {
    if interrupted(&error) {
        return MbtilesError::TooSlow;
    }
    MbtilesError::Damaged {
        reason: in_words(&error),
    }
}
