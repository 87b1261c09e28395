//! Money: one formula for what is planned, and one cube of all budget lines.
//!
//! What is planned for an owner (a project, plan, task or town) is what is approved if it has an approved line, be it of
//! 0; else what is estimated. Lines of different sources and years are added up first. Money of projects is what totals,
//! ledgers and cards speak of; money of plans, tasks and towns is named beside it and never added to it, as a plan may
//! state the sum of what its projects cost.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{BudgetLine, Fen, Model, MoneySource, MoneyStage, OwnerKind};

/// Whether money of a stage is only planned: nobody has handed any of it down yet.
#[must_use]
pub fn is_planned(stage: MoneyStage) -> bool {
    matches!(stage, MoneyStage::Estimated | MoneyStage::Approved)
}

/// Amounts of one owner by stage; `None` where no line stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MoneySums {
    /// What is approved if there is an approved line, else what is estimated.
    pub planned: Option<Fen>,
    /// 匡算
    pub estimated: Option<Fen>,
    /// 批复
    pub approved: Option<Fen>,
    /// 下达
    pub allocated: Option<Fen>,
    /// 支付
    pub spent: Option<Fen>,
    /// What is planned and not allocated yet.
    pub gap: Fen,
}

impl MoneySums {
    /// Sums of the lines of one owner.
    pub fn of<L: Deref<Target = BudgetLine>>(lines: &[L]) -> Self {
        let mut sums = Self::default();
        lines.iter().for_each(|line| sums.add(line.stage, line.amount));
        sums.settle()
    }

    fn add(&mut self, stage: MoneyStage, amount: Fen) {
        let sum = match stage {
            MoneyStage::Estimated => &mut self.estimated,
            MoneyStage::Approved => &mut self.approved,
            MoneyStage::Allocated => &mut self.allocated,
            MoneyStage::Spent => &mut self.spent,
        };
        *sum = Some(sum.unwrap_or_default().plus(amount));
    }

    fn settle(mut self) -> Self {
        self.planned = self.approved.or(self.estimated);
        let open = self.planned.unwrap_or_default().0 - self.allocated.unwrap_or_default().0;
        self.gap = Fen(open.max(0));
        self
    }
}

/// Amounts of several owners by stage; 0 where no line stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Money {
    /// The sum of what is planned for each owner.
    pub planned: Fen,
    /// 匡算
    pub estimated: Fen,
    /// 批复
    pub approved: Fen,
    /// 下达
    pub allocated: Fen,
    /// 支付
    pub spent: Fen,
}

impl Money {
    /// Sums up budget lines of one owner.
    pub fn of<L: Deref<Target = BudgetLine>>(lines: &[L]) -> Self {
        MoneySums::of(lines).into()
    }

    /// With the money of another owner.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            planned: self.planned.plus(other.planned),
            estimated: self.estimated.plus(other.estimated),
            approved: self.approved.plus(other.approved),
            allocated: self.allocated.plus(other.allocated),
            spent: self.spent.plus(other.spent),
        }
    }
}

impl From<MoneySums> for Money {
    fn from(sums: MoneySums) -> Self {
        Self {
            planned: sums.planned.unwrap_or_default(),
            estimated: sums.estimated.unwrap_or_default(),
            approved: sums.approved.unwrap_or_default(),
            allocated: sums.allocated.unwrap_or_default(),
            spent: sums.spent.unwrap_or_default(),
        }
    }
}

/// Money of owners that are no projects; it is part of no sum of projects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct MoneyBeside {
    /// Of plans themselves.
    pub plans: Money,
    pub tasks: Money,
    pub towns: Money,
}

/// What a cell of a table of money is about.
type MoneyCellKey = (MoneyStage, MoneySource, Option<i64>);

/// Amounts by stage, source and year, to which lines are added and from which they are taken one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoneyCells(BTreeMap<MoneyCellKey, (Fen, u32)>);

impl MoneyCells {
    /// Adds a line.
    pub fn add(&mut self, line: &BudgetLine) {
        let (sum, lines) = self.0.entry((line.stage, line.source, line.year)).or_default();
        *sum = sum.plus(line.amount);
        *lines += 1;
    }

    /// Takes a line away that was added; a cell without lines is no cell any more.
    pub fn take(&mut self, line: &BudgetLine) {
        let place = (line.stage, line.source, line.year);
        if let Some((sum, lines)) = self.0.get_mut(&place) {
            *sum = sum.plus(Fen(-line.amount.0));
            *lines = lines.saturating_sub(1);
            if *lines == 0 {
                self.0.remove(&place);
            }
        }
    }

    /// What stands in a cell; `None` if no line does.
    #[must_use]
    pub fn get(&self, stage: MoneyStage, source: MoneySource, year: Option<i64>) -> Option<Fen> {
        self.0.get(&(stage, source, year)).map(|(sum, _)| *sum)
    }

    /// The years of its lines, those without a year as `None`.
    pub fn years(&self) -> impl Iterator<Item = Option<i64>> {
        self.0.keys().map(|(.., year)| *year)
    }
}

/// What a cell of the cube is about.
type CellKey = (MoneySource, MoneyStage, Option<i64>);

/// All budget lines of an atlas by owner, source, stage and year.
#[derive(Debug, Clone, Default)]
pub struct MoneyCube<'m> {
    owners: HashMap<(OwnerKind, &'m str), BTreeMap<CellKey, Fen>>,
}

impl<'m> MoneyCube<'m> {
    /// Takes up every line, in one pass.
    pub fn of(model: &'m Model) -> Self {
        let mut cube = Self::default();
        for line in model.budget_lines.iter() {
            let owner = cube
                .owners
                .entry((line.owner_kind, line.owner.as_str()))
                .or_default();
            let cell = owner.entry((line.source, line.stage, line.year)).or_default();
            *cell = cell.plus(line.amount);
        }
        cube
    }

    /// The sums of one owner.
    #[must_use]
    pub fn sums(&self, kind: OwnerKind, id: &str) -> MoneySums {
        let mut sums = MoneySums::default();
        let cells = self.owners.get(&(kind, id)).into_iter().flatten();
        cells.for_each(|((_, stage, _), amount)| sums.add(*stage, *amount));
        sums.settle()
    }

    /// The money of all owners of a kind of which `matches` says so by their id.
    pub fn total(&self, kind: OwnerKind, matches: &dyn Fn(&str) -> bool) -> Money {
        let owners = self.owners.keys().filter(|(of, id)| *of == kind && matches(id));
        owners.fold(Money::default(), |total, (_, id)| {
            total.plus(self.sums(kind, id).into())
        })
    }

    /// Amounts by source and stage, of all owners.
    #[must_use]
    pub fn by_source(&self) -> BTreeMap<MoneySource, BTreeMap<MoneyStage, Fen>> {
        let mut out: BTreeMap<MoneySource, BTreeMap<MoneyStage, Fen>> = BTreeMap::new();
        for ((source, stage, _), amount) in self.owners.values().flatten() {
            let sum = out.entry(*source).or_default().entry(*stage).or_default();
            *sum = sum.plus(*amount);
        }
        out
    }
}
