//! The outline of a document: headings by their numbers, with a stack of the forms in use; annexes; what stands before.

use crate::document::{BlockContent, Document};
use crate::numbering::{NumberForm, printed_number};
use crate::text::{canonical, canonical_cell, sentences};

/// A paragraph in canonical form.
#[derive(Debug, Clone)]
pub struct Line {
    pub page: Option<u32>,
    pub paragraph: u32,
    pub text: String,
    /// As written, for lists in which blanks tell names from posts.
    pub raw: String,
}

/// A table with the place it stands at.
#[derive(Debug, Clone)]
pub struct PlacedTable {
    pub page: Option<u32>,
    pub paragraph: u32,
    pub rows: Vec<Vec<String>>,
    /// The node it stands in.
    pub node: Option<usize>,
}

/// A heading with what stands below it.
#[derive(Debug, Clone)]
pub struct Node {
    pub form: NumberForm,
    pub number: String,
    pub path: String,
    pub title: String,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    pub head: Line,
    /// Paragraphs; the first is that of the heading, without the number.
    pub body: Vec<Line>,
    /// The heading is a paragraph of its own.
    pub heading_alone: bool,
    /// The end of the heading was guessed.
    pub title_guessed: bool,
}

/// Headings, what stands before the first one, and the tables.
#[derive(Debug, Default)]
pub struct Outline {
    pub front: Vec<Line>,
    pub nodes: Vec<Node>,
    pub tables: Vec<PlacedTable>,
    /// Lines between the list of annexes and the first annex: who signed, and when.
    pub signature: Vec<Line>,
}

/// Longest heading that a paragraph may be as a whole.
const LONGEST_TITLE: usize = 45;

impl Outline {
    /// Returns the outline of a document.
    pub fn of(document: &Document) -> Self {
        let mut outline = Self::default();
        let mut stack: Vec<usize> = Vec::new();
        let mut in_list_of_annexes = false;
        let mut awaits_title = false;
        for block in &document.blocks {
            let raw = match &block.content {
                BlockContent::Paragraph(raw) => raw,
                BlockContent::Table(rows) => {
                    outline.tables.push(PlacedTable {
                        page: block.page,
                        paragraph: block.paragraph,
                        rows: rows
                            .iter()
                            .map(|row| row.iter().map(|cell| canonical_cell(cell)).collect())
                            .collect(),
                        node: stack.last().copied(),
                    });
                    continue;
                }
            };
            let text = canonical(raw);
            if text.is_empty() {
                continue;
            }
            let line = Line {
                page: block.page,
                paragraph: block.paragraph,
                text: text.clone(),
                raw: raw.clone(),
            };
            let number = printed_number(&text);
            if let Some(n) = &number
                && n.form == NumberForm::Annex
                && !outline.nodes.is_empty()
            {
                if text.starts_with("附件：") || text.starts_with("附表：") {
                    in_list_of_annexes = true;
                    continue;
                }
                let tail = n.rest.chars().count();
                let listed = in_list_of_annexes
                    && tail > 0
                    && outline.nodes.iter().all(|n| n.form != NumberForm::Annex)
                    && text.contains(['：', '.']);
                if !listed && tail <= LONGEST_TITLE {
                    in_list_of_annexes = false;
                    awaits_title = n.rest.is_empty();
                    stack.clear();
                    let title = n.rest.to_owned();
                    stack.push(outline.add(n.form, n.printed.clone(), title, None, line, false));
                    continue;
                }
            }
            if in_list_of_annexes {
                outline.signature.push(line.clone());
                // A list of annexes is short; what is long or has headings after it is text again.
                if outline.signature.len() > 12 {
                    in_list_of_annexes = false;
                }
                if !is_list_of_members(&text) {
                    continue;
                }
                outline.signature.pop();
                in_list_of_annexes = false;
            } else if awaits_title {
                // The title of an annex stands on its first lines.
                let node = stack.last().copied();
                if let Some(node) = node.map(|n| &mut outline.nodes[n])
                    && number.is_none()
                    && text.chars().count() <= LONGEST_TITLE
                    && !text.ends_with(['。', '；'])
                    && !text.contains('：')
                {
                    node.title.push_str(&text);
                    awaits_title = !ends_a_title(&node.title);
                    continue;
                }
                awaits_title = false;
            }
            if number.is_none() && is_list_of_members(&text) && !outline.nodes.is_empty() {
                let mut title = text.clone();
                if let Some(last) = stack.last().map(|n| &mut outline.nodes[*n])
                    && last.form != NumberForm::Annex
                {
                    // The heading may have begun on the line before.
                    if last.body.len() > 1
                        && let Some(before) = last.body.last()
                        && before.text.chars().count() <= 40
                        && !before.text.ends_with(['。', '；', '）'])
                        && title.chars().count() < 14
                    {
                        title = before.text.clone() + &title;
                        last.body.pop();
                    }
                    stack.clear();
                    stack.push(outline.add(NumberForm::Annex, "附".into(), title, None, line, false));
                    continue;
                } else if let Some(last) = stack.last().map(|n| &mut outline.nodes[*n])
                    && last.title.is_empty()
                {
                    last.title = title;
                    continue;
                }
            }
            let Some(number) = number.filter(|n| n.form != NumberForm::Annex) else {
                match stack.last() {
                    Some(node) => outline.nodes[*node].body.push(line),
                    None => outline.front.push(line),
                }
                continue;
            };
            // A list that begins the document with 2. is no heading, nor is a number whose text is empty.
            if number.rest.is_empty() || (stack.is_empty() && number.value > 1 && outline.nodes.is_empty()) {
                match stack.last() {
                    Some(node) => outline.nodes[*node].body.push(line),
                    None => outline.front.push(line),
                }
                continue;
            }
            while let Some(top) = stack.last() {
                let top_form = outline.nodes[*top].form;
                if top_form == NumberForm::Annex {
                    break;
                }
                let known = stack.iter().any(|n| outline.nodes[*n].form == number.form);
                if !known && !always_above(number.form, top_form) {
                    break;
                }
                let same = top_form == number.form;
                stack.pop();
                if same {
                    break;
                }
            }
            let (title, guessed) = title_of(number.rest);
            let alone =
                number.rest.trim_end_matches(['。', '：', '；']).chars().count() <= title.chars().count();
            let rest = number.rest.to_owned();
            let parent = stack.last().copied();
            let (form, printed) = (number.form, number.printed.clone());
            let head = Line { text: rest, ..line };
            let node = outline.add(form, printed, title, parent, head, alone);
            outline.nodes[node].title_guessed = guessed;
            stack.push(node);
        }
        outline
    }

