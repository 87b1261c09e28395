//! What the demo atlas promises, checked row by row.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use geo::{Intersects, Validation};
use geo_types::Geometry;

use super::{calendar::STATUS, places::TOWNS, projects::measure, records, status_date, tasks};
use planning::{change::Change, model::*, query::Filter};

fn model() -> Model {
    Change::model_of(records()).expect("rows that fit together")
}

fn words<T: Copy + Ord>(values: impl Iterator<Item = T>) -> BTreeSet<T> {
    values.collect()
}

/// The whole rows of the projects, kept for as long as the tests run.
fn whole(model: &Model) -> &'static [Project] {
    let mut rows = Vec::new();
    let read = model.projects.each_full(&mut |_, row| {
        rows.push(row.clone());
        true
    });
    read.expect("rows in memory");
    rows.sort_by(|a: &Project, b| a.id.cmp(&b.id));
    rows.leak()
}

#[test]
fn two_calls_give_the_same_rows() {
    assert!(records() == records());
}

#[test]
fn every_reference_resolves_and_no_id_comes_twice() {
    let rows = records();
    let ids: BTreeSet<(Kind, String)> = rows.iter().map(|r| (r.kind(), r.id().to_owned())).collect();
    assert_eq!(ids.len(), rows.len());
    Change::model_of(rows).expect("every reference resolves");
}

#[test]
fn rows_stand_after_the_rows_they_refer_to() {
    let mut seen = BTreeSet::new();
    for row in records() {
        let map = row.to_map();
        for column in row.kind().columns() {
            let (Some(table), Some(target)) = (column.references, map[column.name].as_str()) else {
                continue;
            };
            assert!(
                seen.contains(&(table, target.to_owned())),
                "{} names {target} too early",
                row.id()
            );
        }
        seen.insert((row.kind().table(), row.id().to_owned()));
    }
}

#[test]
fn owners_of_money_and_reports_are_there() {
    let model = model();
    let there = |kind: OwnerKind, id: &str| match kind {
        OwnerKind::Plan => model.plans.get(id).is_some(),
        OwnerKind::Task => model.tasks.get(id).is_some(),
        OwnerKind::Project => model.projects.get(id).is_some(),
        OwnerKind::Town => model.regions.get(id).is_some(),
    };
    for line in model.budget_lines.iter() {
        assert!(
            there(line.owner_kind, &line.owner),
            "{} belongs to nothing",
            line.id
        );
    }
    for report in model.progress.iter() {
        assert!(
            there(report.owner_kind, &report.owner),
            "{} is about nothing",
            report.id
        );
    }
    assert_eq!(
        words(model.budget_lines.iter().map(|l| l.owner_kind)).len(),
        OwnerKind::ALL.len()
    );
}

#[test]
fn there_are_120_projects_in_12_towns_with_24_tasks() {
    let model = model();
    assert_eq!(model.projects.len(), 120);
    assert_eq!(
        model
            .regions
            .iter()
            .filter(|r| r.level == RegionLevel::Township)
            .count(),
        12
    );
    let whole_tasks = model.tasks.iter().filter(|t| t.kind != TaskKind::Subtask);
    assert_eq!((whole_tasks.count(), tasks::COUNT), (24, 24));
    assert_eq!((model.plans.len(), model.views.len()), (2, 2));
    assert!(model.atlas.get("atlas").is_some_and(|atlas| atlas.practice));
    let unmapped = model
        .projects
        .iter()
        .filter(|p| p.precision == Precision::Unmapped);
    assert_eq!(unmapped.filter(|p| !p.drawn).count(), 14);
    assert_eq!(whole(&model).iter().filter(|p| p.alternative).count(), 4);
    assert!(whole(&model).iter().any(|p| p.name.chars().count() > 50));
    for (town, row) in TOWNS.iter().enumerate() {
        let id = super::places::town_id(town);
        let count = model
            .projects
            .iter()
            .filter(|p| p.town.as_ref().is_some_and(|t| t.as_str() == id))
            .count();
        assert!(count >= 3, "{} has only {count} projects", row.name);
    }
}

