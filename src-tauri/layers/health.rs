//! How each layer is doing, as its tiles have come out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use ts_rs::TS;
use words::{Words, said};

use crate::clock::{self, Clock};

/// What stands in the way of a layer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LayerProblem {
    /// Nothing.
    #[default]
    None,
    /// The server cannot be reached.
    Offline,
    /// It needs a key and there is none.
    KeyMissing,
    /// The server refuses the key, or refuses to serve.
    KeyRefused,
    /// There is nothing at the address.
    NotFound,
    /// What came is not what was asked for; `words` says what.
    BadAnswer,
    /// The file is not there any more.
    FileMissing,
}

/// How a layer is doing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct LayerState {
    pub id: String,
    /// Tiles on their way.
    pub loading: u32,
    /// When a tile last came, RFC 3339 UTC.
    pub last_ok: Option<String>,
    /// What stands in the way.
    pub problem: LayerProblem,
    /// The same in words; `None` if nothing does.
    pub words: Option<Words>,
    /// Seconds until the next attempt; until then every tile is answered at once with 503 or 401.
    pub retry_in: Option<u32>,
}

/// So many addresses that lead nowhere, and none that does, are no accident.
const MISSING: u32 = 4;
/// So many refusals without a tile between them: the key is not right.
const REFUSALS: u32 = 3;
/// How long a layer with a refused key is left in peace.
const PAUSE: Duration = Duration::from_secs(60);

/// The health of all layers.
#[derive(Debug, Clone, Default)]
pub struct HealthTable {
    all: Arc<Mutex<HashMap<String, Health>>>,
    stamps: Arc<AtomicU64>,
    clock: Clock,
    watcher: Watcher,
}

/// Who is told of a layer that does otherwise than before.
#[derive(Clone, Default)]
struct Watcher(Arc<OnceLock<Tell>>);

/// Tells the id of a layer.
type Tell = Box<dyn Fn(&str) + Send + Sync>;

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Watcher").field(&self.0.get().is_some()).finish()
    }
}

#[derive(Debug, Default)]
struct Health {
    /// What a tile asked for before the layer was changed says does not count any more.
    stamp: u64,
    loading: u32,
    last_ok: Option<String>,
    problem: LayerProblem,
    words: Option<Words>,
    missing: u32,
    refusals: u32,
    until: Option<Instant>,
}

impl Health {
    /// What a person sees of it.
    fn seen(&self) -> (bool, LayerProblem, Option<Words>, bool) {
        let came = self.last_ok.is_some();
        (came, self.problem, self.words.clone(), self.until.is_some())
    }
}

/// A tile on its way; it is counted until this goes.
#[derive(Debug)]
pub struct InFlight {
    health: HealthTable,
    id: String,
    stamp: u64,
}

impl HealthTable {
    /// Returns a table of layers that have not been asked for anything yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            ..Self::default()
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Health>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names who is told the id of a layer that does otherwise than before; only the first who asks is.
    pub fn watch(&self, watcher: impl Fn(&str) + Send + Sync + 'static) {
        let _ = self.watcher.0.set(Box::new(watcher));
    }

    fn tell(&self, id: &str) {
        if let Some(watcher) = self.watcher.0.get() {
            watcher(id);
        }
    }

    /// Begins anew for a layer that was changed.
    pub fn reset(&self, id: &str) {
        let stamp = self.stamps.fetch_add(1, Ordering::Relaxed) + 1;
        let health = Health {
            stamp,
            ..Health::default()
        };
        self.all().insert(id.to_owned(), health);
        self.tell(id);
    }

    /// Forgets what went wrong with a layer; what it has fetched stands.
    pub fn retry(&self, id: &str) {
        if let Some(c) = self.all().get_mut(id) {
            c.problem = LayerProblem::None;
            c.words = None;
            (c.missing, c.refusals, c.until) = (0, 0, None);
        }
        self.tell(id);
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
    pub fn start(&self, id: &str) -> InFlight {
        let mut all = self.all();
        let health = all.entry(id.to_owned()).or_default();
        health.loading += 1;
        let stamp = health.stamp;
        drop(all);
        InFlight {
            health: self.clone(),
            id: id.to_owned(),
            stamp,
        }
    }

    /// What stands in the way of asking at all, with its words.
    pub fn backing_off(&self, id: &str) -> Option<(LayerProblem, Words)> {
        let all = self.all();
        let health = all.get(id)?;
        let waits = health.until.is_some_and(|until| until > self.clock.instant());
        match waits {
            true => health.words.clone().map(|words| (health.problem, words)),
            false => None,
        }
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
        let left = c.until.map(|u| u.saturating_duration_since(self.clock.instant()));
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

impl InFlight {
    /// Changes what is known, and tells it if a person sees the difference.
    fn change(&self, change: impl FnOnce(&mut Health)) {
        if self.update(change) == Some(true) {
            self.health.tell(&self.id);
        }
    }

    /// Notes a failure. A further one of the same kind is told too: when it will be tried again is another time now.
    fn fail(&self, change: impl FnOnce(&mut Health)) {
        if self.update(change).is_some() {
            self.health.tell(&self.id);
        }
    }

    /// Changes what is known, and says whether a person sees the difference; `None` if the layer is another by now.
    fn update(&self, change: impl FnOnce(&mut Health)) -> Option<bool> {
        let mut all = self.health.all();
        let health = all.get_mut(&self.id).filter(|h| h.stamp == self.stamp)?;
        let before = health.seen();
        change(health);
        Some(health.seen() != before)
    }

    /// A tile has come.
    pub fn succeeded(&self) {
        self.change(|c| {
            c.last_ok = Some(clock::now());
            c.problem = LayerProblem::None;
            c.words = None;
            (c.missing, c.refusals, c.until) = (0, 0, None);
        });
    }

    /// There is no tile at this place; `missing` when its address leads nowhere.
    pub fn no_tile(&self, missing: bool) {
        self.change(|c| {
            c.refusals = 0;
            if !missing {
                c.last_ok = Some(clock::now());
                c.problem = LayerProblem::None;
                c.words = None;
            } else if c.last_ok.is_none() {
                c.missing += 1;
                if c.missing >= MISSING {
                    c.problem = LayerProblem::NotFound;
                    c.words = Some(said!(
                        "layers.no_tiles_here",
                        "这个地址上没有瓦片（404）：请检查地址、图层和级别",
                        "there are no tiles at this address (404); check address, layer and levels"
                    ));
                }
            } else if c.problem == LayerProblem::Offline {
                c.problem = LayerProblem::None;
                c.words = None;
            }
        });
    }

    /// The key was refused; after some times the layer is left in peace for a while.
    pub fn refused(&self, words: &Words) {
        let now = self.health.clock.instant();
        self.fail(|c| {
            c.problem = LayerProblem::KeyRefused;
            c.words = Some(words.clone());
            c.refusals += 1;
            if c.refusals >= REFUSALS {
                c.until = Some(now + PAUSE);
            }
        });
    }

    /// Something stands in the way, for that long if it is known.
    pub fn failed(&self, problem: LayerProblem, words: &Words, pause: Option<Duration>) {
        let now = self.health.clock.instant();
        self.fail(|c| {
            c.problem = problem;
            c.words = Some(words.clone());
            if let Some(pause) = pause {
                c.until = Some(now + pause);
            }
        });
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.change(|c| c.loading = c.loading.saturating_sub(1));
    }
}
