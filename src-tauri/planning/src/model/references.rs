//! What rows refer to: most by a column a table; some columns name a row of one of several tables, which the column before
//! them says: the owner of money, reports and problems, and the two ends of a dependency.

use super::table::{Named, Reference};
use super::{
    Attachment, BudgetLine, Dependency, Entity, Kind, Model, OnRemoval, OwnerKind, Problem, ProgressReport,
    Record, ScheduledKind,
};

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

impl ScheduledKind {
    /// The table that an item of this kind stands in.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Phase => Kind::Phase,
            Self::Task => Kind::Task,
            Self::Deliverable => Kind::Deliverable,
            Self::Project => Kind::Project,
            Self::Gate => Kind::Gate,
        }
    }
}

/// A column that names a row of one of several tables.
struct AnyReference<'a> {
    column: &'static str,
    to: Kind,
    id: &'a str,
}

/// A record with columns that name a row of one of several tables.
trait RefersToAny: Entity {
    /// Calls with each such reference of the row.
    fn each_any<'a>(&'a self, each: &mut dyn FnMut(AnyReference<'a>));
}

macro_rules! refers_to_any {
    ($($record:ident: $($kind:ident $column:ident),+;)*) => {
        $(impl RefersToAny for $record {
            fn each_any<'a>(&'a self, each: &mut dyn FnMut(AnyReference<'a>)) {
                $(each(AnyReference {
                    column: stringify!($column),
                    to: self.$kind.kind(),
                    id: &self.$column,
                });)+
            }
        })*

        impl Record {
            fn each_any<'a>(&'a self, each: &mut dyn FnMut(AnyReference<'a>)) {
                match self {
                    $(Self::$record(row) => row.each_any(each),)*
                    _ => {}
                }
            }
        }
    };
}

refers_to_any! {
    BudgetLine: owner_kind owner;
    ProgressReport: owner_kind owner;
    Problem: owner_kind owner;
    Attachment: owner_kind owner;
    Dependency: predecessor_kind predecessor, successor_kind successor;
}

impl Record {
    /// The table and id of the first row it names whose table the row itself says: the owner of money, a report or a
    /// problem, what comes before in a dependency. `None` for tables whose references have a column each.
    pub(crate) fn owner(&self) -> Option<(Kind, &str)> {
        let mut first = None;
        self.each_any(&mut |found| {
            first.get_or_insert((found.to, found.id));
        });
        first
    }

    /// Calls with each reference of the row: the column, the table it points into and the id it names.
    pub(crate) fn references(&self, each: &mut dyn FnMut(&'static str, Kind, &str)) {
        self.each_any(&mut |found| each(found.column, found.to, found.id));
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
    /// The tables that a column of this one which names its table by a word can point into.
    fn any_targets(self) -> Vec<Self> {
        match self {
            Self::BudgetLine | Self::ProgressReport | Self::Problem | Self::Attachment => {
                OwnerKind::ALL.iter().map(|owner| owner.kind()).collect()
            }
            Self::Dependency => ScheduledKind::ALL.iter().map(|item| item.kind()).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether rows of this table can refer to rows of another one.
    pub(crate) fn can_refer_to(self, to: Self) -> bool {
        self.columns().iter().any(|c| c.references == Some(to.table())) || self.can_be_owned_by(to)
    }

    /// Whether rows of this table name the row they belong to, and that may be one of another table.
    pub(crate) fn can_be_owned_by(self, owner: Self) -> bool {
        self.any_targets().contains(&owner)
    }

    fn on_removal(self, column: &str) -> Option<OnRemoval> {
        self.columns().iter().find(|c| c.name == column)?.on_removal
    }
}

impl Model {
    /// Calls with each reference of the rows of a table to a row that `named` says yes to: one walk through the table,
    /// however many rows are looked for. No row is read from the file.
    pub(crate) fn references_to(&self, by: Kind, named: Named<'_>, each: &mut dyn FnMut(&Reference<'_>)) {
        self.column_references_to(by, named, each);
        match by {
            Kind::BudgetLine => any_references(by, self.budget_lines.iter(), named, each),
            Kind::ProgressReport => any_references(by, self.progress.iter(), named, each),
            Kind::Problem => any_references(by, self.problems.iter(), named, each),
            Kind::Attachment => any_references(by, self.attachments.iter(), named, each),
            Kind::Dependency => any_references(by, self.dependencies.iter(), named, each),
            _ => {}
        }
    }
}

fn any_references<'m, T: RefersToAny + 'm>(
    by: Kind,
    rows: impl Iterator<Item = &'m T>,
    named: Named<'_>,
    each: &mut dyn FnMut(&Reference<'_>),
) {
    for row in rows {
        row.each_any(&mut |found| {
            if let Some(on_removal) = by.on_removal(found.column).filter(|_| named(found.to, found.id)) {
                each(&Reference {
                    row: row.id(),
                    column: found.column,
                    to: found.to,
                    id: found.id,
                    on_removal,
                });
            }
        });
    }
}
