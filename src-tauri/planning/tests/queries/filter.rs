//! What a filter matches: each choice gives what its count says, and what a condition passes, and its money, is what SQL
//! over the file finds. This is one file because each condition is asked of the same rows.

use crate::fixtures::{created, practice_and_sql};
use planning::atlas_file::AtlasFile;
use planning::model::{
    ControlKind, Lack, MoneySource, PartialDate, Precision, ProjectKind, ProjectStage, Record, TaskKind,
};
use planning::query::{DateSpan, Detail, FacetCount, Facets, Filter, NodeKind, Snapshot, Sort};
use planning::rules::lights::LightState;
use planning::store::Mode;
use rusqlite::{Connection, OpenFlags};

fn filters() -> Vec<Filter> {
    let filter = Filter::default();
    vec![
        filter.clone(),
        Filter {
            kinds: vec![ProjectKind::Road, ProjectKind::Sewage],
            years: vec![2026],
            ..filter.clone()
        },
        Filter {
            stages: vec![ProjectStage::Building],
            text: "路".to_owned(),
            ..filter.clone()
        },
        Filter {
            sources: vec![MoneySource::County],
            lacks: vec![Lack::LeadUnit, Lack::Dates],
            ..filter.clone()
        },
        Filter {
            mapped: Some(true),
            lacks: vec![Lack::Money],
            ..filter
        },
    ]
}

/// Each list of choices, and how one choice alone is set.
type List = (
    &'static str,
    fn(&Facets) -> &Vec<FacetCount>,
    fn(&mut Filter, &str),
);

const LISTS: [List; 11] = [
    (
        "lights",
        |f| &f.lights,
        |f, v| f.lights = LightState::parse(v).into_iter().collect(),
    ),
    ("plans", |f| &f.plans, |f, v| f.plans = vec![v.to_owned()]),
    ("towns", |f| &f.towns, |f, v| f.towns = vec![v.to_owned()]),
    (
        "kinds",
        |f| &f.kinds,
        |f, v| f.kinds = ProjectKind::parse(v).into_iter().collect(),
    ),
    (
        "stages",
        |f| &f.stages,
        |f, v| f.stages = ProjectStage::parse(v).into_iter().collect(),
    ),
    ("units", |f| &f.units, |f, v| f.units = vec![v.to_owned()]),
    (
        "years",
        |f| &f.years,
        |f, v| f.years = v.parse().into_iter().collect(),
    ),
    (
        "sources",
        |f| &f.sources,
        |f, v| f.sources = MoneySource::parse(v).into_iter().collect(),
    ),
    (
        "lacks",
        |f| &f.lacks,
        |f, v| f.lacks = Lack::parse(v).into_iter().collect(),
    ),
    (
        "precisions",
        |f| &f.precisions,
        |f, v| f.precisions = Precision::parse(v).into_iter().collect(),
    ),
    (
        "controls",
        |f| &f.controls,
        |f, v| f.controls = ControlKind::parse(v).into_iter().collect(),
    ),
];

#[test]
fn each_choice_gives_as_many_projects_and_tasks_as_it_says() {
    let model = planning::change::Change::model_of(demo_atlas::records()).expect("a model");
    let snapshot = Snapshot::new(&model).on(PartialDate::Day(2026, 11, 30));
    let mut looked_at = 0;
    for filter in filters() {
        let facets = snapshot.facets(&filter);
        for (list, choices, set) in LISTS {
            assert!(!choices(&facets).is_empty(), "{list}");
            for choice in choices(&facets) {
                let mut chosen = filter.clone();
                set(&mut chosen, &choice.value);
                let what = format!("{list} {} with {filter:?}", choice.value);
                let projects = snapshot.project_slots(&chosen).len();
                assert_eq!(choice.projects as usize, projects, "projects: {what}");
                let tasks = snapshot.tasks(&chosen);
                let tasks = match list {
                    "plans" => tasks.iter().filter(|t| t.kind == TaskKind::Task).count(),
                    "units" | "years" => tasks.len(),
                    _ => 0,
                };
                assert_eq!(choice.tasks as usize, tasks, "tasks: {what}");
                looked_at += usize::from(projects > 0 && tasks > 0);
            }
        }
        for mapped in [true, false] {
            let mut chosen = filter.clone();
            chosen.mapped = Some(mapped);
            let n = if mapped { facets.mapped } else { facets.unmapped };
            assert_eq!(n as usize, snapshot.project_slots(&chosen).len(), "{filter:?}");
        }
    }
    assert!(looked_at > 50, "{looked_at}");
}

