//! The five plans as an atlas: what cards, ledgers and `info` say of money, tasks and units is what SQL sums over its file.
//! One file because every sum is taken of the same two atlases.

use std::collections::BTreeMap;
use std::path::Path;

use planning::atlas_file::AtlasFile;
use planning::change::read_row;
use planning::export::{self, ExportLayer, ExportRequest, OutputFormat};
use planning::import::{ImportRequest, Progress, Target};
use planning::model::{Fen, Kind, Location, OwnerKind, Precision, Record, TaskKind};
use planning::query::{Detail, Filter, NodeKind, PlanDetail, Sort};
use planning::rules::money::Money;
use planning::store::{Mode, Stamp};
use planning::text::read_files;
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

/// The rows of the seeds.
fn seeds() -> Vec<Record> {
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "csv") {
                let name = path.strip_prefix(&root).expect("below").display().to_string();
                files.push((name, std::fs::read(&path).expect("read")));
            }
        }
    }
    files.sort();
    read_files(
        files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
    )
    .expect("good seeds")
}

/// Lines of money for every plan and for every third of its projects, tasks and towns, with other amounts each.
fn money(rows: &[Record]) -> Vec<Record> {
    let mut amounts = (1..).map(|n: i64| n * 1_234_567 + n * n);
    let mut out = Vec::new();
    let owners = rows.iter().filter_map(|row| {
        match row {
            Record::Plan(_) => Some(OwnerKind::Plan),
            Record::Project(_) => Some(OwnerKind::Project),
            Record::Task(_) => Some(OwnerKind::Task),
            Record::Region(_) => Some(OwnerKind::Town),
            _ => None,
        }
        .map(|kind| (kind, row.id()))
    });
    for (n, (kind, owner)) in owners.enumerate() {
        if kind != OwnerKind::Plan && n % 3 > 0 {
            continue;
        }
        let stages: &[&str] = match n % 2 {
            0 => &["estimated", "estimated", "approved", "spent"],
            _ => &["estimated", "allocated", "estimated"],
        };
        for (i, stage) in stages.iter().enumerate() {
            let source = ["county", "province", "special_bond", "city"][(n + i) % 4];
            let row = json!({
                "id": format!("line-{n}-{i}"), "owner_kind": kind.word(), "owner": owner, "source": source,
                "stage": stage, "year": 2024 + (i as i64), "amount": amounts.next(),
            });
            out.push(
                read_row(Kind::BudgetLine, row.as_object().expect("an object").clone()).expect("a line"),
            );
        }
    }
    out
}

pub(super) fn atlas(folder: &Path) -> (AtlasFile, Connection) {
    let path = folder.join("a.gpkg");
    let mut rows = seeds();
    rows.extend(money(&rows));
    let stamp = Stamp {
        at: "2026-01-02T03:04:05.000Z".to_owned(),
        who: "测试".to_owned(),
    };
    AtlasFile::create(&path, rows, "新建", &stamp).expect("made");
    let file = AtlasFile::open(&path, Mode::Edit, "测试").expect("opened");
    let sql = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opened");
    (file, sql)
}

fn one(sql: &Connection, text: &str, id: &str) -> u32 {
    sql.query_row(text, [id], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn counts(sql: &Connection, text: &str) -> BTreeMap<String, u32> {
    let mut statement = sql.prepare(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}

/// Money of the owners that a condition on `budget_lines` names; what is approved goes before what is estimated.
fn money_in_sql(sql: &Connection, such: &str) -> Money {
    let of = |stage: &str| format!("SUM(CASE stage WHEN '{stage}' THEN amount END)");
    let text = format!(
        "WITH sums AS (SELECT {} e, {} a, {} l, {} s FROM budget_lines
         WHERE coalesce(scope, 'part') = 'part' AND ({such}) GROUP BY owner_kind, owner)
         SELECT COALESCE(SUM(COALESCE(a, e)), 0), COALESCE(SUM(e), 0), COALESCE(SUM(a), 0), COALESCE(SUM(l), 0),
         COALESCE(SUM(s), 0), COALESCE(SUM(MAX(COALESCE(a, e, 0) - COALESCE(l, 0), 0)), 0) FROM sums",
        of("estimated"),
        of("approved"),
        of("allocated"),
        of("spent")
    );
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Money {
            planned: Fen(row.get(0)?),
            estimated: Fen(row.get(1)?),
            approved: Fen(row.get(2)?),
            allocated: Fen(row.get(3)?),
            spent: Fen(row.get(4)?),
            gap: Fen(row.get(5)?),
        })
    };
    sql.query_row(&text, [], read)
        .unwrap_or_else(|e| panic!("{text}: {e}"))
}

