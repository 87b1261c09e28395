//! Choices of references, for forms.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::filter::Filter;
use crate::model::*;

/// A choice of a select box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Choice {
    /// The id.
    pub value: String,
    pub label: String,
    /// Quiet text.
    pub hint: Option<String>,
}

/// The choices of references, for forms.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the choices of the record of the same name")]
pub struct Choices {
    pub plans: Vec<Choice>,
    pub towns: Vec<Choice>,
    pub tasks: Vec<Choice>,
    pub units: Vec<Choice>,
}

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
