//! Atlases in schemas of a PostgreSQL database.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::model::{Kind, Model, Record};
use planning::store::{KEPT_WHOLE, LoadedAtlas, Mode, PostgresStore, SCHEMA_VERSION, Stamp, StoreError};
use serde_json::json;

use crate::server::Server;
use crate::{Place, checks};

/// A schema of its own for each check.
pub struct Schema<'s> {
    server: &'s Server,
    name: &'static str,
}

impl<'s> Schema<'s> {
    pub fn new(server: &'s Server, name: &'static str) -> Self {
        Self { server, name }
    }
}

impl Place for Schema<'_> {
    fn create(&self, rows: &[Record], stamp: &Stamp) -> Result<(), StoreError> {
        PostgresStore::create(self.server.address(), self.name, rows, "新建", stamp)
    }

    fn load(&self, mode: Mode, who: &str, whole: usize) -> Result<LoadedAtlas, StoreError> {
        PostgresStore::open(self.server.address(), self.name, mode, who, whole)
    }

    fn tamper(&self, sql: &str) {
        self.server
            .ask(&format!("SET search_path TO \"{}\"; {sql}", self.name));
    }
}

/// An atlas on the server as version 4 made it: the rows of the fixture of that version, and no table and no column but those
/// that its file has. Boundaries have always been a column on a server.
fn version_four(server: &Server, name: &str, stamp: &Stamp) -> Vec<Record> {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-4-towns.gpkg");
    let file = AtlasFile::open(&fixture, Mode::Look, "").expect("the fixture");
    let rows = all_rows(file.model());
    file.close().expect("closed");
    PostgresStore::create(server.address(), name, &rows, "新建", stamp).expect("made");
    let conn = rusqlite::Connection::open(&fixture).expect("opened");
    let mut sql =
        format!("SET search_path TO {name}; UPDATE meta SET value = '4' WHERE name = 'schema_version';");
    let mut dropped = 0;
    for kind in Kind::ALL {
        let mut there = conn
            .prepare("SELECT name FROM pragma_table_info(?)")
            .expect("prepared");
        let there: HashSet<String> = there
            .query_map([kind.table()], |row| row.get(0))
            .expect("asked")
            .collect::<Result<_, _>>()
            .expect("read");
        for table in [kind.table().to_owned(), format!("undone_{}", kind.table())] {
            if there.is_empty() {
                sql.push_str(&format!("DROP TABLE {table};"));
                dropped += 1;
            }
            for column in kind
                .columns()
                .iter()
                .filter(|c| !there.is_empty() && c.name != "outline")
            {
                if !there.contains(column.name) {
                    sql.push_str(&format!("ALTER TABLE {table} DROP COLUMN {};", column.name));
                    dropped += 1;
                }
            }
        }
    }
    assert!(
        dropped > 50,
        "version 5 added more than {dropped} tables and columns"
    );
    server.ask(&sql);
    rows
}

fn all_rows(model: &Model) -> Vec<Record> {
    Kind::ALL
        .iter()
        .flat_map(|kind| model.rows(*kind).expect("read"))
        .collect()
}

/// Who looks reads it as it is; who opens it to change it has it brought up to date, with all that stood in it.
pub fn an_atlas_of_an_older_version_is_read_and_brought_up_to_date(server: &Server) {
    let name = "of_version_four";
    let stamp = checks::stamp();
    let rows = version_four(server, name, &stamp);
    let boundaries = |rows: &[Record]| {
        let regions = rows.iter().filter_map(|row| match row {
            Record::Region(region) => region.outline.clone(),
            _ => None,
        });
        regions.count()
    };
    assert_eq!(boundaries(&rows), 2);
    let place = Schema { server, name };
    let version = format!("SELECT value FROM {name}.meta WHERE name = 'schema_version'");

    let looking = place.look(KEPT_WHOLE);
    assert_eq!(all_rows(looking.model()), rows);
    assert_eq!(server.answer(&version), "4", "looking changes nothing");
    // While one looks at it as it was, another changes it.
    let mut file = place.edit();
    assert_eq!(server.answer(&version), SCHEMA_VERSION.to_string());
    assert_eq!(all_rows(file.model()), rows);
    let town = rows.iter().find_map(|row| match row {
        Record::Region(region) if region.outline.is_some() => Some(region.id.0.clone()),
        _ => None,
    });
    let town = town.expect("a town with a boundary");
    let columns = json!({"aliases": "老地名", "outline": null});
    let edits = vec![EditRequest::Set {
        table: "regions".to_owned(),
        id: town.clone(),
        columns: columns.as_object().expect("an object").clone(),
    }];
    let request = ChangeRequest {
        name: "改镇".to_owned(),
        note: None,
        edits,
    };
    file.apply(request, &stamp).expect("a column of version 5");
    // Rows of an import go to the tables of what was taken back and return, in columns old and new.
    checks::import(&mut file, 40);
    let imported = all_rows(file.model());
    file.undo(&stamp).expect("taken back");
    file.redo(&stamp).expect("done again");
    file.close().expect("closed");
    looking.close().expect("closed");

    let file = place.look(KEPT_WHOLE);
    assert_eq!(all_rows(file.model()), imported);
    assert_eq!(boundaries(&imported), 1);
    assert_eq!(file.check_journal().expect("read").faults, Vec::new());
    file.close().expect("closed");
    let alias = format!("SELECT aliases FROM {name}.regions WHERE id = '{town}'");
    assert_eq!(server.answer(&alias), "老地名");

    // A column that its version had is not made anew, as that would hide a loss.
    server.ask(&format!("ALTER TABLE {name}.plans DROP COLUMN title"));
    match place.load(Mode::Edit, "张三", KEPT_WHOLE) {
        Err(StoreError::Lacks { path, table, column }) => {
            assert_eq!(
                (path, table.as_str(), column.as_deref()),
                (PathBuf::from(name), "plans", Some("title"))
            );
        }
        other => panic!("{other:?}"),
    }
}