#[test]
fn every_kind_stage_precision_and_other_word_occurs() {
    let m = model();
    assert_eq!(
        words(m.projects.iter().map(|p| p.kind)).len(),
        ProjectKind::ALL.len()
    );
    assert_eq!(
        words(m.projects.iter().map(|p| p.stage)).len(),
        ProjectStage::ALL.len()
    );
    assert_eq!(
        words(m.projects.iter().map(|p| p.precision)).len(),
        Precision::ALL.len()
    );
    assert_eq!(
        words(m.designations.iter().map(|d| d.category)).len(),
        Category::ALL.len()
    );
    assert_eq!(
        words(m.designations.iter().filter_map(|d| d.level)).len(),
        PilotLevel::ALL.len()
    );
    assert_eq!(
        words(m.designations.iter().map(|d| d.status)).len(),
        PilotStatus::ALL.len()
    );
    assert_eq!(
        words(m.regions.iter().map(|r| r.level)).len(),
        RegionLevel::ALL.len()
    );
    assert_eq!(words(m.assignments.iter().map(|a| a.role)).len(), Role::ALL.len());
    assert_eq!(words(m.tasks.iter().map(|t| t.kind)).len(), TaskKind::ALL.len());
    assert_eq!(
        words(m.tasks.iter().map(|t| t.status)).len(),
        TaskStatus::ALL.len()
    );
    assert_eq!(words(m.sites.iter().map(|s| s.kind)).len(), SiteKind::ALL.len());
    assert_eq!(
        words(m.budget_lines.iter().map(|l| l.source)).len(),
        MoneySource::ALL.len() - 1,
        "all but the one that says nothing"
    );
    assert_eq!(
        words(m.budget_lines.iter().map(|l| l.stage)).len(),
        MoneyStage::ALL.len()
    );
    assert_eq!(words(m.gates.iter().map(|g| g.step)).len(), GateStep::ALL.len());
    assert_eq!(
        words(m.control_lines.iter().map(|c| c.kind)).len(),
        ControlKind::ALL.len()
    );
    assert_eq!(
        words(m.indicators.iter().map(|i| i.operator)).len(),
        // 超过 and 低于 are words of plans elsewhere.
        Operator::ALL.len() - 2
    );
}

fn footprints(model: &Model) -> Vec<(String, Geometry<f64>)> {
    let projects = whole(model).iter().map(|p| (p.name.clone(), &p.geometry));
    let sites = model.sites.iter().map(|s| (s.name.clone(), &s.geometry));
    let lines = model.control_lines.iter().map(|c| (c.id.0.clone(), &c.geometry));
    let regions = model.regions.iter().map(|r| (r.name.clone(), &r.geometry));
    let all = projects.chain(sites).chain(lines).chain(regions);
    all.filter_map(|(name, shape)| shape.as_ref().map(|s| (name, s.0.clone())))
        .collect()
}

#[test]
fn every_footprint_is_valid_and_lies_in_the_county() {
    let model = model();
    for (name, geometry) in footprints(&model) {
        if let Err(reason) = geometry.check_validation() {
            panic!("{name}: {reason}");
        }
        assert_eq!(geodata::validity::first_harm(&geometry), None, "{name}");
        let b = geodata::measure::bounds(&geometry).expect("not empty");
        assert!(
            b.west > 115.45 && b.east < 115.95 && b.south > 33.26 && b.north < 33.64,
            "{name}: {b:?}"
        );
    }
}

#[test]
fn all_six_forms_of_footprint_and_a_hole_occur() {
    let model = model();
    let mut forms = BTreeMap::new();
    let mut holes = 0;
    for project in whole(&model).iter() {
        let Some(shape) = &project.geometry else { continue };
        let form = match &shape.0 {
            Geometry::Point(_) => "point",
            Geometry::MultiPoint(_) => "points",
            Geometry::LineString(_) => "line",
            Geometry::MultiLineString(_) => "lines",
            Geometry::Polygon(polygon) => {
                holes += usize::from(!polygon.interiors().is_empty());
                "polygon"
            }
            Geometry::MultiPolygon(_) => "polygons",
            other => panic!("{} is drawn as {other:?}", project.name),
        };
        *forms.entry(form).or_insert(0) += 1;
    }
    assert_eq!(forms.len(), 6, "{forms:?}");
    assert!(holes >= 8, "{holes} polygons with holes");
}

