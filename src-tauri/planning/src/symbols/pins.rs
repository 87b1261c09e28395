//! Symbols put together: pins of projects, towns and sites, the marks beside them, and rings with a number. Each is a list of
//! parts drawn one over the other around (0, 0), x to the right and y down, lengths in pixels. Whoever draws a map has the
//! colours, icons and outlines of [`super::table`] and needs nothing else.

use serde::Serialize;

use super::{Colour, colour};

/// What a part is painted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ink {
    /// The colour of what is drawn: of the kind, the category or the group.
    Own,
    /// The colour of the stage.
    Stage,
    /// The colour of what is late.
    Late,
    /// The land of the map, so that the part is hollow.
    Land,
    /// What parts a symbol from whatever lies under it: white on a light ground, the land on a dark one.
    Edge,
    /// White on every ground.
    White,
}

/// A line around or along a part; its ends and corners are round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stroke {
    /// Its colour.
    pub ink: Ink,
    /// Its width in pixels; of an icon in units of the icon, which is 24 wide.
    pub width: f64,
    /// Pixels drawn and left out in turn; empty if it is solid.
    pub dashes: &'static [f64],
}

/// What a part looks like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum PinShape {
    /// A disc around a place.
    Circle {
        /// Its middle, to the right.
        x: f64,
        /// Its middle, down.
        y: f64,
        /// Its radius.
        radius: f64,
    },
    /// The path of an svg.
    Path {
        /// As the attribute `d` has it.
        d: &'static str,
    },
    /// A square plate with round corners.
    Plate {
        /// Its side.
        side: f64,
        /// Radius of its corners.
        corner: f64,
    },
    /// The icon of the kind of project or site, in the middle.
    Icon {
        /// Its width and height.
        size: f64,
    },
    /// The outline of the category of a town.
    Outline,
    /// A disc where the symbol of the category has its middle.
    CategoryDot {
        /// Its radius.
        radius: f64,
    },
    /// The number of what stands at one place, in the middle.
    Number {
        /// Height of its letters.
        size: f64,
        /// Its baseline, down.
        baseline: f64,
    },
}

/// A part of a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Part {
    /// What it looks like.
    #[serde(flatten)]
    pub shape: PinShape,
    /// What it is filled with, if at all.
    pub fill: Option<Ink>,
    /// Its line, if any.
    pub stroke: Option<Stroke>,
}

/// A symbol.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Symbol {
    /// Width and height of the picture that holds it.
    pub size: f64,
    /// What it is made of, in the order of drawing.
    pub parts: &'static [Part],
}

/// The pin of a project, by how its place is known. [`LATE_MARK`] is drawn over that of a late one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ProjectPins {
    /// A place that was surveyed or approved.
    pub own: Symbol,
    /// A place that was sketched.
    pub sketched: Symbol,
    /// A place of which only the town is known.
    pub town: Symbol,
}

/// The symbol of a town. [`TownPins::province`] is drawn over that of a provincial pilot.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TownPins {
    /// A point that can be relied on.
    pub sure: Symbol,
    /// A point that cannot.
    pub unsure: Symbol,
    /// The dot of a provincial pilot, over a sure and an unsure point.
    pub province: [Part; 2],
}

/// Several things at one place: a disc with their number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GroupPins {
    /// From how many things on the larger disc is taken.
    pub many: u32,
    /// Things that have a place of their own, few and many.
    pub own: [Symbol; 2],
    /// Projects of which only the town is known, few and many.
    pub town: [Symbol; 2],
}

/// The ring around what is chosen or under the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ring {
    /// Its radius.
    pub radius: f64,
    /// Its width.
    pub width: f64,
    /// Strength of its line, 0 to 1.
    pub line: f64,
    /// Strength of its fill, 0 to 1.
    pub fill: f64,
}

