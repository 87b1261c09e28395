//! Which fields of a ledger hold money, and whose: stage, source, year and unit by their headings.

use files::numbers::half_width;
use geodata::formats::{Field, Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::amounts::{MoneyCell, amount};
use super::sources::source;
use super::unit::MoneyUnit;
use crate::model::{MoneySource, MoneyStage};

/// A field that holds money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MoneyField {
    /// Name of the field.
    pub field: String,
    /// How far its money has come.
    pub stage: MoneyStage,
    /// Where it comes from; `None` if it is of all sources together.
    pub source: Option<MoneySource>,
    /// Its year; `None` if it is of all years together.
    pub year: Option<i64>,
    /// Unit of its amounts.
    pub unit: MoneyUnit,
    /// Whether the unit is said by the heading, a caption or another field, not only guessed by the size of the amounts.
    pub unit_stated: bool,
    /// Whether it is a part of a total without a name that is understood (其他, 上级资金).
    pub part: bool,
}

/// Median amount above which amounts without unit are taken for 元: no town project costs 20 亿元.
const YUAN_FROM: f64 = 200_000.0;
/// Least share of the cells that have to be amounts.
const LEAST_AMOUNTS: f64 = 0.5;

/// A heading taken apart.
struct MoneyHeading {
    stage: Option<MoneyStage>,
    source: Option<MoneySource>,
    year: Option<Year>,
    unit: Option<MoneyUnit>,
    part: bool,
    /// How surely a field without source and year is the total of its stage; 0 if it is no total.
    total: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum Year {
    Of(i64),
    /// 本年, 当年, 年度: that of the ledger.
    Ledger,
}

/// The fields of money among the fields of a layer. `around` are texts that say more: the captions above the table, the
/// name of the sheet and of the file.
#[must_use]
pub fn guess(fields: &[Field], sample: &[Vec<Value>], around: &[String]) -> Vec<MoneyField> {
    let ledger_year = around.iter().find_map(|text| years(text).first().copied());
    let caption_unit = around.iter().find_map(|text| unit_in(text, true));
    let is_total = |h: MoneyHeading| h.stage.is_some() && h.total > 0;
    let has_total = fields.iter().any(|f| heading(&f.name).is_some_and(is_total));
    let mut found: Vec<(MoneyField, u32)> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        let Some(heading) = heading(&field.name) else {
            continue;
        };
        // 中央, 省, 其中：2025年 … alone are money beside a total.
        let stage = match heading.stage {
            Some(stage) => stage,
            None if has_total => MoneyStage::Estimated,
            None => continue,
        };
        let year = match heading.year {
            None => None,
            Some(Year::Of(year)) => Some(year),
            Some(Year::Ledger) => match ledger_year {
                Some(year) => Some(year),
                None => continue,
            },
        };
        let values = || sample.iter().filter_map(move |row| row.get(at));
        if !are_amounts(values()) {
            continue;
        }
        let stated = heading.unit.or(caption_unit);
        let plain = MoneyField {
            field: field.name.clone(),
            stage,
            source: heading.source,
            year,
            unit: stated.unwrap_or_else(|| unit_by_size(values())),
            unit_stated: stated.is_some() || cells_say_units(values()),
            part: heading.part,
        };
        found.push((plain, heading.total));
    }
    one_unit(&mut found);
    one_total(found)
}

/// Fields without a unit have that of the others, where these agree.
fn one_unit(found: &mut [(MoneyField, u32)]) {
    let stated: Vec<MoneyUnit> = found
        .iter()
        .filter(|(f, _)| f.unit_stated)
        .map(|(f, _)| f.unit)
        .collect();
    let Some(unit) = stated
        .first()
        .copied()
        .filter(|unit| stated.iter().all(|u| u == unit))
    else {
        return;
    };
    for (field, _) in found.iter_mut().filter(|(f, _)| !f.unit_stated) {
        field.unit = unit;
        field.unit_stated = true;
    }
}

