//! What number formats of workbooks show, and the days that workbooks keep as numbers.

use crate::cells::Cell;

/// Days up to the end of the year 9999.
const LAST: f64 = 2_958_466.0;

/// What a number format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Shows {
    #[default]
    Number,
    /// A share of a hundred.
    Percent,
    /// A number with so many decimals, also where they are zero.
    Decimals(u8),
    /// A day, perhaps with a time.
    Day,
    Month,
    Year,
    /// Hours and minutes without a day, or a length of time.
    Time,
}

/// Returns what a format code shows (ECMA-376 part 1, 18.8.31).
pub fn shows(code: &str) -> Shows {
    let first = code.split(';').next().unwrap_or_default();
    let mut percent = false;
    let (mut day, mut year, mut month, mut time, mut span) = (false, false, false, false, false);
    let mut chars = first.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let _ = chars.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                let _ = chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let lower = inside.to_ascii_lowercase();
                span |= !lower.is_empty() && lower.chars().all(|c| matches!(c, 'h' | 'm' | 's'));
            }
            '%' => percent = true,
            'd' | 'D' => day = true,
            'y' | 'Y' | 'e' | 'E' if !matches!(c, 'e' | 'E') || first.contains('年') => year = true,
            'm' | 'M' => month = true,
            'h' | 'H' | 's' | 'S' => time = true,
            // "General" and colours in words are no days.
            'G' | 'g' if first.trim_start().to_ascii_lowercase().starts_with("general") => {
                return Shows::Number;
            }
            _ => {}
        }
    }
    match (day, year, month) {
        _ if span => Shows::Time,
        (true, ..) => Shows::Day,
        (_, true, true) => Shows::Month,
        (_, true, _) => Shows::Year,
        _ if time => Shows::Time,
        (_, _, true) => Shows::Day,
        _ if percent => Shows::Percent,
        _ => decimals(first).map_or(Shows::Number, Shows::Decimals),
    }
}

/// The decimals of a code that is nothing but `0.00`, perhaps with room after it.
fn decimals(code: &str) -> Option<u8> {
    let plain = code.trim_end_matches([' ', '_', ')', '\\']);
    let zeros = plain.strip_prefix("0.")?;
    let many = u8::try_from(zeros.len()).ok()?;
    zeros.bytes().all(|b| b == b'0').then_some(many)
}

/// Returns what a built-in number format shows, by its number (18.8.30, with those of Chinese workbooks).
pub fn built_in(id: u32) -> Shows {
    match id {
        14..=16 | 22 | 28..=31 | 50 | 51 | 53 | 54 | 56 | 58 => Shows::Day,
        17 | 27 | 36 | 52 | 55 | 57 => Shows::Month,
        2 => Shows::Decimals(2),
        9 | 10 => Shows::Percent,
        18..=21 | 32..=35 | 45..=47 => Shows::Time,
        _ => Shows::Number,
    }
}

