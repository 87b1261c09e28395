//! 考核: scores of each kind, ranking with ties, elimination and succession over three rounds, worked by hand.

use std::collections::HashMap;

use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{ChangeRequest, EditRequest};
use planning::model::{Consequence, Kind, PilotLevel, PilotStatus, Record};
use planning::rules::assessment::{
    AssessmentSheet, Confirmation, NewAssessmentRound, NewScore, RuleStanding, WhatIf, assess, judged_towns,
};
use planning::rules::{Intent, RuleError};
use serde_json::{Value, json};

use crate::fixtures::{atlas, row, stamp, title};
use crate::timetable::day;

fn plan_and_towns(towns: &[&str]) -> Vec<Record> {
    let mut rows = vec![
        title(),
        row(
            Kind::Region,
            &json!({"id": "county", "name": "县", "level": "county", "precision": "none"}),
        ),
        row(
            Kind::Plan,
            &json!({"id": "plan", "ordinal": 1, "title": "方案", "short_title": "方案", "issuer": "县", "region": "county"}),
        ),
    ];
    rows.extend(towns.iter().map(|id| {
        row(
            Kind::Region,
            &json!({"id": id, "name": id, "level": "township", "parent": "county", "precision": "none"}),
        )
    }));
    rows
}

fn criterion(id: &str, ordinal: i64, more: Value) -> Record {
    let mut columns = json!({"id": id, "plan": "plan", "ordinal": ordinal, "name": id});
    let all = columns.as_object_mut().expect("an object");
    all.extend(more.as_object().expect("an object").clone());
    row(Kind::Criterion, &columns)
}

/// Four pilots of the prefecture, a to d, two of the county, e and f, one criterion, and rules as Yanbian's plan has them,
/// with numbers.
fn pilots() -> Vec<Record> {
    let mut rows = plan_and_towns(&["a", "b", "c", "d", "e", "f"]);
    for (town, level) in [
        ("a", "prefecture"),
        ("b", "prefecture"),
        ("c", "prefecture"),
        ("d", "prefecture"),
        ("e", "county"),
        ("f", "county"),
    ] {
        rows.push(row(
            Kind::Designation,
            &json!({"id": format!("d-{town}"), "plan": "plan", "region": town, "category": "demonstration", "level": level,
                "status": "active", "starts": "2024-01-01", "ends": "2027-12-31"}),
        ));
    }
    rows.push(criterion("得分", 1, json!({"weight": 100.0})));
    for (id, end, count, in_row, consequence, successor) in [
        ("top", "top", json!(2), Value::Null, "commended", Value::Null),
        ("low", "bottom", json!(1), Value::Null, "warned", Value::Null),
        (
            "talk",
            "bottom",
            Value::Null,
            Value::Null,
            "summoned",
            Value::Null,
        ),
        ("out", "bottom", json!(1), json!(2), "eliminated", json!("county")),
    ] {
        rows.push(row(
            Kind::AssessmentRule,
            &json!({"id": id, "plan": "plan", "ordinal": 1, "title": id, "subject": "each_pilot", "level": "prefecture",
                "recurrence": "yearly", "rank_end": end, "rank_count": count, "times_in_row": in_row,
                "consequence": consequence, "successor_level": successor}),
        ));
    }
    rows
}

/// Begins the round of a year, judged at its end, and enters these scores; gives its id.
fn begun(file: &mut AtlasFile, year: &str, scores: &[(&str, f64)]) -> String {
    let new = NewAssessmentRound {
        plan: "plan".to_owned(),
        title: format!("{year}年度考核"),
        round: day(year),
        as_of: day(&format!("{year}-12-31")),
    };
    file.intend(Intent::BeginAssessment("开始".to_owned(), new), &stamp())
        .expect("begun");
    let rounds = file.model().assessment_rounds.iter();
    let id = rounds
        .filter(|row| row.round == day(year))
        .map(|row| row.id.0.clone())
        .next()
        .expect("the round");
    for (town, score) in scores {
        entered(file, &id, "得分", town, *score);
    }
    id
}

fn entered(file: &mut AtlasFile, round: &str, criterion: &str, town: &str, score: f64) {
    let new = NewScore {
        round: round.to_owned(),
        criterion: criterion.to_owned(),
        region: town.to_owned(),
        score: Some(score),
        evidence: None,
    };
    file.intend(Intent::EnterScore("评分".to_owned(), new), &stamp())
        .expect("entered");
}

