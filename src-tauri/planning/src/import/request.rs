//! What an import is asked for, what it reports, and why it is refused.

use std::path::PathBuf;

use geodata::crs::{Converter, Crs, CrsError, DatumShift};
use geodata::formats::{ReadError, ReadOptions, Warning, WarningKind};
use words::{English, Language, Listed};

use super::mapping::{Mapping, Target};
use super::money::{MoneyField, MoneySummary};
use super::names::{Resolution, UnresolvedName};
use crate::atlas_file::EditError;
use crate::model::*;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The file or folder.
    pub path: PathBuf,
    /// How it is read; a layer named here is the only one imported.
    pub options: ReadOptions,
    /// What its features become.
    pub target: Target,
    /// Coordinate system of the file; as it states when absent.
    pub crs: Option<Crs>,
    /// A system made ready, such as a local one; it goes before `crs` and `shift`.
    pub system: Option<Converter>,
    /// How an older system is turned into CGCS2000.
    pub shift: Option<DatumShift>,
    /// Whether latitude or northing stands first.
    pub swapped: bool,
    /// Which field becomes which column; guessed when absent.
    pub mapping: Option<Mapping>,
    /// Which fields hold money of projects; guessed when absent.
    pub money: Option<Vec<MoneyField>>,
    /// What is done about names that the atlas does not have; those that are not here stay empty.
    pub resolutions: Vec<Resolution>,
    /// The plan of features whose file names none.
    pub plan: Option<PlanId>,
    /// Precision of footprints whose file says none.
    pub precision: Precision,
    /// Kind of control lines whose file names none.
    pub control: Option<ControlKind>,
    /// Date of control lines whose file gives none.
    pub dated: Option<PartialDate>,
    /// The language in which the step is named.
    pub language: Language,
}

impl ImportRequest {
    /// Takes a file as it states itself to be, its columns guessed and its footprints sketched.
    pub fn of(path: impl Into<PathBuf>, target: Target) -> Self {
        Self {
            path: path.into(),
            options: ReadOptions::default(),
            target,
            crs: None,
            system: None,
            shift: None,
            swapped: false,
            mapping: None,
            money: None,
            resolutions: Vec::new(),
            plan: None,
            precision: Precision::Sketched,
            control: None,
            dated: None,
            language: Language::default(),
        }
    }
}

/// What the rows of one layer are made with.
pub(super) struct LayerOptions {
    pub target: Target,
    pub system: Converter,
    pub swapped: bool,
    pub plan: Option<PlanId>,
    pub precision: Precision,
    pub control: Option<ControlKind>,
    pub dated: Option<PartialDate>,
    /// Whether the numbers of the field of progress are shares of one.
    pub percent_of_one: bool,
    pub source: String,
}

/// What an import did, or would do.
#[derive(Debug, Clone)]
pub struct ImportReport {
    /// Name of the step in the journal.
    pub name: String,
    /// Features read.
    pub read: u64,
    /// Rows added.
    pub added: u64,
    /// Rows that were there and were changed.
    pub updated: u64,
    /// Rows that were there and already as the file has them.
    pub unchanged: u64,
    /// Features left out, each with a warning.
    pub left_out: u64,
    /// Rows without geometry.
    pub unmapped: u64,
    /// Shapes mended.
    pub mended: u64,
    /// What a person should know.
    pub warnings: Vec<Warning>,
    /// Coordinate system of each layer.
    pub crs: Vec<(String, Crs)>,
    /// Fields by column of each layer.
    pub mapping: Vec<(String, Mapping)>,
    /// The money of the projects; `None` if no field holds any.
    pub money: Option<MoneySummary>,
    /// Names that the atlas does not have.
    pub unresolved: Vec<UnresolvedName>,
    /// Rows of other kinds that were brought in because the file names them.
    pub brought_in: Vec<(Kind, u64)>,
    /// The step in the journal; `None` after a trial.
    pub seq: Option<i64>,
}

impl ImportReport {
    /// Returns whether something of the file is not in the atlas, or would not be: features or geometries that were left
    /// out, or what a damaged file had behind its break.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        use WarningKind::{FeatureLeftOut, GeometryLeftOut, Truncated};
        let lost = |w: &Warning| matches!(w.kind, FeatureLeftOut | GeometryLeftOut | Truncated);
        self.left_out > 0 || self.warnings.iter().any(lost)
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The atlas cannot be changed.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The coordinate system has to be chosen.
    #[error("“{layer}”的坐标系不明（{stated}），请指明坐标系；可能是：{likely}")]
    Crs {
        layer: String,
        /// What the file says.
        stated: String,
        /// What it may be.
        likely: String,
    },
    /// The coordinate system cannot be used as it is.
    #[error("{}", in_words(.0))]
    System(#[from] CrsError),
    /// The mapping names a field that is not there.
    #[error("“{layer}”里没有字段“{field}”；有：{known}")]
    NoSuchField {
        layer: String,
        field: String,
        /// The fields there are.
        known: Listed,
    },
    /// The mapping names a column that the target has not.
    #[error("{target}没有“{column}”这一项；可用：{known}")]
    NoSuchColumn {
        /// What is imported.
        target: &'static str,
        column: String,
        /// The columns there are.
        known: Listed,
    },
    /// There is no such plan.
    #[error("图册里没有方案“{0}”")]
    NoSuchPlan(String),
    /// Nothing in the file can be imported.
    #[error("{} 里没有可以导入的内容", .0.display())]
    Nothing(PathBuf),
    /// All is imported, but the new rows cannot be read back.
    #[error("导入的内容已写入图册，但没有读回来（{0}），请重新打开图册")]
    NotReadBack(String),
    /// It was asked to stop.
    #[error("导入已取消，图册没有改动")]
    Stopped,
}

impl English for ImportError {
    fn english(&self) -> String {
        match self {
            Self::Read(error) => error.english(),
            Self::Edit(error) => error.english(),
            Self::Crs { layer, .. } => {
                format!("the coordinate system of “{layer}” is not known; choose one")
            }
            Self::System(CrsError::NeedsParameters { system }) => format!(
                "{system} needs parameters to be turned into CGCS2000: ask the local survey office for three or seven, or say that \
                 no shift is to be made if a rough place will do"
            ),
            Self::System(error) => error.english(),
            Self::NoSuchField { layer, field, known } => {
                format!("“{layer}” has no field “{field}”; it has {}", known.english())
            }
            Self::NoSuchColumn { column, known, .. } => {
                format!(
                    "there is no column “{column}” to be filled; there are {}",
                    known.english()
                )
            }
            Self::NoSuchPlan(plan) => format!("the atlas has no plan “{plan}”"),
            Self::Nothing(path) => format!("{} holds nothing that can be imported", path.display()),
            Self::NotReadBack(reason) => format!(
                "what was imported is in the atlas but could not be read back ({reason}); open the atlas again"
            ),
            Self::Stopped => "the import was cancelled; the atlas is as it was".to_owned(),
        }
    }
}

fn in_words(error: &CrsError) -> String {
    match error {
        CrsError::NeedsParameters { system } => {
            format!(
                "{system} 要有转换参数才能转到 CGCS2000，请向当地测绘部门索取三参数或七参数；只求大致位置时可指明不作改正"
            )
        }
        other => other.to_string(),
    }
}

impl From<crate::store::StoreError> for ImportError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Edit(error.into())
    }
}
