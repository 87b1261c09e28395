//! How a file is imported, and each of its layers: its coordinate system, which field means what, and what is chosen
//! for all rows.

use std::path::Path;
use words::said;

use geodata::crs::{Converter, Crs};
use geodata::formats::{FoundCrs, Warning, WarningKind};

use super::columns::{Columns, ImportColumn};
use super::lookup::Lookup;
use super::mapping::{Mapping, Target};
use super::money::{MoneyColumns, MoneyField};
use super::names::HomeCounty;
use super::percent::are_shares;
use super::placement;
use super::request::{ImportError, ImportRequest, LayerOptions};
use super::survey::{LayerSurvey, as_numbered, assumed_crs};
use crate::model::{Model, PartialDate, Record};

/// How a file is imported: its layers, and what its rows are looked up in.
pub struct ImportPlan {
    /// What its features become.
    pub(super) target: Target,
    /// Plans by name of the layer.
    pub(super) layers: Vec<(String, LayerPlan)>,
    pub(super) lookup: Lookup,
    /// Where what the file names is taken to belong.
    pub(super) home: HomeCounty,
    /// Rows that the file names and the atlas is to get.
    pub(super) additions: Vec<Record>,
    /// The day of the import.
    pub(super) today: Option<PartialDate>,
    /// Fields of the one layer, when only the beginning of the file was looked at; another field or layer after that
    /// could change the plan.
    pub(super) seen: Option<Vec<String>>,
}

/// How one layer is imported.
pub(super) struct LayerPlan {
    pub choices: LayerOptions,
    /// What makes one doubt that the layer lies where it is put, or means what it is taken for.
    pub doubts: Vec<Warning>,
    pub mapping: Mapping,
    /// Fields of money.
    pub money: Vec<MoneyField>,
    resolved: Vec<(&'static str, String)>,
}

impl LayerPlan {
    pub fn of(layer: &LayerSurvey, request: &ImportRequest, model: &Model) -> Result<Self, ImportError> {
        let name = &layer.head.name;
        let system = match request.system {
            Some(system) => system,
            None => Converter::new(crs_of(layer, request, model)?, request.shift)?,
        };
        let mapping = match &request.mapping {
            Some(mapping) => mapping.clone(),
            None => layer.guess_in(request.target, model),
        };
        let resolved = resolve(&mapping, layer, request.target)?;
        let file = file_name(&request.path);
        let money = match (&request.money, request.target) {
            (_, Target::Sites | Target::Towns | Target::ControlLines) => Vec::new(),
            (Some(fields), _) => known_fields(fields, layer)?,
            (None, _) => super::mapping::guess_money(layer, &file, &mapping),
        };
        let percent_of_one = holds_shares(&mapping, layer);
        let source = if *name == stem(&request.path) {
            file
        } else {
            format!("{file}（{name}）")
        };
        Ok(Self {
            doubts: placement::doubt(layer, &system, request.swapped, model)
                .or_else(|| numbering(layer, request))
                .into_iter()
                .chain(percent_of_one.then(|| shares(layer)))
                .collect(),
            choices: LayerOptions {
                target: request.target,
                system,
                swapped: request.swapped,
                plan: request.plan.clone(),
                precision: request.precision,
                control: request.control,
                dated: request.dated,
                percent_of_one,
                source: format!("导入：{source}"),
            },
            money,
            mapping,
            resolved,
        })
    }

    /// Where money stands among these fields.
    pub fn money_columns(&self, fields: &[String]) -> MoneyColumns {
        let columns = self.columns(fields);
        let at = |field: &MoneyField| fields.iter().position(|name| *name == field.field);
        let found = self
            .money
            .iter()
            .filter_map(|field| Some((at(field)?, field.clone())));
        MoneyColumns {
            fields: found.collect(),
            sources: columns.of(ImportColumn::MoneySource),
            year: columns.of(ImportColumn::MoneyYear),
            own: columns.of(ImportColumn::Money),
        }
    }

