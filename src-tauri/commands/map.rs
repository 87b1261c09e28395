//! The commands of the map: what it draws, and what lies at a place.

use std::sync::Arc;

use geodata::measure::Bounds;
use planning::change::ChangeError;
use planning::query::{Filter, MapFeatures, ProjectShape, TownOutlines};

use crate::session::place::AtlasPlace;
use crate::wire::{ControlCount, ControlsInView};
use crate::wire_error::WireError;

/// Projects that are handed over as shapes at once.
const MOST_SHAPES: usize = 1_500;

/// The commands of the map.
#[derive(Debug)]
pub struct MapCommands {
    pub(crate) place: Arc<AtlasPlace>,
}

impl MapCommands {
    /// What the map draws.
    pub fn map_features(&self, filter: Filter) -> Result<MapFeatures, WireError> {
        self.place.ask(|index| index.map_features(&filter))
    }

    /// Draws the lights on the tiles of projects too.
    pub fn light_up_map(&self) -> Result<(), WireError> {
        self.place.look(|opened| {
            opened.file.light_up_map();
            Ok::<_, WireError>(())
        })
    }

    /// The projects in view, when there are not too many to be drawn one by one.
    pub fn map_shapes(
        &self,
        filter: Filter,
        bounds: [f64; 4],
    ) -> Result<Option<Vec<ProjectShape>>, WireError> {
        self.place.look(|opened| {
            let shapes = opened.file.shapes_in(bounds, &filter, MOST_SHAPES);
            shapes.map_err(ChangeError::from)
        })
    }

    /// These projects as the map draws them.
    pub fn project_shapes(&self, ids: Vec<String>) -> Result<Vec<ProjectShape>, WireError> {
        let shapes = self.place.ask(|index| {
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
        self.place.look(|opened| {
            let shapes = opened.file.shapes_at(at, tolerance, &filter, limit as usize);
            shapes.map_err(ChangeError::from)
        })
    }

    /// The control lines there are: how many of each kind, within a box or in all.
    pub fn control_lines(&self, within: Option<[f64; 4]>) -> Result<ControlsInView, WireError> {
        let controls = self
            .place
            .look(|opened| Ok::<_, WireError>(Arc::clone(opened.file.controls())))?;
        let within = within.map(|[west, south, east, north]| Bounds {
            west,
            south,
            east,
            north,
        });
        let counts = controls.counts(within);
        Ok(ControlsInView {
            version: controls.version(),
            counts: counts
                .into_iter()
                .map(|(kind, count)| ControlCount { kind, count })
                .collect(),
        })
    }

    /// The boundaries of towns that are known; `None` if they are those of the version `known`.
    pub fn town_outlines(&self, known: Option<String>) -> Result<Option<TownOutlines>, WireError> {
        self.place.ask(|index| index.town_outlines(known.as_deref()))
    }
}
