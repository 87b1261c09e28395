//! What has become of a baseline, as a table.

use std::path::Path;

use geodata::crs::Crs;
use geodata::formats::{Field, FieldKind, Value as Cell, WriteOptions};

use super::ExportError;
use super::columns::{ColumnValue, ExportColumn, columns};
use super::findings::findings_format;
use crate::schedule::{Variance, VarianceRow};

columns! {
    /// What is said of a thing against its baseline.
    VARIANCE of VarianceRow {
        "kind" "类别" Text, |v| ColumnValue::Word(v.kind.word(), v.kind.zh());
        "name" "名称" Text, |v| ColumnValue::text(&v.name);
        "state" "偏差" Text, |v| ColumnValue::text(v.state.zh());
        "days" "偏差天数" Integer, |v| v.days.map_or(ColumnValue::Null, |days| ColumnValue::Integer(i64::from(days)));
        "was_starts" "基线开始" Text, |v| ColumnValue::date(v.was_starts);
        "was_ends" "基线结束" Text, |v| ColumnValue::date(v.was_ends);
        "starts" "现在开始" Text, |v| ColumnValue::date(v.starts);
        "ends" "现在结束" Text, |v| ColumnValue::date(v.ends);
    }
}

/// Writes what has become of a baseline as a table, `.xlsx` or `.csv` by the ending of the path; how many rows.
///
/// # Errors
/// As [`super::write_findings`].
pub fn write_variance(path: &Path, variance: &Variance, overwrite: bool) -> Result<u64, ExportError> {
    let format = findings_format(path, overwrite)?;
    let fields = VARIANCE.iter().map(|column| Field {
        name: column.zh.to_owned(),
        kind: column.kind,
    });
    let options = WriteOptions {
        layer: format!("与{}比", variance.name),
        fields: fields.collect(),
        crs: Crs::Cgcs2000.into(),
    };
    let mut writer = geodata::formats::create(format, path, options)?;
    for row in &variance.rows {
        let cells = VARIANCE.iter().map(|column| (column.value)(row).to_cell(true).0);
        writer.write(None, &cells.collect::<Vec<Cell>>())?;
    }
    Ok(writer.finish()?.features)
}
