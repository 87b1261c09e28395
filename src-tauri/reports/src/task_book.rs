//! 任务书 as a document: the numbers are those of the task book.

use planning::model::{Fen, Indicator, PartialDate};
use planning::query::IndicatorBrief;
use planning::rules::lights::LightState;
use planning::rules::targets::number_text;
use planning::taskbook::{BookDeliverable, BookOwner, BookProblem, BookProject, BookTask, TaskBook};

use crate::document::{Block, Column, Document};

const TASKS: [Column; 6] = [
    Column::words("编号", 13),
    Column::words("任务", 24),
    Column::words("时限", 13),
    Column::words("分工", 20),
    Column::words("指标与现状", 17),
    Column::words("进展", 13),
];
const TARGETS: [Column; 2] = [Column::words("指标与现状", 76), Column::words("时限", 24)];
const DELIVERABLES: [Column; 5] = [
    Column::words("成果", 36),
    Column::words("方案", 14),
    Column::words("时限", 17),
    Column::words("报送单位", 17),
    Column::words("状态", 16),
];
const PROJECTS: [Column; 9] = [
    Column::numbers("序号", 6),
    Column::words("项目", 22),
    Column::words("镇街", 10),
    Column::words("阶段", 9),
    Column::numbers("进度", 8),
    Column::numbers("计划\n（万元）", 12),
    Column::numbers("下达\n（万元）", 12),
    Column::numbers("支付\n（万元）", 12),
    Column::words("灯", 9),
];
const PROBLEMS: [Column; 6] = [
    Column::numbers("序号", 6),
    Column::words("问题", 33),
    Column::words("涉及", 22),
    Column::words("办理单位", 14),
    Column::words("时限", 17),
    Column::numbers("天数", 8),
];

/// A task book as a document, with all that the book holds.
#[must_use]
pub fn task_book_document(book: &TaskBook) -> Document {
    let mut out = Document {
        title: format!("{}任务书", book.name),
        subtitle: format!("（截至{}）", book.as_of.zh()),
        blocks: vec![Block::Text(summary(book))],
    };
    let of_plan = book.owner == BookOwner::Plan;
    let responsible = if of_plan { "任务" } else { "责任任务" };
    for (title, tasks) in [
        ("牵头任务", &book.lead),
        (responsible, &book.responsible),
        ("参与、配合任务", &book.participating),
    ] {
        if tasks.is_empty() {
            continue;
        }
        out.section(title);
        let several = book.plans.len() > 1;
        let mut rows = Vec::new();
        for task in tasks {
            rows.push(task_row(task, several, ""));
            rows.extend(task.parts.iter().map(|part| task_row(part, false, "　")));
        }
        out.table(&TASKS, rows);
    }
    if !book.targets.is_empty() {
        out.section("其他指标");
        let row = |brief: &IndicatorBrief| vec![target_text(brief), date_text(brief.indicator.deadline)];
        out.table(&TARGETS, book.targets.iter().map(row).collect());
    }
    if !book.deliverables.is_empty() {
        out.section("报送成果");
        out.table(
            &DELIVERABLES,
            book.deliverables.iter().map(deliverable_row).collect(),
        );
    }
    if !book.projects.is_empty() {
        out.section("项目");
        let mut rows: Vec<Vec<String>> = numbered(&book.projects, project_row);
        rows.push(sums(book));
        out.table(&PROJECTS, rows);
    }
    if let Some(own) = book.own_money {
        let whose = if of_plan { "方案" } else { "镇街" };
        out.blocks.push(Block::Text(format!(
            "{whose}自身列资金：计划{}万元，下达{}万元，支付{}万元，不并入项目合计。",
            wan(own.planned),
            wan(own.allocated),
            wan(own.spent)
        )));
    }
    if !book.problems.is_empty() {
        out.section("未销号问题");
        out.table(&PROBLEMS, numbered(&book.problems, problem_row));
    }
    out
}

fn numbered<T>(all: &[T], row: fn(usize, &T) -> Vec<String>) -> Vec<Vec<String>> {
    all.iter().enumerate().map(|(at, one)| row(at + 1, one)).collect()
}

fn wan(sum: Fen) -> String {
    sum.wan_yuan_text()
}

fn date_text(date: Option<PartialDate>) -> String {
    date.map_or_else(|| "未定".to_owned(), PartialDate::zh)
}

