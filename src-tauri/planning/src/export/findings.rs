//! The findings of a check as a table.

use std::path::Path;

use geo_types::{Geometry, Point};
use geodata::crs::Crs;
use geodata::formats::{Field, FieldKind, Format, Value as Cell, WriteOptions};

use super::ExportError;
use super::columns::{ColumnValue, ExportColumn, columns, rounded};
use crate::query::{CheckReport, ControlOverlap, Outside};

/// One line of the list of findings.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingRow {
    /// What sort of finding it is: 压占管控线, 疑似重复 …
    pub what: &'static str,
    /// Name of the project.
    pub project: String,
    /// What is said of it.
    pub detail: String,
    /// Area in a control area, 亩.
    pub area_mu: Option<f64>,
    /// Length in a control area, metres.
    pub length_m: Option<f64>,
    /// Share of the footprint that lies in it, percent.
    pub percent: Option<f64>,
    /// Where the control area came from.
    pub source: Option<String>,
    /// As of when.
    pub dated: Option<String>,
    /// Longitude, latitude.
    pub at: Option<[f64; 2]>,
}

columns! {
    /// What is said of a finding of the check.
    FINDINGS of FindingRow {
        "what" "类别" Text, |f| ColumnValue::text(f.what);
        "project" "项目" Text, |f| ColumnValue::text(&f.project);
        "detail" "说明" Text, |f| ColumnValue::text(&f.detail);
        "area_mu" "压占面积（亩）" Real, |f| rounded(f.area_mu, 1000.0);
        "length_m" "压占长度（米）" Real, |f| rounded(f.length_m, 10.0);
        "percent" "占比（%）" Real, |f| rounded(f.percent, 100.0);
        "source" "图层来源" Text, |f| ColumnValue::maybe(f.source.as_deref());
        "dated" "图层日期" Text, |f| ColumnValue::maybe(f.dated.as_deref());
    }
}

/// The findings of a check, one a line: overlaps, unsound shapes, duplicates, projects outside their county,
/// values that cannot be read.
pub fn findings(report: &CheckReport) -> Vec<FindingRow> {
    let plain = |what, project: &str, detail: String, at| FindingRow {
        what,
        project: project.to_owned(),
        detail,
        area_mu: None,
        length_m: None,
        percent: None,
        source: None,
        dated: None,
        at: Some(at),
    };
    let overlaps = report.overlaps.iter().map(|o| FindingRow {
        area_mu: (o.area_m2 > 0.0).then_some(o.area_mu),
        length_m: (o.length_m > 0.0).then_some(o.length_m),
        percent: Some(o.percent),
        source: o.source.clone(),
        dated: o.dated.map(|d| d.zh()),
        ..plain(
            if o.concern {
                "压占管控线"
            } else {
                "位于城镇开发边界内"
            },
            &o.project_name,
            control_text(o),
            o.at,
        )
    });
    let invalid = report
        .invalid
        .iter()
        .map(|i| plain("图形有问题", &i.name, i.code.clone(), i.at));
    let duplicates = report.duplicates.iter().map(|d| {
        let detail = format!("与“{}”相距 {:.0} 米", d.names[1], d.distance_m);
        plain("疑似重复", &d.names[0], detail, d.at)
    });
    let outside = report.outside.iter().map(|o| {
        let what = match o.distance_m {
            Some(_) => "离所属镇远",
            None => "不在所属镇、县内",
        };
        plain(what, &o.name, outside_text(o), o.at)
    });
    let dates = report.dates.iter().map(|d| FindingRow {
        at: None,
        ..plain("日期矛盾", &d.name, d.words.zh.clone(), [0.0; 2])
    });
    let unread = report.unread.iter().map(|u| FindingRow {
        at: None,
        ..plain(
            "读不懂的值",
            &u.name,
            format!("{}：“{}”，{}", u.column, u.value, u.reason),
            [0.0; 2],
        )
    });
    overlaps
        .chain(invalid)
        .chain(duplicates)
        .chain(outside)
        .chain(dates)
        .chain(unread)
        .collect()
}

/// What speaks against the place of a project: 属瓦窑岗镇，位置在汶上县.
pub fn outside_text(o: &Outside) -> String {
    let town = &o.county;
    match (o.distance_m, &o.lies_in) {
        (Some(metres), Some(other)) => {
            format!(
                "属{town}，位置离它的点位 {:.1} 公里，离{other}近得多",
                metres / 1000.0
            )
        }
        (Some(metres), None) => format!("属{town}，位置离它的点位 {:.1} 公里", metres / 1000.0),
        (None, lies_in) => format!("属{town}，位置在{}", lies_in.as_deref().unwrap_or("境外或海上")),
    }
}

/// What a project lies in: 永久基本农田“某片”.
pub fn control_text(overlap: &ControlOverlap) -> String {
    let name = overlap.control_name.as_ref();
    let name = name.map_or_else(String::new, |name| format!("“{name}”"));
    format!("{}{name}", overlap.kind.zh())
}

/// Writes findings as a table, `.xlsx` or `.csv` by the ending of the path; how many.
///
/// # Errors
/// [`ExportError::Exists`] unless `overwrite`, [`ExportError::TableFormat`] for another ending, [`ExportError::Write`].
pub fn write_findings(path: &Path, findings: &[FindingRow], overwrite: bool) -> Result<u64, ExportError> {
    let format = findings_format(path, overwrite)?;
    let options = WriteOptions {
        layer: "检查".to_owned(),
        fields: FINDINGS
            .iter()
            .map(|column| Field {
                name: column.zh.to_owned(),
                kind: column.kind,
            })
            .collect(),
        crs: Crs::Cgcs2000.into(),
    };
    let mut writer = geodata::formats::create(format, path, options)?;
    for finding in findings {
        let at: Option<Geometry<f64>> = finding.at.map(|[x, y]| Point::new(x, y).into());
        let cells = FINDINGS
            .iter()
            .map(|column| (column.value)(finding).to_cell(true).0);
        writer.write(at.as_ref(), &cells.collect::<Vec<Cell>>())?;
    }
    Ok(writer.finish()?.features)
}

/// Whether findings can be written there, before they are looked for.
///
/// # Errors
/// As [`write_findings`].
pub fn findings_format(path: &Path, overwrite: bool) -> Result<Format, ExportError> {
    if path.exists() && !overwrite {
        return Err(ExportError::Exists {
            path: path.to_owned(),
        });
    }
    let ending = path.extension().map(|e| e.to_string_lossy().into_owned());
    match ending.as_deref().and_then(Format::parse) {
        Some(format @ (Format::Csv | Format::Spreadsheet)) => Ok(format),
        _ => Err(ExportError::TableFormat {
            name: ending.unwrap_or_default(),
            known: "xlsx, csv",
        }),
    }
}
