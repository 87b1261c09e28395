//! Targets: numbers that something has to reach. A number is one where a word of the clause says so; others are left.

mod reader;

use std::sync::LazyLock;

use regex::Regex;

use crate::dates::{FoundDate, dates, relative_terms};
use crate::found::{At, FoundIndicator};
use crate::outline::Line;
use crate::quantities::{Quantity, quantities};
use crate::text::{clauses, sentences, shortened};

/// Words right before a number, or with a few between, that make it a target.
const REACH: &[&str] = &[
    "达到",
    "达",
    "不低于",
    "不少于",
    "不高于",
    "不超过",
    "不大于",
    "至少",
    "最少",
    "突破",
    "超过",
    "提高到",
    "提升到",
    "提高至",
    "提升至",
    "提高",
    "提升",
    "增长",
    "增加",
    "降低",
    "下降",
    "下降到",
    "降至",
    "控制在",
    "稳定在",
    "保持在",
    "完成",
    "确保",
    "高于",
    "低于",
    "增加到",
    "增至",
    "扩大到",
    "约",
    "新增",
    "为",
    "占",
    "实现",
    "力争",
    "不小于",
    "≥",
    "达标",
    "累计",
    "累计达到",
    "总数达到",
];

/// Verbs whose object a number counts.
const MAKE: &[&str] = &[
    "新建",
    "改建",
    "扩建",
    "建设",
    "建成",
    "打造",
    "培育",
    "创建",
    "新增",
    "改造",
    "拓宽",
    "实施",
    "选派",
    "发展",
    "引进",
    "集聚",
    "培训",
    "遴选",
    "选取",
    "选定",
    "确定",
    "种植",
    "安装",
    "铺设",
    "完成",
    "修建",
    "绿化",
    "建立",
    "设立",
    "开展",
    "整治",
    "治理",
    "硬化",
    "布局",
    "创成",
    "招引",
    "转移",
    "栽植",
    "修缮",
    "改厕",
    "配备",
    "建",
    "开通",
    "增设",
    "更新",
    "整修",
    "提升",
    "认定",
    "申报",
    "举办",
    "组织",
    "消除",
    "拆除",
    "建好",
    "修复",
    "清淤",
    "疏浚",
    "架设",
    "新改建",
    "改扩建",
    "争取",
    "打通",
    "招聘",
    "流转",
    "推广",
    "帮扶",
    "落实",
    "储备",
    "谋划",
    "形成",
    "保护",
    "盘活",
    "复垦",
    "整理",
    "供应",
    "新栽",
    "升级",
    "植树",
    "造林",
    "亮化",
    "装配",
    "评选",
    "培养",
    "选聘",
    "实现",
    "有",
    "设置",
    "增植",
    "加装",
];

/// Units of time, age and rank, in which a number is no target by itself.
const NO_TARGET_UNITS: &[&str] = &[
    "年", "月", "日", "天", "周", "小时", "分钟", "岁", "度", "级", "批", "期", "次", "个月", "倍", "村",
    "镇", "乡", "街", "路", "页", "种", "道", "段", "组", "支", "班", "团", "面", "口",
];

static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:左右|以上)?的?[\p{Han}（）“”]{1,12}?(?:基本)?(?:实现|达到|进入|创成|创建成|建成|完成|纳入|成为|通过)").expect("a pattern of our own")
});
static STAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?P<n>[一二三四五])星级").expect("a pattern of our own"));
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:开展|创建|争创|建成|创成)(?P<t>(?:国家级?|省级|全国|全省)[\p{Han}“”]{2,16}?示范(?:县|市|区|镇))(?:建设|创建|$|，|。|、)").expect("a pattern of our own")
});
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"全覆盖|全面消除|全部消除|基本消除|动态清零|全部清零|清零|全部达到|全部达标|全面达标|应[\p{Han}]尽[\p{Han}]率").expect("a pattern of our own")
});

/// Marks inside which a number names or explains: quotation marks, titles, brackets.
fn is_enclosed(text: &str, at: usize) -> bool {
    let mut depth = 0_i32;
    for c in text[..at].chars() {
        match c {
            '（' | '《' | '“' | '〔' => depth += 1,
            '）' | '》' | '”' | '〕' => depth = (depth - 1).max(0),
            _ => {}
        }
    }
    depth > 0
}

struct Reader<'a> {
    lines: &'a [Line],
    item: &'a str,
    task: Option<&'a str>,
    year: Option<&'a str>,
}

/// Returns the targets in the lines of a task, a measure or a section.
pub fn indicators(lines: &[Line], item: &str, task: Option<&str>, year: Option<&str>) -> Vec<FoundIndicator> {
    Reader {
        lines,
        item,
        task,
        year,
    }
    .read()
}

