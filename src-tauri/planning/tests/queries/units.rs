//! Units, money tables and what is looked for in a ledger: each figure against SQL over the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::fixtures::{created, edited, practice, practice_and_sql, stamp};
use planning::atlas_file::AtlasFile;
use planning::change::ChangeRequest;
use planning::import::{ImportRequest, Progress, Target};
use planning::model::{MoneySource, OwnerKind, ProjectKind, RegionLevel};
use planning::query::{Detail, Filter, MoneyTable, NodeKind, Sort};
use rusqlite::Connection;
use serde_json::json;

fn counts(sql: &Connection, text: &str) -> BTreeMap<String, u32> {
    let mut statement = sql.prepare(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}

#[test]
fn the_ledger_of_units_counts_what_sql_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let none = Filter::default();
    let page = file.ask(|s| s.unit_page(&none, &Sort::default(), 0, 10_000));
    let all = counts(&sql, "SELECT 'all', COUNT(*) FROM units");
    assert_eq!(page.total, all["all"]);
    let of_roles = |roles: &str| {
        counts(
            &sql,
            &format!(
                "SELECT a.unit, COUNT(*) FROM assignments a JOIN tasks t ON t.id = a.task \
                 WHERE t.kind <> 'subtask' AND a.role IN ({roles}) GROUP BY a.unit"
            ),
        )
    };
    let (lead, in_charge) = (of_roles("'lead'"), of_roles("'responsible'"));
    let joined = of_roles("'participating', 'supporting'");
    let leads = counts(
        &sql,
        "SELECT lead_unit, COUNT(*) FROM projects WHERE lead_unit IS NOT NULL GROUP BY lead_unit",
    );
    // A town has by groups what 各镇街 has and, when it is a pilot, what 各试点镇 has, but for what it has itself.
    let by_group = counts(
        &sql,
        "SELECT u.id, COUNT(DISTINCT a.task) FROM units u JOIN regions r ON r.name = u.name AND r.level = 'township' \
         JOIN units g ON g.is_group AND (g.expands_to = 'towns' OR (g.expands_to = 'pilots' \
         AND r.id IN (SELECT region FROM designations))) JOIN assignments a ON a.unit = g.id \
         JOIN tasks t ON t.id = a.task AND t.kind <> 'subtask' WHERE NOT u.is_group AND a.task NOT IN (SELECT task FROM assignments WHERE unit = u.id) GROUP BY u.id",
    );
    assert!(!by_group.is_empty() && !leads.is_empty() && !lead.is_empty());
    let n = |of: &BTreeMap<String, u32>, id: &str| of.get(id).copied().unwrap_or_default();
    for row in &page.rows {
        let id = row.id.as_str();
        assert_eq!(row.lead, n(&lead, id), "{id} leads");
        assert_eq!(row.in_charge, n(&in_charge, id), "{id} is responsible");
        assert_eq!(row.joined, n(&joined, id), "{id} takes part");
        assert_eq!(row.by_group, n(&by_group, id), "{id} by groups");
        assert_eq!(row.lead_projects, n(&leads, id), "{id} leads projects");
    }
    let roads = Filter {
        kinds: vec![ProjectKind::Road],
        ..none
    };
    let some = file.ask(|s| s.unit_page(&roads, &Sort::default(), 0, 10_000));
    let led: u32 = some.rows.iter().map(|row| row.lead_projects).sum();
    let roads = counts(
        &sql,
        "SELECT 'roads', COUNT(*) FROM projects WHERE kind = 'road' AND lead_unit IS NOT NULL",
    );
    assert_eq!(led, roads["roads"]);
    assert!(some.total < page.total);
}

#[test]
fn a_unit_leads_only_what_names_it_and_a_town_has_the_same_tasks_as_place_and_as_unit() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let leads = counts(
        &sql,
        "SELECT lead_unit, COUNT(*) FROM projects WHERE lead_unit IS NOT NULL GROUP BY lead_unit",
    );
    let (mut towns, mut by_group) = (0, 0);
    file.ask(|snapshot| {
        for unit in snapshot.model.units.iter() {
            let id = unit.id.as_str();
            let Ok(Some(Detail::Unit(detail))) = snapshot.detail(NodeKind::Unit, id) else {
                panic!("{id} is there");
            };
            assert_eq!(
                detail.projects.len(),
                leads.get(id).copied().unwrap_or_default() as usize,
                "{id}"
            );
            assert!(
                detail
                    .related
                    .iter()
                    .all(|p| p.lead_unit.as_deref() != Some(&unit.name))
            );
            let Some(place) = detail.place else { continue };
            let Ok(Some(Detail::Town(town))) = snapshot.detail(NodeKind::Town, place.id.as_str()) else {
                panic!("{id} has a place");
            };
            let of_unit: BTreeSet<&str> = detail.tasks.iter().map(|t| t.brief.task.id.as_str()).collect();
            let of_town: BTreeSet<&str> = town.tasks.iter().map(|t| t.task.id.as_str()).collect();
            assert_eq!(of_unit, of_town, "{id}");
            towns += usize::from(place.level == RegionLevel::Township);
            by_group += detail.tasks.iter().filter(|t| t.group.is_some()).count();
        }
    });
    assert!(towns > 5 && by_group > 5, "{towns} {by_group}");
}

