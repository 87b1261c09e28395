//! A coordinate system that a user made: an older one with the parameters of a place, or a local one by control points.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A coordinate system of this user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct UserCrs {
    /// `own:1`, `own:2` …; empty for one that is not kept yet.
    pub id: String,
    /// Its name, unlike that of any other.
    pub name: String,
    /// How it is had.
    pub made: CrsDefinition,
}

/// How a system of a user is had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CrsDefinition {
    /// Beijing 1954 or Xian 1980 with the parameters of a place.
    Old {
        /// The system: `EPSG:2385` …
        base: String,
        /// Three (metres) or seven (metres, seconds, ppm) parameters to CGCS2000; none for uncorrected.
        shift: Vec<f64>,
        /// Whether the rotations have the signs of the coordinate frame (布尔莎 of Chinese textbooks).
        frame: bool,
    },
    /// A local system by control points.
    Local {
        /// The system in which the known places are written; may be an older one of the user.
        known: String,
        /// The table of control points as typed or pasted.
        table: String,
        /// Whether x and y of the local side are to be taken for each other.
        swapped: bool,
        /// The parameters; found anew whenever the system is kept.
        #[serde(default)]
        fitted: Option<FourParameters>,
    },
}

/// A fit by four parameters, from local metres to a plane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "those of geodata::crs::Similarity")]
pub struct FourParameters {
    /// The plane: a known system, or an older one of the user.
    pub base: String,
    pub a: f64,
    pub b: f64,
    pub x0: f64,
    pub y0: f64,
}
