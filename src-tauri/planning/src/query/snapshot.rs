//! The atlas as one question sees it: the model with its relations, and the answers kept from earlier questions.

use std::sync::Arc;

use geodata::footprint_index::KeySet;

use super::cache::QueryCache;
use crate::model::*;
pub use crate::rules::money::Money;
use crate::rules::overdue::{self, PassedGate};
use crate::rules::targets;

/// The atlas as one question sees it.
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Snapshot<'m> {
    pub model: &'m Model,
    pub(super) of_towns: std::cell::OnceCell<Vec<TownSum>>,
    pub(super) cache: Option<&'m QueryCache>,
    today: Option<PartialDate>,
}

/// What the projects of a town add up to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TownSum {
    pub projects: u32,
    pub unmapped: u32,
    pub planned: Fen,
    pub spent: Fen,
}

/// A number of things as answers give it.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl<'m> Snapshot<'m> {
    /// The atlas as a question about that model sees it.
    pub fn new(model: &'m Model) -> Self {
        Self {
            model,
            of_towns: std::cell::OnceCell::new(),
            cache: None,
            today: None,
        }
    }

    /// As [`Snapshot::new`]; which projects match a filter is kept in `cache` until it is cleared, and the day is the one
    /// that was said to it.
    pub fn with_cache(model: &'m Model, cache: &'m QueryCache) -> Self {
        Self {
            cache: Some(cache),
            today: cache.today(),
            ..Self::new(model)
        }
    }

    /// The same on that day; where none is said, nothing is late.
    #[must_use]
    pub fn on(self, today: PartialDate) -> Self {
        Self {
            today: Some(today),
            ..self
        }
    }

    /// An answer of a room above, kept under that name until one of its tables is touched or the day is another one.
    pub(crate) fn kept<T: std::any::Any + Send + Sync>(
        &self,
        name: &str,
        tables: &'static [Kind],
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        match self.cache {
            Some(cache) => cache.kept(name, tables, make),
            None => Arc::new(make()),
        }
    }

    /// The day it is; `None` if nobody said so.
    pub(super) fn today(&self) -> Option<PartialDate> {
        self.today
    }

    /// Whether a project is late.
    pub fn is_overdue(&self, project: SummaryRef<'_>) -> bool {
        self.today
            .is_some_and(|today| overdue::is_project_overdue(project.ends(), project.stage(), today))
    }

    /// Whether a task is late.
    pub fn is_task_overdue(&self, task: &Task) -> bool {
        self.today
            .is_some_and(|today| overdue::is_task_overdue(task.due, task.status, today))
    }

    /// How a gate of a project stands whose planned date is over and which is not confirmed.
    pub fn passed_gate(&self, gate: &Gate) -> Option<PassedGate> {
        let today = self.today?;
        // Few gates have a planned date that is over: the others of the project are looked up for those alone.
        if !overdue::is_overdue(gate.planned, gate.confirmed, today) {
            return None;
        }
        let gates = self.relations().gates_of_project.of(gate.project.as_str());
        overdue::passed_gate(gate, gates.iter().map(AsRef::as_ref), today)
    }

    /// Whether a gate of a project is late.
    pub fn is_gate_overdue(&self, gate: &Gate) -> bool {
        self.passed_gate(gate) == Some(PassedGate::Late)
    }

    /// Whether an indicator is late.
    pub fn is_indicator_overdue(&self, indicator: &Indicator) -> bool {
        self.today.is_some_and(|today| {
            // Looked at first: few are over their deadline.
            overdue::is_indicator_overdue(indicator, None, today)
                && overdue::is_indicator_overdue(
                    indicator,
                    targets::standing(self.model, indicator, None, today).met,
                    today,
                )
        })
    }

    /// Gates of a project that are late.
    pub(super) fn overdue_gates(&self, project: &str) -> u32 {
        let gates = self.relations().gates_of_project.of(project).iter();
        count(gates.filter(|gate| self.is_gate_overdue(gate)).count())
    }

    /// Indicators of a task that are late.
    pub(super) fn overdue_indicators(&self, task: &str) -> u32 {
        let indicators = self.relations().indicators_of_task.of(task).iter();
        count(indicators.filter(|i| self.is_indicator_overdue(i)).count())
    }

    /// As [`Self::is_overdue`].
    pub(super) fn is_summary_overdue(&self, project: &Summary<'_>) -> bool {
        self.today
            .is_some_and(|today| overdue::is_project_overdue(project.ends, project.stage, today))
    }

    /// What belongs to what.
    pub(super) fn relations(&self) -> &'m Relations {
        self.model.relations()
    }

    /// Tasks that a project serves.
    pub(super) fn tasks_of_project(&self, project: &str) -> impl Iterator<Item = &'m Task> + use<'m> {
        let model = self.model;
        let links = self.relations().links_of_project.of(project);
        links
            .iter()
            .filter_map(move |link| model.tasks.get(link.task.as_str()))
    }

    /// Numbers of the projects that serve a task.
    pub(super) fn projects_of_task(&self, task: &str) -> impl Iterator<Item = u32> + use<'m> {
        let model = self.model;
        let links = self.relations().links_of_task.of(task);
        links
            .iter()
            .filter_map(move |link| Some(model.projects.get(link.project.as_str())?.slot))
    }

    /// Budget lines of projects, by the project's number.
    pub(super) fn project_budgets(&self) -> impl Iterator<Item = (u32, &'m [Arc<BudgetLine>])> + use<'m> {
        let projects = &self.model.projects;
        let of_projects = self.relations().budget.by(OwnerKind::Project).iter();
        of_projects.filter_map(|(id, lines)| Some((projects.get(id)?.slot, lines)))
    }

    /// Numbers of the projects that have such a line of money.
    pub(super) fn projects_with_money(&self, such: impl Fn(&BudgetLine) -> bool) -> KeySet {
        let with = |(_, lines): &(u32, &[Arc<BudgetLine>])| lines.iter().any(|line| such(line));
        self.project_budgets()
            .filter(with)
            .map(|(slot, _)| slot)
            .collect()
    }

    /// Ids of the plans that name a town or whose region it lies in.
    pub(super) fn plans_of_town(&self, r: &Region) -> Vec<String> {
        let above = self.upwards(r.id.as_str());
        let mut plans: Vec<&Plan> = self
            .model
            .plans
            .iter()
            .filter(|p| above.iter().any(|a| a.id == p.region))
            .collect();
        plans.sort_by_key(|p| p.ordinal);
        plans.iter().map(|p| p.id.0.clone()).collect()
    }

    /// The region and those above it, from itself up.
    pub fn upwards(&self, region: &str) -> Vec<&'m Region> {
        let mut out = Vec::new();
        let mut at = self.model.regions.get(region);
        while let Some(row) = at {
            out.push(row);
            if out.len() > 8 {
                break;
            }
            at = row
                .parent
                .as_ref()
                .and_then(|p| self.model.regions.get(p.as_str()));
        }
        out
    }

    /// Names of the regions above one, from the province down to its parent.
    pub(crate) fn path(&self, region: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .upwards(region)
            .iter()
            .skip(1)
            .map(|r| r.name.clone())
            .collect();
        names.reverse();
        names
    }

    /// Name of the county a region lies in (or of itself, when it is one).
    pub fn county(&self, region: &str) -> Option<&'m Region> {
        self.upwards(region)
            .into_iter()
            .find(|r| r.level == RegionLevel::County)
    }

    /// Whether a region is one of these or lies in one.
    pub(crate) fn within(&self, region: &str, ids: &[String]) -> bool {
        self.upwards(region)
            .iter()
            .any(|r| ids.iter().any(|id| id == r.id.as_str()))
    }

    /// Regions of a level at or below a region.
    pub(super) fn below(&self, region: &str, level: RegionLevel) -> Vec<&'m Region> {
        let mut out = Vec::new();
        let mut open: Vec<&Region> = self.model.regions.get(region).into_iter().collect();
        while let Some(row) = open.pop() {
            if row.level == level {
                out.push(row);
            }
            let children = self.relations().regions_below.of(row.id.as_str());
            open.extend(children.iter().map(|child| &**child));
        }
        out.sort_by(|a, b| a.id.cmp(&b.id));
        out
    }

    /// The regions a group of units stands for; empty for a single unit and for groups that are not enumerated.
    pub fn members(&self, unit: &Unit) -> Vec<&'m Region> {
        let home = unit.region.as_str();
        let pilots = || {
            let towns = self.below(home, RegionLevel::Township);
            towns
                .into_iter()
                .filter(|t| self.is_pilot(t.id.as_str()))
                .collect::<Vec<_>>()
        };
        match unit.expands_to.as_deref() {
            Some("towns") => self.below(home, RegionLevel::Township),
            Some("counties") => self.below(home, RegionLevel::County),
            Some("pilots") => pilots(),
            Some("pilot_counties") => {
                let mut out: Vec<&Region> = pilots()
                    .iter()
                    .filter_map(|t| self.county(t.id.as_str()))
                    .collect();
                out.sort_by(|a, b| a.id.cmp(&b.id));
                out.dedup_by(|a, b| a.id == b.id);
                out
            }
            _ => Vec::new(),
        }
    }

    /// The first designation of a town as a pilot.
    pub(super) fn pilot(&self, region: &str) -> Option<&'m Designation> {
        let designations = self.relations().designations_of_region.of(region);
        designations.first().map(|row| &**row)
    }

    pub(crate) fn is_pilot(&self, region: &str) -> bool {
        self.pilot(region).is_some()
    }

    /// Whether a unit is a region's own body or a group the region belongs to.
    pub(super) fn unit_stands_for(&self, unit: &Unit, region: &Region) -> bool {
        let own = !unit.is_group && unit.name == region.name && {
            let above = self.upwards(region.id.as_str());
            above.iter().any(|r| r.id == unit.region)
        };
        own || self.members(unit).iter().any(|r| r.id == region.id)
    }

    /// The town or county whose own body a unit is; `None` for bureaus and groups.
    pub fn place_of_unit(&self, unit: &Unit) -> Option<&'m Region> {
        if unit.is_group {
            return None;
        }
        let named = self.model.regions.iter().filter(|r| r.name == unit.name);
        named.into_iter().find(|r| {
            self.upwards(r.id.as_str())
                .iter()
                .any(|above| above.id == unit.region)
        })
    }

    /// Groups of units that a region belongs to.
    pub fn groups_of(&self, region: &Region) -> Vec<&'m Unit> {
        let groups = self.model.units.iter().filter(|u| u.is_group);
        groups
            .filter(|group| self.members(group).iter().any(|r| r.id == region.id))
            .collect()
    }

    /// Groups of units by the regions that belong to them, for questions about every region.
    pub fn groups_by_region(&self) -> std::collections::HashMap<&'m str, Vec<&'m Unit>> {
        let mut by_region: std::collections::HashMap<&str, Vec<&Unit>> = std::collections::HashMap::new();
        for group in self.model.units.iter().filter(|u| u.is_group) {
            for member in self.members(group) {
                by_region.entry(member.id.as_str()).or_default().push(group);
            }
        }
        by_region
    }

    /// The town or county of each unit that is its own body, as [`Self::place_of_unit`] finds it, by the unit's id.
    pub fn places_of_units(&self) -> std::collections::HashMap<&'m str, &'m Region> {
        let mut named: std::collections::HashMap<&str, Vec<&Region>> = std::collections::HashMap::new();
        for region in self.model.regions.iter() {
            named.entry(region.name.as_str()).or_default().push(region);
        }
        let place = |unit: &'m Unit| {
            let above = |region: &&&Region| {
                let mut above = self.upwards(region.id.as_str()).into_iter();
                above.any(|above| above.id == unit.region)
            };
            let place = named.get(unit.name.as_str())?.iter().find(above)?;
            Some((unit.id.as_str(), *place))
        };
        let units = self.model.units.iter().filter(|unit| !unit.is_group);
        units.filter_map(place).collect()
    }

    /// What the budget lines of an owner add up to.
    pub fn money(&self, kind: OwnerKind, id: &str) -> Money {
        Money::of(self.relations().budget.of(kind, id))
    }

    /// The point of the town or county at which a project without a footprint stands.
    pub fn region_point(&self, project: &Summary<'m>) -> Option<RegionPoint<'m>> {
        if project.drawn {
            return None;
        }
        region_point(self.model, project.precision, project.town)
    }

    /// What a project is drawn at.
    pub fn location(&self, project: &Summary<'m>) -> Location {
        match project.drawn {
            true => Location::Footprint,
            false => self
                .region_point(project)
                .map_or(Location::None, |point| point.location),
        }
    }

    /// How the place is known that a project is drawn at: as it says, but 县域 where its county stands in for its town.
    pub(super) fn shown_precision(&self, project: &Summary<'m>) -> Precision {
        match self.region_point(project) {
            Some(point) if point.of_above => Precision::County,
            _ => project.precision,
        }
    }

    /// Whether a project stands at its county because the point of its town is not known; it is 未上图 all the same.
    pub(super) fn is_at_county(&self, project: &Summary<'m>) -> bool {
        self.region_point(project).is_some_and(|point| point.of_above)
    }

    /// What a project is drawn as: its own footprint (`true`), or the point of its town or county when it is known only to lie there.
    ///
    /// # Errors
    /// [`NotRead`] when the footprint stands in the file and that cannot be read.
    pub fn shown_at(&self, project: &Summary<'m>) -> Result<Option<(Shape, bool)>, NotRead> {
        if project.drawn {
            let shape = self.model.projects.full_at(project.slot)?.geometry;
            return Ok(shape.map(|shape| (shape, true)));
        }
        Ok(self
            .region_point(project)
            .map(|point| (point.shape.clone(), false)))
    }

    /// The box around what a project is drawn as, degrees: west, south, east, north.
    pub fn shown_box(&self, project: &Summary<'m>) -> Option<[f64; 4]> {
        match (project.drawn, project.measured) {
            (true, Some(measured)) => measured.bounds,
            (true, None) => Measured::bounds_of(&self.shown_at(project).ok()??.0).bounds,
            (false, _) => Measured::bounds_of(self.region_point(project)?.shape).bounds,
        }
    }

    /// A place within what a project is drawn as, for its label.
    pub(super) fn label_of(&self, project: &Summary<'m>) -> Option<[f64; 2]> {
        let (shape, _) = self.shown_at(project).ok()??;
        geodata::measure::label_point(&shape.0).map(|p| [p.x(), p.y()])
    }

    /// Whether neither a footprint of a project nor the point of the region it names is known (未上图).
    pub fn is_unmapped(&self, project: &Summary<'m>) -> bool {
        !project.drawn && self.region_point(project).is_none_or(|point| point.of_above)
    }

    /// As [`Self::is_unmapped`].
    pub(super) fn is_ref_unmapped(&self, project: SummaryRef<'m>) -> bool {
        !project.drawn() && self.is_unmapped(&project.summary())
    }

    /// Short title of a plan; empty if there is none.
    pub fn plan_title(&self, id: &str) -> String {
        self.model
            .plans
            .get(id)
            .map(|p| p.short_title.clone())
            .unwrap_or_default()
    }

    /// Name of a region; empty if there is none.
    pub(crate) fn region_name(&self, id: &str) -> String {
        let region = self.model.regions.get(id);
        region.map(|region| region.name.clone()).unwrap_or_default()
    }

    pub(crate) fn unit_name(&self, id: &str) -> String {
        self.model
            .units
            .get(id)
            .map(|u| u.name.clone())
            .unwrap_or_default()
    }
}
