//! Choices of references for forms, and the lines that exports are made of.

use super::Snapshot;
use super::types::{Choice, Choices, Filter};
use crate::model::*;

impl Snapshot<'_> {
    /// Plans, towns, tasks and units that a form can refer to.
    pub fn choices(&self) -> Choices {
        let choice = |value: &str, label: String, hint: Option<String>| Choice {
            value: value.to_owned(),
            label,
            hint,
        };
        Choices {
            plans: self
                .model
                .plans
                .sorted_by_key(|p| p.ordinal)
                .into_iter()
                .map(|p| choice(p.id.as_str(), p.short_title.clone(), p.document_number.clone()))
                .collect(),
            towns: self
                .model
                .regions
                .iter()
                .filter(|r| {
                    matches!(
                        r.level,
                        RegionLevel::Township | RegionLevel::County | RegionLevel::Village
                    )
                })
                .map(|r| {
                    choice(
                        r.id.as_str(),
                        r.name.clone(),
                        self.path(r.id.as_str()).last().cloned(),
                    )
                })
                .collect(),
            tasks: self
                .tasks(&Filter::default())
                .into_iter()
                .map(|t| {
                    choice(
                        t.id.as_str(),
                        format!("{} {}", t.number, t.title),
                        Some(self.plan_title(t.plan.as_str())),
                    )
                })
                .collect(),
            units: self
                .model
                .units
                .iter()
                .map(|u| {
                    let region = self.model.regions.get(u.region.as_str()).map(|r| r.name.clone());
                    choice(u.id.as_str(), u.name.clone(), region)
                })
                .collect(),
        }
    }
}

impl<'m> Snapshot<'m> {
    /// A town's ledger line.
    pub fn town_line(&self, r: &'m Region) -> super::TownRow {
        self.town_row(r)
    }

    /// Sites of the filter's plans and towns.
    pub fn sites(&self, filter: &Filter) -> Vec<&'m Site> {
        let ok = |s: &&Site| {
            let plan =
                filter.plans.is_empty() || s.plan.as_ref().is_some_and(|p| filter.plans.contains(&p.0));
            let town = filter.towns.is_empty()
                || s.town
                    .as_ref()
                    .is_some_and(|t| self.within(t.as_str(), &filter.towns));
            plan && town
        };
        self.model.sites.iter().filter(ok).collect()
    }
}
