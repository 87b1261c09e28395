//! Tables of tasks and of projects: 序号, 重点工作, 责任单位, 完成时限; 项目名称, 建设内容, 投资.

use geodata::gazetteer::GazetteerRegion;
use words::said;

use crate::dates::dates;
use crate::found::{At, Doubt, FoundProject, FoundTask, FoundUnit};
use crate::outline::{Line, Outline, PlacedTable};
use crate::places::town_in;
use crate::quantities::{fen, quantities};
use crate::tasks::TaskText;
use crate::text::{sentences, shortened};
use crate::unit_lists::{role_of_header, units_of_cell};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq)]
enum TableColumn {
    Number,
    Category,
    Task,
    Measure,
    Goal,
    Due,
    Units(&'static str),
    Project,
    Content,
    Place,
    Money(f64),
    Other,
}

fn column_of(header: &str) -> TableColumn {
    let text: String = header.chars().filter(|c| !c.is_whitespace()).collect();
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if let Some(role) = role_of_header(&text) {
        return TableColumn::Units(role);
    }
    if text == "序号" || text == "编号" || text == "号" {
        TableColumn::Number
    } else if has(&["项目名称", "工程名称"]) || text == "项目" {
        TableColumn::Project
    } else if has(&["建设内容", "建设规模", "主要建设"]) {
        TableColumn::Content
    } else if has(&[
        "建设地点",
        "项目地点",
        "实施地点",
        "所在地",
        "建设地址",
        "所在镇",
        "所属镇",
        "乡镇",
        "镇街",
    ]) {
        TableColumn::Place
    } else if has(&["投资", "资金", "概算"]) {
        let times = if text.contains("亿元") {
            1e10
        } else if text.contains("万元") {
            1e6
        } else if text.contains("元") {
            100.0
        } else {
            1e6
        };
        TableColumn::Money(times)
    } else if has(&["时限", "时间", "期限", "节点", "年限", "进度安排"]) {
        TableColumn::Due
    } else if has(&["类别", "分类", "领域", "板块"]) {
        TableColumn::Category
    } else if has(&[
        "重点工作",
        "重点任务",
        "工作任务",
        "主要任务",
        "任务名称",
        "任务内容",
        "工作内容",
        "具体任务",
        "任务",
        "事项",
        "工作要点",
        "工作重点",
    ]) {
        TableColumn::Task
    } else if has(&["措施", "举措", "工作要求", "具体内容", "内容"]) {
        TableColumn::Measure
    } else if has(&["目标", "指标", "成效", "标准"]) {
        TableColumn::Goal
    } else {
        TableColumn::Other
    }
}

/// Columns by the header among the first rows, and the row after it.
fn header(rows: &[Vec<String>]) -> Option<(Vec<TableColumn>, usize)> {
    for (at, row) in rows.iter().take(4).enumerate() {
        let columns: Vec<TableColumn> = row
            .iter()
            .map(|cell| {
                if cell.chars().count() <= 24 {
                    column_of(cell)
                } else {
                    TableColumn::Other
                }
            })
            .collect();
        let units = columns.iter().any(|c| matches!(c, TableColumn::Units(_)));
        let what = columns
            .iter()
            .any(|c| matches!(c, TableColumn::Task | TableColumn::Project | TableColumn::Measure));
        let number = columns.contains(&TableColumn::Number);
        if what && (units || number) {
            // A head of two rows: the second tells the columns below a merged cell.
            if let Some(second) = rows.get(at + 1) {
                let same = row.iter().zip(second).filter(|(a, b)| a == b).count();
                if same >= 1
                    && same < row.len()
                    && second.len() == row.len()
                    && columns.first() == Some(&TableColumn::Number)
                    && row[0] == second[0]
                {
                    let finer = row
                        .iter()
                        .zip(second)
                        .zip(&columns)
                        .map(|((a, b), c)| {
                            if a == b {
                                *c
                            } else {
                                match column_of(b) {
                                    TableColumn::Other => *c,
                                    finer => finer,
                                }
                            }
                        })
                        .collect();
                    return Some((finer, at + 2));
                }
            }
            return Some((columns, at + 1));
        }
    }
    None
}

/// What the tables of a document hold.
#[derive(Default)]
pub struct TableReading {
    pub tasks: Vec<TaskText>,
    pub projects: Vec<FoundProject>,
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).take(12).collect()
}

