//! What matches a filter: one rule for map, table and export.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use geodata::footprint_index::{self, KeySet};

use super::Snapshot;
use super::cache::QueryCache;
use super::prepared_filter::{PreparedFilter, condition, runs_in};
use super::snapshot::Money;
use super::types::{FacetCount, Facets, Filter, Sort, Totals};
use crate::model::*;

/// What the projects of a town add up to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TownSum {
    pub projects: u32,
    pub unmapped: u32,
    pub planned: Fen,
    pub spent: Fen,
}

impl Filter {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self
            == Self {
                any: self.any,
                ..Self::default()
            }
    }

    fn join(&self, tests: &[(bool, &dyn Fn() -> bool)]) -> bool {
        let mut set = tests.iter().filter(|(is_set, _)| *is_set).peekable();
        if set.peek().is_none() {
            return true;
        }
        if self.any {
            set.any(|(_, test)| test())
        } else {
            set.all(|(_, test)| test())
        }
    }
}

impl<'m> Snapshot<'m> {
    /// Numbers of the projects that match, in their plans' order.
    pub fn project_slots(&self, filter: &Filter) -> Arc<Vec<u32>> {
        let make = || self.find_projects(filter);
        match self.cache {
            Some(cache) => cache.order(filter, &Sort::default(), make),
            None => make(),
        }
    }

    pub(super) fn find_projects(&self, filter: &Filter) -> Arc<Vec<u32>> {
        let plan = |id: &PlanId| self.model.plans.get(id.as_str()).map_or(i64::MAX, |p| p.ordinal);
        let all = self.model.projects.ordered(&plan);
        if filter.is_empty() {
            return all;
        }
        let prepared = PreparedFilter::new(self, filter);
        let holds = |slot: &u32| {
            self.model
                .projects
                .summary_ref(*slot)
                .is_some_and(|p| prepared.holds(p))
        };
        Arc::new(all.iter().copied().filter(holds).collect())
    }

    /// Projects that match, in their plans' order.
    pub fn projects(&self, filter: &Filter) -> impl Iterator<Item = Summary<'m>> + use<'m> {
        let slots = self.project_slots(filter);
        let projects = &self.model.projects;
        (0..slots.len()).filter_map(move |i| projects.at(slots[i]))
    }

    /// Numbers of the projects that match, as a set.
    pub fn project_set(&self, filter: &Filter) -> KeySet {
        self.project_slots(filter).iter().copied().collect()
    }

    /// The set of the projects that match, for the tiles of the map; `None` if the filter lets all through.
    pub fn tile_filter(&self, filter: &Filter, cache: &QueryCache) -> Option<Arc<footprint_index::Filter>> {
        (!filter.is_empty()).then(|| cache.set(filter, || self.project_set(filter)))
    }

    /// Budget lines of projects, by the project's number.
    pub(super) fn project_budgets(&self) -> impl Iterator<Item = (u32, &'m [Arc<BudgetLine>])> {
        let of_projects = self.relations().budget.by(OwnerKind::Project).iter();
        of_projects.filter_map(|(id, lines)| Some((self.model.projects.get(id)?.slot, lines)))
    }

    /// Conditions that only projects have, for tasks and towns.
    fn of_projects(&self, filter: &Filter) -> Option<KeySet> {
        (!filter.is_empty()).then(|| self.project_set(filter))
    }

