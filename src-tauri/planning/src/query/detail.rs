//! Everything about one thing, for the inspector.

use std::sync::Arc;

use super::Snapshot;
use super::filter::count;
use super::types::*;
use crate::model::*;

/// Projects that the detail of something else lists; the ledger, filtered by it, has them all.
const MOST_ROWS: usize = 1_000;

impl<'m> Snapshot<'m> {
    /// Everything about one thing; `None` when it is not there.
    ///
    /// # Errors
    /// [`NotRead`] when it stands in the file and that cannot be read.
    pub fn detail(&self, kind: NodeKind, id: &str) -> Result<Option<Detail>, NotRead> {
        if kind == NodeKind::Project {
            return Ok(self.project_detail(id)?.map(Detail::Project));
        }
        Ok(self.other_detail(kind, id))
    }

    fn other_detail(&self, kind: NodeKind, id: &str) -> Option<Detail> {
        Some(match kind {
            NodeKind::Plan => Detail::Plan(self.plan_detail(id)?),
            NodeKind::Task => Detail::Task(self.task_detail(id)?),
            NodeKind::Town => Detail::Town(self.town_detail(id)?),
            NodeKind::Unit => Detail::Unit(self.unit_detail(id)?),
            NodeKind::Site => Detail::Site(self.site_detail(id)?),
            NodeKind::Section => Detail::Plan(self.plan_detail(self.model.sections.get(id)?.plan.as_str())?),
            NodeKind::Project | NodeKind::View | NodeKind::Place => return None,
        })
    }

    fn plan_detail(&self, id: &str) -> Option<PlanDetail> {
        let plan = self.model.plans.get(id)?;
        let filter = Filter {
            plans: vec![id.to_owned()],
            ..Filter::default()
        };
        let all = self.tasks(&filter);
        let tasks: Vec<&Task> = all.iter().copied().filter(|t| t.kind == TaskKind::Task).collect();
        let mentions = tasks
            .iter()
            .flat_map(|t| self.relations().assignments_of_task.of(t.id.as_str()));
        let mut units: Vec<&str> = mentions.map(|a| a.unit.as_str()).collect();
        let unit_mentions = count(units.len());
        units.sort_unstable();
        units.dedup();
        macro_rules! of_plan {
            ($table:ident by $key:ident) => {
                self.model
                    .$table
                    .sorted_by_key(|r| r.$key.clone())
                    .into_iter()
                    .filter(|r| r.plan.as_str() == id)
                    .cloned()
                    .collect()
            };
        }
        let indicators: Vec<Indicator> = of_plan!(indicators by ordinal);
        Some(PlanDetail {
            plan: plan.clone(),
            region: self.model.regions.get(plan.region.as_str())?.clone(),
            phases: of_plan!(phases by ordinal),
            measures: count(all.len() - tasks.len()),
            tasks: tasks.into_iter().map(|t| self.task_brief(t)).collect(),
            unit_mentions,
            units: count(units.len()),
            indicators: indicators.iter().map(|i| self.indicator_brief(i)).collect(),
            designations: self
                .model
                .designations
                .iter()
                .filter(|d| d.plan.as_str() == id)
                .map(|d| self.designated(d))
                .collect(),
            funding_rules: of_plan!(funding_rules by ordinal),
            rosters: of_plan!(rosters by ordinal),
            criteria: of_plan!(criteria by ordinal),
            assessments: of_plan!(assessments by round),
            budget: rows(self.relations().budget.of(OwnerKind::Plan, id)),
            progress: rows(self.relations().progress.of(OwnerKind::Plan, id)),
            totals: self.totals(&filter),
        })
    }

