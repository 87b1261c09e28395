//! What a project is drawn by on the tiles of the map.

use geodata::footprint_index::{MARK_BIT, StyleKey};

use super::{LightState, Precision, ProjectKind, ProjectStage};

/// Marks in the `flags` of a tile: the precision, whether it is an alternative, whether the place is its own.
pub const PRECISION_BITS: u8 = 0b111;
/// The project is an alternative.
pub const ALTERNATIVE_BIT: u8 = 0b1000;
/// The place is that of its town.
pub const TOWN_BIT: u8 = 0b1_0000;

/// The project is late on the day that the map was told.
pub const LATE_BIT: u8 = MARK_BIT;

/// The class of a project whose light is shown; that of 停缓 is told by its stage.
pub(crate) fn class_of_light(light: LightState) -> u8 {
    match light {
        LightState::Red => 1,
        LightState::Yellow => 2,
        LightState::Green => 3,
        _ => 0,
    }
}

/// What a project is drawn by, as if it were not late; `drawn` says whether it has a footprint of its own.
pub(crate) fn project_look(
    kind: ProjectKind,
    stage: ProjectStage,
    precision: Precision,
    alternative: bool,
    drawn: bool,
) -> StyleKey {
    let of_town = matches!(precision, Precision::Town | Precision::County) && !drawn;
    let mark = |is: bool, bit: u8| if is { bit } else { 0 };
    StyleKey {
        kind: kind as u8,
        stage: stage as u8,
        flags: (precision as u8 & PRECISION_BITS)
            | mark(alternative, ALTERNATIVE_BIT)
            | mark(of_town, TOWN_BIT),
    }
}
