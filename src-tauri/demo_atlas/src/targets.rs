//! Indicators of the two plans and their observations.

use super::{
    calendar::written,
    noise::noise,
    places::town_id,
    plans::{QUALITY, SPECIALITY, plan_of_task, task_id},
};
use planning::model::{
    Category, CountedBy, Indicator, IndicatorRegion, Observation, Operator, Operator::*, PilotLevel, Record,
    ScopeClass, TownMeasure,
};

/// Task, name, operator, target, upper end, unit, deadline, recurrence, scope, and what the first and the last
/// half-yearly count gave.
type TargetEntry = (
    usize,
    &'static str,
    Operator,
    f64,
    f64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    [f64; 2],
);

#[rustfmt::skip] // a table: one indicator a line
const INDICATORS: &[TargetEntry] = &[
    (1, "镇街驻地道路铺装率", AtLeast, 95.0, 0.0, "%", "2027-06", "once", "全县镇街", [78.0, 91.5]),
    (1, "新改建农村公路", AtLeast, 80.0, 0.0, "公里", "2026-12", "yearly", "全县", [62.0, 71.0]),
    (2, "城乡供水一体化覆盖率", AtLeast, 98.0, 0.0, "%", "2026-12", "once", "全县", [84.0, 96.2]),
    (3, "镇驻地生活污水收集处理率", AtLeast, 75.0, 0.0, "%", "2026-12", "once", "试点镇", [41.0, 66.8]),
    (3, "农村黑臭水体", Exactly, 0.0, 0.0, "处", "2027", "once", "全县", [19.0, 11.0]),
    (4, "清洁取暖率", AtLeast, 90.0, 0.0, "%", "2027-06", "once", "试点镇", [70.0, 85.0]),
    (5, "新增中小学学位", AtLeast, 4200.0, 0.0, "个", "2027-08", "once", "全县", [600.0, 2750.0]),
    (6, "县域医疗次中心", AtLeast, 2.0, 3.0, "个", "2026-12", "once", "全县", [0.0, 1.0]),
    (7, "每千人口托位数", AtLeast, 4.6, 0.0, "个", "2026-11", "once", "全县", [2.9, 4.1]),
    (10, "镇区人均公园绿地", AtLeast, 12.0, 0.0, "平方米", "2027-05", "once", "试点镇", [8.2, 10.6]),
    (11, "生活垃圾无害化处理率", AtLeast, 100.0, 0.0, "%", "2025-12", "once", "全县", [97.5, 100.0]),
    (12, "改造老旧小区", AtLeast, 9.0, 0.0, "个", "2026-11", "yearly", "县城", [3.0, 6.0]),
    (16, "项目前期费占比", AtMost, 5.0, 0.0, "%", "2027-12", "yearly", "全部项目", [6.1, 4.6]),
    (17, "开发区工业用地亩均税收", About, 15.0, 0.0, "万元", "2027-12", "yearly", "开发区", [9.8, 12.4]),
    (18, "新增标准厂房", AtLeast, 40.0, 0.0, "万平方米", "2026-12", "once", "一区多园", [4.0, 26.5]),
    (19, "建成高标准农田", AtLeast, 2.4, 0.0, "万亩", "2027-06", "once", "试点镇", [0.6, 1.5]),
    (20, "新增冷库库容", AtLeast, 5.0, 0.0, "万吨", "2026-12", "once", "全县", [0.4, 2.1]),
    (24, "年接待游客", AtLeast, 120.0, 0.0, "万人次", "2027", "yearly", "试点镇", [65.0, 88.0]),
];

/// The indicators; their counts at each half year; and, for the sewage target, the count of four towns.
pub(super) fn rows() -> Vec<Record> {
    let mut rows = Vec::new();
    for (n, entry) in (1..).zip(INDICATORS) {
        let (task, name, operator, value, upper, unit, deadline, recurrence, scope, [first, last]) = *entry;
        rows.push(Record::from(Indicator {
            id: indicator_id(n).into(),
            plan: plan_of_task(task).into(),
            task: Some(task_id(task).into()),
            ordinal: n,
            name: name.to_owned(),
            operator,
            value,
            upper: (upper > 0.0).then_some(upper),
            unit: unit.to_owned(),
            deadline: written(deadline),
            recurrence: recurrence.to_owned(),
            scope: Some(scope.to_owned()),
            read_at: Some(format!("任务{task}")),
            note: None,
            // Half a year before the first count, as fast as it grew after.
            baseline: Some(tenth((first - (last - first) / 3.0).max(0.0))),
            baseline_on: written("2024-12"),
            scope_class: Some(scope_class(scope)),
            wording: wording(name).map(str::to_owned),
            measure: None,
            counted: None,
            quota_category: None,
            quota_lowest: None,
            quota_highest: None,
            part_of: None,
            atlas_measure: None,
            project_kind: None,
            lowest_stage: None,
            site_kind: None,
            within_m: None,
        }));
        rows.extend(listed(scope).iter().map(|&town| {
            Record::from(IndicatorRegion {
                id: format!("{}-{}", indicator_id(n), town_id(town)).into(),
                indicator: indicator_id(n).into(),
                region: town_id(town).into(),
                value: None,
            })
        }));
        for (step, date) in (0..4).zip(["2025-06-30", "2025-12-31", "2026-06-30", "2026-10-31"]) {
            let value = first + (last - first) * f64::from(step) / 3.0;
            rows.push(observation(n, step.into(), None, date, value));
        }
    }
    rows.extend(counted());
    for (step, town) in (4..).zip([3, 4, 5, 6]) {
        rows.push(observation(
            4,
            step,
            Some(town),
            "2026-10-31",
            66.0 + 9.0 * noise(town as u64),
        ));
    }
    rows
}

