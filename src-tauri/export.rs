//! Exports: GeoJSON (RFC 7946) of projects, towns and sites, and the tables of tasks, indicators and units as JSON.
//! The property schema is `zhentu/1`, described in docs/geojson.md. A file is written under another name and then
//! renamed; there is never half a file.

mod facts;
pub mod flat;
mod geometry;
pub mod projects;
pub mod system;

use std::io::Write;
use std::path::{Path, PathBuf};

use planning::model::*;
use planning::query::{Filter, Snapshot, measures_of};
use serde_json::{Map, Value, json};

use crate::wire::{ExportReport, LeftOut};

/// Things left out of an export that are named in a report; the rest are counted.
pub const NAMED: usize = 200;

/// Version of the property schema.
pub const SCHEMA: &str = "zhentu/1";

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "said by the names")]
pub enum Layer {
    Projects,
    Towns,
    Sites,
    ControlLines,
    Tasks,
    Indicators,
    Units,
}

/// What can go wrong with an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No such layer.
    #[error(
        "没有“{name}”这一类导出；可用：projects、towns、sites、control-lines、tasks、indicators、units、all"
    )]
    Layer {
        /// What was asked for.
        name: String,
    },
    /// The file is there already.
    #[error("{} 已存在", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The layer has no places.
    #[error("{name}没有位置，只能导出为 JSON")]
    NotAMap {
        /// The layer.
        name: &'static str,
    },
    /// The format cannot be written.
    #[error("不能导出为“{name}”；可用：geojson、geojsonl、gpkg、shp、kml、fgb、csv、xlsx、dxf")]
    Format {
        /// What was asked for.
        name: String,
    },
    /// The coordinate system cannot be used.
    #[error(transparent)]
    Crs(#[from] geodata::crs::CrsError),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] geodata::formats::WriteError),
    /// The GeoPackage cannot be written.
    #[error(transparent)]
    Store(#[from] planning::store::StoreError),
    /// A row cannot be read.
    #[error(transparent)]
    Read(#[from] NotRead),
    /// The disk says no.
    #[error("无法写入 {}：{reason}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
}

impl Layer {
    /// The layer of that name.
    ///
    /// # Errors
    /// [`ExportError::Layer`] when there is none.
    pub fn parse(name: &str) -> Result<Self, ExportError> {
        Ok(match name {
            "projects" => Self::Projects,
            "towns" => Self::Towns,
            "sites" => Self::Sites,
            "control-lines" => Self::ControlLines,
            "tasks" => Self::Tasks,
            "indicators" => Self::Indicators,
            "units" => Self::Units,
            _ => {
                return Err(ExportError::Layer {
                    name: name.to_owned(),
                });
            }
        })
    }

    /// Its Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Projects => "项目",
            Self::Towns => "镇街",
            Self::Sites => "点位",
            Self::ControlLines => "管控线",
            Self::Tasks => "任务",
            Self::Indicators => "指标",
            Self::Units => "单位",
        }
    }

    fn is_geojson(self) -> bool {
        matches!(
            self,
            Self::Projects | Self::Towns | Self::Sites | Self::ControlLines
        )
    }
}

/// What is exported and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which layer.
    pub layer: Layer,
    /// Which of it.
    pub filter: Filter,
    /// Only these ids, when not empty.
    pub ids: Vec<String>,
    /// Things without a location too, with `null` geometry.
    pub with_unmapped: bool,
    /// Chinese labels of the keys in a `labels` member.
    pub chinese_labels: bool,
}

/// An export ready to be written.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The text of the file.
    pub text: Vec<u8>,
    /// Features or rows in it.
    pub written: usize,
    /// Things left out for want of a location.
    pub left_out: Vec<LeftOut>,
    /// A file name that fits the scope.
    pub suggested_name: String,
}

/// One thing with its properties and where it is shown.
struct Item<'m> {
    id: &'m str,
    name: &'m str,
    shape: Option<std::borrow::Cow<'m, Shape>>,
    properties: Map<String, Value>,
}

