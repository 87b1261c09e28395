//! Units spelt in two ways: found by their names, made one with everything that names them, and parted again by undo.

use std::collections::BTreeMap;
use std::path::Path;

use crate::fixtures::{atlas, stamp};
use crate::removal::row;
use planning::atlas_file::{AtlasFile, EditError};
use planning::model::{Kind, Record};
use planning::rules::units::{SameBy, spelt_twice};
use planning::rules::{Intent, RuleError};
use serde_json::{Value, json};

fn unit(id: &str, name: &str, with: Value) -> Record {
    let mut columns = json!({"region": "county", "name": name, "is_group": false});
    let map = columns.as_object_mut().expect("an object");
    map.extend(with.as_object().expect("columns").clone());
    row(Kind::Unit, id, columns)
}

fn regions() -> Vec<Record> {
    vec![
        row(
            Kind::Region,
            "city",
            json!({"name": "演练市", "level": "prefecture"}),
        ),
        row(
            Kind::Region,
            "county",
            json!({"name": "清河源县", "level": "county", "parent": "city"}),
        ),
        row(
            Kind::Region,
            "beside",
            json!({"name": "平河县", "level": "county", "parent": "city"}),
        ),
    ]
}

/// Which are found to be one: the id that stays with those that go.
fn found(units: Vec<Record>) -> BTreeMap<String, (Vec<String>, SameBy)> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = atlas(folder.path(), [regions(), units].concat());
    let of = |found: planning::rules::units::SpeltTwice| {
        let mut others: Vec<String> = found.others.into_iter().map(|one| one.id).collect();
        others.sort();
        (found.keep.id, (others, found.by))
    };
    spelt_twice(file.model()).into_iter().map(of).collect()
}

fn check(one: &str, other: &str, expected: Option<SameBy>) {
    let found = found(vec![unit("a", one, json!({})), unit("b", other, json!({}))]);
    let by = found.values().next().map(|(_, by)| *by);
    assert_eq!(by, expected, "{one} {other}");
}

#[test]
fn units_are_one_by_name_other_name_region_and_short_form() {
    check("县财政局", "县财政局", Some(SameBy::Name));
    check("县发改局（粮食局）", "县发改局(粮食局)", Some(SameBy::Name));
    check("清河源县财政局", "县财政局", Some(SameBy::Region));
    check("演练市清河源县财政局", "财政局", Some(SameBy::Region));
    check("县住房和城乡建设局", "县住建局", Some(SameBy::Short));
    check("清河源县住房和城乡建设局", "住建局", Some(SameBy::Short));
    check("县水务局", "县财政局", None);
    check("县教育局", "县体育局", None);
    // A region's name is no name of its body.
    check("县委", "县政府", None);
    let by_alias = found(vec![
        unit(
            "a",
            "县供电公司",
            json!({"aliases": "国网清河源供电公司、县电力公司"}),
        ),
        unit("b", "国网清河源供电公司", json!({})),
        unit("c", "县电力公司", json!({})),
    ]);
    assert_eq!(by_alias.len(), 1);
    let (keep, (others, by)) = by_alias.first_key_value().expect("one");
    assert_eq!(others.len(), 2, "{keep} {others:?}");
    assert_eq!(*by, SameBy::Alias);
}

#[test]
fn bodies_of_two_counties_groups_and_short_names_of_several_are_not_one() {
    let other = unit("b", "县财政局", json!({"region": "beside"}));
    assert!(found(vec![unit("a", "县财政局", json!({})), other]).is_empty());
    let group = unit("b", "各镇街", json!({"is_group": true}));
    assert!(found(vec![unit("a", "各镇街", json!({})), group]).is_empty());
    // 县农业局 could be either.
    let several = found(vec![
        unit("a", "县农业农村局", json!({})),
        unit("b", "县农业机械局", json!({})),
        unit("c", "县农业局", json!({})),
    ]);
    assert!(several.is_empty(), "{several:?}");
}

#[test]
fn the_unit_that_is_used_most_is_proposed_to_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = atlas(folder.path(), rows());
    let found = spelt_twice(file.model());
    assert_eq!(found.len(), 1);
    // Three assignments, a project and a deliverable name the short one, one assignment the long one.
    assert_eq!((found[0].keep.id.as_str(), found[0].keep.used), ("short", 6));
    assert_eq!(found[0].others[0].used, 1);
}

