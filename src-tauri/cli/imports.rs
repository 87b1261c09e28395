//! `zhentu inspect` and `zhentu import`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use words::{English, Language};

use clap::Args;
use geodata::crs::{Converter, Crs, DatumShift, Helmert};
use geodata::formats::{FoundCrs, ReadOptions, Warning, WarningKind};
use planning::atlas_file::AtlasFile;
use planning::import::{
    self, ImportError, ImportReport, ImportRequest, LayerSurvey, Mapping, MoneyDoubt, MoneyField,
    MoneySummary, MoneyUnit, NameKind, Progress, Resolution, Survey, Target,
};
use planning::model::{ControlKind, Fen, MoneySource, MoneyStage, PlanId, Precision};
use planning::store::{Mode, Stamp};
use serde_json::{Value, json};

use super::signals::stopped_by_signals;
use super::systems::systems_of_user;
use super::{CliError, CommandOutput, parse_crs};
use crate::clock::now;
use crate::seeds::{self, Start};

#[derive(Args)]
pub(super) struct ImportArgs {
    /// 图册文件
    atlas: PathBuf,
    /// 数据文件或文件夹
    file: PathBuf,
    /// 导入为：projects、sites、towns、control-lines
    #[arg(long = "as", default_value = "projects")]
    target: String,
    /// 只导入这一图层
    #[arg(long)]
    layer: Option<String>,
    /// 坐标系，如 EPSG:4547、GCJ-02、BD-09，或在窗口里自建的坐标系的名称；不写时按文件说明
    #[arg(long)]
    crs: Option<String>,
    /// 北京54、西安80 转 CGCS2000 的三参数（米）或七参数（米、秒、ppm，位置矢量法），用逗号隔开；none 表示不作改正
    #[arg(long, allow_hyphen_values = true)]
    shift: Option<String>,
    /// 坐标里纬度（北坐标）在前
    #[arg(long)]
    swap_xy: bool,
    /// 表格里坐标所在的两列：经度（东坐标）列,纬度（北坐标）列；不写时按表头识别
    #[arg(long, value_name = "列,列", conflicts_with = "place_column")]
    xy: Option<String>,
    /// 表格里写着 WKT，或经纬度写在一格的那一列
    #[arg(long = "wkt", value_name = "列")]
    place_column: Option<String>,
    /// 文字编码，如 GBK
    #[arg(long)]
    encoding: Option<String>,
    /// 对应关系：项=字段，如 name=项目名称，可写多个
    #[arg(long, num_args = 1.., value_name = "项=字段")]
    map: Vec<String>,
    /// 资金字段：字段=阶段[,来源][,年度][,单位]，如 总投资=estimated,unstated,2025,万元，可写多个；不写时按表头识别
    #[arg(long, num_args = 1.., value_name = "字段=阶段…", conflicts_with = "no_money")]
    money: Vec<String>,
    /// 不导入资金，金额留在附加属性里
    #[arg(long)]
    no_money: bool,
    /// 图册里没有的名称一并加入：towns、units、plans，用逗号隔开
    #[arg(long, value_name = "类别", value_delimiter = ',')]
    add_missing: Vec<String>,
    /// 归入方案
    #[arg(long)]
    plan: Option<String>,
    /// 位置精度：surveyed、approved、sketched（默认）
    #[arg(long)]
    precision: Option<String>,
    /// 管控线类型：farmland、ecology、urban、other
    #[arg(long)]
    control_kind: Option<String>,
    /// 管控线数据日期
    #[arg(long)]
    dated: Option<String>,
    /// 只看会导入什么，不写入
    #[arg(long)]
    dry_run: bool,
    /// 以 JSON 输出结果
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct InspectArgs {
    /// 数据文件或文件夹
    file: PathBuf,
    /// 对照这个图册：找不到的镇街、单位，离得太远的位置也会说
    #[arg(long)]
    atlas: Option<PathBuf>,
    /// 看作：projects、sites、towns、control-lines
    #[arg(long = "as", default_value = "projects")]
    target: String,
    /// 以 JSON 输出（最后一行）
    #[arg(long)]
    json: bool,
    /// 只看这一图层
    #[arg(long)]
    layer: Option<String>,
    /// 坐标系，如 EPSG:4547；不写时按文件说明
    #[arg(long)]
    crs: Option<String>,
    /// 文字编码，如 GBK
    #[arg(long)]
    encoding: Option<String>,
}

/// What a file holds, and every doubt that its import would have; refuses a file that holds nothing to import.
pub(super) fn inspect(args: InspectArgs) -> Result<String, CliError> {
    let options = ReadOptions {
        layer: args.layer,
        encoding: args.encoding,
        ..ReadOptions::default()
    };
    let mut survey = import::survey(&args.file, &options, &stopped_by_signals())?;
    let system = args.crs.as_deref().map(user_crs).transpose()?.flatten();
    let mut request = ImportRequest::of(args.file, target(&args.target)?);
    request.options = options;
    request.crs = match &args.crs {
        Some(text) if system.is_none() => Some(parse_crs(text)?),
        _ => None,
    };
    request.system = system;
    match trial(&request, args.atlas.as_deref()) {
        Ok(doubts) => survey.add_doubts(doubts),
        // What has to be chosen is said by the survey, or here.
        Err(CliError::Import(error @ (ImportError::Crs { .. } | ImportError::System(_)))) => {
            let doubt = Warning::of_file(WarningKind::CrsUnknown, error.words("import.crs"));
            survey.add_doubts(vec![doubt]);
        }
        Err(error) => return Err(error),
    }
    if args.json {
        return Ok(format!("{}\n", as_json(&survey)));
    }
    Ok(in_words(&request.path, &survey))
}

/// What an import would warn of, tried on an atlas; without one on an empty one, where names cannot be looked up.
fn trial(request: &ImportRequest, atlas: Option<&Path>) -> Result<Vec<Warning>, CliError> {
    let stamp = Stamp {
        at: now(),
        who: String::new(),
    };
    let tried = |path: &Path| -> Result<ImportReport, CliError> {
        let file = AtlasFile::open(path, Mode::Look, &stamp.who)?;
        Ok(file.import_and_close(request, &stamp, true, &Progress::default())?)
    };
    if let Some(atlas) = atlas {
        return Ok(tried(atlas)?.warnings);
    }
    let folder = tempfile::tempdir().map_err(|e| CliError::Inner(e.to_string()))?;
    let empty = folder.path().join("empty.gpkg");
    AtlasFile::create(&empty, seeds::rows(Start::Empty)?, "", &stamp)?;
    let mut warnings = tried(&empty)?.warnings;
    warnings.retain(|w| w.kind != WarningKind::NameUnknown);
    Ok(warnings)
}

fn as_json(survey: &Survey) -> Value {
    let layers: Vec<Value> = survey
        .layers
        .iter()
        .map(|l| {
            json!({
                "name": l.head.name,
                "n": l.n,
                "geometry": l.geometry_names(),
                "geometry_counts": l.geometry,
                "without_geometry": l.without_geometry,
                "crs": l.head.crs.known().map(import::code),
                "crs_found": crs_found(l),
                "crs_likely": l.likely_systems().iter().take(5).map(|s| json!({
                    "crs": import::code(s.crs), "why": s.why.code(), "swapped": s.order == geodata::crs::suggest::CoordinateOrder::Swapped,
                })).collect::<Vec<_>>(),
                "encoding": l.head.encoding,
                "fields": l.fields.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(),
                "field_types": l.fields.iter().map(|f| (f.name.clone(), json!(f.kind))).collect::<serde_json::Map<_, _>>(),
                "bounds": l.bounds,
            })
        })
        .collect();
    json!({
        "n": survey.n,
        "warnings": texts(&survey.warnings),
        "layers": layers,
        "format": survey.format,
    })
}

fn crs_found(layer: &LayerSurvey) -> String {
    match &layer.head.crs {
        FoundCrs::Stated(_) => "stated".to_owned(),
        FoundCrs::Implied(_) => "implied".to_owned(),
        FoundCrs::NotKnown(name) => format!("not known: {name}"),
        FoundCrs::Unstated => "unstated".to_owned(),
    }
}

fn texts(warnings: &[Warning]) -> Vec<String> {
    warnings.iter().map(ToString::to_string).collect()
}

fn in_words(file: &Path, survey: &Survey) -> String {
    let mut out = format!("{}：{}，共 {} 条\n", file.display(), survey.format, survey.n);
    for l in &survey.layers {
        let system = match &l.head.crs {
            FoundCrs::Stated(crs) | FoundCrs::Implied(crs) => crs.name(),
            FoundCrs::NotKnown(name) => format!("未识别（{name}）"),
            FoundCrs::Unstated => "未说明".to_owned(),
        };
        let kinds: Vec<String> = l.geometry.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
        out.push_str(&format!(
            "  图层 {}：{} 条（{}；无几何 {}）  坐标系：{system}{}\n",
            l.head.name,
            l.n,
            if kinds.is_empty() {
                "没有几何".to_owned()
            } else {
                kinds.join("、")
            },
            l.without_geometry,
            l.head
                .encoding
                .map_or_else(String::new, |e| format!("  编码：{e}"))
        ));
        for f in &l.fields {
            out.push_str(&format!(
                "    {}（{}，{} 条有值）：{}\n",
                f.name,
                f.kind,
                f.filled,
                f.examples.join("｜")
            ));
        }
    }
    if !survey.warnings.is_empty() {
        out.push_str("提醒：\n");
        for text in texts(&survey.warnings) {
            out.push_str(&format!("  {text}\n"));
        }
    }
    out
}

fn unknown(what: &'static str, value: &str, known: Vec<&str>) -> CliError {
    CliError::Unknown {
        what,
        value: value.to_owned(),
        known: known.join("、"),
    }
}

fn target(word: &str) -> Result<Target, CliError> {
    let known = || Target::ALL.iter().map(|t| t.word()).collect();
    Target::parse(word).ok_or_else(|| unknown("导入类别", word, known()))
}

pub(super) fn import(args: ImportArgs) -> Result<CommandOutput, CliError> {
    let target = target(&args.target)?;
    let mapping = if args.map.is_empty() {
        None
    } else {
        Some(mapping(&args.map)?)
    };
    let money = match (args.no_money, args.money.is_empty()) {
        (true, _) => Some(Vec::new()),
        (false, true) => None,
        (false, false) => Some(
            args.money
                .iter()
                .map(|text| money_field(text))
                .collect::<Result<_, _>>()?,
        ),
    };
    let precision = match &args.precision {
        None => Precision::Sketched,
        Some(word) => Precision::parse(word).ok_or_else(|| {
            unknown(
                "位置精度",
                word,
                Precision::ALL.iter().map(|p| p.word()).collect(),
            )
        })?,
    };
    let control = match &args.control_kind {
        None => None,
        Some(word) => Some(ControlKind::parse(word).ok_or_else(|| {
            unknown(
                "管控线类型",
                word,
                ControlKind::ALL.iter().map(|k| k.word()).collect(),
            )
        })?),
    };
    let dated = match &args.dated {
        None => None,
        Some(text) => Some(
            text.parse()
                .map_err(|e: planning::model::BadDate| CliError::Inner(e.to_string()))?,
        ),
    };
    let system = match &args.crs {
        Some(name) => user_crs(name)?,
        None => None,
    };
    let missing = args
        .add_missing
        .iter()
        .map(|word| match word.trim() {
            "towns" => Ok(NameKind::Town),
            "units" => Ok(NameKind::Unit),
            "plans" => Ok(NameKind::Plan),
            other => Err(unknown("名称类别", other, vec!["towns", "units", "plans"])),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut request = ImportRequest {
        options: ReadOptions {
            layer: args.layer,
            encoding: args.encoding,
            xy: args.xy.as_deref().map(columns).transpose()?,
            place_text: args.place_column,
            ..ReadOptions::default()
        },
        target,
        crs: match &args.crs {
            Some(text) if system.is_none() => Some(parse_crs(text)?),
            _ => None,
        },
        system,
        shift: args.shift.as_deref().map(shift).transpose()?,
        swapped: args.swap_xy,
        mapping,
        money,
        resolutions: Vec::new(),
        plan: args.plan.map(PlanId),
        precision,
        control,
        dated,
        language: Language::Chinese,
        path: args.file,
    };
    let stamp = Stamp {
        at: now(),
        who: std::env::var("USER").unwrap_or_default(),
    };
    let mode = if args.dry_run { Mode::Look } else { Mode::Edit };
    let progress = stopped_by_signals();
    let mut file = AtlasFile::open(&args.atlas, mode, &stamp.who)?;
    file.keep_outside_changes(&stamp, Language::Chinese)?;
    if !missing.is_empty() {
        // A look first, so that it is known which names are missing.
        let found = file.import(&request, &stamp, true, &progress)?.unresolved;
        let wanted = found
            .into_iter()
            .filter(|n| n.can_add && missing.contains(&n.kind));
        let bring_in = wanted.map(|n| Resolution {
            kind: n.kind,
            name: n.name,
            id: None,
        });
        request.resolutions = bring_in.collect();
    }
    let report = file.import_and_close(&request, &stamp, args.dry_run, &progress)?;
    let text = match args.json {
        true => format!("{}\n", report_json(&report)),
        false => report_words(&report, args.dry_run),
    };
    Ok(CommandOutput {
        text,
        partial: report.is_partial(),
    })
}

fn mapping(pairs: &[String]) -> Result<Mapping, CliError> {
    let mut out = BTreeMap::new();
    for pair in pairs {
        let (column, field) = pair.split_once('=').ok_or_else(|| CliError::Map(pair.clone()))?;
        out.insert(column.trim().to_owned(), field.trim().to_owned());
    }
    Ok(Mapping(out))
}

/// 总投资=estimated,special_bond,2025,万元: the field, its stage, and what else is said in any order.
fn money_field(text: &str) -> Result<MoneyField, CliError> {
    let wrong = || {
        let stages: Vec<&str> = MoneyStage::ALL.iter().map(|s| s.word()).collect();
        CliError::Unknown {
            what: "资金字段",
            value: text.to_owned(),
            known: format!("字段=阶段（{}），后面可加来源、年度、单位", stages.join("、")),
        }
    };
    let (field, said) = text.split_once('=').ok_or_else(wrong)?;
    let mut words = said.split([',', '，']).map(str::trim);
    let stage = words.next().and_then(MoneyStage::parse).ok_or_else(wrong)?;
    let mut out = MoneyField {
        field: field.trim().to_owned(),
        stage,
        source: None,
        year: None,
        unit: MoneyUnit::WanYuan,
        unit_stated: true,
        part: false,
    };
    for word in words {
        match (MoneyUnit::parse(word), MoneySource::parse(word), word.parse()) {
            (Some(unit), ..) => out.unit = unit,
            (_, Some(source), _) => out.source = Some(source),
            (_, _, Ok(year)) => out.year = Some(year),
            _ => return Err(wrong()),
        }
    }
    Ok(out)
}

/// The two columns of `--xy`.
fn columns(text: &str) -> Result<(String, String), CliError> {
    match text.split_once([',', '，']) {
        Some((x, y)) if !x.trim().is_empty() && !y.trim().is_empty() => {
            Ok((x.trim().to_owned(), y.trim().to_owned()))
        }
        _ => Err(CliError::Inner(format!(
            "--xy 要两列，用逗号隔开，如 --xy 经度,纬度；现在是“{text}”"
        ))),
    }
}

/// The system of that name among those the user made in the window.
fn user_crs(name: &str) -> Result<Option<Converter>, CliError> {
    if Crs::parse(name).is_ok() {
        return Ok(None);
    }
    let Some(systems) = systems_of_user() else {
        return Ok(None);
    };
    let own = systems.find(name).map(|own| systems.converter_of(own));
    own.transpose().map_err(|e| CliError::Inner(e.to_string()))
}

fn shift(text: &str) -> Result<DatumShift, CliError> {
    if text.trim() == "none" {
        return Ok(DatumShift::None);
    }
    let numbers: Option<Vec<f64>> = text
        .split([',', '，', ' '])
        .filter(|t| !t.is_empty())
        .map(|t| t.parse().ok())
        .collect();
    match numbers.as_deref() {
        Some([x, y, z]) => Ok(DatumShift::Helmert(Helmert::three(*x, *y, *z))),
        Some([x, y, z, rx, ry, rz, ppm]) => Ok(DatumShift::Helmert(Helmert::towgs84([
            *x, *y, *z, *rx, *ry, *rz, *ppm,
        ]))),
        _ => Err(CliError::Shift(text.to_owned())),
    }
}

fn report_json(report: &ImportReport) -> Value {
    json!({
        "name": report.name,
        "read": report.read,
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "left_out": report.left_out,
        "partial": report.is_partial(),
        "unmapped": report.unmapped,
        "mended": report.mended,
        "warnings": texts(&report.warnings),
        "crs": report.crs.iter().map(|(layer, crs)| (layer.clone(), json!(import::code(*crs)))).collect::<serde_json::Map<_, _>>(),
        "mapping": report.mapping.iter().map(|(layer, m)| (layer.clone(), json!(m))).collect::<serde_json::Map<_, _>>(),
        "money": report.money,
        "unresolved": report.unresolved,
        "brought_in": report.brought_in.iter().map(|(kind, n)| (kind.table().to_owned(), json!(n))).collect::<serde_json::Map<_, _>>(),
        "seq": report.seq,
    })
}

fn report_words(report: &ImportReport, trial: bool) -> String {
    let mut out = format!(
        "{}{}：读取 {} 条，新增 {}，更新 {}，未变 {}，略去 {}，未上图 {}，修复 {}\n",
        if trial {
            "（试运行，没有写入）"
        } else {
            ""
        },
        report.name,
        report.read,
        report.added,
        report.updated,
        report.unchanged,
        report.left_out,
        report.unmapped,
        report.mended
    );
    for (layer, crs) in &report.crs {
        out.push_str(&format!("  图层 {layer}：坐标系 {}\n", crs.name()));
    }
    for (layer, mapping) in &report.mapping {
        let pairs: Vec<String> = mapping
            .0
            .iter()
            .map(|(column, field)| format!("{column}={field}"))
            .collect();
        out.push_str(&format!("  图层 {layer}：对应关系 {}\n", pairs.join("  ")));
    }
    let mut said = texts(&report.warnings);
    if let Some(money) = &report.money {
        out.push_str(&money_words(money));
        said.extend(money.doubts.iter().map(MoneyDoubt::zh));
        if money.more_doubts > 0 {
            said.push(format!("资金还有 {} 处要核对", money.more_doubts));
        }
    }
    if !said.is_empty() {
        out.push_str("提醒：\n");
        for text in said {
            out.push_str(&format!("  {text}\n"));
        }
    }
    out
}

/// The sums of the money of a file.
fn money_words(money: &MoneySummary) -> String {
    let field = |field: &MoneyField| {
        let said = [
            Some(field.stage.zh().to_owned()),
            field.source.map(|source| source.zh().to_owned()),
            field.year.map(|year| format!("{year}年")),
            Some(field.unit.zh().to_owned()),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        format!("  {}={}", field.field, said.join(","))
    };
    let fields: Vec<String> = money.fields.iter().map(field).collect();
    let mut out = format!(
        "  资金：{} 行有金额，{} 笔{}\n",
        money.rows,
        money.lines,
        fields.join("")
    );
    for stage in MoneyStage::ALL
        .iter()
        .filter(|stage| money.of_stage(**stage).0 > 0)
    {
        let of_stage = || money.sums.iter().filter(|s| s.stage == *stage);
        let mut sources: BTreeMap<&str, Fen> = BTreeMap::new();
        let mut years: BTreeMap<Option<i64>, Fen> = BTreeMap::new();
        for sum in of_stage() {
            let source = sources.entry(sum.source.zh()).or_default();
            *source = source.plus(sum.amount);
            let year = years.entry(sum.year).or_default();
            *year = year.plus(sum.amount);
        }
        let listed = |items: Vec<(String, Fen)>| -> String {
            let item = |(name, amount): (String, Fen)| format!("{name} {}", amount.wan_yuan());
            items.into_iter().map(item).collect::<Vec<_>>().join("、")
        };
        let sources = sources
            .into_iter()
            .map(|(name, amount)| (name.to_owned(), amount))
            .collect();
        let year = |year: Option<i64>| year.map_or_else(|| "未分年".to_owned(), |y| format!("{y}年"));
        let years = years.into_iter().map(|(y, amount)| (year(y), amount)).collect();
        out.push_str(&format!(
            "    {} {} 万元：{}；{}\n",
            stage.zh(),
            money.of_stage(*stage).wan_yuan(),
            listed(sources),
            listed(years)
        ));
    }
    for total in money.totals.iter().filter(|total| total.agrees) {
        out.push_str(&format!(
            "    第 {} 行的合计与各行相加一致：{} {} 万元\n",
            total.row,
            total.field,
            total.total.wan_yuan()
        ));
    }
    out
}
