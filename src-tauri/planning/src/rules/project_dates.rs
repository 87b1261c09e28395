//! Which date holds where a project and its gates say different things.

use crate::model::{Gate, GateStep, PartialDate};

/// The dates of a project with those of its gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProjectDates {
    /// Planned start.
    pub starts: Option<PartialDate>,
    /// Planned end.
    pub ends: Option<PartialDate>,
    /// When work began.
    pub actual_start: Option<PartialDate>,
    /// When it was done, confirmed.
    pub actual_end: Option<PartialDate>,
}

/// Joins the dates of a project and of its gates. A gate's date of start or completion wins over the project's when it
/// lies within it, as a day within a month does; where they contradict, the project's stands, and `check` lists both.
pub fn project_dates<'a>(
    starts: Option<PartialDate>,
    ends: Option<PartialDate>,
    gates: impl Iterator<Item = &'a Gate>,
) -> ProjectDates {
    let mut dates = ProjectDates {
        starts,
        ends,
        ..ProjectDates::default()
    };
    for gate in gates {
        match gate.step {
            GateStep::Start => {
                dates.starts = narrowed(dates.starts, gate.planned);
                dates.actual_start = gate.actual;
            }
            GateStep::Completion => {
                dates.ends = narrowed(dates.ends, gate.planned);
                dates.actual_end = gate.actual.filter(|_| gate.confirmed);
            }
            _ => {}
        }
    }
    dates
}

/// The dates of a project and of its gate of start or completion where they cannot both be kept: the one lies wholly
/// before the other.
#[must_use]
pub fn contradiction(
    starts: Option<PartialDate>,
    ends: Option<PartialDate>,
    gate: &Gate,
) -> Option<(PartialDate, PartialDate)> {
    let own = match gate.step {
        GateStep::Start => starts?,
        GateStep::Completion => ends?,
        _ => return None,
    };
    let planned = gate.planned?;
    let apart = own.latest() < planned.earliest() || planned.latest() < own.earliest();
    apart.then_some((own, planned))
}

/// The gate's date if it lies within the project's, or if the project has none.
fn narrowed(of_project: Option<PartialDate>, of_gate: Option<PartialDate>) -> Option<PartialDate> {
    match (of_project, of_gate) {
        (Some(project), Some(gate)) => {
            let within = gate.first_day() >= project.first_day() && gate.last_day() <= project.last_day();
            Some(if within { gate } else { project })
        }
        (project, gate) => project.or(gate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_s_day_wins_over_the_month_it_lies_in_only() {
        let date = |text: &str| text.parse::<PartialDate>().ok();
        assert_eq!(narrowed(date("2025-06"), date("2025-06-18")), date("2025-06-18"));
        assert_eq!(narrowed(date("2025-06"), date("2025-07-01")), date("2025-06"));
        assert_eq!(narrowed(date("2025-06-18"), date("2025-06")), date("2025-06-18"));
        assert_eq!(narrowed(None, date("2025-07-01")), date("2025-07-01"));
        assert_eq!(narrowed(date("2025"), None), date("2025"));
    }
}
