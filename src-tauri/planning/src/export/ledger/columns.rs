//! Columns of the ledgers, under the keys the window knows them by. What they say comes from the one table of
//! [`super::super::columns`]; here stands how it is set on paper.

use geodata::formats::spreadsheet::{Look, PrintedCell, PrintedColumn};

use super::super::columns::{ColumnValue, UnitWithRole};
use super::super::{ExportError, ExportLayer};
use crate::model::{PartialDate, Role};

/// Names in a list that are written out; of more the rest is counted.
const NAMED: usize = 12;

/// A column of a ledger: one heading or several, as a quantity and its unit.
pub(super) struct LedgerColumn {
    /// The key of the window's column.
    pub key: &'static str,
    /// Whether it is shown if no columns are named.
    usual: bool,
    /// What it puts on paper.
    pub cells: &'static [LedgerCell],
}

/// A heading with its cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct LedgerCell {
    /// Key of the export column whose value it shows.
    pub of: &'static str,
    heading: &'static str,
    look: Look,
    summed: bool,
    part: ShownPart,
}

/// Which part of a value is shown.
#[derive(Debug, Clone, Copy)]
enum ShownPart {
    All,
    /// Numbers of the tasks.
    Numbers,
    /// The first names of a list.
    Names,
    /// Units in these roles.
    Units(&'static [Role]),
    /// How many units there are.
    UnitCount,
}

const fn cell(of: &'static str, heading: &'static str, look: Look) -> LedgerCell {
    LedgerCell {
        of,
        heading,
        look,
        summed: matches!(look, Look::Money),
        part: ShownPart::All,
    }
}

const fn sum(of: &'static str, heading: &'static str, look: Look) -> LedgerCell {
    LedgerCell {
        summed: true,
        ..cell(of, heading, look)
    }
}

const fn part(of: &'static str, heading: &'static str, look: Look, part: ShownPart) -> LedgerCell {
    LedgerCell {
        part,
        ..cell(of, heading, look)
    }
}

macro_rules! ledger {
    ($($key:literal $usual:literal [$($cell:expr),+ $(,)?];)*) => {
        &[$(LedgerColumn { key: $key, usual: $usual, cells: &[$($cell),+] },)*]
    };
}

const PROJECTS: &[LedgerColumn] = ledger! {
    "name" true [cell("name", "名称", Look::Text)];
    "kind" true [cell("kind", "类型", Look::Word)];
    "stage" true [cell("stage", "阶段", Look::Word)];
    "town_name" true [cell("town", "镇街", Look::Word)];
    "planned" true [cell("planned_wan_yuan", "计划投资（万元）", Look::Money)];
    "allocated" false [cell("allocated_wan_yuan", "下达（万元）", Look::Money)];
    "spent" true [cell("spent_wan_yuan", "支付（万元）", Look::Money)];
    "percent" true [cell("percent", "进度（%）", Look::Percent)];
    "starts" true [cell("starts", "开工", Look::Day)];
    "ends" true [cell("ends", "完工", Look::Day)];
    "lead_unit" true [cell("lead_unit", "牵头单位", Look::Text)];
    "quantity" true [cell("quantity", "规模", Look::Number(3)), cell("quantity_unit", "规模单位", Look::Word)];
    "measures" true [cell("length_m", "图上长度（米）", Look::Number(1)), cell("area_mu", "图上面积（亩）", Look::Number(2))];
    "plan_title" true [cell("plan_title", "方案", Look::Word)];
    "tasks" true [part("tasks", "对应任务", Look::Text, ShownPart::Numbers)];
    "precision" true [cell("precision", "精度", Look::Word)];
};

const TOWNS: &[LedgerColumn] = ledger! {
    "name" true [cell("name", "名称", Look::Text)];
    "county" true [cell("county", "所属", Look::Word)];
    "category" true [cell("category", "类别", Look::Word)];
    "level" true [cell("pilot_level", "级别", Look::Word)];
    "precision" true [cell("precision", "精度", Look::Word)];
    "projects" true [sum("projects", "项目", Look::Count)];
    "unmapped" true [sum("unmapped_projects", "未上图", Look::Count)];
    "planned" true [cell("planned_wan_yuan", "计划投资（万元）", Look::Money)];
    "spent" true [cell("spent_wan_yuan", "支付（万元）", Look::Money)];
};

const TASKS: &[LedgerColumn] = ledger! {
    "number" true [cell("number", "编号", Look::Word)];
    "title" true [cell("title", "任务", Look::Text)];
    "plan_title" false [cell("plan_title", "方案", Look::Word)];
    "kind" false [cell("kind", "类别", Look::Word)];
    "lead" true [part("units", "牵头单位", Look::Text, ShownPart::Units(&[Role::Lead]))];
    "responsible" false [part("units", "牵头和责任单位", Look::Text, ShownPart::Units(&[Role::Lead, Role::Responsible]))];
    "liable" true [part("units", "责任单位", Look::Text, ShownPart::Units(&[Role::Responsible]))];
    "supporting" true [part("units", "配合和参与单位", Look::Text, ShownPart::Units(&[Role::Participating, Role::Supporting]))];
    "due" true [cell("due", "时限", Look::Day)];
    "section" true [cell("section", "所属章节", Look::Text)];
    "phase" false [cell("phase", "阶段", Look::Word)];
    "status" true [cell("status", "状态", Look::Word)];
    "units" false [part("units", "单位数", Look::Count, ShownPart::UnitCount)];
    "indicators" false [cell("indicators", "指标数", Look::Count)];
    "projects" false [cell("project_count", "项目数", Look::Count)];
    "project_names" true [part("projects", "相关项目", Look::Text, ShownPart::Names)];
};

/// The columns of a layer.
///
/// # Errors
/// [`ExportError::NoLedger`] if there is no ledger of it.
pub(super) fn of_layer(layer: ExportLayer) -> Result<&'static [LedgerColumn], ExportError> {
    match layer {
        ExportLayer::Projects => Ok(PROJECTS),
        ExportLayer::Towns => Ok(TOWNS),
        ExportLayer::Tasks => Ok(TASKS),
        other => Err(ExportError::NoLedger { name: other.label() }),
    }
}

