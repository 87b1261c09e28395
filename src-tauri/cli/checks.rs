//! `zhentu check`.

use std::path::Path;

use planning::atlas_file::AtlasFile;
use planning::export::{control_text, outside_text};
use planning::model::PartialDate;
use planning::query::{CheckReport, ControlOverlap, Filter, Outside, Snapshot};
use planning::store::JournalCheck;

use super::{CliError, look, to_json};
use crate::clock::today;

/// What deserves a second look, with the state of the journal.
#[derive(serde::Serialize)]
struct Checked {
    journal: JournalCheck,
    late: Late,
    #[serde(flatten)]
    report: CheckReport,
}

/// What is late on a day.
#[derive(serde::Serialize)]
struct Late {
    day: PartialDate,
    projects: u32,
    tasks: u32,
    subtasks: u32,
    gates: u32,
    unconfirmed_gates: u32,
    indicators: u32,
}

pub(super) fn check(path: &Path, json: bool) -> Result<String, CliError> {
    let file = look(path)?;
    let journal = file.check_journal()?;
    let report = Snapshot::new(file.model())
        .check(&Filter::default(), &|| true)?
        .unwrap_or_default();
    let late = late(&file, today());
    file.close()?;
    if json {
        to_json(&Checked {
            journal,
            late,
            report,
        })
    } else {
        Ok(in_words(&report) + &late_in_words(&late) + &journal_in_words(&journal))
    }
}

fn late(file: &AtlasFile, day: PartialDate) -> Late {
    file.set_today(day);
    let totals = file.ask(|snapshot| snapshot.totals(&Filter::default()));
    Late {
        day,
        projects: totals.overdue,
        tasks: totals.overdue_tasks,
        subtasks: totals.overdue_subtasks,
        gates: totals.overdue_gates,
        unconfirmed_gates: totals.unconfirmed_gates,
        indicators: totals.overdue_indicators,
    }
}

fn late_in_words(late: &Late) -> String {
    let unconfirmed = match late.unconfirmed_gates {
        0 => String::new(),
        n => format!("；另有 {n} 个节点已报或已被后面的节点超过，只待确认"),
    };
    format!(
        "到 {}逾期：项目 {} 个、任务 {} 项、子任务 {} 项、节点 {} 个、指标 {} 项{unconfirmed}\n",
        late.day.zh(),
        late.projects,
        late.tasks,
        late.subtasks,
        late.gates,
        late.indicators
    )
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
    let (far, elsewhere): (Vec<&Outside>, Vec<&Outside>) =
        report.outside.iter().partition(|o| o.distance_m.is_some());
    for (what, found) in [("不在所属镇、县内", elsewhere), ("离所属镇远", far)] {
        out.push_str(&format!("{what} {} 个\n", found.len()));
        for o in found {
            out.push_str(&format!("  {}：{}\n", o.name, outside_text(o)));
        }
    }
    out.push_str(&format!("日期矛盾 {} 处\n", report.dates.len()));
    for d in &report.dates {
        out.push_str(&format!("  {}：{}\n", d.name, d.words));
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