    fn task_detail(&self, id: &str) -> Option<TaskDetail> {
        let task = self.model.tasks.get(id)?;
        let phases = self.model.phases.sorted_by_key(|p| p.ordinal);
        Some(TaskDetail {
            task: task.clone(),
            plan: self.model.plans.get(task.plan.as_str())?.clone(),
            section: task
                .section
                .as_ref()
                .and_then(|s| self.model.sections.get(s.as_str()))
                .cloned(),
            phase: task
                .phase
                .as_ref()
                .and_then(|p| self.model.phases.get(p.as_str()))
                .cloned(),
            phases: phases
                .into_iter()
                .filter(|p| p.plan == task.plan)
                .cloned()
                .collect(),
            units: self
                .relations()
                .assignments_of_task
                .of(id)
                .iter()
                .filter_map(|a| {
                    let unit = self.model.units.get(a.unit.as_str())?;
                    let members = self.members(unit).iter().map(|r| r.name.clone()).collect();
                    Some(AssignedUnit {
                        assignment: (**a).clone(),
                        unit: unit.clone(),
                        members,
                    })
                })
                .collect(),
            indicators: self
                .relations()
                .indicators_of_task
                .of(id)
                .iter()
                .map(|i| self.indicator_brief(i))
                .collect(),
            projects: self
                .projects_of_task(id)
                .take(MOST_ROWS)
                .filter_map(|slot| self.model.projects.at(slot))
                .map(|p| self.project_row(&p))
                .collect(),
            budget: rows(self.relations().budget.of(OwnerKind::Task, id)),
            progress: rows(self.relations().progress.of(OwnerKind::Task, id)),
        })
    }

    fn town_detail(&self, id: &str) -> Option<TownDetail> {
        let region = self.model.regions.get(id)?;
        let towns = [id.to_owned()];
        let filter = Filter {
            towns: towns.to_vec(),
            ..Filter::default()
        };
        let designations: Vec<DesignatedTown> = self
            .relations()
            .designations_of_region
            .of(id)
            .iter()
            .map(|d| self.designated(d))
            .collect();
        let plans: Vec<&str> = designations.iter().map(|d| d.designation.plan.as_str()).collect();
        let standing: Vec<&Unit> = self
            .model
            .units
            .iter()
            .filter(|u| self.unit_stands_for(u, region))
            .collect();
        let mut tasks: Vec<&Task> = standing
            .iter()
            .flat_map(|u| self.relations().assignments_of_unit.of(u.id.as_str()))
            .filter_map(|a| self.model.tasks.get(a.task.as_str()))
            .collect();
        tasks.sort_by(|a, b| (a.plan.as_str(), a.ordinal).cmp(&(b.plan.as_str(), b.ordinal)));
        tasks.dedup_by(|a, b| a.id == b.id);
        let indicators = self
            .model
            .indicators
            .sorted_by_key(|i| (i.plan.0.clone(), i.ordinal));
        Some(TownDetail {
            region: region.clone(),
            path: self.path(id),
            tasks: tasks.into_iter().map(|t| self.task_brief(t)).collect(),
            projects: self
                .projects(&filter)
                .take(MOST_ROWS)
                .map(|p| self.project_row(&p))
                .collect(),
            sites: self
                .model
                .sites
                .iter()
                .filter(|s| s.town.as_ref().is_some_and(|t| self.within(t.as_str(), &towns)))
                .cloned()
                .collect(),
            budget: rows(self.relations().budget.of(OwnerKind::Town, id)),
            progress: rows(self.relations().progress.of(OwnerKind::Town, id)),
            observations: self
                .model
                .observations
                .iter()
                .filter(|o| o.region.as_ref().is_some_and(|r| r.as_str() == id))
                .cloned()
                .collect(),
            // Targets of the plans that make it a pilot, when they are about pilot towns.
            indicators: indicators
                .into_iter()
                .filter(|i| {
                    plans.contains(&i.plan.as_str()) && i.scope.as_ref().is_some_and(|s| s.contains('镇'))
                })
                .map(|i| self.indicator_brief(i))
                .collect(),
            funding_rules: self
                .model
                .funding_rules
                .sorted_by_key(|r| r.ordinal)
                .into_iter()
                .filter(|r| plans.contains(&r.plan.as_str()))
                .cloned()
                .collect(),
            totals: self.totals(&filter),
            designations,
        })
    }

    fn project_detail(&self, id: &str) -> Result<Option<ProjectDetail>, NotRead> {
        let Some(summary) = self.model.projects.get(id) else {
            return Ok(None);
        };
        let project = self.model.projects.full_at(summary.slot)?;
        let town = summary.town.and_then(|t| self.model.regions.get(t.as_str()));
        let problems = project.geometry.as_ref().map(problems_of).unwrap_or_default();
        Ok(Some(ProjectDetail {
            row: self.project_row(&summary),
            plan: project
                .plan
                .as_ref()
                .and_then(|p| self.model.plans.get(p.as_str()))
                .cloned(),
            path: town
                .map(|t| {
                    let mut path = self.path(t.id.as_str());
                    path.push(t.name.clone());
                    path
                })
                .unwrap_or_default(),
            town: town.cloned(),
            tasks: self.tasks_of_project(id).map(|t| self.task_brief(t)).collect(),
            links: rows(self.relations().links_of_project.of(id)),
            budget: rows(self.relations().budget.of(OwnerKind::Project, id)),
            gates: rows(self.relations().gates_of_project.of(id)),
            progress: rows(self.relations().progress.of(OwnerKind::Project, id)),
            lead_unit: project
                .lead_unit
                .as_ref()
                .and_then(|u| self.model.units.get(u.as_str()))
                .cloned(),
            problems,
            project,
        }))
    }