fn trim_name(text: &str) -> String {
    let mut name = text.trim();
    loop {
        let before = name;
        for head in [
            "，",
            "、",
            "力争",
            "争取",
            "确保",
            "推动",
            "使",
            "让",
            "努力",
            "基本",
            "全面",
            "逐步",
            "到",
            "其中",
            "并",
            "计划",
            "每年",
            "全年",
            "累计",
            "大力",
            "积极",
            "分别",
            "持续",
            "加快",
            "加强",
            "实现",
            "支持",
            "全部",
            "预计",
            "同时",
            "年内",
            "规划",
            "原则上",
            "预期",
            "有效",
            "切实",
            "着力",
            "应",
            "的",
            "纵深",
            "每个",
            "有序",
        ] {
            name = name.strip_prefix(head).unwrap_or(name).trim();
        }
        for tail in [
            "，",
            "、",
            "分别",
            "基本",
            "力争",
            "实现",
            "总数",
            "数量",
            "目标",
            "均",
            "要",
            "应",
            "比例",
            "累计",
            "全部",
            "面积",
            "再",
            "为",
            "占",
            "的",
            "已",
            "将",
            "至少",
            "不低于",
            "不少于",
            "控制在",
            "年均",
            "每年",
            "稳定",
            "总量",
            "超过",
        ] {
            if name.chars().count() > tail.chars().count() + 2
                && !["比例", "面积", "总数", "数量", "总量"].contains(&tail)
            {
                name = name.strip_suffix(tail).unwrap_or(name).trim();
            }
        }
        if before == name {
            break;
        }
    }
    shortened(name.trim_matches(['，', '、', '。', '；', '：']), 40)
}

fn without_dates(text: &str, year: Option<&str>) -> String {
    let mut out = String::new();
    let mut from = 0;
    for date in dates(text, year) {
        out.push_str(text.get(from..date.from).unwrap_or_default());
        from = date.to;
    }
    out.push_str(&text[from..]);
    for term in ["五年内", "三年内", "两年内", "每年"] {
        out = out.replace(term, "");
    }
    out
}

fn is_yearly(clause: &str, upto: usize) -> bool {
    let before = &clause[..upto];
    ["每年", "年均", "逐年", "年度"]
        .iter()
        .any(|w| before.contains(w))
        || before.trim_start_matches(['，', '、']).starts_with("年城")
        || before.starts_with("年新增")
        || before.starts_with("年培训")
}

/// What stands between two ；, outside brackets.
fn parts_of(sentence: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    for (at, c) in sentence.char_indices() {
        match c {
            '（' | '“' | '《' => depth += 1,
            '）' | '”' | '》' => depth = (depth - 1).max(0),
            '；' if depth == 0 => {
                out.push(&sentence[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(&sentence[from..]);
    out.retain(|p| !p.trim().is_empty());
    out
}

/// The date that holds for a number: the nearest one before it.
fn deadline_before(part: &str, at: usize, all: &[FoundDate]) -> Option<String> {
    let date = all.iter().rev().find(|d| {
        let after = &part[d.to..];
        d.to <= at
            && !["基础上", "以来", "起", "开始", "度", "版"]
                .iter()
                .any(|w| after.starts_with(w))
    })?;
    Some(date.date.clone())
}

fn scope_of(clause: &str) -> Option<String> {
    static SCOPE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:每个|每|各)(?:县（市、区）|县（市）|县|区|乡镇（街道）|乡镇|镇街|镇|街道|行政村|村|社区|试点镇)").expect("a pattern of our own")
    });
    SCOPE.find(clause).map(|m| m.as_str().to_owned())
}

/// The noun of a number: what stands after it where a verb stands before, else what stands before.
fn name_of(
    clause: &str,
    before_clause: &str,
    q: &Quantity,
    earlier: &[Quantity],
    reach: Option<&str>,
    counts_subject: bool,
    year: Option<&str>,
) -> String {
    let (pre, post) = (&clause[..q.from], &clause[q.to..]);
    let post = ["及以上", "以上", "左右", "以内", "以下", "余", "多"]
        .iter()
        .find_map(|w| post.strip_prefix(w))
        .unwrap_or(post);
    let noun_after = || {
        let end = post
            .char_indices()
            .find(|(i, c)| "、，。；：".contains(*c) && !is_enclosed(post, *i))
            .map_or(post.len(), |(i, _)| i);
        post[..end].trim_start_matches('的').to_owned()
    };
    if counts_subject {
        return trim_name(post.trim_start_matches('的').trim_matches(['，', '。', '；']));
    }
    let from = earlier.last().map_or(0, |e| e.to);
    // Several numbers in one clause: the name of the later ones begins after the one before.
    let own = pre
        .get(from..)
        .unwrap_or(pre)
        .trim_start_matches(['、', '和', '及']);
    let own_words = own.chars().filter(|c| crate::text::is_han(*c)).count();
    let verb_only = MAKE.iter().any(|w| pre.ends_with(w))
        || own_words < 2
        || ["推进", "推动", "至少", "不少于", "加快"]
            .iter()
            .any(|w| pre.ends_with(w));
    if verb_only && reach.is_none_or(|r| matches!(r, "新增" | "至少" | "不少于" | "完成" | "实现" | "力争"))
    {
        let noun = noun_after();
        if noun.chars().filter(|c| crate::text::is_han(*c)).count() >= 2 {
            return trim_name(&noun);
        }
    }
    let subject = if own_words >= 2 { own } else { pre };
    let plain = without_dates(subject, year);
    let plain = match reach {
        Some(r) => plain.trim_end_matches(r),
        None => plain.as_str(),
    };
    let name = trim_name(plain);
    if name.chars().count() < 2 {
        return trim_name(&without_dates(before_clause, year));
    }
    name
}

#[cfg(test)]
mod tests;
