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

/// The bit of [`StyleKey::flags`] that clusters count as `marked`, and that [`super::Footprints::mark`] sets.
pub const MARK_BIT: u8 = 0b1000_0000;

impl StyleKey {
    /// The same with the mark or without it.
    #[must_use]
    pub fn marked(self, is: bool) -> Self {
        let without = self.flags & !MARK_BIT;
        Self {
            flags: if is { without | MARK_BIT } else { without },
            ..self
        }
    }

    /// Whether it has the mark.
    #[must_use]
    pub fn is_marked(self) -> bool {
        self.flags & MARK_BIT != 0
    }
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

    /// The same with the mark or without it.
    pub(super) fn marked(self, is: bool) -> Self {
        Self {
            style: self.style.marked(is),
            ..self
        }
    }

    pub(super) fn style(self) -> StyleKey {
        self.style
    }

    pub(super) fn size(self) -> u8 {
        self.size
    }
}
