//! 时间表: plans, phases, tasks, projects and their gates as rows over days, with lights as of a status date. Pure
//! functions over a snapshot; nothing reads the clock.

mod dated;
mod frozen;
mod judging;
mod owed;
mod page;
mod request;
mod telling;
mod tree;

pub use crate::query::{light_of_project, light_of_task};
pub use dated::{DatedItem, GateMark, ItemKind};
pub use judging::{LightRow, lights};
pub use owed::{OwedMark, times_of};
pub(crate) use page::rows_shown;
pub use page::{
    PhaseBand, TimetablePage, TimetablePlace, TimetableRow, UndatedItem, timetable, timetable_place,
    undated_items,
};
pub use request::{Grouping, TimetableRequest};
