//! Money in whole 分, shown in 万元.

use serde::{Deserialize, Serialize};
use words::Words;

use super::{Cell, ColumnType, Storage};

/// An amount of money in 分 (1 元 = 100 分); 万元 = 1,000,000 分.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Fen(pub i64);

impl Fen {
    /// The amount in 万元, for display.
    pub fn wan_yuan(self) -> f64 {
        self.0 as f64 / 1_000_000.0
    }

    /// The amount in 万元 with two decimals, half rounded up: 279801.105 is 279801.11.
    pub fn wan_yuan_text(self) -> String {
        let cents = (i128::from(self.0).abs() + 5_000) / 10_000;
        let sign = if self.0 < 0 && cents > 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", cents / 100, cents % 100)
    }

    /// The sum, or the largest amount that can be kept when it would not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), Self::plus)
    }
}

impl ColumnType for Fen {
    const STORAGE: Storage = Storage::Integer;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Integer(self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        cell.integer().map(Self)
    }
}
