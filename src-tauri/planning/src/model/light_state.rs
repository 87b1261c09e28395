//! What a light shows; which one it is, a rule says.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a light shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LightState {
    /// Far behind.
    Red,
    /// Behind.
    Yellow,
    /// On time.
    Green,
    /// 停缓: a state of its own, not counted as behind.
    Suspended,
    /// Its time has not come.
    NotDue,
    /// Done.
    Finished,
    /// Nothing to judge by.
    NotJudged,
}

impl LightState {
    /// All of them, what is worst first.
    pub const ALL: [Self; 7] = [
        Self::Red,
        Self::Yellow,
        Self::Green,
        Self::Suspended,
        Self::NotDue,
        Self::Finished,
        Self::NotJudged,
    ];

    /// The word it is kept and sent as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Suspended => "suspended",
            Self::NotDue => "not_due",
            Self::Finished => "finished",
            Self::NotJudged => "not_judged",
        }
    }

    /// The light of a word; `None` for what is none.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.word() == word)
    }

    /// Its name in Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Red => "红灯",
            Self::Yellow => "黄灯",
            Self::Green => "绿灯",
            Self::Suspended => "停缓",
            Self::NotDue => "未到时间",
            Self::Finished => "已完成",
            Self::NotJudged => "未判定",
        }
    }
}
