//! Layers of 天地图, the national map service. It is in CGCS2000 and not shifted, and wants a key of its user.

use geodata::map_services::{Grid, GridCrs};

use super::grids::TileGrid;
use super::map_layer::{LayerKind, MapLayer};

const SOURCE: &str = "国家地理信息公共服务平台 天地图";
const LICENCE: &str = "© 天地图（自然资源部），凭用户自己的密钥使用，须遵守天地图服务条款";

/// Returns 矢量, 矢量注记, 影像 and 影像注记, each in Web Mercator (`_w`) and in degrees (`_c`, EPSG:4490).
pub fn presets() -> Vec<MapLayer> {
    let kinds = [
        ("vec", "矢量底图"),
        ("cva", "矢量注记"),
        ("img", "影像底图"),
        ("cia", "影像注记"),
    ];
    let grids = [("w", "球面墨卡托"), ("c", "经纬度")];
    grids
        .iter()
        .flat_map(|(set, grid)| {
            kinds
                .iter()
                .map(move |(layer, name)| preset(layer, set, &format!("天地图{name}（{grid}）")))
        })
        .collect()
}

fn preset(layer: &str, set: &str, name: &str) -> MapLayer {
    // Its levels are named from 1: in degrees that is two tiles side by side, in Web Mercator two by two.
    let mut grid = if set == "w" {
        let mut grid = Grid::web_mercator(19, 256);
        grid.matrices.remove(0);
        grid
    } else {
        Grid::degrees(GridCrs::Cgcs2000, 18, 256)
    };
    for (i, matrix) in grid.matrices.iter_mut().enumerate() {
        matrix.id = (i + 1).to_string();
    }
    let levels = grid.matrices.len();
    MapLayer {
        id: format!("tianditu-{layer}-{set}"),
        name: name.to_owned(),
        kind: LayerKind::Wmts,
        visible: true,
        opacity: 1.0,
        source: SOURCE.to_owned(),
        licence: LICENCE.to_owned(),
        address: format!("https://t{{0-7}}.tianditu.gov.cn/{layer}_{set}/wmts?tk={{tk}}"),
        layer: layer.to_owned(),
        style: "default".to_owned(),
        tile_matrix_set: set.to_owned(),
        format: "tiles".to_owned(),
        version: "1.0.0".to_owned(),
        crs: grid.crs.name().to_owned(),
        needs_key: true,
        min_zoom: 0,
        max_zoom: u8::try_from(levels.saturating_sub(1)).unwrap_or_default(),
        tile_size: 256,
        grid: Some(TileGrid::from(&grid)),
        ..MapLayer::default()
    }
}
