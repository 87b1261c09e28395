//! Relations: rows by what they refer to, so that a question looks up what belongs to what. They are kept with the model
//! and mended by every row that comes, changes or goes ([`Model::put`], [`Model::remove`]); no question builds them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::*;

/// A record and how it is found by what it refers to.
pub(super) trait Related: Entity {
    /// What rows that refer to the same row are ordered by; those that are equal in it, by id.
    type Order: Ord;
    /// The place of this row among them.
    fn order(&self) -> Self::Order;
    /// Lets the row into every relation it belongs to, or takes it out of them.
    fn mend(row: &Arc<Self>, relations: &mut Relations, way: Way);
}

/// Whether a row comes into the relations or leaves them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It comes.
    Enter,
    /// It goes.
    Leave,
}

/// Says of each record its order and the relations it belongs to.
macro_rules! related {
    ($($record:ident by $order:ty = $place:expr, $mend:expr;)*) => { $(impl Related for $record {
        type Order = $order;
        fn order(&self) -> Self::Order {
            let place: fn(&Self) -> $order = $place;
            place(self)
        }
        fn mend(row: &Arc<Self>, relations: &mut Relations, way: Way) {
            let mend: fn(&Arc<Self>, &mut Relations, Way) = $mend;
            mend(row, relations, way);
        }
    })* };
}

/// Records that are looked up by their own id alone.
macro_rules! unrelated {
    ($($record:ident)*) => { related! { $($record by () = |_| (), |_, _, _| {};)* } };
}

related! {
    Assignment by i64 = |row| row.ordinal, |row, to, way| {
        to.assignments_of_task.mend(row.task.as_str(), row, way);
        to.assignments_of_unit.mend(row.unit.as_str(), row, way);
    };
    Indicator by i64 = |row| row.ordinal, |row, to, way| {
        if let Some(task) = &row.task {
            to.indicators_of_task.mend(task.as_str(), row, way);
        }
    };
    Observation by PartialDate = |row| row.on_date, |row, to, way| {
        to.observations_of_indicator.mend(row.indicator.as_str(), row, way);
    };
    ProjectTask by () = |_| (), |row, to, way| {
        to.links_of_project.mend(row.project.as_str(), row, way);
        to.links_of_task.mend(row.task.as_str(), row, way);
    };
    BudgetLine by (MoneySource, MoneyStage, Option<i64>) = |row| (row.source, row.stage, row.year), |row, to, way| {
        to.budget.0[row.owner_kind as usize].mend(&row.owner, row, way);
    };
    ProgressReport by Reverse<PartialDate> = |row| Reverse(row.on_date), |row, to, way| {
        to.progress.0[row.owner_kind as usize].mend(&row.owner, row, way);
    };
    Gate by GateStep = |row| row.step, |row, to, way| {
        to.gates_of_project.mend(row.project.as_str(), row, way);
    };
    Designation by () = |_| (), |row, to, way| {
        to.designations_of_region.mend(row.region.as_str(), row, way);
    };
    Region by () = |_| (), |row, to, way| {
        if let Some(parent) = &row.parent {
            to.regions_below.mend(parent.as_str(), row, way);
        }
    };
    Task by i64 = |row| row.ordinal, |row, to, way| {
        if let Some(parent) = &row.parent {
            to.subtasks_of_task.mend(parent.as_str(), row, way);
        }
    };
    Citation by i64 = |row| row.ordinal, |row, to, way| {
        to.citations_of_plan.mend(row.plan.as_str(), row, way);
    };
    StandardItem by i64 = |row| row.ordinal, |row, to, way| {
        to.items_of_standard.mend(row.standard.as_str(), row, way);
    };
    Deliverable by (Option<PartialDate>, i64) = |row| (row.due, row.ordinal), |row, to, way| {
        if let Some(task) = &row.task {
            to.deliverables_of_task.mend(task.as_str(), row, way);
        }
        if let Some(unit) = &row.unit {
            to.deliverables_of_unit.mend(unit.as_str(), row, way);
        }
        if let Some(region) = &row.region {
            to.deliverables_of_region.mend(region.as_str(), row, way);
        }
    };
    TownObservation by (TownMeasure, PartialDate) = |row| (row.measure, row.on_date), |row, to, way| {
        to.observations_of_region.mend(row.region.as_str(), row, way);
    };
    InvestmentPlan by i64 = |row| row.year, |row, to, way| {
        to.investment_plans_of_project.mend(row.project.as_str(), row, way);
    };
    InvestmentReport by PartialDate = |row| row.month, |row, to, way| {
        to.investment_reports_of_project.mend(row.project.as_str(), row, way);
    };
    IndicatorRegion by () = |_| (), |row, to, way| {
        to.regions_of_indicator.mend(row.indicator.as_str(), row, way);
    };
    Problem by Reverse<Option<PartialDate>> = |row| Reverse(row.raised_on), |row, to, way| {
        to.problems.0[row.owner_kind as usize].mend(&row.owner, row, way);
    };
    Dependency by () = |_| (), |row, to, way| {
        to.dependencies_from.0[row.predecessor_kind as usize].mend(&row.predecessor, row, way);
        to.dependencies_to.0[row.successor_kind as usize].mend(&row.successor, row, way);
    };
    Attachment by PartialDate = |row| row.added_on, |row, to, way| {
        to.attachments.0[row.owner_kind as usize].mend(&row.owner, row, way);
    };
    CriterionScore by () = |_| (), |row, to, way| {
        to.scores_of_assessment_round.mend(row.assessment_round.as_str(), row, way);
    };
    BaselineItem by () = |_| (), |row, to, way| {
        to.items_of_baseline.mend(row.baseline.as_str(), row, way);
    };
}

