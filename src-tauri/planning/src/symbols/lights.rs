//! Lights: the mark in a list, the ring around the pin of a project, the halo along its footprint. Each light has a form of
//! its own beside its colour: a red ring is solid, a yellow one dashed, a green one thin, one of 停缓 dotted.

use serde::Serialize;

use super::pins::{Ink, Part, PinShape, Symbol, disc, line, part};
use super::{Colour, colour};
use crate::model::LightState;

/// Along the edge of a footprint, below it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Halo {
    /// What it is wider than the line, pixels.
    pub extra: f64,
    /// Its strength, 0 to 1.
    pub line: f64,
    /// Pixels drawn and left out in turn; empty if it is solid.
    pub dashes: &'static [f64],
}

/// How a light looks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LightSymbol {
    /// Of its mark, its ring and its halo.
    pub colour: Colour,
    /// In lists, 12 pixels across.
    pub mark: Symbol,
    /// Drawn below the pin of a project; empty where the map shows no light.
    pub ring: &'static [Part],
    /// Drawn below a footprint; `None` where the map shows no light.
    pub halo: Option<Halo>,
}

/// Width and height of the picture of a pin with its ring.
pub const LIT_PIN: f64 = 34.0;

const fn ring(width: f64, dashes: &'static [f64]) -> [Part; 2] {
    let circle = PinShape::Circle {
        x: 0.0,
        y: 0.0,
        radius: 13.9,
    };
    // The disc parts the ring from the ground.
    [
        disc(16.0, Ink::Edge, None),
        part(circle, None, line(Ink::Own, width, dashes)),
    ]
}

const RED: Colour = colour("#c5342a", "#ff7b70");
const YELLOW: Colour = colour("#b98300", "#e5b84a");
const GREEN: Colour = colour("#2c8550", "#5cc28a");
const GREY: Colour = colour("#626c7b", "#929dac");

const RED_RING: [Part; 2] = ring(3.0, &[]);
const YELLOW_RING: [Part; 2] = ring(2.8, &[5.2, 5.7]);
const GREEN_RING: [Part; 2] = ring(1.5, &[]);
const SUSPENDED_RING: [Part; 2] = ring(2.6, &[0.1, 4.75]);

const fn filled(shape: PinShape) -> [Part; 1] {
    [part(shape, Some(Ink::Own), None)]
}

const fn drawn(shape: PinShape) -> [Part; 1] {
    [part(shape, None, line(Ink::Own, 1.8, &[]))]
}

const fn round(radius: f64) -> PinShape {
    PinShape::Circle {
        x: 0.0,
        y: 0.0,
        radius,
    }
}

const SQUARE: [Part; 1] = filled(PinShape::Path {
    d: "M-4.5 -4.5H4.5V4.5H-4.5Z",
});
const TRIANGLE: [Part; 1] = filled(PinShape::Path {
    d: "M0 -5L5.3 4.6H-5.3Z",
});
const DISC: [Part; 1] = filled(round(4.6));
const BARS: [Part; 1] = drawn(PinShape::Path {
    d: "M-2.4 -4V4M2.4 -4V4",
});
const RING: [Part; 1] = drawn(round(4.0));
const TICK: [Part; 1] = drawn(PinShape::Path {
    d: "M-4.4 0.4L-1.4 3.4L4.4 -3.2",
});
const DASH: [Part; 1] = drawn(PinShape::Path { d: "M-3.5 0H3.5" });

/// How a light looks.
pub fn of_light(light: LightState) -> LightSymbol {
    use LightState as L;
    let halo = |extra, line, dashes| Some(Halo { extra, line, dashes });
    let (colour, mark, ring, halo): (_, &'static [Part], &'static [Part], _) = match light {
        L::Red => (RED, &SQUARE, &RED_RING, halo(8.0, 0.55, &[])),
        L::Yellow => (YELLOW, &TRIANGLE, &YELLOW_RING, halo(8.0, 0.6, &[13.0, 7.0])),
        L::Green => (GREEN, &DISC, &GREEN_RING, halo(5.0, 0.3, &[])),
        L::Suspended => (GREY, &BARS, &SUSPENDED_RING, halo(7.0, 0.6, &[0.1, 11.0])),
        L::NotDue => (GREY, &RING, &[], None),
        L::Finished => (GREEN, &TICK, &[], None),
        L::NotJudged => (GREY, &DASH, &[], None),
    };
    LightSymbol {
        colour,
        mark: Symbol {
            size: 12.0,
            parts: mark,
        },
        ring,
        halo,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_light_on_the_map_is_told_apart_by_its_form_alone() {
        let shown: Vec<LightSymbol> = LightState::ALL.into_iter().map(of_light).collect();
        for (i, one) in shown.iter().enumerate() {
            for other in &shown[i + 1..] {
                assert_ne!(one.mark, other.mark);
                if !one.ring.is_empty() && !other.ring.is_empty() {
                    assert_ne!(one.ring, other.ring);
                    assert_ne!(one.halo, other.halo);
                }
            }
            assert_eq!(one.ring.is_empty(), one.halo.is_none());
        }
    }

    #[test]
    fn a_ring_stands_around_the_pin_within_its_picture() {
        for light in LightState::ALL {
            for part in of_light(light).ring {
                let PinShape::Circle { radius, .. } = part.shape else {
                    panic!("{part:?}")
                };
                let half = part.stroke.map_or(0.0, |line| line.width / 2.0);
                assert!(radius + half <= LIT_PIN / 2.0, "{part:?}");
                assert!(radius - half >= 11.5, "{part:?} covers the pin");
            }
        }
    }
}
