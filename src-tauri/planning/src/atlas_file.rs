//! An open atlas: its file, its rows in memory and its undo stack. The only way to change it is [`AtlasFile::apply`],
//! [`AtlasFile::undo`] and [`AtlasFile::redo`]; each is on the disk when it returns.

use std::path::Path;

use crate::change::{Change, ChangeError, ChangeRequest, Edit};
use crate::model::{Kind, Model, Record};
use crate::store::{Action, Entry, Mode, Stamp, Store, StoreError, Walk};

/// An open atlas.
#[derive(Debug)]
pub struct AtlasFile {
    store: Store,
    model: Model,
    steps: Steps,
}

/// Steps that can be taken back and done again, by their number in the journal.
#[derive(Debug, Default, Clone, PartialEq)]
struct Steps {
    done: Vec<(i64, String)>,
    undone: Vec<(i64, String)>,
    last: i64,
}

impl Steps {
    fn note(&mut self, entry: &Entry) {
        self.last = entry.seq;
        match (entry.action, entry.target) {
            (Action::Do, _) => {
                self.done.push((entry.seq, entry.name.clone()));
                self.undone.clear();
            }
            (Action::Undo, Some(target)) => {
                if let Some(at) = self.done.iter().rposition(|(seq, _)| *seq == target) {
                    let step = self.done.remove(at);
                    self.undone.push(step);
                }
            }
            (Action::Redo, Some(target)) => {
                if let Some(at) = self.undone.iter().rposition(|(seq, _)| *seq == target) {
                    let step = self.undone.remove(at);
                    self.done.push(step);
                }
            }
            _ => {}
        }
    }
}

/// Why an atlas cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The change does not fit.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The file cannot be written or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to take back.
    #[error("没有可以撤销的步骤")]
    NothingToUndo,
    /// There is nothing to do again.
    #[error("没有可以重做的步骤")]
    NothingToRedo,
}

/// A step that was done, undone or done again.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its number in the journal.
    pub seq: i64,
    /// The change as it was applied.
    pub change: Change,
}

impl AtlasFile {
    /// Makes a new atlas file with these rows; their references are checked first.
    ///
    /// # Errors
    /// A reference that points to nothing, or what the disk says; no file is made then.
    pub async fn create(path: &Path, rows: Vec<Record>, name: &str, stamp: &Stamp) -> Result<(), EditError> {
        let change = Change::of_new_rows(name, rows);
        change.check(&Model::default())?;
        let rows: Vec<Record> = change.edits.into_iter().filter_map(|e| e.after).collect();
        Ok(Store::create(path, &rows, name, stamp).await?)
    }

    /// Opens an atlas file.
    ///
    /// # Errors
    /// What [`Store::open`] says.
    pub async fn open(path: &Path, mode: Mode, who: &str) -> Result<Self, StoreError> {
        let (mut store, model) = Store::open(path, mode, who).await?;
        let mut steps = Steps::default();
        for entry in store.journal_heads().await? {
            steps.note(&entry);
        }
        Ok(Self { store, model, steps })
    }

    /// Opens an atlas file to look, with no projects in the model: for who walks through them in the file.
    ///
    /// # Errors
    /// What [`Store::open`] says.
    pub async fn open_to_walk(path: &Path) -> Result<Self, StoreError> {
        let (store, model) = Store::open_without(path, Mode::Look, "", &[Kind::Project]).await?;
        let steps = Steps::default();
        Ok(Self { store, model, steps })
    }

    /// What it holds, and its projects as they stand in the file, which is the same at any time.
    pub fn walk(&mut self) -> (&Model, Walk<'_>) {
        (&self.model, Walk(&mut self.store))
    }

    /// What it holds.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Where its file is.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// Whether it can be changed.
    pub fn can_write(&self) -> bool {
        self.store.can_write()
    }

    /// The number of the last entry of its journal.
    pub fn version(&self) -> i64 {
        self.steps.last
    }

    /// The name of the step that undo would take back, and how many there are.
    pub fn undo_name(&self) -> (Option<&str>, usize) {
        (
            self.steps.done.last().map(|(_, name)| name.as_str()),
            self.steps.done.len(),
        )
    }

