//! The model: what an atlas holds, as types. Each record is one row of one table; `COLUMNS` describes it for the
//! store and for the text form.

mod column;
mod date;
mod date_as_written;
mod day;
mod light_state;
mod look;
mod measured;
mod money;
mod outline;
mod projects;
mod records;
mod references;
mod region_point;
mod relations;
mod scheduled_name;
mod shape;
mod table;
mod table_names;
mod unit_names;
mod unread;
mod vocabulary;

pub use column::{Cell, Cells, Column, ColumnType, Entity, OnRemoval, Storage};
pub use date::{BadDate, PartialDate};
pub use day::Day;
pub use light_state::LightState;
pub(crate) use look::class_of_light;
pub(crate) use look::project_look;
pub use look::{ALTERNATIVE_BIT, LATE_BIT, PRECISION_BITS, TOWN_BIT};
pub use measured::{Measured, Measures};
pub use money::Fen;
pub use outline::{BadOutline, Outline};
pub(crate) use projects::{Chunk, NotDrawn, SummaryColumns, SummaryRow};
pub use projects::{NotRead, ProjectReader, Projects, RowKey, Summary, SummaryRef};
pub use records::*;
pub use region_point::{Location, RegionPoint, region_point};
pub use relations::{Owned, Relation, Relations, Scheduled};
use relations::{Related, Way};
pub use shape::Shape;
pub(crate) use shape::{SRS, check_box, not_a_footprint};
pub(crate) use table::Reference;
pub use table::{Kind, Model, Record, Table, UnknownTable, visit_records};
pub use unit_names::{aliases, is_short_for, region_aliases};
pub use unread::UnreadValue;
pub use vocabulary::*;
