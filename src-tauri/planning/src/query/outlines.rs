//! Boundaries of towns, where a file of them was imported, and in which of them a place lies.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use geo::{BoundingRect, Intersects};
use geo_types::{MultiPolygon, Point, Rect};

use super::Snapshot;
use crate::model::{Model, Region, Shape};

/// A town and its boundary, for the map.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ts_rs::TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct TownOutline {
    pub id: String,
    pub name: String,
    /// Its boundary, longitude and latitude.
    pub shape: Shape,
}

/// The boundaries of towns and a version that changes with any of them.
#[derive(Debug, Clone, PartialEq, serde::Serialize, ts_rs::TS)]
pub struct TownOutlines {
    /// The same for the same boundaries and names.
    pub version: String,
    /// Those that are known.
    pub towns: Vec<TownOutline>,
}

impl Snapshot<'_> {
    /// Returns the known boundaries of towns; `None` if they are those of the version `known`.
    pub fn town_outlines(&self, known: Option<&str>) -> Option<TownOutlines> {
        let with = || self.model.regions.iter().filter(|r| r.outline.is_some());
        let mut hasher = DefaultHasher::new();
        for region in with() {
            (region.id.as_str(), &region.name, &region.outline).hash(&mut hasher);
        }
        let version = format!("{:016x}", hasher.finish());
        if known == Some(version.as_str()) {
            return None;
        }
        let towns = with().filter_map(|region| {
            let outline = region.outline.as_ref()?.polygons().clone();
            Some(TownOutline {
                id: region.id.0.clone(),
                name: region.name.clone(),
                shape: Shape(outline.into()),
            })
        });
        Some(TownOutlines {
            towns: towns.collect(),
            version,
        })
    }
}

/// The towns of an atlas whose boundaries are known.
pub(super) struct Outlines<'m> {
    by_id: HashMap<&'m str, usize>,
    towns: Vec<(&'m Region, &'m MultiPolygon<f64>, Rect<f64>)>,
}

impl<'m> Outlines<'m> {
    pub fn of(model: &'m Model) -> Self {
        let known = model.regions.iter().filter_map(|region| {
            let outline = region.outline.as_ref()?.polygons();
            let around = outline.bounding_rect()?;
            Some((region, outline, around))
        });
        let towns: Vec<_> = known.collect();
        let by_id = towns
            .iter()
            .enumerate()
            .map(|(i, (region, ..))| (region.id.as_str(), i))
            .collect();
        Self { by_id, towns }
    }

    /// Whether a place lies in a town; `None` if its boundary is not known.
    pub fn holds(&self, town: &str, at: Point<f64>) -> Option<bool> {
        let (_, outline, _) = &self.towns[*self.by_id.get(town)?];
        Some(outline.intersects(&at))
    }

    /// The town of known boundary in which a place lies.
    pub fn at(&self, at: Point<f64>) -> Option<&'m Region> {
        self.towns
            .iter()
            .find(|(_, outline, around)| around.intersects(&at) && outline.intersects(&at))
            .map(|(region, ..)| *region)
    }
}
