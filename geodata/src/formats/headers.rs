//! What the fields of a foreign file mean: guesses from Chinese, English and pinyin headers, from this program's own
//! keys and labels (docs/geojson.md), held against the values.

mod words;

use super::feature::{Field, Value};
use serde::Serialize;
use words::WORDS;

/// What a field means to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "role", content = "unit")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Role {
    /// Number or code of the thing itself.
    Id,
    /// Running number in the table, without meaning.
    Serial,
    Name,
    /// What is built or done.
    Kind,
    /// Where it stands: 谋划, 前期, 在建 …
    Stage,
    /// Name of the town.
    Town,
    /// Administrative code of the town.
    TownCode,
    /// Name of the county.
    County,
    /// Name of the village.
    Village,
    /// Where it is, in words.
    Address,
    /// Id of the plan.
    Plan,
    PlanTitle,
    /// Start of work.
    Starts,
    /// When it is to be ready.
    Ends,
    /// How much, in a number or with its unit.
    Quantity,
    QuantityUnit,
    /// Length in the unit.
    Length(LengthUnit),
    /// Area in the unit.
    Area(AreaUnit),
    /// What is done, in words.
    Content,
    LeadUnit,
    /// Units that answer for it.
    Units,
    /// Person to ask.
    Contact,
    /// How far it is, in per cent.
    Percent,
    /// How far it is, in words.
    Progress,
    /// Total investment.
    Investment(MoneyUnit),
    /// Money handed down.
    Allocated(MoneyUnit),
    /// Money spent.
    Spent(MoneyUnit),
    /// Where the money comes from.
    MoneySource,
    /// Remarks.
    Note,
    /// How the location is known.
    Precision,
    /// Where the data came from.
    Source,
    /// Kind of a control line.
    ControlKind,
    /// Date of the data or of a report.
    Dated,
    /// Year of the plan or budget.
    Year,
}

/// Unit of amounts of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// 元
    Yuan,
    /// 万元
    WanYuan,
    /// 亿元
    YiYuan,
}

/// Unit of lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthUnit {
    /// 米
    Metres,
    /// 公里
    Kilometres,
}

/// Unit of areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaUnit {
    /// 平方米
    SquareMetres,
    /// 亩
    Mu,
    /// 公顷
    Hectares,
    /// 平方公里
    SquareKilometres,
}

/// Rows of the sample that are looked at.
const LOOKED_AT: usize = 200;
/// Below this a guess is none.
const LEAST: f32 = 0.3;
/// Median amount above which a total without unit is taken for 元: no town project costs 20 亿元.
const YUAN_FROM: f64 = 200_000.0;

/// Returns what fields mean: place of the field, its meaning, and how sure the guess is (0 to 1), best guess first.
/// No field and no meaning occurs twice. `sample` holds rows of values in the order of the fields.
pub fn guess(fields: &[Field], sample: &[Vec<Value>]) -> Vec<(usize, Role, f32)> {
    let sample = &sample[..sample.len().min(LOOKED_AT)];
    let mut all: Vec<(usize, Role, f32)> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        for (role, sure) in by_name(&field.name) {
            let values = || {
                sample
                    .iter()
                    .filter_map(move |row| row.get(at))
                    .filter(|v| !is_blank(v))
            };
            let sure = sure * fit(role, values);
            if sure >= LEAST {
                all.push((at, with_unit(role, &field.name, values), sure));
            }
        }
    }
    all.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    let mut out: Vec<(usize, Role, f32)> = Vec::new();
    for guess in all {
        let same = |r: &Role| std::mem::discriminant(r) == std::mem::discriminant(&guess.1);
        if !out.iter().any(|(at, role, _)| *at == guess.0 || same(role)) {
            out.push(guess);
        }
    }
    out
}

/// Meanings that a name may have.
fn by_name(name: &str) -> Vec<(Role, f32)> {
    let own = name.rsplit('/').next().unwrap_or(name);
    let whole = bare(own);
    let mut out: Vec<(Role, f32)> = exact(&whole).collect();
    if out.is_empty() {
        // The longest word in the name says most: 汶上县重点项目名称 has 项目名称.
        let within = WORDS.iter().filter(|(word, ..)| {
            let long = word.chars().count() >= if word.is_ascii() { 5 } else { 2 };
            long && whole.contains(word)
        });
        let longest = within.clone().map(|(word, ..)| word.len()).max().unwrap_or(0);
        let share = longest as f32 / whole.len().max(1) as f32;
        out = within
            .filter(|(word, ..)| word.len() == longest)
            .map(|(_, role, sure)| (*role, sure * (0.5 + 0.4 * share)))
            .collect();
    }
    if own.len() != name.len() {
        // Below a group: 总投资/计划 is about the group, less surely.
        let group = name.split('/').next().unwrap_or_default();
        let of_group: Vec<_> = exact(&bare(group))
            .map(|(role, sure)| (role, sure * 0.6))
            .collect();
        let total = ["合计", "小计", "总计", "总额"].contains(&whole.as_str());
        if out.is_empty() || total {
            out = of_group
                .into_iter()
                .map(|(r, s)| (r, if total { s * 1.5 } else { s }))
                .collect();
        }
    }
    out
}

fn exact(name: &str) -> impl Iterator<Item = (Role, f32)> + '_ {
    let start = WORDS.partition_point(|(word, ..)| *word < name);
    WORDS[start..]
        .iter()
        .take_while(move |(word, ..)| *word == name)
        .map(|(_, role, sure)| (*role, *sure))
}

