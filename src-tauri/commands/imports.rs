//! The commands of an import: what a file holds, where its shapes would lie, the import itself, and how far it is.
//! A file is looked into without the atlas; its last survey is kept, so that choosing another system reads nothing anew.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use geo_types::{Coord, Geometry};
use geodata::crs::suggest::CoordinateOrder;
use geodata::crs::{Converter, Crs, DatumShift, Helmert, OldDatum};
use geodata::formats::{FoundCrs, ReadOptions, Warning};
use planning::import::{
    self, ImportError, ImportReport, ImportRequest, LayerSurvey, Survey, Target, Writing,
};
use planning::model::{Model, RegionLevel, Shape};

use crate::crs_choices::{CrsChoice, CrsGroup, choice, zones};
use crate::crs_label::CrsLabel;
use crate::session::jobs::Jobs;
use crate::session::place::AtlasPlace;
use crate::session::settings::Settings;
use crate::session::systems::Systems;
use crate::session::turns::Work;
use crate::user_crs::{UserCrsStore, is_user_crs};
use crate::wire::*;
use crate::wire_error::WireError;

/// A file that was looked into.
#[derive(Debug)]
struct Seen {
    path: String,
    survey: Survey,
}

/// Most imported rows whose ids are given back, to be shown.
const SHOWN: u64 = 500;

/// The commands of an import.
#[derive(Debug)]
pub struct ImportCommands {
    settings: Arc<Settings>,
    place: Arc<AtlasPlace>,
    systems: Arc<Systems>,
    jobs: Arc<Jobs>,
    /// The file that was looked into last.
    seen: Mutex<Option<Seen>>,
}

impl ImportCommands {
    pub(crate) fn new(
        settings: Arc<Settings>,
        place: Arc<AtlasPlace>,
        systems: Arc<Systems>,
        jobs: Arc<Jobs>,
    ) -> Self {
        Self {
            settings,
            place,
            systems,
            jobs,
            seen: Mutex::default(),
        }
    }

    /// What a file holds.
    pub fn survey_file(&self, path: String, options: FileOptions) -> Result<FileSurvey, WireError> {
        let job = self.jobs.begin(JobKind::Read);
        let survey = import::survey(Path::new(path.trim()), &read_options(&options), &job.progress)?;
        if job.progress.stopped() {
            return Err(WireError::new("import.stopped", "已停止读取"));
        }
        let guard = self.place.to_ask()?;
        let nothing = Model::default();
        let model = guard.as_ref().map_or(&nothing, |o| o.file.model());
        let out = survey_of(path.trim(), &survey, model, self.systems.choices());
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen {
            path: path.trim().to_owned(),
            survey,
        });
        Ok(out)
    }

    /// Where the shapes of the file that was looked into last lie in a system.
    pub fn survey_shapes(
        &self,
        path: String,
        layer: Option<String>,
        system: SystemChoice,
    ) -> Result<FileShapes, WireError> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(seen) = seen.as_ref().filter(|s| s.path == path.trim()) else {
            return Err(WireError::new("import.not_read", "请先选择要导入的文件"));
        };
        let mut out = FileShapes::default();
        let own = self.systems.own();
        let chosen = |l: &&LayerSurvey| layer.as_ref().is_none_or(|name| l.head.name == *name);
        for layer in seen.survey.layers.iter().filter(chosen) {
            match converter(layer, &system, &own) {
                Ok(Some(converter)) => place_shapes(layer, &converter, system.swapped, &mut out),
                Ok(None) if layer.shapes.is_empty() => {}
                Ok(None) => {
                    out.problem = Some(WireError::new("import.choose_crs", "请选择坐标系"));
                }
                Err(error) => out.problem = Some(error),
            }
        }
        out.place = out.bounds.and_then(|[w, s, e, n]| {
            let county = geodata::basemap::county_at(w.midpoint(e), s.midpoint(n))?;
            Some(county.name.to_owned())
        });
        Ok(out)
    }

    /// Imports a file as one step, or says what an import would do.
    pub fn import_file(&self, request: FileImport, trial: bool) -> Result<FileImported, WireError> {
        let own = request.system.crs.as_deref().filter(|id| is_user_crs(id));
        let (own, name) = match own {
            None => (None, None),
            Some(id) => {
                let systems = self.systems.own();
                let name = systems.find(id).map(|s| s.name.clone());
                (Some(systems.converter(id)?), name)
            }
        };
        let code = request.system.crs.as_deref().filter(|_| own.is_none());
        let request = ImportRequest {
            path: request.path.trim().into(),
            options: read_options(&request.options),
            target: request.target,
            crs: code.map(system).transpose()?,
            system: own,
            shift: shift(request.system.shift.as_deref())?,
            swapped: request.system.swapped,
            mapping: request.mapping,
            money: request.money,
            resolutions: request.resolutions,
            plan: request.plan,
            precision: request.precision,
            control: request.control,
            dated: request.dated,
            language: self.settings.language(),
        };
        let (report, ids, atlas) = self.import(&request, trial)?;
        let mut out = imported(report, ids, atlas);
        if let Some(name) = name {
            out.systems
                .iter_mut()
                .for_each(|(_, label)| *label = CrsLabel::named(&name));
        }
        Ok(out)
    }

    /// Imports while the atlas is asked; it is held only for a moment at the beginning and to take the rows in.
    fn import(
        &self,
        request: &ImportRequest,
        trial: bool,
    ) -> Result<(ImportReport, Vec<String>, Option<AtlasSummary>), WireError> {
        let stamp = self.settings.stamp();
        let _turn = self.place.turns.take(Work::Import)?;
        let job = self.jobs.begin(JobKind::Import);
        let mut plan = self.place.look(|o| o.file.plan_import(request, &job.progress))?;
        let written = loop {
            let bulk = match trial {
                true => None,
                false => Some(self.place.alter(|opened| opened.file.begin_bulk())?),
            };
            let done = self
                .place
                .look(|o| o.file.write_import(request, plan, bulk, &stamp, &job.progress))?;
            match done {
                Writing::Written(written) => break *written,
                Writing::LookFirst => {
                    plan = self
                        .place
                        .look(|o| o.file.plan_whole_import(request, &job.progress))?;
                }
            }
        };
        self.place.alter(|opened| {
            let report = opened.file.take_import(written, true)?;
            if !trial {
                self.place.measure_new_rows(opened);
            }
            let atlas = (!trial).then(|| opened.summary());
            let few = report.added + report.updated <= SHOWN;
            let kind = request.target.kind();
            // They are in all the same when the journal cannot be read.
            let ids = report
                .seq
                .filter(|_| few)
                .and_then(|seq| opened.file.rows_of_step(seq, kind).ok());
            Ok::<_, ImportError>((report, ids.unwrap_or_default(), atlas))
        })
    }
}