/// Returns a number as the cell that its format shows: days as ISO 8601, a month or year as text so that no day is
/// invented; a percentage as text with its sign; `2024.10` as text where it may be a month, as the number has lost its zero.
pub fn cell(value: f64, since_1904: bool, shows: Shows) -> Cell {
    match shows {
        Shows::Percent if value.is_finite() => {
            return Cell::Text(format!("{}%", fifteen_digits(value * 100.0)));
        }
        Shows::Decimals(2) if is_year_and_month(value) => return Cell::Text(format!("{value:.2}")),
        Shows::Percent | Shows::Decimals(_) => return Cell::number(value),
        _ => {}
    }
    if shows == Shows::Number || !(0.0..LAST).contains(&value) {
        return Cell::number(value);
    }
    let seconds = (value.fract() * 86_400.0).round() as u64;
    if shows == Shows::Time || (value < 1.0 && !since_1904) {
        let all = (value * 86_400.0).round() as u64;
        return Cell::Text(format!("{}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60));
    }
    let mut whole = value.trunc() as i64 + i64::try_from(seconds / 86_400).unwrap_or_default();
    // The 1900 count has a 29 February 1900 that was not: day 60 and before are one off.
    whole += if since_1904 {
        1462
    } else if whole < 60 {
        1
    } else {
        0
    };
    let (year, month, day) = civil(whole - 25_569);
    match shows {
        Shows::Month => Cell::Text(format!("{year}年{month}月")),
        Shows::Year => Cell::Text(format!("{year}年")),
        _ if seconds.is_multiple_of(86_400) => Cell::Date(format!("{year:04}-{month:02}-{day:02}")),
        _ => {
            let s = seconds % 86_400;
            let time = format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
            Cell::Moment(format!("{year:04}-{month:02}-{day:02}T{time}"))
        }
    }
}

/// A number as a workbook shows it; it keeps 0.1 + 0.2 as 0.30000000000000004.
fn fifteen_digits(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

fn is_year_and_month(value: f64) -> bool {
    let hundredths = (value * 100.0).round();
    let month = hundredths % 100.0;
    (1900.0..2200.0).contains(&value)
        && (value * 100.0 - hundredths).abs() < 1e-6
        && (1.0..=12.0).contains(&month)
}

/// Returns the day of a number of days as workbooks count them, as ISO 8601; `None` for numbers that no day of a plan has.
pub fn serial_day(value: i64) -> Option<String> {
    let (year, month, day) = civil(value - 25_569);
    (20_000..80_000)
        .contains(&value)
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Returns year, month and day of days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years
/// (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::{Shows, cell, serial_day, shows};
    use crate::cells::Cell;

    #[test]
    fn numbers_become_the_days_they_are_shown_as() {
        let day = |v: f64| cell(v, false, Shows::Day);
        assert_eq!(day(45_413.0), Cell::Date("2024-05-01".into()));
        assert_eq!(day(45_413.5), Cell::Moment("2024-05-01T12:00:00".into()));
        assert_eq!(day(61.0), Cell::Date("1900-03-01".into()));
        assert_eq!(day(1.0), Cell::Date("1900-01-01".into()));
        assert_eq!(cell(43_951.0, true, Shows::Day), Cell::Date("2024-05-01".into()));
        assert_eq!(
            cell(45_413.0, false, Shows::Month),
            Cell::Text("2024年5月".into())
        );
        assert_eq!(day(-3.0), Cell::Number(-3.0));
    }

    #[test]
    fn numbers_become_what_is_shown() {
        assert_eq!(cell(0.45, false, Shows::Percent), Cell::Text("45%".into()));
        assert_eq!(cell(0.085, false, Shows::Percent), Cell::Text("8.5%".into()));
        assert_eq!(
            cell(2024.1, false, Shows::Decimals(2)),
            Cell::Text("2024.10".into())
        );
        assert_eq!(cell(2024.13, false, Shows::Decimals(2)), Cell::Number(2024.13));
        assert_eq!(cell(120.5, false, Shows::Decimals(2)), Cell::Number(120.5));
        assert_eq!(serial_day(45_413).as_deref(), Some("2024-05-01"));
        assert_eq!(serial_day(100), None);
    }

    #[test]
    fn formats_are_told_apart() {
        for (code, what) in [
            ("yyyy\"年\"m\"月\"d\"日\"", Shows::Day),
            ("yyyy\"年\"m\"月\"", Shows::Month),
            ("yyyy/m/d;@", Shows::Day),
            ("[$-804]yyyy\"年\"m\"月\";@", Shows::Month),
            ("0.00_ ;[Red]\\-0.00\\ ", Shows::Decimals(2)),
            ("0.0", Shows::Decimals(1)),
            ("0%", Shows::Percent),
            ("0.00%;[Red]-0.00%", Shows::Percent),
            ("0\"%\"", Shows::Number),
            ("General", Shows::Number),
            ("0.00E+00", Shows::Number),
            ("h:mm", Shows::Time),
            ("[h]:mm:ss", Shows::Time),
            ("#,##0\"亩\"", Shows::Number),
        ] {
            assert_eq!(shows(code), what, "{code}");
        }
    }
}
