//! Lists of units in every form: in brackets with or without a label, after a verb, on a line of their own, with a bracket
//! that was lost.

mod outside_brackets;

use std::sync::LazyLock;

use regex::Regex;

use outside_brackets::{add_first_clauses, add_labels, add_last_sentence, merge_neighbours};

use crate::found::FoundUnit;
use crate::unit_names::{full_unit_name, group_of, looks_like_unit};

/// A list of units in a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitList {
    /// Byte offsets in the paragraph.
    pub from: usize,
    pub to: usize,
    pub units: Vec<FoundUnit>,
    /// The rule that found it.
    pub rule: &'static str,
    /// A bracket was missing, or a name is no sure name of a unit.
    pub unsure: Vec<String>,
    /// The bracket or label says when, too: 完成时限：2025年底.
    pub due_text: Option<String>,
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?P<label>
          (?:第一|主要|市级|县级|区级|州级|省级)?(?:牵头(?:责任|负责)?|责任|主责|主办|落实|实施|承办|建设|参与|参加|配合(?:责任)?|协同|协办|协作|协助|成员|主管|主体责任|主体)
          (?:单位|部门|主体|科室|乡镇|镇街|机构|（单位）)(?:及责任人|和责任人|及配合单位)?
          | 牵头领导 | 责任领导 | 责任人 | 分管领导 | 完成(?:时限|时间|期限) | 时间(?:要求|节点|安排) | 办结时限 | 时限要求 | 推进时限
        )
        [：:]",
    )
    .expect("a pattern of our own")
});

static VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?:共同|联合|分别|具体|等(?:单位|部门)?)*
        (?: (?:共同)?牵头(?:负责|落实|组织|抓总|推进|实施|组织实施|，)?
          | (?:负责)?牵头
          | (?:共同)?(?:配合|协助|协同|协办)(?:落实|推进|实施)?
          | (?:按|按照|根据|依据|依)(?:照)?(?:各自)?(?:工作)?(?:职责|职能|职责职能|部门职责)(?:分工|范围)?(?:分别|共同)?(?:负责|参加|参与|配合|落实|抓好落实)?
          | (?:共同)?(?:参加|参与)
          | 分工负责 | 分别负责 | 共同负责 | 共同落实 | 组织落实 | 抓好落实 | 负责(?:落实|实施|组织实施)? | 落实$ | 组织实施$ | 主办 | 主责
        )",
    )
    .expect("a pattern of our own")
});

fn role_of_label(label: &str) -> Option<&'static str> {
    Some(
        if label.contains("领导")
            || label.contains("时") && !label.contains("单位")
            || label.ends_with("责任人") && !label.contains("单位")
        {
            return None;
        } else if label.contains("牵头")
            || label.contains("主办")
            || label.contains("第一责任")
            || label.contains("主责")
        {
            "lead"
        } else if label.contains("参与") || label.contains("参加") || label.contains("成员") {
            "participating"
        } else if label.contains("配合") || label.contains("协") {
            "supporting"
        } else {
            "responsible"
        },
    )
}

fn role_of_verb(verb: &str) -> &'static str {
    if verb.contains("牵头") || verb.contains("主办") || verb.contains("主责") {
        "lead"
    } else if verb.contains("参加") || verb.contains("参与") {
        "participating"
    } else if verb.contains("配合") || verb.contains("协") {
        "supporting"
    } else {
        "responsible"
    }
}

/// Role of a header of a table: 责任单位 is `responsible`; `None` if the column is about no unit.
pub fn role_of_header(header: &str) -> Option<&'static str> {
    let text: String = header.chars().filter(|c| !c.is_whitespace()).collect();
    let about_units = ["单位", "部门", "主体", "责任乡镇", "责任镇街", "责任科室"]
        .iter()
        .any(|w| text.contains(w));
    (about_units && !text.contains("联系") && !text.contains("建设内容"))
        .then(|| role_of_label(&text).unwrap_or("responsible"))
}

