//! The control lines that the footprint of a project lies in (压占), as the check finds them.

use std::sync::Arc;

use super::{ChoiceCounter, Condition, Test, word_choice};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};
use crate::query::in_controls::InControls;
use crate::query::snapshot::count;

pub(super) struct Controls;

impl Condition for Controls {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.controls.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.controls.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let in_controls = snapshot.in_controls();
        let wanted: Vec<usize> = filter.controls.iter().map(|kind| *kind as usize).collect();
        Box::new(move |project| {
            wanted
                .iter()
                .any(|kind| in_controls[*kind].contains(project.slot))
        })
    }

    /// The kinds that the atlas has. In an atlas of many projects they are counted once they are known: to hold every
    /// footprint against every line would take too long each time the filter is opened.
    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        let mut there = [false; ControlKind::ALL.len()];
        for line in snapshot.model.control_lines.iter() {
            there[line.kind as usize] = true;
        }
        let few = snapshot.model.projects.len() <= MOST_COUNTED;
        let in_controls = match few {
            true => Some(snapshot.in_controls()),
            false => snapshot.known_in_controls(),
        };
        Some(Box::new(ControlCounter {
            there,
            in_controls,
            projects: [0; ControlKind::ALL.len()],
        }))
    }
}

/// Projects of an atlas whose footprints are held against the lines only to count them.
const MOST_COUNTED: usize = 5_000;

struct ControlCounter {
    there: [bool; ControlKind::ALL.len()],
    in_controls: Option<Arc<InControls>>,
    projects: [u32; ControlKind::ALL.len()],
}

impl<'a> ChoiceCounter<'a> for ControlCounter {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        let Some(in_controls) = &self.in_controls else {
            return;
        };
        for (sum, inside) in self.projects.iter_mut().zip(in_controls.iter()) {
            *sum += count(projects.iter().filter(|p| inside.contains(p.slot)).count());
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        facets.controls_counted = self.in_controls.is_some();
        let kinds = ControlKind::ALL.iter().zip(self.there).zip(self.projects);
        for ((kind, _), projects) in kinds.filter(|((_, there), _)| *there) {
            facets
                .controls
                .push(word_choice(kind.word(), kind.zh(), projects));
        }
    }
}
