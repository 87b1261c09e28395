//! Projects in memory, a million of them if need be: what lists, filters and maps need of each stands in about a hundred
//! bytes beside one long text; the rest of a row (footprint, source, note) stays in the file and is read when asked for.
//! Rows that were made or changed since the file was opened are kept whole.

mod chunk;
mod compact_row;
mod dictionary;
mod order;
mod references;
mod row_key;
mod summary_row;
mod texts;

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::{Measured, PartialDate, PlanId, Precision, Project, ProjectKind, ProjectStage, RegionId, UnitId};
use chunk::Dictionaries;
pub(crate) use chunk::{Chunk, NotDrawn};
use compact_row::CompactRow;
use dictionary::NONE;
pub use row_key::RowKey;
pub(crate) use summary_row::{SummaryColumns, SummaryRow};
use words::{English, Words, said};

/// Reads whole rows from where they are kept.
pub trait ProjectReader: std::fmt::Debug + Send + Sync {
    /// The row of that key.
    ///
    /// # Errors
    /// In words, when the store cannot be read or the row is not there.
    fn project(&self, key: RowKey) -> Result<Project, Words>;

    /// Every row with a key from `first` to `last`, in order, until `each` says no.
    ///
    /// # Errors
    /// In words, when the store cannot be read.
    fn projects(
        &self,
        first: RowKey,
        last: RowKey,
        each: &mut dyn FnMut(RowKey, Project) -> bool,
    ) -> Result<(), Words>;
}

/// A row could not be read from the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("读不到项目“{id}”：{reason}")]
pub struct NotRead {
    /// The row.
    pub id: String,
    /// What the file says.
    pub reason: Words,
}

impl English for NotRead {
    fn english(&self) -> String {
        format!("project “{}” cannot be read: {}", self.id, self.reason.en)
    }
}

/// What is known of a project without reading its whole row.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "named like the columns of Project")]
pub struct Summary<'m> {
    /// Its number here, also the key of its footprint on the map.
    pub slot: u32,
    pub id: &'m str,
    pub plan: Option<&'m PlanId>,
    pub ordinal: i64,
    pub name: &'m str,
    pub kind: ProjectKind,
    pub town: Option<&'m RegionId>,
    pub stage: ProjectStage,
    pub starts: Option<PartialDate>,
    pub ends: Option<PartialDate>,
    pub quantity: Option<f64>,
    pub quantity_unit: Option<&'m str>,
    pub content: Option<&'m str>,
    pub lead_unit: Option<&'m UnitId>,
    pub percent: Option<f64>,
    pub precision: Precision,
    pub alternative: bool,
    /// Whether it has a footprint of its own.
    pub drawn: bool,
    /// Box and geodesic measures of its footprint; `None` until they were computed.
    pub measured: Option<Measured>,
}

/// A project as walks through all of them look at it: nothing is fetched before it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct SummaryRef<'m> {
    /// Its number here.
    pub slot: u32,
    row: &'m CompactRow,
    table: &'m Projects,
}

#[allow(missing_docs, reason = "named like the columns of Project")]
impl<'m> SummaryRef<'m> {
    pub fn kind(self) -> ProjectKind {
        self.row.kind
    }
    pub fn stage(self) -> ProjectStage {
        self.row.stage
    }
    pub fn starts(self) -> Option<PartialDate> {
        self.row.starts
    }
    pub fn ends(self) -> Option<PartialDate> {
        self.row.ends
    }
    pub fn precision(self) -> Precision {
        self.row.precision
    }
    pub fn percent(self) -> Option<f64> {
        self.row.percent()
    }
    pub fn town(self) -> Option<&'m RegionId> {
        self.table.codes.towns.get(self.row.town)
    }
    /// Whether it has a footprint of its own.
    pub fn drawn(self) -> bool {
        self.row.is_drawn()
    }
    /// Box and measures of its footprint.
    pub fn measured(self) -> Option<&'m Measured> {
        self.table.measured[self.slot as usize].as_ref()
    }
    /// Codes of plan, town and leading unit: see [`Projects::codes`].
    pub fn codes(self) -> [Option<usize>; 3] {
        [self.row.plan, self.row.town, self.row.lead].map(|code| (code != NONE).then_some(code as usize))
    }
    /// All that is known of it.
    pub fn summary(self) -> Summary<'m> {
        self.table.summary(self.slot)
    }
}

