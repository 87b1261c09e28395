//! Where the header of a table is, and the names of its columns.

use super::coordinates::is_coordinate_text;
use super::dates::dated;
use super::merges::Merges;
use files::cells::{Cell, Row};
use files::numbers::half_width;

/// Rows in which a header is looked for.
const SEARCHED: usize = 40;
/// Characters beyond which a text is no column name.
const LONGEST_NAME: usize = 40;
/// Rows a header may have.
const DEEPEST: usize = 3;

/// The header of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    /// Place in the sample of the first row below it.
    pub body: usize,
    /// Whether there is one; else the columns are numbered.
    pub found: bool,
    /// Place in the sample of its last row.
    pub header: Option<usize>,
    /// Name of each column as the header gives it; empty where it gives none.
    pub names: Vec<String>,
    /// Texts above it.
    pub captions: Vec<String>,
}

/// Finds the header: the first row in which most columns have a short text of their own.
pub(super) fn find(sample: &[Row], merges: &Merges) -> Header {
    let width = sample.iter().map(|r| r.filled().count()).max().unwrap_or(0);
    let searched = sample.len().min(SEARCHED);
    let at = (0..searched).find(|i| is_header(sample, *i, width, merges));
    let Some(at) = at else {
        return Header {
            body: 0,
            found: false,
            header: None,
            names: Vec::new(),
            captions: Vec::new(),
        };
    };
    let mut rows = 1;
    while rows < DEEPEST && at + rows < sample.len() && parts_groups(sample, at + rows - 1, merges) {
        rows += 1;
    }
    let mut body = at + rows;
    if sample.get(body).is_some_and(|r| counts_columns(r, width)) {
        body += 1;
    }
    Header {
        body,
        found: true,
        header: Some(at + rows - 1),
        names: names(&sample[at..at + rows], merges),
        captions: sample[..at]
            .iter()
            .flat_map(|r| r.cells.iter().filter_map(|c| c.as_text().map(str::to_owned)))
            .collect(),
    }
}

fn is_header(sample: &[Row], at: usize, width: usize, merges: &Merges) -> bool {
    let row = &sample[at];
    let texts: Vec<&Cell> = row.filled().map(|c| row.cell(c)).collect();
    if texts.is_empty() || is_caption(row) {
        return false;
    }
    if width == 1 {
        return texts[0].as_text().is_some_and(is_name);
    }
    let names = texts.iter().filter(|c| c.as_text().is_some_and(is_name)).count();
    let short = texts.iter().all(|c| c.as_text().is_none_or(is_short));
    let mut distinct: Vec<String> = texts.iter().map(|c| c.shown()).collect();
    distinct.sort();
    distinct.dedup();
    let covered = if parts_groups(sample, at, merges) {
        covered(row, &sample[at + 1], merges)
    } else {
        texts.len()
    };
    short
        && distinct.len() >= 2
        && covered * 10 >= width * 6
        && names * 10 >= texts.len() * 6
        && distinct.len() * 10 >= texts.len() * 8
}

/// Columns that have a text in a row of groups or in the row of its parts.
fn covered(row: &Row, parts: &Row, merges: &Merges) -> usize {
    let width = row.cells.len().max(parts.cells.len());
    (0..width)
        .filter(|c| {
            !row.cell(*c).is_empty()
                || !parts.cell(*c).is_empty()
                || merges
                    .over(row.number - 1, *c)
                    .is_some_and(|s| !row.cell(s.left as usize).is_empty())
        })
        .count()
}

/// Whether the row after this one only names the parts of groups in it: 中央, 省, 市 below 资金(万元).
fn parts_groups(sample: &[Row], at: usize, merges: &Merges) -> bool {
    let (row, Some(parts)) = (&sample[at], sample.get(at + 1)) else {
        return false;
    };
    if parts.number != row.number + 1 {
        return false;
    }
    let filled: Vec<usize> = parts.filled().collect();
    let named = filled.iter().all(|c| match parts.cell(*c) {
        Cell::Text(t) => is_short(t) && (is_name(t) || is_year(t)) && !is_coordinate_text(t),
        Cell::Number(v) => (1990.0..=2100.0).contains(v) && v.fract() == 0.0,
        _ => false,
    });
    if filled.len() < 2 || !named {
        return false;
    }
    let mut alone = 0;
    let mut grouped = 0;
    let starts: Vec<usize> = row.filled().collect();
    for (i, start) in starts.iter().enumerate() {
        let end = group_end(row, *start, starts.get(i + 1).copied(), parts, merges);
        let below = filled.iter().filter(|c| (*start..=end).contains(*c)).count();
        match (below, end > *start) {
            (0, _) => alone += 1,
            (n, true) => grouped += n,
            (_, false) => return false,
        }
    }
    alone > 0 && grouped == filled.len()
}

