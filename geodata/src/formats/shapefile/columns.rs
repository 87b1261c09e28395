//! The columns of a table to be written: their names, kinds and widths, settled when all rows are known.

use crate::formats::feature::{Field, FieldKind, Value};
use std::collections::HashSet;

/// Longest name of a field, in bytes.
const LONGEST_NAME: usize = 10;

/// Longest text, in bytes.
pub(super) const LONGEST_TEXT: usize = 254;

/// Most fields of a table.
pub(super) const MOST_FIELDS: usize = 255;

/// Widest number; what GDAL writes for one of which nothing is known.
const WIDEST_NUMBER: usize = 24;

/// Most decimals of a number.
const MOST_DECIMALS: usize = 15;

/// Returns names of at most ten bytes, cut on whole characters and told apart by a number where they would be alike.
pub(super) fn short_names(fields: &[Field]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    // Names that need no change keep theirs.
    let fits = |name: &str| !name.is_empty() && name.len() <= LONGEST_NAME && !name.contains('\0');
    let mut out: Vec<Option<String>> = fields
        .iter()
        .map(|f| (fits(&f.name) && taken.insert(f.name.to_lowercase())).then(|| f.name.clone()))
        .collect();
    for (field, out) in fields.iter().zip(&mut out).filter(|(_, o)| o.is_none()) {
        let base = field.name.replace('\0', "");
        let base = if base.is_empty() { "字段" } else { &base };
        let mut name = cut(base, LONGEST_NAME).to_owned();
        let mut n = 1;
        while !taken.insert(name.to_lowercase()) {
            let tail = format!("_{n}");
            name = format!("{}{tail}", cut(base, LONGEST_NAME - tail.len()));
            n += 1;
        }
        *out = Some(name);
    }
    out.into_iter().flatten().collect()
}

/// The first bytes of a text, on whole characters.
pub(super) fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// What is known of the values of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnStats {
    declared: Option<FieldKind>,
    bools: bool,
    integers: bool,
    reals: bool,
    texts: bool,
    /// Dates that are no whole day.
    pub part_dates: u64,
    widest: usize,
    before_point: usize,
    decimals: usize,
    /// There are numbers too large or too small for a point.
    powers: bool,
}

/// How a column is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ColumnFormat {
    /// Letter of dBASE: C, N, L or D.
    pub letter: u8,
    pub width: usize,
    pub decimals: usize,
}

impl ColumnStats {
    pub fn new(kind: FieldKind) -> Self {
        Self {
            declared: Some(kind),
            ..Self::default()
        }
    }

    /// Takes note of a value.
    pub fn note(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Bool(_) => {
                self.bools = true;
                self.widest = self.widest.max(5);
            }
            Value::Integer(i) => {
                self.integers = true;
                let digits = i.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1;
                let width = digits + usize::from(*i < 0);
                self.widest = self.widest.max(width);
                self.before_point = self.before_point.max(width);
            }
            Value::Real(v) => {
                self.reals = true;
                // Twice the work of the shortest form, but numbers are few beside coordinates.
                let text = v.to_string();
                self.widest = self.widest.max(text.len().min(WIDEST_NUMBER));
                let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
                if whole.len() > 16 || (v.abs() < 1e-6 && *v != 0.0) {
                    // It will stand in powers of ten, and must not take the decimals of the others.
                    self.powers = true;
                } else {
                    self.before_point = self.before_point.max(whole.len());
                    self.decimals = self.decimals.max(part.len());
                }
            }
            Value::Text(text) => {
                self.texts = true;
                self.widest = self.widest.max(text.len().min(LONGEST_TEXT));
                if self.declared == Some(FieldKind::Date) && !text.is_empty() && digits_of_day(text).is_none()
                {
                    self.part_dates += 1;
                }
            }
        }
    }

    /// Settles how the column is written.
    pub fn shape(&self) -> ColumnFormat {
        let number = |decimals: usize| {
            let room = WIDEST_NUMBER.saturating_sub(self.before_point + 1);
            let decimals = decimals.min(MOST_DECIMALS).min(room);
            let width = self.before_point + if decimals > 0 { decimals + 1 } else { 0 };
            ColumnFormat {
                letter: b'N',
                width: if self.powers {
                    WIDEST_NUMBER
                } else {
                    width.clamp(1, WIDEST_NUMBER)
                },
                decimals,
            }
        };
        let text = ColumnFormat {
            letter: b'C',
            width: self.widest.clamp(1, LONGEST_TEXT),
            decimals: 0,
        };
        let numbers_only = !self.texts && !self.bools;
        match self.declared.unwrap_or(FieldKind::Text) {
            FieldKind::Bool if !self.integers && !self.reals && !self.texts => ColumnFormat {
                letter: b'L',
                width: 1,
                decimals: 0,
            },
            FieldKind::Integer if numbers_only && !self.reals => number(0),
            FieldKind::Integer | FieldKind::Real if numbers_only => number(self.decimals.max(1)),
            FieldKind::Date if self.part_dates == 0 && !self.bools && !self.integers && !self.reals => {
                ColumnFormat {
                    letter: b'D',
                    width: 8,
                    decimals: 0,
                }
            }
            _ => text,
        }
    }
}

/// The eight digits of a whole day, `YYYY-MM-DD`.
pub(super) fn digits_of_day(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let whole = bytes.len() == 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && bytes
            .iter()
            .enumerate()
            .all(|(i, b)| i == 4 || i == 7 || b.is_ascii_digit());
    whole.then(|| text.replace('-', ""))
}
