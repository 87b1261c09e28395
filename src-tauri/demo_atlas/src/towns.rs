//! The invented regions from the province down to six villages, and which towns are pilots.

use geo_types::Point;

use super::{
    calendar::written,
    ground::{At, shape},
    places::{COUNTY, GRIDS, TOWNS, seat, town_id},
    plans::{QUALITY, SPECIALITY},
};
use planning::model::{
    Category, Designation, PilotLevel, PilotStatus, Precision, Record, Region, RegionLevel,
};

/// A village: last three digits of its code, name, pinyin, town, node of the town's grid.
type Village = (u16, &'static str, &'static str, usize, (i32, i32));

/// The villages that are regions of their own.
pub(super) const VILLAGES: &[Village] = &[
    (201, "南稻影村", "nan dao ying cun", 6, (-9, -7)),
    (202, "北柳映村", "bei liu ying cun", 5, (8, 7)),
    (203, "渡口小圩村", "du kou xiao wei cun", 3, (6, 9)),
    (204, "榴花坡下村", "liu hua po xia cun", 4, (-10, -6)),
    (205, "窑烟老寨村", "yao yan lao zhai cun", 8, (8, -6)),
    (206, "月影荷塘村", "yue ying he tang cun", 10, (9, 6)),
];

/// The regions and the designations.
pub(super) fn rows() -> Vec<Record> {
    let mut rows = vec![
        region(
            "990000",
            "演练省",
            "yan lian sheng",
            RegionLevel::Province,
            None,
            None,
            Precision::Unmapped,
        ),
        region(
            "990100",
            "演练市",
            "yan lian shi",
            RegionLevel::Prefecture,
            Some("990000"),
            None,
            Precision::Unmapped,
        ),
        region(
            COUNTY.0,
            COUNTY.1,
            COUNTY.2,
            RegionLevel::County,
            Some("990100"),
            Some(GRIDS[0].middle()),
            Precision::County,
        ),
    ];
    for (i, town) in TOWNS.iter().enumerate() {
        rows.push(region(
            &town_id(i),
            town.name,
            town.pinyin,
            RegionLevel::Township,
            Some(COUNTY.0),
            Some(seat(i)),
            Precision::Town,
        ));
    }
    for &(code, name, pinyin, town, _) in VILLAGES {
        let code = format!("{}{code}", town_id(town));
        let at = village_at(name);
        rows.push(region(
            &code,
            name,
            pinyin,
            RegionLevel::Village,
            Some(&town_id(town)),
            at,
            Precision::Sketched,
        ));
    }
    rows.extend(designations());
    rows
}

/// Where a village lies.
pub(super) fn village_at(name: &str) -> Option<At> {
    let &(_, _, _, town, (i, j)) = VILLAGES.iter().find(|village| village.1 == name)?;
    let key = TOWNS[town].grid;
    Some(GRIDS[key].node(key, i, j))
}

fn region(
    code: &str,
    name: &str,
    pinyin: &str,
    level: RegionLevel,
    parent: Option<&str>,
    at: Option<At>,
    precision: Precision,
) -> Record {
    Record::from(Region {
        id: code.into(),
        code: Some(code.to_owned()),
        name: name.to_owned(),
        level,
        parent: parent.map(Into::into),
        pinyin: Some(pinyin.to_owned()),
        precision,
        geometry: at.map(|at| shape(Point(at.lon_lat()))),
        source: Some("演练：虚构地名与位置".to_owned()),
        confidence: Some(if at.is_some() { "high" } else { "unknown" }.to_owned()),
        note: Some("演练：并无此地，代码 99 开头不属任何行政区".to_owned()),
        outline: None,
        aliases: None,
    })
}

/// Plan, town, category, level, where it stands, from, until.
type Pilot = (
    &'static str,
    usize,
    Category,
    Option<PilotLevel>,
    PilotStatus,
    &'static str,
    &'static str,
);

fn designations() -> Vec<Record> {
    use {Category::*, PilotLevel as Level, PilotStatus as Now};
    let table = [
        (
            QUALITY,
            3,
            Subcentre,
            Some(Level::Province),
            Now::Active,
            "2025-01",
            "2027-12",
        ),
        (
            QUALITY,
            4,
            Refined,
            Some(Level::City),
            Now::Active,
            "2025-01",
            "2027-12",
        ),
        (
            QUALITY,
            5,
            Refined,
            Some(Level::County),
            Now::Active,
            "2025-01",
            "2027-12",
        ),
        (
            QUALITY,
            6,
            Demonstration,
            Some(Level::Province),
            Now::Accepted,
            "2025-01",
            "2026-06",
        ),
        (
            QUALITY,
            7,
            Demonstration,
            Some(Level::County),
            Now::Candidate,
            "",
            "",
        ),
        (
            QUALITY,
            11,
            Refined,
            Some(Level::County),
            Now::Eliminated,
            "2025-01",
            "2026-10",
        ),
        (
            QUALITY,
            2,
            Satellite,
            Some(Level::Prefecture),
            Now::Active,
            "2025-01",
            "2027-12",
        ),
        (
            SPECIALITY,
            4,
            Speciality,
            Some(Level::City),
            Now::Active,
            "2026-01",
            "2027-12",
        ),
        (
            SPECIALITY,
            5,
            Speciality,
            Some(Level::Province),
            Now::Active,
            "2026-01",
            "2027-12",
        ),
        (
            SPECIALITY,
            8,
            Speciality,
            Some(Level::County),
            Now::Active,
            "2026-01",
            "2027-12",
        ),
        (
            SPECIALITY,
            9,
            Speciality,
            Some(Level::County),
            Now::Active,
            "2026-01",
            "2027-12",
        ),
        (SPECIALITY, 10, Speciality, None, Now::Candidate, "2026-07", ""),
    ];
    let designation = |(n, (plan, town, category, level, status, starts, ends)): (usize, Pilot)| {
        Record::from(Designation {
            id: format!("practice/d{n:02}").into(),
            plan: plan.into(),
            region: town_id(town).into(),
            category,
            level,
            status,
            starts: written(starts),
            ends: written(ends),
            read_at: Some("一".to_owned()),
            assessment_round: None,
        })
    };
    (1..).zip(table).map(designation).collect()
}