/// Makes the text of an export.
///
/// # Errors
/// [`NotRead`] when a footprint stands in the file and that cannot be read.
pub fn prepare(index: &Snapshot<'_>, options: &Options) -> Result<Prepared, NotRead> {
    let info = index.model.atlas.iter().next();
    let practice = info.is_some_and(|a| a.practice);
    let keep = |id: &str| options.ids.is_empty() || options.ids.iter().any(|i| i == id);
    let suggested_name = suggested_name(options, practice);
    let table = |mut rows: Vec<Value>| {
        if practice {
            rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| {
                row.insert("practice".to_owned(), Value::Bool(true));
            });
        }
        let written = rows.len();
        Ok(Prepared {
            text: lines("[", rows, "]"),
            written,
            left_out: Vec::new(),
            suggested_name: suggested_name.clone(),
        })
    };
    let items = match options.layer {
        Layer::Tasks => return table(values(index.task_lines(&options.filter), |t| keep(&t.id))),
        Layer::Indicators => return table(values(index.indicator_lines(&options.filter), |t| keep(&t.id))),
        Layer::Units => return table(values(index.unit_lines(&options.filter), |t| keep(&t.id))),
        Layer::Projects => project_items(index, &options.filter)?,
        Layer::Towns => town_items(index, &options.filter),
        Layer::Sites => site_items(index, &options.filter),
        Layer::ControlLines => control_items(index),
    };
    let mut features = Vec::new();
    let mut left_out = Vec::new();
    for mut item in items.into_iter().filter(|i| keep(i.id)) {
        if item.shape.is_none() && !options.with_unmapped {
            left_out.push(LeftOut {
                id: item.id.to_owned(),
                name: item.name.to_owned(),
            });
            continue;
        }
        if practice {
            item.properties.insert("practice".to_owned(), Value::Bool(true));
        }
        let geometry = item.shape.map(|s| geodata::formats::geojson::to_geojson(&s.0, 7));
        features.push(
            json!({"type": "Feature", "id": item.id, "geometry": geometry, "properties": item.properties}),
        );
    }
    Ok(Prepared {
        written: features.len(),
        text: lines(&head(options, practice, &suggested_name), features, "]}"),
        left_out,
        suggested_name,
    })
}

/// A file name that fits what is exported.
fn suggested_name(options: &Options, practice: bool) -> String {
    format!(
        "{}{}{}.{}",
        if practice { "演练-" } else { "" },
        options.layer.label(),
        if options.filter.is_empty() && options.ids.is_empty() {
            ""
        } else {
            "-筛选"
        },
        if options.layer.is_geojson() {
            "geojson"
        } else {
            "json"
        }
    )
}

/// A collection up to its features.
fn head(options: &Options, practice: bool, suggested_name: &str) -> String {
    let mut head = Map::new();
    head.insert("type".to_owned(), "FeatureCollection".into());
    head.insert(
        "name".to_owned(),
        suggested_name.trim_end_matches(".geojson").into(),
    );
    head.insert("schema".to_owned(), SCHEMA.into());
    head.insert("crs_note".to_owned(), "CGCS2000/WGS84 经纬度，7 位小数".into());
    if practice {
        head.insert(
            "notice".to_owned(),
            "演练数据，纯属虚构 / practice data, invented".into(),
        );
    }
    if options.chinese_labels {
        head.insert("labels".to_owned(), Value::Object(labels()));
    }
    let head = Value::Object(head).to_string();
    // Only the last brace is opened again: members may be objects themselves.
    format!("{},\"features\":[", head.strip_suffix('}').unwrap_or(&head))
}

/// Writes an export; the report says what was written and what was left out.
///
/// # Errors
/// [`ExportError::Exists`] unless `overwrite`, or what the disk says; nothing is written then.
pub fn write(prepared: &Prepared, path: &Path, overwrite: bool) -> Result<(), ExportError> {
    if path.exists() && !overwrite {
        return Err(ExportError::Exists {
            path: path.to_owned(),
        });
    }
    let part = part_of(path);
    let done = std::fs::File::create(&part)
        .and_then(|mut file| file.write_all(&prepared.text).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&part, path));
    done.map_err(|e| {
        let _ = std::fs::remove_file(&part);
        io(path, &e)
    })
}

