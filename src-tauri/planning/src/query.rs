//! The questions asked of an atlas: what matches a filter and what it adds up to, a page of a ledger, what the map
//! draws, everything about one thing, a search. None of them changes anything.

mod answers;
mod check;
mod choices;
mod contents;
mod detail;
mod filter;
mod index;
mod info;
mod ledger;
mod map;
mod outlines;
mod ready;
mod search;
mod types;

pub use answers::Answers;
pub use check::{CheckReport, ControlOverlap, Duplicate, InvalidShape, Outside};
pub use detail::{measures_of, problems_of};
pub use index::{Index, Money};
pub use info::{IndicatorLine, Info, PlanInfo, ProjectInfo, TaskLine, TaskUnit, UnitLine};
pub use outlines::{TownOutline, TownOutlines, outline_of, outline_text};
pub use types::*;
