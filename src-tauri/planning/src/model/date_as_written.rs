//! Dates as people write them in ledgers and plans: 2025年底, 一季度, 二〇二五年十二月, ２０２５．４.
//!
//! The page reads what is typed into a field by the same rules (`ui/src/forms/parseInput.ts`); `tests/dates_as_written.json`
//! holds both together.

use super::PartialDate;

/// Words at the end that say how a date is meant and make it no other date; what stands before them must be whole.
const MEANT: [&str; 5] = ["以前", "之前", "前", "内", "止"];
/// Parts of a month, of which a date keeps the month.
const OF_A_MONTH: [&str; 7] = ["月底", "月末", "月初", "月中", "月上旬", "月中旬", "月下旬"];
/// Parts of a year that are a month.
const OF_A_YEAR: [(&str, &str); 5] = [
    ("年底", "-12"),
    ("年末", "-12"),
    ("年终", "-12"),
    ("年中", "-06"),
    ("年初", "-01"),
];
const QUARTERS: [char; 4] = ['一', '二', '三', '四'];

impl PartialDate {
    /// Reads a date as people write it: full-width and Chinese digits, 年底, 上半年, 一季度, a word such as 前 after it, a
    /// time of day after a day. `None` if it is no date, or one that is not in the calendar.
    pub fn as_written(text: &str) -> Option<Self> {
        let plain = narrow(text);
        let plain = without_time(plain.trim());
        let mut plain: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(before) = MEANT.iter().find_map(|word| plain.strip_suffix(word))
            && before.ends_with(['年', '月', '日', '号', '度', '底', '末', '初', '中', '旬'])
        {
            plain.truncate(before.len());
        }
        for word in OF_A_MONTH {
            if let Some(before) = plain.strip_suffix(word) {
                plain = format!("{before}月");
                break;
            }
        }
        for (word, month) in OF_A_YEAR {
            if let Some(before) = plain.strip_suffix(word) {
                plain = format!("{before}年{month}");
                break;
            }
        }
        let plain = arabic(&quarter(&plain)?)?;
        let plain = plain.replace("上半年", "-H1").replace("下半年", "-H2");
        let plain = plain
            .replace(['年', '月', '/', '.'], "-")
            .replace(['日', '号'], "");
        let mut joined = String::with_capacity(plain.len());
        for c in plain.chars() {
            if matches!(c, 'H' | 'h' | 'Q' | 'q') && joined.ends_with(|last: char| last.is_ascii_digit()) {
                joined.push('-');
            }
            if c != '-' || !joined.ends_with('-') {
                joined.push(c);
            }
        }
        let joined = joined.trim_end_matches('-');
        if joined.len() == 8 && joined.bytes().all(|b| b.is_ascii_digit()) {
            return format!("{}-{}-{}", &joined[..4], &joined[4..6], &joined[6..])
                .parse()
                .ok();
        }
        joined.parse().ok()
    }
}

/// Full-width letters and signs as the plain ones.
fn narrow(text: &str) -> String {
    let one = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(one).collect()
}

/// A day without the time after it: 2025-06-30 08:00:00, 2025-06-30T08:00:00.
fn without_time(text: &str) -> &str {
    match text.find([' ', 'T']) {
        Some(at) if text[at + 1..].trim_start().as_bytes().get(2) == Some(&b':') => &text[..at],
        _ => text,
    }
}

/// 年第三季度, 年3季度, 年Q3 as -Q3; `None` if a quarter is named that is none.
fn quarter(text: &str) -> Option<String> {
    let text = text.replace("季度", "季");
    let Some(before) = text.strip_suffix('季') else {
        return Some(text);
    };
    let number = before.chars().next_back()?;
    let number = QUARTERS
        .iter()
        .position(|c| *c == number)
        .map(|at| at + 1)
        .or_else(|| number.to_digit(10).map(|n| n as usize))?;
    let mut year = before.to_owned();
    year.pop();
    let year = year.trim_end_matches('第').trim_end_matches(['年', '-']);
    Some(format!("{year}-Q{number}"))
}

/// Chinese digits as the others: 二〇二五年十二月三十一日. `None` if they are no number.
fn arabic(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(Some('\0')) {
        if digit(c).is_some() || c == '十' {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            out += &number(&run)?;
            run.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    Some(out)
}

fn digit(c: char) -> Option<u32> {
    match c {
        '〇' | '○' | '零' => Some(0),
        c => "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|at| at as u32 + 1),
    }
}

/// 二〇二五 as 2025, 十二 as 12, 三十 as 30.
fn number(run: &str) -> Option<String> {
    let Some((tens, ones)) = run.split_once('十') else {
        return Some(run.chars().filter_map(digit).map(|d| d.to_string()).collect());
    };
    let one = |part: &str, none: u32| {
        let mut digits = part.chars();
        match (digits.next(), digits.next()) {
            (None, _) => Some(none),
            (Some(c), None) => digit(c),
            _ => None,
        }
    };
    Some((one(tens, 1)? * 10 + one(ones, 0)?).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_the_page_reads_them() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/dates_as_written.json");
        let text = std::fs::read_to_string(path).expect("the examples");
        let examples: Vec<(String, Option<String>)> = serde_json::from_str(&text).expect("pairs");
        assert!(examples.len() > 40, "{} examples", examples.len());
        for (written, expected) in examples {
            let read = PartialDate::as_written(&written).map(|d| d.to_string());
            assert_eq!(read, expected, "{written}");
        }
    }

    #[test]
    fn what_is_stored_and_what_is_shown_are_read_again_the_same() {
        for text in [
            "2025",
            "2025-H1",
            "2025-H2",
            "2025-Q1",
            "2025-Q4",
            "2025-06",
            "2025-06-30",
        ] {
            let date: PartialDate = text.parse().expect("a date");
            assert_eq!(PartialDate::as_written(&date.to_string()), Some(date));
            assert_eq!(PartialDate::as_written(&date.zh()), Some(date), "{}", date.zh());
            assert_eq!(date.zh().parse::<PartialDate>().is_ok(), !text.contains('Q'));
        }
    }
}
