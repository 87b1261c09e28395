//! Where the projects of an open atlas are, for the tiles of the map and for questions by place. It follows every change;
//! the footprints of a large atlas are measured beside other work.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use geo_types::Coord;
use geodata::footprint_index::{Batch, Footprints, KeySet, SortedBatch, StyleKey};
use geodata::measure::Metres;

use crate::model::{
    Kind, Measured, Model, OwnerKind, PartialDate, Project, Record, RegionId, RowKey, Shape, Summary,
    class_of_light, project_look,
};
use crate::query::{QueryCache, Snapshot};
use crate::rules::overdue::is_project_overdue;
use crate::store::{FootprintReader, Store, StoreError};

/// Footprints that are measured at a time.
const AT_ONCE: usize = 20_000;
/// Edits after which the footprints are put in order anew.
const SETTLE_AFTER: usize = 5_000;

/// Where the projects are.
#[derive(Debug, Default)]
pub struct ProjectMap {
    footprints: Footprints,
    /// The day on which the late ones are marked; `None` if nobody said which day it is.
    day: Mutex<Option<PartialDate>>,
    /// The day of the lights that the footprints carry; `None` if they carry none or old ones.
    lit: Mutex<Option<PartialDate>>,
}

/// A walk through the footprints of an atlas that stay in its file, to measure them.
#[derive(Debug)]
pub struct Measuring {
    reader: Box<dyn FootprintReader>,
    /// Key of the row and number of the project, in the order of the keys.
    rows: Vec<(RowKey, u32)>,
}

/// What was measured: key of the row and number of the project, box and measures.
pub type MeasuredBatch = Vec<(RowKey, u32, Measured)>;

impl ProjectMap {
    /// The footprints.
    pub fn footprints(&self) -> &Footprints {
        &self.footprints
    }

    /// Projects under a click: number and distance in metres, the nearest first.
    pub fn hits(&self, at: [f64; 2], tolerance: f64, shown: Option<&KeySet>, most: usize) -> Vec<u32> {
        let place = Coord { x: at[0], y: at[1] };
        let found = self.footprints.hits(place, Metres(tolerance), shown);
        found.into_iter().take(most).map(|near| near.key).collect()
    }

    /// Marks the projects that are late on that day, unless it is the day it was. One walk over dates and stages; nothing
    /// is read, and no footprint put in order anew.
    pub(crate) fn set_day(&self, model: &Model, today: PartialDate) {
        let mut day = self.day();
        if *day != Some(today) {
            self.mark_late(model, today);
            *day = Some(today);
        }
    }

    fn mark_late(&self, model: &Model, today: PartialDate) {
        let late = model
            .projects
            .summary_refs()
            .filter(|project| is_project_overdue(project.ends(), project.stage(), today));
        self.footprints.mark(&late.map(|project| project.slot).collect());
    }

    /// Gives the footprints the lights of the day, unless they have them. One walk over dates and reports.
    pub(crate) fn light_up(&self, snapshot: &Snapshot<'_>) {
        let day = *self.day();
        let mut lit = self.lit();
        if day.is_none() || *lit == day {
            return;
        }
        let mut classes: Vec<u8> = Vec::new();
        for project in snapshot.model.projects.summary_refs() {
            let slot = project.slot as usize;
            classes.resize(classes.len().max(slot + 1), 0);
            classes[slot] = class_of_light(snapshot.light_of_summary(&project.summary()));
        }
        self.footprints
            .classify(|slot| classes.get(slot as usize).copied().unwrap_or(0));
        *lit = day;
    }

