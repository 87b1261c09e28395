//! `zhentu money`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use planning::model::{Fen, MoneySource, MoneyStage, OwnerKind, PartialDate, ProjectKind};
use planning::money::{Ceiling, MoneyCube, MoneyGroup, MoneyRow, MoneySide, MoneyView};
use planning::query::{MoneyPage, MoneyRequest, Snapshot};
use planning::rules::money::Money;

use super::scope::{ScopeArgs, scoped};
use super::timetable::status_day;
use super::{CliError, look, to_json};

/// A side of the table by its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Side {
    /// 方案
    Plan,
    /// 镇街
    Town,
    /// 项目类别
    Kind,
    /// 牵头单位
    Unit,
    /// 项目
    Project,
    /// 任务
    Task,
    /// 资金来源
    Source,
    /// 资金阶段
    Stage,
    /// 年度
    Year,
}

impl Side {
    fn meant(self) -> MoneySide {
        match self {
            Self::Plan => MoneySide::Plan,
            Self::Town => MoneySide::Town,
            Self::Kind => MoneySide::Kind,
            Self::Unit => MoneySide::Unit,
            Self::Project => MoneySide::Project,
            Self::Task => MoneySide::Task,
            Self::Source => MoneySide::Source,
            Self::Stage => MoneySide::Stage,
            Self::Year => MoneySide::Year,
        }
    }
}

#[derive(Args)]
pub(super) struct MoneyArgs {
    /// 图册文件
    atlas: PathBuf,
    #[command(flatten)]
    scope: ScopeArgs,
    /// 表的行
    #[arg(long, value_enum, default_value = "town", conflicts_with = "json")]
    rows: Side,
    /// 表的列
    #[arg(long, value_enum, default_value = "source", conflicts_with = "json")]
    columns: Side,
    /// 只算这一年
    #[arg(long)]
    year: Option<i64>,
    /// 状态日期，如 2025-06-30；不写为今天
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// A cell of the cube as `--json` prints it.
#[derive(serde::Serialize)]
struct CellEntry<'a> {
    owner_kind: OwnerKind,
    owner: &'a str,
    source: MoneySource,
    stage: MoneyStage,
    year: Option<i64>,
    fen: Fen,
}

/// The cube and its sums as `--json` prints them.
#[derive(serde::Serialize)]
struct MoneyEntry<'a> {
    as_of: String,
    cells: Vec<CellEntry<'a>>,
    planned: Fen,
    allocated: Fen,
    spent: Fen,
    gap: Fen,
    allocated_rate: Option<f64>,
    spent_rate: Option<f64>,
    ceilings: Vec<Ceiling>,
}

pub(super) fn money(args: &MoneyArgs) -> Result<String, CliError> {
    let day = status_day(args.as_of.as_deref())?;
    let (rows, columns) = (args.rows.meant(), args.columns.meant());
    if rows == columns {
        return Err(CliError::SameSides);
    }
    let file = look(&args.atlas)?;
    let snapshot = Snapshot::new(file.model()).on(day);
    let request = MoneyRequest {
        filter: scoped(&snapshot, &args.scope)?,
        year: args.year,
        projects_only: false,
        view: MoneyView {
            rows,
            columns,
            stage: None,
        },
    };
    let text = match args.json {
        true => {
            let scope = snapshot.money_scope(&request);
            to_json(&entry(&scope.cube(), scope.ceilings(), day))?
        }
        false => {
            let page = snapshot.money_page(&request, day, 0, u32::MAX);
            let mut out = format!(
                "状态日期 {}  {}单位 万元\n有资金的：项目 {}、方案 {}、任务 {}、镇街 {}，共 {} 笔\n",
                day.zh(),
                args.year.map_or_else(String::new, |year| format!("{year}年  ")),
                page.projects,
                page.plans,
                page.tasks,
                page.towns,
                page.sums.lines
            );
            out.push_str(&sums_in_words(page.sums.money));
            out.push_str(&table_in_words(&page, request.view));
            for ceiling in &page.ceilings {
                out.push_str(&ceiling_in_words(ceiling));
            }
            out
        }
    };
    file.close()?;
    Ok(text)
}