#[test]
fn or_adds_what_and_would_take_away() {
    let model = planning::change::Change::model_of(demo_atlas::records()).expect("a model");
    let snapshot = Snapshot::new(&model);
    let roads = Filter {
        kinds: vec![ProjectKind::Road],
        ..Filter::default()
    };
    let without_money = Filter {
        lacks: vec![Lack::Money],
        ..Filter::default()
    };
    let both = |any: bool| Filter {
        lacks: vec![Lack::Money],
        any,
        ..roads.clone()
    };
    let n = |filter: &Filter| snapshot.project_slots(filter).len();
    let (or, and) = (n(&both(true)), n(&both(false)));
    assert_eq!(or + and, n(&roads) + n(&without_money));
    assert!(and > 0 && or > and, "{or} {and}");
}

#[test]
fn what_is_lacking_is_what_sql_finds_lacking() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let mut rows = demo_atlas::records();
    for (i, row) in rows.iter_mut().enumerate() {
        if let Record::Project(project) = row {
            if i % 5 == 0 {
                project.lead_unit = None;
            }
            if i % 7 == 0 {
                (project.starts, project.ends) = (None, None);
            }
        }
    }
    created(&path, rows);
    let file = AtlasFile::open(&path, Mode::Look, "测试").expect("opened");
    let sql = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
    let conditions = [
        (
            Lack::Money,
            "NOT EXISTS (SELECT 1 FROM budget_lines WHERE owner_kind = 'project' AND owner = projects.id \
             AND stage IN ('estimated', 'approved') AND amount <> 0)",
        ),
        (Lack::LeadUnit, "lead_unit IS NULL"),
        (Lack::Dates, "starts IS NULL AND ends IS NULL"),
        (
            Lack::Place,
            "geometry IS NULL AND NOT (precision IN ('town', 'county') AND EXISTS (SELECT 1 FROM regions \
             WHERE regions.id = projects.town AND regions.geometry IS NOT NULL))",
        ),
    ];
    assert_eq!(conditions.map(|(lack, _)| lack), *Lack::ALL);
    let planned = "COALESCE(SUM(amount), 0) FROM budget_lines WHERE owner_kind = 'project' AND stage = 'allocated' AND owner IN";
    for (lack, condition) in conditions {
        let filter = Filter {
            lacks: vec![lack],
            ..Filter::default()
        };
        let totals = file.ask(|snapshot| snapshot.totals(&filter));
        let such = format!("SELECT id FROM projects WHERE {condition}");
        let one = |text: String| {
            sql.query_row(&text, [], |row| row.get::<_, i64>(0))
                .expect("a number")
        };
        assert_eq!(
            i64::from(totals.projects),
            one(format!("SELECT COUNT(*) FROM ({such})")),
            "{lack:?}"
        );
        assert_eq!(
            totals.allocated.0,
            one(format!("SELECT {planned} ({such})")),
            "{lack:?}"
        );
        assert!(
            totals.projects > 0 && totals.projects < 300,
            "{lack:?}: {}",
            totals.projects
        );
    }
}

