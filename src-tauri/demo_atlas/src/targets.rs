//! Indicators of the two plans and their observations.

use super::{
    calendar::written,
    noise::noise,
    places::town_id,
    plans::{plan_of_task, task_id},
};
use planning::model::{Indicator, Observation, Operator, Operator::*, Record};

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
            baseline: None,
            baseline_on: None,
            scope_class: None,
            wording: None,
            measure: None,
            counted: None,
            quota_category: None,
            quota_lowest: None,
            quota_highest: None,
            part_of: None,
        }));
        for (step, date) in (0..4).zip(["2025-06-30", "2025-12-31", "2026-06-30", "2026-10-31"]) {
            let value = first + (last - first) * f64::from(step) / 3.0;
            rows.push(observation(n, step.into(), None, date, value));
        }
    }
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

fn indicator_id(n: i64) -> String {
    format!("practice/i{n:02}")
}

fn observation(indicator: i64, step: i64, town: Option<usize>, date: &str, value: f64) -> Record {
    Record::from(Observation {
        id: format!("{}/o{}", indicator_id(indicator), step + 1).into(),
        indicator: indicator_id(indicator).into(),
        region: town.map(|t| town_id(t).into()),
        on_date: written(date).unwrap_or(planning::model::PartialDate::Year(2026)),
        value: (value * 10.0).round() / 10.0,
        reported_by: Some("县政府办公室督查室（虚构）".to_owned()),
        note: None,
    })
}
