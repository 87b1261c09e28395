//! What a row must say for its project to count as completed.

use geodata::formats::{Warning, WarningKind};
use words::said;

use crate::model::{Gate, PartialDate, Project};
use crate::rules::stages::{Claim, claim};

/// What comes of a row that says a project is completed.
pub(super) enum Completion {
    /// What proves it.
    Gate(Gate),
    /// It is not proved; its stage is 在建.
    Warning(Warning),
}

/// Judges whether a row proves that its project is completed; `None` if it does not say so.
pub(super) fn completion(
    project: &mut Project,
    completed_on: Option<PartialDate>,
    today: Option<PartialDate>,
    source: &str,
    number: u64,
) -> Option<Completion> {
    let stage = project.stage.zh();
    let evidence = format!("{source}，第 {number} 条");
    let gate = format!("gates-{}", uuid::Uuid::now_v7());
    Some(
        match claim(project, completed_on, today, gate.into(), evidence)? {
            Claim::Proved(gate) => Completion::Gate(gate),
            Claim::NotProved => Completion::Warning(Warning::at(
                WarningKind::NotSupported,
                number,
                said!(
                    "import.not_proved",
                    "“{}”写的是{stage}，但没有已到的竣工日期，按“在建”导入：请补上竣工日期再导入，或在项目的节点里填实际竣工日期并确认",
                    "“{}” is said to be completed but has no date of completion that has come; it was imported as under construction. Add the date, or confirm it under the gates of the project",
                    project.name
                ),
            )),
        },
    )
}
