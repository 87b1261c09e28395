//! The questions asked of an atlas: what matches a filter and what it adds up to, a page of a ledger, what the map
//! draws, everything about one thing, a search. None of them changes anything.

mod types;

pub use types::*;
