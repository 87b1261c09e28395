//! Coordinate systems as `.prj` files write them: well-known text of ESRI or of the OGC (OGC 01-009, clause 7).

use crate::crs::{Crs, ZoneWidth};
use crate::formats::feature::FoundCrs;

/// Deepest nesting of a text before it is taken for none.
const DEEPEST: usize = 32;

/// A keyword with what stands in its brackets.
#[derive(Debug, Default)]
struct Node {
    keyword: String,
    /// Texts and numbers in their order.
    values: Vec<String>,
    children: Vec<Node>,
}

impl Node {
    fn child(&self, keywords: &[&str]) -> Option<&Node> {
        self.children
            .iter()
            .find(|c| keywords.contains(&c.keyword.as_str()))
    }

    fn name(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    fn number(&self, i: usize) -> Option<f64> {
        self.values.get(i)?.parse().ok()
    }

    /// The number of the EPSG dataset that stands at this node itself.
    fn epsg(&self) -> Option<u32> {
        let authority = self.child(&["AUTHORITY", "ID"])?;
        if !authority.name().eq_ignore_ascii_case("EPSG") {
            return None;
        }
        authority.values.get(1)?.parse().ok()
    }
}

/// Returns the coordinate system that a well-known text describes: by its EPSG number where it gives one, else by
/// datum, projection and parameters.
pub fn crs_of_wkt(text: &str) -> FoundCrs {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
    if text.is_empty() {
        return FoundCrs::Unstated;
    }
    let Some(root) = parse(text) else {
        return match Crs::parse(text) {
            Ok(crs) => FoundCrs::Stated(crs),
            Err(_) => FoundCrs::NotKnown(text.chars().take(80).collect()),
        };
    };
    // Heights do not matter here.
    let root = match root.keyword.as_str() {
        "COMPD_CS" | "COMPOUNDCRS" | "BOUNDCRS" => root.children.into_iter().find_map(horizontal),
        _ => Some(root),
    };
    let Some(root) = root else {
        return FoundCrs::NotKnown(text.chars().take(80).collect());
    };
    let found = root
        .epsg()
        .and_then(Crs::from_epsg)
        .or_else(|| match root.keyword.as_str() {
            "PROJCS" | "PROJCRS" | "PROJECTEDCRS" => projected(&root),
            "GEOGCS" | "GEOGCRS" | "GEODCRS" | "GEODETICCRS" | "GEOGRAPHICCRS" => geographic(&root),
            _ => None,
        });
    match found {
        Some(crs) => FoundCrs::Stated(crs),
        None => FoundCrs::NotKnown(root.name().to_owned()),
    }
}

fn horizontal(node: Node) -> Option<Node> {
    match node.keyword.as_str() {
        "PROJCS" | "PROJCRS" | "PROJECTEDCRS" | "GEOGCS" | "GEOGCRS" | "GEODCRS" => Some(node),
        "SOURCECRS" => node.children.into_iter().find_map(horizontal),
        _ => None,
    }
}

/// The datums this program has systems on.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Datum {
    Cgcs2000,
    Wgs84,
}

