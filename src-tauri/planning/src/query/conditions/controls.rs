//! The control lines that the footprint of a project lies in (压占), as the check finds them.

use super::{ChoiceCounter, Condition, Test, word_choice};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{Facets, Filter};

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

    /// The kinds that the atlas has; they are not counted, as that would hold every footprint against every line
    /// whenever the filter is opened.
    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        let mut there = [false; ControlKind::ALL.len()];
        for line in snapshot.model.control_lines.iter() {
            there[line.kind as usize] = true;
        }
        Some(Box::new(PresentControls(there)))
    }
}

struct PresentControls([bool; ControlKind::ALL.len()]);

impl<'a> ChoiceCounter<'a> for PresentControls {
    fn count(&mut self, _: &[SummaryRef<'a>]) {}

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        for (kind, _) in ControlKind::ALL.iter().zip(self.0).filter(|(_, there)| *there) {
            facets.controls.push(word_choice(kind.word(), kind.zh(), 0));
        }
    }
}
