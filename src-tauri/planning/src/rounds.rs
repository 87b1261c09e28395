//! 调度: who owes a report in a round and who handed one in, what a meeting asks for, and what somebody has to do by when.

mod due;
mod lists;
mod todo;

pub use due::{DueState, RoundBrief, RoundRow, RoundSheet, RoundUnit, round_briefs, round_sheet};
pub use lists::{MeetingList, MeetingLists, MeetingRow, meeting_lists};
pub use todo::{TodoItem, TodoKind, todo};
