//! Files of places brought into an atlas: what a file holds ([`survey`]), how its fields become columns
//! ([`Mapping`]), and the import itself, one step that can be undone whatever its size.

mod fields;
mod foreign;
mod geometry;
mod mapping;
mod progress;
mod rows;
mod run;
mod stream;
mod survey;

pub use fields::{FieldSurvey, SampleRow};
pub use mapping::{Mapping, Target};
pub use progress::Progress;
pub use run::{ImportError, ImportReport, ImportRequest};
pub use survey::{LayerSurvey, Survey, survey};
