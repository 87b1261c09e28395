//! What the map of a large atlas is drawn from: tiles of projects and the shapes in view.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use planning::atlas_file::AtlasFile;
use planning::change::ChangeError;
use planning::control_map::ControlMap;
use planning::project_map::ProjectMap;
use planning::query::{Filter, ProjectShape, QueryCache};

use super::Session;
use crate::tiles::{Answering, TileBytes, TilePlace, TileSource, computed, not_a_path};
use crate::wire_error::WireError;

/// Projects that are handed over as shapes at once.
const MOST_SHAPES: usize = 1_500;

/// The map of the open atlas.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    maps: Mutex<Option<Maps>>,
    /// When a tile was asked for last.
    pub asked: Mutex<Option<Instant>>,
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

    fn asked(&self) -> MutexGuard<'_, Option<Instant>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `projects/{set}/{z}/{x}/{y}.mvt`: the projects of a filter's answer, set 0 for all.
#[derive(Debug)]
pub(super) struct ProjectTiles(pub Arc<Drawn>);

/// `controls/{z}/{x}/{y}.mvt`: the control lines.
#[derive(Debug)]
pub(super) struct ControlTiles(pub Arc<Drawn>);

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

impl Session {
    /// The projects in view, when there are not too many to be drawn one by one.
    pub fn map_shapes(
        &self,
        filter: Filter,
        bounds: [f64; 4],
    ) -> Result<Option<Vec<ProjectShape>>, WireError> {
        let guard = self.opened()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        let shapes = opened.file.shapes_in(bounds, &filter, MOST_SHAPES);
        Ok(shapes.map_err(ChangeError::from)?)
    }

    /// These projects as the map draws them.
    pub fn project_shapes(&self, ids: Vec<String>) -> Result<Vec<ProjectShape>, WireError> {
        let shapes = self.ask(|index| {
            let slots = ids
                .iter()
                .filter_map(|id| index.model.projects.get(id))
                .map(|p| p.slot);
            index.shapes(&slots.collect::<Vec<_>>())
        });
        Ok(shapes?.map_err(ChangeError::from)?)
    }

    /// The projects at a place, the nearest first; `tolerance` in metres.
    pub fn map_hits(
        &self,
        filter: Filter,
        at: [f64; 2],
        tolerance: f64,
        limit: u32,
    ) -> Result<Vec<ProjectShape>, WireError> {
        let guard = self.opened()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        let shapes = opened.file.shapes_at(at, tolerance, &filter, limit as usize);
        Ok(shapes.map_err(ChangeError::from)?)
    }
}
