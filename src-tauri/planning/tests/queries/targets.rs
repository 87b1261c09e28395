//! Targets: golden answers worked by hand for operators, ranges, years, quotas, 双十 and parts; sums against SQL.

use planning::change::ChangeError;
use planning::model::{Kind, Operator, PartialDate, Record};
use planning::query::{Filter, Snapshot};
use planning::rules::lights::{LightLimits, LightState};
use planning::rules::targets::{NewTargetValue, is_met};
use planning::rules::{Intent, RuleError};
use planning::store::Stamp;
use planning::targets::{TargetRequest, TargetRow, TargetSheet, TargetTable, target_sheet, target_table};
use serde_json::{Value, json};

use crate::fixtures::{atlas, practice_and_sql, row, stamp, title};
use crate::timetable::day;

/// A prefecture with two counties of two towns each, and a plan of it.
fn places() -> Vec<Record> {
    let region = |id: &str, level: &str, parent: Option<&str>, at: Value| {
        row(
            Kind::Region,
            &json!({"id": id, "name": format!("{id}名"), "level": level, "parent": parent, "precision": "none", "geometry": at}),
        )
    };
    vec![
        title(),
        region("p", "prefecture", None, Value::Null),
        region("c1", "county", Some("p"), Value::Null),
        region("c2", "county", Some("p"), Value::Null),
        region("t1", "township", Some("c1"), Value::Null),
        region("t2", "township", Some("c1"), Value::Null),
        region("t3", "township", Some("c2"), Value::Null),
        region("t4", "township", Some("c2"), Value::Null),
        row(
            Kind::Plan,
            &json!({"id": "plan", "ordinal": 1, "title": "方案", "short_title": "方案", "issuer": "州政府", "region": "p",
                "starts": "2024", "ends": "2026"}),
        ),
        row(
            Kind::Plan,
            &json!({"id": "county", "ordinal": 2, "title": "县方案", "short_title": "县方案", "issuer": "县政府", "region": "c1"}),
        ),
    ]
}

/// A target with these columns beside the usual ones.
fn target(id: &str, more: Value) -> Record {
    let mut columns = json!({"id": id, "plan": "plan", "ordinal": 1, "name": id, "operator": "≥", "value": 100.0, "unit": "个",
        "recurrence": "once", "scope_class": "whole"});
    let all = columns.as_object_mut().expect("an object");
    all.extend(more.as_object().expect("an object").clone());
    row(Kind::Indicator, &columns)
}

fn seen(id: &str, target: &str, region: Option<&str>, on: &str, value: f64) -> Record {
    row(
        Kind::Observation,
        &json!({"id": id, "indicator": target, "region": region, "on_date": on, "value": value}),
    )
}

fn pilot(id: &str, town: &str, level: &str, status: &str, ends: Option<&str>) -> Record {
    row(
        Kind::Designation,
        &json!({"id": id, "plan": "plan", "region": town, "category": "demonstration", "level": level, "status": status,
            "starts": "2024", "ends": ends}),
    )
}

fn table(snapshot: &Snapshot<'_>, on: &str) -> TargetTable {
    let request = TargetRequest {
        filter: Filter::default(),
        as_of: Some(day(on)),
    };
    target_table(snapshot, &request, LightLimits::default(), day("2026-11-30"))
}

fn of(rows: Vec<Record>, id: &str, on: &str) -> TargetRow {
    let folder = tempfile::tempdir().expect("a folder");
    let file = atlas(folder.path(), rows);
    let found = file.ask(|snapshot| table(snapshot, on));
    let row = found.rows.into_iter().find(|row| row.indicator.id.as_str() == id);
    row.expect("the target")
}

fn with(more: impl IntoIterator<Item = Record>) -> Vec<Record> {
    let mut rows = places();
    rows.extend(more);
    rows
}