/// Leaves one total of each stage and year, the surest: 总投资 before 投资估算, 支付 before 完成投资, of which each would be
/// counted once more.
fn one_total(found: Vec<(MoneyField, u32)>) -> Vec<MoneyField> {
    let is_total = |field: &MoneyField| field.source.is_none() && !field.part;
    let best = |field: &MoneyField| {
        let same = found
            .iter()
            .filter(|(f, _)| is_total(f) && f.stage == field.stage && f.year == field.year);
        // The first of the surest ones.
        same.rev()
            .max_by_key(|(_, sure)| *sure)
            .map(|(f, _)| f.field.clone())
    };
    let kept = found
        .iter()
        .filter(|(field, _)| !is_total(field) || best(field).as_deref() == Some(&field.field));
    kept.map(|(field, _)| field.clone()).collect()
}

fn are_amounts<'v>(values: impl Iterator<Item = &'v Value>) -> bool {
    let (mut amounts, mut all) = (0, 0);
    for value in values {
        match amount(value, MoneyUnit::WanYuan) {
            MoneyCell::Nothing => {}
            MoneyCell::Amount(..) => {
                amounts += 1;
                all += 1;
            }
            MoneyCell::Unreadable => all += 1,
        }
    }
    all == 0 || f64::from(amounts) >= f64::from(all) * LEAST_AMOUNTS
}

fn cells_say_units<'v>(values: impl Iterator<Item = &'v Value>) -> bool {
    let mut texts = values.filter_map(|value| match value {
        Value::Text(text) if !matches!(amount(value, MoneyUnit::WanYuan), MoneyCell::Nothing) => {
            Some(text.trim_end())
        }
        Value::Integer(_) | Value::Real(_) => Some(""),
        _ => None,
    });
    texts
        .next()
        .is_some_and(|first| first.ends_with(['元', '万', '亿']))
        && texts.all(|t| t.ends_with(['元', '万', '亿']))
}

fn unit_by_size<'v>(values: impl Iterator<Item = &'v Value>) -> MoneyUnit {
    let mut amounts: Vec<i64> = values
        .filter_map(|value| match amount(value, MoneyUnit::WanYuan) {
            MoneyCell::Amount(fen, _) => Some(fen.0),
            _ => None,
        })
        .collect();
    amounts.sort_unstable();
    match amounts.get(amounts.len() / 2) {
        Some(median) if *median as f64 >= YUAN_FROM * 1e6 => MoneyUnit::Yuan,
        _ => MoneyUnit::WanYuan,
    }
}

