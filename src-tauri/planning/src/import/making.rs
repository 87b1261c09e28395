//! Rows made on the thread that reads the file, handed over in batches to the one that writes them.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};

use geodata::formats::{
    Feature, Field, LayerHead, ReadError, ReadOptions, Sink, Warning, WarningKind, detect,
};

use super::columns::Columns;
use super::fields::Keys;
use super::layer_plan::LayerPlan;
use super::lookup::{Lookup, Missed};
use super::producer::Producer;
use super::rows::{Made, Maker};
use super::stream::read_all;
use crate::model::{Gate, Kind, PartialDate, Project, Record};
use crate::progress::Progress;
use crate::rules::stages::{Claim, claim};
use crate::store::{RowBatch, StoreError};

/// Rows of one batch.
const BATCH: usize = 1024;
/// Bytes of rows after which a batch is sent even so.
const BATCH_BYTES: usize = 4 << 20;
/// Batches that may wait.
const WAITING: usize = 2;

/// What comes of a file.
#[allow(
    clippy::large_enum_variant,
    reason = "most stand for many rows; the others would cost an allocation each"
)]
pub(super) enum Out {
    /// So many new rows, the next ones of [`Batch::packed`].
    New(usize),
    /// A row that may be in the atlas already.
    Row {
        record: Record,
        /// All values of its feature as JSON; empty for none.
        attributes: String,
        /// Whether its id was given by the file.
        own_id: bool,
        /// Number of the feature in the file.
        number: u64,
        /// The day on which a project was completed, as far as the file says.
        completed_on: Option<PartialDate>,
        /// Number of its layer among the plans.
        plan: usize,
    },
    Warning(Warning),
}

/// Some of what comes of a file, in order.
pub(super) struct Batch {
    pub out: Vec<Out>,
    /// New rows.
    pub packed: RowBatch,
    /// What proves that new projects are completed.
    pub gates: Vec<Gate>,
    /// Features read, left out and mended; new rows without geometry.
    pub read: u64,
    pub left_out: u64,
    pub mended: u64,
    pub unmapped: u64,
    /// Names that were not found; with the last batch.
    pub missed: Option<Missed>,
    /// The file goes on otherwise than it began; nothing comes after.
    pub differs: bool,
    /// Why a row cannot be kept; nothing comes after.
    pub failed: Option<StoreError>,
}

impl Batch {
    fn with(packed: RowBatch) -> Self {
        Self {
            out: Vec::new(),
            packed,
            gates: Vec::new(),
            read: 0,
            left_out: 0,
            mended: 0,
            unmapped: 0,
            missed: None,
            differs: false,
            failed: None,
        }
    }
}

/// What a file's features are made into rows with.
pub(super) struct Recipe {
    /// Plans by name of the layer.
    pub plans: Vec<(String, LayerPlan)>,
    pub lookup: Lookup,
    /// The day of the import.
    pub today: Option<PartialDate>,
    /// Fields of the one layer, when only the beginning of the file was looked at; another field or layer after that
    /// could change the plan.
    pub seen: Option<Vec<String>>,
}

/// A file being made into rows.
pub(super) struct Making {
    batches: Producer<Batch>,
    /// Where memory goes to be used again.
    spare: Sender<RowBatch>,
}

impl Making {
    /// Begins.
    ///
    /// # Errors
    /// What [`detect`] says; errors further on come with the batches.
    pub fn start(
        path: &Path,
        options: &ReadOptions,
        progress: &Progress,
        recipe: Recipe,
        empty: RowBatch,
    ) -> Result<Self, ReadError> {
        let (format, path) = detect(path)?;
        let (spare, spares) = channel();
        let (options, progress, file) = (options.clone(), progress.clone(), path.clone());
        let batches = Producer::start(&path, WAITING, move |sender| {
            let mut works = Works {
                sender,
                spares,
                batch: Batch::with(empty.clone()),
                empty,
                recipe,
                current: None,
                layers: 0,
                missed: Missed::default(),
                progress,
            };
            let done = read_all(format, &file, &options, &mut works);
            works.batch.missed = Some(std::mem::take(&mut works.missed));
            // Nobody may be there to take the rest.
            let _ = works.send();
            done
        })?;
        Ok(Self { batches, spare })
    }

    /// The next batch; `None` if the file is read to its end.
    ///
    /// # Errors
    /// Why the file cannot be read further.
    pub fn next(&mut self) -> Result<Option<Batch>, ReadError> {
        self.batches.next()
    }

    /// Takes back the memory of rows that are written.
    pub fn give_back(&self, packed: RowBatch) {
        // Nobody takes it once the file is read.
        let _ = self.spare.send(packed);
    }
}

/// What comes of a row that says a project is completed.
pub(super) enum Completion {
    /// What proves it.
    Gate(Gate),
    /// It is not proved; its stage is 在建.
    Warning(Warning),
}

