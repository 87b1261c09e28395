//! The fields met so far, and the values of one placemark.

use crate::formats::feature::{Field, FieldKind, Value};
use crate::formats::reading::Sink;
use std::collections::HashMap;

/// More fields than this are no table any more.
const MAX_FIELDS: usize = 1000;

/// Where a field comes from: elements of KML itself and data of the author may have one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    Element,
    Data,
}

/// What came of a value.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Taken,
    /// The field had a value already; this one counts now.
    Again,
    /// It is no value of the kind the schema states.
    WrongKind,
    /// There are too many fields.
    NoRoom,
}

#[derive(Debug, Default)]
pub(super) struct Fields {
    known: HashMap<(Origin, String), usize>,
    fields: Vec<Field>,
    announced: usize,
    values: Vec<Value>,
}

impl Fields {
    /// Notes a field of a schema.
    pub fn declare(&mut self, name: &str, kind: FieldKind) {
        let _ = self.index(Origin::Data, name, kind);
    }

    /// Gives a field of the author's the name by which it is shown, unless it was announced under its own already.
    pub fn title(&mut self, name: &str, title: &str) {
        let known = self.known.contains_key(&(Origin::Data, name.to_owned()));
        let Some(index) = self.index(Origin::Data, name, FieldKind::Text) else {
            return;
        };
        let fresh = index >= self.announced && (!known || self.fields[index].name == name);
        if fresh && self.fields.iter().all(|f| f.name != title) {
            title.clone_into(&mut self.fields[index].name);
        }
    }

    /// Returns all fields, for the head of the layer.
    pub fn announce(&mut self) -> Vec<Field> {
        self.announced = self.fields.len();
        self.fields.clone()
    }

    /// Tells the sink of fields it does not know yet.
    pub fn announce_new(&mut self, sink: &mut dyn Sink) {
        for field in &self.fields[self.announced..] {
            sink.field(field.clone());
        }
        self.announced = self.fields.len();
    }

    /// Takes a text as value of a field of the placemark.
    pub fn set(&mut self, origin: Origin, name: &str, kind: FieldKind, text: &str) -> Outcome {
        if text.is_empty() {
            return Outcome::Taken;
        }
        let Some(index) = self.index(origin, name, kind) else {
            return Outcome::NoRoom;
        };
        let Some(value) = value(self.fields[index].kind, text) else {
            return Outcome::WrongKind;
        };
        if self.values.len() <= index {
            self.values.resize(index + 1, Value::Null);
        }
        let before = std::mem::replace(&mut self.values[index], value);
        if before == Value::Null || before == self.values[index] {
            Outcome::Taken
        } else {
            Outcome::Again
        }
    }

    /// Returns the values of the placemark, which ends.
    pub fn take(&mut self) -> Vec<Value> {
        let mut values = std::mem::take(&mut self.values);
        values.resize(self.fields.len(), Value::Null);
        values
    }

    fn index(&mut self, origin: Origin, name: &str, kind: FieldKind) -> Option<usize> {
        let key = (origin, name.to_owned());
        if let Some(&index) = self.known.get(&key) {
            return Some(index);
        }
        if self.fields.len() >= MAX_FIELDS {
            return None;
        }
        let mut free = name.to_owned();
        let mut number = 1;
        while self.fields.iter().any(|f| f.name == free) {
            free = format!("{name}_{number}");
            number += 1;
        }
        self.fields.push(Field { name: free, kind });
        self.known.insert(key, self.fields.len() - 1);
        Some(self.fields.len() - 1)
    }
}

/// Returns the kind of a `SimpleField` type, with or without prefix.
pub(super) fn kind_of(kml_type: &str) -> FieldKind {
    match kml_type.rsplit(':').next().unwrap_or_default() {
        "int" | "uint" | "short" | "ushort" | "integer" | "long" => FieldKind::Integer,
        "float" | "double" | "decimal" => FieldKind::Real,
        "bool" | "boolean" => FieldKind::Bool,
        "date" => FieldKind::Date,
        "dateTime" => FieldKind::DateTime,
        _ => FieldKind::Text,
    }
}

fn value(kind: FieldKind, text: &str) -> Option<Value> {
    Some(match kind {
        FieldKind::Bool => match text {
            "1" | "true" | "TRUE" | "True" => Value::Bool(true),
            "0" | "false" | "FALSE" | "False" => Value::Bool(false),
            _ => return None,
        },
        FieldKind::Integer => Value::Integer(text.parse().ok()?),
        FieldKind::Real => Value::Real(text.parse().ok().filter(|n: &f64| n.is_finite())?),
        FieldKind::Text | FieldKind::Date | FieldKind::DateTime => Value::Text(text.to_owned()),
    })
}
