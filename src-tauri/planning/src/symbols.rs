//! How things look on a map: colours, icons, outlines, strength of fills, dashes, and what pins are put together of. Pure
//! data, one table for the window ([`table`] is what the page is made with) and for whatever else draws a map.

mod icons;
pub mod legend;
pub mod lights;
pub mod pins;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::model::{Category, ControlKind, LightState, ProjectKind, ProjectStage, SiteKind};

/// A colour on a light and on a dark ground, as CSS writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Colour {
    /// On a light ground.
    pub light: &'static str,
    /// On a dark ground.
    pub dark: &'static str,
}

const fn colour(light: &'static str, dark: &'static str) -> Colour {
    Colour { light, dark }
}

/// How a kind of project looks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct KindSymbol {
    /// Of its pin, its lines and its areas.
    pub colour: Colour,
    /// Strokes for a 24 by 24 svg.
    pub icon: &'static str,
}

/// How a stage of a project looks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StageSymbol {
    /// Of the dot at its pin.
    pub colour: Colour,
    /// Strength of the fill of an area, 0 to 1.
    pub fill: f64,
    /// Width of the edge in pixels.
    pub width: f64,
}

/// How a town looks, by its category.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TownSymbol {
    /// Of its symbol.
    pub colour: Colour,
    /// Outline around (0, 0), about 16 pixels across, as the path of an svg.
    pub outline: &'static str,
    /// How far below the middle the white dot of a provincial pilot stands, pixels: a triangle's lies lower.
    pub dot: f64,
}

/// Dashes of an edge, pixels drawn and left out in turn. Solid is only what was surveyed or approved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Dashes {
    /// One of several places that are weighed against each other.
    pub alternative: &'static [f64],
    /// A project that was stopped.
    pub suspended: &'static [f64],
    /// A place that was neither surveyed nor approved.
    pub uncertain: &'static [f64],
}

/// The dashes of edges.
pub const DASHES: Dashes = Dashes {
    alternative: &[2.0, 5.0],
    suspended: &[10.0, 4.0, 2.0, 4.0],
    uncertain: &[8.0, 5.0],
};

/// Of sites: one quiet grey, the icon tells the kind.
pub const SITE_COLOUR: Colour = colour("#5c6878", "#a3adba");

/// How a kind of project looks.
pub fn of_kind(kind: ProjectKind) -> KindSymbol {
    use ProjectKind as K;
    let (colour, icon) = match kind {
        K::Road => (colour("#a8641c", "#e0a15c"), icons::ROUTE),
        K::Water => (colour("#1f74c9", "#6fb0f5"), icons::DROPLET),
        K::Sewage => (colour("#0e7f8c", "#4fc0cc"), icons::WAVES),
        K::Sanitation => (colour("#6b7f1e", "#adc25a"), icons::BRUSH_CLEANING),
        K::Utility => (colour("#b98300", "#e5b84a"), icons::ZAP),
        K::Streetscape => (colour("#8a5a44", "#cb9a80"), icons::PAINT_ROLLER),
        K::Greening => (colour("#2c8550", "#5cc28a"), icons::TREES),
        K::Education => (colour("#5a55c8", "#9d99f5"), icons::GRADUATION_CAP),
        K::Health => (colour("#c9372c", "#ff7b70"), icons::HEART_PULSE),
        K::Care => (colour("#c2528b", "#ee8fbd"), icons::BABY),
        K::Culture => (colour("#8f3fae", "#c98be4"), icons::LANDMARK),
        K::Commerce => (colour("#b8467a", "#ec89b3"), icons::STORE),
        K::Industry => (colour("#4d5f78", "#97a9c2"), icons::FACTORY),
        K::Agriculture => (colour("#7d8a12", "#bccb4e"), icons::WHEAT),
        K::Housing => (colour("#9c6b2f", "#d6a869"), icons::HOUSE),
        K::Digital => (colour("#2f6f9f", "#7cb8e3"), icons::CPU),
        K::Other => (colour("#5c6878", "#a3adba"), icons::SHAPES),
    };
    KindSymbol { colour, icon }
}

