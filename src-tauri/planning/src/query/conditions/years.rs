//! A year in which a project has money or runs, or a task is due.

use std::collections::{BTreeMap, HashSet};

use geodata::footprint_index::KeySet;

use super::{ChoiceCounter, Condition, Test};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::{FacetCount, Facets, Filter};
use crate::query::snapshot::count;

/// Longer spans are cut for the list of choices, years.
const LONGEST: i32 = 30;

pub(super) struct Years;

impl Condition for Years {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.years.is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.years.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let years = &filter.years;
        let of_year = |line: &BudgetLine| line.year.is_some_and(|year| years.contains(&year));
        let with_money = snapshot.projects_with_money(of_year);
        Box::new(move |project| {
            with_money.contains(project.slot) || years.iter().any(|year| runs_in(project, *year))
        })
    }

    fn of_tasks<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Task>> {
        Some(Box::new(|task| {
            task.due
                .is_some_and(|due| filter.years.contains(&i64::from(due.year())))
        }))
    }

    fn choices<'a>(&self, snapshot: &'a Snapshot<'a>) -> Option<Box<dyn ChoiceCounter<'a> + 'a>> {
        Some(Box::new(YearCounter {
            snapshot,
            by_year: years(snapshot).into_iter().map(|year| (year, 0)).collect(),
            passing: KeySet::new(),
            with_money: !snapshot.relations().budget.by(OwnerKind::Project).is_empty(),
        }))
    }
}

struct YearCounter<'a> {
    snapshot: &'a Snapshot<'a>,
    by_year: BTreeMap<i64, u32>,
    /// Projects that may have money.
    passing: KeySet,
    with_money: bool,
}

impl<'a> ChoiceCounter<'a> for YearCounter<'a> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for project in projects {
            if self.with_money {
                self.passing.insert(project.slot);
            }
            if let Some((from, to)) = span(*project) {
                for (_, n) in self.by_year.range_mut(from..=to.max(from)) {
                    *n += 1;
                }
            }
        }
    }

    fn finish(mut self: Box<Self>, tasks: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        let projects = &self.snapshot.model.projects;
        for (slot, lines) in self.snapshot.project_budgets() {
            let Some(project) = projects.summary_ref(slot).filter(|_| self.passing.contains(slot)) else {
                continue;
            };
            let mut years: Vec<i64> = lines.iter().filter_map(|line| line.year).collect();
            years.sort_unstable();
            years.dedup();
            for year in years.into_iter().filter(|year| !runs_in(project, *year)) {
                *self.by_year.entry(year).or_default() += 1;
            }
        }
        let tasks = tasks();
        for (year, n) in self.by_year {
            let due = |task: &&&Task| task.due.is_some_and(|due| i64::from(due.year()) == year);
            facets.years.push(FacetCount {
                value: year.to_string(),
                label: format!("{year}年"),
                hint: None,
                projects: n,
                tasks: count(tasks.iter().filter(due).count()),
            });
        }
    }
}

/// First and last year of a project; one of its dates stands for both.
fn span(project: SummaryRef<'_>) -> Option<(i64, i64)> {
    let from = project.starts().or(project.ends())?;
    let to = project.ends().or(project.starts())?;
    Some((i64::from(from.year()), i64::from(to.year())))
}

fn runs_in(project: SummaryRef<'_>, year: i64) -> bool {
    span(project).is_some_and(|(from, to)| from <= year && year <= to)
}

/// Every year that anything happens in.
fn years(snapshot: &Snapshot<'_>) -> Vec<i64> {
    let model = snapshot.model;
    let mut years: Vec<i64> = model.budget_lines.iter().filter_map(|line| line.year).collect();
    let spans: HashSet<(i64, i64)> = model.projects.summary_refs().filter_map(span).collect();
    for (from, to) in spans {
        years.extend(from..=to.min(from + i64::from(LONGEST)));
    }
    let whole = model.tasks.iter().filter(|task| task.kind != TaskKind::Subtask);
    let due = whole.filter_map(|task| task.due);
    years.extend(due.map(|date| i64::from(date.year())));
    years.sort_unstable();
    years.dedup();
    years
}
