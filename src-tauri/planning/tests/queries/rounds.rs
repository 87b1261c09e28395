//! 调度: who owes a report on which day, worked by hand; lists and 待办 by hand; sums against SQL.

use planning::atlas_file::EditError;
use planning::model::{Kind, OwnerKind, Record, RoundCycle};
use planning::query::{Filter, Snapshot};
use planning::rounds::{DueState, MeetingList, RoundSheet, TodoKind, meeting_lists, round_sheet, todo};
use planning::rules::lights::LightLimits;
use planning::rules::reports::NewReport;
use planning::rules::rounds::{NewRound, usual_round};
use planning::rules::{Intent, RuleError};
use serde_json::{Value, json};

use crate::fixtures::{atlas, practice_and_sql, row, set, stamp, title};
use crate::timetable::day;

/// A county with a town, a bureau and seven projects, and the round of October 2026, open from 26 October to 5 November.
fn rows() -> Vec<Record> {
    let project = |id: &str, stage: &str, more: Value| {
        let mut columns = json!({"id": id, "plan": "plan", "ordinal": 1, "name": id, "kind": "road", "town": "t", "stage": stage,
            "lead_unit": "u", "precision": "none", "alternative": false});
        let all = columns.as_object_mut().expect("an object");
        all.extend(more.as_object().expect("an object").clone());
        row(Kind::Project, &columns)
    };
    let report = |id: &str, project: &str, on: &str, round: Value| {
        row(
            Kind::ProgressReport,
            &json!({"id": id, "owner_kind": "project", "owner": project, "on_date": on, "percent": 40.0, "round": round}),
        )
    };
    let completed = |id: &str, project: &str, on: Value| {
        row(
            Kind::Gate,
            &json!({"id": id, "project": project, "step": "completion", "actual": on, "confirmed": true}),
        )
    };
    vec![
        title(),
        row(
            Kind::Region,
            &json!({"id": "c", "name": "县", "level": "county", "precision": "none"}),
        ),
        row(
            Kind::Region,
            &json!({"id": "t", "name": "镇", "level": "township", "parent": "c", "precision": "none"}),
        ),
        row(
            Kind::Plan,
            &json!({"id": "plan", "ordinal": 1, "title": "方案", "short_title": "方案", "issuer": "县", "region": "c"}),
        ),
        row(
            Kind::Plan,
            &json!({"id": "other", "ordinal": 2, "title": "另", "short_title": "另", "issuer": "县", "region": "c"}),
        ),
        row(
            Kind::Unit,
            &json!({"id": "u", "name": "县住建局", "region": "c", "is_group": false}),
        ),
        row(
            Kind::ReportingRound,
            &json!({"id": "r", "plan": "plan", "title": "10月", "cycle": "month", "starts": "2026-10-01", "ends": "2026-10-31",
                "opens": "2026-10-26", "due": "2026-11-05"}),
        ),
        // Owed: building, reported in time by its date alone.
        project("in-time", "building", json!({})),
        report("p1", "in-time", "2026-10-28", Value::Null),
        // Owed: reported on the sixth, for the round by name: late.
        project("late", "building", json!({})),
        report("p2", "late", "2026-11-06", json!("r")),
        // Owed: its only report is older than the window.
        project("old", "preparing", json!({})),
        report("p3", "old", "2026-10-25", Value::Null),
        // Owed by the town: no unit leads it.
        project("of-town", "suspended", json!({"lead_unit": null})),
        // Owed: completed on the second of October, within what is reported on.
        project("done-in", "completed", json!({})),
        completed("g1", "done-in", json!("2026-10-02")),
        // Not owed: completed before, completed on an unknown day, an idea, another plan's.
        project("done-before", "completed", json!({})),
        completed("g2", "done-before", json!("2026-09-30")),
        project("done", "accepted", json!({})),
        project("idea", "idea", json!({})),
        project("elsewhere", "building", json!({"plan": "other"})),
    ]
}