fn read_options(options: &FileOptions) -> ReadOptions {
    ReadOptions {
        layer: options.layer.clone(),
        encoding: options.encoding.clone().filter(|e| !e.is_empty()),
        xy: options.xy.clone(),
        place_text: options.place_text.clone().filter(|t| !t.is_empty()),
        ..ReadOptions::default()
    }
}

/// The middle of the towns and counties, to tell the zone from.
fn middle(model: &Model) -> Option<Coord<f64>> {
    let (mut x, mut y, mut n) = (0.0, 0.0, 0.0);
    for region in model.regions.iter() {
        let placed = matches!(region.level, RegionLevel::Township | RegionLevel::County);
        if let Some(Shape(Geometry::Point(p))) = region.geometry.as_ref().filter(|_| placed) {
            x += p.x();
            y += p.y();
            n += 1.0;
        }
    }
    (n > 0.0).then(|| Coord { x: x / n, y: y / n })
}

fn system(text: &str) -> Result<Crs, WireError> {
    Crs::parse(text).map_err(|e| WireError::said("crs.unknown", &e).with("crs", text))
}

fn shift(parameters: Option<&[f64]>) -> Result<Option<DatumShift>, WireError> {
    Ok(match parameters {
        None => None,
        Some([]) => Some(DatumShift::None),
        Some([x, y, z]) => Some(DatumShift::Helmert(Helmert::three(*x, *y, *z))),
        Some([x, y, z, rx, ry, rz, ppm]) => Some(DatumShift::Helmert(Helmert::towgs84([
            *x, *y, *z, *rx, *ry, *rz, *ppm,
        ]))),
        Some(_) => {
            return Err(WireError::new(
                "import.parameters",
                "转换参数要三个（米）或七个（米、秒、ppm）",
            ));
        }
    })
}

