//! The contents tree: plans → sections → tasks, counties → towns → projects, and what has no place yet.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::filter::Filter;
use super::snapshot::count;
use super::unit_ledger::UnitRow;
use crate::model::*;

/// What a node, a search hit or a selection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the record of the same name")]
pub enum NodeKind {
    Plan,
    Section,
    Task,
    Town,
    Project,
    Unit,
    Site,
    View,
    /// A place of the gazetteer that is not in the atlas.
    Place,
}

/// A node of the contents tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Node {
    /// plan, section, task, region, project.
    pub kind: NodeKind,
    /// Record id.
    pub id: String,
    /// Number as printed, may be empty.
    pub number: String,
    pub title: String,
    /// Quiet text at the right: a document number, the region above.
    pub hint: Option<String>,
    /// What a town is as a pilot.
    pub category: Option<Category>,
    /// Tasks or projects below.
    pub count: u32,
    /// Nodes below.
    pub children: Vec<Node>,
}

/// The contents tree.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Contents {
    /// Plans with sections and tasks.
    pub plans: Vec<Node>,
    /// Counties with towns with projects.
    pub towns: Vec<Node>,
    /// Units, under the region whose bodies they are where there are several regions.
    pub units: Vec<Node>,
    /// How many units there are.
    pub unit_count: u32,
    /// Projects, towns and sites without a location, the first of them when there are thousands.
    pub unmapped: Vec<UnmappedItem>,
    /// How many projects without a location there are in all.
    pub unmapped_projects: u32,
    /// How many towns and sites without one.
    pub unmapped_places: u32,
    /// Named views.
    pub views: Vec<View>,
}

/// A thing that has no place yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct UnmappedItem {
    /// Project, town or site.
    pub kind: NodeKind,
    pub id: String,
    pub name: String,
    pub project_kind: Option<ProjectKind>,
    /// Town or county it belongs to.
    pub place: Option<String>,
}

impl<'m> Snapshot<'m> {
    /// The contents tree of the atlas.
    pub fn contents(&self) -> Contents {
        let (unmapped_projects, unmapped_places, unmapped) = self.unmapped();
        Contents {
            plans: self
                .model
                .plans
                .sorted_by_key(|p| p.ordinal)
                .into_iter()
                .map(|p| self.plan_node(p))
                .collect(),
            towns: self.town_nodes(),
            units: self.unit_nodes(),
            unit_count: count(self.model.units.iter().count()),
            unmapped,
            unmapped_projects,
            unmapped_places,
            views: self
                .model
                .views
                .sorted_by_key(|v| v.ordinal)
                .into_iter()
                .cloned()
                .collect(),
        }
    }

    fn plan_node(&self, plan: &'m Plan) -> Node {
        let sections: Vec<&Section> = self
            .model
            .sections
            .sorted_by_key(|s| s.ordinal)
            .into_iter()
            .filter(|s| s.plan == plan.id)
            .collect();
        let tasks: Vec<&Task> = self
            .model
            .tasks
            .sorted_by_key(|t| t.ordinal)
            .into_iter()
            .filter(|t| t.plan == plan.id && t.kind != TaskKind::Subtask)
            .collect();
        let mut children = section_nodes(&sections, &tasks, None);
        children.extend(tasks.iter().filter(|t| t.section.is_none()).map(|t| task_node(t)));
        Node {
            kind: NodeKind::Plan,
            id: plan.id.0.clone(),
            number: String::new(),
            title: plan.short_title.clone(),
            hint: plan.document_number.clone(),
            category: None,
            count: count(tasks.iter().filter(|t| t.kind == TaskKind::Task).count()),
            children,
        }
    }