#[test]
fn every_operator_with_and_without_a_range() {
    use Operator::*;
    for (operator, target, upper, value, met) in [
        (AtLeast, 70.0, None, 70.0, true),
        (AtLeast, 70.0, None, 69.99, false),
        (AtMost, 5.0, None, 5.0, true),
        (AtMost, 5.0, None, 5.01, false),
        (MoreThan, 70.0, None, 70.0, false),
        (MoreThan, 70.0, None, 70.1, true),
        (LessThan, 5.0, None, 5.0, false),
        (LessThan, 5.0, None, 4.9, true),
        (Exactly, 8.0, None, 8.0, true),
        (Exactly, 8.0, None, 9.0, false),
        (About, 150.0, None, 142.5, true),
        (About, 150.0, None, 142.4, false),
        (About, 150.0, None, 157.5, true),
        (About, 150.0, None, 157.6, false),
        // 1—2 个
        (AtLeast, 1.0, Some(2.0), 3.0, true),
        (AtLeast, 1.0, Some(2.0), 0.0, false),
        (AtMost, 1.0, Some(2.0), 2.0, true),
        (AtMost, 1.0, Some(2.0), 3.0, false),
        (Exactly, 1.0, Some(2.0), 2.0, true),
        (Exactly, 1.0, Some(2.0), 3.0, false),
        (About, 100.0, Some(200.0), 210.0, true),
        (About, 100.0, Some(200.0), 94.0, false),
    ] {
        assert_eq!(
            is_met(operator, target, upper, value),
            met,
            "{operator:?} {target} {upper:?} {value}"
        );
    }
}

/// From 20 at the end of 2024 to 100 at the end of 2026 are 730 days. On 2025-12-31, after 365 of them, 50% of the time is
/// over. With 52 then, 32 of 80 are done: 40%, 10 points behind; at that pace it is 84 at the end.
#[test]
fn the_straight_line_and_the_light_follow_from_baseline_and_last_report() {
    let base = json!({"baseline": 20.0, "baseline_on": "2024-12-31", "deadline": "2026-12-31"});
    let at = |value: f64, on: &str| {
        of(
            with([
                target("i", base.clone()),
                seen("o", "i", None, "2025-12-31", value),
            ]),
            "i",
            on,
        )
    };
    let found = at(52.0, "2025-12-31");
    assert_eq!((found.met, found.light), (Some(false), LightState::Yellow));
    assert_eq!(
        found.expected.map(|e| (e.value, e.on)),
        Some((84.0, day("2026-12-31")))
    );
    assert!(
        found
            .reason
            .zh
            .contains("时间过去 50%，完成 40%，滞后 10 个百分点"),
        "{}",
        found.reason.zh
    );
    // 60 are 50% of the way: on time, and 100 at the end.
    let found = at(60.0, "2025-12-31");
    assert_eq!(
        (found.light, found.expected.map(|e| e.value)),
        (LightState::Green, Some(100.0))
    );
    // 24 are 5% of the way: 45 points behind.
    assert_eq!(at(24.0, "2025-12-31").light, LightState::Red);
    // Reached before its time, and not reached after it.
    assert_eq!(at(100.0, "2025-12-31").light, LightState::Finished);
    let late = at(99.0, "2027-01-10");
    assert_eq!(
        (late.light, late.overdue, late.expected),
        (LightState::Red, true, None)
    );
    assert!(late.reason.zh.starts_with("逾期 10 天"), "{}", late.reason.zh);
    // What was not reported yet is not known.
    let before = at(52.0, "2025-12-30");
    assert_eq!(
        (before.now, before.met, before.light),
        (None, None, LightState::NotJudged)
    );
}

/// ≤ 40 from 100: 70 after half the time is half of the way. ≈ 100—200 from 0 is reached from 95 on; past 210 it is no more.
#[test]
fn the_way_to_an_upper_end_and_to_a_range() {
    let base = json!({"baseline": 100.0, "baseline_on": "2024-12-31", "deadline": "2026-12-31", "operator": "≤", "value": 40.0});
    let found = of(
        with([target("i", base), seen("o", "i", None, "2025-12-31", 70.0)]),
        "i",
        "2025-12-31",
    );
    assert_eq!((found.met, found.light), (Some(false), LightState::Green));
    assert_eq!(found.expected.map(|e| e.value), Some(40.0));
    let range = |value: f64| {
        let base = json!({"operator": "≈", "upper": 200.0, "deadline": "2026-12-31"});
        of(
            with([target("i", base), seen("o", "i", None, "2025-12-31", value)]),
            "i",
            "2025-12-31",
        )
    };
    assert_eq!(range(95.0).met, Some(true));
    assert_eq!(
        range(95.0).light,
        LightState::Green,
        "it may still leave the range"
    );
    assert_eq!(range(211.0).met, Some(false));
}

