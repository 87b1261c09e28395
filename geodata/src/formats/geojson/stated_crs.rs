//! The `crs` member that GeoJSON had before RFC 7946.

use crate::crs::Crs;
use crate::formats::feature::FoundCrs;
use serde_json::Value;

/// Returns the coordinate system of a `crs` member, whatever way it is named.
pub(super) fn stated_crs(json: &[u8]) -> FoundCrs {
    let Ok(value) = serde_json::from_slice::<Value>(json) else {
        return FoundCrs::NotKnown(String::from_utf8_lossy(json).into_owned());
    };
    if value.is_null() {
        return FoundCrs::Unstated;
    }
    let properties = &value["properties"];
    let named = |v: &Value| match v {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    };
    let candidates = [
        &properties["name"],
        &properties["code"],
        &properties["href"],
        &value["name"],
        &value,
    ];
    let Some(name) = candidates.into_iter().find_map(named) else {
        return FoundCrs::NotKnown(value.to_string());
    };
    match Crs::parse(&name).ok().or_else(|| from_url(&name)) {
        Some(crs) => FoundCrs::Stated(crs),
        None => FoundCrs::NotKnown(name),
    }
}

/// `http://www.opengis.net/def/crs/EPSG/0/4547`, `https://spatialreference.org/ref/epsg/4490/`.
fn from_url(name: &str) -> Option<Crs> {
    let lower = name.to_ascii_lowercase();
    if !lower.contains("epsg") {
        return None;
    }
    let digits = lower
        .split('/')
        .find(|part| part.len() >= 4 && part.bytes().all(|b| b.is_ascii_digit()))?;
    Crs::from_epsg(digits.parse().ok()?)
}
