//! What is kept of a project in memory, on its way from the file.

use std::borrow::Cow;
use std::hash::BuildHasher;

use geodata::footprint_index::{Batch, BlobFootprintError, StyleKey};
use geodata::measure::Bounds;
use hashbrown::DefaultHashBuilder;

use super::compact_row::CompactRow;
use super::dictionary::Dictionary;
use crate::model::{
    Cell, Cells, ColumnType, Entity, Measured, Measures, PartialDate, PlanId, Precision, Project,
    ProjectKind, ProjectStage, RegionId, UnitId, project_look,
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
    /// A row of what stands in SQL.
    ///
    /// # Errors
    /// In words, naming the column that is of another kind or not allowed.
    pub fn from_cells(columns: &SummaryColumns, cells: &'a impl Cells, drawn: bool) -> Result<Self, String> {
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

    fn look(&self) -> StyleKey {
        project_look(
            self.kind,
            self.stage,
            self.precision,
            self.alternative,
            self.drawn,
        )
    }
}

fn named(column: usize) -> impl FnOnce(String) -> String {
    move |reason| format!("列“{}”：{reason}", SummaryColumns::NAMES[column])
}

fn value<T: ColumnType>(column: usize, cell: Cell<'_>) -> Result<T, String> {
    T::from_cell(cell).map_err(named(column))
}

fn text(column: usize, cell: Cell<'_>) -> Result<Cow<'_, str>, String> {
    cell.text().map_err(named(column))
}

fn maybe_text(column: usize, cell: Cell<'_>) -> Result<Option<Cow<'_, str>>, String> {
    match cell {
        Cell::Null => Ok(None),
        cell => text(column, cell).map(Some),
    }
}

/// The few values that many rows name.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionaries {
    pub plans: Dictionary<PlanId>,
    pub towns: Dictionary<RegionId>,
    pub units: Dictionary<UnitId>,
    pub quantity_units: Dictionary<String>,
}

impl Dictionaries {
    /// A row with its codes, its texts at the end of all texts.
    pub fn pack(&mut self, row: &SummaryRow<'_>, fid: i64, texts: &mut String) -> CompactRow {
        let mut packed = CompactRow::of(row, fid);
        packed.plan = self.plans.code_of(row.plan.as_deref());
        packed.town = self.towns.code_of(row.town.as_deref());
        packed.lead = self.units.code_of(row.lead_unit.as_deref());
        packed.quantity_unit = self.quantity_units.code_of(row.quantity_unit.as_deref());
        packed.write(row, texts);
        packed
    }
}

/// Rows that follow each other in the file, read beside other chunks; numbers and codes are their own.
#[derive(Debug)]
pub(crate) struct Chunk {
    hasher: DefaultHashBuilder,
    pub(super) rows: Vec<CompactRow>,
    /// Of the ids, as the table of all projects has them.
    pub(super) hashes: Vec<u64>,
    pub(super) text: String,
    pub(super) measured: Vec<Option<Measured>>,
    pub(super) dictionaries: Dictionaries,
    batch: Batch,
    batches: Vec<Batch>,
}

impl Chunk {
    pub(super) fn new(hasher: DefaultHashBuilder) -> Self {
        Self {
            hasher,
            rows: Vec::new(),
            hashes: Vec::new(),
            text: String::new(),
            measured: Vec::new(),
            dictionaries: Dictionaries::default(),
            batch: Batch::default(),
            batches: Vec::new(),
        }
    }

    /// Adds a row; its footprint is packed for the map. One that cannot be drawn is left out there: opening the project
    /// says why.
    pub fn push(&mut self, row: &SummaryRow<'_>, fid: i64, footprint: Option<&[u8]>) {
        let slot = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let found = footprint.map(|blob| self.batch.add_blob(slot, blob, row.look()));
        let box_of = |b: Bounds| [b.west, b.south, b.east, b.north];
        self.measured.push(found.map(|found| match found {
            Ok(bounds) => Measured {
                bounds: Some(box_of(bounds)),
                measures: None,
            },
            Err(BlobFootprintError::Place(_, bounds)) => Measured {
                bounds: bounds.map(box_of),
                measures: None,
            },
            // There is nothing to measure, and nothing to wait for.
            Err(BlobFootprintError::Blob(_)) => Measured {
                bounds: None,
                measures: Some(Measures::default()),
            },
        }));
        let packed = self.dictionaries.pack(row, fid, &mut self.text);
        self.rows.push(packed);
        self.hashes.push(self.hasher.hash_one(&*row.id));
        if self.batch.is_full() {
            self.batches.push(std::mem::take(&mut self.batch));
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The footprints, with numbers that begin at `first`.
    pub fn take_footprints(&mut self, first: u32) -> Vec<Batch> {
        self.batches.push(std::mem::take(&mut self.batch));
        let mut batches = std::mem::take(&mut self.batches);
        batches.iter_mut().for_each(|batch| batch.shift_keys(first));
        batches
    }
}