#[test]
fn a_report_of_a_town_is_not_that_of_the_whole() {
    let rows = with([
        target("i", json!({"plan": "county", "unit": "%", "value": 75.0})),
        seen("o1", "i", None, "2025-06-30", 60.0),
        seen("o2", "i", Some("t1"), "2025-12-31", 90.0),
    ]);
    let found = of(rows, "i", "2026-01-01");
    assert_eq!(found.now.map(|now| now.value), Some(60.0));
}

#[test]
fn the_newest_report_counts_and_of_two_on_one_date_the_later() {
    let rows = with([
        target("i", json!({"value": 4.0})),
        seen("o1", "i", None, "2024-06", 1.0),
        seen("o2", "i", None, "2025-01", 2.0),
        seen("o3", "i", None, "2024-12", 3.0),
        seen("o4", "i", None, "2025-01", 4.0),
    ]);
    let found = of(rows, "i", "2025-02-01");
    assert_eq!(
        (found.now.map(|now| now.value), found.met),
        (Some(4.0), Some(true))
    );
}

/// 每年: each year by itself; 2024 falls short, 2025 reaches it, of 2026 there are two reports, 30 on 03-31 (day 90) and 50 on
/// 06-30 (day 181): 20 in 91 days, so on 12-31, 184 days later, 50 + 20 / 91 × 184 = 90.44, which falls short of 100.
#[test]
fn what_recurs_is_told_by_the_year() {
    let rows = || {
        with([
            target("i", json!({"recurrence": "yearly", "deadline": "2026-12"})),
            seen("o1", "i", None, "2024-12-31", 99.0),
            seen("o2", "i", None, "2025-12-31", 100.0),
            seen("o3", "i", None, "2026-03-31", 30.0),
            seen("o4", "i", None, "2026-06-30", 50.0),
        ])
    };
    let found = of(rows(), "i", "2026-07-01");
    let years: Vec<(i32, Option<bool>)> = found.years.iter().map(|year| (year.year, year.met)).collect();
    assert_eq!(
        years,
        [(2024, Some(false)), (2025, Some(true)), (2026, Some(false))]
    );
    let expected = found.expected.expect("a line").value;
    assert!((expected - 90.439_56).abs() < 1e-4, "{expected}");
    assert_eq!(found.light, LightState::Yellow);
    let before = of(rows(), "i", "2026-01-15");
    assert_eq!((before.now, before.met), (None, None), "nothing of 2026 yet");
    let after = of(rows(), "i", "2027-01-31");
    assert_eq!((after.light, after.years.len()), (LightState::Red, 3));
}

/// Of 省州级 (province, city, prefecture) t1 and t3 are pilots, t2 until it was eliminated in 2025-06, t4 is 县级; a candidate
/// is none. County c1 has t1 (and t2), c2 has t3.
#[test]
fn quotas_are_counted_from_pilots_by_level_day_and_county() {
    let quota = |id: &str, value: f64, lowest: &str, each: &str| {
        target(
            id,
            json!({"value": value, "counted": "designations", "quota_category": "demonstration", "quota_lowest": lowest,
                "quota_highest": if lowest == "county" { "county" } else { "province" }, "scope_class": each, "deadline": "2026-12"}),
        )
    };
    let rows = || {
        with([
            quota("high", 3.0, "prefecture", "whole"),
            quota("each", 1.0, "prefecture", "each_county"),
            quota("low", 1.0, "county", "each_county"),
            pilot("d1", "t1", "prefecture", "active", None),
            pilot("d2", "t2", "province", "eliminated", Some("2025-06-30")),
            pilot("d3", "t3", "city", "accepted", None),
            pilot("d4", "t4", "county", "active", None),
            pilot("d5", "t4", "province", "candidate", None),
        ])
    };
    let count = |id: &str, on: &str| {
        let found = of(rows(), id, on);
        (
            found.now.map(|now| now.value),
            found.met,
            found.towns.map(|t| (t.reached, t.of)),
        )
    };
    assert_eq!(count("high", "2025-06-30"), (Some(3.0), Some(true), None));
    assert_eq!(count("high", "2025-07-01"), (Some(2.0), Some(false), None));
    assert_eq!(count("each", "2025-07-01"), (Some(1.0), Some(true), Some((2, 2))));
    // Of 县级 c2 has one, c1 none: the county that is furthest from it decides.
    assert_eq!(count("low", "2025-07-01"), (Some(0.0), Some(false), Some((1, 2))));
    assert_eq!(of(rows(), "low", "2025-07-01").of_region.as_deref(), Some("c1名"));
}

