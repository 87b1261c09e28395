//! Reading a file of places: one door for all formats. Readers hand over one feature after the other, so that a
//! file of any size needs little memory, and they go on after a feature that is no good.

use super::feature::{Feature, Field, LayerHead, Value};
use super::format::Format;
use super::scan_cache::ScanCache;
use files::FileError;
use files::encoding::UnknownEncoding;
use files::xml::{XmlError, XmlFault};
use serde::Serialize;
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use words::{Listed, Words};

/// Deepest nesting of a text format before it is taken for an attack.
pub const MAX_DEPTH: usize = 200;

/// Longest text of one value, in bytes; longer ones are cut, with a warning.
pub const MAX_TEXT: usize = 1 << 20;

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Only the layer of this name.
    pub layer: Option<String>,
    /// Encoding of the text, as the WHATWG names it; found out when absent.
    pub encoding: Option<String>,
    /// Columns of longitude or easting and of latitude or northing, for tables; guessed when absent.
    pub xy: Option<(String, String)>,
    /// Column of well-known text, or of both coordinates in one cell, for tables; goes before `xy`.
    pub place_text: Option<String>,
    /// What a first look through the whole file told. Who reads a file twice with these options, or with a clone of
    /// them, has it looked through once.
    pub looked: ScanCache,
}

impl ReadOptions {
    /// The name of the only layer of a file, which is called as the file.
    ///
    /// # Errors
    /// [`ReadError::NoSuchLayer`] if another layer is asked for.
    pub(crate) fn layer_of_file(&self, path: &Path) -> Result<String, ReadError> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        match self.layer.as_deref().filter(|asked| *asked != name) {
            Some(asked) => Err(ReadError::no_such_layer(path, asked, [name])),
            None => Ok(name.into_owned()),
        }
    }
}

/// What takes up what is read.
pub trait Sink {
    /// A layer begins; what follows belongs to it.
    fn layer(&mut self, head: LayerHead) -> ControlFlow<()>;
    /// The layer has one field more, after those known.
    fn field(&mut self, field: Field);
    /// The next feature. `Break` ends the reading without error.
    fn feature(&mut self, feature: Feature) -> ControlFlow<()>;
    /// The numbers of the fields whose values are needed by themselves, where the whole record as JSON does for the
    /// others; `None` if all are needed. It is asked after the head of a layer and after new fields.
    fn picked(&self) -> Option<Vec<usize>> {
        None
    }
    /// The next feature with values of picked fields only, and all of its values that are not null as a JSON object,
    /// empty when there are none. It comes only from formats that have such text, and only for plain records.
    fn record(&mut self, feature: Feature, json: &str) -> ControlFlow<()> {
        let _ = json;
        self.feature(feature)
    }
    /// Texts above the header of a table, such as its title and the unit of its amounts; after the head of the layer.
    fn captions(&mut self, texts: &[String]) {
        let _ = texts;
    }
    /// A row of totals, which is no feature: its number and one value for each field known at this point.
    fn total(&mut self, number: u64, values: Vec<Value>) {
        let _ = (number, values);
    }
    /// Something that a person should know; the reading goes on.
    fn warning(&mut self, warning: Warning);
    /// How far it is, in bytes of the file. `Break` ends the reading without error.
    fn progress(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        let _ = (done, total);
        ControlFlow::Continue(())
    }
}

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// A feature could not be used and was left out.
    FeatureLeftOut,
    /// Rows of a table that are no things, such as totals and notes, were rightly passed over.
    RowPassedOver,
    /// A geometry could not be used; the feature was read without it.
    GeometryLeftOut,
    /// Coordinates that are no numbers were left out.
    BadCoordinate,
    /// Heights or measures were left out.
    HeightLeftOut,
    /// A ring was not closed and was closed.
    RingClosed,
    /// A boundary crosses itself or the like.
    Invalid,
    /// Bytes that are no text in the encoding were replaced.
    BadText,
    /// The encoding is a guess.
    EncodingGuessed,
    /// A text was too long and was cut.
    TextCut,
    /// A name occurs twice in one record; the last one counts.
    DuplicateKey,
    /// A number was NaN or infinite and was left empty.
    BadNumber,
    /// The coordinate system is not stated or not known.
    CrsUnknown,
    /// The coordinates look as if latitude stood first.
    AxesSwapped,
    /// The coordinates lie outside the range of their system.
    OutOfRange,
    /// The file ends too early, or says it holds more than it does; what could be read was read.
    Truncated,
    /// A file that belongs to it is missing.
    PartMissing,
    /// Something of the format that is not supported was left out.
    NotSupported,
    /// Layers or entries were left out.
    LayerLeftOut,
    /// A name that what is read for does not have.
    NameUnknown,
}

/// One thing a person should know of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warning {
    /// What it is about.
    pub kind: WarningKind,
    /// Number of the feature or row, as in [`Feature::number`].
    pub number: Option<u64>,
    /// For a planner: what was found and what was done with it.
    pub text: Words,
}

impl Warning {
    /// A warning about one feature or row.
    pub fn at(kind: WarningKind, number: u64, text: impl Into<Words>) -> Self {
        Self {
            kind,
            number: Some(number),
            text: text.into().map(clipped),
        }
    }

