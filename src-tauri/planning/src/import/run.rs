//! The import itself: a file read in batches, made into rows, written as one step of the journal.

use geodata::formats::{Warning, WarningKind};
use words::{English, Listed, said};

use super::layer_plan::{ImportPlan, LayerPlan, file_name};
use super::lookup::Lookup;
use super::names::{self, HomeCounty};
use super::request::{ImportError, ImportReport, ImportRequest};
use super::step::StepBuilder;
use super::survey::{LayerSurvey, survey, survey_start};
use crate::atlas_file::AtlasFile;
use crate::change::Edit;
use crate::model::PartialDate;
use crate::progress::Progress;
use crate::store::{BulkWriter, JournalEntry, Stamp};

impl AtlasFile {
    /// Imports a file as one step; with `trial` nothing is written and the report says what would be.
    ///
    /// The file is read twice: to find its layers, fields and coordinate system, and to take its features.
    ///
    /// # Errors
    /// [`ImportError`]; the atlas is as it was then.
    pub fn import(
        &mut self,
        request: &ImportRequest,
        stamp: &Stamp,
        trial: bool,
        progress: &Progress,
    ) -> Result<ImportReport, ImportError> {
        self.run_import(request, stamp, trial, progress, true)
    }

    /// Imports a file as one step and closes the atlas: the same as [`AtlasFile::import`] for who asks nothing after
    /// it, without reading the new rows back.
    ///
    /// # Errors
    /// [`ImportError`]; the file is as it was then.
    pub fn import_and_close(
        mut self,
        request: &ImportRequest,
        stamp: &Stamp,
        trial: bool,
        progress: &Progress,
    ) -> Result<ImportReport, ImportError> {
        let mut done = self.run_import(request, stamp, trial, progress, false);
        // What is in the journal is imported, however the file is left.
        if let (Err(error), Ok(report)) = (self.close(), &mut done) {
            let warning = Warning::of_file(WarningKind::PartMissing, error.words("atlas.close"));
            report.warnings.push(warning);
        }
        done
    }

    fn run_import(
        &mut self,
        request: &ImportRequest,
        stamp: &Stamp,
        trial: bool,
        progress: &Progress,
        keep: bool,
    ) -> Result<ImportReport, ImportError> {
        let mut plan = self.plan_import(request, progress)?;
        loop {
            let bulk = if trial { None } else { Some(self.begin_bulk()?) };
            match self.write_import(request, plan, bulk, stamp, progress)? {
                Writing::Written(written) => return self.take_import(*written, keep),
                Writing::LookFirst => plan = self.plan_whole_import(request, progress)?,
            }
        }
    }

    /// How a file would be imported, by what it begins with or, where that does not tell, by all of it.
    ///
    /// # Errors
    /// [`ImportError`].
    pub fn plan_import(
        &self,
        request: &ImportRequest,
        progress: &Progress,
    ) -> Result<ImportPlan, ImportError> {
        if let Some(plan) = request
            .plan
            .as_ref()
            .filter(|p| self.model().plans.get(p.as_str()).is_none())
        {
            return Err(ImportError::NoSuchPlan(plan.0.clone()));
        }
        let known = request.crs.is_some() || request.system.is_some();
        if let Some(layer) = survey_start(&request.path, &request.options, known)?
            && let Ok(plans) = self.layer_plans(std::slice::from_ref(&layer), request)
        {
            let seen = layer.head.fields.iter().map(|f| f.name.clone()).collect();
            let around = around(std::slice::from_ref(&layer), request);
            return Ok(self.import_plan(request, &around, plans, request.mapping.is_none().then_some(seen)));
        }
        self.plan_whole_import(request, progress)
    }

    /// How a file would be imported, by all that is in it: it is read to its end.
    ///
    /// # Errors
    /// [`ImportError`].
    pub fn plan_whole_import(
        &self,
        request: &ImportRequest,
        progress: &Progress,
    ) -> Result<ImportPlan, ImportError> {
        if progress.stopped() {
            return Err(ImportError::Stopped);
        }
        progress.again();
        let found = survey(&request.path, &request.options, progress)?;
        if progress.stopped() {
            return Err(ImportError::Stopped);
        }
        let around = around(&found.layers, request);
        Ok(self.import_plan(request, &around, self.layer_plans(&found.layers, request)?, None))
    }

    fn layer_plans(
        &self,
        found: &[LayerSurvey],
        request: &ImportRequest,
    ) -> Result<Vec<(String, LayerPlan)>, ImportError> {
        let layers = found
            .iter()
            .filter(|l| l.n > 0)
            .map(|l| Ok((l.head.name.clone(), LayerPlan::of(l, request, self.model())?)))
            .collect::<Result<Vec<_>, ImportError>>()?;
        if layers.is_empty() {
            return Err(ImportError::Nothing(request.path.clone()));
        }
        Ok(layers)
    }

    fn import_plan(
        &self,
        request: &ImportRequest,
        around: &[String],
        layers: Vec<(String, LayerPlan)>,
        seen: Option<Vec<String>>,
    ) -> ImportPlan {
        let home = HomeCounty::of(self.model(), around);
        let mut lookup = Lookup::new(self.model());
        let additions = names::resolve(self.model(), &home, &request.resolutions, &mut lookup);
        ImportPlan {
            target: request.target,
            layers,
            today: None,
            lookup,
            home,
            additions,
            seen,
        }
    }

