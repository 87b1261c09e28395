//! What a file of places holds, whatever its format: layers of features with fields.

use crate::crs::{Crs, wkt};
use geo_types::Geometry;
use serde::Serialize;

/// One value of one field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number; never NaN or infinite.
    Real(f64),
    /// Text. Dates and times are text too, as ISO 8601 (`2026-11-21`, `2026-11-21T08:30:00`).
    Text(String),
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum FieldKind {
    /// Yes or no.
    Bool,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    Text,
    /// Days, as `YYYY-MM-DD`.
    Date,
    /// Moments, as ISO 8601.
    DateTime,
}

/// A field of a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name as the file gives it.
    pub name: String,
    /// What its values are; [`FieldKind::Text`] where the file does not say.
    pub kind: FieldKind,
}

/// How the coordinate system of a layer is known.
#[derive(Debug, Clone, PartialEq)]
pub enum FoundCrs {
    /// The file states it.
    Stated(Crs),
    /// The format fixes it (GeoJSON, KML, GPX).
    Implied(Crs),
    /// The file states one that is not known here; its name or number as written.
    NotKnown(String),
    /// The file states none.
    Unstated,
}

impl FoundCrs {
    /// Returns the system that the text of a `.prj` file or the like states: well-known text, or a name or number.
    pub fn of_text(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
        if text.is_empty() {
            return Self::Unstated;
        }
        match wkt::recognise(text) {
            wkt::Recognised::Known(crs) => Self::Stated(crs),
            // Part of a well-known text is none, even if it has a name.
            wkt::Recognised::NotKnown(name) if text.contains(['"', '[']) => Self::NotKnown(name),
            wkt::Recognised::NotKnown(name) => Crs::parse(text).map_or(Self::NotKnown(name), Self::Stated),
        }
    }

    /// Returns the system when it is known.
    pub fn known(&self) -> Option<Crs> {
        match self {
            Self::Stated(crs) | Self::Implied(crs) => Some(*crs),
            Self::NotKnown(_) | Self::Unstated => None,
        }
    }
}

/// What is known of a layer before its first feature.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerHead {
    /// Its name; the file's name without ending where the format has none.
    pub name: String,
    /// Its coordinate system.
    pub crs: FoundCrs,
    /// Encoding of its text as the WHATWG names it (`UTF-8`, `gb18030`); `None` where the format knows only one.
    pub encoding: Option<&'static str>,
    /// Fields known so far; more may follow through [`super::Sink::field`].
    pub fields: Vec<Field>,
    /// Where a table says where its things are; `None` for formats that have geometry of their own.
    pub places: Option<CoordinateColumns>,
}

/// The columns of a table that say where.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CoordinateColumns {
    /// All columns that hold anything, by name.
    pub columns: Vec<String>,
    /// Easting or longitude.
    pub x: Option<String>,
    /// Northing or latitude.
    pub y: Option<String>,
    /// Well-known text, or both coordinates in one cell.
    pub text: Option<String>,
}

/// A feature as read, coordinates as the file has them (x before y: longitude or easting first), two dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Number by which a person finds it: row of a table (the first row of the sheet is 1), else feature from 1.
    pub number: u64,
    /// Its geometry; `None` for a null or an empty one.
    pub geometry: Option<Geometry<f64>>,
    /// One value for each field known at this point, in their order; missing ones at the end are null.
    pub values: Vec<Value>,
}
