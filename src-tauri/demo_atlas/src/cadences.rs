//! What the invented plans want done again and again, and the order in which some things have to come.

use super::{
    calendar::written,
    plans::{QUALITY, SPECIALITY, task_id},
    units::unit_id,
};
use planning::model::{
    Cadence,
    CadenceKind::{self, Acceptance, Assessment, Inspection, Meeting, Other, Review, SiteVisit},
    GateRule,
    GateStep::{self, Approval, Design, Environment, Permit, Planning, Start},
    ProjectKind, Record,
    Recurrence::{self, HalfYearly, Monthly, Once, Periodic, Quarterly, Weekly, Yearly},
};

/// Plan, number of the task (0 for none), title, kind, how often, first and last time, unit, body.
struct Again(
    &'static str,
    usize,
    &'static str,
    CadenceKind,
    Recurrence,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip] // a table: one a line
const AGAIN: &[Again] = &[
    Again(QUALITY, 0, "动员部署大会", Meeting, Once, "2025-01-20", "2025-01-20", "县政府办公室", ""),
    Again(QUALITY, 0, "工作专班例会", Meeting, Monthly, "2025-02-10", "2027-12", "", "小城镇品质提升工作专班"),
    Again(QUALITY, 0, "小城镇建设现场会", SiteVisit, Yearly, "2025-10-20", "2027-12", "县住房和城乡建设局", ""),
    Again(QUALITY, 0, "项目进度季度调度", Review, Quarterly, "2025-03-31", "2027-12", "县发展和改革局", ""),
    Again(QUALITY, 0, "滞后项目周调度", Review, Weekly, "2026-09-07", "2026-12-28", "", "小城镇品质提升工作专班"),
    Again(QUALITY, 0, "半年督导检查", Inspection, HalfYearly, "2025-06-30", "2027-12", "县政府办公室", ""),
    Again(QUALITY, 0, "镇街年度考核", Assessment, Yearly, "2025-12-25", "2027-12", "县政府办公室", ""),
    Again(QUALITY, 0, "逐镇综合验收", Acceptance, Once, "2027-11", "2027-12", "", "小城镇品质提升工作专班"),
    Again(QUALITY, 2, "供水水质检测", Inspection, Monthly, "2025-04-15", "2026-12", "县卫生健康局", ""),
    Again(QUALITY, 15, "镇街应急演练", Other, HalfYearly, "2025-06-15", "2026-06", "县政府办公室", ""),
    Again(SPECIALITY, 0, "产业链专题推进会", Meeting, Quarterly, "2026-03-25", "2027-12", "县工业和信息化局", ""),
    Again(SPECIALITY, 0, "特色专业镇年度评估", Assessment, Yearly, "2026-12-20", "2027-12", "县发展和改革局", ""),
    Again(SPECIALITY, 23, "用工需求摸底", Other, Periodic, "", "", "县教育和体育局", ""),
];

/// The cadences.
pub(super) fn rows() -> Vec<Record> {
    let cadence = |(ordinal, again): (i64, &Again)| {
        let Again(plan, task, title, kind, recurrence, starts, ends, unit, body) = *again;
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Record::from(Cadence {
            id: format!("practice/cad{ordinal:02}").into(),
            plan: plan.into(),
            task: (task > 0).then(|| task_id(task).into()),
            ordinal,
            title: title.to_owned(),
            kind,
            recurrence,
            starts: written(starts),
            ends: written(ends),
            unit: text(unit).map(|unit| unit_id(&unit).into()),
            body: text(body),
            read_at: Some("四（二）".to_owned()),
            note: Some("演练：虚构的定期工作".to_owned()),
        })
    };
    (1..).zip(AGAIN).map(cadence).collect()
}

/// Plan, rule, kind of project (`None` for all), what it blocks, what it requires.
type RuleEntry = (
    &'static str,
    &'static str,
    Option<ProjectKind>,
    GateStep,
    GateStep,
);

#[rustfmt::skip] // a table: one rule a line
const RULES: &[RuleEntry] = &[
    (QUALITY, "有项目必规划", None, Start, Planning),
    (QUALITY, "无设计不动工", None, Start, Design),
    (QUALITY, "无许可不施工", None, Start, Permit),
    (SPECIALITY, "有项目必规划", None, Start, Planning),
    (SPECIALITY, "无方案不动工", None, Start, Approval),
    (SPECIALITY, "园区先环评后开工", Some(ProjectKind::Industry), Start, Environment),
];

/// The gate rules.
pub(super) fn gate_rules() -> Vec<Record> {
    let rule = |(ordinal, row): (i64, &RuleEntry)| {
        let (plan, title, kind, step, requires) = *row;
        Record::from(GateRule {
            id: format!("practice/gr{ordinal:02}").into(),
            plan: plan.into(),
            ordinal,
            title: title.to_owned(),
            kind,
            step,
            requires,
            read_at: Some("四（一）".to_owned()),
            note: Some("演练：虚构的开工条件".to_owned()),
        })
    };
    (1..).zip(RULES).map(rule).collect()
}
