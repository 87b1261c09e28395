//! A date as a plan gives it: to the day, the month, the quarter, the half year or the year, and never more exact than that.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use words::{English, Words};

use super::{Cell, ColumnType, Storage};

/// A date known to the day, month, quarter, half year or year; text form `2025-06-30`, `2025-06`, `2025-Q2`, `2025-H1`, `2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum PartialDate {
    Year(i32),
    /// A half year: 1 上半年, 2 下半年.
    Half(i32, u8),
    /// A quarter, 1 to 4.
    Quarter(i32, u8),
    Month(i32, u8),
    Day(i32, u8, u8),
}

/// Years that a date can be of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是日期：请写成 2025、2025-H1（上半年）、2025-Q2（二季度）、2025-06 或 2025-06-30")]
pub struct BadDate(
    /// The text as it was given.
    pub String,
);

impl English for BadDate {
    fn english(&self) -> String {
        let text = &self.0;
        format!(
            "“{text}” is no date: write 2025, 2025-H1 (first half), 2025-Q2 (second quarter), 2025-06 or 2025-06-30"
        )
    }
}

impl PartialDate {
    /// The year.
    pub fn year(self) -> i32 {
        match self {
            Self::Year(y) | Self::Half(y, _) | Self::Quarter(y, _) | Self::Month(y, _) | Self::Day(y, ..) => {
                y
            }
        }
    }

    /// Whether its year is one that a date can be of.
    pub(super) fn is_kept(self) -> bool {
        YEARS.contains(&self.year())
    }

    /// The first day it can mean, as (year, month, day).
    pub fn first_day(self) -> (i32, u8, u8) {
        match self {
            Self::Year(y) => (y, 1, 1),
            Self::Half(y, h) => (y, if h == 1 { 1 } else { 7 }, 1),
            Self::Quarter(y, q) => (y, q * 3 - 2, 1),
            Self::Month(y, m) => (y, m, 1),
            Self::Day(y, m, d) => (y, m, d),
        }
    }

    /// The last day it can mean, as (year, month, day).
    pub fn last_day(self) -> (i32, u8, u8) {
        match self {
            Self::Year(y) => (y, 12, 31),
            Self::Half(y, 1) => (y, 6, 30),
            Self::Half(y, _) => (y, 12, 31),
            Self::Quarter(y, q) => (y, q * 3, days_in(y, q * 3)),
            Self::Month(y, m) => (y, m, days_in(y, m)),
            Self::Day(y, m, d) => (y, m, d),
        }
    }

