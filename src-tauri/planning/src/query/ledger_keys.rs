//! Keys that ledgers are sorted by.

use std::cmp::Ordering;

/// A number as a key: none comes last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Number {
    Some(Total),
    None,
}

#[derive(PartialEq)]
pub(super) struct Total(f64);

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Total {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Number {
    pub fn of(number: Option<f64>) -> Self {
        number.map_or(Self::None, |x| Self::Some(Total(x)))
    }
}

/// A key of which none comes last.
#[derive(PartialEq, Eq)]
pub(super) struct EmptyLast<T>(pub Option<T>);

impl<T: Ord> PartialOrd for EmptyLast<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Ord for EmptyLast<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        empty_last(self.0.as_ref(), other.0.as_ref())
    }
}

pub(super) fn empty_last<T: Ord>(a: Option<&T>, b: Option<&T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
