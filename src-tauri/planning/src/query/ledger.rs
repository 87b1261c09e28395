//! Lines of the ledgers (台账), in pages.

use std::cmp::Ordering;

use super::Index;
use super::filter::count;
use super::index::measures_of;
use super::types::*;
use crate::model::*;

impl<'m> Index<'m> {
    /// A page of the project ledger.
    pub fn project_page(&self, filter: &Filter, sort: &Sort, offset: u32, limit: u32) -> Page<ProjectRow> {
        let mut rows: Vec<ProjectRow> = self
            .projects(filter)
            .into_iter()
            .map(|p| self.project_row(p))
            .collect();
        let by: fn(&ProjectRow, &ProjectRow) -> Ordering = match sort.column.as_str() {
            "name" => |a, b| a.name.cmp(&b.name),
            "kind" => |a, b| a.kind.cmp(&b.kind),
            "stage" => |a, b| a.stage.cmp(&b.stage),
            "plan_title" => |a, b| a.plan_title.cmp(&b.plan_title),
            "town_name" => |a, b| a.town_name.cmp(&b.town_name),
            "quantity" => |a, b| number(a.quantity, b.quantity),
            "starts" => |a, b| empty_last(a.starts.as_ref(), b.starts.as_ref()),
            "ends" => |a, b| empty_last(a.ends.as_ref(), b.ends.as_ref()),
            "percent" => |a, b| number(a.percent, b.percent),
            "precision" => |a, b| a.precision.cmp(&b.precision),
            "lead_unit" => |a, b| a.lead_unit.cmp(&b.lead_unit),
            "planned" => |a, b| a.planned.cmp(&b.planned),
            "allocated" => |a, b| a.allocated.cmp(&b.allocated),
            "spent" => |a, b| a.spent.cmp(&b.spent),
            "measures" | "area" => {
                |a, b| number(a.measures.map(|m| m.area_m2), b.measures.map(|m| m.area_m2))
            }
            "length" => |a, b| number(a.measures.map(|m| m.length_m), b.measures.map(|m| m.length_m)),
            "missing" => |a, b| a.missing.len().cmp(&b.missing.len()),
            _ => |_, _| Ordering::Equal,
        };
        order(&mut rows, sort, by);
        page(rows, offset, limit)
    }

    /// A page of the task ledger.
    pub fn task_page(&self, filter: &Filter, sort: &Sort, offset: u32, limit: u32) -> Page<TaskRow> {
        let mut rows: Vec<TaskRow> = self.tasks(filter).into_iter().map(|t| self.task_row(t)).collect();
        let by: fn(&TaskRow, &TaskRow) -> Ordering = match sort.column.as_str() {
            "title" => |a, b| a.title.cmp(&b.title),
            "plan_title" => |a, b| a.plan_title.cmp(&b.plan_title),
            "phase" => |a, b| a.phase.cmp(&b.phase),
            "due" => |a, b| empty_last(a.due.as_ref(), b.due.as_ref()),
            "status" => |a, b| a.status.cmp(&b.status),
            "kind" => |a, b| a.kind.cmp(&b.kind),
            "responsible" => |a, b| a.responsible.cmp(&b.responsible),
            "units" => |a, b| a.units.cmp(&b.units),
            "indicators" => |a, b| a.indicators.cmp(&b.indicators),
            "projects" => |a, b| a.projects.cmp(&b.projects),
            _ => |_, _| Ordering::Equal,
        };
        order(&mut rows, sort, by);
        page(rows, offset, limit)
    }

    /// A page of the town ledger.
    pub fn town_page(&self, filter: &Filter, sort: &Sort, offset: u32, limit: u32) -> Page<TownRow> {
        let mut rows: Vec<TownRow> = self.towns(filter).into_iter().map(|r| self.town_row(r)).collect();
        let by: fn(&TownRow, &TownRow) -> Ordering = match sort.column.as_str() {
            "name" => |a, b| a.name.cmp(&b.name),
            "county" => |a, b| a.county.cmp(&b.county),
            "category" => |a, b| empty_last(a.category.as_ref(), b.category.as_ref()),
            "level" => |a, b| empty_last(a.level.as_ref(), b.level.as_ref()),
            "projects" => |a, b| a.projects.cmp(&b.projects),
            "unmapped" => |a, b| a.unmapped.cmp(&b.unmapped),
            "planned" => |a, b| a.planned.cmp(&b.planned),
            "spent" => |a, b| a.spent.cmp(&b.spent),
            // Pilot towns first, as the window opens on them.
            _ => |a, b| empty_last(a.category.as_ref(), b.category.as_ref()),
        };
        order(&mut rows, sort, by);
        page(rows, offset, limit)
    }

