//! What is asked of an atlas, held against sums and searches over its file.

#[path = "../fixtures/mod.rs"]
mod fixtures;

mod assessment;
mod control_map;
mod filter;
mod five_plans;
mod ledger_order;
mod lights_of_ledgers;
mod money;
mod money_edits;
mod moves;
mod plan_rules;
mod rounds;
mod schedule;
mod sums;
mod targets;
mod taskbook;
mod timetable;
mod timetable_owed;
mod town_outlines;
mod units;
mod variance;
