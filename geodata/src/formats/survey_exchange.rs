//! The exchange text of land surveys (勘测定界坐标交换格式, TD/T 1008 and the reports of the natural resources offices):
//! `[属性描述]` with `key=value` lines, then `[地块坐标]` with a line of facts for each parcel, ending in `@`, and its corners
//! as number, ring, northing, easting. Only read.

use super::feature::{Feature, Field, FieldKind, FoundCrs, LayerHead, Value};
use super::ledger::{crs_stated, parcel_areas};
use super::reading::{ReadError, Sink, WarningKind};
use super::warning_limit::WarningLimit;
use geo_types::{Coord, Geometry, coord};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;
use words::said;

/// Names of the facts, in their order in a parcel's line, before which the number of its corners stands.
const FACTS: [&str; 7] = [
    "地块面积",
    "地块编号",
    "地块名称",
    "图形属性",
    "图幅号",
    "地块用途",
    "地类编码",
];
/// Largest file; a million corners take forty megabytes.
pub(super) const LARGEST: u64 = 512 << 20;

/// Returns whether a text begins as such a file does.
pub(super) fn is_exchange(head: &str) -> bool {
    let head = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
    head.starts_with("[属性描述]") || head.starts_with("[地块坐标]")
}

#[derive(Default)]
struct ExchangeParcel {
    line: u64,
    corners: Option<usize>,
    facts: Vec<String>,
    ring: String,
    rings: Vec<Vec<Coord<f64>>>,
}

/// Reads the parcels as areas of one layer, easting before northing.
pub(super) fn read(
    text: &str,
    layer: String,
    encoding: &'static str,
    path: &Path,
    sink: &mut dyn Sink,
) -> Result<(), ReadError> {
    let mut described: HashMap<&str, &str> = HashMap::new();
    let mut parcels: Vec<ExchangeParcel> = Vec::new();
    let mut limit = WarningLimit::default();
    let mut bad: Vec<u64> = Vec::new();
    for (line, number) in text.lines().zip(1_u64..) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
        if line.is_empty() || line.starts_with('[') {
            continue;
        }
        if let Some(facts) = line.strip_suffix('@') {
            let mut cells = facts.split([',', '，']).map(|c| c.trim().to_owned());
            let corners = cells.next().and_then(|n| n.parse().ok());
            parcels.push(ExchangeParcel {
                line: number,
                corners,
                facts: cells.collect(),
                ..ExchangeParcel::default()
            });
        } else if let Some((key, value)) = line.split_once('=').filter(|_| parcels.is_empty()) {
            described.insert(key.trim(), value.trim());
        } else if parcels.last_mut().is_none_or(|p| p.corner(line).is_none()) {
            bad.push(number);
        }
    }
    if parcels.is_empty() {
        let reason = said!(
            "survey_exchange.no_parcel",
            "坐标交换文件里没有地块（以 @ 结尾的行）",
            "the exchange file holds no parcel (a line that ends with @)"
        );
        return Err(ReadError::damaged(path, super::Format::Csv, reason));
    }
    let east = parcels.iter().flat_map(|p| p.rings.iter().flatten()).map(|c| c.x);
    let easting = east.fold(0.0, f64::max);
    let stated: Vec<String> = [("坐标系", ""), ("几度分带", "度带"), ("带号", "带")]
        .iter()
        .filter_map(|(key, unit)| Some(format!("{}{unit}", described.get(key)?)))
        .collect();
    let metres = (easting > 180.0).then_some(easting);
    let crs = crs_stated(stated.iter().map(String::as_str), metres).unwrap_or(FoundCrs::Unstated);
    let head = LayerHead {
        name: layer,
        crs,
        encoding: Some(encoding),
        fields: FACTS
            .iter()
            .map(|name| Field {
                name: (*name).to_owned(),
                kind: match *name {
                    "地块面积" => FieldKind::Real,
                    _ => FieldKind::Text,
                },
            })
            .collect(),
        places: None,
    };
    if sink.layer(head).is_break() {
        return Ok(());
    }
    for number in bad {
        limit.at_named(
            sink,
            WarningKind::BadCoordinate,
            "不是界址点的行",
            number,
            || {
                said!(
                    "survey_exchange.bad_line",
                    "这一行不是“点号,圈号,X,Y”，没有读取",
                    "this line is not “number,ring,X,Y” and was not read"
                )
            },
        );
    }
    for parcel in parcels {
        if parcel.hand_over(&mut limit, sink).is_break() {
            break;
        }
    }
    limit.finish(sink);
    Ok(())
}

impl ExchangeParcel {
    /// Takes a line of a corner; `None` if it is none.
    fn corner(&mut self, line: &str) -> Option<()> {
        let cells: Vec<&str> = line.split([',', '，']).map(str::trim).collect();
        let [_, ring, x, y, ..] = cells[..] else {
            return None;
        };
        let (north, east) = (x.parse::<f64>().ok()?, y.parse::<f64>().ok()?);
        let at = coord! { x: east, y: north };
        if self.rings.is_empty() || ring != self.ring {
            self.rings.push(Vec::new());
            self.ring = ring.to_owned();
        }
        let open = self.rings.last_mut()?;
        if !(open.len() > 2 && open.first() == Some(&at)) {
            open.push(at);
        }
        (north.is_finite() && east.is_finite()).then_some(())
    }

    fn hand_over(self, limit: &mut WarningLimit, sink: &mut dyn Sink) -> ControlFlow<()> {
        let geometry: Option<Geometry<f64>> = parcel_areas(&self.rings);
        let found: usize = self.rings.iter().map(|r| r.len() + 1).sum();
        if geometry.is_none() {
            limit.at_named(
                sink,
                WarningKind::GeometryLeftOut,
                "界址点围不成面",
                self.line,
                || {
                    said!(
                        "survey_exchange.no_area",
                        "界址点围不成面，没有上图",
                        "the boundary points enclose no area; the parcel is not on the map"
                    )
                },
            );
        } else if let Some(told) = self
            .corners
            .filter(|n| *n > found || n + self.rings.len() < found)
        {
            limit.at_named(
                sink,
                WarningKind::Truncated,
                "界址点数不符",
                self.line,
                || {
                    said!(
                        "survey_exchange.point_count",
                        "写明 {told} 个界址点，实有 {found} 个，请核对文件是否完整",
                        "{told} boundary points are stated, {found} are there; check that the file is whole"
                    )
                },
            );
        }
        let fact = |i: usize| self.facts.get(i).filter(|t| !t.is_empty());
        let values = (0..FACTS.len()).map(|i| match fact(i) {
            None => Value::Null,
            Some(t) if i == 0 => t.parse().map_or(Value::Null, Value::Real),
            Some(t) => Value::Text(t.clone()),
        });
        sink.feature(Feature {
            number: self.line,
            geometry,
            values: values.collect(),
        })
    }
}

/// Says that a file is too large to be one of these.
pub(super) fn too_large(path: &Path) -> ReadError {
    ReadError::TooMuch {
        path: path.to_owned(),
        reason: said!(
            "survey_exchange.too_large",
            "坐标交换文件超过 {} MB",
            "the exchange file has more than {} MB",
            LARGEST >> 20
        ),
    }
}
