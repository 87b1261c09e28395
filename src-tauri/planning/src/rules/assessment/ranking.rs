//! The place of a town: towns of one total share a place, and the next one's place counts them all (1, 2, 2, 4).

use crate::model::RankEnd;

/// The places of totals, in their order; `None` where no total is known.
pub(super) fn ranks(totals: &[Option<f64>]) -> Vec<Option<u32>> {
    let place = |total: f64| 1 + count(totals, |other| other > total);
    totals.iter().map(|total| total.map(place)).collect()
}

/// Whether a total is among the first or last so many: fewer than that are strictly better, or worse. All that share the
/// last place that counts are in.
pub(super) fn is_among(totals: &[Option<f64>], total: f64, end: RankEnd, many: u32) -> bool {
    match end {
        RankEnd::Top => count(totals, |other| other > total) < many,
        RankEnd::Bottom => count(totals, |other| other < total) < many,
    }
}

fn count(totals: &[Option<f64>], wanted: impl Fn(f64) -> bool) -> u32 {
    let n = totals.iter().flatten().filter(|total| wanted(**total)).count();
    u32::try_from(n).unwrap_or(u32::MAX)
}
