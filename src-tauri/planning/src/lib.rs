//! Plans, tasks, units, money and places: the model ([`model`]), its changes ([`change`]), the file that keeps it
//! ([`store`], [`atlas_file`]), its text form ([`text`]), the questions asked of it ([`query`]), the rules that changes
//! follow ([`rules`]), what is told of them ([`history`]), and what comes in ([`import`]) and leaves it ([`export`]) as
//! files.

pub mod atlas_file;
pub mod change;
pub mod control_map;
pub mod export;
pub mod geopackage;
pub mod history;
pub mod import;
pub mod imported_values;
pub mod mbtiles;
pub mod model;
pub mod money;
pub mod places;
pub mod progress;
pub mod project_map;
pub mod query;
pub mod rounds;
pub mod rules;
pub mod schedule;
mod sqlite;
pub mod store;
pub mod symbols;
pub mod targets;
pub mod taskbook;
pub mod text;
pub mod timetable;

/// What a panic says, for the words of an error.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}