fn sheet(snapshot: &Snapshot<'_>, on: &str) -> RoundSheet {
    round_sheet(snapshot, "r", &Filter::default(), day(on)).expect("the round")
}

fn states(sheet: &RoundSheet) -> Vec<(&str, DueState)> {
    let mut all: Vec<(&str, DueState)> = sheet
        .rows
        .iter()
        .map(|row| (row.project.as_str(), row.state))
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn who_owes_a_report_and_who_handed_it_in_follows_the_days() {
    use DueState::*;
    let dir = tempfile::tempdir().expect("a folder");
    let file = atlas(dir.path(), rows());
    let snapshot = Snapshot::new(file.model());
    let found = |on: &str| {
        let sheet = sheet(&snapshot, on);
        let counts = (sheet.owed, sheet.handed, sheet.late, sheet.missing);
        (
            counts,
            states(&sheet)
                .into_iter()
                .map(|(_, state)| state)
                .collect::<Vec<_>>(),
        )
    };
    // In the order of their names: done-in, in-time, late, of-town, old.
    assert_eq!(
        found("2026-10-25"),
        ((5, 0, 0, 0), vec![NotYet, NotYet, NotYet, NotYet, NotYet])
    );
    assert_eq!(
        found("2026-10-26"),
        ((5, 0, 0, 0), vec![Open, Open, Open, Open, Open])
    );
    assert_eq!(
        found("2026-10-28"),
        ((5, 1, 0, 0), vec![Open, Handed, Open, Open, Open])
    );
    assert_eq!(
        found("2026-11-05"),
        ((5, 1, 0, 0), vec![Open, Handed, Open, Open, Open])
    );
    let last = ((5, 2, 1, 3), vec![Missing, Handed, Late, Missing, Missing]);
    assert_eq!(found("2026-11-06"), last);
    assert_eq!(found("2027-03-01"), last);

    let sheet = sheet(&snapshot, "2026-11-06");
    let units: Vec<(&str, bool, u32, u32, u32)> = sheet
        .units
        .iter()
        .map(|unit| {
            (
                unit.name.as_str(),
                unit.is_town,
                unit.owed,
                unit.handed,
                unit.missing,
            )
        })
        .collect();
    assert_eq!(units, [("县住建局", false, 4, 2, 2), ("镇", true, 1, 0, 1)]);
    assert!(round_sheet(&snapshot, "none", &Filter::default(), day("2026-11-06")).is_none());
    file.close().expect("closed");
}

#[test]
fn a_closed_round_takes_no_report_and_one_that_opens_again_does() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), rows());
    let report = || {
        Intent::Report(
            "报".to_owned(),
            NewReport {
                owner_kind: OwnerKind::Project,
                owner: "old".to_owned(),
                on_date: day("2026-11-04"),
                percent: None,
                spent: None,
                problem: None,
                next_step: None,
                reported_by: Some("县住建局".to_owned()),
                round: Some("r".to_owned().into()),
                unchanged: Some(true),
            },
        )
    };
    let close = |on: Option<&str>| Intent::CloseRound("结束".to_owned(), "r".to_owned(), on.map(day));
    file.intend(close(Some("2026-11-03")), &stamp()).expect("closed");
    let refused = file.intend(report(), &stamp()).expect_err("closed");
    assert!(
        matches!(refused, EditError::Rule(RuleError::RoundClosed { .. })),
        "{refused}"
    );
    file.intend(close(None), &stamp()).expect("open again");
    file.intend(report(), &stamp()).expect("taken");
    let found = sheet(&Snapshot::new(file.model()), "2026-11-04");
    let row = found
        .rows
        .iter()
        .find(|row| row.project == "old")
        .expect("it owes");
    assert_eq!(
        (row.state, row.unchanged, row.percent),
        (DueState::Handed, true, None)
    );
    file.undo(&stamp()).expect("taken back");
    let found = sheet(&Snapshot::new(file.model()), "2026-11-04");
    assert_eq!(found.handed, 1);
    file.close().expect("closed");
}

