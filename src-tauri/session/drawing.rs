//! What the map of a large atlas is drawn from: tiles of projects and of control lines.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use planning::atlas_file::AtlasFile;
use planning::control_map::ControlMap;
use planning::project_map::ProjectMap;
use planning::query::QueryCache;

use crate::tiles::{Answering, TileBytes, TilePlace, TileSource, computed, not_a_path};

/// The map of the open atlas.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    maps: Mutex<Option<Maps>>,
    /// When a tile was asked for last.
    asked: Mutex<Option<Instant>>,
}

#[derive(Debug, Clone)]
struct Maps {
    projects: Arc<ProjectMap>,
    cache: Arc<QueryCache>,
    controls: Arc<ControlMap>,
}

impl Drawn {
    pub fn show(&self, file: &AtlasFile) {
        let maps = Maps {
            projects: Arc::clone(file.map()),
            cache: Arc::clone(file.cache()),
            controls: Arc::clone(file.controls()),
        };
        *self.asked() = None;
        *self.maps.lock().unwrap_or_else(PoisonError::into_inner) = Some(maps);
    }

    pub fn clear(&self) {
        *self.maps.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.asked() = None;
    }

    fn get(&self) -> Option<Maps> {
        self.maps.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn for_tile(&self) -> Option<Maps> {
        *self.asked() = Some(Instant::now());
        self.get()
    }

    pub fn asked(&self) -> MutexGuard<'_, Option<Instant>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `projects/{set}/{z}/{x}/{y}.mvt`: the projects of a filter's answer, set 0 for all.
#[derive(Debug)]
pub(crate) struct ProjectTiles(pub Arc<Drawn>);

/// `controls/{z}/{x}/{y}.mvt`: the control lines.
#[derive(Debug)]
pub(crate) struct ControlTiles(pub Arc<Drawn>);

impl TileSource for ProjectTiles {
    fn name(&self) -> &'static str {
        "projects"
    }

    fn get<'a>(&'a self, rest: &'a str) -> Answering<'a> {
        let asked = (|| {
            let (set, place) = rest.split_once('/').ok_or_else(|| not_a_path(rest))?;
            let set: u64 = set.parse().map_err(|_| not_a_path(rest))?;
            Ok((set, TilePlace::read(place)?))
        })();
        let maps = self.0.for_tile();
        computed(move || {
            let (set, TilePlace { z, x, y }) = asked?;
            let Some(maps) = maps else { return Ok(None) };
            let filter = match set {
                0 => None,
                set => match maps.cache.generation(set) {
                    Some(filter) => Some(filter),
                    // The page has gone on to a later answer.
                    None => return Ok(None),
                },
            };
            let tile = maps.projects.footprints().tile(z, x, y, filter.as_deref());
            Ok(TileBytes::vector(tile.to_vec()))
        })
    }
}

impl TileSource for ControlTiles {
    fn name(&self) -> &'static str {
        "controls"
    }

    fn get<'a>(&'a self, rest: &'a str) -> Answering<'a> {
        let place = TilePlace::read(rest);
        let maps = self.0.get();
        computed(move || {
            let TilePlace { z, x, y } = place?;
            Ok(maps.and_then(|maps| TileBytes::vector(maps.controls.tile(z, x, y).to_vec())))
        })
    }
}
