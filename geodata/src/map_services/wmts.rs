//! The capabilities of a Web Map Tile Service 1.0.0 (OGC 07-057r7).

use std::collections::HashMap;
use words::{Words, said};

use super::tree::Element;
use super::{Grid, GridCrs, MOST_CHOICES, MOST_LAYERS, Matrix, Style, area, line};

/// Most levels of a grid.
const MOST_LEVELS: usize = 40;
/// Sides of tiles that are taken, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 16..=4096;
/// Most tiles across or down.
const MOST_TILES: u32 = 1 << 30;

/// A Web Map Tile Service.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Wmts {
    pub title: String,
    /// Whose it is.
    pub source: String,
    /// What may be done with it.
    pub licence: String,
    /// Where tiles are asked for with parameters (KVP), by the service; empty when it does not take them.
    pub address: String,
    /// Layers that can be drawn.
    pub layers: Vec<WmtsLayer>,
    /// Layers left out because none of their grids or formats can be drawn, or because they are too many.
    pub left_out: usize,
    /// What could not be used, in words: grids in other systems, damaged levels.
    pub problems: Vec<Words>,
}

/// A layer of a Web Map Tile Service.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WmtsLayer {
    /// What the service calls it.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it shows.
    pub summary: String,
    /// Its styles, the usual one first.
    pub styles: Vec<Style>,
    /// Formats that can be drawn, the best first.
    pub formats: Vec<String>,
    /// Its grids that can be drawn, the best first.
    pub sets: Vec<WmtsSet>,
    /// Addresses of single tiles (REST): format and template, other dimensions filled in with their defaults.
    pub templates: Vec<(String, String)>,
    /// West, south, east and north in degrees.
    pub bounds: Option<[f64; 4]>,
}

/// A grid of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct WmtsSet {
    /// What the service calls it.
    pub name: String,
    /// Its levels.
    pub grid: Grid,
    /// First and last level that the layer has tiles for.
    pub levels: (usize, usize),
}

