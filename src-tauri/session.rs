//! The session of a window: the open atlas and the settings. Each command of the wire is a method here, a few lines
//! that call the core.

mod checks;
mod drawing;
mod exports;
mod imports;
mod journal;
mod layers;
mod shapes;
mod systems;

pub use journal::step;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use planning::atlas_file::AtlasFile;
use planning::change::ChangeRequest;
use planning::model::Kind;
use planning::query::*;
use planning::store::{Mode, Stamp, StoreError};

use crate::clock::{self, Clock};
use crate::layers::{LayerImages, LayerTiles, Layers, Timeouts};
use crate::prefs::{Folders, Kept, Prefs, file_title};
use crate::seeds::{self, Start};
use crate::tiles::{BaseMap, OsmWater, TileSources};
use crate::user_crs::UserCrsStore;
use crate::wire::*;
use crate::wire_error::WireError;

/// The state behind one window.
pub struct Session {
    folders: Folders,
    kept: Mutex<Kept>,
    atlas: Arc<tokio::sync::RwLock<Option<Opened>>>,
    /// Changes that wait for questions to be answered; a long question gives way.
    changes: AtomicU32,
    /// What the map is drawn from, beside the atlas: tiles do not wait for a question.
    drawn: Arc<drawing::Drawn>,
    /// A file named at the start, to be opened instead of the last one.
    asked: Mutex<Option<PathBuf>>,
    /// Held while the first atlas is opened; then what went wrong.
    opening: tokio::sync::Mutex<Option<WireError>>,
    imports: imports::Imports,
    layers: Arc<Layers>,
    systems: Mutex<UserCrsStore>,
}

/// An open atlas and who else holds it.
struct Opened {
    file: AtlasFile,
    held_by: Option<String>,
    /// Measures the footprints of a large atlas.
    measurer: Option<drawing::Measurer>,
}

impl Opened {
    async fn close(mut self) -> Result<(), StoreError> {
        if let Some(measurer) = self.measurer.take() {
            measurer.stop();
        }
        self.file.close().await
    }
}

