//! Amounts as they are written into a table of money: which budget lines that changes, makes and removes.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::said;

use super::RuleError;
use super::money::is_ceiling;
use crate::change::{ChangeError, Edit};
use crate::model::{BudgetLine, Fen, Kind, Model, MoneySource, MoneyStage, OwnerKind, Record};

/// An amount to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AmountEdit {
    /// The budget line that has it; `None` for a new one.
    pub line: Option<String>,
    /// What kind of thing a new line belongs to.
    pub owner_kind: OwnerKind,
    /// The id of that thing.
    pub owner: String,
    /// Where the money of a new line comes from.
    pub source: MoneySource,
    /// How far it has come.
    pub stage: MoneyStage,
    /// Its year; `None` if it is not known.
    pub year: Option<i64>,
    /// The amount in 分; `None` removes the line.
    pub fen: Option<Fen>,
}

/// The edits that write amounts. A line that is there keeps all but its amount; one that would stay as it is gives no edit.
///
/// # Errors
/// [`ChangeError::Missing`] if a line is not there, [`ChangeError::Conflict`] if a new one would stand beside one that was made
/// since it was asked for, [`ChangeError::Row`] if an amount is below zero, and [`ChangeError::Nothing`] if nothing
/// would change.
pub fn set_amounts(model: &Model, amounts: &[AmountEdit]) -> Result<Vec<Edit>, RuleError> {
    let mut edits = Vec::new();
    let mut met = HashSet::new();
    for wanted in amounts {
        if wanted.fen.is_some_and(|fen| fen.0 < 0) {
            return Err(ChangeError::Row {
                table: Kind::BudgetLine,
                id: wanted.line.clone().unwrap_or_default(),
                reason: said!("money.negative", "金额不能为负", "an amount cannot be negative"),
            }
            .into());
        }
        if wanted.line.as_ref().is_some_and(|line| !met.insert(line)) {
            continue;
        }
        edits.extend(edit_of(model, wanted)?);
    }
    match edits.is_empty() {
        true => Err(ChangeError::Nothing.into()),
        false => Ok(edits),
    }
}

fn edit_of(model: &Model, wanted: &AmountEdit) -> Result<Option<Edit>, RuleError> {
    let before = match &wanted.line {
        None => None,
        Some(id) => Some(model.budget_lines.get(id).ok_or_else(|| ChangeError::Missing {
            table: Kind::BudgetLine,
            id: id.clone(),
        })?),
    };
    if before.is_none()
        && wanted.fen.is_some()
        && let Some(there) = line_there(model, wanted)
    {
        return Err(ChangeError::Conflict {
            table: Kind::BudgetLine,
            id: there.id.0.clone(),
        }
        .into());
    }
    let after = match (before, wanted.fen) {
        (_, None) => None,
        (Some(line), Some(amount)) => Some(BudgetLine {
            amount,
            ..(*line).clone()
        }),
        (None, Some(amount)) => Some(BudgetLine {
            id: format!("budget_lines-{}", uuid::Uuid::now_v7()).into(),
            owner_kind: wanted.owner_kind,
            owner: wanted.owner.clone(),
            source: wanted.source,
            stage: wanted.stage,
            year: wanted.year,
            amount,
            read_at: None,
            note: None,
            scope: None,
        }),
    };
    let before: Option<BudgetLine> = before.map(|line| (*line).clone());
    let Some(id) = after.as_ref().or(before.as_ref()).map(|line| line.id.0.clone()) else {
        return Ok(None);
    };
    Ok((before != after).then(|| Edit {
        kind: Kind::BudgetLine,
        id,
        before: before.map(Record::BudgetLine),
        after: after.map(Record::BudgetLine),
    }))
}

/// The line of the same owner, source, stage and year that is no ceiling.
fn line_there<'m>(model: &'m Model, wanted: &AmountEdit) -> Option<&'m BudgetLine> {
    let lines = model.relations().budget.of(wanted.owner_kind, &wanted.owner);
    let found = lines.iter().find(|line| {
        !is_ceiling(line)
            && (line.source, line.stage, line.year) == (wanted.source, wanted.stage, wanted.year)
    });
    found.map(|line| &**line)
}
