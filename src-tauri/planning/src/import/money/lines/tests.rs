//! Rows of ledgers and the budget lines they make; sums made by hand.

use super::*;
use crate::model::MoneyStage::{Approved, Estimated, Spent};

const E: MoneyStage = Estimated;
const S: MoneyStage = Spent;
use MoneySource::{Central, County, Own, SpecialBond, Unstated};

fn field(stage: MoneyStage, source: Option<MoneySource>, year: Option<i64>) -> MoneyField {
    MoneyField {
        field: "f".to_owned(),
        stage,
        source,
        year,
        unit: MoneyUnit::WanYuan,
        unit_stated: true,
        part: false,
    }
}

/// Reads a row of numbers in these fields, and the text of its sources if there is one.
fn read(fields: &[MoneyField], numbers: &[f64], text: Option<&str>) -> RowMoney {
    let columns = MoneyColumns {
        fields: fields.iter().cloned().enumerate().collect(),
        sources: text.map(|_| fields.len()),
        year: None,
        own: None,
    };
    let mut values: Vec<Value> = numbers.iter().map(|n| Value::Real(*n)).collect();
    values.extend(text.map(|text| Value::Text(text.to_owned())));
    columns.read(&values, 7)
}

fn lines(of: &RowMoney) -> Vec<(MoneySource, MoneyStage, Option<i64>, f64)> {
    of.lines
        .iter()
        .map(|((source, stage, year), amount)| (*source, *stage, *year, amount.wan_yuan()))
        .collect()
}

fn check(
    fields: &[MoneyField],
    numbers: &[f64],
    text: Option<&str>,
    expected: &[(MoneySource, MoneyStage, Option<i64>, f64)],
    doubts: usize,
) {
    let row = read(fields, numbers, text);
    assert_eq!(lines(&row), expected, "{numbers:?}");
    assert_eq!(row.doubts.len(), doubts, "{:?}", row.doubts);
}

#[test]
fn a_total_alone_has_the_source_that_the_row_names_or_none() {
    let total = [field(E, None, None)];
    check(&total, &[500.0], None, &[(Unstated, E, None, 500.0)], 0);
    check(
        &total,
        &[500.0],
        Some("专项债券"),
        &[(SpecialBond, E, None, 500.0)],
        0,
    );
    check(
        &total,
        &[500.0],
        Some("中央、省级"),
        &[(Unstated, E, None, 500.0)],
        0,
    );
    check(&total, &[0.0], None, &[], 0);
}

#[test]
fn sources_are_parts_of_the_total_and_never_counted_beside_it() {
    let fields = [
        field(E, None, None),
        field(E, Some(Central), None),
        field(E, Some(County), None),
    ];
    check(
        &fields,
        &[500.0, 300.0, 200.0],
        None,
        &[(Central, E, None, 300.0), (County, E, None, 200.0)],
        0,
    );
    // Rounded to two decimals each: 33.33 + 66.66 for 100.
    check(
        &fields,
        &[100.0, 33.33, 66.66],
        None,
        &[(Central, E, None, 33.33), (County, E, None, 66.66)],
        0,
    );
}

#[test]
fn what_parts_do_not_make_up_is_told_and_has_no_source() {
    let fields = [
        field(E, None, None),
        field(E, Some(Central), None),
        field(E, Some(County), None),
    ];
    check(
        &fields,
        &[500.0, 300.0, 150.0],
        None,
        &[
            (Central, E, None, 300.0),
            (County, E, None, 150.0),
            (Unstated, E, None, 50.0),
        ],
        1,
    );
    let over = read(&fields, &[500.0, 300.0, 250.0], None);
    assert_eq!(
        lines(&over),
        [(Central, E, None, 300.0), (County, E, None, 250.0)]
    );
    let wan = |n: i64| Fen(n * 1_000_000);
    let expected = MoneyDoubt::PartsDiffer {
        row: 7,
        stage: E,
        parts: wan(550),
        total: wan(500),
    };
    assert_eq!(over.doubts, [expected]);
}

#[test]
fn a_year_is_part_of_the_total() {
    let fields = [field(E, None, None), field(E, None, Some(2025))];
    check(
        &fields,
        &[500.0, 200.0],
        None,
        &[(Unstated, E, None, 300.0), (Unstated, E, Some(2025), 200.0)],
        0,
    );
    check(
        &fields,
        &[500.0, 500.0],
        Some("自筹"),
        &[(Own, E, Some(2025), 500.0)],
        0,
    );
    check(
        &fields,
        &[500.0, 600.0],
        None,
        &[(Unstated, E, Some(2025), 600.0)],
        1,
    );
}

