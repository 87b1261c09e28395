//! The embedded gazetteer as a user asks it.

use std::time::Instant;

use geodata::basemap::county_at;
use geodata::gazetteer::{Gazetteer, Level, Precision};

fn codes(query: &str, within: Option<&str>) -> Vec<String> {
    Gazetteer::embedded()
        .search_within(query, within, 20)
        .into_iter()
        .map(|hit| hit.code)
        .collect()
}

/// The query finds the place first.
fn first(query: &str, within: Option<&str>, code: &str) {
    let found = codes(query, within);
    assert_eq!(
        found.first().map(String::as_str),
        Some(code),
        "{query}: {found:?}"
    );
}

/// The query finds the place among the first twenty.
fn among(query: &str, within: Option<&str>, code: &str) {
    let found = codes(query, within);
    assert!(found.iter().any(|c| c == code), "{query}: {found:?}");
}

#[test]
fn yangdian_is_found_in_chinese_in_pinyin_and_by_initials() {
    let yangdian = "370830111";
    among("杨店", None, yangdian);
    among("杨店镇", None, yangdian);
    among("yangdian", None, yangdian);
    among("yangdianzhen", None, yangdian);
    first("yd", Some("370830"), yangdian);
    first("ydz", Some("370830"), yangdian);
    first("汶上 杨店", None, yangdian);
    first("汶上县杨店镇", None, yangdian);
    first("济宁市汶上县杨店镇", None, yangdian);
    first("wenshang yd", None, yangdian);
    first("370830111", None, yangdian);
}

#[test]
fn nancun_is_found_in_chinese_in_pinyin_and_by_initials() {
    let nancun = "370283105";
    among("南村", None, nancun);
    among("nancun", None, nancun);
    first("nancun", Some("370200"), nancun);
    first("nc", Some("370283"), nancun);
    first("平度南村", None, nancun);
}

#[test]
fn letters_that_are_read_in_two_ways_are_found_as_the_place_reads_itself() {
    for (query, code) in [
        ("chongqing", "500000"),
        ("changsha", "430100"),
        ("wenshang", "370830"),
        ("chiping", "371503"),
        ("laixi", "370285"),
        ("shanxian", "371722"),
        ("hunchun", "222404"),
        ("donge", "371524"),
        ("chengwu", "371723"),
    ] {
        first(query, None, code);
    }
    first("lepingpu", None, "371503101");
    first("poli", Some("370211"), "370211103");
    first("boli", Some("370211"), "370211103");
}

#[test]
fn other_names_in_use_lead_to_the_district() {
    first("西海岸新区", None, "370211");
    among("xihaian", None, "370211");
}