/// Puts rows behind the others; into an empty list without moving them, in the room that was made there.
fn append<T>(all: &mut Vec<T>, mut rows: Vec<T>) {
    if all.is_empty() {
        let room = all.capacity();
        *all = rows;
        all.reserve_exact(room.saturating_sub(all.len()));
    } else {
        all.append(&mut rows);
    }
}

/// The table of projects.
#[derive(Debug, Clone, Default)]
pub struct Projects {
    rows: Vec<CompactRow>,
    /// Ids, names and contents, one after the other.
    text: String,
    /// Bytes of `text` that no row uses any more.
    wasted: usize,
    measured: Vec<Option<Measured>>,
    free: Vec<u32>,
    by_id: HashTable<u32>,
    hasher: DefaultHashBuilder,
    codes: Dictionaries,
    /// Rows that are not (or not as they are) where the reader reads.
    full_rows: HashMap<u32, Box<Project>>,
    reader: Option<Arc<dyn ProjectReader>>,
    order: order::Cache,
}

impl Projects {
    /// How many projects.
    pub fn len(&self) -> usize {
        self.rows.len() - self.free.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The project of that id.
    pub fn get(&self, id: &str) -> Option<Summary<'_>> {
        self.slot_of(id).map(|slot| self.summary(slot))
    }

    /// Whether there is a project of that id.
    pub fn has(&self, id: &str) -> bool {
        self.slot_of(id).is_some()
    }