    /// Whether a task matches. Conditions that only projects have (kind, stage, source, 未上图) hold when a project
    /// that serves the task is one of `matching`.
    fn matches_task(&self, filter: &Filter, matching: Option<&KeySet>, t: &'m Task) -> bool {
        let id = t.id.as_str();
        let assigned = || self.relations().assignments_of_task.of(id).iter();
        filter.join(&[
            (!filter.plans.is_empty(), &|| filter.plans.contains(&t.plan.0)),
            (!filter.towns.is_empty(), &|| {
                let regions: Vec<&Region> = filter
                    .towns
                    .iter()
                    .filter_map(|t| self.model.regions.get(t))
                    .collect();
                assigned().any(|a| {
                    let unit = self.model.units.get(a.unit.as_str());
                    unit.is_some_and(|u| regions.iter().any(|r| self.unit_stands_for(u, r)))
                }) || self
                    .serving_projects(id)
                    .any(|p| p.town.is_some_and(|t| self.within(t.as_str(), &filter.towns)))
            }),
            (!filter.units.is_empty(), &|| {
                assigned().any(|a| filter.units.contains(&a.unit.0))
            }),
            (!filter.years.is_empty(), &|| {
                t.due.is_some_and(|d| filter.years.contains(&i64::from(d.year())))
            }),
            (matching.is_some(), &|| {
                matching.is_some_and(|set| self.projects_of_task(id).any(|slot| set.contains(slot)))
            }),
            (!filter.text.trim().is_empty(), &|| {
                has_words(
                    &filter.text,
                    &[Some(&t.title), t.summary.as_ref(), Some(&t.number)],
                )
            }),
        ])
    }

    /// Whether a town matches: by itself, its plans or a project of one of the towns `matching`.
    pub(super) fn matches_town(&self, filter: &Filter, matching: Option<&[&str]>, r: &'m Region) -> bool {
        let id = r.id.as_str();
        filter.join(&[
            (!filter.plans.is_empty(), &|| {
                self.plans_of_town(r).iter().any(|p| filter.plans.contains(p))
            }),
            (!filter.towns.is_empty(), &|| self.within(id, &filter.towns)),
            (matching.is_some(), &|| {
                matching.is_some_and(|towns| towns.binary_search(&id).is_ok())
            }),
            (!filter.text.trim().is_empty(), &|| {
                has_words(&filter.text, &[Some(&r.name)])
            }),
        ])
    }

