//! Amounts of money as cells hold them.

use files::numbers::half_width;
use geodata::formats::Value;

use super::unit::MoneyUnit;
use crate::model::Fen;

/// What stands in a cell of money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum MoneyCell {
    /// Nothing, or a stroke for nothing.
    Nothing,
    /// An amount, and how many decimals it is written with, counted in 万元 at most 6.
    Amount(Fen, u32),
    /// Something that is no amount.
    Unreadable,
}

/// Most 万元 that are taken for an amount: more than all the money of a country in a year.
const MOST_WAN: f64 = 9e9;

/// What a value says in a unit, unless it names one of its own.
pub(super) fn amount(value: &Value, unit: MoneyUnit) -> MoneyCell {
    match value {
        Value::Null => MoneyCell::Nothing,
        Value::Integer(n) => of_number(*n as f64, unit),
        Value::Real(x) => of_number(*x, unit),
        Value::Bool(_) => MoneyCell::Unreadable,
        Value::Text(text) => of_text(text, unit),
    }
}

fn of_number(number: f64, unit: MoneyUnit) -> MoneyCell {
    let wan = number * unit.in_wan();
    if !(0.0..=MOST_WAN).contains(&wan) {
        return MoneyCell::Unreadable;
    }
    let fen = (wan * 1e6).round();
    // Decimals as printed, of what a workbook computed with all its digits.
    let shown = format!("{number:.6}");
    let decimals = shown.trim_end_matches('0').split('.').nth(1).map_or(0, str::len);
    MoneyCell::Amount(Fen(fen as i64), decimals as u32)
}

/// 1,234.50; ￥500; 1200万元; 1.2亿; 约 and what stands in brackets are no part of an amount.
fn of_text(text: &str, unit: MoneyUnit) -> MoneyCell {
    let plain: String = text
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '￥'))
        .collect();
    if plain.is_empty() || ["/", "\\", "-", "--", "—", "——", "无", "暂无", "0元"].contains(&plain.as_str())
    {
        return MoneyCell::Nothing;
    }
    let end = plain
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(plain.len());
    let (digits, said) = plain.split_at(end);
    let unit = match said {
        "" => unit,
        "元" | "元整" => MoneyUnit::Yuan,
        "万" | "万元" => MoneyUnit::WanYuan,
        "亿" | "亿元" => MoneyUnit::YiYuan,
        _ => return MoneyCell::Unreadable,
    };
    match digits.parse() {
        Ok(number) => of_number(number, unit),
        Err(_) => MoneyCell::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wan: f64) {
        let found = amount(&Value::Text(text.to_owned()), MoneyUnit::WanYuan);
        let MoneyCell::Amount(fen, _) = found else {
            panic!("{text}: {found:?}");
        };
        assert_eq!(fen.0, (wan * 1e6).round() as i64, "{text}");
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        check("500", 500.0);
        check("1,234.5", 1234.5);
        check("１２００", 1200.0);
        check("￥500万元", 500.0);
        check("1.2亿元", 12000.0);
        check("350000元", 35.0);
        check(" 12.345678 ", 12.345678);
    }

    #[test]
    fn strokes_are_nothing_and_words_are_no_amounts() {
        for text in ["", "/", "—", "无", " - "] {
            assert_eq!(
                amount(&Value::Text(text.to_owned()), MoneyUnit::WanYuan),
                MoneyCell::Nothing,
                "{text}"
            );
        }
        for text in ["约500", "500（含拆迁）", "待定", "-5", "1.2.3", "500-800"] {
            assert_eq!(
                amount(&Value::Text(text.to_owned()), MoneyUnit::WanYuan),
                MoneyCell::Unreadable,
                "{text}"
            );
        }
        assert_eq!(amount(&Value::Real(-1.0), MoneyUnit::Yuan), MoneyCell::Unreadable);
    }

    #[test]
    fn units_of_a_column_count_where_the_cell_names_none() {
        let fen = |value: Value, unit| match amount(&value, unit) {
            MoneyCell::Amount(fen, decimals) => (fen.0, decimals),
            other => panic!("{other:?}"),
        };
        assert_eq!(fen(Value::Integer(1_234_567), MoneyUnit::Yuan), (123_456_700, 0));
        assert_eq!(fen(Value::Real(0.1 + 0.2), MoneyUnit::WanYuan), (300_000, 1));
        assert_eq!(fen(Value::Real(1.25), MoneyUnit::YiYuan), (12_500_000_000, 2));
    }
}
