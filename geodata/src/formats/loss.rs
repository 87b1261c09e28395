//! What a format cannot carry, counted for the report of an export.

use serde::Serialize;
use words::Words;

/// What is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LossKind {
    /// Field names were cut or changed; a table of both stands beside the file.
    FieldName,
    /// Texts were cut to what the format holds.
    TextCut,
    /// Numbers were rounded or left out.
    Number,
    /// Dates known only to the month or year were left as text or left out.
    Date,
    /// Features of another kind of geometry went to other files or were left out.
    MixedGeometry,
    /// Holes or parts were taken apart.
    Parts,
    /// Features without geometry were left out.
    NoGeometry,
    /// Fields were left out.
    Fields,
    /// The coordinate system is not told in full.
    System,
}

/// One kind of loss with its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What is lost.
    pub kind: LossKind,
    /// How often: fields or features.
    pub count: u64,
    /// For a planner: what was done, with examples.
    pub text: Words,
}
