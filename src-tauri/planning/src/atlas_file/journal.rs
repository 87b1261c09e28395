//! Whether the journal is whole, and what other programs changed beside it, kept as a step.

use super::AtlasFile;
use crate::model::Kind;
use crate::store::{JournalCheck, OutsideChanges, Stamp, StoreError};

/// What other programs did, in words: 外部修改：项目 3 行、行政区 1 行.
fn outside_name(found: &OutsideChanges) -> String {
    let Some(edits) = &found.edits else {
        return format!("外部修改：{} 行，行数过多，不能撤销", found.rows);
    };
    let tables = Kind::ALL.iter().filter_map(|kind| {
        let count = edits.iter().filter(|edit| edit.kind == *kind).count();
        (count > 0).then(|| format!("{} {count} 行", kind.label()))
    });
    format!("外部修改：{}", tables.collect::<Vec<_>>().join("、"))
}

impl AtlasFile {
    /// Keeps what other programs changed in the file as a step of the journal, so that what is taken back afterwards fits;
    /// to be called once after opening, before anything else is changed. Returns its name; `None` if nothing was changed,
    /// or the file is only looked at.
    ///
    /// # Errors
    /// What [`crate::store::Store::keep_outside`] says.
    pub fn keep_outside_changes(&mut self, stamp: &Stamp) -> Result<Option<String>, StoreError> {
        if !self.can_write() {
            return Ok(None);
        }
        let Some(found) = self.store.outside_changes(&self.model)? else {
            return Ok(None);
        };
        let entry = self.store.keep_outside(&found, &outside_name(&found), stamp)?;
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
