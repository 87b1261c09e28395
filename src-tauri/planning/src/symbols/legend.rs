//! Marks beside the words of a legend and of lists, put together like the pins ([`super::pins`]): a legend on paper or on the
//! screen explains what the map draws, and a list shows a kind, its stage and what is late.

use serde::Serialize;

use super::pins::{Ink, Part, PinShape, Symbol, disc, line, part};
use super::{Colour, SITE_COLOUR};

/// Of the boundaries of towns.
pub const BOUNDARY_COLOUR: Colour = SITE_COLOUR;

/// The marks. What is drawn in [`Ink::Own`] has the colour of what it explains.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LegendMarks {
    /// A kind of project: its icon.
    pub kind: Symbol,
    /// A stage of projects.
    pub stage: Symbol,
    /// What is late.
    pub late: Symbol,
    /// Boundaries of towns.
    pub boundary: Symbol,
    /// A control area whose lines fall to the right.
    pub falling: Symbol,
    /// A control area whose lines rise to the right.
    pub rising: Symbol,
    /// A control area without lines.
    pub plain: Symbol,
    /// A kind of project in a list.
    pub listed_kind: Symbol,
    /// The dot of a stage, drawn over [`LegendMarks::listed_kind`].
    pub listed_stage: Part,
}

const fn path(d: &'static str, fill: Option<Ink>, ink: Ink, width: f64, dashes: &'static [f64]) -> Part {
    part(PinShape::Path { d }, fill, line(ink, width, dashes))
}

const fn icon(size: f64) -> Part {
    part(PinShape::Icon { size }, None, line(Ink::Own, 2.0, &[]))
}

const fn mark(parts: &'static [Part]) -> Symbol {
    Symbol { size: 20.0, parts }
}

/// The frame of a control area, 15 by 11.
const AREA: &str = "M-7.5 -5.5H7.5V5.5H-7.5Z";
/// Lines at 45°, 4 apart, within [`AREA`].
const FALLING: &str = "M-7.5 3.5L-5.5 5.5M-7.5 -0.5L-1.5 5.5M-7.5 -4.5L2.5 5.5M-4.5 -5.5L6.5 5.5M-0.5 -5.5L7.5 2.5M3.5 -5.5L7.5 -1.5";
const RISING: &str = "M-7.5 -3.5L-5.5 -5.5M-7.5 0.5L-1.5 -5.5M-7.5 4.5L2.5 -5.5M-4.5 5.5L6.5 -5.5M-0.5 5.5L7.5 -2.5M3.5 5.5L7.5 1.5";

/// The marks of legends and lists.
pub const LEGEND: LegendMarks = LegendMarks {
    kind: mark(&[icon(16.0)]),
    stage: mark(&[disc(4.0, Ink::Own, None)]),
    late: mark(&[
        part(
            PinShape::Path {
                d: "M0 -7L7.5 6.5H-7.5Z",
            },
            Some(Ink::Late),
            None,
        ),
        path("M0 -2.5V2M0 4V4.4", None, Ink::White, 1.6, &[]),
    ]),
    boundary: mark(&[path("M-9 0H9", None, Ink::Own, 1.2, &[6.0, 2.0, 1.5, 2.0])]),
    falling: mark(&[
        path(FALLING, None, Ink::Own, 0.9, &[]),
        path(AREA, None, Ink::Own, 1.0, &[]),
    ]),
    rising: mark(&[
        path(RISING, None, Ink::Own, 0.9, &[]),
        path(AREA, None, Ink::Own, 1.0, &[]),
    ]),
    plain: mark(&[path(AREA, None, Ink::Own, 1.5, &[4.0, 2.0])]),
    listed_kind: Symbol {
        size: 24.0,
        parts: &[icon(24.0)],
    },
    listed_stage: part(
        PinShape::Circle {
            x: 7.0,
            y: 7.0,
            radius: 4.4,
        },
        Some(Ink::Stage),
        line(Ink::Land, 1.6, &[]),
    ),
};
