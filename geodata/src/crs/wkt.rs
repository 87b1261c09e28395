//! Coordinate systems as well-known text: what a .prj file says, and what to write into one.
//!
//! Read are WKT 1 (GDAL's and ESRI's spellings) and WKT 2 (ISO 19162). A system is recognised by its numbers
//! (ellipsoid, projection, central meridian, false easting); its name only decides where numbers cannot, between a
//! 3° and a 6° zone on the same meridian. The order of axes is not looked at: files that carry such text store x
//! before y whatever it says.

mod esri;
mod tree;

pub use esri::{esri, local};

use super::datum::NamedDatum;
use super::{Crs, GaussZone, OldDatum, ZoneWidth};
use tree::WktNode;

/// What a text turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Recognised {
    /// A system handled here.
    Known(Crs),
    /// Another one, or a text that is no well-known text; its name, or the first part of the text.
    NotKnown(String),
}

/// Returns the system that a well-known text describes.
///
/// WGS 84 and CGCS2000 count as one (their ellipsoids differ by 0.1 mm), so a Gauss-Krüger zone "on WGS 84" is
/// taken for the zone of CGCS2000; UTM is taken for one of WGS 84 only. Every other difference, of unit, prime meridian, scale or false northing, makes
/// the system unknown, and so does an authority's code that contradicts the numbers.
pub fn recognise(text: &str) -> Recognised {
    let Some(root) = tree::parse(text) else {
        return Recognised::NotKnown(text.trim().chars().take(60).collect());
    };
    let horizontal = horizontal(&root);
    let name = horizontal.name().unwrap_or_default();
    match system(horizontal, name) {
        Some(crs) => Recognised::Known(crs),
        None => Recognised::NotKnown(match own_meridian(horizontal) {
            Some(meridian) => format!("{name}（中央经线 {meridian}°）"),
            None => name.to_owned(),
        }),
    }
}

/// The central meridian of a Gauss-Krüger system that stands on none of the standard zones.
fn own_meridian(node: &WktNode) -> Option<f64> {
    let conversion = node.child("CONVERSION").unwrap_or(node);
    let meridian = plane(conversion)?.meridian;
    (is_projected(node) && meridian != 0.0 && meridian % 3.0 != 0.0).then_some(meridian)
}

/// Returns the parameters to WGS 84 that a text carries in TOWGS84 (m, m, m, ″, ″, ″, ppm; position vector), as
/// GDAL writes them for older systems; `None` when there are none or all are zero.
pub fn towgs84(text: &str) -> Option<[f64; 7]> {
    let root = tree::parse(text)?;
    let node = root.find("TOWGS84", 8)?;
    let mut values = [0.0; 7];
    let given: Vec<f64> = node.numbers().collect();
    if given.len() != 3 && given.len() != 7 {
        return None;
    }
    values[..given.len()].copy_from_slice(&given);
    values.iter().any(|v| *v != 0.0).then_some(values)
}

