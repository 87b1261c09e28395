//! Names of units: what can be one, groups such as 各乡镇, and one name for 住建局 and 住房和城乡建设局.

/// Short forms and what they stand for, without 省, 市, 县 and the like before them. In use in official documents all over the country.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("住建局", "住房和城乡建设局"),
    ("住建委", "住房和城乡建设委员会"),
    ("住建厅", "住房和城乡建设厅"),
    ("住房城乡建设局", "住房和城乡建设局"),
    ("住房城乡建设委", "住房和城乡建设委员会"),
    ("住房城乡建设厅", "住房和城乡建设厅"),
    ("发改局", "发展和改革局"),
    ("发改委", "发展和改革委员会"),
    ("发展改革局", "发展和改革局"),
    ("发展改革委", "发展和改革委员会"),
    ("工信局", "工业和信息化局"),
    ("工信委", "工业和信息化委员会"),
    ("工信厅", "工业和信息化厅"),
    ("工业信息化局", "工业和信息化局"),
    ("人社局", "人力资源和社会保障局"),
    ("人社厅", "人力资源和社会保障厅"),
    ("人力资源社会保障局", "人力资源和社会保障局"),
    ("人力资源社会保障厅", "人力资源和社会保障厅"),
    ("自规局", "自然资源和规划局"),
    ("自然资源规划局", "自然资源和规划局"),
    ("文旅局", "文化和旅游局"),
    ("文旅厅", "文化和旅游厅"),
    ("文化旅游局", "文化和旅游局"),
    ("文广旅局", "文化广播电视和旅游局"),
    ("文旅广体局", "文化旅游广播电视和体育局"),
    ("文体旅局", "文化体育和旅游局"),
    ("文体广旅局", "文化体育广播电视和旅游局"),
    ("文体局", "文化和体育局"),
    ("教体局", "教育和体育局"),
    ("教科局", "教育和科学技术局"),
    ("科技局", "科学技术局"),
    ("科工局", "科学技术和工业信息化局"),
    ("卫健局", "卫生健康局"),
    ("卫健委", "卫生健康委员会"),
    ("卫生健康委", "卫生健康委员会"),
    ("医保局", "医疗保障局"),
    ("市监局", "市场监督管理局"),
    ("市场监管局", "市场监督管理局"),
    ("应急局", "应急管理局"),
    ("城管局", "城市管理局"),
    ("城管执法局", "城市管理综合行政执法局"),
    ("综合执法局", "综合行政执法局"),
    ("执法局", "综合行政执法局"),
    ("交运局", "交通运输局"),
    ("交通局", "交通运输局"),
    ("审批局", "行政审批服务局"),
    ("行政审批局", "行政审批服务局"),
    ("退役军人局", "退役军人事务局"),
    ("编办", "委机构编制委员会办公室"),
    ("委编办", "委机构编制委员会办公室"),
    ("委农办", "委农村工作领导小组办公室"),
    ("委改革办", "委全面深化改革委员会办公室"),
    ("委网信办", "委网络安全和信息化委员会办公室"),
    ("农业局", "农业农村局"),
    ("林草局", "林业和草原局"),
    ("妇联", "妇女联合会"),
    ("残联", "残疾人联合会"),
    ("工商联", "工商业联合会"),
    ("文联", "文学艺术界联合会"),
    ("科协", "科学技术协会"),
    ("供销社", "供销合作社联合社"),
    ("公积金中心", "住房公积金管理中心"),
    ("投促局", "投资促进局"),
    ("投促中心", "投资促进服务中心"),
    ("金融局", "地方金融监督管理局"),
    ("地方金融监管局", "地方金融监督管理局"),
    ("国资局", "国有资产监督管理局"),
    ("国资委", "国有资产监督管理委员会"),
    ("消防大队", "消防救援大队"),
    ("消防支队", "消防救援支队"),
    ("机关事务局", "机关事务管理局"),
    ("政数局", "政务服务和数据管理局"),
    ("政务服务数据管理局", "政务服务和数据管理局"),
];

