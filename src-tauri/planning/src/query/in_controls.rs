//! Projects by the control lines their footprints lie in.

use geodata::footprint_index::KeySet;

use crate::model::ControlKind;

/// Projects in control lines of each kind.
pub(super) type InControls = [KeySet; ControlKind::ALL.len()];
