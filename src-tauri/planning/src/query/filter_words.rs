//! A filter as it is said in words, for what is printed.

use super::Snapshot;
use super::filter::Filter;
use crate::model::{ControlKind, MoneySource, PartialDate, Precision, ProjectKind, ProjectStage};

/// Names of one condition that are written out; of more the rest is counted.
const NAMED: usize = 6;

impl Snapshot<'_> {
    /// A filter in Chinese words: 方案：汶上、成武；类型：道路交通；关键字：“污水”. `None` if nothing is set.
    #[must_use]
    pub fn filter_in_words(&self, filter: &Filter) -> Option<String> {
        let Filter {
            plans,
            towns,
            kinds,
            stages,
            units,
            years,
            sources,
            lacks,
            precisions,
            controls,
            lights,
            overdue,
            overdue_gates,
            percent_below,
            starts,
            ends,
            due,
            mapped,
            text,
            bbox,
            any,
        } = filter;
        let region = |id: &String| {
            self.model
                .regions
                .get(id)
                .map_or_else(|| id.clone(), |r| r.name.clone())
        };
        let zh = |words: &mut dyn Iterator<Item = &'static str>| words.map(str::to_owned).collect();
        let lists: [(&str, Vec<String>); 11] = [
            ("方案", plans.iter().map(|id| self.plan_title(id)).collect()),
            ("镇街", towns.iter().map(region).collect()),
            ("类型", zh(&mut kinds.iter().copied().map(ProjectKind::zh))),
            ("阶段", zh(&mut stages.iter().copied().map(ProjectStage::zh))),
            ("单位", units.iter().map(|id| self.unit_name(id)).collect()),
            ("年度", years.iter().map(|year| format!("{year}年")).collect()),
            ("资金来源", zh(&mut sources.iter().copied().map(MoneySource::zh))),
            ("缺项", zh(&mut lacks.iter().map(|lack| lack.zh()))),
            ("位置精度", zh(&mut precisions.iter().copied().map(Precision::zh))),
            ("灯", zh(&mut lights.iter().map(|light| light.zh()))),
            ("压占", zh(&mut controls.iter().copied().map(ControlKind::zh))),
        ];
        let mut parts: Vec<String> = (lists.iter().filter(|(_, names)| !names.is_empty()))
            .map(|(what, names)| format!("{what}：{}", listed(names)))
            .collect();
        if *overdue {
            parts.push("逾期".to_owned());
        }
        if *overdue_gates {
            parts.push("有逾期节点".to_owned());
        }
        for (what, span) in [("开工", starts), ("完工", ends), ("任务时限", due)] {
            let end = |date: Option<PartialDate>| date.map(PartialDate::zh).unwrap_or_default();
            if !span.is_open() {
                parts.push(format!("{what}：{}—{}", end(span.from), end(span.to)));
            }
        }
        if let Some(percent) = percent_below {
            parts.push(format!("进度低于 {percent}%"));
        }
        if let Some(mapped) = mapped {
            parts.push(if *mapped { "已上图" } else { "未上图" }.to_owned());
        }
        if !text.trim().is_empty() {
            parts.push(format!("关键字：“{}”", text.trim()));
        }
        let any = *any && parts.len() > 1;
        if let Some([west, south, east, north]) = bbox {
            parts.push(format!(
                "图上范围：东经 {west:.4}°—{east:.4}°，北纬 {south:.4}°—{north:.4}°"
            ));
        }
        let words = parts.join("；");
        (!parts.is_empty()).then(|| {
            if any {
                format!("{words}（满足任一）")
            } else {
                words
            }
        })
    }
}

fn listed(names: &[String]) -> String {
    let first = names.iter().take(NAMED).map(String::as_str);
    let text = first.collect::<Vec<_>>().join("、");
    if names.len() > NAMED {
        format!("{text} 等 {} 项", names.len())
    } else {
        text
    }
}
