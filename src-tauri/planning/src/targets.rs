//! 指标: the targets that a filter means, as they stand on a status date: baseline, value, what is expected, light; by
//! year where they recur; by town with the parts of the towns. What a value is and when a target is reached is the rule
//! of [`crate::rules::targets`]. Pure functions over a snapshot; nothing reads the clock.

mod row;
mod scope;
mod sheet;

pub use row::{SeriesPoint, TargetRow, YearStanding};
pub use scope::TargetRequest;
pub use sheet::{TargetCounts, TargetSheet, TargetTable, TargetTown, target_sheet, target_table};
