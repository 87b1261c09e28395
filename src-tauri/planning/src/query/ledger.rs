//! Lines of the ledgers (台账), in pages.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use geodata::footprint_index::KeySet;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::Words;

use super::Snapshot;
use super::filter::{Filter, Sort};
use super::ledger_keys::{Number, SortWay, some_money};
use super::light_counts::LightCounts;
use super::light_of::{light_of_project, light_of_task};
use super::search_words::SearchWords;
use super::snapshot::{Money, count};
use crate::model::*;
use crate::rules::lights::LightLimits;

/// One page of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Page<T> {
    /// Rows that match in all.
    pub total: u32,
    /// Place of the first row given among all, from 0.
    pub offset: u32,
    pub rows: Vec<T>,
}

/// A line of the project ledger (项目台账).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct ProjectRow {
    /// Project id.
    pub id: String,
    pub name: String,
    pub kind: ProjectKind,
    pub stage: ProjectStage,
    /// Its plan's id.
    pub plan: Option<String>,
    /// Its plan's short title.
    pub plan_title: Option<String>,
    /// Its town's id.
    pub town: Option<String>,
    /// Its town's name.
    pub town_name: Option<String>,
    /// Quantity and unit as printed.
    pub quantity: Option<f64>,
    pub quantity_unit: Option<String>,
    pub starts: Option<PartialDate>,
    pub ends: Option<PartialDate>,
    /// Percent done.
    pub percent: Option<f64>,
    /// Precision of the location that is drawn.
    pub precision: Precision,
    /// What it is drawn at.
    pub location: Location,
    /// Whether it is 未上图: a county that stands in for its town is no place of it.
    pub unmapped: bool,
    /// Measures of the footprint.
    pub measures: Option<Measures>,
    pub lead_unit: Option<String>,
    /// Numbers of the tasks it serves.
    pub tasks: Vec<String>,
    /// Planned money.
    pub planned: Fen,
    /// Allocated money.
    pub allocated: Fen,
    /// Spent money.
    pub spent: Fen,
    /// Which of the facts a complete entry has are missing: town, dates, quantity, money, footprint, lead_unit.
    pub missing: Vec<String>,
    /// Its light today.
    pub light: LightState,
    /// Why the light is so; `None` where nobody said which day it is.
    pub light_reason: Option<Words>,
    /// Whether it is late today.
    pub overdue: bool,
    /// Its gates that are late today.
    pub overdue_gates: u32,
}

/// A line of the task ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct TaskRow {
    /// Task id.
    pub id: String,
    /// Its plan's id.
    pub plan: String,
    /// Its plan's short title.
    pub plan_title: String,
    pub number: String,
    pub title: String,
    /// With or without its own unit list.
    pub kind: TaskKind,
    /// Its phase's name.
    pub phase: Option<String>,
    /// Due date.
    pub due: Option<PartialDate>,
    pub status: TaskStatus,
    /// Names of its lead and responsible units.
    pub responsible: Vec<String>,
    /// Units named in its list.
    pub units: u32,
    pub indicators: u32,
    /// Projects that serve it.
    pub projects: u32,
    /// Whether it is late today.
    pub overdue: bool,
    /// Its indicators that are late today.
    pub overdue_indicators: u32,
    /// Its light today.
    pub light: LightState,
    /// Why the light is so; `None` where nobody said which day it is.
    pub light_reason: Option<Words>,
}

/// A line of the town ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct TownRow {
    /// Region id.
    pub id: String,
    pub name: String,
    /// Name of the county above.
    pub county: String,
    /// Its pilot category.
    pub category: Option<Category>,
    /// Its pilot level.
    pub level: Option<PilotLevel>,
    /// Ids of the plans that name it or whose region it lies in.
    pub plans: Vec<String>,
    /// Whether its point is known.
    pub precision: Precision,
    pub projects: u32,
    /// Projects in it without a location.
    pub unmapped: u32,
    /// Planned money.
    pub planned: Fen,
    /// Spent money.
    pub spent: Fen,
    /// The lights of its projects today.
    pub lights: LightCounts,
}

impl<'m> Snapshot<'m> {
    /// A page of the project ledger.
    pub fn project_page(&self, filter: &Filter, sort: &Sort, offset: u32, limit: u32) -> Page<ProjectRow> {
        let slots = self.slots_in_order(filter, sort);
        let shown = slots.iter().skip(offset as usize).take(limit as usize);
        Page {
            total: count(slots.len()),
            offset,
            rows: shown
                .filter_map(|slot| self.model.projects.at(*slot))
                .map(|p| self.project_row(&p))
                .collect(),
        }
    }

