//! Lists in annexes: pilot towns by category, seats of a working group by unit. Names of persons are not kept.

use std::sync::LazyLock;

use geodata::gazetteer::GazetteerRegion;
use regex::Regex;

use crate::found::{At, FoundRosterEntry};
use crate::numbering::NumberForm;
use crate::outline::Outline;
use crate::text::canonical;

static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<role>(?:常\s*务\s*)?(?:第\s*一\s*)?(?:总\s*)?(?:副\s*)?(?:组\s*长|召\s*集\s*人|成\s*员|主\s*任|联\s*络\s*员|总\s*指\s*挥|指\s*挥\s*长|政\s*委))\s*[：:]\s*").expect("a pattern of our own")
});

/// A name of two to four characters, maybe with blanks inside, then a post that begins with a body.
static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<name>\p{Han}\s{0,4}\p{Han}{1,3}|\p{Han}{2,4})[\s　]+(?P<post>\p{Han}[\p{Han}、，（）\s]{3,60})$").expect("a pattern of our own")
});

const POSTS: &[&str] = &[
    "党组书记",
    "党组副书记",
    "党委书记",
    "党委副书记",
    "党工委书记",
    "党委委员",
    "党组成员",
    "专职副主任",
    "常务副",
    "副局长",
    "局长",
    "副主任",
    "主任",
    "副部长",
    "部长",
    "副县长",
    "副州长",
    "副市长",
    "副区长",
    "县长",
    "区长",
    "市长",
    "副书记",
    "书记",
    "副秘书长",
    "秘书长",
    "大队大队长",
    "副大队长",
    "大队长",
    "支队长",
    "董事长",
    "总经理",
    "经理",
    "总工程师",
    "副主席",
    "主席",
    "副理事长",
    "理事长",
    "镇长",
    "乡长",
    "三级",
    "二级",
    "四级",
    "一级",
    "纪检组长",
    "分管",
    "处长",
    "常委",
    "政工室",
    "院长",
    "校长",
    "站长",
    "所长",
    "队长",
    "行长",
    "副行长",
    "科长",
    "负责人",
    "主要负责",
    "副镇长",
    "副调研员",
];

/// The body at the beginning of a post: 县教育和体育局 in 县教育和体育局副局长.
fn unit_of_post(post: &str) -> String {
    let first = post.split(['，', '、', '（']).next().unwrap_or(post);
    let cut = POSTS
        .iter()
        .filter_map(|p| first.find(p))
        .filter(|at| *at > 0)
        .min();
    let unit = cut.map_or(first, |at| &first[..at]);
    // 县政府副县长 is of 县政府.
    unit.trim_end_matches('副').to_owned()
}