#[test]
fn a_round_begins_with_usual_days_and_a_name_of_its_own() {
    let dates = |cycle, on: &str| {
        let new = usual_round(cycle, day(on)).expect("a round");
        let days = [new.starts, new.ends, new.opens, new.due].map(|date| date.to_string());
        (new.title, days.join(" "))
    };
    for (cycle, on, title, days) in [
        (
            RoundCycle::Month,
            "2026-12-31",
            "2026年12月调度",
            "2026-12-01 2026-12-31 2026-12-26 2027-01-05",
        ),
        (
            RoundCycle::Month,
            "2028-02-01",
            "2028年2月调度",
            "2028-02-01 2028-02-29 2028-02-24 2028-03-05",
        ),
        (
            RoundCycle::TenDays,
            "2026-11-10",
            "2026年11月上旬调度",
            "2026-11-01 2026-11-10 2026-11-05 2026-11-12",
        ),
        (
            RoundCycle::TenDays,
            "2026-11-20",
            "2026年11月中旬调度",
            "2026-11-11 2026-11-20 2026-11-15 2026-11-22",
        ),
        (
            RoundCycle::TenDays,
            "2026-11-30",
            "2026年11月下旬调度",
            "2026-11-21 2026-11-30 2026-11-25 2026-12-02",
        ),
        (
            RoundCycle::Quarter,
            "2026-11-30",
            "2026年第4季度调度",
            "2026-10-01 2026-12-31 2026-12-26 2027-01-10",
        ),
        (
            RoundCycle::Quarter,
            "2026-03-01",
            "2026年第1季度调度",
            "2026-01-01 2026-03-31 2026-03-26 2026-04-10",
        ),
    ] {
        assert_eq!(dates(cycle, on), (title.to_owned(), days.to_owned()));
    }

    let dir = tempfile::tempdir().expect("a folder");
    let mut file = atlas(dir.path(), rows());
    let begin = |new: NewRound| Intent::BeginRound("开始".to_owned(), new);
    let month = usual_round(RoundCycle::Month, day("2026-11-30")).expect("a round");
    file.intend(begin(month.clone()), &stamp()).expect("begun");
    assert_eq!(file.model().reporting_rounds.len(), 2);
    let same = file
        .intend(begin(month.clone()), &stamp())
        .expect_err("the name is taken");
    assert!(
        matches!(same, EditError::Rule(RuleError::NameTaken { .. })),
        "{same}"
    );
    for wrong in [
        NewRound {
            due: day("2026-11-29"),
            title: "早".to_owned(),
            ..month.clone()
        },
        NewRound {
            opens: day("2027-01-01"),
            title: "晚".to_owned(),
            ..month.clone()
        },
        NewRound {
            starts: day("2026-12-01"),
            title: "反".to_owned(),
            ..month.clone()
        },
    ] {
        let refused = file.intend(begin(wrong), &stamp()).expect_err("out of order");
        assert!(
            matches!(refused, EditError::Rule(RuleError::RoundDates)),
            "{refused}"
        );
    }
    let nameless = NewRound {
        title: " ".to_owned(),
        ..month.clone()
    };
    assert!(matches!(
        file.intend(begin(nameless), &stamp()),
        Err(EditError::Rule(RuleError::NoName))
    ));
    let lost = NewRound {
        plan: Some("none".to_owned()),
        title: "无".to_owned(),
        ..month
    };
    assert!(file.intend(begin(lost), &stamp()).is_err());
    file.undo(&stamp()).expect("taken back");
    assert_eq!(file.model().reporting_rounds.len(), 1);
    file.close().expect("closed");
}

