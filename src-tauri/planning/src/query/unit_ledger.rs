//! Lines of the ledger of units: what each has to do, by itself and by the groups it belongs to.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::filter::{Filter, Sort};
use super::ledger::{Page, order, page};
use super::ledger_keys::SortWay;
use super::light_counts::LightCounts;
use super::search_words::SearchWords;
use super::snapshot::count;
use crate::model::*;

/// A line of the ledger of units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct UnitRow {
    /// Unit id.
    pub id: String,
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// The region whose body it is.
    pub region_name: String,
    /// Whether it names many.
    pub is_group: bool,
    /// Tasks it leads (牵头).
    pub lead: u32,
    /// Tasks it is responsible for (责任).
    pub in_charge: u32,
    /// Tasks it takes part in or supports (参与, 配合).
    pub joined: u32,
    /// Tasks that it has only by a group it belongs to.
    pub by_group: u32,
    /// Its tasks that are late today, those by a group with them.
    pub overdue: u32,
    pub lead_projects: u32,
    /// The lights of its tasks today, those by a group with them.
    pub lights: LightCounts,
}

impl<'m> Snapshot<'m> {
    /// A page of the ledger of units: those that have a task or lead a project of the filter; without a filter all.
    pub fn unit_page(&self, filter: &Filter, sort: &Sort, offset: u32, limit: u32) -> Page<UnitRow> {
        let mut rows = self.unit_rows(filter);
        let by: fn(SortWay, &UnitRow, &UnitRow) -> Ordering = match sort.column.as_str() {
            "name" => |way, a, b| way.order(&a.name, &b.name),
            "region_name" => |way, a, b| way.texts(&a.region_name, &b.region_name),
            "lead" => |way, a, b| way.counts(a.lead, b.lead),
            "in_charge" => |way, a, b| way.counts(a.in_charge, b.in_charge),
            "joined" => |way, a, b| way.counts(a.joined, b.joined),
            "by_group" => |way, a, b| way.counts(a.by_group, b.by_group),
            "overdue" => |way, a, b| way.counts(a.overdue, b.overdue),
            "lead_projects" => |way, a, b| way.counts(a.lead_projects, b.lead_projects),
            _ => |_, _, _| Ordering::Equal,
        };
        let words = SearchWords::of(&sort.find);
        rows.retain(|row| {
            let aliases = row.aliases.iter().map(String::as_str);
            words.holds([row.name.as_str(), &row.region_name].into_iter().chain(aliases))
        });
        order(&mut rows, sort, by);
        page(rows, offset, limit)
    }

    /// Units in the order of their regions, in each those with the most to do first.
    pub(super) fn unit_rows(&self, filter: &Filter) -> Vec<UnitRow> {
        let tasks: HashSet<&str> = self.tasks(filter).iter().map(|t| t.id.as_str()).collect();
        let leads = self.leads(filter);
        let by_region = self.tasks_of_groups(&tasks);
        let units = self.model.units.iter();
        let mut rows: Vec<(&str, UnitRow)> = units
            .map(|unit| {
                let row = self.unit_row(unit, &tasks, &by_region, &leads);
                (unit.region.as_str(), row)
            })
            .filter(|(_, row)| filter.is_empty() || row.all() + row.lead_projects > 0)
            .collect();
        rows.sort_by(|(a_region, a), (b_region, b)| {
            let most = |row: &UnitRow| row.all() + row.lead_projects;
            a_region.cmp(b_region).then(most(b).cmp(&most(a)))
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn unit_row(
        &self,
        unit: &'m Unit,
        tasks: &HashSet<&str>,
        by_region: &HashMap<&str, HashSet<&'m str>>,
        leads: &HashMap<&str, u32>,
    ) -> UnitRow {
        let id = unit.id.as_str();
        let assigned = self.relations().assignments_of_unit.of(id);
        let own: Vec<&Assignment> = assigned
            .iter()
            .map(|a| &**a)
            .filter(|a| tasks.contains(a.task.as_str()))
            .collect();
        let mut all: HashSet<&str> = own.iter().map(|a| a.task.as_str()).collect();
        let alone = all.len();
        let place = self.place_of_unit(unit);
        all.extend(
            place
                .and_then(|p| by_region.get(p.id.as_str()))
                .into_iter()
                .flatten(),
        );
        let roles = |wanted: &[Role]| count(own.iter().filter(|a| wanted.contains(&a.role)).count());
        let late = |task: &&&str| {
            let task = self.model.tasks.get(task);
            task.is_some_and(|task| self.is_task_overdue(task))
        };
        let region = self.model.regions.get(unit.region.as_str());
        UnitRow {
            id: id.to_owned(),
            name: unit.name.clone(),
            aliases: aliases(unit).map(ToOwned::to_owned).collect(),
            region_name: region.map(|r| r.name.clone()).unwrap_or_default(),
            is_group: unit.is_group,
            lead: roles(&[Role::Lead]),
            in_charge: roles(&[Role::Responsible]),
            joined: roles(&[Role::Participating, Role::Supporting]),
            by_group: count(all.len() - alone),
            overdue: count(all.iter().filter(late).count()),
            lead_projects: leads.get(id).copied().unwrap_or_default(),
            lights: self.light_counts(all.iter().copied()),
        }
    }

    /// Projects of the filter by the unit that leads them.
    fn leads(&self, filter: &Filter) -> HashMap<&'m str, u32> {
        let projects = &self.model.projects;
        let mut leads = projects.of_units(|_| 0);
        for slot in self.project_slots(filter).iter() {
            if let [.., Some(lead)] = projects.codes(*slot) {
                leads[lead] += 1;
            }
        }
        projects.unit_ids().map(UnitId::as_str).zip(leads).collect()
    }

    /// Tasks that each region has by the groups it belongs to, of those that are asked for.
    fn tasks_of_groups(&self, tasks: &HashSet<&str>) -> HashMap<&'m str, HashSet<&'m str>> {
        let mut by_region: HashMap<&str, HashSet<&str>> = HashMap::new();
        for group in self.model.units.iter().filter(|u| u.is_group) {
            let assigned = self.relations().assignments_of_unit.of(group.id.as_str());
            let of_group: Vec<&'m str> = assigned
                .iter()
                .map(|a| a.task.as_str())
                .filter(|task| tasks.contains(task))
                .collect();
            for member in self.members(group) {
                by_region.entry(member.id.as_str()).or_default().extend(&of_group);
            }
        }
        by_region
    }
}

impl UnitRow {
    /// Tasks in any role and by a group.
    pub fn all(&self) -> u32 {
        self.lead + self.in_charge + self.joined + self.by_group
    }
}
