//! The features of an export: taken from an atlas as it is, then handed over one by one without it.

use std::collections::HashSet;
use std::ops::ControlFlow;

use geo::BoundingRect;
use geo_types::Geometry;
use serde::Serialize;
use ts_rs::TS;

use super::columns::{
    CONTROL_LINES, ColumnHeading, ColumnValue, ControlFacts, INDICATORS, IndicatorFacts, PROJECTS,
    ProjectFacts, SITES, Size, TASKS, TOWNS, TaskFacts, TownFacts, UNITS, UnitFacts, UnitWithRole, headings,
};
use super::imported::ImportedColumns;
use super::joined_rows::JoinedRows;
use super::{ExportError, ExportLayer, ExportRequest, OutputFormat};
use crate::atlas_file::AtlasFile;
use crate::model::*;
use crate::progress::Progress;
use crate::query::{Duties, Filter, Snapshot, Sort};
use crate::store::{Scope, SnapshotCursor};

/// A thing left out of an export for want of a location.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct LeftOut {
    pub id: String,
    pub name: String,
}

/// Things left out of an export: the first ones by name, and how many in all.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct LeftOuts {
    pub named: Vec<LeftOut>,
    pub count: u64,
    /// Values that another program wrote and this one cannot read.
    pub odd_values: u64,
}

impl LeftOuts {
    fn add(&mut self, id: &str, name: &str, most: usize) {
        self.count += 1;
        if self.named.len() < most {
            self.named.push(LeftOut {
                id: id.to_owned(),
                name: name.to_owned(),
            });
        }
    }
}

/// A feature on its way into a file.
pub(super) struct Feature<'a> {
    pub id: &'a str,
    name: &'a str,
    /// Longitude, latitude, degrees.
    pub geometry: Option<&'a Geometry<f64>>,
    said: Said<'a>,
    practice: bool,
    /// What the file it came from says beyond the columns, as a JSON object; empty for nothing.
    pub imported: &'a str,
}

/// Where the values of a feature come from.
enum Said<'a> {
    Values(&'a [ColumnValue<'static>]),
    Project(ProjectFacts<'a>),
}

impl Feature<'_> {
    /// Hands over the values, one for each heading. Those of a project are made one by one and kept nowhere.
    pub fn each_value(&self, mut take: impl FnMut(&ColumnValue<'_>)) {
        match &self.said {
            Said::Values(values) => values.iter().for_each(&mut take),
            Said::Project(facts) => PROJECTS.iter().for_each(|column| take(&(column.value)(facts))),
        }
        if self.practice {
            take(&ColumnValue::Bool(true));
        }
    }
}

/// The features of an atlas as it was when they were taken.
pub(super) struct Features {
    pub headings: Vec<ColumnHeading>,
    rows: FeatureRows,
    practice: bool,
    with_unmapped: bool,
    named: usize,
}

enum FeatureRows {
    /// There are few: they are here.
    Few(Vec<OwnedRow>),
    /// They are read from the file one by one.
    Projects(Box<ExportSnapshot>),
}

/// A row of one of the small tables.
struct OwnedRow {
    id: String,
    name: String,
    shape: Option<Shape>,
    values: Vec<ColumnValue<'static>>,
}

/// Projects as they stood in the file when the export began, and what other tables said of them.
struct ExportSnapshot {
    cursor: Box<dyn SnapshotCursor>,
    scope: Scope,
    joined: JoinedRows,
    /// How many there are, as far as that is known.
    total: u64,
}

/// The longitude in the middle of what is exported; `None` if none of it has a place.
pub(super) fn middle_longitude(atlas: &AtlasFile, request: &ExportRequest, practice: bool) -> Option<f64> {
    let west_and_east = |shape: &Shape| {
        let frame = shape.0.bounding_rect()?;
        Some((frame.min().x, frame.max().x))
    };
    let spans: Vec<(f64, f64)> = match request.layer {
        ExportLayer::Projects => {
            let drawn = atlas.ask(|index| index.map_features(&request.filter));
            if drawn.tiled {
                drawn
                    .bounds
                    .map(|[west, _, east, _]| (west, east))
                    .into_iter()
                    .collect()
            } else {
                let asked = |id: &String| request.ids.is_empty() || request.ids.contains(id);
                let own = drawn.projects.iter().filter(|p| asked(&p.id));
                own.filter_map(|p| west_and_east(&p.geometry)).collect()
            }
        }
        _ => match Features::take(atlas, request, practice).ok()?.rows {
            FeatureRows::Few(rows) => rows
                .iter()
                .filter_map(|row| west_and_east(row.shape.as_ref()?))
                .collect(),
            FeatureRows::Projects(_) => Vec::new(),
        },
    };
    let (west, east) = spans.into_iter().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    Some(west.midpoint(east))
}

