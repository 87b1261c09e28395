//! What an export says of a thing: one table of columns for each kind of thing, used by every format. A column has its
//! key (English, in GeoJSON and as the name of a field), its Chinese name (headings of ledgers, `labels` of GeoJSON), the
//! kind of its values, and the value.

use std::borrow::Cow;

use geodata::formats::{FieldKind, Value as Cell};
use geodata::measure::SquareMetres;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::joined_rows::{BudgetItem, JoinedRows, ProjectBudget, ServedTasks, TaskItem, UnitItem, unit_text};
use crate::model::*;
use crate::query::{Duties, TownRow};

/// One thing that is said of each row of an export.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct ExportColumn<F> {
    /// The key in GeoJSON, and the name of the field in formats without Chinese headings.
    pub key: &'static str,
    /// The Chinese heading.
    pub zh: &'static str,
    /// What its values are.
    pub kind: FieldKind,
    pub value: F,
}

/// What is said, before a format makes of it what it can hold.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum ColumnValue<'a> {
    /// Not said at all: GeoJSON has no such member, a table an empty cell.
    Absent,
    /// Not known.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    Text(Cow<'a, str>),
    /// A word of a closed vocabulary: as it is kept, and in Chinese.
    Word(&'static str, &'static str),
    /// Texts, one beside the other.
    Texts(Vec<String>),
    /// The tasks a project serves.
    Tasks(Cow<'a, [TaskItem]>),
    /// The units of those tasks.
    Units(Cow<'a, [UnitItem]>),
    /// The budget lines of a project.
    Money(Cow<'a, [BudgetItem]>),
    /// The units of a task.
    Assigned(Vec<UnitWithRole>),
}

/// A unit of a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitWithRole {
    pub(super) name: String,
    pub(super) role: Role,
    /// Whether it names many: 各乡镇、街道.
    pub(super) group: bool,
}

impl<'a> ColumnValue<'a> {
    pub(super) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(super) fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Null, Self::Real)
    }

    pub(super) fn date(date: Option<PartialDate>) -> Self {
        date.map_or(Self::Null, |date| Self::Text(date.to_string().into()))
    }

    /// Appends the value as JSON, lists with all their members.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Absent | Self::Null => out.extend_from_slice(b"null"),
            Self::Bool(yes) => json(out, yes),
            Self::Integer(n) => json(out, n),
            Self::Real(x) => json(out, x),
            Self::Text(text) => json(out, text),
            Self::Word(word, _) => json(out, word),
            Self::Texts(items) => json(out, items),
            Self::Tasks(items) => json(out, items),
            Self::Units(items) => json(out, items),
            Self::Money(items) => json(out, items),
            Self::Assigned(items) => json(out, items),
        }
    }

    /// The value as a cell of a table, words in Chinese or as they are kept. A list becomes one text; whether that was so.
    pub fn to_cell(&self, chinese: bool) -> (Cell, bool) {
        let listed = |texts: Vec<String>| match texts.is_empty() {
            true => (Cell::Null, false),
            false => (Cell::Text(texts.join("；")), true),
        };
        let plain = match self {
            Self::Absent | Self::Null => Cell::Null,
            Self::Bool(yes) => Cell::Bool(*yes),
            Self::Integer(n) => Cell::Integer(*n),
            Self::Real(x) if x.is_finite() => Cell::Real(*x),
            Self::Real(_) => Cell::Null,
            Self::Text(text) => Cell::Text(text.clone().into_owned()),
            Self::Word(word, zh) => Cell::Text((if chinese { *zh } else { *word }).to_owned()),
            Self::Texts(items) => return listed(items.clone()),
            Self::Tasks(items) => return listed(items.iter().map(TaskItem::text).collect()),
            Self::Units(items) => return listed(items.iter().map(|item| item.text(chinese)).collect()),
            Self::Money(items) => return listed(items.iter().map(|item| item.text(chinese)).collect()),
            Self::Assigned(items) => {
                return listed(
                    items
                        .iter()
                        .map(|unit| unit_text(&unit.name, unit.role, chinese))
                        .collect(),
                );
            }
        };
        (plain, false)
    }

    /// A value that borrows nothing.
    pub fn into_owned(self) -> ColumnValue<'static> {
        match self {
            Self::Absent => ColumnValue::Absent,
            Self::Null => ColumnValue::Null,
            Self::Bool(yes) => ColumnValue::Bool(yes),
            Self::Integer(n) => ColumnValue::Integer(n),
            Self::Real(x) => ColumnValue::Real(x),
            Self::Text(text) => ColumnValue::Text(text.into_owned().into()),
            Self::Word(word, zh) => ColumnValue::Word(word, zh),
            Self::Texts(items) => ColumnValue::Texts(items),
            Self::Tasks(items) => ColumnValue::Tasks(items.into_owned().into()),
            Self::Units(items) => ColumnValue::Units(items.into_owned().into()),
            Self::Money(items) => ColumnValue::Money(items.into_owned().into()),
            Self::Assigned(items) => ColumnValue::Assigned(items),
        }
    }
}