/// 双十: t1 has both, t2 people alone, t3 people and no revenue told, t4 neither told.
#[test]
fn both_tens_have_to_be_of_the_same_town() {
    let fact = |id: &str, town: &str, measure: &str, on: &str, value: f64, unit: &str| {
        row(
            Kind::TownObservation,
            &json!({"id": id, "region": town, "measure": measure, "on_date": on, "value": value, "unit": unit}),
        )
    };
    let part = |id: &str, measure: &str, unit: &str| {
        target(
            id,
            json!({"value": 10.0, "unit": unit, "measure": measure, "part_of": "both", "scope_class": "each_pilot"}),
        )
    };
    let rows = |asked: f64| {
        with([
            target(
                "both",
                json!({"value": asked, "upper": asked + 1.0, "counted": "towns", "scope_class": "pilots", "deadline": "2025"}),
            ),
            part("people", "town_population", "万人"),
            part("revenue", "budget_revenue", "亿元"),
            pilot("d1", "t1", "province", "active", None),
            pilot("d2", "t2", "province", "active", None),
            pilot("d3", "t3", "province", "active", None),
            fact("f1", "t1", "town_population", "2024", 10.0, "万人"),
            fact("f2", "t1", "budget_revenue", "2024", 10.4, "亿元"),
            fact("f3", "t2", "town_population", "2024", 12.0, "万人"),
            fact("f4", "t2", "budget_revenue", "2024", 9.9, "亿元"),
            fact("f5", "t3", "town_population", "2024", 11.0, "万人"),
            // No pilot, though it has both.
            fact("f6", "t4", "town_population", "2024", 20.0, "万人"),
            fact("f7", "t4", "budget_revenue", "2024", 20.0, "亿元"),
        ])
    };
    let found = of(rows(1.0), "both", "2025-03-01");
    let towns = found.towns.expect("towns");
    assert_eq!((towns.reached, towns.unknown, towns.of), (1, 1, 3));
    assert_eq!(
        (found.now.map(|now| now.value), found.met),
        (Some(1.0), Some(true))
    );
    // Two are asked for: t3 may be the second, nobody knows.
    assert_eq!(of(rows(2.0), "both", "2025-03-01").met, None);
    // Three cannot be reached.
    assert_eq!(of(rows(3.0), "both", "2025-03-01").met, Some(false));
    // Before the facts there is nothing to count.
    assert_eq!(of(rows(1.0), "both", "2024-06-30").now, None);
    // The parts are not judged by themselves, and not late.
    let part = of(rows(1.0), "people", "2026-03-01");
    assert_eq!((part.light, part.overdue), (LightState::NotJudged, false));
}

fn do_it(file: &mut planning::atlas_file::AtlasFile, intent: Intent) -> Result<(), String> {
    let at: Stamp = stamp();
    file.intend(intent, &at)
        .map(drop)
        .map_err(|error| error.to_string())
}

fn sheet(file: &planning::atlas_file::AtlasFile, id: &str) -> TargetSheet {
    let today = day("2026-11-30");
    let found = file.ask(|snapshot| target_sheet(snapshot, id, None, LightLimits::default(), today));
    found.expect("the target")
}

