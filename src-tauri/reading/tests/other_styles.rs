//! Plans of places that do not exist, in the styles of other offices, with what a person reads in them.

use reading::{PlanReading, read_document};

fn read(text: &str) -> PlanReading {
    let document = reading::source::read_bytes(text.as_bytes(), None).expect("text");
    read_document(&document)
}

/// Units of the task with that number: role and name.
fn units(reading: &PlanReading, number: &str) -> Vec<(String, String)> {
    let task = reading.tasks.iter().find(|task| task.number == number);
    let task = task.unwrap_or_else(|| {
        let numbers: Vec<&str> = reading.tasks.iter().map(|t| t.number.as_str()).collect();
        panic!("no task {number} among {numbers:?}")
    });
    task.units
        .iter()
        .map(|unit| (unit.role.to_owned(), unit.name.clone()))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(role, name)| ((*role).to_owned(), (*name).to_owned()))
        .collect()
}

/// A county with three levels of numbers, units in brackets with their label, a deadline and a target in each.
#[test]
fn a_county_that_names_its_units_in_brackets() {
    let reading = read(
        "青岭县小城镇品质提升三年行动方案\n\n为改善镇区环境，制定本方案。\n\n一、总体目标\n\n到2027年底，镇区污水处理率达到85%以上。\n\n\
         二、重点任务\n\n（一）补齐设施短板\n\n1．改造供水管网。2026年底前，新建改造供水管网120公里。（牵头单位：县水务局；责任单位：县财政局、各乡镇人民政府）\n\n\
         2．建设停车场。到2027年，每个镇新增停车泊位不少于200个。（责任单位：县住房和城乡建设局，各乡镇人民政府）\n\n\
         （二）提升公共服务\n\n1．办好镇区学校。新建中心小学3所。（责任单位：县教育和体育局）\n\n\
         三、保障措施\n\n（一）加强领导。成立工作专班，定期调度。\n",
    );
    assert_eq!(reading.title.as_deref(), Some("青岭县小城镇品质提升三年行动方案"));
    assert_eq!(reading.tasks.len(), 3, "{:?}", reading.tasks);
    let first = &reading.tasks[0].number;
    assert_eq!(
        units(&reading, first),
        pairs(&[
            ("lead", "县水务局"),
            ("responsible", "县财政局"),
            ("responsible", "各乡镇人民政府")
        ])
    );
    let group = reading.tasks[0].units.iter().find(|u| u.name == "各乡镇人民政府");
    assert!(group.is_some_and(|u| u.group.is_some()), "a group");
    let has = |value: f64, unit: &str| {
        reading
            .indicators
            .iter()
            .any(|i| i.value == value && i.unit.as_deref().unwrap_or_default().starts_with(unit))
    };
    assert!(has(85.0, "%"), "{:?}", reading.indicators);
    assert!(has(120.0, "公里"), "{:?}", reading.indicators);
    assert!(has(200.0, "个"), "{:?}", reading.indicators);
}

/// A province that names its units after verbs, without brackets.
#[test]
fn a_province_whose_units_stand_after_verbs() {
    let reading = read(
        "东平省关于推进重点镇建设的实施意见\n\n一、主要目标\n\n（一）到2028年，培育重点镇30个左右。\n\n二、主要任务\n\n\
         （一）完善道路网络。由省交通运输厅牵头，省财政厅、省自然资源厅参加，2027年6月底前完成县乡道路改造。\n\n\
         （二）保护历史风貌。省住房和城乡建设厅牵头，省文化和旅游厅配合。\n",
    );
    let named: Vec<&str> = reading
        .tasks
        .iter()
        .flat_map(|task| task.units.iter().map(|unit| unit.name.as_str()))
        .collect();
    for unit in [
        "省交通运输厅",
        "省财政厅",
        "省自然资源厅",
        "省住房和城乡建设厅",
        "省文化和旅游厅",
    ] {
        assert!(named.contains(&unit), "{unit} among {named:?}");
    }
    let leads = reading
        .tasks
        .iter()
        .flat_map(|task| &task.units)
        .filter(|unit| unit.role == "lead");
    let leads: Vec<&str> = leads.map(|unit| unit.name.as_str()).collect();
    assert_eq!(leads, ["省交通运输厅", "省住房和城乡建设厅"]);
}

/// Whatever the text, nothing panics, and it ends soon.
#[test]
fn hostile_text_is_read_in_time() {
    let begun = std::time::Instant::now();
    for text in [
        "（".repeat(100_000),
        "一、".repeat(50_000),
        "（一）".repeat(30_000),
        format!("（责任单位：{}", "县水务局、".repeat(20_000)),
        "1．".repeat(30_000),
        "9".repeat(200_000),
        "2026年底前，".repeat(20_000),
        "一、总\n\n".repeat(5_000),
        "〔2024〕".repeat(20_000),
        String::new(),
    ] {
        let begun = std::time::Instant::now();
        if let Ok(document) = reading::source::read_bytes(text.as_bytes(), None) {
            read_document(&document);
        }
        let head: String = text.chars().take(8).collect();
        println!("{head}…: {:?}", begun.elapsed());
    }
    assert!(begun.elapsed().as_secs() < 300, "{:?}", begun.elapsed());
}

#[test]
fn what_is_no_text_is_refused_in_words() {
    for bytes in [
        &b"%PDF-1.7\n"[..],
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00",
        b"",
    ] {
        let refused = reading::source::read_bytes(bytes, None).expect_err("no text");
        assert!(!refused.to_string().is_empty());
    }
}