/// Endings of names of units.
const ENDINGS: &[&str] = &[
    "局",
    "委",
    "办",
    "部",
    "厅",
    "院",
    "中心",
    "大队",
    "中队",
    "支队",
    "总队",
    "队",
    "公司",
    "集团",
    "供销社",
    "合作社",
    "站",
    "所",
    "处",
    "室",
    "委员会",
    "联合会",
    "协会",
    "学会",
    "商会",
    "总工会",
    "工会",
    "妇联",
    "残联",
    "文联",
    "侨联",
    "工商联",
    "科协",
    "团委",
    "政府",
    "党委",
    "党工委",
    "镇",
    "乡",
    "街道",
    "办事处",
    "管委会",
    "管委",
    "企业",
    "单位",
    "部门",
    "银行",
    "支行",
    "分行",
    "学校",
    "学院",
    "大学",
    "医院",
    "馆",
    "园区",
    "开发区",
    "高新区",
    "经开区",
    "示范区",
    "试验区",
    "新区",
    "旅游区",
    "度假区",
    "景区",
    "人行",
    "监办",
    "监管支局",
    "支局",
    "电台",
    "电视台",
    "报社",
    "融媒体",
    "专班",
    "领导小组",
    "工作组",
    "指挥部",
    "林场",
    "农场",
    "团",
    "苏木",
    "旗",
    "县",
    "市",
    "区",
    "州",
    "村委会",
    "居委会",
    "社区",
    "村",
    "供电",
    "联通",
    "移动",
    "电信",
    "广电",
    "铁塔",
    "邮政",
    "县委",
    "市委",
    "区委",
    "州委",
    "省委",
    "法院",
    "检察院",
    "校",
    "社",
    "基金会",
    "税务",
    "气象",
    "海关",
    "火车站",
    "交警",
    "公安",
    "联社",
    "户",
    "主体",
    "成员",
];

/// What a word that is one of many begins with.
const GROUP_BEGINNINGS: &[&str] = &[
    "各有关",
    "各相关",
    "各",
    "有关",
    "相关",
    "其他有关",
    "其他相关",
    "其他",
    "其它",
    "其余",
    "所有",
    "全体",
    "全县各",
    "全市各",
    "全区各",
    "沿线",
    "试点",
    "示范",
    "涉及",
    "县直各",
    "县直有关",
    "县直相关",
    "市直各",
    "市直有关",
    "市直相关",
    "区直有关",
    "区直各",
    "区直相关",
    "州直各",
    "州直有关",
    "州直相关",
    "省直有关",
    "县级有关",
    "县级相关",
    "市级有关",
    "区级有关",
    "属地",
];

/// Returns the name in full of a unit that is printed in a known short form, such as 县住房和城乡建设局 for 县住建局.
pub fn full_unit_name(name: &str) -> Option<String> {
    let (short, full) = SHORT_FORMS
        .iter()
        .filter(|(short, full)| name.ends_with(short) && !name.ends_with(full))
        .max_by_key(|(short, _)| short.len())?;
    let before = &name[..name.len() - short.len()];
    // 县委编办 is 县委机构编制委员会办公室, and 县编办 too.
    let full = match before.chars().last() {
        Some('委') => full.strip_prefix('委').unwrap_or(full),
        _ => full,
    };
    let plain_head = before.is_empty()
        || before
            .chars()
            .last()
            .is_some_and(|c| "省市县区州旗盟委镇乡团".contains(c));
    plain_head.then(|| format!("{before}{full}"))
}

/// Whether two printed names mean one unit: blanks, brackets and short forms make no difference.
pub fn same_unit(a: &str, b: &str) -> bool {
    let plain = |name: &str| -> String {
        let full = full_unit_name(name).unwrap_or_else(|| name.to_owned());
        full.chars()
            .filter(|c| !matches!(c, '（' | '）' | '(' | ')' | ' ' | '和' | '与' | '、'))
            .collect()
    };
    a == b || plain(a) == plain(b)
}