#[test]
fn parts_of_towns_are_entered_summed_and_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = with([
        target(
            "i",
            json!({"plan": "county", "unit": "公里", "value": 80.0, "deadline": "2026-12"}),
        ),
        target("rate", json!({"plan": "county", "unit": "%", "value": 80.0})),
    ]);
    let mut file = atlas(folder.path(), rows);
    let before = file.model().clone();
    let part = |indicator: &str, region: &str, value: Option<f64>| Intent::BreakDownTarget {
        name: "分解".to_owned(),
        indicator: indicator.to_owned(),
        region: region.to_owned(),
        value,
    };
    do_it(&mut file, part("i", "t1", Some(50.0))).expect("applied");
    do_it(&mut file, part("i", "t2", Some(24.5))).expect("applied");
    let shares = sheet(&file, "i").row.shares.expect("parts");
    assert_eq!(
        (shares.regions, shares.sum, shares.open),
        (2, Some(74.5), Some(5.5))
    );
    do_it(&mut file, part("i", "t2", Some(36.0))).expect("applied");
    assert_eq!(sheet(&file, "i").row.shares.expect("parts").open, Some(-6.0));
    // A town reaches its own part; what towns reported adds up.
    let value = |region: Option<&str>, value: f64| {
        let new = NewTargetValue {
            indicator: "i".to_owned(),
            region: region.map(str::to_owned),
            on_date: day("2026-10-31"),
            value,
            reported_by: None,
            note: None,
        };
        Intent::ReportTarget("报数".to_owned(), new)
    };
    do_it(&mut file, value(Some("t1"), 51.0)).expect("applied");
    do_it(&mut file, value(Some("t2"), 12.0)).expect("applied");
    let found = sheet(&file, "i");
    let towns: Vec<_> = found
        .towns
        .iter()
        .map(|town| (town.id.as_str(), town.share, town.met))
        .collect();
    assert_eq!(
        towns,
        [("t1", Some(50.0), Some(true)), ("t2", Some(36.0), Some(false))]
    );
    assert_eq!(
        (found.towns_sum, found.row.now),
        (Some(63.0), None),
        "the towns are not the whole"
    );
    // The same date again takes the place of what was said.
    do_it(&mut file, value(Some("t2"), 13.0)).expect("applied");
    assert_eq!(file.model().observations.iter().count(), 2);
    assert!(
        do_it(&mut file, value(Some("t2"), 13.0)).is_err(),
        "nothing would change"
    );
    // Rates do not add up.
    do_it(&mut file, part("rate", "t1", Some(90.0))).expect("applied");
    assert_eq!(sheet(&file, "rate").row.shares.expect("parts").sum, None);
    for _ in 0..7 {
        file.undo(&stamp()).expect("taken back");
    }
    assert!(*file.model() == before, "as it was");
    let gone = Intent::BreakDownTarget {
        name: "分解".to_owned(),
        indicator: "none".to_owned(),
        region: "t1".to_owned(),
        value: Some(1.0),
    };
    assert!(matches!(
        gone.change(file.model()),
        Err(RuleError::Change(ChangeError::Missing { .. }))
    ));
    file.close().expect("closed");
}