fn confirm(file: &mut AtlasFile, round: &str, on: &str) -> Result<(), EditError> {
    let wanted = Confirmation {
        round: round.to_owned(),
        on: day(on),
        by: Some("考核办".to_owned()),
        counts: HashMap::new(),
    };
    file.intend(Intent::ConfirmAssessment("确认考核".to_owned(), wanted), &stamp())
        .map(|_| ())
}

fn sheet(file: &AtlasFile, round: &str) -> AssessmentSheet {
    assess(file.model(), round, &WhatIf::default()).expect("the round")
}

/// Town, place, place before, consequence.
type Line<'a> = (&'a str, Option<u32>, Option<u32>, Option<Consequence>);

fn lines(sheet: &AssessmentSheet) -> Vec<Line<'_>> {
    let line =
        |town: &'_ planning::rules::assessment::AssessedTown| (town.rank, town.rank_before, town.consequence);
    sheet
        .towns
        .iter()
        .map(|town| {
            let (rank, before, consequence) = line(town);
            (town.town.as_str(), rank, before, consequence)
        })
        .collect()
}

fn standing(sheet: &AssessmentSheet, rule: &str) -> RuleStanding {
    let found = sheet.rules.iter().find(|outcome| outcome.rule == rule);
    found.expect("the rule").standing
}

#[test]
fn three_rounds_commend_warn_eliminate_and_fill_the_place() {
    use Consequence::{Commended, Eliminated, Succeeded, Warned};
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), pilots());

    // First year: b and c share the second place, so three are among the first two; nobody was low before.
    let first = begun(
        &mut file,
        "2024",
        &[("a", 90.0), ("b", 80.0), ("c", 80.0), ("d", 70.0), ("e", 95.0)],
    );
    let open = sheet(&file, &first);
    assert_eq!(open.towns.iter().filter(|town| town.total.is_none()).count(), 1);
    assert!(matches!(
        confirm(&mut file, &first, "2025-01-15"),
        Err(EditError::Rule(RuleError::ScoresMissing { count: 1, .. }))
    ));
    entered(&mut file, &first, "得分", "f", 60.0);
    let expected: Vec<Line<'_>> = vec![
        ("a", Some(1), None, Some(Commended)),
        ("b", Some(2), None, Some(Commended)),
        ("c", Some(2), None, Some(Commended)),
        ("d", Some(4), None, Some(Warned)),
        ("e", Some(1), None, None),
        ("f", Some(2), None, None),
    ];
    let simulated = sheet(&file, &first);
    assert_eq!(lines(&simulated), expected);
    assert_eq!(standing(&simulated, "out"), RuleStanding::TooFewRounds);
    assert_eq!(standing(&simulated, "talk"), RuleStanding::NoNumber);
    assert!(matches!(
        confirm(&mut file, &first, "2024-12-30"),
        Err(EditError::Rule(RuleError::ConfirmedEarly { .. }))
    ));
    confirm(&mut file, &first, "2025-01-15").expect("confirmed");
    assert_eq!(lines(&sheet(&file, &first)), expected);

    // Second year: c and d share the last place; d was last before and goes. e and f tie for its place at first.
    let second = begun(
        &mut file,
        "2025",
        &[
            ("a", 85.0),
            ("b", 88.0),
            ("c", 70.0),
            ("d", 70.0),
            ("e", 91.0),
            ("f", 91.0),
        ],
    );
    assert_eq!(
        standing(&sheet(&file, &second), "out"),
        RuleStanding::SuccessorsTie
    );
    assert!(matches!(
        confirm(&mut file, &second, "2026-01-20"),
        Err(EditError::Rule(RuleError::Successors { .. }))
    ));
    entered(&mut file, &second, "得分", "f", 90.5);
    let expected: Vec<Line<'_>> = vec![
        ("b", Some(1), Some(2), Some(Commended)),
        ("a", Some(2), Some(1), Some(Commended)),
        ("c", Some(3), Some(2), Some(Warned)),
        ("d", Some(3), Some(4), Some(Eliminated)),
        ("e", Some(1), Some(1), Some(Succeeded)),
        ("f", Some(2), Some(2), None),
    ];
    assert_eq!(lines(&sheet(&file, &second)), expected);
    confirm(&mut file, &second, "2026-01-20").expect("confirmed");
    assert_eq!(lines(&sheet(&file, &second)), expected);
    let held = |file: &AtlasFile, town: &str| {
        let rows = file
            .model()
            .designations
            .iter()
            .filter(|row| row.region.as_str() == town);
        let mut all: Vec<_> = rows
            .map(|row| {
                (
                    row.level,
                    row.status,
                    row.starts,
                    row.ends,
                    row.assessment_round.is_some(),
                )
            })
            .collect();
        all.sort_by_key(|row| row.2);
        all
    };
    let (prefecture, county) = (Some(PilotLevel::Prefecture), Some(PilotLevel::County));
    let (from, until) = (Some(day("2024-01-01")), Some(day("2027-12-31")));
    let last = Some(day("2026-01-20"));
    assert_eq!(
        held(&file, "d"),
        [(prefecture, PilotStatus::Eliminated, from, last, false)]
    );
    assert_eq!(
        held(&file, "e"),
        [
            (county, PilotStatus::Active, from, last, false),
            (
                prefecture,
                PilotStatus::Active,
                Some(day("2026-01-21")),
                until,
                true
            ),
        ]
    );

    // Third year: d is judged no more, e among those of the prefecture. c was last before and is not now.
    let third = begun(
        &mut file,
        "2026",
        &[("a", 70.0), ("b", 90.0), ("c", 75.0), ("e", 70.0), ("f", 99.0)],
    );
    let expected: Vec<Line<'_>> = vec![
        ("b", Some(1), Some(1), Some(Commended)),
        ("c", Some(2), Some(3), Some(Commended)),
        ("a", Some(3), Some(2), Some(Warned)),
        ("e", Some(3), None, Some(Warned)),
        ("f", Some(1), Some(2), None),
    ];
    let found = sheet(&file, &third);
    assert_eq!(lines(&found), expected);
    assert_eq!(standing(&found, "out"), RuleStanding::Applied);

    // What if the plan's missing number were two, and a had 76?
    let what_if = WhatIf {
        counts: HashMap::from([("talk".to_owned(), 2)]),
        scores: HashMap::from([(("a".to_owned(), "得分".to_owned()), 76.0)]),
        ..WhatIf::default()
    };
    let supposed = assess(file.model(), &third, &what_if).expect("the round");
    let talk = supposed
        .rules
        .iter()
        .find(|rule| rule.rule == "talk")
        .expect("the rule");
    assert_eq!(talk.towns, ["c", "e"]);
    assert_eq!(lines(&sheet(&file, &third)), expected, "nothing was kept");
    file.close().expect("closed");
}

