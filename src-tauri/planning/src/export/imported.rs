//! Imported values on their way out: what a file said of a project beyond its columns goes back into every format, under
//! the names that the file had. A name that one of our own columns has gets `_原` behind it.

use std::collections::{HashMap, HashSet};

use geodata::formats::{Field, FieldKind, Value as Cell};
use serde::de::IgnoredAny;

use crate::imported_values::{Member, members};

/// Most columns that imported values get; what is named beyond goes as one JSON object into the last.
const COLUMN_LIMIT: usize = 500;
/// The name of that last column.
const REST: &str = "附加属性";

/// Columns of a table for imported values.
#[derive(Debug, Default)]
pub(super) struct ImportedColumns {
    places: HashMap<String, usize>,
    kinds: Vec<(String, ValueKinds)>,
    rest: bool,
}

/// Which kinds of values a column has.
#[derive(Debug, Clone, Copy)]
struct ValueKinds {
    integers: bool,
    numbers: bool,
    bools: bool,
}

impl ImportedColumns {
    /// Takes note of the names and values of a row.
    pub fn note(&mut self, json: &str) {
        for member in members(json) {
            let name = member.name();
            let place = match self.places.get(name.as_ref()) {
                Some(place) => *place,
                None if self.kinds.len() >= COLUMN_LIMIT => {
                    self.rest = true;
                    continue;
                }
                None => {
                    self.places.insert(name.to_string(), self.kinds.len());
                    let any = ValueKinds {
                        integers: true,
                        numbers: true,
                        bools: true,
                    };
                    self.kinds.push((name.into_owned(), any));
                    self.kinds.len() - 1
                }
            };
            let kinds = &mut self.kinds[place].1;
            let cell = cell(&member);
            kinds.integers &= matches!(cell, Cell::Null | Cell::Integer(_));
            kinds.numbers &= matches!(cell, Cell::Null | Cell::Integer(_) | Cell::Real(_));
            kinds.bools &= matches!(cell, Cell::Null | Cell::Bool(_));
        }
    }

    /// The fields, beside those that the table has already.
    pub fn fields(&self, own: &[Field]) -> Vec<Field> {
        let mut taken: Vec<String> = own.iter().map(|f| f.name.to_lowercase()).collect();
        let mut free = |name: &str| {
            let mut name = name.to_owned();
            while taken.contains(&name.to_lowercase()) {
                name.push_str("_原");
            }
            taken.push(name.to_lowercase());
            name
        };
        let rest = self.rest.then_some((REST, FieldKind::Text));
        let named = self
            .kinds
            .iter()
            .map(|(name, kinds)| (name.as_str(), kinds.field()));
        let fields = named.chain(rest).map(|(name, kind)| Field {
            name: free(name),
            kind,
        });
        fields.collect()
    }

    /// Appends the cells of a row, one for each field.
    pub fn cells(&self, json: &str, cells: &mut Vec<Cell>) {
        let start = cells.len();
        cells.resize(start + self.kinds.len() + usize::from(self.rest), Cell::Null);
        let mut rest = String::new();
        for member in members(json) {
            match self.places.get(member.name().as_ref()) {
                Some(place) => {
                    let cell = cell(&member);
                    let text = self.kinds[*place].1.field() == FieldKind::Text;
                    cells[start + place] = if text { as_text(cell) } else { cell };
                }
                None => {
                    rest.push(if rest.is_empty() { '{' } else { ',' });
                    rest.push_str(member.quoted_name);
                    rest.push(':');
                    rest.push_str(member.value);
                }
            }
        }
        if !rest.is_empty() && self.rest {
            rest.push('}');
            cells[start + self.kinds.len()] = Cell::Text(rest);
        }
    }
}

impl ValueKinds {
    fn field(self) -> FieldKind {
        match self {
            Self { integers: true, .. } => FieldKind::Integer,
            Self { numbers: true, .. } => FieldKind::Real,
            Self { bools: true, .. } => FieldKind::Bool,
            _ => FieldKind::Text,
        }
    }
}

/// A value as a cell; lists as JSON.
fn cell(member: &Member<'_>) -> Cell {
    match serde_json::from_str(member.value) {
        Ok(serde_json::Value::Null) => Cell::Null,
        Ok(serde_json::Value::Bool(yes)) => Cell::Bool(yes),
        Ok(serde_json::Value::Number(n)) => match (n.as_i64(), n.as_f64()) {
            (Some(n), _) => Cell::Integer(n),
            (None, Some(x)) if x.is_finite() => Cell::Real(x),
            _ => Cell::Text(n.to_string()),
        },
        Ok(serde_json::Value::String(text)) => Cell::Text(text),
        _ => Cell::Text(member.value.to_owned()),
    }
}

