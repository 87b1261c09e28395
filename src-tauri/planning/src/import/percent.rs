//! How far a project is, as ledgers write it: 60%, 百分之六十, 六成五, and shares of one.

use files::numbers::{half_width, plain_number};
use geodata::formats::Value;

/// Returns the one share in per cent that a text names, such as 已完成60%, 百分之六十五点五 or 约六成; `None` if it names
/// none, several, a range, or more than the whole.
pub(super) fn percent_in(text: &str) -> Option<f64> {
    let chars: Vec<char> = text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let mut found = None;
    let mut at = 0;
    while at < chars.len() {
        let share = match chars[at] {
            '%' | '成' if ends_range(&chars, at) => return None,
            '%' => before(&chars, at),
            // 完成 and 建成 have no number before them.
            '成' => before(&chars, at).map(|tens| tens * 10.0 + ones(&chars[at + 1..])),
            '百' if chars[at..].starts_with(&['百', '分', '之']) => {
                let length = chars[at + 3..].iter().take_while(|c| is_numeral(**c)).count();
                let share = number(&chars[at + 3..at + 3 + length]);
                at += 2 + length;
                share
            }
            _ => None,
        };
        at += 1;
        if share.is_some() && std::mem::replace(&mut found, share).is_some() {
            return None;
        }
    }
    found.filter(|share| (0.0..=100.0).contains(share))
}

/// Whether a text is a share and nothing else.
pub(super) fn is_percent_alone(text: &str) -> bool {
    let rest: String = text.trim().chars().map(narrow).collect();
    let rest = rest.strip_prefix("百分之").unwrap_or(&rest);
    rest.chars()
        .all(|c| is_numeral(c) || matches!(c, '%' | '成' | '半'))
}

/// Whether the numbers of a field are shares of one and not per cent: none above one, and one at least between nought and
/// one: no office reports a quarter of a per cent. `name` is that of the field, which may say that it is per cent.
pub(super) fn are_shares<'v>(name: &str, values: impl Iterator<Item = &'v Value>) -> bool {
    let name: String = name.chars().map(narrow).flat_map(char::to_lowercase).collect();
    if ["%", "percent", "pct"].iter().any(|word| name.contains(word)) {
        return false;
    }
    let numbers: Vec<f64> = values
        .filter_map(|value| match value {
            Value::Real(x) => Some(*x),
            Value::Integer(n) => Some(*n as f64),
            Value::Text(text) => plain_number(text),
            _ => None,
        })
        .collect();
    let parts = numbers.iter().filter(|x| **x > 0.0 && **x < 1.0).count();
    parts >= 1 && numbers.iter().all(|x| (0.0..=1.0).contains(x))
}

fn narrow(c: char) -> char {
    match c {
        '﹪' => '%',
        other => half_width(other),
    }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | '点' | '十' | '百') || digit(c).is_some()
}

fn digit(c: char) -> Option<u32> {
    match c {
        '〇' | '零' => Some(0),
        '两' => Some(2),
        c => {
            let at = "一二三四五六七八九".chars().position(|d| d == c)?;
            u32::try_from(at + 1).ok()
        }
    }
}

/// Where the number begins that ends at a place.
fn start_of(chars: &[char], end: usize) -> usize {
    end - chars[..end].iter().rev().take_while(|c| is_numeral(**c)).count()
}

/// The number that ends at a place.
fn before(chars: &[char], end: usize) -> Option<f64> {
    number(&chars[start_of(chars, end)..end])
}

/// Whether that number is the end of a range.
fn ends_range(chars: &[char], end: usize) -> bool {
    let start = start_of(chars, end);
    (2..end).contains(&start)
        && matches!(chars[start - 1], '-' | '~' | '—' | '–' | '至' | '到')
        && (is_numeral(chars[start - 2]) || matches!(chars[start - 2], '%' | '成'))
}