#[test]
fn short_names_find_a_unit_in_search_and_in_its_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _sql) = practice_and_sql(folder.path(), "2026-11-30");
    for (short, name) in [
        ("县住建局", "县住房和城乡建设局"),
        ("住建局", "县住房和城乡建设局"),
        ("自规局", "县自然资源和规划局"),
        ("发改局", "县发展和改革局"),
        ("交运局", "县交通运输局"),
        ("卫健局", "县卫生健康局"),
        ("教体局", "县教育和体育局"),
        ("文旅局", "县文化和旅游局"),
        ("水利局", "县水务局"),
        ("生态环境局", "演练市生态环境局清河源分局"),
        ("农业农村局", "县农业农村局"),
        ("民政局", "县民政局"),
        ("财政局", "县财政局"),
    ] {
        let hits = file.ask(|s| s.search(short, 20));
        assert!(
            hits.iter()
                .any(|hit| hit.kind == NodeKind::Unit && hit.title == name),
            "{short}: {hits:?}"
        );
        let sort = Sort {
            find: short.to_owned(),
            ..Sort::default()
        };
        let page = file.ask(|s| s.unit_page(&Filter::default(), &sort, 0, 100));
        assert!(page.rows.iter().any(|row| row.name == name), "{short}");
        assert!(page.total < 6, "{short}: {}", page.total);
    }
}

/// Cells by stage, source and year, as SQL sums them.
type Cells = BTreeMap<(String, String, Option<i64>), i64>;

fn cells(table: &MoneyTable) -> Cells {
    let mut cells = Cells::new();
    for block in &table.stages {
        for row in &block.sources {
            for (year, fen) in table.years.iter().zip(&row.cells) {
                if let Some(fen) = fen {
                    cells.insert(
                        (block.stage.word().to_owned(), row.source.word().to_owned(), *year),
                        fen.0,
                    );
                }
            }
            let sum: i64 = row.cells.iter().flatten().map(|fen| fen.0).sum();
            assert_eq!(row.total.0, sum, "a row");
        }
        for (column, sum) in block.sums.iter().enumerate() {
            let of_column = block.sources.iter().filter_map(|row| row.cells[column]);
            assert_eq!(
                sum.map_or(0, |fen| fen.0),
                of_column.map(|fen| fen.0).sum::<i64>(),
                "a column"
            );
        }
        let total: i64 = block.sources.iter().map(|row| row.total.0).sum();
        assert_eq!(block.total.0, total);
    }
    cells
}

#[test]
fn each_cell_of_the_table_of_money_is_what_sql_sums() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let town: String = sql
        .query_row(
            "SELECT town FROM projects WHERE id IN (SELECT owner FROM budget_lines) AND town IS NOT NULL \
             GROUP BY town ORDER BY COUNT(*) DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .expect("a town with money");
    let none = Filter::default();
    let cases = [
        (none.clone(), "1".to_owned()),
        (
            Filter {
                plans: vec!["practice/quality".to_owned()],
                ..none.clone()
            },
            "owner IN (SELECT id FROM projects WHERE plan = 'practice/quality')".to_owned(),
        ),
        (
            Filter {
                towns: vec![town.clone()],
                ..none.clone()
            },
            format!("owner IN (SELECT id FROM projects WHERE town = '{town}')"),
        ),
        (
            Filter {
                sources: vec![MoneySource::SpecialBond],
                years: vec![2025],
                ..none
            },
            "source = 'special_bond' AND year = 2025".to_owned(),
        ),
    ];
    for (filter, condition) in cases {
        let mut statement = sql
            .prepare(&format!(
                "SELECT stage, source, year, SUM(amount) FROM budget_lines WHERE owner_kind = 'project' \
                 AND {condition} GROUP BY stage, source, year"
            ))
            .expect("SQL");
        let rows = statement.query_map([], |row| {
            Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?))
        });
        let expected: Cells = rows.expect("rows").map(|row| row.expect("a row")).collect();
        assert!(!expected.is_empty(), "{condition}");
        assert_eq!(
            cells(&file.ask(|s| s.money_table(&filter))),
            expected,
            "{condition}"
        );
    }
}

