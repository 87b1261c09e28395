//! Values of a feature: number of the column and value, one after the other.

use crate::formats::feature::{Field, FieldKind, Value};
use crate::formats::reading::{MAX_TEXT, WarningKind};
use encoding_rs::UTF_8;
use files::encoding;
use flatgeobuf as fgb;
use words::{Words, said};

/// What the values of a column are.
pub(super) fn kind(column: fgb::ColumnType) -> FieldKind {
    use fgb::ColumnType as T;
    match column {
        T::Bool => FieldKind::Bool,
        T::Byte | T::UByte | T::Short | T::UShort | T::Int | T::UInt | T::Long | T::ULong => {
            FieldKind::Integer
        }
        T::Float | T::Double => FieldKind::Real,
        T::DateTime => FieldKind::DateTime,
        _ => FieldKind::Text,
    }
}

/// Reads the values of a feature; `false` when they end within one or name a column that is not there.
pub(super) fn read(
    mut bytes: &[u8],
    columns: &[(String, fgb::ColumnType)],
    values: &mut Vec<Value>,
    notes: &mut Vec<(WarningKind, Words)>,
) -> bool {
    values.clear();
    values.resize(columns.len(), Value::Null);
    while !bytes.is_empty() {
        let Some(i) = take(&mut bytes).map(u16::from_le_bytes) else {
            return false;
        };
        let Some((name, column)) = columns.get(usize::from(i)) else {
            return false;
        };
        let Some(value) = value(&mut bytes, *column, name, notes) else {
            return false;
        };
        values[usize::from(i)] = value;
    }
    true
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = bytes.split_first_chunk::<N>()?;
    *bytes = tail;
    Some(*head)
}

fn value(
    bytes: &mut &[u8],
    column: fgb::ColumnType,
    name: &str,
    notes: &mut Vec<(WarningKind, Words)>,
) -> Option<Value> {
    use fgb::ColumnType as T;
    let mut real = |v: f64| {
        if v.is_finite() {
            Value::Real(v)
        } else {
            notes.push((
                WarningKind::BadNumber,
                said!(
                    "flatgeobuf.not_finite",
                    "“{name}”不是有限的数，留空",
                    "“{name}” is no finite number and was left empty"
                ),
            ));
            Value::Null
        }
    };
    Some(match column {
        T::Byte => Value::Integer(i64::from(i8::from_le_bytes(take(bytes)?))),
        T::UByte => Value::Integer(i64::from(u8::from_le_bytes(take(bytes)?))),
        T::Bool => Value::Bool(take::<1>(bytes)? != [0]),
        T::Short => Value::Integer(i64::from(i16::from_le_bytes(take(bytes)?))),
        T::UShort => Value::Integer(i64::from(u16::from_le_bytes(take(bytes)?))),
        T::Int => Value::Integer(i64::from(i32::from_le_bytes(take(bytes)?))),
        T::UInt => Value::Integer(i64::from(u32::from_le_bytes(take(bytes)?))),
        T::Long => Value::Integer(i64::from_le_bytes(take(bytes)?)),
        // Beyond 64 bits with sign the digits are kept as text.
        T::ULong => {
            let v = u64::from_le_bytes(take(bytes)?);
            i64::try_from(v).map_or_else(|_| Value::Text(v.to_string()), Value::Integer)
        }
        T::Float => real(f64::from(f32::from_le_bytes(take(bytes)?))),
        T::Double => real(f64::from_le_bytes(take(bytes)?)),
        T::String | T::Json | T::DateTime | T::Binary => {
            let length = u32::from_le_bytes(take(bytes)?) as usize;
            let text = bytes.get(..length)?;
            *bytes = &bytes[length..];
            if column == T::Binary {
                let text = said!(
                    "flatgeobuf.binary",
                    "“{name}”是二进制数据，没有导入",
                    "“{name}” is binary and was not imported"
                );
                notes.push((WarningKind::NotSupported, text));
                return Some(Value::Null);
            }
            let (text, replaced) = encoding::decode(text, UTF_8);
            if replaced {
                let text = said!(
                    "flatgeobuf.bad_bytes",
                    "“{name}”里有乱码，已用 � 代替",
                    "“{name}” has bytes that are no text; they were replaced by �"
                );
                notes.push((WarningKind::BadText, text));
            }
            if text.len() > MAX_TEXT {
                let words = said!(
                    "flatgeobuf.text_cut",
                    "“{name}”太长，只保留前 {MAX_TEXT} 字节",
                    "“{name}” is too long; its first {MAX_TEXT} bytes were kept"
                );
                notes.push((WarningKind::TextCut, words));
                return Some(Value::Text(text[..text.floor_char_boundary(MAX_TEXT)].to_owned()));
            }
            Value::Text(text.into_owned())
        }
        _ => return None,
    })
}

/// Values that do not fit their column, left out.
#[derive(Debug, Default)]
pub(super) struct Misfits(pub u64);

/// Puts the values of a feature into bytes. Moments that are no whole ones are noted in `part`.
pub(super) fn write(
    out: &mut Vec<u8>,
    fields: &[Field],
    values: &[Value],
    part: &mut [bool],
    misfits: &mut Misfits,
) {
    out.clear();
    for (i, (field, value)) in fields.iter().zip(values).enumerate() {
        if *value == Value::Null {
            continue;
        }
        let start = out.len();
        out.extend_from_slice(&(i as u16).to_le_bytes());
        let fits = match (field.kind, value) {
            (FieldKind::Bool, Value::Bool(b)) => {
                out.push(u8::from(*b));
                true
            }
            (FieldKind::Integer, _) => whole(value).is_some_and(|v| {
                out.extend_from_slice(&v.to_le_bytes());
                true
            }),
            (FieldKind::Real, _) => number(value).is_some_and(|v| {
                out.extend_from_slice(&v.to_le_bytes());
                true
            }),
            (FieldKind::Bool, _) => false,
            (FieldKind::Text | FieldKind::Date | FieldKind::DateTime, _) => {
                let text = match value {
                    Value::Text(text) => text.clone(),
                    Value::Integer(v) => v.to_string(),
                    Value::Real(v) => v.to_string(),
                    Value::Bool(b) => b.to_string(),
                    Value::Null => String::new(),
                };
                let date = text.as_bytes();
                part[i] |= date.len() < 19 || date[4] != b'-' || date[10] != b'T';
                out.extend_from_slice(&(text.len() as u32).to_le_bytes());
                out.extend_from_slice(date);
                true
            }
        };
        if !fits {
            out.truncate(start);
            misfits.0 += 1;
        }
    }
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(v) => Some(*v),
        Value::Real(v) if v.fract() == 0.0 && v.abs() < 9e15 => Some(*v as i64),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(v) => Some(*v as f64),
        Value::Real(v) => Some(*v),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|v: &f64| v.is_finite())
}
