//! The rows of a file held against those of the atlas and gathered into one step.

use std::collections::{BTreeMap, HashSet};

use geodata::formats::{NumberList, Warning, WarningKind};
use words::said;

use super::completion::{Completion, completion};
use super::layer_plan::ImportPlan;
use super::lookup::Ids;
use super::mapping::Mapping;
use super::money::MoneyLines;
use super::names::{HomeCounty, UnresolvedNames};
use super::request::{ImportError, ImportReport, ImportRequest};
use super::row_pipeline::{CandidateRow, NewBudgetLines, Outcome, RowPipeline, RowsBatch};
use super::warnings::WarningCollector;
use crate::atlas_file::EditError;
use crate::change::{Change, ChangeError, Edit};
use crate::imported_values::listed;
use crate::model::*;
use crate::progress::Progress;
use crate::rules::{self, stages};
use crate::store::{BulkWriter, RowBatch};

/// A step being made of the rows of a file.
pub(super) struct StepBuilder<'a> {
    model: &'a Model,
    /// Where new rows are written; `None` for a trial.
    bulk: Option<&'a mut (dyn BulkWriter + 'static)>,
    report: &'a mut ImportReport,
    /// Changes of rows that were there, by id.
    edits: BTreeMap<String, Edit>,
    /// Ids that the file gives to new rows.
    new_ids: HashSet<String>,
    warnings: WarningCollector,
    unresolved: UnresolvedNames,
    /// New rows whose ids the file gives, not written yet.
    own_rows: RowBatch,
    /// What proves that new projects are completed.
    gates: RowBatch,
    /// What proves that projects which were there are completed, by project.
    completed: BTreeMap<String, Gate>,
    /// Completion dates of the atlas by project.
    completion_dates: BTreeMap<&'a str, PartialDate>,
    today: Option<PartialDate>,
    /// Budget lines of new projects.
    money_rows: RowBatch,
    /// The sums of all budget lines, and how many rows had any.
    money: MoneyLines,
    rows_with_money: u64,
    lines: u64,
    ids: Ids,
    home: HomeCounty,
    /// Rows that the file names and the atlas is to get.
    additions: Vec<Record>,
    /// What each layer is called as a source.
    sources: Vec<String>,
    /// What stands beside a row that was there.
    kept: &'a dyn Fn(&str) -> Option<String>,
    /// Rows that were there, and of which the file says something else beyond the columns.
    differing: NumberList,
    differ: u64,
}

