//! Rules about assessment: how often, who ranks where, what follows.

use std::sync::LazyLock;

use regex::Regex;

use crate::found::{At, FoundAssessment};
use crate::numbering::han_number;
use crate::outline::Outline;
use crate::text::{clauses, sentences, shortened};

static RANK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<end>前|后|末)(?P<n>[一二三四五六七八九十\d]{1,3})(?:名|位)")
        .expect("a pattern of our own")
});
static IN_A_ROW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"连续(?P<n>[两二三四五\d])(?:年|次|个?季度|个?月)").expect("a pattern of our own")
});

const CONSEQUENCES: &[(&str, &str)] = &[
    ("淘汰", "eliminated"),
    ("退出", "eliminated"),
    ("约谈", "summoned"),
    ("通报批评", "warned"),
    ("追责问责", "accountable"),
    ("问责", "accountable"),
    ("通报表扬", "commended"),
    ("表扬", "commended"),
    ("表彰", "commended"),
    ("加大奖补", "rewarded"),
    ("奖补", "rewarded"),
    ("给予奖励", "rewarded"),
    ("优先提拔", "rewarded"),
];

fn number(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| han_number(text))
}

fn recurrence(text: &str) -> Option<&'static str> {
    Some(
        if text.contains("每年") || text.contains("年度") || text.contains("年终") {
            "yearly"
        } else if text.contains("季度") {
            "quarterly"
        } else if text.contains("每月") || text.contains("月度") || text.contains("月调度") {
            "monthly"
        } else if text.contains("定期") || text.contains("不定期") {
            "periodic"
        } else if text.contains("结束后") || text.contains("验收") {
            "once"
        } else {
            return None;
        },
    )
}

/// Returns the rules about assessment.
pub fn assessment(outline: &Outline) -> Vec<FoundAssessment> {
    let mut out = Vec::new();
    for (at, node) in outline.nodes.iter().enumerate() {
        if outline.in_annex(at) {
            continue;
        }
        for line in &node.body {
            for (_, sentence) in sentences(&line.text) {
                let about = [
                    "考核",
                    "评估",
                    "考评",
                    "评价",
                    "督查",
                    "督导检查",
                    "综合验收",
                    "排名",
                ]
                .iter()
                .any(|w| sentence.contains(w));
                if !about {
                    continue;
                }
                let mut found_any = false;
                // What follows stands in its own clause; where on the list, in it or in the one before.
                let parts = clauses(sentence);
                for (i, (_, clause)) in parts.iter().enumerate() {
                    let Some((_, consequence)) = CONSEQUENCES.iter().find(|(word, _)| clause.contains(word))
                    else {
                        continue;
                    };
                    let before = if i > 0 { parts[i - 1].1 } else { "" };
                    let both = format!("{before}{clause}");
                    let where_ = [*clause, both.as_str()]
                        .into_iter()
                        .find(|t| {
                            RANK.is_match(t) || t.contains("靠后") || t.contains("靠前") || t.contains("前列")
                        })
                        .unwrap_or(clause);
                    let rank = RANK.captures(where_);
                    let rank_end = if rank.as_ref().is_some_and(|c| &c["end"] == "前")
                        || where_.contains("前列")
                        || where_.contains("靠前")
                    {
                        Some("top")
                    } else if rank.is_some() || where_.contains("靠后") || where_.contains("末位") {
                        Some("bottom")
                    } else {
                        None
                    };
                    found_any = true;
                    out.push(FoundAssessment {
                        title: shortened(clause.trim_matches(['，', '。', '；']), 60),
                        recurrence: recurrence(sentence),
                        rank_end,
                        rank_count: rank.as_ref().and_then(|c| number(&c["n"])),
                        times_in_row: IN_A_ROW.captures(clause).and_then(|c| number(&c["n"])),
                        consequence: Some(consequence),
                        at: At {
                            page: line.page,
                            paragraph: line.paragraph,
                            item: node.path.clone(),
                            sentence: sentence.to_owned(),
                            rule: "assessment.consequence",
                        },
                    });
                }
                let decides = [
                    "纳入",
                    "综合评价",
                    "综合验收",
                    "年度评估",
                    "年度考核",
                    "评估办法",
                    "评价制度",
                    "考核办法",
                    "评价指标体系",
                    "定期调度",
                    "督导考核",
                ]
                .iter()
                .any(|w| sentence.contains(w));
                if !found_any && decides {
                    out.push(FoundAssessment {
                        title: shortened(sentence.trim_matches(['，', '。', '；']), 60),
                        recurrence: recurrence(sentence),
                        rank_end: None,
                        rank_count: None,
                        times_in_row: None,
                        consequence: None,
                        at: At {
                            page: line.page,
                            paragraph: line.paragraph,
                            item: node.path.clone(),
                            sentence: sentence.to_owned(),
                            rule: "assessment.rule",
                        },
                    });
                }
            }
        }
    }
    out
}