/// A unit under two names, with rows of every table that can name a unit.
fn rows() -> Vec<Record> {
    let mut rows = regions();
    rows.extend([
        unit("long", "县住房和城乡建设局", json!({"note": "2019年组建"})),
        unit("short", "县住建局", json!({"aliases": "住建局"})),
        unit("third", "县水务局", json!({})),
        row(Kind::Plan, "p", json!({"region": "county"})),
        row(Kind::Task, "t", json!({"plan": "p"})),
        row(Kind::Task, "t2", json!({"plan": "p"})),
        assigned("x1", "t", "long", "lead"),
        assigned("x2", "t", "short", "lead"),
        assigned("x3", "t", "short", "supporting"),
        assigned("x4", "t2", "short", "responsible"),
        row(
            Kind::Project,
            "road",
            json!({"lead_unit": "short", "name": "环镇路", "alternative": false}),
        ),
        row(Kind::Deliverable, "d", json!({"plan": "p", "unit": "short"})),
        row(Kind::Gate, "g", json!({"project": "road", "office": "short"})),
        row(Kind::View, "v", json!({"filter": {"units": ["short", "third"]}})),
    ]);
    rows
}

fn assigned(id: &str, task: &str, unit: &str, role: &str) -> Record {
    row(
        Kind::Assignment,
        id,
        json!({"task": task, "unit": unit, "role": role, "ordinal": 1}),
    )
}

fn merge(file: &mut AtlasFile, keep: &str, gone: &[&str]) -> Result<(), EditError> {
    let intent = Intent::MergeUnits {
        name: "并为一家".to_owned(),
        keep: keep.to_owned(),
        gone: gone.iter().map(|id| (*id).to_owned()).collect(),
    };
    file.intend(intent, &stamp()).map(drop)
}

/// The bytes of the CSV form.
fn text(file: &AtlasFile, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let _ = std::fs::remove_dir_all(folder);
    planning::text::write_dir(file.model(), folder).expect("written");
    let mut out = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .strip_prefix(folder)
                .expect("within")
                .to_string_lossy()
                .into_owned();
            out.insert(name, std::fs::read(path).expect("read"));
        }
    }
    assert!(!out.is_empty());
    out
}

#[test]
fn a_merged_unit_takes_every_reference_and_undo_parts_them_to_the_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = atlas(folder.path(), rows());
    let before = text(&file, &folder.path().join("before"));

    merge(&mut file, "long", &["short"]).expect("merged");
    let model = file.model();
    let kept = model.units.get("long").expect("there");
    assert_eq!(kept.aliases.as_deref(), Some("县住建局、住建局"));
    assert_eq!(kept.note.as_deref(), Some("2019年组建"));
    assert!(model.units.get("short").is_none());
    // No row of any table names the one that went, in a column or in a view.
    for (name, bytes) in text(&file, &folder.path().join("after")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(
            !text
                .split([',', '\n', '"', '\\', '[', ']'])
                .any(|cell| cell == "short"),
            "{name} {text}"
        );
    }
    // The task that named both as lead names the unit once; its other role stays.
    let roles: Vec<String> = model
        .relations()
        .assignments_of_unit
        .of("long")
        .iter()
        .map(|row| format!("{} {:?}", row.task, row.role))
        .collect();
    assert_eq!(roles.len(), 3, "{roles:?}");
    assert_eq!(
        model.views.get("v").expect("there").filter["units"],
        json!(["third", "long"])
    );
    assert_eq!(file.undo_name().0, Some("并为一家"));

    file.undo(&stamp()).expect("undone");
    assert_eq!(text(&file, &folder.path().join("back")), before);
}

#[test]
fn units_that_cannot_be_one_are_not_merged() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rows = rows();
    rows.push(unit("far", "县住建局", json!({"region": "beside"})));
    rows.push(unit("group", "各镇街", json!({"is_group": true})));
    let mut file = atlas(folder.path(), rows);
    for gone in ["far", "group"] {
        let error = merge(&mut file, "long", &[gone]).expect_err("refused");
        assert!(
            matches!(error, EditError::Rule(RuleError::UnitsDiffer { .. })),
            "{error}"
        );
        assert!(error.to_string().contains("县住房和城乡建设局"), "{error}");
    }
    merge(&mut file, "long", &["long"]).expect_err("nothing to merge");
    merge(&mut file, "long", &["没有"]).expect_err("not there");
    assert_eq!(file.model().units.iter().count(), 5);
}
