//! Files of places brought into an atlas: what a file holds ([`survey`]), how its fields become columns
//! ([`Mapping`]), and the import itself, one step that can be undone whatever its size.

mod columns;
mod completion;
mod fields;
mod foreign;
mod geometry;
mod keywords;
mod layer_plan;
mod lookup;
mod mapping;
mod money;
mod names;
mod own_export;
mod percent;
mod placement;
mod producer;
mod request;
mod row_pipeline;
mod rows;
mod run;
mod step;
mod stream;
mod survey;
mod warnings;
mod words;

pub use crate::progress::Progress;
pub use fields::{FieldSurvey, SampleRow};
pub use geometry::placed;
pub use layer_plan::ImportPlan;
pub use mapping::{Mapping, Target, code};
pub use money::{
    MoneyDoubt, MoneyField, MoneySum, MoneySummary, MoneyUnit, PasteDoubt, PasteRequest, PastedCell,
    PastedEffect, PastedMoney, TotalRow, pasted_money,
};
pub use names::{NameKind, Resolution, UnresolvedName};
pub use request::{ImportError, ImportReport, ImportRequest};
pub use run::{Writing, WrittenImport};
pub use survey::{LayerSurvey, Survey, survey};

impl LayerSurvey {
    /// Fields by the column they seem to be, but for the id.
    pub fn guess(&self, target: Target) -> Mapping {
        mapping::guess(target, self, &|_| false)
    }

    /// The same for an atlas: a field is the id when the atlas has rows of such ids.
    pub fn guess_in(&self, target: Target, atlas: &crate::model::Model) -> Mapping {
        mapping::guess(target, self, &|id| atlas.contains(target.kind(), id))
    }

    /// Fields of money by their headings, but for those that the mapping takes; `file` is the name of the file.
    pub fn guess_money(&self, file: &str, mapping: &Mapping) -> Vec<MoneyField> {
        mapping::guess_money(self, file, mapping)
    }

    /// Systems that the numbers fit, the likeliest first.
    pub fn likely_systems(&self) -> Vec<geodata::crs::suggest::Suggestion> {
        mapping::likely(self, &[])
    }

    /// The same for an atlas: those that put the layer near its places come first.
    pub fn likely_systems_in(&self, atlas: &crate::model::Model) -> Vec<geodata::crs::suggest::Suggestion> {
        mapping::likely(self, &placement::places(atlas))
    }

    /// The system it is taken to be in when nobody chooses: as stated, or CGCS2000 degrees where the numbers fit.
    pub fn assumed_crs(&self) -> Option<geodata::crs::Crs> {
        survey::assumed_crs(self)
    }
}
