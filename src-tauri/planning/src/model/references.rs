//! What rows refer to: most by a column a table; money and reports belong to a row of one of several tables, named by
//! `owner_kind` and `owner` together.

use super::{Kind, Model, OwnerKind, Record};

impl OwnerKind {
    /// The table that an owner of this kind stands in.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Plan => Kind::Plan,
            Self::Task => Kind::Task,
            Self::Project => Kind::Project,
            Self::Town => Kind::Region,
        }
    }
}

impl Kind {
    /// The tables whose rows have an owner.
    pub(crate) const OWNED: [Self; 2] = [Self::BudgetLine, Self::Progress];
}

impl Record {
    /// The table and id of what the row belongs to; none for tables whose references have a column each.
    pub(crate) fn owner(&self) -> Option<(Kind, &str)> {
        match self {
            Self::BudgetLine(row) => Some((row.owner_kind.kind(), &row.owner)),
            Self::Progress(row) => Some((row.owner_kind.kind(), &row.owner)),
            _ => None,
        }
    }

    /// Calls with each reference of the row: the column, the table it points into and the id it names.
    pub(crate) fn references(&self, each: &mut dyn FnMut(&'static str, Kind, &str)) {
        if let Some((kind, owner)) = self.owner() {
            each("owner", kind, owner);
        }
        let columns = self.kind().columns();
        if columns.iter().all(|c| c.references.is_none()) {
            return;
        }
        let row = self.to_map();
        for column in columns {
            let Some(kind) = column.references.and_then(|t| Kind::from_table(t).ok()) else {
                continue;
            };
            if let Some(target) = row.get(column.name).and_then(|v| v.as_str()) {
                each(column.name, kind, target);
            }
        }
    }
}

impl Model {
    /// How many rows of a table belong to a row of another one, other than those that `but` names.
    pub(crate) fn owned(&self, by: Kind, to: Kind, id: &str, but: &dyn Fn(&str) -> bool) -> usize {
        let belongs = |kind: OwnerKind, owner: &str, row: &str| kind.kind() == to && owner == id && !but(row);
        match by {
            Kind::BudgetLine => {
                let rows = self.budget_lines.iter();
                rows.filter(|r| belongs(r.owner_kind, &r.owner, r.id.as_str()))
                    .count()
            }
            Kind::Progress => {
                let rows = self.progress.iter();
                rows.filter(|r| belongs(r.owner_kind, &r.owner, r.id.as_str()))
                    .count()
            }
            _ => 0,
        }
    }
}