/// The converter of a layer; `None` if its system is not known and none is chosen.
fn converter(
    layer: &LayerSurvey,
    choice: &SystemChoice,
    own: &UserCrsStore,
) -> Result<Option<Converter>, WireError> {
    if let Some(id) = choice.crs.as_deref().filter(|id| is_user_crs(id)) {
        return Ok(Some(own.converter(id)?));
    }
    let crs = match &choice.crs {
        Some(text) => Some(system(text)?),
        None => layer.assumed_crs(),
    };
    let Some(crs) = crs else { return Ok(None) };
    let made = Converter::new(crs, shift(choice.shift.as_deref())?);
    made.map(Some).map_err(|e| import::ImportError::System(e).into())
}

fn place_shapes(layer: &LayerSurvey, converter: &Converter, swapped: bool, out: &mut FileShapes) {
    let turn = |c: Coord<f64>| if swapped { Coord { x: c.y, y: c.x } } else { c };
    for (_, shape) in &layer.shapes {
        match import::placed(shape, converter, swapped) {
            Ok(placed) => out.shapes.push(placed),
            Err(_) => out.outside += 1,
        }
    }
    let Some([w, s, e, n]) = layer.bounds else { return };
    let corners = [(w, s), (e, s), (e, n), (w, n), (w.midpoint(e), s.midpoint(n))];
    for (x, y) in corners {
        if let Ok(c) = converter.inverse(turn(Coord { x, y })) {
            let b = out.bounds.get_or_insert([c.x, c.y, c.x, c.y]);
            *b = [b[0].min(c.x), b[1].min(c.y), b[2].max(c.x), b[3].max(c.y)];
        }
    }
}

fn survey_of(path: &str, survey: &Survey, model: &Model, own: Vec<CrsChoice>) -> FileSurvey {
    let expected = middle(model);
    FileSurvey {
        path: path.to_owned(),
        name: Path::new(path)
            .file_name()
            .map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned()),
        format: survey.format.ending().to_owned(),
        format_name: survey.format.to_string(),
        n: survey.n,
        warnings: survey.warnings.iter().map(warning).collect(),
        layers: survey
            .layers
            .iter()
            .map(|l| layer_of(l, path, model, &own))
            .collect(),
        columns: Target::ALL
            .iter()
            .map(|t| {
                (
                    t.word().to_owned(),
                    t.columns().iter().map(|c| (*c).to_owned()).collect(),
                )
            })
            .collect(),
        systems: systems(own, expected),
    }
}

fn layer_of(layer: &LayerSurvey, path: &str, model: &Model, own: &[CrsChoice]) -> FileLayer {
    // An export of this program in a system of the user gives the name of that system.
    let named = match &layer.head.crs {
        FoundCrs::NotKnown(name) => own.iter().find(|c| c.label.is_named(name)).cloned(),
        _ => None,
    };
    let (found, stated) = match &layer.head.crs {
        FoundCrs::NotKnown(_) if named.is_some() => ("own", None),
        FoundCrs::Stated(_) => ("stated", None),
        FoundCrs::Implied(_) => ("implied", None),
        FoundCrs::NotKnown(name) => ("not_known", Some(name.clone())),
        FoundCrs::Unstated => ("unstated", None),
    };
    // Numbers in other units than metres cannot be imported as they are.
    let likely = layer
        .likely_systems_in(model)
        .into_iter()
        .filter(|s| s.scale == 1.0);
    let file = Path::new(path)
        .file_name()
        .map(|n| n.to_string_lossy().into_owned());
    let of_projects = layer.guess_in(Target::Projects, model);
    FileLayer {
        money: layer.guess_money(&file.unwrap_or_default(), &of_projects),
        name: layer.head.name.clone(),
        n: layer.n,
        without_geometry: layer.without_geometry,
        geometry: layer
            .geometry
            .iter()
            .map(|(k, n)| ((*k).to_owned(), *n))
            .collect(),
        fields: layer.fields.clone(),
        rows: layer.rows.clone(),
        places: layer.head.places.as_ref().map(|p| PlaceColumns {
            columns: p.columns.clone(),
            x: p.x.clone(),
            y: p.y.clone(),
            text: p.text.clone(),
        }),
        encoding: layer.head.encoding.map(ToOwned::to_owned),
        crs_found: found.to_owned(),
        crs_stated: stated,
        crs: named.or_else(|| layer.assumed_crs().map(|crs| choice(crs, CrsGroup::Usual))),
        likely: likely
            .map(|s| LikelyCrs {
                id: import::code(s.crs),
                label: s.crs.into(),
                why: s.why.code().trim_start_matches("crs.why.").to_owned(),
                swapped: s.order == CoordinateOrder::Swapped,
            })
            .collect(),
        guesses: Target::ALL
            .iter()
            .map(|t| (t.word().to_owned(), layer.guess_in(*t, model)))
            .collect(),
    }
}

