//! Answers that several questions need: which projects match a filter, in which order. Kept until the atlas changes.

use std::any::Any;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use geodata::footprint_index;

use super::filter::{Filter, Sort};
use super::in_controls::InControls;
use crate::change::Edit;
use crate::model::{BudgetLine, Kind, OwnerKind, PartialDate, Record};
use crate::rules::money::MoneyCells;

/// How many filters and orders are cached at once.
const MOST_CACHED: usize = 8;

/// The answers of one atlas that are kept between questions.
#[derive(Debug, Default)]
pub struct QueryCache {
    answers: Mutex<CachedAnswers>,
    generation: AtomicU64,
}

#[derive(Debug, Default)]
struct CachedAnswers {
    orders: Vec<(Filter, Sort, Arc<Vec<u32>>)>,
    sets: Vec<(Filter, Arc<footprint_index::Filter>)>,
    in_controls: Option<Arc<InControls>>,
    /// Money of all projects.
    money: Option<Arc<MoneyCells>>,
    /// The day on which what is late is late.
    today: Option<PartialDate>,
    /// The day it really is, which is another where a status date was chosen.
    clock: Option<PartialDate>,
    /// Answers of rooms above, the oldest first.
    kept: Vec<KeptAnswer>,
}

/// An answer of a room above under the name it gave it, with the tables that it was made from.
#[derive(Debug, Clone)]
struct KeptAnswer {
    name: String,
    tables: &'static [Kind],
    answer: Arc<dyn Any + Send + Sync>,
}

impl QueryCache {
    /// Forgets everything: the atlas has changed.
    pub fn clear(&self) {
        let mut cached = self.answers();
        *cached = CachedAnswers {
            today: cached.today,
            clock: cached.clock,
            ..CachedAnswers::default()
        };
    }

    /// As [`QueryCache::clear`] after these edits; what can be mended by them is kept.
    pub(crate) fn follow(&self, edits: &[Edit]) {
        let mut cached = self.answers();
        let mut money = cached.money.take();
        if let Some(cells) = &mut money {
            let lines = edits.iter().filter(|edit| edit.kind == Kind::BudgetLine);
            for edit in lines {
                let cells = Arc::make_mut(cells);
                if let Some(line) = of_project(edit.before.as_ref()) {
                    cells.take(line);
                }
                if let Some(line) = of_project(edit.after.as_ref()) {
                    cells.add(line);
                }
            }
        }
        let placed = |edit: &Edit| matches!(edit.kind, Kind::Project | Kind::ControlLine);
        let mut kept = std::mem::take(&mut cached.kept);
        kept.retain(|kept| !edits.iter().any(|edit| kept.tables.contains(&edit.kind)));
        *cached = CachedAnswers {
            today: cached.today,
            clock: cached.clock,
            kept,
            money,
            in_controls: cached.in_controls.take().filter(|_| !edits.iter().any(placed)),
            ..CachedAnswers::default()
        };
    }

    /// The money of all projects; it is summed up without the lock.
    pub(super) fn money(&self, make: impl FnOnce() -> MoneyCells) -> Arc<MoneyCells> {
        let known = self.answers().money.clone();
        known.unwrap_or_else(|| {
            let summed = Arc::new(make());
            self.answers().money = Some(Arc::clone(&summed));
            summed
        })
    }

    /// An answer of a room above, made without the lock if it is not known. It is forgotten when one of its tables is
    /// touched, and on another day.
    pub(super) fn kept<T: Any + Send + Sync>(
        &self,
        name: &str,
        tables: &'static [Kind],
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        let known = self.answers().kept.iter().find(|kept| kept.name == name).cloned();
        if let Some(answer) = known.and_then(|kept| kept.answer.downcast::<T>().ok()) {
            return answer;
        }
        let answer = Arc::new(make());
        let mut cached = self.answers();
        cached.kept.retain(|kept| kept.name != name);
        if cached.kept.len() == MOST_CACHED {
            cached.kept.remove(0);
        }
        cached.kept.push(KeptAnswer {
            name: name.to_owned(),
            tables,
            answer: Arc::clone(&answer) as Arc<dyn Any + Send + Sync>,
        });
        answer
    }

