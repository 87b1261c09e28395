//! The cube: every part of every owner that is meant, in one pass.

use std::collections::BTreeMap;

use crate::model::{BudgetLine, Fen, Model, MoneySource, MoneyStage, OwnerKind};
use crate::rules::money::{Money, MoneySums, is_ceiling, planned_stage};

/// A plan, task, project or town that has money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CubeOwner<'m> {
    /// What it is.
    pub kind: OwnerKind,
    /// Its id.
    pub id: &'m str,
    /// The stage whose lines say what is planned for it.
    pub planned: MoneyStage,
    /// Its cells: the first, and the one behind the last.
    cells: (usize, usize),
}

impl<'m> CubeOwner<'m> {
    /// An owner apart from a cube.
    pub(super) fn alone(kind: OwnerKind, id: &'m str, planned: MoneyStage) -> Self {
        Self {
            kind,
            id,
            planned,
            cells: (0, 0),
        }
    }
}

/// What the parts of an owner of one source, stage and year add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CubeCell {
    /// Where the money comes from.
    pub source: MoneySource,
    /// How far it has come.
    pub stage: MoneyStage,
    /// Its year; `None` if it is not known.
    pub year: Option<i64>,
    /// The amount.
    pub fen: Fen,
    /// Lines in it.
    pub lines: u32,
}

/// Parts by owner, source, stage and year. Ceilings are no parts.
#[derive(Debug, Clone, Default)]
pub struct MoneyCube<'m> {
    owners: Vec<CubeOwner<'m>>,
    cells: Vec<CubeCell>,
}

impl<'m> MoneyCube<'m> {
    /// Takes up every part in one pass.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        Self::of_those(model, &|_, _| true, &|_| true)
    }

    /// Takes up the parts of the owners that are meant, and of those the lines that are. Whether an owner's money is
    /// approved is said by all its parts.
    #[must_use]
    pub fn of_those(
        model: &'m Model,
        is_owner: &dyn Fn(OwnerKind, &str) -> bool,
        is_line: &dyn Fn(&BudgetLine) -> bool,
    ) -> Self {
        let mut cube = Self::default();
        for kind in OwnerKind::ALL {
            let relation = model.relations().budget.by(*kind);
            let mut owners: Vec<_> = relation.iter().filter(|(id, _)| is_owner(*kind, id)).collect();
            owners.sort_unstable_by_key(|(id, _)| *id);
            for (id, lines) in owners {
                let parts = || lines.iter().map(|line| &**line).filter(|line| !is_ceiling(line));
                let first = cube.cells.len();
                for line in parts().filter(|line| is_line(line)) {
                    cube.add(first, line);
                }
                if cube.cells.len() > first {
                    cube.owners.push(CubeOwner {
                        kind: *kind,
                        id,
                        planned: planned_stage(parts()),
                        cells: (first, cube.cells.len()),
                    });
                }
            }
        }
        cube
    }

    /// Adds a line to the last cell if it is of the same; lines of an owner come by source, stage and year.
    fn add(&mut self, first: usize, line: &BudgetLine) {
        let begun = self.cells.len() > first;
        if let Some(cell) = self.cells.last_mut().filter(|cell| {
            begun && (cell.source, cell.stage, cell.year) == (line.source, line.stage, line.year)
        }) {
            cell.fen = cell.fen.plus(line.amount);
            cell.lines += 1;
        } else {
            self.cells.push(CubeCell {
                source: line.source,
                stage: line.stage,
                year: line.year,
                fen: line.amount,
                lines: 1,
            });
        }
    }

    /// Its owners by kind and id, each with its cells by source, stage and year.
    pub fn iter(&self) -> impl Iterator<Item = (&CubeOwner<'m>, &[CubeCell])> {
        let cells = |owner: &CubeOwner<'_>| &self.cells[owner.cells.0..owner.cells.1];
        self.owners.iter().map(move |owner| (owner, cells(owner)))
    }

    /// What the owners that are meant add up to.
    #[must_use]
    pub fn total(&self, is_meant: &dyn Fn(&CubeOwner<'m>) -> bool) -> Money {
        let owners = self.iter().filter(|(owner, _)| is_meant(owner));
        owners.fold(Money::default(), |sum, (owner, cells)| {
            sum.plus(sums(owner, cells).into())
        })
    }

    /// Amounts by source and stage.
    #[must_use]
    pub fn by_source(&self) -> BTreeMap<MoneySource, BTreeMap<MoneyStage, Fen>> {
        let mut out: BTreeMap<MoneySource, BTreeMap<MoneyStage, Fen>> = BTreeMap::new();
        for cell in &self.cells {
            let sum = out.entry(cell.source).or_default().entry(cell.stage).or_default();
            *sum = sum.plus(cell.fen);
        }
        out
    }

    /// How many lines it holds.
    #[must_use]
    pub fn lines(&self) -> u32 {
        self.cells.iter().map(|cell| cell.lines).sum()
    }

    /// How many owners of a kind it holds.
    #[must_use]
    pub fn owners(&self, kind: OwnerKind) -> u32 {
        let owners = self.owners.iter().filter(|owner| owner.kind == kind);
        u32::try_from(owners.count()).unwrap_or(u32::MAX)
    }
}

/// What cells of an owner add up to.
pub(super) fn sums(owner: &CubeOwner<'_>, cells: &[CubeCell]) -> MoneySums {
    let mut sums = MoneySums::default();
    for cell in cells {
        sums.add(cell.stage, cell.fen, owner.planned);
    }
    sums
}

/// The name of a plan, task, project or town; its id if it is not there.
#[must_use]
pub fn owner_name(model: &Model, kind: OwnerKind, id: &str) -> String {
    let name = match kind {
        OwnerKind::Plan => model.plans.get(id).map(|plan| plan.short_title.clone()),
        OwnerKind::Task => {
            let task = model.tasks.get(id);
            task.map(|task| format!("{} {}", task.number, task.title))
        }
        OwnerKind::Project => model.projects.get(id).map(|project| project.name.to_owned()),
        OwnerKind::Town => model.regions.get(id).map(|town| town.name.clone()),
    };
    name.unwrap_or_else(|| id.to_owned())
}
