//! The session of a window: the open atlas and the settings. Each command of the wire is a method here, a few lines
//! that call the core.

mod checks;
mod drawing;
mod events;
mod exports;
mod file_watch;
mod imports;
mod intents;
mod jobs;
mod layers;
mod measuring;
mod place;
mod shapes;
mod systems;
#[cfg(test)]
mod tests;
mod turns;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLockReadGuard};

use planning::atlas_file::AtlasFile;
use planning::change::ChangeRequest;
use planning::model::Kind;
use planning::query::*;
use planning::rules::Intent;
use planning::store::{Mode, Stamp, StoreError};

pub use events::Events;
use place::{AtlasPlace, Opened};

use crate::clock::{self, Clock};
use crate::layers::{LayerImages, LayerTiles, Layers, Timeouts};
use crate::prefs::{Folders, Kept, Prefs};
use crate::seeds::{self, Start};
use crate::tiles::{BaseMap, OsmWater, TileSources};
use crate::user_crs::UserCrsStore;
use crate::wire::*;
use crate::wire_error::WireError;

/// The state behind one window.
pub struct Session {
    folders: Folders,
    kept: Mutex<Kept>,
    place: Arc<AtlasPlace>,
    /// Changes that wait for questions to be answered; a long question gives way.
    changes: AtomicU32,
    /// A file named at the start, to be opened instead of the last one.
    asked: Mutex<Option<PathBuf>>,
    /// Held while the first atlas is opened; then what went wrong.
    opening: Mutex<Option<WireError>>,
    imports: imports::Imports,
    exports: jobs::Jobs,
    layers: Arc<Layers>,
    systems: Mutex<UserCrsStore>,
}

/// A way to change an atlas.
enum Change {
    Apply(ChangeRequest),
    Intend(Intent),
    Remove(String, Vec<(Kind, String)>),
    Undo,
    Redo,
}

