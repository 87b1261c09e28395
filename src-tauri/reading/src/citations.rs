//! Documents that a plan names: 《…》 with number, issuer and what the plan does with it.

use std::sync::LazyLock;

use regex::Regex;

use crate::found::{At, FoundCitation};
use crate::front_matter::document_number;
use crate::outline::{Line, Outline};
use crate::text::sentence_at;

static KINDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:方案|意见|计划|规划|要点|办法|条例|规定|标准|导则|规范|通知|纲要|决定|细则|措施|法|指南|规程|目录|清单|纪要|指标体系|目标|决议|技术要求)(?:（[^）]{0,20}）)?$").expect("a pattern of our own")
});

static WITHOUT_MARKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<v>认真落实|全面落实(?:好)?|贯彻落实|依据：)(?P<t>(?:省|市|国家|[\p{Han}\d]{2,6})?[\p{Han}\d第]{2,22}(?:行动方案|实施方案|会议纪要|行动计划))").expect("a pattern of our own")
});
static STANDARD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^（(?P<n>(?:GB|JGJ|CJJ|DB|HJ|T)[A-Z/\d\s]*[ ]?\d[\d.]*(?:[—\-－]\d{4})?)）")
        .expect("a pattern of our own")
});

/// Returns the documents that a plan names, each once, in order. `title` is its own.
pub fn citations(outline: &Outline, title: Option<&str>) -> Vec<FoundCitation> {
    let mut out: Vec<FoundCitation> = Vec::new();
    let front: Vec<&Line> = outline.front.iter().collect();
    let all = front.iter().map(|l| ("引言", *l)).chain(
        outline
            .nodes
            .iter()
            .flat_map(|n| n.body.iter().map(move |l| (n.path.as_str(), l))),
    );
    for (item, line) in all {
        let text = &line.text;
        let mut add =
            |from: usize, name: &str, number: Option<String>, relation: &'static str, rule: &'static str| {
                let plain = |t: &str| -> String { t.chars().filter(|c| c.is_alphanumeric()).collect() };
                let own = title.is_some_and(|own| {
                    plain(own).ends_with(&plain(name)) || plain(name).ends_with(&plain(own))
                });
                if own || out.iter().any(|c| plain(&c.title) == plain(name)) {
                    return;
                }
                out.push(FoundCitation {
                    title: name.to_owned(),
                    issuer: issuer_of(name, &text[..from]),
                    number,
                    relation,
                    at: At {
                        page: line.page,
                        paragraph: line.paragraph,
                        item: item.to_owned(),
                        sentence: sentence_at(text, from).to_owned(),
                        rule,
                    },
                });
            };
        let mut at = 0;
        while let Some(open) = text[at..].find('《').map(|p| at + p) {
            let inside = open + '《'.len_utf8();
            at = inside;
            let mut depth = 1;
            let mut end = None;
            for (i, c) in text[inside..].char_indices() {
                match c {
                    '《' | '〈' if c == '《' => depth += 1,
                    '》' => {
                        depth -= 1;
                        if depth == 0 {
                            end = Some(inside + i);
                            break;
                        }
                    }
                    // The closing mark was lost: 《…方案（2024—2025年），
                    '，' | '。' if depth == 1 => {
                        end = KINDS.is_match(&text[inside..inside + i]).then_some(inside + i);
                        break;
                    }
                    _ => {}
                }
            }
            let Some(end) = end else { continue };
            let mut name = text[inside..end].to_owned();
            let mut after = end
                + text[end..]
                    .chars()
                    .next()
                    .filter(|c| *c == '》')
                    .map_or(0, char::len_utf8);
            // 《…》的通知 with its beginning outside: 中共…印发《…》的通知
            if text[after..].starts_with("的通知") {
                let before = &text[..open];
                let from = before
                    .rfind(['《', '。', '；', '，', '照', '彻', '实', '据'])
                    .map_or(0, |p| p + before[p..].chars().next().map_or(0, char::len_utf8));
                if before[from..].contains("印发") || before[from..].contains("转发") {
                    name = format!("{}《{name}》的通知", &before[from..]);
                }
                after += "的通知".len();
            }
            let rest = text[after..].trim_start_matches('》');
            let standard = STANDARD.captures(rest).map(|c| c["n"].to_owned());
            let number = standard.or_else(|| {
                let head: String = rest.chars().take(40).collect();
                (head.starts_with(['（', '〔', '【'])
                    || document_number(&head)
                        .is_some_and(|n| head.starts_with(n.chars().next().unwrap_or(' '))))
                .then(|| document_number(head.trim_start_matches('（')))?
            });
            if !KINDS.is_match(&name) && number.is_none() && !name.contains("标准") && !rest.starts_with('（')
            {
                continue;
            }
            add(
                open,
                &name,
                number,
                relation(text, open, after, item),
                "document.title_marks",
            );
            at = after;
        }
        for c in WITHOUT_MARKS.captures_iter(text) {
            let Some(t) = c.name("t") else { continue };
            let relation = if c["v"].starts_with("依据") {
                "basis"
            } else {
                "cites"
            };
            add(t.start(), t.as_str(), None, relation, "document.without_marks");
        }
        // 依据：2023第2次…会议纪要 names one without marks.
        if let Some((from, tail)) = text
            .split_once("（依据：")
            .map(|(before, tail)| (before.len(), tail))
            && !tail.starts_with('《')
            && let Some(end) = tail.find('）')
        {
            add(from, &tail[..end], None, "basis", "document.basis");
        }
        for (from, _) in text.match_indices("（依据：").skip(1) {
            let tail = &text[from + "（依据：".len()..];
            if !tail.starts_with('《')
                && let Some(end) = tail.find('）')
            {
                add(from, &tail[..end], None, "basis", "document.basis");
            }
        }
        // 济宁市“乡村儒学讲堂”…标准: named in words.
    }
    out
}

fn issuer_of(name: &str, before: &str) -> Option<String> {
    static BODY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?P<who>中共[\p{Han}、]{2,40}?(?:办公厅|办公室|委员会)|[\p{Han}]{2,20}?(?:人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|厅|局|委))(?:关于|印发|、)").expect("a pattern of our own")
    });
    if let Some(c) = BODY.captures(name) {
        let whole: Vec<&str> = name.split("印发").next().unwrap_or(name).split("关于").collect();
        let who = whole[0];
        return Some(if who.contains(&c["who"]) {
            who.replace(' ', "、")
        } else {
            c["who"].to_owned()
        });
    }
    let start = before
        .rfind(['，', '。', '照', '据', '彻', '实', '按', '、', '《', '》'])
        .map_or(0, |p| p + before[p..].chars().next().map_or(0, char::len_utf8));
    let who = &before[start..];
    let count = who.chars().count();
    ((4..=24).contains(&count)
        && ["办公厅", "办公室", "人民政府", "政府", "厅", "局", "委员会", "部"]
            .iter()
            .any(|e| who.ends_with(e)))
    .then(|| who.to_owned())
}

fn relation(text: &str, open: usize, close: usize, item: &str) -> &'static str {
    let before: String = text[..open]
        .chars()
        .rev()
        .take(60)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let clause = before.rsplit(['。', '；']).next().unwrap_or(&before);
    let after: String = text[close..].chars().take(30).collect();
    if clause.contains("依据") {
        return "basis";
    }
    if item != "引言" {
        return "cites";
    }
    if clause.contains("贯彻") || clause.contains("落实") {
        "implements"
    } else if (clause.contains("按照") || clause.contains("根据") || clause.contains("依据"))
        || after.contains("要求")
        || after.contains("精神")
    {
        "basis"
    } else {
        "cites"
    }
}
