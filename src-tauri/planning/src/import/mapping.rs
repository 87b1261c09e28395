//! Which field of a file becomes which column of an atlas.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::survey::LayerSurvey;
use crate::model::Kind;

/// What the features of a file become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Projects.
    Projects,
    /// Sites.
    Sites,
    /// Points of towns that are there, or new towns.
    Towns,
    /// Control lines; they replace nothing.
    ControlLines,
}

impl Target {
    /// Every target.
    pub const ALL: &'static [Self] = &[Self::Projects, Self::Sites, Self::Towns, Self::ControlLines];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::Sites => "sites",
            Self::Towns => "towns",
            Self::ControlLines => "control-lines",
        }
    }

    /// Its Chinese name.
    pub fn label(self) -> &'static str {
        self.kind().label()
    }

    /// The target of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.word() == word)
    }

    /// The table the rows go to.
    pub fn kind(self) -> Kind {
        match self {
            Self::Projects => Kind::Project,
            Self::Sites => Kind::Site,
            Self::Towns => Kind::Region,
            Self::ControlLines => Kind::ControlLine,
        }
    }

    /// Columns a field can become, those that matter most first.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Projects => &[
                "name",
                "kind",
                "town",
                "stage",
                "plan",
                "starts",
                "ends",
                "quantity",
                "quantity_unit",
                "content",
                "lead_unit",
                "percent",
                "precision",
                "note",
                "id",
            ],
            Self::Sites => &["name", "kind", "town", "plan", "precision", "note", "id"],
            Self::Towns => &["name", "code", "note", "id"],
            Self::ControlLines => &["kind", "name", "dated", "source", "id"],
        }
    }
}

/// Fields by the column they become. A column that is not named stays empty or gets its usual value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Mapping(
    /// Name of the field by name of the column.
    pub BTreeMap<String, String>,
);

/// The columns that the fields of a layer seem to be.
pub(super) fn guess(target: Target, layer: &LayerSurvey) -> Mapping {
    let _ = (target, layer);
    Mapping::default()
}

/// Systems that the numbers of a layer fit, for a message.
pub(super) fn likely_systems(layer: &LayerSurvey) -> String {
    let _ = layer;
    String::new()
}