    /// Says which day it is, for what is late by then; on another day the answers are other ones.
    pub fn set_today(&self, today: PartialDate) {
        self.set_days(today, today);
    }

    /// As [`QueryCache::set_today`] with a status date, on which everything is judged, beside the day it is.
    pub fn set_days(&self, status: PartialDate, clock: PartialDate) {
        let mut cached = self.answers();
        cached.clock = Some(clock);
        if cached.today != Some(status) {
            *cached = CachedAnswers {
                today: Some(status),
                clock: Some(clock),
                in_controls: cached.in_controls.take(),
                money: cached.money.take(),
                ..CachedAnswers::default()
            };
        }
    }

    /// The day it really is; `None` if nobody said so.
    pub(crate) fn clock(&self) -> Option<PartialDate> {
        self.answers().clock
    }

    /// The day of all answers; `None` if nobody said so.
    pub(crate) fn today(&self) -> Option<PartialDate> {
        self.answers().today
    }

    /// Which projects lie in control lines, if they were found.
    pub(super) fn known_in_controls(&self) -> Option<Arc<InControls>> {
        self.answers().in_controls.clone()
    }

    /// Which projects lie in control lines; they are found without the lock.
    pub(super) fn in_controls(&self, make: impl FnOnce() -> InControls) -> Arc<InControls> {
        let known = self.answers().in_controls.clone();
        known.unwrap_or_else(|| {
            let found = Arc::new(make());
            self.answers().in_controls = Some(Arc::clone(&found));
            found
        })
    }

    /// Forgets what depends on boxes and measures: more of them are known.
    pub fn forget_measured(&self) {
        let mut cached = self.answers();
        cached.orders.clear();
        cached.sets.retain(|(filter, _)| filter.bbox.is_none());
    }

    /// The projects of a filter in an order. They are found without the lock: what finds them may ask here too.
    pub(super) fn order(
        &self,
        filter: &Filter,
        sort: &Sort,
        make: impl FnOnce() -> Arc<Vec<u32>>,
    ) -> Arc<Vec<u32>> {
        let known = self
            .answers()
            .orders
            .iter()
            .find(|(f, s, _)| f == filter && s == sort)
            .cloned();
        if let Some((.., order)) = known {
            return order;
        }
        let order = make();
        let mut cached = self.answers();
        if cached.orders.len() == MOST_CACHED {
            cached.orders.remove(0);
        }
        cached
            .orders
            .push((filter.clone(), sort.clone(), Arc::clone(&order)));
        order
    }

    /// The projects of a filter as the map's tiles ask for them; found without the lock.
    pub(super) fn set(
        &self,
        filter: &Filter,
        make: impl FnOnce() -> footprint_index::KeySet,
    ) -> Arc<footprint_index::Filter> {
        let known = self.answers().sets.iter().find(|(f, _)| f == filter).cloned();
        if let Some((_, set)) = known {
            return set;
        }
        let set = Arc::new(footprint_index::Filter {
            generation: self.generation.fetch_add(1, Ordering::Relaxed) + 1,
            keys: make(),
        });
        let mut cached = self.answers();
        if cached.sets.len() == MOST_CACHED {
            cached.sets.remove(0);
        }
        cached.sets.push((filter.clone(), Arc::clone(&set)));
        set
    }

    fn answers(&self) -> MutexGuard<'_, CachedAnswers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The set of that generation, when it is still cached.
    pub fn generation(&self, generation: u64) -> Option<Arc<footprint_index::Filter>> {
        let cached = self.answers();
        let mut sets = cached.sets.iter();
        sets.find(|(_, set)| set.generation == generation)
            .map(|(_, set)| Arc::clone(set))
    }
}

/// The line of a project's money that a row is.
fn of_project(row: Option<&Record>) -> Option<&BudgetLine> {
    match row {
        Some(Record::BudgetLine(line)) if line.owner_kind == OwnerKind::Project => Some(line),
        _ => None,
    }
}