    fn lit(&self) -> MutexGuard<'_, Option<PartialDate>> {
        self.lit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn day(&self) -> MutexGuard<'_, Option<PartialDate>> {
        self.day.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, snapshot: &Snapshot<'_>, summary: &Summary<'_>) -> StyleKey {
        let late = |today| is_project_overdue(summary.ends, summary.stage, today);
        let look = look(summary).marked(self.day().is_some_and(late));
        match self.lit().is_some() {
            true => look.of_class(class_of_light(snapshot.light_of_summary(summary))),
            false => look,
        }
    }

    /// Puts in the footprints that were read for the map, and what is in memory and not on the map yet.
    pub(crate) fn fill(&self, model: &Model, read: Option<SortedBatch>) {
        if let Some(read) = read {
            self.footprints.load_sorted(read);
        }
        let snapshot = Snapshot::new(model);
        let mut batch = Batch::new();
        for project in model.projects.summary_refs() {
            let kept = model.projects.full_in_memory(project.slot);
            if (kept.is_none() && project.drawn()) || self.footprints.contains(project.slot) {
                continue;
            }
            let summary = project.summary();
            let shape = kept.and_then(|row| row.geometry.as_ref());
            if let Some(shape) = shape.or_else(|| snapshot.region_point(&summary).map(|point| point.shape)) {
                // What is not on earth is told by the check, and not drawn.
                let _ = batch.add(summary.slot, &shape.0, look(&summary));
            }
        }
        self.footprints.load(batch);
        *self.lit() = None;
        if self.footprints.uncompacted() > SETTLE_AFTER {
            self.footprints.compact();
        }
        let day = self.day();
        if let Some(today) = *day {
            self.mark_late(model, today);
        }
    }

    /// Follows a change that the model has taken in.
    pub(crate) fn follow(&self, model: &Model, edits: &[crate::change::Edit], cache: &QueryCache) {
        cache.follow(edits);
        let snapshot = Snapshot::with_cache(model, cache);
        let mut moved: HashSet<&str> = HashSet::new();
        for edit in edits {
            match edit.kind {
                Kind::Project => {
                    let summary = model.projects.get(&edit.id);
                    match summary.as_ref().filter(|_| stays(edit)) {
                        Some(summary) => self
                            .footprints
                            .set_style(summary.slot, self.look(&snapshot, summary)),
                        None => self.put(&snapshot, model, summary.as_ref()),
                    };
                }
                Kind::Gate | Kind::ProgressReport => {
                    for project in [&edit.before, &edit.after]
                        .into_iter()
                        .flatten()
                        .filter_map(project_of)
                    {
                        if let Some(summary) = model.projects.get(project).filter(|_| self.lit().is_some()) {
                            self.footprints
                                .set_style(summary.slot, self.look(&snapshot, &summary));
                        }
                    }
                }
                Kind::LightRule => *self.lit() = None,
                Kind::Region if !keeps_point(edit) => {
                    moved.insert(&edit.id);
                }
                _ => {}
            }
        }
        if !moved.is_empty() {
            for project in model.projects.summary_refs() {
                let stands_in = |town: &RegionId| {
                    let mut above = snapshot.upwards(town.as_str()).into_iter();
                    above.any(|region| moved.contains(region.id.as_str()))
                };
                if !project.drawn() && project.town().is_some_and(stands_in) {
                    self.put(&snapshot, model, Some(&project.summary()));
                }
            }
        }
        if self.footprints.uncompacted() > SETTLE_AFTER {
            self.footprints.compact();
        }
    }

    /// Takes projects out that are gone.
    pub(crate) fn forget(&self, slots: impl Iterator<Item = u32>) {
        for slot in slots {
            self.footprints.remove(slot);
        }
    }

    fn put(&self, snapshot: &Snapshot<'_>, model: &Model, summary: Option<&Summary<'_>>) -> bool {
        let Some(summary) = summary else { return false };
        let own = model
            .projects
            .full_in_memory(summary.slot)
            .and_then(|row: &Project| row.geometry.as_ref());
        let put = match own.or_else(|| snapshot.region_point(summary).map(|point| point.shape)) {
            Some(Shape(shape)) => self
                .footprints
                .put(summary.slot, shape, self.look(snapshot, summary))
                .is_ok(),
            None => false,
        };
        put || self.footprints.remove(summary.slot)
    }
}

impl Measuring {
    /// What of an atlas is still to be measured; `None` if all is.
    pub(crate) fn of(model: &Model, store: &dyn Store) -> Option<Self> {
        let unmeasured = model.projects.summary_refs().filter(|project| {
            let measures = project.measured().and_then(|m| m.measures);
            project.drawn() && measures.is_none() && model.projects.full_in_memory(project.slot).is_none()
        });
        let key = |slot: u32| model.projects.key(slot).map(|key| (key, slot));
        let mut rows: Vec<(RowKey, u32)> = unmeasured.filter_map(|p| key(p.slot)).collect();
        if rows.is_empty() {
            return None;
        }
        rows.sort_unstable();
        Some(Self {
            reader: store.footprints(),
            rows,
        })
    }

    /// How many footprints there are to measure.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing to measure.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Measures the footprints, some thousands at a time, each time handed to `found`; stops when that says no.
    ///
    /// # Errors
    /// [`StoreError::Sql`] if the file cannot be read. A footprint that cannot be read is left out.
    pub fn run(&self, mut found: impl FnMut(MeasuredBatch) -> bool) -> Result<(), StoreError> {
        let (Some((first, _)), Some((last, _))) = (self.rows.first(), self.rows.last()) else {
            return Ok(());
        };
        let mut batch = MeasuredBatch::new();
        let mut next = self.rows.iter().peekable();
        let mut go_on = true;
        self.reader.each((*first, *last), &mut |key, shape| {
            while next.next_if(|(there, _)| *there < key).is_some() {}
            if let (Some((_, slot)), Ok(shape)) = (next.next_if(|(there, _)| *there == key), shape) {
                batch.push((key, *slot, Measured::of(&shape)));
            }
            if batch.len() >= AT_ONCE {
                go_on = found(std::mem::take(&mut batch));
            }
            go_on
        })?;
        if go_on && !batch.is_empty() {
            found(batch);
        }
        Ok(())
    }
}

/// Whether a project is drawn where it was.
fn stays(edit: &crate::change::Edit) -> bool {
    match (&edit.before, &edit.after) {
        (Some(Record::Project(before)), Some(Record::Project(after))) => {
            before.geometry == after.geometry
                && before.town == after.town
                && before.precision == after.precision
        }
        _ => false,
    }
}

/// The project that a gate or a report is of.
fn project_of(row: &Record) -> Option<&str> {
    match row {
        Record::Gate(gate) => Some(gate.project.as_str()),
        Record::ProgressReport(report) if report.owner_kind == OwnerKind::Project => {
            Some(report.owner.as_str())
        }
        _ => None,
    }
}

/// Whether a region's point is where it was.
fn keeps_point(edit: &crate::change::Edit) -> bool {
    let point = |row: &Option<Record>| row.as_ref().and_then(|row| row.geometry().cloned());
    point(&edit.before) == point(&edit.after)
}

fn look(summary: &Summary<'_>) -> StyleKey {
    project_look(
        summary.kind,
        summary.stage,
        summary.precision,
        summary.alternative,
        summary.drawn,
    )
}