fn json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    let start = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}

/// A project with what other tables say of it.
pub struct ProjectFacts<'a> {
    pub(super) project: &'a Project,
    /// What it is drawn at.
    pub(super) location: Location,
    pub(super) joined: &'a JoinedRows,
    pub(super) tasks: Option<&'a ServedTasks>,
    pub(super) money: Option<&'a ProjectBudget>,
    pub(super) size: Option<Size>,
}

/// A town with its line of the ledger.
pub struct TownFacts<'a> {
    pub(super) region: &'a Region,
    pub(super) row: &'a TownRow,
}

/// A task with what it belongs to and what belongs to it.
pub struct TaskFacts<'a> {
    pub(super) task: &'a Task,
    pub(super) plan_title: String,
    /// Number and title of the heading it stands under.
    pub(super) section: Option<String>,
    pub(super) phase: Option<&'a str>,
    pub(super) units: Vec<UnitWithRole>,
    /// Names of the projects that serve it.
    pub(super) projects: Vec<String>,
    pub(super) indicators: i64,
}

/// An indicator with what it belongs to.
pub struct IndicatorFacts<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) plan_title: String,
    /// Number and title of the heading that its task stands under.
    pub(super) section: Option<String>,
    /// The task it stands in.
    pub(super) task: Option<&'a Task>,
    /// Names of the regions it holds for, if it names them.
    pub(super) regions: Vec<String>,
}

/// A unit with its region, the regions it stands for if it is a group, and its roles.
pub struct UnitFacts<'a> {
    pub(super) unit: &'a Unit,
    pub(super) region: &'a str,
    pub(super) members: Vec<String>,
    pub(super) duties: Duties,
}

/// A control line with its size.
pub struct ControlFacts<'a> {
    pub(super) line: &'a ControlLine,
    pub(super) size: Option<Size>,
}

/// Geodesic length and area of a shape on the CGCS2000 ellipsoid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    length_m: f64,
    area: SquareMetres,
}

impl Size {
    pub(super) fn of(shape: &Shape) -> Self {
        Self {
            length_m: geodata::measure::length(&shape.0).0,
            area: geodata::measure::area(&shape.0),
        }
    }
}

/// A number with so many decimals, given as the power of ten; `Absent` if there is none.
pub(super) fn rounded(number: Option<f64>, tens: f64) -> ColumnValue<'static> {
    number.map_or(ColumnValue::Absent, |x| {
        ColumnValue::Real((x * tens).round() / tens)
    })
}

fn wan_yuan(amount: Fen) -> ColumnValue<'static> {
    ColumnValue::Real(amount.wan_yuan())
}

