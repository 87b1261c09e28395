//! The command line, for scripts and offices without a screen. Exit code 0, or a message on the error stream and
//! 1 (the work could not be done) or 2 (the call is wrong).

mod checks;
mod imports;
mod systems;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use geodata::crs::Crs;
use geodata::formats::{Format, WrittenCrs};
use planning::atlas_file::{AtlasFile, EditError};
use planning::model::{ProjectKind, ProjectStage};
use planning::query::{Filter, Info, Snapshot};
use planning::store::{Mode, Stamp};

use crate::clock::now;
use crate::export::system::System;
use crate::export::{self, ExportError, Layer};
use crate::seeds;
use crate::seeds::Start;
use systems::system_to_write;

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
    /// 查看数据文件内容，不改动任何东西 / Look into a file of places
    Inspect {
        /// 数据文件或文件夹
        file: PathBuf,
        /// 以 JSON 输出（最后一行）
        #[arg(long)]
        json: bool,
        /// 只看这一图层
        #[arg(long)]
        layer: Option<String>,
        /// 文字编码，如 GBK
        #[arg(long)]
        encoding: Option<String>,
    },
    /// 导入数据文件 / Import a file of places
    Import(Box<imports::ImportArgs>),
    /// 检查：管控线、图形、重复、越界 / Check against control lines and more
    Check {
        /// 图册文件
        atlas: PathBuf,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
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

#[derive(Args)]
struct ExportArgs {
    /// 图册文件
    atlas: PathBuf,
    /// 输出文件；--layer all 时为文件夹
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// projects、towns、sites、control-lines、tasks、indicators、units，或 all（整本图册的文本形式）
    #[arg(long, default_value = "projects")]
    layer: String,
    /// 方案编号，可多次
    #[arg(long)]
    plan: Vec<String>,
    /// 镇街名或代码，可多次
    #[arg(long)]
    town: Vec<String>,
    /// 项目类型，可多次
    #[arg(long)]
    kind: Vec<String>,
    /// 项目阶段，可多次
    #[arg(long)]
    stage: Vec<String>,
    /// 单位名，可多次
    #[arg(long)]
    unit: Vec<String>,
    /// 范围：西,南,东,北（度）
    #[arg(long, allow_hyphen_values = true)]
    bbox: Option<String>,
    /// 未上图的也导出（几何为 null）
    #[arg(long)]
    with_unmapped: bool,
    /// 附中文字段名
    #[arg(long)]
    chinese_labels: bool,
    /// 格式：geojson、geojsonl、gpkg、shp、kml、fgb、csv、xlsx、dxf；不写时看输出文件的扩展名
    #[arg(long)]
    format: Option<String>,
    /// 坐标系，如 EPSG:4547、GCJ-02，或在窗口里自建的坐标系的名称
    #[arg(long)]
    crs: Option<String>,
}

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Edit(#[from] EditError),
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
            let code = if error.use_stderr() { 2 } else { 0 };
            // A closed pipe is no reason to panic.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match run(cli.command) {
        Ok(text) => {
            use std::io::Write;
            // As with `head`: a reader that has seen enough is no error.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("zhentu: {error}");
            ExitCode::from(1)
        }
    }
}

fn run(command: Command) -> Result<String, CliError> {
    match command {
        Command::New(args) => new(args),
        Command::Info { atlas, json } => {
            let file = look(&atlas)?;
            let info = Snapshot::new(file.model()).info();
            file.close()?;
            if json { to_json(&info) } else { Ok(in_words(&info)) }
        }
        Command::Export(args) => export_to(*args),
        Command::Inspect {
            file,
            json,
            layer,
            encoding,
        } => imports::inspect(&file, layer, encoding, json),
        Command::Import(args) => imports::import(*args),
        Command::Check { atlas, json } => checks::check(&atlas, json),
        Command::History { atlas, json } => history(&atlas, json),
    }
}

fn look(path: &Path) -> Result<AtlasFile, CliError> {
    Ok(AtlasFile::open(path, Mode::Look, "")?)
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
            (seeds::rows(start)?, seeds::name(start).to_owned())
        }
    };
    let count = rows.len();
    let stamp = Stamp {
        at: now(),
        who: std::env::var("USER").unwrap_or_default(),
    };
    AtlasFile::create(&args.atlas, rows, &format!("新建图册：{what}"), &stamp)?;
    Ok(format!("已新建 {}：{what}，{count} 行\n", args.atlas.display()))
}

