//! Values that another program wrote and this one cannot read: the atlas opens, the check names them, and they stay until
//! they are replaced.

use std::ops::ControlFlow;

use crate::fixtures::exports::{export, request};
use crate::fixtures::{altered, edited, set, stamp};
use planning::atlas_file::AtlasFile;
use planning::model::{ProjectKind, UnreadValue};
use planning::query::Filter;
use planning::store::{Mode, Scope};
use rusqlite::Connection;
use serde_json::json;

fn unread(file: &AtlasFile) -> Vec<UnreadValue> {
    let report = file.ask(|i| i.check(&Filter::default(), &|| true));
    report.expect("checked").expect("to the end").unread
}

#[test]
fn an_odd_value_is_named_and_kept_until_it_is_replaced() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = altered(
        dir.path(),
        "UPDATE projects SET kind = '公路' WHERE id = 'practice/p001'; \
         UPDATE projects SET percent = '很多' WHERE id = 'practice/p002'",
    );
    let kept = || -> (String, String) {
        let conn = Connection::open(&path).expect("opened");
        let one = |sql: &str| conn.query_row(sql, [], |row| row.get(0)).expect("there");
        (
            one("SELECT kind FROM projects WHERE id = 'practice/p001'"),
            one("SELECT CAST(percent AS TEXT) FROM projects WHERE id = 'practice/p002'"),
        )
    };
    let out = dir.path().join("o.geojson");
    let looking = AtlasFile::open_to_walk(&path).expect("opened");
    let losses = export(&looking, request("projects", Some(out))).losses;
    assert!(
        losses
            .iter()
            .any(|loss| loss.count == 2 && loss.text.zh.contains("读不懂")),
        "{losses:?}"
    );
    looking.close().expect("closed");
    for whole in [0, 20_000] {
        let mut file = AtlasFile::open_keeping(&path, Mode::Edit, "张三", whole).expect("opened");
        assert_eq!(file.model().projects.len(), 120);
        let found: Vec<(String, String, String)> = unread(&file)
            .into_iter()
            .map(|u| (u.id, u.column, u.value))
            .collect();
        let known =
            |id: &str, column: &str, value: &str| (id.to_owned(), column.to_owned(), value.to_owned());
        assert_eq!(
            found,
            [
                known("practice/p001", "kind", "公路"),
                known("practice/p002", "percent", "很多")
            ]
        );
        let project = file
            .model()
            .projects
            .full("practice/p001")
            .expect("read")
            .expect("there");
        assert_eq!(project.kind, ProjectKind::Other);
        // A change of something else leaves it.
        file.apply(
            set("practice/p001", json!({ "name": format!("新名{whole}") })),
            &stamp(),
        )
        .expect("applied");
        file.close().expect("closed");
        assert_eq!(kept(), ("公路".to_owned(), "很多".to_owned()));
    }
    let mut file = edited(&path);
    file.apply(set("practice/p001", json!({ "kind": "road" })), &stamp())
        .expect("mended");
    assert_eq!(unread(&file).len(), 1);
    file.close().expect("closed");
    assert_eq!(kept().0, "road");
}

/// A GeoPackage blob of a point in a system, little endian, without a box.
fn point(srs: i32, x: f64, y: f64) -> String {
    let mut blob = b"GP\0\x01".to_vec();
    blob.extend(srs.to_le_bytes());
    blob.push(1);
    blob.extend(1_u32.to_le_bytes());
    blob.extend(x.to_le_bytes());
    blob.extend(y.to_le_bytes());
    blob.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_footprint_that_is_not_in_degrees_on_the_globe_is_not_passed_on() {
    let dir = tempfile::tempdir().expect("a folder");
    // A point that is none, as the standard has an empty one.
    let empty = point(4490, f64::NAN, f64::NAN);
    let surface = "47500001 8a110000 01 10000000 00000000".replace(' ', "");
    let odd = [
        (point(3857, 12_900_000.0, 4_200_000.0), "3857"),
        (point(4490, f64::INFINITY, 35.0), "inf"),
        (point(4326, 500.0, 35.0), "500"),
        (empty, ""),
        (surface, "type 16"),
    ];
    let mut statements: String = (1..)
        .zip(&odd)
        .map(|(n, (blob, _))| {
            format!("UPDATE projects SET geometry = x'{blob}' WHERE id = 'practice/p00{n}';")
        })
        .collect();
    // Both of these are degrees.
    for (n, srs) in [(6, 4326), (7, 0)] {
        let blob = point(srs, 116.0, 35.0);
        statements += &format!("UPDATE projects SET geometry = x'{blob}' WHERE id = 'practice/p00{n}';");
    }
    let path = altered(dir.path(), &statements);
    for whole in [0, 20_000] {
        let file = AtlasFile::open_keeping(&path, Mode::Look, "", whole).expect("opened");
        let found = unread(&file);
        assert_eq!(found.len(), odd.len(), "{found:?}");
        for ((_, why), (n, unread)) in odd.iter().zip((1..).zip(&found)) {
            assert_eq!(
                (unread.id.as_str(), unread.column.as_str()),
                (format!("practice/p00{n}").as_str(), "geometry")
            );
            assert!(unread.reason.zh.contains(why), "{why}: {unread:?}");
            let drawn = file.model().projects.get(&unread.id).map(|p| p.drawn);
            assert_eq!(drawn, Some(false), "it counts as not on the map");
        }
        let mut walk = file.snapshot_cursor().expect("begun");
        let mut with = 0;
        walk.projects(&Scope::All, &|_| 0, &mut |project, _| {
            let odd = found.iter().any(|u| u.id == project.id.as_str());
            assert!(!(odd && project.geometry.is_some()), "{}", project.id);
            with += usize::from(project.geometry.is_some());
            ControlFlow::Continue(())
        })
        .expect("walked");
        assert!(with > 50, "{with}");
    }
}
