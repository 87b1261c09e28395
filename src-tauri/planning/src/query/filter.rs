//! What matches a filter: one rule for map, table and export.

use super::Index;
use super::types::{FacetCount, Facets, Filter, Totals};
use crate::model::*;

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

impl<'m> Index<'m> {
    /// Whether a project matches.
    pub fn matches_project(&self, filter: &Filter, p: &'m Project) -> bool {
        if let Some(bbox) = filter.bbox
            && !self.shown_at(p).is_some_and(|(shape, _)| meets(shape, bbox))
        {
            return false;
        }
        let id = p.id.as_str();
        let lines = || self.budget.get(&(OwnerKind::Project, id)).into_iter().flatten();
        filter.join(&[
            (!filter.plans.is_empty(), &|| {
                p.plan.as_ref().is_some_and(|plan| filter.plans.contains(&plan.0))
            }),
            (!filter.towns.is_empty(), &|| {
                p.town
                    .as_ref()
                    .is_some_and(|t| self.within(t.as_str(), &filter.towns))
            }),
            (!filter.kinds.is_empty(), &|| filter.kinds.contains(&p.kind)),
            (!filter.stages.is_empty(), &|| filter.stages.contains(&p.stage)),
            (!filter.units.is_empty(), &|| {
                self.project_units(p)
                    .iter()
                    .any(|u| filter.units.iter().any(|f| f == u))
            }),
            (!filter.years.is_empty(), &|| {
                lines().any(|l| l.year.is_some_and(|y| filter.years.contains(&y)))
                    || filter.years.iter().any(|y| runs_in(p, *y))
            }),
            (!filter.sources.is_empty(), &|| {
                lines().any(|l| filter.sources.contains(&l.source))
            }),
            (filter.mapped.is_some(), &|| {
                filter.mapped == Some(!self.is_unmapped(p))
            }),
            (!filter.text.trim().is_empty(), &|| {
                let town = p.town.as_ref().and_then(|t| self.model.regions.get(t.as_str()));
                let parts = [Some(&p.name), p.content.as_ref(), town.map(|t| &t.name)];
                has_words(&filter.text, &parts)
            }),
        ])
    }