fn export_to(args: ExportArgs) -> Result<String, CliError> {
    if args.layer == "all" {
        let file = look(&args.atlas)?;
        let written = planning::text::write_dir(file.model(), &args.output)?;
        file.close()?;
        return Ok(format!("已导出 {written} 行到 {}\n", args.output.display()));
    }
    let layer = Layer::parse(&args.layer)?;
    let format = format_of(&args, layer)?;
    // Projects are read from the file one by one; only who asks which match, or where they lie, needs them in memory.
    let walked = layer == Layer::Projects && (format != Some(Format::Dxf) || args.crs.is_some());
    let mut file = match walked {
        true => AtlasFile::open_to_walk(&args.atlas)?,
        false => look(&args.atlas)?,
    };
    let filter = filter(&Snapshot::new(file.model()), &args)?;
    if walked && !filter.is_empty() {
        file.close()?;
        file = look(&args.atlas)?;
    }
    let options = export::Options {
        layer,
        filter,
        ids: Vec::new(),
        with_unmapped: args.with_unmapped,
        chinese_labels: args.chinese_labels,
    };
    if let Some(format) = format {
        let system = match &args.crs {
            Some(text) => system_to_write(text)?,
            None => {
                let index = Snapshot::new(file.model());
                let bounds = index.map_features(&Filter::default()).bounds;
                let crs = export::flat::usual_crs(format, bounds.map(|b| b[0].midpoint(b[2])));
                System::known(crs).map_err(ExportError::Crs)?
            }
        };
        let table = export::flat::prepare(&file, &options, format, system)?;
        file.close()?;
        return flat_export(table, layer, format, &args.output);
    }
    if layer == Layer::Projects {
        let ready = export::projects::Ready::take(&file, &options)?;
        file.close()?;
        let done = ready.write(&options, Some(&args.output), true, 0)?;
        let left_out = done.left_out_count;
        return Ok(exported(layer, done.written, left_out, &args.output));
    }
    let prepared = export::prepare(&Snapshot::new(file.model()), &options)?;
    file.close()?;
    export::write(&prepared, &args.output, true)?;
    Ok(exported(
        layer,
        prepared.written,
        prepared.left_out.len(),
        &args.output,
    ))
}

fn exported(layer: Layer, written: usize, left_out: usize, path: &Path) -> String {
    let mut text = format!("已导出{} {written} 条到 {}\n", layer.label(), path.display());
    if left_out > 0 {
        text.push_str(&format!(
            "未上图 {left_out} 条没有导出（加 --with-unmapped 可一并导出，几何为空）\n"
        ));
    }
    text
}

/// The format an export is in; nothing for the program's own GeoJSON and JSON.
fn format_of(args: &ExportArgs, layer: Layer) -> Result<Option<Format>, CliError> {
    let unknown = |name: &str| ExportError::Format {
        name: name.to_owned(),
    };
    let format = match &args.format {
        Some(name) => Some(Format::parse(name).ok_or_else(|| unknown(name))?),
        None => {
            let ending = args
                .output
                .extension()
                .map(|e| e.to_string_lossy().to_ascii_lowercase());
            ending.filter(|e| e != "json").and_then(|e| Format::parse(&e))
        }
    };
    let own = matches!(layer, Layer::Tasks | Layer::Indicators | Layer::Units);
    match format {
        None => Ok(None),
        Some(_) if own && args.format.is_none() => Ok(None),
        Some(Format::GeoJson) => match args
            .crs
            .as_deref()
            .map(system_to_write)
            .transpose()?
            .map(|s| s.written)
        {
            None | Some(WrittenCrs::Known(Crs::Cgcs2000 | Crs::Wgs84)) => Ok(None),
            Some(_) => Ok(Some(Format::GeoJson)),
        },
        Some(f) if Format::WRITABLE.contains(&f) => Ok(Some(f)),
        Some(f) => Err(unknown(f.ending()).into()),
    }
}

/// What to write on the command line when the system has to be named.
fn crs_hint(error: &planning::import::ImportError) -> &'static str {
    match error {
        planning::import::ImportError::Crs { .. } => "。请加上 --crs，如 --crs EPSG:4547",
        _ => "",
    }
}

