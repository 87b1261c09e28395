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

/// The bits of [`StyleKey::flags`] that hold a class from 0 to 3; clusters count how many are of the classes 1 to 3.
pub const CLASS_BITS: u8 = 0b0110_0000;
const CLASS_SHIFT: u8 = 5;

impl StyleKey {
    /// The same with the mark or without it.
    #[must_use]
    pub fn marked(self, is: bool) -> Self {
        self.with_flags(MARK_BIT, if is { MARK_BIT } else { 0 })
    }

    /// The same with these flags in the place of those under the mask.
    #[must_use]
    pub fn with_flags(self, mask: u8, flags: u8) -> Self {
        Self {
            flags: self.flags & !mask | flags & mask,
            ..self
        }
    }

    /// The same of that class, 0 to 3.
    #[must_use]
    pub fn of_class(self, class: u8) -> Self {
        self.with_flags(CLASS_BITS, class << CLASS_SHIFT)
    }

    /// Its class, 0 to 3.
    #[must_use]
    pub fn class(self) -> u8 {
        (self.flags & CLASS_BITS) >> CLASS_SHIFT
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

    /// The same with another look.
    pub(super) fn restyled(self, style: StyleKey) -> Self {
        Self { style, ..self }
    }

    pub(super) fn style(self) -> StyleKey {
        self.style
    }

    pub(super) fn size(self) -> u8 {
        self.size
    }
}
