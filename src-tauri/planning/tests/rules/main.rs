//! What changes must obey, and what they bring along.

#[path = "../fixtures/mod.rs"]
mod fixtures;

mod eligibility;
mod gate_rules;
mod gates_and_footprints;
mod history;
mod relations;
mod removal;
mod removal_at_scale;
mod removal_of_rounds;
mod units;