/// A word of a vocabulary, or `Null`.
macro_rules! word {
    ($word:expr) => {
        $word.map_or(ColumnValue::Null, |w| ColumnValue::Word(w.word(), w.zh()))
    };
}

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident of $row:ty { $($key:literal $zh:literal $kind:ident, $value:expr;)* }) => {
        $(#[$doc])*
        pub static $name: &[ExportColumn<for<'a> fn(&'a $row) -> ColumnValue<'a>>] = &[
            $(ExportColumn { key: $key, zh: $zh, kind: FieldKind::$kind, value: $value },)*
        ];
    };
}
pub(super) use columns;

columns! {
    /// What is said of a project. `length_m`, `area_m2` and `area_mu` only of one with a footprint of its own.
    PROJECTS of ProjectFacts<'a> {
        "name" "名称" Text, |p| ColumnValue::text(&p.project.name);
        "kind" "类型" Text, |p| ColumnValue::Word(p.project.kind.word(), p.project.kind.zh());
        "stage" "阶段" Text, |p| ColumnValue::Word(p.project.stage.word(), p.project.stage.zh());
        "plan" "方案编号" Text, |p| ColumnValue::maybe(p.project.plan.as_ref().map(PlanId::as_str));
        "plan_title" "方案" Text, |p| ColumnValue::maybe(p.project.plan.as_ref().map(|id| p.joined.plan_title(id)));
        "town" "镇街" Text, |p| ColumnValue::maybe(p.project.town.as_ref().and_then(|id| p.joined.region_name(id)));
        "town_code" "镇街代码" Text, |p| ColumnValue::maybe(p.project.town.as_ref().map(RegionId::as_str));
        "starts" "开工" Text, |p| ColumnValue::date(p.project.starts);
        "ends" "竣工" Text, |p| ColumnValue::date(p.project.ends);
        "completed_on" "实际竣工" Text, |p| ColumnValue::date(p.joined.completed_on(&p.project.id));
        "quantity" "建设规模" Real, |p| ColumnValue::number(p.project.quantity);
        "quantity_unit" "规模单位" Text, |p| ColumnValue::maybe(p.project.quantity_unit.as_deref());
        "percent" "进度%" Real, |p| ColumnValue::number(p.project.percent);
        "lead_unit" "牵头单位" Text, |p| ColumnValue::maybe(p.project.lead_unit.as_ref().map(|id| p.joined.unit_name(id)));
        "tasks" "对应任务" Text, |p| ColumnValue::Tasks(p.tasks.map_or(&[][..], |t| &t.tasks).into());
        "units" "责任单位" Text, |p| ColumnValue::Units(p.tasks.map_or(&[][..], |t| &t.units).into());
        "money" "资金" Text, |p| ColumnValue::Money(p.money.map_or(&[][..], |m| &m.lines).into());
        "planned_wan_yuan" "计划资金(万元)" Real, |p| wan_yuan(p.money.map(|m| m.sums.planned).unwrap_or_default());
        "allocated_wan_yuan" "下达资金(万元)" Real, |p| wan_yuan(p.money.map(|m| m.sums.allocated).unwrap_or_default());
        "spent_wan_yuan" "支付资金(万元)" Real, |p| wan_yuan(p.money.map(|m| m.sums.spent).unwrap_or_default());
        "precision" "位置精度" Text, |p| ColumnValue::Word(p.project.precision.word(), p.project.precision.zh());
        "location" "位置来源" Text, |p| ColumnValue::text(p.location.word());
        "alternative" "备选" Bool, |p| ColumnValue::Bool(p.project.alternative);
        "length_m" "长度(米)" Real, |p| rounded(p.size.map(|s| s.length_m), 100.0);
        "area_m2" "面积(平方米)" Real, |p| rounded(p.size.map(|s| s.area.0), 100.0);
        "area_mu" "面积(亩)" Real, |p| rounded(p.size.map(|s| s.area.mu()), 1000.0);
        "content" "建设内容" Text, |p| ColumnValue::maybe(p.project.content.as_deref());
        "project_code" "项目代码" Text, |p| ColumnValue::maybe(p.project.project_code.as_deref());
        "nature" "建设性质" Text, |p| word!(p.project.nature);
        "responsible_post" "责任人职务" Text, |p| ColumnValue::maybe(p.project.responsible_post.as_deref());
        "public_benefit" "公益性" Bool, |p| p.project.public_benefit.map_or(ColumnValue::Null, ColumnValue::Bool);
        "yearly_revenue_wan_yuan" "年收益(万元)" Real, |p| p.project.yearly_revenue.map_or(ColumnValue::Null, wan_yuan);
        "bond_years" "债券年限" Integer, |p| p.project.bond_years.map_or(ColumnValue::Null, ColumnValue::Integer);
        "bond_rate" "债券年利率" Real, |p| ColumnValue::number(p.project.bond_rate);
        "source" "来源" Text, |p| ColumnValue::maybe(p.project.source.as_deref());
        "read_at" "出处" Text, |p| ColumnValue::maybe(p.project.read_at.as_deref());
        "note" "备注" Text, |p| ColumnValue::maybe(p.project.note.as_deref());
    }
}

