//! The demo atlas (演练图册): one invented county with twelve towns and 120 projects, for newcomers to play
//! with and for tests to lean on. Every place, unit, document and figure in it is made up; it is drawn on a real
//! plain only because a map needs some ground.
//!
//! It is made anew each time, always the same: tables of what there is, a grid of streets for each town, and
//! roads and a river that the footprints follow.

mod assessments;
mod baselines;
mod cadences;
mod calendar;
mod catalogue;
mod control;
mod deliverables;
mod dependencies;
mod eligibility;
mod facts;
mod footprints;
mod gates;
mod ground;
mod investment;
mod money;
mod network;
mod noise;
mod places;
mod plans;
mod problems;
mod projects;
mod reports;
mod rounds;
#[cfg(test)]
mod rule_tests;
mod rules;
mod sites;
mod targets;
mod tasks;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_at_work;
mod towns;
mod units;
mod views;
mod works;

use planning::model::{AtlasInfo, PartialDate, Record};

/// The rows of the demo atlas, those that are referred to before those that refer; the same at every call.
///
/// `AtlasInfo::practice` is set, so that every view and export can mark it 演练. Footprints are longitude and
/// latitude (EPSG:4490), to the sixth decimal; quantities in 公里, 公顷 or 亩 are measured from them.
pub fn records() -> Vec<Record> {
    let projects = projects::all();
    let budget = money::rows(&projects);
    let mut rows = vec![Record::from(AtlasInfo {
        id: "atlas".into(),
        title: "演练图册：清河源县（虚构）".to_owned(),
        practice: true,
        note: Some(
            "演练：本图册的县、镇、村、单位、文号、项目、资金和管控线全部虚构，画在一片平原上只是借地练习，\
             与当地无关；可以随意修改。状态日期为2026年11月15日。"
                .to_owned(),
        ),
    })];
    rows.extend(towns_first(towns::rows()));
    rows.extend(units::rows());
    rows.extend(tasks::rows());
    rows.extend(works::rows());
    rows.extend(deliverables::rows());
    rows.extend(cadences::rows());
    rows.extend(cadences::gate_rules());
    rows.extend(targets::rows());
    rows.extend(assessments::rows());
    rows.extend(rules::rows());
    rows.extend(facts::rows());
    rows.extend(sites::rows());
    rows.extend(projects::rows(&projects));
    let gates = gates::all(&projects);
    rows.extend(dependencies::rows(&projects, &gates));
    rows.extend(gates.into_iter().map(Record::from));
    rows.extend(baselines::rows(&projects, &rows));
    rows.extend(investment::rows(&projects, &budget));
    let reports = reports::rows(&projects, &budget);
    let problems = problems::rows(&projects, &reports);
    rows.extend(budget);
    rows.extend(reports);
    rows.extend(rounds::rows());
    rows.extend(problems);
    rows.extend(control::rows(&projects));
    rows.extend(views::rows());
    rows
}

/// The day on which the demo atlas stands still: reports, spending and actual dates lie before it.
pub fn status_date() -> PartialDate {
    calendar::to_the_day(calendar::STATUS)
}

/// Puts the regions before the plans about them, and the plans before the designations under them.
fn towns_first(rows: Vec<Record>) -> Vec<Record> {
    let (regions, designations): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| matches!(row, Record::Region(_)));
    regions
        .into_iter()
        .chain(plans::rows())
        .chain(designations)
        .collect()
}
