//! What the questions are asked with and answered with: plain values that cross the wire as they are.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::*;

/// Which things are meant. Empty lists mean “all”; lists are joined by “and”, or by “or” when `any` is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Plan ids.
    pub plans: Vec<String>,
    /// Region ids: towns or counties.
    pub towns: Vec<String>,
    /// Kinds of project.
    pub kinds: Vec<ProjectKind>,
    /// Stages of project.
    pub stages: Vec<ProjectStage>,
    /// Unit ids: those that lead the project or are assigned to a task it serves.
    pub units: Vec<String>,
    /// Years in which the project has money or runs, or the task is due.
    pub years: Vec<i64>,
    /// Sources of money.
    pub sources: Vec<MoneySource>,
    /// Only mapped (true) or only 未上图 (false).
    pub mapped: Option<bool>,
    /// Words in the name, content or town.
    pub text: String,
    /// Longitude and latitude box: west, south, east, north.
    pub bbox: Option<[f64; 4]>,
    /// Join the lists by “or”.
    pub any: bool,
}

/// What a selection adds up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Totals {
    /// Projects.
    pub projects: u32,
    /// Projects without a location.
    pub unmapped: u32,
    /// Tasks.
    pub tasks: u32,
    /// Towns.
    pub towns: u32,
    /// Length of line footprints in metres.
    pub length_m: f64,
    /// Area of polygon footprints in square metres.
    pub area_m2: f64,
    /// Length and area are still being computed and not yet complete.
    pub measuring: bool,
    /// Money planned: per project what is approved, else what is estimated.
    pub planned: Fen,
    /// 匡算
    pub estimated: Fen,
    /// 批复
    pub approved: Fen,
    /// 下达
    pub allocated: Fen,
    /// 支付
    pub spent: Fen,
}

/// How many projects each choice of a filter would give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FacetCount {
    /// The value: an id, a word or a year.
    pub value: String,
    /// Its label.
    pub label: String,
    /// Second line: the county of a town, the region of a unit.
    pub hint: Option<String>,
    /// Projects with it.
    pub projects: u32,
    /// Tasks with it.
    pub tasks: u32,
}

/// The choices of every filter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "named like the fields of Filter")]
pub struct Facets {
    pub plans: Vec<FacetCount>,
    pub towns: Vec<FacetCount>,
    pub kinds: Vec<FacetCount>,
    pub stages: Vec<FacetCount>,
    pub units: Vec<FacetCount>,
    pub years: Vec<FacetCount>,
    pub sources: Vec<FacetCount>,
    pub mapped: u32,
    pub unmapped: u32,
}

/// One page of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Page<T> {
    /// Rows that match in all.
    pub total: u32,
    /// Place of the first row given among all, from 0.
    pub offset: u32,
    /// The rows.
    pub rows: Vec<T>,
}

/// How a ledger is ordered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Sort {
    /// A column of the row; empty for the plan's own order.
    pub column: String,
    /// From large to small.
    pub descending: bool,
}

/// A line of the project ledger (项目台账).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ProjectRow {
    /// Project id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ProjectKind,
    /// Its stage.
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
    /// Unit of the quantity.
    pub quantity_unit: Option<String>,
    /// Start.
    pub starts: Option<PartialDate>,
    /// End.
    pub ends: Option<PartialDate>,
    /// Percent done.
    pub percent: Option<f64>,
    /// Precision of the location.
    pub precision: Precision,
    /// Measures of the footprint.
    pub measures: Option<Measures>,
    /// Unit that leads it.
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
}

/// A line of the task ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TaskRow {
    /// Task id.
    pub id: String,
    /// Its plan's id.
    pub plan: String,
    /// Its plan's short title.
    pub plan_title: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// With or without its own unit list.
    pub kind: TaskKind,
    /// Its phase's name.
    pub phase: Option<String>,
    /// Due date.
    pub due: Option<PartialDate>,
    /// Status.
    pub status: TaskStatus,
    /// Names of its lead and responsible units, joined by 、.
    pub responsible: String,
    /// Units named in its list.
    pub units: u32,
    /// Its indicators.
    pub indicators: u32,
    /// Projects that serve it.
    pub projects: u32,
}