#[test]
fn a_confirmed_round_is_closed_and_comes_back_whole_by_undo() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), pilots());
    let scores = [
        ("a", 90.0),
        ("b", 80.0),
        ("c", 75.0),
        ("d", 70.0),
        ("e", 95.0),
        ("f", 60.0),
    ];
    let round = begun(&mut file, "2024", &scores);
    let before = (file.model().assessments.len(), sheet(&file, &round));
    confirm(&mut file, &round, "2025-01-15").expect("confirmed");
    assert_eq!(file.model().assessments.len(), before.0 + 6);

    let refused = |result: Result<planning::atlas_file::Step, EditError>| {
        let error = result.expect_err("refused");
        assert!(
            matches!(error, EditError::Rule(RuleError::RoundConfirmed { .. })),
            "{error}"
        );
    };
    let score = NewScore {
        round: round.clone(),
        criterion: "得分".to_owned(),
        region: "a".to_owned(),
        score: Some(10.0),
        evidence: None,
    };
    refused(file.intend(Intent::EnterScore("评分".to_owned(), score), &stamp()));
    let result = file
        .model()
        .assessments
        .iter()
        .next()
        .expect("a result")
        .id
        .0
        .clone();
    let change = ChangeRequest {
        name: "改".to_owned(),
        note: None,
        edits: vec![EditRequest::Set {
            table: "assessments".to_owned(),
            id: result,
            columns: json!({"rank": 77}).as_object().expect("an object").clone(),
        }],
    };
    refused(file.apply(change, &stamp()));
    assert!(matches!(
        confirm(&mut file, &round, "2025-01-16"),
        Err(EditError::Rule(RuleError::RoundConfirmed { .. }))
    ));

    file.undo(&stamp()).expect("taken back");
    assert_eq!((file.model().assessments.len(), sheet(&file, &round)), before);
    file.close().expect("closed");
}

