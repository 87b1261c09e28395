//! `zhentu taskbook`.

use std::path::PathBuf;

use clap::Args;
use planning::atlas_file::AtlasFile;
use planning::query::{Filter, IndicatorBrief, Snapshot};
use planning::rules::lights::LightLimits;
use planning::taskbook::{
    BookCounts, BookDeliverable, BookMoney, BookOwner, BookProblem, BookProject, BookRequest, BookTask,
    TaskBook, task_book,
};

use super::scope::{ScopeArgs, scoped};
use super::timetable::status_day;
use super::{CliError, look, to_json};

/// Whose task book, and of when.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("whose").required(true).args(["unit", "town", "plan"]))]
pub(super) struct BookArgs {
    /// 单位的任务书：名称、简称或编号
    #[arg(long)]
    unit: Option<String>,
    /// 镇街的任务书：名称或代码
    #[arg(long)]
    town: Option<String>,
    /// 方案的任务书：编号或名称
    #[arg(long)]
    plan: Option<String>,
    /// 状态日期，如 2025-06-30；不写为今天
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

#[derive(Args)]
pub(super) struct TaskbookArgs {
    /// 图册文件
    atlas: PathBuf,
    #[command(flatten)]
    whose: BookArgs,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

pub(super) fn taskbook(args: &TaskbookArgs) -> Result<String, CliError> {
    let file = look(&args.atlas)?;
    let book = one_book(&file, &args.whose)?;
    file.close()?;
    match args.json {
        true => to_json(&BookEntry::of(&book)),
        false => Ok(in_words(&book)),
    }
}

/// The one task book that is asked for.
pub(super) fn one_book(file: &AtlasFile, args: &BookArgs) -> Result<TaskBook, CliError> {
    let day = status_day(args.as_of.as_deref())?;
    let snapshot = Snapshot::new(file.model()).on(day);
    let one = |name: &Option<String>| name.clone().into_iter().collect();
    let scope = scoped(
        &snapshot,
        &ScopeArgs {
            plan: one(&args.plan),
            town: one(&args.town),
            unit: one(&args.unit),
        },
    )?;
    let (owner, ids) = owner_of(scope);
    let mut books: Vec<TaskBook> = ids
        .iter()
        .filter_map(|id| {
            task_book(
                &snapshot,
                &BookRequest::of(owner, id),
                LightLimits::of(snapshot.model),
                day,
            )
        })
        .collect();
    if books.len() == 1
        && let Some(book) = books.pop()
    {
        return Ok(book);
    }
    let named = args.unit.as_ref().or(args.town.as_ref()).or(args.plan.as_ref());
    Err(CliError::Ambiguous {
        table: match owner {
            BookOwner::Unit => "单位",
            BookOwner::Town => "镇街",
            BookOwner::Plan => "方案",
        },
        text: named.cloned().unwrap_or_default(),
        count: ids.len(),
        ids: ids.join("、"),
    })
}

fn owner_of(scope: Filter) -> (BookOwner, Vec<String>) {
    if !scope.units.is_empty() {
        (BookOwner::Unit, scope.units)
    } else if !scope.towns.is_empty() {
        (BookOwner::Town, scope.towns)
    } else {
        (BookOwner::Plan, scope.plans)
    }
}

/// A task book as `--json` prints it; the name stands under what it is the name of.
#[derive(serde::Serialize)]
struct BookEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    town: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a str>,
    id: &'a str,
    as_of: String,
    lead: &'a [BookTask],
    responsible: &'a [BookTask],
    participating: &'a [BookTask],
    targets: &'a [IndicatorBrief],
    deliverables: &'a [BookDeliverable],
    projects: &'a [BookProject],
    money: BookMoney,
    own_money: Option<BookMoney>,
    problems: &'a [BookProblem],
    counts: BookCounts,
}

impl<'a> BookEntry<'a> {
    fn of(book: &'a TaskBook) -> Self {
        let named = |owner: BookOwner| (book.owner == owner).then_some(book.name.as_str());
        Self {
            unit: named(BookOwner::Unit),
            town: named(BookOwner::Town),
            plan: named(BookOwner::Plan),
            id: &book.id,
            as_of: book.as_of.to_string(),
            lead: &book.lead,
            responsible: &book.responsible,
            participating: &book.participating,
            targets: &book.targets,
            deliverables: &book.deliverables,
            projects: &book.projects,
            money: book.money,
            own_money: book.own_money,
            problems: &book.problems,
            counts: book.counts,
        }
    }
}

fn in_words(book: &TaskBook) -> String {
    let mut out = format!("{}任务书（状态日期 {}）\n", book.name, book.as_of.zh());
    for (role, tasks) in [
        ("牵头", &book.lead),
        ("责任", &book.responsible),
        ("参与、配合", &book.participating),
    ] {
        if tasks.is_empty() {
            continue;
        }
        out.push_str(&format!("{role} {} 项\n", tasks.len()));
        for task in tasks {
            let due = task.due.map_or_else(|| "未定时限".to_owned(), |due| due.zh());
            let group = task
                .group
                .as_ref()
                .map(|group| format!("（{group}）"))
                .unwrap_or_default();
            out.push_str(&format!(
                "  {} {} {}{group}  {due}  {}：{}\n",
                task.plan_title,
                task.number,
                task.title,
                task.light.zh(),
                task.reason
            ));
        }
    }
    let owed: Vec<&BookDeliverable> = book.deliverables.iter().filter(|row| row.owed).collect();
    if !book.deliverables.is_empty() {
        out.push_str(&format!(
            "待交 {} 件，逾期 {} 件，已交 {} 件\n",
            owed.len(),
            book.counts.owed_late,
            book.deliverables.len() - owed.len()
        ));
    }
    for row in owed {
        let due = row.due.map_or_else(|| "未定时限".to_owned(), |due| due.zh());
        let late = if row.overdue { "  逾期" } else { "" };
        out.push_str(&format!("  {}  {due}{late}\n", row.name));
    }
    if !book.projects.is_empty() {
        out.push_str(&format!(
            "项目 {} 个，计划 {} 万元，下达 {} 万元，支付 {} 万元\n",
            book.projects.len(),
            book.money.planned.wan_yuan_text(),
            book.money.allocated.wan_yuan_text(),
            book.money.spent.wan_yuan_text()
        ));
    }
    for project in &book.projects {
        let percent = project
            .percent
            .map_or_else(|| "未报进度".to_owned(), |percent| format!("{percent}%"));
        out.push_str(&format!(
            "  {}  {}  {percent}  {}：{}\n",
            project.name,
            project.stage.zh(),
            project.light.zh(),
            project.reason
        ));
    }
    if !book.problems.is_empty() {
        out.push_str(&format!("问题未销号 {} 个\n", book.problems.len()));
    }
    for problem in &book.problems {
        let days = problem
            .days_open
            .map_or_else(String::new, |days| format!("  {days} 天"));
        out.push_str(&format!("  {}：{}{days}\n", problem.owner_name, problem.title));
    }
    out
}
