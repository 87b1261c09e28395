//! Rules about money: budgets, returns, awards, bonds, loans, private money.

use crate::found::{At, FoundFunding};
use crate::outline::Outline;
use crate::quantities::{fen, quantities};
use crate::text::{sentences, shortened};

/// Words, and the source they speak of.
const SOURCES: &[(&[&str], &str)] = &[
    (&["专项债"], "special_bond"),
    (&["一般债券"], "general_bond"),
    (
        &["土地出让", "土地收益", "拍卖土地", "出让净收益", "出让金"],
        "land_return",
    ),
    (&["配套费"], "fee_return"),
    (
        &[
            "以奖代补",
            "奖补资金",
            "奖励资金",
            "奖补",
            "给予奖励",
            "的奖励",
            "资金奖励",
        ],
        "award",
    ),
    (&["社会资本", "社会资金", "民间资本", "工商资本"], "social"),
    (
        &["信贷", "贷款", "金融机构", "银行", "再贷款", "融资担保"],
        "loan",
    ),
    (
        &[
            "年度预算",
            "财政预算",
            "本级预算",
            "财政安排",
            "财政投入",
            "财政资金",
            "专项资金",
            "财政每年",
        ],
        "budget",
    ),
];

/// Returns the rules about money, one a clause group that speaks of a source.
pub fn funding(outline: &Outline) -> Vec<FoundFunding> {
    let mut out: Vec<FoundFunding> = Vec::new();
    for (at, node) in outline.nodes.iter().enumerate() {
        if outline.in_annex(at) {
            continue;
        }
        for line in &node.body {
            for (_, sentence) in sentences(&line.text) {
                for part in sentence.split('；') {
                    let mut seen: Vec<&str> = Vec::new();
                    for (words, source) in SOURCES {
                        let Some(word) = words.iter().find(|w| part.contains(**w)) else {
                            continue;
                        };
                        // A unit named after a bank is no rule.
                        if *source == "loan"
                            && (word == &"银行" || word == &"金融机构")
                            && !["支持", "投放", "信贷", "贷款", "融资", "产品"]
                                .iter()
                                .any(|w| part.contains(w))
                        {
                            continue;
                        }
                        let acts = [
                            "用于", "返还", "纳入", "列入", "安排", "争取", "支持", "鼓励", "引导", "给予",
                            "投放", "撬动", "加大", "补助", "奖励", "吸引", "参与", "投入", "吸纳", "统筹",
                            "拓宽", "留",
                        ];
                        if !acts.iter().any(|a| part.contains(a)) || seen.contains(source) {
                            continue;
                        }
                        seen.push(source);
                        let source = match *source {
                            "budget" => {
                                if part.contains("镇级") || part.contains("乡镇财政") {
                                    "town"
                                } else {
                                    "county"
                                }
                            }
                            other => other,
                        };
                        let share = if ["全额返还", "全部返还", "全部用于", "全额留", "100%返还", "100%留"]
                            .iter()
                            .any(|w| part.contains(w))
                            && matches!(source, "land_return" | "fee_return")
                        {
                            Some(1.0)
                        } else {
                            quantities(part)
                                .iter()
                                .find(|q| {
                                    q.unit == "%"
                                        && ["返还", "留成", "比例", "补助", "奖补"]
                                            .iter()
                                            .any(|w| part[q.to..].contains(w) || part[..q.from].contains(w))
                                })
                                .map(|q| q.value / 100.0)
                        };
                        let all = quantities(part);
                        let money: Vec<_> = all.iter().filter(|q| fen(q).is_some()).collect();
                        let per = ["每亩", "每个", "每户", "每处", "每年", "每镇", "每村"]
                            .iter()
                            .find(|w| part.contains(**w))
                            .map(|w| w.trim_start_matches('每').to_owned());
                        let threshold = money
                            .iter()
                            .find(|q| {
                                ["超过", "达到", "不低于"]
                                    .iter()
                                    .any(|w| part[..q.from].ends_with(w))
                                    || part[q.to..].starts_with("以上")
                            })
                            .and_then(|q| fen(q));
                        let amount = money
                            .iter()
                            .find(|q| {
                                Some(fen(q)) != Some(threshold)
                                    && ["给予", "奖励", "补助", "安排", "补贴", "奖补"]
                                        .iter()
                                        .any(|w| part.contains(w))
                            })
                            .and_then(|q| fen(q));
                        let basis = part.find("依据：").map(|p| {
                            part[p + "依据：".len()..]
                                .split('）')
                                .next()
                                .unwrap_or_default()
                                .to_owned()
                        });
                        out.push(FoundFunding {
                            title: shortened(part.trim_matches(['，', '。', '；', ' ']), 60),
                            source: Some(source),
                            share,
                            amount,
                            per: amount.and(per),
                            threshold,
                            basis,
                            at: At {
                                page: line.page,
                                paragraph: line.paragraph,
                                item: node.path.clone(),
                                sentence: sentence.to_owned(),
                                rule: "funding.source",
                            },
                        });
                    }
                }
            }
        }
    }
    out
}
