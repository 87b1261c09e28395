//! Days as whole numbers, for reckoning with dates: days since 1970-01-01 in the Gregorian calendar.

use time::{Date, Month};

use super::PartialDate;

/// A day, in days since 1970-01-01.
pub type Day = i32;

/// 1970-01-01 as a Julian day.
const EPOCH: i32 = 2_440_588;

/// The number of a day given as year, month and day; that of the nearest day there is if there is none such.
fn number((year, month, day): (i32, u8, u8)) -> Day {
    let month = Month::try_from(month).unwrap_or(Month::January);
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.clamp(1, last)).map_or(0, |date| date.to_julian_day() - EPOCH)
}

impl PartialDate {
    /// The first day it can mean.
    #[must_use]
    pub fn earliest(self) -> Day {
        number(self.first_day())
    }

    /// The last day it can mean.
    #[must_use]
    pub fn latest(self) -> Day {
        number(self.last_day())
    }

    /// The date to the day of a day's number; `None` if its year has more than four digits.
    #[must_use]
    pub fn of_day(day: Day) -> Option<Self> {
        let date = Date::from_julian_day(day.checked_add(EPOCH)?).ok()?;
        Some(Self::Day(date.year(), date.month().into(), date.day()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().expect("a date")
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(date("1970-01-01").earliest(), 0);
        // 56 years with 14 leap days (1972 to 2024) before 2026, and 333 days of it.
        assert_eq!(date("2026-11-30").earliest(), 56 * 365 + 14 + 333);
        assert_eq!(date("2024-03-01").earliest() - date("2024-02-28").earliest(), 2);
    }

    #[test]
    fn a_month_a_quarter_and_a_year_span_their_days() {
        for (text, days) in [
            ("2024-02", 29),
            ("2025-02", 28),
            ("2025-Q1", 90),
            ("2025-H2", 184),
            ("2024", 366),
        ] {
            assert_eq!(date(text).latest() - date(text).earliest() + 1, days, "{text}");
        }
    }

    #[test]
    fn a_number_is_the_day_it_came_from() {
        for day in date("1900-01-01").earliest()..=date("2200-12-31").earliest() {
            let back = PartialDate::of_day(day).expect("a day");
            assert_eq!((back.earliest(), back.latest()), (day, day));
        }
        assert_eq!(PartialDate::of_day(i32::MAX), None);
    }
}
