//! The rules of the trade, each written once, for the window, the command line and imports: what goes with what is
//! removed ([`removal`]), which stage a project may be in ([`stages`]), its gates ([`gates`]) and reports ([`reports`]),
//! what is known of a place after an edit ([`footprints`]), when a target is met ([`targets`]), how money adds up
//! ([`money`]) and what is late ([`overdue`]). Plain functions of a model; none reads a clock or a file.
//!
//! Every change passes through [`enforce`] before it is written, whoever asked for it. Undo and redo do not: they bring
//! back what stood there.

pub mod amounts;
pub mod assessment;
pub mod baselines;
mod dependencies;
pub mod eligibility;
pub mod footprints;
pub mod gate_rules;
pub mod gate_templates;
pub mod gates;
pub mod light_rules;
pub mod lights;
pub mod money;
pub mod moving;
pub mod overdue;
pub mod project_dates;
pub mod removal;
pub mod reports;
pub mod rounds;
pub mod stages;
pub mod targets;
pub mod units;

use std::collections::HashMap;

use crate::change::{Change, ChangeError};
use crate::model::{GateStep, Kind, Model, NotRead, PartialDate, Record};
use amounts::AmountEdit;
use assessment::{Confirmation, NewAssessmentRound, NewScore};
use baselines::NewBaseline;
use footprints::FootprintEdit;
use gate_rules::BlockedStep;
use gates::GateColumn;
use lights::LightLimits;
use moving::DateMove;
use reports::NewReport;
use targets::NewTargetValue;
use words::{English, Listed};

/// Why a rule refuses a change.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Projects would be completed without a confirmed date of completion.
    #[error(
        "{count} 个项目（{names}）没有已确认的竣工或验收日期，不能改为竣工、验收：请先在节点里填实际日期并确认"
    )]
    NotConfirmed {
        /// How many.
        count: usize,
        /// Names of the first of them.
        names: Listed,
    },
    /// A date would be taken away that proves the completion of a project.
    #[error("项目“{name}”的阶段是竣工或验收，竣工日期须保持确认：请先改阶段")]
    StillCompleted {
        /// The project.
        name: String,
    },
    /// A gate without a date would be confirmed.
    #[error("“{}”还没有实际日期，不能确认", .step.zh())]
    NoDate {
        /// The gate.
        step: GateStep,
    },
    /// Planned dates of what is done, or of what has begun, would be moved.
    #[error("“{name}”已经发生，实际日期不能移动")]
    Fact {
        /// What it is.
        name: String,
    },
    /// Something would end before it starts.
    #[error("“{name}”的结束会早于开始")]
    EndBeforeStart {
        /// What it is.
        name: String,
    },
    /// Something would have happened on a day that has not come.
    #[error("实际日期 {} 晚于状态日期，还没有发生", .date.zh())]
    Future {
        /// The date.
        date: PartialDate,
    },
    /// Dependencies would run in a circle.
    #[error("形成循环，不能建立：{}", .names.join(" → "))]
    Loop {
        /// What lies along it, from what waits to what it would wait for.
        names: Vec<String>,
    },
    /// The dependency is there already.
    #[error("“{from}”到“{to}”已有依赖关系")]
    Twice {
        /// What comes before.
        from: String,
        /// What comes after.
        to: String,
    },
    /// The numbers of the lights are not in order.
    #[error("界限不合：黄灯不高于红灯，都在 0 到 100 之间；未开工至少 1 天")]
    Limits,
    /// A baseline or round would have no name.
    #[error("要有名称")]
    NoName,
    /// Another baseline or round has that name.
    #[error("已有“{name}”，请换一个名称")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The days of a round are not in order.
    #[error("调度轮次的日期前后不对：起始日不晚于结束日，开放日不晚于截止日，截止日不早于结束日")]
    RoundDates,
    /// A report is handed in to a round that is closed.
    #[error("“{title}”已经结束，不再收报；要补报请先重新开放这一轮")]
    RoundClosed {
        /// Title of the round.
        title: String,
    },
    /// A round of assessment is confirmed and is to change.
    #[error("“{title}”已经确认，得分、排名和结果不能再改")]
    RoundConfirmed {
        /// Title of the round.
        title: String,
    },
    /// A score is not between 0 and 100.
    #[error("得分 {score} 不在 0 到 100 之间")]
    ScoreOutOfRange {
        /// The score.
        score: f64,
    },
    /// A round is to be confirmed while towns lack scores.
    #[error("“{title}”还不能确认：{count} 个镇（{names}）还缺得分")]
    ScoresMissing {
        /// Title of the round.
        title: String,
        /// How many towns.
        count: usize,
        /// Their names.
        names: Listed,
    },
    /// A round would be confirmed before the day that it is judged for.
    #[error("确认日期不能早于评分日期 {}", .as_of.zh())]
    ConfirmedEarly {
        /// The day that scores are computed for.
        as_of: PartialDate,
    },
    /// It is not certain which towns come in where others go.
    #[error("按“{rule}”递补的镇定不下来：得分并列，或可递补的镇不够；请先核定得分")]
    Successors {
        /// Name of the rule.
        rule: String,
    },
    /// A problem is struck off without proof or date.
    #[error("“{title}”不能销号：销号要有佐证材料和销号日期")]
    NoProof {
        /// Title of the problem.
        title: String,
    },
    /// A step would be passed that a plan forbids before others are confirmed.
    #[error(
        "“{name}”还不能通过“{}”：{}。{}还没有确认：请先确认，或写明理由后通过",
        .blocked.step.zh(), .blocked.rules.join("；"), lacks_zh(.blocked)
    )]
    GateBlocked {
        /// The project.
        project: String,
        /// Its name.
        name: String,
        /// What lacks.
        blocked: BlockedStep,
    },
    /// Units that cannot be one are to be merged.
    #[error("“{one}”和“{other}”不是同一地方的同类单位，不能并为一家")]
    UnitsDiffer {
        /// The one that would stay.
        one: String,
        /// The other.
        other: String,
    },
    /// The atlas itself says nothing of a target.
    #[error("图册算不出“{name}”的值：先设定怎样计算")]
    NotComputed {
        /// The target.
        name: String,
    },
    /// A row is not there, or does not fit.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