/// A count as the wire has it.
fn small(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

impl Session {
    /// A session with these folders; `asked` is opened first instead of the last atlas.
    pub fn new(folders: Folders, asked: Option<PathBuf>) -> Self {
        Self::with_clock(folders, asked, Clock::default())
    }

    /// The same with a clock of one's own, by which layers wait.
    pub fn with_clock(folders: Folders, asked: Option<PathBuf>, clock: Clock) -> Self {
        let kept = Kept::load(&folders.settings);
        let beside = folders.settings.parent().unwrap_or(Path::new("."));
        let layers = Arc::new(Layers::open(beside, Timeouts::default(), clock));
        let systems = Mutex::new(UserCrsStore::open(beside));
        let place = Arc::<AtlasPlace>::default();
        let events = &place.events;
        let (watched, told) = (Arc::downgrade(&layers), events.clone());
        layers.watch(move |id| {
            if let Some(Ok(state)) = watched.upgrade().map(|layers| layers.state(id)) {
                told.send(CoreEvent::LayerState(state));
            }
        });
        Self {
            layers,
            systems,
            folders,
            kept: Mutex::new(kept),
            changes: AtomicU32::new(0),
            asked: Mutex::new(asked),
            opening: Mutex::default(),
            imports: imports::Imports::new(events.clone()),
            exports: jobs::Jobs::new(events.clone()),
            place,
        }
    }

    /// The map layers the user added.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// Where to listen to what is told without being asked.
    pub fn events(&self) -> &Events {
        &self.place.events
    }

    /// Everything that the page may ask for as a tile or picture; it stays the same whichever atlas is open.
    pub fn tile_sources(&self) -> TileSources {
        TileSources::default()
            .with(BaseMap)
            .with(OsmWater)
            .with(drawing::ProjectTiles(Arc::clone(&self.place.drawn)))
            .with(drawing::ControlTiles(Arc::clone(&self.place.drawn)))
            .with(LayerTiles(Arc::clone(&self.layers)))
            .with(LayerImages(Arc::clone(&self.layers)))
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, change: impl FnOnce(&mut Kept)) {
        let mut kept = self.kept();
        change(&mut kept);
        // Settings that cannot be kept must not stop the work; the atlas itself is elsewhere.
        let _ = kept.save(&self.folders.settings);
    }

    fn stamp(&self) -> Stamp {
        let author = self.kept().prefs.author.clone();
        let who = if author.is_empty() {
            std::env::var("USER").unwrap_or_default()
        } else {
            author
        };
        Stamp {
            at: clock::now(),
            who,
        }
    }

    fn opened(&self) -> Result<RwLockReadGuard<'_, Option<Opened>>, WireError> {
        self.place.to_ask()
    }

    /// Asks the open atlas something.
    fn ask<T>(&self, question: impl FnOnce(&Snapshot<'_>) -> T) -> Result<T, WireError> {
        let guard = self.opened()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        Ok(opened.file.ask(question))
    }

    /// Changes the open atlas.
    fn change(&self, change: Change) -> Result<Applied, WireError> {
        let stamp = self.stamp();
        self.changes.fetch_add(1, Ordering::Relaxed);
        let begun = self.place.turns.take(turns::Work::Short);
        let begun = begun.and_then(|turn| Ok((turn, self.place.to_change()?)));
        self.changes.fetch_sub(1, Ordering::Relaxed);
        let (_turn, mut guard) = begun?;
        let opened = guard.as_mut().ok_or_else(WireError::no_atlas)?;
        let many = !matches!(change, Change::Apply(_) | Change::Intend(_) | Change::Remove(..));
        let step = match change {
            Change::Apply(change) => opened.file.apply(change, &stamp)?,
            Change::Intend(intent) => opened.file.intend(intent, &stamp)?,
            Change::Remove(name, rows) => opened.file.remove(&name, &rows, &stamp)?,
            Change::Undo => opened.file.undo(&stamp)?,
            Change::Redo => opened.file.redo(&stamp)?,
        };
        if many {
            self.place.measure_new_rows(opened);
        }
        let touched = step
            .change
            .edits
            .iter()
            .map(|e| Touched {
                table: e.kind.table().to_owned(),
                id: e.id.clone(),
                removed: e.after.is_none(),
            })
            .collect();
        Ok(Applied {
            atlas: opened.summary(),
            name: step.change.name,
            touched,
        })
    }

    /// Opens the atlas that was named at the start, or the last one, while the window is made; [`Session::app_state`]
    /// waits for it and says what went wrong.
    pub fn open_last(&self) {
        let mut problem = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        *problem = self.open_first();
    }

    /// Opens the atlas that was named at the start, or the last one, unless one is open; returns why it could not.
    fn open_first(&self) -> Option<WireError> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut problem = None;
        let is_open = self.opened().is_ok_and(|atlas| atlas.is_some());
        if !is_open {
            let named = asked.is_some();
            let last = asked.or_else(|| self.kept().last.clone());
            if let Some(path) = last.filter(|p| named || p.exists())
                && let Err(error) = self.open_path(&path, Mode::Edit)
            {
                let in_use = error.code == "atlas.in_use";
                problem = Some(error);
                if in_use && self.open_path(&path, Mode::Look).is_ok() {
                    problem = None;
                }
            }
        }
        problem
    }

    /// What the window needs to start.
    pub fn app_state(&self) -> Result<AppState, WireError> {
        let mut opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        let problem = match opening.take() {
            Some(problem) => Some(problem),
            None => self.open_first(),
        };
        drop(opening);
        let kept = self.kept().clone();
        let credits = geodata::basemap::credits().iter().map(|c| Credit {
            name: c.name.to_owned(),
            licence: c.licence.to_owned(),
            note_zh: c.note.to_owned(),
            note_en: c.note_en.to_owned(),
            url: c.url.to_owned(),
            on_map: c.on_map,
        });
        Ok(AppState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            recent: kept.recent(),
            prefs: kept.prefs,
            atlas: self.opened()?.as_ref().map(Opened::summary),
            problem,
            atlas_folder: self.folders.atlases.display().to_string(),
            credits: credits.collect(),
        })
    }

    /// Keeps the settings.
    pub fn set_prefs(&self, prefs: Prefs) -> Result<Prefs, WireError> {
        self.keep(|kept| kept.prefs = prefs.clone());
        Ok(prefs)
    }

    /// Makes an atlas and opens it.
    pub fn new_atlas(&self, path: Option<String>, start: Start) -> Result<AtlasSummary, WireError> {
        // Not a file that nobody opens then.
        drop(self.place.turns.take(turns::Work::Short)?);
        let path = match path.filter(|p| !p.trim().is_empty()) {
            Some(path) => with_ending(Path::new(path.trim())),
            None => {
                let folder = &self.folders.atlases;
                std::fs::create_dir_all(folder).map_err(|e| StoreError::Io {
                    path: folder.clone(),
                    reason: e.to_string(),
                })?;
                free_name(folder, seeds::name(start))
            }
        };
        let name = format!("新建图册：{}", seeds::name(start));
        AtlasFile::create(&path, seeds::rows(start)?, &name, &self.stamp())?;
        self.open_path(&path, Mode::Edit)
    }

    /// Opens an atlas.
    pub fn open_atlas(&self, path: String, read_only: bool) -> Result<AtlasSummary, WireError> {
        self.open_path(
            Path::new(path.trim()),
            if read_only { Mode::Look } else { Mode::Edit },
        )
    }

    fn open_path(&self, path: &Path, mode: Mode) -> Result<AtlasSummary, WireError> {
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let summary = self.place.open(&path, mode, &self.stamp().who)?;
        self.keep(|kept| kept.opened(&path));
        Ok(summary)
    }

    /// Closes the atlas.
    pub fn close_atlas(&self) -> Result<(), WireError> {
        self.place.close(self.place.turns.take(turns::Work::Short)?)?;
        self.keep(|kept| kept.last = None);
        Ok(())
    }

    /// Closes the atlas when the window closes; it is opened again at the next start.
    pub fn close(&self) -> Result<(), WireError> {
        self.cancel_job()?;
        self.place.close(self.place.turns.wait())
    }

    /// Applies a change.
    pub fn apply(&self, change: ChangeRequest) -> Result<Applied, WireError> {
        self.change(Change::Apply(change))
    }

    /// Takes the last step back.
    pub fn undo(&self) -> Result<Applied, WireError> {
        self.change(Change::Undo)
    }

    /// Does it again.
    pub fn redo(&self) -> Result<Applied, WireError> {
        self.change(Change::Redo)
    }

    /// The journal, newest first.
    pub fn history(
        &self,
        table: Option<String>,
        id: Option<String>,
        limit: u32,
    ) -> Result<Vec<JournalStep>, WireError> {
        let guard = self.opened()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        let of = match (&table, &id) {
            (Some(table), Some(id)) => {
                let kind = Kind::from_table(table).map_err(planning::change::ChangeError::from)?;
                Some((kind, id.as_str()))
            }
            _ => None,
        };
        Ok(planning::history::steps(&opened.file, of, limit)?)
    }

    /// The contents tree.
    pub fn contents(&self) -> Result<Contents, WireError> {
        self.ask(|index| index.contents())
    }

    /// What a filter adds up to.
    pub fn totals(&self, filter: Filter) -> Result<Totals, WireError> {
        self.ask(|index| index.totals(&filter))
    }

    /// What each choice would give.
    pub fn facets(&self, filter: Filter) -> Result<Facets, WireError> {
        self.ask(|index| index.facets(&filter))
    }

    /// A page of the project ledger.
    pub fn project_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<ProjectRow>, WireError> {
        self.ask(|index| index.project_page(&filter, &sort, offset, limit))
    }

    /// A page of the task ledger.
    pub fn task_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<TaskRow>, WireError> {
        self.ask(|index| index.task_page(&filter, &sort, offset, limit))
    }

    /// A page of the town ledger.
    pub fn town_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<TownRow>, WireError> {
        self.ask(|index| index.town_page(&filter, &sort, offset, limit))
    }

    /// What the map draws.
    pub fn map_features(&self, filter: Filter) -> Result<MapFeatures, WireError> {
        self.ask(|index| index.map_features(&filter))
    }

    /// Everything about one thing.
    pub fn detail(&self, kind: NodeKind, id: String) -> Result<Detail, WireError> {
        let found = self
            .ask(|index| index.detail(kind, &id))?
            .map_err(planning::change::ChangeError::from)?;
        found.ok_or_else(|| WireError::new("detail.missing", "找不到这一项，可能已被删除").with("id", id))
    }

    /// Finds things by name.
    pub fn search(&self, text: String, limit: u32) -> Result<Vec<SearchHit>, WireError> {
        self.ask(|index| index.search(&text, limit as usize))
    }

    /// A place of the gazetteer and the regions above it, as rows for the atlas.
    pub fn place_rows(&self, code: String) -> Result<Vec<planning::model::Region>, WireError> {
        let rows = self.ask(|index| planning::places::rows(index.model, &code))?;
        rows.ok_or_else(|| WireError::new("place.missing", "地名库里没有这个地方").with("code", code))
    }

    /// Choices of references.
    pub fn choices(&self) -> Result<Choices, WireError> {
        self.ask(|index| index.choices())
    }

    /// Shows a file in the file manager.
    pub fn reveal(&self, path: String) -> Result<(), WireError> {
        let path = PathBuf::from(path);
        let folder = path.parent().unwrap_or(&path);
        let (program, target) = if cfg!(target_os = "windows") {
            ("explorer", folder)
        } else if cfg!(target_os = "macos") {
            ("open", folder)
        } else {
            ("xdg-open", folder)
        };
        std::process::Command::new(program)
            .arg(target)
            .spawn()
            .map(drop)
            .map_err(|e| {
                WireError::new(
                    "reveal.failed",
                    format!("无法打开文件夹 {}：{e}", folder.display()),
                )
            })
    }
}

fn with_ending(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gpkg")) {
        path.to_owned()
    } else {
        let mut name = path.as_os_str().to_owned();
        name.push(".gpkg");
        PathBuf::from(name)
    }
}

fn free_name(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|n| folder.join(format!("{name} {n}.gpkg")));
    let mut names = std::iter::once(folder.join(format!("{name}.gpkg"))).chain(numbered);
    names
        .find(|p| !p.exists())
        .unwrap_or_else(|| folder.join(format!("{name}.gpkg")))
}