/// The name a file has until it is whole.
fn part_of(path: &Path) -> PathBuf {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn io(path: &Path, error: &std::io::Error) -> ExportError {
    ExportError::Io {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// The report of an export.
pub fn report(prepared: &Prepared, path: Option<&Path>) -> ExportReport {
    ExportReport {
        path: path.map(|p| p.display().to_string()),
        written: u32::try_from(prepared.written).unwrap_or(u32::MAX),
        left_out: prepared.left_out.iter().take(NAMED).cloned().collect(),
        left_out_count: u32::try_from(prepared.left_out.len()).unwrap_or(u32::MAX),
        crs: "CGCS2000 / WGS84".to_owned(),
        bytes: u64::try_from(prepared.text.len()).unwrap_or(u64::MAX),
        suggested_name: prepared.suggested_name.clone(),
        crs_id: "EPSG:4490".to_owned(),
        files: path.map(|p| p.display().to_string()).into_iter().collect(),
        losses: Vec::new(),
    }
}

fn values<T: serde::Serialize>(rows: Vec<T>, keep: impl Fn(&T) -> bool) -> Vec<Value> {
    rows.iter()
        .filter(|r| keep(r))
        .filter_map(|r| serde_json::to_value(r).ok())
        .collect()
}

/// One value a line, so that a difference between two exports can be read.
fn lines(open: &str, rows: Vec<Value>, close: &str) -> Vec<u8> {
    let mut out = String::from(open);
    for (i, row) in rows.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&row.to_string());
    }
    out.push('\n');
    out.push_str(close);
    out.push('\n');
    out.into_bytes()
}

fn wan_yuan(amount: Fen) -> Value {
    json!(amount.wan_yuan())
}

fn project_items<'m>(index: &Snapshot<'m>, filter: &Filter) -> Result<Vec<Item<'m>>, NotRead> {
    let mut items = Vec::new();
    for head in index.projects(filter) {
        let row = index.project_line(&head);
        let p = index.model.projects.full_at(head.slot)?;
        let own = p.geometry.as_ref();
        let shape = own.or_else(|| index.town_point(&head)).cloned();
        let mut properties = Map::new();
        let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
        put("name", json!(p.name));
        put("kind", json!(p.kind));
        put("stage", json!(p.stage));
        put("plan", json!(p.plan));
        put("plan_title", json!(row.plan_title));
        put("town", json!(row.town_name));
        put("town_code", json!(p.town));
        put("starts", json!(p.starts));
        put("ends", json!(p.ends));
        put("quantity", json!(p.quantity));
        put("quantity_unit", json!(p.quantity_unit));
        put("percent", json!(p.percent));
        put("lead_unit", json!(row.lead_unit));
        put(
            "tasks",
            Value::Array(
                index
                    .project_tasks(head.id)
                    .into_iter()
                    .map(|t| json!({"id": t.id, "number": t.number, "title": t.title}))
                    .collect(),
            ),
        );
        put(
            "units",
            Value::Array(
                index
                    .project_unit_roles(head.id)
                    .into_iter()
                    .map(|(name, role)| json!({"name": name, "role": role}))
                    .collect(),
            ),
        );
        let lines = index.budget_lines(OwnerKind::Project, p.id.as_str());
        put("money", Value::Array(lines.iter().map(|l| json!({"source": l.source, "stage": l.stage, "year": l.year, "wan_yuan": wan_yuan(l.amount)})).collect()));
        put("planned_wan_yuan", wan_yuan(row.planned));
        put("allocated_wan_yuan", wan_yuan(row.allocated));
        put("spent_wan_yuan", wan_yuan(row.spent));
        put("precision", json!(p.precision));
        put(
            "location",
            json!(if own.is_some() {
                "footprint"
            } else if shape.is_some() {
                "town_point"
            } else {
                "none"
            }),
        );
        put("alternative", json!(p.alternative));
        if let Some(m) = own.map(measures_of) {
            put("length_m", json!((m.length_m * 100.0).round() / 100.0));
            put("area_m2", json!((m.area_m2 * 100.0).round() / 100.0));
            put("area_mu", json!((m.area_m2 * 0.0015 * 1000.0).round() / 1000.0));
        }
        put("content", json!(p.content));
        put("source", json!(p.source));
        put("read_at", json!(p.read_at));
        items.push(Item {
            id: head.id,
            name: head.name,
            shape: shape.map(std::borrow::Cow::Owned),
            properties,
        });
    }
    Ok(items)
}