    /// A warning about the file or layer.
    pub fn of_file(kind: WarningKind, text: impl Into<Words>) -> Self {
        Self {
            kind,
            number: None,
            text: text.into().map(clipped),
        }
    }
}

/// A text with its middle left out when it is longer than a person reads: words of the file may stand in it, what to
/// do stands at its end.
fn clipped(text: String) -> String {
    const HEAD: usize = 400;
    const TAIL: usize = 100;
    let count = text.chars().count();
    if count <= HEAD + TAIL {
        return text;
    }
    let head: String = text.chars().take(HEAD).collect();
    let tail: String = text.chars().skip(count - TAIL).collect();
    format!("{head}……{tail}")
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(n) => write!(f, "第 {n} 条：{}", self.text),
            None => write!(f, "{}", self.text),
        }
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum ReadError {
    /// The system does not give it.
    #[error("无法读取 {}：{reason}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The reader itself failed: a fault of this program.
    #[error("读取 {} 时程序内部出错，没有读完：{reason}", path.display())]
    Panicked {
        /// The file.
        path: PathBuf,
        /// What the panic says.
        reason: String,
    },
    /// It holds nothing.
    #[error("{} 是空文件", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Its format is not known.
    #[error("不认识 {} 的格式；可导入 GeoJSON、GeoPackage、Shapefile（.shp 或 .zip）、KML/KMZ、GPX、FlatGeobuf、CSV、XLSX、DXF", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// It is not what its name or its first bytes say, or is broken from the start.
    #[error("{} 不是完好的 {format} 文件：{reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        format: Format,
        /// What is wrong and what to do.
        reason: Words,
    },
    /// It is locked with a password.
    #[error("{} 已加密，请先去掉密码另存后再导入", path.display())]
    Encrypted {
        /// The file.
        path: PathBuf,
    },
    /// It would unpack or nest without end.
    #[error("{} 超出允许的大小或层数（{reason}），可能是恶意文件，没有导入", path.display())]
    TooMuch {
        /// The file.
        path: PathBuf,
        /// What is too much.
        reason: Words,
    },
    /// There is no such layer.
    #[error("{} 里没有名为“{layer}”的图层；有：{known}", path.display())]
    NoSuchLayer {
        /// The file.
        path: PathBuf,
        /// What was asked for.
        layer: String,
        /// The layers there are.
        known: Listed,
    },
    /// There is no such encoding.
    #[error("不认识编码“{name}”；可用：UTF-8、GBK、GB18030、Big5")]
    UnknownEncoding {
        /// What was asked for.
        name: String,
    },
    /// A column named in the options is not there.
    #[error("{} 里没有“{column}”这一列；有：{known}", path.display())]
    NoSuchColumn {
        /// The file.
        path: PathBuf,
        /// What was asked for.
        column: String,
        /// The columns there are.
        known: Listed,
    },
}

impl ReadError {
    /// That a file has no layer of the name that is asked for, but these.
    pub(crate) fn no_such_layer<S: Into<String>>(
        path: &Path,
        asked: &str,
        known: impl IntoIterator<Item = S>,
    ) -> Self {
        Self::NoSuchLayer {
            path: path.to_owned(),
            layer: asked.to_owned(),
            known: known.into_iter().collect(),
        }
    }

    /// An error of the system.
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    /// A file that is broken.
    pub fn damaged(path: &Path, format: Format, reason: impl Into<Words>) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            format,
            reason: reason.into(),
        }
    }

    /// The error of a document of a format that could not be read.
    pub(crate) fn of_xml(error: XmlError, format: Format) -> Self {
        match error {
            XmlError::File(error) => error.into(),
            XmlError::Empty { path } => Self::Empty { path },
            XmlError::UnknownEncoding(error) => error.into(),
            XmlError::Fault { path, fault } => Self::of_fault(fault, &path, format),
        }
    }

    /// The error of a document of which nothing could be used.
    pub(crate) fn of_fault(fault: XmlFault, path: &Path, format: Format) -> Self {
        match fault {
            XmlFault::Broken(reason) => {
                let english = "it is no sound XML of its kind, or it breaks off".to_owned();
                Self::damaged(path, format, Words::new("xml.broken", reason, english))
            }
            XmlFault::TooMuch(reason) => Self::TooMuch {
                path: path.to_owned(),
                reason: Words::new(
                    "xml.too_much",
                    reason,
                    "a part of it is too large or nests too deeply".to_owned(),
                ),
            },
        }
    }

    /// Returns the code under which the words for this error are kept.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "read.io",
            Self::Empty { .. } => "read.empty",
            Self::UnknownFormat { .. } => "read.unknown_format",
            Self::Damaged { .. } => "read.damaged",
            Self::Encrypted { .. } => "read.encrypted",
            Self::TooMuch { .. } => "read.too_much",
            Self::NoSuchLayer { .. } => "read.no_such_layer",
            Self::UnknownEncoding { .. } => "read.unknown_encoding",
            Self::NoSuchColumn { .. } => "read.no_such_column",
            Self::Panicked { .. } => "read.panicked",
        }
    }
}

impl From<FileError> for ReadError {
    fn from(error: FileError) -> Self {
        Self::io(&error.path, &error.source)
    }
}

impl From<UnknownEncoding> for ReadError {
    fn from(UnknownEncoding(name): UnknownEncoding) -> Self {
        Self::UnknownEncoding { name }
    }
}
