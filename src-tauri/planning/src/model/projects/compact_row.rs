//! One project in about a hundred bytes.

use super::dictionary::NONE;
use super::row_key::RowKey;
use super::summary_row::SummaryRow;
use crate::model::{PartialDate, Precision, ProjectKind, ProjectStage};

const USED: u8 = 1;
const ALTERNATIVE: u8 = 2;
const DRAWN: u8 = 4;
const QUANTITY: u8 = 8;
const PERCENT: u8 = 16;
const CONTENT: u8 = 32;

#[derive(Debug, Clone)]
pub(super) struct CompactRow {
    /// Where its id, name and content begin in the text.
    pub at: usize,
    id: u32,
    name: u32,
    content: u32,
    pub plan: u32,
    pub town: u32,
    pub lead: u32,
    pub quantity_unit: u32,
    /// What the store knows it by.
    pub key: RowKey,
    pub ordinal: i64,
    quantity: f64,
    percent: f64,
    pub starts: Option<PartialDate>,
    pub ends: Option<PartialDate>,
    pub kind: ProjectKind,
    pub stage: ProjectStage,
    pub precision: Precision,
    marks: u8,
}

impl CompactRow {
    pub const UNUSED: Self = Self {
        at: 0,
        id: 0,
        name: 0,
        content: 0,
        plan: NONE,
        town: NONE,
        lead: NONE,
        quantity_unit: NONE,
        key: RowKey::NONE,
        ordinal: 0,
        quantity: 0.0,
        percent: 0.0,
        starts: None,
        ends: None,
        kind: ProjectKind::Other,
        stage: ProjectStage::Idea,
        precision: Precision::Unmapped,
        marks: 0,
    };

    /// What of a row needs no text and no code.
    pub fn of(row: &SummaryRow<'_>, key: RowKey) -> Self {
        let mark = |is: bool, mark: u8| if is { mark } else { 0 };
        Self {
            key,
            ordinal: row.ordinal,
            quantity: row.quantity.unwrap_or_default(),
            percent: row.percent.unwrap_or_default(),
            starts: row.starts,
            ends: row.ends,
            kind: row.kind,
            stage: row.stage,
            precision: row.precision,
            marks: USED
                | mark(row.alternative, ALTERNATIVE)
                | mark(row.drawn, DRAWN)
                | mark(row.quantity.is_some(), QUANTITY)
                | mark(row.percent.is_some(), PERCENT)
                | mark(row.content.is_some(), CONTENT),
            ..Self::UNUSED
        }
    }

    /// Puts its texts at the end of all texts.
    pub fn write(&mut self, row: &SummaryRow<'_>, text: &mut String) {
        let length = |part: &str| u32::try_from(part.len()).unwrap_or(u32::MAX);
        let content = row.content.as_deref().unwrap_or_default();
        self.at = text.len();
        for part in [&row.id, &row.name, content] {
            text.push_str(part);
        }
        (self.id, self.name, self.content) = (length(&row.id), length(&row.name), length(content));
    }

    pub fn move_text(&mut self, from: &str, to: &mut String) {
        let part = &from[self.at..self.end()];
        self.at = to.len();
        to.push_str(part);
    }

    fn name_at(&self) -> usize {
        self.at + self.id as usize
    }

    fn content_at(&self) -> usize {
        self.name_at() + self.name as usize
    }

    /// Where its texts end.
    pub fn end(&self) -> usize {
        self.content_at() + self.content as usize
    }

    /// Whether a stretch of the text lies within its name or within its content.
    pub fn holds(&self, from: usize, to: usize) -> bool {
        let within = |start: usize, end: usize| start <= from && to <= end;
        within(self.name_at(), self.content_at()) || within(self.content_at(), self.end())
    }

    pub fn id<'t>(&self, text: &'t str) -> &'t str {
        &text[self.at..self.name_at()]
    }

    pub fn name<'t>(&self, text: &'t str) -> &'t str {
        &text[self.name_at()..self.content_at()]
    }

    pub fn content<'t>(&self, text: &'t str) -> Option<&'t str> {
        (self.marks & CONTENT != 0).then(|| &text[self.content_at()..self.end()])
    }

    pub fn quantity(&self) -> Option<f64> {
        (self.marks & QUANTITY != 0).then_some(self.quantity)
    }

    pub fn percent(&self) -> Option<f64> {
        (self.marks & PERCENT != 0).then_some(self.percent)
    }

    pub fn is_used(&self) -> bool {
        self.marks & USED != 0
    }

    pub fn is_alternative(&self) -> bool {
        self.marks & ALTERNATIVE != 0
    }

    pub fn is_drawn(&self) -> bool {
        self.marks & DRAWN != 0
    }
}
