//! Plan documents of offices, read by rules: what they hold, each with the place it was read at.
//!
//! - [`read_file`]: a file on the disk to a [`PlanReading`]
//! - [`source`]: the formats, each to a [`Document`] of paragraphs and tables
//! - [`read_document`]: the language of plans, the same for every format
//!
//! Nothing is invented: what a document does not say stays empty, what is not sure is a [`Doubt`].

mod assessment;
mod citations;
mod dates;
mod document;
mod found;
mod front_matter;
mod funding;
mod indicators;
mod numbering;
mod outline;
mod phases;
mod places;
mod plan_reader;
mod projects;
mod quantities;
mod roster;
pub mod source;
mod task_tables;
mod tasks;
mod text;
mod unit_lists;
mod unit_names;

pub use document::{Block, BlockContent, Document, DocumentFormat};
pub use found::{
    At, Doubt, FoundAssessment, FoundCitation, FoundFunding, FoundIndicator, FoundPhase, FoundPlace,
    FoundProject, FoundRosterEntry, FoundSection, FoundTask, FoundUnit, PlanReading,
};
pub use plan_reader::read_document;
pub use source::{ReadingError, read_file};
pub use unit_names::{full_unit_name, same_unit};
