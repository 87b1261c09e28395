//! What is kept of a project in memory, on its way from the file.

use std::borrow::Cow;

use geodata::footprint_index::StyleKey;
use words::{Words, said};

use crate::model::{
    Cell, Cells, ColumnType, Entity, PartialDate, Precision, Project, ProjectKind, ProjectStage, project_look,
};

/// A row without what stays in the file; the texts stand where they were read.
#[derive(Debug)]
pub(crate) struct SummaryRow<'a> {
    pub id: Cow<'a, str>,
    pub plan: Option<Cow<'a, str>>,
    pub ordinal: i64,
    pub name: Cow<'a, str>,
    pub kind: ProjectKind,
    pub town: Option<Cow<'a, str>>,
    pub stage: ProjectStage,
    pub starts: Option<PartialDate>,
    pub ends: Option<PartialDate>,
    pub quantity: Option<f64>,
    pub quantity_unit: Option<Cow<'a, str>>,
    pub content: Option<Cow<'a, str>>,
    pub lead_unit: Option<Cow<'a, str>>,
    pub percent: Option<f64>,
    pub precision: Precision,
    pub alternative: bool,
    /// Whether it has a footprint.
    pub drawn: bool,
}

/// Where the columns of a summary row stand among those of a project.
#[derive(Debug)]
pub(crate) struct SummaryColumns([usize; 16]);

impl SummaryColumns {
    /// Names of the columns, in the order of the fields of [`SummaryRow`].
    const NAMES: [&'static str; 16] = [
        "id",
        "plan",
        "ordinal",
        "name",
        "kind",
        "town",
        "stage",
        "starts",
        "ends",
        "quantity",
        "quantity_unit",
        "content",
        "lead_unit",
        "percent",
        "precision",
        "alternative",
    ];

    pub fn new() -> Self {
        let at = |name: &str| Project::COLUMNS.iter().position(|c| c.name == name);
        Self(Self::NAMES.map(|name| at(name).unwrap_or_default()))
    }

    /// Where the footprint stands.
    pub fn geometry(&self) -> usize {
        Project::COLUMNS
            .iter()
            .position(|c| c.name == "geometry")
            .unwrap_or_default()
    }
}

impl<'a> SummaryRow<'a> {
    /// A row of what stands in a store.
    ///
    /// # Errors
    /// In words, naming the column that is of another kind or not allowed.
    pub fn from_cells(columns: &SummaryColumns, cells: &'a impl Cells, drawn: bool) -> Result<Self, Words> {
        let cell = |i: usize| cells.cell(columns.0[i]);
        Ok(Self {
            id: text(0, cell(0))?,
            plan: maybe_text(1, cell(1))?,
            ordinal: value(2, cell(2))?,
            name: text(3, cell(3))?,
            kind: value(4, cell(4))?,
            town: maybe_text(5, cell(5))?,
            stage: value(6, cell(6))?,
            starts: value(7, cell(7))?,
            ends: value(8, cell(8))?,
            quantity: value(9, cell(9))?,
            quantity_unit: maybe_text(10, cell(10))?,
            content: maybe_text(11, cell(11))?,
            lead_unit: maybe_text(12, cell(12))?,
            percent: value(13, cell(13))?,
            precision: value(14, cell(14))?,
            alternative: value(15, cell(15))?,
            drawn,
        })
    }

    /// The same of a whole row.
    pub fn of(row: &'a Project) -> Self {
        Self {
            id: row.id.as_str().into(),
            plan: row.plan.as_ref().map(|id| id.as_str().into()),
            ordinal: row.ordinal,
            name: row.name.as_str().into(),
            kind: row.kind,
            town: row.town.as_ref().map(|id| id.as_str().into()),
            stage: row.stage,
            starts: row.starts,
            ends: row.ends,
            quantity: row.quantity,
            quantity_unit: row.quantity_unit.as_deref().map(Cow::from),
            content: row.content.as_deref().map(Cow::from),
            lead_unit: row.lead_unit.as_ref().map(|id| id.as_str().into()),
            percent: row.percent,
            precision: row.precision,
            alternative: row.alternative,
            drawn: row.geometry.is_some(),
        }
    }

    pub(super) fn look(&self) -> StyleKey {
        project_look(
            self.kind,
            self.stage,
            self.precision,
            self.alternative,
            self.drawn,
        )
    }
}

fn named(column: usize) -> impl FnOnce(Words) -> Words {
    move |reason| {
        said!(
            "value.column",
            "列“{}”：{}",
            "column “{}”: {}",
            SummaryColumns::NAMES[column],
            reason
        )
    }
}

fn value<T: ColumnType>(column: usize, cell: Cell<'_>) -> Result<T, Words> {
    T::from_cell(cell).map_err(named(column))
}

fn text(column: usize, cell: Cell<'_>) -> Result<Cow<'_, str>, Words> {
    cell.text().map_err(named(column))
}

fn maybe_text(column: usize, cell: Cell<'_>) -> Result<Option<Cow<'_, str>>, Words> {
    match cell {
        Cell::Null => Ok(None),
        cell => text(column, cell).map(Some),
    }
}