/// Returns the entries of the lists in annexes.
pub fn roster(outline: &Outline, towns: &[&'static GazetteerRegion]) -> Vec<FoundRosterEntry> {
    let mut out = Vec::new();
    for (at, node) in outline.nodes.iter().enumerate() {
        if !outline.in_annex(at) {
            continue;
        }
        let root = std::iter::once(at).chain(outline.above(at)).last().unwrap_or(at);
        let title = &outline.nodes[root].title;
        let place = |paragraph: u32, page, sentence: &str, rule| At {
            page,
            paragraph,
            item: node.path.clone(),
            sentence: sentence.to_owned(),
            rule,
        };
        let of_members = node.body.iter().any(|l| ROLE.is_match(&l.raw));
        let of_towns = !of_members
            && (title.contains('镇')
                || title.contains("试点")
                || title.contains("示范")
                || title.contains("街道"))
            && title.contains("名单");
        if of_towns {
            let category = (node.form != NumberForm::Annex).then(|| {
                node.title
                    .split('（')
                    .next()
                    .unwrap_or(&node.title)
                    .trim_end_matches(['：', '。'])
                    .to_owned()
            });
            let mut above = String::new();
            for (i, line) in node.body.iter().enumerate() {
                // The first paragraph is the heading; towns may follow it behind a colon.
                let text = match (i, line.text.split_once('：')) {
                    (0, Some((_, tail))) if node.form != NumberForm::Annex => tail,
                    (0, None) => continue,
                    (0, Some(_)) => continue,
                    _ => line.text.as_str(),
                };
                if text.contains('。') && text.chars().count() > 60 {
                    continue;
                }
                for piece in split_names(text) {
                    let (name, note) = piece.split_once('（').unwrap_or((piece, ""));
                    let name = name.trim_matches(['：', '。', '；', ' ']);
                    if !(name.ends_with(['镇', '乡']) || name.ends_with("街道") || name.ends_with("办事处"))
                        || name.chars().count() > 16
                    {
                        continue;
                    }
                    // 莱西市南墅镇、夏格庄镇: the second is of the same county.
                    let region = region_of(name, &above, towns);
                    if let Some(r) = region {
                        above = r.parent.clone().unwrap_or_default();
                    }
                    let level = if note.contains("国家级") {
                        Some("national")
                    } else if note.contains("省级") {
                        Some("province")
                    } else if note.contains("市级") {
                        Some("city")
                    } else if note.contains("县级") {
                        Some("county")
                    } else {
                        None
                    };
                    out.push(FoundRosterEntry {
                        kind: "town",
                        name: name.to_owned(),
                        region: region.map(|r| r.code.clone()),
                        category: category.clone(),
                        level,
                        role: None,
                        body: Some(title.clone()),
                        at: place(line.paragraph, line.page, &line.text, "roster.town"),
                    });
                }
            }
            continue;
        }
        if !of_members {
            continue;
        }
        let mut role: Option<String> = None;
        let body = title
            .trim_end_matches("成员名单")
            .trim_end_matches("名单")
            .trim_end_matches("组成人员")
            .to_owned();
        for line in &node.body {
            let mut raw = line.raw.as_str();
            if let Some(c) = ROLE.captures(raw) {
                role = Some(
                    canonical(&c["role"])
                        .chars()
                        .filter(|c| !c.is_whitespace())
                        .collect(),
                );
                raw = &raw[c.get(0).map_or(0, |m| m.end())..];
            }
            let Some(role) = &role else { continue };
            let Some(c) = MEMBER.captures(raw.trim_end()) else {
                continue;
            };
            let post = canonical(&c["post"]);
            if !POSTS.iter().any(|p| post.contains(p)) {
                continue;
            }
            out.push(FoundRosterEntry {
                kind: "member",
                name: unit_of_post(&post),
                region: None,
                category: None,
                level: None,
                role: Some(role.clone()),
                body: Some(body.clone()),
                at: place(line.paragraph, line.page, &post, "roster.member"),
            });
        }
    }
    out
}

fn split_names(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '（' => depth += 1,
            '）' => depth -= 1,
            '、' | '，' | '；' | '：' | ' ' if depth <= 0 => {
                out.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(&text[from..]);
    out.into_iter().map(str::trim).filter(|p| !p.is_empty()).collect()
}

/// The town of a name that may have its county before it; one without prefers the county of the town before.
fn region_of(
    name: &str,
    county: &str,
    towns: &[&'static GazetteerRegion],
) -> Option<&'static GazetteerRegion> {
    let fits: Vec<&&GazetteerRegion> = towns.iter().filter(|t| name.ends_with(&t.name)).collect();
    let longest = fits.iter().map(|t| t.name.len()).max()?;
    let fits: Vec<_> = fits.into_iter().filter(|t| t.name.len() == longest).collect();
    if fits.len() == 1 {
        return Some(fits[0]);
    }
    let gazetteer = geodata::gazetteer::Gazetteer::embedded();
    let head = &name[..name.len() - longest];
    let named = fits.iter().find(|t| {
        t.parent
            .as_deref()
            .and_then(|p| gazetteer.by_code(p))
            .is_some_and(|p| {
                !head.is_empty()
                    && (head.contains(&p.name) || p.aliases.iter().any(|a| head.contains(a.as_str())))
            })
    });
    named
        .or_else(|| fits.iter().find(|t| t.parent.as_deref() == Some(county)))
        .map(|t| **t)
}