pub(super) fn plan_card(file: &AtlasFile, id: &str) -> PlanDetail {
    match file.ask(|snapshot| snapshot.detail(NodeKind::Plan, id)) {
        Ok(Some(Detail::Plan(card))) => card,
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn cards_and_info_of_the_plans_say_what_sql_sums() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = atlas(folder.path());
    let info = file.ask(|s| s.info());
    assert_eq!(info.plans.len(), 5);
    for told in &info.plans {
        let id = told.id.as_str();
        let card = plan_card(&file, id);
        let n = |text: &str| one(&sql, text, id);
        let tasks = n("SELECT COUNT(*) FROM tasks WHERE plan = ? AND kind = 'task'");
        let measures = n("SELECT COUNT(*) FROM tasks WHERE plan = ? AND kind = 'measure'");
        assert!(tasks > 10, "{id}");
        assert_eq!(
            (card.tasks.len() as u32, card.measures),
            (tasks, measures),
            "{id}"
        );
        assert_eq!((told.tasks, told.measures), (tasks, measures), "{id}");
        let subtasks = n("SELECT COUNT(*) FROM tasks WHERE plan = ? AND kind = 'subtask'");
        assert!(subtasks > 90, "{id}");
        assert_eq!(told.subtasks, subtasks, "{id}");
        let of_tasks =
            "FROM assignments a JOIN tasks t ON t.id = a.task WHERE t.plan = ? AND t.kind <> 'subtask'";
        let own = format!("{of_tasks} AND t.kind = 'task'");
        let mentions = n(&format!("SELECT COUNT(*) {own}"));
        assert_eq!(card.unit_mentions, mentions, "{id}");
        assert_eq!(
            card.units,
            n(&format!("SELECT COUNT(DISTINCT a.unit) {own}")),
            "{id}"
        );
        assert_eq!(
            told.unit_mentions,
            n(&format!("SELECT COUNT(*) {of_tasks}")),
            "{id}"
        );
        assert_eq!(
            told.units,
            n(&format!("SELECT COUNT(DISTINCT a.unit) {of_tasks}")),
            "{id}"
        );
        let projects = n("SELECT COUNT(*) FROM projects WHERE plan = ?");
        assert_eq!(
            (card.totals.projects, told.projects),
            (projects, projects),
            "{id}"
        );
        let indicators = n("SELECT COUNT(*) FROM indicators WHERE plan = ?");
        assert_eq!(
            (card.indicators.len() as u32, told.indicators),
            (indicators, indicators),
            "{id}"
        );
        let own = money_in_sql(&sql, &format!("owner_kind = 'plan' AND owner = '{id}'"));
        assert_ne!(own, Money::default());
        assert_eq!(Money::from(card.money), own, "{id}");
        assert_eq!(card.totals.beside.plans, own, "{id}");
        let of = |table: &str| {
            format!("owner_kind = '{table}' AND owner IN (SELECT id FROM {table}s WHERE plan = '{id}')")
        };
        let of_projects = money_in_sql(&sql, &of("project"));
        let totals = &card.totals;
        let shown = Money {
            planned: totals.planned,
            estimated: totals.estimated,
            approved: totals.approved,
            allocated: totals.allocated,
            spent: totals.spent,
            gap: totals.gap,
        };
        assert_eq!(shown, of_projects, "{id}");
        assert_eq!(totals.beside.tasks, money_in_sql(&sql, &of("task")), "{id}");
    }
    for kind in OwnerKind::ALL {
        let sum = money_in_sql(&sql, &format!("owner_kind = '{}'", kind.word()));
        assert_ne!(sum, Money::default(), "{kind:?}");
        assert_eq!(info.money_of[kind.word()], sum, "{kind:?}");
    }
    let of_sources = counts(
        &sql,
        "SELECT source || '/' || stage, SUM(amount) / 100 FROM budget_lines WHERE coalesce(scope, 'part') = 'part' GROUP BY source, stage",
    );
    let told = info.money.iter().flat_map(|(source, stages)| {
        let cells = stages.iter();
        cells.map(move |(stage, fen)| (format!("{source}/{stage}"), (fen.0 / 100) as u32))
    });
    assert_eq!(told.collect::<BTreeMap<_, _>>(), of_sources);
}

#[test]
fn cards_and_ledger_of_the_units_count_what_sql_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = atlas(folder.path());
    let assigned = "SELECT a.unit, COUNT(*) FROM assignments a JOIN tasks t ON t.id = a.task WHERE t.kind";
    let own = counts(&sql, &format!("{assigned} <> 'subtask' GROUP BY a.unit"));
    let of_parts = counts(&sql, &format!("{assigned} = 'subtask' GROUP BY a.unit"));
    assert!(!of_parts.is_empty());
    let of_roles = |roles: &str| {
        counts(
            &sql,
            &format!("{assigned} <> 'subtask' AND a.role IN ({roles}) GROUP BY a.unit"),
        )
    };
    let (lead, in_charge) = (of_roles("'lead'"), of_roles("'responsible'"));
    let joined = of_roles("'participating', 'supporting'");
    let leads = counts(
        &sql,
        "SELECT lead_unit, COUNT(*) FROM projects WHERE lead_unit IS NOT NULL GROUP BY lead_unit",
    );
    let n = |of: &BTreeMap<String, u32>, id: &str| of.get(id).copied().unwrap_or_default();
    let page = file.ask(|s| s.unit_page(&Filter::default(), &Sort::default(), 0, 100_000));
    assert_eq!(
        page.total,
        n(&counts(&sql, "SELECT 'all', COUNT(*) FROM units"), "all")
    );
    let mut mentions = 0;
    for row in &page.rows {
        let id = row.id.as_str();
        let told = [row.lead, row.in_charge, row.joined, row.lead_projects];
        let expected = [n(&lead, id), n(&in_charge, id), n(&joined, id), n(&leads, id)];
        assert_eq!(told, expected, "{id} {}", row.name);
        let Ok(Some(Detail::Unit(card))) = file.ask(|s| s.detail(NodeKind::Unit, id)) else {
            panic!("no card of {id}");
        };
        let (parts, whole): (Vec<_>, Vec<_>) =
            (card.tasks.iter()).partition(|task| task.brief.task.kind == TaskKind::Subtask);
        let parts = parts.iter().filter(|task| task.group.is_none()).count() as u32;
        assert_eq!(parts, n(&of_parts, id), "{id} {}", row.name);
        let of_itself = whole.iter().filter(|task| task.group.is_none()).count() as u32;
        assert_eq!(of_itself, n(&own, id), "{id} {}", row.name);
        let by_group = whole.iter().filter(|task| task.group.is_some()).count() as u32;
        assert_eq!(by_group, row.by_group, "{id} {}", row.name);
        assert_eq!(card.projects.len() as u32, n(&leads, id), "{id} {}", row.name);
        mentions += of_itself;
    }
    let told: u32 = file
        .ask(|s| s.info())
        .plans
        .iter()
        .map(|plan| plan.unit_mentions)
        .sum();
    assert_eq!(told, mentions);
    assert!(mentions > 300, "{mentions}");
}

