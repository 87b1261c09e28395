//! Atlases whose projects stay in the file answer, change and draw like those that are whole in memory.

use std::path::{Path, PathBuf};

use crate::fixtures::imports::import_as;
use crate::fixtures::{practice, set, stamp, without_triggers};
use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{ChangeError, ChangeRequest, EditRequest};
use planning::import::{ImportRequest, Target};
use planning::model::{Kind, MoneySource, Precision, ProjectKind};
use planning::query::{Filter, NodeKind, Sort};
use planning::store::{KEPT_WHOLE, Mode};
use serde_json::{Value, json};

fn light(path: &Path) -> AtlasFile {
    AtlasFile::open_keeping(path, Mode::Edit, "张三", 0).expect("opened")
}

/// Filters of every kind.
fn filters() -> Vec<Filter> {
    let filter = |change: &dyn Fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        filter
    };
    vec![
        Filter::default(),
        filter(&|f| f.kinds = vec![ProjectKind::Road, ProjectKind::Education]),
        filter(&|f| f.text = "路 改造".to_owned()),
        filter(&|f| f.mapped = Some(false)),
        filter(&|f| f.years = vec![2026]),
        filter(&|f| f.sources = vec![MoneySource::Province]),
        filter(&|f| f.bbox = Some([110.0, 30.0, 116.4, 36.0])),
        filter(&|f| {
            f.any = true;
            f.kinds = vec![ProjectKind::Water];
            f.years = vec![2027];
        }),
    ]
}

#[test]
fn the_answers_are_the_same_as_when_all_is_in_memory() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let whole = AtlasFile::open_keeping(&path, Mode::Look, "", KEPT_WHOLE).expect("opened");
    let mut file = light(&path);
    assert!(
        file.ask(|i| i.totals(&Filter::default())).measuring,
        "nothing is measured yet"
    );
    file.measure().expect("measured");
    let columns = [
        "",
        "name",
        "town_name",
        "starts",
        "quantity",
        "planned",
        "area",
        "missing",
    ];
    for filter in filters() {
        let (a, b) = (whole.ask(|i| i.totals(&filter)), file.ask(|i| i.totals(&filter)));
        assert_eq!(a, b, "{filter:?}");
        assert_eq!(
            whole.ask(|i| i.facets(&filter)),
            file.ask(|i| i.facets(&filter)),
            "{filter:?}"
        );
        for column in columns {
            for descending in [false, true] {
                let sort = Sort {
                    column: column.to_owned(),
                    descending,
                    ..Sort::default()
                };
                let page = |file: &AtlasFile| file.ask(|i| i.project_page(&filter, &sort, 3, 50));
                assert_eq!(page(&whole), page(&file), "{filter:?} by {column}");
            }
        }
        let pages = |file: &AtlasFile| file.ask(|i| i.town_page(&filter, &Sort::default(), 0, 99));
        assert_eq!(pages(&whole), pages(&file));
        assert_eq!(
            whole.ask(|i| i.map_features(&filter)),
            file.ask(|i| i.map_features(&filter))
        );
    }
    assert_eq!(whole.ask(|i| i.contents()), file.ask(|i| i.contents()));
    assert_eq!(whole.ask(|i| i.info()), file.ask(|i| i.info()));
    assert_eq!(
        whole
            .ask(|i| i.check(&Filter::default(), &|| true))
            .expect("checked"),
        file.ask(|i| i.check(&Filter::default(), &|| true))
            .expect("checked")
    );
    for word in ["道路", "xw", "学校", "环"] {
        assert_eq!(
            whole.ask(|i| i.search(word, 20)),
            file.ask(|i| i.search(word, 20)),
            "{word}"
        );
    }
    for head in file.model().projects.iter() {
        let detail = |file: &AtlasFile| file.ask(|i| i.detail(NodeKind::Project, head.id)).expect("read");
        assert_eq!(detail(&whole), detail(&file), "{}", head.id);
    }
    assert!(whole.model() == file.model());
}

