//! A ledger as an export of this program writes it comes back without loss: the practice atlas goes out and into an atlas
//! that has its towns, units and plans but none of its projects, and both files hold the same facts.

use std::path::{Path, PathBuf};

use crate::fixtures::exports::{every_project, export};
use crate::fixtures::imports::import;
use crate::fixtures::{created, edited};
use planning::atlas_file::AtlasFile;
use planning::export::ExportRequest;
use planning::model::{Kind, Record};
use rusqlite::Connection;

fn atlas(path: &Path, rows: Vec<Record>) -> AtlasFile {
    created(path, rows);
    edited(path)
}

fn written(atlas: &AtlasFile, path: PathBuf, chinese: bool) -> PathBuf {
    let request = ExportRequest {
        chinese_labels: chinese,
        ..every_project(&path)
    };
    export(atlas, request);
    path
}

/// Facts of every project, line by line; `None` where a value is empty.
fn facts(path: &Path, sql: &str) -> Vec<String> {
    let conn = Connection::open(path).expect("opened");
    let mut statement = conn.prepare(sql).expect("prepared");
    let width = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cell = |i| row.get::<_, rusqlite::types::Value>(i).map(|v| format!("{v:?}"));
        Ok((0..width).map(cell).collect::<Result<Vec<_>, _>>()?.join(" | "))
    });
    rows.expect("asked").collect::<Result<_, _>>().expect("read")
}

const PROJECTS: &str = "SELECT id, name, kind, stage, plan, town, starts, ends, quantity, quantity_unit, content, percent, \
    precision, alternative, read_at, note, project_code, nature, responsible_post, public_benefit, yearly_revenue, bond_years, \
    bond_rate FROM projects ORDER BY id";
const MONEY: &str = "SELECT owner, source, stage, year, sum(amount) FROM budget_lines WHERE owner_kind = 'project' \
    GROUP BY owner, source, stage, year ORDER BY owner, source, stage, year";
const DONE: &str = "SELECT project, coalesce(max(CASE step WHEN 'completion' THEN actual END), max(actual)) FROM gates \
    WHERE confirmed AND actual IS NOT NULL AND step IN ('completion', 'acceptance') GROUP BY project ORDER BY project";

fn check(ending: &str, chinese: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("a.gpkg"), folder.path().join("b.gpkg"));
    let source = atlas(&from, demo_atlas::records());
    let beside = |row: &Record| {
        !matches!(
            row.kind(),
            Kind::Project
                | Kind::ProjectTask
                | Kind::BudgetLine
                | Kind::Gate
                | Kind::ProgressReport
                | Kind::InvestmentPlan
                | Kind::InvestmentReport
                | Kind::Problem
                | Kind::Dependency
        )
    };
    let mut target = atlas(&to, demo_atlas::records().into_iter().filter(beside).collect());
    let file = written(&source, folder.path().join(format!("项目.{ending}")), chinese);
    let report = import(&mut target, &file);
    let projects = source.model().count(Kind::Project);
    assert_eq!(report.added, projects as u64, "{ending}");
    assert!(report.unresolved.is_empty(), "{ending}: {:?}", report.unresolved);
    source.close().expect("closed");
    target.close().expect("closed");
    for sql in [PROJECTS, MONEY] {
        let (before, after) = (facts(&from, sql), facts(&to, sql));
        let differ = before.iter().zip(&after).find(|(a, b)| a != b);
        assert_eq!(differ, None, "{ending}");
        assert_eq!(before.len(), after.len(), "{ending}");
    }
    let leads = "SELECT p.id, u.name FROM projects p LEFT JOIN units u ON u.id = p.lead_unit ORDER BY p.id";
    assert_eq!(facts(&from, leads), facts(&to, leads), "{ending}");
    // A project that is done is so with its date.
    let done = "SELECT p.id FROM projects p WHERE p.stage IN ('completed', 'accepted') ORDER BY p.id";
    assert_eq!(facts(&from, done), facts(&to, done), "{ending}");
    let dates = facts(&to, DONE);
    let (of_done, all) = (dates.len(), facts(&from, DONE));
    assert!(
        dates.iter().all(|line| all.contains(line)),
        "{ending}: {dates:?} of {all:?}"
    );
    assert_eq!(of_done, facts(&to, done).len(), "{ending}");

    // Once more, and nothing changes.
    let mut again = edited(&to);
    let report = import(&mut again, &file);
    assert_eq!(
        (report.added, report.updated),
        (0, 0),
        "{ending}: {:?}",
        report.warnings
    );
}

#[test]
fn an_excel_ledger_comes_back_without_loss() {
    check("xlsx", true);
}

#[test]
fn a_csv_table_comes_back_without_loss() {
    check("csv", false);
}

#[test]
fn geojson_comes_back_without_loss() {
    check("geojson", false);
}