/// Words that are no name by themselves and go on with the one before: 各乡镇、街道.
fn goes_on(before: &str, word: &str) -> bool {
    let bare = [
        "街道",
        "街道办事处",
        "镇街",
        "政府",
        "人民政府",
        "办事处",
        "乡",
        "镇",
        "区",
        "县",
        "园区",
        "开发区",
        "管委会",
        "部门",
        "单位",
        "企业",
        "镇人民政府",
        "镇政府",
        "街道办",
        "功能区",
        "经济开发区",
        "直属机构",
        "社区",
        "村",
        "（街道）",
        "各街道",
        "党工委",
        "乡镇",
        "村居",
        "村（居）",
        "开发区管委会",
        "园区管委会",
        "党委",
        "乡人民政府",
        "乡政府",
        "科室",
        "各单位",
        "各企业",
    ];
    let group = group_of(before).is_some();
    if !group {
        return false;
    }
    let counties = |w: &str| {
        w.starts_with(['市', '区', '县', '旗', '州'])
            && (w.ends_with("政府") || w.ends_with("党委") || w.ends_with("管委会"))
            && w.chars().count() <= 6
    };
    (bare.contains(&word) && !(word.starts_with('各') && before.chars().count() > 6))
        || (before.ends_with(['县', '市', '区', '州']) && counties(word))
}

/// Returns a text cut at 、，；and blanks outside brackets.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '〔' => depth += 1,
            '）' | '〕' => depth = (depth - 1).max(0),
            '、' | '，' | '；' | '。' | '/' | '|' | '\n' | ',' | ' ' if depth == 0 => {
                out.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(&text[from..]);
    out.into_iter().map(str::trim).filter(|p| !p.is_empty()).collect()
}

/// Two units without a mark between them: 县工业和信息化局县大数据局.
fn cut_where_a_mark_was_lost(name: &str) -> Vec<&str> {
    let Some(head) = name.chars().next().filter(|c| "省市县区州旗".contains(*c)) else {
        return vec![name];
    };
    let long = |text: &str| text.chars().count() >= 3;
    for (at, c) in name.char_indices().skip(1) {
        if c != head {
            continue;
        }
        let (left, right) = name.split_at(at);
        let strong = [
            "局",
            "委",
            "中心",
            "大队",
            "支队",
            "公司",
            "办公室",
            "部",
            "社",
            "联",
        ];
        if long(left)
            && long(right)
            && strong.iter().any(|e| left.ends_with(e))
            && looks_like_unit(right)
            && !right[head.len_utf8()..].starts_with("分局")
        {
            let mut out = vec![left];
            out.extend(cut_where_a_mark_was_lost(right));
            return out;
        }
    }
    vec![name]
}

