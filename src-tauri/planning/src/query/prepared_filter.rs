//! A filter made ready for the projects of one model: each condition becomes a look-up by code or by number, so that a
//! million projects are asked in some milliseconds.

use geodata::footprint_index::KeySet;

use super::Snapshot;
use super::types::Filter;
use crate::model::*;

/// The conditions that a project can fail, a bit each.
pub(super) mod condition {
    pub const PLANS: u16 = 1;
    pub const TOWNS: u16 = 2;
    pub const KINDS: u16 = 4;
    pub const STAGES: u16 = 8;
    pub const UNITS: u16 = 16;
    pub const YEARS: u16 = 32;
    pub const SOURCES: u16 = 64;
    pub const MAPPED: u16 = 128;
    pub const TEXT: u16 = 256;
}
use condition::*;

/// A filter ready to be asked about projects.
pub(super) struct PreparedFilter<'i, 'm> {
    snapshot: &'i Snapshot<'m>,
    any: bool,
    set: u16,
    bbox: Option<[f64; 4]>,
    plans: Vec<bool>,
    towns: Vec<bool>,
    kinds: Vec<ProjectKind>,
    stages: Vec<ProjectStage>,
    leads: Vec<bool>,
    of_units: KeySet,
    years: Vec<i64>,
    with_money: KeySet,
    with_source: KeySet,
    mapped: bool,
    words: Vec<(KeySet, Vec<bool>)>,
}

impl<'i, 'm> PreparedFilter<'i, 'm> {
    pub fn new(snapshot: &'i Snapshot<'m>, filter: &Filter) -> Self {
        let projects = &snapshot.model.projects;
        let mut prepared = Self {
            snapshot,
            any: filter.any,
            set: 0,
            bbox: filter.bbox,
            plans: projects.of_plans(|id| filter.plans.contains(&id.0)),
            towns: Vec::new(),
            kinds: filter.kinds.clone(),
            stages: filter.stages.clone(),
            leads: projects.of_units(|id| filter.units.contains(&id.0)),
            of_units: KeySet::new(),
            years: filter.years.clone(),
            with_money: KeySet::new(),
            with_source: KeySet::new(),
            mapped: filter.mapped.unwrap_or_default(),
            words: Vec::new(),
        };
        let text = filter.text.trim();
        for (is_set, bit) in [
            (!filter.plans.is_empty(), PLANS),
            (!filter.towns.is_empty(), TOWNS),
            (!filter.kinds.is_empty(), KINDS),
            (!filter.stages.is_empty(), STAGES),
            (!filter.units.is_empty(), UNITS),
            (!filter.years.is_empty(), YEARS),
            (!filter.sources.is_empty(), SOURCES),
            (filter.mapped.is_some(), MAPPED),
            (!text.is_empty(), TEXT),
        ] {
            prepared.set |= if is_set { bit } else { 0 };
        }
        if !filter.towns.is_empty() {
            prepared.towns = projects.of_towns(|id| snapshot.within(id.as_str(), &filter.towns));
        }
        for unit in &filter.units {
            for assigned in snapshot.relations().assignments_of_unit.of(unit) {
                for slot in snapshot.projects_of_task(assigned.task.as_str()) {
                    prepared.of_units.insert(slot);
                }
            }
        }
        if prepared.set & (YEARS | SOURCES) != 0 {
            for (owner, lines) in snapshot.project_budgets() {
                if lines
                    .iter()
                    .any(|l| l.year.is_some_and(|y| filter.years.contains(&y)))
                {
                    prepared.with_money.insert(owner);
                }
                if lines.iter().any(|l| filter.sources.contains(&l.source)) {
                    prepared.with_source.insert(owner);
                }
            }
        }
        for word in text.split_whitespace() {
            let lower = word.to_lowercase();
            let in_town = |id: &RegionId| {
                let town = snapshot.model.regions.get(id.as_str());
                town.is_some_and(|t| t.name.to_lowercase().contains(&lower))
            };
            prepared
                .words
                .push((projects.with_word(word), projects.of_towns(in_town)));
        }
        prepared
    }

    /// The conditions that are set and that a project fails, and whether it lies in the box.
    pub fn fails(&self, project: SummaryRef<'m>) -> (u16, bool) {
        let inside = self.bbox.is_none_or(|bbox| {
            let shown = match project.measured() {
                Some(measured) => measured.bounds,
                // Reading footprints one by one would take minutes: boxes come with the walk that loads the map.
                None if project.drawn() => None,
                None => self.snapshot.shown_box(&project.summary()),
            };
            shown.is_some_and(|[w, s, e, n]| w <= bbox[2] && bbox[0] <= e && s <= bbox[3] && bbox[1] <= n)
        });
        if self.set == 0 {
            return (0, inside);
        }
        let slot = project.slot;
        let [plan, town, lead] = project.codes();
        let of = |table: &[bool], code: Option<usize>| {
            code.is_some_and(|c| table.get(c).copied().unwrap_or(false))
        };
        let mut failed = 0;
        let mut test = |bit: u16, holds: &dyn Fn() -> bool| {
            if self.set & bit != 0 && !holds() {
                failed |= bit;
            }
        };
        test(PLANS, &|| of(&self.plans, plan));
        test(TOWNS, &|| of(&self.towns, town));
        test(KINDS, &|| self.kinds.contains(&project.kind()));
        test(STAGES, &|| self.stages.contains(&project.stage()));
        test(UNITS, &|| of(&self.leads, lead) || self.of_units.contains(slot));
        test(YEARS, &|| {
            self.with_money.contains(slot) || self.years.iter().any(|y| runs_in(project, *y))
        });
        test(SOURCES, &|| self.with_source.contains(slot));
        test(MAPPED, &|| self.mapped != self.snapshot.is_ref_unmapped(project));
        test(TEXT, &|| {
            self.words
                .iter()
                .all(|(slots, towns)| slots.contains(slot) || of(towns, town))
        });
        (failed, inside)
    }

    /// Whether a project matches.
    pub fn holds(&self, project: SummaryRef<'m>) -> bool {
        let (failed, inside) = self.fails(project);
        inside && self.joined(failed)
    }

    fn joined(&self, failed: u16) -> bool {
        self.set == 0 || if self.any { failed != self.set } else { failed == 0 }
    }

    /// Whether a project matches when one of the conditions is lifted. In a filter joined by “or” lifting one lifts all.
    pub fn holds_without(&self, (failed, inside): (u16, bool), condition: u16) -> bool {
        self.any || (inside && failed & !condition == 0)
    }
}

/// Whether a project is under way in a year.
pub(super) fn runs_in(p: SummaryRef<'_>, year: i64) -> bool {
    match (p.starts().or(p.ends()), p.ends().or(p.starts())) {
        (Some(a), Some(b)) => i64::from(a.year()) <= year && year <= i64::from(b.year()),
        _ => false,
    }
}
