use super::*;

/// Name, operator, value, upper, unit, wording or date.
type Expected<'a> = (
    &'a str,
    &'a str,
    f64,
    Option<f64>,
    Option<&'a str>,
    Option<&'a str>,
);

fn check(text: &str, expected: &[Expected<'_>]) {
    let line = Line {
        page: None,
        paragraph: 1,
        text: text.to_owned(),
        raw: text.to_owned(),
    };
    let found = indicators(&[line], "", None, Some("2024"));
    let found: Vec<_> = found
        .iter()
        .map(|i| {
            (
                i.name.as_str(),
                i.operator,
                i.value,
                i.upper,
                i.unit.as_deref(),
                i.deadline.as_deref(),
            )
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn targets_are_told_from_other_numbers() {
    check(
        "到2026年，森林覆盖率达到35%以上，新建口袋公园12处。",
        &[
            ("森林覆盖率", "≥", 35.0, None, Some("%"), Some("2026")),
            ("口袋公园", "≥", 12.0, None, Some("处"), Some("2026")),
        ]
        .map(|t| {
            if t.0 == "口袋公园" {
                ("新建口袋公园", t.1, t.2, t.3, t.4, t.5)
            } else {
                t
            }
        }),
    );
    check("投资300万元以上项目予以优先支持，考核前3名通报表扬。", &[]);
    check("现有公园3处，辖12个村，连续两年获奖。", &[]);
    check("推广“5+2”模式，围绕6条产业链招商。", &[]);
}

#[test]
fn words_that_mean_all_are_a_hundred_percent() {
    check(
        "2025年底前实现农村生活污水治理全覆盖。",
        &[("农村生活污水治理", "≥", 100.0, None, Some("%"), Some("2025-12"))],
    );
    check("巩固“两个清零”成效。", &[]);
}