/// “规划”、“设计”.
fn lacks_zh(blocked: &BlockedStep) -> String {
    let names: Vec<String> = blocked
        .lacks
        .iter()
        .map(|step| format!("“{}”", step.zh()))
        .collect();
    names.join("、")
}

impl English for RuleError {
    fn english(&self) -> String {
        match self {
            Self::NotConfirmed { count, names } => format!(
                "{count} projects ({}) have no confirmed date of completion or acceptance: give the actual date under the gates \
                 and confirm it first",
                names.english()
            ),
            Self::StillCompleted { name } => format!(
                "“{name}” is completed or accepted, so its date stays confirmed; change the stage first"
            ),
            Self::NoDate { step } => format!("“{}” has no actual date to be confirmed", step.en()),
            Self::Fact { name } => format!("“{name}” has happened; actual dates do not move"),
            Self::EndBeforeStart { name } => format!("“{name}” would end before it starts"),
            Self::Future { date } => format!("the actual date {date} is later than the status date"),
            Self::Loop { names } => format!("this would close a loop: {}", names.join(" → ")),
            Self::Twice { from, to } => format!("“{to}” waits for “{from}” already"),
            Self::Limits => {
                "yellow is not above red, both are between 0 and 100, and at least a day is waited for"
                    .to_owned()
            }
            Self::NoName => "a name is needed".to_owned(),
            Self::NameTaken { name } => format!("there is “{name}” already; choose another name"),
            Self::RoundDates => "the days of the round are not in order: it begins before it ends, opens before it is due, and is due \
                 no earlier than it ends"
                .to_owned(),
            Self::RoundClosed { title } => {
                format!("“{title}” is closed and takes no more reports; open it again first")
            }
            Self::RoundConfirmed { title } => {
                format!("“{title}” is confirmed; its scores, ranks and results change no more")
            }
            Self::ScoreOutOfRange { score } => format!("the score {score} is not between 0 and 100"),
            Self::ScoresMissing { title, count, names } => format!(
                "“{title}” cannot be confirmed yet: {count} towns ({}) lack scores",
                names.english()
            ),
            Self::ConfirmedEarly { as_of } => {
                format!("it cannot be confirmed before {as_of}, the day that scores are computed for")
            }
            Self::Successors { rule } => format!(
                "by “{rule}” it is not certain which towns come in: totals tie, or too few towns can; settle the scores first"
            ),
            Self::NoProof { title } => {
                format!("“{title}” cannot be struck off without proof and a date")
            }
            Self::GateBlocked { name, blocked, .. } => {
                let lacks: Vec<&str> = blocked.lacks.iter().map(|step| step.en()).collect();
                format!(
                    "“{name}” cannot pass “{}” yet: a rule of its plan wants {} confirmed first. Confirm it, or give the reason to \
                     pass all the same",
                    blocked.step.en(),
                    lacks.join(", ")
                )
            }
            Self::UnitsDiffer { one, other } => {
                format!("“{one}” and “{other}” are not of one region and one sort, so they cannot be merged")
            }
            Self::NotComputed { name } => {
                format!("the atlas says nothing of “{name}”: say first how it is computed")
            }
            Self::Change(error) => error.english(),
        }
    }
}