    fn town_nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut named = self.project_nodes();
        for county in self
            .model
            .regions
            .iter()
            .filter(|r| r.level == RegionLevel::County)
        {
            let towns: Vec<&Region> = self.below(county.id.as_str(), RegionLevel::Township);
            let mut children = named.remove(county.id.as_str()).unwrap_or_default();
            children.extend(
                towns
                    .iter()
                    .map(|t| self.town_node(t, named.remove(t.id.as_str()).unwrap_or_default())),
            );
            nodes.push(Node {
                kind: NodeKind::Town,
                id: county.id.0.clone(),
                number: String::new(),
                title: county.name.clone(),
                hint: self.path(county.id.as_str()).last().cloned(),
                category: None,
                count: count(towns.len()),
                children,
            });
        }
        // Counties that a plan names pilots in come first.
        nodes.sort_by_key(|n| std::cmp::Reverse(n.children.iter().filter(|c| c.category.is_some()).count()));
        nodes
    }

    fn unit_nodes(&self) -> Vec<Node> {
        let mut by_region: Vec<Node> = Vec::new();
        for row in self.unit_rows(&Filter::default()) {
            if by_region
                .last()
                .is_none_or(|region| region.title != row.region_name)
            {
                by_region.push(Node {
                    kind: NodeKind::Section,
                    id: format!("units/{}", row.region_name),
                    number: String::new(),
                    title: row.region_name.clone(),
                    hint: None,
                    category: None,
                    count: 0,
                    children: Vec::new(),
                });
            }
            if let Some(region) = by_region.last_mut() {
                region.count += 1;
                region.children.push(unit_node(&row));
            }
        }
        match by_region.as_mut_slice() {
            [only] => std::mem::take(&mut only.children),
            _ => by_region,
        }
    }

    /// Projects of each region as nodes, in their order, at most [`MOST_NODES`] a region.
    fn project_nodes(&self) -> HashMap<&'m str, Vec<Node>> {
        let projects = &self.model.projects;
        let mut by_town: Vec<Vec<u32>> = projects.of_towns(|_| Vec::new());
        for slot in projects.slots() {
            if let [_, Some(town), _] = projects.codes(slot) {
                by_town[town].push(slot);
            }
        }
        let node = |slots: Vec<u32>| {
            let mut summaries: Vec<Summary<'_>> =
                slots.into_iter().filter_map(|slot| projects.at(slot)).collect();
            summaries.sort_by_key(|p| p.ordinal);
            summaries.truncate(MOST_NODES);
            summaries.iter().map(project_node).collect()
        };
        projects
            .town_ids()
            .map(RegionId::as_str)
            .zip(by_town.into_iter().map(node))
            .collect()
    }

    fn town_node(&self, town: &'m Region, children: Vec<Node>) -> Node {
        let pilot = self.pilot(town.id.as_str());
        Node {
            kind: NodeKind::Town,
            id: town.id.0.clone(),
            number: String::new(),
            title: town.name.clone(),
            hint: None,
            category: pilot.map(|d| d.category),
            count: self.town_sum(town.id.as_str()).projects,
            children,
        }
    }

    /// What has no place yet: how many projects, how many towns and sites, and the first of them all.
    fn unmapped(&self) -> (u32, u32, Vec<UnmappedItem>) {
        let place = |id: Option<&RegionId>| {
            id.and_then(|id| self.model.regions.get(id.as_str()))
                .map(|r| r.name.clone())
        };
        let mut items: Vec<UnmappedItem> = Vec::new();
        let mut total = 0;
        for p in self.projects(&Filter::default()).filter(|p| self.is_unmapped(p)) {
            total += 1;
            if items.len() < MOST_UNMAPPED {
                items.push(UnmappedItem {
                    kind: NodeKind::Project,
                    id: p.id.to_owned(),
                    name: p.name.to_owned(),
                    project_kind: Some(p.kind),
                    place: place(p.town),
                });
            }
        }
        let projects = items.len();
        for r in self
            .model
            .regions
            .iter()
            .filter(|r| r.level == RegionLevel::Township && r.geometry.is_none())
        {
            items.push(UnmappedItem {
                kind: NodeKind::Town,
                id: r.id.0.clone(),
                name: r.name.clone(),
                project_kind: None,
                place: place(r.parent.as_ref()),
            });
        }
        for s in self.model.sites.iter().filter(|s| s.geometry.is_none()) {
            items.push(UnmappedItem {
                kind: NodeKind::Site,
                id: s.id.0.clone(),
                name: s.name.clone(),
                project_kind: None,
                place: place(s.town.as_ref()),
            });
        }
        (total, count(items.len() - projects), items)
    }
}

/// Projects of a town that the tree names; the ledger has them all.
const MOST_NODES: usize = 500;
/// Projects without a place that are listed; the ledger has them all.
const MOST_UNMAPPED: usize = 2_000;

fn section_nodes(sections: &[&Section], tasks: &[&Task], parent: Option<&SectionId>) -> Vec<Node> {
    let mut nodes = Vec::new();
    for section in sections
        .iter()
        .filter(|s| s.parent.as_ref() == parent && Some(&s.id) != parent)
    {
        let mut children = section_nodes(sections, tasks, Some(&section.id));
        children.extend(
            tasks
                .iter()
                .filter(|t| t.section.as_ref() == Some(&section.id))
                .map(|t| task_node(t)),
        );
        let below: u32 = children
            .iter()
            .map(|c| if c.kind == NodeKind::Task { 1 } else { c.count })
            .sum();
        nodes.push(Node {
            kind: NodeKind::Section,
            id: section.id.0.clone(),
            number: section.number.clone(),
            title: section.title.clone(),
            hint: None,
            category: None,
            count: below,
            children,
        });
    }
    nodes
}

fn task_node(task: &Task) -> Node {
    Node {
        kind: NodeKind::Task,
        id: task.id.0.clone(),
        number: task.number.clone(),
        title: task.title.clone(),
        hint: (task.kind == TaskKind::Measure).then(|| task.kind.zh().to_owned()),
        category: None,
        count: 0,
        children: Vec::new(),
    }
}

fn unit_node(row: &UnitRow) -> Node {
    Node {
        kind: NodeKind::Unit,
        id: row.id.clone(),
        number: String::new(),
        title: row.name.clone(),
        hint: None,
        category: None,
        count: row.all(),
        children: Vec::new(),
    }
}

fn project_node(project: &Summary<'_>) -> Node {
    Node {
        kind: NodeKind::Project,
        id: project.id.to_owned(),
        number: String::new(),
        title: project.name.to_owned(),
        hint: None,
        category: None,
        count: 0,
        children: Vec::new(),
    }
}