/// How a stage of a project looks.
pub fn of_stage(stage: ProjectStage) -> StageSymbol {
    use ProjectStage as S;
    let (colour, fill, width) = match stage {
        S::Idea => (colour("#8b95a3", "#8d97a5"), 0.06, 1.4),
        S::Preparing => (colour("#b98300", "#e5b84a"), 0.12, 1.8),
        S::Building => (colour("#1f6fd1", "#6ea8ff"), 0.24, 2.4),
        S::Completed => (colour("#2c8550", "#5cc28a"), 0.38, 2.4),
        S::Accepted => (colour("#1c5f39", "#8fdcb0"), 0.5, 3.0),
        S::Suspended => (colour("#c9372c", "#ff7b70"), 0.03, 1.4),
    };
    StageSymbol { colour, fill, width }
}

/// How a town looks; `None` for one that is no pilot. The shapes tell categories apart on grey prints too.
pub fn of_category(category: Option<Category>) -> TownSymbol {
    use Category as C;
    let (colour, outline, dot) = match category {
        Some(C::Satellite) => (colour("#1f6fd1", "#6ea8ff"), "M0 -8.6L8.6 0L0 8.6L-8.6 0Z", 0.0),
        Some(C::Subcentre) => (
            colour("#b7651b", "#e29a4f"),
            "M7.2 0A7.2 7.2 0 1 1 -7.2 0A7.2 7.2 0 1 1 7.2 0Z",
            0.0,
        ),
        Some(C::Speciality) => (colour("#2c8550", "#5cc28a"), "M0 -8L8.2 6.6L-8.2 6.6Z", 2.0),
        Some(C::Refined) => (colour("#8f3fae", "#c98be4"), "M-6.4 -6.4H6.4V6.4H-6.4Z", 0.0),
        Some(C::Demonstration) => (
            colour("#b3382e", "#ff8a7f"),
            "M0 -8.2L7.8 -2.5L4.8 6.6H-4.8L-7.8 -2.5Z",
            0.0,
        ),
        None => (
            colour("#8b95a3", "#778291"),
            "M3.4 0A3.4 3.4 0 1 1 -3.4 0A3.4 3.4 0 1 1 3.4 0Z",
            0.0,
        ),
    };
    TownSymbol { colour, outline, dot }
}

/// The icon of a kind of site.
pub fn site_icon(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Village => icons::HOUSE,
        SiteKind::School => icons::GRADUATION_CAP,
        SiteKind::Hospital => icons::HOSPITAL,
        SiteKind::Relic => icons::LANDMARK,
        SiteKind::Scenic => icons::MOUNTAIN,
        SiteKind::Waters => icons::WAVES,
        SiteKind::Enterprise => icons::WAREHOUSE,
        SiteKind::Seat => icons::BUILDING_2,
        SiteKind::Other => icons::SHAPES,
    }
}

/// Slanting lines over an area, one pixel wide.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hatch {
    /// Pixels from one line to the next, along an edge of the picture.
    pub gap: f64,
    /// Whether the lines fall to the right; they rise otherwise.
    pub falls: bool,
    /// Strength of the lines, 0 to 1.
    pub line: f64,
}

/// How a kind of control area looks. Strengths are 0 to 1, lengths pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ControlSymbol {
    /// Of its edge, its lines and its tint.
    pub colour: Colour,
    /// Lines over the area; `None` if it is only tinted.
    pub hatch: Option<Hatch>,
    /// Strength of the edge.
    pub line: f64,
    /// Width of the edge.
    pub width: f64,
    /// Dashes of the edge; empty if it is solid.
    pub dashes: &'static [f64],
    /// Strength of the tint where it is not hatched.
    pub fill: f64,
    /// Strength of the tint from afar, where hatching would cover the map and no edge is drawn; `None` if it looks the same.
    pub far: Option<f64>,
    /// Strength of the tint of ground that is covered where the areas themselves are too small to be drawn.
    pub cover: f64,
}

