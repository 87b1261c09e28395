//! EPSG numbers of the systems.

use super::{Crs, GaussZone, OldDatum, ZoneWidth};

/// One run of numbers: zones of one width and way of writing eastings, in order.
struct CodeRange {
    first: u32,
    datum: Option<OldDatum>,
    width: ZoneWidth,
    prefixed: bool,
}

/// The Gauss-Krüger runs of the EPSG dataset (version 11).
const RUNS: [CodeRange; 12] = {
    use OldDatum::{Beijing1954, Xian1980};
    use ZoneWidth::{Six, Three};
    const fn run(first: u32, datum: Option<OldDatum>, width: ZoneWidth, prefixed: bool) -> CodeRange {
        CodeRange {
            first,
            datum,
            width,
            prefixed,
        }
    }
    [
        run(4491, None, Six, true),
        run(4502, None, Six, false),
        run(4513, None, Three, true),
        run(4534, None, Three, false),
        run(2327, Some(Xian1980), Six, true),
        run(2338, Some(Xian1980), Six, false),
        run(2349, Some(Xian1980), Three, true),
        run(2370, Some(Xian1980), Three, false),
        run(21413, Some(Beijing1954), Six, true),
        run(21453, Some(Beijing1954), Six, false),
        run(2401, Some(Beijing1954), Three, true),
        run(2422, Some(Beijing1954), Three, false),
    ]
};

impl CodeRange {
    fn zones(&self) -> std::ops::RangeInclusive<u32> {
        match self.width {
            ZoneWidth::Three => 25..=45,
            ZoneWidth::Six => 13..=23,
        }
    }
}

impl Crs {
    /// Returns the system of an EPSG number, if it is one of those this program handles.
    pub fn from_epsg(code: u32) -> Option<Self> {
        match code {
            4490 => return Some(Self::Cgcs2000),
            4326 => return Some(Self::Wgs84),
            3857 => return Some(Self::WebMercator),
            4214 => {
                return Some(Self::Old {
                    datum: OldDatum::Beijing1954,
                });
            }
            4610 => {
                return Some(Self::Old {
                    datum: OldDatum::Xian1980,
                });
            }
            32601..=32660 | 32701..=32760 => {
                return Some(Self::Utm {
                    zone: (code % 100) as u8,
                    north: code < 32700,
                });
            }
            _ => {}
        }
        RUNS.iter().find_map(|run| {
            let zone = code.checked_sub(run.first)? + run.zones().start();
            run.zones().contains(&zone).then(|| {
                GaussZone {
                    width: run.width,
                    zone: zone as u8,
                    prefixed: run.prefixed,
                }
                .of(run.datum)
            })
        })
    }

    /// Returns the EPSG number; GCJ-02, BD-09 and zones outside the dataset have none.
    pub fn epsg(self) -> Option<u32> {
        match self {
            Self::Cgcs2000 => Some(4490),
            Self::Wgs84 => Some(4326),
            Self::WebMercator => Some(3857),
            Self::Old {
                datum: OldDatum::Beijing1954,
            } => Some(4214),
            Self::Old {
                datum: OldDatum::Xian1980,
            } => Some(4610),
            Self::Utm {
                zone: zone @ 1..=60,
                north,
            } => Some(u32::from(zone) + if north { 32600 } else { 32700 }),
            _ => {
                let gauss = self.gauss_zone().filter(|z| z.exists())?;
                let run = RUNS.iter().find(|run| {
                    run.datum == self.old_datum()
                        && run.width == gauss.width
                        && run.prefixed == gauss.prefixed
                })?;
                Some(run.first + u32::from(gauss.zone) - run.zones().start())
            }
        }
    }
}
