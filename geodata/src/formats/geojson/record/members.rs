//! The members of a record taken over as they stand, where they are the plain JSON that most programs write. Whatever
//! else there is ends this with [`CursorStop::Odd`], and the record is read value by value.

use super::super::cursor::{CursorStop, JsonCursor, JsonNumber};
use super::Recorder;
use crate::formats::feature::Value;
use crate::formats::reading::MAX_TEXT;
use std::ops::Range;

/// A JSON object without its last brace.
pub(super) struct Members<'j>(&'j mut String);

impl<'j> Members<'j> {
    pub fn of(json: &'j mut String) -> Self {
        Self(json)
    }

    /// Adds a member: its name with quotes and colon, and its value.
    pub fn add(&mut self, name: &str, value: &str) {
        self.begin();
        self.0.push_str(name);
        self.0.push_str(value);
    }

    /// Adds members as they stand.
    fn add_all(&mut self, text: &str, range: &Range<usize>) -> Result<(), CursorStop> {
        if range.is_empty() {
            return Ok(());
        }
        let members = text.get(range.clone()).ok_or(CursorStop::Odd)?;
        if has_controls(members) {
            return Err(CursorStop::Odd);
        }
        self.begin();
        self.0.push_str(members);
        Ok(())
    }

    fn begin(&mut self) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
    }
}

/// Whether there are characters that JSON does not allow within a text.
fn has_controls(text: &str) -> bool {
    text.bytes().fold(false, |found, b| found | (b < b' '))
}

/// Whether a value stands in the file as JSON has it.
pub(super) fn is_plain(value: &Value, token: &str) -> bool {
    match value {
        Value::Integer(_) | Value::Real(_) => is_number(token.as_bytes()),
        Value::Text(text) => token.len() == text.len() + 2 && !has_controls(token) && !token.contains('\\'),
        Value::Null | Value::Bool(_) => false,
    }
}

/// Whether it is a number as JSON has it, without exponent.
fn is_number(token: &[u8]) -> bool {
    let digits = token.strip_prefix(b"-").unwrap_or(token);
    let whole = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    if whole == 0 || (whole > 1 && digits[0] == b'0') || token == b"-0" {
        return false;
    }
    match &digits[whole..] {
        [] => true,
        [b'.', behind @ ..] => !behind.is_empty() && behind.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

impl Recorder {
    /// The value of `properties`, as text and with the values of picked fields.
    pub(super) fn members(
        &mut self,
        cursor: &mut JsonCursor<'_>,
        json: &mut String,
    ) -> Result<(), CursorStop> {
        let text = cursor.text.ok_or(CursorStop::Odd)?;
        if cursor.peek()? != b'{' {
            return Err(CursorStop::Odd);
        }
        cursor.at += 1;
        let mut members = Members::of(json);
        // Members without anything between them but commas, which are taken over together.
        let mut run = 0..0;
        let mut first = true;
        loop {
            let expected = self.schema.expected().len();
            let (name, tight, (i, again)) = if cursor.take_name(first, self.schema.expected())? {
                (cursor.at - expected, true, self.schema.take_expected())
            } else {
                let Some(name) = cursor.name(first)? else { break };
                let known = name.known.filter(|_| !name.escaped).ok_or(CursorStop::Odd)?;
                let tight = cursor.at == name.at + known.len() + 2;
                (
                    name.at - 1,
                    tight,
                    self.schema.known(known).ok_or(CursorStop::Odd)?,
                )
            };
            first = false;
            if again {
                return Err(CursorStop::Odd);
            }
            let colon = cursor.at;
            cursor.peek()?;
            let start = cursor.at;
            let picked = self.is_picked(i);
            let value = plain_value(cursor, picked)?;
            if value == Value::Null && cursor.bytes[start] == b'n' {
                continue;
            }
            if picked {
                self.set(i, value);
            }
            if tight && start == colon {
                if !run.is_empty() && run.end + 1 == name {
                    run.end = cursor.at;
                } else {
                    members.add_all(text, &run)?;
                    run = name..cursor.at;
                }
                continue;
            }
            members.add_all(text, &run)?;
            run = 0..0;
            let name = format!("{}:", serde_json::Value::from(self.schema.name(i)));
            let value = text.get(start..cursor.at).filter(|t| !has_controls(t));
            members.add(&name, value.ok_or(CursorStop::Odd)?);
        }
        members.add_all(text, &run)
    }

    /// Whether the value of a field is needed by itself.
    pub(super) fn is_picked(&self, i: usize) -> bool {
        let picked = self.picked.as_ref().and_then(|picked| picked.get(i));
        picked.copied().unwrap_or(true)
    }
}

/// The value at the cursor, with its text only when it is needed.
fn plain_value(cursor: &mut JsonCursor<'_>, needed: bool) -> Result<Value, CursorStop> {
    let start = cursor.at;
    match cursor.bytes[start] {
        b'"' => {
            let quoted = cursor.quoted()?;
            if quoted.bytes.len() > MAX_TEXT {
                return Err(CursorStop::Odd);
            }
            if !quoted.escaped && !needed {
                return Ok(Value::Null);
            }
            match quoted.text() {
                (_, true) => Err(CursorStop::Odd),
                (text, false) if needed => Ok(Value::Text(text.into_owned())),
                _ => Ok(Value::Null),
            }
        }
        b'0'..=b'9' | b'-' => {
            let number = cursor.number()?;
            if !is_number(&cursor.bytes[start..cursor.at]) {
                return Err(CursorStop::Odd);
            }
            match number {
                JsonNumber::Integer(n) => Ok(Value::Integer(n)),
                JsonNumber::Real(x) => Ok(Value::Real(x)),
                JsonNumber::Long(_) | JsonNumber::None => Err(CursorStop::Odd),
            }
        }
        b't' | b'f' | b'n' => {
            cursor.skip(0)?;
            match &cursor.bytes[start..cursor.at] {
                b"true" => Ok(Value::Bool(true)),
                b"false" => Ok(Value::Bool(false)),
                b"null" => Ok(Value::Null),
                _ => Err(CursorStop::Odd),
            }
        }
        _ => Err(CursorStop::Odd),
    }
}
