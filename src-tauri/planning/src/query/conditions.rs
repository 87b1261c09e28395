//! The conditions of a filter, one a file: whether it is set, which projects, tasks and towns pass it, and its choices
//! with their counts. Map, ledger, totals, tiles and export all ask through [`CONDITIONS`].

mod controls;
mod due;
mod ends;
mod kinds;
mod lacks;
mod lights;
mod mapped;
mod overdue;
mod overdue_gates;
mod percent;
mod plans;
mod precisions;
mod sources;
mod stages;
mod starts;
mod text;
mod towns;
mod units;
mod word_counter;
mod years;

use super::Snapshot;
use super::filter::{FacetCount, Facets, Filter};
use crate::model::{Region, SummaryRef, Task};

/// Every condition, in the order in which the filter shows them.
pub(super) const CONDITIONS: &[&dyn Condition] = &[
    &plans::Plans,
    &towns::Towns,
    &kinds::Kinds,
    &stages::Stages,
    &units::Units,
    &years::Years,
    &sources::Sources,
    &lacks::Lacks,
    &precisions::Precisions,
    &controls::Controls,
    &lights::Lights,
    &overdue::Overdue,
    &overdue_gates::OverdueGates,
    &percent::Percent,
    &starts::Starts,
    &ends::Ends,
    &due::Due,
    &mapped::Mapped,
    &text::Text,
];

/// Whether one thing passes a condition.
pub(super) type Test<'a, T> = Box<dyn Fn(T) -> bool + 'a>;

/// A condition of a filter.
pub(super) trait Condition: Sync {
    /// Whether the filter asks for it.
    fn is_set(&self, filter: &Filter) -> bool;

    /// Takes it out of the filter.
    fn lift(&self, filter: &mut Filter);

    /// Which projects pass: everything is looked up once, so that a million projects are asked in some milliseconds.
    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>>;

    /// Which tasks pass; `None` if only projects can, and a task passes by a project that serves it.
    fn of_tasks<'a>(&self, _: &'a Snapshot<'a>, _: &'a Filter) -> Option<Test<'a, &'a Task>> {
        None
    }

    /// Which towns pass; `None` if only projects can, and a town passes by a project in it.
    fn of_towns<'a>(&self, _: &'a Snapshot<'a>, _: &'a Filter) -> Option<Test<'a, &'a Region>> {
        None
    }

    /// Counts what each of its choices would give; `None` if there is nothing to choose from.
    fn choices<'a>(&self, _: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        None
    }
}

/// The choices of one condition while they are counted.
pub(super) trait ChoiceCounter<'a> {
    /// Counts projects that match when the condition is lifted; each is given once, some hundreds at a time.
    fn count(&mut self, projects: &[SummaryRef<'a>]);

    /// Gives the choices; `tasks` finds the tasks that match when the condition is lifted.
    fn finish(self: Box<Self>, tasks: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets);
}

/// What a list says of a code; an empty column passes nothing.
pub(super) fn at(list: &[bool], code: Option<usize>) -> bool {
    code.is_some_and(|code| list.get(code).copied().unwrap_or(false))
}

/// A choice of a closed vocabulary.
fn word_choice(word: &str, label: &str, projects: u32) -> FacetCount {
    FacetCount {
        value: word.to_owned(),
        label: label.to_owned(),
        hint: None,
        projects,
        tasks: 0,
    }
}