#[test]
fn exact_names_come_first_and_higher_levels_before_lower_ones() {
    first("青岛", None, "370200");
    first("山东", None, "370000");
    first("shandong", None, "370000");
    first("qd", Some("370000"), "370200");
    let hits = Gazetteer::embedded().search("朝阳", 50);
    let levels: Vec<Level> = hits.iter().take(3).map(|hit| hit.level).collect();
    assert!(levels.is_sorted(), "{levels:?}");
    assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn what_is_not_there_is_not_found() {
    for query in ["", "  ", "zzzqqq", "不存在的地方名", "'", "9999"] {
        assert!(codes(query, None).is_empty(), "{query}");
    }
    assert!(codes("杨店", Some("370283")).is_empty());
}

#[test]
fn the_list_has_every_town_of_the_statistics_bureau() {
    let places = Gazetteer::embedded().places();
    let count = |level| places.iter().filter(|place| place.level == level).count();
    assert_eq!(count(Level::Town), 41_352);
    assert_eq!(count(Level::Province), 34);
    assert_eq!(count(Level::Prefecture), 333);
    assert!(count(Level::County) > 2_900, "{}", count(Level::County));
}

#[test]
fn a_town_knows_its_county_prefecture_and_province() {
    let gazetteer = Gazetteer::embedded();
    let town = gazetteer.by_code("370830111").unwrap();
    assert_eq!(gazetteer.full_name(town), "山东省济宁市汶上县杨店镇");
    let above: Vec<&str> = gazetteer
        .ancestors("370830111")
        .map(|place| place.code.as_str())
        .collect();
    assert_eq!(above, ["370830", "370800", "370000"]);
    assert_eq!(
        gazetteer.full_name(gazetteer.by_code("110101").unwrap()),
        "北京市东城区"
    );
    assert_eq!(gazetteer.children("371723").count(), 13);
    // named with the county in front in the source
    assert_eq!(gazetteer.by_code("371723108").unwrap().name, "孙寺镇");
}

#[test]
fn points_of_towns_lie_in_their_counties_and_say_how_they_are_known() {
    let gazetteer = Gazetteer::embedded();
    let mut known = 0;
    let mut strays = Vec::new();
    for town in gazetteer
        .places()
        .iter()
        .filter(|place| place.level == Level::Town)
    {
        let Some(own) = town.own_point else { continue };
        assert_eq!(own.precision, Precision::Town, "{}", town.name);
        known += 1;
        let county = county_at(own.longitude, own.latitude).map(|county| county.adcode);
        // Towns of development zones hang on the zone, which has no outline: there the prefecture must do.
        let parent = town.parent.as_deref().unwrap();
        let zone = geodata::basemap::county_outline(parent).is_none();
        let fits = county.is_some_and(|c| if zone { c[..4] == parent[..4] } else { c == parent });
        if !fits {
            strays.push((town.code.clone(), town.name.clone(), county));
        }
    }
    assert!(known > 12_000, "{known} towns have a point");
    // The outlines are simplified: a point within some 40 m of a boundary may fall on the other side.
    assert!(strays.len() <= 20, "{} of {known}: {strays:?}", strays.len());
}

#[test]
fn the_seed_towns_with_a_point_lie_inside_their_counties_and_the_unknown_ones_stay_unknown() {
    let gazetteer = Gazetteer::embedded();
    let seeds = gazetteer
        .places()
        .iter()
        .filter(|p| p.own_point.is_some_and(|point| point.source == "places"));
    let mut count = 0;
    for place in seeds {
        let point = place.own_point.unwrap();
        let county = county_at(point.longitude, point.latitude).unwrap();
        let wanted = if place.level == Level::Town {
            place.parent.as_deref().unwrap()
        } else {
            &place.code
        };
        assert_eq!(county.adcode, wanted, "{}", place.name);
        count += 1;
    }
    assert!(count >= 40, "{count}");
    for code in ["370830111", "371723101", "371723110"] {
        let town = gazetteer.by_code(code).unwrap();
        assert!(town.own_point.is_none(), "{}", town.name);
        assert_eq!(gazetteer.point(town).unwrap().precision, Precision::County);
    }
}

#[test]
fn label_points_of_counties_lie_inside_them() {
    let gazetteer = Gazetteer::embedded();
    for place in gazetteer
        .places()
        .iter()
        .filter(|place| place.level == Level::County)
    {
        if let Some(point) = place.own_point {
            let county =
                county_at(point.longitude, point.latitude).unwrap_or_else(|| panic!("{}", place.name));
            assert_eq!(county.adcode, place.code, "{}", place.name);
        }
    }
}

#[test]
fn a_search_is_one_pass_and_its_time_is_printed() {
    let gazetteer = Gazetteer::embedded();
    for query in ["杨店", "yangdian", "yd", "z", "汶上县杨店镇", "wenshang yd"] {
        let start = Instant::now();
        let hits = gazetteer.search(query, 50);
        let time = start.elapsed();
        println!("{query}: {} hits in {time:?}", hits.len());
        assert!(hits.len() <= 50 && !hits.is_empty(), "{query}");
    }
}
