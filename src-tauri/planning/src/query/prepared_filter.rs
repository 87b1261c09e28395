//! A filter made ready for the projects of one model: the conditions that are set, each with its look-ups made.

use super::Snapshot;
use super::conditions::{CONDITIONS, Test};
use super::filter::Filter;
use crate::model::*;

/// Conditions, a bit each, by their place in [`CONDITIONS`].
pub(super) type Bits = u32;

/// The bit of the condition at that place.
pub(super) fn bit(place: usize) -> Bits {
    1 << place
}

/// What of a filter a project does not pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failed {
    conditions: Bits,
    outside: bool,
}

/// A filter ready to be asked about projects.
pub(super) struct PreparedFilter<'a> {
    snapshot: &'a Snapshot<'a>,
    any: bool,
    set: Bits,
    tests: Vec<(Bits, Test<'a, SummaryRef<'a>>)>,
    bbox: Option<[f64; 4]>,
}

impl<'a> PreparedFilter<'a> {
    pub fn new(snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Self {
        let tests: Vec<_> = CONDITIONS
            .iter()
            .enumerate()
            .filter(|(_, condition)| condition.is_set(filter))
            .map(|(place, condition)| (bit(place), condition.of_projects(snapshot, filter)))
            .collect();
        Self {
            snapshot,
            any: filter.any,
            set: tests.iter().map(|(bit, _)| bit).sum(),
            tests,
            bbox: filter.bbox,
        }
    }

    /// The conditions that are set and that a project fails, and whether it lies outside the box.
    pub fn fails(&self, project: SummaryRef<'a>) -> Failed {
        let failed = self.tests.iter().filter(|(_, test)| !test(project));
        Failed {
            conditions: failed.map(|(bit, _)| bit).sum(),
            outside: self.bbox.is_some_and(|bbox| !self.meets(project, bbox)),
        }
    }

    /// Whether the box of a project meets another one.
    fn meets(&self, project: SummaryRef<'a>, bbox: [f64; 4]) -> bool {
        let shown = match project.measured() {
            Some(measured) => measured.bounds,
            // Reading footprints one by one would take minutes: boxes come with the walk that loads the map.
            None if project.drawn() => None,
            None => self.snapshot.shown_box(&project.summary()),
        };
        shown.is_some_and(|[w, s, e, n]| w <= bbox[2] && bbox[0] <= e && s <= bbox[3] && bbox[1] <= n)
    }

    /// Whether a project matches.
    pub fn holds(&self, project: SummaryRef<'a>) -> bool {
        let failed = self.fails(project);
        !failed.outside
            && match self.any && self.set != 0 {
                true => failed.conditions != self.set,
                false => failed.conditions == 0,
            }
    }

    /// Whether a project matches when one of the conditions is lifted. In a filter joined by “or” lifting one lifts all.
    pub fn holds_without(&self, failed: Failed, lifted: Bits) -> bool {
        self.any || (!failed.outside && failed.conditions & !lifted == 0)
    }
}