/// A line of the town ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TownRow {
    /// Region id.
    pub id: String,
    /// Its name.
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
    /// Projects in it.
    pub projects: u32,
    /// Projects in it without a location.
    pub unmapped: u32,
    /// Planned money.
    pub planned: Fen,
    /// Spent money.
    pub spent: Fen,
}

/// A pin of a town on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TownPin {
    /// Region id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Longitude, latitude.
    pub at: [f64; 2],
    /// Category, when it is a pilot.
    pub category: Option<Category>,
    /// Level, when it is a pilot.
    pub level: Option<PilotLevel>,
    /// Precision of the point.
    pub precision: Precision,
    /// How sure the point is.
    pub confidence: Option<String>,
    /// Township, county…
    pub region_level: RegionLevel,
}

/// A pin of a site on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SitePin {
    /// Site id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SiteKind,
    /// Longitude, latitude.
    pub at: [f64; 2],
    /// Precision.
    pub precision: Precision,
}

/// A project on the map: its footprint, or its town's point with precision 镇域.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ProjectShape {
    /// Project id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ProjectKind,
    /// Its stage.
    pub stage: ProjectStage,
    /// Precision of what is drawn.
    pub precision: Precision,
    /// Whether it is an alternative.
    pub alternative: bool,
    /// Footprint, or the town's point when `own` is false.
    pub geometry: Shape,
    /// Whether the geometry is its own.
    pub own: bool,
    /// Where its label and its pin stand.
    pub label_at: [f64; 2],
}

/// What the map draws for a filter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct MapFeatures {
    /// Towns with a point.
    pub towns: Vec<TownPin>,
    /// Sites with a point.
    pub sites: Vec<SitePin>,
    /// Projects that can be shown; none when they are `tiled`.
    pub projects: Vec<ProjectShape>,
    /// Whether there are so many projects that they are drawn from tiles.
    pub tiled: bool,
    /// Which set of projects the tiles are asked for; `None` for all.
    pub tile_set: Option<u32>,
    /// Adcodes of the counties the plans are about, for tinting.
    pub counties: Vec<String>,
    /// West, south, east, north of it all.
    pub bounds: Option<[f64; 4]>,
    /// Bounds of the pilot towns (or of the towns when there is no pilot).
    pub pilot_bounds: Option<[f64; 4]>,
}

/// A node of the contents tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Node {
    /// plan, section, task, region, project.
    pub kind: NodeKind,
    /// Record id.
    pub id: String,
    /// Number as printed, may be empty.
    pub number: String,
    /// Title.
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

/// The contents tree.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Contents {
    /// Plans with sections and tasks.
    pub plans: Vec<Node>,
    /// Counties with towns with projects.
    pub towns: Vec<Node>,
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
pub struct UnmappedItem {
    /// Project, town or site.
    pub kind: NodeKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Kind of a project.
    pub project_kind: Option<ProjectKind>,
    /// Town or county it belongs to.
    pub place: Option<String>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// What it is.
    pub kind: NodeKind,
    /// Its id; an administrative code for a place.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it belongs.
    pub subtitle: String,
    /// Where it is, when known.
    pub at: Option<[f64; 2]>,
}

/// A unit with its role, as a task's list names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AssignedUnit {
    /// The assignment.
    pub assignment: Assignment,
    /// The unit.
    pub unit: Unit,
    /// Names of the towns a group stands for.
    pub members: Vec<String>,
}

/// A task with what is needed to read it in a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TaskBrief {
    /// The row.
    pub task: Task,
    /// Its plan's short title.
    pub plan_title: String,
    /// Names of its units by role, in the order of the roles.
    pub units: Vec<RoleUnits>,
}

/// The units that have one role in a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleUnits {
    /// The role.
    pub role: Role,
    /// Their names, parted by “、”.
    pub names: String,
}

/// An indicator with its observations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IndicatorBrief {
    /// The row.
    pub indicator: Indicator,
    /// Its observations, by date.
    pub observations: Vec<Observation>,
}

