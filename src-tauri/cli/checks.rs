//! `zhentu check`.

use std::path::Path;

use planning::export::control_text;
use planning::query::{CheckReport, ControlOverlap, Filter, Snapshot};
use planning::store::JournalCheck;

use super::{CliError, look, to_json};

/// What deserves a second look, with the state of the journal.
#[derive(serde::Serialize)]
struct Checked {
    journal: JournalCheck,
    #[serde(flatten)]
    report: CheckReport,
}

pub(super) fn check(path: &Path, json: bool) -> Result<String, CliError> {
    let file = look(path)?;
    let journal = file.check_journal()?;
    let report = Snapshot::new(file.model())
        .check(&Filter::default(), &|| true)?
        .unwrap_or_default();
    file.close()?;
    if json {
        to_json(&Checked { journal, report })
    } else {
        Ok(in_words(&report) + &journal_in_words(&journal))
    }
}

/// One line for a whole journal, one more for each fault.
pub(super) fn journal_in_words(journal: &JournalCheck) -> String {
    let steps = journal.entries;
    if !journal.chained {
        return format!("历史记录 {steps} 步，旧格式，还没有校验值（首次修改时补上）\n");
    }
    let later = match journal.hashed_later {
        0 => String::new(),
        seq => format!("（前 {seq} 步的校验值是升级时补的）"),
    };
    if journal.faults.is_empty() {
        return format!("历史记录 {steps} 步，校验完好{later}\n");
    }
    let mut out = format!("历史记录 {steps} 步，有 {} 处不符{later}\n", journal.faults.len());
    for fault in &journal.faults {
        out.push_str(&format!("  {fault}\n"));
    }
    out
}

fn in_words(report: &CheckReport) -> String {
    let (concerns, within): (Vec<&ControlOverlap>, Vec<&ControlOverlap>) =
        report.overlaps.iter().partition(|o| o.concern);
    let mut out = format!(
        "检查了 {} 个有范围的项目、{} 条管控线\n压占管控线 {} 处\n",
        report.checked,
        report.control_lines,
        concerns.len()
    );
    concerns.into_iter().for_each(|o| out.push_str(&overlap(o)));
    out.push_str(&format!("位于城镇开发边界内 {} 处\n", within.len()));
    within.into_iter().for_each(|o| out.push_str(&overlap(o)));
    out.push_str(&format!("图形有问题 {} 处\n", report.invalid.len()));
    for i in &report.invalid {
        out.push_str(&format!(
            "  {}：{}（{:.6}, {:.6}）\n",
            i.name, i.code, i.at[0], i.at[1]
        ));
    }
    out.push_str(&format!("疑似重复 {} 对\n", report.duplicates.len()));
    for d in &report.duplicates {
        out.push_str(&format!(
            "  {} ↔ {}：相距 {:.0} 米\n",
            d.names[0], d.names[1], d.distance_m
        ));
    }
    out.push_str(&format!("不在所属镇、县内 {} 个\n", report.outside.len()));
    for o in &report.outside {
        out.push_str(&format!(
            "  {}：属{}，位置在{}\n",
            o.name,
            o.county,
            o.lies_in.as_deref().unwrap_or("境外或海上")
        ));
    }
    if !report.unread.is_empty() {
        out.push_str(&format!(
            "读不懂的值 {} 处（原样保留，修改后才会替换）\n",
            report.unread.len()
        ));
    }
    for u in &report.unread {
        out.push_str(&format!(
            "  {}“{}”{}：“{}”，{}\n",
            u.table, u.id, u.column, u.value, u.reason
        ));
    }
    out
}

fn overlap(o: &ControlOverlap) -> String {
    let how_much = if o.area_m2 > 0.0 {
        format!("{:.3} 亩", o.area_mu)
    } else if o.length_m > 0.0 {
        format!("{:.1} 米", o.length_m)
    } else {
        "点".to_owned()
    };
    let layer: Vec<String> = [o.source.clone(), o.dated.map(|d| d.zh())]
        .into_iter()
        .flatten()
        .collect();
    format!(
        "  {}：{} {how_much}，占 {:.2}%（{:.6}, {:.6}）{}\n",
        o.project_name,
        control_text(o),
        o.percent,
        o.at[0],
        o.at[1],
        if layer.is_empty() {
            String::new()
        } else {
            format!("  图层：{}", layer.join("，"))
        }
    )
}