fn narrow(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// The unit a text names; in a caption only behind 单位.
fn unit_in(text: &str, caption: bool) -> Option<MoneyUnit> {
    let plain = narrow(text);
    let told = match (caption, plain.find("单位")) {
        (false, _) => plain.as_str(),
        (true, Some(at)) => &plain[at..],
        (true, None) => return None,
    };
    let bracketed =
        || told.contains("(元") || told.contains(":元") || told.contains("元)") || told.ends_with("/元");
    if told.contains("亿元") || told.contains("(亿") {
        Some(MoneyUnit::YiYuan)
    } else if told.contains("万元")
        || told.contains("(万")
        || told.contains("wan_yuan")
        || told.contains("wanyuan")
    {
        Some(MoneyUnit::WanYuan)
    } else if bracketed() {
        Some(MoneyUnit::Yuan)
    } else {
        None
    }
}

/// Years that a text names, each once; none of a span such as 2024-2026.
fn years(text: &str) -> Vec<i64> {
    let plain = narrow(text);
    let bytes = plain.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at + 4 <= bytes.len() {
        let digits = bytes[at..at + 4].iter().all(u8::is_ascii_digit);
        let alone = (at == 0 || !bytes[at - 1].is_ascii_digit())
            && bytes.get(at + 4).is_none_or(|b| !b.is_ascii_digit());
        match plain.get(at..at + 4).and_then(|y| y.parse().ok()) {
            Some(year) if digits && alone && (1990..=2100).contains(&year) => {
                if !out.contains(&year) {
                    out.push(year);
                }
                at += 4;
            }
            _ => at += 1,
        }
    }
    out
}

/// What a heading says of money; `None` if it says nothing of it.
fn heading(name: &str) -> Option<MoneyHeading> {
    let whole = narrow(name);
    let (group, leaf) = match whole.rsplit_once('/') {
        Some((group, leaf)) => (group, leaf),
        None => ("", whole.as_str()),
    };
    let has = |words: &[&str]| words.iter().any(|w| whole.contains(w));
    let is_other = NO_MONEY.iter().any(|word| whole.contains(word));
    if is_other || ["年度", "年份"].iter().any(|word| whole.ends_with(word)) {
        return None;
    }
    let unit = unit_in(leaf, false).or_else(|| unit_in(group, false));
    let bare = without_brackets(leaf);
    let stage = stage(&whole);
    let origin = source(&bare).or_else(|| source_before_state(&bare));
    let sum = ["合计", "小计", "总计", "总额", "计"].contains(&bare.as_str());
    let group_year = year(&without_brackets(group));
    let year = year(&bare).or(group_year);
    let origin = if sum {
        source(&without_brackets(group))
    } else {
        origin
    };
    // 1-9月: part of a year, unless all that was before is in it.
    let month = bare.contains('月') || group.contains('月');
    let all_before = has(&["累计", "截至", "截止", "底前", "以前", "至今"]);
    if month && !all_before {
        return None;
    }
    let year = year.filter(|_| !all_before);
    let among = bare.starts_with("其中") || GROUPS.iter().any(|word| group.contains(word));
    if stage.is_none() && origin.is_none() {
        let of_year = year.is_some() && among;
        return (of_year || (among && !sum)).then_some(MoneyHeading {
            stage: None,
            source: None,
            year,
            unit,
            part: !of_year,
            total: u32::from(of_year),
        });
    }
    let names_total = TOTALS.iter().any(|(word, _)| bare.contains(word));
    // Beside parts with a name one without: 资金来源/国债. 总投资/建安费 is no part of this kind.
    let unnamed = !group.is_empty() && !sum && origin.is_none() && year.is_none() && !names_total;
    if unnamed && !among {
        return None;
    }
    let part = unnamed;
    let total = match (origin, year, part) {
        (None, _, false) => {
            1 + TOTALS
                .iter()
                .filter(|(word, _)| whole.contains(word))
                .map(|(_, n)| *n)
                .max()
                .unwrap_or(0)
        }
        _ => 0,
    };
    Some(MoneyHeading {
        stage,
        source: origin,
        year,
        unit,
        part,
        total,
    })
}

/// Words of headings that hold no amounts though they speak of money.
const NO_MONEY: &[&str] = &[
    "率", "比例", "占比", "%", "进度", "单价", "产值", "税", "面积", "合同", "说明", "中标", "时间", "日期",
    "文号", "期限", "单位", "名称", "内容", "性质", "类型", "方式", "问题", "备注", "编号", "代码",
];

/// Groups whose members without a name that is understood are parts of a total.
const GROUPS: &[&str] = &["来源", "渠道", "筹措", "其中", "资金构成"];

/// Words of totals, and how surely they are the one that counts.
const TOTALS: &[(&str, u32)] = &[
    ("总投资", 9),
    ("投资总额", 9),
    ("投资规模", 6),
    ("估算", 5),
    ("匡算", 5),
    ("计划投资", 4),
    ("资金总额", 4),
    ("总资金", 4),
    ("所需资金", 4),
    ("资金需求", 4),
    ("计划资金", 4),
    ("投资额", 4),
    ("支付", 8),
    ("支出", 7),
    ("完成投资", 5),
    ("投资完成", 5),
    ("批复", 8),
    ("下达", 6),
    ("到位", 5),
    ("拨付", 4),
    ("投资", 3),
    ("资金", 1),
];

fn stage(whole: &str) -> Option<MoneyStage> {
    let has = |words: &[&str]| words.iter().any(|w| whole.contains(w));
    if has(&[
        "支付",
        "支出",
        "完成投资",
        "投资完成",
        "实际投资",
        "完成额",
        "已完成",
        "spent",
    ]) || (whole.contains("累计") && whole.contains("投资"))
    {
        Some(MoneyStage::Spent)
    } else if has(&["到位", "下达", "拨付", "allocated"]) {
        Some(MoneyStage::Allocated)
    } else if has(&["批复", "核定", "审定"]) && has(&["投资", "资金", "金额", "概算", "估算"])
    {
        Some(MoneyStage::Approved)
    } else if has(&["投资", "资金", "匡算", "概算", "筹措", "planned"]) {
        Some(MoneyStage::Estimated)
    } else {
        None
    }
}

/// 省级财政到位资金: the source stands before what became of it.
fn source_before_state(bare: &str) -> Option<MoneySource> {
    let at = ["到位", "下达", "拨付", "支付", "支出", "完成"]
        .iter()
        .filter_map(|w| bare.find(w))
        .min()?;
    source(&bare[..at]).filter(|_| at > 0)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 && !matches!(c, ':' | '"') => out.push(c),
            _ => {}
        }
    }
    out
}

