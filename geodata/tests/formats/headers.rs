//! What the headers of offices, surveys and other programs are taken for.

use geodata::formats::headers::{AreaUnit, LengthUnit, MoneyUnit, Role, guess};
use geodata::formats::{Field, FieldKind, Value};

use Role::*;

const WAN: Role = Investment(MoneyUnit::WanYuan);

fn fields(header: &str) -> Vec<Field> {
    header
        .split('|')
        .map(|name| Field {
            name: name.trim().to_owned(),
            kind: FieldKind::Text,
        })
        .collect()
}

/// Expects a meaning for each column, `None` for those without.
fn check(header: &str, expected: &[Option<Role>]) {
    check_with(header, &[], expected);
}

fn check_with(header: &str, rows: &[&str], expected: &[Option<Role>]) {
    let fields = fields(header);
    assert_eq!(fields.len(), expected.len(), "{header}");
    let sample: Vec<Vec<Value>> = rows.iter().map(|r| r.split('|').map(value).collect()).collect();
    let guesses = guess(&fields, &sample);
    for (at, wanted) in expected.iter().enumerate() {
        let got = guesses.iter().find(|g| g.0 == at).map(|g| g.1);
        assert_eq!(got, *wanted, "{} in {header}: {guesses:?}", fields[at].name);
    }
    assert!(guesses.windows(2).all(|w| w[0].2 >= w[1].2), "best first");
    assert!(guesses.iter().all(|g| (0.3..=1.0).contains(&g.2)), "{guesses:?}");
}

fn value(text: &str) -> Value {
    match text.trim() {
        "" => Value::Null,
        t => t
            .parse()
            .map(Value::Real)
            .unwrap_or_else(|_| Value::Text(t.to_owned())),
    }
}

#[test]
fn ledgers_of_counties_and_towns() {
    check(
        "序号|项目名称|所在镇街|建设地点|建设内容及规模|责任单位|开工时间|竣工时间|总投资(万元)|形象进度|备注",
        &[
            Some(Serial),
            Some(Name),
            Some(Town),
            Some(Address),
            Some(Content),
            Some(Units),
            Some(Starts),
            Some(Ends),
            Some(WAN),
            Some(Progress),
            Some(Note),
        ],
    );
    check(
        "序号|工程名称|项目类别|乡镇|投资额（万元）|牵头单位|责任单位|完成时限|进展情况",
        &[
            Some(Serial),
            Some(Name),
            Some(Kind),
            Some(Town),
            Some(WAN),
            Some(LeadUnit),
            Some(Units),
            Some(Ends),
            Some(Progress),
        ],
    );
    check(
        "编号|重点项目名称|县市区|镇办|行政村|计划开工时间|计划竣工时间|计划总投资（亿元）|资金来源|联系人",
        &[
            Some(Id),
            Some(Name),
            Some(County),
            Some(Town),
            Some(Village),
            Some(Starts),
            Some(Ends),
            Some(Investment(MoneyUnit::YiYuan)),
            Some(MoneySource),
            Some(Contact),
        ],
    );
    check(
        "年度|项目名称|建设单位|建设规模|计量单位|完成投资（元）|到位资金（万元）",
        &[
            Some(Year),
            Some(Name),
            Some(LeadUnit),
            Some(Quantity),
            Some(QuantityUnit),
            Some(Spent(MoneyUnit::Yuan)),
            Some(Allocated(MoneyUnit::WanYuan)),
        ],
    );
    check(
        "任务名称|牵头部门|主要内容|办结时限|调度日期|存在问题",
        &[
            Some(Name),
            Some(LeadUnit),
            Some(Content),
            Some(Ends),
            Some(Dated),
            Some(Note),
        ],
    );
}

#[test]
fn headers_of_two_rows_are_understood_by_group_and_part() {
    check(
        "项目名称|资金(万元)/中央|资金(万元)/省|总投资(万元)/合计|建设期限/开工时间|建设期限/竣工时间",
        &[Some(Name), None, None, Some(WAN), Some(Starts), Some(Ends)],
    );
}

#[test]
fn shapefiles_with_pinyin_initials() {
    check(
        "BSM|YSDM|XMMC|XMLX|SSXZ|JSNR|KGSJ|JGSJ|ZTZ|BZ",
        &[
            Some(Id),
            Some(ControlKind),
            Some(Name),
            Some(Kind),
            Some(Town),
            Some(Content),
            Some(Starts),
            Some(Ends),
            Some(WAN),
            Some(Note),
        ],
    );
    check(
        "TBBH|DLMC|XZQDM|XZQMC|TBMJ",
        &[
            Some(Id),
            Some(Kind),
            Some(TownCode),
            Some(Town),
            Some(Area(AreaUnit::SquareMetres)),
        ],
    );
    check(
        "OBJECTID|HXMC|HXLX|GXSJ|SJLY|Shape_Area",
        &[
            Some(Id),
            Some(Name),
            Some(ControlKind),
            Some(Dated),
            Some(Source),
            Some(Area(AreaUnit::SquareMetres)),
        ],
    );
}

