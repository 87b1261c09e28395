//! The schedule: early and late dates, slack and the critical path over the dependencies of an atlas. Pure functions over
//! a snapshot; planned and actual dates are never changed by it.

mod items;
mod network;

pub use items::{ForcedMove, ItemName, Schedule, ScheduledItem, forced_moves, schedule};
pub use network::{Activity, Dates, Link, Network, NetworkSchedule, Shift};