fn key(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The datum of a geographic system, by name and ellipsoid.
fn datum(geographic: &Node) -> Option<Datum> {
    let datum = geographic.child(&["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"])?;
    let ellipsoid = datum.child(&["SPHEROID", "ELLIPSOID"])?;
    let (a, inverse_flattening) = (ellipsoid.number(1)?, ellipsoid.number(2)?);
    let prime = geographic
        .child(&["PRIMEM", "PRIMEMERIDIAN"])
        .and_then(|p| p.number(1));
    if a != 6_378_137.0 || prime.unwrap_or(0.0) != 0.0 {
        return None;
    }
    let names = [key(datum.name()), key(ellipsoid.name()), key(geographic.name())];
    let any = |words: &[&str]| names.iter().any(|n| words.iter().any(|w| n.contains(w)));
    if any(&["CHINA2000", "CGCS2000", "CHINAGEODETIC", "CGCS"]) {
        return ((inverse_flattening - 298.257_222_101).abs() < 1e-5).then_some(Datum::Cgcs2000);
    }
    let named_wgs = key(datum.name()).contains("WGS1984")
        || key(datum.name()).contains("WGS84")
        || key(datum.name()).contains("WORLDGEODETICSYSTEM1984");
    (named_wgs && (inverse_flattening - 298.257_223_563).abs() < 1e-6).then_some(Datum::Wgs84)
}

fn geographic(node: &Node) -> Option<Crs> {
    // Systems without a number of their own, as this program names them.
    if let Ok(crs @ (Crs::Gcj02 | Crs::Bd09)) = Crs::parse(node.name()) {
        return Some(crs);
    }
    let unit = node.child(&["UNIT", "ANGLEUNIT"]).and_then(|u| u.number(1));
    if (unit.unwrap_or(1f64.to_radians()) - 1f64.to_radians()).abs() > 1e-9 {
        return None;
    }
    Some(match datum(node)? {
        Datum::Cgcs2000 => Crs::Cgcs2000,
        Datum::Wgs84 => Crs::Wgs84,
    })
}

fn projected(node: &Node) -> Option<Crs> {
    let base = node.child(&["GEOGCS", "BASEGEOGCRS", "BASEGEODCRS"])?;
    let datum = datum(base)?;
    let conversion = node.child(&["CONVERSION"]).unwrap_or(node);
    let method = key(conversion.child(&["PROJECTION", "METHOD"])?.name());
    let unit = node.child(&["UNIT", "LENGTHUNIT"]).and_then(|u| u.number(1));
    if unit.unwrap_or(1.0) != 1.0 {
        return None;
    }
    let parameter = |names: &[&str]| {
        let found = conversion
            .children
            .iter()
            .find(|c| c.keyword == "PARAMETER" && names.contains(&key(c.name()).as_str()));
        found.and_then(|c| c.number(1))
    };
    let meridian = parameter(&["CENTRALMERIDIAN", "LONGITUDEOFNATURALORIGIN", "LONGITUDEOFCENTER"])?;
    let east = parameter(&["FALSEEASTING"]).unwrap_or(0.0);
    let north = parameter(&["FALSENORTHING"]).unwrap_or(0.0);
    let scale = parameter(&["SCALEFACTOR", "SCALEFACTORATNATURALORIGIN"]).unwrap_or(1.0);
    let latitude = parameter(&["LATITUDEOFORIGIN", "LATITUDEOFNATURALORIGIN"]).unwrap_or(0.0);
    match method.as_str() {
        "TRANSVERSEMERCATOR" | "GAUSSKRUGER" if latitude == 0.0 => match datum {
            Datum::Cgcs2000 if scale == 1.0 && north == 0.0 => gauss_kruger(node.name(), meridian, east),
            Datum::Wgs84 if (scale - 0.9996).abs() < 1e-9 && east == 500_000.0 => {
                let zone = (meridian + 183.0) / 6.0;
                let north_half = match north {
                    0.0 => true,
                    10_000_000.0 => false,
                    _ => return None,
                };
                ((1.0..=60.0).contains(&zone) && zone.fract() == 0.0).then_some(Crs::Utm {
                    zone: zone as u8,
                    north: north_half,
                })
            }
            _ => None,
        },
        "MERCATORAUXILIARYSPHERE" | "POPULARVISUALISATIONPSEUDOMERCATOR" | "MERCATOR1SP" | "MERCATOR" => {
            let web = method == "MERCATORAUXILIARYSPHERE"
                || method == "POPULARVISUALISATIONPSEUDOMERCATOR"
                || key(node.name()).contains("PSEUDOMERCATOR");
            (web && datum == Datum::Wgs84 && meridian == 0.0 && east == 0.0 && north == 0.0)
                .then_some(Crs::WebMercator)
        }
        _ => None,
    }
}

/// The zone of a meridian in degrees and a false easting in metres. Meridians of both widths are the same without a
/// zone number; the name decides then, and 3° where it does not.
fn gauss_kruger(name: &str, meridian: f64, east: f64) -> Option<Crs> {
    let three = meridian / 3.0;
    let six = (meridian + 3.0) / 6.0;
    let is_three = three.fract() == 0.0 && (25.0..=45.0).contains(&three);
    let is_six = six.fract() == 0.0 && (13.0..=23.0).contains(&six);
    let crs = |width, zone: f64, prefixed| {
        Some(Crs::GaussKruger {
            width,
            zone: zone as u8,
            prefixed,
        })
    };
    let prefix = (east - 500_000.0) / 1e6;
    if prefix == 0.0 {
        let name = key(name);
        let says_three = name.contains("3DEGREE") || name.contains("3DEG");
        let says_six = name.contains("6DEGREE") || name.contains("6DEG") || name.contains("GKCM");
        return match (is_three, is_six) {
            (_, true) if says_six && !says_three => crs(ZoneWidth::Six, six, false),
            (true, _) => crs(ZoneWidth::Three, three, false),
            (false, true) => crs(ZoneWidth::Six, six, false),
            (false, false) => None,
        };
    }
    if is_three && prefix == three {
        return crs(ZoneWidth::Three, three, true);
    }
    if is_six && prefix == six {
        return crs(ZoneWidth::Six, six, true);
    }
    None
}

fn parse(text: &str) -> Option<Node> {
    // Keywords and values on a stack, the root at its bottom.
    let mut stack = vec![Node::default()];
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let mut quoted = String::new();
                while let Some(c) = chars.next() {
                    if c != '"' {
                        quoted.push(c);
                    } else if chars.next_if_eq(&'"').is_some() {
                        quoted.push('"');
                    } else {
                        break;
                    }
                }
                stack.last_mut()?.values.push(quoted);
            }
            '[' | '(' => {
                if word.is_empty() || stack.len() > DEEPEST {
                    return None;
                }
                let keyword = std::mem::take(&mut word).to_ascii_uppercase();
                stack.push(Node {
                    keyword,
                    ..Node::default()
                });
            }
            ',' | ']' | ')' => {
                if !word.is_empty() {
                    stack.last_mut()?.values.push(std::mem::take(&mut word));
                }
                if c != ',' {
                    let done = stack.pop()?;
                    stack.last_mut()?.children.push(done);
                }
            }
            c if c.is_whitespace() => {}
            c => word.push(c),
        }
    }
    if stack.len() != 1 {
        return None;
    }
    stack.pop()?.children.into_iter().next()
}

