//! What can be exported.

use super::ExportError;

/// A kind of things that is exported together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "said by the names")]
pub enum ExportLayer {
    Projects,
    Towns,
    Sites,
    ControlLines,
    Tasks,
    Indicators,
    Units,
}

impl ExportLayer {
    /// The layer of that name.
    ///
    /// # Errors
    /// [`ExportError::Layer`] if there is none.
    pub fn parse(name: &str) -> Result<Self, ExportError> {
        Ok(match name {
            "projects" => Self::Projects,
            "towns" => Self::Towns,
            "sites" => Self::Sites,
            "control-lines" => Self::ControlLines,
            "tasks" => Self::Tasks,
            "indicators" => Self::Indicators,
            "units" => Self::Units,
            _ => {
                return Err(ExportError::Layer {
                    name: name.to_owned(),
                });
            }
        })
    }

    /// Its Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Projects => "项目",
            Self::Towns => "镇街",
            Self::Sites => "点位",
            Self::ControlLines => "管控线",
            Self::Tasks => "任务",
            Self::Indicators => "指标",
            Self::Units => "单位",
        }
    }

    /// Whether the window has a ledger of it.
    pub fn has_ledger(self) -> bool {
        matches!(self, Self::Projects | Self::Towns | Self::Tasks)
    }

    /// Whether its things have places. The others are written as JSON alone.
    pub fn has_places(self) -> bool {
        matches!(
            self,
            Self::Projects | Self::Towns | Self::Sites | Self::ControlLines
        )
    }
}
