//! The commands of coordinate systems: which can be chosen, those of the user, positions in them.

use std::sync::{MutexGuard, PoisonError};

use geo_types::Coord;
use geodata::coords::format_point_in;
use geodata::crs::{Crs, GaussZone, OldDatum, ZoneWidth};
use planning::import::code;

use super::Session;
use crate::own_systems::OwnSystems;
use crate::wire::*;

impl Session {
    /// The systems of the user.
    pub(super) fn systems(&self) -> MutexGuard<'_, OwnSystems> {
        self.systems.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A position in a system, as the status line shows it.
    pub async fn format_coordinates(&self, lon: f64, lat: f64, crs: String) -> Result<String, WireError> {
        let system = self.systems().converter(&crs)?;
        format_point_in(Coord { x: lon, y: lat }, &system).map_err(|e| WireError::new("crs.outside", e))
    }

    /// The systems that can be chosen: those of the user, the usual ones, the zones, the older systems.
    pub async fn crs_choices(&self, lon: f64) -> Result<Vec<CrsChoice>, WireError> {
        let own = self.own_choices();
        Ok(own.into_iter().chain(choices(lon)).collect())
    }

    /// The systems of the user, as they are chosen.
    pub(super) fn own_choices(&self) -> Vec<CrsChoice> {
        let systems = self.systems();
        let choice = |own: &OwnSystem| CrsChoice {
            id: own.id.clone(),
            label: own.name.clone(),
            projected: systems.converter_of(own).is_ok_and(|c| c.is_projected()),
            group: CrsGroup::Own,
        };
        systems.all().iter().map(choice).collect()
    }

    /// The systems of the user.
    pub async fn own_systems(&self) -> Result<Vec<OwnSystem>, WireError> {
        Ok(self.systems().all().to_vec())
    }

    /// What a system would be.
    pub async fn try_system(&self, system: OwnSystem, at: [f64; 2]) -> Result<SystemTrial, WireError> {
        Ok(self.systems().try_out(&system, at))
    }

    /// Keeps a system.
    pub async fn put_own_system(&self, system: OwnSystem) -> Result<OwnSystem, WireError> {
        self.systems().put(system)
    }

    /// Removes a system; where it was chosen, longitude and latitude take its place.
    pub async fn remove_own_system(&self, id: String) -> Result<(), WireError> {
        self.systems().remove(&id)?;
        if self.kept().prefs.crs == id {
            self.keep(|kept| kept.prefs.crs = code(Crs::Cgcs2000));
        }
        Ok(())
    }
}

/// A system as it is chosen.
pub(super) fn choice(crs: Crs, group: CrsGroup) -> CrsChoice {
    CrsChoice {
        id: code(crs),
        label: label(crs),
        projected: crs.is_projected(),
        group,
    }
}

/// All systems, the zone that fits a longitude first among the zones.
fn choices(lon: f64) -> Vec<CrsChoice> {
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
pub(super) fn zones(datum: Option<OldDatum>) -> impl Iterator<Item = Crs> {
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

/// A system's name in Chinese.
pub(crate) fn label(crs: Crs) -> String {
    let Some(zone) = crs.gauss_zone() else {
        return crs.name();
    };
    let datum = crs.old_datum().map_or("CGCS2000", OldDatum::name);
    let degrees = match zone.width {
        ZoneWidth::Three => 3,
        ZoneWidth::Six => 6,
    };
    let prefix = if zone.prefixed {
        format!("{} 带，Y 含带号", zone.zone)
    } else {
        "Y 不含带号".to_owned()
    };
    format!(
        "{datum} {degrees}° 带，中央经线 {:.0}°（{prefix}）",
        zone.central_meridian()
    )
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