/// Everything about a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct PlanDetail {
    pub plan: Plan,
    pub region: Region,
    pub phases: Vec<Phase>,
    pub tasks: Vec<TaskBrief>,
    pub measures: u32,
    pub unit_mentions: u32,
    pub units: u32,
    pub indicators: Vec<IndicatorBrief>,
    pub designations: Vec<DesignatedTown>,
    pub funding_rules: Vec<FundingRule>,
    pub rosters: Vec<Roster>,
    pub criteria: Vec<Criterion>,
    pub assessments: Vec<Assessment>,
    pub budget: Vec<BudgetLine>,
    pub progress: Vec<Progress>,
    pub totals: Totals,
}

/// A designation with its town's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the record of the same name")]
pub struct DesignatedTown {
    pub designation: Designation,
    pub town_name: String,
    pub county_name: String,
    pub plan_title: String,
}

/// Everything about a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct TaskDetail {
    pub task: Task,
    pub plan: Plan,
    pub section: Option<Section>,
    pub phase: Option<Phase>,
    pub phases: Vec<Phase>,
    pub units: Vec<AssignedUnit>,
    pub indicators: Vec<IndicatorBrief>,
    pub projects: Vec<ProjectRow>,
    pub budget: Vec<BudgetLine>,
    pub progress: Vec<Progress>,
}

/// Everything about a town or another region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct TownDetail {
    pub region: Region,
    /// Names of the regions above, from the province down.
    pub path: Vec<String>,
    pub designations: Vec<DesignatedTown>,
    /// Tasks assigned to the town itself or to a group it belongs to.
    pub tasks: Vec<TaskBrief>,
    pub projects: Vec<ProjectRow>,
    pub sites: Vec<Site>,
    pub budget: Vec<BudgetLine>,
    pub progress: Vec<Progress>,
    pub observations: Vec<Observation>,
    pub indicators: Vec<IndicatorBrief>,
    pub funding_rules: Vec<FundingRule>,
    pub totals: Totals,
}

/// Everything about a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct ProjectDetail {
    pub project: Project,
    pub row: ProjectRow,
    pub plan: Option<Plan>,
    pub town: Option<Region>,
    pub path: Vec<String>,
    pub tasks: Vec<TaskBrief>,
    pub links: Vec<ProjectTask>,
    pub budget: Vec<BudgetLine>,
    pub gates: Vec<Gate>,
    pub progress: Vec<Progress>,
    pub lead_unit: Option<Unit>,
    pub problems: Vec<ShapeProblem>,
}

/// Everything about a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the records of the same name")]
pub struct UnitDetail {
    pub unit: Unit,
    pub region: Region,
    pub members: Vec<String>,
    /// Tasks with the role the unit has in each.
    pub tasks: Vec<RoleTask>,
    pub projects: Vec<ProjectRow>,
}

/// A task and the role of a unit in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "said by the names")]
pub struct RoleTask {
    pub role: Role,
    pub brief: TaskBrief,
}

/// Everything about a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the record of the same name")]
pub struct SiteDetail {
    pub site: Site,
    pub plan: Option<Plan>,
    pub path: Vec<String>,
}

/// Everything about one thing, by what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the detail of the same name")]
#[allow(clippy::large_enum_variant, reason = "made once a selection")]
pub enum Detail {
    Plan(PlanDetail),
    Task(TaskDetail),
    Town(TownDetail),
    Project(ProjectDetail),
    Unit(UnitDetail),
    Site(SiteDetail),
}

/// What is wrong with a footprint, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ShapeProblem {
    /// self_crossing, hole_outside, …
    pub code: String,
    /// Longitude, latitude of the spot.
    pub at: Option<[f64; 2]>,
}

/// A choice of a select box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Choice {
    /// The id.
    pub value: String,
    /// Its label.
    pub label: String,
    /// Quiet text.
    pub hint: Option<String>,
}

/// The choices of references, for forms.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the choices of the record of the same name")]
pub struct Choices {
    pub plans: Vec<Choice>,
    pub towns: Vec<Choice>,
    pub tasks: Vec<Choice>,
    pub units: Vec<Choice>,
}
