//! Rows made on the thread that reads the file, handed over in batches to the one that writes them.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};

use geodata::formats::{Feature, Field, LayerHead, ReadError, ReadOptions, Sink, Value, Warning, detect};

use super::columns::Columns;
use super::completion::{Completion, completion};
use super::fields::FieldNames;
use super::layer_plan::ImportPlan;
use super::money::{MoneyColumns, MoneyLines, MoneySummary, MoneyTally};
use super::names::UnresolvedNames;
use super::own_export;
use super::producer::Producer;
use super::rows::{MadeRow, RowBuilder};
use super::stream::read_all;
use crate::model::{Gate, Kind, PartialDate, Record};
use crate::progress::Progress;
use crate::store::{RowBatch, StoreError};

/// Rows of one batch.
const BATCH_ROWS: usize = 1024;
/// Bytes of rows after which a batch is sent even so.
const BATCH_BYTES: usize = 4 << 20;
/// Batches that may wait.
const QUEUE_LENGTH: usize = 2;

/// What came of a feature or was found on the way to it.
#[allow(
    clippy::large_enum_variant,
    reason = "most stand for many rows; the others would cost an allocation each"
)]
pub(super) enum Outcome {
    /// So many new rows, the next ones of [`RowsBatch::new_rows`].
    New(usize),
    /// A row that may be in the atlas already.
    Candidate(CandidateRow),
    Warning(Warning),
}

/// A row that may be in the atlas already.
pub(super) struct CandidateRow {
    pub record: Record,
    /// Values of its feature that its columns do not hold, as JSON; empty for none.
    pub attributes: String,
    /// Whether its id was given by the file.
    pub own_id: bool,
    /// Number of the feature in the file.
    pub number: u64,
    /// The day on which a project was completed, as far as the file says.
    pub completed_on: Option<PartialDate>,
    /// Number of its layer among the layers of the plan.
    pub layer: usize,
    /// Budget lines of a project.
    pub money: MoneyLines,
}

/// Budget lines of a new project.
pub(super) struct NewBudgetLines {
    pub project: String,
    pub lines: MoneyLines,
    /// Number of the feature in the file.
    pub number: u64,
    /// Number of its layer among the layers of the plan.
    pub layer: usize,
}

/// Some of what comes of a file, in order.
pub(super) struct RowsBatch {
    pub outcomes: Vec<Outcome>,
    /// Rows of the outcomes that are new.
    pub new_rows: RowBatch,
    /// What proves that new projects are completed.
    pub gates: Vec<Gate>,
    /// Budget lines of new projects, and where each project stands in the file.
    pub money: Vec<NewBudgetLines>,
    /// What is to be said of the money of a layer; with the last batch of each.
    pub summaries: Vec<MoneySummary>,
    /// Features read, left out and mended; new rows without geometry.
    pub read: u64,
    pub left_out: u64,
    pub mended: u64,
    pub unmapped: u64,
    /// Names that were not found; with the last batch.
    pub unresolved: Option<UnresolvedNames>,
    /// The file goes on otherwise than it began; nothing comes after.
    pub differs: bool,
    /// Why a row cannot be kept; nothing comes after.
    pub failed: Option<StoreError>,
}

impl RowsBatch {
    fn with(new_rows: RowBatch) -> Self {
        Self {
            outcomes: Vec::new(),
            new_rows,
            gates: Vec::new(),
            money: Vec::new(),
            summaries: Vec::new(),
            read: 0,
            left_out: 0,
            mended: 0,
            unmapped: 0,
            unresolved: None,
            differs: false,
            failed: None,
        }
    }
}

/// A file being made into rows.
pub(super) struct RowPipeline {
    batches: Producer<RowsBatch>,
    /// Where memory goes to be used again.
    recycler: Sender<RowBatch>,
}

