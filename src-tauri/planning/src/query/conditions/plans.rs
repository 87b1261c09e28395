//! The plan a project or task belongs to.

use super::{ChoiceCounter, Condition, Test, at};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{FacetCount, Facets, Filter};
use crate::query::snapshot::count;

pub(super) struct Plans;

impl Condition for Plans {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.plans.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.plans.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let projects = &snapshot.model.projects;
        let plans = projects.of_plans(|id| filter.plans.contains(&id.0));
        Box::new(move |project| at(&plans, project.codes()[0]))
    }

    fn of_tasks<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Task>> {
        Some(Box::new(|task| filter.plans.contains(&task.plan.0)))
    }

    fn of_towns<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Region>> {
        Some(Box::new(|town| {
            let plans = snapshot.plans_of_town(town);
            plans.iter().any(|plan| filter.plans.contains(plan))
        }))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        let by_code = snapshot.model.projects.of_plans(|_| 0);
        Some(Box::new(PlanCounter { snapshot, by_code }))
    }
}

struct PlanCounter<'a> {
    snapshot: &'a Snapshot<'a>,
    by_code: Vec<u32>,
}

impl<'a> ChoiceCounter<'a> for PlanCounter<'a> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for plan in projects.iter().filter_map(|project| project.codes()[0]) {
            self.by_code[plan] += 1;
        }
    }

    fn finish(self: Box<Self>, tasks: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        let model = self.snapshot.model;
        let tasks = tasks();
        for plan in model.plans.sorted_by_key(|p| p.ordinal) {
            let of_plan = |task: &&&Task| task.plan == plan.id && task.kind == TaskKind::Task;
            let code = model.projects.plan_ids().position(|id| *id == plan.id);
            facets.plans.push(FacetCount {
                value: plan.id.0.clone(),
                label: plan.short_title.clone(),
                hint: plan.document_number.clone(),
                projects: code.map_or(0, |code| self.by_code[code]),
                tasks: count(tasks.iter().filter(of_plan).count()),
            });
        }
    }
}
