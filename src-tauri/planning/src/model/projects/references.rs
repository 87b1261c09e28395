//! What projects refer to, found by the codes of plans, towns and units.

use super::Projects;
use crate::model::{Entity as _, Kind, PlanId, Project, Reference, RegionId, UnitId};

impl Projects {
    /// Calls with each reference of a project to a row that `named` says yes to.
    pub(crate) fn references_to(
        &self,
        named: &dyn Fn(Kind, &str) -> bool,
        each: &mut dyn FnMut(&Reference<'_>),
    ) {
        let columns = [
            (
                "plan",
                Kind::Plan,
                self.of_plans(|id| named(Kind::Plan, id.as_str())),
            ),
            (
                "town",
                Kind::Region,
                self.of_towns(|id| named(Kind::Region, id.as_str())),
            ),
            (
                "lead_unit",
                Kind::Unit,
                self.of_units(|id| named(Kind::Unit, id.as_str())),
            ),
        ];
        if columns.iter().all(|(.., asked)| !asked.contains(&true)) {
            return;
        }
        let rules = columns.each_ref().map(|(name, ..)| {
            let column = Project::COLUMNS.iter().find(|c| c.name == *name);
            column.and_then(|c| c.on_removal)
        });
        for project in self.summary_refs() {
            for ((code, (column, to, asked)), rule) in project.codes().into_iter().zip(&columns).zip(rules) {
                if !code.is_some_and(|code| asked[code]) {
                    continue;
                }
                let summary = project.summary();
                let id = match to {
                    Kind::Plan => summary.plan.map(PlanId::as_str),
                    Kind::Region => summary.town.map(RegionId::as_str),
                    _ => summary.lead_unit.map(UnitId::as_str),
                };
                if let (Some(id), Some(on_removal)) = (id, rule) {
                    each(&Reference {
                        row: summary.id,
                        column,
                        to: *to,
                        id,
                        on_removal,
                    });
                }
            }
        }
    }
}
