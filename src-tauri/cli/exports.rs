//! `zhentu export`.

use std::path::PathBuf;

use clap::Args;
use planning::atlas_file::AtlasFile;
use planning::export::{
    ExportJob, ExportLayer, ExportReport, ExportRequest, LedgerView, OutputFormat, PerUnit,
};
use planning::model::{ControlKind, Lack, MoneySource, PartialDate, Precision, ProjectKind, ProjectStage};
use planning::query::{DateSpan, Filter, Snapshot, Sort};
use planning::rules::lights::LightState;

use super::scope::{ScopeArgs, scoped, unknown};
use super::signals::stopped_by_signals;
use super::systems::system_to_write;
use super::{CliError, look};
use crate::clock::today;

#[derive(Args)]
pub(super) struct ExportArgs {
    /// 图册文件
    atlas: PathBuf,
    /// 输出文件；--layer all 时为文件夹
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// projects、towns、sites、control-lines、tasks、indicators、units，或 all（整本图册的文本形式）
    #[arg(long, default_value = "projects")]
    layer: String,
    #[command(flatten)]
    scope: ScopeArgs,
    /// 项目类型，可多次
    #[arg(long)]
    kind: Vec<String>,
    /// 项目阶段，可多次
    #[arg(long)]
    stage: Vec<String>,
    /// 所缺：money（无资金）、lead_unit（缺牵头）、dates（缺时间）、place（未上图），可多次
    #[arg(long)]
    lacks: Vec<String>,
    /// 灯：red、yellow、green、suspended（停缓）、not_due、finished、not_judged，可多次
    #[arg(long)]
    light: Vec<String>,
    /// 只要逾期的：完工（任务为期限）的最后一天已过，仍未竣工（未完成）
    #[arg(long)]
    overdue: bool,
    /// 只要有逾期节点的项目：节点的计划时间已过，实际时间没有确认
    #[arg(long)]
    overdue_gates: bool,
    /// 进度低于这个百分数的
    #[arg(long, value_name = "PERCENT")]
    percent_below: Option<f64>,
    /// 位置精度，可多次
    #[arg(long)]
    precision: Vec<String>,
    /// 压占的管控线：farmland、ecology、urban、other，可多次
    #[arg(long)]
    control: Vec<String>,
    /// 开工时间，如 2025-01..2025-06，两头可空
    #[arg(long, value_name = "FROM..TO")]
    starts: Option<String>,
    /// 完工时间，写法同上
    #[arg(long, value_name = "FROM..TO")]
    ends: Option<String>,
    /// 任务期限，写法同上
    #[arg(long, value_name = "FROM..TO")]
    due: Option<String>,
    /// 年度：有当年资金或当年在建的项目、当年到期的任务，可多次
    #[arg(long)]
    year: Vec<i64>,
    /// 资金来源，可多次
    #[arg(long)]
    source: Vec<String>,
    /// 范围：西,南,东,北（度）
    #[arg(long, allow_hyphen_values = true)]
    bbox: Option<String>,
    /// 未上图的也导出（几何为 null）
    #[arg(long)]
    with_unmapped: bool,
    /// 附中文字段名
    #[arg(long)]
    chinese_labels: bool,
    /// 格式：ledger（供打印的台账，.xlsx）、geojson、geojsonl、gpkg、shp、kml、fgb、csv、xlsx、dxf；不写时看输出文件的扩展名
    #[arg(long)]
    format: Option<String>,
    /// 台账的列，依次写出，如 name,town_name,planned；不写时为常用的列
    #[arg(long, value_delimiter = ',', requires = "format")]
    columns: Vec<String>,
    /// 按哪一列排序，如 ends；从大到小写 ends:desc
    #[arg(long, value_name = "COLUMN")]
    sort: Option<String>,
    /// 任务按单位另列：sheets（各单位一张表）或 files（各单位一个文件，放在与输出文件同名的文件夹里）
    #[arg(long, value_name = "HOW", requires = "format")]
    per_unit: Option<String>,
    /// 坐标系，如 EPSG:4547、GCJ-02，或在窗口里自建的坐标系的名称
    #[arg(long)]
    crs: Option<String>,
}

pub(super) fn export(args: ExportArgs) -> Result<String, CliError> {
    if args.layer == "all" {
        let file = look(&args.atlas)?;
        let written = planning::text::write_dir(file.model(), &args.output)?;
        file.close()?;
        return Ok(format!("已导出 {written} 行到 {}\n", args.output.display()));
    }
    let layer = ExportLayer::parse(&args.layer)?;
    let crs = args.crs.as_deref().map(system_to_write).transpose()?;
    let format = OutputFormat::decide(layer, args.format.as_deref(), Some(&args.output), crs.as_ref())?;
    let progress = stopped_by_signals();
    // Who exports all projects reads them from the file one by one; they need not be in memory.
    let mut file = AtlasFile::open_to_walk(&args.atlas)?;
    let request = ExportRequest {
        layer,
        filter: filter(&Snapshot::new(file.model()), &args)?,
        ids: Vec::new(),
        with_unmapped: args.with_unmapped,
        chinese_labels: args.chinese_labels,
        format,
        crs,
        path: Some(args.output.clone()),
        overwrite: true,
        named: 0,
        view: view(&args)?,
    };
    if request.needs_projects() {
        file.close()?;
        file = look(&args.atlas)?;
    }
    file.set_today(today());
    let job = ExportJob::prepare(&file, request)?;
    file.close()?;
    let report = job.run(&progress)?;
    Ok(in_words(layer, &report))
}