/// Two completed road projects of 3 and 4.5 公里, one in building, one without a number, one of another kind.
#[test]
fn what_the_atlas_gives_is_computed_by_its_rule_and_confirmed_in_one_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = |id: &str, kind: &str, stage: &str, quantity: Value| {
        row(
            Kind::Project,
            &json!({"id": id, "plan": "plan", "ordinal": 1, "name": id, "kind": kind, "stage": stage, "quantity": quantity,
                "quantity_unit": "公里", "precision": "none", "alternative": false}),
        )
    };
    let rule = json!({"unit": "公里", "value": 10.0, "atlas_measure": "quantity", "project_kind": "road", "lowest_stage": "completed"});
    let rows = with([
        target("i", rule),
        target("n", json!({"atlas_measure": "projects", "project_kind": "road"})),
        target("none", json!({})),
        project("a", "road", "completed", json!(3.0)),
        project("b", "road", "accepted", json!(4.5)),
        project("c", "road", "building", json!(50.0)),
        project("d", "road", "completed", Value::Null),
        project("e", "water", "completed", json!(70.0)),
        project("f", "road", "suspended", json!(70.0)),
    ]);
    let mut file = atlas(folder.path(), rows);
    let computed = |file: &planning::atlas_file::AtlasFile, id: &str| sheet(file, id).row.computed;
    let found = computed(&file, "i").expect("computed");
    assert_eq!(
        (found.value, found.counted, found.left_out, found.on),
        (7.5, 2, 1, day("2026-11-30"))
    );
    assert_eq!(found.rule.zh, "本方案道路交通项目、竣工及以后的项目数量合计");
    assert_eq!(computed(&file, "n").map(|n| n.value), Some(5.0));
    assert_eq!(computed(&file, "none"), None);
    let confirm = |id: &str| Intent::ConfirmTarget {
        name: "确认".to_owned(),
        indicator: id.to_owned(),
        day: day("2026-11-30"),
    };
    assert_eq!(sheet(&file, "i").row.now, None, "computed is not reported");
    do_it(&mut file, confirm("i")).expect("applied");
    let row = sheet(&file, "i");
    assert_eq!(
        row.row.now.map(|now| (now.value, now.on)),
        Some((7.5, day("2026-11-30")))
    );
    assert!(
        row.observations[0]
            .note
            .as_deref()
            .is_some_and(|note| note.contains("竣工及以后"))
    );
    file.undo(&stamp()).expect("taken back");
    assert_eq!(sheet(&file, "i").row.now, None);
    assert!(do_it(&mut file, confirm("none")).is_err());
    file.close().expect("closed");
}

#[test]
fn the_practice_atlas_counts_what_sql_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let found = file.ask(|snapshot| table(snapshot, "2026-11-30"));
    let one = |text: &str| -> i64 { sql.query_row(text, [], |row| row.get(0)).expect(text) };
    assert_eq!(
        i64::from(found.counts.all),
        one("SELECT COUNT(*) FROM indicators")
    );
    for row in found
        .rows
        .iter()
        .filter(|row| row.indicator.counted.is_none() && row.indicator.part_of.is_none())
    {
        let id = row.indicator.id.as_str();
        let newest: f64 = sql
            .query_row(
                "SELECT value FROM observations WHERE indicator = ? AND region IS NULL ORDER BY on_date DESC LIMIT 1",
                [id],
                |row| row.get(0),
            )
            .expect("reported");
        assert_eq!(row.now.as_ref().map(|now| now.value), Some(newest), "{id}");
    }
    let pilots = found
        .rows
        .iter()
        .find(|row| row.indicator.id.as_str() == "practice/i22")
        .expect("there");
    let counted = one(
        "SELECT COUNT(DISTINCT region) FROM designations WHERE plan = (SELECT plan FROM indicators WHERE id = 'practice/i22') \
         AND level IN ('province', 'city') AND status IN ('active', 'accepted')",
    );
    assert_eq!(pilots.now.as_ref().map(|now| now.value), Some(counted as f64));
    let both = found
        .rows
        .iter()
        .find(|row| row.indicator.id.as_str() == "practice/i19")
        .expect("there");
    assert!(
        both.now.as_ref().is_some_and(|now| now.value >= 1.0),
        "one town has 5 and 5"
    );
    // A filter of a plan leaves the others out.
    let plan = "SELECT COUNT(*) FROM indicators WHERE plan = (SELECT plan FROM indicators WHERE id = 'practice/i23')";
    let filter = Filter {
        plans: vec![found.rows.last().expect("rows").indicator.plan.0.clone()],
        ..Filter::default()
    };
    let request = TargetRequest { filter, as_of: None };
    let of_plan = file.ask(|snapshot| {
        target_table(
            snapshot,
            &request,
            LightLimits::default(),
            PartialDate::Day(2026, 11, 30),
        )
    });
    let expected = one(&plan.replace(
        "'practice/i23'",
        &format!("'{}'", found.rows.last().expect("rows").indicator.id),
    ));
    assert_eq!(of_plan.rows.len() as i64, expected);
    file.close().expect("closed");
}
