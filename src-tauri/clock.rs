//! The clock of this machine: the one place of the shell where it is read. What depends on time is given a [`Clock`],
//! so that tests need not wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use planning::model::PartialDate;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

/// RFC 3339 to the millisecond.
const RFC_3339: StaticFormatDescription =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// Now in UTC, RFC 3339 to the millisecond: `2026-11-30T13:09:32.000Z`.
pub fn now() -> String {
    // Only a year beyond 9999 cannot be written.
    OffsetDateTime::now_utc().format(RFC_3339).unwrap_or_default()
}

/// The day it is in China, where what an atlas holds is due. `ZHENTU_TODAY` (2026-11-30) sets another one, for tests and
/// for looking at an atlas as of a day.
pub fn today() -> PartialDate {
    let set = std::env::var("ZHENTU_TODAY").ok();
    let day: Option<PartialDate> = set.and_then(|text| text.parse().ok());
    day.filter(|day| matches!(day, PartialDate::Day(..)))
        .unwrap_or_else(|| day_in_china(OffsetDateTime::now_utc()))
}

fn day_in_china(moment: OffsetDateTime) -> PartialDate {
    let east = UtcOffset::from_hms(8, 0, 0).unwrap_or(UtcOffset::UTC);
    let date = moment.to_offset(east).date();
    PartialDate::Day(date.year(), date.month().into(), date.day())
}

/// Milliseconds since 1970.
pub fn unix_millis() -> i128 {
    OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000
}

/// Tells how much time has gone by. Clones are the same clock.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// When it was stopped, if it was.
    stopped: Option<Instant>,
    /// Milliseconds by which it was put forward.
    ahead: Arc<AtomicU64>,
}

impl Clock {
    /// A clock that only goes when it is put forward, for tests.
    pub fn stopped() -> Self {
        Self {
            stopped: Some(Instant::now()),
            ..Self::default()
        }
    }

    /// This moment.
    pub fn instant(&self) -> Instant {
        self.stopped.unwrap_or_else(Instant::now) + Duration::from_millis(self.ahead.load(Ordering::SeqCst))
    }

    /// Puts the clock forward, as if that much time had gone by.
    pub fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.ahead.fetch_add(millis, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::format_description::well_known::Rfc3339;

    #[test]
    fn now_is_a_time_in_utc_to_the_millisecond() {
        let text = now();
        assert_eq!(
            (text.len(), text.as_bytes()[19], text.as_bytes()[23]),
            (24, b'.', b'Z'),
            "{text}"
        );
        let read = OffsetDateTime::parse(&text, &Rfc3339).expect("RFC 3339");
        assert!((OffsetDateTime::now_utc() - read).abs() < time::Duration::minutes(1));
    }

    #[test]
    fn the_day_begins_with_midnight_in_china() {
        let day =
            |text: &str| day_in_china(OffsetDateTime::parse(text, &Rfc3339).expect("RFC 3339")).to_string();
        assert_eq!(day("2026-11-30T15:59:59Z"), "2026-11-30");
        assert_eq!(day("2026-11-30T16:00:00Z"), "2026-12-01");
    }

    #[test]
    fn a_clock_put_forward_is_so_for_all_who_have_it() {
        let clock = Clock::stopped();
        let (before, other) = (clock.instant(), clock.clone());
        clock.advance(Duration::from_secs(60));
        assert_eq!(other.instant() - before, Duration::from_secs(60));
    }
}