#[test]
fn a_problem_is_struck_off_with_proof_and_a_date() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut more = rows();
    more.push(row(
        Kind::Problem,
        &json!({"id": "q", "owner_kind": "project", "owner": "old", "title": "征地未完", "status": "handling"}),
    ));
    let mut file = atlas(dir.path(), more);
    let strike = |columns: Value| {
        let mut change = set("q", columns);
        for edit in &mut change.edits {
            if let planning::change::EditRequest::Set { table, .. } = edit {
                "problems".clone_into(table);
            }
        }
        change
    };
    for lacking in [
        json!({"status": "closed"}),
        json!({"status": "closed", "closed_on": "2026-11-20"}),
        json!({"status": "closed", "evidence": "验收单"}),
        json!({"status": "closed", "closed_on": "2026-11-20", "evidence": " "}),
    ] {
        let refused = file.apply(strike(lacking), &stamp()).expect_err("no proof");
        assert!(
            matches!(refused, EditError::Rule(RuleError::NoProof { .. })),
            "{refused}"
        );
    }
    let whole = json!({"status": "closed", "closed_on": "2026-11-20", "evidence": "验收单"});
    file.apply(strike(whole), &stamp()).expect("struck off");
    file.close().expect("closed");
}

#[test]
fn the_lists_of_a_meeting_hold_what_their_rules_say() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut more = rows();
    more.push(row(
        Kind::Gate,
        &json!({"id": "g3", "project": "old", "step": "approval", "planned": "2026-09", "confirmed": false}),
    ));
    more.push(row(
        Kind::Gate,
        &json!({"id": "g4", "project": "old", "step": "start", "planned": "2026-10-20", "confirmed": false}),
    ));
    more.push(row(
        Kind::BudgetLine,
        &json!({"id": "b1", "owner_kind": "project", "owner": "in-time", "source": "county", "stage": "approved", "year": 2026,
            "amount": 100_000_000}),
    ));
    let file = atlas(dir.path(), more);
    let snapshot = Snapshot::new(file.model()).on(day("2026-11-06"));
    let lists = meeting_lists(
        &snapshot,
        &Filter::default(),
        LightLimits::default(),
        day("2026-11-06"),
    );
    let of = |wanted: MeetingList| -> Vec<(&str, String, Option<i32>)> {
        let list = lists.iter().find(|list| list.list == wanted).expect("the list");
        let row = |row: &planning::rounds::MeetingRow| row.why.zh.clone();
        list.rows
            .iter()
            .map(|r| (r.project.as_str(), row(r), r.days))
            .collect()
    };
    // From 20 October to 6 November are 17 days, from 30 September 37, from 5 November 1.
    assert_eq!(
        of(MeetingList::NotBegun),
        [("old", "计划 2026年10月20日 开工".to_owned(), Some(17))]
    );
    assert_eq!(of(MeetingList::Suspended), [("of-town", "停缓".to_owned(), None)]);
    assert_eq!(
        of(MeetingList::Stuck),
        [("old", "立项审批，计划 2026年9月".to_owned(), Some(37))]
    );
    assert_eq!(
        of(MeetingList::NoMoney),
        [("in-time", "计划 100.00 万元，下达 0".to_owned(), None)]
    );
    let missing: Vec<&str> = of(MeetingList::Unreported).iter().map(|row| row.0).collect();
    assert_eq!(missing, ["done-in", "of-town", "old"]);
    assert!(of(MeetingList::Unreported).iter().all(|row| row.2 == Some(1)));
    file.close().expect("closed");
}

