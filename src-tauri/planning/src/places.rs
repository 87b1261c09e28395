//! Places of the gazetteer as regions of an atlas.

use geo_types::{Geometry, Point};
use geodata::gazetteer::{Gazetteer, GazetteerRegion, Level, Precision as Known};

use crate::model::*;

/// Rows for a place of the gazetteer and the regions above it, the highest first; those the model has already (by
/// id or code) are left out. `None` when the gazetteer has no such code.
///
/// A point that is only that of the county above is not taken over: the town is then 未上图.
pub fn rows(model: &Model, code: &str) -> Option<Vec<Region>> {
    let gazetteer = Gazetteer::embedded();
    let place = gazetteer.by_code(code)?;
    let mut chain: Vec<&GazetteerRegion> = gazetteer.ancestors(code).collect();
    chain.reverse();
    chain.push(place);
    let mut rows = Vec::new();
    let mut parent: Option<RegionId> = None;
    for place in chain {
        let known = model
            .regions
            .iter()
            .find(|r| r.id.as_str() == place.code || r.code.as_deref() == Some(&place.code));
        let id = known.map_or_else(|| RegionId(place.code.clone()), |r| r.id.clone());
        if known.is_none() {
            rows.push(region(gazetteer, place, parent.clone()));
        }
        parent = Some(id);
    }
    Some(rows)
}

fn region(gazetteer: &Gazetteer, place: &GazetteerRegion, parent: Option<RegionId>) -> Region {
    let point = gazetteer.point(place);
    let own = point.as_ref().filter(|p| match place.level {
        Level::Town => matches!(p.precision, Known::Seat | Known::Town),
        Level::County => !matches!(p.precision, Known::Prefecture),
        _ => false,
    });
    Region {
        id: RegionId(place.code.clone()),
        code: Some(place.code.clone()),
        name: place.name.clone(),
        level: match place.level {
            Level::Province => RegionLevel::Province,
            Level::Prefecture => RegionLevel::Prefecture,
            Level::County => RegionLevel::County,
            Level::Town => RegionLevel::Township,
        },
        parent,
        pinyin: Some(place.pinyin.replace(' ', "")),
        precision: match (own, place.level) {
            (None, _) => Precision::Unmapped,
            (Some(_), Level::Town) => Precision::Town,
            (Some(_), _) => Precision::County,
        },
        geometry: own.map(|p| Shape(Geometry::Point(Point::new(p.longitude, p.latitude)))),
        source: Some(own.map_or_else(|| "地名库".to_owned(), |p| format!("地名库（{}）", p.source))),
        confidence: Some(if own.is_some() { "medium" } else { "unknown" }.to_owned()),
        note: None,
        outline: None,
        aliases: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_comes_with_the_regions_above_it() {
        let rows = rows(&Model::default(), "370283105").expect("南村镇 is in the gazetteer");
        let names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["山东省", "青岛市", "平度市", "南村镇"]);
        assert!(rows.windows(2).all(|w| w[1].parent.as_ref() == Some(&w[0].id)));
    }

    #[test]
    fn a_town_without_a_point_of_its_own_does_not_borrow_that_of_its_county() {
        let rows = rows(&Model::default(), "370830111").expect("杨店镇 is in the gazetteer");
        let town = rows.last().expect("the town itself");
        assert_eq!(
            (town.name.as_str(), town.geometry.is_none(), town.precision),
            ("杨店镇", true, Precision::Unmapped)
        );
    }

    #[test]
    fn regions_that_are_there_are_left_out() {
        let mut model = Model::default();
        for row in rows(&model, "370283105").expect("a town") {
            model.put(row.into());
        }
        assert_eq!(rows(&model, "370283105").expect("a town"), []);
    }
}
