//! Makes the fixtures of the schema version that this program writes: `schema_fixture FILE.gpkg TOWNS.gpkg`.
//!
//! The first is a small atlas whose journal has an entry of every kind, the last of them the taking back of an import; the
//! second has towns with boundaries: imported, drawn anew by a change, taken away, and some whose import was taken back. Run
//! it before the version is raised and keep the files in `tests/fixtures/`; `tests/store/migration.rs` says what is in them.

use std::path::Path;

use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest, read_row};
use planning::import::{ImportRequest, Progress, Target};
use planning::model::{Kind, Record};
use planning::store::{Mode, Stamp};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let path = |n: usize| {
        std::env::args()
            .nth(n)
            .ok_or("schema_fixture FILE.gpkg TOWNS.gpkg")
    };
    one_of_all(Path::new(&path(1)?))?;
    towns(Path::new(&path(2)?))
}

/// Towns with boundaries.
fn towns(path: &Path) -> Result<(), Failure> {
    AtlasFile::create(path, rows()?, "新建图册：从 x 读入", &stamp(0))?;
    let import = |names: &[&str], west: f64, at: &Stamp| -> Result<AtlasFile, Failure> {
        let mut file = AtlasFile::open(path, Mode::Edit, "张三")?;
        let features: Vec<Value> = names
            .iter()
            .zip(0_u32..)
            .map(|(name, n)| feature(name, west + 0.1 * f64::from(n)))
            .collect();
        let given = path.with_extension("geojson");
        std::fs::write(
            &given,
            json!({"type": "FeatureCollection", "features": features}).to_string(),
        )?;
        let request = ImportRequest::of(&given, Target::Towns);
        file.import(&request, at, false, &Progress::default())?;
        std::fs::remove_file(given)?;
        Ok(file)
    };
    let mut file = import(&["甲镇", "乙镇", "丙镇"], 119.5, &stamp(1))?;
    for (n, name, outline) in [
        (
            2,
            "乙镇",
            json!("POLYGON ((119.6 36.5, 119.65 36.5, 119.65 36.6, 119.6 36.5))"),
        ),
        (3, "丙镇", Value::Null),
    ] {
        let found = file.model().regions.iter().find(|region| region.name == name);
        let id = found.ok_or("a town")?.id.0.clone();
        let set = EditRequest::Set {
            table: "regions".to_owned(),
            id,
            columns: columns(json!({ "outline": outline })),
        };
        file.apply(step("改镇界", "", set), &stamp(n))?;
    }
    file.close()?;
    file = import(&["丁镇", "戊镇"], 120.5, &stamp(4))?;
    file.undo(&stamp(5))?;
    Ok(file.close()?)
}

/// A town of two parts, the second with a hole.
fn feature(name: &str, west: f64) -> Value {
    let square = |x: f64, y: f64, side: f64| {
        json!([[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]])
    };
    let parts = json!([
        [square(west, 36.5, 0.05)],
        [square(west, 36.6, 0.05), square(west + 0.01, 36.61, 0.01)]
    ]);
    json!({"type": "Feature", "properties": {"镇街": name}, "geometry": {"type": "MultiPolygon", "coordinates": parts}})
}

fn one_of_all(path: &Path) -> Result<(), Failure> {
    AtlasFile::create(path, rows()?, "新建图册：从 x 读入", &stamp(0))?;
    let mut file = AtlasFile::open(path, Mode::Edit, "张三")?;
    let line = json!({"type": "LineString", "coordinates": [[120.0, 36.0], [120.1, 36.1], [120.2, 36.1]]});
    let drawn = EditRequest::Set {
        table: "projects".to_owned(),
        id: "p1".to_owned(),
        columns: columns(json!({"geometry": line, "precision": "surveyed"})),
    };
    file.apply(step("画范围：一条路", "现场测量", drawn), &stamp(1))?;
    let money = json!({"id": "b1", "owner_kind": "project", "owner": "p1", "source": "county", "stage": "approved",
        "year": 2026, "amount": 1_234_500, "read_at": null, "note": null});
    let added = EditRequest::Put {
        table: "budget_lines".to_owned(),
        row: columns(money),
    };
    file.apply(step("添加资金", "", added), &stamp(2))?;
    file.undo(&stamp(3))?;
    file.redo(&stamp(4))?;
    let points = path.with_extension("csv");
    std::fs::write(
        &points,
        "项目名称,项目类型,经度,纬度,施工队\n东桥,道路交通,120.1,36.2,一队\n西桥,道路交通,120.2,36.2,二队\n南桥,道路交通,120.3,36.2,三队\n",
    )?;
    let request = ImportRequest::of(&points, Target::Projects);
    file.import(&request, &stamp(5), false, &Progress::default())?;
    file.undo(&stamp(6))?;
    file.close()?;
    std::fs::remove_file(points)?;
    Ok(())
}

fn rows() -> Result<Vec<Record>, Failure> {
    let rows = [
        (
            Kind::AtlasInfo,
            json!({"id": "atlas", "title": "旧图册", "practice": false}),
        ),
        (
            Kind::Region,
            json!({"id": "370283", "name": "平度市", "level": "county", "geometry":
                {"type": "Point", "coordinates": [119.98, 36.77]}, "precision": "county"}),
        ),
        (
            Kind::Plan,
            json!({"id": "p", "ordinal": 1, "title": "一个方案", "short_title": "方案", "issuer": "某办公室", "region": "370283"}),
        ),
        (
            Kind::Project,
            json!({"id": "p1", "plan": "p", "ordinal": 1, "name": "一条路", "kind": "road", "town": "370283", "stage": "idea",
                "precision": "sketched", "alternative": false, "geometry":
                {"type": "LineString", "coordinates": [[120.0, 36.0], [120.1, 36.1]]}}),
        ),
        (
            Kind::Project,
            json!({"id": "p2", "plan": "p", "ordinal": 2, "name": "没有位置的项目", "kind": "health", "town": "370283",
                "stage": "idea", "precision": "none", "alternative": false}),
        ),
    ];
    rows.into_iter()
        .map(|(kind, row)| Ok(read_row(kind, columns(row))?))
        .collect()
}

fn columns(value: Value) -> serde_json::Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn step(name: &str, note: &str, edit: EditRequest) -> ChangeRequest {
    ChangeRequest {
        name: name.to_owned(),
        note: (!note.is_empty()).then(|| note.to_owned()),
        edits: vec![edit],
    }
}

fn stamp(second: u32) -> Stamp {
    Stamp {
        at: format!("2026-11-22T08:00:{second:02}.000Z"),
        who: "张三".to_owned(),
    }
}