/// The plane or geographic part of a compound or bound system.
fn horizontal(root: &WktNode) -> &WktNode {
    let mut node = root;
    for _ in 0..8 {
        let inner = match node.keyword.as_str() {
            "COMPD_CS" | "COMPOUNDCRS" => node.children().find(|c| is_system(c)),
            "BOUNDCRS" => node.child("SOURCECRS").and_then(|s| s.children().next()),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

fn is_system(node: &WktNode) -> bool {
    is_projected(node) || is_geographic(node)
}

fn is_projected(node: &WktNode) -> bool {
    matches!(node.keyword.as_str(), "PROJCS" | "PROJCRS" | "PROJECTEDCRS")
}

fn is_geographic(node: &WktNode) -> bool {
    matches!(
        node.keyword.as_str(),
        "GEOGCS" | "GEOGCRS" | "GEOGRAPHICCRS" | "GEODCRS" | "GEODETICCRS" | "BASEGEOGCRS" | "BASEGEODCRS"
    )
}

fn system(node: &WktNode, name: &str) -> Option<Crs> {
    let crs = if is_projected(node) {
        projected(node, name)?
    } else if is_geographic(node) {
        // Without a number of their own, as `esri` names them.
        if let Ok(crs @ (Crs::Gcj02 | Crs::Bd09)) = Crs::parse(name) {
            return Some(crs);
        }
        match datum(node)? {
            NamedDatum::Cgcs2000 => Crs::Cgcs2000,
            NamedDatum::Wgs84 => Crs::Wgs84,
            NamedDatum::Old(datum) => Crs::Old { datum },
        }
    } else {
        return None;
    };
    match epsg(node).map(Crs::from_epsg) {
        None => Some(crs),
        // 900913 and the like were numbers of Web Mercator before it had one of its own.
        Some(None) => Some(crs),
        Some(Some(stated)) => same_plane(stated, crs).then_some(stated),
    }
}

/// Whether two systems give a place the same numbers, to 0.1 mm.
fn same_plane(a: Crs, b: Crs) -> bool {
    let plane = |crs: Crs| {
        let false_easting = crs.gauss_zone().map(GaussZone::false_easting);
        (crs.old_datum(), crs.central_meridian(), false_easting)
    };
    let degrees = |crs: Crs| matches!(crs, Crs::Cgcs2000 | Crs::Wgs84);
    a == b || (degrees(a) && degrees(b)) || (a.gauss_zone().is_some() && plane(a) == plane(b))
}

/// EPSG number of a node, from AUTHORITY or ID.
fn epsg(node: &WktNode) -> Option<u32> {
    let id = node.child("AUTHORITY").or_else(|| node.child("ID"))?;
    let authority = id.name()?;
    if !authority.eq_ignore_ascii_case("EPSG") {
        return None;
    }
    id.nth_text(1).and_then(|t| t.parse().ok())
}

fn datum(geographic: &WktNode) -> Option<NamedDatum> {
    let node = ["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"]
        .iter()
        .find_map(|k| geographic.child(k))?;
    if let Some(meridian) = geographic
        .child("PRIMEM")
        .or_else(|| geographic.child("PRIMEMERIDIAN"))
        && meridian.numbers().next().is_some_and(|m| m != 0.0)
    {
        return None;
    }
    let unit = geographic.child("UNIT").or_else(|| geographic.child("ANGLEUNIT"));
    if let Some(unit) = unit
        && unit
            .numbers()
            .next()
            .is_some_and(|u| (u - 1f64.to_radians()).abs() > 1e-9)
    {
        return None;
    }
    let key: String = node
        .name()?
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let key = key
        .strip_prefix('D')
        .filter(|k| !k.starts_with("ATUM"))
        .unwrap_or(&key);
    let datum = match key {
        "CHINA2000" | "CHINAGEODETICCOORDINATESYSTEM2000" | "CGCS2000" => NamedDatum::Cgcs2000,
        "WGS1984" | "WGS84" | "WORLDGEODETICSYSTEM1984" | "WORLDGEODETICSYSTEM1984ENSEMBLE" => {
            NamedDatum::Wgs84
        }
        "XIAN1980" | "XIAN80" => NamedDatum::Old(OldDatum::Xian1980),
        "BEIJING1954" | "BEIJING54" => NamedDatum::Old(OldDatum::Beijing1954),
        _ => return None,
    };
    let shape = node.child("SPHEROID").or_else(|| node.child("ELLIPSOID"))?;
    let mut numbers = shape.numbers();
    let (a, inverse_f) = (numbers.next()?, numbers.next()?);
    let ellipsoid = match datum {
        NamedDatum::Cgcs2000 | NamedDatum::Wgs84 => super::ellipsoid::WGS84,
        NamedDatum::Old(old) => old.ellipsoid(),
    };
    ((a - ellipsoid.a).abs() < 0.01 && (inverse_f - 1.0 / ellipsoid.f).abs() < 1e-4).then_some(datum)
}

/// The numbers of a plane system.
struct ProjectionParameters {
    meridian: f64,
    latitude: f64,
    scale: f64,
    easting: f64,
    northing: f64,
}

fn projected(node: &WktNode, name: &str) -> Option<Crs> {
    let base = node.children().find(|c| is_geographic(c))?;
    let datum = datum(base)?;
    let conversion = node.child("CONVERSION").unwrap_or(node);
    let method: String = conversion
        .child("PROJECTION")
        .or_else(|| conversion.child("METHOD"))?
        .name()?
        .to_ascii_lowercase()
        .replace([' ', '-'], "_");
    let unit = node
        .child("UNIT")
        .or_else(|| node.child("LENGTHUNIT"))
        .or_else(|| node.child("AXIS").and_then(|a| a.child("LENGTHUNIT")));
    if unit
        .and_then(|u| u.numbers().next())
        .is_some_and(|u| (u - 1.0).abs() > 1e-12)
    {
        return None;
    }
    let plane = plane(conversion)?;
    if is_web_mercator(node, &method) {
        let plain = plane.easting == 0.0 && plane.northing == 0.0 && plane.meridian == 0.0;
        return (datum == NamedDatum::Wgs84 && plain).then_some(Crs::WebMercator);
    }
    if !matches!(
        method.as_str(),
        "gauss_kruger" | "transverse_mercator" | "gauss_krüger"
    ) || plane.latitude != 0.0
    {
        return None;
    }
    if plane.scale == 0.9996 && plane.easting == 500_000.0 {
        return utm(&plane, datum);
    }
    if plane.scale != 1.0 || plane.northing != 0.0 {
        return None;
    }
    let old = match datum {
        NamedDatum::Old(old) => Some(old),
        NamedDatum::Cgcs2000 | NamedDatum::Wgs84 => None,
    };
    gauss(&plane, name).map(|zone| zone.of(old))
}

fn utm(plane: &ProjectionParameters, datum: NamedDatum) -> Option<Crs> {
    let zone = (plane.meridian + 183.0) / 6.0;
    let north = match plane.northing {
        0.0 => true,
        10_000_000.0 => false,
        _ => return None,
    };
    let whole = zone.fract() == 0.0 && (1.0..=60.0).contains(&zone) && datum == NamedDatum::Wgs84;
    whole.then_some(Crs::Utm {
        zone: zone as u8,
        north,
    })
}

fn is_web_mercator(node: &WktNode, method: &str) -> bool {
    match method {
        "mercator_auxiliary_sphere" | "popular_visualisation_pseudo_mercator" => true,
        "mercator_1sp" | "mercator" => node
            .child("EXTENSION")
            .and_then(|e| e.nth_text(1))
            .is_some_and(|proj| proj.contains("+a=6378137") && proj.contains("+b=6378137")),
        _ => false,
    }
}

fn plane(conversion: &WktNode) -> Option<ProjectionParameters> {
    let mut plane = ProjectionParameters {
        meridian: 0.0,
        latitude: 0.0,
        scale: 1.0,
        easting: 0.0,
        northing: 0.0,
    };
    for parameter in conversion.children().filter(|c| c.keyword == "PARAMETER") {
        let key = parameter.name()?.to_ascii_lowercase().replace(' ', "_");
        let value = parameter.numbers().next()?;
        let slot = match key.as_str() {
            "central_meridian"
            | "longitude_of_natural_origin"
            | "longitude_of_center"
            | "longitude_of_origin" => &mut plane.meridian,
            "latitude_of_origin" | "latitude_of_natural_origin" | "latitude_of_center" => &mut plane.latitude,
            "scale_factor" | "scale_factor_at_natural_origin" => &mut plane.scale,
            "false_easting" => &mut plane.easting,
            "false_northing" => &mut plane.northing,
            _ if value == 0.0 => continue,
            _ => return None,
        };
        *slot = value;
    }
    Some(plane)
}

/// The zone of a central meridian and a false easting; where both widths fit, the one the name tells.
fn gauss(plane: &ProjectionParameters, name: &str) -> Option<GaussZone> {
    let fits = |width: ZoneWidth| {
        let zone = match width {
            ZoneWidth::Three => plane.meridian / 3.0,
            ZoneWidth::Six => (plane.meridian + 3.0) / 6.0,
        };
        if zone.fract() != 0.0 || !(1.0..=60.0).contains(&zone) {
            return None;
        }
        [false, true]
            .map(|prefixed| GaussZone {
                width,
                zone: zone as u8,
                prefixed,
            })
            .into_iter()
            .find(|g| g.exists() && g.false_easting() == plane.easting)
    };
    match (fits(ZoneWidth::Three), fits(ZoneWidth::Six)) {
        (Some(three), Some(six)) => {
            let named = Crs::parse(name).ok().and_then(Crs::gauss_zone);
            Some(if named.is_some_and(|n| n.width == ZoneWidth::Six) {
                six
            } else {
                three
            })
        }
        (three, six) => three.or(six),
    }
}
