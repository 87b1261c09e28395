//! Names of coordinate systems: as a code and values for the window, which puts them in words of its language, and in
//! Chinese for the command line.

use geodata::crs::{Crs, OldDatum, ZoneWidth};
use serde::Serialize;
use ts_rs::TS;

/// The name of a system, to be put in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum CrsLabel {
    /// As the user or a file calls it.
    Named {
        name: String,
    },
    /// Longitude and latitude.
    Degrees {
        /// Of what datum.
        datum: CrsDatum,
    },
    WebMercator,
    /// GCJ-02.
    Gcj02,
    /// BD-09.
    Bd09,
    /// UTM on WGS84.
    Utm {
        /// The zone with its hemisphere: 50N.
        zone: String,
    },
    /// A Gauss-Krüger zone.
    Gauss {
        /// Of what datum.
        datum: CrsDatum,
        /// Width of the zone in degrees.
        degrees: u8,
        /// Central meridian in degrees.
        meridian: u32,
    },
    /// A Gauss-Krüger zone whose number stands before eastings.
    GaussPrefixed {
        /// Of what datum.
        datum: CrsDatum,
        /// Width of the zone in degrees.
        degrees: u8,
        /// Central meridian in degrees.
        meridian: u32,
        /// The number.
        zone: u8,
    },
}

/// A datum, as names say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "said by the names")]
pub enum CrsDatum {
    Cgcs2000,
    Wgs84,
    Beijing1954,
    Xian1980,
}

impl From<OldDatum> for CrsDatum {
    fn from(datum: OldDatum) -> Self {
        match datum {
            OldDatum::Beijing1954 => Self::Beijing1954,
            OldDatum::Xian1980 => Self::Xian1980,
        }
    }
}

impl CrsLabel {
    /// A name that stands for itself.
    pub fn named(name: impl Into<String>) -> Self {
        Self::Named { name: name.into() }
    }

    /// Whether it is that name.
    pub fn is_named(&self, other: &str) -> bool {
        matches!(self, Self::Named { name } if name == other)
    }
}

impl From<Crs> for CrsLabel {
    fn from(crs: Crs) -> Self {
        if let Some(gauss) = crs.gauss_zone() {
            let datum = crs.old_datum().map_or(CrsDatum::Cgcs2000, CrsDatum::from);
            let degrees = match gauss.width {
                ZoneWidth::Three => 3,
                ZoneWidth::Six => 6,
            };
            let meridian = gauss.central_meridian() as u32;
            return match gauss.prefixed {
                false => Self::Gauss {
                    datum,
                    degrees,
                    meridian,
                },
                true => Self::GaussPrefixed {
                    datum,
                    degrees,
                    meridian,
                    zone: gauss.zone,
                },
            };
        }
        match crs {
            Crs::Cgcs2000 => Self::Degrees {
                datum: CrsDatum::Cgcs2000,
            },
            Crs::Wgs84 => Self::Degrees {
                datum: CrsDatum::Wgs84,
            },
            Crs::Old { datum } => Self::Degrees { datum: datum.into() },
            Crs::WebMercator => Self::WebMercator,
            Crs::Gcj02 => Self::Gcj02,
            Crs::Bd09 => Self::Bd09,
            Crs::Utm { zone, north } => Self::Utm {
                zone: format!("{zone}{}", if north { 'N' } else { 'S' }),
            },
            // Gauss-Krüger zones are told above.
            other => Self::named(other.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_system_that_can_be_chosen_is_named_in_one_language_only() {
        let choices = crate::crs_choices::choices(116.5);
        for choice in &choices {
            assert!(!matches!(choice.label, CrsLabel::Named { .. }), "{}", choice.id);
        }
        let zone = choices
            .iter()
            .find(|c| c.id == "EPSG:4527")
            .map(|c| c.label.clone());
        assert_eq!(
            serde_json::to_value(zone).expect("it is JSON"),
            serde_json::json!({"code": "gauss_prefixed", "datum": "cgcs2000", "degrees": 3, "meridian": 117, "zone": 39})
        );
    }
}
