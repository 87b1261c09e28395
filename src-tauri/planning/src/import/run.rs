//! The import itself: a file read in batches, made into rows, written as one step of the journal.

use std::collections::{BTreeMap, HashSet};

use geodata::formats::{Warning, WarningKind};

use super::layer_plan::{LayerPlan, file_name};
use super::lookup::{Lookup, Missed};
use super::making::{Completion, Making, Out, Recipe, completion};
use super::mapping::Mapping;
use super::request::{ImportError, ImportReport, ImportRequest};
use super::survey::{Gathered, LayerSurvey, glance, survey};
use crate::atlas_file::{AtlasFile, EditError};
use crate::change::{Change, ChangeError, Edit};
use crate::model::*;
use crate::progress::Progress;
use crate::rules::{self, stages};
use crate::store::{BulkWriter, Entry, RowBatch, Stamp};

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
        self.bring_in(request, stamp, trial, progress, true)
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
        let mut done = self.bring_in(request, stamp, trial, progress, false);
        // What is in the journal is imported, however the file is left.
        if let (Err(error), Ok(report)) = (self.close(), &mut done) {
            let warning = Warning::of_file(WarningKind::PartMissing, error.to_string());
            report.warnings.push(warning);
        }
        done
    }

    fn bring_in(
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
        if let Some(layer) = glance(&request.path, &request.options, known)?
            && let Ok(plans) = self.plans(std::slice::from_ref(&layer), request)
        {
            let seen = layer.head.fields.into_iter().map(|f| f.name).collect();
            return Ok(self.recipe(plans, request.mapping.is_none().then_some(seen)));
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
        Ok(self.recipe(self.plans(&found.layers, request)?, None))
    }

    fn plans(
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

    fn recipe(&self, plans: Vec<(String, LayerPlan)>, seen: Option<Vec<String>>) -> ImportPlan {
        ImportPlan(Recipe {
            plans,
            today: None,
            lookup: Lookup::new(self.model()),
            seen,
        })
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
        ImportPlan(mut recipe): ImportPlan,
        mut bulk: Option<Box<dyn BulkWriter>>,
        stamp: &Stamp,
        progress: &Progress,
    ) -> Result<Writing, ImportError> {
        let whole = recipe.seen.is_none();
        let day = stamp.at.split('T').next().unwrap_or_default();
        recipe.today = PartialDate::plain_day(day);
        let mut report = ImportReport::of_plans(&recipe.plans);
        let taken = take(
            self.model(),
            bulk.as_deref_mut(),
            &|kind| self.new_batch(kind),
            request,
            recipe,
            progress,
            &mut report,
        )?;
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

/// How a file is imported: its layers, and what its rows are looked up in.
pub struct ImportPlan(Recipe);

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
    step: Option<Entry>,
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
            seq: None,
        }
    }
}

