//! The capabilities of a Web Map Service: 1.1.1 (OGC 01-068r3) and 1.3.0 (OGC 06-042).

use super::tree::Element;
use super::{GridCrs, MOST_CHOICES, MOST_LAYERS, Style, area, line, number};

/// How deep groups of layers are followed.
const DEEPEST: usize = 20;

/// A Web Map Service.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Wms {
    /// 1.1.1 or 1.3.0.
    pub version: String,
    pub title: String,
    /// Whose it is: the attribution of the layers, or the organisation.
    pub source: String,
    /// What may be done with it: access constraints and fees, when they say something.
    pub licence: String,
    /// Where pictures are asked for, by the service.
    pub address: String,
    /// Formats of pictures that a page can show, the best first.
    pub formats: Vec<String>,
    /// Layers that can be drawn, in the order of the service.
    pub layers: Vec<WmsLayer>,
    /// Layers left out because they offer no system that can be drawn, or are too many.
    pub left_out: usize,
}

/// A layer of a Web Map Service.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WmsLayer {
    /// What the service calls it.
    pub name: String,
    /// What people call it, with the groups it is in.
    pub title: String,
    /// What it shows.
    pub summary: String,
    /// Whose it is.
    pub source: String,
    /// Its styles, with those of its groups.
    pub styles: Vec<Style>,
    /// Systems that can be drawn, as the service calls them, the best first.
    pub systems: Vec<String>,
    /// West, south, east and north in degrees.
    pub bounds: Option<[f64; 4]>,
}

/// What groups hand down to their layers.
#[derive(Clone, Default)]
struct Handed {
    titles: Vec<String>,
    source: String,
    styles: Vec<Style>,
    systems: Vec<String>,
    bounds: Option<[f64; 4]>,
}

pub(super) fn of(root: &Element) -> Wms {
    let version = root.attribute("version").unwrap_or_default();
    let service = root.child("Service");
    let get_map = root.down(&["Capability", "Request", "GetMap"]);
    let offered: Vec<&str> = get_map
        .iter()
        .flat_map(|g| g.all("Format"))
        .map(|f| f.text.as_str())
        .collect();
    let says = |name: &str| {
        let text = service.map_or("", |s| s.text_of(name));
        let text = line(text);
        let nothing = ["none", "no conditions apply", "-", "无"].contains(&text.to_lowercase().as_str());
        if nothing { String::new() } else { text }
    };
    let organisation = service
        .and_then(|s| {
            s.down(&[
                "ContactInformation",
                "ContactPersonPrimary",
                "ContactOrganization",
            ])
        })
        .map(|e| line(&e.text));
    let licence = [says("AccessConstraints"), says("Fees")];
    let mut out = Wms {
        version: if version.starts_with("1.3") {
            "1.3.0"
        } else {
            "1.1.1"
        }
        .to_owned(),
        title: service.map(|s| line(s.text_of("Title"))).unwrap_or_default(),
        source: organisation.unwrap_or_default(),
        licence: licence
            .iter()
            .filter(|t| !t.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("；"),
        address: get_map
            .and_then(|g| g.down(&["DCPType", "HTTP", "Get", "OnlineResource"]))
            .and_then(|r| r.attribute("href"))
            .unwrap_or_default()
            .trim()
            .to_owned(),
        formats: drawable(&offered),
        ..Wms::default()
    };
    if let Some(capability) = root.child("Capability") {
        for layer in capability.all("Layer") {
            walk(layer, &Handed::default(), 0, &mut out);
        }
    }
    out
}

/// Formats that a page can show: those that keep transparency first.
fn drawable(offered: &[&str]) -> Vec<String> {
    let order = [
        "image/png",
        "image/png8",
        "image/png; mode=8bit",
        "image/webp",
        "image/gif",
        "image/jpeg",
        "image/jpg",
    ];
    let known = order
        .iter()
        .filter(|f| offered.iter().any(|o| o.eq_ignore_ascii_case(f)));
    known.map(|f| (*f).to_owned()).collect()
}

fn walk(layer: &Element, above: &Handed, depth: usize, out: &mut Wms) {
    let mut here = above.clone();
    let title = line(layer.text_of("Title"));
    if let Some(source) = layer.down(&["Attribution", "Title"]) {
        here.source = line(&source.text);
    }
    for style in layer.all("Style").take(MOST_CHOICES) {
        let name = style.text_of("Name").to_owned();
        if !name.is_empty() && here.styles.len() < MOST_CHOICES && here.styles.iter().all(|s| s.name != name)
        {
            here.styles.push(Style {
                title: line(style.text_of("Title")),
                name,
            });
        }
    }
    // 1.1.1 lets one element name several systems.
    for named in layer.all("CRS").chain(layer.all("SRS")) {
        for name in named.text.split_whitespace() {
            if GridCrs::of_name(name).is_some() && here.systems.iter().all(|s| s != name) {
                here.systems.push(name.to_owned());
            }
        }
    }
    here.bounds = bounds(layer).or(here.bounds);
    let name = layer.text_of("Name");
    if !name.is_empty() {
        if here.systems.is_empty() || out.layers.len() >= MOST_LAYERS {
            out.left_out += 1;
        } else {
            let mut titles = here.titles.clone();
            titles.push(if title.is_empty() {
                name.to_owned()
            } else {
                title.clone()
            });
            let mut systems = here.systems.clone();
            systems.sort_by_key(|s| preference(s));
            systems.truncate(MOST_CHOICES);
            out.layers.push(WmsLayer {
                name: name.to_owned(),
                title: titles.join(" / "),
                summary: line(layer.text_of("Abstract")),
                source: here.source.clone(),
                styles: here.styles.clone(),
                systems,
                bounds: here.bounds,
            });
        }
    }
    if depth >= DEEPEST {
        return;
    }
    // The outermost group is the service itself; its title says nothing of the layer.
    if depth > 0 && !title.is_empty() {
        here.titles.push(title);
    }
    for inner in layer.all("Layer") {
        walk(inner, &here, depth + 1, out);
    }
}

/// Web Mercator needs no drawing anew; then the systems of China, then the rest.
fn preference(name: &str) -> usize {
    let upper = name.to_ascii_uppercase();
    let order = [
        "EPSG:3857",
        "EPSG:900913",
        "EPSG:102100",
        "EPSG:3785",
        "EPSG:4490",
        "EPSG:4326",
        "CRS:84",
    ];
    order.iter().position(|o| *o == upper).unwrap_or(order.len())
}

fn bounds(layer: &Element) -> Option<[f64; 4]> {
    if let Some(b) = layer.child("EX_GeographicBoundingBox") {
        let edge = |name: &str| number(Some(b.text_of(name)));
        return area([
            edge("westBoundLongitude"),
            edge("southBoundLatitude"),
            edge("eastBoundLongitude"),
            edge("northBoundLatitude"),
        ]);
    }
    let b = layer.child("LatLonBoundingBox")?;
    area(["minx", "miny", "maxx", "maxy"].map(|name| number(b.attribute(name))))
}