fn year(text: &str) -> Option<Year> {
    match years(text)[..] {
        [year] => Some(Year::Of(year)),
        [] if ["本年", "当年", "今年", "年度"].iter().any(|w| text.contains(w)) => Some(Year::Ledger),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use geodata::formats::FieldKind;

    use super::*;

    fn check(headings: &[&str], around: &[&str], expected: &[&str]) {
        let fields: Vec<Field> = headings
            .iter()
            .map(|name| Field {
                name: (*name).to_owned(),
                kind: FieldKind::Text,
            })
            .collect();
        let sample = vec![vec![Value::Real(12.5); headings.len()]];
        let around: Vec<String> = around.iter().map(|t| (*t).to_owned()).collect();
        let found: Vec<String> = guess(&fields, &sample, &around)
            .iter()
            .map(|f| {
                let source = f
                    .source
                    .map_or(if f.part { "part" } else { "-" }, MoneySource::word);
                let year = f.year.map_or_else(|| "-".to_owned(), |y| y.to_string());
                let unit = format!("{}{}", f.unit.zh(), if f.unit_stated { "" } else { "?" });
                format!("{} {} {source} {year} {unit}", f.field, f.stage.word())
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn one_row_of_headings() {
        check(
            &[
                "序号",
                "项目名称",
                "总投资（万元）",
                "2025年计划投资",
                "资金来源",
                "到位资金",
                "完成投资",
                "累计支付（元）",
                "支付率",
            ],
            &[],
            &[
                "总投资（万元） estimated - - 万元",
                "2025年计划投资 estimated - 2025 万元?",
                "到位资金 allocated - - 万元?",
                "累计支付（元） spent - - 元",
            ],
        );
    }

    #[test]
    fn groups_of_sources_and_years() {
        check(
            &[
                "总投资",
                "资金来源（万元）/中央",
                "资金来源（万元）/省级",
                "资金来源（万元）/县级配套",
                "资金来源（万元）/专项债券",
                "资金来源（万元）/其他",
                "其中：2025年/中央",
                "其中：2025年/小计",
            ],
            &["2025年重点项目台账", "单位：万元"],
            &[
                "总投资 estimated - - 万元",
                "资金来源（万元）/中央 estimated central - 万元",
                "资金来源（万元）/省级 estimated province - 万元",
                "资金来源（万元）/县级配套 estimated county - 万元",
                "资金来源（万元）/专项债券 estimated special_bond - 万元",
                "资金来源（万元）/其他 estimated part - 万元",
                "其中：2025年/中央 estimated central 2025 万元",
                "其中：2025年/小计 estimated - 2025 万元",
            ],
        );
    }

    #[test]
    fn sources_alone_are_money_beside_a_total() {
        check(&["项目名称", "中央", "省", "县"], &[], &[]);
        check(
            &["总投资（亿元）", "中央", "省", "自筹", "本年完成投资"],
            &["2026年台账"],
            &[
                "总投资（亿元） estimated - - 亿元",
                "中央 estimated central - 亿元",
                "省 estimated province - 亿元",
                "自筹 estimated own - 亿元",
                "本年完成投资 spent - 2026 亿元",
            ],
        );
    }

    #[test]
    fn what_is_part_of_a_year_or_no_amount_is_left_alone() {
        check(&["1-9月完成投资", "投资完成率", "合同金额", "投资面积"], &[], &[]);
        check(
            &["截至2025年9月底累计完成投资（万元）"],
            &[],
            &["截至2025年9月底累计完成投资（万元） spent - - 万元"],
        );
    }
}
