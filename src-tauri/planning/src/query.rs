//! The questions asked of an atlas: what matches a filter and what it adds up to, a page of a ledger, what the map
//! draws, everything about one thing, a search. None of them changes anything.

mod assigned;
mod cache;
mod check;
mod choices;
mod contents;
mod detail;
mod filter;
mod info;
mod ledger;
mod map;
mod outlines;
mod prepared_filter;
mod search;
mod snapshot;
mod types;

pub use assigned::Duties;
pub use cache::QueryCache;
pub use check::{CheckReport, ControlOverlap, Duplicate, InvalidShape, Outside};
pub use detail::{measures_of, problems_of};
pub use info::{Info, PlanInfo, ProjectInfo};
pub use outlines::{TownOutline, TownOutlines, outline_of, outline_text};
pub use snapshot::{Money, Snapshot};
pub use types::*;