/// How a ledger is set.
fn view(args: &ExportArgs) -> Result<LedgerView, CliError> {
    let sort = args.sort.as_deref().unwrap_or_default();
    let (column, way) = sort.split_once(':').unwrap_or((sort, ""));
    let per_unit = match args.per_unit.as_deref() {
        None => PerUnit::Whole,
        Some("sheets") => PerUnit::Sheets,
        Some("files") => PerUnit::Files,
        Some(other) => {
            return Err(CliError::Unknown {
                what: "按单位的方式",
                value: other.to_owned(),
                known: "sheets、files".to_owned(),
            });
        }
    };
    Ok(LedgerView {
        columns: args.columns.clone(),
        sort: Sort {
            column: column.to_owned(),
            descending: way == "desc",
            ..Sort::default()
        },
        per_unit,
        dated: Some(today()),
    })
}

fn in_words(layer: ExportLayer, report: &ExportReport) -> String {
    let mut files: Vec<String> = report.files.iter().map(|f| f.display().to_string()).collect();
    if report.format == OutputFormat::Ledger && files.len() > 8 {
        let more = format!("…… 共 {} 个文件", files.len());
        files.truncate(3);
        files.push(more);
    }
    let mut text = format!(
        "已导出{} {} 条到 {}",
        layer.label(),
        report.written,
        files.join("、")
    );
    if let OutputFormat::Exchange(format) = report.format {
        text.push_str(&format!("（{format}，{}）", report.crs.name()));
    }
    text.push('\n');
    for loss in &report.losses {
        text.push_str(&format!("  {}\n", loss.text));
    }
    if report.left_out_count > 0 {
        text.push_str(&format!(
            "未上图 {} 条没有导出（加 --with-unmapped 可一并导出，几何为空）\n",
            report.left_out_count
        ));
    }
    text
}

/// A span of dates: `2025-01..2025-06`, `..2025`, or one date that stands for both.
fn span(text: Option<&str>) -> Result<DateSpan, CliError> {
    let Some(text) = text else {
        return Ok(DateSpan::default());
    };
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let date = |part: &str| match part.trim() {
        "" => Ok(None),
        part => part
            .parse::<PartialDate>()
            .map(Some)
            .map_err(|_| CliError::Span(text.to_owned())),
    };
    Ok(DateSpan {
        from: date(from)?,
        to: date(to)?,
    })
}

fn filter(index: &Snapshot<'_>, args: &ExportArgs) -> Result<Filter, CliError> {
    let mut out = scoped(index, &args.scope)?;
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
    for word in &args.lacks {
        let known = || {
            let all = Lack::ALL.iter();
            all.map(|l| format!("{}({})", l.word(), l.zh())).collect()
        };
        out.lacks
            .push(Lack::parse(word).ok_or_else(|| unknown("所缺", word, known()))?);
    }
    for word in &args.light {
        let known = || {
            let all = LightState::ALL.iter();
            all.map(|l| format!("{}({})", l.word(), l.zh())).collect()
        };
        out.lights
            .push(LightState::parse(word).ok_or_else(|| unknown("灯", word, known()))?);
    }
    for word in &args.precision {
        let known = || {
            let all = Precision::ALL.iter();
            all.map(|p| format!("{}({})", p.word(), p.zh())).collect()
        };
        out.precisions
            .push(Precision::parse(word).ok_or_else(|| unknown("位置精度", word, known()))?);
    }
    for word in &args.control {
        let known = || {
            let all = ControlKind::ALL.iter();
            all.map(|c| format!("{}({})", c.word(), c.zh())).collect()
        };
        out.controls
            .push(ControlKind::parse(word).ok_or_else(|| unknown("管控线", word, known()))?);
    }
    for word in &args.source {
        let known = || {
            let all = MoneySource::ALL.iter();
            all.map(|s| format!("{}({})", s.word(), s.zh())).collect()
        };
        out.sources
            .push(MoneySource::parse(word).ok_or_else(|| unknown("资金来源", word, known()))?);
    }
    out.overdue = args.overdue;
    out.overdue_gates = args.overdue_gates;
    out.percent_below = args.percent_below;
    out.years.clone_from(&args.year);
    out.starts = span(args.starts.as_deref())?;
    out.ends = span(args.ends.as_deref())?;
    out.due = span(args.due.as_deref())?;
    if let Some(text) = &args.bbox {
        let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
        out.bbox = match numbers.as_slice() {
            [w, s, e, n] if w <= e && s <= n && text.split(',').count() == 4 => Some([*w, *s, *e, *n]),
            _ => return Err(CliError::Bbox(text.clone())),
        };
    }
    Ok(out)
}