impl Features {
    /// Takes what an export needs. The model is asked for projects only where there is a filter.
    pub fn take(atlas: &AtlasFile, request: &ExportRequest, practice: bool) -> Result<Self, ExportError> {
        let few = |columns, rows: &dyn Fn(&Snapshot<'_>) -> Vec<OwnedRow>| {
            let mut rows = atlas.ask(rows);
            rows.retain(|row| request.ids.is_empty() || request.ids.contains(&row.id));
            (columns, FeatureRows::Few(rows))
        };
        let (filter, sort) = (&request.filter, &request.view.sort);
        // In the order of the window, which shows pilot towns first.
        let as_seen = (request.format == OutputFormat::Ledger).then_some(sort);
        let (headings, rows) = match request.layer {
            ExportLayer::Projects => (
                headings(PROJECTS, practice),
                FeatureRows::Projects(Box::new(ExportSnapshot::take(atlas, request)?)),
            ),
            ExportLayer::Towns => few(headings(TOWNS, practice), &|index| towns(index, filter, as_seen)),
            ExportLayer::Sites => few(headings(SITES, practice), &|index| sites(index, filter)),
            ExportLayer::ControlLines => few(headings(CONTROL_LINES, practice), &|index| {
                control_lines(index.model)
            }),
            ExportLayer::Tasks => few(headings(TASKS, practice), &|index| tasks(index, filter, sort)),
            ExportLayer::Indicators => {
                few(headings(INDICATORS, practice), &|index| indicators(index, filter))
            }
            ExportLayer::Units => few(headings(UNITS, practice), &|index| units(index, filter)),
        };
        Ok(Self {
            headings,
            rows,
            practice,
            with_unmapped: request.with_unmapped || !request.layer.has_places(),
            named: request.named,
        })
    }

    /// The columns for what files said of its projects beyond ours.
    ///
    /// # Errors
    /// [`ExportError::Store`] if the file cannot be read.
    pub fn imported_columns(&mut self) -> Result<ImportedColumns, ExportError> {
        let mut columns = ImportedColumns::default();
        if let FeatureRows::Projects(snapshot) = &mut self.rows {
            let ids: Option<HashSet<&str>> = match &snapshot.scope {
                Scope::All => None,
                Scope::Ids(ids) => Some(ids.iter().map(String::as_str).collect()),
            };
            snapshot.cursor.imported_values(&mut |id, json| {
                if ids.as_ref().is_none_or(|ids| ids.contains(id)) {
                    columns.note(json);
                }
            })?;
        }
        Ok(columns)
    }

    /// Hands over the features in order; what has no location is left out unless it was asked for.
    ///
    /// # Errors
    /// [`ExportError::Stopped`], what `each` says, or [`ExportError::Store`] if the file cannot be read.
    pub fn each(
        self,
        progress: &Progress,
        each: &mut dyn FnMut(&Feature<'_>) -> Result<(), ExportError>,
    ) -> Result<LeftOuts, ExportError> {
        let mut left_out = LeftOuts::default();
        let mut done = 0;
        let total = match &self.rows {
            FeatureRows::Few(rows) => rows.len() as u64,
            FeatureRows::Projects(snapshot) => snapshot.total,
        };
        let mut give = |feature: Feature<'_>| {
            if progress.stopped() {
                return Err(ExportError::Stopped);
            }
            done += 1;
            progress.read(done, total.max(done));
            if feature.geometry.is_none() && !self.with_unmapped {
                left_out.add(feature.id, feature.name, self.named);
                return Ok(());
            }
            progress.took(1);
            each(&feature)
        };
        match self.rows {
            FeatureRows::Few(rows) => {
                for row in &rows {
                    give(Feature {
                        id: &row.id,
                        name: &row.name,
                        geometry: row.shape.as_ref().map(|shape| &shape.0),
                        said: Said::Values(&row.values),
                        practice: self.practice,
                        imported: "",
                    })?;
                }
            }
            FeatureRows::Projects(snapshot) => {
                let odd_values = snapshot.each(self.practice, &mut give)?;
                left_out.odd_values = odd_values;
            }
        }
        Ok(left_out)
    }
}

