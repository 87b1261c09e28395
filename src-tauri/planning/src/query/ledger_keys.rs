//! What ledgers are sorted by: keys, and the way they go. What is empty comes last whichever way that is.

use std::cmp::Ordering;

use super::filter::Sort;
use crate::model::Fen;

/// A number as a key.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Number(pub f64);

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Which way a ledger is sorted: up or down.
#[derive(Clone, Copy)]
pub(super) struct SortWay {
    descending: bool,
}

impl SortWay {
    /// The way that is asked for.
    pub fn of(sort: &Sort) -> Self {
        Self {
            descending: sort.descending,
        }
    }

    /// The order of two values.
    pub fn order<K: Ord>(self, a: &K, b: &K) -> Ordering {
        if self.descending { b.cmp(a) } else { a.cmp(b) }
    }

    /// The order of two values that may be missing.
    pub fn known<K: Ord>(self, a: Option<&K>, b: Option<&K>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) => self.order(a, b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }

    /// The order of two texts; an empty one is missing.
    pub fn texts(self, a: &str, b: &str) -> Ordering {
        self.known((!a.is_empty()).then_some(&a), (!b.is_empty()).then_some(&b))
    }

    /// The order of two lists of names; an empty one is missing.
    pub fn lists(self, a: &[String], b: &[String]) -> Ordering {
        self.known((!a.is_empty()).then_some(&a), (!b.is_empty()).then_some(&b))
    }

    /// The order of two counts, of which the ledger shows no 0.
    pub fn counts(self, a: u32, b: u32) -> Ordering {
        self.known((a > 0).then_some(&a), (b > 0).then_some(&b))
    }

    /// The order of two amounts, of which the ledger shows no 0.
    pub fn amounts(self, a: Fen, b: Fen) -> Ordering {
        self.known(some_money(a).as_ref(), some_money(b).as_ref())
    }
}

/// An amount that the ledger shows: `None` for 0.
pub(super) fn some_money(fen: Fen) -> Option<Fen> {
    (fen.0 != 0).then_some(fen)
}
