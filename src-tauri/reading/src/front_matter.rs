//! Title, number, issuer, date and region: what stands before the first heading and after the last.

use std::sync::LazyLock;

use geodata::gazetteer::{Gazetteer, GazetteerRegion, Level};
use regex::Regex;

use crate::dates::dates;
use crate::found::PlanReading;
use crate::outline::{Line, Outline};
use crate::unit_names::looks_like_unit;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<who>[\p{Han}]{1,12})(?:〔|【|（)(?P<year>(?:19|20)\d{2})(?:〕|】|）)第?(?P<n>\d{1,4})号")
        .expect("a pattern of our own")
});

static TITLE_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:方案|意见|计划|规划|要点|办法|分工|分解表|任务表|清单|台账|措施|细则|通知|纲要|决定|一览表|责任书|任务书|安排|指南)(?:（[^）]{0,20}）)?$").expect("a pattern of our own")
});

static ISSUED_AS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"《(?P<t>[^《》]{4,80})》(?:[^。]{0,30})(?:已经|印发给|予以印发|印发你们)")
        .expect("a pattern of our own")
});
static IN_NOTICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"关于(?:印发|转发|下发|公布)《?(?P<t>[^《》]{4,90}?(?:方案|意见|计划|规划|要点|办法|分工|清单|措施|细则|台账)(?:（[^）]{0,20}）)?)》?的通知").expect("a pattern of our own")
});
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<k>发布机构|发文机关|成文日期|发文日期|印发日期|标题|文号|发文字号|发布日期|发布时间|公开日期)：(?P<v>[^：]{2,90}?)(?:$|(?:发布机构|发文机关|成文日期|发文日期|标题|文号|发文字号|发布日期|内容概述|效力状态|索引号|主题分类))").expect("a pattern of our own")
});

/// What the front of a document says.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub title: Option<String>,
    pub number: Option<String>,
    pub issuer: Option<String>,
    pub issued_on: Option<String>,
}

fn date_of_line(text: &str) -> Option<String> {
    let plain = han_date(text).unwrap_or_else(|| text.to_owned());
    let found = dates(&plain, None).into_iter().find(|d| d.date.len() == 10)?;
    (plain.chars().count() <= 16 || found.from == 0).then_some(found.date)
}

/// 二〇二四年三月五日 with digits.
fn han_date(text: &str) -> Option<String> {
    static HAN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"([〇零一二三四五六七八九○]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日",
        )
        .expect("a pattern of our own")
    });
    let c = HAN.captures(text)?;
    let year: String = c[1]
        .chars()
        .map(|d| char::from(b'0' + "零一二三四五六七八九".chars().position(|x| x == d).unwrap_or(0) as u8))
        .collect();
    let number = crate::numbering::han_number;
    Some(format!("{year}年{}月{}日", number(&c[2])?, number(&c[3])?))
}

