//! Rows of a table that are no things: totals, headings of groups, notes, the header printed again.

use files::cells::Row;
use files::numbers::half_width;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Thing,
    Blank,
    Total,
    Heading,
    Note,
    HeaderAgain,
}

/// Tells rows apart.
#[derive(Debug)]
pub(super) struct RowClassifier {
    /// The header's own texts, column by column.
    header: Vec<String>,
    columns: usize,
    /// Whether the notes under the table have begun.
    notes: bool,
}

impl RowClassifier {
    pub fn new(header: Option<&Row>, columns: usize) -> Self {
        Self {
            header: header
                .map(|r| r.cells.iter().map(files::cells::Cell::shown).collect())
                .unwrap_or_default(),
            columns,
            notes: false,
        }
    }

    pub fn kind(&mut self, row: &Row) -> RowKind {
        let mut filled = row.filled();
        let Some(first) = filled.next() else {
            return RowKind::Blank;
        };
        let more = filled.count();
        if self.columns < 2 {
            return RowKind::Thing;
        }
        if self.is_header(row, more + 1) {
            return RowKind::HeaderAgain;
        }
        let texts = || row.cells.iter().take(first + 3).filter_map(|c| c.as_text());
        if texts().any(is_total) {
            return RowKind::Total;
        }
        let Some(text) = row.cell(first).as_text() else {
            self.notes = false;
            return RowKind::Thing;
        };
        if is_signature(text) || (more == 0 && self.columns > 2 && is_note(text)) {
            self.notes = true;
            return RowKind::Note;
        }
        if more == 0 && self.columns > 2 {
            if self.notes {
                return RowKind::Note;
            }
            if is_heading(text) {
                return RowKind::Heading;
            }
        }
        self.notes = false;
        RowKind::Thing
    }

    fn is_header(&self, row: &Row, filled: usize) -> bool {
        filled >= 2
            && row
                .filled()
                .all(|c| self.header.get(c).is_some_and(|h| *h == row.cell(c).shown()))
    }
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .take(60)
        .map(half_width)
        .collect()
}

/// 合计, 小计, 总 计, 合计（12个）, 本页合计, 全县合计:
fn is_total(text: &str) -> bool {
    if text.len() > 120 || text.chars().count() > 30 {
        return false;
    }
    let plain = plain(text);
    let head = plain.split(['(', ':', '[']).next().unwrap_or_default();
    let head = head.trim_end_matches(|c: char| c.is_ascii_digit() || "个项处".contains(c));
    const WORDS: [&str; 6] = ["合计", "小计", "总计", "共计", "累计", "总合计"];
    WORDS.contains(&head)
        || [
            "本页", "全县", "全市", "全区", "全镇", "全乡", "项目", "投资", "资金", "本镇", "本类",
        ]
        .iter()
        .any(|w| head.strip_prefix(w).is_some_and(|rest| WORDS.contains(&rest)))
}

/// 备注：…, 注：…, 说明：…, 填表说明 …
fn is_note(text: &str) -> bool {
    let plain = plain(text);
    [
        "备注",
        "注",
        "说明",
        "填表说明",
        "填报说明",
        "注释",
        "附注",
        "附",
        "数据来源",
        "资料来源",
    ]
    .iter()
    .any(|w| {
        plain
            .strip_prefix(w)
            .is_some_and(|rest| rest.starts_with([':', '1', '.', '、']))
    }) || plain.starts_with("填表说明")
        || plain.starts_with('*')
        || plain.starts_with('※')
        || is_signature(text)
}

/// 填表人：…, 审核人：…, 联系电话：…
fn is_signature(text: &str) -> bool {
    let plain = plain(text);
    let Some((head, _)) = plain.split_once(':') else {
        return false;
    };
    [
        "填表人",
        "填报人",
        "制表人",
        "制表",
        "填表",
        "审核人",
        "审核",
        "审批人",
        "复核人",
        "复核",
        "负责人",
        "单位负责人",
        "主要负责人",
        "分管领导",
        "经办人",
        "联系人",
        "联系电话",
        "填表日期",
        "填报日期",
        "填报单位",
        "填表单位",
        "制表日期",
        "报送日期",
        "填报时间",
        "填表时间",
        "签字",
        "签章",
        "单位盖章",
        "单位(盖章)",
        "填报单位(盖章)",
    ]
    .contains(&head)
}

/// 一、道路工程 or （二）供水 or 第一批, alone in its row.
fn is_heading(text: &str) -> bool {
    let plain = plain(text);
    let digits = |t: &str| {
        t.chars()
            .take_while(|c| "一二三四五六七八九十百".contains(*c))
            .count()
    };
    if let Some(rest) = plain.strip_prefix('(') {
        let n = digits(rest);
        return n > 0 && rest.chars().nth(n) == Some(')');
    }
    let n = digits(&plain);
    (n > 0 && matches!(plain.chars().nth(n), Some('、' | '.' | ',')))
        || plain.strip_prefix('第').is_some_and(|rest| {
            let n = digits(rest);
            n > 0 && matches!(rest.chars().nth(n), Some('批' | '类' | '章' | '部'))
        })
}

#[cfg(test)]
mod tests {
    use super::{is_heading, is_note, is_total};

    #[test]
    fn totals_notes_and_headings_are_told_from_names() {
        for text in [
            "合计",
            "合 计",
            "小计：",
            "合计（12个）",
            "总计",
            "本页小计",
            "合计12项",
        ] {
            assert!(is_total(text), "{text}");
        }
        for text in ["合计村道路", "小计", "合兴镇"].iter().filter(|t| **t != "小计") {
            assert!(!is_total(text), "{text}");
        }
        assert!(is_note("备注：单位为万元") && is_note("填表人：张三") && !is_note("注水泵站"));
        assert!(is_heading("一、道路工程（5个）") && is_heading("（二）供水") && !is_heading("三里庄道路"));
    }
}
