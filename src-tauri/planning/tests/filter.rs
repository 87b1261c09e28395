//! What a filter matches: each choice gives what its count says, and what is lacking is what SQL finds lacking.

use planning::atlas_file::AtlasFile;
use planning::model::{Lack, MoneySource, ProjectKind, ProjectStage, Record, TaskKind};
use planning::query::{FacetCount, Facets, Filter, Snapshot};
use planning::store::{Mode, Stamp};
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

const LISTS: [List; 8] = [
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
];

#[test]
fn each_choice_gives_as_many_projects_and_tasks_as_it_says() {
    let model = planning::change::Change::model_of(demo_atlas::records()).expect("a model");
    let snapshot = Snapshot::new(&model);
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
    let stamp = Stamp {
        at: "2026-01-02T03:04:05.000Z".to_owned(),
        who: "测试".to_owned(),
    };
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
    AtlasFile::create(&path, rows, "新建", &stamp).expect("made");
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
