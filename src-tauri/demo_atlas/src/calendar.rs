//! Dates of the demo atlas: its status date and reckoning in days and months.

use time::{Date, Duration, Month, macros::date};

use planning::model::PartialDate;

/// The day on which the demo atlas stands still.
pub(super) const STATUS: Date = date!(2026 - 11 - 15);

/// A partial date the tables write; empty for none.
///
/// # Panics
/// When the text is no date: the tables are fixed, and the tests read every one of them.
pub(super) fn written(text: &str) -> Option<PartialDate> {
    (!text.is_empty()).then(|| text.parse().expect("the tables hold only dates"))
}

/// The first day a partial date can mean.
pub(super) fn first_day(date: PartialDate) -> Date {
    let (year, month, day) = date.first_day();
    of(year, month, day)
}

/// The last day a partial date can mean.
pub(super) fn last_day(date: PartialDate) -> Date {
    let (year, month, day) = date.last_day();
    of(year, month, day)
}

fn of(year: i32, month: u8, day: u8) -> Date {
    let month = Month::try_from(month).unwrap_or(Month::January);
    Date::from_calendar_date(year, month, day).unwrap_or(STATUS)
}

/// A date so many months (of 30.4 days) later, never a week end.
pub(super) fn months_after(start: Date, months: i64) -> Date {
    working_day(start + Duration::days(months * 304 / 10))
}

/// The same day, or the Monday after a week end.
pub(super) fn working_day(day: Date) -> Date {
    let past_friday = i64::from(day.weekday().number_from_monday()) - 5;
    if past_friday > 0 {
        day + Duration::days(3 - past_friday)
    } else {
        day
    }
}

/// The date to the day.
pub(super) fn to_the_day(date: Date) -> PartialDate {
    PartialDate::Day(date.year(), date.month().into(), date.day())
}

/// The date to the month.
pub(super) fn to_the_month(date: Date) -> PartialDate {
    PartialDate::Month(date.year(), date.month().into())
}

/// The ends of the quarters from a day to the status date.
pub(super) fn quarter_ends(from: Date) -> Vec<Date> {
    let mut ends = Vec::new();
    for year in from.year()..=STATUS.year() {
        for (month, day) in [(3, 31), (6, 30), (9, 30), (12, 31)] {
            let end = of(year, month, day);
            if end > from && end <= STATUS {
                ends.push(end);
            }
        }
    }
    ends
}
