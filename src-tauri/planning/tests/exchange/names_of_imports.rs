//! Towns, units and plans that a ledger names and the atlas lacks: listed, brought in with the import, led elsewhere.

use std::path::{Path, PathBuf};

use crate::fixtures::{atlas, stamp};
use planning::atlas_file::AtlasFile;
use planning::import::{ImportReport, ImportRequest, NameKind, Resolution, Target};
use planning::model::{Kind, Project, Record, RegionLevel};
use planning::progress::Progress;
use planning::store::Mode;

fn empty(folder: &Path) -> AtlasFile {
    atlas(folder, Vec::new())
}

fn ledger(folder: &Path) -> PathBuf {
    let path = folder.join("汶上县重点项目.csv");
    let text = "项目名称,镇街,牵头单位,方案\n\
                污水管网,杨店镇,县水务局,汶上县城建方案\n\
                道路改造,杨店镇,县交通局,汶上县城建方案\n\
                绿化,次邱镇,县水务局,\n\
                广场,不存在的镇,,\n";
    std::fs::write(&path, text).expect("written");
    path
}

fn import(atlas: &mut AtlasFile, path: &Path, resolutions: &[Resolution], trial: bool) -> ImportReport {
    let mut request = ImportRequest::of(path, Target::Projects);
    request.resolutions = resolutions.to_vec();
    let names = [
        ("name", "项目名称"),
        ("town", "镇街"),
        ("lead_unit", "牵头单位"),
        ("plan", "方案"),
    ];
    let names = names.map(|(column, field)| (column.to_owned(), field.to_owned()));
    request.mapping = Some(planning::import::Mapping(names.into()));
    atlas
        .import(&request, &stamp(), trial, &Progress::default())
        .expect("imported")
}

fn add_all(report: &ImportReport) -> Vec<Resolution> {
    let can = report.unresolved.iter().filter(|name| name.can_add);
    can.map(|name| Resolution {
        kind: name.kind,
        name: name.name.clone(),
        id: None,
    })
    .collect()
}

fn projects(atlas: &AtlasFile) -> Vec<Project> {
    let rows = atlas.model().rows(Kind::Project).expect("read");
    let project = |row| match row {
        Record::Project(project) => project,
        other => panic!("{other:?}"),
    };
    rows.into_iter().map(project).collect()
}

#[test]
fn names_are_listed_with_what_would_come_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger(folder.path());
    let report = import(&mut empty(folder.path()), &path, &[], true);
    let listed: Vec<(NameKind, &str, u64, bool)> = report
        .unresolved
        .iter()
        .map(|n| (n.kind, n.name.as_str(), n.count, n.can_add))
        .collect();
    assert_eq!(
        listed,
        [
            (NameKind::Town, "不存在的镇", 1, true),
            (NameKind::Town, "杨店镇", 2, true),
            (NameKind::Town, "次邱镇", 1, true),
            (NameKind::Unit, "县交通局", 1, true),
            (NameKind::Unit, "县水务局", 2, true),
            (NameKind::Plan, "汶上县城建方案", 2, true),
        ]
    );
    let places: Vec<Option<&str>> = report.unresolved[..3]
        .iter()
        .map(|n| n.place.as_deref())
        .collect();
    assert_eq!(
        places,
        [
            None,
            Some("山东省济宁市汶上县杨店镇"),
            Some("山东省济宁市汶上县次邱镇")
        ]
    );
}