#[test]
fn sources_and_years_are_put_together_only_where_that_is_beyond_doubt() {
    let fields = [
        field(E, None, None),
        field(E, Some(Central), None),
        field(E, Some(County), None),
        field(E, None, Some(2025)),
    ];
    // One source: its year is known.
    check(
        &fields,
        &[500.0, 500.0, 0.0, 200.0],
        None,
        &[(Central, E, None, 300.0), (Central, E, Some(2025), 200.0)],
        0,
    );
    // One year with all of the money: so are the years of all sources.
    check(
        &fields,
        &[500.0, 300.0, 200.0, 500.0],
        None,
        &[(Central, E, Some(2025), 300.0), (County, E, Some(2025), 200.0)],
        0,
    );
    // Else the year stays in the file, which is said.
    let row = read(&fields, &[500.0, 300.0, 200.0, 200.0], None);
    assert_eq!(lines(&row), [(Central, E, None, 300.0), (County, E, None, 200.0)]);
    assert_eq!(row.doubts, [MoneyDoubt::YearsApart { row: 7 }]);
    assert!(
        !row.placed.contains(&3) && row.placed.contains(&0),
        "{:?}",
        row.placed
    );
}

#[test]
fn sources_of_a_year_are_taken_as_they_are() {
    let fields = [
        field(E, None, None),
        field(E, None, Some(2025)),
        field(E, Some(Central), Some(2025)),
        field(E, Some(County), Some(2025)),
    ];
    check(
        &fields,
        &[500.0, 200.0, 150.0, 50.0],
        None,
        &[
            (Central, E, Some(2025), 150.0),
            (County, E, Some(2025), 50.0),
            (Unstated, E, None, 300.0),
        ],
        0,
    );
    // The year says 200, its sources 190.
    let row = read(&fields, &[500.0, 200.0, 150.0, 40.0], None);
    assert_eq!(row.doubts.len(), 1, "{:?}", row.doubts);
}

#[test]
fn a_source_beyond_its_years_has_no_year() {
    let fields = [
        field(E, None, None),
        field(E, Some(Central), None),
        field(E, Some(Central), Some(2025)),
    ];
    check(
        &fields,
        &[500.0, 500.0, 200.0],
        None,
        &[(Central, E, None, 300.0), (Central, E, Some(2025), 200.0)],
        0,
    );
}

#[test]
fn stages_are_apart_and_a_named_source_is_that_of_all() {
    let fields = [field(E, None, None), field(S, None, None)];
    check(
        &fields,
        &[500.0, 120.0],
        Some("专项债"),
        &[(SpecialBond, E, None, 500.0), (SpecialBond, S, None, 120.0)],
        0,
    );
}

#[test]
fn amounts_beside_the_sources_in_a_text_are_parts() {
    let fields = [field(E, None, None)];
    check(
        &fields,
        &[2500.0],
        Some("申请专项债2000万元，县财政配套500万元"),
        &[(County, E, None, 500.0), (SpecialBond, E, None, 2000.0)],
        0,
    );
    check(
        &fields,
        &[3000.0],
        Some("专项债2000万元；自筹500万元"),
        &[
            (SpecialBond, E, None, 2000.0),
            (Own, E, None, 500.0),
            (Unstated, E, None, 500.0),
        ],
        1,
    );
}

#[test]
fn a_cell_that_holds_no_amount_is_told_and_stays() {
    let columns = MoneyColumns {
        fields: vec![(0, field(E, None, None))],
        ..MoneyColumns::default()
    };
    let row = columns.read(&[Value::Text("约500".to_owned())], 3);
    assert!(row.lines.is_empty() && row.placed.is_empty());
    assert!(matches!(&row.doubts[..], [MoneyDoubt::NoAmount { row: 3, text, .. }] if text == "约500"));
}

#[test]
fn lines_of_our_own_exports_are_read_back() {
    let expected = |lines: Option<MoneyLines>| {
        let lines = lines.expect("lines");
        let found: Vec<_> = lines.iter().map(|(key, amount)| (*key, amount.0)).collect();
        assert_eq!(
            found,
            [
                ((SpecialBond, Approved, None), 1),
                ((SpecialBond, S, Some(2026)), 123_456_789),
            ]
        );
    };
    let text = |text: &str| own_lines(&Value::Text(text.to_owned()));
    expected(text(
        "2026年专项债券支付 123.456789万元；专项债券批复 0.000001万元",
    ));
    expected(text(
        "2026年special_bondspent 123.456789万元；special_bondapproved 0.000001万元",
    ));
    expected(text(
        r#"[{"source":"special_bond","stage":"spent","year":2026,"wan_yuan":123.456789},{"source":"special_bond","stage":"approved","year":null,"wan_yuan":0.000001}]"#,
    ));
    assert_eq!(text("申请专项债2000万元"), None);
}