fn date(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

/// The last day that a date of a column can mean.
fn last_day(column: &str) -> String {
    format!(
        "CASE WHEN {column} GLOB '????' THEN {column} || '-12-31' \
         WHEN {column} GLOB '????-[HQ]?' THEN date(substr({column}, 1, 4) || '-01-01', \
         '+' || (substr({column}, 7) * CASE substr({column}, 6, 1) WHEN 'H' THEN 6 ELSE 3 END) || ' months', '-1 day') \
         WHEN {column} GLOB '????-??' THEN date({column} || '-01', '+1 month', '-1 day') ELSE {column} END"
    )
}

/// The place of a step in the order of the work, in SQL.
fn place_of(column: &str) -> String {
    let steps = "planning, design, approval, land_review, planning_permit, environment, land, permit, start, completion, \
                 acceptance, settlement";
    format!("instr(', {steps},', ', ' || {column} || ',')")
}

fn one(sql: &Connection, text: &str) -> i64 {
    sql.query_row(text, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn what_is_late_is_what_sql_finds_late() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let mut seen = Vec::new();
    for today in [
        "2025-06-30",
        "2025-07-01",
        "2026-11-30",
        "2026-12-01",
        "2031-01-01",
    ] {
        file.cache().set_today(date(today));
        let late = Filter {
            overdue: true,
            ..Filter::default()
        };
        let projects = format!(
            "SELECT COUNT(*) FROM projects WHERE stage NOT IN ('completed', 'accepted') AND {} < '{today}'",
            last_day("ends")
        );
        let tasks = format!(
            "SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask' AND status NOT IN ('done', 'closed') AND {} < '{today}'",
            last_day("due")
        );
        let (projects, tasks) = (one(&sql, &projects), one(&sql, &tasks));
        let late_works = format!(
            "SELECT COUNT(*) FROM tasks WHERE kind = 'subtask' AND status NOT IN ('done', 'closed') AND {} < '{today}'",
            last_day("due")
        );
        let single_works = (
            one(&sql, "SELECT COUNT(*) FROM tasks WHERE kind = 'subtask'"),
            one(&sql, &late_works),
        );
        file.ask(|snapshot| {
            let totals = snapshot.totals(&Filter::default());
            assert_eq!(i64::from(totals.overdue), projects, "{today}");
            assert_eq!(i64::from(totals.overdue_tasks), tasks, "{today}");
            let subtasks = (i64::from(totals.subtasks), i64::from(totals.overdue_subtasks));
            assert_eq!(subtasks, single_works, "{today}");
            assert_eq!(snapshot.project_slots(&late).len() as i64, projects, "{today}");
            assert_eq!(snapshot.tasks(&late).len() as i64, tasks, "{today}");
            let facets = snapshot.facets(&Filter::default());
            assert_eq!(
                (i64::from(facets.overdue), i64::from(facets.overdue_tasks)),
                (projects, tasks)
            );
            let page = snapshot.project_page(&Filter::default(), &Sort::default(), 0, 10_000);
            assert_eq!(
                page.rows.iter().filter(|row| row.overdue).count() as i64,
                projects
            );
            let page = snapshot.task_page(&Filter::default(), &Sort::default(), 0, 10_000);
            assert_eq!(page.rows.iter().filter(|row| row.overdue).count() as i64, tasks);
            let drawn = snapshot.map_features(&late).projects;
            assert!(drawn.iter().all(|shape| shape.overdue));
        });
        seen.push((projects, tasks));
    }
    seen.dedup();
    assert!(seen.len() >= 4 && seen[0].0 < seen[seen.len() - 1].0, "{seen:?}");
    let model = planning::change::Change::model_of(demo_atlas::records()).expect("a model");
    assert_eq!(
        Snapshot::new(&model).totals(&Filter::default()).overdue,
        0,
        "no day was said"
    );
}

#[test]
fn late_gates_and_indicators_are_what_sql_finds() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let mut seen = Vec::new();
    for today in ["2024-01-01", "2026-03-01", "2026-11-30", "2031-01-01"] {
        file.set_today(date(today));
        let passed = format!("confirmed = 0 AND {} < '{today}'", last_day("planned"));
        // Reported by that day, or a later step of the project is confirmed: the work went on.
        let went_on = format!(
            "(actual <= '{today}' OR EXISTS (SELECT 1 FROM gates AS other WHERE other.project = gates.project \
             AND other.confirmed = 1 AND {} > {}))",
            place_of("other.step"),
            place_of("gates.step")
        );
        let late = format!("{passed} AND COALESCE({went_on}, 0) = 0");
        let gates = one(&sql, &format!("SELECT COUNT(*) FROM gates WHERE {late}"));
        let unconfirmed = one(
            &sql,
            &format!("SELECT COUNT(*) FROM gates WHERE {passed} AND {went_on}"),
        );
        let projects = one(
            &sql,
            &format!("SELECT COUNT(DISTINCT project) FROM gates WHERE {late}"),
        );
        let roads = one(
            &sql,
            &format!(
                "SELECT COUNT(*) FROM gates WHERE {late} AND project IN (SELECT id FROM projects WHERE kind = 'road')"
            ),
        );
        // Those that are counted, by hand: due at the end of 2027 with 1 town of 1, 3 pilots of 4, and 4 of 4, so that one is late.
        let counted = i64::from(today == "2031-01-01");
        let indicators = counted
            + one(
                &sql,
                &format!(
                    "SELECT COUNT(*) FROM (SELECT operator, value, COALESCE(upper, value) AS top, deadline, \
                 (SELECT o.value FROM observations o WHERE o.indicator = i.id AND o.region IS NULL AND o.on_date <= '{today}' \
                 AND (i.recurrence <> 'yearly' OR substr(o.on_date, 1, 4) = min(substr('{today}', 1, 4), substr(i.deadline, 1, 4))) \
                 ORDER BY on_date DESC, rowid DESC LIMIT 1) \
                 AS seen FROM indicators i WHERE part_of IS NULL AND counted IS NULL) WHERE {} < '{today}' AND COALESCE(CASE operator WHEN '≥' THEN seen >= value \
                 WHEN '>' THEN seen > value WHEN '≤' THEN seen <= top WHEN '<' THEN seen < top \
                 WHEN '=' THEN seen BETWEEN value AND top ELSE seen BETWEEN value * 0.95 AND top * 1.05 END, 0) = 0",
                    last_day("deadline")
                ),
            );
        file.ask(|snapshot| {
            let totals = snapshot.totals(&Filter::default());
            assert_eq!(i64::from(totals.overdue_gates), gates, "{today}");
            assert_eq!(i64::from(totals.unconfirmed_gates), unconfirmed, "{today}");
            assert_eq!(i64::from(totals.overdue_indicators), indicators, "{today}");
            let filter = Filter {
                overdue_gates: true,
                ..Filter::default()
            };
            assert_eq!(snapshot.project_slots(&filter).len() as i64, projects, "{today}");
            assert_eq!(
                i64::from(snapshot.facets(&Filter::default()).overdue_gates),
                projects
            );
            assert_eq!(
                i64::from(snapshot.totals(&filter).overdue_gates),
                gates,
                "{today}"
            );
            let of_roads = Filter {
                kinds: vec![ProjectKind::Road],
                ..Filter::default()
            };
            assert_eq!(
                i64::from(snapshot.totals(&of_roads).overdue_gates),
                roads,
                "{today}"
            );
            let rows = snapshot.project_page(&Filter::default(), &Sort::default(), 0, 10_000);
            let of_rows: i64 = rows.rows.iter().map(|row| i64::from(row.overdue_gates)).sum();
            assert_eq!(of_rows, gates);
            for row in rows.rows.iter().filter(|row| row.overdue_gates > 0).take(5) {
                let Ok(Some(Detail::Project(card))) = snapshot.detail(NodeKind::Project, &row.id) else {
                    panic!("no card of {}", row.name);
                };
                assert_eq!(card.overdue_gates.len(), row.overdue_gates as usize);
                let both = |step| card.overdue_gates.contains(step);
                assert!(!card.unconfirmed_gates.iter().any(both), "{}", row.name);
            }
            let of_plans: i64 = (file.model().plans.iter())
                .map(|plan| match snapshot.detail(NodeKind::Plan, plan.id.as_str()) {
                    Ok(Some(Detail::Plan(card))) => {
                        card.indicators.iter().filter(|i| i.overdue).count() as i64
                    }
                    other => panic!("{other:?}"),
                })
                .sum();
            assert_eq!(of_plans, indicators);
        });
        seen.push((gates, indicators));
    }
    assert!(seen[0].0 < seen[2].0 && seen[0].1 < seen[3].1, "{seen:?}");
}

#[test]
fn spans_of_dates_progress_and_precision_pass_what_sql_finds() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let span = |from: &str, to: &str| DateSpan {
        from: (!from.is_empty()).then(|| date(from)),
        to: (!to.is_empty()).then(|| date(to)),
    };
    let first_day = |column: &str| {
        format!(
            "CASE WHEN {column} GLOB '????-[HQ]?' THEN date(substr({column}, 1, 4) || '-01-01', '+' || \
             ((substr({column}, 7) - 1) * CASE substr({column}, 6, 1) WHEN 'H' THEN 6 ELSE 3 END) || ' months') \
             ELSE substr({column} || '-01-01', 1, 10) END"
        )
    };
    let (starts, ends, due) = (first_day("starts"), last_day("ends"), last_day("due"));
    let none = Filter::default();
    let cases = [
        (
            Filter {
                starts: span("2025", "2025-H1"),
                ..none.clone()
            },
            format!("SELECT COUNT(*) FROM projects WHERE {starts} BETWEEN '2025-01-01' AND '2025-06-30'"),
        ),
        (
            Filter {
                ends: span("", "2025-06"),
                ..none.clone()
            },
            format!("SELECT COUNT(*) FROM projects WHERE {ends} <= '2025-06-30'"),
        ),
        (
            Filter {
                ends: span("2026-10", "2027-Q1"),
                ..none.clone()
            },
            format!("SELECT COUNT(*) FROM projects WHERE {ends} BETWEEN '2026-10-01' AND '2027-03-31'"),
        ),
        (
            Filter {
                due: span("", "2026"),
                ..none.clone()
            },
            format!(
                "SELECT COUNT(DISTINCT project) FROM project_tasks WHERE task IN (SELECT id FROM tasks WHERE {due} <= '2026-12-31')"
            ),
        ),
        (
            Filter {
                percent_below: Some(50.0),
                ..none.clone()
            },
            "SELECT COUNT(*) FROM projects WHERE percent < 50".to_owned(),
        ),
        (
            Filter {
                precisions: vec![Precision::Sketched, Precision::Surveyed],
                ..none.clone()
            },
            "SELECT COUNT(*) FROM projects WHERE precision IN ('sketched', 'surveyed')".to_owned(),
        ),
    ];
    let all = one(&sql, "SELECT COUNT(*) FROM projects");
    for (filter, text) in cases {
        let expected = one(&sql, &text);
        assert!(0 < expected && expected < all, "{text}: {expected}");
        let found = file.ask(|snapshot| snapshot.project_slots(&filter).len());
        assert_eq!(found as i64, expected, "{text}");
    }
    let tasks = file.ask(|snapshot| {
        let due = Filter {
            due: span("2026-06", "2026"),
            ..none.clone()
        };
        snapshot.tasks(&due).len()
    });
    let text = format!(
        "SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask' AND {due} BETWEEN '2026-06-01' AND '2026-12-31'"
    );
    assert_eq!(tasks as i64, one(&sql, &text));
}

