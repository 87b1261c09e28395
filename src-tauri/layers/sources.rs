//! Layers of the user as sources of tiles and pictures.

use std::sync::Arc;

use super::Layers;
use crate::tiles::{Answering, TilePlace, TileSource, not_a_path};

/// `layer/{id}/{z}/{x}/{y}`: a tile of a layer in its own grid.
#[derive(Debug)]
pub struct LayerTiles(
    /// The layers.
    pub Arc<Layers>,
);

/// `image/{id}`: a picture that was pinned to the ground, whole.
#[derive(Debug)]
pub struct LayerImages(
    /// The layers.
    pub Arc<Layers>,
);

impl TileSource for LayerTiles {
    fn name(&self) -> &'static str {
        "layer"
    }

    fn get<'a>(&'a self, rest: &'a str) -> Answering<'a> {
        Box::pin(async move {
            let (id, place) = rest.split_once('/').ok_or_else(|| not_a_path(rest))?;
            self.0.tile(id, TilePlace::read(place)?).await
        })
    }
}

impl TileSource for LayerImages {
    fn name(&self) -> &'static str {
        "image"
    }

    fn get<'a>(&'a self, rest: &'a str) -> Answering<'a> {
        Box::pin(self.0.picture(rest))
    }
}
