//! Where the control lines of an open atlas are, for the tiles of the map and the legend. It follows every change.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use geodata::footprint_index::{Batch, Footprints, StyleKey};
use geodata::measure::Bounds;

use crate::change::Edit;
use crate::model::{ControlKind, ControlLine, Kind, Model, Record};

/// Edits after which the areas are put in order anew.
const SETTLE_AFTER: usize = 2_000;

/// Where the control lines are.
#[derive(Debug)]
pub struct ControlMap {
    areas: Footprints,
    keys: Mutex<LineKeys>,
    version: AtomicU32,
}

/// Numbers of the lines in the tiles.
#[derive(Debug, Default)]
struct LineKeys {
    by_id: HashMap<String, u32>,
    next: u32,
}

impl Default for ControlMap {
    fn default() -> Self {
        Self {
            areas: Footprints::of_ground(),
            keys: Mutex::default(),
            version: AtomicU32::new(1),
        }
    }
}

impl ControlMap {
    /// A vector tile of them, Mapbox Vector Tile 2.1: outlines in `area`, `line` and `point`, what is too small for one in
    /// `cover`; `kind` is the number of the kind in [`ControlKind::ALL`].
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Arc<[u8]> {
        self.areas.tile(z, x, y, None)
    }

    /// Another number after every change of a control line.
    pub fn version(&self) -> u32 {
        self.version.load(Ordering::Relaxed)
    }

    /// How many lines of each kind have a box that meets a box in degrees; all of them without a box.
    pub fn counts(&self, within: Option<Bounds>) -> BTreeMap<ControlKind, u32> {
        let keys = match within.or_else(|| self.areas.whole()) {
            Some(bounds) => self.areas.in_box(bounds, None),
            None => Vec::new(),
        };
        let mut counts = BTreeMap::new();
        for look in keys.iter().filter_map(|key| self.areas.style(*key)) {
            if let Some(kind) = ControlKind::ALL.get(usize::from(look.kind)) {
                *counts.entry(*kind).or_default() += 1;
            }
        }
        counts
    }

    /// Puts in the lines of an atlas in place of what was there.
    pub(crate) fn fill(&self, model: &Model) {
        self.areas.clear();
        let mut keys = self.line_keys();
        *keys = LineKeys::default();
        let mut batch = Batch::new();
        for line in model.control_lines.iter() {
            if let Some(shape) = &line.geometry {
                // What is not on earth is told by the check, and not drawn.
                let _ = batch.add(keys.of(&line.id.0), &shape.0, look(line));
            }
        }
        drop(keys);
        self.areas.load(batch);
        self.areas.compact();
        self.version.fetch_add(1, Ordering::Relaxed);
    }

    /// Follows a change that the model has taken in.
    pub(crate) fn follow(&self, edits: &[Edit]) {
        let mine = edits.iter().filter(|e| e.kind == Kind::ControlLine);
        let mut any = false;
        for edit in mine {
            any = true;
            let key = self.line_keys().of(&edit.id);
            let line = match &edit.after {
                Some(Record::ControlLine(line)) => Some(line),
                _ => None,
            };
            let shape = line.and_then(|l| Some((l, l.geometry.as_ref()?)));
            let put = shape.is_some_and(|(line, shape)| self.areas.put(key, &shape.0, look(line)).is_ok());
            if !put {
                self.areas.remove(key);
            }
        }
        if any {
            if self.areas.uncompacted() > SETTLE_AFTER {
                self.areas.compact();
            }
            self.version.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn line_keys(&self) -> MutexGuard<'_, LineKeys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LineKeys {
    fn of(&mut self, id: &str) -> u32 {
        if let Some(key) = self.by_id.get(id) {
            return *key;
        }
        let key = self.next;
        self.next += 1;
        self.by_id.insert(id.to_owned(), key);
        key
    }
}

fn look(line: &ControlLine) -> StyleKey {
    let kind = ControlKind::ALL.iter().position(|k| *k == line.kind);
    StyleKey {
        kind: kind.and_then(|k| u8::try_from(k).ok()).unwrap_or(u8::MAX),
        ..StyleKey::default()
    }
}