#[test]
fn what_is_to_be_done_is_late_or_due_soon_and_the_rest_waits() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut more = rows();
    for (id, due) in [("q1", "2026-11-01"), ("q2", "2026-12-20")] {
        more.push(row(
            Kind::Problem,
            &json!({"id": id, "owner_kind": "project", "owner": "old", "title": id, "status": "handling", "unit": "u", "due": due}),
        ));
    }
    more.push(row(
        Kind::Deliverable,
        &json!({"id": "d1", "plan": "plan", "ordinal": 1, "name": "台账", "region": "t", "due": "2026-11", "status": "owed"}),
    ));
    more.push(row(
        Kind::Deliverable,
        &json!({"id": "d2", "plan": "plan", "ordinal": 2, "name": "已交", "region": "t", "due": "2026-10", "status": "submitted"}),
    ));
    let file = atlas(dir.path(), more);
    let snapshot = Snapshot::new(file.model()).on(day("2026-11-06"));
    let of = |filter: &Filter, within: i32| -> Vec<(TodoKind, String, i32)> {
        let items = todo(&snapshot, filter, day("2026-11-06"), within);
        items
            .into_iter()
            .map(|item| (item.kind, item.id, item.days))
            .collect()
    };
    use TodoKind::*;
    let all = Filter::default();
    let expected = [
        (Problem, "q1", -5),
        (Report, "done-in", -1),
        (Report, "of-town", -1),
        (Report, "old", -1),
        (Deliverable, "d1", 24),
    ];
    let expected: Vec<(TodoKind, String, i32)> = expected
        .map(|(kind, id, days)| (kind, id.to_owned(), days))
        .to_vec();
    assert_eq!(of(&all, 30), expected);
    assert_eq!(of(&all, 10), expected[..4]);
    assert_eq!(of(&all, 44).last(), Some(&(Problem, "q2".to_owned(), 44)));
    let unit = Filter {
        units: vec!["u".to_owned()],
        ..Filter::default()
    };
    assert_eq!(
        of(&unit, 30),
        [expected[0].clone(), expected[1].clone(), expected[3].clone()]
    );
    let town = Filter {
        towns: vec!["t".to_owned()],
        ..Filter::default()
    };
    assert_eq!(of(&town, 30), expected);
    file.close().expect("closed");
}

/// The rounds of the practice atlas, held against SQL over its file.
#[test]
fn reports_of_the_practice_atlas_add_up_as_sql_does() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(dir.path(), "2026-11-30");
    let one = |text: &str| -> u32 { sql.query_row(text, [], |row| row.get(0)).expect(text) };
    let owed = |starts: &str| {
        format!(
            "SELECT id FROM projects p WHERE stage IN ('preparing', 'building', 'suspended') OR (stage IN ('completed', 'accepted') AND \
             EXISTS (SELECT 1 FROM gates g WHERE g.project = p.id AND g.step = 'completion' AND length(g.actual) = 10 AND g.actual >= '{starts}'))"
        )
    };
    for (id, starts, opens, due) in [
        ("practice/rr01", "2026-07-01", "2026-09-25", "2026-10-10"),
        ("practice/rr02", "2026-10-01", "2026-10-26", "2026-11-12"),
        ("practice/rr03", "2026-11-01", "2026-11-25", "2026-12-05"),
    ] {
        let found = file.ask(|snapshot| {
            round_sheet(snapshot, id, &Filter::default(), day("2026-11-30")).expect("a round")
        });
        let all = owed(starts);
        assert_eq!(found.owed, one(&format!("SELECT COUNT(*) FROM ({all})")), "{id}");
        let handed = format!(
            "SELECT COUNT(DISTINCT owner) FROM progress WHERE owner_kind = 'project' AND on_date BETWEEN '{opens}' AND '{due}' \
             AND owner IN ({all})"
        );
        assert_eq!(found.handed, one(&handed), "{id}");
        let missing = if due < "2026-11-30" {
            found.owed - found.handed
        } else {
            0
        };
        assert_eq!(found.missing, missing, "{id}");
        let of_units: u32 = found.units.iter().map(|unit| unit.owed).sum();
        assert_eq!(of_units, found.owed, "{id}");
    }
    let october = file
        .ask(|s| round_sheet(s, "practice/rr02", &Filter::default(), day("2026-11-30")).expect("a round"));
    assert!(
        october.handed > 0 && october.missing > 0,
        "{} {}",
        october.handed,
        october.missing
    );
    file.close().expect("closed");
}
