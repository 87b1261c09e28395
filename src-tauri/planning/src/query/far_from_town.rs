//! Footprints that lie far from the point of the town they say, where the atlas has no boundary of that town.
//!
//! A footprint is doubted if its nearest vertex is more than 5 km from the point of its town while another town of the
//! county, or the county's seat, is less than half as far; or if it is more than 30 km away in any case. Towns of the
//! plains reach some 6 km from their seats, those of the mountains some 25.

use geo::CoordsIter as _;
use geo_types::{Coord, Geometry};
use geodata::measure::length;

use super::Snapshot;
use crate::model::*;

/// A footprint nearer than this to its town is not doubted, metres.
const NEAR: f64 = 5_000.0;
/// One further away than this is, metres.
const FAR: f64 = 30_000.0;
/// Another town counts as nearer if it is at most this part of the way off.
const MUCH_NEARER: f64 = 0.5;

/// How far a footprint is from its town, and what it is nearer to.
#[derive(Debug, Clone, Copy)]
pub(super) struct FarFromTown<'m> {
    /// The town it says.
    pub town: &'m Region,
    /// From the nearest vertex to the point of the town, metres.
    pub distance_m: f64,
    /// The town or county whose point is much nearer.
    pub nearer: Option<&'m Region>,
}

impl<'m> Snapshot<'m> {
    /// Whether a footprint lies far from its town; `None` if it does not, or the point of the town is not known.
    pub(super) fn far_from_town(&self, town: &RegionId, shape: &Geometry<f64>) -> Option<FarFromTown<'m>> {
        let town = self.model.regions.get(town.as_str())?;
        if town.level != RegionLevel::Township {
            return None;
        }
        let distance_m = distance(shape, point(town)?)?;
        if distance_m <= NEAR {
            return None;
        }
        let county = self.model.regions.get(town.parent.as_ref()?.as_str())?;
        let beside = self.relations().regions_below.of(county.id.as_str()).iter();
        let others = beside
            .map(|region| region.id.as_str())
            .chain([county.id.as_str()]);
        let nearer = others
            .filter(|id| *id != town.id.as_str())
            .filter_map(|id| {
                let region = self.model.regions.get(id)?;
                Some((region, distance(shape, point(region)?)?))
            })
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, other)| *other <= distance_m * MUCH_NEARER)
            .map(|(region, _)| region);
        (nearer.is_some() || distance_m > FAR).then_some(FarFromTown {
            town,
            distance_m,
            nearer,
        })
    }
}

fn point(region: &Region) -> Option<Coord<f64>> {
    match region.geometry.as_ref()?.0 {
        Geometry::Point(point) => Some(point.0),
        _ => None,
    }
}

/// Geodesic, from a place to the vertex of a shape that is nearest in degrees made even by the latitude.
fn distance(shape: &Geometry<f64>, place: Coord<f64>) -> Option<f64> {
    let even = place.y.to_radians().cos();
    let square = |c: Coord<f64>| ((c.x - place.x) * even).powi(2) + (c.y - place.y).powi(2);
    let nearest = shape
        .coords_iter()
        .min_by(|a, b| square(*a).total_cmp(&square(*b)))?;
    Some(length(&Geometry::LineString(vec![nearest, place].into())).0)
}
