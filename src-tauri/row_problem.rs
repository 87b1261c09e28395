//! Rows of typed or pasted coordinates that could not be read.

use geodata::coords::CoordError;
use serde::Serialize;
use ts_rs::TS;

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct RowProblem {
    /// Its number in the text, from 1.
    pub row: u32,
    /// The row as it stands.
    pub text: String,
    /// Why, as a stable word: `coords.not_two_numbers` …
    pub code: String,
}

impl From<&geodata::coords::RowProblem> for RowProblem {
    fn from(problem: &geodata::coords::RowProblem) -> Self {
        Self {
            row: u32::try_from(problem.row).unwrap_or(u32::MAX),
            text: problem.text.clone(),
            code: coord_code(&problem.error).to_owned(),
        }
    }
}

fn coord_code(error: &CoordError) -> &'static str {
    match error {
        CoordError::NotTwoNumbers { .. } => "coords.not_two_numbers",
        CoordError::NotFourNumbers { .. } => "coords.not_four_numbers",
        CoordError::NotAnAngle(_) => "coords.not_an_angle",
        CoordError::SameAxis => "coords.same_axis",
        CoordError::DegreesGiven { .. } => "coords.degrees_given",
        CoordError::MetresGiven { .. } => "coords.metres_given",
        CoordError::WrongZone { .. } => "coords.wrong_zone",
        _ => "coords.outside",
    }
}