/// Judges whether a row proves that its project is completed; `None` if it does not say so.
pub(super) fn completion(
    project: &mut Project,
    completed_on: Option<PartialDate>,
    today: Option<PartialDate>,
    source: &str,
    number: u64,
) -> Option<Completion> {
    let stage = project.stage.zh();
    let evidence = format!("{source}，第 {number} 条");
    let gate = format!("gates-{}", uuid::Uuid::now_v7());
    Some(
        match claim(project, completed_on, today, gate.into(), evidence)? {
            Claim::Proved(gate) => Completion::Gate(gate),
            Claim::NotProved => Completion::Warning(Warning::at(
                WarningKind::NotSupported,
                number,
                format!(
                    "“{}”写的是{stage}，但没有已到的竣工日期，按“在建”导入：请补上竣工日期再导入，或在项目的节点里填实际竣工日期并确认",
                    project.name
                ),
            )),
        },
    )
}

/// The layer being read.
struct Current {
    plan: usize,
    layer: String,
    fields: Keys,
    columns: Columns,
}

struct Works {
    sender: SyncSender<Batch>,
    /// No rows of their table.
    empty: RowBatch,
    spares: Receiver<RowBatch>,
    batch: Batch,
    recipe: Recipe,
    current: Option<Current>,
    layers: usize,
    missed: Missed,
    progress: Progress,
}

impl Works {
    fn send(&mut self) -> ControlFlow<()> {
        let mut packed = self.spares.try_recv().unwrap_or_else(|_| self.empty.clone());
        packed.clear();
        let batch = std::mem::replace(&mut self.batch, Batch::with(packed));
        let last = batch.differs || batch.failed.is_some();
        let stop = self.progress.stopped() || self.sender.send(batch).is_err();
        if stop || last {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Makes a row of a feature; its values as JSON are made when they are not given.
    fn take(&mut self, mut feature: Feature, json: Option<&str>) -> ControlFlow<()> {
        if self.batch.differs {
            return self.send();
        }
        let Some(current) = &self.current else {
            return ControlFlow::Continue(());
        };
        let batch = &mut self.batch;
        batch.read += 1;
        let mut maker = Maker {
            columns: &current.columns,
            lookup: &mut self.recipe.lookup,
            missed: &mut self.missed,
            choices: &self.recipe.plans[current.plan].1.choices,
            layer: &current.layer,
            warnings: Vec::new(),
            mended: 0,
        };
        let made = maker.make(&mut feature);
        batch.mended += maker.mended;
        batch.out.extend(maker.warnings.into_iter().map(Out::Warning));
        let Some(Made {
            mut record,
            own_id,
            completed_on,
        }) = made
        else {
            batch.left_out += 1;
            return self.go_on();
        };
        let object = match json {
            Some(_) => None,
            None => current.fields.object(&feature.values),
        };
        if own_id || record.kind() == Kind::Region {
            batch.out.push(Out::Row {
                record,
                attributes: json.map(str::to_owned).or(object).unwrap_or_default(),
                own_id,
                number: feature.number,
                completed_on,
                plan: current.plan,
            });
            return self.go_on();
        }
        if let Record::Project(project) = &mut record {
            let source = &self.recipe.plans[current.plan].1.choices.source;
            match completion(project, completed_on, self.recipe.today, source, feature.number) {
                Some(Completion::Gate(gate)) => batch.gates.push(gate),
                Some(Completion::Warning(warning)) => batch.out.push(Out::Warning(warning)),
                None => {}
            }
        }
        let attributes = json.or(object.as_deref()).unwrap_or_default();
        if let Err(error) = batch.packed.push(&record, attributes) {
            batch.failed = Some(error);
            return self.send();
        }
        batch.unmapped += u64::from(record.geometry().is_none());
        match batch.out.last_mut() {
            Some(Out::New(count)) => *count += 1,
            _ => batch.out.push(Out::New(1)),
        }
        self.go_on()
    }

    /// Hands the batch over when it is full.
    fn go_on(&mut self) -> ControlFlow<()> {
        let rows = self.batch.packed.len() + self.batch.out.len();
        if rows < BATCH && self.batch.packed.size() < BATCH_BYTES {
            return ControlFlow::Continue(());
        }
        self.send()
    }
}

impl Sink for Works {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.layers += 1;
        if self.recipe.seen.is_some() && self.layers > 1 {
            self.batch.differs = true;
            return self.send();
        }
        let plans = &self.recipe.plans;
        self.current = plans.iter().position(|(name, _)| *name == head.name).map(|plan| {
            let mut fields = Keys::default();
            head.fields.iter().for_each(|f| fields.add(&f.name));
            Current {
                plan,
                columns: plans[plan].1.columns(fields.names()),
                layer: head.name,
                fields,
            }
        });
        ControlFlow::Continue(())
    }

    fn field(&mut self, field: Field) {
        if self
            .recipe
            .seen
            .as_ref()
            .is_some_and(|seen| !seen.contains(&field.name))
        {
            self.batch.differs = true;
        }
        if let Some(current) = &mut self.current {
            current.fields.add(&field.name);
            current.columns = self.recipe.plans[current.plan].1.columns(current.fields.names());
        }
    }

    fn picked(&self) -> Option<Vec<usize>> {
        self.current.as_ref().map(|current| current.columns.fields())
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.take(feature, None)
    }

    fn record(&mut self, feature: Feature, json: &str) -> ControlFlow<()> {
        self.take(feature, Some(json))
    }

    fn warning(&mut self, warning: Warning) {
        self.batch.out.push(Out::Warning(warning));
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
