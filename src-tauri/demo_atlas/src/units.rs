//! The invented county's bureaus, its towns as units, and the groups a plan speaks of.

use super::places::{COUNTY, TOWNS, town_id};
use planning::model::{Record, Unit};

/// The county's bureaus; the catalogue names them by these names.
pub(super) const BUREAUS: &[(&str, Option<&str>)] = &[
    ("县政府办公室", None),
    ("县发展和改革局", Some("县发改局")),
    ("县教育和体育局", Some("县教体局")),
    ("县工业和信息化局", Some("县工信局")),
    ("县民政局", None),
    ("县财政局", None),
    ("县自然资源和规划局", Some("县自规局、县资规局")),
    ("县住房和城乡建设局", Some("县住建局")),
    ("县交通运输局", Some("县交运局、县交通局")),
    ("县水务局", Some("县水利局")),
    ("县农业农村局", None),
    ("县商务和投资促进局", Some("县商务局")),
    ("县文化和旅游局", Some("县文旅局")),
    ("县卫生健康局", Some("县卫健局")),
    ("县综合行政执法局", Some("县执法局、县城管局")),
    ("县大数据局", None),
    ("县林业发展中心", None),
    ("演练市生态环境局清河源分局", Some("县生态环境局、县生态环境分局")),
    ("县供电公司", None),
    ("县城乡建设投资集团有限公司", Some("县城投")),
];

/// The groups: name, and what it stands for.
pub(super) const GROUPS: &[(&str, &str)] = &[
    ("各镇街", "towns"),
    ("各试点镇", "pilots"),
    ("县直有关部门、单位", "others"),
];

/// The id of a unit of the county by its name.
pub(super) fn unit_id(name: &str) -> String {
    format!("{}/{name}", COUNTY.0)
}

/// The rows of the units.
pub(super) fn rows() -> Vec<Record> {
    let unit = |name: &str, group: Option<&str>, aliases: Option<&str>, note: &str| {
        Record::from(Unit {
            id: unit_id(name).into(),
            region: COUNTY.0.into(),
            name: name.to_owned(),
            is_group: group.is_some(),
            expands_to: group.map(str::to_owned),
            aliases: aliases.map(str::to_owned),
            note: Some(note.to_owned()),
        })
    };
    let bureaus = BUREAUS
        .iter()
        .map(|&(name, aliases)| unit(name, None, aliases, "虚构单位，供演练"));
    let groups = GROUPS
        .iter()
        .map(|&(name, expands)| unit(name, Some(expands), None, "虚构的一组单位，供演练"));
    let towns = (0..TOWNS.len()).map(|town| {
        unit(
            TOWNS[town].name,
            None,
            None,
            &format!("虚构镇街（{}）的政府或办事处，供演练", town_id(town)),
        )
    });
    bureaus.chain(groups).chain(towns).collect()
}