#[test]
fn keys_and_labels_of_our_own_exports() {
    check(
        "name|kind|stage|plan|plan_title|town|town_code|starts|ends|quantity|quantity_unit|percent|lead_unit|planned_wan_yuan|allocated_wan_yuan|spent_wan_yuan|precision|length_m|area_mu|content|source",
        &[
            Some(Name),
            Some(Kind),
            Some(Stage),
            Some(Plan),
            Some(PlanTitle),
            Some(Town),
            Some(TownCode),
            Some(Starts),
            Some(Ends),
            Some(Quantity),
            Some(QuantityUnit),
            Some(Percent),
            Some(LeadUnit),
            Some(WAN),
            Some(Allocated(MoneyUnit::WanYuan)),
            Some(Spent(MoneyUnit::WanYuan)),
            Some(Precision),
            Some(Length(LengthUnit::Metres)),
            Some(Area(AreaUnit::Mu)),
            Some(Content),
            Some(Source),
        ],
    );
    check(
        "名称|类型|阶段|方案编号|方案|镇街|镇街代码|开工|竣工|建设规模|规模单位|进度%|牵头单位|责任单位|计划资金(万元)|下达资金(万元)|支付资金(万元)|位置精度|长度(米)|建设内容|来源",
        &[
            Some(Name),
            Some(Kind),
            Some(Stage),
            Some(Plan),
            Some(PlanTitle),
            Some(Town),
            Some(TownCode),
            Some(Starts),
            Some(Ends),
            Some(Quantity),
            Some(QuantityUnit),
            Some(Percent),
            Some(LeadUnit),
            Some(Units),
            Some(WAN),
            Some(Allocated(MoneyUnit::WanYuan)),
            Some(Spent(MoneyUnit::WanYuan)),
            Some(Precision),
            Some(Length(LengthUnit::Metres)),
            Some(Content),
            Some(Source),
        ],
    );
}

#[test]
fn english_headers() {
    check(
        "id|Project Name|type|status|Start Date|End Date|budget|remarks",
        &[
            Some(Id),
            Some(Name),
            Some(Kind),
            Some(Stage),
            Some(Starts),
            Some(Ends),
            Some(WAN),
            Some(Note),
        ],
    );
    check(
        "Name|description|Layer|updated",
        &[Some(Name), Some(Content), Some(Kind), Some(Dated)],
    );
}

#[test]
fn a_unit_is_one_of_measure_when_its_values_are_and_an_office_when_they_are_offices() {
    for rows in [
        ["路|3.2|公里", "桥|1|座", "绿地|20|亩"],
        ["road|3.2|km", "bridge|1|", "green|20|万平方米"],
        ["厂|2|万吨/日", "泵站|1|处", "管网|3|千米"],
    ] {
        check_with(
            "name|quantity|unit",
            &rows,
            &[Some(Name), Some(Quantity), Some(QuantityUnit)],
        );
    }
    for name in ["unit", "单位"] {
        check_with(
            &format!("name|kind|{name}|town"),
            &[
                "路|road|县交通运输局|望岑镇",
                "桥|road|县住建局、望岑镇政府|望岑镇",
            ],
            &[Some(Name), Some(Kind), Some(Units), Some(Town)],
        );
    }
}

#[test]
fn english_headers_of_ledgers_and_of_other_programs() {
    check(
        "ProjectID|Project Name|Project Category|Subdistrict|Village Name|Start Year|Completion Date|Qty|UOM|Lead Agency|Responsible Units|Total Cost|Funding Source|Percent Complete|Remarks",
        &[
            Some(Id),
            Some(Name),
            Some(Kind),
            Some(Town),
            Some(Village),
            Some(Starts),
            Some(Ends),
            Some(Quantity),
            Some(QuantityUnit),
            Some(LeadUnit),
            Some(Units),
            Some(WAN),
            Some(MoneySource),
            Some(Percent),
            Some(Note),
        ],
    );
    check(
        "zone_type|source_name|survey_date|name",
        &[Some(ControlKind), Some(Source), Some(Dated), Some(Name)],
    );
}

#[test]
fn longer_names_are_known_by_the_word_in_them() {
    check(
        "杨店镇重点项目名称|项目所在乡镇街道|项目计划总投资（万元）|截至目前形象进度",
        &[Some(Name), Some(Town), Some(WAN), Some(Progress)],
    );
    check(
        "道路长度（公里）|占地面积（亩）|用地面积",
        &[
            Some(Length(LengthUnit::Kilometres)),
            Some(Area(AreaUnit::Mu)),
            None,
        ],
    );
    check("总面积（公顷）", &[Some(Area(AreaUnit::Hectares))]);
    check("面积（平方公里）", &[Some(Area(AreaUnit::SquareKilometres))]);
}

#[test]
fn values_decide_between_meanings() {
    check_with(
        "项目名称|进度",
        &["甲|50%", "乙|100%"],
        &[Some(Name), Some(Percent)],
    );
    check_with(
        "项目名称|进度",
        &["甲|已完成路基", "乙|正在招标"],
        &[Some(Name), Some(Progress)],
    );
    check_with(
        "项目|总投资",
        &["甲|3500000", "乙|820000"],
        &[Some(Name), Some(Investment(MoneyUnit::Yuan))],
    );
    check_with("项目|总投资", &["甲|350", "乙|82"], &[Some(Name), Some(WAN)]);
    check_with(
        "项目名称|建设地点",
        &["甲|杨店镇", "乙|义桥镇"],
        &[Some(Name), Some(Address)],
    );
}

#[test]
fn a_responsible_unit_leads_only_when_there_is_a_better_one_for_the_other_place() {
    check("项目|责任单位|配合单位", &[Some(Name), Some(Units), None]);
    check(
        "项目|牵头单位|配合单位",
        &[Some(Name), Some(LeadUnit), Some(Units)],
    );
}

#[test]
fn columns_without_meaning_have_none() {
    check("foo|bar|列3|x2", &[None, None, None, None]);
    assert!(guess(&[], &[]).is_empty());
    let short = vec![vec![], vec![Value::Null]];
    assert_eq!(guess(&fields("甲乙丙|名称"), &short).len(), 1);
}