columns! {
    /// What is said of a town.
    TOWNS of TownFacts<'a> {
        "name" "名称" Text, |t| ColumnValue::text(&t.region.name);
        "code" "代码" Text, |t| ColumnValue::maybe(t.region.code.as_deref());
        "level" "级别" Text, |t| ColumnValue::Word(t.region.level.word(), t.region.level.zh());
        "county" "县市区" Text, |t| ColumnValue::text(&t.row.county);
        "pinyin" "拼音" Text, |t| ColumnValue::maybe(t.region.pinyin.as_deref());
        "category" "试点类别" Text, |t| t.row.category.map_or(ColumnValue::Null, |c| ColumnValue::Word(c.word(), c.zh()));
        "pilot_level" "试点级别" Text, |t| t.row.level.map_or(ColumnValue::Null, |l| ColumnValue::Word(l.word(), l.zh()));
        "plans" "所属方案" Text, |t| ColumnValue::Texts(t.row.plans.clone());
        "projects" "项目数" Integer, |t| ColumnValue::Integer(t.row.projects.into());
        "unmapped_projects" "未上图项目数" Integer, |t| ColumnValue::Integer(t.row.unmapped.into());
        "planned_wan_yuan" "计划资金(万元)" Real, |t| wan_yuan(t.row.planned);
        "spent_wan_yuan" "支付资金(万元)" Real, |t| wan_yuan(t.row.spent);
        "precision" "位置精度" Text, |t| ColumnValue::Word(t.region.precision.word(), t.region.precision.zh());
        "source" "来源" Text, |t| ColumnValue::maybe(t.region.source.as_deref());
        "confidence" "可信度" Text, |t| ColumnValue::maybe(t.region.confidence.as_deref());
    }
}

columns! {
    /// What is said of a site.
    SITES of Site {
        "name" "名称" Text, |s| ColumnValue::text(&s.name);
        "kind" "类型" Text, |s| ColumnValue::Word(s.kind.word(), s.kind.zh());
        "plan" "方案编号" Text, |s| ColumnValue::maybe(s.plan.as_ref().map(PlanId::as_str));
        "town_code" "镇街代码" Text, |s| ColumnValue::maybe(s.town.as_ref().map(RegionId::as_str));
        "precision" "位置精度" Text, |s| ColumnValue::Word(s.precision.word(), s.precision.zh());
        "source" "来源" Text, |s| ColumnValue::maybe(s.source.as_deref());
        "confidence" "可信度" Text, |s| ColumnValue::maybe(s.confidence.as_deref());
        "read_at" "出处" Text, |s| ColumnValue::maybe(s.read_at.as_deref());
    }
}

