//! What number formats of workbooks show, and the days that workbooks keep as numbers.

use crate::cells::Cell;

/// Days up to the end of the year 9999.
const LAST: f64 = 2_958_466.0;

/// What a number format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shows {
    /// A number.
    #[default]
    Number,
    /// A day, perhaps with a time.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
    /// Hours and minutes without a day, or a length of time.
    Time,
}

/// Returns what a format code shows (ECMA-376 part 1, 18.8.31).
pub fn shows(code: &str) -> Shows {
    let first = code.split(';').next().unwrap_or_default();
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
        _ => Shows::Number,
    }
}

/// Returns what a built-in number format shows, by its number (18.8.30, with those of Chinese workbooks).
pub fn built_in(id: u32) -> Shows {
    match id {
        14..=16 | 22 | 28..=31 | 50 | 51 | 53 | 54 | 56 | 58 => Shows::Day,
        17 | 27 | 36 | 52 | 55 | 57 => Shows::Month,
        18..=21 | 32..=35 | 45..=47 => Shows::Time,
        _ => Shows::Number,
    }
}

/// Returns a number of days as the cell that its format shows: a whole day as ISO 8601, a month or year as text so
/// that no day is invented.
pub fn cell(value: f64, since_1904: bool, shows: Shows) -> Cell {
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

/// Year, month and day of days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years
/// (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
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
    use super::{Shows, cell, shows};
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
    fn formats_are_told_apart() {
        for (code, what) in [
            ("yyyy\"年\"m\"月\"d\"日\"", Shows::Day),
            ("yyyy\"年\"m\"月\"", Shows::Month),
            ("yyyy/m/d;@", Shows::Day),
            ("[$-804]yyyy\"年\"m\"月\";@", Shows::Month),
            ("0.00_ ;[Red]\\-0.00\\ ", Shows::Number),
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