    /// The project of a number; `None` if that is not in use.
    pub fn at(&self, slot: u32) -> Option<Summary<'_>> {
        let row = self.rows.get(slot as usize)?;
        row.is_used().then(|| self.summary(slot))
    }

    /// All projects, by number: the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = Summary<'_>> {
        self.slots().map(|slot| self.summary(slot))
    }

    /// All projects, by number, as walks look at them.
    pub fn summary_refs(&self) -> impl Iterator<Item = SummaryRef<'_>> {
        let used = (0_u32..).zip(&self.rows).filter(|(_, row)| row.is_used());
        used.map(|(slot, row)| SummaryRef {
            slot,
            row,
            table: self,
        })
    }

    /// The project of a number, as walks look at it; `None` if that is not in use.
    pub fn summary_ref(&self, slot: u32) -> Option<SummaryRef<'_>> {
        let row = self.rows.get(slot as usize).filter(|row| row.is_used())?;
        Some(SummaryRef {
            slot,
            row,
            table: self,
        })
    }

    /// The numbers in use.
    pub fn slots(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..)
            .zip(&self.rows)
            .filter(|(_, row)| row.is_used())
            .map(|(slot, _)| slot)
    }

    /// One more than the largest number in use.
    pub fn end(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// The whole row of a project; `None` if there is none of that id.
    ///
    /// # Errors
    /// [`NotRead`] when the file cannot be read.
    pub fn full(&self, id: &str) -> Result<Option<Project>, NotRead> {
        self.slot_of(id).map(|slot| self.full_at(slot)).transpose()
    }

    /// The whole row of the project of a number in use.
    ///
    /// # Errors
    /// [`NotRead`] when the file cannot be read.
    pub fn full_at(&self, slot: u32) -> Result<Project, NotRead> {
        if let Some(row) = self.full_rows.get(&slot) {
            return Ok((**row).clone());
        }
        let failed = |reason: Words| NotRead {
            id: self.summary(slot).id.to_owned(),
            reason,
        };
        let reader = self
            .reader
            .as_ref()
            .ok_or_else(|| failed(said!("row.no_file", "没有打开的文件", "no file is open")))?;
        let row = reader.project(self.rows[slot as usize].key).map_err(failed)?;
        if row.id.as_str() == self.summary(slot).id {
            Ok(row)
        } else {
            Err(failed(said!(
                "row.changed",
                "文件已被别的程序改动，请重新打开图册",
                "another program has changed the file; open the atlas again"
            )))
        }
    }

    /// The whole row of a project, when it is kept in memory.
    pub fn full_in_memory(&self, slot: u32) -> Option<&Project> {
        self.full_rows.get(&slot).map(|row| &**row)
    }

    /// Every whole row, by number as far as they are kept and then by their order in the file, until `each` says no.
    ///
    /// # Errors
    /// [`NotRead`] when the file cannot be read.
    pub fn each_full(&self, each: &mut dyn FnMut(u32, &Project) -> bool) -> Result<(), NotRead> {
        let mut kept: Vec<u32> = self.full_rows.keys().copied().collect();
        kept.sort_unstable();
        for slot in kept {
            if !each(slot, &self.full_rows[&slot]) {
                return Ok(());
            }
        }
        let Some(reader) = &self.reader else { return Ok(()) };
        if self.len() == self.full_rows.len() {
            return Ok(());
        }
        let (mut left, mut go_on) = (self.len() - self.full_rows.len(), true);
        let read = reader.projects(RowKey::FIRST, RowKey::LAST, &mut |_, row| match self
            .slot_of(row.id.as_str())
        {
            Some(slot) if !self.full_rows.contains_key(&slot) => {
                left = left.saturating_sub(1);
                go_on = each(slot, &row);
                go_on
            }
            _ => true,
        });
        let failed = |reason| NotRead {
            id: String::new(),
            reason,
        };
        read.map_err(failed)?;
        if go_on && left > 0 {
            return Err(failed(said!(
                "row.lost",
                "有 {left} 行在文件里找不到了，请重新打开图册",
                "{left} rows are no longer in the file; open the atlas again"
            )));
        }
        Ok(())
    }

    /// Numbers of all projects in the order of their plans (`plan_ordinals`), then their own, then by id.
    pub fn ordered(&self, plan_ordinal: &dyn Fn(&PlanId) -> i64) -> Arc<Vec<u32>> {
        let ranks: Vec<i64> = self.codes.plans.iter().map(plan_ordinal).collect();
        self.order.get(ranks, |ranks| {
            let rank = |row: &CompactRow| ranks.get(row.plan as usize).copied().unwrap_or(i64::MAX);
            let mut slots: Vec<u32> = self.slots().collect();
            slots.sort_unstable_by(|a, b| {
                let (x, y) = (&self.rows[*a as usize], &self.rows[*b as usize]);
                (rank(x), x.ordinal)
                    .cmp(&(rank(y), y.ordinal))
                    .then_with(|| x.id(&self.text).cmp(y.id(&self.text)))
            });
            slots
        })
    }

    /// What `value` says of each plan, by the code that [`Self::codes`] gives.
    pub fn of_plans<T>(&self, value: impl Fn(&PlanId) -> T) -> Vec<T> {
        self.codes.plans.iter().map(value).collect()
    }

    /// What `value` says of each town.
    pub fn of_towns<T>(&self, value: impl Fn(&RegionId) -> T) -> Vec<T> {
        self.codes.towns.iter().map(value).collect()
    }

    /// What `value` says of each leading unit.
    pub fn of_units<T>(&self, value: impl Fn(&UnitId) -> T) -> Vec<T> {
        self.codes.units.iter().map(value).collect()
    }

    /// Ids of the plans that were named, by code.
    pub fn plan_ids(&self) -> impl Iterator<Item = &PlanId> {
        self.codes.plans.iter()
    }

    /// Ids of the towns that were named, by code.
    pub fn town_ids(&self) -> impl Iterator<Item = &RegionId> {
        self.codes.towns.iter()
    }

    /// Ids of the leading units that were named, by code.
    pub fn unit_ids(&self) -> impl Iterator<Item = &UnitId> {
        self.codes.units.iter()
    }

    /// Codes of plan, town and leading unit of a project in use: places in what [`Self::of_plans`], [`Self::of_towns`] and
    /// [`Self::of_units`] return; `None` where the column is empty.
    pub fn codes(&self, slot: u32) -> [Option<usize>; 3] {
        let row = &self.rows[slot as usize];
        [row.plan, row.town, row.lead].map(|code| (code != NONE).then_some(code as usize))
    }

    /// Largest ordinal there is, 0 when there is none.
    pub fn last_ordinal(&self) -> i64 {
        let used = self.rows.iter().filter(|r| r.is_used());
        used.map(|r| r.ordinal).max().unwrap_or(0)
    }

    /// What the store knows a project by.
    pub fn key(&self, slot: u32) -> Option<RowKey> {
        self.rows
            .get(slot as usize)
            .filter(|r| r.is_used())
            .map(|r| r.key)
    }

    /// Sets where whole rows are read from.
    pub(crate) fn read_from(&mut self, reader: Arc<dyn ProjectReader>) {
        self.reader = Some(reader);
    }

    /// Puts a whole row in and returns its number and the whole row that stood there, as far as it was kept.
    pub(crate) fn put(&mut self, row: Project) -> (u32, Option<Project>) {
        let measured = row.geometry.as_ref().map(Measured::of);
        let slot = self.put_summary(&SummaryRow::of(&row), RowKey::NONE);
        self.measured[slot as usize] = measured;
        (slot, self.full_rows.insert(slot, Box::new(row)).map(|b| *b))
    }

    /// Puts in rows that were read from the file, after all others; their wholes stay there.
    ///
    /// # Errors
    /// Key of a row whose id is taken.
    pub(crate) fn join(&mut self, mut chunk: Chunk) -> Result<(), RowKey> {
        let first = self.rows.len();
        let shift = self.text.len();
        if shift == 0 {
            // The room that was made is kept; what stands there need not be moved.
            let room = self.text.capacity();
            self.text = std::mem::take(&mut chunk.text);
            self.text.reserve_exact(room.saturating_sub(self.text.len()));
        } else {
            self.text.push_str(&chunk.text);
            drop(std::mem::take(&mut chunk.text));
        }
        let Dictionaries {
            plans,
            towns,
            units,
            quantity_units,
        } = &chunk.dictionaries;
        let plans = self.codes.plans.join(plans);
        let towns = self.codes.towns.join(towns);
        let units = self.codes.units.join(units);
        let quantity_units = self.codes.quantity_units.join(quantity_units);
        let now = |codes: &[u32], code: u32| codes.get(code as usize).copied().unwrap_or(NONE);
        for row in &mut chunk.rows {
            row.at += shift;
            row.plan = now(&plans, row.plan);
            row.town = now(&towns, row.town);
            row.lead = now(&units, row.lead);
            row.quantity_unit = now(&quantity_units, row.quantity_unit);
        }
        append(&mut self.rows, chunk.rows);
        append(&mut self.measured, chunk.measured);
        self.order.forget();
        let (rows, text, hasher) = (&self.rows, &self.text, &self.hasher);
        let hash = |slot: &u32| hasher.hash_one(rows[*slot as usize].id(text));
        self.by_id.reserve(rows.len() - first, hash);
        for (slot, id_hash) in (first..rows.len()).zip(chunk.hashes) {
            let there = |other: &u32| rows[*other as usize].id(text) == rows[slot].id(text);
            match self.by_id.entry(id_hash, there, hash) {
                Entry::Occupied(_) => return Err(rows[slot].key),
                Entry::Vacant(place) => place.insert(u32::try_from(slot).unwrap_or(u32::MAX)),
            };
        }
        Ok(())
    }

    /// An empty chunk whose rows can be joined to these.
    pub(crate) fn chunk(&self) -> Chunk {
        Chunk::new(self.hasher)
    }

    /// Makes room for the rows of chunks.
    pub(crate) fn reserve(&mut self, chunks: &[Chunk]) {
        let rows = chunks.iter().map(Chunk::len).sum();
        self.rows.reserve_exact(rows);
        self.measured.reserve_exact(rows);
        self.text.reserve_exact(chunks.iter().map(|s| s.text.len()).sum());
        let (rows_there, text, hasher) = (&self.rows, &self.text, &self.hasher);
        self.by_id
            .reserve(rows, |s| hasher.hash_one(rows_there[*s as usize].id(text)));
    }

    /// Keeps box and measures of a footprint that was read by a key, unless it was changed since.
    pub(crate) fn set_measured(&mut self, key: RowKey, slot: u32, measured: Measured) {
        let same = |row: &CompactRow| row.is_used() && row.key == key;
        if self.rows.get(slot as usize).is_some_and(same) && !self.full_rows.contains_key(&slot) {
            self.measured[slot as usize] = Some(measured);
        }
    }

    /// Takes a row out; returns its number.
    pub(crate) fn remove(&mut self, id: &str) -> Option<u32> {
        let slot = self.slot_of(id)?;
        let hash = self.hash(id);
        if let Ok(entry) = self.by_id.find_entry(hash, |s| *s == slot) {
            entry.remove();
        }
        let row = &mut self.rows[slot as usize];
        self.wasted += row.end() - row.at;
        *row = CompactRow::UNUSED;
        self.measured[slot as usize] = None;
        self.full_rows.remove(&slot);
        self.free.push(slot);
        self.order.forget();
        self.tidy();
        Some(slot)
    }

    fn hash(&self, id: &str) -> u64 {
        self.hasher.hash_one(id)
    }

    fn slot_of(&self, id: &str) -> Option<u32> {
        let is = |slot: &u32| self.rows[*slot as usize].id(&self.text) == id;
        self.by_id.find(self.hash(id), is).copied()
    }

    fn put_summary(&mut self, row: &SummaryRow<'_>, key: RowKey) -> u32 {
        let old = self.slot_of(&row.id);
        let mut packed = self.codes.pack(row, key, &mut self.text);
        if let Some(slot) = old {
            let before = &mut self.rows[slot as usize];
            self.wasted += before.end() - before.at;
            if (before.plan, before.ordinal) != (packed.plan, packed.ordinal) {
                self.order.forget();
            }
            packed.key = before.key;
            *before = packed;
            self.tidy();
            return slot;
        }
        self.order.forget();
        let slot = match self.free.pop() {
            Some(slot) => {
                self.rows[slot as usize] = packed;
                slot
            }
            None => {
                self.rows.push(packed);
                self.measured.push(None);
                self.end() - 1
            }
        };
        let hash = self.hash(&row.id);
        let (rows, text, hasher) = (&self.rows, &self.text, &self.hasher);
        self.by_id
            .insert_unique(hash, slot, |s| hasher.hash_one(rows[*s as usize].id(text)));
        slot
    }

    /// Writes the text anew when more than half of it is of no use.
    fn tidy(&mut self) {
        if self.wasted < 1 << 20 || self.wasted * 2 < self.text.len() {
            return;
        }
        let mut text = String::with_capacity(self.text.len() - self.wasted);
        for row in self.rows.iter_mut().filter(|r| r.is_used()) {
            row.move_text(&self.text, &mut text);
        }
        self.text = text;
        self.wasted = 0;
    }

    fn summary(&self, slot: u32) -> Summary<'_> {
        let row = &self.rows[slot as usize];
        Summary {
            slot,
            id: row.id(&self.text),
            plan: self.codes.plans.get(row.plan),
            ordinal: row.ordinal,
            name: row.name(&self.text),
            kind: row.kind,
            town: self.codes.towns.get(row.town),
            stage: row.stage,
            starts: row.starts,
            ends: row.ends,
            quantity: row.quantity(),
            quantity_unit: self
                .codes
                .quantity_units
                .get(row.quantity_unit)
                .map(String::as_str),
            content: row.content(&self.text),
            lead_unit: self.codes.units.get(row.lead),
            percent: row.percent(),
            precision: row.precision,
            alternative: row.is_alternative(),
            drawn: row.is_drawn(),
            measured: self.measured[slot as usize],
        }
    }
}

/// Two tables are equal when they hold the same rows; one that cannot be read is equal to none.
impl PartialEq for Projects {
    fn eq(&self, other: &Self) -> bool {
        let same = |id: &str| match (self.full(id), other.full(id)) {
            (Ok(a), Ok(b)) => a == b,
            _ => false,
        };
        self.len() == other.len() && self.iter().all(|summary| same(summary.id))
    }
}
