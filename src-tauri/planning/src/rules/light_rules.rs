//! The numbers of the lights as rows of an atlas: one rule a number, for things of every kind.

use super::RuleError;
use super::lights::LightLimits;
use crate::change::{ChangeError, Edit};
use crate::model::{Kind, Light, LightRule, LightTest, Model, Record};

/// Days that a month of a rule has.
const DAYS_A_MONTH: f64 = 30.0;

/// The edits that make these the numbers of an atlas: rules that are there take them, those that say the same twice go.
///
/// # Errors
/// [`RuleError::Limits`] if they are not in order, [`ChangeError::Nothing`] if nothing would change.
pub fn set_limits(model: &Model, limits: LightLimits) -> Result<Vec<Edit>, RuleError> {
    let percent = 0.0..=100.0;
    let in_order = percent.contains(&limits.yellow_points)
        && percent.contains(&limits.red_points)
        && limits.yellow_points <= limits.red_points
        && (1..=36_500).contains(&limits.idle_days);
    if !in_order {
        return Err(RuleError::Limits);
    }
    let months = f64::from(limits.idle_days) / DAYS_A_MONTH;
    let mut edits = Vec::new();
    for (ordinal, light, test, over) in [
        (1, Light::Red, LightTest::BehindPercent, limits.red_points),
        (2, Light::Yellow, LightTest::BehindPercent, limits.yellow_points),
        (3, Light::Red, LightTest::MonthsNotStarted, months),
    ] {
        let mut there: Vec<&LightRule> = model
            .light_rules
            .iter()
            .filter(|rule| rule.light == light && rule.test == test)
            .collect();
        there.sort_by_key(|rule| (rule.kind.is_some(), rule.ordinal, rule.id.clone()));
        let first = there.first().copied();
        let after = LightRule {
            over,
            ..first.cloned().unwrap_or_else(|| LightRule {
                id: format!("light_rules-{}", uuid::Uuid::now_v7()).into(),
                ordinal,
                kind: None,
                light,
                test,
                over,
                reason: None,
            })
        };
        if first != Some(&after) {
            edits.push(edit(first, Some(after)));
        }
        edits.extend(there.into_iter().skip(1).map(|rule| edit(Some(rule), None)));
    }
    if edits.is_empty() {
        return Err(ChangeError::Nothing.into());
    }
    Ok(edits)
}

fn edit(before: Option<&LightRule>, after: Option<LightRule>) -> Edit {
    let id = before.map(|rule| rule.id.0.clone());
    Edit {
        kind: Kind::LightRule,
        id: id
            .or_else(|| after.as_ref().map(|rule| rule.id.0.clone()))
            .unwrap_or_default(),
        before: before.cloned().map(Record::LightRule),
        after: after.map(Record::LightRule),
    }
}
