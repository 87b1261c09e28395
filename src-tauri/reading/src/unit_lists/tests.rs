use super::*;

fn check(text: &str, expected: &[&[(&str, &str)]]) {
    let lists = unit_lists(text);
    let found: Vec<Vec<(&str, &str)>> = lists
        .iter()
        .map(|l| l.units.iter().map(|u| (u.name.as_str(), u.role)).collect())
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn lists_in_brackets_are_read_with_their_roles() {
    check(
        "修好路。（责任单位：县财政局、县林业局牵头，县水务局参加）",
        &[&[
            ("县财政局", "lead"),
            ("县林业局", "lead"),
            ("县水务局", "participating"),
        ]],
    );
    check(
        "修好路。〔参与单位：区水利局、区农业农村局（区乡村振兴局）；责任单位：各乡镇（街道）〕",
        &[&[
            ("区水利局", "participating"),
            ("区农业农村局（区乡村振兴局）", "participating"),
            ("各乡镇（街道）", "responsible"),
        ]],
    );
    check(
        "修好路（县水务局、县气象局按职责分工负责）",
        &[&[("县水务局", "responsible"), ("县气象局", "responsible")]],
    );
    check("修好路。（市水务局）", &[&[("市水务局", "responsible")]]);
    check(
        "修好路。（责任单位：各县市党委、政府；州水利局按职责分工负责）",
        &[&[("各县市党委、政府", "responsible"), ("州水利局", "responsible")]],
    );
    check(
        "（牵头单位：县水务局）（配合单位：县财政局，各乡镇、街道）",
        &[&[
            ("县水务局", "lead"),
            ("县财政局", "supporting"),
            ("各乡镇、街道", "supporting"),
        ]],
    );
}

#[test]
fn lists_that_lost_a_mark_are_read_all_the_same() {
    check(
        "修好路。（县水务局县大数据局按职责分工负责）",
        &[&[("县水务局", "responsible"), ("县大数据局", "responsible")]],
    );
    check(
        "修好路（县水务局、县气象局按职责分工负责",
        &[&[("县水务局", "responsible"), ("县气象局", "responsible")]],
    );
    check(
        "修好路。县水务局、县统计局牵头，县气象局、县公安局按职责分工负责",
        &[&[
            ("县水务局", "lead"),
            ("县统计局", "lead"),
            ("县气象局", "responsible"),
            ("县公安局", "responsible"),
        ]],
    );
    check(
        "修好路。责任单位：县水务局、县气象局。",
        &[&[("县水务局", "responsible"), ("县气象局", "responsible")]],
    );
}

#[test]
fn brackets_that_explain_a_word_are_no_lists() {
    check(
        "完善文化馆（中心）、民俗博物馆等场馆功能，改造社区卫生服务站（村卫生室）。",
        &[],
    );
    check("各乡镇（街道）要高度重视，抓好落实。", &[]);
    check("试点镇（含远离城区的涉农街道）先行。", &[]);
    check("由人民银行（原则上由人民银行经理）办理。", &[]);
}

#[test]
fn the_date_in_a_list_is_kept() {
    let lists = unit_lists("修好路。（牵头单位：县水务局；完成时限：2025年底）");
    assert_eq!(lists[0].due_text.as_deref(), Some("2025年底"));
}