/// Takes a feature.
type Give<'g> = dyn FnMut(Feature<'_>) -> Result<(), ExportError> + 'g;

impl ExportSnapshot {
    fn take(atlas: &AtlasFile, request: &ExportRequest) -> Result<Self, ExportError> {
        let model = atlas.model();
        let scope = scope(atlas, request);
        let total = match &scope {
            Scope::All => model.projects.len() as u64,
            Scope::Ids(ids) => ids.len() as u64,
        };
        Ok(Self {
            cursor: atlas.snapshot_cursor()?,
            scope,
            joined: JoinedRows::new(model),
            total,
        })
    }

    /// Hands over its projects; returns how many of their values could not be read.
    fn each(mut self, practice: bool, give: &mut Give<'_>) -> Result<u64, ExportError> {
        let joined = &self.joined;
        let mut failed = None;
        self.cursor.projects(
            &self.scope,
            &|plan| joined.plan_order(plan),
            &mut |project, imported| {
                let own = project.geometry.as_ref();
                let point = joined.region_point(&project);
                let shape = own.or_else(|| point.map(|(shape, _)| shape));
                let facts = ProjectFacts {
                    project: &project,
                    location: match own {
                        Some(_) => Location::Footprint,
                        None => point.map_or(Location::None, |(_, location)| *location),
                    },
                    joined,
                    tasks: joined.tasks(&project.id),
                    money: joined.money(&project.id),
                    size: own.map(Size::of),
                };
                let feature = Feature {
                    id: project.id.as_str(),
                    name: &project.name,
                    geometry: shape.map(|shape| &shape.0),
                    said: Said::Project(facts),
                    practice,
                    imported,
                };
                match give(feature) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        failed = Some(error);
                        ControlFlow::Break(())
                    }
                }
            },
        )?;
        failed.map_or(Ok(self.cursor.odd_values()), Err)
    }
}

/// Which projects are exported. A filter that the window shows is answered already.
fn scope(atlas: &AtlasFile, request: &ExportRequest) -> Scope {
    let sort = &request.view.sort;
    if !request.is_filtered() && sort.column.is_empty() {
        return Scope::All;
    }
    let ids: HashSet<&str> = request.ids.iter().map(String::as_str).collect();
    atlas.ask(|index| {
        let found = index.projects_in_order(&request.filter, sort).map(|p| p.id);
        let kept = found.filter(|id| ids.is_empty() || ids.contains(id));
        Scope::Ids(kept.map(str::to_owned).collect())
    })
}

/// How many features an export would hold, and what it would leave out; nothing is read from the file.
pub(super) fn count(atlas: &AtlasFile, request: &ExportRequest) -> Result<(u64, LeftOuts), ExportError> {
    if request.layer != ExportLayer::Projects {
        let features = Features::take(atlas, request, false)?;
        let mut count = 0;
        let left_out = features.each(&Progress::default(), &mut |_| {
            count += 1;
            Ok(())
        })?;
        return Ok((count, left_out));
    }
    let ids: HashSet<&str> = request.ids.iter().map(String::as_str).collect();
    Ok(atlas.ask(|index| {
        let (mut count, mut left_out) = (0, LeftOuts::default());
        for project in index.projects(&request.filter) {
            if !ids.is_empty() && !ids.contains(project.id) {
                continue;
            }
            if !request.with_unmapped && index.location(&project) == Location::None {
                left_out.add(project.id, project.name, request.named);
            } else {
                count += 1;
            }
        }
        (count, left_out)
    }))
}

fn towns(index: &Snapshot<'_>, filter: &Filter, sort: Option<&Sort>) -> Vec<OwnedRow> {
    let one = |region: &Region| {
        let row = index.town_row(index.model.regions.get(region.id.as_str())?);
        let facts = TownFacts { region, row: &row };
        Some(OwnedRow {
            id: region.id.0.clone(),
            name: region.name.clone(),
            shape: region.geometry.clone(),
            values: TOWNS.iter().map(|c| (c.value)(&facts).into_owned()).collect(),
        })
    };
    let found = match sort {
        Some(sort) => index.town_order(filter, sort),
        None => index.towns(filter),
    };
    found.into_iter().filter_map(one).collect()
}

