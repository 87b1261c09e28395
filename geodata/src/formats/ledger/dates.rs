//! Days as people write them in tables.

use files::numbers::half_width;

/// What a text says of a day.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum DateReading {
    /// A whole day, as ISO 8601.
    Day(String),
    /// A day with a time, as ISO 8601.
    Moment(String),
    /// Only a month or a year; stays as it was written.
    Partly,
}

/// Returns what a text says of a day: `2024-05-01`, `2024.5.1`, `2024/5/1`, `2024年5月1日`, with a time or not;
/// `2024年5月`, `2024.5` and `2024年` are known only in part. `None` for anything else.
pub(super) fn dated(text: &str) -> Option<DateReading> {
    if text.len() > 60 || !text.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let text: String = text.chars().map(half_width).collect();
    let text = text.trim();
    let (year, rest) = number(text, 4)?;
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let mark = rest.chars().next()?;
    let rest = rest[mark.len_utf8()..].trim_start();
    match mark {
        '年' | '-' | '/' | '.' => {}
        _ => return None,
    }
    if rest.is_empty() {
        return (mark == '年').then_some(DateReading::Partly);
    }
    let (month, rest) = number(rest, 2)?;
    if !(1..=12).contains(&month) {
        return None;
    }
    let rest = rest.trim_start();
    let Some(second) = rest.chars().next() else {
        return Some(DateReading::Partly);
    };
    let rest = rest[second.len_utf8()..].trim_start();
    match (mark, second) {
        ('年', '月') => {}
        ('年', _) => return None,
        (a, b) if a == b => {}
        _ => return None,
    }
    if rest.is_empty() {
        return (second == '月').then_some(DateReading::Partly);
    }
    let (day, rest) = number(rest, 2)?;
    if !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let iso = format!("{year:04}-{month:02}-{day:02}");
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    let rest = rest.strip_prefix('T').unwrap_or(rest).trim();
    if rest.is_empty() {
        return Some(DateReading::Day(iso));
    }
    time(rest).map(|t| DateReading::Moment(format!("{iso}T{t}")))
}

/// Returns the day or month that digits alone say in a column of days: `20240501`, `202405`, or the number of days by which
/// workbooks count, `45413`.
pub(super) fn digits_day(text: &str) -> Option<String> {
    if !matches!(text.len(), 5 | 6 | 8) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if text.len() == 5 {
        return files::number_format::serial_day(text.parse().ok()?);
    }
    let (year, month) = (text[..4].parse().ok()?, text[4..6].parse().ok()?);
    if !(1900..=2200).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    if text.len() == 6 {
        return Some(format!("{year:04}-{month:02}"));
    }
    let day: u32 = text[6..].parse().ok()?;
    (1..=days_in(year, month))
        .contains(&day)
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn time(text: &str) -> Option<String> {
    let (hour, rest) = number(text, 2)?;
    let rest = rest.strip_prefix(':')?;
    let (minute, rest) = number(rest, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2)?,
        None => (0, rest),
    };
    let zone = match rest.strip_prefix('.') {
        Some(part) => part.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let fits = hour < 24 && minute < 60 && second < 60;
    let known = zone.is_empty() || zone == "Z" || (zone.len() == 6 && zone.starts_with(['+', '-']));
    (fits && known && zone.is_ascii()).then(|| format!("{hour:02}:{minute:02}:{second:02}{zone}"))
}

/// Returns the day and time that a workbook keeps as text (`2024-05-01`, `2024-05-01T08:30:00`) as a moment; midnight
/// is a day.
pub(in crate::formats) fn iso_moment(text: &str) -> Option<files::cells::Cell> {
    match dated(text)? {
        DateReading::Day(day) => Some(files::cells::Cell::Date(day)),
        DateReading::Moment(m) => Some(match m.strip_suffix("T00:00:00") {
            Some(day) => files::cells::Cell::Date(day.to_owned()),
            None => files::cells::Cell::Moment(m),
        }),
        DateReading::Partly => None,
    }
}

/// The digits at the beginning, at most so many.
fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let end = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    if end == 0 || end > most || (most == 4 && end != 4) {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

pub(super) fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{DateReading, dated, digits_day};

    #[test]
    fn digits_alone_are_days_where_days_are_due() {
        for (digits, day) in [
            ("20240501", "2024-05-01"),
            ("202405", "2024-05"),
            ("45413", "2024-05-01"),
        ] {
            assert_eq!(digits_day(digits).as_deref(), Some(day));
        }
        for text in ["20241301", "202413", "12", "2024", "99999", "1234567"] {
            assert_eq!(digits_day(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_read_in_the_ways_offices_write_them() {
        let day = |t: &str| Some(DateReading::Day(t.to_owned()));
        for text in [
            "2024-05-01",
            "2024.5.1",
            "2024/5/1",
            "2024年5月1日",
            "２０２４年５月１日",
        ] {
            assert_eq!(dated(text), day("2024-05-01"), "{text}");
        }
        assert_eq!(
            dated("2024-05-01 8:30"),
            Some(DateReading::Moment("2024-05-01T08:30:00".into()))
        );
        for text in ["2024年5月", "2024年", "2024.5", "2024-05"] {
            assert_eq!(dated(text), Some(DateReading::Partly), "{text}");
        }
        for text in [
            "2024",
            "2023.2.29",
            "1.2.3",
            "2024-5.1",
            "鲁政字〔2024〕5号",
            "2024年底",
            "2024.13.1",
        ] {
            assert_eq!(dated(text), None, "{text}");
        }
    }
}