#[test]
fn the_ledgers_add_up_to_what_sql_sums() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = atlas(folder.path());
    let (none, sort) = (Filter::default(), Sort::default());
    let projects = file.ask(|s| s.project_page(&none, &sort, 0, 100_000)).rows;
    let of_projects = money_in_sql(&sql, "owner_kind = 'project'");
    assert_eq!(
        projects.iter().map(|row| row.planned.0).sum::<i64>(),
        of_projects.planned.0
    );
    assert_eq!(
        projects.iter().map(|row| row.allocated.0).sum::<i64>(),
        of_projects.allocated.0
    );
    assert_eq!(
        projects.iter().map(|row| row.spent.0).sum::<i64>(),
        of_projects.spent.0
    );
    let tasks = file.ask(|s| s.task_page(&none, &sort, 0, 100_000)).rows;
    let units = counts(&sql, "SELECT task, COUNT(*) FROM assignments GROUP BY task");
    let served = counts(&sql, "SELECT task, COUNT(*) FROM project_tasks GROUP BY task");
    let indicators = counts(
        &sql,
        "SELECT task, COUNT(*) FROM indicators WHERE task IS NOT NULL GROUP BY task",
    );
    assert_eq!(
        tasks.len() as u32,
        one(
            &sql,
            "SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask' AND plan <> ?",
            ""
        )
    );
    for row in &tasks {
        let n = |of: &BTreeMap<String, u32>| of.get(&row.id).copied().unwrap_or_default();
        let told = (row.units, row.projects, row.indicators);
        assert_eq!(told, (n(&units), n(&served), n(&indicators)), "{}", row.id);
    }
    let towns = file.ask(|s| s.town_page(&none, &sort, 0, 100_000)).rows;
    let in_towns = counts(
        &sql,
        "SELECT town, COUNT(*) FROM projects WHERE town IS NOT NULL GROUP BY town",
    );
    assert!(!in_towns.is_empty());
    for row in &towns {
        assert_eq!(
            row.projects,
            in_towns.get(&row.id).copied().unwrap_or_default(),
            "{}",
            row.name
        );
        let such = format!(
            "owner_kind = 'project' AND owner IN (SELECT id FROM projects WHERE town = '{}')",
            row.id
        );
        let sum = money_in_sql(&sql, &such);
        assert_eq!((row.planned, row.spent), (sum.planned, sum.spent), "{}", row.name);
    }
}