#[test]
fn many_footprints_share_corners_with_another() {
    let model = model();
    let mut owners: BTreeMap<(i64, i64), BTreeSet<&str>> = BTreeMap::new();
    for project in whole(&model).iter() {
        let Some(shape) = &project.geometry else { continue };
        geo::CoordsIter::coords_iter(&shape.0).for_each(|c| {
            let key = ((c.x * 1e6).round() as i64, (c.y * 1e6).round() as i64);
            owners.entry(key).or_default().insert(project.id.as_str());
        });
    }
    let shared = owners.values().filter(|projects| projects.len() > 1).count();
    assert!(shared > 100, "{shared} corners are shared");
}

#[test]
fn precision_says_whether_there_is_a_footprint() {
    for p in whole(&model()).iter() {
        let drawn = !matches!(
            p.precision,
            Precision::Town | Precision::County | Precision::Unmapped
        );
        assert_eq!(p.geometry.is_some(), drawn, "{}", p.name);
    }
}

#[test]
fn quantities_agree_with_the_footprints() {
    let mut measured = 0;
    for p in whole(&model()).iter() {
        let (Some(quantity), Some(shape), Some(unit)) = (p.quantity, &p.geometry, &p.quantity_unit) else {
            continue;
        };
        let (length, area) = measure(&shape.0);
        let expected = match unit.as_str() {
            "公里" => length / 1000.0,
            "公顷" => area / 10_000.0,
            "亩" => area * 3.0 / 2000.0,
            _ => continue,
        };
        measured += 1;
        let printed = if unit == "公里" { 0.006 } else { 0.06 };
        assert!(
            (quantity - expected).abs() <= printed,
            "{}: {quantity} {unit}, drawn {expected:.2}",
            p.name
        );
    }
    assert!(measured > 70, "{measured}");
}

#[test]
fn sizes_are_those_of_such_projects() {
    for p in whole(&model()).iter() {
        let Some(shape) = &p.geometry else { continue };
        let (length, area) = measure(&shape.0);
        let mu = area * 3.0 / 2000.0;
        let (low, high) = match p.kind {
            ProjectKind::Education => (10.0, 90.0),
            ProjectKind::Industry => (15.0, 1500.0),
            ProjectKind::Agriculture => (500.0, 12_000.0),
            _ => (0.5, 6000.0),
        };
        assert!(mu == 0.0 || (low..=high).contains(&mu), "{}: {mu:.1} 亩", p.name);
        assert!(
            length == 0.0 || (300.0..=32_000.0).contains(&length),
            "{}: {length:.0} m",
            p.name
        );
    }
}