fn entry<'a>(cube: &'a MoneyCube<'a>, ceilings: Vec<Ceiling>, day: PartialDate) -> MoneyEntry<'a> {
    let total = cube.total(&|_| true);
    let cells = cube.iter().flat_map(|(owner, cells)| {
        cells.iter().map(|cell| CellEntry {
            owner_kind: owner.kind,
            owner: owner.id,
            source: cell.source,
            stage: cell.stage,
            year: cell.year,
            fen: cell.fen,
        })
    });
    MoneyEntry {
        as_of: day.to_string(),
        cells: cells.collect(),
        planned: total.planned,
        allocated: total.allocated,
        spent: total.spent,
        gap: total.gap,
        allocated_rate: total.allocated_rate(),
        spent_rate: total.spent_rate(),
        ceilings,
    }
}

fn wan(fen: Fen) -> String {
    fen.wan_yuan_text()
}

fn rate(rate: Option<f64>) -> String {
    rate.map_or_else(|| "—".to_owned(), |rate| format!("{:.1}%", rate * 100.0))
}

fn sums_in_words(money: Money) -> String {
    format!(
        "计划 {}（匡算 {}，批复 {}）  下达 {}（下达率 {}）  支付 {}（支付率 {}）  缺口 {}\n",
        wan(money.planned),
        wan(money.estimated),
        wan(money.approved),
        wan(money.allocated),
        rate(money.allocated_rate()),
        wan(money.spent),
        rate(money.spent_rate()),
        wan(money.gap)
    )
}

/// What a row or a column is called.
fn heading(group: &MoneyGroup, side: MoneySide) -> String {
    if group.key == "*" {
        return "多项".to_owned();
    }
    if group.key.is_empty() {
        return match side {
            MoneySide::Year => "未分年度",
            MoneySide::Town => "不属镇街",
            MoneySide::Project | MoneySide::Kind => "不属项目",
            MoneySide::Plan => "不属方案",
            MoneySide::Task => "不属任务",
            MoneySide::Unit => "无牵头单位",
            MoneySide::Source | MoneySide::Stage => "",
        }
        .to_owned();
    }
    let key = group.key.as_str();
    let word = match side {
        MoneySide::Kind => ProjectKind::ALL.iter().find(|w| w.word() == key).map(|w| w.zh()),
        MoneySide::Source => MoneySource::ALL.iter().find(|w| w.word() == key).map(|w| w.zh()),
        MoneySide::Stage => MoneyStage::ALL.iter().find(|w| w.word() == key).map(|w| w.zh()),
        MoneySide::Year => return format!("{key}年"),
        _ => None,
    };
    word.map_or_else(|| group.name.clone(), ToOwned::to_owned)
}

fn table_in_words(table: &MoneyPage, view: MoneyView) -> String {
    if table.rows.is_empty() {
        return "没有资金\n".to_owned();
    }
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut head = vec![String::new()];
    head.extend(table.columns.iter().map(|group| heading(group, view.columns)));
    head.extend(["合计", "下达率", "支付率", "缺口"].map(ToOwned::to_owned));
    lines.push(head);
    let line = |name: String, row: &MoneyRow| -> Vec<String> {
        let cell = |fen: &Option<Fen>| fen.map_or_else(|| "—".to_owned(), wan);
        let mut out = vec![name];
        out.extend(row.cells.iter().map(cell));
        out.extend([
            cell(&row.total),
            rate(row.allocated_rate),
            rate(row.spent_rate),
            wan(row.money.gap),
        ]);
        out
    };
    lines.extend(
        table
            .rows
            .iter()
            .map(|row| line(heading(&row.group, view.rows), row)),
    );
    lines.push(line("合计".to_owned(), &table.sums));
    lines.into_iter().map(|cells| cells.join("\t") + "\n").collect()
}

fn ceiling_in_words(ceiling: &Ceiling) -> String {
    let open = ceiling.fen.0 - ceiling.broken_down.0;
    let rest = match open < 0 {
        true => format!("超分解 {}", wan(Fen(-open))),
        false => format!("未分解 {}", wan(Fen(open))),
    };
    format!(
        "总盘子  {} {}：{}，已分解 {}，{rest}\n",
        ceiling.owner_kind.zh(),
        ceiling.name,
        wan(ceiling.fen),
        wan(ceiling.broken_down)
    )
}