    pub(super) fn project_row(&self, p: &'m Project) -> ProjectRow {
        let money = self.money(OwnerKind::Project, p.id.as_str());
        let town = p.town.as_ref().and_then(|t| self.model.regions.get(t.as_str()));
        let mut missing = Vec::new();
        for (is_missing, name) in [
            (p.town.is_none(), "town"),
            (p.starts.is_none() && p.ends.is_none(), "dates"),
            (p.quantity.is_none(), "quantity"),
            (money.planned.0 == 0, "money"),
            (p.geometry.is_none(), "footprint"),
            (p.lead_unit.is_none(), "lead_unit"),
        ] {
            if is_missing {
                missing.push(name.to_owned());
            }
        }
        ProjectRow {
            id: p.id.0.clone(),
            name: p.name.clone(),
            kind: p.kind,
            stage: p.stage,
            plan: p.plan.as_ref().map(|id| id.0.clone()),
            plan_title: p.plan.as_ref().map(|id| self.plan_title(id.as_str())),
            town: p.town.as_ref().map(|id| id.0.clone()),
            town_name: town.map(|t| t.name.clone()),
            quantity: p.quantity,
            quantity_unit: p.quantity_unit.clone(),
            starts: p.starts,
            ends: p.ends,
            percent: p.percent,
            precision: p.precision,
            measures: p.geometry.as_ref().map(measures_of),
            lead_unit: p.lead_unit.as_ref().map(|id| self.unit_name(id.as_str())),
            tasks: self
                .tasks_of_project
                .get(p.id.as_str())
                .into_iter()
                .flatten()
                .map(|t| t.number.clone())
                .collect(),
            planned: money.planned,
            allocated: money.allocated,
            spent: money.spent,
            missing,
        }
    }

    pub(super) fn task_row(&self, t: &'m Task) -> TaskRow {
        let id = t.id.as_str();
        let assigned = self.assignments.get(id).map_or(&[][..], Vec::as_slice);
        let main: Vec<String> = assigned
            .iter()
            .filter(|a| matches!(a.role, Role::Lead | Role::Responsible))
            .map(|a| self.unit_name(a.unit.as_str()))
            .collect();
        TaskRow {
            id: t.id.0.clone(),
            plan: t.plan.0.clone(),
            plan_title: self.plan_title(t.plan.as_str()),
            number: t.number.clone(),
            title: t.title.clone(),
            kind: t.kind,
            phase: t
                .phase
                .as_ref()
                .and_then(|p| self.model.phases.get(p.as_str()))
                .map(|p| p.name.clone()),
            due: t.due,
            status: t.status,
            responsible: main.join("、"),
            units: count(assigned.len()),
            indicators: count(self.indicators.get(id).map_or(0, Vec::len)),
            projects: count(self.projects_of_task.get(id).map_or(0, Vec::len)),
        }
    }

    pub(super) fn town_row(&self, r: &'m Region) -> TownRow {
        let id = r.id.as_str();
        let pilot = self.designations.get(id).and_then(|d| d.first());
        let projects = self.projects_of_region.get(id).map_or(&[][..], Vec::as_slice);
        let mut row = TownRow {
            id: r.id.0.clone(),
            name: r.name.clone(),
            county: self.county(id).map(|c| c.name.clone()).unwrap_or_default(),
            category: pilot.map(|d| d.category),
            level: pilot.and_then(|d| d.level),
            plans: self.plans_of_town(r),
            precision: r.precision,
            projects: count(projects.len()),
            unmapped: count(projects.iter().filter(|p| self.is_unmapped(p)).count()),
            planned: Fen(0),
            spent: Fen(0),
        };
        for project in projects {
            let money = self.money(OwnerKind::Project, project.id.as_str());
            row.planned = row.planned.plus(money.planned);
            row.spent = row.spent.plus(money.spent);
        }
        row
    }
}

fn order<T>(rows: &mut [T], sort: &Sort, by: impl Fn(&T, &T) -> Ordering) {
    rows.sort_by(|a, b| if sort.descending { by(b, a) } else { by(a, b) });
}

fn page<T>(rows: Vec<T>, offset: u32, limit: u32) -> Page<T> {
    let total = count(rows.len());
    let rows = rows
        .into_iter()
        .skip(offset as usize)
        .take(limit as usize)
        .collect();
    Page { total, offset, rows }
}

fn number(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn empty_last<T: Ord>(a: Option<&T>, b: Option<&T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