    fn unit_detail(&self, id: &str) -> Option<UnitDetail> {
        let unit = self.model.units.get(id)?;
        let mut assigned: Vec<(&Assignment, &Task)> = self
            .relations()
            .assignments_of_unit
            .of(id)
            .iter()
            .filter_map(|a| Some((&**a, self.model.tasks.get(a.task.as_str())?)))
            .collect();
        assigned.sort_by(|(_, a), (_, b)| (a.plan.as_str(), a.ordinal).cmp(&(b.plan.as_str(), b.ordinal)));
        let filter = Filter {
            units: vec![id.to_owned()],
            ..Filter::default()
        };
        Some(UnitDetail {
            unit: unit.clone(),
            region: self.model.regions.get(unit.region.as_str())?.clone(),
            members: self.members(unit).iter().map(|r| r.name.clone()).collect(),
            tasks: assigned
                .into_iter()
                .map(|(a, t)| RoleTask {
                    role: a.role,
                    brief: self.task_brief(t),
                })
                .collect(),
            projects: self
                .projects(&filter)
                .take(MOST_ROWS)
                .map(|p| self.project_row(&p))
                .collect(),
        })
    }

    fn site_detail(&self, id: &str) -> Option<SiteDetail> {
        let site = self.model.sites.get(id)?;
        let mut path = Vec::new();
        if let Some(town) = site
            .town
            .as_ref()
            .and_then(|t| self.model.regions.get(t.as_str()))
        {
            path = self.path(town.id.as_str());
            path.push(town.name.clone());
        }
        Some(SiteDetail {
            site: site.clone(),
            plan: site
                .plan
                .as_ref()
                .and_then(|p| self.model.plans.get(p.as_str()))
                .cloned(),
            path,
        })
    }

    fn task_brief(&self, task: &Task) -> TaskBrief {
        let mut units: Vec<RoleUnits> = Vec::new();
        for role in Role::ALL.iter().copied() {
            let assigned = self.relations().assignments_of_task.of(task.id.as_str());
            let names: Vec<String> = assigned
                .iter()
                .filter(|a| a.role == role)
                .map(|a| self.unit_name(a.unit.as_str()))
                .collect();
            if !names.is_empty() {
                units.push(RoleUnits {
                    role,
                    names: names.join("、"),
                });
            }
        }
        TaskBrief {
            task: task.clone(),
            plan_title: self.plan_title(task.plan.as_str()),
            units,
        }
    }

    fn indicator_brief(&self, indicator: &Indicator) -> IndicatorBrief {
        IndicatorBrief {
            indicator: indicator.clone(),
            observations: rows(
                self.relations()
                    .observations_of_indicator
                    .of(indicator.id.as_str()),
            ),
        }
    }

    fn designated(&self, d: &Designation) -> DesignatedTown {
        DesignatedTown {
            designation: d.clone(),
            town_name: self
                .model
                .regions
                .get(d.region.as_str())
                .map(|r| r.name.clone())
                .unwrap_or_default(),
            county_name: self
                .county(d.region.as_str())
                .map(|r| r.name.clone())
                .unwrap_or_default(),
            plan_title: self.plan_title(d.plan.as_str()),
        }
    }
}

/// Whole rows, as a card shows them.
fn rows<T: Clone>(rows: &[Arc<T>]) -> Vec<T> {
    rows.iter().map(|row| (**row).clone()).collect()
}

/// Geodesic measures of a footprint.
pub fn measures_of(shape: &Shape) -> Measures {
    Measures::of(shape)
}

/// What is wrong with a footprint.
pub fn problems_of(shape: &Shape) -> Vec<ShapeProblem> {
    geodata::validity::check(&shape.0)
        .into_iter()
        .filter(|p| !p.kind.is_harmless())
        .map(|p| ShapeProblem {
            code: p.code.to_owned(),
            at: (p.at.x.is_finite() && p.at.y.is_finite()).then_some([p.at.x, p.at.y]),
        })
        .collect()
}