columns! {
    /// What is said of a control line.
    CONTROL_LINES of ControlFacts<'a> {
        "name" "名称" Text, |l| ColumnValue::maybe(l.line.name.as_deref());
        "control_kind" "管控线类型" Text, |l| ColumnValue::Word(l.line.kind.word(), l.line.kind.zh());
        "source" "来源" Text, |l| ColumnValue::maybe(l.line.source.as_deref());
        "dated" "数据日期" Text, |l| ColumnValue::date(l.line.dated);
        "area_m2" "面积(平方米)" Real, |l| rounded(l.size.map(|s| s.area.0), 100.0);
        "area_mu" "面积(亩)" Real, |l| rounded(l.size.map(|s| s.area.mu()), 1000.0);
    }
}

columns! {
    /// What is said of a task.
    TASKS of TaskFacts<'a> {
        "plan" "方案编号" Text, |t| ColumnValue::text(t.task.plan.as_str());
        "plan_title" "方案" Text, |t| ColumnValue::text(&t.plan_title);
        "section" "所属章节" Text, |t| ColumnValue::maybe(t.section.as_deref());
        "number" "序号" Text, |t| ColumnValue::text(&t.task.number);
        "title" "任务" Text, |t| ColumnValue::text(&t.task.title);
        "kind" "类别" Text, |t| ColumnValue::Word(t.task.kind.word(), t.task.kind.zh());
        "parent" "上级任务编号" Text, |t| ColumnValue::maybe(t.task.parent.as_ref().map(TaskId::as_str));
        "summary" "概述" Text, |t| ColumnValue::maybe(t.task.summary.as_deref());
        "phase" "阶段" Text, |t| ColumnValue::maybe(t.phase);
        "starts" "开始" Text, |t| ColumnValue::date(t.task.starts);
        "due" "时限" Text, |t| ColumnValue::date(t.task.due);
        "status" "状态" Text, |t| ColumnValue::Word(t.task.status.word(), t.task.status.zh());
        "units" "责任单位" Text, |t| ColumnValue::Assigned(t.units.clone());
        "projects" "相关项目" Text, |t| ColumnValue::Texts(t.projects.clone());
        "project_count" "项目数" Integer, |t| ColumnValue::Integer(t.projects.len() as i64);
        "indicators" "指标数" Integer, |t| ColumnValue::Integer(t.indicators);
        "read_at" "出处" Text, |t| ColumnValue::maybe(t.task.read_at.as_deref());
        "note" "备注" Text, |t| ColumnValue::maybe(t.task.note.as_deref());
    }
}

columns! {
    /// What is said of an indicator.
    INDICATORS of IndicatorFacts<'a> {
        "plan" "方案编号" Text, |i| ColumnValue::text(i.indicator.plan.as_str());
        "plan_title" "方案" Text, |i| ColumnValue::text(&i.plan_title);
        "section" "所属章节" Text, |i| ColumnValue::maybe(i.section.as_deref());
        "task" "任务编号" Text, |i| ColumnValue::maybe(i.indicator.task.as_ref().map(TaskId::as_str));
        "task_title" "任务" Text, |i| ColumnValue::maybe(i.task.map(|t| t.title.as_str()));
        "summary" "任务概述" Text, |i| ColumnValue::maybe(i.task.and_then(|t| t.summary.as_deref()));
        "name" "指标" Text, |i| ColumnValue::text(&i.indicator.name);
        "operator" "比较" Text, |i| ColumnValue::Word(i.indicator.operator.word(), i.indicator.operator.zh());
        "value" "目标值" Real, |i| ColumnValue::Real(i.indicator.value);
        "upper" "上限" Real, |i| ColumnValue::number(i.indicator.upper);
        "unit" "计量单位" Text, |i| ColumnValue::text(&i.indicator.unit);
        "wording" "原文措辞" Text, |i| ColumnValue::maybe(i.indicator.wording.as_deref());
        "deadline" "时限" Text, |i| ColumnValue::date(i.indicator.deadline);
        "recurrence" "频次" Text, |i| ColumnValue::text(&i.indicator.recurrence);
        "scope" "范围" Text, |i| ColumnValue::maybe(i.indicator.scope.as_deref());
        "scope_class" "范围类别" Text, |i| word!(i.indicator.scope_class);
        "regions" "列名的行政区" Text, |i| ColumnValue::Texts(i.regions.clone());
        "baseline" "基数" Real, |i| ColumnValue::number(i.indicator.baseline);
        "baseline_on" "基数时点" Text, |i| ColumnValue::date(i.indicator.baseline_on);
        "measure" "镇情数据" Text, |i| word!(i.indicator.measure);
        "counted" "取数方式" Text, |i| word!(i.indicator.counted);
        "quota_category" "计入的试点类别" Text, |i| word!(i.indicator.quota_category);
        "quota_lowest" "计入的最低级别" Text, |i| word!(i.indicator.quota_lowest);
        "quota_highest" "计入的最高级别" Text, |i| word!(i.indicator.quota_highest);
        "part_of" "合计指标编号" Text, |i| ColumnValue::maybe(i.indicator.part_of.as_ref().map(IndicatorId::as_str));
        "read_at" "出处" Text, |i| ColumnValue::maybe(i.indicator.read_at.as_deref());
        "note" "备注" Text, |i| ColumnValue::maybe(i.indicator.note.as_deref());
    }
}

