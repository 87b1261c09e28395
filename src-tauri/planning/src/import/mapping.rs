//! Which field of a file becomes which column of an atlas.

use std::collections::BTreeMap;

use geo::CoordsIter;
use geo_types::Coord;
use geodata::crs::suggest::{CoordinateOrder, Suggestion, SuggestionReason};
use geodata::crs::{Converter, Crs};
use geodata::formats::headers::{self, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::money::MoneyField;
use super::own_export;
use super::placement;
use super::survey::LayerSurvey;
use crate::model::{Kind, Model};

/// What the features of a file become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Target {
    Projects,
    Sites,
    /// Points of towns that are there, or new towns.
    Towns,
    /// Control lines; they replace nothing.
    ControlLines,
}

impl Target {
    /// Every target.
    pub const ALL: &'static [Self] = &[Self::Projects, Self::Sites, Self::Towns, Self::ControlLines];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::Sites => "sites",
            Self::Towns => "towns",
            Self::ControlLines => "control-lines",
        }
    }

    /// Its Chinese name.
    pub fn label(self) -> &'static str {
        self.kind().label()
    }

    /// The target of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.word() == word)
    }

    /// The table the rows go to.
    pub fn kind(self) -> Kind {
        match self {
            Self::Projects => Kind::Project,
            Self::Sites => Kind::Site,
            Self::Towns => Kind::Region,
            Self::ControlLines => Kind::ControlLine,
        }
    }

    /// Columns a field can become, those that matter most first.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Projects => &[
                "name",
                "kind",
                "town",
                "stage",
                "plan",
                "starts",
                "ends",
                "completed_on",
                "quantity",
                "quantity_unit",
                "content",
                "lead_unit",
                "percent",
                "precision",
                "money_source",
                "money_year",
                "money",
                "note",
                "id",
                "town_code",
                "plan_title",
                "alternative",
                "source",
                "read_at",
                "project_code",
                "nature",
                "responsible_post",
                "public_benefit",
                "yearly_revenue",
                "bond_years",
                "bond_rate",
            ],
            Self::Sites => &["name", "kind", "town", "plan", "precision", "note", "id"],
            Self::Towns => &["name", "code", "note", "id"],
            Self::ControlLines => &["kind", "name", "dated", "source", "id"],
        }
    }
}

/// Fields by the column they become. A column that is not named stays empty or gets its usual value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Mapping(
    /// Name of the field by name of the column.
    pub BTreeMap<String, String>,
);

/// Fields that say when a project was completed, not when it is to be: those of our own exports (cut short in Shapefiles), and of ledgers.
const COMPLETED_ON: &[&str] = &[
    "completed_on",
    "completed_",
    "实际竣工",
    "实际竣工日期",
    "实际竣工时间",
];

/// Columns that ledgers call by one name.
const BY_HEADING: &[(&str, &str)] = &[
    ("project_code", "项目代码"),
    ("nature", "建设性质"),
    ("responsible_post", "责任人职务"),
];

/// The columns that the fields of a layer seem to be. A field is taken for the id only when the atlas has rows of
/// such ids (`known`): the running numbers of one file must not overwrite what came with another.
pub(super) fn guess(target: Target, layer: &LayerSurvey, known: &dyn Fn(&str) -> bool) -> Mapping {
    let names: Vec<String> = layer.fields.iter().map(|f| f.name.clone()).collect();
    if target == Target::Projects && own_export::is_own(&names) {
        return Mapping(own_export::columns(&names));
    }
    let mut mapping = Mapping::default();
    let has = |name: &str| layer.fields.iter().any(|f| f.name == name);
    for (column, field) in BY_HEADING.iter().filter(|(_, field)| has(field)) {
        if target == Target::Projects {
            mapping.0.insert((*column).to_owned(), (*field).to_owned());
        }
    }
    if target == Target::Projects
        && let Some(field) = COMPLETED_ON.iter().find(|field| has(field))
    {
        mapping.0.insert("completed_on".to_owned(), (*field).to_owned());
    }
    if has("图层") && has("句柄") {
        // A drawing: what a thing is is said by its layer.
        if target != Target::Towns {
            mapping.0.insert("kind".to_owned(), "图层".to_owned());
        }
        return mapping;
    }
    for (at, role, _) in headers::guess(&layer.head.fields, &layer.values) {
        let column = match (role, target) {
            (Role::Id, Target::Towns) => "code",
            (Role::Id, _) => "id",
            (Role::Name, _) => "name",
            (Role::Kind, Target::Projects | Target::Sites) => "kind",
            (Role::Kind | Role::ControlKind, Target::ControlLines) => "kind",
            (Role::Stage, _) => "stage",
            (Role::Town, Target::Towns) => "name",
            (Role::Town, _) => "town",
            (Role::TownCode, Target::Towns) => "code",
            (Role::Plan, _) => "plan",
            (Role::Starts, _) => "starts",
            (Role::Ends, _) => "ends",
            (Role::Quantity, _) => "quantity",
            (Role::QuantityUnit, _) => "quantity_unit",
            (Role::Content, _) => "content",
            (Role::LeadUnit, _) => "lead_unit",
            (Role::Percent, _) => "percent",
            (Role::MoneySource, Target::Projects) => "money_source",
            (Role::Precision, _) => "precision",
            (Role::Note, _) => "note",
            (Role::Dated, Target::ControlLines) => "dated",
            (Role::Source, Target::ControlLines) => "source",
            _ => continue,
        };
        let values = || {
            layer
                .values
                .iter()
                .filter_map(|row| row.get(at))
                .filter_map(super::fields::text)
        };
        if column == "id" && !values().any(|id| known(&id)) {
            continue;
        }
        // 资金来源/中央 holds amounts.
        if column == "money_source" && layer.head.fields[at].name.contains('/') {
            continue;
        }
        if target.columns().contains(&column) && !mapping.0.contains_key(column) {
            mapping
                .0
                .insert(column.to_owned(), layer.head.fields[at].name.clone());
        }
    }
    if target == Target::Projects {
        fill_gaps(layer, &mut mapping);
    }
    mapping
}

