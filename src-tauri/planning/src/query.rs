//! The questions asked of an atlas: what matches a filter and what it adds up to, a page of a ledger, what the map
//! draws, everything about one thing, a search. None of them changes anything.

mod assigned;
mod by_date;
mod cache;
mod check;
mod choices;
mod conditions;
mod contents;
mod date_contradictions;
mod detail;
mod facets;
mod far_from_town;
mod filter;
mod filter_words;
mod in_controls;
mod info;
mod ledger;
mod ledger_keys;
mod light_counts;
mod light_of;
mod map;
mod matching;
mod money;
mod money_table;
mod name_score;
mod outlines;
mod prepared_filter;
mod search;
mod search_words;
mod snapshot;
mod totals;
mod unit_ledger;

pub use assigned::{Duties, Duty};
pub use by_date::{ByDate, DueAndDone};
pub use cache::QueryCache;
pub use check::{CheckReport, ControlOverlap, Duplicate, InvalidShape, Outside};
pub use choices::{Choice, Choices};
pub use contents::{Contents, Node, NodeKind, UnmappedItem};
pub use date_contradictions::DateContradiction;
pub use detail::{
    AssignedUnit, CitedDocument, DesignatedTown, Detail, IndicatorBrief, PlanDetail, ProjectDetail, RoleTask,
    RoleUnits, ShapeProblem, SiteDetail, StandardWithItems, TaskBrief, TaskDetail, TownDetail, UnitDetail,
    measures_of, problems_of,
};
pub use filter::{DateSpan, FacetCount, Facets, Filter, Sort};
pub use info::{Info, PlanInfo, ProjectInfo};
pub use ledger::{Page, ProjectRow, TaskRow, TownRow};
pub use light_counts::LightCounts;
pub use light_of::{light_of_project, light_of_task};
pub use map::{MapFeatures, ProjectShape, SitePin, TownPin};
pub use money::{MoneyDetail, MoneyPage, MoneyRequest, MoneyScope};
pub use money_table::{MoneyOfSource, MoneyOfStage, MoneyTable};
pub use outlines::{TownOutline, TownOutlines};
pub use search::{FoundPart, SearchHit};
pub use snapshot::{Money, Snapshot};
pub use totals::Totals;
pub use unit_ledger::UnitRow;
