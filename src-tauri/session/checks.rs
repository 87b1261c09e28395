//! The commands of the check list, and the control lines the map draws.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use geo_types::{Geometry, Point};
use geodata::crs::Crs;
use geodata::formats::{Field, FieldKind, Format, Value as Cell, WriteOptions};
use geodata::measure::Bounds;
use planning::query::{CheckReport, Filter, TownOutlines};

use super::{Session, small};
use crate::export::ExportError;
use crate::wire::*;

/// One line of the list of findings.
struct Line {
    what: &'static str,
    name: String,
    detail: String,
    area_mu: Option<f64>,
    length_m: Option<f64>,
    percent: Option<f64>,
    layer: Option<String>,
    dated: Option<String>,
    at: [f64; 2],
}

impl Session {
    /// What deserves a second look among the projects of a filter.
    pub fn check(&self, filter: Filter) -> Result<CheckReport, WireError> {
        let alone = || self.changes.load(Ordering::Relaxed) == 0;
        let report = self.ask(|index| index.check(&filter, &alone))?;
        let report = report.map_err(planning::change::ChangeError::from)?;
        report.ok_or_else(|| WireError::new("check.interrupted", "检查让位给一次修改，稍后再查"))
    }

    /// The control lines there are: how many of each kind, within a box or in all.
    pub fn control_lines(&self, within: Option<[f64; 4]>) -> Result<ControlsInView, WireError> {
        let guard = self.opened()?;
        let opened = guard.as_ref().ok_or_else(WireError::no_atlas)?;
        let controls = opened.file.controls();
        let within = within.map(|[west, south, east, north]| Bounds {
            west,
            south,
            east,
            north,
        });
        let counts = controls.counts(within);
        Ok(ControlsInView {
            version: controls.version(),
            counts: counts
                .into_iter()
                .map(|(kind, count)| ControlCount { kind, count })
                .collect(),
        })
    }

    /// The boundaries of towns that are known; nothing when they are those of the version `known`.
    pub fn town_outlines(&self, known: Option<String>) -> Result<Option<TownOutlines>, WireError> {
        self.ask(|index| index.town_outlines(known.as_deref()))
    }

    /// Writes the findings as a table: `.xlsx` or `.csv` by the ending of the path.
    pub fn export_check(
        &self,
        filter: Filter,
        path: String,
        overwrite: bool,
    ) -> Result<CheckExported, WireError> {
        let path = PathBuf::from(path.trim());
        if path.exists() && !overwrite {
            return Err(ExportError::Exists { path }.into());
        }
        let ending = path.extension().map(|e| e.to_string_lossy().into_owned());
        let format = match ending.as_deref().and_then(Format::parse) {
            Some(format @ (Format::Csv | Format::Spreadsheet)) => format,
            _ => {
                return Err(ExportError::Format {
                    name: ending.unwrap_or_default(),
                }
                .into());
            }
        };
        let report = self.check(filter)?;
        let rows = lines(&report);
        let options = WriteOptions {
            layer: "检查".to_owned(),
            fields: fields(),
            crs: Crs::Cgcs2000.into(),
        };
        let mut writer = geodata::formats::create(format, &path, options).map_err(ExportError::Write)?;
        for line in &rows {
            let at: Geometry<f64> = Point::new(line.at[0], line.at[1]).into();
            writer
                .write(Some(&at), &cells(line))
                .map_err(ExportError::Write)?;
        }
        writer.finish().map_err(ExportError::Write)?;
        Ok(CheckExported {
            path: path.display().to_string(),
            written: small(rows.len()),
        })
    }
}

fn fields() -> Vec<Field> {
    let field = |name: &str, kind| Field {
        name: name.to_owned(),
        kind,
    };
    vec![
        field("类别", FieldKind::Text),
        field("项目", FieldKind::Text),
        field("说明", FieldKind::Text),
        field("压占面积（亩）", FieldKind::Real),
        field("压占长度（米）", FieldKind::Real),
        field("占比（%）", FieldKind::Real),
        field("图层来源", FieldKind::Text),
        field("图层日期", FieldKind::Text),
    ]
}

fn cells(line: &Line) -> Vec<Cell> {
    let text = |t: &str| Cell::Text(t.to_owned());
    let real =
        |x: Option<f64>, digits: f64| x.map_or(Cell::Null, |x| Cell::Real((x * digits).round() / digits));
    let maybe = |t: &Option<String>| t.as_deref().map_or(Cell::Null, text);
    vec![
        text(line.what),
        text(&line.name),
        text(&line.detail),
        real(line.area_mu, 1000.0),
        real(line.length_m, 10.0),
        real(line.percent, 100.0),
        maybe(&line.layer),
        maybe(&line.dated),
    ]
}

fn lines(report: &CheckReport) -> Vec<Line> {
    let plain = |what, name: &str, detail: String, at| Line {
        what,
        name: name.to_owned(),
        detail,
        area_mu: None,
        length_m: None,
        percent: None,
        layer: None,
        dated: None,
        at,
    };
    let overlaps = report.overlaps.iter().map(|o| Line {
        area_mu: (o.area_m2 > 0.0).then_some(o.area_mu),
        length_m: (o.length_m > 0.0).then_some(o.length_m),
        percent: Some(o.percent),
        layer: o.source.clone(),
        dated: o.dated.map(|d| d.zh()),
        ..plain(
            if o.concern {
                "压占管控线"
            } else {
                "位于城镇开发边界内"
            },
            &o.project_name,
            format!(
                "{}{}",
                o.kind.zh(),
                o.control_name
                    .as_ref()
                    .map_or_else(String::new, |n| format!("“{n}”"))
            ),
            o.at,
        )
    });
    let invalid = report
        .invalid
        .iter()
        .map(|i| plain("图形有问题", &i.name, i.code.clone(), i.at));
    let duplicates = report.duplicates.iter().map(|d| {
        plain(
            "疑似重复",
            &d.names[0],
            format!("与“{}”相距 {:.0} 米", d.names[1], d.distance_m),
            d.at,
        )
    });
    let outside = report.outside.iter().map(|o| {
        plain(
            "不在所属镇、县内",
            &o.name,
            format!(
                "属{}，位置在{}",
                o.county,
                o.lies_in.as_deref().unwrap_or("境外或海上")
            ),
            o.at,
        )
    });
    overlaps.chain(invalid).chain(duplicates).chain(outside).collect()
}
