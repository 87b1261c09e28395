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

    /// Takes numbers joined by commas: one position, or several without white space between them.
    fn take_all(&mut self, list: &[&str]) {
        match list.len() {
            0 => {}
            1..=3 => self.take(list),
            _ => match size_of_one(list) {
                Some(size) => list.chunks(size).for_each(|position| self.take(position)),
                None => self.refuse(list),
            },
        }
    }

    fn refuse(&mut self, position: &[&str]) {
        if self.bad == 0 {
            self.first_bad = position.join(",").chars().take(40).collect();
        }
        self.bad += 1;
    }
}

/// Degrees that the positions of one list joined by commas may lie apart to be taken for one.
const ONE_PLACE: f64 = 5.0;

/// Returns the positions of a text: numbers joined by commas, with or without white space around these. Commas before,
/// after and between positions are passed over, as Google Earth does.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let mut position: Vec<&str> = Vec::with_capacity(3);
    let mut rest = skip(text);
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == ',' || c == '，' || is_space(c))
            .unwrap_or(rest.len());
        if end > 0 {
            position.push(&rest[..end]);
        }
        rest = skip(&rest[end..]);
        match rest.strip_prefix([',', '，']) {
            Some(after) => rest = skip(after),
            None => {
                parsed.take_all(&position);
                position.clear();
            }
        }
    }
    parsed.take_all(&position);
    parsed
}

/// Numbers of a position, when a list of numbers is several of one kind that lie near each other.
fn size_of_one(list: &[&str]) -> Option<usize> {
    let numbers: Option<Vec<f64>> = list.iter().map(|n| n.parse().ok()).collect();
    let numbers = numbers?;
    [3, 2].into_iter().find(|size| {
        let (x, y) = (numbers[0], numbers[1]);
        numbers.len().is_multiple_of(*size)
            && numbers.chunks(*size).all(|p| {
                matches!(place(p[0], p[1]), PositionCheck::Good(_))
                    && (p[0] - x).abs() < ONE_PLACE
                    && (p[1] - y).abs() < ONE_PLACE
            })
    })
}

fn skip(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0')
}
