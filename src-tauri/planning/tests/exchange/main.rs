//! Files of places in and out.

#[path = "../fixtures/mod.rs"]
mod fixtures;

mod exports;
mod import_places;
mod import_step;
mod imported_values;
mod ledger_for_paper;
mod money_of_imports;
mod names_of_imports;
mod round_trip;
mod rules_of_imports;