    /// Projects in the order of the ledger.
    pub fn projects_in_order(
        &self,
        filter: &Filter,
        sort: &Sort,
    ) -> impl Iterator<Item = Summary<'m>> + use<'m> {
        let slots = self.slots_in_order(filter, sort);
        let projects = &self.model.projects;
        (0..slots.len()).filter_map(move |i| projects.at(slots[i]))
    }

    fn slots_in_order(&self, filter: &Filter, sort: &Sort) -> Arc<Vec<u32>> {
        let make = || self.sorted_projects(filter, sort);
        match self.cache {
            Some(cache) => cache.order(filter, sort, make),
            None => make(),
        }
    }

    fn sorted_projects(&self, filter: &Filter, sort: &Sort) -> Arc<Vec<u32>> {
        let words = SearchWords::of(&sort.find);
        let mut slots = self.find_projects(filter);
        if !words.is_empty() {
            slots = Arc::new(self.found_in(&slots, &words));
        }
        let measures = |p: &Summary<'m>| p.measured.and_then(|m| m.measures);
        let plan = |id: &PlanId| self.plan_title(id.as_str());
        let unit = |id: &UnitId| self.unit_name(id.as_str());
        let town = |id: &RegionId| self.model.regions.get(id.as_str()).map(|r| r.name.clone());
        let money = |of: fn(&Money) -> Fen| {
            let sums: HashMap<u32, Fen> = self
                .project_budgets()
                .map(|(slot, lines)| (slot, of(&Money::of(lines))))
                .collect();
            self.by_key(&slots, sort, |p| sums.get(&p.slot).copied().and_then(some_money))
        };
        let (plans, towns, units) = (
            self.model.projects.of_plans(plan),
            self.model.projects.of_towns(town),
            self.model.projects.of_units(unit),
        );
        let code = |p: &Summary<'m>, which: usize| self.model.projects.codes(p.slot)[which];
        Arc::new(match sort.column.as_str() {
            "name" => self.by_key(&slots, sort, |p| Some(p.name)),
            "kind" => self.by_key(&slots, sort, |p| Some(p.kind)),
            "stage" => self.by_key(&slots, sort, |p| Some(p.stage)),
            "plan_title" => self.by_key(&slots, sort, |p| code(p, 0).map(|c| plans[c].as_str())),
            "town_name" => self.by_key(&slots, sort, |p| code(p, 1).and_then(|c| towns[c].as_deref())),
            "lead_unit" => self.by_key(&slots, sort, |p| code(p, 2).map(|c| units[c].as_str())),
            "quantity" => self.by_key(&slots, sort, |p| p.quantity.map(Number)),
            "percent" => self.by_key(&slots, sort, |p| p.percent.map(Number)),
            "starts" => self.by_key(&slots, sort, |p| p.starts),
            "ends" => self.by_key(&slots, sort, |p| p.ends),
            "precision" => self.by_key(&slots, sort, |p| Some(p.precision)),
            "planned" => money(|m| m.planned),
            "allocated" => money(|m| m.allocated),
            "spent" => money(|m| m.spent),
            // Areas, then lengths, as the column shows them; a pin has neither.
            "measures" => self.by_key(&slots, sort, |p| {
                let m = measures(p).filter(|m| m.area_m2 > 0.0 || m.length_m > 0.0)?;
                let area = Some(m.area_m2).filter(|area| *area > 0.0);
                Some((
                    Number(area.unwrap_or(0.0)),
                    Number(area.map_or(m.length_m, |_| 0.0)),
                ))
            }),
            "area" => self.by_key(&slots, sort, |p| measures(p).map(|m| Number(m.area_m2))),
            "length" => self.by_key(&slots, sort, |p| measures(p).map(|m| Number(m.length_m))),
            "missing" => {
                let planned: KeySet = self
                    .project_budgets()
                    .filter(|(_, lines)| Money::of(lines).planned.0 != 0)
                    .map(|(slot, _)| slot)
                    .collect();
                self.by_key(&slots, sort, |p| {
                    Some(missing(p, planned.contains(p.slot)).count())
                })
            }
            _ => return slots,
        })
    }