/// Whether a word ends like the name of a unit.
pub fn looks_like_unit(name: &str) -> bool {
    let name = name.trim_end_matches(['等']);
    let bare = match name.rfind('（') {
        Some(at) if name.ends_with('）') => &name[..at],
        _ => name,
    };
    let count = bare.chars().count();
    (2..=32).contains(&count)
        && ENDINGS.iter().any(|ending| bare.ends_with(ending))
        && !bare.contains(['。', '：', '“', '”', '《', '》', '；', '%'])
}

/// Returns what group a word is, such as `towns` for 各乡镇、街道; `None` for a unit with a name.
pub fn group_of(name: &str) -> Option<&'static str> {
    let begins = GROUP_BEGINNINGS.iter().any(|b| name.starts_with(b))
        || ["县直", "市直", "区直", "州直", "省直"]
            .iter()
            .any(|b| name.starts_with(b))
            && ["部门", "单位", "单位）", "企业"]
                .iter()
                .any(|e| name.ends_with(e));
    if !begins {
        return None;
    }
    let has = |word: &str| name.contains(word);
    let pilot = has("试点") || has("示范");
    let towns = has("乡镇")
        || has("镇街")
        || has("街道")
        || has("镇（")
        || has("乡（")
        || name.ends_with('镇')
        || name.ends_with('乡')
        || has("镇政府")
        || has("镇人民政府")
        || has("镇党委")
        || has("苏木");
    let counties = !towns
        && (has("县") || has("市") || has("区") || has("旗"))
        && (has("政府") || has("党委") || name.ends_with(['县', '市', '区', '）', '旗']) || has("管委"));
    if pilot && (towns || name.ends_with("镇") || has("试点镇")) {
        return Some("pilots");
    }
    if towns {
        return Some("towns");
    }
    if counties && !has("县直") && !has("区直") && !has("市直") {
        return Some(
            if name.starts_with("相关")
                || name.starts_with("有关")
                || name.starts_with("试点")
                || name.starts_with("各有关")
                || name.starts_with("各相关")
            {
                "pilot_counties"
            } else {
                "counties"
            },
        );
    }
    // 示范区管委会 with a name of its own is a unit.
    if name.starts_with("示范") || name.starts_with("试点") || name.starts_with("涉及") {
        return has("部门").then_some("others");
    }
    Some("others")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unit_has_one_name() {
        assert_eq!(full_unit_name("县住建局").as_deref(), Some("县住房和城乡建设局"));
        assert_eq!(
            full_unit_name("市发展改革委").as_deref(),
            Some("市发展和改革委员会")
        );
        assert_eq!(
            full_unit_name("县委编办").as_deref(),
            Some("县委机构编制委员会办公室")
        );
        assert_eq!(
            full_unit_name("县编办").as_deref(),
            Some("县委机构编制委员会办公室")
        );
        assert_eq!(full_unit_name("县水务局"), None);
        assert!(same_unit("州住建局", "州住房和城乡建设局"));
        assert!(!same_unit("县住建局", "市住建局"));
    }

    #[test]
    fn groups_are_told_from_units() {
        let check = |name: &str, group: Option<&str>| assert_eq!(group_of(name), group, "{name}");
        check("各乡镇、街道", Some("towns"));
        check("各乡镇（街道）", Some("towns"));
        check("各县市党委、政府", Some("counties"));
        check("各县（市、区）人民政府", Some("counties"));
        check("相关区市政府", Some("pilot_counties"));
        check("各试点镇", Some("pilots"));
        check("相关部门", Some("others"));
        check("各有关燃气企业", Some("others"));
        check("县直有关部门", Some("others"));
        check("县水务局", None);
        check("杨店镇", None);
    }
}
