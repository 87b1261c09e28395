//! Whether what was reported reaches a target.
//!
//! ≥, ≤, >, < and = compare with the target itself; ≈ (左右) is reached within five in a hundred of it, on either side.
//! What a plan says with 达到, 建成 or 新增 is ≥: more than it asks for is not less. A target with an upper end (1—2 个) is
//! a range: ≥ and > count from its lower end, ≤ and < to its upper end, = and ≈ want the value in it, both ends with it;
//! ≈ widens both by five in a hundred.

use std::ops::Deref;

use crate::model::{Indicator, Observation, Operator};

/// How far from its target an “about” may be, as a part of the target.
pub const ABOUT: f64 = 0.05;

/// Parts of a value by which two that are written the same may differ in a computer.
const EQUAL: f64 = 1.0e-9;

/// Whether a value reaches the target of an indicator.
///
/// ```
/// use planning::model::Operator;
/// use planning::rules::targets::is_met;
/// assert!(is_met(Operator::About, 100.0, None, 104.9));
/// assert!(!is_met(Operator::Exactly, 100.0, None, 104.9));
/// assert!(is_met(Operator::Exactly, 1.0, Some(2.0), 2.0));
/// ```
#[must_use]
pub fn is_met(operator: Operator, target: f64, upper: Option<f64>, seen: f64) -> bool {
    let slack = |of: f64| of.abs() * if operator == Operator::About { ABOUT } else { 0.0 } + of.abs() * EQUAL;
    let above = seen >= target - slack(target);
    let below = |end: f64| seen <= end + slack(end);
    let end = upper.unwrap_or(target);
    match operator {
        Operator::MoreThan => seen > target + slack(target),
        Operator::LessThan => seen < end - slack(end),
        Operator::AtLeast => above,
        Operator::AtMost => below(end),
        Operator::Exactly | Operator::About => above && below(end),
    }
}

/// The last report on an indicator; of two on one date the later in the list. `None` if there is none.
#[must_use]
pub fn newest<O: Deref<Target = Observation>>(seen: &[O]) -> Option<&Observation> {
    // `max_by_key` takes the last of equals.
    seen.iter()
        .map(|report| &**report)
        .max_by_key(|report| report.on_date)
}

/// Whether the last report reaches the target; `None` if there is none.
#[must_use]
pub fn met<O: Deref<Target = Observation>>(indicator: &Indicator, seen: &[O]) -> Option<bool> {
    let report = newest(seen)?;
    Some(is_met(
        indicator.operator,
        indicator.value,
        indicator.upper,
        report.value,
    ))
}
