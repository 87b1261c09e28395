//! Which plans, towns and units a call is about, by id, name or short name.

use clap::Args;
use planning::model::aliases;
use planning::query::{Filter, Snapshot};

use super::CliError;

#[derive(Args, Default)]
pub(super) struct ScopeArgs {
    /// 方案编号，可多次
    #[arg(long)]
    pub plan: Vec<String>,
    /// 镇街名或代码，可多次
    #[arg(long)]
    pub town: Vec<String>,
    /// 单位名，可多次
    #[arg(long)]
    pub unit: Vec<String>,
}

/// A word that names nothing, with some of those that do.
pub(super) fn unknown(what: &'static str, value: &str, known: Vec<String>) -> CliError {
    CliError::Unknown {
        what,
        value: value.to_owned(),
        known: known.into_iter().take(30).collect::<Vec<_>>().join("、"),
    }
}

/// The filter that a scope means.
pub(super) fn scoped(index: &Snapshot<'_>, args: &ScopeArgs) -> Result<Filter, CliError> {
    let m = index.model;
    let mut out = Filter::default();
    for id in &args.plan {
        let plan = m
            .plans
            .iter()
            .find(|p| p.id.as_str() == id || p.title == *id || p.short_title == *id);
        let plan =
            plan.ok_or_else(|| unknown("方案", id, m.plans.iter().map(|p| p.id.0.clone()).collect()))?;
        out.plans.push(plan.id.0.clone());
    }
    for name in &args.town {
        let found: Vec<String> = m
            .regions
            .iter()
            .filter(|r| r.name == *name || r.id.as_str() == name)
            .map(|r| r.id.0.clone())
            .collect();
        if found.is_empty() {
            let towns = index.towns(&Filter::default());
            return Err(unknown(
                "镇街",
                name,
                towns.iter().map(|r| r.name.clone()).collect(),
            ));
        }
        out.towns.extend(found);
    }
    for name in &args.unit {
        let found: Vec<String> = m
            .units
            .iter()
            .filter(|u| u.name == *name || u.id.as_str() == name || aliases(u).any(|alias| alias == name))
            .map(|u| u.id.0.clone())
            .collect();
        if found.is_empty() {
            return Err(unknown(
                "单位",
                name,
                m.units.iter().map(|u| u.name.clone()).collect(),
            ));
        }
        out.units.extend(found);
    }
    Ok(out)
}
