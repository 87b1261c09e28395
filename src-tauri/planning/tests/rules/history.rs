//! What the history of a thing holds.

use planning::change::{ChangeRequest, EditRequest};
use planning::history::steps;
use planning::model::Kind;
use serde_json::json;

use crate::fixtures::{created, edited, stamp};
use crate::removal::row;

/// Problems, photos and the task link of a project belong to its history; what another project owns does not.
#[test]
fn the_history_of_a_project_holds_what_it_owns() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.gpkg");
    created(
        &path,
        vec![
            row(Kind::Region, "town", json!({})),
            row(Kind::Project, "x", json!({"town": "town"})),
            row(Kind::Project, "y", json!({"town": "town"})),
        ],
    );
    let mut file = edited(&path);
    let owned = |kind: &str, owner: &str| json!({"owner_kind": kind, "owner": owner});
    for (name, kind, with) in [
        ("问题", Kind::Problem, owned("project", "x")),
        ("照片", Kind::Attachment, owned("project", "x")),
        ("调度", Kind::ProgressReport, owned("project", "x")),
        ("资金", Kind::BudgetLine, owned("project", "x")),
        ("节点", Kind::Gate, json!({"project": "x"})),
        ("别的项目", Kind::Problem, owned("project", "y")),
        ("同号的镇", Kind::Problem, owned("town", "town")),
    ] {
        let put = ChangeRequest {
            name: name.to_owned(),
            note: None,
            edits: vec![EditRequest::Put {
                table: kind.table().to_owned(),
                row: row(kind, name, with).to_map(),
            }],
        };
        file.apply(put, &stamp()).expect("applied");
    }
    let names = |kind, id| -> Vec<String> {
        let found = steps(&file, Some((kind, id)), 100).expect("read");
        found.into_iter().map(|step| step.name).collect()
    };
    let of_x = names(Kind::Project, "x");
    assert_eq!(of_x[..5], ["节点", "资金", "调度", "照片", "问题"], "{of_x:?}");
    assert!(!of_x.iter().any(|name| name == "别的项目" || name == "同号的镇"));
    assert_eq!(names(Kind::Region, "town")[0], "同号的镇");
}