pub(super) fn of(root: &Element) -> Wmts {
    let identification = root.child("ServiceIdentification");
    let provider = root.child("ServiceProvider");
    let says = |name: &str| {
        let text = line(identification.map_or("", |s| s.text_of(name)));
        let nothing = ["none", "-", "无"].contains(&text.to_lowercase().as_str());
        if nothing { String::new() } else { text }
    };
    let licence = [says("AccessConstraints"), says("Fees")];
    let mut out = Wmts {
        title: says("Title"),
        source: provider
            .map(|p| line(p.text_of("ProviderName")))
            .unwrap_or_default(),
        licence: licence
            .iter()
            .filter(|t| !t.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("；"),
        address: kvp_address(root),
        ..Wmts::default()
    };
    let Some(contents) = root.child("Contents") else {
        return out;
    };
    let mut sets: HashMap<String, Grid> = HashMap::new();
    for set in contents.all("TileMatrixSet").take(MOST_CHOICES) {
        let name = set.text_of("Identifier").to_owned();
        match grid(set) {
            Ok(grid) => drop(sets.insert(name, grid)),
            Err(reason) => out.problems.push(said!(
                "wmts.grid",
                "瓦片网格“{}”：{}",
                "tile grid “{}”: {}",
                line(&name),
                reason
            )),
        }
    }
    for layer in contents.all("Layer") {
        match layer_of(layer, &sets) {
            Some(found) if out.layers.len() < MOST_LAYERS => out.layers.push(found),
            _ => out.left_out += 1,
        }
    }
    out
}

/// The address of GetTile with parameters: the one that says KVP, or the only one.
fn kvp_address(root: &Element) -> String {
    let operation = root
        .child("OperationsMetadata")
        .and_then(|o| o.all("Operation").find(|op| op_name(op) == "GetTile"));
    let Some(http) = operation.and_then(|o| o.down(&["DCP", "HTTP"])) else {
        return String::new();
    };
    let encodings = |get: &Element| -> Vec<String> {
        get.all("Constraint")
            .flat_map(|c| c.child("AllowedValues"))
            .flat_map(|a| a.all("Value"))
            .map(|v| v.text.to_ascii_uppercase())
            .collect()
    };
    let gets: Vec<&Element> = http.all("Get").collect();
    let kvp = gets.iter().find(|g| encodings(g).iter().any(|e| e == "KVP"));
    let open = gets.iter().find(|g| encodings(g).is_empty());
    let found = kvp.or(open).and_then(|g| g.attribute("href"));
    found.unwrap_or_default().trim().to_owned()
}

fn op_name(operation: &Element) -> &str {
    operation.attribute("name").unwrap_or_default()
}

/// The grid of a set.
fn grid(set: &Element) -> Result<Grid, Words> {
    let name = set.text_of("SupportedCRS");
    let (crs, latitude_first) = GridCrs::of_name(name).ok_or_else(|| {
        said!(
            "wmts.crs",
            "坐标系 {} 不受支持",
            "its coordinate system {} is not supported",
            line(name)
        )
    })?;
    let mut matrices: Vec<Matrix> = Vec::new();
    for matrix in set.all("TileMatrix").take(MOST_LEVELS) {
        let id = matrix.text_of("Identifier");
        let read = matrix_of(matrix, crs, latitude_first);
        matrices.push(read.ok_or_else(|| {
            said!(
                "wmts.level",
                "级别“{}”的数值不对",
                "the numbers of level “{}” are wrong",
                line(id)
            )
        })?);
    }
    matrices.sort_by(|a, b| b.resolution.total_cmp(&a.resolution));
    matrices.dedup_by(|b, a| b.resolution >= a.resolution);
    if matrices.is_empty() {
        return Err(said!("wmts.no_levels", "没有级别", "it has no levels"));
    }
    Ok(Grid { crs, matrices })
}

fn matrix_of(matrix: &Element, crs: GridCrs, latitude_first: bool) -> Option<Matrix> {
    let whole = |name: &str| matrix.text_of(name).parse::<u32>().ok();
    let scale: f64 = matrix.text_of("ScaleDenominator").parse().ok()?;
    let corner: Vec<f64> = matrix
        .text_of("TopLeftCorner")
        .split([' ', ',', '\t', '\n'])
        .filter(|t| !t.is_empty())
        .map(|t| t.parse().ok())
        .collect::<Option<_>>()?;
    let [first, second] = corner.try_into().ok()?;
    let [first, second]: [f64; 2] = [first, second];
    // Many servers put longitude first all the same; beyond 90 it can only be that.
    let swapped = latitude_first && first.abs() <= 90.0 + 1e-6
        || first.abs() <= 90.0 && second.abs() > 90.0 && crs != GridCrs::WebMercator;
    let origin = if swapped { [second, first] } else { [first, second] };
    let resolution = crs.resolution(scale);
    let tile = [whole("TileWidth")?, whole("TileHeight")?];
    let size = [whole("MatrixWidth")?, whole("MatrixHeight")?];
    let sound = resolution.is_finite()
        && resolution > 1e-12
        && origin.iter().all(|v| v.is_finite() && v.abs() < 1e9)
        && tile.iter().all(|s| SIDES.contains(s))
        && size.iter().all(|s| (1..=MOST_TILES).contains(s));
    sound.then(|| Matrix {
        id: matrix.text_of("Identifier").chars().take(200).collect(),
        resolution,
        origin,
        tile,
        size,
    })
}

fn layer_of(layer: &Element, sets: &HashMap<String, Grid>) -> Option<WmtsLayer> {
    let name = layer.text_of("Identifier").to_owned();
    let mut styles: Vec<(bool, Style)> = Vec::new();
    for style in layer.all("Style").take(MOST_CHOICES) {
        let usual = style.attribute("isDefault").is_some_and(|d| d.trim() == "true");
        styles.push((
            usual,
            Style {
                name: style.text_of("Identifier").to_owned(),
                title: line(style.text_of("Title")),
            },
        ));
    }
    styles.sort_by_key(|(usual, _)| !usual);
    let offered: Vec<&str> = layer
        .all("Format")
        .map(|f| f.text.as_str())
        .take(MOST_CHOICES)
        .collect();
    let mut formats: Vec<String> = offered
        .iter()
        .filter(|f| rank(f).is_some())
        .map(|f| (*f).to_owned())
        .collect();
    formats.sort_by_key(|f| rank(f));
    let mut linked: Vec<WmtsSet> = Vec::new();
    for link in layer.all("TileMatrixSetLink").take(MOST_CHOICES) {
        let name = link.text_of("TileMatrixSet");
        if let Some(grid) = sets.get(name) {
            linked.push(WmtsSet {
                name: name.to_owned(),
                levels: limits(link, grid),
                grid: grid.clone(),
            });
        }
    }
    linked.sort_by_key(|s| match s.grid.crs {
        GridCrs::WebMercator => 0,
        GridCrs::Cgcs2000 => 1,
        GridCrs::Wgs84 => 2,
    });
    let templates = layer
        .all("ResourceURL")
        .filter(|r| r.attribute("resourceType") == Some("tile"))
        .filter_map(|r| {
            let template = r.attribute("template")?.trim().to_owned();
            Some((
                r.attribute("format").unwrap_or_default().to_owned(),
                dimensions(layer, template),
            ))
        })
        .filter(|(format, _)| rank(format).is_some())
        .take(MOST_CHOICES)
        .collect();
    let found = WmtsLayer {
        title: {
            let title = line(layer.text_of("Title"));
            if title.is_empty() { name.clone() } else { title }
        },
        summary: line(layer.text_of("Abstract")),
        styles: styles.into_iter().map(|(_, s)| s).collect(),
        formats,
        sets: linked,
        templates,
        bounds: bounds(layer),
        name,
    };
    (!found.name.is_empty() && !found.formats.is_empty() && !found.sets.is_empty()).then_some(found)
}

/// The worth of a format; 天地图 calls its own `tiles`.
fn rank(format: &str) -> Option<usize> {
    let format = format.trim().to_ascii_lowercase();
    let order = [
        "image/png",
        "image/png8",
        "image/webp",
        "image/jpeg",
        "image/jpg",
        "image/gif",
        "tiles",
    ];
    let vector = [
        "application/vnd.mapbox-vector-tile",
        "application/x-protobuf;type=mapbox-vector",
    ];
    order
        .iter()
        .chain(&vector)
        .position(|o| format == *o)
        .or_else(|| format.starts_with("image/png").then_some(1))
        .or_else(|| format.starts_with("image/jp").then_some(3))
}

/// First and last level that the limits of a layer name.
fn limits(link: &Element, grid: &Grid) -> (usize, usize) {
    let last = grid.matrices.len() - 1;
    let Some(limits) = link.child("TileMatrixSetLimits") else {
        return (0, last);
    };
    let at = |l: &Element| grid.matrices.iter().position(|m| m.id == l.text_of("TileMatrix"));
    let found: Vec<usize> = limits.all("TileMatrixLimits").filter_map(at).collect();
    match (found.iter().min(), found.iter().max()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => (0, last),
    }
}

/// A template with the defaults of dimensions such as time in it.
fn dimensions(layer: &Element, mut template: String) -> String {
    for dimension in layer.all("Dimension").take(MOST_CHOICES) {
        let place = format!("{{{}}}", dimension.text_of("Identifier"));
        let first = dimension.child("Value").map_or("", |v| v.text.as_str());
        let value = match dimension.text_of("Default") {
            "" => first,
            value => value,
        };
        template = template.replace(&place, value);
    }
    template
}

fn bounds(layer: &Element) -> Option<[f64; 4]> {
    let b = layer.child("WGS84BoundingBox")?;
    let corner = |name: &str| -> Option<[f64; 2]> {
        let mut numbers = b.text_of(name).split_whitespace().map(|t| t.parse().ok());
        Some([numbers.next()??, numbers.next()??])
    };
    let (low, high) = (corner("LowerCorner")?, corner("UpperCorner")?);
    area([Some(low[0]), Some(low[1]), Some(high[0]), Some(high[1])])
}