#[test]
fn money_is_never_spent_before_it_is_there() {
    let model = model();
    type Amounts = BTreeMap<MoneyStage, i64>;
    let mut by_line: BTreeMap<(&str, MoneySource, i64), Amounts> = BTreeMap::new();
    let mut by_project: BTreeMap<&str, Amounts> = BTreeMap::new();
    for line in model
        .budget_lines
        .iter()
        .filter(|l| l.owner_kind == OwnerKind::Project)
    {
        let year = line.year.expect("a year");
        assert!((2024..=2027).contains(&year), "{}", line.id);
        *by_line
            .entry((&line.owner, line.source, year))
            .or_default()
            .entry(line.stage)
            .or_default() += line.amount.0;
        *by_project
            .entry(&line.owner)
            .or_default()
            .entry(line.stage)
            .or_default() += line.amount.0;
    }
    let check = |name: &str, amounts: &Amounts| {
        let of = |stage| amounts.get(&stage).copied().unwrap_or(0);
        assert!(
            of(MoneyStage::Spent) <= of(MoneyStage::Allocated),
            "{name}: {amounts:?}"
        );
        assert!(
            of(MoneyStage::Allocated) <= of(MoneyStage::Approved),
            "{name}: {amounts:?}"
        );
        assert!(
            of(MoneyStage::Approved) <= of(MoneyStage::Estimated),
            "{name}: {amounts:?}"
        );
    };
    by_line
        .iter()
        .for_each(|((name, ..), amounts)| check(name, amounts));
    by_project.iter().for_each(|(name, amounts)| check(name, amounts));
    let unfunded = model.projects.len() - by_project.len();
    assert!((6..=12).contains(&unfunded), "{unfunded} without money");
    let future = by_line.iter().filter(|((_, _, year), _)| *year > 2026);
    assert!(future.clone().count() > 40);
    future.for_each(|(key, amounts)| assert!(!amounts.contains_key(&MoneyStage::Allocated), "{key:?}"));
}

#[test]
fn gates_agree_with_the_stage() {
    let model = model();
    let status = status_date();
    for p in whole(&model).iter() {
        let mut gates: Vec<&Gate> = model.gates.iter().filter(|g| g.project == p.id).collect();
        gates.sort_by_key(|g| g.step);
        assert_eq!(gates.len(), GateStep::ALL.len(), "{}", p.name);
        let done = |step| gates.iter().any(|g| g.step == step && g.actual.is_some());
        let begun = !matches!(p.stage, ProjectStage::Idea | ProjectStage::Preparing);
        assert_eq!(done(GateStep::Start), begun, "{}", p.name);
        let over = matches!(p.stage, ProjectStage::Completed | ProjectStage::Accepted);
        assert_eq!(done(GateStep::Completion), over, "{}", p.name);
        assert_eq!(
            done(GateStep::Acceptance),
            p.stage == ProjectStage::Accepted,
            "{}",
            p.name
        );
        let actual: Vec<PartialDate> = gates.iter().map_while(|g| g.actual).collect();
        assert_eq!(
            actual.len(),
            gates.iter().filter(|g| g.actual.is_some()).count(),
            "{}: a gap",
            p.name
        );
        assert!(
            actual.is_sorted() && actual.iter().all(|day| *day <= status),
            "{}: {actual:?}",
            p.name
        );
        for gate in gates {
            assert!(
                gate.actual.is_some() || (!gate.confirmed && gate.evidence.is_none()),
                "{}",
                gate.id
            );
        }
    }
    assert!(model.gates.iter().any(|g| g.actual.is_some() && !g.confirmed));
}

#[test]
fn reports_rise_towards_the_percent_of_the_project() {
    let model = model();
    let late = (STATUS.year(), 11, 15);
    for p in whole(&model).iter() {
        let mut reports: Vec<&ProgressReport> = model
            .progress
            .iter()
            .filter(|r| r.owner == p.id.as_str())
            .collect();
        reports.sort_by_key(|r| r.on_date);
        let begun = !matches!(p.stage, ProjectStage::Idea | ProjectStage::Preparing);
        assert_eq!(!reports.is_empty(), begun, "{}", p.name);
        let Some(last) = reports.last() else { continue };
        assert_eq!(last.percent, p.percent, "{}", p.name);
        assert!(last.on_date.last_day() <= late, "{}", p.name);
        assert!(
            reports.is_sorted_by(|a, b| a.percent <= b.percent && a.spent <= b.spent),
            "{}",
            p.name
        );
        let paid: i64 = (model.budget_lines.iter())
            .filter(|l| l.owner == p.id.as_str() && l.stage == MoneyStage::Spent)
            .map(|l| l.amount.0)
            .sum();
        assert!(last.spent.unwrap_or_default().0 <= paid, "{}", p.name);
    }
    assert!(model.progress.iter().filter(|r| r.problem.is_some()).count() > 60);
    let overdue = whole(&model)
        .iter()
        .filter(|p| matches!(p.stage, ProjectStage::Building) && p.ends.is_some_and(|e| e < status_date()));
    assert!(overdue.count() >= 8);
}