    /// Projects sorted by a key, those without it last; those that are equal stay in the order they have.
    fn by_key<K: Ord>(
        &self,
        slots: &[u32],
        sort: &Sort,
        key: impl Fn(&Summary<'m>) -> Option<K>,
    ) -> Vec<u32> {
        let projects = &self.model.projects;
        let way = SortWay::of(sort);
        let mut keyed: Vec<(Option<K>, u32, u32)> = (0..)
            .zip(slots)
            .filter_map(|(place, slot)| Some((key(&projects.at(*slot)?), place, *slot)))
            .collect();
        keyed.sort_unstable_by(|a, b| way.known(a.0.as_ref(), b.0.as_ref()).then(a.1.cmp(&b.1)));
        keyed.into_iter().map(|(.., slot)| slot).collect()
    }

    /// A page of the task ledger.
    pub fn task_page(&self, filter: &Filter, sort: &Sort, offset: u32, limit: u32) -> Page<TaskRow> {
        let mut page = page(self.task_rows(filter, sort), offset, limit);
        let Some(today) = self.today() else { return page };
        let rule = LightLimits::of(self.model);
        for row in &mut page.rows {
            if let Some(task) = self.model.tasks.get(&row.id) {
                let verdict = light_of_task(self, task, rule, today.latest());
                (row.light, row.light_reason) = (verdict.light, Some(verdict.reason));
            }
        }
        page
    }

    /// Tasks in the order of the ledger.
    pub fn task_order(&self, filter: &Filter, sort: &Sort) -> Vec<&'m Task> {
        let rows = self.task_rows(filter, sort);
        let task = |row: &TaskRow| self.model.tasks.get(&row.id);
        rows.iter().filter_map(task).collect()
    }

    fn task_rows(&self, filter: &Filter, sort: &Sort) -> Vec<TaskRow> {
        let mut rows: Vec<TaskRow> = self.tasks(filter).into_iter().map(|t| self.task_row(t)).collect();
        let by: fn(SortWay, &TaskRow, &TaskRow) -> Ordering = match sort.column.as_str() {
            "title" => |way, a, b| way.order(&a.title, &b.title),
            "plan_title" => |way, a, b| way.texts(&a.plan_title, &b.plan_title),
            "phase" => |way, a, b| way.known(a.phase.as_ref(), b.phase.as_ref()),
            "due" => |way, a, b| way.known(a.due.as_ref(), b.due.as_ref()),
            "status" => |way, a, b| way.order(&a.status, &b.status),
            "kind" => |way, a, b| way.order(&a.kind, &b.kind),
            "responsible" => |way, a, b| way.lists(&a.responsible, &b.responsible),
            "units" => |way, a, b| way.counts(a.units, b.units),
            "indicators" => |way, a, b| way.counts(a.indicators, b.indicators),
            "projects" => |way, a, b| way.counts(a.projects, b.projects),
            _ => |_, _, _| Ordering::Equal,
        };
        let words = SearchWords::of(&sort.find);
        rows.retain(|row| {
            let units = row.responsible.iter().map(String::as_str);
            words.holds([row.title.as_str(), &row.number].into_iter().chain(units))
        });
        order(&mut rows, sort, by);
        rows
    }

    /// A page of the town ledger.
    pub fn town_page(&self, filter: &Filter, sort: &Sort, offset: u32, limit: u32) -> Page<TownRow> {
        let mut page = page(self.town_rows(filter, sort), offset, limit);
        let lights = self.lights_of_towns();
        for row in &mut page.rows {
            row.lights = lights.get(&row.id).copied().unwrap_or_default();
        }
        page
    }

