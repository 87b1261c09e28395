//! The relations that are kept with the model are those that a fresh build from its rows gives, whatever happened.

use std::fmt::Write as _;

use crate::fixtures::{created, edited, stamp};
use planning::atlas_file::{AtlasFile, EditError};
use planning::change::{ChangeRequest, EditRequest};
use planning::import::{ImportRequest, Progress, Target};
use planning::model::{Kind, Model, OwnerKind, Record};
use planning::query::{Filter, NodeKind, Snapshot};
use planning::store::Mode;

/// The tables whose rows are looked up by what they refer to, and the one most of them refer to.
const TABLES: [Kind; 10] = [
    Kind::Assignment,
    Kind::Indicator,
    Kind::Observation,
    Kind::ProjectTask,
    Kind::BudgetLine,
    Kind::ProgressReport,
    Kind::Gate,
    Kind::Designation,
    Kind::Region,
    Kind::Project,
];

/// A linear congruential generator (Knuth, MMIX), so that every run is the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % n
    }
}

/// A random row of a table with some columns of another one: a new row, one that changes, or one that goes.
fn edit(model: &Model, dice: &mut Dice, new: usize) -> Option<EditRequest> {
    let kind = TABLES[dice.below(TABLES.len())];
    let rows = model.rows(kind).expect("rows");
    let table = kind.table().to_owned();
    let mut any = || (!rows.is_empty()).then(|| rows[dice.below(rows.len())].to_map());
    let (mut row, other) = (any()?, any()?);
    let id = row["id"].as_str().expect("an id").to_owned();
    match dice.below(4) {
        0 => return Some(EditRequest::Remove { table, id }),
        1 => {
            row.insert("id".to_owned(), format!("new-{new}").into());
        }
        _ => {}
    }
    // An owner and its kind change together.
    let all = dice.below(2) == 0;
    for column in kind.columns() {
        let mine = column.name.starts_with("owner") || column.name == "id";
        if !mine && (all || column.references.is_some()) {
            row.insert(column.name.to_owned(), other[column.name].clone());
        }
    }
    if let (Some(owner), true) = (other.get("owner"), all) {
        row.insert("owner".to_owned(), owner.clone());
        row.insert("owner_kind".to_owned(), other["owner_kind"].clone());
    }
    Some(EditRequest::Put { table, row })
}

fn check(file: &AtlasFile, after: &str) {
    assert_eq!(
        *file.model().relations(),
        file.model().relations_anew(),
        "after {after}"
    );
}

#[test]
fn relations_stay_right_through_changes_undo_and_redo() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    created(&path, demo_atlas::records());
    let mut file = edited(&path);
    check(&file, "opening");
    let mut dice = Dice(7);
    let (mut made, mut removed, mut back) = (0, 0, 0);
    for turn in 0..1_000 {
        let step = match dice.below(8) {
            0 => file.undo(&stamp()),
            1 => file.redo(&stamp()),
            _ => {
                let many = 1 + dice.below(4);
                let edits: Vec<EditRequest> = (0..many)
                    .filter_map(|i| edit(file.model(), &mut dice, turn * 4 + i))
                    .collect();
                let goes = edits.iter().any(|e| matches!(e, EditRequest::Remove { .. }));
                let request = ChangeRequest {
                    name: "改".to_owned(),
                    note: None,
                    edits,
                };
                let step = file.apply(request, &stamp());
                made += usize::from(step.is_ok());
                removed += usize::from(step.is_ok() && goes);
                step
            }
        };
        match step {
            Ok(_) => back += 1,
            Err(EditError::Store(error)) => panic!("{error}"),
            // Refused: what is still referred to does not go.
            Err(_) => {}
        }
        if turn % 20 == 0 {
            check(&file, &format!("turn {turn}"));
        }
    }
    check(&file, "all turns");
    assert!(
        made > 150 && removed > 40 && back > made + 100,
        "{made} {removed} {back}"
    );

    let kept = file.model().relations().clone();
    file.close().expect("closed");
    let file = AtlasFile::open(&path, Mode::Look, "测试").expect("opened again");
    assert_eq!(*file.model().relations(), kept, "as the file says");
}

#[test]
fn relations_stay_right_through_imports_that_are_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    created(&path, demo_atlas::records());
    let mut text = String::from("项目名称,项目类型,经度,纬度,所属乡镇\n");
    let model = planning::change::Change::model_of(demo_atlas::records()).expect("a model");
    let town = model.regions.iter().last().expect("a region").name.clone();
    for i in 0..3_000 {
        let _ = writeln!(
            text,
            "第{i}号路,道路交通,{},35.5,{town}",
            116.0 + f64::from(i) * 1e-5
        );
    }
    let data = folder.path().join("p.csv");
    std::fs::write(&data, text).expect("written");
    let request = ImportRequest::of(data.to_str().expect("a path"), Target::Projects);
    // Whole rows in memory, and rows that stay in the file.
    for whole in [20_000, 100] {
        let mut file = AtlasFile::open_keeping(&path, Mode::Edit, "测试", whole).expect("opened");
        let report = file.import(&request, &stamp(), false, &Progress::default());
        assert_eq!(report.expect("imported").added, 3_000);
        check(&file, "an import");
        file.undo(&stamp()).expect("taken back");
        check(&file, "taking it back");
        file.redo(&stamp()).expect("done again");
        check(&file, "doing it again");
        file.undo(&stamp()).expect("taken back");
        file.close().expect("closed");
    }
}

#[test]
fn a_link_that_comes_before_its_project_in_one_change_counts() {
    let mut rows = demo_atlas::records();
    let link = rows
        .iter()
        .position(|r| r.kind() == Kind::ProjectTask)
        .expect("a link");
    let link = rows.remove(link);
    rows.insert(0, link.clone());
    let model = planning::change::Change::model_of(rows).expect("a model");
    let Record::ProjectTask(link) = link else {
        panic!("a link");
    };
    let snapshot = Snapshot::new(&model);
    let task = snapshot
        .detail(NodeKind::Task, link.task.as_str())
        .expect("read")
        .expect("there");
    let planning::query::Detail::Task(task) = task else {
        panic!("a task");
    };
    assert!(task.projects.iter().any(|p| p.id == link.project.0));
}

#[test]
fn money_of_a_project_is_listed_by_source_stage_and_year() {
    let model = planning::change::Change::model_of(demo_atlas::records()).expect("a model");
    let lines = model.relations().budget.by(OwnerKind::Project);
    let most = lines.iter().max_by_key(|(_, lines)| lines.len()).expect("money");
    let keys: Vec<_> = most.1.iter().map(|l| (l.source, l.stage, l.year)).collect();
    assert!(keys.len() > 3 && keys.is_sorted(), "{keys:?}");
    let all: usize = lines.iter().map(|(_, lines)| lines.len()).sum();
    let owned = model
        .budget_lines
        .iter()
        .filter(|l| l.owner_kind == OwnerKind::Project);
    assert_eq!(all, owned.count());
    let totals = Snapshot::new(&model).totals(&Filter::default());
    assert!(totals.planned.0 > 0);
}