/// Systems a file can be in: those of the user, then those of the expected place.
fn systems(own: Vec<CrsChoice>, expected: Option<Coord<f64>>) -> Vec<FileCrs> {
    let mut all = vec![Crs::Cgcs2000, Crs::Wgs84, Crs::Gcj02, Crs::Bd09, Crs::WebMercator];
    for datum in [None, Some(OldDatum::Beijing1954), Some(OldDatum::Xian1980)] {
        all.extend(datum.map(|datum| Crs::Old { datum }));
        all.extend(zones(datum));
    }
    all.extend((43..=53).map(|zone| Crs::Utm { zone, north: true }));
    let near = |crs: &Crs| match (crs.central_meridian(), expected) {
        (Some(meridian), Some(c)) => (meridian - c.x).abs() > 3.0,
        (Some(_), None) => true,
        (None, _) => false,
    };
    all.sort_by_key(|crs| (near(crs), crs.old_datum().is_some()));
    let own = own.into_iter().map(|c| FileCrs {
        id: c.id,
        label: c.label,
        old: false,
        own: true,
    });
    let known = all.into_iter().map(|crs| FileCrs {
        id: import::code(crs),
        label: crs.into(),
        old: crs.old_datum().is_some(),
        own: false,
    });
    own.chain(known).collect()
}

fn warning(warning: &Warning) -> FileWarning {
    FileWarning {
        kind: serde_json::to_value(warning.kind)
            .ok()
            .and_then(|v| v.as_str().map(ToOwned::to_owned))
            .unwrap_or_default(),
        number: warning.number,
        text: warning.text.clone(),
    }
}

fn imported(report: ImportReport, ids: Vec<String>, atlas: Option<AtlasSummary>) -> FileImported {
    FileImported {
        name: report.name,
        read: report.read,
        added: report.added,
        updated: report.updated,
        unchanged: report.unchanged,
        left_out: report.left_out,
        unmapped: report.unmapped,
        mended: report.mended,
        money: report.money,
        unresolved: report.unresolved,
        brought_in: report
            .brought_in
            .iter()
            .map(|(kind, count)| (kind.table().to_owned(), *count))
            .collect(),
        ids,
        warnings: report.warnings.iter().map(warning).collect(),
        systems: report
            .crs
            .iter()
            .map(|(layer, crs)| (layer.clone(), (*crs).into()))
            .collect(),
        atlas,
    }
}

impl From<import::ImportError> for WireError {
    fn from(error: import::ImportError) -> Self {
        use import::ImportError as E;
        let code = match error {
            E::Edit(inner) => return inner.into(),
            E::Read(_) => "import.read",
            E::Crs { .. } => "import.crs",
            E::System(_) => "import.system",
            E::NoSuchField { .. } | E::NoSuchColumn { .. } => "import.mapping",
            E::NoSuchPlan(_) => "import.plan",
            E::Nothing(_) => "import.nothing",
            E::Stopped => "import.stopped",
            E::NotReadBack(_) => "atlas.read",
        };
        let wire = Self::said(code, &error);
        match &error {
            E::Crs { layer, likely, .. } => {
                wire.with("layer", layer.as_str()).with("likely", likely.as_str())
            }
            _ => wire,
        }
    }
}

impl From<geodata::formats::ReadError> for WireError {
    fn from(error: geodata::formats::ReadError) -> Self {
        Self::said("import.read", &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_offered_is_read_back_from_its_code() {
        let offered = systems(Vec::new(), Some(Coord { x: 116.5, y: 35.7 }));
        for choice in &offered {
            let crs = system(&choice.id).expect(&choice.id);
            assert_eq!(import::code(crs), choice.id);
        }
        let mut ids: Vec<&str> = offered.iter().map(|c| c.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), offered.len());
        let labels: std::collections::HashSet<&CrsLabel> = offered.iter().map(|c| &c.label).collect();
        assert_eq!(labels.len(), offered.len());
    }

    #[test]
    fn parameters_are_none_three_or_seven() {
        assert!(matches!(shift(Some(&[])), Ok(Some(DatumShift::None))));
        assert!(shift(Some(&[1.0, 2.0, 3.0])).is_ok());
        assert!(shift(Some(&[0.0; 7])).is_ok());
        assert!(shift(Some(&[1.0])).is_err());
    }
}