impl RowPipeline {
    /// Begins.
    ///
    /// # Errors
    /// What [`detect`] says; errors further on come with the batches.
    pub fn start(
        path: &Path,
        options: &ReadOptions,
        progress: &Progress,
        plan: ImportPlan,
        empty: RowBatch,
    ) -> Result<Self, ReadError> {
        let (format, path) = detect(path)?;
        let (recycler, recycled) = channel();
        let (options, progress, file) = (options.clone(), progress.clone(), path.clone());
        let batches = Producer::start(&path, QUEUE_LENGTH, move |sender| {
            let mut worker = RowWorker {
                sender,
                recycled,
                batch: RowsBatch::with(empty.clone()),
                empty,
                plan,
                current: None,
                layers: 0,
                unresolved: UnresolvedNames::default(),
                progress,
            };
            let done = read_all(format, &file, &options, &mut worker);
            worker.end_layer();
            worker.batch.unresolved = Some(std::mem::take(&mut worker.unresolved));
            // Nobody may be there to take the rest.
            let _ = worker.send();
            done
        })?;
        Ok(Self { batches, recycler })
    }

    /// The next batch; `None` if the file is read to its end.
    ///
    /// # Errors
    /// Why the file cannot be read further.
    pub fn next(&mut self) -> Result<Option<RowsBatch>, ReadError> {
        self.batches.next()
    }

    /// Takes back the memory of rows that are written.
    pub fn recycle(&self, rows: RowBatch) {
        // Nobody takes it once the file is read.
        let _ = self.recycler.send(rows);
    }
}

/// The layer being read.
struct CurrentLayer {
    /// Its number among the layers of the plan.
    place: usize,
    name: String,
    fields: FieldNames,
    columns: Columns,
    money: MoneyColumns,
    tally: MoneyTally,
    /// Fields of our own exports that follow from others, and those that follow from budget lines.
    derived: (Vec<usize>, Vec<usize>),
}

struct RowWorker {
    sender: SyncSender<RowsBatch>,
    /// No rows of their table.
    empty: RowBatch,
    recycled: Receiver<RowBatch>,
    batch: RowsBatch,
    plan: ImportPlan,
    current: Option<CurrentLayer>,
    layers: usize,
    unresolved: UnresolvedNames,
    progress: Progress,
}

