//! The 120 invented projects as tables: what each is, where it lies, what it costs and when it runs.

mod environment;
mod livelihood;
mod pipes;
mod production;
mod roads;

use super::footprints::Foot;
use planning::model::{ProjectKind, ProjectStage};

/// A project as the catalogue writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct CatalogueEntry {
    pub(super) stage: ProjectStage,
    /// Index of its town; `COUNTY` for one of the whole county.
    pub(super) town: usize,
    pub(super) kind: ProjectKind,
    pub(super) name: &'static str,
    pub(super) foot: Foot,
    /// Estimate in 万元.
    pub(super) cost: f64,
    /// Start and end, partial dates; empty when not known.
    pub(super) dates: (&'static str, &'static str),
    /// The unit that leads it; empty for the town's own.
    pub(super) lead: &'static str,
    /// Numbers of the tasks it serves.
    pub(super) tasks: &'static [usize],
    pub(super) content: &'static str,
    /// A quantity that is not measured from the footprint.
    pub(super) amount: Option<(f64, &'static str)>,
    /// Behind its timetable.
    pub(super) late: bool,
    /// Without any money so far.
    pub(super) unfunded: bool,
    /// One of two alternatives.
    pub(super) alternative: bool,
}

/// The town index of a project that belongs to no single town.
pub(super) const COUNTY: usize = usize::MAX;

/// Every project, in the order of the lists.
pub(super) fn entries() -> impl Iterator<Item = &'static CatalogueEntry> {
    [
        roads::ROWS,
        pipes::ROWS,
        livelihood::ROWS,
        environment::ROWS,
        production::ROWS,
    ]
    .into_iter()
    .flatten()
}

#[allow(
    clippy::too_many_arguments,
    reason = "a line of a table: its columns are named in `CatalogueEntry`"
)]
const fn p(
    stage: ProjectStage,
    town: usize,
    kind: ProjectKind,
    name: &'static str,
    foot: Foot,
    cost: f64,
    dates: (&'static str, &'static str),
    lead: &'static str,
    tasks: &'static [usize],
    content: &'static str,
) -> CatalogueEntry {
    CatalogueEntry {
        stage,
        town,
        kind,
        name,
        foot,
        cost,
        dates,
        lead,
        tasks,
        content,
        amount: None,
        late: false,
        unfunded: false,
        alternative: false,
    }
}

impl CatalogueEntry {
    const fn amount(mut self, value: f64, unit: &'static str) -> Self {
        self.amount = Some((value, unit));
        self
    }
    const fn late(mut self) -> Self {
        self.late = true;
        self
    }
    const fn unfunded(mut self) -> Self {
        self.unfunded = true;
        self
    }
    const fn alternative(mut self) -> Self {
        self.alternative = true;
        self
    }
}
