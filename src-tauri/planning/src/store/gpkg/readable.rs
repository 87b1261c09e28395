//! What can be read of a row that another program wrote. One odd value must not close the whole atlas.

use words::Words;

use crate::model::{Cell, Cells, Column, Kind, Record, Storage, UnreadValue};
use crate::store::versions::missing_value;

/// Most characters of an odd value that are told.
const SHOWN: usize = 60;

/// A row whose odd values are hidden.
pub(super) struct Readable<'c> {
    kind: Kind,
    cells: &'c dyn Cells,
    /// Columns with odd values, and what is wrong with them.
    odd: Vec<(usize, Words)>,
}

impl<'c> Readable<'c> {
    /// Looks at each column of a row for itself.
    pub fn of(kind: Kind, cells: &'c dyn Cells) -> Self {
        Self {
            kind,
            cells,
            odd: Record::unreadable(kind, cells),
        }
    }

    /// The odd values.
    pub fn values(&self) -> impl Iterator<Item = UnreadValue> {
        let text = |name: &str| {
            let at = self.kind.columns().iter().position(|c| c.name == name)?;
            self.cells.cell(at).text().ok().map(|text| text.into_owned())
        };
        let (id, name) = (text("id").unwrap_or_default(), text("name").unwrap_or_default());
        self.odd.iter().map(move |(column, reason)| UnreadValue {
            table: self.kind.table().to_owned(),
            id: id.clone(),
            name: name.clone(),
            column: self.kind.columns()[*column].name.to_owned(),
            value: shown(&self.cells.cell(*column)),
            reason: reason.clone(),
        })
    }
}

impl Cells for Readable<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        // Nothing can stand for an id, the first column: such a row is an error.
        if column > 0 && self.odd.iter().any(|(odd, _)| *odd == column) {
            instead(&self.kind.columns()[column])
        } else {
            self.cells.cell(column)
        }
    }
}

/// What is read in place of an odd value: nothing, or of a closed vocabulary its word for the rest.
fn instead(column: &Column) -> Cell<'static> {
    let rest = column
        .words
        .filter(|words| !column.nullable && words.contains(&"other"));
    match (rest, column.storage) {
        (Some(_), Storage::Text) => Cell::Text("other".into()),
        _ => missing_value(column),
    }
}

/// An odd value as a person can read it.
fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(n) => n.to_string(),
        Cell::Real(x) => x.to_string(),
        Cell::Text(text) => text.chars().take(SHOWN).collect(),
        Cell::Geometry(_) => "范围".to_owned(),
        Cell::Unreadable(what) => what.zh.chars().take(SHOWN).collect(),
    }
}