/// Projects of a town whose point is not known, at the point of their county: id and the county's longitude and latitude.
fn at_county(sql: &Connection) -> BTreeMap<String, [f64; 2]> {
    let text = "SELECT p.id, substr(hex(c.geometry), -32) FROM projects p JOIN regions t ON t.id = p.town \
        JOIN regions c ON c.id = t.parent AND c.level = 'county' \
        WHERE p.geometry IS NULL AND p.precision = 'town' AND t.geometry IS NULL AND c.geometry IS NOT NULL";
    let coordinate = |hex: &str| {
        let bytes: Vec<u8> = (0..8)
            .map(|i| u8::from_str_radix(&hex[i * 2..i * 2 + 2], 16).expect("hex"))
            .collect();
        f64::from_le_bytes(bytes.try_into().expect("eight"))
    };
    let mut statement = sql.prepare(text).expect("sql");
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
    let rows = rows.expect("rows").map(|row| row.expect("a row"));
    rows.map(|(id, point)| (id, [coordinate(&point[..16]), coordinate(&point[16..])]))
        .collect()
}

#[test]
fn a_project_whose_town_has_no_point_stands_at_its_county_and_says_so_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = atlas(folder.path());
    let expected = at_county(&sql);
    assert!(expected.len() > 20, "{}", expected.len());
    let none = Filter::default();
    let totals = file.ask(|s| s.totals(&none));
    assert_eq!(totals.at_county as usize, expected.len());
    assert!(totals.unmapped >= totals.at_county);
    let drawn = file.ask(|s| s.map_features(&none)).projects;
    for (id, place) in &expected {
        let shape = drawn.iter().find(|shape| shape.id == *id).expect("on the map");
        assert!(
            !shape.own && shape.precision == Precision::County,
            "{}",
            shape.name
        );
        assert_eq!(shape.label_at, *place, "{}", shape.name);
    }
    let rows = file
        .ask(|s| s.project_page(&none, &Sort::default(), 0, 100_000))
        .rows;
    for row in &rows {
        let is = expected.contains_key(&row.id);
        assert_eq!(
            is,
            row.unmapped && row.location == Location::CountyPoint,
            "{}",
            row.name
        );
        assert!(!is || row.precision == Precision::County);
    }
    let info = file.ask(|s| s.info()).projects;
    assert_eq!(info.at_county, totals.at_county);
    assert_eq!(info.by_precision.values().sum::<u32>(), info.total);
    let stated = counts(
        &sql,
        "SELECT precision, COUNT(*) FROM projects WHERE geometry IS NULL GROUP BY precision",
    );
    let county = stated["county"] + totals.at_county;
    let filter = Filter {
        precisions: vec![Precision::County],
        ..Filter::default()
    };
    assert_eq!(file.ask(|s| s.totals(&filter)).projects, county);
    let facets = file.ask(|s| s.facets(&none)).precisions;
    let counted = facets
        .iter()
        .find(|choice| choice.value == "county")
        .expect("counted");
    assert_eq!(counted.projects, county);
    assert_eq!(info.by_precision["county"], county);

    // As GeoJSON, and read again into an atlas of the same towns.
    let out = folder.path().join("p.geojson");
    let layer = ExportLayer::Projects;
    let request = ExportRequest {
        layer,
        filter: Filter::default(),
        ids: Vec::new(),
        with_unmapped: false,
        chinese_labels: false,
        format: OutputFormat::decide(layer, None, Some(&out), None).expect("a format"),
        crs: None,
        path: Some(out.clone()),
        overwrite: false,
        named: 0,
        view: export::LedgerView::default(),
    };
    export::run(&file, request, &Progress::default()).expect("exported");
    let text = std::fs::read_to_string(&out).expect("read");
    let parsed: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let features = parsed["features"].as_array().expect("features");
    let mut exported = 0;
    for feature in features {
        let said = &feature["properties"];
        let id = feature["id"].as_str().unwrap_or_default();
        if let Some(place) = expected.get(id) {
            exported += 1;
            assert_eq!(said["location"], "county_point", "{id}");
            assert_eq!(feature["geometry"]["coordinates"], json!(place), "{id}");
        }
        assert_ne!(said["precision"], "surveyed");
    }
    assert_eq!(exported, expected.len());
    let other = folder.path().join("b.gpkg");
    let rows = seeds()
        .into_iter()
        .filter(|row| row.kind() != Kind::Project && row.kind() != Kind::ProjectTask);
    let stamp = Stamp {
        at: "2026-01-02T03:04:05.000Z".to_owned(),
        who: "测试".to_owned(),
    };
    AtlasFile::create(&other, rows.collect(), "新建", &stamp).expect("made");
    let mut again = AtlasFile::open(&other, Mode::Edit, "测试").expect("opened");
    again
        .import(
            &ImportRequest::of(out, Target::Projects),
            &stamp,
            false,
            &Progress::default(),
        )
        .expect("imported");
    let (before, after) = (&totals, again.ask(|s| s.totals(&none)));
    assert_eq!(
        (after.projects, after.at_county),
        (features.len() as u32, before.at_county)
    );
    let own = again.ask(|s| s.map_features(&none)).projects;
    assert_eq!(
        own.iter().filter(|shape| shape.own).count(),
        0,
        "a county is no footprint"
    );
}

