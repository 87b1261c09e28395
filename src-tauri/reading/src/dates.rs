//! Dates as exact as they are written: 2025年底前, 2025年上半年, 2024年3月—6月, 到2025年, 五年内.

use std::sync::LazyLock;

use regex::Regex;

/// A date in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundDate {
    /// Byte offsets.
    pub from: usize,
    pub to: usize,
    /// `2025`, `2025-H1`, `2025-Q2`, `2025-06`, `2025-06-30`.
    pub date: String,
    /// The beginning, where it is a span; `date` is its end.
    pub starts: Option<String>,
    /// Written with 到, 至, 前, 底, 末: something ends by then.
    pub is_deadline: bool,
    /// The year was not written and taken from the document.
    pub assumed: bool,
}

static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<y1>(?:19|20)\d{2})年?(?:(?P<m1>\d{1,2})月(?:(?P<d1>\d{1,2})日)?)?[份]?(?:起)?(?:[—\-－–~～至到]|——)+(?:(?P<y2>(?:19|20)\d{2})年)?(?:(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?)?(?P<tail>底|末|年底|月底|份)?")
        .expect("a pattern of our own")
});

static POINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<pre>到|至|截至|力争到|力争)?(?P<y>(?:19|20)\d{2})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?|(?P<half>上半年|下半年)|第?(?P<q>[一二三四1-4])季度)?(?P<tail>年底前|年底|底前|底|末前|末|初)?(?P<before>之前|以前|前)?(?P<inside>内)?")
        .expect("a pattern of our own")
});

static WITHOUT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<pre>到|至|于|在)?(?:(?P<this>今年|当年|本年)?(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?(?P<mtail>底|末|份)?|(?P<yend>年底|年末))(?P<before>之前|以前|前)?)")
        .expect("a pattern of our own")
});

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:用)?[一二三四五六七八九十两\d]{1,3}(?:个)?(?:年|月|季度)(?:左右)?(?:的)?(?:时间)?(?:之内|以内|内)|“?十[三四五六]五”?(?:末|期间|时期)|(?:每年|年均|逐年|每季度|每月)|试点(?:建设)?期(?:内|间)")
        .expect("a pattern of our own")
});

fn month(year: &str, month: u32) -> Option<String> {
    (1..=12).contains(&month).then(|| format!("{year}-{month:02}"))
}

fn day(year: &str, m: Option<&str>, d: Option<&str>) -> Option<String> {
    let Some(m) = m else {
        return Some(year.to_owned());
    };
    let date = month(year, m.parse().ok()?)?;
    match d.and_then(|d| d.parse::<u32>().ok()) {
        Some(d) if (1..=31).contains(&d) => Some(format!("{date}-{d:02}")),
        Some(_) => None,
        None => Some(date),
    }
}

/// The month before a year, or a month, begins: 2025年前 is 2024-12.
fn before(date: &str) -> String {
    match date.split_once('-') {
        None => date
            .parse::<i32>()
            .map_or_else(|_| date.to_owned(), |year| format!("{}-12", year - 1)),
        Some(_) => date.to_owned(),
    }
}

