//! What a store knows one of its rows by.

/// What a store knows one of its rows by. Keys of rows that were added later are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey(i64);

impl RowKey {
    /// Of a row that no store gave a key.
    pub(super) const NONE: Self = Self(-1);
    /// Before all keys.
    pub const FIRST: Self = Self(i64::MIN);
    /// After all keys.
    pub const LAST: Self = Self(i64::MAX);

    /// The key of a number that only its store understands.
    pub(crate) fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number of [`RowKey::new`].
    pub(crate) fn number(self) -> i64 {
        self.0
    }
}
