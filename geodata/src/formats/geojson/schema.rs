//! The fields of a file whose records name them one by one.

use crate::formats::feature::{Field, FieldKind, Value};
use std::collections::HashMap;

/// Most fields of a layer; more are left out.
pub(super) const MOST_FIELDS: usize = 2000;

/// Fields met so far.
#[derive(Default)]
pub(super) struct Schema {
    names: Vec<String>,
    /// The names as most files write them, with quotes and colon; empty for one that has to be escaped.
    words: Vec<Vec<u8>>,
    kinds: Vec<Option<FieldKind>>,
    index: HashMap<String, usize>,
    /// Last record that had the field.
    seen: Vec<u64>,
    record: u64,
    next: usize,
    /// Fields told to the sink so far.
    told: usize,
}

impl Schema {
    /// A record begins.
    pub fn begin(&mut self) {
        self.record += 1;
        self.next = 0;
    }

    /// Number of a field by name, and whether this record had it already; `None` when there are too many.
    pub fn field(&mut self, name: &str) -> Option<(usize, bool)> {
        let i = if self.names.get(self.next).is_some_and(|n| n == name) {
            self.next
        } else if let Some(i) = self.index.get(name) {
            *i
        } else if self.names.len() < MOST_FIELDS {
            let i = self.names.len();
            self.names.push(name.to_owned());
            let plain = name.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\');
            self.words.push(if plain {
                format!("\"{name}\":").into_bytes()
            } else {
                Vec::new()
            });
            self.index.insert(name.to_owned(), i);
            self.kinds.push(None);
            self.seen.push(0);
            i
        } else {
            return None;
        };
        Some(self.take(i))
    }

    /// As [`Schema::field`], for a field that was met before.
    pub fn known(&mut self, name: &str) -> Option<(usize, bool)> {
        let next = self.names.get(self.next).is_some_and(|n| n == name);
        let i = if next { self.next } else { *self.index.get(name)? };
        Some(self.take(i))
    }

    /// How the field is written that most likely comes next.
    pub fn expected(&self) -> &[u8] {
        self.words.get(self.next).map_or(&[], Vec::as_slice)
    }

    /// As [`Schema::field`], for that one.
    pub fn take_expected(&mut self) -> (usize, bool) {
        self.take(self.next)
    }

    pub fn name(&self, i: usize) -> &str {
        &self.names[i]
    }

    fn take(&mut self, i: usize) -> (usize, bool) {
        self.next = i + 1;
        let again = self.seen[i] == self.record;
        self.seen[i] = self.record;
        (i, again)
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Takes note of what the values of a record are, until the fields are told.
    pub fn note(&mut self, values: &[Value]) {
        for (kind, value) in self.kinds.iter_mut().zip(values) {
            let new = match value {
                Value::Null => continue,
                Value::Bool(_) => FieldKind::Bool,
                Value::Integer(_) => FieldKind::Integer,
                Value::Real(_) => FieldKind::Real,
                Value::Text(_) => FieldKind::Text,
            };
            *kind = Some(match (*kind, new) {
                (None, new) => new,
                (Some(old), new) if old == new => old,
                (Some(FieldKind::Integer), FieldKind::Real) | (Some(FieldKind::Real), FieldKind::Integer) => {
                    FieldKind::Real
                }
                _ => FieldKind::Text,
            });
        }
    }

    /// Fields that were not told yet; they are after this.
    pub fn untold(&mut self) -> Vec<Field> {
        let new = (self.told..self.names.len())
            .map(|i| Field {
                name: self.names[i].clone(),
                kind: self.kinds[i].unwrap_or(FieldKind::Text),
            })
            .collect();
        self.told = self.names.len();
        new
    }

    /// Whether there are fields that were not told yet.
    pub fn has_untold(&self) -> bool {
        self.told < self.names.len()
    }
}