/// A way to change an atlas.
enum Work {
    Apply(ChangeRequest),
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
        Self {
            layers,
            systems,
            folders,
            kept: Mutex::new(kept),
            atlas: Arc::default(),
            changes: AtomicU32::new(0),
            drawn: Arc::default(),
            asked: Mutex::new(asked),
            opening: tokio::sync::Mutex::default(),
            imports: imports::Imports::default(),
        }
    }

    /// The map layers the user added.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// Everything that the page may ask for as a tile or picture; it stays the same whichever atlas is open.
    pub fn tile_sources(&self) -> TileSources {
        TileSources::default()
            .with(BaseMap)
            .with(OsmWater)
            .with(drawing::ProjectTiles(Arc::clone(&self.drawn)))
            .with(drawing::ControlTiles(Arc::clone(&self.drawn)))
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

    /// Asks the open atlas something.
    async fn ask<T>(&self, question: impl FnOnce(&Snapshot<'_>) -> T) -> Result<T, WireError> {
        let guard = self.atlas.read().await;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        Ok(opened.file.ask(question))
    }

    /// Changes the open atlas.
    async fn change(&self, work: Work) -> Result<Applied, WireError> {
        let stamp = self.stamp();
        self.changes.fetch_add(1, Ordering::Relaxed);
        let mut guard = self.atlas.write().await;
        self.changes.fetch_sub(1, Ordering::Relaxed);
        let opened = guard.as_mut().ok_or_else(WireError::no_atlas)?;
        let step = match work {
            Work::Apply(change) => opened.file.apply(change, &stamp).await?,
            Work::Undo => opened.file.undo(&stamp).await?,
            Work::Redo => opened.file.redo(&stamp).await?,
        };
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
            atlas: summary(opened),
            name: step.change.name,
            touched,
        })
    }

    /// Opens the atlas that was named at the start, or the last one, while the window is made; [`Session::app_state`]
    /// waits for it and says what went wrong.
    pub async fn open_last(&self) {
        let mut problem = self.opening.lock().await;
        *problem = self.open_first().await;
    }

    /// Opens the atlas that was named at the start, or the last one, unless one is open; returns why it could not.
    async fn open_first(&self) -> Option<WireError> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut problem = None;
        let is_open = self.atlas.read().await.is_some();
        if !is_open {
            let named = asked.is_some();
            let last = asked.or_else(|| self.kept().last.clone());
            if let Some(path) = last.filter(|p| named || p.exists())
                && let Err(error) = self.open_path(&path, Mode::Edit).await
            {
                let in_use = error.code == "atlas.in_use";
                problem = Some(error);
                if in_use && self.open_path(&path, Mode::Look).await.is_ok() {
                    problem = None;
                }
            }
        }
        problem
    }

    /// What the window needs to start.
    pub async fn app_state(&self) -> Result<AppState, WireError> {
        let mut opening = self.opening.lock().await;
        let problem = match opening.take() {
            Some(problem) => Some(problem),
            None => self.open_first().await,
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
            atlas: self.atlas.read().await.as_ref().map(summary),
            problem,
            atlas_folder: self.folders.atlases.display().to_string(),
            credits: credits.collect(),
        })
    }

    /// Keeps the settings.
    pub async fn set_prefs(&self, prefs: Prefs) -> Result<Prefs, WireError> {
        self.keep(|kept| kept.prefs = prefs.clone());
        Ok(prefs)
    }

    /// Makes an atlas and opens it.
    pub async fn new_atlas(&self, path: Option<String>, start: Start) -> Result<AtlasSummary, WireError> {
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
        AtlasFile::create(&path, seeds::rows(start)?, &name, &self.stamp()).await?;
        self.open_path(&path, Mode::Edit).await
    }

    /// Opens an atlas.
    pub async fn open_atlas(&self, path: String, read_only: bool) -> Result<AtlasSummary, WireError> {
        self.open_path(
            Path::new(path.trim()),
            if read_only { Mode::Look } else { Mode::Edit },
        )
        .await
    }

    async fn open_path(&self, path: &Path, mode: Mode) -> Result<AtlasSummary, WireError> {
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut guard = self.atlas.write().await;
        // Only when the new one can be opened is the old one closed; opening never ends in an empty program.
        let same = guard.as_ref().is_some_and(|o| o.file.path() == path);
        if same && let Some(old) = guard.take() {
            old.close().await?;
        }
        let held_by = match mode {
            Mode::Edit => None,
            Mode::Look => holder_of(&path),
        };
        let file = AtlasFile::open(&path, mode, &self.stamp().who).await?;
        self.drawn.show(&file);
        let measurer = drawing::Measurer::start(&file, &self.atlas, &self.drawn);
        let opened = Opened {
            file,
            held_by,
            measurer,
        };
        if let Some(old) = guard.replace(opened) {
            old.close().await?;
        }
        self.keep(|kept| kept.opened(&path));
        guard.as_ref().map(summary).ok_or_else(WireError::no_atlas)
    }

    /// Closes the atlas.
    pub async fn close_atlas(&self) -> Result<(), WireError> {
        self.close().await?;
        self.keep(|kept| kept.last = None);
        Ok(())
    }

    /// Closes the atlas when the window closes; it is opened again at the next start.
    pub async fn close(&self) -> Result<(), WireError> {
        if let Some(old) = self.atlas.write().await.take() {
            self.drawn.clear();
            old.close().await?;
        }
        Ok(())
    }

    /// Applies a change.
    pub async fn apply(&self, change: ChangeRequest) -> Result<Applied, WireError> {
        self.change(Work::Apply(change)).await
    }

    /// Takes the last step back.
    pub async fn undo(&self) -> Result<Applied, WireError> {
        self.change(Work::Undo).await
    }

    /// Does it again.
    pub async fn redo(&self) -> Result<Applied, WireError> {
        self.change(Work::Redo).await
    }

    /// The journal, newest first.
    pub async fn history(
        &self,
        table: Option<String>,
        id: Option<String>,
        limit: u32,
    ) -> Result<Vec<JournalStep>, WireError> {
        let mut guard = self.atlas.write().await;
        let opened = guard.as_mut().ok_or_else(WireError::no_atlas)?;
        let touching = match (table, id) {
            (Some(table), Some(id)) => {
                let kind = Kind::from_table(&table).map_err(planning::change::ChangeError::from)?;
                Some(journal::rows_of(opened.file.model(), kind, &id))
            }
            _ => None,
        };
        let entries = opened.file.journal(touching.as_deref(), limit).await?;
        Ok(entries
            .iter()
            .map(|(entry, change)| journal::step(entry, change))
            .collect())
    }

    /// The contents tree.
    pub async fn contents(&self) -> Result<Contents, WireError> {
        self.ask(|index| index.contents()).await
    }

    /// What a filter adds up to.
    pub async fn totals(&self, filter: Filter) -> Result<Totals, WireError> {
        self.ask(|index| index.totals(&filter)).await
    }

    /// What each choice would give.
    pub async fn facets(&self, filter: Filter) -> Result<Facets, WireError> {
        self.ask(|index| index.facets(&filter)).await
    }

    /// A page of the project ledger.
    pub async fn project_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<ProjectRow>, WireError> {
        self.ask(|index| index.project_page(&filter, &sort, offset, limit))
            .await
    }

    /// A page of the task ledger.
    pub async fn task_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<TaskRow>, WireError> {
        self.ask(|index| index.task_page(&filter, &sort, offset, limit))
            .await
    }

    /// A page of the town ledger.
    pub async fn town_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<TownRow>, WireError> {
        self.ask(|index| index.town_page(&filter, &sort, offset, limit))
            .await
    }

    /// What the map draws.
    pub async fn map_features(&self, filter: Filter) -> Result<MapFeatures, WireError> {
        self.ask(|index| index.map_features(&filter)).await
    }

    /// Everything about one thing.
    pub async fn detail(&self, kind: NodeKind, id: String) -> Result<Detail, WireError> {
        let found = self
            .ask(|index| index.detail(kind, &id))
            .await?
            .map_err(planning::change::ChangeError::from)?;
        found.ok_or_else(|| WireError::new("detail.missing", "找不到这一项，可能已被删除").with("id", id))
    }

    /// Finds things by name.
    pub async fn search(&self, text: String, limit: u32) -> Result<Vec<SearchHit>, WireError> {
        self.ask(|index| index.search(&text, limit as usize)).await
    }

    /// A place of the gazetteer and the regions above it, as rows for the atlas.
    pub async fn place_rows(&self, code: String) -> Result<Vec<planning::model::Region>, WireError> {
        let rows = self
            .ask(|index| planning::places::rows(index.model, &code))
            .await?;
        rows.ok_or_else(|| WireError::new("place.missing", "地名库里没有这个地方").with("code", code))
    }

    /// Choices of references.
    pub async fn choices(&self) -> Result<Choices, WireError> {
        self.ask(|index| index.choices()).await
    }

    /// Shows a file in the file manager.
    pub async fn reveal(&self, path: String) -> Result<(), WireError> {
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

fn summary(opened: &Opened) -> AtlasSummary {
    let file = &opened.file;
    let model = file.model();
    let info = model.atlas.iter().next();
    let (undo, depth) = file.undo_name();
    AtlasSummary {
        path: file.path().display().to_string(),
        name: file_title(file.path()),
        title: info.map(|a| a.title.clone()).unwrap_or_default(),
        practice: info.is_some_and(|a| a.practice),
        read_only: !file.can_write(),
        held_by: opened.held_by.clone(),
        version: small(file.version()),
        undo: undo.filter(|_| file.can_write()).map(ToOwned::to_owned),
        redo: file
            .redo_name()
            .filter(|_| file.can_write())
            .map(ToOwned::to_owned),
        undo_depth: small(depth),
        projects: small(model.projects.len()),
        empty: model.plans.is_empty() && model.projects.is_empty() && model.regions.is_empty(),
    }
}

fn holder_of(path: &Path) -> Option<String> {
    match planning::store::Lock::take(path, "") {
        Err(StoreError::InUse { holder, .. }) => Some(holder.to_string()),
        _ => None,
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
