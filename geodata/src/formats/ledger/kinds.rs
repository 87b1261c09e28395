//! What the values of a column are, and a cell as a value of it.

use super::dates::{DateReading, dated, digits_day};
use super::numbers::{is_code, is_long, names_code};
use crate::formats::{Field, FieldKind, MAX_TEXT, Value};
use files::cells::Cell;
use files::numbers::plain_number;

/// A column that becomes a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LedgerColumn {
    /// Place in the row.
    pub at: usize,
    pub field: Field,
    /// Whether texts that say a day are days.
    dates: bool,
}

impl LedgerColumn {
    /// Infers what a column holds from cells of a sample.
    pub fn infer<'a>(at: usize, name: String, cells: impl Iterator<Item = &'a Cell> + Clone) -> Self {
        let filled = cells.filter(|c| !matches!(c, Cell::Empty | Cell::Broken(_)));
        let some = filled.clone().next().is_some();
        let all = |test: fn(&Cell) -> bool| some && filled.clone().all(test);
        let mut dates = ["日期", "时间", "年月", "开工", "竣工", "完工"]
            .iter()
            .any(|w| name.contains(w));
        let kind = if all(|c| matches!(c, Cell::Bool(_)) || c.as_text().is_some_and(|t| truth(t).is_some())) {
            FieldKind::Bool
        } else if dates && all(is_day_in_digits) && !all(is_day) && !all(is_moment) {
            FieldKind::Text
        } else if !names_code(&name) && all(is_amount) {
            if all(is_whole) {
                FieldKind::Integer
            } else {
                FieldKind::Real
            }
        } else if all(is_day) {
            dates = true;
            FieldKind::Date
        } else if all(is_moment) {
            dates = true;
            FieldKind::DateTime
        } else {
            dates |= all(is_dated);
            FieldKind::Text
        };
        Self {
            at,
            field: Field { name, kind },
            dates,
        }
    }

    /// Returns the value of a cell, and whether its text had to be cut.
    pub fn value(&self, cell: &Cell) -> (Value, bool) {
        let number = matches!(self.field.kind, FieldKind::Integer | FieldKind::Real);
        let value = match cell {
            Cell::Empty | Cell::Broken(_) => Value::Null,
            Cell::Bool(b) if self.field.kind == FieldKind::Bool => Value::Bool(*b),
            Cell::Number(v) if number => self.number(*v),
            Cell::Number(v) => return self.text(&number_text(*v), false),
            Cell::Text(t) => return self.text(t, number),
            other => Value::Text(other.shown()),
        };
        (value, false)
    }

    fn text(&self, text: &str, number: bool) -> (Value, bool) {
        if number && !is_code(text) {
            if let Some(v) = plain_number(text) {
                if self.field.kind == FieldKind::Integer
                    && let Ok(whole) = text.parse()
                {
                    return (Value::Integer(whole), false);
                }
                return (self.number(v), false);
            }
        } else if self.field.kind == FieldKind::Bool
            && let Some(b) = truth(text)
        {
            return (Value::Bool(b), false);
        } else if self.dates
            && let Some(DateReading::Day(iso) | DateReading::Moment(iso)) = dated(text)
        {
            return (Value::Text(iso), false);
        } else if self.dates
            && let Some(iso) = digits_day(text)
        {
            return (Value::Text(iso), false);
        }
        if text.len() <= MAX_TEXT {
            return (Value::Text(text.to_owned()), false);
        }
        let end = text.floor_char_boundary(MAX_TEXT);
        (Value::Text(text[..end].to_owned()), true)
    }

    fn number(&self, v: f64) -> Value {
        if self.field.kind == FieldKind::Integer && v.fract() == 0.0 && v.abs() < 9e15 {
            Value::Integer(v as i64)
        } else {
            Value::Real(v)
        }
    }
}

/// A number as a person would type it; a workbook keeps 0.1 + 0.2 as 0.30000000000000004.
fn number_text(v: f64) -> String {
    let fifteen: f64 = format!("{v:.14e}").parse().unwrap_or(v);
    fifteen.to_string()
}

fn truth(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

fn is_amount(cell: &Cell) -> bool {
    match cell {
        Cell::Number(v) => !is_long(*v) || v.abs() >= 1e15,
        Cell::Text(t) => plain_number(t).is_some() && !is_code(t),
        _ => false,
    }
}

fn is_whole(cell: &Cell) -> bool {
    match cell {
        Cell::Number(v) => v.fract() == 0.0 && v.abs() < 9e15,
        Cell::Text(t) => t.parse::<i64>().is_ok(),
        _ => false,
    }
}

fn is_day(cell: &Cell) -> bool {
    match cell {
        Cell::Date(d) => d.len() == 10,
        Cell::Text(t) => matches!(dated(t), Some(DateReading::Day(_))),
        _ => false,
    }
}

fn is_moment(cell: &Cell) -> bool {
    match cell {
        Cell::Moment(_) => true,
        Cell::Text(t) => matches!(dated(t), Some(DateReading::Moment(_))),
        other => is_day(other),
    }
}

/// Whether a cell is a day, month or year, perhaps in digits alone.
fn is_day_in_digits(cell: &Cell) -> bool {
    let digits = |t: &str| {
        digits_day(t).is_some()
            || dated(t).is_some()
            || t.len() == 4 && t.parse::<u32>().is_ok_and(|y| (1900..2200).contains(&y))
    };
    match cell {
        Cell::Number(v) => digits(&number_text(*v)),
        Cell::Text(t) => digits(t),
        _ => false,
    }
}

fn is_dated(cell: &Cell) -> bool {
    match cell {
        Cell::Date(_) | Cell::Moment(_) => true,
        Cell::Text(t) => dated(t).is_some(),
        _ => false,
    }
}
