//! The session of a window: the open atlas, the settings and what else commands share, and the groups of commands that
//! are called on it.

pub(crate) mod drawing;
mod events;
mod file_watch;
pub(crate) mod jobs;
mod measuring;
pub(crate) mod place;
pub(crate) mod settings;
pub(crate) mod systems;
#[cfg(test)]
mod tests;
pub(crate) mod turns;

use std::path::PathBuf;
use std::sync::Arc;

pub use events::Events;
use jobs::Jobs;
use place::AtlasPlace;
use settings::Settings;
use systems::Systems;

use crate::clock::Clock;
use crate::commands::atlas::AtlasCommands;
use crate::commands::checks::CheckCommands;
use crate::commands::desktop::DesktopCommands;
use crate::commands::edits::EditCommands;
use crate::commands::exports::ExportCommands;
use crate::commands::imports::ImportCommands;
use crate::commands::jobs::JobCommands;
use crate::commands::layers::LayerCommands;
use crate::commands::map::MapCommands;
use crate::commands::questions::QuestionCommands;
use crate::commands::settings::SettingsCommands;
use crate::commands::shapes::ShapeCommands;
use crate::commands::systems::SystemCommands;
use crate::layers::{LayerImages, LayerTiles, Layers, Timeouts};
use crate::prefs::Folders;
use crate::tiles::{BaseMap, OsmWater, TileSources};
use crate::wire::CoreEvent;
use crate::wire_error::WireError;

/// The state behind one window, and the commands that are called on it; each group holds what it needs of the state.
#[derive(Debug)]
pub struct Session {
    place: Arc<AtlasPlace>,
    shared_layers: Arc<Layers>,
    pub(crate) atlas: AtlasCommands,
    pub(crate) checks: CheckCommands,
    pub(crate) desktop: DesktopCommands,
    pub(crate) edits: EditCommands,
    pub(crate) exports: ExportCommands,
    pub(crate) imports: ImportCommands,
    pub(crate) jobs: JobCommands,
    pub(crate) layers: LayerCommands,
    pub(crate) map: MapCommands,
    pub(crate) questions: QuestionCommands,
    pub(crate) settings: SettingsCommands,
    pub(crate) shapes: ShapeCommands,
    pub(crate) systems: SystemCommands,
}

impl Session {
    /// A session with these folders; `asked` is opened first instead of the last atlas.
    pub fn new(folders: Folders, asked: Option<PathBuf>) -> Self {
        Self::with_clock(folders, asked, Clock::default())
    }

    /// The same with a clock of one's own, by which layers wait.
    pub fn with_clock(folders: Folders, asked: Option<PathBuf>, clock: Clock) -> Self {
        let settings = Arc::new(Settings::load(folders));
        let layers = Arc::new(Layers::open(settings.folder(), Timeouts::default(), clock));
        let systems = Arc::new(Systems::open(settings.folder()));
        let place = Arc::<AtlasPlace>::default();
        let events = &place.events;
        let (watched, told) = (Arc::downgrade(&layers), events.clone());
        layers.watch(move |id| {
            if let Some(Ok(state)) = watched.upgrade().map(|layers| layers.state(id)) {
                told.send(CoreEvent::LayerState(state));
            }
        });
        let (imports, exports) = (Jobs::new(events.clone()), Jobs::new(events.clone()));
        let (imports, exports) = (Arc::new(imports), Arc::new(exports));
        Self {
            atlas: AtlasCommands::new(settings.clone(), place.clone(), asked),
            checks: CheckCommands { place: place.clone() },
            desktop: DesktopCommands,
            edits: EditCommands {
                settings: settings.clone(),
                place: place.clone(),
            },
            exports: ExportCommands {
                place: place.clone(),
                systems: systems.clone(),
                jobs: exports.clone(),
            },
            imports: ImportCommands::new(settings.clone(), place.clone(), systems.clone(), imports.clone()),
            jobs: JobCommands {
                places: [imports, exports],
            },
            layers: LayerCommands {
                layers: layers.clone(),
            },
            map: MapCommands { place: place.clone() },
            questions: QuestionCommands { place: place.clone() },
            settings: SettingsCommands {
                settings: settings.clone(),
            },
            shapes: ShapeCommands {
                systems: systems.clone(),
            },
            systems: SystemCommands { settings, systems },
            shared_layers: layers,
            place,
        }
    }

    /// The map layers the user added.
    pub fn layers(&self) -> &Layers {
        &self.shared_layers
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
            .with(LayerTiles(Arc::clone(&self.shared_layers)))
            .with(LayerImages(Arc::clone(&self.shared_layers)))
    }

    /// Opens the atlas that was named at the start, or the last one, while the window is made; the command
    /// `first_atlas` waits for it and `app_state` says what went wrong.
    pub fn open_last(&self) {
        // What goes wrong is told by `app_state`.
        let _ = self.atlas.first_atlas();
    }

    /// Closes the atlas when the window closes; it is opened again at the next start.
    ///
    /// # Errors
    /// What closing the file says; it is let go all the same.
    pub fn close(&self) -> Result<(), WireError> {
        self.jobs.cancel_job()?;
        self.atlas.cancel_opening()?;
        self.place.close(self.place.turns.wait())
    }
}
