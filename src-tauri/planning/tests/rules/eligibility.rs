//! Who may have which money: answers worked by hand.

use planning::model::{EligibilityRule, Fen, Kind, PilotLevel, ProjectKind, Record};
use planning::rules::eligibility::{Candidate, Eligible, coverage, judge};
use serde_json::{Value, json};

use crate::fixtures::row;

const WAN: i64 = 1_000_000;

fn rule(columns: &Value) -> EligibilityRule {
    let mut all = json!({"id": "r", "ordinal": 1, "title": "规则", "effect": "source"});
    let given = columns.as_object().expect("an object").clone();
    all.as_object_mut().expect("an object").extend(given);
    match row(Kind::EligibilityRule, &all) {
        Record::EligibilityRule(rule) => rule,
        other => panic!("{other:?}"),
    }
}

/// A sewage works of 4000 万元 in a prefectural pilot with 300 万元 of revenue a year.
fn works() -> Candidate<'static> {
    Candidate {
        kind: ProjectKind::Sewage,
        planned: Some(Fen(4000 * WAN)),
        bond: None,
        public_benefit: Some(true),
        yearly_revenue: Some(Fen(300 * WAN)),
        bond_years: Some(20),
        bond_rate: Some(0.03),
        pilot: Some(Some(PilotLevel::Prefecture)),
        quantity: Some((12.5, "亩")),
    }
}

#[track_caller]
fn answers(columns: &Value, project: &Candidate<'_>, expected: Eligible, code: &str) {
    let found = judge(&rule(columns), project, "三（三）".to_owned());
    assert_eq!(found.answer, expected, "{:?}", found.reasons);
    assert!(
        found.reasons.iter().any(|why| why.code == code),
        "{code}: {:?}",
        found.reasons
    );
    assert_eq!(found.clause, "三（三）");
}

#[test]
fn revenue_covers_principal_and_interest_of_the_whole_term() {
    // 300 × 20 = 6000 against 4000 × (1 + 0.03 × 20) = 6400.
    assert_eq!(
        coverage(Fen(300 * WAN), Fen(4000 * WAN), 20, 0.03),
        Some(6000.0 / 6400.0)
    );
    assert_eq!(coverage(Fen(300 * WAN), Fen(0), 20, 0.03), None);
    let test = json!({"source": "special_bond", "revenue": "covers_debt"});
    answers(&test, &works(), Eligible::No, "eligibility.coverage_of_all");
    // Half of it as a bond: 6000 against 3200.
    let bond = Candidate {
        bond: Some(Fen(2000 * WAN)),
        ..works()
    };
    answers(&test, &bond, Eligible::Yes, "eligibility.coverage");
    let wanted = json!({"revenue": "covers_debt", "coverage": 2.0});
    answers(&wanted, &bond, Eligible::No, "eligibility.coverage");
    answers(
        &test,
        &Candidate {
            bond_rate: None,
            ..bond
        },
        Eligible::Unknown,
        "eligibility.coverage_unknown",
    );
    answers(
        &test,
        &Candidate {
            yearly_revenue: None,
            ..bond
        },
        Eligible::Unknown,
        "eligibility.revenue_unknown",
    );
    answers(
        &test,
        &Candidate {
            yearly_revenue: Some(Fen(0)),
            ..bond
        },
        Eligible::No,
        "eligibility.no_revenue",
    );
}

#[test]
fn no_revenue_is_for_general_bonds_and_is_not_assumed() {
    let test = json!({"source": "general_bond", "revenue": "none"});
    answers(&test, &works(), Eligible::No, "eligibility.revenue");
    answers(
        &test,
        &Candidate {
            yearly_revenue: Some(Fen(0)),
            ..works()
        },
        Eligible::Yes,
        "eligibility.no_revenue",
    );
    answers(
        &test,
        &Candidate {
            yearly_revenue: None,
            ..works()
        },
        Eligible::Unknown,
        "eligibility.revenue_unknown",
    );
}

#[test]
fn priority_is_for_what_is_over_the_amount_and_for_the_public_good() {
    let test = json!({"effect": "priority", "over": 500 * WAN, "public_benefit": true});
    answers(&test, &works(), Eligible::Yes, "eligibility.size");
    answers(
        &test,
        &Candidate {
            planned: Some(Fen(500 * WAN)),
            ..works()
        },
        Eligible::No,
        "eligibility.size",
    );
    answers(
        &test,
        &Candidate {
            planned: None,
            ..works()
        },
        Eligible::Unknown,
        "eligibility.size_unknown",
    );
    answers(
        &test,
        &Candidate {
            public_benefit: None,
            ..works()
        },
        Eligible::Unknown,
        "eligibility.public_unknown",
    );
    // What does not hold is more than what is not known.
    let both = Candidate {
        planned: Some(Fen(1)),
        public_benefit: None,
        ..works()
    };
    answers(&test, &both, Eligible::No, "eligibility.size");
    let more = json!({"effect": "priority", "over": 500 * WAN, "condition": "符合投向"});
    answers(&more, &works(), Eligible::IfMore, "eligibility.more");
}

#[test]
fn pilots_are_of_the_level_or_above() {
    let of = |level: &str| json!({"effect": "priority", "pilot_level": level});
    answers(&of("county"), &works(), Eligible::Yes, "eligibility.pilot");
    answers(&of("prefecture"), &works(), Eligible::Yes, "eligibility.pilot");
    answers(&of("province"), &works(), Eligible::No, "eligibility.pilot");
    answers(
        &of("county"),
        &Candidate {
            pilot: None,
            ..works()
        },
        Eligible::No,
        "eligibility.no_pilot",
    );
    answers(
        &of("county"),
        &Candidate {
            pilot: Some(None),
            ..works()
        },
        Eligible::Unknown,
        "eligibility.pilot_level",
    );
}

#[test]
fn a_reward_is_for_each_unit_and_a_share_that_is_not_stated_is_said() {
    let reward = json!({"effect": "reward", "amount": WAN, "per": "亩"});
    let found = judge(&rule(&reward), &works(), String::new());
    assert_eq!(found.gives, Some(Fen(12_500_000)));
    let other = Candidate {
        quantity: Some((3.0, "公里")),
        ..works()
    };
    assert_eq!(judge(&rule(&reward), &other, String::new()).gives, None);
    answers(
        &json!({"effect": "return", "share": 0.8}),
        &works(),
        Eligible::Yes,
        "eligibility.share",
    );
    answers(
        &json!({"effect": "return"}),
        &works(),
        Eligible::Yes,
        "eligibility.share_unknown",
    );
}