impl RowWorker {
    fn send(&mut self) -> ControlFlow<()> {
        let mut rows = self.recycled.try_recv().unwrap_or_else(|_| self.empty.clone());
        rows.clear();
        let batch = std::mem::replace(&mut self.batch, RowsBatch::with(rows));
        let last = batch.differs || batch.failed.is_some();
        let stop = self.progress.stopped() || self.sender.send(batch).is_err();
        if stop || last {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Makes a row of a feature; its values as JSON are made when they are not given.
    fn consume(&mut self, mut feature: Feature, json: Option<&str>) -> ControlFlow<()> {
        if self.batch.differs {
            return self.send();
        }
        let Some(current) = &mut self.current else {
            return ControlFlow::Continue(());
        };
        let batch = &mut self.batch;
        batch.read += 1;
        let mut builder = RowBuilder {
            columns: &current.columns,
            lookup: &mut self.plan.lookup,
            unresolved: &mut self.unresolved,
            choices: &self.plan.layers[current.place].1.choices,
            layer: &current.name,
            warnings: Vec::new(),
            mended: 0,
            placed: Vec::new(),
        };
        let made = builder.make(&mut feature);
        batch.mended += builder.mended;
        let mut placed = builder.placed;
        let warnings = builder.warnings.into_iter().map(Outcome::Warning);
        batch.outcomes.extend(warnings);
        let Some(row) = made else {
            batch.left_out += 1;
            return self.flush_if_full();
        };
        placed.extend(&current.derived.0);
        let mut money = MoneyLines::new();
        if !current.money.is_empty() {
            let mut read = current.money.read(&feature.values, feature.number);
            current.tally.add(&mut read);
            placed.append(&mut read.placed);
            if current.money.own.is_some_and(|own| placed.contains(&own)) {
                placed.extend(&current.derived.1);
            }
            money = read.lines;
        }
        let attributes = match json {
            Some(json) => current.fields.without(json, &placed),
            None => current
                .fields
                .object(&feature.values, &placed)
                .unwrap_or_default()
                .into(),
        };
        if row.own_id || row.record.kind() == Kind::Region {
            batch.outcomes.push(Outcome::Candidate(CandidateRow {
                record: row.record,
                attributes: attributes.into_owned(),
                own_id: row.own_id,
                number: feature.number,
                completed_on: row.completed_on,
                layer: current.place,
                money,
            }));
            return self.flush_if_full();
        }
        let place = current.place;
        if !money.is_empty() {
            batch.money.push(NewBudgetLines {
                project: row.record.id().to_owned(),
                lines: money,
                number: feature.number,
                layer: place,
            });
        }
        self.push_new(row, &attributes, place, feature.number)
    }

    /// Takes a row that nothing in the atlas can be.
    fn push_new(&mut self, row: MadeRow, attributes: &str, layer: usize, number: u64) -> ControlFlow<()> {
        let batch = &mut self.batch;
        let MadeRow {
            mut record,
            completed_on,
            ..
        } = row;
        if let Record::Project(project) = &mut record {
            let source = &self.plan.layers[layer].1.choices.source;
            match completion(project, completed_on, self.plan.today, source, number) {
                Some(Completion::Gate(gate)) => batch.gates.push(gate),
                Some(Completion::Warning(warning)) => batch.outcomes.push(Outcome::Warning(warning)),
                None => {}
            }
        }
        if let Err(error) = batch.new_rows.push(&record, attributes) {
            batch.failed = Some(error);
            return self.send();
        }
        batch.unmapped += u64::from(record.geometry().is_none());
        match batch.outcomes.last_mut() {
            Some(Outcome::New(count)) => *count += 1,
            _ => batch.outcomes.push(Outcome::New(1)),
        }
        self.flush_if_full()
    }

    /// Says what the money of the layer comes to.
    fn end_layer(&mut self) {
        if let Some(current) = self.current.take().filter(|current| !current.money.is_empty()) {
            let summary = current.tally.finish(&current.money);
            self.batch.summaries.push(summary);
        }
    }

    /// Hands the batch over when it is full.
    fn flush_if_full(&mut self) -> ControlFlow<()> {
        let rows = self.batch.new_rows.len() + self.batch.outcomes.len();
        if rows < BATCH_ROWS && self.batch.new_rows.size() < BATCH_BYTES {
            return ControlFlow::Continue(());
        }
        self.send()
    }
}

impl Sink for RowWorker {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.layers += 1;
        if self.plan.seen.is_some() && self.layers > 1 {
            self.batch.differs = true;
            return self.send();
        }
        self.end_layer();
        let layers = &self.plan.layers;
        self.current = layers
            .iter()
            .position(|(name, _)| *name == head.name)
            .map(|place| {
                let mut fields = FieldNames::default();
                head.fields.iter().for_each(|f| fields.add(&f.name));
                let money = layers[place].1.money_columns(fields.names());
                let mut tally = MoneyTally::default();
                tally.begin(&money);
                CurrentLayer {
                    place,
                    money,
                    tally,
                    derived: own_export::derived(fields.names()),
                    columns: layers[place].1.columns(fields.names()),
                    name: head.name,
                    fields,
                }
            });
        ControlFlow::Continue(())
    }

    fn field(&mut self, field: Field) {
        if self
            .plan
            .seen
            .as_ref()
            .is_some_and(|seen| !seen.contains(&field.name))
        {
            self.batch.differs = true;
        }
        if let Some(current) = &mut self.current {
            current.fields.add(&field.name);
            let plan = &self.plan.layers[current.place].1;
            current.columns = plan.columns(current.fields.names());
            current.money = plan.money_columns(current.fields.names());
        }
    }

    fn picked(&self) -> Option<Vec<usize>> {
        let current = self.current.as_ref()?;
        Some(
            current
                .columns
                .fields()
                .into_iter()
                .chain(current.money.numbers())
                .collect(),
        )
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.consume(feature, None)
    }

    fn record(&mut self, feature: Feature, json: &str) -> ControlFlow<()> {
        self.consume(feature, Some(json))
    }

    fn total(&mut self, number: u64, values: Vec<Value>) {
        if let Some(current) = &mut self.current {
            current.tally.total(&current.money, &values, number);
        }
    }

    fn warning(&mut self, warning: Warning) {
        self.batch.outcomes.push(Outcome::Warning(warning));
    }

    fn progress(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        self.progress.read(done, total);
        if self.progress.stopped() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}
