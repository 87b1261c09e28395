//! Rows made on the thread that reads the file, handed over in batches to the one that writes them.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use geodata::formats::{Feature, Field, LayerHead, ReadError, ReadOptions, Sink, Warning, detect};
use tokio::sync::mpsc;

use super::fields::Keys;
use super::lookup::{Lookup, Missed};
use super::progress::Progress;
use super::rows::{Made, Maker};
use super::run::Plan;
use super::stream::read_all;

/// Rows of one batch.
const BATCH: usize = 512;
/// Batches that may wait.
const WAITING: usize = 4;

/// What comes of a file.
#[allow(
    clippy::large_enum_variant,
    reason = "nearly all are rows; a box would cost an allocation a row"
)]
pub(super) enum Out {
    Row {
        made: Made,
        /// Number of the feature in the file.
        number: u64,
        /// Number of its layer among the plans.
        plan: usize,
    },
    Warning(Warning),
}

/// Some of what comes of a file, in order.
#[derive(Default)]
pub(super) struct Batch {
    pub out: Vec<Out>,
    /// Features read, left out and mended.
    pub read: u64,
    pub left_out: u64,
    pub mended: u64,
    /// Names that were not found; with the last batch.
    pub missed: Option<Missed>,
    /// The file goes on otherwise than it began; nothing comes after.
    pub differs: bool,
}

/// What a file's features are made into rows with.
pub(super) struct Recipe {
    /// Plans by name of the layer.
    pub plans: Vec<(String, Plan)>,
    pub lookup: Lookup,
    /// Fields of the one layer, when only the beginning of the file was looked at; another field or layer after that
    /// could change the plan.
    pub seen: Option<Vec<String>>,
}

/// A file being made into rows.
pub(super) struct Making {
    receiver: mpsc::Receiver<Result<Batch, ReadError>>,
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
    ) -> Result<Self, ReadError> {
        let (format, path) = detect(path)?;
        let (sender, receiver) = mpsc::channel(WAITING);
        let (options, progress) = (options.clone(), progress.clone());
        std::thread::spawn(move || {
            let mut works = Works {
                sender,
                batch: Batch::default(),
                recipe,
                current: None,
                layers: 0,
                missed: Missed::default(),
                progress,
            };
            let done = read_all(format, &path, &options, &mut works);
            works.batch.missed = Some(std::mem::take(&mut works.missed));
            let _ = works.send();
            if let Err(error) = done {
                let _ = works.sender.blocking_send(Err(error));
            }
        });
        Ok(Self { receiver })
    }

    /// The next batch; nothing at the end.
    ///
    /// # Errors
    /// Why the file cannot be read further.
    pub async fn next(&mut self) -> Result<Option<Batch>, ReadError> {
        self.receiver.recv().await.transpose()
    }
}

/// The layer being read.
struct Current {
    plan: usize,
    layer: String,
    fields: Keys,
    columns: HashMap<&'static str, usize>,
}

struct Works {
    sender: mpsc::Sender<Result<Batch, ReadError>>,
    batch: Batch,
    recipe: Recipe,
    current: Option<Current>,
    layers: usize,
    missed: Missed,
    progress: Progress,
}

impl Works {
    fn send(&mut self) -> ControlFlow<()> {
        let batch = std::mem::take(&mut self.batch);
        let last = batch.differs;
        let stop = self.progress.stopped() || self.sender.blocking_send(Ok(batch)).is_err();
        self.batch.out.reserve(BATCH);
        if stop || last {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
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

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        if self.batch.differs {
            return self.send();
        }
        let Some(current) = &self.current else {
            return ControlFlow::Continue(());
        };
        let batch = &mut self.batch;
        batch.read += 1;
        let number = feature.number;
        let mut maker = Maker {
            columns: &current.columns,
            keys: &current.fields,
            lookup: &mut self.recipe.lookup,
            missed: &mut self.missed,
            choices: &self.recipe.plans[current.plan].1.choices,
            layer: &current.layer,
            warnings: Vec::new(),
            mended: 0,
        };
        let made = maker.make(feature);
        batch.mended += maker.mended;
        batch.out.extend(maker.warnings.into_iter().map(Out::Warning));
        match made {
            Some(made) => batch.out.push(Out::Row {
                made,
                number,
                plan: current.plan,
            }),
            None => batch.left_out += 1,
        }
        if batch.out.len() < BATCH {
            return ControlFlow::Continue(());
        }
        self.send()
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
