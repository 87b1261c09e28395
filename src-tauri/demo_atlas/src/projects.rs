//! The catalogue's entries as projects: footprints drawn, quantities measured from them, percent from the dates.

use geo::{Geodesic, GeodesicArea, Length};
use geo_types::Geometry;
use time::Date;

use super::{
    calendar::{STATUS, first_day, last_day, months_after, written},
    catalogue::{self, CatalogueEntry, entries},
    noise::noise,
    places::{COUNTY, TOWNS, town_id},
    plans::{plan_of_task, task_id},
    units::unit_id,
};
use planning::model::{
    ConstructionNature, Fen, Precision, Project, ProjectKind, ProjectStage, ProjectTask, Record, Shape,
};

/// A project and what the other tables need to know of it.
pub(super) struct Planned {
    pub(super) number: usize,
    pub(super) entry: &'static CatalogueEntry,
    pub(super) project: Project,
}

/// Every project of the demo atlas.
pub(super) fn all() -> Vec<Planned> {
    entries()
        .enumerate()
        .map(|(i, entry)| planned(i + 1, entry))
        .collect()
}

/// The rows of the projects and of the tasks they serve.
pub(super) fn rows(projects: &[Planned]) -> Vec<Record> {
    let links = projects.iter().flat_map(|p| {
        p.entry.tasks.iter().map(|&task| {
            Record::from(ProjectTask {
                id: format!("{}-{}", p.project.id, task_id(task)).into(),
                project: p.project.id.clone(),
                task: task_id(task).into(),
            })
        })
    });
    projects
        .iter()
        .map(|p| Record::from(p.project.clone()))
        .chain(links)
        .collect()
}

impl Planned {
    /// Start of the works, when the catalogue knows it.
    pub(super) fn start(&self) -> Option<Date> {
        self.project.starts.map(first_day)
    }

    /// End of the works, when the catalogue knows it.
    pub(super) fn end(&self) -> Option<Date> {
        self.project.ends.map(last_day)
    }

    /// Whether works have begun.
    pub(super) fn begun(&self) -> bool {
        !matches!(self.entry.stage, ProjectStage::Idea | ProjectStage::Preparing)
    }

    /// Percent done on a day, by the timetable and by how well it is kept.
    pub(super) fn percent_on(&self, day: Date) -> f64 {
        let (Some(start), Some(end)) = (self.start(), self.end()) else {
            return 0.0;
        };
        if !self.begun() || day <= start {
            return 0.0;
        }
        let share = (day - start).whole_days() as f64 / (end - start).whole_days().max(1) as f64;
        let pace = match self.entry.stage {
            ProjectStage::Completed | ProjectStage::Accepted => 1.0,
            ProjectStage::Suspended => 0.45,
            _ if self.entry.late => 0.58 + 0.06 * noise(self.number as u64),
            _ => 0.94 + 0.05 * noise(self.number as u64),
        };
        let limit = match self.entry.stage {
            ProjectStage::Completed | ProjectStage::Accepted => 100.0,
            ProjectStage::Suspended => 38.0,
            _ => 97.0,
        };
        (share * pace * 100.0).min(limit).round()
    }
}

fn planned(number: usize, entry: &'static CatalogueEntry) -> Planned {
    let in_a_town = entry.town != catalogue::COUNTY;
    let town = if in_a_town { entry.town } else { 0 };
    let geometry = entry.foot.shape(town);
    let (quantity, quantity_unit) = quantity(entry, geometry.as_ref());
    let lead = if entry.lead.is_empty() {
        TOWNS[town].name
    } else {
        entry.lead
    };
    let bond = bond(number, entry);
    let project = Project {
        id: format!("practice/p{number:03}").into(),
        plan: entry.tasks.first().map(|&task| plan_of_task(task).into()),
        ordinal: number as i64,
        name: entry.name.to_owned(),
        kind: entry.kind,
        town: Some(
            if in_a_town {
                town_id(town)
            } else {
                COUNTY.0.to_owned()
            }
            .into(),
        ),
        stage: entry.stage,
        starts: written(entry.dates.0),
        ends: written(entry.dates.1),
        quantity,
        quantity_unit,
        content: Some(entry.content.to_owned()),
        lead_unit: Some(unit_id(lead).into()),
        percent: None,
        precision: precision(number, entry),
        alternative: entry.alternative,
        source: geometry.is_some().then(|| "演练：虚构范围，仅供练习".to_owned()),
        geometry,
        read_at: None,
        note: entry.late.then(|| "进度滞后（演练）".to_owned()),
        project_code: code(number, entry),
        nature: Some(nature(entry)),
        responsible_post: Some(post(entry).to_owned()),
        public_benefit: Some(is_public(entry.kind)),
        yearly_revenue: yearly_revenue(number, entry),
        bond_years: bond.map(|(years, _)| years),
        bond_rate: bond.map(|(_, rate)| rate),
    };
    let mut planned = Planned {
        number,
        entry,
        project,
    };
    planned.project.percent = match entry.stage {
        ProjectStage::Idea => None,
        ProjectStage::Preparing => Some(0.0),
        ProjectStage::Completed | ProjectStage::Accepted => Some(100.0),
        _ => Some(planned.percent_on(STATUS)),
    };
    planned
}

