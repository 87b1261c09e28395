//! Tasks: items of the outline with a list of units. One item can hold several, each ending with its list.

use words::said;

use crate::dates::dates;
use crate::found::{At, Doubt, FoundPhase, FoundTask, FoundUnit};
use crate::numbering::NumberForm;
use crate::outline::{Line, Node, Outline};
use crate::text::{sentences, shortened};
use crate::unit_lists::{UnitList, unit_lists};

/// A part of the body of a node that ends with its list of units.
struct Segment {
    /// Pieces of text with the paragraph each is from, without the list.
    pieces: Vec<(Line, String)>,
    lists: Vec<UnitList>,
}

/// A task with the lines it was read from, for what is looked for in them.
pub struct TaskText {
    pub task: FoundTask,
    pub node: usize,
    pub lines: Vec<Line>,
    /// It is one of the plan's tasks, not a measure.
    pub is_task: bool,
}

fn segments(node: &Node) -> (Vec<Segment>, Vec<(Line, String)>) {
    let mut done: Vec<Segment> = Vec::new();
    let mut open: Vec<(Line, String)> = Vec::new();
    for line in &node.body {
        let mut from = 0;
        for list in unit_lists(&line.text) {
            let before = line.text[from..list.from].trim();
            from = list.to;
            let blank = before.chars().filter(|c| c.is_alphanumeric()).count() < 4;
            if !blank {
                open.push((line.clone(), before.to_owned()));
            }
            if open.is_empty()
                && let Some(last) = done.last_mut()
            {
                last.lists.push(list);
                continue;
            }
            done.push(Segment {
                pieces: std::mem::take(&mut open),
                lists: vec![list],
            });
        }
        let rest = line.text[from..].trim_matches(['。', '；', ' ']);
        if !rest.is_empty() {
            open.push((line.clone(), rest.to_owned()));
        }
    }
    (done, open)
}

fn is_generic(title: &str) -> bool {
    ["任务", "重点", "工作", "举措", "内容", "措施"]
        .iter()
        .any(|e| title.ends_with(e))
        && title.chars().count() <= 8
}

/// The first sentence, or its first clause where it is long.
fn own_title(text: &str) -> String {
    let text = text.trim_start_matches(['。', '；', '，', ' ']);
    let text = ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是"]
        .iter()
        .find_map(|w| text.strip_prefix(w))
        .unwrap_or(text);
    let first = sentences(text)
        .first()
        .map_or(text, |(_, s)| s)
        .trim_end_matches(['。', '；', '：']);
    let short = match first.split_once('：') {
        Some((head, _)) if (3..=20).contains(&head.chars().count()) => head,
        _ => first,
    };
    if short.chars().count() <= 25 {
        return short.to_owned();
    }
    let clause = short.split(['，', '；']).next().unwrap_or(short);
    shortened(clause, 45)
}

fn due_of(text: &str, year: Option<&str>) -> Option<String> {
    dates(text, year)
        .into_iter()
        .filter(|d| !d.assumed && (d.is_deadline || text[d.to..].starts_with('，')))
        .map(|d| d.date)
        .max()
}

