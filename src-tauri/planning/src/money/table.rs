//! The table of two sides of the cube, and what stands behind one of its cells.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::cube::{CubeCell, CubeOwner, MoneyCube, owner_name, sums};
use super::groups::{GroupKey, MoneyGroup, MoneySide, Numbered, SideGroups};
use crate::model::{Fen, Model, MoneyStage, OwnerKind};
use crate::rules::money::{Money, MoneySums};

/// Columns of a table at most; what is beyond is said in `more_columns`.
const MOST_COLUMNS: usize = 400;

/// Which two sides are shown, and what the cells say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct MoneyView {
    /// What the rows are.
    pub rows: MoneySide,
    /// What the columns are.
    pub columns: MoneySide,
    /// The stage the cells speak of; `None` for what is planned. A side of stages says it itself.
    pub stage: Option<MoneyStage>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MoneyRow {
    /// What it is.
    pub group: MoneyGroup,
    /// A cell for each column; `None` where no line stands.
    pub cells: Vec<Option<Fen>>,
    /// What the cells add up to; on a side of stages what is planned, as stages are not added up.
    pub total: Option<Fen>,
    /// All stages of its lines.
    pub money: Money,
    /// 下达率: allocated ÷ planned; `None` if nothing is planned.
    pub allocated_rate: Option<f64>,
    /// 支付率: spent ÷ allocated; `None` if nothing is allocated.
    pub spent_rate: Option<f64>,
    /// Its lines, of all stages.
    pub lines: u32,
    /// The one plan, task, project or town whose money it is; `None` if it is that of several.
    pub owner: Option<OwnerRef>,
}

/// A plan, task, project or town.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct OwnerRef {
    pub kind: OwnerKind,
    pub id: String,
}

/// A table of two sides.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyPivot {
    /// The columns in their order.
    pub columns: Vec<MoneyGroup>,
    /// Columns that were left out because there are too many; the sums of the rows hold them.
    pub more_columns: u32,
    /// The rows in their order.
    pub rows: Vec<MoneyRow>,
    /// The sums of the columns, and all of them.
    pub sums: MoneyRow,
}

/// Money of one owner in a slice of the cube.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct OwnerMoney {
    /// Whose it is.
    pub owner: OwnerRef,
    /// Its name.
    pub name: String,
    /// Its amounts in the slice, of all stages.
    pub money: MoneySums,
    /// 下达率: allocated ÷ planned; `None` if nothing is planned.
    pub allocated_rate: Option<f64>,
    /// 支付率: spent ÷ allocated; `None` if nothing is allocated.
    pub spent_rate: Option<f64>,
    /// Lines in the slice.
    pub lines: u32,
}

#[derive(Default)]
struct Adding<'m> {
    cells: Vec<Option<Fen>>,
    money: Money,
    lines: u32,
    owner: Option<(OwnerKind, &'m str)>,
    mixed: bool,
}

impl<'m> Adding<'m> {
    fn put(&mut self, column: usize, fen: Fen) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, None);
        }
        let cell = &mut self.cells[column];
        *cell = Some(cell.unwrap_or_default().plus(fen));
    }

    fn of(&mut self, owner: &CubeOwner<'m>) {
        match self.owner {
            Some(one) if one != (owner.kind, owner.id) => self.mixed = true,
            _ => self.owner = Some((owner.kind, owner.id)),
        }
    }

    fn row(self, group: MoneyGroup, order: &[usize], stages: bool) -> MoneyRow {
        let all = self.cells.iter().flatten().copied();
        let total = match stages {
            true => (self.lines > 0).then_some(self.money.planned),
            false => all.reduce(Fen::plus),
        };
        MoneyRow {
            group,
            cells: order
                .iter()
                .take(MOST_COLUMNS)
                .map(|column| self.cells.get(*column).copied().flatten())
                .collect(),
            total,
            allocated_rate: self.money.allocated_rate(),
            spent_rate: self.money.spent_rate(),
            money: self.money,
            lines: self.lines,
            owner: self.owner.filter(|_| !self.mixed).map(|(kind, id)| OwnerRef {
                kind,
                id: id.to_owned(),
            }),
        }
    }
}

/// Whether the cells of a table speak of a cell of the cube.
pub(super) fn is_told(view: MoneyView, owner: &CubeOwner<'_>, cell: &CubeCell) -> bool {
    let by_stage = view.rows == MoneySide::Stage || view.columns == MoneySide::Stage;
    by_stage || cell.stage == view.stage.unwrap_or(owner.planned)
}

