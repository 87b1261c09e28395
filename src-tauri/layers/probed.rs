//! What was found at an address or in a file, ready to be added.

use serde::Serialize;
use ts_rs::TS;

use super::grids::TileGrid;
use super::health::LayerProblem;
use super::map_layer::{LayerKind, MapLayer};

/// What was found at an address or in a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct LayerProbe {
    /// The address as it should be kept: without the key, without the query of the capabilities.
    pub address: String,
    /// The file, if it is one.
    pub path: String,
    /// What it is; none when it could not be told.
    pub kind: Option<LayerKind>,
    /// Title of the service or pack.
    pub title: String,
    /// What there is to add, ready for `put_map_layer`: one for each layer of a service, one for a file or address.
    pub layers: Vec<ProbedLayer>,
    /// What is wrong or could not be used, in words.
    pub problems: Vec<words::Words>,
    /// Whether a key is missing or refused.
    pub key: LayerProblem,
}

/// A layer that can be added.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct ProbedLayer {
    /// Name at the service.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What it shows, by the service.
    pub summary: String,
    /// Styles: name and title.
    pub styles: Vec<ProbedStyle>,
    /// Formats of pictures or tiles.
    pub formats: Vec<String>,
    /// WMTS: grids that can be drawn; choosing another is replacing `tile_matrix_set` and `grid` of `layer`.
    pub grids: Vec<ProbedGrid>,
    /// The layer with the best of these chosen.
    pub layer: MapLayer,
}

/// A style of a service's layer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct ProbedStyle {
    pub name: String,
    pub title: String,
}

/// A grid of a WMTS layer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct ProbedGrid {
    /// Its name: what `tile_matrix_set` becomes.
    pub name: String,
    /// What `grid` becomes.
    pub grid: TileGrid,
    /// What `min_zoom` and `max_zoom` become.
    pub min_zoom: u8,
    /// See `min_zoom`.
    pub max_zoom: u8,
}