/// The columns with these keys in their order, or the usual ones if there are no keys.
///
/// # Errors
/// [`ExportError::Column`] for a key that no column has.
pub(super) fn chosen(layer: ExportLayer, keys: &[String]) -> Result<Vec<&'static LedgerColumn>, ExportError> {
    let all = of_layer(layer)?;
    if keys.is_empty() {
        return Ok(all.iter().filter(|column| column.usual).collect());
    }
    keys.iter()
        .map(|key| {
            all.iter()
                .find(|column| column.key == key)
                .ok_or_else(|| ExportError::Column {
                    name: key.clone(),
                    known: all.iter().map(|column| column.key).collect(),
                })
        })
        .collect()
}

impl LedgerCell {
    /// The column as it is printed.
    pub fn printed(&self) -> PrintedColumn {
        PrintedColumn {
            heading: self.heading.to_owned(),
            look: self.look,
            summed: self.summed,
        }
    }

    /// What stands in a cell.
    pub fn show(&self, value: &ColumnValue<'_>) -> PrintedCell {
        let text = |text: String| match text.is_empty() {
            true => PrintedCell::Empty,
            false => PrintedCell::Text(text),
        };
        match (self.part, value) {
            (ShownPart::Numbers, ColumnValue::Tasks(tasks)) => text(
                tasks
                    .iter()
                    .map(|task| task.number())
                    .collect::<Vec<_>>()
                    .join("、"),
            ),
            (ShownPart::Names, ColumnValue::Texts(names)) => text(first_names(names)),
            (ShownPart::Units(roles), ColumnValue::Assigned(units)) => text(units_in(units, roles)),
            (ShownPart::UnitCount, ColumnValue::Assigned(units)) => count(units.len()),
            (_, ColumnValue::Integer(0)) if matches!(self.look, Look::Count) => PrintedCell::Empty,
            (_, ColumnValue::Integer(n)) => PrintedCell::Number(*n as f64),
            // As in the window: nothing stands where there is no money.
            (_, ColumnValue::Real(x)) if *x == 0.0 && matches!(self.look, Look::Money | Look::Number(_)) => {
                PrintedCell::Empty
            }
            (_, ColumnValue::Real(x)) => PrintedCell::Number(*x),
            (_, ColumnValue::Text(date)) if matches!(self.look, Look::Day) => day(date),
            (_, ColumnValue::Text(said)) => text(said.to_string()),
            (_, ColumnValue::Word(_, zh)) => text((*zh).to_owned()),
            (_, ColumnValue::Texts(texts)) => text(texts.join("、")),
            (_, ColumnValue::Bool(yes)) => text(if *yes { "是" } else { "" }.to_owned()),
            _ => PrintedCell::Empty,
        }
    }
}

fn count(n: usize) -> PrintedCell {
    if n == 0 {
        PrintedCell::Empty
    } else {
        PrintedCell::Number(n as f64)
    }
}

fn first_names(names: &[String]) -> String {
    let first = names.iter().take(NAMED).map(String::as_str);
    let text = first.collect::<Vec<_>>().join("、");
    if names.len() > NAMED {
        format!("{text} 等 {} 个", names.len())
    } else {
        text
    }
}

/// 县财政局、县住建局
pub(super) fn units_in(units: &[UnitWithRole], roles: &[Role]) -> String {
    let named = units.iter().filter(|unit| roles.contains(&unit.role));
    named
        .map(|unit| unit.name.as_str())
        .collect::<Vec<_>>()
        .join("、")
}

/// A date as exact as it is known: days and months as dates, the others as they are written.
fn day(text: &str) -> PrintedCell {
    match text.parse::<PartialDate>() {
        Ok(PartialDate::Day(year, month, day)) => PrintedCell::Day(year, month, day),
        Ok(PartialDate::Month(year, month)) => PrintedCell::Month(year, month),
        Ok(date) => PrintedCell::Text(date.zh()),
        Err(_) => PrintedCell::Text(text.to_owned()),
    }
}
