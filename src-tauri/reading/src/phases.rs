//! Phases of a plan: 第二阶段：集中整治（2024年3月—6月）.

use crate::dates::dates;
use crate::found::{At, FoundPhase};
use crate::numbering::NumberForm;
use crate::outline::{Node, Outline};

/// Returns the phases in order, with the node of each.
pub fn phases(outline: &Outline, year: Option<&str>) -> Vec<(usize, FoundPhase)> {
    let is_phase = |node: &Node| {
        node.form == NumberForm::Phase
            || (node.title.contains("阶段")
                && node.title.contains('（')
                && !dates(&node.title, year).is_empty())
    };
    let mut out = Vec::new();
    for (at, node) in outline.nodes.iter().enumerate() {
        if !is_phase(node) || outline.in_annex(at) {
            continue;
        }
        let mut name = node.title.clone();
        let mut span = dates(&node.title, year).into_iter().next();
        if let Some(open) = name.find('（')
            && span.is_some()
        {
            name.truncate(open);
        }
        // The dates may begin the text below a heading of its own line.
        if span.is_none()
            && let Some(line) = node.body.get(1)
        {
            span = dates(&line.text, year)
                .into_iter()
                .find(|d| d.from < 30 && d.starts.is_some());
        }
        let (starts, ends) = match span {
            Some(date) => (
                Some(date.starts.unwrap_or_else(|| date.date.clone())),
                Some(date.date),
            ),
            None => (None, None),
        };
        out.push((
            at,
            FoundPhase {
                number: if node.form == NumberForm::Phase {
                    node.number.clone()
                } else {
                    node.path.clone()
                },
                name: name.trim_end_matches(['。', '：']).to_owned(),
                starts,
                ends,
                at: At {
                    page: node.head.page,
                    paragraph: node.head.paragraph,
                    item: node.path.clone(),
                    sentence: node.title.clone(),
                    rule: "phase.heading",
                },
            },
        ));
    }
    out
}