/// The table of two sides of a cube.
#[must_use]
pub fn pivot<'m>(model: &'m Model, cube: &MoneyCube<'m>, view: MoneyView) -> MoneyPivot {
    let (of_rows, of_columns) = (
        SideGroups::new(model, view.rows),
        SideGroups::new(model, view.columns),
    );
    let (mut rows, mut columns) = (Numbered::new(), Numbered::new());
    let mut added: Vec<Adding<'m>> = Vec::new();
    let mut whole = Adding::default();
    let mut sums_of_rows: Vec<(usize, MoneySums)> = Vec::new();
    for (owner, cells) in cube.iter() {
        let (row, column) = (of_rows.of_owner(owner), of_columns.of_owner(owner));
        sums_of_rows.clear();
        for cell in cells {
            let row = rows.number(row.unwrap_or_else(|| of_rows.of_cell(cell)));
            if added.len() <= row {
                added.resize_with(row + 1, Adding::default);
            }
            match sums_of_rows.iter_mut().find(|(of, _)| *of == row) {
                Some((_, sums)) => sums.add(cell.stage, cell.fen, owner.planned),
                None => {
                    let mut sums = MoneySums::default();
                    sums.add(cell.stage, cell.fen, owner.planned);
                    sums_of_rows.push((row, sums));
                    added[row].of(owner);
                }
            }
            added[row].lines += cell.lines;
            whole.lines += cell.lines;
            if is_told(view, owner, cell) {
                let column = columns.number(column.unwrap_or_else(|| of_columns.of_cell(cell)));
                added[row].put(column, cell.fen);
                whole.put(column, cell.fen);
            }
        }
        for (row, sums) in &sums_of_rows {
            added[*row].money = added[*row].money.plus((*sums).into());
        }
        whole.money = whole.money.plus(sums(owner, cells).into());
        whole.of(owner);
    }
    let order_of = |grouping: &SideGroups<'m>, numbered: &mut Numbered<'m>| -> Vec<usize> {
        let mut keys = numbered.keys.clone();
        grouping.sort(&mut keys);
        keys.into_iter().map(|key| numbered.number(key)).collect()
    };
    let column_order = order_of(&of_columns, &mut columns);
    let row_order = order_of(&of_rows, &mut rows);
    let stages = view.columns == MoneySide::Stage || view.rows == MoneySide::Stage;
    let stage_columns = view.columns == MoneySide::Stage;
    let mut taken: Vec<Option<Adding<'m>>> = added.into_iter().map(Some).collect();
    let shown = row_order.into_iter().filter_map(|row| {
        let group = of_rows.named(rows.keys[row]);
        // A row of a stage is of one stage: its cells do add up.
        Some(taken[row].take()?.row(group, &column_order, stage_columns))
    });
    let rows = shown.collect();
    let kept = column_order.iter().take(MOST_COLUMNS);
    let empty = MoneyGroup {
        key: String::new(),
        name: String::new(),
        hint: String::new(),
    };
    MoneyPivot {
        columns: kept
            .map(|column| of_columns.named(columns.keys[*column]))
            .collect(),
        more_columns: u32::try_from(column_order.len().saturating_sub(MOST_COLUMNS)).unwrap_or(u32::MAX),
        sums: whole.row(empty, &column_order, stages),
        rows,
    }
}

/// The owners that stand behind a row, a column or a cell of a table, each with all stages of its lines there; `None` for
/// any row, any column. On a side of stages, owners that have a line of that stage.
#[must_use]
pub fn slice<'m>(
    model: &'m Model,
    cube: &MoneyCube<'m>,
    view: MoneyView,
    row: Option<&str>,
    column: Option<&str>,
) -> Vec<OwnerMoney> {
    let sides = [(view.rows, row), (view.columns, column)];
    let wanted: Vec<(SideGroups<'m>, MoneySide, &str)> = sides
        .into_iter()
        .filter_map(|(side, key)| Some((SideGroups::new(model, side), side, key?)))
        .collect();
    let mut out = Vec::new();
    for (owner, cells) in cube.iter() {
        let is_in = |cell: &CubeCell| {
            wanted.iter().all(|(grouping, side, key)| {
                let group =
                    || -> GroupKey<'m> { grouping.of_owner(owner).unwrap_or_else(|| grouping.of_cell(cell)) };
                *side == MoneySide::Stage || group().text() == *key
            })
        };
        let of_stage = |cell: &CubeCell| {
            wanted
                .iter()
                .all(|(_, side, key)| *side != MoneySide::Stage || cell.stage.word() == *key)
        };
        let inside: Vec<CubeCell> = cells.iter().filter(|cell| is_in(cell)).copied().collect();
        if inside.iter().any(of_stage) {
            let money = sums(owner, &inside);
            let whole = Money::from(money);
            out.push(OwnerMoney {
                owner: OwnerRef {
                    kind: owner.kind,
                    id: owner.id.to_owned(),
                },
                name: owner_name(model, owner.kind, owner.id),
                money,
                allocated_rate: whole.allocated_rate(),
                spent_rate: whole.spent_rate(),
                lines: inside.iter().map(|cell| cell.lines).sum(),
            });
        }
    }
    out
}