fn town_items<'m>(index: &Snapshot<'m>, filter: &Filter) -> Vec<Item<'m>> {
    let mut items = Vec::new();
    for r in index.towns(filter) {
        let row = index.town_line(r);
        let mut properties = Map::new();
        let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
        put("name", json!(r.name));
        put("code", json!(r.code));
        put("level", json!(r.level));
        put("county", json!(row.county));
        put("pinyin", json!(r.pinyin));
        put("category", json!(row.category));
        put("pilot_level", json!(row.level));
        put("plans", json!(row.plans));
        put("projects", json!(row.projects));
        put("unmapped_projects", json!(row.unmapped));
        put("planned_wan_yuan", wan_yuan(row.planned));
        put("spent_wan_yuan", wan_yuan(row.spent));
        put("precision", json!(r.precision));
        put("source", json!(r.source));
        put("confidence", json!(r.confidence));
        items.push(Item {
            id: r.id.as_str(),
            name: &r.name,
            shape: r.geometry.as_ref().map(std::borrow::Cow::Borrowed),
            properties,
        });
    }
    items
}

fn site_items<'m>(index: &Snapshot<'m>, filter: &Filter) -> Vec<Item<'m>> {
    let mut items = Vec::new();
    for s in index.sites(filter) {
        let mut properties = Map::new();
        let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
        put("name", json!(s.name));
        put("kind", json!(s.kind));
        put("plan", json!(s.plan));
        put("town_code", json!(s.town));
        put("precision", json!(s.precision));
        put("source", json!(s.source));
        put("confidence", json!(s.confidence));
        put("read_at", json!(s.read_at));
        items.push(Item {
            id: s.id.as_str(),
            name: &s.name,
            shape: s.geometry.as_ref().map(std::borrow::Cow::Borrowed),
            properties,
        });
    }
    items
}

fn control_items<'m>(index: &Snapshot<'m>) -> Vec<Item<'m>> {
    let lines = index.model.control_lines.sorted_by_key(|l| l.id.clone());
    let item = |l: &'m ControlLine| Item {
        id: l.id.as_str(),
        name: l.name.as_deref().unwrap_or(l.kind.zh()),
        shape: l.geometry.as_ref().map(std::borrow::Cow::Borrowed),
        properties: flat::control_properties(l),
    };
    lines.into_iter().map(item).collect()
}

/// Chinese labels of the keys and of the words.
fn labels() -> Map<String, Value> {
    let mut out = Map::new();
    for (key, label) in [
        ("name", "名称"),
        ("kind", "类型"),
        ("stage", "阶段"),
        ("plan", "方案编号"),
        ("plan_title", "方案"),
        ("town", "镇街"),
        ("town_code", "镇街代码"),
        ("starts", "开工"),
        ("ends", "竣工"),
        ("quantity", "建设规模"),
        ("quantity_unit", "规模单位"),
        ("percent", "进度%"),
        ("lead_unit", "牵头单位"),
        ("tasks", "对应任务"),
        ("units", "责任单位"),
        ("money", "资金"),
        ("planned_wan_yuan", "计划资金(万元)"),
        ("allocated_wan_yuan", "下达资金(万元)"),
        ("spent_wan_yuan", "支付资金(万元)"),
        ("precision", "位置精度"),
        ("location", "位置来源"),
        ("alternative", "备选"),
        ("length_m", "长度(米)"),
        ("area_m2", "面积(平方米)"),
        ("area_mu", "面积(亩)"),
        ("content", "建设内容"),
        ("source", "来源"),
        ("read_at", "出处"),
        ("code", "代码"),
        ("level", "级别"),
        ("county", "县市区"),
        ("pinyin", "拼音"),
        ("category", "试点类别"),
        ("pilot_level", "试点级别"),
        ("plans", "所属方案"),
        ("projects", "项目数"),
        ("unmapped_projects", "未上图项目数"),
        ("confidence", "可信度"),
        ("practice", "演练"),
        ("control_kind", "管控线类型"),
        ("dated", "数据日期"),
    ] {
        out.insert(key.to_owned(), label.into());
    }
    macro_rules! words {
        ($($key:literal: $t:ident),* $(,)?) => { $(
            out.insert(format!("{}=", $key), Value::Object($t::ALL.iter().map(|w| (w.word().to_owned(), w.zh().into())).collect()));
        )* };
    }
    words!("kind": ProjectKind, "stage": ProjectStage, "precision": Precision, "role": Role, "money.source": MoneySource,
        "money.stage": MoneyStage, "category": Category, "pilot_level": PilotLevel, "control_kind": ControlKind);
    out
}