/// The name in small letters, without blanks, signs and what stands in brackets.
fn bare(name: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in name.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        };
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth > 0
                || c.is_whitespace()
                || matches!(c, '_' | '-' | '.' | '*' | ':' | '、' | '%' | '#') => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(t) => t.trim().is_empty(),
        _ => false,
    }
}

/// How well values fit a meaning: 1 where they do or where there are none.
fn fit<'a, I: Iterator<Item = &'a Value>>(role: Role, values: impl Fn() -> I) -> f32 {
    let test: fn(&Value) -> bool = match role {
        Role::Percent => |v| number(v).is_some_and(|n| (0.0..=100.0).contains(&n)),
        Role::Investment(_)
        | Role::Allocated(_)
        | Role::Spent(_)
        | Role::Length(_)
        | Role::Area(_)
        | Role::Serial => |v| number(v).is_some(),
        Role::Starts | Role::Ends | Role::Dated | Role::Year => |v| {
            matches!(v, Value::Integer(_) | Value::Real(_))
                || text(v).is_some_and(|t| t.contains(|c: char| c.is_ascii_digit()))
        },
        // 新建, 改建: how it is built, not what.
        Role::Kind => |v| text(v).is_some_and(|t| t.parse::<f64>().is_err() && !is_nature(t)),
        Role::Name
        | Role::Stage
        | Role::Town
        | Role::County
        | Role::Village
        | Role::Content
        | Role::LeadUnit
        | Role::Units
        | Role::Progress
        | Role::MoneySource
        | Role::Address
        | Role::PlanTitle => |v| text(v).is_some_and(|t| t.parse::<f64>().is_err()),
        Role::QuantityUnit => |v| text(v).is_some_and(is_measure),
        _ => return 1.0,
    };
    let (mut fits, mut all) = (0_u32, 0_u32);
    for value in values() {
        all += 1;
        fits += u32::from(test(value));
    }
    if all == 0 {
        return 1.0;
    }
    let share = fits as f32 / all as f32;
    if share >= 0.5 { 1.0 } else { 0.3 + share }
}

/// Whether a text names a unit of measure: 公里, 平方米, 处, 万吨/日, km2 … and not an office.
fn is_measure(text: &str) -> bool {
    /// Units that a number of things to build has, without 万, 千 and what stands per day or per year.
    const MEASURES: &str = "米 公里 千米 里 华里 延米 延长米 平米 平方米 平方公里 平方千米 亩 公顷 立方米 立方 方 吨 公斤 升 千瓦 \
        兆瓦 千伏安 处 个 座 条 栋 幢 间 户 人 套 项 株 棵 盏 台 口 眼 辆 组 块 段 片 张 床 学位 车位 \
        元 次 m m2 m² m3 m³ km km2 km² ha hm2 mu t";
    let lower = text.trim().to_lowercase();
    let one = lower.split(['/', '／']).next().unwrap_or_default();
    let bare = one.trim_start_matches(['万', '千', '百', '亿']).trim();
    // 千米 and 千瓦 are words of their own.
    MEASURES.split(' ').any(|m| m == bare || m == one)
}

/// Whether a text is a nature of works.
fn is_nature(text: &str) -> bool {
    let text = text.trim();
    let nature = |t: &str| {
        [
            "新建",
            "改建",
            "扩建",
            "改扩建",
            "续建",
            "迁建",
            "恢复",
            "单纯购置",
            "技术改造",
        ]
        .contains(&t)
    };
    nature(text) || text.split(['、', '/', '，', ',']).all(|t| nature(t.trim()))
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(t) => Some(t),
        _ => None,
    }
}

/// The number of a value, also with thousands separators, a unit or a per cent sign.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(n) => Some(*n as f64),
        Value::Real(v) => Some(*v),
        Value::Text(t) => {
            let digits: String = t
                .trim()
                .trim_start_matches(['约', '¥', '￥'])
                .chars()
                .filter(|c| *c != ',')
                .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
                .collect();
            digits.parse().ok()
        }
        _ => None,
    }
}

/// The meaning with the unit that the name says, or the values.
fn with_unit<'a, I: Iterator<Item = &'a Value>>(role: Role, name: &str, values: impl Fn() -> I) -> Role {
    let lower = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    let money = || {
        if has(&["亿"]) {
            MoneyUnit::YiYuan
        } else if has(&["万", "wan"]) {
            MoneyUnit::WanYuan
        } else if has(&["(元)", "（元）", "yuan", "rmb", "cny"]) || median(values()) >= YUAN_FROM {
            MoneyUnit::Yuan
        } else {
            MoneyUnit::WanYuan
        }
    };
    match role {
        Role::Investment(_) => Role::Investment(money()),
        Role::Allocated(_) => Role::Allocated(money()),
        Role::Spent(_) => Role::Spent(money()),
        Role::Length(_) if has(&["公里", "千米", "km"]) => Role::Length(LengthUnit::Kilometres),
        Role::Area(_) if has(&["亩", "areamu"]) || bare(name) == "areamu" => Role::Area(AreaUnit::Mu),
        Role::Area(_) if has(&["公顷", "hm2", "ha)", "ha）", "hectare"]) => Role::Area(AreaUnit::Hectares),
        Role::Area(_) if has(&["平方公里", "km2", "km²", "平方千米"]) => {
            Role::Area(AreaUnit::SquareKilometres)
        }
        other => other,
    }
}

fn median<'a>(values: impl Iterator<Item = &'a Value>) -> f64 {
    let mut numbers: Vec<f64> = values.filter_map(number).collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}