unrelated! {
    AtlasInfo Plan Phase Section Unit Site FundingRule Roster ControlLine Criterion Assessment View
    Document Standard Cadence EligibilityRule LandRule GateRule GateTemplate AssessmentRule Baseline LightRule
    ReportingRound AssessmentRound
}

/// Rows of one table by the id of what they refer to.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation<T>(HashMap<String, Vec<Arc<T>>>);

impl<T> Default for Relation<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> Relation<T> {
    /// The rows that refer to a row, in their order.
    pub fn of(&self, id: &str) -> &[Arc<T>] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }

    /// Every row that is referred to with the rows that do, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Arc<T>])> {
        self.0.iter().map(|(id, rows)| (id.as_str(), rows.as_slice()))
    }

    /// Whether no row refers to anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Relation<T> {
    fn mend(&mut self, id: &str, row: &Arc<T>, way: Way)
    where
        T: Related,
    {
        let place = |rows: &[Arc<T>]| {
            rows.binary_search_by(|other| (other.order(), other.id()).cmp(&(row.order(), row.id())))
        };
        match (way, self.0.get_mut(id)) {
            (Way::Enter, Some(rows)) => {
                if let Err(at) = place(rows) {
                    rows.insert(at, Arc::clone(row));
                }
            }
            (Way::Enter, None) => {
                self.0.insert(id.to_owned(), vec![Arc::clone(row)]);
            }
            (Way::Leave, Some(rows)) => {
                if let Ok(at) = place(rows) {
                    rows.remove(at);
                }
                if rows.is_empty() {
                    self.0.remove(id);
                }
            }
            (Way::Leave, None) => {}
        }
    }
}

/// Rows by the plan, task, project or town that owns them.
#[derive(Debug, Clone, PartialEq)]
pub struct Owned<T>([Relation<T>; OwnerKind::ALL.len()]);

impl<T> Default for Owned<T> {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Relation::default()))
    }
}

impl<T> Owned<T> {
    /// The rows that an owner of that kind has, in their order.
    pub fn of(&self, kind: OwnerKind, id: &str) -> &[Arc<T>] {
        self.0[kind as usize].of(id)
    }

    /// The rows by owners of one kind.
    pub fn by(&self, kind: OwnerKind) -> &Relation<T> {
        &self.0[kind as usize]
    }
}

/// Rows by the phase, task, deliverable, project or gate that they name.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheduled<T>([Relation<T>; ScheduledKind::ALL.len()]);

impl<T> Default for Scheduled<T> {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Relation::default()))
    }
}

impl<T> Scheduled<T> {
    /// The rows that name an item of that kind, in their order.
    pub fn of(&self, kind: ScheduledKind, id: &str) -> &[Arc<T>] {
        self.0[kind as usize].of(id)
    }
}

/// What belongs to what.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Relations {
    /// Units of a task, in the order of the plan.
    pub assignments_of_task: Relation<Assignment>,
    /// Tasks of a unit.
    pub assignments_of_unit: Relation<Assignment>,
    /// Indicators that stand in a task, in the order of the plan.
    pub indicators_of_task: Relation<Indicator>,
    /// Values of an indicator, by date.
    pub observations_of_indicator: Relation<Observation>,
    /// Tasks that a project serves.
    pub links_of_project: Relation<ProjectTask>,
    /// Projects that serve a task.
    pub links_of_task: Relation<ProjectTask>,
    /// Budget lines of an owner, by source, stage and year.
    pub budget: Owned<BudgetLine>,
    /// Reports on an owner, the newest first.
    pub progress: Owned<ProgressReport>,
    /// Gates of a project, by step.
    pub gates_of_project: Relation<Gate>,
    /// Designations of a town.
    pub designations_of_region: Relation<Designation>,
    /// Regions directly below a region, by id.
    pub regions_below: Relation<Region>,
    /// Tasks that are parts of a task, in the order of the plan.
    pub subtasks_of_task: Relation<Task>,
    /// Documents that a plan names.
    pub citations_of_plan: Relation<Citation>,
    /// What a standard asks for.
    pub items_of_standard: Relation<StandardItem>,
    /// What a task wants handed in, by when it is due.
    pub deliverables_of_task: Relation<Deliverable>,
    /// What a unit owes.
    pub deliverables_of_unit: Relation<Deliverable>,
    /// What a town or county owes.
    pub deliverables_of_region: Relation<Deliverable>,
    /// Facts of a town, by measure and date.
    pub observations_of_region: Relation<TownObservation>,
    /// What a project is to invest, by year.
    pub investment_plans_of_project: Relation<InvestmentPlan>,
    /// What a project has built, by month.
    pub investment_reports_of_project: Relation<InvestmentReport>,
    /// Regions that a target holds for.
    pub regions_of_indicator: Relation<IndicatorRegion>,
    /// Problems of an owner, the newest first.
    pub problems: Owned<Problem>,
    /// Photos and files of an owner, by the day they were added.
    pub attachments: Owned<Attachment>,
    pub scores_of_assessment_round: Relation<CriterionScore>,
    /// Dependencies of what comes after an item.
    pub dependencies_from: Scheduled<Dependency>,
    /// Dependencies of what comes before an item.
    pub dependencies_to: Scheduled<Dependency>,
    pub items_of_baseline: Relation<BaselineItem>,
}
