//! Money: the one formula for what is planned, for the gap and for the rates.
//!
//! What is planned for an owner (a project, plan, task or town) is what is approved if it has an approved line, be it of
//! 0; else what is estimated. Lines of different sources and years are added up first. A line is a part of its owner's
//! own, or a ceiling (总盘子) over the parts of its owner and of what stands below it: sums are of parts alone, and
//! ceilings stand beside them, so that nothing is counted twice.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{BudgetLine, BudgetScope, Fen, MoneySource, MoneyStage};

/// Whether money of a stage is only planned: nobody has handed any of it down yet.
#[must_use]
pub fn is_planned(stage: MoneyStage) -> bool {
    matches!(stage, MoneyStage::Estimated | MoneyStage::Approved)
}

/// Whether a line is a ceiling over parts, and so in no sum.
#[must_use]
pub fn is_ceiling(line: &BudgetLine) -> bool {
    line.scope == Some(BudgetScope::Ceiling)
}

/// The stage whose lines say what is planned for an owner.
#[must_use]
pub fn planned_stage<'l>(lines: impl IntoIterator<Item = &'l BudgetLine>) -> MoneyStage {
    match lines.into_iter().any(|line| line.stage == MoneyStage::Approved) {
        true => MoneyStage::Approved,
        false => MoneyStage::Estimated,
    }
}

/// What is planned and not allocated: 0 if more is allocated than planned.
#[must_use]
pub fn gap(planned: Fen, allocated: Fen) -> Fen {
    Fen(planned.0.saturating_sub(allocated.0).max(0))
}

/// 下达率: allocated ÷ planned; `None` if nothing is planned.
#[must_use]
pub fn allocated_rate(planned: Fen, allocated: Fen) -> Option<f64> {
    (planned.0 != 0).then(|| allocated.0 as f64 / planned.0 as f64)
}

/// 支付率: spent ÷ allocated; `None` if nothing is allocated.
#[must_use]
pub fn spent_rate(allocated: Fen, spent: Fen) -> Option<f64> {
    (allocated.0 != 0).then(|| spent.0 as f64 / allocated.0 as f64)
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
    /// Sums of the parts among the lines of one owner.
    pub fn of<L: Deref<Target = BudgetLine>>(lines: &[L]) -> Self {
        Self::of_those(lines, |_| true)
    }

    /// Sums of those parts of one owner that are meant: of a year, of a source. Whether it is approved is said by all its
    /// parts, not by those alone.
    pub fn of_those<L: Deref<Target = BudgetLine>>(
        lines: &[L],
        is_meant: impl Fn(&BudgetLine) -> bool,
    ) -> Self {
        let parts = || lines.iter().map(|line| &**line).filter(|line| !is_ceiling(line));
        let planned = planned_stage(parts());
        let mut sums = Self::default();
        for line in parts().filter(|line| is_meant(line)) {
            sums.add(line.stage, line.amount, planned);
        }
        sums
    }

    /// Adds an amount of an owner whose plan is said by the lines of a stage.
    pub fn add(&mut self, stage: MoneyStage, amount: Fen, planned: MoneyStage) {
        let plus = |sum: &mut Option<Fen>| *sum = Some(sum.unwrap_or_default().plus(amount));
        plus(match stage {
            MoneyStage::Estimated => &mut self.estimated,
            MoneyStage::Approved => &mut self.approved,
            MoneyStage::Allocated => &mut self.allocated,
            MoneyStage::Spent => &mut self.spent,
        });
        if stage == planned {
            plus(&mut self.planned);
        }
        self.gap = gap(
            self.planned.unwrap_or_default(),
            self.allocated.unwrap_or_default(),
        );
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
    /// The sum of what is planned and not allocated for each owner: what one has too much helps no other.
    pub gap: Fen,
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
            gap: self.gap.plus(other.gap),
        }
    }

    /// 下达率: allocated ÷ planned.
    #[must_use]
    pub fn allocated_rate(self) -> Option<f64> {
        allocated_rate(self.planned, self.allocated)
    }

    /// 支付率: spent ÷ allocated.
    #[must_use]
    pub fn spent_rate(self) -> Option<f64> {
        spent_rate(self.allocated, self.spent)
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
            gap: sums.gap,
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
    /// Adds a line; a ceiling is in no sum.
    pub fn add(&mut self, line: &BudgetLine) {
        if is_ceiling(line) {
            return;
        }
        let (sum, lines) = self.0.entry((line.stage, line.source, line.year)).or_default();
        *sum = sum.plus(line.amount);
        *lines += 1;
    }

    /// Takes a line away that was added; a cell without lines is no cell any more.
    pub fn take(&mut self, line: &BudgetLine) {
        if is_ceiling(line) {
            return;
        }
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