/// The five of 六成五, and of 六成半.
fn ones(after: &[char]) -> f64 {
    match after {
        ['半', ..] => 5.0,
        [one, rest @ ..] if !rest.first().is_some_and(|c| is_numeral(*c)) => {
            digit(*one).or_else(|| one.to_digit(10)).map_or(0.0, f64::from)
        }
        _ => 0.0,
    }
}

/// 65.5, 六十五点五, 百; `None` if they are no number.
fn number(chars: &[char]) -> Option<f64> {
    let text: String = chars.iter().collect();
    if let Some(plain) = plain_number(&text) {
        return Some(plain);
    }
    let (whole, part) = text.split_once('点').unwrap_or((&text, ""));
    let digits = |text: &str| -> Option<String> {
        let digits = text.chars().map(|c| char::from_digit(digit(c)?, 10));
        digits.collect()
    };
    let whole = match (whole, whole.split_once('十')) {
        ("百" | "一百", _) => 100.0,
        ("", _) => return None,
        (_, Some((tens, ones))) => {
            let of = |text: &str, none: f64| match text {
                "" => Some(none),
                text => digits(text).filter(|d| d.len() == 1)?.parse().ok(),
            };
            of(tens, 1.0)? * 10.0 + of(ones, 0.0)?
        }
        (whole, None) => digits(whole)?.parse().ok()?,
    };
    match part {
        "" => Some(whole),
        part => Some(whole + format!("0.{}", digits(part)?).parse::<f64>().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_as_people_write_them() {
        for (text, share) in [
            ("60%", 60.0),
            ("60 %", 60.0),
            ("６０％", 60.0),
            ("60﹪", 60.0),
            ("已完成60%", 60.0),
            ("约60.5%左右", 60.5),
            ("百分之六十", 60.0),
            ("百分之 60", 60.0),
            ("百分之六十五点五", 65.5),
            ("完成百分之百", 100.0),
            ("百分之五", 5.0),
            ("百分之十", 10.0),
            ("百分之九五", 95.0),
            ("百分之零点五", 0.5),
            ("六成", 60.0),
            ("六成五", 65.0),
            ("六成半", 65.0),
            ("6成", 60.0),
            ("6.5成", 65.0),
            ("完成七成多", 70.0),
            ("十成", 100.0),
            ("建成六成，2026年完工", 60.0),
        ] {
            let read = percent_in(text);
            assert!(read.is_some_and(|p| (p - share).abs() < 1e-9), "{text}: {read:?}");
        }
        for text in [
            "",
            "已完成",
            "建成",
            "过半",
            "2/3",
            "百分之",
            "%",
            "60",
            "60%-70%",
            "60-70%",
            "六到七成",
            "120%",
            "路基60%，路面20%",
            "2023成立",
        ] {
            assert_eq!(percent_in(text), None, "{text}");
        }
    }

    #[test]
    fn words_beside_a_share_are_told_from_it() {
        for alone in ["60%", " 60％", "百分之六十", "六成五"] {
            assert!(is_percent_alone(alone), "{alone}");
        }
        for more in ["已完成60%", "约六成", "60%左右"] {
            assert!(!is_percent_alone(more), "{more}");
        }
    }

    #[test]
    fn numbers_up_to_one_are_shares_unless_the_name_says_per_cent() {
        let values = [
            Value::Real(0.6),
            Value::Integer(1),
            Value::Text("０．３５".into()),
            Value::Null,
        ];
        assert!(are_shares("完成比例", values.iter()));
        let mixed = [
            Value::Text("60%".into()),
            Value::Text("六成五".into()),
            Value::Real(0.25),
            Value::Text("前期".into()),
        ];
        assert!(are_shares("进度", mixed.iter()));
        for name in ["进度%", "进度（％）", "percent", "PCT_DONE"] {
            assert!(!are_shares(name, values.iter()), "{name}");
        }
        assert!(!are_shares("进度", [Value::Integer(0), Value::Integer(1)].iter()));
        assert!(!are_shares(
            "进度",
            [Value::Real(0.5), Value::Real(0.25), Value::Integer(60)].iter()
        ));
    }
}
