//! Fields and first rows of a layer, for the preview.

use geodata::formats::{Field, FieldKind, Value};
use serde::Serialize;
use ts_rs::TS;

/// Examples kept of a field.
const EXAMPLES: usize = 5;
/// Letters kept of an example.
const LETTERS: usize = 80;

/// A field of a layer with what stands in it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FieldSurvey {
    /// Its name.
    pub name: String,
    /// What its values are: bool, integer, real, text, date, date_time.
    pub kind: String,
    /// How many features have a value.
    #[ts(type = "number")]
    pub filled: u64,
    /// Some different values.
    pub examples: Vec<String>,
}

/// One of the first rows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SampleRow {
    /// Its number in the file.
    #[ts(type = "number")]
    pub number: u64,
    /// Its values as text, one for each field.
    pub values: Vec<Option<String>>,
}

impl FieldSurvey {
    pub(super) fn new(field: &Field) -> Self {
        Self {
            name: field.name.clone(),
            kind: match field.kind {
                FieldKind::Bool => "bool",
                FieldKind::Integer => "integer",
                FieldKind::Real => "real",
                FieldKind::Text => "text",
                FieldKind::Date => "date",
                FieldKind::DateTime => "date_time",
            }
            .to_owned(),
            filled: 0,
            examples: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, value: &Value) {
        if *value == Value::Null {
            return;
        }
        self.filled += 1;
        if self.examples.len() < EXAMPLES
            && let Some(text) = shown(value)
            && !self.examples.contains(&text)
        {
            self.examples.push(text);
        }
    }
}

/// A value as text, without white space around it; nothing for an empty one.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(b) => Some(if *b { "是" } else { "否" }.to_owned()),
        Value::Integer(n) => Some(n.to_string()),
        Value::Real(x) => Some(x.to_string()),
        Value::Text(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
    }
}

/// The beginning of a value, for a table.
pub(super) fn shown(value: &Value) -> Option<String> {
    let text = text(value)?;
    if text.chars().count() <= LETTERS {
        return Some(text);
    }
    Some(text.chars().take(LETTERS).chain(['…']).collect())
}
