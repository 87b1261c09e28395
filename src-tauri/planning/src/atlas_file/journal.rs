//! Whether the journal is whole, and what other programs changed beside it, kept as a step.

use words::{Language, Listed, said};

use super::AtlasFile;
use crate::model::Kind;
use crate::store::{JournalCheck, OutsideChanges, Stamp, StoreError};

/// What other programs did, in words: 外部修改：项目 3 行、行政区 1 行.
fn outside_name(found: &OutsideChanges, language: Language) -> String {
    let name = match &found.edits {
        None => said!(
            "step.outside_many",
            "外部修改：{} 行，行数过多，不能撤销",
            "Changes of other programs: {} rows, too many to be undone",
            found.rows
        ),
        Some(edits) => {
            let tables = Kind::ALL.iter().filter_map(|kind| {
                let count = edits.iter().filter(|edit| edit.kind == *kind).count();
                let words = said!("step.outside_rows", "{} {} 行", "{}: {}", kind, count);
                (count > 0).then(|| words.in_language(language).to_owned())
            });
            let tables: Listed = tables.collect();
            said!(
                "step.outside",
                "外部修改：{}",
                "Changes of other programs: {}",
                tables
            )
        }
    };
    name.in_language(language).to_owned()
}

impl AtlasFile {
    /// Keeps what other programs changed in the file as a step of the journal, so that what is taken back afterwards fits;
    /// to be called once after opening, before anything else is changed. Returns its name; `None` if nothing was changed,
    /// or the file is only looked at. It is named in this language.
    ///
    /// # Errors
    /// What [`crate::store::Store::keep_outside`] says.
    pub fn keep_outside_changes(
        &mut self,
        stamp: &Stamp,
        language: Language,
    ) -> Result<Option<String>, StoreError> {
        if !self.can_write() {
            return Ok(None);
        }
        let Some(found) = self.store.outside_changes(&self.model)? else {
            return Ok(None);
        };
        let entry = self
            .store
            .keep_outside(&found, &outside_name(&found, language), stamp)?;
        Ok(entry.map(|entry| {
            self.steps.note(&entry);
            entry.name
        }))
    }

    /// Looks through the whole journal for entries that were changed or taken out.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be read.
    pub fn check_journal(&self) -> Result<JournalCheck, StoreError> {
        self.store.check_journal()
    }
}