/// How a kind of control area looks: 永久基本农田 rises to the right, 生态保护红线 falls, the growth boundary has no lines.
pub fn of_control(kind: ControlKind) -> ControlSymbol {
    let hatched = |colour, falls| ControlSymbol {
        colour,
        hatch: Some(Hatch {
            gap: 9.0,
            falls,
            line: 0.32,
        }),
        line: 0.65,
        width: 1.0,
        dashes: &[],
        fill: 0.04,
        far: Some(0.16),
        cover: 0.28,
    };
    match kind {
        ControlKind::Farmland => hatched(colour("#9a7b00", "#d9bd4c"), false),
        ControlKind::Ecology => hatched(colour("#c22f2f", "#ff8177"), true),
        ControlKind::Other => hatched(colour("#5c6878", "#a3adba"), false),
        ControlKind::UrbanBoundary => ControlSymbol {
            hatch: None,
            line: 0.9,
            width: 1.8,
            dashes: &[10.0, 4.0],
            far: None,
            cover: 0.18,
            ..hatched(colour("#7445b3", "#b997ee"), false)
        },
    }
}

/// The whole table, by the words of the vocabularies.
pub fn table() -> Value {
    fn each<K: Copy, V: Serialize>(
        all: &[K],
        word: impl Fn(K) -> &'static str,
        of: impl Fn(K) -> V,
    ) -> Map<String, Value> {
        all.iter()
            .map(|key| (word(*key).to_owned(), json!(of(*key))))
            .collect()
    }
    json!({
        "kinds": each(ProjectKind::ALL, ProjectKind::word, of_kind),
        "stages": each(ProjectStage::ALL, ProjectStage::word, of_stage),
        "categories": each(Category::ALL, Category::word, |c| of_category(Some(c))),
        "ordinaryTown": of_category(None),
        "sites": each(SiteKind::ALL, SiteKind::word, site_icon),
        "siteColour": SITE_COLOUR,
        "controls": each(ControlKind::ALL, ControlKind::word, of_control),
        "lights": each(&LightState::ALL, LightState::word, lights::of_light),
        "litPin": lights::LIT_PIN,
        "dashes": DASHES,
        "lateColour": pins::LATE_COLOUR,
        "pins": pins::PROJECT,
        "lateMark": pins::LATE_MARK,
        "towns": pins::TOWN,
        "site": pins::SITE,
        "groups": pins::GROUP,
        "placing": pins::PLACING,
        "names": pins::NAMES,
        "boundaryColour": legend::BOUNDARY_COLOUR,
        "legend": legend::LEGEND,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_kind_stage_and_category_is_told_apart() {
        let kinds: Vec<KindSymbol> = ProjectKind::ALL.iter().map(|k| of_kind(*k)).collect();
        let icons: HashSet<&str> = kinds.iter().map(|k| k.icon).collect();
        assert_eq!(icons.len(), kinds.len());
        for shown in [|c: Colour| c.light, |c: Colour| c.dark] {
            let of_kinds: HashSet<&str> = kinds.iter().map(|k| shown(k.colour)).collect();
            assert_eq!(of_kinds.len(), kinds.len());
            let stages: HashSet<&str> = ProjectStage::ALL
                .iter()
                .map(|s| shown(of_stage(*s).colour))
                .collect();
            assert_eq!(stages.len(), ProjectStage::ALL.len());
        }
        let outlines: HashSet<&str> = Category::ALL
            .iter()
            .map(|c| of_category(Some(*c)).outline)
            .collect();
        assert_eq!(outlines.len(), Category::ALL.len());
    }

    #[test]
    fn the_table_holds_every_word() {
        let table = table();
        for kind in ProjectKind::ALL {
            let colour = &table["kinds"][kind.word()]["colour"]["light"];
            assert!(colour.as_str().is_some_and(|c| c.starts_with('#')), "{kind:?}");
        }
        assert_eq!(table["sites"]["relic"].as_str(), Some(site_icon(SiteKind::Relic)));
        for mark in ["kind", "stage", "late", "boundary", "falling", "rising", "plain"] {
            let parts = table["legend"][mark]["parts"].as_array().map_or(0, Vec::len);
            assert!(parts > 0, "{mark}");
        }
    }
}