    fn add(
        &mut self,
        form: NumberForm,
        number: String,
        title: String,
        parent: Option<usize>,
        head: Line,
        alone: bool,
    ) -> usize {
        let above = parent.map(|p| self.nodes[p].path.clone()).unwrap_or_default();
        let joint = if !above.is_empty()
            && matches!(
                form,
                NumberForm::Phase | NumberForm::Chapter | NumberForm::PartOfChapter | NumberForm::Han
            ) {
            "、"
        } else {
            ""
        };
        let number_in_path = match form {
            // 1.2 already says what is above it.
            NumberForm::Digit if above.ends_with(|c: char| c.is_ascii_digit()) => format!("-{number}"),
            _ => number.clone(),
        };
        let at = self.nodes.len();
        if let Some(parent) = parent {
            self.nodes[parent].children.push(at);
        }
        self.nodes.push(Node {
            form,
            path: format!("{above}{joint}{number_in_path}"),
            number,
            title,
            parent,
            children: Vec::new(),
            body: vec![head.clone()],
            head,
            heading_alone: alone,
            title_guessed: false,
        });
        at
    }

    /// The nodes above one, the nearest first.
    pub fn above(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.nodes[node].parent, |n| self.nodes[*n].parent)
    }

    /// Whether a node is an annex or stands in one.
    pub fn in_annex(&self, node: usize) -> bool {
        std::iter::once(node)
            .chain(self.above(node))
            .any(|n| self.nodes[n].form == NumberForm::Annex)
    }
}

