//! Fields and first rows of a layer, for the preview.

use std::borrow::Cow;

use geodata::formats::{Field, FieldKind, Value};
use serde::Serialize;
use ts_rs::TS;

use crate::imported_values;

/// Examples kept of a field.
const EXAMPLES: usize = 5;
/// Letters kept of an example.
const LETTERS: usize = 80;

/// A field of a layer with what stands in it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FieldSurvey {
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

/// A value as text, without white space around it; `None` if it is empty.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::Bool(b) => Some(if *b { "是" } else { "否" }.into()),
        Value::Integer(n) => Some(n.to_string().into()),
        Value::Real(x) => Some(x.to_string().into()),
        Value::Text(s) => Some(trimmed(s)).filter(|s| !s.is_empty()).map(Cow::Borrowed),
    }
}

/// A text without white space around it. Most begin and end with a Chinese character or a plain letter or digit, which
/// is told without decoding.
fn trimmed(text: &str) -> &str {
    // From U+4000 on, in three bytes, no character is white space.
    let plain = |first: u8| first.is_ascii_graphic() || (0xE4..=0xEF).contains(&first);
    match text.as_bytes() {
        [first, .., last] if plain(*first) && last.is_ascii_graphic() => text,
        [first, .., lead, _, _] if plain(*first) && (0xE4..=0xEF).contains(lead) => text,
        _ => text.trim(),
    }
}

/// Names of fields as they stand before the values of a JSON object.
#[derive(Default)]
pub(super) struct FieldNames {
    names: Vec<String>,
    /// `"name":` of each.
    members: Vec<String>,
    /// Whether a name stands there twice; the later value counts then.
    twice: bool,
}

impl FieldNames {
    pub(super) fn add(&mut self, name: &str) {
        self.twice |= self.names.iter().any(|other| other == name);
        let member = format!("{}:", serde_json::Value::from(name));
        self.names.push(name.to_owned());
        self.members.push(member);
    }

    /// The names, in order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The values that are not empty as a JSON object, without those of the fields that are left out; `None` if there are
    /// none.
    pub(super) fn object(&self, values: &[Value], left_out: &[usize]) -> Option<String> {
        if self.twice {
            let mut map = serde_json::Map::new();
            for (i, (name, value)) in self.names.iter().zip(values).enumerate() {
                if *value == Value::Null || left_out.contains(&i) {
                    continue;
                }
                map.insert(name.clone(), serde_json::to_value(value).unwrap_or_default());
            }
            return (!map.is_empty()).then(|| serde_json::Value::Object(map).to_string());
        }
        let mut out = String::with_capacity(512);
        for (i, (member, value)) in self.members.iter().zip(values).enumerate() {
            if *value == Value::Null || left_out.contains(&i) {
                continue;
            }
            out.push(if out.is_empty() { '{' } else { ',' });
            out.push_str(member);
            match value {
                Value::Text(text) => quote(&mut out, text),
                other => out.push_str(&serde_json::to_string(other).unwrap_or_else(|_| "null".to_owned())),
            }
        }
        if out.is_empty() {
            return None;
        }
        out.push('}');
        Some(out)
    }
}

impl FieldNames {
    /// A JSON object without the fields that are left out; empty if nothing remains.
    pub(super) fn without<'j>(&self, json: &'j str, left_out: &[usize]) -> Cow<'j, str> {
        if left_out.is_empty() {
            return Cow::Borrowed(json);
        }
        let is_left_out = |quoted: &str| {
            left_out.iter().any(|i| {
                let member = self.members.get(*i).and_then(|m| m.strip_suffix(':'));
                member.is_some_and(|name| name == quoted)
            })
        };
        Cow::Owned(imported_values::without(json, &is_left_out))
    }
}

/// A text as JSON has it.
fn quote(out: &mut String, text: &str) {
    if text.bytes().any(|b| b < b' ' || b == b'"' || b == b'\\') {
        out.push_str(&serde_json::Value::from(text).to_string());
        return;
    }
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// The beginning of a value, for a table.
pub(super) fn shown(value: &Value) -> Option<String> {
    let text = text(value)?;
    if text.chars().count() <= LETTERS {
        return Some(text.into_owned());
    }
    Some(text.chars().take(LETTERS).chain(['…']).collect())
}