/// Where symbols stand and how points and lines are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Placing {
    /// How far a project of which only the town is known stands from the town: pixels to the right and up.
    pub town_project: [f64; 2],
    /// How far one that would lie under the symbol of its town stands from its place.
    pub aside: [f64; 2],
    /// Radius of one of several points of a footprint.
    pub point_radius: f64,
    /// What a line is wider than the edge of an area.
    pub line_extra: f64,
    /// What is chosen.
    pub chosen: Ring,
    /// What is under the pointer.
    pub pointed_at: Ring,
}

/// Names on the map, pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NameStyle {
    /// Height of the letters of a pilot town.
    pub pilot: f64,
    /// Of another town.
    pub town: f64,
    /// Of a project.
    pub project: f64,
    /// Of a site.
    pub site: f64,
    /// Width of the line of land around the letters.
    pub halo: f64,
    /// From the middle of a town's symbol to its name.
    pub town_gap: f64,
}

const DASHED: &[f64] = &[3.0, 2.2];

pub(super) const fn line(ink: Ink, width: f64, dashes: &'static [f64]) -> Option<Stroke> {
    Some(Stroke { ink, width, dashes })
}

pub(super) const fn part(shape: PinShape, fill: Option<Ink>, stroke: Option<Stroke>) -> Part {
    Part { shape, fill, stroke }
}

pub(super) const fn disc(radius: f64, fill: Ink, stroke: Option<Stroke>) -> Part {
    part(
        PinShape::Circle {
            x: 0.0,
            y: 0.0,
            radius,
        },
        Some(fill),
        stroke,
    )
}

const fn icon(size: f64, ink: Ink) -> Part {
    part(PinShape::Icon { size }, None, line(ink, 2.4, &[]))
}

const fn number(ink: Ink) -> Part {
    let shape = PinShape::Number {
        size: 12.0,
        baseline: 4.2,
    };
    part(shape, Some(ink), None)
}

/// The dot in the colour of the stage, at the lower right of a pin.
const STAGE_DOT: Part = part(
    PinShape::Circle {
        x: 8.0,
        y: 8.0,
        radius: 4.0,
    },
    Some(Ink::Stage),
    line(Ink::Edge, 1.4, &[]),
);

/// Pins of projects.
pub const PROJECT: ProjectPins = ProjectPins {
    own: Symbol {
        size: 28.0,
        parts: &[
            disc(11.5, Ink::Edge, None),
            disc(10.2, Ink::Own, None),
            icon(13.0, Ink::Edge),
            STAGE_DOT,
        ],
    },
    sketched: Symbol {
        size: 28.0,
        parts: &[
            disc(11.5, Ink::Edge, None),
            disc(10.2, Ink::Own, line(Ink::Edge, 1.2, &[2.4, 2.0])),
            icon(13.0, Ink::Edge),
            STAGE_DOT,
        ],
    },
    town: Symbol {
        size: 28.0,
        parts: &[
            disc(10.5, Ink::Land, line(Ink::Own, 1.5, DASHED)),
            icon(13.0, Ink::Own),
            STAGE_DOT,
        ],
    },
};

/// What is late, on a light and on a dark ground.
pub const LATE_COLOUR: Colour = colour("#c5342a", "#ff7b70");

/// The sign of what is late, at the upper right of a pin: a triangle with an exclamation mark, told apart from the dots by
/// its shape.
pub const LATE_MARK: [Part; 2] = [
    part(
        PinShape::Path {
            d: "M8 -13.2L13.2 -4.2H2.8Z",
        },
        Some(Ink::Late),
        line(Ink::Edge, 1.2, &[]),
    ),
    part(
        PinShape::Path {
            d: "M8 -10.4V-7.4M8 -6V-5.6",
        },
        None,
        line(Ink::Edge, 1.5, &[]),
    ),
];