/// Reads the tables of tasks and projects. A row whose task is among `known` is the same task once more.
pub fn read_tables(
    outline: &Outline,
    known: &[TaskText],
    year: Option<&str>,
    towns: &[&'static GazetteerRegion],
    doubts: &mut Vec<Doubt>,
) -> TableReading {
    let mut out = TableReading::default();
    let mut before: Option<Vec<TableColumn>> = None;
    for table in &outline.tables {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let (columns, first) = match header(&table.rows) {
            Some(found) => found,
            // A table that goes on on the next page has no head.
            None => match &before {
                Some(columns) if columns.len() == width => (columns.clone(), 0),
                _ => continue,
            },
        };
        before = Some(columns.clone());
        if columns.contains(&TableColumn::Project) {
            read_projects(table, &columns, first, outline, year, towns, &mut out.projects);
        } else {
            read_tasks(table, &columns, first, outline, known, year, &mut out, doubts);
        }
    }
    out
}

fn place(table: &PlacedTable, outline: &Outline, row: &str, rule: &'static str) -> At {
    At {
        page: table.page,
        paragraph: table.paragraph,
        item: table
            .node
            .map(|n| outline.nodes[n].path.clone())
            .unwrap_or_default(),
        sentence: shortened(row, 400),
        rule,
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "a table with all that is known around it"
)]
fn read_tasks(
    table: &PlacedTable,
    columns: &[TableColumn],
    first: usize,
    outline: &Outline,
    known: &[TaskText],
    year: Option<&str>,
    out: &mut TableReading,
    doubts: &mut Vec<Doubt>,
) {
    let section = table.node.map(|n| outline.nodes[n].path.clone());
    let mut category: Option<String> = None;
    let mut counted = 0;
    let mut last_key: Option<String> = None;
    for cells in &table.rows[first..] {
        let filled: Vec<&String> = cells.iter().filter(|c| !c.is_empty()).collect();
        let Some(one) = filled.first() else { continue };
        // A row of one merged cell is a heading.
        if filled.iter().all(|c| c == one) && filled.len() == cells.len() && cells.len() > 1
            || (filled.len() == 1 && cells.len() > 2)
        {
            category = Some(one.trim_end_matches('。').to_owned());
            continue;
        }
        let of = |wanted: TableColumn| {
            columns
                .iter()
                .zip(cells)
                .find(|(c, cell)| **c == wanted && !cell.is_empty())
                .map(|(_, cell)| cell.as_str())
        };
        // A flattened table has more cells than its head: the last ones are units, what stands before is text.
        let loose = cells.len() != columns.len();
        let (number, category_cell, text, units): (Option<&str>, Option<&str>, String, Vec<FoundUnit>) =
            if loose {
                let Some((last, rest)) = cells.split_last() else {
                    continue;
                };
                let number = rest
                    .first()
                    .filter(|c| c.chars().all(|c| c.is_ascii_digit()))
                    .map(String::as_str);
                let body: Vec<&String> = rest.iter().skip(usize::from(number.is_some())).collect();
                let text = body.last().map(|c| (*c).clone()).unwrap_or_default();
                let heading = (body.len() > 1).then(|| body[0].as_str());
                let (units, _) = units_of_cell(last, "responsible");
                (number, heading, text, units)
            } else {
                let mut units: Vec<FoundUnit> = Vec::new();
                for (column, cell) in columns.iter().zip(cells) {
                    if let TableColumn::Units(role) = column
                        && !cell.is_empty()
                        && !["/", "—", "-", "无"].contains(&cell.as_str())
                    {
                        let (found, unsure) = units_of_cell(cell, role);
                        for name in unsure {
                            doubts.push(Doubt {
                                words: said!(
                                    "reading.unit_unsure",
                                    "单位名称或清单的写法不能确定：{name}",
                                    "Not sure of this name or list of units: {name}"
                                ),
                                at: place(table, outline, cell, "units.cell"),
                            });
                        }
                        for unit in found {
                            if !units.iter().any(|u| u.name == unit.name && u.role == unit.role) {
                                units.push(unit);
                            }
                        }
                    }
                }
                let task = of(TableColumn::Task);
                let measure = of(TableColumn::Measure);
                let goal = of(TableColumn::Goal);
                let text: Vec<&str> = [task, measure, goal].into_iter().flatten().collect();
                (
                    of(TableColumn::Number),
                    of(TableColumn::Category),
                    text.join("。"),
                    units,
                )
            };
        if text.chars().count() < 2 {
            continue;
        }
        if let Some(heading) = category_cell {
            category = Some(heading.to_owned());
        }
        let title_cell = if loose {
            text.as_str()
        } else {
            of(TableColumn::Task)
                .or(of(TableColumn::Measure))
                .unwrap_or(&text)
        };
        // A merged task with several measures is one task for each measure.
        let merged_task =
            !loose && last_key.as_deref() == of(TableColumn::Task) && of(TableColumn::Measure).is_some();
        last_key = if loose {
            None
        } else {
            of(TableColumn::Task).map(ToOwned::to_owned)
        };
        let title_source = if merged_task {
            of(TableColumn::Measure).unwrap_or(title_cell)
        } else {
            title_cell
        };
        let first_sentence = sentences(title_source)
            .first()
            .map_or(title_source, |(_, s)| *s)
            .trim_end_matches(['。', '；', '：']);
        let first_sentence = crate::numbering::printed_number(first_sentence).map_or(first_sentence, |n| {
            if n.rest.is_empty() { first_sentence } else { n.rest }
        });
        let title = if first_sentence.chars().count() > 40 {
            first_sentence
                .split(['，', '；'])
                .next()
                .unwrap_or(first_sentence)
        } else {
            first_sentence
        };
        let key = plain(title);
        if known.iter().any(|t| {
            plain(&t.task.title) == key
                || t.task
                    .text
                    .chars()
                    .filter(|c| c.is_alphanumeric())
                    .collect::<String>()
                    .contains(&key)
                    && key.chars().count() >= 8
        }) {
            continue;
        }
        counted += 1;
        let due = of(TableColumn::Due).filter(|_| !loose).and_then(|cell| {
            let plain = cell.replace('.', "年");
            dates(cell, year)
                .pop()
                .or_else(|| dates(&format!("{plain}月"), year).pop())
                .map(|d| d.date)
                .or_else(|| {
                    (cell.len() == 4 && cell.bytes().all(|b| b.is_ascii_digit())).then(|| cell.to_owned())
                })
        });
        let row_text = cells.join(" | ");
        let number = match number {
            Some(n) if !n.is_empty() => n.to_owned(),
            _ => counted.to_string(),
        };
        if units.is_empty() {
            doubts.push(Doubt {
                words: said!(
                    "reading.task_without_units",
                    "“{}”没有写责任单位",
                    "No unit is named for “{}”",
                    title
                ),
                at: place(table, outline, &row_text, "task.table"),
            });
        }
        let title = title.to_owned();
        let at = place(table, outline, &row_text, "task.table");
        let path = section.as_deref().unwrap_or_default();
        out.tasks.push(TaskText {
            lines: vec![Line {
                page: table.page,
                paragraph: table.paragraph,
                raw: text.clone(),
                text: text.clone(),
            }],
            node: table.node.unwrap_or(0),
            is_task: true,
            task: FoundTask {
                number: if path.is_empty() {
                    number
                } else {
                    format!("{path}-{number}")
                },
                title,
                text,
                section: category.clone().or_else(|| section.clone()),
                phase: None,
                starts: None,
                due,
                units,
                at,
            },
        });
    }
}

fn read_projects(
    table: &PlacedTable,
    columns: &[TableColumn],
    first: usize,
    outline: &Outline,
    year: Option<&str>,
    towns: &[&'static GazetteerRegion],
    out: &mut Vec<FoundProject>,
) {
    for cells in &table.rows[first..] {
        if cells.len() != columns.len() {
            continue;
        }
        let of = |wanted: fn(&TableColumn) -> bool| {
            columns
                .iter()
                .zip(cells)
                .find(|(c, cell)| wanted(c) && !cell.is_empty())
                .map(|(c, cell)| (*c, cell.as_str()))
        };
        let Some((_, name)) = of(|c| *c == TableColumn::Project) else {
            continue;
        };
        if ["合计", "总计", "小计"].contains(&name)
            || cells.iter().all(|c| c == name)
            || cells.iter().any(|c| c == "合计" || c == "总计")
        {
            continue;
        }
        let content = of(|c| matches!(c, TableColumn::Content | TableColumn::Measure | TableColumn::Task))
            .map(|(_, c)| c.to_owned());
        let quantity = content.as_deref().and_then(|c| {
            quantities(c)
                .into_iter()
                .find(|q| !q.unit.is_empty() && fen(q).is_none() && q.unit != "年" && q.unit != "月")
        });
        let investment = of(|c| matches!(c, TableColumn::Money(_))).and_then(|(c, cell)| {
            let TableColumn::Money(times) = c else { return None };
            let found = quantities(cell).into_iter().next()?;
            fen(&found).or_else(|| Some((found.value * times).round() as i64))
        });
        let span = of(|c| *c == TableColumn::Due).and_then(|(_, c)| dates(c, year).pop());
        let place_cell = of(|c| *c == TableColumn::Place).map(|(_, c)| c.to_owned());
        let mut units = Vec::new();
        for (column, cell) in columns.iter().zip(cells) {
            if let TableColumn::Units(role) = column {
                units.extend(units_of_cell(cell, role).0);
            }
        }
        let row = cells.join(" | ");
        out.push(FoundProject {
            name: name.to_owned(),
            quantity: quantity.as_ref().map(|q| q.value),
            quantity_unit: quantity.map(|q| q.unit),
            content,
            starts: span.as_ref().and_then(|d| d.starts.clone()),
            ends: span.map(|d| d.date),
            investment,
            town: place_cell
                .as_deref()
                .and_then(|p| town_in(p, towns))
                .or_else(|| town_in(&row, towns))
                .map(|t| t.code.clone()),
            place: place_cell,
            task: None,
            units,
            at: place(table, outline, &row, "project.table"),
        });
    }
}