/// Whether such projects are for the public good.
fn is_public(kind: ProjectKind) -> bool {
    use ProjectKind::{Commerce, Culture, Housing, Industry, Utility};
    !matches!(kind, Commerce | Culture | Housing | Industry | Utility)
}

/// Revenue a year, in steps of 1 万元; 0 where nothing is charged, `None` where nobody has reckoned it.
fn yearly_revenue(number: usize, entry: &CatalogueEntry) -> Option<Fen> {
    use ProjectKind::{Digital, Education, Greening, Other, Road, Sanitation, Streetscape};
    if entry.stage == ProjectStage::Idea {
        return None;
    }
    let charges = !matches!(
        entry.kind,
        Digital | Education | Greening | Other | Road | Sanitation | Streetscape
    );
    // From 4 to 12 in the hundred of what it costs: some cover principal and interest and some do not.
    let part = if charges {
        0.08 + 0.04 * noise(900 + number as u64)
    } else {
        0.0
    };
    Some(Fen((entry.cost * part).round() as i64 * 1_000_000))
}

/// Years and yearly interest of the bond of a large project; `None` where none is foreseen.
fn bond(number: usize, entry: &CatalogueEntry) -> Option<(i64, f64)> {
    let foreseen = entry.cost >= 4000.0 && entry.stage != ProjectStage::Idea && !entry.unfunded;
    let years = if number.is_multiple_of(2) { 20 } else { 15 };
    foreseen.then(|| {
        (
            years,
            (300.0 + 20.0 * noise(1900 + number as u64)).round() / 10_000.0,
        )
    })
}

/// 项目代码 as the national platform writes it, with the invented county's code; what is an idea alone has none.
fn code(number: usize, entry: &CatalogueEntry) -> Option<String> {
    let start = written(entry.dates.0).map(first_day)?;
    let approved = months_after(start, -8);
    let (year, month) = (approved.year() % 100, u8::from(approved.month()));
    let registered = !matches!(entry.stage, ProjectStage::Idea);
    registered.then(|| format!("{year:02}{month:02}-{}-04-01-{:06}", COUNTY.0, 900_000 + number))
}

fn nature(entry: &CatalogueEntry) -> ConstructionNature {
    let named = |words: &[&str]| words.iter().any(|word| entry.name.contains(word));
    if named(&["扩建", "延伸", "扩区"]) {
        ConstructionNature::Extension
    } else if named(&["搬迁"]) {
        ConstructionNature::Relocation
    } else if named(&["修复", "保护"]) {
        ConstructionNature::Restoration
    } else if named(&[
        "改造", "提标", "大修", "升级", "整治", "更新", "技改", "拓宽", "提升",
    ]) {
        ConstructionNature::Reconstruction
    } else if named(&["技术服务", "收储"]) {
        ConstructionNature::Purchase
    } else if named(&["住房", "公寓", "安置房"]) {
        ConstructionNature::Living
    } else {
        ConstructionNature::New
    }
}

/// 责任人 by post.
fn post(entry: &CatalogueEntry) -> &'static str {
    match (entry.lead.is_empty(), entry.cost >= 4000.0) {
        (true, true) => "镇长（主任）",
        (true, false) => "分管副镇长（副主任）",
        (false, true) => "主要负责人",
        (false, false) => "分管副局长",
    }
}

fn precision(number: usize, entry: &CatalogueEntry) -> Precision {
    entry.foot.precision().unwrap_or(match entry.stage {
        ProjectStage::Completed | ProjectStage::Accepted => Precision::Surveyed,
        ProjectStage::Building | ProjectStage::Suspended => Precision::Approved,
        ProjectStage::Preparing if number.is_multiple_of(2) => Precision::Approved,
        _ => Precision::Sketched,
    })
}

/// The quantity as the ledger prints it: what the catalogue says, else length in 公里 or area in 亩 of the
/// footprint, geodesic, to one decimal.
fn quantity(entry: &CatalogueEntry, shape: Option<&Shape>) -> (Option<f64>, Option<String>) {
    if let Some((value, unit)) = entry.amount {
        return (Some(value), Some(unit.to_owned()));
    }
    let Some(shape) = shape else { return (None, None) };
    let (length, area) = measure(&shape.0);
    let rounded = |v: f64, decimals: f64| (v * decimals).round() / decimals;
    if length > 0.0 {
        (Some(rounded(length / 1000.0, 100.0)), Some("公里".to_owned()))
    } else if area > 0.0 && matches!(entry.kind, ProjectKind::Greening | ProjectKind::Agriculture) {
        (Some(rounded(area / 10_000.0, 10.0)), Some("公顷".to_owned()))
    } else if area > 0.0 {
        (Some(rounded(area * 3.0 / 2000.0, 10.0)), Some("亩".to_owned()))
    } else {
        (None, None)
    }
}

/// Length of the lines in metres and area of the polygons in square metres, on the ellipsoid.
pub(super) fn measure(geometry: &Geometry<f64>) -> (f64, f64) {
    match geometry {
        Geometry::LineString(line) => (Geodesic.length(line), 0.0),
        Geometry::MultiLineString(lines) => (Geodesic.length(lines), 0.0),
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => (0.0, geometry.geodesic_area_unsigned()),
        _ => (0.0, 0.0),
    }
}