/// For whom a target holds.
fn scope_class(scope: &str) -> ScopeClass {
    match scope {
        "全县" | "全县镇街" => ScopeClass::Whole,
        "试点镇" => ScopeClass::Pilots,
        "县城" | "开发区" => ScopeClass::Listed,
        _ => ScopeClass::Other,
    }
}

/// The towns that a scope names.
fn listed(scope: &str) -> &'static [usize] {
    match scope {
        "县城" => &[0, 1],
        "开发区" => &[2],
        _ => &[],
    }
}

/// The plan's words that the number does not hold.
fn wording(name: &str) -> Option<&'static str> {
    Some(match name {
        "城乡供水一体化覆盖率" => "基本",
        "农村黑臭水体" => "全面消除",
        "县域医疗次中心" => "力争",
        "生活垃圾无害化处理率" => "全覆盖",
        "开发区工业用地亩均税收" => "左右",
        "新增冷库库容" => "力争、以上",
        _ => return None,
    })
}

/// Targets that are counted and not reported: towns that reach both parts, and pilots of some levels.
fn counted() -> Vec<Record> {
    let target = |n: i64, plan: &str, name: &str, value, unit: &str| Indicator {
        id: indicator_id(n).into(),
        plan: plan.into(),
        task: None,
        ordinal: n,
        name: name.to_owned(),
        operator: AtLeast,
        value,
        upper: None,
        unit: unit.to_owned(),
        deadline: written("2027-12"),
        recurrence: "once".to_owned(),
        scope: None,
        read_at: Some("一".to_owned()),
        note: None,
        baseline: None,
        baseline_on: None,
        scope_class: Some(ScopeClass::Whole),
        wording: None,
        measure: None,
        counted: Some(CountedBy::Designations),
        quota_category: None,
        quota_lowest: None,
        quota_highest: None,
        part_of: None,
        atlas_measure: None,
        project_kind: None,
        lowest_stage: None,
        site_kind: None,
        within_m: None,
    };
    let part = |n, name, unit, measure| Indicator {
        scope: Some("“双五”镇".to_owned()),
        scope_class: Some(ScopeClass::EachPilot),
        measure: Some(measure),
        counted: None,
        part_of: Some(indicator_id(19).into()),
        ..target(n, QUALITY, name, 5.0, unit)
    };
    let targets = [
        Indicator {
            scope: Some("试点镇".to_owned()),
            scope_class: Some(ScopeClass::Pilots),
            wording: Some("力争".to_owned()),
            counted: Some(CountedBy::Towns),
            ..target(19, QUALITY, "镇区5万人、收入5亿元的“双五”镇", 1.0, "个")
        },
        part(20, "镇区常住人口", "万人", TownMeasure::TownPopulation),
        part(21, "一般公共预算收入", "亿元", TownMeasure::BudgetRevenue),
        Indicator {
            wording: Some("以上".to_owned()),
            quota_lowest: Some(PilotLevel::City),
            quota_highest: Some(PilotLevel::Province),
            ..target(22, QUALITY, "省级、市级试点镇", 4.0, "个")
        },
        Indicator {
            quota_category: Some(Category::Speciality),
            quota_lowest: Some(PilotLevel::County),
            quota_highest: Some(PilotLevel::Province),
            ..target(23, SPECIALITY, "县级以上特色专业镇", 4.0, "个")
        },
    ];
    targets.into_iter().map(Record::from).collect()
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn indicator_id(n: i64) -> String {
    format!("practice/i{n:02}")
}

fn observation(indicator: i64, step: i64, town: Option<usize>, date: &str, value: f64) -> Record {
    Record::from(Observation {
        id: format!("{}/o{}", indicator_id(indicator), step + 1).into(),
        indicator: indicator_id(indicator).into(),
        region: town.map(|t| town_id(t).into()),
        on_date: written(date).unwrap_or(planning::model::PartialDate::Year(2026)),
        value: tenth(value),
        reported_by: Some("县政府办公室督查室（虚构）".to_owned()),
        note: None,
    })
}