#[test]
fn projects_in_control_lines_are_those_that_the_check_finds() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _sql) = practice_and_sql(folder.path(), "2026-11-30");
    let report = file
        .ask(|snapshot| snapshot.check(&Filter::default(), &|| true))
        .expect("readable")
        .expect("not stopped");
    let mut some = 0;
    for kind in ControlKind::ALL {
        let filter = Filter {
            controls: vec![*kind],
            ..Filter::default()
        };
        let mut found: Vec<String> =
            file.ask(|snapshot| snapshot.projects(&filter).map(|p| p.id.to_owned()).collect());
        let overlaps = report.overlaps.iter().filter(|overlap| overlap.kind == *kind);
        let mut expected: Vec<String> = overlaps.map(|overlap| overlap.project.clone()).collect();
        found.sort();
        expected.sort();
        expected.dedup();
        assert_eq!(found, expected, "{kind:?}");
        some += usize::from(!found.is_empty());
    }
    assert!(some >= 2);
}

#[test]
fn money_under_a_source_or_a_year_is_the_sum_of_the_lines_that_have_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let cases: [(Vec<MoneySource>, Vec<i64>, &str); 4] = [
        (
            vec![MoneySource::SpecialBond],
            vec![2025],
            "source = 'special_bond' AND year = 2025",
        ),
        (
            vec![MoneySource::County, MoneySource::Loan],
            vec![],
            "source IN ('county', 'loan')",
        ),
        (vec![], vec![2025, 2026], "year IN (2025, 2026)"),
        (vec![], vec![], "1"),
    ];
    let mut sums = Vec::new();
    for (sources, years, condition) in cases {
        let filter = Filter {
            sources,
            years,
            ..Filter::default()
        };
        let totals = file.ask(|snapshot| snapshot.totals(&filter));
        let sum = |stage: &str| {
            one(
                &sql,
                &format!(
                    "SELECT COALESCE(SUM(amount), 0) FROM budget_lines line WHERE owner_kind = 'project' AND {condition} AND stage = {stage}"
                ),
            )
        };
        let planned = "CASE WHEN EXISTS (SELECT 1 FROM budget_lines other WHERE other.owner_kind = 'project' \
                       AND other.owner = line.owner AND other.stage = 'approved') THEN 'approved' ELSE 'estimated' END";
        assert_eq!(totals.planned.0, sum(planned), "{condition}");
        assert_eq!(totals.estimated.0, sum("'estimated'"), "{condition}");
        assert_eq!(totals.approved.0, sum("'approved'"), "{condition}");
        assert_eq!(totals.allocated.0, sum("'allocated'"), "{condition}");
        assert_eq!(totals.spent.0, sum("'spent'"), "{condition}");
        sums.push(totals.planned.0);
    }
    assert!(sums[..3].iter().all(|sum| 0 < *sum && *sum < sums[3]), "{sums:?}");
    // Where any condition is enough, a project may be there for another reason than its money.
    let any = Filter {
        sources: vec![MoneySource::SpecialBond],
        kinds: vec![ProjectKind::Road],
        any: true,
        ..Filter::default()
    };
    let (totals, roads) = file.ask(|snapshot| {
        let roads = Filter {
            kinds: vec![ProjectKind::Road],
            ..Filter::default()
        };
        (snapshot.totals(&any), snapshot.totals(&roads))
    });
    assert!(totals.planned.0 > roads.planned.0);
}

#[test]
fn the_year_of_a_filter_is_one_of_money_of_work_or_of_a_due_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let filter = Filter {
        years: vec![2025],
        ..Filter::default()
    };
    let projects = "SELECT COUNT(*) FROM projects WHERE (COALESCE(starts, ends) IS NOT NULL \
                    AND substr(COALESCE(starts, ends), 1, 4) <= '2025' AND substr(COALESCE(ends, starts), 1, 4) >= '2025') \
                    OR id IN (SELECT owner FROM budget_lines WHERE owner_kind = 'project' AND year = 2025)";
    let (found, tasks) = file.ask(|s| (s.project_slots(&filter).len(), s.tasks(&filter).len()));
    assert_eq!(found as i64, one(&sql, projects));
    assert_eq!(
        tasks as i64,
        one(
            &sql,
            "SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask' AND due LIKE '2025%'"
        )
    );
}