    /// The name of the step that redo would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.steps.undone.last().map(|(_, name)| name.as_str())
    }

    /// Applies what is asked for as one step.
    ///
    /// # Errors
    /// The change does not fit, or the file cannot be written; nothing is changed then.
    pub async fn apply(&mut self, request: ChangeRequest, stamp: &Stamp) -> Result<Step, EditError> {
        let change = Change::from_request(&self.model, request)?;
        self.write(change, stamp, Action::Do, None).await
    }

    /// Takes the last step back.
    ///
    /// # Errors
    /// [`EditError::NothingToUndo`], or as [`AtlasFile::apply`].
    pub async fn undo(&mut self, stamp: &Stamp) -> Result<Step, EditError> {
        let (seq, _) = self.steps.done.last().ok_or(EditError::NothingToUndo)?;
        let seq = *seq;
        let change = self.store.journal_change(seq).await?.inverse();
        self.write(change, stamp, Action::Undo, Some(seq)).await
    }

    /// Does the last step taken back again.
    ///
    /// # Errors
    /// [`EditError::NothingToRedo`], or as [`AtlasFile::apply`].
    pub async fn redo(&mut self, stamp: &Stamp) -> Result<Step, EditError> {
        let (seq, _) = self.steps.undone.last().ok_or(EditError::NothingToRedo)?;
        let seq = *seq;
        let change = self.store.journal_change(seq).await?;
        self.write(change, stamp, Action::Redo, Some(seq)).await
    }

    pub(crate) fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Ends a step of many rows; with `keep` takes them into the model, without it nothing may be asked of it any more.
    pub(crate) async fn finish_bulk(
        &mut self,
        name: &str,
        edits: Vec<Edit>,
        stamp: &Stamp,
        keep: bool,
    ) -> Result<i64, EditError> {
        let (seq, bulk) = self.store.end_bulk(stamp, name, &edits).await?;
        for rows in bulk.into_iter().filter(|_| keep) {
            self.store.load_bulk(rows, &mut self.model).await?;
        }
        let change = Change {
            name: name.to_owned(),
            note: None,
            edits,
        };
        change.put_into(&mut self.model);
        self.steps.note(&Entry {
            seq,
            stamp: stamp.clone(),
            name: name.to_owned(),
            note: None,
            action: Action::Do,
            target: None,
        });
        Ok(seq)
    }

    async fn write(
        &mut self,
        change: Change,
        stamp: &Stamp,
        action: Action,
        target: Option<i64>,
    ) -> Result<Step, EditError> {
        change.check(&self.model)?;
        let mut leaving: Vec<(Kind, String)> = Vec::new();
        let bulk = match target {
            Some(target) => self.store.bulk_of(target).await?,
            None => Vec::new(),
        };
        if action == Action::Undo {
            for rows in &bulk {
                for id in self.store.bulk_ids(*rows).await? {
                    leaving.push((rows.kind, id));
                }
            }
        }
        let seq = self.store.write(&change, stamp, action, target).await?;
        for (kind, id) in leaving {
            self.model.remove(kind, &id);
        }
        if action == Action::Redo {
            for rows in bulk {
                self.store.load_bulk(rows, &mut self.model).await?;
            }
        }
        change.put_into(&mut self.model);
        let (name, note) = (change.name.clone(), change.note.clone());
        self.steps.note(&Entry {
            seq,
            stamp: stamp.clone(),
            name,
            note,
            action,
            target,
        });
        Ok(Step { seq, change })
    }

    /// Entries of the journal with their edits, newest first; with `touching` only those that changed these rows.
    ///
    /// # Errors
    /// What the store says.
    pub async fn journal(
        &mut self,
        touching: Option<&[(Kind, String)]>,
        limit: u32,
    ) -> Result<Vec<(Entry, Change)>, StoreError> {
        self.store.journal_page(touching, limit).await
    }

    /// All values of the file a row was imported from, as a JSON object; nothing for rows made here.
    ///
    /// # Errors
    /// What the store says.
    pub async fn attributes(&mut self, kind: Kind, id: &str) -> Result<Option<String>, StoreError> {
        self.store.attributes(kind, id).await
    }

    /// Closes the file; one file is left.
    ///
    /// # Errors
    /// What the store says.
    pub async fn close(self) -> Result<(), StoreError> {
        self.store.close().await
    }
}