    /// The date as it is written in Chinese: 2025年6月30日, 2025年上半年.
    pub fn zh(self) -> String {
        match self {
            Self::Year(y) => format!("{y}年"),
            Self::Half(y, h) => format!("{y}年{}半年", if h == 1 { "上" } else { "下" }),
            Self::Quarter(y, q) => format!("{y}年第{}季度", ["一", "二", "三", "四"][usize::from(q) - 1]),
            Self::Month(y, m) => format!("{y}年{m}月"),
            Self::Day(y, m, d) => format!("{y}年{m}月{d}日"),
        }
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl PartialDate {
    /// A day written just so: 2025-06-30.
    pub(crate) fn plain_day(text: &str) -> Option<Self> {
        let [a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes() else {
            return None;
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0, |n, digit| {
                digit.is_ascii_digit().then(|| n * 10 + i32::from(digit - b'0'))
            })
        };
        let year = number(&[*a, *b, *c, *d]).filter(|year| YEARS.contains(year))?;
        let month = number(&[*e, *f]).filter(|month| (1..=12).contains(month))? as u8;
        let day = number(&[*g, *h])? as u8;
        (1..=days_in(year, month))
            .contains(&day)
            .then_some(Self::Day(year, month, day))
    }

    /// The ten letters of a day of a year of four digits.
    fn day_text(self) -> Option<[u8; 10]> {
        let Self::Day(y, m, d) = self else { return None };
        if !(0..=9999).contains(&y) || m > 99 || d > 99 {
            return None;
        }
        let digit = |n: i32| b'0' + (n % 10) as u8;
        let (m, d) = (i32::from(m), i32::from(d));
        Some([
            digit(y / 1000),
            digit(y / 100),
            digit(y / 10),
            digit(y),
            b'-',
            digit(m / 10),
            digit(m),
            b'-',
            digit(d / 10),
            digit(d),
        ])
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.day_text() {
            return f.write_str(std::str::from_utf8(&text).unwrap_or_default());
        }
        match *self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Half(y, h) => write!(f, "{y:04}-H{h}"),
            Self::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Day(y, m, d) => write!(f, "{y:04}-{m:02}-{d:02}"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = BadDate;

    /// Reads `2025`, `2025-H1`, `2025-Q2`, `2025-06`, `2025-6-30` and the Chinese `2025年6月30日`, `2025年上半年`.
    fn from_str(text: &str) -> Result<Self, BadDate> {
        let bad = || BadDate(text.to_owned());
        let plain = text
            .trim()
            .replace("上半年", "H1")
            .replace("下半年", "H2")
            .replace(['年', '月', '/', '.'], "-")
            .replace(['日', '号'], "");
        let mut parts = plain.trim_end_matches('-').split('-').map(str::trim);
        let year: i32 = parts.next().and_then(|y| y.parse().ok()).ok_or_else(bad)?;
        if !YEARS.contains(&year) {
            return Err(bad());
        }
        let second = parts.next();
        let third = parts.next();
        if parts.next().is_some() {
            return Err(bad());
        }
        let Some(second) = second else {
            return Ok(Self::Year(year));
        };
        if let Some(half) = second.strip_prefix(['H', 'h']) {
            return match (half, third) {
                ("1", None) => Ok(Self::Half(year, 1)),
                ("2", None) => Ok(Self::Half(year, 2)),
                _ => Err(bad()),
            };
        }
        if let Some(quarter) = second.strip_prefix(['Q', 'q']) {
            return match (quarter.parse(), third) {
                (Ok(q @ 1..=4), None) => Ok(Self::Quarter(year, q)),
                _ => Err(bad()),
            };
        }
        let month: u8 = second
            .parse()
            .ok()
            .filter(|m| (1..=12).contains(m))
            .ok_or_else(bad)?;
        let Some(third) = third else {
            return Ok(Self::Month(year, month));
        };
        let day: u8 = third
            .parse()
            .ok()
            .filter(|d| (1..=days_in(year, month)).contains(d))
            .ok_or_else(bad)?;
        Ok(Self::Day(year, month, day))
    }
}

impl TryFrom<String> for PartialDate {
    type Error = BadDate;
    fn try_from(text: String) -> Result<Self, BadDate> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PartialDate {
    /// By the last day each can mean: a target “2025年” is due at its end.
    fn cmp(&self, other: &Self) -> Ordering {
        self.last_day()
            .cmp(&other.last_day())
            .then(self.first_day().cmp(&other.first_day()))
    }
}

impl ColumnType for PartialDate {
    const STORAGE: Storage = Storage::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.to_string().into())
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, Words> {
        let text = cell.text()?;
        match Self::plain_day(&text) {
            Some(day) => Ok(day),
            None => text.parse().map_err(|e: BadDate| e.words("value.not_a_date")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(
            text.parse::<PartialDate>().map(|d| d.to_string()).as_deref(),
            Ok(expected),
            "{text}"
        );
    }

    #[test]
    fn dates_keep_the_precision_they_were_given_with() {
        check("2025", "2025");
        check("2025年", "2025");
        check("2023年下半年", "2023-H2");
        check("2024年3月", "2024-03");
        check("2022年8月11日", "2022-08-11");
        check("2024/2/29", "2024-02-29");
    }

    #[test]
    fn plain_days_are_the_same_read_fast_and_written_fast() {
        for year in [1899, 1900, 2000, 2023, 2024, 2200, 2201] {
            for (month, day) in (0..=13).flat_map(|m| (0..=32).map(move |d| (m, d))) {
                let text = format!("{year:04}-{month:02}-{day:02}");
                let parsed = text.parse::<PartialDate>().ok();
                assert_eq!(PartialDate::plain_day(&text), parsed, "{text}");
                assert!(parsed.is_none_or(|date| date.to_string() == text), "{text}");
            }
        }
        for text in [
            "2024-1-01",
            "2024/01/01",
            "+024-01-01",
            "2024-01-0a",
            "2024-01-01 ",
        ] {
            assert_eq!(PartialDate::plain_day(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "明年",
            "2025-13",
            "2023-02-29",
            "2025-06-31",
            "20250",
            "2025-H3",
            "2025-Q5",
            "2025-Q0",
            "2025-01-01-01",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_is_due_at_its_end() {
        let day: PartialDate = "2025-11-30".parse().expect("a date");
        let year: PartialDate = "2025".parse().expect("a date");
        assert!(day < year);
    }
}