/// 一、 ends what stands below （一）, even where it has not been met at this level: after an annex or a chapter that began deep.
fn always_above(new: NumberForm, old: NumberForm) -> bool {
    let rank = |form| match form {
        NumberForm::Chapter => 0,
        NumberForm::PartOfChapter => 1,
        NumberForm::Han => 2,
        NumberForm::Phase => 3,
        NumberForm::HanBracket => 4,
        NumberForm::Digit => 5,
        NumberForm::Decimal(depth) => 5 + u32::from(depth),
        NumberForm::DigitBracket => 9,
        NumberForm::Circle => 10,
        NumberForm::Annex => 0,
    };
    // Phases stand above or below 一、 as the document has it.
    if matches!(
        (new, old),
        (NumberForm::Han, NumberForm::Phase) | (NumberForm::Phase, NumberForm::Han)
    ) {
        return false;
    }
    rank(new) < rank(old)
}

fn is_list_of_members(text: &str) -> bool {
    let count = text.chars().count();
    (4..=50).contains(&count)
        && (text.ends_with("名单")
            || text.ends_with("成员名单")
            || text.ends_with("组成人员")
            || text.ends_with("名单）"))
        && !text.contains(['，', '。'])
}

fn ends_a_title(text: &str) -> bool {
    [
        "名单", "清单", "分工", "表", "方案", "台账", "标准", "办法", "计划", "指标", "任务", "细则", "人员",
        "专班", "小组",
    ]
    .iter()
    .any(|e| text.ends_with(e))
}

/// Returns the title in a heading paragraph, and whether its end was guessed.
fn title_of(rest: &str) -> (String, bool) {
    let first = sentences(rest).first().map_or(rest, |(_, s)| s);
    let plain = first.trim_end_matches(['。', '；', '：', '.', '，']);
    if let Some((head, tail)) = plain.split_once('：')
        && (2..=20).contains(&head.chars().count())
        && !tail.is_empty()
    {
        return (head.to_owned(), false);
    }
    let without_list = match plain.find(['（', '〔']) {
        Some(at) if at > 0 && !crate::unit_lists::unit_lists(&plain[at..]).is_empty() => &plain[..at],
        _ => plain,
    };
    if without_list.chars().count() <= LONGEST_TITLE
        && !(without_list.contains('、') && without_list.matches('，').count() > 1)
    {
        return (without_list.trim_end_matches('。').to_owned(), false);
    }
    // A full stop was lost, or there is no heading: the first clause, without what begins another sentence.
    let clause = without_list
        .split(['，', '、', '；'])
        .next()
        .unwrap_or(without_list);
    let cut = [
        "在", "以", "按照", "围绕", "通过", "对", "为", "针对", "结合", "根据",
    ]
    .iter()
    .filter_map(|word| {
        clause
            .match_indices(word)
            .map(|(at, _)| at)
            .find(|at| clause[..*at].chars().count() >= 6)
    })
    .min();
    let title = cut.map_or(clause, |at| &clause[..at]);
    (title.chars().take(LONGEST_TITLE).collect(), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentFormat;

    fn paths(text: &str) -> Vec<(String, String)> {
        let mut document = Document::new(DocumentFormat::Text);
        for line in text.lines() {
            document.push_paragraph(line, None);
        }
        Outline::of(&document)
            .nodes
            .into_iter()
            .map(|n| (n.path, n.title))
            .collect()
    }

    #[test]
    fn numbers_make_a_tree_and_annexes_begin_anew() {
        let found = paths(
            "关于修路的方案\n一、总体要求\n以路为先。\n二、任务\n（一）修路。先修大路。\n1．大路。修宽。\n2．小路。修平。\n（二）种树\n第一阶段：动员（2024年2月）\n（一）开会\n三、保障\n附件：1.名单\n2.清单\n某县人民政府\n2024年1月2日\n附件1\n名单\n一、甲镇类",
        );
        let found: Vec<(&str, &str)> = found.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
        assert_eq!(
            found,
            [
                ("一", "总体要求"),
                ("二", "任务"),
                ("二（一）", "修路"),
                ("二（一）1", "大路"),
                ("二（一）2", "小路"),
                ("二（二）", "种树"),
                ("二、第一阶段", "动员（2024年2月）"),
                ("二、第一阶段（一）", "开会"),
                ("三", "保障"),
                ("附件1", "名单"),
                ("附件1、一", "甲镇类"),
            ]
        );
    }
}
