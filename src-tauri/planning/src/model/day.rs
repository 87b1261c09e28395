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

impl PartialDate {
    /// The date that holds the first day of this one and is no more exact than `like`: 2025-06-18 like a month is 2025-06.
    #[must_use]
    pub fn as_exact_as(self, like: Self) -> Self {
        let (year, month, day) = self.first_day();
        match like {
            Self::Year(_) => Self::Year(year),
            Self::Half(..) => Self::Half(year, if month <= 6 { 1 } else { 2 }),
            Self::Quarter(..) => Self::Quarter(year, month.div_ceil(3)),
            Self::Month(..) => Self::Month(year, month),
            Self::Day(..) => Self::Day(year, month, day),
        }
    }

    /// The date that many days later, as exact as this one: of a month that which its middle day comes into. `None` if no
    /// atlas can hold it.
    #[must_use]
    pub fn shifted(self, days: i32) -> Option<Self> {
        let middle = self.earliest() + (self.latest() - self.earliest()) / 2;
        let day = Self::of_day(middle.checked_add(days)?)?;
        Some(day.as_exact_as(self)).filter(|date| date.is_kept())
    }

    /// The first date as exact as `like` that begins on a day or after it.
    #[must_use]
    pub fn from_day_on(day: Day, like: Self) -> Option<Self> {
        let holds = Self::of_day(day)?.as_exact_as(like);
        let date = match holds.earliest() < day {
            true => Self::of_day(holds.latest() + 1)?.as_exact_as(like),
            false => holds,
        };
        Some(date).filter(|date| date.is_kept())
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

    #[test]
    fn a_date_that_is_moved_stays_as_exact_as_it_was() {
        for (text, days, moved) in [
            ("2025-06-18", 14, "2025-07-02"),
            ("2025-06", 31, "2025-07"),
            ("2025-06", 10, "2025-06"),
            ("2025-01", 365, "2026-01"),
            ("2025-Q4", 92, "2026-Q1"),
            ("2025-H1", -181, "2024-H2"),
            ("2025", 365, "2026"),
        ] {
            assert_eq!(date(text).shifted(days), Some(date(moved)), "{text} {days}");
        }
        assert_eq!(date("2200").shifted(366), None);
    }

    #[test]
    fn what_begins_on_a_day_or_after_it_is_rounded_up() {
        for (day, like, found) in [
            ("2025-06-01", "2024-01", "2025-06"),
            ("2025-06-02", "2024-01", "2025-07"),
            ("2025-12-02", "2024-Q1", "2026-Q1"),
            ("2025-06-02", "2024-01-09", "2025-06-02"),
        ] {
            let found = Some(date(found));
            assert_eq!(PartialDate::from_day_on(date(day).earliest(), date(like)), found);
        }
    }
}