#[test]
fn a_few_projects_cross_farmland_and_most_do_not() {
    let model = model();
    let fields: Vec<&Shape> = (model.control_lines.iter())
        .filter(|c| c.kind == ControlKind::Farmland)
        .filter_map(|c| c.geometry.as_ref())
        .collect();
    let crossing: Vec<&str> = (whole(&model).iter())
        .filter(|p| {
            p.geometry
                .as_ref()
                .is_some_and(|g| fields.iter().any(|f| f.0.intersects(&g.0)))
        })
        .map(|p| p.name.as_str())
        .collect();
    assert!((4..=14).contains(&crossing.len()), "{crossing:?}");
}

#[test]
fn polygons_of_different_projects_do_not_lie_on_each_other() {
    use geo::BooleanOps;
    let model = model();
    let areas: Vec<(&Project, geo_types::MultiPolygon<f64>)> = (whole(&model).iter())
        .filter(|p| !p.alternative)
        .filter_map(|p| match &p.geometry.as_ref()?.0 {
            Geometry::Polygon(polygon) => Some((p, geo_types::MultiPolygon(vec![polygon.clone()]))),
            Geometry::MultiPolygon(many) => Some((p, many.clone())),
            _ => None,
        })
        .collect();
    for (i, (a, land)) in areas.iter().enumerate() {
        for (b, other) in &areas[i + 1..] {
            if land.intersects(other) {
                let (_, shared) = measure(&Geometry::MultiPolygon(land.intersection(other)));
                assert!(shared < 60.0, "{} and {} share {shared:.0} m²", a.name, b.name);
            }
        }
    }
}

#[test]
fn views_hold_filters_that_can_be_read() {
    for view in model().views.iter() {
        let filter: Filter = serde_json::from_value(view.filter.clone()).expect("a filter");
        assert_ne!(filter, Filter::default(), "{} shows everything", view.name);
    }
}

#[test]
fn everything_says_that_it_is_practice() {
    let model = model();
    let atlas = model.atlas.get("atlas").expect("the atlas' own row");
    assert!(atlas.title.contains("演练") && atlas.note.as_deref().is_some_and(|n| n.contains("虚构")));
    for source in (whole(&model)
        .iter()
        .filter(|p| p.geometry.is_some())
        .map(|p| &p.source))
    .chain(model.sites.iter().map(|s| &s.source))
    .chain(model.regions.iter().map(|r| &r.source))
    .chain(model.control_lines.iter().map(|c| &c.source))
    .chain(model.plans.iter().map(|p| &p.source))
    {
        assert!(
            source.as_deref().is_some_and(|s| s.contains("演练")),
            "{source:?}"
        );
    }
}

#[test]
fn no_text_names_a_real_county_or_town() {
    let places = geodata::gazetteer::Gazetteer::embedded().places();
    assert!(places.len() > 40_000);
    assert!(!places.iter().any(|place| place.code.starts_with("99")));
    // The list of real places also holds names that are words for a kind of place.
    let kinds_of_place = ["开发区", "经济技术开发区", "旅游度假区", "小城镇"];
    let real: HashSet<&str> = places
        .iter()
        .map(|p| p.name.as_str())
        .filter(|name| !kinds_of_place.contains(name))
        .collect();
    let texts: BTreeSet<String> = (records().iter())
        .flat_map(|row| row.to_map().into_iter().map(|(_, value)| value))
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect();
    assert!(texts.len() > 1000);
    for text in &texts {
        let letters: Vec<char> = text.chars().collect();
        for end in 3..=letters.len() {
            if !['省', '市', '州', '县', '区', '镇', '乡', '道'].contains(&letters[end - 1]) {
                continue;
            }
            for start in end.saturating_sub(14)..=end - 3 {
                let name: String = letters[start..end].iter().collect();
                assert!(!real.contains(name.as_str()), "{name} in {text}");
            }
        }
    }
}