/// Takes the features of a file into a step; `None` if the file goes on otherwise than it began. Without a step
/// nothing is written.
fn take(
    model: &Model,
    mut bulk: Option<&mut (dyn BulkWriter + 'static)>,
    new_batch: &dyn Fn(Kind) -> RowBatch,
    request: &ImportRequest,
    recipe: Recipe,
    progress: &Progress,
    report: &mut ImportReport,
) -> Result<Option<Vec<Edit>>, ImportError> {
    let mut edits: BTreeMap<String, Edit> = BTreeMap::new();
    let mut new_ids: HashSet<String> = HashSet::new();
    let mut gathered = Gathered::default();
    recipe
        .plans
        .iter()
        .filter_map(|(_, plan)| plan.doubt.clone())
        .for_each(|doubt| gathered.add(doubt));
    let mut missed = Missed::default();
    let mut own = new_batch(request.target.kind());
    // What proves that projects are completed: new ones, whose proofs are rows like they, and those that were there.
    let mut gates = new_batch(Kind::Gate);
    let mut completed: BTreeMap<String, Gate> = BTreeMap::new();
    let today = recipe.today;
    let sources: Vec<String> = recipe
        .plans
        .iter()
        .map(|(_, plan)| plan.choices.source.clone())
        .collect();
    let done = stages::completion_dates(model);
    let mut making = Making::start(&request.path, &request.options, progress, recipe, own.clone())?;
    while let Some(batch) = making.next()? {
        if batch.differs {
            return Ok(None);
        }
        if let Some(error) = batch.failed {
            return Err(error.into());
        }
        report.read += batch.read;
        report.left_out += batch.left_out;
        report.mended += batch.mended;
        report.unmapped += batch.unmapped;
        missed = batch.missed.unwrap_or(missed);
        for gate in batch.gates {
            gates.push(&Record::Gate(gate), "")?;
        }
        if progress.stopped() {
            return Err(ImportError::Stopped);
        }
        let added = report.added;
        let mut at = 0;
        for out in batch.out {
            let (mut record, values, own_id, number, completed_on, plan) = match out {
                Out::Warning(warning) => {
                    gathered.add(warning);
                    continue;
                }
                Out::New(count) => {
                    report.added += count as u64;
                    if let Some(bulk) = &mut bulk {
                        bulk.add(&own, 0..own.len())?;
                        own.clear();
                        bulk.add(&batch.packed, at..at + count)?;
                    }
                    at += count;
                    continue;
                }
                Out::Row {
                    record,
                    attributes,
                    own_id,
                    number,
                    completed_on,
                    plan,
                } => (record, attributes, own_id, number, completed_on, plan),
            };
            let kind = record.kind();
            let own_id = own_id || kind == Kind::Region;
            let before = if own_id {
                let before = model.get(kind, record.id());
                before.map_err(|e| EditError::from(ChangeError::from(e)))?
            } else {
                None
            };
            report.unmapped += u64::from(record.geometry().is_none());
            if let Some(before) = &before {
                record = merged(before, record, &report.mapping[plan].1);
            }
            let twice = before.is_none() && own_id && new_ids.contains(record.id());
            if let Record::Project(project) = &mut record
                && !twice
                && !done.contains_key(project.id.as_str())
                && !matches!(&before, Some(Record::Project(before)) if stages::is_done(before.stage))
            {
                match completion(project, completed_on, today, &sources[plan], number) {
                    Some(Completion::Gate(gate)) if before.is_some() => {
                        completed.insert(project.id.0.clone(), gate);
                    }
                    Some(Completion::Gate(gate)) => gates.push(&Record::Gate(gate), "")?,
                    Some(Completion::Warning(warning)) => gathered.add(warning),
                    None => {}
                }
            }
            match before {
                Some(before) => {
                    if record == before {
                        report.unchanged += 1;
                    } else {
                        report.updated += 1;
                        edits.insert(
                            record.id().to_owned(),
                            Edit {
                                kind,
                                id: record.id().to_owned(),
                                before: Some(before),
                                after: Some(record),
                            },
                        );
                    }
                }
                None if own_id && !new_ids.insert(record.id().to_owned()) => {
                    report.left_out += 1;
                    gathered.add(Warning::at(
                        WarningKind::FeatureLeftOut,
                        number,
                        format!("编号“{}”在文件里不止一条，只导入第一条", record.id()),
                    ));
                }
                None => {
                    report.added += 1;
                    if bulk.is_some() {
                        own.push(&record, &values)?;
                    }
                }
            }
        }
        progress.took(report.added - added);
        if let Some(bulk) = &mut bulk {
            bulk.add(&own, 0..own.len())?;
            own.clear();
        }
        making.give_back(batch.packed);
    }
    if progress.stopped() {
        return Err(ImportError::Stopped);
    }
    report.warnings = missed.into_warnings();
    report.warnings.extend(gathered.finish());
    // All at once: a step names its rows by ranges.
    if let Some(bulk) = &mut bulk
        && !gates.is_empty()
    {
        bulk.add(&gates, 0..gates.len())?;
    }
    let mut edits: Vec<Edit> = edits.into_values().collect();
    edits.extend(stages::confirm_completion(model, &completed));
    edits = within_rules(model, edits, &mut report.warnings)?;
    Ok(Some(edits))
}

/// The edits as the rules of the atlas have them; what they made of footprints is said.
fn within_rules(
    model: &Model,
    edits: Vec<Edit>,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Edit>, ImportError> {
    let precisions = |edits: &[Edit]| -> Vec<Option<Precision>> {
        let precision = |edit: &Edit| match &edit.after {
            Some(Record::Project(project)) => Some(project.precision),
            _ => None,
        };
        edits.iter().map(precision).collect()
    };
    let stated = precisions(&edits);
    let mut change = Change {
        name: String::new(),
        note: None,
        edits,
    };
    rules::enforce(model, &mut change).map_err(EditError::from)?;
    let now = precisions(&change.edits);
    let lost = stated
        .iter()
        .zip(&now)
        .filter(|(stated, now)| stated != now)
        .count();
    if lost > 0 {
        warnings.push(Warning::of_file(
            WarningKind::NotSupported,
            format!("{lost} 个项目的实测或批复范围与图册里的不同，改记为“示意”；确是重新实测的，请在导入后改回精度"),
        ));
    }
    Ok(change.edits)
}

/// A row that is there with what the file says of it: the columns that are mapped and not empty, and the geometry.
fn merged(before: &Record, new: Record, mapping: &Mapping) -> Record {
    let mut row = before.to_map();
    let new_row = new.to_map();
    for column in mapping.0.keys() {
        if let Some(value) = new_row.get(column).filter(|v| !v.is_null()) {
            row.insert(column.clone(), value.clone());
        }
    }
    if new.geometry().is_some() && new.geometry() != before.geometry() {
        for column in ["geometry", "source", "precision", "confidence", "outline"] {
            if let (Some(value), true) = (new_row.get(column), row.contains_key(column)) {
                row.insert(column.to_owned(), value.clone());
            }
        }
    }
    // A boundary is taken over though its town stays where it was.
    if let Some(outline) = new_row.get("outline").filter(|v| !v.is_null()) {
        row.insert("outline".to_owned(), outline.clone());
    }
    Record::from_map(before.kind(), row).unwrap_or(new)
}

fn name_of(request: &ImportRequest, report: &ImportReport) -> String {
    let what = request.target.label();
    let mut parts = Vec::new();
    if report.added > 0 {
        parts.push(format!("新增 {} 条", report.added));
    }
    if report.updated > 0 {
        parts.push(format!("更新 {} 条", report.updated));
    }
    format!("导入{what}：{}，{}", file_name(&request.path), parts.join("、"))
}