fn sites(index: &Snapshot<'_>, filter: &Filter) -> Vec<OwnedRow> {
    let one = |site: &Site| OwnedRow {
        id: site.id.0.clone(),
        name: site.name.clone(),
        shape: site.geometry.clone(),
        values: SITES.iter().map(|c| (c.value)(site).into_owned()).collect(),
    };
    index.sites(filter).into_iter().map(one).collect()
}

fn control_lines(model: &Model) -> Vec<OwnedRow> {
    let one = |line: &ControlLine| {
        let facts = ControlFacts {
            line,
            size: line.geometry.as_ref().map(Size::of),
        };
        OwnedRow {
            id: line.id.0.clone(),
            name: line.name.clone().unwrap_or_else(|| line.kind.zh().to_owned()),
            shape: line.geometry.clone(),
            values: CONTROL_LINES
                .iter()
                .map(|c| (c.value)(&facts).into_owned())
                .collect(),
        }
    };
    let lines = model.control_lines.sorted_by_key(|l| l.id.clone());
    lines.into_iter().map(one).collect()
}

fn tasks(index: &Snapshot<'_>, filter: &Filter, sort: &Sort) -> Vec<OwnedRow> {
    let one = |task: &Task| {
        let facts = task_facts(index, task);
        OwnedRow {
            id: task.id.0.clone(),
            name: task.title.clone(),
            shape: None,
            values: TASKS.iter().map(|c| (c.value)(&facts).into_owned()).collect(),
        }
    };
    index.task_order(filter, sort).into_iter().map(one).collect()
}

/// What is said of a task.
pub(super) fn task_facts<'a>(index: &Snapshot<'a>, task: &'a Task) -> TaskFacts<'a> {
    let units = index.assigned_units(&task.id).map(|(unit, role)| UnitWithRole {
        name: unit.name.clone(),
        role,
        group: unit.is_group,
    });
    TaskFacts {
        task,
        plan_title: index.plan_title(task.plan.as_str()),
        section: section_title(index, task),
        phase: index.phase_name(task),
        units: units.collect(),
        projects: index
            .projects_serving(&task.id)
            .map(|p| p.name.to_owned())
            .collect(),
        indicators: index.indicators_of_task(&task.id).into(),
    }
}

fn indicators(index: &Snapshot<'_>, filter: &Filter) -> Vec<OwnedRow> {
    let one = |indicator: &Indicator| {
        let task = indicator.task.as_ref();
        let task = task.and_then(|id| index.model.tasks.get(id.as_str()));
        let facts = IndicatorFacts {
            indicator,
            plan_title: index.plan_title(indicator.plan.as_str()),
            section: task.and_then(|task| section_title(index, task)),
            task,
            regions: index.regions_of_indicator(indicator),
        };
        OwnedRow {
            id: indicator.id.0.clone(),
            name: indicator.name.clone(),
            shape: None,
            values: INDICATORS
                .iter()
                .map(|c| (c.value)(&facts).into_owned())
                .collect(),
        }
    };
    index.indicators(filter).into_iter().map(one).collect()
}

/// Number and title of the heading that a task stands under.
fn section_title(index: &Snapshot<'_>, task: &Task) -> Option<String> {
    let section = index.model.sections.get(task.section.as_ref()?.as_str())?;
    Some(format!("{} {}", section.number, section.title).trim().to_owned())
}

fn units(index: &Snapshot<'_>, filter: &Filter) -> Vec<OwnedRow> {
    let one = |(unit, duties): (&Unit, Duties)| {
        let region = index.model.regions.get(unit.region.as_str());
        let facts = UnitFacts {
            unit,
            region: region.map_or("", |r| r.name.as_str()),
            members: index.members(unit).iter().map(|r| r.name.clone()).collect(),
            duties,
        };
        OwnedRow {
            id: unit.id.0.clone(),
            name: unit.name.clone(),
            shape: None,
            values: UNITS.iter().map(|c| (c.value)(&facts).into_owned()).collect(),
        }
    };
    index.units(filter).into_iter().map(one).collect()
}
