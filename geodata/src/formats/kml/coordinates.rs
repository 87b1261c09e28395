//! The text of a `coordinates` element.

use crate::formats::degrees::{Outside, PositionCheck, place};
use geo_types::Coord;

/// What a text of coordinates holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parsed {
    /// Longitudes and latitudes that can be used.
    pub points: Vec<Coord<f64>>,
    /// How many positions are no pair of numbers.
    pub bad: u64,
    /// The first of these, cut short.
    pub first_bad: String,
    /// The first position that is no place on the earth.
    pub outside: Option<Outside>,
    /// Whether there is a height other than 0.
    pub height: bool,
}

impl Parsed {
    /// Takes one position: longitude, latitude and perhaps a height.
    pub fn take(&mut self, position: &[&str]) {
        let (numbers, height) = match position {
            [x, y] => ([x, y], None),
            [x, y, z] => ([x, y], Some(z)),
            _ => return self.refuse(position),
        };
        let [x, y] = numbers.map(|n| n.parse::<f64>().unwrap_or(f64::NAN));
        match place(x, y) {
            PositionCheck::Good(c) => {
                self.points.push(c);
                // A height that cannot be read is left out like one that can.
                self.height |= height.is_some_and(|z| z.parse() != Ok(0.0));
            }
            PositionCheck::NoNumber => self.refuse(position),
            PositionCheck::Outside(outside) => {
                self.outside.get_or_insert(outside);
            }
        }
    }

    fn refuse(&mut self, position: &[&str]) {
        if self.bad == 0 {
            self.first_bad = position.join(",").chars().take(40).collect();
        }
        self.bad += 1;
    }
}

/// Returns the positions of a text: numbers joined by commas, with or without white space around these.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let mut position: Vec<&str> = Vec::with_capacity(3);
    let mut rest = skip(text);
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == ',' || c == '，' || is_space(c))
            .unwrap_or(rest.len());
        // More than three numbers are wrong however many there are.
        if position.len() < 4 {
            position.push(&rest[..end]);
        }
        rest = skip(&rest[end..]);
        match rest.strip_prefix([',', '，']) {
            Some(after) => rest = skip(after),
            None => {
                parsed.take(&position);
                position.clear();
            }
        }
    }
    if !position.is_empty() {
        // A comma at the very end.
        parsed.take(&position);
    }
    parsed
}

fn skip(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0')
}
