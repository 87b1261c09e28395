//! A file read on a thread of its own, handed over in batches, so that reading and writing go on side by side and
//! neither holds more than a few batches in memory.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::SyncSender;

use super::foreign;
use super::producer::Producer;
use crate::progress::Progress;
use geodata::formats::{
    Feature, Field, Format, LayerHead, ReadError, ReadOptions, Sink, Warning, detect, read,
};

/// Features of one batch.
const BATCH: usize = 256;
/// BatchSink that may wait.
const WAITING: usize = 4;

/// One thing a reader hands over.
pub(super) enum StreamItem {
    Layer(LayerHead),
    Field(Field),
    Feature(Feature),
    Warning(Warning),
    Captions(Vec<String>),
}

/// A file being read.
pub(super) struct FeatureStream {
    batches: Producer<Vec<StreamItem>>,
    pub format: Format,
}

impl FeatureStream {
    /// Begins to read.
    ///
    /// # Errors
    /// What [`detect`] says; errors further on come with the batches.
    pub fn open(path: &Path, options: &ReadOptions, progress: &Progress) -> Result<Self, ReadError> {
        let (format, path) = detect(path)?;
        let (options, progress, file) = (options.clone(), progress.clone(), path.clone());
        let batches = Producer::start(&path, WAITING, move |sender| {
            let mut batches = BatchSink {
                sender,
                items: Vec::with_capacity(BATCH),
                progress,
            };
            let done = read_all(format, &file, &options, &mut batches);
            // Nobody may be there to take the rest.
            let _ = batches.send();
            done
        })?;
        Ok(Self { batches, format })
    }

    /// The next batch; `None` if the file is read to its end.
    ///
    /// # Errors
    /// Why the file cannot be read further.
    pub fn next(&mut self) -> Result<Option<Vec<StreamItem>>, ReadError> {
        self.batches.next()
    }
}

pub(super) fn read_all(
    format: Format,
    path: &Path,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<(), ReadError> {
    if format == Format::GeoPackage {
        foreign::read(path, options, sink)
    } else {
        read(format, path, options, sink)
    }
}

struct BatchSink {
    sender: SyncSender<Vec<StreamItem>>,
    items: Vec<StreamItem>,
    progress: Progress,
}

impl BatchSink {
    fn push(&mut self, item: StreamItem) -> ControlFlow<()> {
        self.items.push(item);
        if self.items.len() < BATCH {
            return ControlFlow::Continue(());
        }
        self.send()
    }

    fn send(&mut self) -> ControlFlow<()> {
        let items = std::mem::replace(&mut self.items, Vec::with_capacity(BATCH));
        let stop = self.progress.stopped() || self.sender.send(items).is_err();
        if stop {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl Sink for BatchSink {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.push(StreamItem::Layer(head))
    }
    fn field(&mut self, field: Field) {
        self.items.push(StreamItem::Field(field));
    }
    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.push(StreamItem::Feature(feature))
    }
    fn captions(&mut self, texts: &[String]) {
        self.items.push(StreamItem::Captions(texts.to_vec()));
    }
    fn warning(&mut self, warning: Warning) {
        self.items.push(StreamItem::Warning(warning));
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
