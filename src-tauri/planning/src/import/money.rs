//! Money that comes in with a ledger: which fields hold it ([`fields`]), the amounts in their cells ([`amounts`]), the budget
//! lines that they make of a row ([`lines`]), and the sums that are shown before anything is written ([`summary`]).

mod amounts;
mod doubts;
mod fields;
mod lines;
mod pasted;
mod sources;
mod summary;
mod unit;

pub use doubts::MoneyDoubt;
pub use fields::{MoneyField, guess};
pub(super) use lines::{MoneyColumns, MoneyLines};
pub use pasted::{PasteDoubt, PasteRequest, PastedCell, PastedEffect, PastedMoney, pasted_money};
pub(super) use summary::MoneyTally;
pub use summary::{MoneySum, MoneySummary, TotalRow};
pub use unit::MoneyUnit;