    /// Reads a file and writes its rows as one step, which is on the disk when this returns; without `bulk` it only says
    /// what would be. The atlas is only looked at, so others may ask it meanwhile; nobody may change it before
    /// [`AtlasFile::take_import`] has taken the rows in.
    ///
    /// # Errors
    /// [`ImportError`]; the file is as it was then.
    pub fn write_import(
        &self,
        request: &ImportRequest,
        mut plan: ImportPlan,
        mut bulk: Option<Box<dyn BulkWriter>>,
        stamp: &Stamp,
        progress: &Progress,
    ) -> Result<Writing, ImportError> {
        let whole = plan.seen.is_none();
        let day = stamp.at.split('T').next().unwrap_or_default();
        plan.today = PartialDate::plain_day(day);
        let mut report = ImportReport::of_plans(&plan.layers);
        let new_batch = |kind| self.new_batch(kind);
        let kind = plan.target.kind();
        let kept = |id: &str| self.attributes(kind, id).ok().flatten();
        let step = StepBuilder::new(
            self.model(),
            bulk.as_deref_mut(),
            &new_batch,
            &plan,
            &mut report,
            &kept,
        );
        let taken = step.consume(request, plan, progress)?;
        let Some(edits) = taken else {
            return match whole {
                true => Err(ImportError::Nothing(request.path.clone())),
                false => Ok(Writing::LookFirst),
            };
        };
        if report.added + report.updated == 0 {
            debug_assert!(edits.is_empty());
            if report.unchanged == 0 {
                return Err(ImportError::Nothing(request.path.clone()));
            }
            report.name = "没有改动".to_owned();
            bulk = None;
        } else {
            report.name = name_of(request, &report);
        }
        let written = bulk.map(|bulk| bulk.finish(stamp, &report.name, &edits));
        let step = written.transpose()?;
        report.seq = step.as_ref().map(|entry| entry.seq);
        Ok(Writing::Written(Box::new(WrittenImport { report, edits, step })))
    }

    /// Takes the rows of an import into the model; without `keep` nothing may be asked of the atlas any more.
    ///
    /// # Errors
    /// [`ImportError`] if the rows cannot be read back; they are in the file all the same.
    pub fn take_import(&mut self, written: WrittenImport, keep: bool) -> Result<ImportReport, ImportError> {
        let WrittenImport { report, edits, step } = written;
        if let Some(entry) = step {
            self.take_bulk(&entry, edits, keep)?;
        }
        Ok(report)
    }
}

/// What became of reading a file.
pub enum Writing {
    /// Its rows are in the file of the atlas.
    Written(Box<WrittenImport>),
    /// It goes on otherwise than it began: it has to be looked through first ([`AtlasFile::plan_whole_import`]).
    LookFirst,
}

/// An import whose rows are in the file and not in the model yet.
#[derive(Debug)]
pub struct WrittenImport {
    report: ImportReport,
    edits: Vec<Edit>,
    /// The step; `None` if nothing was written.
    step: Option<JournalEntry>,
}

impl ImportReport {
    /// The report of an import that has read nothing yet.
    fn of_plans(plans: &[(String, LayerPlan)]) -> Self {
        let crs = |(name, plan): &(String, LayerPlan)| (name.clone(), plan.choices.system.crs());
        let mapping = |(name, plan): &(String, LayerPlan)| (name.clone(), plan.mapping.clone());
        Self {
            name: String::new(),
            read: 0,
            added: 0,
            updated: 0,
            unchanged: 0,
            left_out: 0,
            unmapped: 0,
            mended: 0,
            warnings: Vec::new(),
            crs: plans.iter().map(crs).collect(),
            mapping: plans.iter().map(mapping).collect(),
            money: None,
            unresolved: Vec::new(),
            brought_in: Vec::new(),
            seq: None,
        }
    }
}

/// Texts around the rows of a file: captions, names of sheets, the name of the file.
fn around(layers: &[LayerSurvey], request: &ImportRequest) -> Vec<String> {
    let captions = layers.iter().flat_map(|layer| layer.captions.iter().cloned());
    let names = layers.iter().map(|layer| layer.head.name.clone());
    captions.chain(names).chain([file_name(&request.path)]).collect()
}

/// The name of the step: 导入项目：台账.csv，新增 3 条、更新 1 条.
fn name_of(request: &ImportRequest, report: &ImportReport) -> String {
    let mut parts = Vec::new();
    if report.added > 0 {
        parts.push(said!("import.added", "新增 {} 条", "{} added", report.added));
    }
    if report.updated > 0 {
        parts.push(said!(
            "import.updated",
            "更新 {} 条",
            "{} updated",
            report.updated
        ));
    }
    let brought_in = report.brought_in.iter();
    parts.extend(
        brought_in
            .map(|(kind, count)| said!("import.brought_in", "加入{} {} 个", "{}: {} added", kind, count)),
    );
    let parts: Listed = parts
        .iter()
        .map(|part| part.in_language(request.language))
        .collect();
    let file = file_name(&request.path);
    let name = said!(
        "step.import",
        "导入{}：{file}，{}",
        "Import ({}): {file}, {}",
        request.target.kind(),
        parts
    );
    name.in_language(request.language).to_owned()
}
