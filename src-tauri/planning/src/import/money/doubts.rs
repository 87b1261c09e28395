//! What a person should look at in the money of a file, by its kind and with both numbers.

use serde::Serialize;
use ts_rs::TS;

use crate::model::{Fen, MoneyStage};

/// Something about money that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum MoneyDoubt {
    /// The parts of a row do not make its total.
    PartsDiffer {
        /// The row in the file.
        #[ts(type = "number")]
        row: u64,
        /// How far the money has come.
        stage: MoneyStage,
        /// What the parts add up to.
        parts: Fen,
        /// What the row says in all.
        total: Fen,
    },
    /// A row says money by source and by year, and not which source in which year: it is kept by source.
    YearsApart {
        /// The row in the file.
        #[ts(type = "number")]
        row: u64,
    },
    /// A cell of money holds no amount; it stays beside the row as it is.
    NoAmount {
        /// The row in the file.
        #[ts(type = "number")]
        row: u64,
        field: String,
        /// What stands there.
        text: String,
    },
    /// Nothing says the unit of a field: it is told by the size of its amounts.
    UnitGuessed {
        field: String,
        /// Chinese name of the unit.
        unit: String,
    },
    /// A row of totals is not the sum of the rows.
    TotalRowDiffers {
        /// The row of totals in the file.
        #[ts(type = "number")]
        row: u64,
        field: String,
        /// What the row says.
        total: Fen,
        /// What the rows add up to.
        sum: Fen,
    },
}

impl MoneyDoubt {
    /// In Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::PartsDiffer {
                row,
                stage,
                parts,
                total,
            } => format!(
                "第 {row} 行：{}资金各项合计 {} 万元，总额写的是 {} 万元，相差 {} 万元",
                stage.zh(),
                wan(*parts),
                wan(*total),
                wan(Fen((total.0 - parts.0).abs()))
            ),
            Self::YearsApart { row } => {
                format!("第 {row} 行：按来源和按年度的资金对不上号，按来源记入，年度的数留在附加属性里")
            }
            Self::NoAmount { row, field, text } => {
                format!("第 {row} 行：“{field}”的“{text}”不是金额，留在附加属性里")
            }
            Self::UnitGuessed { field, unit } => {
                format!("“{field}”没有写明单位，按{unit}导入，请核对")
            }
            Self::TotalRowDiffers {
                row,
                field,
                total,
                sum,
            } => format!(
                "第 {row} 行是合计：“{field}”写的是 {} 万元，各行相加是 {} 万元，相差 {} 万元",
                wan(*total),
                wan(*sum),
                wan(Fen((total.0 - sum.0).abs()))
            ),
        }
    }

    /// In English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::PartsDiffer {
                row,
                stage,
                parts,
                total,
            } => format!(
                "row {row}: the parts of the {} money add up to {}, the total says {} (10,000 yuan)",
                stage.en(),
                wan(*parts),
                wan(*total)
            ),
            Self::YearsApart { row } => {
                format!("row {row}: money by source and by year cannot be put together; it is kept by source")
            }
            Self::NoAmount { row, .. } => format!("row {row}: a cell of money holds no amount"),
            Self::UnitGuessed { .. } => "the unit of a field of money is guessed".to_owned(),
            Self::TotalRowDiffers { row, total, sum, .. } => format!(
                "row {row} of totals says {}, the rows add up to {} (10,000 yuan)",
                wan(*total),
                wan(*sum)
            ),
        }
    }
}

/// An amount in 万元 as it is, without zeros at its end.
fn wan(amount: Fen) -> String {
    let text = format!(
        "{}.{:06}",
        amount.0 / 1_000_000,
        amount.0.unsigned_abs() % 1_000_000
    );
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