/// Last column of the group that begins at a cell: as merged, else over the blanks that follow it.
fn group_end(row: &Row, start: usize, next: Option<usize>, parts: &Row, merges: &Merges) -> usize {
    match merges.over(row.number - 1, start) {
        Some(span) => span.right as usize,
        None => next
            .unwrap_or_else(|| row.cells.len().max(parts.cells.len()))
            .saturating_sub(1)
            .max(start),
    }
}

/// A row 1, 2, 3 … below the header.
fn counts_columns(row: &Row, width: usize) -> bool {
    let cells: Vec<&Cell> = row.filled().map(|c| row.cell(c)).collect();
    let counted = cells
        .iter()
        .enumerate()
        .all(|(i, c)| c.as_number() == Some((i + 1) as f64));
    cells.len() >= 4 && cells.len() * 10 >= width * 8 && counted
}

fn names(rows: &[Row], merges: &Merges) -> Vec<String> {
    let width = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    (0..width)
        .map(|column| {
            let mut parts: Vec<String> = Vec::new();
            for (i, row) in rows.iter().enumerate() {
                let below = &rows[i + 1..];
                let text = name_over(row, column, below, merges);
                if !text.is_empty() && parts.last() != Some(&text) {
                    parts.push(text);
                }
            }
            parts.join("/")
        })
        .collect()
}

/// The name a row gives to a column, itself or as part of a group.
fn name_over(row: &Row, column: usize, below: &[Row], merges: &Merges) -> String {
    let own = tidy(&row.cell(column).shown());
    if !own.is_empty() {
        return own;
    }
    if let Some(span) = merges.over(row.number - 1, column) {
        return if u64::from(span.top) == row.number - 1 {
            tidy(&row.cell(span.left as usize).shown())
        } else {
            String::new()
        };
    }
    // In a text file a group is a name with blanks after it.
    let parts = below.iter().any(|r| !r.cell(column).is_empty());
    match (0..column).rev().find(|c| !row.cell(*c).is_empty()) {
        Some(start) if parts && merges.over(row.number - 1, start).is_none() => {
            tidy(&row.cell(start).shown())
        }
        _ => String::new(),
    }
}

/// A name without line ends, and without blanks between Chinese letters (备　注).
pub(super) fn tidy(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_whitespace() {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        while at < chars.len() && chars[at].is_whitespace() {
            at += 1;
        }
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(out.chars().next_back()) && latin(chars.get(at).copied()) {
            out.push(' ');
        }
    }
    out
}

fn is_short(text: &str) -> bool {
    text.len() <= LONGEST_NAME * 4 && text.chars().count() <= LONGEST_NAME
}

/// Whether a text can name a column: no number, no day, no coordinates.
fn is_name(text: &str) -> bool {
    if !is_short(text) {
        return false;
    }
    let number = text
        .chars()
        .map(half_width)
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '%' | '/' | ':' | ' '));
    (!number || is_year(text))
        && dated(text).is_none_or(|_| text.ends_with('年'))
        && !is_coordinate_text(text)
}

fn is_year(text: &str) -> bool {
    text.strip_suffix("年")
        .unwrap_or(text)
        .parse()
        .is_ok_and(|y: u32| (1990..=2100).contains(&y))
}

/// A line above the table that says who filled it in, when, and in which unit the amounts are.
fn is_caption(row: &Row) -> bool {
    row.filled().any(|c| {
        row.cell(c).as_text().filter(|t| t.len() < 400).is_some_and(|t| {
            let plain: String = t.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
            let said = plain.split_once(':').map(|(head, _)| head).unwrap_or_default();
            [
                "单位",
                "日期",
                "时间",
                "填报",
                "填表",
                "制表",
                "报送",
                "编制",
                "截至",
                "截止",
                "附件",
                "负责人",
                "坐标系",
            ]
            .iter()
            .any(|w| said.ends_with(w) || said.starts_with(w) && !said.is_empty())
        })
    })
}
