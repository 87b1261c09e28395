//! The commands of the map layers that a user adds.

use std::sync::Arc;

use crate::layers::{self, ImageFit, ImagePoint, LayerProbe, LayerState, Layers, MapLayer};
use crate::wire_error::WireError;

/// The commands of the map layers that a user adds.
#[derive(Debug)]
pub struct LayerCommands {
    pub(crate) layers: Arc<Layers>,
}

impl LayerCommands {
    /// The layers, lowest first.
    pub fn map_layers(&self) -> Result<Vec<MapLayer>, WireError> {
        Ok(self.layers.list())
    }

    /// Layers that only have to be put.
    pub fn layer_presets(&self) -> Result<Vec<MapLayer>, WireError> {
        Ok(layers::presets())
    }

    /// Adds or replaces a layer.
    pub fn put_map_layer(&self, layer: MapLayer) -> Result<MapLayer, WireError> {
        Ok(self.layers.put(layer)?)
    }

    /// Takes a layer away.
    pub fn remove_map_layer(&self, id: String) -> Result<(), WireError> {
        Ok(self.layers.remove(&id)?)
    }

    /// Sets the drawing order.
    pub fn order_map_layers(&self, ids: Vec<String>) -> Result<Vec<MapLayer>, WireError> {
        Ok(self.layers.order(&ids)?)
    }

    /// Keeps the key for a layer and the others of its server.
    pub fn set_layer_key(&self, id: String, key: String) -> Result<MapLayer, WireError> {
        Ok(self.layers.set_key(&id, &key)?)
    }

    /// What is at an address or in a file.
    pub async fn probe_layer(&self, address: String, key: Option<String>) -> Result<LayerProbe, WireError> {
        Ok(self.layers.probe(&address, key.as_deref()).await)
    }

    /// How all of them are doing.
    pub fn layer_states(&self) -> Result<Vec<LayerState>, WireError> {
        let all = self.layers.list();
        Ok(all.iter().filter_map(|l| self.layers.state(&l.id).ok()).collect())
    }

    /// Forgets what went wrong with a layer.
    pub fn retry_layer(&self, id: String) -> Result<LayerState, WireError> {
        Ok(self.layers.retry(&id)?)
    }

    /// Where a picture lies by three or more points.
    pub fn fit_image(&self, controls: Vec<ImagePoint>, size: [u32; 2]) -> Result<ImageFit, WireError> {
        Ok(layers::fit_image(&controls, size).map_err(layers::LayerError::from)?)
    }
}
