//! Finds things by Chinese, full pinyin or initials: in the atlas first, then in the gazetteer.

use geodata::gazetteer::Gazetteer;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Snapshot;
use super::contents::NodeKind;
use super::name_score::{MOST_SPELT, score};
use crate::model::*;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// What it is.
    pub kind: NodeKind,
    /// Its id; an administrative code for a place.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it belongs.
    pub subtitle: String,
    /// Where it is, when known.
    pub at: Option<[f64; 2]>,
    /// What of it was found; `None` if it is the thing itself.
    pub part: Option<FoundPart>,
}

/// A part of a thing that is found by a name of its own and leads to that thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FoundPart {
    /// A target of a task or plan.
    Indicator,
    /// A document that a plan names.
    Document,
}

struct SearchCandidate {
    score: u32,
    hit: SearchHit,
}

impl<'m> Snapshot<'m> {
    /// At most `limit` things whose name fits, best first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<SearchHit> {
        let query = text.trim().to_lowercase();
        if query.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut found: Vec<SearchCandidate> = Vec::new();
        let mut offer = |weight: u32, name: &str, pinyin: Option<&str>, hit: &dyn Fn() -> SearchHit| {
            if let Some(score) = score(&query, name, pinyin) {
                found.push(SearchCandidate {
                    score: score * 8 + weight,
                    hit: hit(),
                });
            }
        };
        for r in self.model.regions.iter() {
            let weight = match (self.is_pilot(r.id.as_str()), r.level) {
                (true, _) => 7,
                (_, RegionLevel::Township | RegionLevel::County) => 6,
                _ => 4,
            };
            let other = region_aliases(r).find(|alias| score(&query, alias, None).is_some());
            let (best, pinyin) = match (score(&query, &r.name, r.pinyin.as_deref()), other) {
                (None, Some(alias)) => (alias, None),
                _ => (r.name.as_str(), r.pinyin.as_deref()),
            };
            offer(weight, best, pinyin, &|| SearchHit {
                kind: NodeKind::Town,
                id: r.id.0.clone(),
                title: r.name.clone(),
                subtitle: self.path(r.id.as_str()).join(" "),
                at: r
                    .geometry
                    .as_ref()
                    .and_then(|s| geodata::measure::label_point(&s.0))
                    .map(|p| [p.x(), p.y()]),
                part: None,
            });
        }
        for t in self.model.tasks.iter() {
            // The single works of a task come after tasks that are called so.
            let above = t.parent.as_ref().and_then(|id| self.model.tasks.get(id.as_str()));
            let weight = if above.is_some() { 3 } else { 4 };
            offer(weight, &t.title, None, &|| SearchHit {
                kind: NodeKind::Task,
                id: t.id.0.clone(),
                title: format!("{} {}", t.number, t.title),
                subtitle: match above {
                    Some(task) => format!("{} · {}", self.plan_title(t.plan.as_str()), task.title),
                    None => self.plan_title(t.plan.as_str()),
                },
                at: None,
                part: None,
            });
        }
        for u in self.model.units.iter() {
            let short = aliases(u)
                .filter_map(|alias| Some((score(&query, alias, None)?, alias)))
                .max_by_key(|(score, _)| *score);
            let best: &str = match (score(&query, &u.name, None), short) {
                (Some(own), Some((other, alias))) if other > own => alias,
                (None, Some((_, alias))) => alias,
                (None, None) if is_short_for(&query, &u.name) => &query,
                _ => &u.name,
            };
            offer(3, best, None, &|| SearchHit {
                kind: NodeKind::Unit,
                id: u.id.0.clone(),
                title: u.name.clone(),
                subtitle: self
                    .model
                    .regions
                    .get(u.region.as_str())
                    .map(|r| r.name.clone())
                    .unwrap_or_default(),
                at: None,
                part: None,
            });
        }
        for p in self.model.plans.iter() {
            let best = if score(&query, &p.short_title, None).is_some() {
                &p.short_title
            } else {
                &p.title
            };
            offer(5, best, None, &|| SearchHit {
                kind: NodeKind::Plan,
                id: p.id.0.clone(),
                title: p.short_title.clone(),
                subtitle: p.document_number.clone().unwrap_or_else(|| p.issuer.clone()),
                at: None,
                part: None,
            });
        }
        for s in self.model.sites.iter() {
            offer(2, &s.name, None, &|| SearchHit {
                kind: NodeKind::Site,
                id: s.id.0.clone(),
                title: s.name.clone(),
                subtitle: self.place_line(s.town.as_ref(), s.plan.as_ref()),
                at: s
                    .geometry
                    .as_ref()
                    .and_then(|g| geodata::measure::label_point(&g.0))
                    .map(|p| [p.x(), p.y()]),
                part: None,
            });
        }
        for i in self.model.indicators.iter() {
            offer(3, &i.name, None, &|| self.indicator_hit(i));
        }
        for citation in self.model.citations.iter() {
            let Some(document) = self.model.documents.get(citation.document.as_str()) else {
                continue;
            };
            let number = document.number.as_deref();
            let best = match (score(&query, &document.title, None), number) {
                (None, Some(number)) => number,
                _ => &document.title,
            };
            offer(1, best, None, &|| SearchHit {
                kind: NodeKind::Plan,
                id: citation.plan.0.clone(),
                title: document.title.clone(),
                subtitle: [number, Some(&*self.plan_title(citation.plan.as_str()))]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · "),
                at: None,
                part: Some(FoundPart::Document),
            });
        }
        found.extend(self.found_projects(&query, limit));
        found.sort_by(|a, b| {
            let length = |c: &SearchCandidate| c.hit.title.chars().count();
            b.score
                .cmp(&a.score)
                .then_with(|| length(a).cmp(&length(b)))
                .then_with(|| a.hit.id.cmp(&b.hit.id))
        });
        let mut hits: Vec<SearchHit> = found.into_iter().map(|c| c.hit).take(limit).collect();
        for place in Gazetteer::embedded().search(text.trim(), limit) {
            if hits.len() >= limit {
                break;
            }
            if self
                .model
                .regions
                .iter()
                .any(|r| r.code.as_deref() == Some(place.code.as_str()))
            {
                continue;
            }
            hits.push(SearchHit {
                kind: NodeKind::Place,
                id: place.code,
                title: place.name,
                subtitle: place.full_name,
                at: place.point.map(|p| [p.longitude, p.latitude]),
                part: None,
            });
        }
        hits
    }

    /// An indicator as it is found: it leads to the task it stands in, else to its plan.
    fn indicator_hit(&self, indicator: &Indicator) -> SearchHit {
        let (kind, id) = match &indicator.task {
            Some(task) => (NodeKind::Task, task.0.clone()),
            None => (NodeKind::Plan, indicator.plan.0.clone()),
        };
        let task = indicator.task.as_ref();
        let task = task.and_then(|id| self.model.tasks.get(id.as_str()));
        SearchHit {
            kind,
            id,
            title: indicator.name.clone(),
            subtitle: [self.plan_title(indicator.plan.as_str())]
                .into_iter()
                .chain(task.map(|t| format!("{} {}", t.number, t.title)))
                .collect::<Vec<_>>()
                .join(" · "),
            at: None,
            part: Some(FoundPart::Indicator),
        }
    }

    /// The best of the projects whose name or kind fits.
    fn found_projects(&self, query: &str, limit: usize) -> Vec<SearchCandidate> {
        let projects = &self.model.projects;
        let latin = query.chars().all(|c| c.is_ascii_alphanumeric());
        // The names of a large atlas are not spelt in pinyin: that would take seconds.
        let spelt = latin && projects.len() <= MOST_SPELT;
        let named = (!spelt).then(|| projects.with_word(query));
        let mut best: Vec<(u32, usize, Summary<'m>)> = Vec::new();
        let offer = |best: &mut Vec<_>, found: u32, p: Summary<'m>| {
            best.push((found, p.name.chars().count(), p));
            if best.len() > 4 * limit.max(64) {
                trim(best, limit);
            }
        };
        let slots = projects
            .slots()
            .filter(|slot| named.as_ref().is_none_or(|n| n.contains(*slot)));
        for p in slots.filter_map(|slot| projects.at(slot)) {
            if let Some(score) = score(query, p.name, None) {
                offer(&mut best, score * 8 + 5, p);
            }
        }
        // “道路” finds the roads too, behind what is called so.
        let kinds: Vec<ProjectKind> = ProjectKind::ALL
            .iter()
            .copied()
            .filter(|k| k.zh().contains(query))
            .collect();
        if best.len() < limit && !kinds.is_empty() {
            for found in projects.summary_refs().filter(|p| kinds.contains(&p.kind())) {
                let p = found.summary();
                if score(query, p.name, None).is_none() {
                    offer(&mut best, score(query, p.kind.zh(), None).unwrap_or(8) * 8, p);
                }
            }
        }
        trim(&mut best, limit);
        let candidate = |(score, _, p): (u32, usize, Summary<'m>)| SearchCandidate {
            score,
            hit: SearchHit {
                kind: NodeKind::Project,
                id: p.id.to_owned(),
                title: p.name.to_owned(),
                subtitle: self.place_line(p.town, p.plan),
                at: self.label_of(&p),
                part: None,
            },
        };
        best.into_iter().map(candidate).collect()
    }

    fn place_line(&self, town: Option<&RegionId>, plan: Option<&PlanId>) -> String {
        let town = town
            .and_then(|t| self.model.regions.get(t.as_str()))
            .map(|r| r.name.clone());
        let plan = plan.map(|p| self.plan_title(p.as_str()));
        [town, plan].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

fn trim(best: &mut Vec<(u32, usize, Summary<'_>)>, limit: usize) {
    best.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then_with(|| a.2.id.cmp(b.2.id)));
    best.truncate(limit);
}
