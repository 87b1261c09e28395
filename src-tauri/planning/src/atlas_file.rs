//! An open atlas: its store, which is a file or a server, its rows in memory and its undo stack. The only way to change it is [`AtlasFile::apply`],
//! [`AtlasFile::undo`] and [`AtlasFile::redo`]; each is on the disk when it returns.
//!
//! One file because the store, the rows and the undo stack change in one step or not at all.

mod journal;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use geodata::measure::Bounds;
use words::English;

use crate::change::{Change, ChangeError, ChangeRequest, Edit};
use crate::control_map::ControlMap;
use crate::model::{Kind, Model, NotRead, PartialDate, Record, UnreadValue};
use crate::progress::Progress;
use crate::project_map::{MeasuredBatch, Measuring, ProjectMap};
use crate::query::{Filter, ProjectShape, QueryCache, Snapshot};
use crate::rules::removal::{Removal, RemovalError};
use crate::rules::{self, Intent, RuleError};
use crate::store::{
    Action, BulkWriter, GpkgStore, JournalEntry, KEPT_WHOLE, LoadedAtlas, Mode, RowBatch, SnapshotCursor,
    Stamp, Store, StoreError,
};

/// An open atlas.
#[derive(Debug)]
pub struct AtlasFile {
    /// Boxed: it is asked a few times for each step or question, so that what the call costs is nothing beside it, and no
    /// type parameter goes through session, command line, import and export.
    store: Box<dyn Store>,
    model: Model,
    steps: Steps,
    map: Arc<ProjectMap>,
    controls: Arc<ControlMap>,
    cache: Arc<QueryCache>,
    /// How many projects are kept whole in memory at most.
    whole: usize,
}

/// Steps that can be taken back and done again, by their number in the journal.
#[derive(Debug, Default, Clone, PartialEq)]
struct Steps {
    done: Vec<(i64, String)>,
    undone: Vec<(i64, String)>,
    last: i64,
}

impl Steps {
    fn note(&mut self, entry: &JournalEntry) {
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
            // From here on it begins anew.
            (Action::Baseline, _) => {
                self.done.clear();
                self.undone.clear();
            }
            _ => {}
        }
    }
}