/// Returns the dates of a canonical text in order. `year` is that of the document, for dates without one.
pub fn dates(text: &str, year: Option<&str>) -> Vec<FoundDate> {
    let mut out: Vec<FoundDate> = Vec::new();
    for c in SPAN.captures_iter(text) {
        let Some(all) = c.get(0) else { continue };
        let get = |name: &str| c.name(name).map(|m| m.as_str());
        let y1 = get("y1").unwrap_or_default();
        if get("y2").is_none() && get("m2").is_none() {
            continue;
        }
        // 2022—2025年: the first year has no 年 of its own.
        let y2 = get("y2").unwrap_or(y1);
        let (Some(starts), Some(mut ends)) = (day(y1, get("m1"), get("d1")), day(y2, get("m2"), get("d2")))
        else {
            continue;
        };
        if ends.len() == 4 && get("tail").is_some_and(|t| t != "份") {
            ends = format!("{ends}-12");
        }
        if starts.as_str() > ends.as_str() && ends.len() >= starts.len() {
            continue;
        }
        out.push(FoundDate {
            from: all.start(),
            to: all.end(),
            date: ends,
            starts: Some(starts),
            is_deadline: true,
            assumed: false,
        });
    }
    for c in POINT.captures_iter(text) {
        let Some(all) = c.get(0) else { continue };
        if out.iter().any(|d| d.from < all.end() && all.start() < d.to) {
            continue;
        }
        let get = |name: &str| c.name(name).map(|m| m.as_str());
        let y = get("y").unwrap_or_default();
        let tail = get("tail").unwrap_or_default();
        let mut date = match (get("half"), get("q")) {
            (Some("上半年"), _) => format!("{y}-H1"),
            (Some(_), _) => format!("{y}-H2"),
            (_, Some(q)) => {
                let q = "一二三四"
                    .chars()
                    .position(|c| q.starts_with(c))
                    .map_or_else(|| q.to_owned(), |p| (p + 1).to_string());
                format!("{y}-Q{q}")
            }
            _ => match day(y, get("m"), get("d")) {
                Some(date) => date,
                None => continue,
            },
        };
        if date.len() == 4 && (tail.contains('底') || tail.contains('末')) {
            date = format!("{y}-12");
        } else if date.len() == 4 && tail == "初" {
            date = format!("{y}-01");
        }
        let is_before = get("before").is_some() || tail.ends_with('前');
        if get("before").is_some() && tail.is_empty() && date.len() == 4 {
            date = before(&date);
        }
        let starts_something = ["起", "以来", "开始", "度", "版", "基础上", "以后", "后"]
            .iter()
            .any(|w| text[all.end()..].starts_with(w));
        out.push(FoundDate {
            from: all.start(),
            to: all.end(),
            is_deadline: !starts_something
                && (get("pre").is_some()
                    || !tail.is_empty()
                    || is_before
                    || get("half").is_some()
                    || get("inside").is_some()),
            date,
            starts: None,
            assumed: false,
        });
    }
    if let Some(year) = year {
        for c in WITHOUT_YEAR.captures_iter(text) {
            let Some(all) = c.get(0) else { continue };
            if out.iter().any(|d| d.from < all.end() && all.start() < d.to) {
                continue;
            }
            let get = |name: &str| c.name(name).map(|m| m.as_str());
            let deadline = get("before").is_some()
                || get("mtail").is_some_and(|t| t != "份")
                || get("pre").is_some_and(|p| p == "到" || p == "至");
            let date = match (get("m"), get("yend")) {
                (Some(m), _) if deadline || get("d").is_some() || get("this").is_some() => {
                    day(year, Some(m), get("d"))
                }
                // 每年年底 is no date.
                (None, Some(_))
                    if !text[..all.start()].ends_with("每年")
                        && !text[..all.start()]
                            .ends_with(['每', '各', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0']) =>
                {
                    Some(format!("{year}-12"))
                }
                _ => None,
            };
            if let Some(date) = date {
                out.push(FoundDate {
                    from: all.start(),
                    to: all.end(),
                    date,
                    starts: None,
                    is_deadline: true,
                    assumed: true,
                });
            }
        }
    }
    out.sort_by_key(|d| d.from);
    out
}

/// Returns terms that depend on a day that is not written: 五年内, 每年.
pub fn relative_terms(text: &str) -> Vec<(usize, &str)> {
    RELATIVE
        .find_iter(text)
        .map(|m| (m.start(), m.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let found = dates(text, Some("2024"));
        let found: Vec<(&str, Option<&str>)> = found
            .iter()
            .map(|d| (d.date.as_str(), d.starts.as_deref()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_are_as_exact_as_written() {
        check("2022年8月11日印发", &[("2022-08-11", None)]);
        check("到2025年，建成", &[("2025", None)]);
        check("2025年底前完成", &[("2025-12", None)]);
        check("到2025年前，达70%", &[("2024-12", None)]);
        check("2022年4月底前", &[("2022-04", None)]);
        check("2023年下半年投入使用", &[("2023-H2", None)]);
        check("2025年二季度", &[("2025-Q2", None)]);
        check("集中整治（2024年3月-6月）", &[("2024-06", Some("2024-03"))]);
        check("（2024年7月-2026年12月）", &[("2026-12", Some("2024-07"))]);
        check("2022—2025年，各县", &[("2025", Some("2022"))]);
        check("2024年8月至2025年底", &[("2025-12", Some("2024-08"))]);
        check("6月底前完成", &[("2024-06", None)]);
        check("年底前完成", &[("2024-12", None)]);
        check("每年年底评估", &[]);
        check("2025年13月", &[]);
    }
}