#[test]
fn a_box_is_answered_from_what_is_loaded_and_reads_no_footprint() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let whole = AtlasFile::open(&path, Mode::Look, "").expect("opened");
    let file = light(&path);
    let filter = Filter {
        bbox: Some([110.0, 30.0, 116.4, 36.0]),
        mapped: Some(true),
        ..Filter::default()
    };
    let count = |file: &AtlasFile| file.ask(|i| i.totals(&filter)).projects;
    let own = |file: &AtlasFile| file.ask(|i| i.projects(&filter).filter(|p| p.drawn).count());
    assert!(own(&file) > 50);
    assert_eq!(count(&whole), count(&file));
}

#[test]
fn a_change_of_a_project_in_the_file_keeps_what_was_not_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let mut file = light(&path);
    let id = "practice/p001";
    let before = file.model().projects.full(id).expect("read").expect("there");
    assert!(before.geometry.is_some() && before.source.is_some());
    file.apply(set(id, json!({"name": "新名"})), &stamp())
        .expect("applied");
    file.apply(set("practice/p002", json!({"percent": 7.0})), &stamp())
        .expect("applied");
    let after = file.model().projects.full(id).expect("read").expect("there");
    assert_eq!((after.name.as_str(), &after.geometry), ("新名", &before.geometry));
    // What stays in the file is still read while it is being written to.
    assert!(
        file.model()
            .projects
            .full("practice/p003")
            .expect("read")
            .is_some()
    );
    file.undo(&stamp()).expect("undone");
    file.undo(&stamp()).expect("undone");
    assert_eq!(
        file.model().projects.full(id).expect("read").as_ref(),
        Some(&before)
    );
    file.redo(&stamp()).expect("redone");
    let now = file.model().clone();
    file.close().expect("closed");
    let again = AtlasFile::open(&path, Mode::Look, "").expect("opened");
    assert!(again.model() == &now);
}

#[test]
fn a_town_with_projects_that_stay_in_the_file_is_not_removed() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = light(&practice(dir.path()));
    let town = file
        .model()
        .projects
        .iter()
        .find_map(|p| p.town)
        .expect("a town")
        .0
        .clone();
    let request = ChangeRequest {
        name: "删除".to_owned(),
        note: None,
        edits: vec![EditRequest::Remove {
            table: "regions".to_owned(),
            id: town,
        }],
    };
    let refused = file.apply(request, &stamp()).expect_err("refused");
    assert!(
        matches!(refused, EditError::Change(ChangeError::InUse { .. })),
        "{refused}"
    );
}

#[test]
fn the_map_holds_the_same_places_and_follows_changes() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let whole = AtlasFile::open(&path, Mode::Look, "").expect("opened");
    let mut file = light(&path);
    let (all, loaded) = (whole.map().footprints(), file.map().footprints());
    assert_eq!((all.len(), all.whole()), (loaded.len(), loaded.whole()));
    let shown = file
        .model()
        .projects
        .iter()
        .filter(|p| !file.ask(|i| i.is_unmapped(p)))
        .count();
    assert_eq!(loaded.len(), shown);
    all.compact();
    loaded.compact();
    for z in [6, 9, 12] {
        let tiles = |x: u32, y: u32| (all.tile(z, x, y, None), loaded.tile(z, x, y, None));
        let b = all.whole().expect("places").centre();
        let (x, y) = tile_of(b.x, b.y, z);
        let (a, b) = tiles(x, y);
        assert_eq!(a, b);
    }
    let unmapped = file
        .model()
        .projects
        .iter()
        .find(|p| p.precision == Precision::Unmapped)
        .expect("one");
    let (slot, id) = (unmapped.slot, unmapped.id.to_owned());
    assert!(!loaded.contains(slot));
    let point = json!({"geometry": {"type": "Point", "coordinates": [116.0, 35.0]}, "precision": "sketched"});
    file.apply(set(&id, point), &stamp()).expect("drawn");
    assert_eq!(file.map().hits([116.0, 35.0], 5.0, None, 3), [slot]);
    file.undo(&stamp()).expect("undone");
    assert!(!file.map().footprints().contains(slot));
}