/// Returns the front matter of an outline.
pub fn front_matter(outline: &Outline) -> FrontMatter {
    let mut out = FrontMatter::default();
    let front: Vec<&Line> = outline.front.iter().take(80).collect();
    let joined = joined_titles(&front);
    let whole: String = front
        .iter()
        .map(|l| l.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let together: String = front.iter().take(14).map(|l| l.text.as_str()).collect();
    for line in &front {
        for field in FIELD.captures_iter(&line.text) {
            let value = field["v"].trim().to_owned();
            match &field["k"] {
                "发布机构" | "发文机关" => out.issuer = out.issuer.take().or(Some(value)),
                "成文日期" | "发文日期" | "印发日期" => {
                    out.issued_on = out.issued_on.take().or_else(|| date_of_line(&value))
                }
                "文号" | "发文字号" => {
                    out.number = out.number.take().or_else(|| document_number(&value))
                }
                _ => {}
            }
        }
    }
    // The plan's own number stands on a line of its own; those in brackets after a title are of others.
    if out.number.is_none() {
        out.number = front
            .iter()
            .filter(|l| l.text.chars().count() <= 30 && !l.text.contains('《'))
            .find_map(|l| document_number(&l.text));
    }
    let issued = ISSUED_AS.captures(&whole).map(|c| c["t"].to_owned());
    let in_notice = IN_NOTICE.captures(&together).map(|c| c["t"].to_owned());
    let wanted = issued.or(in_notice);
    out.title = wanted
        .map(|title| whole_title(&title, &joined))
        .or_else(|| {
            joined
                .iter()
                .find(|t| TITLE_END.is_match(t) && t.chars().count() >= 6 && !t.contains('：'))
                .cloned()
        })
        .or_else(|| {
            joined
                .iter()
                .find(|t| TITLE_END.is_match(t) && t.chars().count() >= 6)
                .map(|t| t.rsplit('：').next().unwrap_or(t).to_owned())
        })
        .or_else(|| {
            front
                .iter()
                .find(|l| (6..=50).contains(&l.text.chars().count()) && !l.text.ends_with(['。', '：']))
                .map(|l| l.text.clone())
        })
        .map(|t| t.trim_start_matches(['•', '·', '-', '*', '●']).trim().to_owned());
    // Who signed: lines of units right before the line of the date, in the front or at the end.
    let tail: Vec<&Line> = outline
        .nodes
        .last()
        .map(|n| n.body.iter().collect())
        .unwrap_or_default();
    let last_of_text: Vec<&Line> = outline
        .nodes
        .iter()
        .flat_map(|n| n.body.iter().skip(1))
        .filter(|l| l.text.chars().count() <= 40)
        .collect();
    for lines in [
        &front[..],
        &outline.signature.iter().collect::<Vec<_>>(),
        &tail,
        &last_of_text,
    ] {
        for (at, line) in lines.iter().enumerate() {
            let Some(date) = date_of_line(&line.text) else {
                continue;
            };
            let mut names: Vec<String> = Vec::new();
            for before in lines[..at].iter().rev().take(4) {
                let name = before.text.trim();
                let signs =
                    name.chars().count() <= 40 && looks_like_unit(name) && !name.contains(['，', '。', '、']);
                if !signs {
                    break;
                }
                names.insert(0, name.to_owned());
            }
            // Several that sign may stand on one line.
            if names.is_empty() && out.issuer.is_some() {
                out.issued_on = out.issued_on.take().or(Some(date));
                break;
            }
            if !names.is_empty() {
                out.issuer = Some(names.join("、"));
                out.issued_on = out.issued_on.take().or(Some(date));
                break;
            }
            out.issued_on = out.issued_on.take().or(Some(date));
        }
        if out.issuer.is_some() && out.issued_on.is_some() {
            break;
        }
    }
    if out.issuer.as_deref().is_none_or(|i| i.ends_with("办公室"))
        && let Some(c) = Regex::new(r"^(?P<who>[\p{Han}、]{4,40}?(?:人民政府办公厅|人民政府办公室|人民政府|委员会办公室|委办公室|委员会|局|办公厅))关于").ok().and_then(|r| joined.iter().find_map(|t| r.captures(t.trim_start_matches(['•', '·'])).map(|c| c["who"].to_owned())))
    {
        out.issuer = Some(c);
    }
    out
}

/// Lines of the front where a title that was broken is joined again.
fn joined_titles(front: &[&Line]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = String::new();
    for line in front {
        let text = line.text.trim();
        let titled = text.chars().count() <= 50
            && !text.ends_with(['。', '：', '；', '，'])
            && date_of_line(text).is_none()
            && document_number(text).is_none()
            && !text.contains('：');
        if !titled {
            if !open.is_empty() {
                out.push(std::mem::take(&mut open));
            }
            out.push(text.to_owned());
            continue;
        }
        // A unit on a line of its own signs or is a letterhead, and begins no title unless 关于 follows.
        if !open.is_empty()
            && looks_like_unit(&open)
            && !text.starts_with("关于")
            && !text.starts_with("印发")
        {
            out.push(std::mem::take(&mut open));
        }
        open.push_str(text);
        if TITLE_END.is_match(&open) {
            out.push(std::mem::take(&mut open));
        }
        if open.chars().count() > 100 {
            out.push(std::mem::take(&mut open));
        }
    }
    out.push(open);
    out.retain(|t| !t.is_empty());
    out
}

/// The title as it stands as a heading, where a web page lost a mark in the text: 方案(20242025年).
fn whole_title(title: &str, lines: &[String]) -> String {
    let plain = |t: &str| -> String { t.chars().filter(|c| c.is_alphanumeric()).collect() };
    let wanted = plain(title);
    lines
        .iter()
        .find(|l| plain(l) == wanted)
        .cloned()
        .unwrap_or_else(|| title.to_owned())
}

/// Returns the first number of a document in a canonical text, its year in 〔〕.
pub fn document_number(text: &str) -> Option<String> {
    let c = NUMBER.captures(text)?;
    let who = c["who"].trim_start_matches("文号").trim_start_matches("发文字号");
    Some(format!("{who}〔{}〕{}号", &c["year"], &c["n"]))
}

/// Names that a region goes by in documents.
fn names_of(region: &GazetteerRegion) -> Vec<String> {
    let mut names = vec![region.name.clone()];
    names.extend(region.aliases.iter().cloned());
    if region.name.ends_with("自治州") {
        let chars: Vec<char> = region.name.chars().collect();
        for n in 2..=4 {
            if chars.len() > n + 3 {
                names.push(chars[..n].iter().chain(&['州']).collect());
            }
        }
    }
    names
}

/// Sets the region that the title, the issuer or the text names first.
pub fn set_region(reading: &mut PlanReading, text: &str) {
    let gazetteer = Gazetteer::embedded();
    let head = format!(
        "{}\n{}",
        reading.title.as_deref().unwrap_or_default(),
        reading.issuer.as_deref().unwrap_or_default()
    );
    for place_text in [head.as_str(), text] {
        let mut best: Option<(usize, Level, usize, &GazetteerRegion)> = None;
        for region in gazetteer.places().iter().filter(|p| p.level <= Level::County) {
            for name in names_of(region) {
                if name.chars().count() < 3 || !place_text.contains(&name) {
                    continue;
                }
                let known_above = gazetteer
                    .ancestors(&region.code)
                    .filter(|a| text.contains(&a.name) || head.contains(&a.name))
                    .count();
                let in_head = place_text.matches(&name).count().min(9);
                let better = best.is_none_or(|(above, level, count, old)| {
                    (region.level, name.chars().count(), known_above, in_head)
                        > (
                            level,
                            old.name.chars().count().min(name.chars().count()),
                            above,
                            count,
                        )
                });
                if better {
                    best = Some((known_above, region.level, in_head, region));
                }
            }
        }
        if let Some((.., region)) = best {
            reading.region = Some(region.code.clone());
            reading.region_name = Some(region.name.clone());
            return;
        }
    }
}
