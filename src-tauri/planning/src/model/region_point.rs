//! Where a project stands on the map that is known only to lie in a region: at the point of its town, or, where that is
//! not known, at that of the county above. It is no place of the project and never taken for one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Model, Precision, RegionId, RegionLevel, Shape};

/// What a project is drawn at, under the words of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Location {
    /// Its own footprint.
    Footprint,
    TownPoint,
    CountyPoint,
    /// Nowhere.
    None,
}

impl Location {
    /// The word of exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Footprint => "footprint",
            Self::TownPoint => "town_point",
            Self::CountyPoint => "county_point",
            Self::None => "none",
        }
    }
}

/// The point of a region that a project stands at.
#[derive(Debug, Clone, Copy)]
pub struct RegionPoint<'m> {
    /// The point.
    pub shape: &'m Shape,
    /// Whether it is that of a town or of a county.
    pub location: Location,
    /// Whether it is that of a county in place of the town that the project names, whose point is not known.
    pub of_above: bool,
}

/// The point at which a project without a footprint stands: that of the region it names, else of the county above it.
/// `None` if it is not known to lie in a region, or neither has a point.
#[must_use]
pub fn region_point<'m>(
    model: &'m Model,
    precision: Precision,
    region: Option<&RegionId>,
) -> Option<RegionPoint<'m>> {
    if !matches!(precision, Precision::Town | Precision::County) {
        return None;
    }
    let named = model.regions.get(region?.as_str())?;
    let mut at = named;
    // A village has a town and that a county above it; what is above a county is too far.
    for _ in 0..3 {
        if let Some(shape) = &at.geometry {
            let location = match at.level {
                RegionLevel::Township | RegionLevel::Village => Location::TownPoint,
                RegionLevel::Province | RegionLevel::Prefecture | RegionLevel::County => {
                    Location::CountyPoint
                }
            };
            return Some(RegionPoint {
                shape,
                location,
                of_above: location == Location::CountyPoint && at.level != named.level,
            });
        }
        if !matches!(at.level, RegionLevel::Township | RegionLevel::Village) {
            return None;
        }
        at = model.regions.get(at.parent.as_ref()?.as_str())?;
    }
    None
}
