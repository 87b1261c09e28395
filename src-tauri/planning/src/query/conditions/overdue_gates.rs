//! Projects with a gate that is late today; those that only wait for confirmation are none.

use geodata::footprint_index::KeySet;

use super::{ChoiceCounter, Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};
use crate::query::snapshot::count;

pub(super) struct OverdueGates;

impl Condition for OverdueGates {
    fn is_set(&self, filter: &Filter) -> bool {
        filter.overdue_gates
    }

    fn lift(&self, filter: &mut Filter) {
        filter.overdue_gates = false;
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, _: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let late = with_late_gate(snapshot);
        Box::new(move |project| late.contains(project.slot))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(LateGateCounter {
            late: with_late_gate(snapshot),
            projects: 0,
        }))
    }
}

fn with_late_gate(snapshot: &Snapshot<'_>) -> KeySet {
    let model = snapshot.model;
    let gates = model.gates.iter().filter(|gate| snapshot.is_gate_overdue(gate));
    gates
        .filter_map(|gate| Some(model.projects.get(gate.project.as_str())?.slot))
        .collect()
}

struct LateGateCounter {
    late: KeySet,
    projects: u32,
}

impl<'a> ChoiceCounter<'a> for LateGateCounter {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        self.projects += count(projects.iter().filter(|p| self.late.contains(p.slot)).count());
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        facets.overdue_gates = self.projects;
    }
}
