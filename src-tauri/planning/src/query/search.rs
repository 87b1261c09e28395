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
            offer(weight, &r.name, r.pinyin.as_deref(), &|| SearchHit {
                kind: NodeKind::Town,
                id: r.id.0.clone(),
                title: r.name.clone(),
                subtitle: self.path(r.id.as_str()).join(" "),
                at: r
                    .geometry
                    .as_ref()
                    .and_then(|s| geodata::measure::label_point(&s.0))
                    .map(|p| [p.x(), p.y()]),
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
            });
        }
        hits
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