#[test]
fn what_is_looked_for_in_a_ledger_narrows_that_ledger_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let name: String = sql
        .query_row("SELECT name FROM projects ORDER BY ordinal LIMIT 1", [], |row| {
            row.get(0)
        })
        .expect("a project");
    let page = |find: &str, column: &str| {
        let sort = Sort {
            find: find.to_owned(),
            column: column.to_owned(),
            ..Sort::default()
        };
        file.ask(|s| s.project_page(&Filter::default(), &sort, 0, 10_000))
    };
    let all = page("", "");
    let found = page(&name, "name");
    assert!(found.total >= 1 && found.total < all.total);
    assert!(found.rows.iter().any(|row| row.name == name));
    let town: String = found.rows[0].town_name.clone().expect("a town");
    let in_town = page(&town, "");
    let (expected, words): (u32, String) = (
        sql.query_row(
            "SELECT COUNT(*) FROM projects WHERE town IN (SELECT id FROM regions WHERE name = ?1) OR name LIKE '%' || ?1 || '%' \
             OR content LIKE '%' || ?1 || '%' OR lead_unit IN (SELECT id FROM units WHERE name = ?1)",
            [&town],
            |row| row.get(0),
        )
        .expect("a number"),
        format!("{town} 路"),
    );
    assert_eq!(in_town.total, expected);
    assert!(page(&words, "").total < in_town.total, "both words must be there");
    let initials = page("qhd", "");
    assert!(
        initials.total > 0 && initials.total < all.total,
        "青禾渡 by its initials"
    );
    assert_eq!(page("没有这样的项目名", "").total, 0);
    let totals = file.ask(|s| s.totals(&Filter::default()));
    assert_eq!(totals.projects, all.total, "the filter is as it was");
}

#[test]
fn the_table_of_all_money_follows_each_change_and_its_undo() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    created(&path, demo_atlas::records());
    let mut file = edited(&path);
    let none = Filter::default();
    let again = |file: &AtlasFile| planning::query::Snapshot::new(file.model()).money_table(&none);
    let check = |file: &AtlasFile, what: &str| {
        let kept = file.ask(|s| s.money_table(&none));
        assert_eq!(kept, again(file), "{what}");
        kept
    };
    let of_projects = file.model().budget_lines.iter();
    let of_projects = of_projects.filter(|line| line.owner_kind == OwnerKind::Project);
    let lines: Vec<(String, String)> = of_projects
        .take(3)
        .map(|line| (line.id.0.clone(), line.owner.clone()))
        .collect();
    let first = check(&file, "at the start");
    let mut seen = vec![first.clone()];
    let requests = [
        json!([{"op": "set", "table": "budget_lines", "id": lines[0].0, "columns": {"amount": 12_345, "year": 2031}}]),
        json!([{"op": "remove", "table": "budget_lines", "id": lines[1].0}]),
        json!([{"op": "put", "table": "budget_lines", "row": {"id": "new", "owner_kind": "project", "owner": lines[0].1,
            "source": "own", "stage": "spent", "year": null, "amount": 700, "read_at": null, "note": null}}]),
        json!([{"op": "set", "table": "budget_lines", "id": lines[2].0, "columns": {"owner_kind": "plan", "owner": "practice/quality"}}]),
    ];
    for (n, edits) in requests.into_iter().enumerate() {
        let edits = serde_json::from_value(edits).expect("edits");
        let request = ChangeRequest {
            name: format!("改资金{n}"),
            note: None,
            edits,
        };
        file.apply(request, &stamp()).expect("applied");
        seen.push(check(&file, &format!("after change {n}")));
    }
    assert!(
        seen.windows(2).all(|pair| pair[0] != pair[1]),
        "each change shows"
    );
    while file.undo(&stamp()).is_ok() {
        check(&file, "after an undo");
    }
    assert_eq!(check(&file, "at the end"), first);
}

#[test]
fn a_ledger_names_the_leading_unit_by_a_short_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = edited(&practice(folder.path()));
    let names = [
        ("县住建局", Some("县住房和城乡建设局")),
        ("自规局", Some("县自然资源和规划局")),
        ("县水利局", Some("县水务局")),
        ("县财政局", Some("县财政局")),
        ("县有关局", None),
    ];
    let mut text = String::from("项目名称,项目类型,经度,纬度,牵头单位\n");
    for (n, (short, _)) in names.iter().enumerate() {
        text.push_str(&format!(
            "简称{n}号路,道路交通,{},33.5,{short}\n",
            115.5 + n as f64 * 1e-3
        ));
    }
    let path = folder.path().join("p.csv");
    std::fs::write(&path, text).expect("written");
    let request = ImportRequest::of(path, Target::Projects);
    file.import(&request, &stamp(), false, &Progress::default())
        .expect("imported");
    for (n, (short, unit)) in names.into_iter().enumerate() {
        let name = format!("简称{n}号路");
        let project = file
            .model()
            .projects
            .slots()
            .filter_map(|slot| file.model().projects.at(slot));
        let project = project.into_iter().find(|p| p.name == name).expect("imported");
        let led = project
            .lead_unit
            .and_then(|id| file.model().units.get(id.as_str()));
        assert_eq!(led.map(|u| u.name.as_str()), unit, "{short}");
    }
}