    /// Tasks that match, in their plans' order.
    pub fn tasks(&self, filter: &Filter) -> Vec<&'m Task> {
        let order = |t: &Task| {
            let plan = self
                .model
                .plans
                .get(t.plan.as_str())
                .map_or(i64::MAX, |p| p.ordinal);
            (plan, t.ordinal, t.id.clone())
        };
        let matching = self.of_projects(&Filter {
            kinds: filter.kinds.clone(),
            stages: filter.stages.clone(),
            sources: filter.sources.clone(),
            mapped: filter.mapped,
            bbox: filter.bbox,
            any: filter.any,
            ..Filter::default()
        });
        let rows = self.model.tasks.sorted_by_key(order);
        rows.into_iter()
            .filter(|t| self.matches_task(filter, matching.as_ref(), t))
            .collect()
    }

    /// Towns that match, by code.
    pub fn towns(&self, filter: &Filter) -> Vec<&'m Region> {
        let of_projects = Filter {
            plans: Vec::new(),
            towns: Vec::new(),
            text: String::new(),
            ..filter.clone()
        };
        let matching = (!of_projects.is_empty()).then(|| {
            let mut seen = vec![false; self.model.projects.of_towns(|_| ()).len()];
            for slot in self.project_slots(&of_projects).iter() {
                if let [_, Some(town), _] = self.model.projects.codes(*slot) {
                    seen[town] = true;
                }
            }
            let ids = self.model.projects.town_ids();
            let mut ids: Vec<&str> = ids
                .zip(seen)
                .filter(|(_, seen)| *seen)
                .map(|(id, _)| id.as_str())
                .collect();
            ids.sort_unstable();
            ids
        });
        self.model
            .regions
            .iter()
            .filter(|r| r.level == RegionLevel::Township && self.matches_town(filter, matching.as_deref(), r))
            .collect()
    }

    /// What the projects of each town add up to, by the town's code.
    pub(super) fn town_sum(&self, id: &str) -> TownSum {
        let sums = self.of_towns.get_or_init(|| {
            let projects = &self.model.projects;
            let mut sums = vec![TownSum::default(); projects.of_towns(|_| ()).len()];
            let town = |slot: u32| projects.codes(slot)[1];
            for project in projects.summary_refs() {
                if let [_, Some(town), _] = project.codes() {
                    sums[town].projects += 1;
                    sums[town].unmapped += u32::from(self.is_ref_unmapped(project));
                }
            }
            for (slot, lines) in self.project_budgets() {
                if let Some(town) = town(slot) {
                    let money = Money::of(lines);
                    sums[town].planned = sums[town].planned.plus(money.planned);
                    sums[town].spent = sums[town].spent.plus(money.spent);
                }
            }
            sums
        });
        let code = self.model.projects.town_ids().position(|t| t.as_str() == id);
        code.map(|code| sums[code]).unwrap_or_default()
    }

    /// What a filter adds up to.
    pub fn totals(&self, filter: &Filter) -> Totals {
        let mut totals = Totals {
            tasks: count(
                self.tasks(filter)
                    .iter()
                    .filter(|t| t.kind == TaskKind::Task)
                    .count(),
            ),
            towns: count(self.towns(filter).len()),
            ..Totals::default()
        };
        let slots = self.project_slots(filter);
        for slot in slots.iter() {
            let Some(project) = self.model.projects.summary_ref(*slot) else {
                continue;
            };
            totals.projects += 1;
            totals.unmapped += u32::from(self.is_ref_unmapped(project));
            match project.measured().map(|m| m.measures) {
                Some(Some(measures)) => {
                    totals.length_m += measures.length_m;
                    totals.area_m2 += measures.area_m2;
                }
                _ => totals.measuring |= project.drawn(),
            }
        }
        let matching: Option<KeySet> = (!filter.is_empty()).then(|| slots.iter().copied().collect());
        for (slot, lines) in self.project_budgets() {
            if matching.as_ref().is_some_and(|set| !set.contains(slot)) {
                continue;
            }
            let money = Money::of(lines);
            totals.planned = totals.planned.plus(money.planned);
            totals.estimated = totals.estimated.plus(money.estimated);
            totals.approved = totals.approved.plus(money.approved);
            totals.allocated = totals.allocated.plus(money.allocated);
            totals.spent = totals.spent.plus(money.spent);
        }
        totals
    }

    /// What each choice of each list would give with the rest of the filter as it is.
    pub fn facets(&self, filter: &Filter) -> Facets {
        let counts = self.count_choices(filter);
        let tasks_without = |clear: &dyn Fn(&mut Filter)| {
            let mut rest = if filter.any {
                Filter::default()
            } else {
                filter.clone()
            };
            clear(&mut rest);
            self.tasks(&rest)
        };
        let mut facets = Facets::default();

        let tasks = tasks_without(&|f| f.plans.clear());
        for plan in self.model.plans.sorted_by_key(|p| p.ordinal) {
            let of_plan = |t: &&&Task| t.plan == plan.id && t.kind == TaskKind::Task;
            facets.plans.push(FacetCount {
                value: plan.id.0.clone(),
                label: plan.short_title.clone(),
                hint: plan.document_number.clone(),
                projects: counts.plans.get(plan.id.as_str()).copied().unwrap_or_default(),
                tasks: count(tasks.iter().filter(of_plan).count()),
            });
        }
        let mut of_region: HashMap<&str, u32> = HashMap::new();
        for (town, n) in &counts.towns {
            for region in self.upwards(town) {
                *of_region.entry(region.id.as_str()).or_default() += n;
            }
        }
        for region in self
            .model
            .regions
            .iter()
            .filter(|r| matches!(r.level, RegionLevel::Township | RegionLevel::County))
        {
            facets.towns.push(FacetCount {
                value: region.id.0.clone(),
                label: region.name.clone(),
                hint: self.upwards(region.id.as_str()).get(1).map(|r| r.name.clone()),
                projects: of_region.get(region.id.as_str()).copied().unwrap_or_default(),
                tasks: 0,
            });
        }
        facets.kinds = words(
            ProjectKind::ALL,
            |k| (k.word(), k.zh()),
            |k| counts.kinds[k as usize],
        );
        facets.stages = words(
            ProjectStage::ALL,
            |s| (s.word(), s.zh()),
            |s| counts.stages[s as usize],
        );
        facets.sources = words(
            MoneySource::ALL,
            |s| (s.word(), s.zh()),
            |s| counts.sources.get(&s).copied().unwrap_or_default(),
        );

        let mut of_units: HashMap<&str, u32> = HashMap::new();
        for task in &tasks_without(&|f| f.units.clear()) {
            for assignment in self.relations().assignments_of_task.of(task.id.as_str()) {
                *of_units.entry(assignment.unit.as_str()).or_default() += 1;
            }
        }
        for unit in self.model.units.iter() {
            let id = unit.id.as_str();
            facets.units.push(FacetCount {
                value: unit.id.0.clone(),
                label: unit.name.clone(),
                hint: self
                    .model
                    .regions
                    .get(unit.region.as_str())
                    .map(|r| r.name.clone()),
                projects: counts.units.get(id).copied().unwrap_or_default(),
                tasks: of_units.get(id).copied().unwrap_or_default(),
            });
        }
        facets
            .units
            .sort_by_key(|u| std::cmp::Reverse(u.tasks + u.projects));

        let tasks = tasks_without(&|f| f.years.clear());
        for (year, projects) in &counts.years {
            let due = |t: &&&Task| t.due.is_some_and(|d| i64::from(d.year()) == *year);
            facets.years.push(FacetCount {
                value: year.to_string(),
                label: format!("{year}年"),
                hint: None,
                projects: *projects,
                tasks: count(tasks.iter().filter(due).count()),
            });
        }
        (facets.mapped, facets.unmapped) = (counts.mapped, counts.unmapped);
        facets
    }

    /// How many projects each choice would give, counted in one walk.
    fn count_choices(&self, filter: &Filter) -> Counts<'m> {
        let projects = &self.model.projects;
        let prepared = PreparedFilter::new(self, filter);
        let mut plans = vec![0_u32; projects.of_plans(|_| ()).len()];
        let mut towns = vec![0_u32; projects.of_towns(|_| ()).len()];
        let mut leads = vec![0_u32; projects.of_units(|_| ()).len()];
        let mut counts = Counts {
            kinds: vec![0; ProjectKind::ALL.len()],
            stages: vec![0; ProjectStage::ALL.len()],
            years: self.years().into_iter().map(|year| (year, 0)).collect(),
            ..Counts::default()
        };
        let mut for_units = KeySet::new();
        let (mut for_years, mut for_sources) = (KeySet::new(), KeySet::new());
        let serving = !self.relations().links_of_task.is_empty();
        let with_money = !self.relations().budget.by(OwnerKind::Project).is_empty();
        for project in projects.summary_refs() {
            let failed = prepared.fails(project);
            let without = |bit: u16| prepared.holds_without(failed, bit);
            let [plan, town, lead] = project.codes();
            if let Some(plan) = plan.filter(|_| without(condition::PLANS)) {
                plans[plan] += 1;
            }
            if let Some(town) = town.filter(|_| without(condition::TOWNS)) {
                towns[town] += 1;
            }
            counts.kinds[project.kind() as usize] += u32::from(without(condition::KINDS));
            counts.stages[project.stage() as usize] += u32::from(without(condition::STAGES));
            if without(condition::UNITS) {
                if serving {
                    for_units.insert(project.slot);
                }
                if let Some(lead) = lead {
                    leads[lead] += 1;
                }
            }
            if without(condition::YEARS) {
                if with_money {
                    for_years.insert(project.slot);
                }
                let (starts, ends) = (project.starts(), project.ends());
                let (from, to) = (starts.or(ends), ends.or(starts));
                if let (Some(from), Some(to)) = (from, to) {
                    for (_, n) in counts
                        .years
                        .range_mut(i64::from(from.year())..=i64::from(to.year().max(from.year())))
                    {
                        *n += 1;
                    }
                }
            }
            if with_money && without(condition::SOURCES) {
                for_sources.insert(project.slot);
            }
            if without(condition::MAPPED) {
                match self.is_ref_unmapped(project) {
                    true => counts.unmapped += 1,
                    false => counts.mapped += 1,
                }
            }
        }
        for (slot, lines) in self.project_budgets() {
            if for_sources.contains(slot) {
                let mut sources: Vec<MoneySource> = lines.iter().map(|l| l.source).collect();
                sources.sort_unstable();
                sources.dedup();
                for source in sources {
                    *counts.sources.entry(source).or_default() += 1;
                }
            }
            if for_years.contains(slot) {
                let mut years: Vec<i64> = lines.iter().filter_map(|l| l.year).collect();
                years.sort_unstable();
                years.dedup();
                let runs = |year: i64| projects.summary_ref(slot).is_some_and(|p| runs_in(p, year));
                for year in years.into_iter().filter(|y| !runs(*y)) {
                    *counts.years.entry(year).or_default() += 1;
                }
            }
        }
        counts.plans = projects.plan_ids().map(PlanId::as_str).zip(plans).collect();
        counts.towns = projects.town_ids().map(RegionId::as_str).zip(towns).collect();
        counts.units = projects.unit_ids().map(UnitId::as_str).zip(leads).collect();
        // Units of the tasks that a project serves, each once a project, the one that leads it not again.
        let mut of_task: BTreeMap<u32, Vec<&'m str>> = BTreeMap::new();
        for (task, _) in self.relations().links_of_task.iter() {
            let units = self.relations().assignments_of_task.of(task).iter();
            let units: Vec<&str> = units.map(|a| a.unit.as_str()).collect();
            for slot in self.projects_of_task(task).filter(|s| for_units.contains(*s)) {
                of_task.entry(slot).or_default().extend(&units);
            }
        }
        for (slot, mut units) in of_task {
            units.sort_unstable();
            units.dedup();
            let lead = projects.at(slot).and_then(|p| p.lead_unit);
            for unit in units
                .into_iter()
                .filter(|u| lead.is_none_or(|l| l.as_str() != *u))
            {
                *counts.units.entry(unit).or_default() += 1;
            }
        }
        counts
    }

    fn serving_projects(&self, task: &str) -> impl Iterator<Item = Summary<'m>> {
        let slots = self.projects_of_task(task);
        slots.filter_map(|slot| self.model.projects.at(slot))
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

    fn years(&self) -> Vec<i64> {
        let mut years: Vec<i64> = self.model.budget_lines.iter().filter_map(|l| l.year).collect();
        let mut spans: std::collections::HashSet<(i32, i32)> = Default::default();
        for p in self.model.projects.summary_refs() {
            if let (Some(a), Some(b)) = (p.starts().or(p.ends()), p.ends().or(p.starts())) {
                spans.insert((a.year(), b.year().min(a.year() + 30)));
            }
        }
        for (from, to) in spans {
            years.extend(i64::from(from)..=i64::from(to));
        }
        years.extend(
            self.model
                .tasks
                .iter()
                .filter_map(|t| t.due.map(|d| i64::from(d.year()))),
        );
        years.sort_unstable();
        years.dedup();
        years
    }
}

/// Projects by the choices of each list.
#[derive(Debug, Default)]
struct Counts<'m> {
    plans: HashMap<&'m str, u32>,
    towns: HashMap<&'m str, u32>,
    kinds: Vec<u32>,
    stages: Vec<u32>,
    units: HashMap<&'m str, u32>,
    years: BTreeMap<i64, u32>,
    sources: BTreeMap<MoneySource, u32>,
    mapped: u32,
    unmapped: u32,
}

fn words<T: Copy>(
    all: &[T],
    name: impl Fn(T) -> (&'static str, &'static str),
    projects: impl Fn(T) -> u32,
) -> Vec<FacetCount> {
    all.iter()
        .map(|v| {
            let (word, label) = name(*v);
            FacetCount {
                value: word.to_owned(),
                label: label.to_owned(),
                hint: None,
                projects: projects(*v),
                tasks: 0,
            }
        })
        .collect()
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn has_words(text: &str, parts: &[Option<&String>]) -> bool {
    text.split_whitespace().all(|word| {
        let word = word.to_lowercase();
        parts
            .iter()
            .flatten()
            .any(|part| part.to_lowercase().contains(&word))
    })
}