#[test]
fn names_that_are_brought_in_are_rows_of_the_same_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger(folder.path());
    let mut atlas = empty(folder.path());
    let trial = import(&mut atlas, &path, &[], true);
    let report = import(&mut atlas, &path, &add_all(&trial), false);
    assert!(report.unresolved.is_empty(), "{:?}", report.unresolved);
    assert_eq!(
        report.brought_in,
        [(Kind::Region, 6), (Kind::Unit, 2), (Kind::Plan, 1)]
    );
    let regions = &atlas.model().regions;
    let towns: Vec<&str> = regions
        .iter()
        .filter(|r| r.level == RegionLevel::Township)
        .map(|r| r.name.as_str())
        .collect();
    assert_eq!(towns.len(), 3, "{towns:?}");
    let county = regions
        .iter()
        .find(|r| r.name == "汶上县")
        .expect("the county came along")
        .id
        .clone();
    for town in regions.iter().filter(|r| r.level == RegionLevel::Township) {
        assert_eq!(town.parent.as_ref(), Some(&county), "{}", town.name);
    }
    assert!(projects(&atlas).iter().all(|p| p.town.is_some()));
    assert_eq!(
        projects(&atlas).iter().filter(|p| p.lead_unit.is_some()).count(),
        3
    );
    assert_eq!(projects(&atlas).iter().filter(|p| p.plan.is_some()).count(), 2);
    // What was not found anywhere has no place.
    let unknown = regions.iter().find(|r| r.name == "不存在的镇").expect("there");
    assert!(unknown.geometry.is_none());

    atlas.undo(&stamp()).expect("undone");
    for kind in [Kind::Project, Kind::Region, Kind::Unit, Kind::Plan] {
        assert_eq!(atlas.model().count(kind), 0, "{kind:?}");
    }
    atlas.redo(&stamp()).expect("again");
    assert!(projects(&atlas).iter().all(|p| p.town.is_some()));
    atlas.close().expect("closed");
    let atlas = AtlasFile::open(&folder.path().join("a.gpkg"), Mode::Look, "测试").expect("opened");
    assert_eq!(atlas.model().count(Kind::Unit), 2, "also in the file");
}

#[test]
fn a_name_is_led_to_a_row_that_is_there_or_left_empty() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger(folder.path());
    let mut atlas = empty(folder.path());
    let trial = import(&mut atlas, &path, &[], true);
    import(&mut atlas, &path, &add_all(&trial), false);
    let town = atlas
        .model()
        .regions
        .iter()
        .find(|r| r.name == "次邱镇")
        .expect("there")
        .id
        .clone();
    let other = folder.path().join("二.csv");
    std::fs::write(
        &other,
        "项目名称,镇街,牵头单位,方案\n停车场,次丘,,\n公厕,别处镇,,\n",
    )
    .expect("written");
    let means = Resolution {
        kind: NameKind::Town,
        name: "次丘".to_owned(),
        id: Some(town.0.clone()),
    };
    let report = import(&mut atlas, &other, &[means], false);
    let left: Vec<&str> = report.unresolved.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(left, ["别处镇"]);
    let of = |name: &str| {
        projects(&atlas)
            .into_iter()
            .find(|p| p.name == name)
            .expect("there")
            .town
    };
    assert_eq!((of("停车场"), of("公厕")), (Some(town), None));
}

#[test]
fn units_and_plans_are_brought_in_only_where_something_says_which_county_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("台账.csv");
    std::fs::write(
        &path,
        "项目名称,镇街,牵头单位,方案\n甲,某某无名镇,水务局,某方案\n",
    )
    .expect("written");
    let report = import(&mut empty(folder.path()), &path, &[], true);
    assert_eq!(report.unresolved.len(), 3);
    let can: Vec<(NameKind, bool)> = report
        .unresolved
        .iter()
        .map(|name| (name.kind, name.can_add))
        .collect();
    assert_eq!(
        can,
        [
            (NameKind::Town, true),
            (NameKind::Unit, false),
            (NameKind::Plan, false)
        ]
    );
}

#[test]
fn an_import_stands_in_the_history_of_its_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger(folder.path());
    let mut atlas = empty(folder.path());
    let report = import(&mut atlas, &path, &[], false);
    let ids = atlas
        .rows_of_step(report.seq.expect("a step"), Kind::Project)
        .expect("read");
    assert_eq!(ids.len(), 4);
    let steps = planning::history::steps(&atlas, Some((Kind::Project, ids[1].as_str())), 5).expect("read");
    let names: Vec<&str> = steps.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, [report.name.as_str()]);
    assert!(
        planning::history::steps(&atlas, Some((Kind::Project, "nobody")), 5)
            .expect("read")
            .is_empty()
    );
}
