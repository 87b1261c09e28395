//! A first look through a whole drawing: version, encoding, units, layers, where its places are.

use super::entities::Colour;
use super::record::{DxfRecord, DxfRecords, RecordsEnd, integer, number};
use super::text::Texts;
use crate::formats::reading::{ReadError, Sink, Warning, WarningKind};
use encoding_rs::{GB18030, UTF_8, WINDOWS_1252};
use files::encoding::{self, Detector};
use std::cell::Cell;
use std::collections::HashMap;
use std::io::BufRead;
use std::ops::ControlFlow;
use words::{Words, said};

/// Most layers whose colours are kept.
const MAX_LAYERS: usize = 200_000;

/// What the first look found.
pub(super) struct Survey {
    pub texts: Texts,
    /// Colours of the layers by their names.
    pub colours: HashMap<String, Colour>,
    /// Metres in a unit of the drawing.
    pub unit: f64,
    /// Whether there is a section of entities.
    pub entities: bool,
}

/// What is gathered before the encoding is known.
#[derive(Default)]
struct Notes {
    version: String,
    page: String,
    units: i64,
    layers: Vec<(Vec<u8>, Colour)>,
    /// Places in the drawing, and how many of them look like Gauss-Krüger metres in China.
    places: u64,
    zoned: u64,
    entities: bool,
}

/// Looks through the records. A file broken at some point is looked through up to there.
///
/// # Errors
/// [`ReadError::UnknownEncoding`].
pub(super) fn survey<R: BufRead>(
    records: &mut DxfRecords<R>,
    asked: Option<&str>,
    sink: &mut dyn Sink,
    mut progress: impl FnMut(&mut dyn Sink) -> ControlFlow<()>,
) -> Result<Result<Survey, RecordsEnd>, ReadError> {
    let mut notes = Notes::default();
    let mut detector = Detector::default();
    let mut record = DxfRecord::default();
    let mut section = String::new();
    let mut count = 0_u64;
    let stop = loop {
        count += 1;
        if count.is_multiple_of(1024) && progress(sink).is_break() {
            break RecordsEnd::End;
        }
        if let Err(stop) = records.next_into(&mut record) {
            break stop;
        }
        if !record.all_bytes().is_ascii() {
            detector.push(record.all_bytes());
        }
        for (_, value) in record.extended().iter().filter(|(_, value)| !value.is_ascii()) {
            detector.push(value);
            detector.end();
        }
        match (record.kind.as_str(), section.as_str()) {
            ("SECTION", _) => {
                section =
                    String::from_utf8_lossy(record.value(2).unwrap_or_default().trim_ascii()).into_owned();
                notes.header(&record);
                notes.entities |= section == "ENTITIES";
            }
            ("ENDSEC", _) => section.clear(),
            ("LAYER", "TABLES") => notes.layer(&record),
            (_, "ENTITIES") => notes.reach(&record),
            _ => {}
        }
    };
    if count == 1 {
        return Ok(Err(stop));
    }
    let detected = detector.finish();
    let encoding = match asked {
        Some(name) => encoding::asked(name)?,
        None => {
            let (encoding, guessed) = notes.encoding(detected);
            if guessed {
                let name = encoding.name();
                sink.warning(Warning::of_file(
                    WarningKind::EncodingGuessed,
                    said!("dxf.encoding_assumed", "文件没有写明（或写错了）文字编码，按 {name} 读入；如有乱码请指定编码", "the encoding is not stated (or wrong); read as {name}. If the text is garbled, choose the encoding"),
                ));
            }
            encoding
        }
    };
    let texts = Texts {
        encoding,
        replaced: Cell::new(false),
    };
    let (unit, warning) = notes.unit();
    if let Some(text) = warning {
        sink.warning(Warning::of_file(WarningKind::CrsUnknown, text));
    }
    let colours = notes
        .layers
        .iter()
        .map(|(name, colour)| (texts.name(name), *colour))
        .collect();
    Ok(Ok(Survey {
        texts,
        colours,
        unit,
        entities: notes.entities,
    }))
}

