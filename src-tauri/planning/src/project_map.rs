//! Where the projects of an open atlas are, for the tiles of the map and for questions by place. It follows every change;
//! the footprints of a large atlas are read from the file beside other work.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use geo_types::Coord;
use geodata::measure::Metres;
use geodata::places::{Batch, Footprints, Look};

use crate::model::{Head, Kind, Measured, Model, Precision, Project, Shape};
use crate::query::{Answers, Index};
use crate::store::{FileReader, StoreError};

/// Footprints that are loaded, measured or put together at a time.
const AT_ONCE: usize = 20_000;
/// Edits after which the footprints are put in order anew.
const SETTLE_AFTER: usize = 5_000;

/// Marks in the `flags` of a tile: the precision, whether it is an alternative, whether the place is its own.
pub const PRECISION_BITS: u8 = 0b111;
/// The project is an alternative.
pub const ALTERNATIVE_BIT: u8 = 0b1000;
/// The place is that of its town.
pub const TOWN_BIT: u8 = 0b1_0000;

/// Where the projects are.
#[derive(Debug, Default)]
pub struct ProjectMap {
    footprints: Footprints,
    changed: Mutex<Changed>,
    /// Projects whose footprints are still to be loaded.
    waiting: AtomicU32,
}

/// Projects that changed while others are being loaded.
#[derive(Debug, Default)]
struct Changed {
    /// How many walks are under way.
    walks: u32,
    slots: HashSet<u32>,
}

impl Changed {
    fn note(&mut self, slot: u32) {
        if self.walks > 0 {
            self.slots.insert(slot);
        }
    }
}

/// A walk through the footprints of an atlas that stay in its file.
#[derive(Debug)]
pub struct Loading {
    reader: FileReader,
    map: Arc<ProjectMap>,
    /// Number of the row and of the project, in the order of the rows, and its look.
    rows: Vec<(i64, u32, Look)>,
}

/// What a walk found of some projects: number of the row and of the project, box and measures.
pub type Found = Vec<(i64, u32, Measured)>;

impl ProjectMap {
    /// The footprints.
    pub fn footprints(&self) -> &Footprints {
        &self.footprints
    }

    /// How many footprints are still to be loaded.
    pub fn waiting(&self) -> u32 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Projects under a click: number and distance in metres, the nearest first.
    pub fn hits(
        &self,
        at: [f64; 2],
        tolerance: f64,
        shown: Option<&geodata::places::KeySet>,
        most: usize,
    ) -> Vec<u32> {
        let place = Coord { x: at[0], y: at[1] };
        let found = self.footprints.hits(place, Metres(tolerance), shown);
        found.into_iter().take(most).map(|near| near.key).collect()
    }

    /// Puts in what of an atlas is in memory, all at once; those whose footprints stay in the file are left to a walk.
    pub(crate) fn fill(&self, model: &Model) {
        self.footprints.clear();
        self.fill_missing(model);
        self.footprints.settle();
    }

    /// Puts in what is in memory and not on the map yet.
    pub(crate) fn fill_missing(&self, model: &Model) {
        let index = Index::new(model);
        let mut batch = Batch::new();
        for head in model
            .projects
            .iter()
            .filter(|h| !self.footprints.contains(h.slot))
        {
            let shape = match model.projects.kept(head.slot) {
                Some(row) => row.geometry.as_ref(),
                None => None,
            };
            if let Some(shape) = shape.or_else(|| index.town_point(&head)) {
                // What is not on earth is told by the check, and not drawn.
                let _ = batch.add(head.slot, &shape.0, look(&head));
            }
        }
        self.footprints.load(batch);
    }

    /// The walk through the footprints that stay in the file; nothing when there are none.
    pub(crate) fn loading(map: &Arc<Self>, model: &Model, reader: &FileReader) -> Option<Loading> {
        let mut rows: Vec<(i64, u32, Look)> = Vec::new();
        for head in model.projects.iter().filter(|h| h.drawn) {
            if model.projects.kept(head.slot).is_none()
                && let Some(fid) = model.projects.fid(head.slot)
                && !map.footprints.contains(head.slot)
            {
                rows.push((fid, head.slot, look(&head)));
            }
        }
        if rows.is_empty() {
            return None;
        }
        rows.sort_unstable_by_key(|(fid, ..)| *fid);
        map.waiting
            .store(u32::try_from(rows.len()).unwrap_or(u32::MAX), Ordering::Relaxed);
        map.changed().walks += 1;
        Some(Loading {
            reader: reader.beside(),
            map: Arc::clone(map),
            rows,
        })
    }