const CGCS2000: &str = "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\",\
    SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],\
    UNIT[\"Degree\",0.0174532925199433]]";

const WGS84: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",\
    SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],\
    UNIT[\"Degree\",0.0174532925199433]]";

/// Returns the well-known text of a system as ESRI writes it, `None` where it has none.
///
/// GCJ-02 and BD-09 are written under names of their own, which other programs do not take for WGS84.
pub fn esri_wkt(crs: Crs) -> Option<String> {
    let transverse =
        |name: String, base: &str, method: &str, east: f64, north: f64, meridian: f64, scale: f64| {
            format!(
                "PROJCS[\"{name}\",{base},PROJECTION[\"{method}\"],PARAMETER[\"False_Easting\",{east:.1}],\
             PARAMETER[\"False_Northing\",{north:.1}],PARAMETER[\"Central_Meridian\",{meridian:.1}],\
             PARAMETER[\"Scale_Factor\",{scale:?}],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
            )
        };
    Some(match crs {
        Crs::Cgcs2000 => CGCS2000.to_owned(),
        Crs::Wgs84 => WGS84.to_owned(),
        Crs::GaussKruger {
            width,
            zone,
            prefixed,
        } => {
            let meridian = crs.central_meridian()?;
            let degrees = if width == ZoneWidth::Three {
                "_3_Degree"
            } else {
                ""
            };
            let (name, east) = if prefixed {
                (
                    format!("CGCS2000{degrees}_GK_Zone_{zone}"),
                    f64::from(zone) * 1e6 + 500_000.0,
                )
            } else {
                (format!("CGCS2000{degrees}_GK_CM_{meridian}E"), 500_000.0)
            };
            transverse(name, CGCS2000, "Gauss_Kruger", east, 0.0, meridian, 1.0)
        }
        Crs::Utm { zone, north } => {
            let meridian = crs.central_meridian()?;
            let half = if north { 'N' } else { 'S' };
            let name = format!("WGS_1984_UTM_Zone_{zone}{half}");
            let false_northing = if north { 0.0 } else { 10_000_000.0 };
            transverse(
                name,
                WGS84,
                "Transverse_Mercator",
                500_000.0,
                false_northing,
                meridian,
                0.9996,
            )
        }
        Crs::WebMercator => format!(
            "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",{WGS84},\
             PROJECTION[\"Mercator_Auxiliary_Sphere\"],PARAMETER[\"False_Easting\",0.0],\
             PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",0.0],\
             PARAMETER[\"Standard_Parallel_1\",0.0],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],UNIT[\"Meter\",1.0]]"
        ),
        Crs::Gcj02 => WGS84
            .replace("GCS_WGS_1984", "GCJ-02")
            .replace("D_WGS_1984", "D_GCJ_02"),
        Crs::Bd09 => WGS84
            .replace("GCS_WGS_1984", "BD-09")
            .replace("D_WGS_1984", "D_BD_09"),
        #[allow(unreachable_patterns, reason = "systems still to come have no text here")]
        _ => return None,
    })
}