#[test]
fn a_footprint_far_from_its_town_and_near_another_is_doubted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut file, _sql) = atlas(folder.path());
    let towns: Vec<(String, String, String, [f64; 2])> = (file.model().regions.iter())
        .filter_map(|town| {
            let at = geodata::measure::label_point(&town.geometry.as_ref()?.0)?;
            let parent = town.parent.as_ref()?.0.clone();
            let is_town = town.level == planning::model::RegionLevel::Township;
            is_town.then(|| (town.id.0.clone(), town.name.clone(), parent, [at.x(), at.y()]))
        })
        .collect();
    let apart = |a: [f64; 2], b: [f64; 2]| ((a[0] - b[0]) * 0.8).hypot(a[1] - b[1]) * 111.2;
    let (town, other) = towns
        .iter()
        .flat_map(|town| towns.iter().map(move |other| (town, other)))
        .find(|(town, other)| town.2 == other.2 && (12.0..28.0).contains(&apart(town.3, other.3)))
        .expect("two towns of a county");
    let stamp = Stamp {
        at: "2026-01-02T03:04:05.000Z".to_owned(),
        who: "测试".to_owned(),
    };
    let beside = |at: [f64; 2], km: f64| [at[0], at[1] + km / 111.2];
    let cases = [
        ("near", beside(town.3, 1.0), false),
        ("there", other.3, true),
        ("beside", beside(other.3, 0.5), true),
    ];
    for (id, at, doubted) in cases {
        let row = json!({
            "id": id, "ordinal": 9_000, "name": id, "kind": "road", "town": town.0, "stage": "idea",
            "precision": "sketched", "alternative": false,
            "geometry": {"type": "Point", "coordinates": at},
        });
        let change = serde_json::from_value(json!({
            "name": "画", "note": null, "edits": [{"op": "put", "table": "projects", "row": row}],
        }));
        file.apply(change.expect("a change"), &stamp).expect("drawn");
        let report = file.ask(|s| s.check(&Filter::default(), &|| true));
        let report = report.expect("readable").expect("not stopped");
        let found = report.outside.iter().find(|o| o.project == id);
        assert_eq!(found.is_some(), doubted, "{id}");
        let Ok(Some(Detail::Project(card))) = file.ask(|s| s.detail(NodeKind::Project, id)) else {
            panic!("no card of {id}");
        };
        assert_eq!(card.outside.as_ref(), found, "{id}");
        if let Some(found) = found {
            let km = found.distance_m.expect("by its distance alone") / 1000.0;
            assert!((km - apart(town.3, at)).abs() < 0.05 * km, "{km}");
            assert_eq!((&found.county, found.lies_in.as_ref()), (&town.1, Some(&other.1)));
        }
    }
}