fn parse_crs(text: &str) -> Result<Crs, CliError> {
    Crs::parse(text).map_err(|_| CliError::Crs(text.to_owned()))
}

fn flat_export(
    table: export::flat::Table,
    layer: Layer,
    format: Format,
    path: &Path,
) -> Result<String, CliError> {
    let crs = table.system.written.clone();
    let written = table.write(Some(path), true, 0)?;
    let files: Vec<String> = written.files.iter().map(|f| f.display().to_string()).collect();
    let mut text = format!(
        "已导出{} {} 条到 {}（{format}，{}）\n",
        layer.label(),
        written.features,
        files.join("、"),
        crs.name()
    );
    for loss in &written.losses {
        text.push_str(&format!("  {}\n", loss.text));
    }
    if written.left_out_count > 0 {
        text.push_str(&format!(
            "未上图 {} 条没有导出（加 --with-unmapped 可一并导出，几何为空）\n",
            written.left_out_count
        ));
    }
    Ok(text)
}

fn filter(index: &Snapshot<'_>, args: &ExportArgs) -> Result<Filter, CliError> {
    let m = index.model;
    let unknown = |what, value: &str, known: Vec<String>| CliError::Unknown {
        what,
        value: value.to_owned(),
        known: known.into_iter().take(30).collect::<Vec<_>>().join("、"),
    };
    let mut out = Filter::default();
    for id in &args.plan {
        let plan = m
            .plans
            .iter()
            .find(|p| p.id.as_str() == id || p.title == *id || p.short_title == *id);
        let plan =
            plan.ok_or_else(|| unknown("方案", id, m.plans.iter().map(|p| p.id.0.clone()).collect()))?;
        out.plans.push(plan.id.0.clone());
    }
    for name in &args.town {
        let found: Vec<String> = m
            .regions
            .iter()
            .filter(|r| r.name == *name || r.id.as_str() == name)
            .map(|r| r.id.0.clone())
            .collect();
        if found.is_empty() {
            return Err(unknown(
                "镇街",
                name,
                index
                    .towns(&Filter::default())
                    .iter()
                    .map(|r| r.name.clone())
                    .collect(),
            ));
        }
        out.towns.extend(found);
    }
    for word in &args.kind {
        let known = || {
            ProjectKind::ALL
                .iter()
                .map(|k| format!("{}({})", k.word(), k.zh()))
                .collect()
        };
        out.kinds
            .push(ProjectKind::parse(word).ok_or_else(|| unknown("项目类型", word, known()))?);
    }
    for word in &args.stage {
        let known = || {
            ProjectStage::ALL
                .iter()
                .map(|k| format!("{}({})", k.word(), k.zh()))
                .collect()
        };
        out.stages
            .push(ProjectStage::parse(word).ok_or_else(|| unknown("项目阶段", word, known()))?);
    }
    for name in &args.unit {
        let found: Vec<String> = m
            .units
            .iter()
            .filter(|u| u.name == *name || u.id.as_str() == name || u.aliases.as_deref() == Some(name))
            .map(|u| u.id.0.clone())
            .collect();
        if found.is_empty() {
            return Err(unknown(
                "单位",
                name,
                m.units.iter().map(|u| u.name.clone()).collect(),
            ));
        }
        out.units.extend(found);
    }
    if let Some(text) = &args.bbox {
        let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
        out.bbox = match numbers.as_slice() {
            [w, s, e, n] if w <= e && s <= n && text.split(',').count() == 4 => Some([*w, *s, *e, *n]),
            _ => return Err(CliError::Bbox(text.clone())),
        };
    }
    Ok(out)
}

fn history(path: &Path, json: bool) -> Result<String, CliError> {
    let file = look(path)?;
    let entries = file.journal(None, u32::MAX)?;
    file.close()?;
    let steps: Vec<crate::wire::JournalStep> = entries
        .iter()
        .map(|(entry, change)| crate::session::step(entry, change))
        .collect();
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
    use planning::model::{MoneySource, MoneyStage, Precision};
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
                    "{} {:.2} 万元",
                    MoneyStage::parse(stage).map_or(*stage, |s| s.zh()),
                    sum.wan_yuan()
                )
            })
            .collect();
        out.push_str(&format!("  资金 {source}：{}\n", parts.join("  ")));
    }
    out
}
