//! What an atlas holds, in numbers: `zhentu info`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Snapshot;
use super::snapshot::count;
use crate::model::*;
use crate::money::MoneyCube;
use crate::rules::money::Money;

/// What an atlas holds, in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Info {
    /// Title of the atlas.
    pub title: String,
    /// 演练: everything in it is invented.
    pub practice: bool,
    pub plans: Vec<PlanInfo>,
    pub projects: ProjectInfo,
    pub towns: u32,
    /// Towns whose point is not known.
    pub towns_unmapped: u32,
    /// Towns that are pilots.
    pub pilots: u32,
    pub sites: u32,
    /// Sites whose point is not known.
    pub sites_unmapped: u32,
    pub units: u32,
    /// Documents that plans rest on or name.
    pub documents: u32,
    /// Facts of towns.
    pub town_observations: u32,
    /// Tasks of all plans.
    pub tasks: u32,
    /// Money in 分 by source and stage, of all owners.
    pub money: BTreeMap<&'static str, BTreeMap<&'static str, Fen>>,
    /// Money in 分 of projects, plans, tasks and towns, each for itself.
    pub money_of: BTreeMap<&'static str, Money>,
}

/// A plan in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "counts of what the names say")]
pub struct PlanInfo {
    pub id: String,
    pub title: String,
    pub document_number: Option<String>,
    pub issued_on: Option<PartialDate>,
    pub published_on: Option<PartialDate>,
    pub index_number: Option<String>,
    pub region: String,
    pub tasks: u32,
    pub measures: u32,
    pub subtasks: u32,
    pub unit_mentions: u32,
    pub units: u32,
    pub phases: u32,
    pub sections: u32,
    pub indicators: u32,
    pub designations: u32,
    pub projects: u32,
    pub funding_rules: u32,
    pub eligibility_rules: u32,
    pub land_rules: u32,
    pub assessment_rules: u32,
    pub standards: u32,
    pub citations: u32,
}

/// Projects in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "counts of what the names say")]
pub struct ProjectInfo {
    pub total: u32,
    pub unmapped: u32,
    /// Of those the ones that stand at their county.
    pub at_county: u32,
    pub by_kind: BTreeMap<&'static str, u32>,
    pub by_stage: BTreeMap<&'static str, u32>,
    pub by_precision: BTreeMap<&'static str, u32>,
    pub by_town: BTreeMap<String, u32>,
}

impl<'m> Snapshot<'m> {
    /// What the atlas holds, in numbers.
    pub fn info(&self) -> Info {
        let m = self.model;
        let atlas = m.atlas.iter().next();
        let towns: Vec<&Region> = m
            .regions
            .iter()
            .filter(|r| r.level == RegionLevel::Township)
            .collect();
        let cube = MoneyCube::of(m);
        let of_stages = |stages: BTreeMap<MoneyStage, Fen>| {
            let stages = stages.into_iter();
            stages.map(|(stage, sum)| (stage.word(), sum)).collect()
        };
        let sources = cube.by_source().into_iter();
        let owners = OwnerKind::ALL.iter();
        Info {
            title: atlas.map(|a| a.title.clone()).unwrap_or_default(),
            practice: atlas.is_some_and(|a| a.practice),
            plans: m
                .plans
                .sorted_by_key(|p| p.ordinal)
                .into_iter()
                .map(|p| self.plan_info(p))
                .collect(),
            projects: self.project_info(),
            towns: count(towns.len()),
            towns_unmapped: count(towns.iter().filter(|t| t.geometry.is_none()).count()),
            pilots: count(towns.iter().filter(|t| self.is_pilot(t.id.as_str())).count()),
            sites: count(m.sites.len()),
            sites_unmapped: count(m.sites.iter().filter(|s| s.geometry.is_none()).count()),
            units: count(m.units.len()),
            documents: count(m.documents.len()),
            town_observations: count(m.town_observations.len()),
            tasks: count(m.tasks.iter().filter(|t| t.kind == TaskKind::Task).count()),
            money: sources
                .map(|(source, stages)| (source.word(), of_stages(stages)))
                .collect(),
            money_of: owners
                .map(|owner| (owner.word(), cube.total(&|of| of.kind == *owner)))
                .collect(),
        }
    }

