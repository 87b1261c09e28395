//! What holds for whatever a reader hands over, and how long it may take.

use crate::target::{Files, Target};
use geo::CoordsIter;
use geo_types::Geometry;
use geodata::formats::{Feature, Field, Format, LayerHead, MAX_TEXT, Sink, Value, Warning};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Longest that one damaged file of at most 256 KiB may take.
const LONGEST: Duration = Duration::from_secs(60);

/// Pieces that blocks of a drawing may make out of few bytes.
const MOST_OF_BLOCKS: u64 = 1_000_000;

/// Reads files under a watch; whether they were taken for good. What fails stays in the folder of temporary files.
pub fn watch(target: &Target, files: &Files, seed: u64, round: u64) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let (done, wait) = channel::<()>();
    let keep = {
        let (name, files) = (target.name, files.clone());
        move |why: &str| {
            let kept = std::env::temp_dir().join(format!("fuzz-{name}-{seed}-{round}"));
            std::fs::create_dir_all(&kept).unwrap();
            for (ending, bytes) in &files {
                std::fs::write(kept.join(format!("a.{ending}")), bytes).unwrap();
            }
            eprintln!(
                "{name}: {why}; FUZZ_SEED={seed}, file {round}, kept as {}",
                kept.display()
            );
        }
    };
    let late = keep.clone();
    let clock = std::thread::spawn(move || {
        if wait.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
            late("took more than 10 s");
            std::process::abort();
        }
    });
    let found = catch_unwind(AssertUnwindSafe(|| (target.take)(files, dir.path())));
    drop(done);
    clock.join().unwrap();
    found.unwrap_or_else(|panic| {
        keep("crashed");
        resume_unwind(panic)
    })
}

/// A sink that believes nothing.
pub struct Check {
    /// Features so far.
    pub features: u64,
    most: u64,
    fields: usize,
    warnings: u64,
    points: usize,
}

impl Check {
    /// Returns a sink for files of a format.
    pub fn of(format: Format, files: &Files) -> Self {
        let bytes: u64 = files.iter().map(|f| size(&f.1)).sum();
        let more = if format == Format::Dxf { MOST_OF_BLOCKS } else { 16 };
        Self {
            features: 0,
            most: bytes + more,
            fields: 0,
            warnings: 0,
            points: match format {
                Format::Dxf => 20_000_000,
                // A curve of ArcGIS JSON becomes up to a million places.
                Format::GeoJson if files.iter().any(|(_, bytes)| has_curves(bytes)) => 1_000_000,
                _ => bytes as usize + 16,
            },
        }
    }
}

/// Whether a file may hold curves of ArcGIS JSON.
fn has_curves(bytes: &[u8]) -> bool {
    bytes.windows(5).any(|word| word == b"curve")
}

/// Bytes when unpacked.
fn size(bytes: &[u8]) -> u64 {
    let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return bytes.len() as u64;
    };
    let mut entries = 0;
    for i in 0..zip.len() {
        if let Ok(mut entry) = zip.by_index(i) {
            entries += std::io::copy(&mut entry, &mut std::io::sink()).unwrap_or(1 << 20);
        }
    }
    entries + bytes.len() as u64
}

/// Numbers are numbers, and no point comes from nowhere.
pub fn check_geometry(geometry: &Geometry<f64>, most: usize) {
    let mut points = 0;
    for c in geometry.coords_iter() {
        assert!(c.x.is_finite() && c.y.is_finite(), "{c:?}");
        points += 1;
    }
    assert!(points <= most, "{points} points out of {most} bytes");
}

impl Sink for Check {
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()> {
        self.fields = head.fields.len();
        ControlFlow::Continue(())
    }

    fn field(&mut self, _: Field) {
        self.fields += 1;
    }

    fn feature(&mut self, feature: Feature) -> ControlFlow<()> {
        self.features += 1;
        assert!(
            self.features <= self.most,
            "more features than {} bytes can hold",
            self.most
        );
        assert!(feature.values.len() <= self.fields, "more values than fields");
        for value in &feature.values {
            match value {
                Value::Real(n) => assert!(n.is_finite(), "{n}"),
                Value::Text(t) => assert!(t.len() <= MAX_TEXT, "{} bytes of text", t.len()),
                Value::Null | Value::Bool(_) | Value::Integer(_) => {}
            }
        }
        if let Some(geometry) = &feature.geometry {
            check_geometry(geometry, self.points);
        }
        ControlFlow::Continue(())
    }

    fn warning(&mut self, warning: Warning) {
        self.warnings += 1;
        assert!(!warning.text.zh.is_empty());
        assert!(
            warning.text.zh.len() < 8192,
            "a warning of {} bytes",
            warning.text.zh.len()
        );
        assert!(self.warnings <= 2000, "too many warnings: {warning:?}");
    }

    fn progress(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        assert!(done <= total, "{done} of {total}");
        ControlFlow::Continue(())
    }
}
