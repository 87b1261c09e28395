//! Everything about a site.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::*;
use crate::query::Snapshot;

/// Everything about a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the record of the same name")]
pub struct SiteDetail {
    pub site: Site,
    pub plan: Option<Plan>,
    pub path: Vec<String>,
}

impl Snapshot<'_> {
    pub(super) fn site_detail(&self, id: &str) -> Option<SiteDetail> {
        let site = self.model.sites.get(id)?;
        let mut path = Vec::new();
        if let Some(town) = site
            .town
            .as_ref()
            .and_then(|t| self.model.regions.get(t.as_str()))
        {
            path = self.path(town.id.as_str());
            path.push(town.name.clone());
        }
        Some(SiteDetail {
            site: site.clone(),
            plan: site
                .plan
                .as_ref()
                .and_then(|p| self.model.plans.get(p.as_str()))
                .cloned(),
            path,
        })
    }
}
