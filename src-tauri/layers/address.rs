//! The address of one tile: templates filled, WMS and WMTS questions put together.

use geodata::map_services::GridCrs;
use words::{Words, said};

use super::error::LayerError;
use super::grids::TileGrid;
use super::keys::{PLACEHOLDER, encoded};
use super::map_layer::{LayerKind, MapLayer};
use crate::tiles::TilePlace;

/// Looks at an address before it is kept.
///
/// # Errors
/// [`LayerError::Address`], saying what to change.
pub fn check(layer: &MapLayer) -> Result<(), LayerError> {
    let wrong = |reason: Words| Err(LayerError::Address { reason });
    let address = &layer.address;
    if !(address.starts_with("http://") || address.starts_with("https://")) {
        return wrong(said!(
            "layers.no_scheme",
            "应以 http:// 或 https:// 开头",
            "it should begin with http:// or https://"
        ));
    }
    if address.chars().any(|c| c.is_control() || c == ' ') {
        return wrong(said!(
            "layers.spaces",
            "里面有空格或控制字符",
            "it has spaces or control characters"
        ));
    }
    let Some(host) = super::keys::scope(address) else {
        return wrong(said!(
            "layers.no_host",
            "没有主机名，或带有用户名和密码",
            "it has no host, or a user name and password"
        ));
    };
    if host.contains("{tk") || address_host_holds_key(address) {
        return wrong(said!(
            "layers.key_in_host",
            "密钥不能放在主机名里",
            "the key must not stand in the host"
        ));
    }
    if layer.kind == LayerKind::Xyz {
        let has = |name: &str| address.contains(name);
        if !(has("{q}") || has("{z}") && has("{x}") && (has("{y}") || has("{-y}"))) {
            return wrong(said!(
                "layers.no_tile_numbers",
                "瓦片地址里应有 {{z}}、{{x}} 和 {{y}}（行号自下而上的用 {{-y}}）",
                "the address of tiles should have {{z}}, {{x}} and {{y}} ({{-y}} where rows count from below)"
            ));
        }
    } else if layer.layer.is_empty() && !(layer.kind == LayerKind::Wmts && is_template(address)) {
        return wrong(said!(
            "layers.no_layer",
            "没有选择服务里的图层",
            "no layer of the service was chosen"
        ));
    }
    let grid = TileGrid {
        projection: "EPSG:3857".to_owned(),
        origins: vec![[0.0; 2]],
        resolutions: vec![1.0],
        tile_sizes: vec![[256; 2]],
        sizes: vec![[1; 2]],
        matrix_ids: vec!["0".to_owned()],
    };
    let tile = TilePlace { z: 0, x: 0, y: 0 };
    let grid = layer.grid.as_ref().filter(|g| g.is_sound()).unwrap_or(&grid);
    let filled = of_tile(layer, grid, tile, "key")?;
    match url::Url::parse(&filled) {
        Ok(url) if url.host_str().is_some_and(|h| !h.is_empty()) => Ok(()),
        _ => wrong(said!(
            "layers.not_an_address",
            "不是完整的网址",
            "it is no complete address"
        )),
    }
}

fn address_host_holds_key(address: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#'])
        .next()
        .is_some_and(|h| h.contains(PLACEHOLDER))
}

/// Whether a WMTS address names the parts of a tile itself, as those of the REST kind do.
fn is_template(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    lower.contains("{tilematrix}") || lower.contains("{z}")
}

/// Returns the address of a tile, with the key in it.
///
/// # Errors
/// [`LayerError::Address`] for a placeholder that is not known, [`LayerError::Grid`] for a tile beyond the grid.
pub fn of_tile(layer: &MapLayer, grid: &TileGrid, tile: TilePlace, key: &str) -> Result<String, LayerError> {
    let base = fill(layer, grid, tile, key)?;
    Ok(match layer.kind {
        LayerKind::Wms => with_query(&base, &wms(layer, grid, tile)?),
        LayerKind::Wmts if !is_template(&layer.address) => with_query(&base, &wmts(layer, grid, tile)?),
        _ => base,
    })
}

fn wms(
    layer: &MapLayer,
    grid: &TileGrid,
    tile: TilePlace,
) -> Result<Vec<(&'static str, String)>, LayerError> {
    let z = usize::from(tile.z);
    let [w, s, e, n] = grid.extent(z, tile.x, tile.y).ok_or(LayerError::Grid)?;
    let [width, height] = grid.tile_sizes[z];
    let (_, latitude_first) = GridCrs::of_name(&layer.crs).ok_or(LayerError::Grid)?;
    let new = layer.version.starts_with("1.3") || layer.version.is_empty();
    // Only from 1.3.0 on does the order of axes follow the definition of the system (OGC 06-042, 6.7.3).
    let bbox = if new && latitude_first {
        format!("{s},{w},{n},{e}")
    } else {
        format!("{w},{s},{e},{n}")
    };
    let format = if layer.format.is_empty() {
        "image/png"
    } else {
        &layer.format
    };
    let mut pairs = vec![
        ("SERVICE", "WMS".to_owned()),
        ("REQUEST", "GetMap".to_owned()),
        ("VERSION", if new { "1.3.0" } else { "1.1.1" }.to_owned()),
        ("LAYERS", layer.layer.clone()),
        ("STYLES", layer.style.clone()),
        (if new { "CRS" } else { "SRS" }, layer.crs.clone()),
        ("BBOX", bbox),
        ("WIDTH", width.to_string()),
        ("HEIGHT", height.to_string()),
        ("FORMAT", format.to_owned()),
    ];
    if !format.contains("jp") {
        pairs.push(("TRANSPARENT", "TRUE".to_owned()));
    }
    Ok(pairs)
}

