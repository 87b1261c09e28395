//! What the demo atlas promises of documents, rules, standards, targets and facts of towns.

use std::collections::BTreeSet;

use super::records;
use planning::{change::Change, model::*};

fn model() -> Model {
    Change::model_of(records()).expect("rows that fit together")
}

fn words<T: Copy + Ord>(values: impl Iterator<Item = T>) -> BTreeSet<T> {
    values.collect()
}

#[test]
fn every_word_of_rules_and_facts_occurs() {
    let m = model();
    assert_eq!(
        words(m.land_rules.iter().map(|r| r.kind)).len(),
        LandPolicy::ALL.len()
    );
    assert_eq!(
        words(m.citations.iter().map(|c| c.relation)).len(),
        CitationRelation::ALL.len()
    );
    assert_eq!(
        words(m.town_observations.iter().map(|o| o.measure)).len(),
        TownMeasure::ALL.len()
    );
    assert_eq!(
        words(m.assessment_rules.iter().filter_map(|r| r.consequence)).len(),
        Consequence::ALL.len()
    );
    assert_eq!(
        words(m.eligibility_rules.iter().map(|r| r.effect)).len(),
        EligibilityEffect::ALL.len()
    );
    assert_eq!(
        words(m.eligibility_rules.iter().filter_map(|r| r.revenue)).len(),
        RevenueTest::ALL.len()
    );
    let document_of = |c: &Citation| m.documents.get(c.document.as_str()).is_some();
    assert!(m.citations.iter().all(document_of));
    let plans_of = |id: &str| {
        let citing = m.citations.iter().filter(|c| c.document.as_str() == id);
        citing.map(|c| c.plan.0.clone()).collect::<BTreeSet<_>>().len()
    };
    assert!(
        m.documents.iter().any(|d| plans_of(d.id.as_str()) == 2),
        "one document of two plans"
    );
    assert!(
        m.budget_lines
            .iter()
            .filter(|l| l.scope == Some(BudgetScope::Ceiling))
            .count()
            > 3
    );
}

#[test]
fn what_can_be_judged_says_what_its_clause_says() {
    let m = model();
    for rule in m.eligibility_rules.iter() {
        let clause = rule.funding_rule.as_ref().expect("a clause");
        let clause = m.funding_rules.get(clause.as_str()).expect("the clause");
        assert_eq!(rule.plan.as_ref(), Some(&clause.plan), "{}", rule.id);
        assert_eq!(
            (rule.share, rule.amount),
            (clause.share, clause.amount),
            "{}",
            rule.id
        );
        assert_eq!(
            (&rule.per, rule.over),
            (&clause.per, clause.threshold),
            "{}",
            rule.id
        );
    }
}

/// The newest value of a measure of a town.
fn newest(m: &Model, town: &str, measure: TownMeasure) -> Option<f64> {
    let of_town = |o: &&TownObservation| o.region.as_str() == town && o.measure == measure;
    m.town_observations
        .iter()
        .filter(of_town)
        .max_by_key(|o| o.on_date)
        .map(|o| o.value)
}

#[test]
fn one_pilot_reaches_both_parts_of_the_target_that_counts_towns_and_another_one_alone() {
    let m = model();
    let whole = m
        .indicators
        .iter()
        .find(|i| i.counted == Some(CountedBy::Towns))
        .expect("a target that counts towns");
    let parts: Vec<(TownMeasure, f64)> = m
        .indicators
        .iter()
        .filter(|i| i.part_of.as_ref() == Some(&whole.id))
        .map(|i| (i.measure.expect("a measure"), i.value))
        .collect();
    assert_eq!(parts.len(), 2);
    let pilots: BTreeSet<String> = m
        .designations
        .iter()
        .filter(|d| d.plan == whole.plan)
        .map(|d| d.region.0.clone())
        .collect();
    let reached = |town: &String| {
        let reaches = |(measure, value): &&(TownMeasure, f64)| newest(&m, town, *measure) >= Some(*value);
        parts.iter().filter(reaches).count()
    };
    let reached: Vec<usize> = pilots.iter().map(reached).collect();
    assert_eq!(reached.iter().filter(|n| **n == 2).count(), 1, "{reached:?}");
    assert!(reached.contains(&1), "{reached:?}");
}

#[test]
fn facts_of_every_town_grow_from_year_to_year() {
    let m = model();
    for town in m.regions.iter().filter(|r| r.level == RegionLevel::Township) {
        let mut people: Vec<(PartialDate, f64)> = m
            .town_observations
            .iter()
            .filter(|o| o.region == town.id && o.measure == TownMeasure::TownPopulation)
            .map(|o| (o.on_date, o.value))
            .collect();
        people.sort_by_key(|(date, _)| *date);
        assert_eq!(people.len(), 3, "{}", town.name);
        assert!(people.is_sorted_by(|a, b| a.1 < b.1), "{}: {people:?}", town.name);
    }
}