impl Notes {
    fn header(&mut self, record: &DxfRecord) {
        let mut variable: &[u8] = b"";
        for (code, value) in record.pairs() {
            let value = value.trim_ascii();
            let text = || String::from_utf8_lossy(value).to_ascii_uppercase();
            match (code, variable) {
                (9, _) => variable = value,
                (1, b"$ACADVER") => self.version = text(),
                (3, b"$DWGCODEPAGE") => self.page = text(),
                (70, b"$INSUNITS") => self.units = integer(value),
                _ => {}
            }
        }
    }

    fn layer(&mut self, record: &DxfRecord) {
        let Some(name) = record.value(2).filter(|_| self.layers.len() < MAX_LAYERS) else {
            return;
        };
        let colour = match record.value(420) {
            Some(_) => Colour::True((record.integer(420) & 0xff_ffff) as u32),
            // Negative for a layer that is off.
            None => Colour::Index(record.integer(62).saturating_abs()),
        };
        self.layers
            .push((name[..name.len().min(1024)].to_owned(), colour));
    }

    fn reach(&mut self, record: &DxfRecord) {
        if record.integer(67) == 1 || record.kind == "VIEWPORT" {
            return;
        }
        let mut easting = None;
        for (code, value) in record.pairs() {
            match (code, easting) {
                (10, _) => easting = Some(number(value)),
                (20, Some(x)) => {
                    let y = number(value);
                    easting = None;
                    // Dummy places of polylines.
                    if x.is_finite() && y.is_finite() && (x, y) != (0.0, 0.0) {
                        self.places += 1;
                        self.zoned += u64::from(looks_zoned(x, y));
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the encoding and whether it is a guess. From AutoCAD 2007 (AC1021) on a drawing is UTF-8; before, it
    /// is in the code page it names.
    fn encoding(&self, detected: encoding::Detected) -> (&'static encoding_rs::Encoding, bool) {
        if detected.ascii {
            return (UTF_8, false);
        }
        let page = encoding::known(&self.page);
        let newer = self
            .version
            .strip_prefix("AC")
            .and_then(|v| v.parse::<u32>().ok())
            >= Some(1021);
        match (newer, page) {
            (true, _) if detected.encoding == UTF_8 => (UTF_8, false),
            (true, Some(page)) if page != UTF_8 && page != WINDOWS_1252 => (page, true),
            (true, _) => (detected.encoding, true),
            // What programs write that do not think of the code page.
            (false, None) => (detected.encoding, true),
            (false, Some(page)) if page == WINDOWS_1252 => match detected.encoding == UTF_8 || detected.whole
            {
                true => (detected.encoding, true),
                false => (page, false),
            },
            (false, Some(page)) if page == encoding_rs::GBK => (GB18030, false),
            (false, Some(page)) => (page, false),
        }
    }

    /// Returns metres in a unit, and what to tell of it.
    fn unit(&self) -> (f64, Option<Words>) {
        let (unit, zh, en) = match self.units {
            1 => (0.0254, "英寸", "inches"),
            2 => (0.3048, "英尺", "feet"),
            3 => (1609.344, "英里", "miles"),
            4 => (0.001, "毫米", "millimetres"),
            5 => (0.01, "厘米", "centimetres"),
            7 => (1000.0, "千米", "kilometres"),
            10 => (0.9144, "码", "yards"),
            14 => (0.1, "分米", "decimetres"),
            _ => return (1.0, None),
        };
        let name = Words::new("dxf.unit", zh.to_owned(), en.to_owned());
        // Templates say millimetres however the drawing is made; a few stray places do not matter.
        let metres = self.places > 0 && self.zoned * 10 >= self.places * 9;
        if metres {
            let text = said!(
                "dxf.unit_not_believed",
                "图形单位写的是{}，但坐标像是以米为单位的高斯-克吕格坐标，按米读入；请核对",
                "the drawing says {}, but its coordinates look like Gauss-Krüger ones in metres and were read so; check them",
                name
            );
            return (1.0, Some(text));
        }
        let text = said!(
            "dxf.unit_converted",
            "图形单位是{}，坐标已换算为米（乘以 {unit}）；请核对",
            "the unit of the drawing is {}; coordinates were turned into metres (times {unit}); check them",
            name
        );
        (unit, Some(text))
    }
}

/// Whether numbers are where eastings (with or without zone number) and northings of China are.
fn looks_zoned(x: f64, y: f64) -> bool {
    (1.9e6..=6.0e6).contains(&y) && ((1.0e5..=9.0e5).contains(&x) || (13.0e6..=46.0e6).contains(&x))
}
