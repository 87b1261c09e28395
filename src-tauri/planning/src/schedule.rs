//! The schedule: early and late dates, slack and the critical path over the dependencies of an atlas. Pure functions over
//! a snapshot; planned and actual dates are never changed by it.

mod items;
mod moves;
mod network;
mod overlay;
mod variance;

pub use items::{ItemName, Schedule, ScheduledItem, schedule};
pub use moves::{ForcedItem, forced_by, with_forced};
pub use network::{Activity, Dates, Link, Network, NetworkSchedule, Shift};
pub use overlay::{RowLink, ScheduleOverlay, overlay};
pub use variance::{Variance, VarianceRow, VarianceState, baselines, variance};
