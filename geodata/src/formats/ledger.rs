//! Ledgers, 台账: tables as offices keep them, with titles above the header, headers of several rows, merged cells,
//! totals and notes. Common to text files and workbooks; decision 0014 has the rules and why.

mod body;
mod boundary;
mod columns;
mod coordinates;
mod dates;
mod head;
mod kinds;
mod merges;
mod numbers;
mod row_systems;
mod system;
mod table;

pub(super) use boundary::areas as parcel_areas;
pub(super) use columns::{GeometryHeaders, as_point, date_parts, guard_formula, unguard_formula};
pub(super) use dates::iso_moment;
pub(super) use merges::{Merges, Span};
pub(super) use system::stated as crs_stated;
pub(super) use table::{Ended, Note, Rows, Sheet, read_sheet};
