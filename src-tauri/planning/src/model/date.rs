//! A date as a plan gives it: to the day, the month, the half year or the year, and never more exact than that.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Cell, ColumnType, Storage};

/// A date known to the day, month, half year or year; text form `2025-06-30`, `2025-06`, `2025-H1`, `2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub enum PartialDate {
    /// A year.
    Year(i32),
    /// A half year: 1 上半年, 2 下半年.
    Half(i32, u8),
    /// A month.
    Month(i32, u8),
    /// A day.
    Day(i32, u8, u8),
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是日期：请写成 2025、2025-H1（上半年）、2025-06 或 2025-06-30")]
pub struct BadDate(
    /// The text as it was given.
    pub String,
);

impl PartialDate {
    /// The year.
    pub fn year(self) -> i32 {
        match self {
            Self::Year(y) | Self::Half(y, _) | Self::Month(y, _) | Self::Day(y, ..) => y,
        }
    }

    /// The first day it can mean, as (year, month, day).
    pub fn first_day(self) -> (i32, u8, u8) {
        match self {
            Self::Year(y) => (y, 1, 1),
            Self::Half(y, h) => (y, if h == 1 { 1 } else { 7 }, 1),
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
            Self::Month(y, m) => (y, m, days_in(y, m)),
            Self::Day(y, m, d) => (y, m, d),
        }
    }

    /// The date as it is written in Chinese: 2025年6月30日, 2025年上半年.
    pub fn zh(self) -> String {
        match self {
            Self::Year(y) => format!("{y}年"),
            Self::Half(y, h) => format!("{y}年{}半年", if h == 1 { "上" } else { "下" }),
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
    /// The ten letters of a day of a year of four digits.
    fn day_text(self) -> Option<[u8; 10]> {
        let Self::Day(y, m, d) = self else { return None };
        let y = u32::try_from(y).ok().filter(|y| *y <= 9999)?;
        let mut out = *b"0000-00-00";
        let digits = [(0, y / 1000), (1, y / 100), (2, y / 10), (3, y)];
        let others = [(5, m / 10), (6, m), (8, d / 10), (9, d)].map(|(at, n)| (at, u32::from(n)));
        for (at, n) in digits.into_iter().chain(others) {
            out[at] += (n % 10) as u8;
        }
        (m <= 99 && d <= 99).then_some(out)
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
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Day(y, m, d) => write!(f, "{y:04}-{m:02}-{d:02}"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = BadDate;

    /// Reads `2025`, `2025-H1`, `2025-06`, `2025-6-30` and the Chinese `2025年6月30日`, `2025年上半年`.
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
        if !(1900..=2200).contains(&year) {
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
    fn to_cell(&self) -> Result<Cell<'_>, geodata::formats::gpkg_blob::BlobError> {
        Ok(Cell::Text(self.to_string().into()))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        cell.text()?.parse().map_err(|e: BadDate| e.to_string())
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
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "明年",
            "2025-13",
            "2023-02-29",
            "2025-06-31",
            "20250",
            "2025-H3",
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
