//! Two named views: roads and pipes under construction, and the land round the lake.

use serde_json::{Value, json};

use super::{
    ground::{At, at},
    network::LAKE,
    places::town_id,
};
use planning::{
    model::{ProjectKind, ProjectStage, Record, View},
    query::Filter,
};

/// The views.
pub(super) fn rows() -> Vec<Record> {
    let building = Filter {
        kinds: vec![ProjectKind::Road, ProjectKind::Water, ProjectKind::Sewage],
        stages: vec![ProjectStage::Building],
        ..Filter::default()
    };
    let lake = Filter {
        towns: vec![town_id(10), town_id(11)],
        ..Filter::default()
    };
    vec![
        view(1, "在建路网管网", &building, at(0.0, 0.0), 11.0),
        view(2, "月湖片区（月湖畔乡、鹭汀洲乡）", &lake, LAKE.0, 12.5),
    ]
}

fn view(n: i64, name: &str, filter: &Filter, middle: At, zoom: f64) -> Record {
    let middle = middle.lon_lat();
    Record::from(View {
        id: format!("practice/v{n}").into(),
        ordinal: n,
        name: format!("演练·{name}"),
        // A filter is made of lists, words and numbers, which JSON always holds.
        filter: serde_json::to_value(filter).unwrap_or(Value::Null),
        camera: Some(json!({ "lon": middle.x, "lat": middle.y, "zoom": zoom })),
    })
}