impl<'a> StepBuilder<'a> {
    /// A step without rows.
    pub fn new(
        model: &'a Model,
        bulk: Option<&'a mut (dyn BulkWriter + 'static)>,
        new_batch: &dyn Fn(Kind) -> RowBatch,
        plan: &ImportPlan,
        report: &'a mut ImportReport,
        kept: &'a dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let mut warnings = WarningCollector::default();
        let doubts = plan.layers.iter().flat_map(|(_, layer)| layer.doubts.clone());
        doubts.for_each(|doubt| warnings.add(doubt));
        let sources = plan.layers.iter().map(|(_, layer)| layer.choices.source.clone());
        Self {
            model,
            bulk,
            report,
            edits: BTreeMap::new(),
            new_ids: HashSet::new(),
            warnings,
            unresolved: UnresolvedNames::default(),
            own_rows: new_batch(plan.target.kind()),
            gates: new_batch(Kind::Gate),
            completed: BTreeMap::new(),
            completion_dates: stages::completion_dates(model),
            today: plan.today,
            money_rows: new_batch(Kind::BudgetLine),
            money: MoneyLines::new(),
            rows_with_money: 0,
            lines: 0,
            ids: Ids::default(),
            home: plan.home.clone(),
            additions: plan.additions.clone(),
            sources: sources.collect(),
            kept,
            differing: NumberList::default(),
            differ: 0,
        }
    }

    /// Reads the file to its end; `None` if it goes on otherwise than it began.
    ///
    /// # Errors
    /// [`ImportError`].
    pub fn consume(
        mut self,
        request: &ImportRequest,
        plan: ImportPlan,
        progress: &Progress,
    ) -> Result<Option<Vec<Edit>>, ImportError> {
        let empty = self.own_rows.clone();
        let mut pipeline = RowPipeline::start(&request.path, &request.options, progress, plan, empty)?;
        while let Some(batch) = pipeline.next()? {
            if batch.differs {
                return Ok(None);
            }
            let added = self.report.added;
            let rows = self.consume_batch(batch, progress)?;
            progress.took(self.report.added - added);
            pipeline.recycle(rows);
        }
        if progress.stopped() {
            return Err(ImportError::Stopped);
        }
        self.finish().map(Some)
    }

    /// Takes a batch in and gives back the memory of its rows.
    fn consume_batch(&mut self, batch: RowsBatch, progress: &Progress) -> Result<RowBatch, ImportError> {
        if let Some(error) = batch.failed {
            return Err(error.into());
        }
        self.report.read += batch.read;
        self.report.left_out += batch.left_out;
        self.report.mended += batch.mended;
        self.report.unmapped += batch.unmapped;
        if let Some(unresolved) = batch.unresolved {
            self.unresolved = unresolved;
        }
        for gate in batch.gates {
            self.gates.push(&Record::Gate(gate), "")?;
        }
        for money in batch.money {
            self.add_money(&money)?;
        }
        for summary in batch.summaries {
            self.report.money.get_or_insert_default().merge(summary);
        }
        if progress.stopped() {
            return Err(ImportError::Stopped);
        }
        let mut at = 0;
        for outcome in batch.outcomes {
            match outcome {
                Outcome::Warning(warning) => self.warnings.add(warning),
                Outcome::New(count) => {
                    self.report.added += count as u64;
                    self.flush_own_rows()?;
                    if let Some(bulk) = &mut self.bulk {
                        bulk.add(&batch.new_rows, at..at + count)?;
                    }
                    at += count;
                }
                Outcome::Candidate(candidate) => self.consume_candidate(candidate)?,
            }
        }
        self.flush_own_rows()?;
        Ok(batch.new_rows)
    }

    /// Writes the new rows with ids of the file, so that rows stand in its order.
    fn flush_own_rows(&mut self) -> Result<(), ImportError> {
        if let Some(bulk) = &mut self.bulk {
            bulk.add(&self.own_rows, 0..self.own_rows.len())?;
            self.own_rows.clear();
        }
        Ok(())
    }

    /// Takes a row that may be in the atlas already.
    fn consume_candidate(&mut self, candidate: CandidateRow) -> Result<(), ImportError> {
        let CandidateRow {
            mut record,
            attributes,
            own_id,
            number,
            completed_on,
            layer,
            money,
        } = candidate;
        let (kind, id) = (record.kind(), record.id().to_owned());
        let before = if own_id || kind == Kind::Region {
            let before = self.model.get(kind, &id);
            before.map_err(|e| EditError::from(ChangeError::from(e)))?
        } else {
            None
        };
        if before.is_none() && !self.new_ids.insert(id.clone()) {
            self.report.left_out += 1;
            self.warnings.add(Warning::at(
                WarningKind::FeatureLeftOut,
                number,
                said!(
                    "import.same_id",
                    "编号“{id}”在文件里不止一条，只导入第一条",
                    "id “{id}” occurs more than once; the first was imported"
                ),
            ));
            return Ok(());
        }
        self.report.unmapped += u64::from(record.geometry().is_none());
        if let Some(before) = &before {
            record = merged(before, record, &self.report.mapping[layer].1);
        }
        if let Record::Project(project) = &mut record {
            self.judge_completion(project, before.as_ref(), completed_on, layer, number)?;
        }
        self.count_money(&money);
        if before.is_some() && says_otherwise(&attributes, || (self.kept)(&id)) {
            self.differ += 1;
            self.differing.add(number);
        }
        let money_edits = match &before {
            Some(_) if !money.is_empty() => {
                let read_at = self.read_at(layer, number);
                budget_edits(self.model, &id, &money, &read_at, &mut self.ids)
            }
            _ => Vec::new(),
        };
        match before {
            None => {
                self.report.added += 1;
                if !money.is_empty() {
                    self.push_money(&id, &money, layer, number)?;
                }
                if self.bulk.is_some() {
                    self.own_rows.push(&record, &attributes)?;
                }
            }
            Some(before) if record == before && money_edits.is_empty() => self.report.unchanged += 1,
            Some(before) if record == before => self.report.updated += 1,
            Some(before) => {
                self.report.updated += 1;
                let edit = Edit {
                    kind,
                    id: id.clone(),
                    before: Some(before),
                    after: Some(record),
                };
                self.edits.insert(id, edit);
            }
        }
        self.edits
            .extend(money_edits.into_iter().map(|edit| (edit.id.clone(), edit)));
        Ok(())
    }

    /// Takes the budget lines of a new project.
    fn add_money(&mut self, money: &NewBudgetLines) -> Result<(), ImportError> {
        self.count_money(&money.lines);
        self.push_money(&money.project, &money.lines, money.layer, money.number)
    }

    fn count_money(&mut self, lines: &MoneyLines) {
        self.rows_with_money += u64::from(!lines.is_empty());
        self.lines += lines.len() as u64;
        for (key, amount) in lines {
            let sum = self.money.entry(*key).or_default();
            *sum = sum.plus(*amount);
        }
    }

    fn push_money(
        &mut self,
        project: &str,
        lines: &MoneyLines,
        layer: usize,
        number: u64,
    ) -> Result<(), ImportError> {
        if self.bulk.is_none() {
            return Ok(());
        }
        let read_at = self.read_at(layer, number);
        for (key, amount) in lines {
            let line = budget_line(project, *key, *amount, &read_at, &mut self.ids);
            self.money_rows.push(&Record::BudgetLine(line), "")?;
        }
        Ok(())
    }

    /// Where in a file a row was read.
    fn read_at(&self, layer: usize, number: u64) -> String {
        let source = &self.sources[layer];
        format!(
            "{}，第 {number} 条",
            source.strip_prefix("导入：").unwrap_or(source)
        )
    }

    /// Judges whether a row proves that its project is completed, unless that is known already.
    fn judge_completion(
        &mut self,
        project: &mut Project,
        before: Option<&Record>,
        completed_on: Option<PartialDate>,
        layer: usize,
        number: u64,
    ) -> Result<(), ImportError> {
        let was_done = matches!(before, Some(Record::Project(before)) if stages::is_done(before.stage));
        if was_done || self.completion_dates.contains_key(project.id.as_str()) {
            return Ok(());
        }
        match completion(project, completed_on, self.today, &self.sources[layer], number) {
            Some(Completion::Gate(gate)) if before.is_some() => {
                self.completed.insert(project.id.0.clone(), gate);
            }
            Some(Completion::Gate(gate)) => self.gates.push(&Record::Gate(gate), "")?,
            Some(Completion::Warning(warning)) => self.warnings.add(warning),
            None => {}
        }
        Ok(())
    }

    /// The changes of rows that were there, as the rules have them.
    fn finish(mut self) -> Result<Vec<Edit>, ImportError> {
        if self.differ > 0 {
            let text = said!(
                "import.attributes_kept",
                "{} 条已有的项目，文件里的附加属性与图册里的不同，没有更新，图册里的保留原样：第 {}",
                "{} rows that were there have other imported values in the file; those of the atlas were kept: {}",
                self.differ,
                self.differing
            );
            self.warnings
                .add(Warning::of_file(WarningKind::NotSupported, text));
        }
        self.report.warnings = self.unresolved.warnings();
        self.report.unresolved = self.unresolved.listed(self.model, &self.home);
        self.report.warnings.extend(self.warnings.finish());
        if let Some(summary) = &mut self.report.money {
            summary.take_sums(&self.money, self.rows_with_money, self.lines);
        }
        // All at once: a step names its rows by ranges.
        if let Some(bulk) = self.bulk {
            for rows in [&self.gates, &self.money_rows]
                .into_iter()
                .filter(|rows| !rows.is_empty())
            {
                bulk.add(rows, 0..rows.len())?;
            }
        }
        let new_row = |row: Record| Edit {
            kind: row.kind(),
            id: row.id().to_owned(),
            before: None,
            after: Some(row),
        };
        let taken = self.report.added + self.report.updated > 0;
        let additions = self.additions.into_iter().filter(|_| taken).map(new_row);
        let mut edits: Vec<Edit> = additions.collect();
        for kind in [Kind::Region, Kind::Unit, Kind::Plan] {
            let count = edits.iter().filter(|edit| edit.kind == kind).count() as u64;
            if count > 0 {
                self.report.brought_in.push((kind, count));
            }
        }
        edits.extend(self.edits.into_values());
        edits.extend(stages::confirm_completion(self.model, &self.completed));
        within_rules(self.model, edits, &mut self.report.warnings)
    }
}

