//! Tables and GeoJSON as an export of this program writes them, which come back without loss: each column is known by its
//! key or Chinese heading, and what follows from other columns is not kept twice.

use std::collections::BTreeMap;

/// Column of a project by the key and the heading of the export.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("id", "id", "编号"),
    ("name", "name", "名称"),
    ("kind", "kind", "类型"),
    ("stage", "stage", "阶段"),
    ("plan", "plan", "方案编号"),
    ("plan_title", "plan_title", "方案"),
    ("town", "town", "镇街"),
    ("town_code", "town_code", "镇街代码"),
    ("starts", "starts", "开工"),
    ("ends", "ends", "竣工"),
    ("completed_on", "completed_on", "实际竣工"),
    ("quantity", "quantity", "建设规模"),
    ("quantity_unit", "quantity_unit", "规模单位"),
    ("percent", "percent", "进度%"),
    ("lead_unit", "lead_unit", "牵头单位"),
    ("money", "money", "资金"),
    ("precision", "precision", "位置精度"),
    ("alternative", "alternative", "备选"),
    ("content", "content", "建设内容"),
    ("source", "source", "来源"),
    ("read_at", "read_at", "出处"),
    ("note", "note", "备注"),
    ("project_code", "project_code", "项目代码"),
    ("nature", "nature", "建设性质"),
    ("responsible_post", "responsible_post", "责任人职务"),
    ("public_benefit", "public_benefit", "公益性"),
    ("yearly_revenue", "yearly_revenue_wan_yuan", "年收益(万元)"),
    ("bond_years", "bond_years", "债券年限"),
    ("bond_rate", "bond_rate", "债券年利率"),
];

/// What follows from other columns.
const DERIVED: &[&str] = &[
    "location",
    "位置来源",
    "length_m",
    "长度(米)",
    "area_m2",
    "面积(平方米)",
    "area_mu",
    "面积(亩)",
    "practice",
    "演练",
];

/// What follows from the budget lines.
const OF_MONEY: &[&str] = &[
    "planned_wan_yuan",
    "计划资金(万元)",
    "allocated_wan_yuan",
    "下达资金(万元)",
    "spent_wan_yuan",
    "支付资金(万元)",
];

/// Whether the fields of a layer are those of an export of projects.
pub(super) fn is_own(names: &[String]) -> bool {
    let has = |name: &str| names.iter().any(|n| n == name);
    let keys = [
        "name",
        "stage",
        "town_code",
        "precision",
        "location",
        "planned_wan_yuan",
    ];
    let headings = [
        "名称",
        "阶段",
        "镇街代码",
        "位置精度",
        "位置来源",
        "计划资金(万元)",
    ];
    keys.into_iter().all(has) || headings.into_iter().all(has)
}

/// Fields of such a layer by column.
pub(super) fn columns(names: &[String]) -> BTreeMap<String, String> {
    let has = |name: &str| names.iter().any(|n| n == name);
    let field = |(column, key, heading): &(&str, &str, &str)| {
        let field = [key, heading].into_iter().find(|name| has(name))?;
        Some(((*column).to_owned(), (*field).to_owned()))
    };
    COLUMNS.iter().filter_map(field).collect()
}

/// The fields of such a layer that follow from others, and those that follow from its budget lines.
pub(super) fn derived(names: &[String]) -> (Vec<usize>, Vec<usize>) {
    if !is_own(names) {
        return (Vec::new(), Vec::new());
    }
    let places = |among: &[&str]| -> Vec<usize> {
        let found = names
            .iter()
            .enumerate()
            .filter(|(_, name)| among.contains(&name.as_str()));
        found.map(|(at, _)| at).collect()
    };
    (places(DERIVED), places(OF_MONEY))
}