    /// Towns in the order of the ledger.
    pub fn town_order(&self, filter: &Filter, sort: &Sort) -> Vec<&'m Region> {
        let rows = self.town_rows(filter, sort);
        let town = |row: &TownRow| self.model.regions.get(&row.id);
        rows.iter().filter_map(town).collect()
    }

    fn town_rows(&self, filter: &Filter, sort: &Sort) -> Vec<TownRow> {
        let mut rows: Vec<TownRow> = self.towns(filter).into_iter().map(|r| self.town_row(r)).collect();
        let by: fn(SortWay, &TownRow, &TownRow) -> Ordering = match sort.column.as_str() {
            "name" => |way, a, b| way.order(&a.name, &b.name),
            "county" => |way, a, b| way.texts(&a.county, &b.county),
            "level" => |way, a, b| way.known(a.level.as_ref(), b.level.as_ref()),
            "projects" => |way, a, b| way.order(&a.projects, &b.projects),
            "unmapped" => |way, a, b| way.order(&a.unmapped, &b.unmapped),
            "planned" => |way, a, b| way.amounts(a.planned, b.planned),
            "spent" => |way, a, b| way.amounts(a.spent, b.spent),
            // The category; and pilot towns first, as the window opens on them.
            _ => |way, a, b| way.known(a.category.as_ref(), b.category.as_ref()),
        };
        let words = SearchWords::of(&sort.find);
        rows.retain(|row| words.holds([row.name.as_str(), &row.county].into_iter()));
        order(&mut rows, sort, by);
        rows
    }

    pub(super) fn project_row(&self, p: &Summary<'m>) -> ProjectRow {
        let money = self.money(OwnerKind::Project, p.id);
        let town = p.town.and_then(|t| self.model.regions.get(t.as_str()));
        let verdict = self
            .today()
            .map(|today| light_of_project(self, p, LightLimits::of(self.model), today.latest()));
        ProjectRow {
            id: p.id.to_owned(),
            name: p.name.to_owned(),
            kind: p.kind,
            stage: p.stage,
            plan: p.plan.map(|id| id.0.clone()),
            plan_title: p.plan.map(|id| self.plan_title(id.as_str())),
            town: p.town.map(|id| id.0.clone()),
            town_name: town.map(|t| t.name.clone()),
            quantity: p.quantity,
            quantity_unit: p.quantity_unit.map(ToOwned::to_owned),
            starts: p.starts,
            ends: p.ends,
            percent: p.percent,
            precision: self.shown_precision(p),
            location: self.location(p),
            unmapped: self.is_unmapped(p),
            measures: self.measures_of(p),
            lead_unit: p.lead_unit.map(|id| self.unit_name(id.as_str())),
            tasks: self.tasks_of_project(p.id).map(|t| t.number.clone()).collect(),
            planned: money.planned,
            allocated: money.allocated,
            spent: money.spent,
            missing: missing(p, money.planned.0 != 0).map(ToOwned::to_owned).collect(),
            light: verdict
                .as_ref()
                .map_or(LightState::NotJudged, |verdict| verdict.light),
            light_reason: verdict.map(|verdict| verdict.reason),
            overdue: self.is_summary_overdue(p),
            overdue_gates: self.overdue_gates(p.id),
        }
    }

    /// Measures of a footprint: those that are kept, else computed now; `None` if the project has none.
    fn measures_of(&self, p: &Summary<'m>) -> Option<Measures> {
        if !p.drawn {
            return None;
        }
        let kept = p.measured.and_then(|m| m.measures);
        kept.or_else(|| Some(Measures::of(&self.shown_at(p).ok()??.0)))
    }

    /// The line of a task, its light left out.
    pub(super) fn task_row(&self, t: &'m Task) -> TaskRow {
        let id = t.id.as_str();
        let assigned = self.relations().assignments_of_task.of(id);
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
            phase: self.phase_name(t).map(ToOwned::to_owned),
            due: t.due,
            status: t.status,
            responsible: main,
            units: count(assigned.len()),
            indicators: count(self.relations().indicators_of_task.of(id).len()),
            projects: count(self.projects_of_task(id).count()),
            overdue: self.is_task_overdue(t),
            overdue_indicators: self.overdue_indicators(id),
            light: LightState::NotJudged,
            light_reason: None,
        }
    }

    /// A town's ledger line, its lights left out.
    pub fn town_row(&self, r: &'m Region) -> TownRow {
        let id = r.id.as_str();
        let pilot = self.pilot(id);
        let sum = self.town_sum(id);
        TownRow {
            id: r.id.0.clone(),
            name: r.name.clone(),
            county: self.county(id).map(|c| c.name.clone()).unwrap_or_default(),
            category: pilot.map(|d| d.category),
            level: pilot.and_then(|d| d.level),
            plans: self.plans_of_town(r),
            precision: r.precision,
            projects: sum.projects,
            unmapped: sum.unmapped,
            planned: sum.planned,
            spent: sum.spent,
            lights: LightCounts::default(),
        }
    }
}

/// What a ledger line still lacks.
fn missing<'h>(p: &'h Summary<'_>, has_money: bool) -> impl Iterator<Item = &'static str> + 'h {
    let all = [
        (p.town.is_none(), "town"),
        (p.starts.is_none() && p.ends.is_none(), "dates"),
        (p.quantity.is_none(), "quantity"),
        (!has_money, "money"),
        (!p.drawn, "footprint"),
        (p.lead_unit.is_none(), "lead_unit"),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, name)| name)
}

pub(super) fn order<T>(rows: &mut [T], sort: &Sort, by: impl Fn(SortWay, &T, &T) -> Ordering) {
    let way = SortWay::of(sort);
    rows.sort_by(|a, b| by(way, a, b));
}

pub(super) fn page<T>(rows: Vec<T>, offset: u32, limit: u32) -> Page<T> {
    let total = count(rows.len());
    let rows = rows
        .into_iter()
        .skip(offset as usize)
        .take(limit as usize)
        .collect();
    Page { total, offset, rows }
}