    pub fn columns(&self, fields: &[String]) -> Columns {
        let mut columns = Columns::default();
        for (column, field) in &self.resolved {
            if let Some(at) = fields.iter().position(|f| f == field) {
                columns.put(column, at);
            }
        }
        columns
    }
}

/// The coordinate system of a layer: as chosen, stated or plain by its numbers.
fn crs_of(layer: &LayerSurvey, request: &ImportRequest, model: &Model) -> Result<Crs, ImportError> {
    let known = request.crs.or_else(|| assumed_crs(layer));
    known.ok_or_else(|| ImportError::Crs {
        layer: layer.head.name.clone(),
        stated: match &layer.head.crs {
            FoundCrs::NotKnown(stated) => format!("文件写的是“{stated}”"),
            FoundCrs::Stated(crs) => {
                format!("文件写的是{}，坐标却像是以米为单位的平面坐标", crs.name())
            }
            _ => "文件没有说明".to_owned(),
        },
        likely: super::mapping::likely_in_words(layer, model),
    })
}

/// What is to be said of eastings that have the number of their zone where the file states none, or the other way round.
fn numbering(layer: &LayerSurvey, request: &ImportRequest) -> Option<Warning> {
    if request.crs.is_some() || request.system.is_some() {
        return None;
    }
    let stated = layer.head.crs.known()?;
    let read = as_numbered(stated, layer)?;
    let text = said!(
        "import.other_numbering",
        "“{}”写明的是{}，坐标的带号却与此不符，已按{}读取",
        "“{}” says {}, but its coordinates are numbered otherwise and were read as {}",
        layer.head.name,
        stated.name(),
        read.name()
    );
    Some(Warning::of_file(WarningKind::CrsUnknown, text))
}

/// Whether the field of progress holds shares of one.
fn holds_shares(mapping: &Mapping, layer: &LayerSurvey) -> bool {
    let field = mapping.0.get("percent");
    let at = field.and_then(|name| layer.fields.iter().position(|f| f.name == *name));
    at.zip(field).is_some_and(|(at, name)| {
        let values = layer.values.iter().filter_map(|row| row.get(at));
        are_shares(name, values)
    })
}

/// What is said of shares of one.
fn shares(layer: &LayerSurvey) -> Warning {
    let text = said!(
        "import.shares",
        "“{}”的进度都不大于 1，已按比例读取（0.6 为 60%）；如本来就是百分数，请改正后再导入",
        "progress in “{}” is nowhere above 1 and was read as shares (0.6 is 60 %); if it is per cent, correct the file and import it again",
        layer.head.name
    );
    Warning::of_file(WarningKind::NotSupported, text)
}

/// The columns and fields of a mapping.
///
/// # Errors
/// The target has no such column or the layer no such field.
fn resolve(
    mapping: &Mapping,
    layer: &LayerSurvey,
    target: Target,
) -> Result<Vec<(&'static str, String)>, ImportError> {
    let mut resolved = Vec::new();
    for (column, field) in &mapping.0 {
        let known = target.columns();
        let Some(column) = known.iter().copied().find(|c| c == column) else {
            return Err(ImportError::NoSuchColumn {
                target: target.label(),
                column: column.clone(),
                known: known.iter().copied().collect(),
            });
        };
        if !layer.fields.iter().any(|f| f.name == *field) {
            return Err(ImportError::NoSuchField {
                layer: layer.head.name.clone(),
                field: field.clone(),
                known: layer.fields.iter().map(|f| &f.name).collect(),
            });
        }
        resolved.push((column, field.clone()));
    }
    Ok(resolved)
}

/// The fields of money that a layer is to have.
///
/// # Errors
/// It has no such field.
fn known_fields(fields: &[MoneyField], layer: &LayerSurvey) -> Result<Vec<MoneyField>, ImportError> {
    let unknown = fields
        .iter()
        .find(|f| !layer.fields.iter().any(|known| known.name == f.field));
    if let Some(unknown) = unknown {
        return Err(ImportError::NoSuchField {
            layer: layer.head.name.clone(),
            field: unknown.field.clone(),
            known: layer.fields.iter().map(|f| &f.name).collect(),
        });
    }
    Ok(fields.to_vec())
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default()
}
