//! What rows refer to: most by a column a table; money and reports belong to a row of one of several tables, named by
//! `owner_kind` and `owner` together.

use super::table::{Named, Reference};
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
    pub(crate) const OWNED: [Self; 2] = [Self::BudgetLine, Self::ProgressReport];
}

impl Record {
    /// The table and id of what the row belongs to; none for tables whose references have a column each.
    pub(crate) fn owner(&self) -> Option<(Kind, &str)> {
        match self {
            Self::BudgetLine(row) => Some((row.owner_kind.kind(), &row.owner)),
            Self::ProgressReport(row) => Some((row.owner_kind.kind(), &row.owner)),
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

impl Kind {
    /// Whether rows of this table can refer to rows of another one.
    pub(crate) fn can_refer_to(self, to: Self) -> bool {
        let by_owner = || {
            let owners = OwnerKind::ALL.iter().map(|o| o.kind());
            Self::OWNED.contains(&self) && owners.into_iter().any(|kind| kind == to)
        };
        self.columns().iter().any(|c| c.references == Some(to.table())) || by_owner()
    }
}

impl Model {
    /// Calls with each reference of the rows of a table to a row that `named` says yes to: one walk through the table,
    /// however many rows are looked for. No row is read from the file.
    pub(crate) fn references_to(&self, by: Kind, named: Named<'_>, each: &mut dyn FnMut(&Reference<'_>)) {
        self.column_references_to(by, named, each);
        let owner = by.columns().iter().find(|c| c.name == "owner");
        let Some(on_removal) = owner.and_then(|c| c.on_removal) else {
            return;
        };
        let mut owned = |row: &str, kind: OwnerKind, id: &str| {
            let to = kind.kind();
            if named(to, id) {
                each(&Reference {
                    row,
                    column: "owner",
                    to,
                    id,
                    on_removal,
                });
            }
        };
        match by {
            Kind::BudgetLine => {
                let rows = self.budget_lines.iter();
                rows.for_each(|r| owned(r.id.as_str(), r.owner_kind, &r.owner));
            }
            Kind::ProgressReport => {
                let rows = self.progress.iter();
                rows.for_each(|r| owned(r.id.as_str(), r.owner_kind, &r.owner));
            }
            _ => {}
        }
    }
}