fn wmts(
    layer: &MapLayer,
    grid: &TileGrid,
    tile: TilePlace,
) -> Result<Vec<(&'static str, String)>, LayerError> {
    let matrix = grid.matrix_ids.get(usize::from(tile.z)).ok_or(LayerError::Grid)?;
    let format = if layer.format.is_empty() {
        "image/png"
    } else {
        &layer.format
    };
    Ok(vec![
        ("SERVICE", "WMTS".to_owned()),
        ("REQUEST", "GetTile".to_owned()),
        ("VERSION", "1.0.0".to_owned()),
        ("LAYER", layer.layer.clone()),
        ("STYLE", layer.style.clone()),
        ("TILEMATRIXSET", layer.tile_matrix_set.clone()),
        ("FORMAT", format.to_owned()),
        ("TILEMATRIX", matrix.clone()),
        ("TILEROW", tile.y.to_string()),
        ("TILECOL", tile.x.to_string()),
    ])
}

/// Returns an address with more parameters; those of the same name that it has already are replaced.
pub fn with_query(address: &str, pairs: &[(&str, String)]) -> String {
    let (before, query) = address.split_once('?').unwrap_or((address, ""));
    let query = query.split('#').next().unwrap_or_default();
    let kept = query.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !name.is_empty() && !pairs.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
    });
    let mut all: Vec<String> = kept.map(str::to_owned).collect();
    all.extend(
        pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", part(value))),
    );
    format!("{before}?{}", all.join("&"))
}

/// As [`encoded`], with what services like to see plain.
fn part(value: &str) -> String {
    encoded(value)
        .replace("%2C", ",")
        .replace("%3A", ":")
        .replace("%2F", "/")
}

fn fill(layer: &MapLayer, grid: &TileGrid, tile: TilePlace, key: &str) -> Result<String, LayerError> {
    let z = usize::from(tile.z);
    let matrix = grid.matrix_ids.get(z).ok_or(LayerError::Grid)?;
    let rows = grid.sizes.get(z).ok_or(LayerError::Grid)?[1];
    let mut out = String::with_capacity(layer.address.len() + 40);
    let mut rest = layer.address.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            return Err(LayerError::Address {
                reason: said!(
                    "layers.open_brace",
                    "有一个“{{”没有“}}”",
                    "there is a “{{” without a “}}”"
                ),
            });
        };
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "z" | "tilematrix" => out.push_str(&part(matrix)),
            "x" | "tilecol" => out.push_str(&tile.x.to_string()),
            "y" | "tilerow" => out.push_str(&tile.y.to_string()),
            "-y" => out.push_str(&(rows.saturating_sub(1).saturating_sub(tile.y)).to_string()),
            "q" => out.push_str(&quadkey(tile)),
            "tk" => out.push_str(&encoded(key)),
            "s" => out.push(['a', 'b', 'c'][turn(tile, 3)]),
            "r" => {}
            "tilematrixset" => out.push_str(&part(&layer.tile_matrix_set)),
            "style" => out.push_str(&part(&layer.style)),
            "layer" => out.push_str(&part(&layer.layer)),
            _ => match range(name) {
                Some(twins) => out.push(twins[turn(tile, twins.len())]),
                None => {
                    return Err(LayerError::Address {
                        reason: said!(
                            "layers.unknown_placeholder",
                            "不认识占位符 {{{}}}",
                            "the placeholder {{{}}} is not known",
                            name.chars().take(40).collect::<String>()
                        ),
                    });
                }
            },
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Which of several like servers a tile is asked of: always the same one.
fn turn(tile: TilePlace, of: usize) -> usize {
    (tile.x as usize + tile.y as usize) % of.max(1)
}

/// The servers of `0-7` or `a-d`.
fn range(name: &str) -> Option<Vec<char>> {
    let mut chars = name.chars();
    let (from, to) = (chars.next()?, name.chars().last()?);
    let is_range = name.chars().count() == 3 && chars.next() == Some('-') && from <= to;
    let alike =
        from.is_ascii_digit() && to.is_ascii_digit() || from.is_ascii_lowercase() && to.is_ascii_lowercase();
    (is_range && alike).then(|| (from..=to).collect())
}

fn quadkey(tile: TilePlace) -> String {
    (0..tile.z)
        .rev()
        .map(|bit| {
            let digit = (tile.x >> bit & 1) + 2 * (tile.y >> bit & 1);
            char::from(b'0' + u8::try_from(digit).unwrap_or_default())
        })
        .collect()
}