/// Whether an edit puts another value where one stood that could not be read.
fn replaces(edit: &Edit, value: &UnreadValue) -> bool {
    if edit.kind.table() != value.table || edit.id != value.id {
        return false;
    }
    let column = |row: &Option<Record>| row.as_ref().and_then(|row| row.to_map().remove(&value.column));
    edit.after.is_none() || column(&edit.before) != column(&edit.after)
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
    /// A rule forbids it.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// Something stands in the way of a removal.
    #[error(transparent)]
    Removal(#[from] RemovalError),
    /// There is nothing to take back.
    #[error("没有可以撤销的步骤")]
    NothingToUndo,
    /// There is nothing to do again.
    #[error("没有可以重做的步骤")]
    NothingToRedo,
}

impl English for EditError {
    fn english(&self) -> String {
        match self {
            Self::Change(error) => error.english(),
            Self::Store(error) => error.english(),
            Self::Rule(error) => error.english(),
            Self::Removal(error) => error.english(),
            Self::NothingToUndo => "there is nothing to undo".to_owned(),
            Self::NothingToRedo => "there is nothing to redo".to_owned(),
        }
    }
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
    pub fn create(path: &Path, rows: Vec<Record>, name: &str, stamp: &Stamp) -> Result<(), EditError> {
        let rows = Self::checked(rows)?;
        Ok(GpkgStore::create(path, &rows, name, stamp)?)
    }

    /// Rows that an atlas can be made of.
    ///
    /// # Errors
    /// A reference that points to nothing.
    pub fn checked(rows: Vec<Record>) -> Result<Vec<Record>, ChangeError> {
        let change = Change::of_new_rows("", rows);
        change.check(&Model::default())?;
        Ok(change.edits.into_iter().filter_map(|e| e.after).collect())
    }

    /// Opens an atlas file.
    ///
    /// # Errors
    /// What [`GpkgStore::open`] says.
    pub fn open(path: &Path, mode: Mode, who: &str) -> Result<Self, StoreError> {
        Self::open_keeping(path, mode, who, KEPT_WHOLE)
    }

    /// As [`AtlasFile::open`]; of more than `whole` projects the footprints and long texts stay in the file until they are
    /// asked for, the map draws them to the centimetre, and [`AtlasFile::measuring`] measures them.
    ///
    /// # Errors
    /// What [`GpkgStore::open`] says.
    pub fn open_keeping(path: &Path, mode: Mode, who: &str, whole: usize) -> Result<Self, StoreError> {
        Self::open_until_stopped(path, mode, who, whole, &Progress::default())
    }

    /// As [`AtlasFile::open_keeping`], until `progress` is asked to stop.
    ///
    /// # Errors
    /// What [`GpkgStore::open`] says, or [`StoreError::Stopped`].
    pub fn open_until_stopped(
        path: &Path,
        mode: Mode,
        who: &str,
        whole: usize,
        progress: &Progress,
    ) -> Result<Self, StoreError> {
        Self::of(
            GpkgStore::open_without(path, mode, who, whole, &[], progress)?,
            whole,
        )
    }

    /// The atlas that a store has loaded; of more than `whole` projects the store keeps what lists do not need.
    ///
    /// # Errors
    /// [`StoreError::Journal`] or [`StoreError::Sql`] if its journal cannot be read.
    pub fn of(loaded: LoadedAtlas, whole: usize) -> Result<Self, StoreError> {
        let LoadedAtlas {
            store,
            model,
            footprints,
        } = loaded;
        let mut steps = Steps::default();
        for entry in store.journal_since(0)? {
            steps.note(&entry);
        }
        let map = Arc::new(ProjectMap::default());
        map.fill(&model, footprints);
        let controls = Arc::new(ControlMap::default());
        controls.fill(&model);
        Ok(Self {
            store,
            model,
            steps,
            map,
            controls,
            cache: Arc::default(),
            whole,
        })
    }

    /// Where the projects are.
    pub fn map(&self) -> &Arc<ProjectMap> {
        &self.map
    }

    /// Where the control lines are.
    pub fn controls(&self) -> &Arc<ControlMap> {
        &self.controls
    }

    /// Asks the atlas something; which projects match a filter is kept from question to question.
    pub fn ask<T>(&self, question: impl FnOnce(&Snapshot<'_>) -> T) -> T {
        question(&Snapshot::with_cache(&self.model, &self.cache))
    }

    /// Says which day it is: what is late by then is answered and drawn so from now on.
    pub fn set_today(&self, today: PartialDate) {
        self.set_days(today, today);
    }

    /// As [`AtlasFile::set_today`] with a status date, on which everything is judged; facts may be as late as the day it
    /// is, `clock`.
    pub fn set_days(&self, status: PartialDate, clock: PartialDate) {
        self.cache.set_days(status, clock);
        self.map.set_day(&self.model, status);
    }

    /// Draws the lights of the day on the tiles of the map, from now on.
    pub fn light_up_map(&self) {
        self.ask(|snapshot| self.map.light_up(snapshot));
    }

    /// Which projects match a filter, as the tiles of the map name it.
    pub fn cache(&self) -> &Arc<QueryCache> {
        &self.cache
    }

    /// Projects of a filter whose boxes meet a box (west, south, east, north), as the map draws them; `None` if there
    /// are more than `most`.
    ///
    /// # Errors
    /// When a footprint cannot be read from the file.
    pub fn shapes_in(
        &self,
        bounds: [f64; 4],
        filter: &Filter,
        most: usize,
    ) -> Result<Option<Vec<ProjectShape>>, NotRead> {
        self.ask(|index| {
            let set = index.tile_filter(filter, &self.cache);
            let [west, south, east, north] = bounds;
            let bounds = Bounds {
                west,
                south,
                east,
                north,
            };
            let keys = self
                .map
                .footprints()
                .in_box(bounds, set.as_deref().map(|f| &f.keys));
            if keys.len() > most {
                return Ok(None);
            }
            index.shapes(&keys).map(Some)
        })
    }

    /// Projects of a filter within so many metres of a place, the nearest first, as the map draws them.
    ///
    /// # Errors
    /// When a footprint cannot be read from the file.
    pub fn shapes_at(
        &self,
        at: [f64; 2],
        tolerance: f64,
        filter: &Filter,
        most: usize,
    ) -> Result<Vec<ProjectShape>, NotRead> {
        self.ask(|index| {
            let set = index.tile_filter(filter, &self.cache);
            index.shapes(
                &self
                    .map
                    .hits(at, tolerance, set.as_deref().map(|f| &f.keys), most),
            )
        })
    }

    /// The walk through the footprints that stay in the file and are not measured yet; `None` if all are.
    pub fn measuring(&self) -> Option<Measuring> {
        Measuring::of(&self.model, &*self.store)
    }

    /// Takes in what was measured; what was changed meanwhile stays as it is.
    pub fn take_measured(&mut self, found: &MeasuredBatch) {
        for (key, slot, measured) in found {
            self.model.projects.set_measured(*key, *slot, *measured);
        }
    }

    /// Measures all footprints that stay in the file, here and now; totals are complete afterwards.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be read.
    pub fn measure(&mut self) -> Result<(), StoreError> {
        let Some(measuring) = self.measuring() else {
            return Ok(());
        };
        let mut all = Vec::new();
        measuring.run(|found| {
            all.push(found);
            true
        })?;
        all.iter().for_each(|found| self.take_measured(found));
        self.cache.clear();
        Ok(())
    }

    /// Opens an atlas file to look, with no projects in the model: for who walks through them in the file.
    ///
    /// # Errors
    /// What [`GpkgStore::open`] says.
    pub fn open_to_walk(path: &Path) -> Result<Self, StoreError> {
        let loaded = GpkgStore::open_without(
            path,
            Mode::Look,
            "",
            KEPT_WHOLE,
            &[Kind::Project],
            &Progress::default(),
        )?;
        Ok(Self {
            store: loaded.store,
            model: loaded.model,
            steps: Steps::default(),
            map: Arc::default(),
            controls: Arc::default(),
            cache: Arc::default(),
            whole: KEPT_WHOLE,
        })
    }

    /// Begins to go through its projects as they are now; changes go on meanwhile and are not seen.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be read.
    pub fn snapshot_cursor(&self) -> Result<Box<dyn SnapshotCursor>, StoreError> {
        self.store.snapshot_cursor()
    }

    /// What it holds.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Where its file is; empty if it is kept elsewhere.
    pub fn path(&self) -> &Path {
        self.store.path().unwrap_or(Path::new(""))
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
    pub fn apply(&mut self, request: ChangeRequest, stamp: &Stamp) -> Result<Step, EditError> {
        let change = Change::from_request(&self.model, request)?;
        self.change(change, stamp)
    }

    /// Does what is wanted as the rules say, as one step.
    ///
    /// # Errors
    /// A rule forbids it, or the file cannot be written; nothing is changed then.
    pub fn intend(&mut self, intent: Intent, stamp: &Stamp) -> Result<Step, EditError> {
        let change = intent.change(&self.model)?;
        self.change(change, stamp)
    }

    /// Writes a change against the model as it is, after the rules.
    fn change(&mut self, mut change: Change, stamp: &Stamp) -> Result<Step, EditError> {
        rules::enforce(&self.model, &mut change)?;
        if let Some(today) = self.cache.clock() {
            rules::moving::enforce_facts(&change, today)?;
        }
        change.check_references(&self.model)?;
        self.write(change, stamp, Action::Do, None)
    }

    /// What the removal of rows would do, with what refers to them moved to another row, if one is named.
    ///
    /// # Errors
    /// As [`Removal::moving`].
    pub fn removal_of(
        &self,
        rows: &[(Kind, String)],
        move_to: Option<&(Kind, String)>,
    ) -> Result<Removal, EditError> {
        Ok(Removal::moving(&self.model, rows, move_to)?)
    }

    /// Removes rows with what goes with them, as one step of that name.
    ///
    /// # Errors
    /// As [`Removal::of`] and [`Removal::change`], or the file cannot be written; nothing is changed then.
    pub fn remove(&mut self, name: &str, rows: &[(Kind, String)], stamp: &Stamp) -> Result<Step, EditError> {
        self.remove_moving(name, rows, None, stamp)
    }

    /// The same, with what refers to them moved to another row of their table, in the same step.
    ///
    /// # Errors
    /// As [`Removal::moving`] and [`Removal::change`], or the file cannot be written; nothing is changed then.
    pub fn remove_moving(
        &mut self,
        name: &str,
        rows: &[(Kind, String)],
        move_to: Option<&(Kind, String)>,
        stamp: &Stamp,
    ) -> Result<Step, EditError> {
        let change = Removal::moving(&self.model, rows, move_to)?.change(&self.model, name)?;
        self.change(change, stamp)
    }

    /// Takes the last step back.
    ///
    /// # Errors
    /// [`EditError::NothingToUndo`], or as [`AtlasFile::apply`].
    pub fn undo(&mut self, stamp: &Stamp) -> Result<Step, EditError> {
        let (seq, _) = self.steps.done.last().ok_or(EditError::NothingToUndo)?;
        let seq = *seq;
        let change = self.store.journal_change(seq)?.inverse();
        // Rows that came with an import may be referred to by those that came in bulk with it.
        let leaving = match change.edits.iter().any(|edit| edit.after.is_none()) {
            true => self.store.bulk_ids(seq)?.into_iter().collect(),
            false => HashSet::new(),
        };
        change.check_beside(&self.model, &leaving)?;
        self.write(change, stamp, Action::Undo, Some(seq))
    }

    /// Does the last step taken back again.
    ///
    /// # Errors
    /// [`EditError::NothingToRedo`], or as [`AtlasFile::apply`].
    pub fn redo(&mut self, stamp: &Stamp) -> Result<Step, EditError> {
        let (seq, _) = self.steps.undone.last().ok_or(EditError::NothingToRedo)?;
        let seq = *seq;
        let change = self.store.journal_change(seq)?;
        change.check(&self.model)?;
        self.write(change, stamp, Action::Redo, Some(seq))
    }

    /// Begins a step of many rows. The atlas can be asked meanwhile, but not changed.
    ///
    /// # Errors
    /// What [`Store::begin_bulk`] says.
    pub fn begin_bulk(&mut self) -> Result<Box<dyn BulkWriter>, StoreError> {
        self.store.begin_bulk()
    }

    /// Rows of a table to be filled for a step of many rows.
    pub(crate) fn new_batch(&self, kind: Kind) -> RowBatch {
        self.store.new_batch(kind)
    }

    /// Takes a step of many rows that is on the disk; with `keep` its rows come into the model, without it nothing may be
    /// asked of it any more.
    pub(crate) fn take_bulk(
        &mut self,
        entry: &JournalEntry,
        edits: Vec<Edit>,
        keep: bool,
    ) -> Result<(), EditError> {
        if keep {
            self.load_bulk(entry.seq)?;
        }
        let change = Change {
            name: entry.name.clone(),
            note: None,
            edits,
        };
        self.put(&change);
        self.steps.note(entry);
        Ok(())
    }

    /// Takes a change into the model and onto the map.
    fn put(&mut self, change: &Change) {
        let gone = change
            .edits
            .iter()
            .filter(|e| e.kind == Kind::Project && e.after.is_none());
        let gone = gone
            .filter_map(|e| self.model.projects.get(&e.id))
            .map(|p| p.slot);
        self.map.forget(gone.collect::<Vec<_>>().into_iter());
        change.put_into(&mut self.model);
        self.model
            .unread
            .retain(|value| !change.edits.iter().any(|edit| replaces(edit, value)));
        self.map.follow(&self.model, &change.edits, &self.cache);
        self.controls.follow(&change.edits);
    }

    /// Reads what a step added in bulk.
    fn load_bulk(&mut self, seq: i64) -> Result<(), StoreError> {
        let rows = self.store.bulk_rows(seq)?;
        let footprints = self.store.load_bulk(seq, self.whole, &mut self.model)?;
        if rows.iter().any(|rows| rows.kind == Kind::Project) {
            if footprints.is_empty() {
                self.map.fill(&self.model, None);
            }
            for batch in footprints {
                self.map.fill(&self.model, Some(batch));
            }
        }
        if rows.iter().any(|rows| rows.kind == Kind::ControlLine) {
            self.controls.fill(&self.model);
        }
        self.cache.clear();
        Ok(())
    }

    fn write(
        &mut self,
        change: Change,
        stamp: &Stamp,
        action: Action,
        target: Option<i64>,
    ) -> Result<Step, EditError> {
        let leaving = match target {
            Some(target) if action == Action::Undo => self.store.bulk_ids(target)?,
            _ => Vec::new(),
        };
        let entry = self.store.write(&change, stamp, action, target)?;
        let controls = leaving.iter().any(|(kind, _)| *kind == Kind::ControlLine);
        for (kind, id) in leaving {
            let slot = self.model.projects.get(&id).map(|p| p.slot);
            self.map
                .forget(slot.filter(|_| kind == Kind::Project).into_iter());
            self.model.remove(kind, &id);
        }
        if controls {
            self.controls.fill(&self.model);
        }
        if let (Action::Redo, Some(target)) = (action, target) {
            self.load_bulk(target)?;
        }
        self.put(&change);
        self.steps.note(&entry);
        Ok(Step {
            seq: entry.seq,
            change,
        })
    }

    /// Entries of the journal with their edits, newest first; with `touching` only those that changed these rows.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be read.
    pub fn journal(
        &self,
        touching: Option<&[(Kind, String)]>,
        limit: u32,
    ) -> Result<Vec<(JournalEntry, Change)>, StoreError> {
        self.store.journal_page(touching, limit)
    }

    /// The id of the atlas, the same for all its copies; `None` for an older file until its first change.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be read.
    pub fn atlas_id(&self) -> Result<Option<String>, StoreError> {
        self.store.atlas_id()
    }

    /// Ids of the rows of a kind that a step added or changed, as far as they are there now.
    ///
    /// # Errors
    /// [`StoreError::Journal`] if the step cannot be read.
    pub fn rows_of_step(&self, seq: i64, kind: Kind) -> Result<Vec<String>, StoreError> {
        let added = self.store.bulk_ids(seq)?;
        let mut ids: Vec<String> = added
            .into_iter()
            .filter(|(of, _)| *of == kind)
            .map(|(_, id)| id)
            .collect();
        let change = self.store.journal_change(seq)?;
        let changed = change
            .edits
            .into_iter()
            .filter(|edit| edit.kind == kind && edit.after.is_some());
        ids.extend(changed.map(|edit| edit.id));
        Ok(ids)
    }

    /// All values of the file a row was imported from, as a JSON object; `None` for a row made here.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be read.
    pub fn attributes(&self, kind: Kind, id: &str) -> Result<Option<String>, StoreError> {
        self.store.attributes(kind, id)
    }

    /// Closes the file; one file is left.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be written.
    pub fn close(self) -> Result<(), StoreError> {
        self.store.close()
    }
}
