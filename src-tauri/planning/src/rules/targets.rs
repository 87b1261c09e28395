//! Whether what was reported reaches a target.
//!
//! ≥, ≤, >, < and = compare with the target itself; ≈ (左右) is reached within five in a hundred of it, on either side.
//! What a plan says with 达到, 建成 or 新增 is ≥: more than it asks for is not less. A target with an upper end (1—2 个) is
//! a range: ≥ and > count from its lower end, ≤ and < to its upper end, = and ≈ want the value in it, both ends with it;
//! ≈ widens both by five in a hundred.

mod breakdown;
mod computed;
mod counting;
mod course;
mod places;
mod standing;
mod values;

use crate::model::Operator;
pub use breakdown::{NewTargetValue, ShareSum, break_down, confirm_value, report_value, share_sum};
pub use computed::{ComputedValue, computed_value};
pub use course::{ExpectedValue, TargetVerdict, verdict, way_done};
pub use places::places_of_target;
pub(super) use places::{below, holds_on};
pub use standing::{PlaceValue, TargetStanding, place_values, standing};
pub use values::{TargetValue, TownsReaching, ValueOrigin, adds_up, is_of_each};

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

/// The value nearest to `seen` that reaches a target; for > and < its end.
#[must_use]
fn nearest_reaching(operator: Operator, target: f64, upper: Option<f64>, seen: f64) -> f64 {
    let end = upper.unwrap_or(target);
    match operator {
        Operator::AtLeast | Operator::MoreThan => seen.max(target),
        Operator::AtMost | Operator::LessThan => seen.min(end),
        Operator::Exactly | Operator::About => seen.max(target).min(end.max(target)),
    }
}

/// A number with at most two decimals.
#[must_use]
pub fn number_text(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // No −0.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}
