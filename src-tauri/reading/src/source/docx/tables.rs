//! Tables of Word documents: cells merged across and down, rows deleted, tables that only lay out text.

use super::{DocxPart, DocxReader, flat};
use crate::source::error::ReadingError;
use crate::source::package::{PartReader, PartStep};

/// Columns that Word allows a table.
const MAX_COLUMNS: usize = 64;

/// How a cell is merged with others.
#[derive(Debug, Clone, Copy)]
pub struct CellPlace {
    /// Columns of the grid that it covers.
    span: usize,
    /// It is covered by the cell above.
    below: bool,
    /// It is covered by the cell before.
    beside: bool,
}

impl Default for CellPlace {
    fn default() -> Self {
        Self {
            span: 1,
            below: false,
            beside: false,
        }
    }
}

impl CellPlace {
    /// Reads the properties of a cell.
    ///
    /// # Errors
    /// [`ReadingError`].
    pub fn read(reader: &mut PartReader) -> Result<Self, ReadingError> {
        let mut out = Self::default();
        while let PartStep::Open(tag) = reader.step()? {
            let goes_on = tag.get("val").is_none_or(|v| v == "continue" || v == "cont");
            match tag.name.as_str() {
                "gridSpan" => {
                    let span = tag.get("val").and_then(|v| v.parse().ok()).unwrap_or(1);
                    out.span = std::cmp::Ord::clamp(span, 1, MAX_COLUMNS);
                }
                "vMerge" => out.below = goes_on,
                "hMerge" => out.beside = goes_on,
                _ => {}
            }
            reader.skip()?;
        }
        Ok(out)
    }
}

struct DocxCell {
    place: CellPlace,
    parts: Vec<DocxPart>,
}

#[derive(Default)]
struct DocxRow {
    before: usize,
    deleted: bool,
    cells: Vec<DocxCell>,
}

impl DocxReader {
    /// Reads a table; one with a cell a row only lays out text, which is handed over as such.
    pub(super) fn table(
        &mut self,
        reader: &mut PartReader,
        out: &mut Vec<DocxPart>,
    ) -> Result<(), ReadingError> {
        let mut rows: Vec<DocxRow> = Vec::new();
        self.rows(reader, &mut rows)?;
        rows.retain(|row| !row.deleted && !row.cells.is_empty());
        if rows.iter().all(|row| row.cells.len() == 1 && row.before == 0) {
            out.extend(
                rows.into_iter()
                    .flat_map(|row| row.cells)
                    .flat_map(|cell| cell.parts),
            );
            return Ok(());
        }
        let mut grid: Vec<Vec<String>> = Vec::with_capacity(rows.len());
        for row in rows {
            let mut line: Vec<String> = vec![String::new(); row.before];
            for cell in row.cells {
                let above = grid.last().and_then(|above| above.get(line.len()));
                let text = match (cell.place.below, cell.place.beside) {
                    (true, _) => above.cloned().unwrap_or_else(|| flat(&cell.parts)),
                    (_, true) => line.last().cloned().unwrap_or_default(),
                    _ => flat(&cell.parts),
                };
                let span = cell.place.span.min(MAX_COLUMNS.saturating_sub(line.len()));
                self.count((text.len() + 24) * span)?;
                line.extend(std::iter::repeat_n(text, span));
            }
            grid.push(line);
        }
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        for line in &mut grid {
            line.resize(width, String::new());
        }
        out.push(DocxPart::Table(grid));
        Ok(())
    }

    fn rows(&mut self, reader: &mut PartReader, rows: &mut Vec<DocxRow>) -> Result<(), ReadingError> {
        while let PartStep::Open(tag) = reader.step()? {
            match tag.name.as_str() {
                "tr" => {
                    let mut row = DocxRow::default();
                    self.row(reader, &mut row)?;
                    self.count(24)?;
                    rows.push(row);
                }
                name if super::is_left_out(name) => reader.skip()?,
                _ => self.rows(reader, rows)?,
            }
        }
        Ok(())
    }

    fn row(&mut self, reader: &mut PartReader, row: &mut DocxRow) -> Result<(), ReadingError> {
        while let PartStep::Open(tag) = reader.step()? {
            match tag.name.as_str() {
                "trPr" => {
                    while let PartStep::Open(part) = reader.step()? {
                        match part.name.as_str() {
                            "del" => row.deleted = true,
                            "gridBefore" => {
                                let before = part.get("val").and_then(|v| v.parse().ok()).unwrap_or(0);
                                row.before = std::cmp::min(before, MAX_COLUMNS);
                            }
                            _ => {}
                        }
                        reader.skip()?;
                    }
                }
                "tc" => {
                    let around = std::mem::take(&mut self.cell);
                    let mut parts = Vec::new();
                    self.blocks(reader, &mut parts)?;
                    let place = std::mem::replace(&mut self.cell, around);
                    self.count(24)?;
                    row.cells.push(DocxCell { place, parts });
                }
                name if super::is_left_out(name) => reader.skip()?,
                _ => self.row(reader, row)?,
            }
        }
        Ok(())
    }
}
