//! Words of ledgers for where money comes from.

use files::numbers::half_width;
use geodata::formats::Value;

use super::amounts::{MoneyCell, amount};
use super::unit::MoneyUnit;
use crate::model::{Fen, MoneySource};

/// Words with what they mean, the longer ones first; a short one stands for itself alone or before what money is called.
const WORDS: &[(&str, MoneySource)] = &[
    ("地方政府专项债", MoneySource::SpecialBond),
    ("政府专项债", MoneySource::SpecialBond),
    ("专项债", MoneySource::SpecialBond),
    ("政府一般债", MoneySource::GeneralBond),
    ("一般债", MoneySource::GeneralBond),
    ("土地出让", MoneySource::LandReturn),
    ("配套费", MoneySource::FeeReturn),
    ("银行贷款", MoneySource::Loan),
    ("政策性贷款", MoneySource::Loan),
    ("贷款", MoneySource::Loan),
    ("社会资本", MoneySource::Social),
    ("社会投资", MoneySource::Social),
    ("社会资金", MoneySource::Social),
    ("社会", MoneySource::Social),
    ("PPP", MoneySource::Social),
    ("企业自筹", MoneySource::Own),
    ("业主自筹", MoneySource::Own),
    ("单位自筹", MoneySource::Own),
    ("村集体自筹", MoneySource::Own),
    ("村级自筹", MoneySource::Own),
    ("自筹", MoneySource::Own),
    ("奖补", MoneySource::Award),
    ("奖励", MoneySource::Award),
    ("中央", MoneySource::Central),
    ("省本级", MoneySource::Province),
    ("省", MoneySource::Province),
    ("市本级", MoneySource::City),
    ("市", MoneySource::City),
    ("县本级", MoneySource::County),
    ("县区", MoneySource::County),
    ("县", MoneySource::County),
    ("区", MoneySource::County),
    ("乡镇", MoneySource::Town),
    ("镇街", MoneySource::Town),
    ("镇", MoneySource::Town),
    ("乡", MoneySource::Town),
];

/// What may stand behind the name of a source.
const BEHIND: &[&str] = &[
    "级",
    "财政",
    "预算内",
    "预算",
    "资金",
    "投资",
    "配套",
    "补助",
    "拨款",
    "奖补",
    "安排",
    "券",
    "本级",
    "自有",
    "专项",
    "收益",
    "收入",
    "返还",
    "转移支付",
    "投入",
    "部分",
    "基金",
    "衔接",
    "统筹",
];

/// Behind such words stands what is done with money, not where it comes from.
const STATES: &[&str] = &[
    "到位", "下达", "拨付", "支付", "支出", "完成", "计划", "已", "累计", "实际", "批复", "情况",
];

fn plain(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in text.chars().map(half_width) {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 && !c.is_whitespace() && !matches!(c, ':' | '、' | '"') => {
                out.extend(c.to_uppercase())
            }
            _ => {}
        }
    }
    out
}

/// The one source that a text names; `None` if it names none, or several.
pub(super) fn source(text: &str) -> Option<MoneySource> {
    let plain = plain(text);
    let found = plain
        .strip_prefix("其中")
        .unwrap_or(&plain)
        .trim_start_matches("申请")
        .trim_start_matches("争取");
    if let Some(source) = MoneySource::parse(text.trim()) {
        return Some(source);
    }
    let (word, source) = WORDS.iter().find(|(word, _)| found.starts_with(word))?;
    let mut rest = &found[word.len()..];
    while !rest.is_empty() {
        let behind = BEHIND.iter().chain(STATES).find(|w| rest.starts_with(**w))?;
        rest = &rest[behind.len()..];
    }
    Some(*source)
}

/// Where the money of a row comes from, as a text says it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SourceSplit {
    /// It says nothing that is understood.
    Unknown,
    /// All from one.
    One(MoneySource),
    /// So much from each: 申请专项债2000万元，县财政配套500万元
    Amounts(Vec<(MoneySource, Fen)>),
}

/// Reads a text about sources; amounts without a unit are in that of the column.
pub(super) fn sources(text: &str, unit: MoneyUnit) -> SourceSplit {
    if let Some(one) = source(text) {
        return SourceSplit::One(one);
    }
    let mut amounts = Vec::new();
    let parts = text.split(['，', ',', '；', ';', '、', '+', '＋', '\n', '。']);
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let Some(at) = part.find(|c: char| half_width(c).is_ascii_digit()) else {
            return SourceSplit::Unknown;
        };
        let (name, figure) = part.split_at(at);
        match (source(name), amount(&Value::Text(figure.to_owned()), unit)) {
            (Some(source), MoneyCell::Amount(fen, _)) => amounts.push((source, fen)),
            _ => return SourceSplit::Unknown,
        }
    }
    match amounts.len() {
        0 => SourceSplit::Unknown,
        _ => SourceSplit::Amounts(amounts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_known_by_the_words_of_ledgers() {
        let check = |text: &str, expected: Option<MoneySource>| assert_eq!(source(text), expected, "{text}");
        check("中央", Some(MoneySource::Central));
        check("中央预算内投资", Some(MoneySource::Central));
        check("省级财政", Some(MoneySource::Province));
        check("其中：市级", Some(MoneySource::City));
        check("县（市、区）", Some(MoneySource::County));
        check("县级配套资金", Some(MoneySource::County));
        check("镇", Some(MoneySource::Town));
        check("申请专项债券", Some(MoneySource::SpecialBond));
        check("社会资本（PPP）", Some(MoneySource::Social));
        check("企业自筹", Some(MoneySource::Own));
        check("special_bond", Some(MoneySource::SpecialBond));
        check("专项债券", Some(MoneySource::SpecialBond));
        check("市政道路", None);
        check("县城改造", None);
        check("省级以上", None);
        check("中央、省级", None);
        check("其他", None);
        check("", None);
    }

    #[test]
    fn amounts_are_read_beside_their_sources() {
        let wan = |n: i64| Fen(n * 1_000_000);
        let check = |text: &str, expected: SourceSplit| {
            assert_eq!(sources(text, MoneyUnit::WanYuan), expected, "{text}")
        };
        check("专项债", SourceSplit::One(MoneySource::SpecialBond));
        check(
            "申请专项债2000万元，县财政配套500万元",
            SourceSplit::Amounts(vec![
                (MoneySource::SpecialBond, wan(2000)),
                (MoneySource::County, wan(500)),
            ]),
        );
        check(
            "中央300+自筹0.02亿",
            SourceSplit::Amounts(vec![
                (MoneySource::Central, wan(300)),
                (MoneySource::Own, wan(200)),
            ]),
        );
        check("中央、省级、县级", SourceSplit::Unknown);
        check("待定", SourceSplit::Unknown);
    }
}