#[test]
fn two_rules_that_eliminate_one_town_fill_one_place() {
    let mut rows = pilots();
    rows.push(row(
        Kind::AssessmentRule,
        &json!({"id": "out-2", "plan": "plan", "ordinal": 2, "title": "out-2", "subject": "each_pilot", "level": "prefecture",
            "recurrence": "yearly", "rank_end": "bottom", "rank_count": 2, "times_in_row": 1, "consequence": "eliminated",
            "successor_level": "county"}),
    ));
    rows.push(row(
        Kind::AssessmentRule,
        &json!({"id": "out-1", "plan": "plan", "ordinal": 2, "title": "out-1", "subject": "each_pilot", "level": "prefecture",
            "recurrence": "yearly", "rank_end": "bottom", "rank_count": 1, "consequence": "eliminated",
            "successor_level": "county"}),
    ));
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), rows);
    let scores = [
        ("a", 90.0),
        ("b", 80.0),
        ("c", 75.0),
        ("d", 70.0),
        ("e", 95.0),
        ("f", 60.0),
    ];
    let round = begun(&mut file, "2024", &scores);
    let found = sheet(&file, &round);
    let of = |rule: &str| {
        let outcome = found
            .rules
            .iter()
            .find(|outcome| outcome.rule == rule)
            .expect("the rule");
        (
            outcome.standing,
            outcome.towns.join(" "),
            outcome.successors.join(" "),
        )
    };
    let applied =
        |towns: &str, successors: &str| (RuleStanding::Applied, towns.to_owned(), successors.to_owned());
    assert_eq!(of("out-1"), applied("d", "e"));
    assert_eq!(of("out-2"), applied("c", "f"));
    confirm(&mut file, &round, "2025-01-15").expect("confirmed");
    let rows = file.model().designations.iter();
    let now: Vec<&str> = rows
        .filter(|row| row.assessment_round.is_some())
        .map(|row| row.region.as_str())
        .collect();
    assert_eq!(
        (now.len(), now.contains(&"e"), now.contains(&"f")),
        (2, true, true)
    );

    // The plan goes with all its rounds, confirmed or not.
    let plan = [(Kind::Plan, "plan".to_owned())];
    file.remove("删除方案", &plan, &stamp()).expect("removed");
    assert!(file.model().assessment_rounds.is_empty() && file.model().assessments.is_empty());
    file.close().expect("closed");
}

