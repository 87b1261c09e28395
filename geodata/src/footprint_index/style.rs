//! What a footprint is drawn by.

use super::fixed::FixedBox;
use super::grid::size_class;

/// What a footprint is drawn and counted by: codes that the caller gives their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct StyleKey {
    /// What it is: the kind of project, site or line.
    pub kind: u8,
    /// How far it is.
    pub stage: u8,
    /// Marks: alternative, precision and the like, a bit or a group of bits each.
    pub flags: u8,
}

/// The look of a footprint and the class of its size on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackedStyle {
    style: StyleKey,
    size: u8,
}

impl PackedStyle {
    pub(super) fn new(style: StyleKey, around: &FixedBox) -> Self {
        Self {
            style,
            size: size_class(around),
        }
    }

    pub(super) fn style(self) -> StyleKey {
        self.style
    }

    pub(super) fn size(self) -> u8 {
        self.size
    }
}
