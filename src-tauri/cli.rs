//! The command line, for scripts and offices without a screen. Exit code 0, or 3 where an import left something of its
//! file out, or a message on the error stream and 1 (the work could not be done) or 2 (the call is wrong).

mod assess;
mod checks;
mod exports;
mod imports;
mod money;
mod read;
mod removals;
mod report;
mod rounds;
mod scope;
mod signals;
mod systems;
mod targets;
mod taskbook;
mod timetable;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use geodata::crs::Crs;
use planning::atlas_file::{AtlasFile, EditError};
use planning::export::ExportError;
use planning::model::{ProjectKind, ProjectStage};
use planning::query::{Info, Snapshot};
use planning::store::{JournalCheck, Mode, Stamp};

use crate::clock::now;
use crate::seeds;
use crate::seeds::Start;
use exports::ExportArgs;

/// 镇图：小城镇规划图册。不带参数打开窗口。
#[derive(Parser)]
#[command(name = "zhentu", version, about, long_about = None)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 新建图册 / Make an atlas
    New(NewArgs),
    /// 统计图册内容 / Count what an atlas holds
    Info {
        /// 图册文件
        atlas: PathBuf,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 导出 / Export
    Export(Box<ExportArgs>),
    /// 查看数据文件内容和导入时会有的疑问，不改动任何东西 / Look into a file of places
    Inspect(Box<imports::InspectArgs>),
    /// 导入数据文件 / Import a file of places
    Import(Box<imports::ImportArgs>),
    /// 删除一项，连同只属于它的内容；一步，可撤销 / Remove a thing with what goes with it
    Remove(removals::RemoveArgs),
    /// 检查：管控线、图形、重复、越界 / Check against control lines and more
    Check {
        /// 图册文件
        atlas: PathBuf,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 红黄绿灯：任务和项目是否跟得上时间 / Lights of tasks and projects
    Lights(timetable::AsOfArgs),
    /// 进度推算：按依赖关系推算最早、最晚时间和关键路线 / Early and late dates, slack and the critical path
    Schedule(timetable::ScheduleArgs),
    /// 任务书：一个单位、镇街或方案要做什么、何时完成、到哪一步 / The task book of a unit, a town or a plan
    Taskbook(taskbook::TaskbookArgs),
    /// 打印成文件：任务书（.docx，公文版式） / A report as a document
    Report(report::ReportArgs),
    /// 资金：计划、下达、支付、缺口和总盘子 / Money planned, allocated and spent, gaps and ceilings
    Money(Box<money::MoneyArgs>),
    /// 指标：基期、现值、目标、直线推算和灯 / Targets: baseline, value, what is expected, lights
    Targets(timetable::AsOfArgs),
    /// 调度：一轮里谁该报、谁已报；会议要的清单 / Who owes a report in a round and who handed it in; lists for a meeting
    Reports(rounds::ReportsArgs),
    /// 考核：一轮里各镇得分、名次和按规则的结果；可试算 / A round of assessment: scores, ranks, what follows; what if
    Assess(assess::AssessArgs),
    /// 待办：谁在哪天之前要做什么 / What is to be done by when
    Todo(rounds::TodoArgs),
    /// 读方案文本：章节、任务、单位、时限、指标；只读 .txt，不改动图册 / Read the text of a plan
    Read(read::ReadArgs),
    /// 修改历史 / The journal
    History {
        /// 图册文件
        atlas: PathBuf,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
struct NewArgs {
    /// 图册文件（不能已存在）
    atlas: PathBuf,
    /// 五个方案
    #[arg(long, conflicts_with_all = ["practice", "from"])]
    seeds: bool,
    /// 演练图册（虚构数据）
    #[arg(long, conflicts_with = "from")]
    practice: bool,
    /// 从文本形式的文件夹读入
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
}

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Reading(#[from] reading::ReadingError),
    #[error(transparent)]
    Row(#[from] planning::model::NotRead),
    #[error(transparent)]
    Text(#[from] planning::text::TextError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("{what}“{value}”不存在；可用：{known}")]
    Unknown {
        what: &'static str,
        value: String,
        known: String,
    },
    #[error("表的行和列不能相同：--rows 和 --columns")]
    SameSides,
    #[error("没有编号或名称为“{text}”的{table}")]
    NoSuchRow { table: &'static str, text: String },
    #[error("有 {count} 条{table}都叫“{text}”，请改用编号：{ids}")]
    Ambiguous {
        table: &'static str,
        text: String,
        count: usize,
        ids: String,
    },
    #[error(transparent)]
    Read(#[from] geodata::formats::ReadError),
    #[error("{}{}", .0, crs_hint(.0))]
    Import(#[from] planning::import::ImportError),
    #[error("不认识坐标系“{0}”：请写 EPSG 编号（如 EPSG:4547）、GCJ-02、BD-09，或在窗口里自建的坐标系的名称")]
    Crs(String),
    #[error("{0} 要有转换参数才能导出：请先在窗口的“坐标系”里填好参数，再用 --crs 写它的名称")]
    Parameters(String),
    #[error("--map 应写成 项=字段，如 name=项目名称；现在是“{0}”")]
    Map(String),
    #[error("--shift 应为三个或七个数，如 11.5,-154.8,-82.3；现在是“{0}”")]
    Shift(String),
    #[error("--bbox 应为 西,南,东,北 四个数，如 116.3,35.5,116.8,35.9；现在是“{0}”")]
    Bbox(String),
    #[error("时间范围应像 2025-01..2025-06、..2025-12 或 2025；现在是“{0}”")]
    Span(String),
    #[error("--count 应写成 规则=名数，如 ar02=3；现在是“{0}”")]
    Count(String),
    #[error("--score 应写成 镇:指标=分，分在 0 到 100 之间；现在是“{0}”")]
    Score(String),
    #[error("--as-of 应为一天，如 2025-06-30；现在是“{0}”")]
    Day(String),
    #[error("报告只能写成 .docx 文件；现在是“{0}”")]
    ReportEnding(String),
    #[error(transparent)]
    File(#[from] files::FileError),
    #[error("无法写到标准输出：{0}")]
    Output(std::io::Error),
    #[error("内部错误：{0}")]
    Inner(String),
}

impl From<planning::store::StoreError> for CliError {
    fn from(error: planning::store::StoreError) -> Self {
        Self::Edit(error.into())
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            if error.use_stderr() {
                // Where it cannot be written, the exit code says it.
                let _ = error.print();
                return ExitCode::from(2);
            }
            // Help and version are what was asked for.
            let text = match std::io::stdout().is_terminal() {
                true => error.render().ansi().to_string(),
                false => error.render().to_string(),
            };
            return match print(&text) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::from(1),
            };
        }
    };
    let done = run(cli.command).and_then(|answer| {
        print(&answer.text).map_err(CliError::Output)?;
        Ok(answer.partial)
    });
    match done {
        Ok(false) => ExitCode::SUCCESS,
        Ok(true) => ExitCode::from(PARTIAL),
        Err(error) => {
            // Where even this cannot be written, the exit code is all there is.
            let _ = writeln!(std::io::stderr(), "zhentu: {error}");
            ExitCode::from(1)
        }
    }
}

/// Writes a text to the standard output. A reader that has seen enough, such as `head`, is no error.
fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// What a call has to say, and whether all of its work was done.
struct CommandOutput {
    text: String,
    /// Whether an import left something of its file out.
    partial: bool,
}

/// Exit code of an import that left something of its file out.
const PARTIAL: u8 = 3;

fn run(command: Command) -> Result<CommandOutput, CliError> {
    let text = match command {
        Command::New(args) => new(args),
        Command::Info { atlas, json } => info(&atlas, json),
        Command::Export(args) => exports::export(*args),
        Command::Inspect(args) => imports::inspect(*args),
        Command::Import(args) => return imports::import(*args),
        Command::Remove(args) => removals::remove(&args),
        Command::Check { atlas, json } => checks::check(&atlas, json),
        Command::Lights(args) => timetable::lights_of(&args),
        Command::Schedule(args) => timetable::schedule_of(&args),
        Command::Taskbook(args) => taskbook::taskbook(&args),
        Command::Report(args) => report::report(&args),
        Command::Money(args) => money::money(&args),
        Command::Targets(args) => targets::targets(&args),
        Command::Reports(args) => rounds::reports(&args),
        Command::Assess(args) => assess::assess_round(&args),
        Command::Todo(args) => rounds::todo_of(&args),
        Command::Read(args) => read::read(&args),
        Command::History { atlas, json } => history(&atlas, json),
    }?;
    Ok(CommandOutput { text, partial: false })
}

/// Who works, for the journal.
fn user() -> String {
    std::env::var("USER").unwrap_or_default()
}

fn look(path: &Path) -> Result<AtlasFile, CliError> {
    Ok(AtlasFile::open(path, Mode::Look, "")?)
}

/// What an atlas holds, with what tells it from others.
#[derive(serde::Serialize)]
struct AtlasInWords {
    /// `None` for an older file until its first change.
    atlas_id: Option<String>,
    journal: JournalCheck,
    #[serde(flatten)]
    info: Info,
}

fn info(path: &Path, json: bool) -> Result<String, CliError> {
    let file = look(path)?;
    let found = AtlasInWords {
        atlas_id: file.atlas_id()?,
        journal: file.check_journal()?,
        info: Snapshot::new(file.model()).info(),
    };
    file.close()?;
    if json {
        return to_json(&found);
    }
    let id = found.atlas_id.as_deref().unwrap_or("（首次修改时生成）");
    let journal = checks::journal_in_words(&found.journal);
    Ok(format!("{}图册编号 {id}\n{journal}", in_words(&found.info)))
}

fn new(args: NewArgs) -> Result<String, CliError> {
    let (rows, what) = match &args.from {
        Some(dir) => (
            planning::text::read_dir(dir)?,
            format!("从 {} 读入", dir.display()),
        ),
        None => {
            let start = match (args.seeds, args.practice) {
                (true, _) => Start::Seeds,
                (_, true) => Start::Practice,
                _ => Start::Empty,
            };
            (seeds::rows(start)?, seeds::title(start).zh)
        }
    };
    let count = rows.len();
    let stamp = Stamp {
        at: now(),
        who: user(),
    };
    AtlasFile::create(&args.atlas, rows, &format!("新建图册：{what}"), &stamp)?;
    Ok(format!("已新建 {}：{what}，{count} 行\n", args.atlas.display()))
}

/// What to write on the command line when the system has to be named: the likeliest one.
fn crs_hint(error: &planning::import::ImportError) -> String {
    let planning::import::ImportError::Crs { likely, .. } = error else {
        return String::new();
    };
    let first = likely.split('、').next().unwrap_or_default();
    let code = first.split(['（', ' ']).next().filter(|c| c.starts_with("EPSG:"));
    let turned = if first.contains("X↔Y") { " --swap-xy" } else { "" };
    format!("。请加上 --crs，如 --crs {}{turned}", code.unwrap_or("EPSG:4547"))
}

fn parse_crs(text: &str) -> Result<Crs, CliError> {
    Crs::parse(text).map_err(|_| CliError::Crs(text.to_owned()))
}

fn history(path: &Path, json: bool) -> Result<String, CliError> {
    let file = look(path)?;
    let steps = planning::history::steps(&file, None, u32::MAX)?;
    file.close()?;
    if json {
        return to_json(&steps);
    }
    let mut text = String::new();
    for step in &steps {
        let action = match step.action.as_str() {
            "undo" => "撤销 ",
            "redo" => "重做 ",
            _ => "",
        };
        text.push_str(&format!(
            "{:>5}  {}  {}  {action}{}\n",
            step.seq, step.at, step.who, step.name
        ));
    }
    Ok(text)
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<String, CliError> {
    let text = serde_json::to_string_pretty(value).map_err(|e| CliError::Inner(e.to_string()))?;
    Ok(text + "\n")
}

fn in_words(info: &Info) -> String {
    let mut out = format!(
        "{}{}\n",
        info.title,
        if info.practice {
            "（演练，纯属虚构）"
        } else {
            ""
        }
    );
    for p in &info.plans {
        out.push_str(&format!(
            "  {}  {}\n    {}  任务 {}  单位 {} 处 {} 家  阶段 {}  章节 {}  指标 {}  试点 {}  项目 {}\n",
            p.id,
            p.title,
            p.document_number.as_deref().unwrap_or("（无文号）"),
            p.tasks,
            p.unit_mentions,
            p.units,
            p.phases,
            p.sections,
            p.indicators,
            p.designations,
            p.projects
        ));
        out.push_str(&format!(
            "    文件 {}  标准 {}  资金政策 {}  申报条件 {}  用地政策 {}  考核规则 {}\n",
            p.citations, p.standards, p.funding_rules, p.eligibility_rules, p.land_rules, p.assessment_rules
        ));
    }
    out.push_str(&format!(
        "镇街 {}（位置不明 {}，试点 {}）  点位 {}（位置不明 {}）\n项目 {}（未上图 {}）\n",
        info.towns,
        info.towns_unmapped,
        info.pilots,
        info.sites,
        info.sites_unmapped,
        info.projects.total,
        info.projects.unmapped
    ));
    let line = |name: &str, counts: &mut dyn Iterator<Item = (String, u32)>| {
        let parts: Vec<String> = counts.map(|(k, n)| format!("{k} {n}")).collect();
        if parts.is_empty() {
            String::new()
        } else {
            format!("  {name}：{}\n", parts.join("  "))
        }
    };
    use planning::model::{MoneySource, MoneyStage, OwnerKind, Precision};
    use planning::rules::money::Money;
    let kinds = info.projects.by_kind.iter();
    out.push_str(&line(
        "类型",
        &mut kinds.map(|(k, n)| (ProjectKind::parse(k).map_or(*k, |k| k.zh()).to_owned(), *n)),
    ));
    let stages = info.projects.by_stage.iter();
    out.push_str(&line(
        "阶段",
        &mut stages.map(|(k, n)| (ProjectStage::parse(k).map_or(*k, |k| k.zh()).to_owned(), *n)),
    ));
    let precisions = info.projects.by_precision.iter();
    out.push_str(&line(
        "精度",
        &mut precisions.map(|(k, n)| (Precision::parse(k).map_or(*k, |k| k.zh()).to_owned(), *n)),
    ));
    out.push_str(&line(
        "镇街",
        &mut info.projects.by_town.iter().map(|(k, n)| (k.clone(), *n)),
    ));
    for (source, stages) in &info.money {
        let source = MoneySource::parse(source).map_or(*source, |s| s.zh());
        let parts: Vec<String> = stages
            .iter()
            .map(|(stage, sum)| {
                format!(
                    "{} {} 万元",
                    MoneyStage::parse(stage).map_or(*stage, |s| s.zh()),
                    sum.wan_yuan_text()
                )
            })
            .collect();
        out.push_str(&format!("  资金 {source}：{}\n", parts.join("  ")));
    }
    for owner in OwnerKind::ALL {
        let Some(money) = info
            .money_of
            .get(owner.word())
            .filter(|m| **m != Money::default())
        else {
            continue;
        };
        let wan = |sum: planning::model::Fen| format!("{} 万元", sum.wan_yuan_text());
        out.push_str(&format!(
            "  {}资金：计划 {}  下达 {}  支付 {}\n",
            owner.zh(),
            wan(money.planned),
            wan(money.allocated),
            wan(money.spent)
        ));
    }
    out
}