/// Symbols of towns.
pub const TOWN: TownPins = TownPins {
    sure: Symbol {
        size: 20.0,
        parts: &[part(PinShape::Outline, Some(Ink::Own), line(Ink::Edge, 1.5, &[]))],
    },
    unsure: Symbol {
        size: 20.0,
        parts: &[part(PinShape::Outline, Some(Ink::Land), line(Ink::Own, 2.0, &[]))],
    },
    province: [
        part(PinShape::CategoryDot { radius: 2.6 }, Some(Ink::White), None),
        part(PinShape::CategoryDot { radius: 2.6 }, Some(Ink::Own), None),
    ],
};

/// The symbol of a site.
pub const SITE: Symbol = Symbol {
    size: 20.0,
    parts: &[
        part(
            PinShape::Plate {
                side: 16.0,
                corner: 4.0,
            },
            Some(Ink::Land),
            line(Ink::Own, 1.0, &[]),
        ),
        icon(11.0, Ink::Own),
    ],
};

/// Several things at one place.
pub const GROUP: GroupPins = GroupPins {
    many: 100,
    own: [
        Symbol {
            size: 34.0,
            parts: &[disc(11.5, Ink::Own, line(Ink::Edge, 2.0, &[])), number(Ink::Edge)],
        },
        Symbol {
            size: 34.0,
            parts: &[disc(14.0, Ink::Own, line(Ink::Edge, 2.0, &[])), number(Ink::Edge)],
        },
    ],
    town: [
        Symbol {
            size: 34.0,
            parts: &[
                disc(11.5, Ink::Land, line(Ink::Own, 1.6, DASHED)),
                number(Ink::Own),
            ],
        },
        Symbol {
            size: 34.0,
            parts: &[
                disc(14.0, Ink::Land, line(Ink::Own, 1.6, DASHED)),
                number(Ink::Own),
            ],
        },
    ],
};

/// Where symbols stand and how points and lines are drawn.
pub const PLACING: Placing = Placing {
    town_project: [17.0, 14.0],
    aside: [-17.0, 14.0],
    point_radius: 4.0,
    line_extra: 1.4,
    chosen: Ring {
        radius: 16.0,
        width: 2.5,
        line: 1.0,
        fill: 0.06,
    },
    pointed_at: Ring {
        radius: 16.0,
        width: 2.0,
        line: 0.6,
        fill: 0.1,
    },
};

/// Names on the map.
pub const NAMES: NameStyle = NameStyle {
    pilot: 12.5,
    town: 11.5,
    project: 12.0,
    site: 11.5,
    halo: 3.2,
    town_gap: 11.0,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Symbol> {
        let mut all = vec![
            PROJECT.own,
            PROJECT.sketched,
            PROJECT.town,
            TOWN.sure,
            TOWN.unsure,
            SITE,
        ];
        all.extend(GROUP.own);
        all.extend(GROUP.town);
        all
    }

    #[test]
    fn every_part_is_painted_and_lies_within_its_picture() {
        for symbol in all() {
            for part in symbol.parts {
                assert!(part.fill.is_some() || part.stroke.is_some(), "{part:?}");
                if let PinShape::Circle { x, y, radius } = part.shape {
                    let reach = radius + part.stroke.map_or(0.0, |line| line.width / 2.0);
                    let farthest = x.abs().max(y.abs()) + reach;
                    assert!(
                        farthest <= symbol.size / 2.0,
                        "{part:?} in {} pixels",
                        symbol.size
                    );
                }
            }
        }
    }

    #[test]
    fn only_a_place_that_is_not_relied_on_is_dashed_or_hollow() {
        let dashed = |s: Symbol| {
            s.parts
                .iter()
                .any(|p| p.stroke.is_some_and(|line| !line.dashes.is_empty()))
        };
        let hollow = |s: Symbol| s.parts[0].fill == Some(Ink::Land);
        assert!(!dashed(PROJECT.own) && dashed(PROJECT.sketched) && dashed(PROJECT.town));
        assert!(!hollow(PROJECT.own) && !hollow(PROJECT.sketched) && hollow(PROJECT.town));
        assert!(!hollow(TOWN.sure) && hollow(TOWN.unsure));
    }
}
