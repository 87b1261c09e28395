//! Measures the table of targets: `bench_targets [TOWNS] [TARGETS] [MONTHS] [RUNS]`, 300, 60, 36 and 21 where nothing is said.
//!
//! Every town reports every target every month, and so does the whole for three of four; a fourth is to be reached by each
//! town; every target is broken down to every town. Prints one JSON object: milliseconds of the table and of the sheet of
//! one target, the middle and the slowest of the runs.

use std::time::Instant;

use planning::change::{Change, read_row};
use planning::model::{Kind, PartialDate, Record};
use planning::query::Snapshot;
use planning::rules::lights::LightLimits;
use planning::targets::{TargetRequest, target_sheet, target_table};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut sizes = [300, 60, 36, 21];
    for (size, given) in sizes.iter_mut().zip(std::env::args().skip(1)) {
        *size = given.parse()?;
    }
    let [towns, targets, months, runs] = sizes;
    let model = Change::model_of(rows(towns, targets, months)?)?;
    let snapshot = Snapshot::new(&model);
    let (limits, today) = (LightLimits::default(), PartialDate::Day(2026, 11, 30));
    let request = TargetRequest::default();
    let mut table = Vec::new();
    let mut sheet = Vec::new();
    for _ in 0..runs {
        let begin = Instant::now();
        let found = target_table(&snapshot, &request, limits, today);
        table.push(begin.elapsed().as_secs_f64() * 1e3);
        if found.rows.len() != targets || found.counts.unreported != 0 {
            return Err(format!("{:?}", found.counts).into());
        }
        let begin = Instant::now();
        let found = target_sheet(&snapshot, "i0", None, limits, today).ok_or("no target")?;
        sheet.push(begin.elapsed().as_secs_f64() * 1e3);
        if found.towns.len() != towns {
            return Err(format!("{} towns", found.towns.len()).into());
        }
    }
    let said = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        json!({"median_ms": times[times.len() / 2], "slowest_ms": times[times.len() - 1]})
    };
    println!(
        "{}",
        json!({"towns": towns, "targets": targets, "months": months, "observations": model.observations.iter().count(),
            "table": said(table), "sheet": said(sheet)})
    );
    Ok(())
}

fn rows(towns: usize, targets: usize, months: usize) -> Result<Vec<Record>, Failure> {
    let mut rows = Vec::new();
    let mut add = |kind: Kind, columns: Value| -> Result<(), Failure> {
        rows.push(read_row(kind, columns.as_object().cloned().unwrap_or_default())?);
        Ok(())
    };
    add(
        Kind::AtlasInfo,
        json!({"id": "atlas", "title": "测量", "practice": false}),
    )?;
    add(
        Kind::Region,
        json!({"id": "c", "name": "县", "level": "county", "precision": "none"}),
    )?;
    add(
        Kind::Plan,
        json!({"id": "plan", "ordinal": 1, "title": "方案", "short_title": "方案", "issuer": "县", "region": "c", "starts": "2024"}),
    )?;
    for town in 0..towns {
        add(
            Kind::Region,
            json!({"id": format!("t{town}"), "name": format!("镇{town}"), "level": "township", "parent": "c", "precision": "none"}),
        )?;
    }
    for target in 0..targets {
        let each = target % 4 == 3;
        add(
            Kind::Indicator,
            json!({"id": format!("i{target}"), "plan": "plan", "ordinal": target, "name": format!("指标{target}"), "operator": "≥",
                "value": 1000.0, "unit": "个", "deadline": "2027-12", "recurrence": if target % 5 == 4 { "yearly" } else { "once" },
                "baseline": 0.0, "baseline_on": "2023-12", "scope_class": if each { "each_town" } else { "whole" }}),
        )?;
        for town in 0..towns {
            add(
                Kind::IndicatorRegion,
                json!({"id": format!("s{target}-{town}"), "indicator": format!("i{target}"), "region": format!("t{town}"), "value": 3.0}),
            )?;
        }
        for month in 0..months {
            let on = format!("{}-{:02}", 2023 + month.div_ceil(12), (month + 11) % 12 + 1);
            let whole = if each { None } else { Some(Value::Null) };
            let regions = (0..towns).map(|town| json!(format!("t{town}"))).chain(whole);
            for (n, region) in regions.enumerate() {
                add(
                    Kind::Observation,
                    json!({"id": format!("o{target}-{month}-{n}"), "indicator": format!("i{target}"), "region": region, "on_date": on,
                        "value": (month * 20 + n % 7) as f64}),
                )?;
            }
        }
    }
    Ok(rows)
}