columns! {
    /// What is said of a unit.
    UNITS of UnitFacts<'a> {
        "name" "名称" Text, |u| ColumnValue::text(&u.unit.name);
        "region" "行政区" Text, |u| ColumnValue::text(u.region);
        "group" "泛指多家" Bool, |u| ColumnValue::Bool(u.unit.is_group);
        "members" "包括" Text, |u| ColumnValue::Texts(u.members.clone());
        "lead" "牵头任务" Integer, |u| ColumnValue::Integer(u.duties.lead.into());
        "responsible" "责任任务" Integer, |u| ColumnValue::Integer(u.duties.responsible.into());
        "participating" "参与任务" Integer, |u| ColumnValue::Integer(u.duties.participating.into());
        "supporting" "配合任务" Integer, |u| ColumnValue::Integer(u.duties.supporting.into());
    }
}

/// A column without its value.
pub type ColumnHeading = ExportColumn<()>;

impl<F> ExportColumn<F> {
    const fn heading(&self) -> ColumnHeading {
        ExportColumn {
            key: self.key,
            zh: self.zh,
            kind: self.kind,
            value: (),
        }
    }
}

/// The mark of each row of a practice atlas: it is invented.
const PRACTICE: ColumnHeading = ExportColumn {
    key: "practice",
    zh: "演练",
    kind: FieldKind::Bool,
    value: (),
};

/// The headings of a table of columns; the practice atlas adds its mark.
pub(super) fn headings<F>(columns: &[ExportColumn<F>], practice: bool) -> Vec<ColumnHeading> {
    let own = columns.iter().map(ExportColumn::heading);
    own.chain(practice.then_some(PRACTICE)).collect()
}

/// Chinese names of the keys, and of the words of a vocabulary under `key=`.
pub(super) fn labels() -> Map<String, Json> {
    let mut out = Map::new();
    let headings = headings(PROJECTS, false)
        .into_iter()
        .chain(headings(TOWNS, false))
        .chain(headings(SITES, true))
        .chain(headings(CONTROL_LINES, false));
    for heading in headings {
        out.entry(heading.key).or_insert_with(|| heading.zh.into());
    }
    macro_rules! words {
        ($($key:literal: $t:ident),* $(,)?) => { $(
            let words = $t::ALL.iter().map(|w| (w.word().to_owned(), w.zh().into()));
            out.insert(format!("{}=", $key), Json::Object(words.collect()));
        )* };
    }
    words!("kind": ProjectKind, "stage": ProjectStage, "precision": Precision, "role": Role, "money.source": MoneySource,
        "money.stage": MoneyStage, "category": Category, "pilot_level": PilotLevel, "control_kind": ControlKind);
    out
}