    fn plan_info(&self, plan: &Plan) -> PlanInfo {
        let m = self.model;
        let of = |id: &PlanId| *id == plan.id;
        let mut units: Vec<&str> = Vec::new();
        let (mut tasks, mut measures, mut subtasks) = (0, 0, 0);
        for task in m.tasks.iter().filter(|t| of(&t.plan)) {
            match task.kind {
                TaskKind::Task => tasks += 1,
                TaskKind::Measure => measures += 1,
                TaskKind::Subtask => subtasks += 1,
            }
            if task.kind == TaskKind::Subtask {
                continue;
            }
            let assigned = self.relations().assignments_of_task.of(task.id.as_str());
            units.extend(assigned.iter().map(|a| a.unit.as_str()));
        }
        let unit_mentions = count(units.len());
        units.sort_unstable();
        units.dedup();
        PlanInfo {
            id: plan.id.0.clone(),
            title: plan.title.clone(),
            document_number: plan.document_number.clone(),
            issued_on: plan.issued_on,
            published_on: plan.published_on,
            index_number: plan.index_number.clone(),
            region: m
                .regions
                .get(plan.region.as_str())
                .map(|r| r.name.clone())
                .unwrap_or_default(),
            tasks,
            measures,
            subtasks,
            unit_mentions,
            units: count(units.len()),
            phases: count(m.phases.iter().filter(|r| of(&r.plan)).count()),
            sections: count(m.sections.iter().filter(|r| of(&r.plan)).count()),
            indicators: count(m.indicators.iter().filter(|r| of(&r.plan)).count()),
            designations: count(m.designations.iter().filter(|r| of(&r.plan)).count()),
            projects: count(m.projects.iter().filter(|r| r.plan.is_some_and(of)).count()),
            funding_rules: count(m.funding_rules.iter().filter(|r| of(&r.plan)).count()),
            eligibility_rules: count(
                m.eligibility_rules
                    .iter()
                    .filter(|r| r.plan.as_ref().is_some_and(of))
                    .count(),
            ),
            land_rules: count(m.land_rules.iter().filter(|r| of(&r.plan)).count()),
            assessment_rules: count(m.assessment_rules.iter().filter(|r| of(&r.plan)).count()),
            standards: count(m.standards.iter().filter(|r| of(&r.plan)).count()),
            citations: count(self.relations().citations_of_plan.of(plan.id.as_str()).len()),
        }
    }

    fn project_info(&self) -> ProjectInfo {
        let mut info = ProjectInfo {
            total: count(self.model.projects.len()),
            unmapped: 0,
            at_county: 0,
            by_kind: BTreeMap::new(),
            by_stage: BTreeMap::new(),
            by_precision: BTreeMap::new(),
            by_town: BTreeMap::new(),
        };
        for p in self.model.projects.iter() {
            info.unmapped += u32::from(self.is_unmapped(&p));
            *info.by_kind.entry(p.kind.word()).or_default() += 1;
            *info.by_stage.entry(p.stage.word()).or_default() += 1;
            let at_county = self.is_at_county(&p);
            info.at_county += u32::from(at_county);
            // What stands at its county counts as 县域; a project of a region without any point as 未上图.
            let precision = match self.is_unmapped(&p) && !at_county {
                true => Precision::Unmapped,
                false => self.shown_precision(&p),
            };
            *info.by_precision.entry(precision.word()).or_default() += 1;
            if let Some(town) = p.town.and_then(|t| self.model.regions.get(t.as_str())) {
                *info.by_town.entry(town.name.clone()).or_default() += 1;
            }
        }
        info
    }
}
