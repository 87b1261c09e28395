//! The units in which ledgers write money.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Unit of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// 元
    Yuan,
    /// 万元
    WanYuan,
    /// 亿元
    YiYuan,
}

impl MoneyUnit {
    /// How many 万元 one of it is.
    pub(super) fn in_wan(self) -> f64 {
        match self {
            Self::Yuan => 1e-4,
            Self::WanYuan => 1.0,
            Self::YiYuan => 1e4,
        }
    }

    /// Its Chinese name.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::WanYuan => "万元",
            Self::YiYuan => "亿元",
        }
    }

    /// The unit of a word: yuan, wan, yi or its Chinese name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim() {
            "yuan" | "元" => Self::Yuan,
            "wan" | "wan_yuan" | "万元" | "万" => Self::WanYuan,
            "yi" | "yi_yuan" | "亿元" | "亿" => Self::YiYuan,
            _ => return None,
        })
    }
}
