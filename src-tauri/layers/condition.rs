//! How each layer is doing, as its tiles have come out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::wire::{LayerProblem, LayerState};

/// So many addresses that lead nowhere, and none that does, are no accident.
const MISSING: u32 = 4;
/// So many refusals without a tile between them: the key is not right.
const REFUSALS: u32 = 3;
/// How long a layer with a refused key is left in peace.
const PAUSE: Duration = Duration::from_secs(60);

/// The conditions of all layers.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    all: Arc<Mutex<HashMap<String, Condition>>>,
    stamps: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct Condition {
    /// What a tile asked for before the layer was changed says does not count any more.
    stamp: u64,
    loading: u32,
    last_ok: Option<String>,
    problem: LayerProblem,
    words: String,
    missing: u32,
    refusals: u32,
    until: Option<Instant>,
}

/// A tile on its way; it is counted until this goes.
#[derive(Debug)]
pub struct OnItsWay {
    conditions: Conditions,
    id: String,
    stamp: u64,
}

impl Conditions {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Condition>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins anew for a layer that was changed.
    pub fn renew(&self, id: &str) {
        let stamp = self.stamps.fetch_add(1, Ordering::Relaxed) + 1;
        let condition = Condition {
            stamp,
            ..Condition::default()
        };
        self.all().insert(id.to_owned(), condition);
    }

    /// Forgets what went wrong with a layer; what it has fetched stands.
    pub fn retry(&self, id: &str) {
        if let Some(c) = self.all().get_mut(id) {
            c.problem = LayerProblem::None;
            c.words.clear();
            (c.missing, c.refusals, c.until) = (0, 0, None);
        }
    }

    /// Forgets a layer that was removed.
    pub fn forget(&self, id: &str) {
        self.all().remove(id);
    }

    /// The number that changes whenever the layer does.
    pub fn stamp(&self, id: &str) -> u64 {
        self.all().get(id).map_or(0, |c| c.stamp)
    }

    /// Counts a tile that is asked for.
    pub fn begin(&self, id: &str) -> OnItsWay {
        let mut all = self.all();
        let condition = all.entry(id.to_owned()).or_default();
        condition.loading += 1;
        OnItsWay {
            conditions: self.clone(),
            id: id.to_owned(),
            stamp: condition.stamp,
        }
    }

    /// What stands in the way of asking at all, with its words.
    pub fn resting(&self, id: &str) -> Option<(LayerProblem, String)> {
        let all = self.all();
        let condition = all.get(id)?;
        let waits = condition.until.is_some_and(|until| until > Instant::now());
        waits.then(|| (condition.problem, condition.words.clone()))
    }

    /// How a layer is doing.
    pub fn state(&self, id: &str) -> LayerState {
        let all = self.all();
        let Some(c) = all.get(id) else {
            return LayerState {
                id: id.to_owned(),
                ..LayerState::default()
            };
        };
        let left = c.until.map(|u| u.saturating_duration_since(Instant::now()));
        LayerState {
            id: id.to_owned(),
            loading: c.loading,
            last_ok: c.last_ok.clone(),
            problem: c.problem,
            words: c.words.clone(),
            retry_in: left.and_then(seconds),
        }
    }
}

/// Whole seconds that a pause has left.
pub fn seconds(left: Duration) -> Option<u32> {
    let seconds = u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
    (seconds > 0).then_some(seconds)
}

impl OnItsWay {
    fn change(&self, change: impl FnOnce(&mut Condition)) {
        let mut all = self.conditions.all();
        if let Some(condition) = all.get_mut(&self.id)
            && condition.stamp == self.stamp
        {
            change(condition);
        }
    }

    /// A tile has come.
    pub fn came(&self) {
        self.change(|c| {
            c.last_ok = Some(crate::session::now());
            c.problem = LayerProblem::None;
            c.words.clear();
            (c.missing, c.refusals, c.until) = (0, 0, None);
        });
    }

    /// There is no tile at this place; `missing` when its address leads nowhere.
    pub fn empty(&self, missing: bool) {
        self.change(|c| {
            c.refusals = 0;
            if !missing {
                c.last_ok = Some(crate::session::now());
                c.problem = LayerProblem::None;
                c.words.clear();
            } else if c.last_ok.is_none() {
                c.missing += 1;
                if c.missing >= MISSING {
                    c.problem = LayerProblem::NotFound;
                    c.words = "这个地址上没有瓦片（404）：请检查地址、图层和级别".to_owned();
                }
            } else if c.problem == LayerProblem::Offline {
                c.problem = LayerProblem::None;
                c.words.clear();
            }
        });
    }

    /// The key was refused; after some times the layer is left in peace for a while.
    pub fn refused(&self, words: &str) {
        self.change(|c| {
            c.problem = LayerProblem::KeyRefused;
            c.words = words.to_owned();
            c.refusals += 1;
            if c.refusals >= REFUSALS {
                c.until = Some(Instant::now() + PAUSE);
            }
        });
    }

    /// Something stands in the way, for that long if it is known.
    pub fn trouble(&self, problem: LayerProblem, words: &str, pause: Option<Duration>) {
        self.change(|c| {
            c.problem = problem;
            c.words = words.to_owned();
            if let Some(pause) = pause {
                c.until = Some(Instant::now() + pause);
            }
        });
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        self.change(|c| c.loading = c.loading.saturating_sub(1));
    }
}