fn summary(book: &TaskBook) -> String {
    let counts = book.counts;
    let mut out = String::new();
    if !book.path.is_empty() {
        out.push_str(&format!("所在：{}。", book.path.join("")));
    }
    if !book.plans.is_empty() {
        out.push_str(&format!("方案：{}。", book.plans.join("、")));
    }
    let tasks = match book.owner {
        BookOwner::Plan => format!("任务{}项", counts.responsible),
        _ => format!(
            "牵头任务{}项，责任任务{}项，参与、配合任务{}项",
            counts.lead, counts.responsible, counts.participating
        ),
    };
    out.push_str(&format!(
        "{tasks}，其中红灯{}项、黄灯{}项。报送成果{}件，未报{}件，逾期{}件。项目{}个，其中红灯{}个、黄灯{}个。未销号问题{}个。",
        counts.red,
        counts.yellow,
        book.deliverables.len(),
        counts.owed,
        counts.owed_late,
        counts.projects,
        counts.red_projects,
        counts.yellow_projects,
        counts.problems
    ));
    out
}

fn task_row(task: &BookTask, with_plan: bool, indent: &str) -> Vec<String> {
    let number = match with_plan {
        true => format!("{}\n{}", task.plan_title, task.number),
        false => task.number.clone(),
    };
    let group = task
        .group
        .as_ref()
        .map_or_else(String::new, |group| format!("（作为{group}之一）"));
    let units = task.units.iter().filter(|units| !units.names.is_empty());
    let units: Vec<String> = units
        .map(|units| format!("{}：{}", units.role.zh(), units.names.join("、")))
        .collect();
    let targets: Vec<String> = task.indicators.iter().map(target_text).collect();
    vec![
        number,
        format!("{indent}{}{group}", task.title),
        date_text(task.due),
        units.join("\n"),
        targets.join("\n"),
        progress_text(task),
    ]
}

fn progress_text(task: &BookTask) -> String {
    let (light, reason) = (task.light.zh(), task.reason.to_string());
    match reason.starts_with(light) {
        true => reason,
        false => format!("{light}：{reason}"),
    }
}

/// 污水处理率 ≥ 70 %（力争）；现状 65 %（2025年6月）
fn target_text(brief: &IndicatorBrief) -> String {
    let target: &Indicator = &brief.indicator;
    let upper = target
        .upper
        .map_or_else(String::new, |upper| format!("—{}", number_text(upper)));
    let every = if target.recurrence == "yearly" {
        "每年"
    } else {
        ""
    };
    let wording = target
        .wording
        .as_ref()
        .map_or_else(String::new, |wording| format!("（{wording}）"));
    let now = brief.now.as_ref().map_or_else(
        || "现状未报".to_owned(),
        |now| format!("现状{}{}（{}）", number_text(now.value), target.unit, now.on.zh()),
    );
    let verdict = match (brief.met, brief.overdue) {
        (Some(true), _) => "，已达到",
        (_, true) => "，逾期",
        _ => "",
    };
    format!(
        "{}：{every}{}{}{upper}{}{wording}；{now}{verdict}",
        target.name,
        target.operator.word(),
        number_text(target.value),
        target.unit
    )
}

fn deliverable_row(row: &BookDeliverable) -> Vec<String> {
    let status = match (row.overdue, row.days, row.submitted_on) {
        (true, Some(days), _) => format!("{}，逾期{}天", row.status.zh(), -days),
        (_, _, Some(on)) => format!("{}（{}）", row.status.zh(), on.zh()),
        _ => row.status.zh().to_owned(),
    };
    vec![
        row.name.clone(),
        row.plan_title.clone(),
        date_text(row.due),
        row.owed_by.clone(),
        status,
    ]
}

fn project_row(number: usize, project: &BookProject) -> Vec<String> {
    let behind = matches!(project.light, LightState::Red | LightState::Yellow);
    let why = if behind {
        format!("\n（{}）", project.reason)
    } else {
        String::new()
    };
    vec![
        number.to_string(),
        format!("{}{why}", project.name),
        project.town.clone().unwrap_or_default(),
        project.stage.zh().to_owned(),
        project.percent.map_or_else(
            || "未报".to_owned(),
            |percent| format!("{}%", number_text(percent)),
        ),
        wan(project.money.planned),
        wan(project.money.allocated),
        wan(project.money.spent),
        project.light.zh().to_owned(),
    ]
}

/// The sums as the book has them; they are not added up here.
fn sums(book: &TaskBook) -> Vec<String> {
    let none = String::new;
    vec![
        none(),
        "合计".to_owned(),
        none(),
        none(),
        none(),
        wan(book.money.planned),
        wan(book.money.allocated),
        wan(book.money.spent),
        none(),
    ]
}

fn problem_row(number: usize, problem: &BookProblem) -> Vec<String> {
    vec![
        number.to_string(),
        problem.title.clone(),
        problem.owner_name.clone(),
        problem.unit.clone().unwrap_or_default(),
        problem.due.map_or_else(String::new, PartialDate::zh),
        problem
            .days_open
            .map_or_else(String::new, |days| days.to_string()),
    ]
}