impl From<NotRead> for RuleError {
    fn from(error: NotRead) -> Self {
        Self::Change(error.into())
    }
}

/// What someone wants done where a rule says which rows it changes.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Intent {
    /// Sets a column of the gate of a step of a project, or empties it.
    SetGate {
        /// The name of the change.
        name: String,
        project: String,
        step: GateStep,
        column: GateColumn,
        value: Option<String>,
    },
    /// Confirms the date of a gate, or says that it is confirmed no more.
    ConfirmGate {
        /// The name of the change.
        name: String,
        project: String,
        step: GateStep,
        /// Whether it is confirmed.
        confirmed: bool,
    },
    /// Makes a progress report.
    Report(String, NewReport),
    /// Keeps a footprint.
    Footprint(FootprintEdit),
    /// Moves planned dates, with what goes with them.
    MoveDates(String, Vec<DateMove>),
    /// Sets the numbers of the lights.
    LightLimits(String, LightLimits),
    /// Freezes planned dates under a name, as of a day.
    Freeze(String, NewBaseline, PartialDate),
    /// Says why a step is passed that a rule of the plan blocks.
    OverrideGate {
        /// The name of the change.
        name: String,
        /// The project.
        project: String,
        /// The step.
        step: GateStep,
        /// The reason, which is kept.
        reason: String,
    },
    /// Plans the gates of a project by a template.
    ApplyTemplate {
        /// The name of the change.
        name: String,
        /// The project.
        project: String,
        /// The name of the template.
        template: String,
        /// The day from which the steps are counted.
        begins: PartialDate,
    },
    /// Writes amounts of budget lines.
    SetAmounts(String, Vec<AmountEdit>),
    /// Makes one unit of several.
    MergeUnits {
        /// The name of the change.
        name: String,
        /// The unit that stays.
        keep: String,
        /// Those that become other names of it.
        gone: Vec<String>,
    },
    /// Keeps a reported value of a target.
    ReportTarget(String, NewTargetValue),
    /// Keeps what the atlas says of a target on a day as a report.
    ConfirmTarget {
        /// The name of the change.
        name: String,
        /// The target.
        indicator: String,
        /// The day.
        day: PartialDate,
    },
    /// Begins a round of reports.
    BeginRound(String, rounds::NewRound),
    /// Closes a round on a day, or opens it again.
    CloseRound(String, String, Option<PartialDate>),
    /// Begins a round of assessment.
    BeginAssessment(String, NewAssessmentRound),
    /// Enters a town's score for a criterion, or takes it away.
    EnterScore(String, NewScore),
    /// Confirms a round of assessment: its results are kept, designations change by it.
    ConfirmAssessment(String, Confirmation),
    /// Sets the part of a region of a target, or takes it away.
    BreakDownTarget {
        /// The name of the change.
        name: String,
        /// The target.
        indicator: String,
        /// The region.
        region: String,
        /// Its part, in the target's unit.
        value: Option<f64>,
    },
}