/// Units of the text of one list, which begins with no label. `role` is for those that no verb follows.
fn units_of(text: &str, role: &'static str, labelled: bool, unsure: &mut Vec<String>) -> Vec<FoundUnit> {
    let mut out: Vec<FoundUnit> = Vec::new();
    let mut from = 0;
    let mut spans: Vec<(&str, &'static str)> = Vec::new();
    for verb in VERB.find_iter(text) {
        if verb.as_str().is_empty() || verb.start() < from {
            continue;
        }
        // 负责 within a name such as 负责人 is no verb.
        if text[verb.end()..].starts_with('人') {
            continue;
        }
        let mut of_verb = role_of_verb(verb.as_str());
        if of_verb == "responsible" && labelled {
            of_verb = role;
        }
        spans.push((&text[from..verb.start()], of_verb));
        from = verb.end();
    }
    spans.push((&text[from..], role));
    for (span, role) in spans {
        let mut names: Vec<String> = Vec::new();
        for piece in pieces(span) {
            let piece = piece
                .trim_start_matches("由")
                .trim_start_matches("其中")
                .trim_end_matches(['）', '〕', '】'].as_slice())
                .trim_end_matches("分别");
            // A bracket that belongs to the name was cut by the line above.
            let piece = if piece.matches('（').count() > piece.matches('）').count() {
                format!("{piece}）")
            } else {
                piece.to_owned()
            };
            let piece = piece.trim_end_matches("等").trim_end_matches("以及").to_owned();
            if piece.is_empty() {
                continue;
            }
            if let Some(last) = names.last_mut()
                && goes_on(last, &piece)
            {
                last.push('、');
                last.push_str(&piece);
                continue;
            }
            let whole = piece
                .trim_start_matches("以及")
                .trim_start_matches('及')
                .trim_start_matches("和")
                .to_owned();
            for name in cut_where_a_mark_was_lost(&whole) {
                for name in cut_at_and(name) {
                    names.push(name.to_owned());
                }
            }
        }
        for mut name in names {
            for tail in [
                "等有关部门",
                "等相关部门",
                "等部门",
                "等单位",
                "等有关单位",
                "等相关单位",
                "等",
            ] {
                if let Some(before) = name.strip_suffix(tail)
                    && looks_like_unit(before)
                {
                    unsure.push(name.clone());
                    name = before.to_owned();
                    break;
                }
            }
            if !looks_like_unit(&name) {
                if !labelled || name.chars().count() > 32 || name.chars().count() < 2 {
                    if labelled {
                        unsure.push(name);
                    }
                    continue;
                }
                unsure.push(name.clone());
            }
            if out.iter().any(|u| u.name == name && u.role == role) {
                continue;
            }
            out.push(FoundUnit {
                role,
                group: group_of(&name),
                full_name: full_unit_name(&name),
                name,
            });
        }
    }
    out
}

/// 县财政局和县水务局 are two; 县发展和改革局 is one.
fn cut_at_and(name: &str) -> Vec<&str> {
    for word in ["和", "及", "与", "以及"] {
        for (at, _) in name.match_indices(word) {
            let (left, right) = (&name[..at], &name[at + word.len()..]);
            let strong = [
                "局", "委", "中心", "大队", "公司", "办", "部", "政府", "镇", "部门", "街道",
            ];
            let head = right
                .chars()
                .next()
                .is_some_and(|c| "省市县区州各有相".contains(c));
            if head
                && strong.iter().any(|e| left.ends_with(e))
                && looks_like_unit(left)
                && looks_like_unit(right)
                && left.chars().count() >= 3
                && right.chars().count() >= 3
            {
                return vec![left, right];
            }
        }
    }
    vec![name]
}

/// Units, and a text of a date, in the content of a list; labels inside begin a new role. `None` if it is no list.
fn content(text: &str, unsure: &mut Vec<String>) -> Option<(Vec<FoundUnit>, Option<String>, bool)> {
    let labels: Vec<_> = LABEL.captures_iter(text).collect();
    if labels.is_empty()
        || !text[..labels[0].get(0).map_or(0, |m| m.start())]
            .trim()
            .is_empty()
    {
        // Without a label, each piece must be a unit, and so must one at least that is no mere word.
        let mut doubts = Vec::new();
        let bare = VERB.replace_all(text, "，");
        let parts = pieces(&bare);
        let has_verb = VERB.is_match(text);
        let names = parts.iter().filter(|p| looks_like_unit(p)).count();
        let strong = parts.iter().any(|p| is_strong(p));
        if parts.is_empty() || !strong || names * 10 < parts.len() * if has_verb { 6 } else { 10 } {
            return None;
        }
        let units = units_of(text, "responsible", false, &mut doubts);
        unsure.extend(doubts);
        return (!units.is_empty()).then_some((units, None, has_verb));
    }
    let mut units = Vec::new();
    let mut due = None;
    for (i, captures) in labels.iter().enumerate() {
        let (Some(whole), Some(label)) = (captures.get(0), captures.name("label")) else {
            continue;
        };
        let end = labels
            .get(i + 1)
            .and_then(|c| c.get(0))
            .map_or(text.len(), |m| m.start());
        let part = text[whole.end()..end].trim_matches(['；', '，', '。', '、', ' ', '\n']);
        match role_of_label(label.as_str()) {
            Some(role) => {
                for unit in units_of(part, role, true, unsure) {
                    if !units.contains(&unit) {
                        units.push(unit);
                    }
                }
            }
            None if label.as_str().contains('时') || label.as_str().contains("期限") => {
                due = Some(part.to_owned())
            }
            None => {}
        }
    }
    (!units.is_empty() || due.is_some()).then_some((units, due, true))
}

/// Units of a cell of a table whose header says the role.
pub fn units_of_cell(text: &str, role: &'static str) -> (Vec<FoundUnit>, Vec<String>) {
    let mut unsure = Vec::new();
    if LABEL.is_match(text)
        && let Some((units, ..)) = content(text, &mut unsure)
    {
        return (units, unsure);
    }
    let units = units_of(text, role, true, &mut unsure);
    (units, unsure)
}

/// A name that can hardly be anything but a unit.
fn is_strong(name: &str) -> bool {
    let head = name.chars().next().is_some_and(|c| "省市县区州旗".contains(c));
    let group = group_of(name).is_some_and(|g| g != "others")
        || ["有关部门", "相关部门", "各部门", "其他部门"]
            .iter()
            .any(|w| name.contains(w));
    let ending = [
        "局",
        "委",
        "中心",
        "大队",
        "支队",
        "公司",
        "政府",
        "办公室",
        "管委会",
        "镇",
        "街道",
        "乡",
        "部",
        "支行",
        "妇联",
        "残联",
        "编办",
        "社",
        "厅",
        "银行",
    ];
    group
        || (looks_like_unit(name)
            && (head || name.chars().count() >= 4)
            && ending.iter().any(|e| name.ends_with(e)))
}

/// Returns the lists of units of a canonical paragraph, in order, none over another.
pub fn unit_lists(text: &str) -> Vec<UnitList> {
    let mut lists = Vec::new();
    let mut at = 0;
    while let Some((from, open)) = text[at..]
        .char_indices()
        .map(|(i, c)| (at + i, c))
        .find(|(_, c)| matches!(c, '（' | '〔' | '【'))
    {
        let inside = from + open.len_utf8();
        let close = closing(text, from);
        let lost = close.is_none();
        let to = close.unwrap_or_else(|| end_of_lost(text, inside));
        let inner = &text[inside..to];
        at = inside;
        let mut unsure = Vec::new();
        let after = to
            + if lost {
                0
            } else {
                text[to..].chars().next().map_or(0, char::len_utf8)
            };
        let Some((units, due_text, sure)) = content(inner, &mut unsure) else {
            continue;
        };
        if !sure && !stands_alone(text, from, after) {
            continue;
        }
        // 文化馆（中心）负责… : a bracket in the middle of a sentence explains a word.
        if sure && !LABEL.is_match(inner) && !stands_alone(text, from, after) && !ends_well(text, after) {
            continue;
        }
        if lost {
            unsure.push(inner.to_owned());
        }
        lists.push(UnitList {
            from,
            to: after,
            units,
            rule: if LABEL.is_match(inner) {
                "units.bracket_label"
            } else if sure {
                "units.bracket_verb"
            } else {
                "units.bracket"
            },
            unsure,
            due_text,
        });
        at = after.max(inside);
    }
    add_labels(text, &mut lists);
    if lists.is_empty() {
        add_last_sentence(text, &mut lists);
    }
    if lists.is_empty() {
        add_first_clauses(text, &mut lists);
    }
    lists.sort_by_key(|l| l.from);
    merge_neighbours(text, lists)
}

/// The end of a bracket that was never closed: the end of the paragraph, or the sentence.
fn end_of_lost(text: &str, from: usize) -> usize {
    text[from..].find('。').map_or(text.len(), |p| from + p)
}

fn closing(text: &str, from: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (i, c) in text[from..].char_indices() {
        match c {
            '（' | '〔' | '【' => depth += 1,
            '）' | '〕' | '】' => {
                depth -= 1;
                if depth == 0 {
                    return Some(from + i);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether nothing but an end of a sentence stands around: such a bracket is a list even without a verb.
fn stands_alone(text: &str, from: usize, to: usize) -> bool {
    let before = text[..from].trim_end().chars().last();
    before.is_none_or(|c| "。；！？）〕".contains(c))
        || text[to..].trim_matches(['。', '；', '，', ' ']).is_empty()
}

fn ends_well(text: &str, to: usize) -> bool {
    text[to..].is_empty() || text[to..].starts_with(['。', '；', '（', '〔', '\n'])
}

#[cfg(test)]
mod tests;