    /// Follows a change that the model has taken in.
    pub(crate) fn follow(&self, model: &Model, edits: &[crate::change::Edit], answers: &Answers) {
        answers.clear();
        let index = Index::new(model);
        for edit in edits {
            match edit.kind {
                Kind::Project => {
                    let head = model.projects.get(&edit.id);
                    self.put(&index, model, head.as_ref());
                }
                Kind::Region => {
                    for head in model.projects.iter() {
                        if !head.drawn && head.town.is_some_and(|t| t.as_str() == edit.id) {
                            self.put(&index, model, Some(&head));
                        }
                    }
                }
                _ => {}
            }
        }
        if self.footprints.unsettled() > SETTLE_AFTER {
            self.footprints.settle();
        }
    }

    /// Takes projects out that are gone.
    pub(crate) fn forget(&self, slots: impl Iterator<Item = u32>) {
        for slot in slots {
            self.changed().note(slot);
            self.footprints.remove(slot);
        }
    }

    fn put(&self, index: &Index<'_>, model: &Model, head: Option<&Head<'_>>) {
        let Some(head) = head else { return };
        self.changed().note(head.slot);
        let own = model
            .projects
            .kept(head.slot)
            .and_then(|row: &Project| row.geometry.as_ref());
        let put = match own.or_else(|| index.town_point(head)) {
            Some(Shape(shape)) => self.footprints.put(head.slot, shape, look(head)).is_ok(),
            None => false,
        };
        if !put {
            self.footprints.remove(head.slot);
        }
    }

    fn changed(&self) -> std::sync::MutexGuard<'_, Changed> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loading {
    /// How many footprints there are to load.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing to load.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Loads the footprints into the map, some thousands at a time, each with its box handed to `found`; stops when that
    /// says no.
    ///
    /// # Errors
    /// What SQLite says. A footprint that cannot be read is left out.
    pub fn load(&self, mut found: impl FnMut(Found) -> bool) -> Result<(), StoreError> {
        let done = self.walk(|batch| {
            let mut shapes = Batch::new();
            let mut out = Found::with_capacity(batch.len());
            {
                let changed = self.map.changed();
                let is_new = |slot: u32| changed.slots.contains(&slot);
                for (fid, slot, look, shape) in batch {
                    if !is_new(*slot) && shapes.add(*slot, &shape.0, *look).is_ok() {
                        out.push((*fid, *slot, Measured::bounds_of(shape)));
                    }
                }
                self.map.footprints.load(shapes);
            }
            let loaded = u32::try_from(batch.len()).unwrap_or(u32::MAX);
            let left = |waiting: u32| Some(waiting.saturating_sub(loaded));
            let _ = self
                .map
                .waiting
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, left);
            found(out)
        });
        self.map.waiting.store(0, Ordering::Relaxed);
        self.map.footprints.settle();
        done
    }

    /// Measures the footprints; stops when `found` says no.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn measure(&self, mut found: impl FnMut(Found) -> bool) -> Result<(), StoreError> {
        self.walk(|batch| {
            let measured = batch
                .iter()
                .map(|(fid, slot, _, shape)| (*fid, *slot, Measured::of(shape)));
            found(measured.collect())
        })
    }

    fn walk(&self, mut take: impl FnMut(&[(i64, u32, Look, Shape)]) -> bool) -> Result<(), StoreError> {
        let mut batch = Vec::with_capacity(AT_ONCE);
        let mut next = self.rows.iter().peekable();
        let mut go_on = true;
        let range = match (self.rows.first(), self.rows.last()) {
            (Some((first, ..)), Some((last, ..))) => (*first, *last),
            _ => return Ok(()),
        };
        self.reader.shapes(Some(range), &mut |fid, shape| {
            while next.peek().is_some_and(|(there, ..)| *there < fid) {
                next.next();
            }
            if let (Some((there, slot, look)), Ok(shape)) = (next.peek(), shape)
                && *there == fid
            {
                batch.push((fid, *slot, *look, shape));
            }
            if batch.len() == AT_ONCE {
                go_on = take(&batch);
                batch.clear();
            }
            go_on
        })?;
        if go_on && !batch.is_empty() {
            take(&batch);
        }
        Ok(())
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        let mut changed = self.map.changed();
        changed.walks = changed.walks.saturating_sub(1);
        if changed.walks == 0 {
            changed.slots.clear();
        }
    }
}

fn look(head: &Head<'_>) -> Look {
    let of_town = matches!(head.precision, Precision::Town | Precision::County) && !head.drawn;
    let mark = |is: bool, bit: u8| if is { bit } else { 0 };
    Look {
        kind: head.kind as u8,
        stage: head.stage as u8,
        flags: (head.precision as u8 & PRECISION_BITS)
            | mark(head.alternative, ALTERNATIVE_BIT)
            | mark(of_town, TOWN_BIT),
    }
}