fn tile_of(x: f64, y: f64, z: u8) -> (u32, u32) {
    let n = f64::from(1_u32 << z);
    let lat = y.to_radians();
    let row = (1.0 - lat.tan().asinh() / std::f64::consts::PI) / 2.0 * n;
    (((x + 180.0) / 360.0 * n) as u32, row as u32)
}

#[test]
fn the_shapes_in_view_are_those_of_the_filter() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = light(&practice(dir.path()));
    let everywhere = [-180.0, -90.0, 180.0, 90.0];
    for filter in filters().into_iter().filter(|f| f.bbox.is_none()) {
        let shapes = file
            .shapes_in(everywhere, &filter, 1000)
            .expect("read")
            .expect("not too many");
        let mut found: Vec<String> = shapes.into_iter().map(|s| s.id).collect();
        found.sort();
        let mut wanted: Vec<String> = file.ask(|i| {
            let shown = i.projects(&filter).filter(|p| !i.is_unmapped(p));
            shown.map(|p| p.id.to_owned()).collect()
        });
        wanted.sort();
        assert_eq!(found, wanted, "{filter:?}");
        if wanted.len() > 1 {
            assert_eq!(
                file.shapes_in(everywhere, &filter, 1).expect("read"),
                None,
                "too many for one"
            );
        }
    }
}

#[test]
fn an_import_that_stays_in_the_file_is_undone_and_done_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = practice(dir.path());
    let mut file = light(&path);
    let points: Vec<Value> = (0..300)
        .map(|i| {
            let at = [116.0 + f64::from(i) * 1e-4, 35.0];
            json!({"type": "Feature", "properties": {"项目名称": format!("新增{i}")},
                "geometry": {"type": "Point", "coordinates": at}})
        })
        .collect();
    let source = dir.path().join("新增.geojson");
    let text = json!({"type": "FeatureCollection", "features": points}).to_string();
    std::fs::write(&source, text).expect("written");
    let before = file.model().projects.len();
    let request = ImportRequest::of(source, Target::Projects);
    import_as(&mut file, &request);
    let there = |file: &AtlasFile| file.map().hits([116.0, 35.0], 3.0, None, 9).len();
    assert_eq!((file.model().projects.len(), there(&file)), (before + 300, 1));
    file.undo(&stamp()).expect("undone");
    assert_eq!((file.model().projects.len(), there(&file)), (before, 0));
    file.redo(&stamp()).expect("redone");
    assert_eq!((file.model().projects.len(), there(&file)), (before + 300, 1));
    let new = file
        .model()
        .projects
        .iter()
        .find(|p| p.name == "新增7")
        .expect("there");
    let row = file.model().projects.full(new.id).expect("read").expect("there");
    assert!(row.geometry.is_some());
    assert_eq!(file.model().count(Kind::Project), before + 300);
}

/// An atlas with so many projects more than the practice atlas has, lines and points.
fn many(dir: &Path, count: u32) -> PathBuf {
    let path = practice(dir);
    let features: Vec<Value> = (0..count)
        .map(|i| {
            let (x, y) = (116.0 + f64::from(i % 97) * 1e-3, 35.0 + f64::from(i / 97) * 1e-3);
            let geometry = match i % 3 {
                0 => json!({"type": "Point", "coordinates": [x, y]}),
                1 => json!({"type": "LineString", "coordinates": [[x, y], [x + 1e-3, y + 1e-3]]}),
                _ => Value::Null,
            };
            json!({"type": "Feature", "properties": {"项目名称": format!("新增{i}"), "主要内容": format!("内容{i}")},
                "geometry": geometry})
        })
        .collect();
    let source = dir.join("新增.geojson");
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    std::fs::write(&source, text).expect("written");
    let request = ImportRequest::of(source, Target::Projects);
    let mut file = AtlasFile::open(&path, Mode::Edit, "张三").expect("opened");
    import_as(&mut file, &request);
    file.close().expect("closed");
    path
}