    /// Whether a task matches. Conditions that only projects have (kind, stage, source, 未上图) hold when a project
    /// that serves the task matches them.
    pub fn matches_task(&self, filter: &Filter, t: &'m Task) -> bool {
        let id = t.id.as_str();
        let of_projects = Filter {
            kinds: filter.kinds.clone(),
            stages: filter.stages.clone(),
            sources: filter.sources.clone(),
            mapped: filter.mapped,
            bbox: filter.bbox,
            any: filter.any,
            ..Filter::default()
        };
        let assigned = || self.assignments.get(id).into_iter().flatten();
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
                }) || self.serving_projects(id).any(|p| {
                    p.town
                        .as_ref()
                        .is_some_and(|t| self.within(t.as_str(), &filter.towns))
                })
            }),
            (!filter.units.is_empty(), &|| {
                assigned().any(|a| filter.units.contains(&a.unit.0))
            }),
            (!filter.years.is_empty(), &|| {
                t.due.is_some_and(|d| filter.years.contains(&i64::from(d.year())))
            }),
            (!of_projects.is_empty(), &|| {
                self.serving_projects(id)
                    .any(|p| self.matches_project(&of_projects, p))
            }),
            (!filter.text.trim().is_empty(), &|| {
                has_words(
                    &filter.text,
                    &[Some(&t.title), t.summary.as_ref(), Some(&t.number)],
                )
            }),
        ])
    }

    /// Whether a town matches: by itself, its plans or its projects.
    pub fn matches_town(&self, filter: &Filter, r: &'m Region) -> bool {
        let id = r.id.as_str();
        let of_projects = Filter {
            plans: Vec::new(),
            towns: Vec::new(),
            text: String::new(),
            ..filter.clone()
        };
        filter.join(&[
            (!filter.plans.is_empty(), &|| {
                self.plans_of_town(r).iter().any(|p| filter.plans.contains(p))
            }),
            (!filter.towns.is_empty(), &|| self.within(id, &filter.towns)),
            (!of_projects.is_empty(), &|| {
                self.projects_of_region
                    .get(id)
                    .into_iter()
                    .flatten()
                    .any(|p| self.matches_project(&of_projects, p))
            }),
            (!filter.text.trim().is_empty(), &|| {
                has_words(&filter.text, &[Some(&r.name)])
            }),
        ])
    }

    /// Projects that match, in their plans' order.
    pub fn projects(&self, filter: &Filter) -> Vec<&'m Project> {
        let order = |p: &Project| {
            let plan = p
                .plan
                .as_ref()
                .and_then(|id| self.model.plans.get(id.as_str()))
                .map_or(i64::MAX, |p| p.ordinal);
            (plan, p.ordinal, p.id.clone())
        };
        let rows = self.model.projects.sorted_by_key(order);
        rows.into_iter()
            .filter(|p| self.matches_project(filter, p))
            .collect()
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
        let rows = self.model.tasks.sorted_by_key(order);
        rows.into_iter()
            .filter(|t| self.matches_task(filter, t))
            .collect()
    }

    /// Towns that match, by code.
    pub fn towns(&self, filter: &Filter) -> Vec<&'m Region> {
        self.model
            .regions
            .iter()
            .filter(|r| r.level == RegionLevel::Township && self.matches_town(filter, r))
            .collect()
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
        for project in self.projects(filter) {
            totals.projects += 1;
            totals.unmapped += u32::from(self.is_unmapped(project));
            if let Some(shape) = &project.geometry {
                totals.length_m += geodata::measure::length(&shape.0).0;
                totals.area_m2 += geodata::measure::area(&shape.0).0;
            }
            let money = self.money(OwnerKind::Project, project.id.as_str());
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
        let without = |clear: &dyn Fn(&mut Filter)| {
            let mut rest = filter.clone();
            if !rest.any {
                clear(&mut rest);
            } else {
                rest = Filter::default();
            }
            (self.projects(&rest), self.tasks(&rest))
        };
        let mut facets = Facets::default();

        let (projects, tasks) = without(&|f| f.plans.clear());
        for plan in self.model.plans.sorted_by_key(|p| p.ordinal) {
            let is = |id: &PlanId| *id == plan.id;
            facets.plans.push(FacetCount {
                value: plan.id.0.clone(),
                label: plan.short_title.clone(),
                hint: plan.document_number.clone(),
                projects: count(
                    projects
                        .iter()
                        .filter(|p| p.plan.as_ref().is_some_and(is))
                        .count(),
                ),
                tasks: count(
                    tasks
                        .iter()
                        .filter(|t| is(&t.plan) && t.kind == TaskKind::Task)
                        .count(),
                ),
            });
        }

        let (projects, _) = without(&|f| f.towns.clear());
        for region in self
            .model
            .regions
            .iter()
            .filter(|r| matches!(r.level, RegionLevel::Township | RegionLevel::County))
        {
            let ids = [region.id.0.clone()];
            let n = projects
                .iter()
                .filter(|p| p.town.as_ref().is_some_and(|t| self.within(t.as_str(), &ids)))
                .count();
            facets.towns.push(FacetCount {
                value: region.id.0.clone(),
                label: region.name.clone(),
                hint: self.upwards(region.id.as_str()).get(1).map(|r| r.name.clone()),
                projects: count(n),
                tasks: 0,
            });
        }

        let (projects, _) = without(&|f| f.kinds.clear());
        facets.kinds = words(
            ProjectKind::ALL,
            |k| (k.word(), k.zh()),
            |k| projects.iter().filter(|p| p.kind == k).count(),
        );
        let (projects, _) = without(&|f| f.stages.clear());
        facets.stages = words(
            ProjectStage::ALL,
            |s| (s.word(), s.zh()),
            |s| projects.iter().filter(|p| p.stage == s).count(),
        );
        let (projects, _) = without(&|f| f.sources.clear());
        facets.sources = words(
            MoneySource::ALL,
            |s| (s.word(), s.zh()),
            |s| {
                let has = |p: &&&Project| {
                    let lines = self.budget.get(&(OwnerKind::Project, p.id.as_str()));
                    lines.into_iter().flatten().any(|l| l.source == s)
                };
                projects.iter().filter(has).count()
            },
        );

        let (projects, tasks) = without(&|f| f.units.clear());
        let mut by_unit: std::collections::HashMap<&str, (u32, u32)> = std::collections::HashMap::new();
        for project in &projects {
            for unit in self.project_units(project) {
                by_unit.entry(unit).or_default().0 += 1;
            }
        }
        for task in &tasks {
            for assignment in self.assignments.get(task.id.as_str()).into_iter().flatten() {
                by_unit.entry(assignment.unit.as_str()).or_default().1 += 1;
            }
        }
        for unit in self.model.units.iter() {
            let (projects, tasks) = by_unit.get(unit.id.as_str()).copied().unwrap_or_default();
            facets.units.push(FacetCount {
                value: unit.id.0.clone(),
                label: unit.name.clone(),
                hint: self
                    .model
                    .regions
                    .get(unit.region.as_str())
                    .map(|r| r.name.clone()),
                projects,
                tasks,
            });
        }
        facets
            .units
            .sort_by_key(|u| std::cmp::Reverse(u.tasks + u.projects));

        let (projects, tasks) = without(&|f| f.years.clear());
        for year in self.years() {
            let only = Filter {
                years: vec![year],
                ..Filter::default()
            };
            facets.years.push(FacetCount {
                value: year.to_string(),
                label: format!("{year}年"),
                hint: None,
                projects: count(projects.iter().filter(|p| self.matches_project(&only, p)).count()),
                tasks: count(tasks.iter().filter(|t| self.matches_task(&only, t)).count()),
            });
        }

        let (projects, _) = without(&|f| f.mapped = None);
        facets.unmapped = count(projects.iter().filter(|p| self.is_unmapped(p)).count());
        facets.mapped = count(projects.len()) - facets.unmapped;
        facets
    }

    /// Units that lead a project or are assigned to a task it serves.
    fn project_units(&self, p: &'m Project) -> Vec<&'m str> {
        let mut units: Vec<&str> = p.lead_unit.iter().map(|u| u.as_str()).collect();
        for task in self.tasks_of_project.get(p.id.as_str()).into_iter().flatten() {
            units.extend(
                self.assignments
                    .get(task.id.as_str())
                    .into_iter()
                    .flatten()
                    .map(|a| a.unit.as_str()),
            );
        }
        units.sort_unstable();
        units.dedup();
        units
    }

    fn serving_projects(&self, task: &str) -> impl Iterator<Item = &'m Project> {
        self.projects_of_task.get(task).into_iter().flatten().copied()
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
        for p in self.model.projects.iter() {
            if let (Some(a), Some(b)) = (p.starts.or(p.ends), p.ends.or(p.starts)) {
                years.extend(i64::from(a.year())..=i64::from(b.year().min(a.year() + 30)));
            }
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

fn words<T: Copy>(
    all: &[T],
    name: impl Fn(T) -> (&'static str, &'static str),
    projects: impl Fn(T) -> usize,
) -> Vec<FacetCount> {
    all.iter()
        .map(|v| {
            let (word, label) = name(*v);
            FacetCount {
                value: word.to_owned(),
                label: label.to_owned(),
                hint: None,
                projects: count(projects(*v)),
                tasks: 0,
            }
        })
        .collect()
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn runs_in(p: &Project, year: i64) -> bool {
    match (p.starts.or(p.ends), p.ends.or(p.starts)) {
        (Some(a), Some(b)) => i64::from(a.year()) <= year && year <= i64::from(b.year()),
        _ => false,
    }
}

fn meets(shape: &Shape, [w, s, e, n]: [f64; 4]) -> bool {
    geodata::measure::bounds(&shape.0)
        .is_some_and(|b| b.west <= e && w <= b.east && b.south <= n && s <= b.north)
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