impl Intent {
    /// The change that does it; [`enforce`] completes it.
    ///
    /// # Errors
    /// [`RuleError`] if a rule forbids it, a row is not there, or nothing would change.
    pub fn change(self, model: &Model) -> Result<Change, RuleError> {
        let (name, edits) = match self {
            Self::SetGate {
                name,
                project,
                step,
                column,
                value,
            } => {
                let edit = gates::set_gate(model, &project, step, column, value.as_deref())?;
                (name, vec![edit])
            }
            Self::ConfirmGate {
                name,
                project,
                step,
                confirmed,
            } => (name, vec![gates::confirm_gate(model, &project, step, confirmed)?]),
            Self::OverrideGate {
                name,
                project,
                step,
                reason,
            } => (
                name,
                vec![gate_rules::override_gate(model, &project, step, &reason)?],
            ),
            Self::ApplyTemplate {
                name,
                project,
                template,
                begins,
            } => (
                name,
                gate_templates::apply_template(model, &project, &template, begins)?,
            ),
            Self::MergeUnits { name, keep, gone } => (name, units::merge_units(model, &keep, &gone)?),
            Self::SetAmounts(name, amounts) => (name, amounts::set_amounts(model, &amounts)?),
            Self::ReportTarget(name, new) => (name, vec![targets::report_value(model, new)?]),
            Self::ConfirmTarget { name, indicator, day } => {
                (name, vec![targets::confirm_value(model, &indicator, day)?])
            }
            Self::BreakDownTarget {
                name,
                indicator,
                region,
                value,
            } => (
                name,
                vec![targets::break_down(model, &indicator, &region, value)?],
            ),
            Self::Report(name, new) => (name, vec![reports::report(new)]),
            Self::BeginRound(name, new) => (name, vec![rounds::begin_round(model, new)?]),
            Self::CloseRound(name, id, on) => (name, vec![rounds::close_round(model, &id, on)?]),
            Self::BeginAssessment(name, new) => (name, vec![assessment::begin_assessment(model, new)?]),
            Self::EnterScore(name, new) => (name, vec![assessment::enter_score(model, new)?]),
            Self::ConfirmAssessment(name, wanted) => (name, assessment::confirm_assessment(model, &wanted)?),
            Self::MoveDates(name, moves) => (name, moving::move_dates(model, &moves)?),
            Self::LightLimits(name, limits) => (name, light_rules::set_limits(model, limits)?),
            Self::Freeze(name, new, day) => (name, baselines::freeze(model, &new, day)?),
            Self::Footprint(wanted) => {
                let edits = footprints::keep_footprint(model, &wanted)?;
                let sketched = edits.iter().any(footprints::loses_precision);
                let name = match sketched && !wanted.anew {
                    true => wanted.name_if_sketched,
                    false => wanted.name,
                };
                (name, edits)
            }
        };
        Ok(Change {
            name,
            note: None,
            edits,
        })
    }
}

/// Brings a change into line with the rules before it is written: completes it where a rule says what follows, refuses it
/// where a rule forbids it.
///
/// # Errors
/// [`RuleError`] if a rule forbids it, or if a row cannot be read; the change is of no use then.
pub fn enforce(model: &Model, change: &mut Change) -> Result<(), RuleError> {
    footprints::enforce(change, footprints::NewSource::Measured);
    enforce_rest(model, change)?;
    gate_rules::enforce(model, change)
}

/// As [`enforce`], of a change made from the rows of a file: its name as the source of a footprint is no survey, and a step
/// it says was passed is a fact, kept with the file as the reason where a gate rule blocks it.
///
/// # Errors
/// As [`enforce`].
pub fn enforce_imported(model: &Model, change: &mut Change) -> Result<(), RuleError> {
    footprints::enforce(change, footprints::NewSource::File);
    enforce_rest(model, change)?;
    gate_rules::excuse(model, change);
    Ok(())
}

fn enforce_rest(model: &Model, change: &mut Change) -> Result<(), RuleError> {
    gates::enforce(change)?;
    reports::enforce(model, change)?;
    rounds::enforce(model, change)?;
    assessment::enforce(model, change)?;
    dependencies::enforce(model, change)?;
    stages::enforce(model, change)
}

/// The rows of a change as they stand after it; `None` if they are gone.
type Latest<'c> = HashMap<(Kind, &'c str), Option<&'c Record>>;

fn latest(change: &Change) -> Latest<'_> {
    let edits = change.edits.iter();
    edits
        .map(|edit| ((edit.kind, edit.id.as_str()), edit.after.as_ref()))
        .collect()
}
