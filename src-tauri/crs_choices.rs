//! The coordinate systems that can be chosen.

use geodata::crs::{Crs, GaussZone, OldDatum, ZoneWidth};
use planning::import::code;
use serde::Serialize;
use ts_rs::TS;

use crate::crs_label::CrsLabel;

/// A coordinate system that can be chosen.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CrsChoice {
    /// `EPSG:4547`, `GCJ-02`, or `own:1` for one of the user.
    pub id: String,
    /// Its name.
    pub label: CrsLabel,
    /// Whether its coordinates are metres.
    pub projected: bool,
    /// Among which others it is listed.
    pub group: CrsGroup,
}

/// Among which others a system is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CrsGroup {
    /// Made by the user.
    Own,
    /// Degrees, web maps and the zones of the place.
    Usual,
    /// Zones farther away.
    Zone,
    /// Beijing 1954 and Xian 1980, of no use without parameters.
    Old,
}

/// A system as it is chosen.
pub fn choice(crs: Crs, group: CrsGroup) -> CrsChoice {
    CrsChoice {
        id: code(crs),
        label: crs.into(),
        projected: crs.is_projected(),
        group,
    }
}

/// All systems, the zone that fits a longitude first among the zones.
pub fn choices(lon: f64) -> Vec<CrsChoice> {
    let mut usual = vec![Crs::Cgcs2000, Crs::Wgs84];
    let here = |crs: &Crs| crs.central_meridian().is_some_and(|m| (m - lon).abs() <= 3.0);
    let (near, mut far): (Vec<Crs>, Vec<Crs>) = zones(None).partition(here);
    // The suggested zone stands first, then the same with the zone number before eastings.
    usual.extend(Crs::suggest_zone(lon).filter(|crs| near.contains(crs)));
    usual.extend(near);
    usual.extend([Crs::Gcj02, Crs::Bd09, Crs::WebMercator]);
    let utm = (43..=53).map(|zone| Crs::Utm { zone, north: true });
    let (near_utm, far_utm): (Vec<Crs>, Vec<Crs>) = utm.partition(here);
    usual.extend(near_utm);
    far.extend(far_utm);
    let mut old: Vec<Crs> = [OldDatum::Beijing1954, OldDatum::Xian1980]
        .into_iter()
        .flat_map(|datum| std::iter::once(Crs::Old { datum }).chain(zones(Some(datum))))
        .collect();
    // Those without a zone first, then the zones that fit, the nearest before the others.
    old.sort_by_key(|crs| match crs.central_meridian() {
        None => -1,
        Some(meridian) if here(crs) => ((meridian - lon).abs() * 1e3) as i64,
        Some(_) => i64::MAX,
    });
    let grouped = [
        (usual, CrsGroup::Usual),
        (far, CrsGroup::Zone),
        (old, CrsGroup::Old),
    ];
    let mut seen = std::collections::HashSet::new();
    grouped
        .into_iter()
        .flat_map(|(list, group)| list.into_iter().map(move |crs| choice(crs, group)))
        .filter(|c| seen.insert(c.id.clone()))
        .collect()
}

/// All Gauss-Krüger zones of a datum, 3° before 6°, each without and with its number before eastings.
pub fn zones(datum: Option<OldDatum>) -> impl Iterator<Item = Crs> {
    [(ZoneWidth::Three, 25..=45), (ZoneWidth::Six, 13..=23)]
        .into_iter()
        .flat_map(|(width, zones)| zones.map(move |zone| (width, zone)))
        .flat_map(move |(width, zone)| {
            [false, true].map(|prefixed| {
                GaussZone {
                    width,
                    zone,
                    prefixed,
                }
                .of(datum)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_is_offered_once_and_the_zone_of_the_place_comes_first() {
        let offered = choices(116.5);
        let ids: std::collections::HashSet<&str> = offered.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids.len(), offered.len());
        for id in [
            "EPSG:4548",
            "EPSG:4527",
            "EPSG:4508",
            "EPSG:32650",
            "BD-09",
            "EPSG:2343",
            "EPSG:4214",
        ] {
            assert!(ids.contains(id), "{id} is missing");
        }
        let first = offered.iter().find(|c| c.projected).map(|c| c.id.as_str());
        assert_eq!(first, Some("EPSG:4548"));
        for choice in &offered {
            let crs = Crs::parse(&choice.id).expect(&choice.id);
            assert_eq!(code(crs), choice.id);
        }
    }
}