/// Returns the tasks and measures of the outline in order, with what is doubtful.
pub fn tasks(
    outline: &Outline,
    phases: &[(usize, FoundPhase)],
    year: Option<&str>,
    doubts: &mut Vec<Doubt>,
) -> Vec<TaskText> {
    let has_units: Vec<bool> = outline
        .nodes
        .iter()
        .map(|n| {
            n.body
                .iter()
                .any(|l| unit_lists(&l.text).iter().any(|list| !list.units.is_empty()))
        })
        .collect();
    let any_units = has_units.iter().any(|h| *h);
    let mut out = Vec::new();
    for (at, node) in outline.nodes.iter().enumerate() {
        if node.form == NumberForm::Annex || (outline.in_annex(at) && !has_units[at]) {
            continue;
        }
        let phase = std::iter::once(at)
            .chain(outline.above(at))
            .find_map(|n| phases.iter().find(|(p, _)| *p == n))
            .map(|(_, phase)| phase);
        let (segments, rest) = segments(node);
        let with_units: Vec<&Segment> = segments
            .iter()
            .filter(|s| s.lists.iter().any(|l| !l.units.is_empty()))
            .collect();
        let leaf = node.children.is_empty();
        let parent_path = node.parent.map(|p| outline.nodes[p].path.clone());
        let many = with_units.len() > 1;
        for (i, segment) in with_units.iter().enumerate() {
            let mut lines: Vec<Line> = Vec::new();
            let mut text = String::new();
            for (line, piece) in &segment.pieces {
                lines.push(Line {
                    text: piece.clone(),
                    ..line.clone()
                });
                text.push_str(piece);
                if !piece.ends_with(['。', '；', '：']) {
                    text.push('。');
                }
            }
            let after_heading = || {
                let own: String = segment
                    .pieces
                    .iter()
                    .skip(usize::from(node.heading_alone))
                    .map(|(_, p)| p.as_str())
                    .collect();
                let own = if node.heading_alone {
                    own
                } else {
                    own.strip_prefix(&node.title).unwrap_or(&own).to_owned()
                };
                own_title(&own)
            };
            let first_of_body = sentences(segment.pieces.get(1).map_or("", |(_, p)| p))
                .first()
                .map_or("", |(_, s)| *s);
            let renamed = node.heading_alone
                && is_generic(&node.title)
                && first_of_body.ends_with('。')
                && (4..=26).contains(&first_of_body.chars().count());
            let title = match (many, i) {
                (false, _) if renamed => after_heading(),
                (false, _) => node.title.clone(),
                (true, 0) => after_heading(),
                (true, _) => own_title(&text),
            };
            let title = if title.is_empty() {
                node.title.clone()
            } else {
                title
            };
            let mut units: Vec<FoundUnit> = Vec::new();
            for unit in segment.lists.iter().flat_map(|l| &l.units) {
                if !units.iter().any(|u| u.name == unit.name && u.role == unit.role) {
                    units.push(unit.clone());
                }
            }
            let stated = segment.lists.iter().find_map(|l| l.due_text.as_deref());
            let due = stated
                .and_then(|text| dates(text, year).pop().map(|d| d.date))
                .or_else(|| phase.and_then(|p| p.ends.clone()))
                .or_else(|| due_of(&text, year));
            let place = At {
                page: segment.pieces.first().map_or(node.head.page, |(l, _)| l.page),
                paragraph: segment
                    .pieces
                    .first()
                    .map_or(node.head.paragraph, |(l, _)| l.paragraph),
                item: node.path.clone(),
                sentence: shortened(&text, 400),
                rule: segment.lists.first().map_or("task.units", |l| l.rule),
            };
            for list in &segment.lists {
                for name in &list.unsure {
                    let what = if list.rule == "units.bracket_lost" {
                        said!(
                            "reading.units_without_bracket",
                            "单位清单没有括号：{name}",
                            "The list of units has no bracket: {name}"
                        )
                    } else {
                        said!(
                            "reading.unit_unsure",
                            "单位名称或清单的写法不能确定：{name}",
                            "Not sure of this name or list of units: {name}"
                        )
                    };
                    doubts.push(Doubt {
                        words: what,
                        at: place.clone(),
                    });
                }
            }
            out.push(TaskText {
                task: FoundTask {
                    number: if many {
                        format!("{}-{}", node.path, i + 1)
                    } else {
                        node.path.clone()
                    },
                    title,
                    text,
                    section: if many || renamed || !leaf {
                        Some(node.path.clone())
                    } else {
                        parent_path.clone()
                    },
                    phase: phase.map(|p| p.number.clone()),
                    starts: phase.and_then(|p| p.starts.clone()),
                    due,
                    units,
                    at: place,
                },
                node: at,
                lines,
                is_task: true,
            });
        }
        if !with_units.is_empty() {
            let _ = rest;
            continue;
        }
        // Without units: an item below a section, or a phase without items.
        let is_item = leaf && (node.parent.is_some() || node.form == NumberForm::Phase);
        if !is_item
            || node
                .parent
                .is_some_and(|p| has_units[p] && outline.nodes[p].form != NumberForm::Han)
        {
            continue;
        }
        let siblings = node
            .parent
            .map(|p| outline.nodes[p].children.as_slice())
            .unwrap_or_default();
        let among_tasks = siblings.iter().filter(|s| has_units[**s]).count() * 2 > siblings.len();
        let top = outline
            .above(at)
            .last()
            .map_or("", |n| outline.nodes[n].title.as_str());
        let is_goal = ["要求", "思想", "目标", "原则", "保障", "组织", "意义", "背景"]
            .iter()
            .any(|w| top.contains(w));
        let is_task = if any_units {
            among_tasks
        } else {
            !is_goal && node.form != NumberForm::Phase
        };
        let text: String = node
            .body
            .iter()
            .map(|l| l.text.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        let place = At {
            page: node.head.page,
            paragraph: node.head.paragraph,
            item: node.path.clone(),
            sentence: shortened(&text, 400),
            rule: "task.item",
        };
        if is_task && any_units {
            doubts.push(Doubt {
                words: said!(
                    "reading.task_without_units",
                    "“{}”没有写责任单位",
                    "No unit is named for “{}”",
                    node.title
                ),
                at: place.clone(),
            });
        }
        if node.title_guessed {
            doubts.push(Doubt {
                words: said!(
                    "reading.title_guessed",
                    "标题到哪里为止不能确定：{}",
                    "Not sure where the heading ends: {}",
                    node.title
                ),
                at: place.clone(),
            });
        }
        out.push(TaskText {
            task: FoundTask {
                number: node.path.clone(),
                title: node.title.clone(),
                section: parent_path,
                phase: phase.map(|p| p.number.clone()),
                starts: phase.and_then(|p| p.starts.clone()),
                due: phase.and_then(|p| p.ends.clone()).or_else(|| due_of(&text, year)),
                units: Vec::new(),
                at: place,
                text,
            },
            node: at,
            lines: node.body.clone(),
            is_task,
        });
    }
    out
}
