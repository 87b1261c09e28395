//! Whether a layer lies where it can: held against China and against the places of the atlas.

use geo::CoordsIter;
use geo_types::{Coord, coord};
use geodata::crs::Converter;
use geodata::formats::{Warning, WarningKind};
use words::said;

use super::survey::LayerSurvey;
use crate::model::Model;

/// Degrees from every place of the atlas beyond which a layer is doubted: some 300 km.
const FAR: f64 = 3.0;

/// Places of the atlas: its towns and sites.
pub(super) fn places(model: &Model) -> Vec<Coord<f64>> {
    let towns = model.regions.iter().filter_map(|r| r.geometry.as_ref());
    let sites = model.sites.iter().filter_map(|s| s.geometry.as_ref());
    let shapes = towns.chain(sites);
    shapes
        .filter_map(|shape| geodata::measure::label_point(&shape.0))
        .map(|p| p.0)
        .collect()
}

/// The town of the atlas nearest to a place, and how far it is, kilometres; `None` for an atlas without places of towns.
pub(super) fn nearest_town(model: &Model, at: Coord<f64>) -> Option<(&str, f64)> {
    let towns = model.regions.iter().filter_map(|region| {
        let place = geodata::measure::label_point(&region.geometry.as_ref()?.0)?;
        Some((region.name.as_str(), degrees_between(&at, &place.0)))
    });
    let (name, degrees) = towns.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((name, degrees * KILOMETRES_PER_DEGREE))
}

/// Of a meridian.
const KILOMETRES_PER_DEGREE: f64 = 111.2;

/// How far two places are apart, degrees of a meridian; for places that are near each other.
fn degrees_between(a: &Coord<f64>, b: &Coord<f64>) -> f64 {
    ((a.x - b.x) * b.y.to_radians().cos()).hypot(a.y - b.y)
}

fn in_china(c: &Coord<f64>) -> bool {
    (73.0..=136.0).contains(&c.x) && (3.0..=54.0).contains(&c.y)
}

/// What makes one doubt that a layer lies where this system puts it; `None` if nothing does.
pub(super) fn doubt(
    layer: &LayerSurvey,
    system: &Converter,
    swapped: bool,
    model: &Model,
) -> Option<Warning> {
    let first: Vec<Coord<f64>> = layer
        .shapes
        .iter()
        .filter_map(|(_, shape)| shape.0.coords_iter().next())
        .collect();
    let put = |swapped: bool| -> Vec<Coord<f64>> {
        let turned = first.iter().map(|c| {
            if swapped {
                coord! { x: c.y, y: c.x }
            } else {
                *c
            }
        });
        turned.filter_map(|c| system.inverse(c).ok()).collect()
    };
    let (here, turned) = (put(swapped), put(!swapped));
    let most = |list: &[Coord<f64>]| list.iter().filter(|c| in_china(c)).count() * 2 > first.len();
    let name = &layer.head.name;
    let shown = |list: &[Coord<f64>]| {
        list.first().map_or_else(
            || "这个坐标系之外".to_owned(),
            |c| format!("({:.4}, {:.4})", c.x, c.y),
        )
    };
    if first.is_empty() {
        return None;
    }
    if system.crs().is_projected()
        && !system.is_local()
        && first.iter().all(|c| c.x.abs() <= 180.0 && c.y.abs() <= 180.0)
    {
        let text = said!(
            "import.degrees_given",
            "“{name}”的坐标像是经纬度，而所选的坐标系以米为单位，位置会在 {}；请改选经纬度坐标系",
            "the coordinates of “{name}” look like degrees, but the system chosen counts metres and puts them at {}; choose degrees",
            shown(&here)
        );
        return Some(Warning::of_file(WarningKind::OutOfRange, text));
    }
    if !most(&here) && most(&turned) {
        let text = said!(
            "import.swapped",
            "“{name}”的坐标可能前后颠倒（纬度或北坐标在前）：按现在的读法位置在 {}，互换后在 {}，请核对后互换再导入",
            "the coordinates of “{name}” may be the wrong way round (latitude or northing first): as they are read they lie at {}, exchanged at {}; check and exchange them",
            shown(&here),
            shown(&turned)
        );
        return Some(Warning::of_file(WarningKind::AxesSwapped, text));
    }
    let places = places(model);
    let nearest = |c: &Coord<f64>| {
        places
            .iter()
            .map(|p| degrees_between(c, p))
            .fold(f64::INFINITY, f64::min)
    };
    let far = here.iter().filter(|c| nearest(c) > FAR).count();
    if !places.is_empty() && !here.is_empty() && far * 2 > here.len() {
        let text = said!(
            "import.far_away",
            "“{name}”的位置 {} 远离图册里已有的地方，请核对坐标系和坐标的先后",
            "“{name}” lies at {}, far from what is in the atlas; check its coordinate system and which coordinate comes first",
            shown(&here)
        );
        return Some(Warning::of_file(WarningKind::OutOfRange, text));
    }
    None
}
