//! A layer as it is kept: addresses checked, gaps filled, nothing that could not be drawn.

use geodata::map_services::{Grid, GridCrs};
use words::said;

use super::error::LayerError;
use super::grids::TileGrid;
use super::map_layer::{LayerKind, MapLayer};
use super::{address, keys};

/// Longest address, name or line.
const LONGEST: usize = 2000;
/// How deep tiles of an address without a stated end are asked for.
const USUAL_DEPTH: u8 = 18;

/// Returns the layer made whole, and the key that was in its address.
///
/// # Errors
/// [`LayerError::Address`] or [`LayerError::Grid`], saying what to change.
pub fn normalise(mut layer: MapLayer) -> Result<(MapLayer, Option<String>), LayerError> {
    for text in [
        &mut layer.name,
        &mut layer.source,
        &mut layer.licence,
        &mut layer.address,
        &mut layer.path,
    ] {
        *text = text.trim().to_owned();
    }
    let texts = [
        &layer.name,
        &layer.source,
        &layer.licence,
        &layer.address,
        &layer.path,
        &layer.layer,
        &layer.style,
        &layer.tile_matrix_set,
        &layer.format,
        &layer.version,
        &layer.crs,
    ];
    if texts.iter().any(|t| t.len() > LONGEST) {
        return Err(LayerError::Address {
            reason: said!(
                "layers.too_long",
                "有一项超过 {LONGEST} 字节",
                "something in it has more than {LONGEST} bytes"
            ),
        });
    }
    layer.opacity = if layer.opacity.is_finite() {
        layer.opacity.clamp(0.0, 1.0)
    } else {
        1.0
    };
    layer.bounds = layer.bounds.filter(is_area);
    layer.has_key = false;
    let mut key = None;
    if layer.kind.online() {
        layer.path.clear();
        let (without, found) =
            keys::extract_key(&layer.address).map_err(|keys::TwoKeys| LayerError::Address {
                reason: said!(
                    "layers.two_keys",
                    "地址里有两个不同的密钥",
                    "there are two different keys in it"
                ),
            })?;
        layer.address = without;
        key = found;
        address::check(&layer)?;
        layer.needs_key = layer.address.contains(keys::PLACEHOLDER);
        normalise_grid(&mut layer)?;
        if layer.name.is_empty() {
            layer.name = keys::scope(&layer.address).unwrap_or_default();
        }
    } else {
        layer.address.clear();
        layer.needs_key = false;
        if layer.path.is_empty() {
            return Err(LayerError::File {
                path: Default::default(),
                reason: said!("layers.no_file", "没有指定文件", "no file was named"),
            });
        }
        if layer.name.is_empty() {
            layer.name = crate::prefs::file_title(std::path::Path::new(&layer.path));
        }
    }
    Ok((layer, key))
}

/// Whether it can stand in the address of a tile.
pub fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Whether four numbers are west, south, east, north of an area.
pub fn is_area([w, s, e, n]: &[f64; 4]) -> bool {
    w < e && s < n && *w >= -360.0 && *e <= 360.0 && *s >= -90.0 && *n <= 90.0
}

fn normalise_grid(layer: &mut MapLayer) -> Result<(), LayerError> {
    if !(64..=2048).contains(&layer.tile_size) {
        layer.tile_size = 256;
    }
    if layer.kind == LayerKind::Wms
        && let Some((crs, _)) = GridCrs::of_name(&layer.crs)
    {
        // Another system was chosen: its grid is the usual one.
        layer.grid = layer.grid.take().filter(|g| g.projection == crs.name());
    }
    let given = layer.grid.is_some();
    if !given {
        let crs = if layer.crs.is_empty() {
            layer.crs = "EPSG:3857".to_owned();
            GridCrs::WebMercator
        } else {
            let (crs, _) = GridCrs::of_name(&layer.crs).ok_or(LayerError::Grid)?;
            crs
        };
        let grid = match crs {
            GridCrs::WebMercator => Grid::web_mercator(25, layer.tile_size),
            degrees => Grid::degrees(degrees, 24, layer.tile_size),
        };
        layer.grid = Some(TileGrid::from(&grid));
    }
    let grid = layer
        .grid
        .as_ref()
        .filter(|g| g.is_sound())
        .ok_or(LayerError::Grid)?;
    if layer.crs.is_empty() || layer.kind == LayerKind::Wmts {
        layer.crs = grid.projection.clone();
    }
    if layer.kind == LayerKind::Wmts && given {
        layer.tile_size = grid.tile_sizes.first().map_or(256, |side| side[0]);
    }
    let last = u8::try_from(grid.levels() - 1).unwrap_or(u8::MAX);
    if layer.max_zoom == 0 {
        layer.max_zoom = match layer.kind {
            LayerKind::Wms => last,
            _ if given => last,
            _ => USUAL_DEPTH,
        };
    }
    layer.max_zoom = layer.max_zoom.min(last);
    layer.min_zoom = layer.min_zoom.min(layer.max_zoom);
    Ok(())
}