fn as_text(cell: Cell) -> Cell {
    match cell {
        Cell::Null | Cell::Text(_) => cell,
        Cell::Bool(yes) => Cell::Text((if yes { "是" } else { "否" }).to_owned()),
        Cell::Integer(n) => Cell::Text(n.to_string()),
        Cell::Real(x) => Cell::Text(x.to_string()),
    }
}

/// Names that imported values may not have: those of our own columns, and that of the id.
pub(super) struct TakenNames(HashSet<String>);

impl TakenNames {
    pub fn new<'n>(own: impl Iterator<Item = &'n str>) -> Self {
        Self(own.chain(["id"]).map(|name| format!("\"{name}\"")).collect())
    }
}

/// Appends the values of a row as members of a JSON object; `before` stands before the first. A name that is taken gets
/// `_原` behind it.
pub(super) fn write_members(out: &mut Vec<u8>, mut before: u8, json: &str, taken: &TakenNames) {
    let sound = is_json(json);
    for member in members(json).filter(|member| sound || is_json_member(member)) {
        out.push(before);
        before = b',';
        if taken.0.contains(member.quoted_name) {
            out.extend_from_slice(&member.quoted_name.as_bytes()[..member.quoted_name.len() - 1]);
            out.extend_from_slice("_原\"".as_bytes());
        } else {
            out.extend_from_slice(member.quoted_name.as_bytes());
        }
        out.push(b':');
        out.extend_from_slice(member.value.as_bytes());
    }
}

/// Whether a text is JSON: another program may have written the atlas.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn is_json_member(member: &Member<'_>) -> bool {
    is_json(member.quoted_name) && is_json(member.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(name: &str) -> Field {
        Field {
            name: name.to_owned(),
            kind: FieldKind::Text,
        }
    }

    #[test]
    fn values_become_columns_of_their_kinds_beside_ours() {
        let rows = [
            r#"{"名称":"甲","层数":3,"造价":1.5,"验收":true,"混":1}"#,
            r#"{"层数":4,"造价":2,"混":"二","列":[1,2]}"#,
            "",
        ];
        let mut columns = ImportedColumns::default();
        rows.iter().for_each(|json| columns.note(json));
        let fields = columns.fields(&[own("名称")]);
        let shown: Vec<(&str, FieldKind)> = fields.iter().map(|f| (f.name.as_str(), f.kind)).collect();
        let expected = [
            ("名称_原", FieldKind::Text),
            ("层数", FieldKind::Integer),
            ("造价", FieldKind::Real),
            ("验收", FieldKind::Bool),
            ("混", FieldKind::Text),
            ("列", FieldKind::Text),
        ];
        assert_eq!(shown, expected);
        let mut cells = vec![Cell::Null];
        columns.cells(rows[1], &mut cells);
        let text = |t: &str| Cell::Text(t.to_owned());
        let expected = [
            Cell::Null,
            Cell::Null,
            Cell::Integer(4),
            Cell::Integer(2),
            Cell::Null,
            text("二"),
            text("[1,2]"),
        ];
        assert_eq!(cells, expected);
        cells.clear();
        columns.cells(rows[2], &mut cells);
        assert_eq!(cells, vec![Cell::Null; 6]);
    }

    #[test]
    fn what_is_beyond_the_last_column_goes_into_one() {
        let json = |names: std::ops::Range<usize>| {
            let members: Vec<String> = names.map(|n| format!("\"f{n}\":{n}")).collect();
            format!("{{{}}}", members.join(","))
        };
        let all = json(0..COLUMN_LIMIT + 2);
        let mut columns = ImportedColumns::default();
        columns.note(&all);
        assert_eq!(columns.fields(&[]).len(), COLUMN_LIMIT + 1);
        let mut cells = Vec::new();
        columns.cells(&all, &mut cells);
        assert_eq!(
            cells[COLUMN_LIMIT],
            Cell::Text(json(COLUMN_LIMIT..COLUMN_LIMIT + 2))
        );
    }

    #[test]
    fn members_of_our_names_are_told_apart_and_what_is_no_json_is_left_out() {
        let check = |json: &str, expected: &str| {
            let mut out = b"{\"name\":1".to_vec();
            write_members(&mut out, b',', json, &TakenNames::new(["name"].into_iter()));
            out.push(b'}');
            assert_eq!(String::from_utf8(out).expect("text"), expected);
        };
        check("", r#"{"name":1}"#);
        check(
            r#"{"name":2,"id":3,"n":"a"}"#,
            r#"{"name":1,"name_原":2,"id_原":3,"n":"a"}"#,
        );
        check(r#"{"x":what,"y":4}"#, r#"{"name":1,"y":4}"#);
    }
}
