//! How one layer of a file is imported: its coordinate system, which field means what, and what is chosen for all rows.

use std::path::Path;

use geodata::crs::Converter;
use geodata::formats::Warning;

use super::columns::Columns;
use super::mapping::Mapping;
use super::placement;
use super::request::{Choices, ImportError, ImportRequest};
use super::survey::{LayerSurvey, assumed_crs};
use crate::model::Model;

/// How one layer is imported.
pub(super) struct LayerPlan {
    pub choices: Choices,
    /// What makes one doubt that the layer lies where it is put.
    pub doubt: Option<Warning>,
    pub mapping: Mapping,
    resolved: Vec<(&'static str, String)>,
}

impl LayerPlan {
    pub fn of(layer: &LayerSurvey, request: &ImportRequest, model: &Model) -> Result<Self, ImportError> {
        let name = &layer.head.name;
        let crs = request
            .system
            .map(|system| system.crs())
            .or(request.crs)
            .or_else(|| assumed_crs(layer))
            .ok_or_else(|| ImportError::Crs {
                layer: name.clone(),
                stated: match &layer.head.crs {
                    geodata::formats::FoundCrs::NotKnown(stated) => format!("文件写的是“{stated}”"),
                    geodata::formats::FoundCrs::Stated(crs) => {
                        format!("文件写的是{}，坐标却像是以米为单位的平面坐标", crs.name())
                    }
                    _ => "文件没有说明".to_owned(),
                },
                likely: super::mapping::likely_in_words(layer, model),
            })?;
        let mapping = match &request.mapping {
            Some(mapping) => mapping.clone(),
            None => layer.guess_in(request.target, model),
        };
        let mut resolved = Vec::new();
        for (column, field) in &mapping.0 {
            let known = request.target.columns();
            let Some(column) = known.iter().copied().find(|c| c == column) else {
                return Err(ImportError::NoSuchColumn {
                    target: request.target.label(),
                    column: column.clone(),
                    known: known.join("、"),
                });
            };
            if !layer.fields.iter().any(|f| f.name == *field) {
                return Err(ImportError::NoSuchField {
                    layer: name.clone(),
                    field: field.clone(),
                    known: layer
                        .fields
                        .iter()
                        .map(|f| f.name.as_str())
                        .collect::<Vec<_>>()
                        .join("、"),
                });
            }
            resolved.push((column, field.clone()));
        }
        let file = file_name(&request.path);
        let source = if *name == stem(&request.path) {
            file
        } else {
            format!("{file}（{name}）")
        };
        let system = match request.system {
            Some(system) => system,
            None => Converter::new(crs, request.shift)?,
        };
        Ok(Self {
            doubt: placement::doubt(layer, &system, request.swapped, model),
            choices: Choices {
                target: request.target,
                system,
                swapped: request.swapped,
                plan: request.plan.clone(),
                precision: request.precision,
                control: request.control,
                dated: request.dated,
                source: format!("导入：{source}"),
            },
            mapping,
            resolved,
        })
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