#[test]
fn scores_come_from_targets_projects_and_deliverables_by_weight() {
    let mut rows = plan_and_towns(&["a", "b"]);
    rows.extend([
        // 60 of 100: parts of 1 and 3; 40 of 100 in three criteria without parts.
        criterion("设施", 1, json!({"weight": 60.0})),
        criterion("道路", 2, json!({"weight": 1.0, "parent": "设施"})),
        criterion("供水", 3, json!({"weight": 3.0, "parent": "设施", "scored_by": "indicator", "indicator": "i"})),
        criterion("进度", 4, json!({"weight": 30.0, "scored_by": "progress"})),
        criterion("材料", 5, json!({"weight": 10.0, "scored_by": "deliverables"})),
        row(
            Kind::Indicator,
            &json!({"id": "i", "plan": "plan", "ordinal": 1, "name": "自来水普及率", "operator": "≥", "value": 90.0, "unit": "%",
                "baseline": 50.0, "scope_class": "each_town", "recurrence": "once"}),
        ),
        row(
            Kind::Observation,
            &json!({"id": "o1", "indicator": "i", "region": "a", "on_date": "2026-11-01", "value": 70.0}),
        ),
        row(
            Kind::Observation,
            &json!({"id": "o2", "indicator": "i", "region": "b", "on_date": "2026-11-01", "value": 95.0}),
        ),
        row(
            Kind::AssessmentRound,
            &json!({"id": "r", "plan": "plan", "round": "2026", "title": "2026", "as_of": "2026-12-31"}),
        ),
    ]);
    for (id, town, stage, more) in [
        ("p1", "a", "building", json!({})),
        ("p2", "a", "completed", json!({})),
        ("p3", "a", "preparing", json!({})),
        ("p4", "a", "idea", json!({})),
        ("p5", "a", "building", json!({"alternative": true})),
        ("p6", "b", "building", json!({})),
    ] {
        let mut columns = json!({"id": id, "plan": "plan", "ordinal": 1, "name": id, "kind": "road", "town": town, "stage": stage,
            "precision": "none", "alternative": false});
        let all = columns.as_object_mut().expect("an object");
        all.extend(more.as_object().expect("an object").clone());
        rows.push(row(Kind::Project, &columns));
    }
    for (id, project, on, percent) in [
        ("g1", "p1", "2026-10-31", 40.0),
        ("g2", "p1", "2026-11-30", 55.0),
        ("g3", "p1", "2027-01-31", 90.0),
        ("g4", "p6", "2026-11-30", 20.0),
    ] {
        rows.push(row(
            Kind::ProgressReport,
            &json!({"id": id, "owner_kind": "project", "owner": project, "on_date": on, "percent": percent}),
        ));
    }
    for (id, town, due, status, on) in [
        ("m1", "a", "2026-06-30", "accepted", json!("2026-06-01")),
        ("m2", "a", "2026-09-30", "owed", Value::Null),
        ("m3", "a", "2026-10-31", "returned", Value::Null),
        ("m4", "a", "2026-11-30", "submitted", json!("2026-12-05")),
        ("m5", "a", "2027-03-31", "owed", Value::Null),
        ("m6", "b", "2026-11-30", "submitted", json!("2027-01-10")),
    ] {
        rows.push(row(
            Kind::Deliverable,
            &json!({"id": id, "plan": "plan", "ordinal": 1, "name": id, "region": town, "due": due, "status": status,
                "submitted_on": on}),
        ));
    }
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), rows);
    let plan = file.model().plans.iter().next().expect("the plan").id.clone();
    let judged: Vec<&str> = judged_towns(file.model(), &plan, day("2026-12-31"))
        .iter()
        .map(|town| town.id.as_str())
        .collect();
    assert_eq!(judged, ["a", "b"]);
    entered(&mut file, "r", "道路", "a", 80.0);

    let found = sheet(&file, "r");
    let shares: Vec<(&str, f64)> = found
        .criteria
        .iter()
        .map(|one| (one.id.as_str(), one.share))
        .collect();
    assert_eq!(
        shares,
        [
            ("设施", 0.6),
            ("道路", 0.25),
            ("供水", 0.75),
            ("进度", 0.3),
            ("材料", 0.1)
        ]
    );
    let scores = |town: &str| -> Vec<Option<f64>> {
        let row = found.towns.iter().find(|row| row.town == town).expect("the town");
        row.scores.iter().map(|score| score.score).collect()
    };
    // Water: from 50 to 70 of 90 is half the way. 设施 = 80 × ¼ + 50 × ¾. Progress: (55 + 100 + 0) ÷ 3. Two of four
    // deliverables due by the day were in.
    assert_eq!(
        scores("a"),
        [Some(57.5), Some(80.0), Some(50.0), Some(51.67), Some(50.0)]
    );
    assert_eq!(scores("b"), [None, None, Some(100.0), Some(20.0), Some(0.0)]);
    let of = |town: &str| found.towns.iter().find(|row| row.town == town).expect("the town");
    // 57.5 × 0.6 + 51.67 × 0.3 + 50 × 0.1 = 34.5 + 15.501 + 5.
    assert_eq!((of("a").total, of("a").rank), (Some(55.0), Some(1)));
    assert_eq!((of("b").total, of("b").rank), (None, None));
    assert_eq!(of("b").missing, ["道路"]);

    // On an earlier day the report of October counts, and one deliverable of three.
    let earlier = WhatIf {
        as_of: Some(day("2026-10-31")),
        ..WhatIf::default()
    };
    let then = assess(file.model(), "r", &earlier).expect("the round");
    let a: Vec<Option<f64>> = then.towns[0].scores.iter().map(|score| score.score).collect();
    assert_eq!(a[3..], [Some(46.67), Some(33.33)]);
    file.close().expect("closed");
}

#[test]
fn scores_out_of_range_and_second_rounds_of_a_year_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), pilots());
    let round = begun(&mut file, "2024", &[]);
    for score in [-0.5, 100.5, f64::NAN] {
        let new = NewScore {
            round: round.clone(),
            criterion: "得分".to_owned(),
            region: "a".to_owned(),
            score: Some(score),
            evidence: None,
        };
        assert!(matches!(
            file.intend(Intent::EnterScore("评分".to_owned(), new), &stamp()),
            Err(EditError::Rule(RuleError::ScoreOutOfRange { .. }))
        ));
    }
    let again = NewAssessmentRound {
        plan: "plan".to_owned(),
        title: "再来一次".to_owned(),
        round: day("2024"),
        as_of: day("2024-12-31"),
    };
    assert!(matches!(
        file.intend(Intent::BeginAssessment("开始".to_owned(), again), &stamp()),
        Err(EditError::Rule(RuleError::NameTaken { .. }))
    ));
    file.close().expect("closed");
}