#[test]
fn stretches_read_beside_each_other_make_one_table() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = many(dir.path(), 9_000);
    let whole = AtlasFile::open(&path, Mode::Look, "").expect("opened");
    let file = AtlasFile::open_keeping(&path, Mode::Look, "", 100).expect("opened");
    let ids = |file: &AtlasFile| -> Vec<(String, String, Option<String>, Option<String>)> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let rows = file.model().projects.iter().map(|p| {
            let town = p.town.map(|t| t.as_str().to_owned());
            (p.id.to_owned(), p.name.to_owned(), owned(p.content), town)
        });
        rows.collect()
    };
    assert_eq!(ids(&whole), ids(&file), "in the same order");
    assert_eq!(whole.model(), file.model());
    let (all, read) = (whole.map().footprints(), file.map().footprints());
    assert_eq!((all.len(), all.whole()), (read.len(), read.whole()));
    for slot in 0..file.model().projects.end() {
        assert_eq!(all.shape(slot), read.shape(slot), "{slot}");
        assert_eq!(all.style(slot), read.style(slot), "{slot}");
    }
}

#[test]
fn a_row_far_down_whose_id_cannot_be_read_is_named_by_its_number() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = many(dir.path(), 9_000);
    let conn = rusqlite::Connection::open(&path).expect("opened");
    without_triggers(&conn);
    conn.execute_batch("UPDATE projects SET id = x'00' WHERE fid = 8000")
        .expect("spoiled");
    conn.close().expect("closed");
    let refused = AtlasFile::open_keeping(&path, Mode::Look, "", 100)
        .expect_err("refused")
        .to_string();
    assert!(refused.contains("8000") && refused.contains("“id”"), "{refused}");
}

#[test]
fn the_map_marks_what_is_late_on_the_day_and_follows_edits_and_midnight() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = light(&practice(dir.path()));
    let marked = |file: &AtlasFile| -> Vec<String> {
        let projects = file.model().projects.summary_refs();
        let marks = |slot| {
            file.map()
                .footprints()
                .style(slot)
                .is_some_and(|look| look.is_marked())
        };
        let mut ids: Vec<String> = projects
            .filter(|p| marks(p.slot))
            .map(|p| p.summary().id.to_owned())
            .collect();
        ids.sort();
        ids
    };
    let late = |file: &AtlasFile| -> Vec<String> {
        let page = file.ask(|i| i.project_page(&Filter::default(), &Sort::default(), 0, 10_000));
        let drawn = |id: &str| {
            let slot = file.model().projects.get(id).expect("there").slot;
            file.map().footprints().contains(slot)
        };
        let rows = page.rows.into_iter().filter(|row| row.overdue && drawn(&row.id));
        let mut ids: Vec<String> = rows.map(|row| row.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(marked(&file), Vec::<String>::new(), "no day was said");
    let mut counts = Vec::new();
    for day in [
        "2026-11-30",
        "2026-12-01",
        "2027-01-01",
        "2024-01-01",
        "2031-01-01",
    ] {
        file.set_today(day.parse().expect("a date"));
        assert_eq!(marked(&file), late(&file), "{day}");
        counts.push(marked(&file).len());
    }
    assert!(counts[0] < counts[2] && counts[2] < counts[4], "{counts:?}");
    file.set_today("2026-11-30".parse().expect("a date"));
    let id = marked(&file)[0].clone();
    for (column, value, is) in [
        ("ends", "2027-01", false),
        ("ends", "2026-01", true),
        ("ends", "2027", false),
    ] {
        file.apply(set(&id, json!({ column: value })), &stamp())
            .expect("applied");
        assert_eq!(marked(&file).contains(&id), is, "{column} {value}");
        assert_eq!(marked(&file), late(&file), "{column} {value}");
    }
    file.undo(&stamp()).expect("undone");
    assert_eq!(marked(&file), late(&file));
    assert!(marked(&file).contains(&id));
}