/// Columns that are guessed last: the year of the money, and who leads where a ledger only says who is responsible.
fn fill_gaps(layer: &LayerSurvey, mapping: &mut Mapping) {
    let has = |name: &str| layer.fields.iter().any(|f| f.name == name);
    for name in ["资金年度", "下达年度", "投资年度"] {
        if has(name) && !mapping.0.contains_key("money_year") {
            mapping.0.insert("money_year".to_owned(), name.to_owned());
        }
    }
    let roles = headers::guess(&layer.head.fields, &layer.values);
    if !mapping.0.contains_key("percent") {
        let words = |at: usize| {
            let texts = layer
                .values
                .iter()
                .filter_map(move |row| row.get(at))
                .filter_map(super::fields::text);
            let all: Vec<bool> = texts
                .map(|text| super::percent::percent_in(&text).is_some())
                .collect();
            all.iter().filter(|yes| **yes).count() * 2 >= all.len().max(1)
        };
        let said = roles
            .iter()
            .find(|(at, role, _)| *role == Role::Progress && words(*at));
        if let Some((at, ..)) = said {
            mapping
                .0
                .insert("percent".to_owned(), layer.head.fields[*at].name.clone());
        }
    }
    if !mapping.0.contains_key("lead_unit")
        && let Some((at, ..)) = roles.iter().find(|(_, role, _)| *role == Role::Units)
    {
        mapping
            .0
            .insert("lead_unit".to_owned(), layer.head.fields[*at].name.clone());
    }
}

/// The fields of money of a layer. `file` is the name of its file.
pub(super) fn guess_money(layer: &LayerSurvey, file: &str, mapping: &Mapping) -> Vec<MoneyField> {
    if mapping.0.contains_key("money") {
        return Vec::new();
    }
    let mut around = layer.captions.clone();
    around.extend([layer.head.name.clone(), file.to_owned()]);
    let mut fields = super::money::guess(&layer.head.fields, &layer.values, &around);
    fields.retain(|field| !mapping.0.values().any(|mapped| *mapped == field.field));
    fields
}

/// Systems that the numbers of a layer fit, the likeliest first.
pub(super) fn likely(layer: &LayerSurvey, expected: &[Coord<f64>]) -> Vec<Suggestion> {
    let sample: Vec<Coord<f64>> = layer
        .shapes
        .iter()
        .filter_map(|(_, shape)| shape.0.coords_iter().next())
        .collect();
    geodata::crs::suggest(&sample, expected, layer.head.crs.known())
}

/// The likeliest systems, each with the town of the atlas near which the layer would then lie.
pub(super) fn likely_in_words(layer: &LayerSurvey, model: &Model) -> String {
    let found = likely(layer, &placement::places(model));
    let Some(first) = found.first() else {
        return "没有合适的".to_owned();
    };
    if first.why == SuggestionReason::AnyZone {
        return "CGCS2000 的某个 3 度带，请按当地经度选择（如 117°E 是 EPSG:4548）".to_owned();
    }
    let corner = layer.shapes.iter().find_map(|(_, s)| s.0.coords_iter().next());
    let in_words = |s: &Suggestion| {
        let at = corner.and_then(|c| Converter::new(s.crs, None).ok()?.inverse(s.arranged(c)).ok());
        let turned = match s.order {
            CoordinateOrder::AsGiven => "",
            CoordinateOrder::Swapped => " X↔Y",
        };
        let unit = if s.scale == 1.0 { "" } else { " mm" };
        match at.and_then(|at| placement::nearest_town(model, at)) {
            Some((town, km)) => format!("{}{turned}{unit}（{town} {km:.0} km）", code(s.crs)),
            None => format!("{}{turned}{unit}", code(s.crs)),
        }
    };
    // What lies much farther off than the first is no help.
    let near = found.iter().filter(|s| s.plausibility > first.plausibility / 3.0);
    let names: Vec<String> = near.take(3).map(in_words).collect();
    names.join("、")
}

/// The code of a system: its EPSG number, or its name where it has none.
pub fn code(crs: Crs) -> String {
    match (crs.epsg(), crs) {
        (Some(number), _) => format!("EPSG:{number}"),
        (None, Crs::Gcj02) => "GCJ-02".to_owned(),
        (None, Crs::Bd09) => "BD-09".to_owned(),
        (None, other) => other.name(),
    }
}
