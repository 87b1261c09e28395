//! Why a row has no geometry although it has coordinates.

use crate::formats::WarningKind;
use words::{Words, said};

/// Why a row has no geometry although it has coordinates.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::formats::ledger) struct BadCoordinates {
    pub kind: WarningKind,
    pub what: &'static str,
    pub text: Words,
}

pub(super) fn bad(what: &'static str, text: Words) -> BadCoordinates {
    BadCoordinates {
        kind: WarningKind::BadCoordinate,
        what,
        text,
    }
}

pub(super) fn unreadable(text: &str) -> BadCoordinates {
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