#[test]
fn single_works_are_found_and_told_at_their_task_and_in_no_count_of_tasks() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = atlas(folder.path());
    let n = |text: &str| one(&sql, text, "");
    let works = n("SELECT COUNT(*) FROM tasks WHERE kind = 'subtask' AND plan <> ?");
    let whole = n("SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask' AND plan <> ?");
    assert!(works > 600, "{works}");
    let none = Filter::default();
    let (shown, totals) = file.ask(|s| (s.tasks(&none).len() as u32, s.totals(&none)));
    assert_eq!((shown, totals.tasks), (whole, 93));
    assert_eq!(
        file.ask(|s| s.task_page(&none, &Sort::default(), 0, 10_000))
            .total,
        whole
    );
    let tree = file.ask(|s| s.contents());
    let counted: u32 = tree.plans.iter().map(|plan| plan.count).sum();
    assert_eq!(counted, 93);
    fn nodes(of: &[planning::query::Node]) -> u32 {
        of.iter()
            .map(|node| u32::from(node.kind == NodeKind::Task) + nodes(&node.children))
            .sum()
    }
    assert_eq!(nodes(&tree.plans), whole);
    let found = file.ask(|s| s.search("儿童之家4处", 5));
    assert_eq!(found[0].kind, NodeKind::Task);
    assert_eq!(found[0].subtitle, "汶上精致城镇 · 加大养老扶幼支持力度");
    let Ok(Some(Detail::Task(card))) = file.ask(|s| s.detail(NodeKind::Task, &found[0].id)) else {
        panic!("no card of {}", found[0].id);
    };
    let above = card.parent.expect("its task");
    let Ok(Some(Detail::Task(card))) = file.ask(|s| s.detail(NodeKind::Task, above.id.as_str())) else {
        panic!("no card of {}", above.id.0);
    };
    let told: Vec<&str> = (card.subtasks.iter())
        .map(|brief| brief.task.number.as_str())
        .collect();
    assert_eq!(
        told.len() as u32,
        one(&sql, "SELECT COUNT(*) FROM tasks WHERE parent = ?", &above.id.0)
    );
    let numbers: Vec<String> = (1..=told.len())
        .map(|i| format!("{}·{i}", above.number))
        .collect();
    assert_eq!(told, numbers);
}

#[test]
fn every_town_owes_what_chiping_asks_of_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_file, sql) = atlas(folder.path());
    let owed = counts(
        &sql,
        "SELECT d.name, COUNT(DISTINCT d.region) FROM deliverables d JOIN regions r ON r.id = d.region
         WHERE d.plan = 'chiping' AND r.level = 'township' AND r.parent = '371503' GROUP BY d.name",
    );
    assert_eq!(
        owed.values().copied().collect::<Vec<_>>(),
        [14, 14, 14],
        "{owed:?}"
    );
    let late = one(
        &sql,
        "SELECT COUNT(*) FROM deliverables WHERE due = ? AND status = 'owed' AND submitted_on IS NULL",
        "2024-02",
    );
    assert_eq!(late, 28);
}