fn budget_line(
    project: &str,
    (source, stage, year): (MoneySource, MoneyStage, Option<i64>),
    amount: Fen,
    read_at: &str,
    ids: &mut Ids,
) -> BudgetLine {
    BudgetLine {
        id: ids.next(Kind::BudgetLine.table()).into(),
        owner_kind: OwnerKind::Project,
        owner: project.to_owned(),
        source,
        stage,
        year,
        amount,
        read_at: Some(read_at.to_owned()),
        note: None,
        scope: None,
    }
}

/// What has to change so that a project has these lines at the stages that they speak of; lines of other stages stay.
fn budget_edits(model: &Model, project: &str, lines: &MoneyLines, read_at: &str, ids: &mut Ids) -> Vec<Edit> {
    let spoken_of = |stage: MoneyStage| lines.keys().any(|(_, other, _)| *other == stage);
    let there = model.relations().budget.of(OwnerKind::Project, project);
    let mut left: MoneyLines = lines.clone();
    let mut edits = Vec::new();
    let mut seen = HashSet::new();
    for line in there.iter().filter(|line| spoken_of(line.stage)) {
        let key = (line.source, line.stage, line.year);
        let same = there.iter().filter(|l| (l.source, l.stage, l.year) == key);
        let sum: Fen = same.map(|l| l.amount).sum();
        let before = Record::BudgetLine((**line).clone());
        let after = match lines.get(&key) {
            Some(amount) if *amount == sum => {
                left.remove(&key);
                continue;
            }
            // The first of the same key takes the amount; the others go.
            Some(amount) if seen.insert(key) => {
                left.remove(&key);
                Some(Record::BudgetLine(BudgetLine {
                    amount: *amount,
                    read_at: Some(read_at.to_owned()),
                    ..(**line).clone()
                }))
            }
            _ => None,
        };
        edits.push(Edit {
            kind: Kind::BudgetLine,
            id: line.id.0.clone(),
            before: Some(before),
            after,
        });
    }
    for (key, amount) in left {
        let line = budget_line(project, key, amount, read_at, ids);
        edits.push(Edit {
            kind: Kind::BudgetLine,
            id: line.id.0.clone(),
            before: None,
            after: Some(Record::BudgetLine(line)),
        });
    }
    edits
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
    rules::enforce_imported(model, &mut change).map_err(EditError::from)?;
    let now = precisions(&change.edits);
    let lost = stated
        .iter()
        .zip(&now)
        .filter(|(stated, now)| stated != now)
        .count();
    if lost > 0 {
        warnings.push(Warning::of_file(
            WarningKind::NotSupported,
            said!("import.precision_lost", "{lost} 个项目的实测或批复范围与图册里的不同，改记为“示意”；确是重新实测的，请在导入后改回精度", "surveyed or approved footprints of {lost} projects differ from the file and now count as sketched; where they were surveyed anew, set the precision back"),
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

/// Whether a file says otherwise of a row, beyond its columns, than what stands beside it. Names that an export put `_原`
/// behind are those of before.
fn says_otherwise(attributes: &str, kept: impl FnOnce() -> Option<String>) -> bool {
    let said = listed(attributes);
    if said.is_empty() {
        return false;
    }
    let kept = listed(&kept().unwrap_or_default());
    said.iter().any(|value| {
        let name = value.name.strip_suffix("_原").unwrap_or(&value.name);
        let of_name = kept.iter().find(|k| k.name == value.name || k.name == name);
        of_name.is_some_and(|k| k.text.trim() != value.text.trim())
    })
}
