//! Finds places by Chinese name, by pinyin or by initials.
//!
//! One pass over all names (44,735): each is compared with every word of the query, without allocating. Linear in the
//! number of names times the length of the query, so the time is the same for a rare and for a common word.

use serde::Serialize;

use super::pronunciation::stem;
use super::table::{Gazetteer, GazetteerRegion, KnownPoint, Level};

/// A place found, the best one first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Six digits, for towns nine.
    pub code: String,
    /// The official name.
    pub name: String,
    /// The rank of the region.
    pub level: Level,
    /// The name from the province down.
    pub full_name: String,
    /// Its own point, else that of its county or prefecture; see the precision.
    pub point: Option<KnownPoint>,
    /// How well it fits: higher is better, only to be compared within one search.
    pub score: u16,
}

/// How well a Chinese word fits a name.
fn fit_name(name: &str, word: &str) -> Option<u16> {
    if name == word {
        Some(100)
    } else if stem(name) == word {
        Some(95)
    } else if name.starts_with(word) {
        Some(80)
    } else {
        name.contains(word).then_some(50)
    }
}

/// A word of the query, in the form it is compared in.
struct QueryWord {
    text: String,
    latin: bool,
}

impl QueryWord {
    fn new(text: &str) -> Self {
        let text: String = text
            .chars()
            .filter_map(|c| match c {
                // full-width letters and digits as an input method may leave them
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
                'ü' | 'Ü' => Some('v'),
                '\'' | '’' | '-' | '·' => None,
                c => Some(c),
            })
            .flat_map(char::to_lowercase)
            .collect();
        let latin = text.is_ascii();
        Self { text, latin }
    }

    /// How well the word fits a place by itself.
    fn fit(&self, place: &GazetteerRegion) -> Option<u16> {
        let (own, other) = if self.latin {
            if self.text.bytes().all(|b| b.is_ascii_digit()) {
                let exact = place.code == self.text;
                let prefix = self.text.len() >= 4 && place.code.starts_with(&self.text);
                return if exact { Some(100) } else { prefix.then_some(80) };
            }
            (
                place
                    .sounds
                    .iter()
                    .filter_map(|sound| sound.fit(&self.text))
                    .max(),
                place
                    .alias_sounds
                    .iter()
                    .filter_map(|sound| sound.fit(&self.text))
                    .max(),
            )
        } else {
            (
                fit_name(&place.name, &self.text),
                place
                    .aliases
                    .iter()
                    .filter_map(|alias| fit_name(alias, &self.text))
                    .max(),
            )
        };
        own.max(other.map(|score| score - 3))
    }
}

impl Gazetteer {
    /// Returns the best places for a query: Chinese, full pinyin, initials or the beginning of a code.
    ///
    /// Words with a space between narrow each other from above: `汶上 杨店` or `wenshang yd` finds the town in that
    /// county, and so does `汶上县杨店镇` in one word. Exact names come before beginnings, those before parts; among
    /// equals the higher level, then places with a point of their own, then by code.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.search_within(query, None, limit)
    }

    /// Returns the same as [`Gazetteer::search`], but only regions below (or equal to) the one with the code `within`.
    pub fn search_within(&self, query: &str, within: Option<&str>, limit: usize) -> Vec<Hit> {
        let words: Vec<QueryWord> = query
            .split_whitespace()
            .map(QueryWord::new)
            .filter(|word| !word.text.is_empty())
            .collect();
        let Some((last, above)) = words.split_last() else {
            return Vec::new();
        };
        let mut found: Vec<(u16, &GazetteerRegion)> = Vec::new();
        for place in &self.places {
            let fit = last.fit(place).or_else(|| self.fit_path(place, last));
            let Some(fit) = fit else { continue };
            let Some(extra) = self.fit_above(place, above) else {
                continue;
            };
            if within.is_some_and(|code| !self.lies_within(place, code)) {
                continue;
            }
            found.push((fit * 10 + extra + (4 - place.level as u16) * 2, place));
        }
        let order = |(score, place): &(u16, &GazetteerRegion)| {
            (
                std::cmp::Reverse(*score),
                place.own_point.is_none(),
                place.level,
                place.code.clone(),
            )
        };
        found.sort_by_cached_key(order);
        found.truncate(limit);
        found
            .into_iter()
            .map(|(score, place)| self.hit(place, score))
            .collect()
    }

    fn hit(&self, place: &GazetteerRegion, score: u16) -> Hit {
        Hit {
            code: place.code.clone(),
            name: place.name.clone(),
            level: place.level,
            full_name: self.full_name(place),
            point: self.point(place),
            score,
        }
    }

    /// Every word must fit some region above the place; `None` if one does not.
    fn fit_above(&self, place: &GazetteerRegion, words: &[QueryWord]) -> Option<u16> {
        let mut extra = 0;
        for word in words {
            let best = self
                .ancestors(&place.code)
                .filter_map(|region| word.fit(region))
                .max()?;
            extra += best / 20;
        }
        Some(extra)
    }

    /// A word such as 汶上县杨店: its end begins the name of the place, what comes before is in the regions above.
    fn fit_path(&self, place: &GazetteerRegion, word: &QueryWord) -> Option<u16> {
        if word.latin || place.level == Level::Province {
            return None;
        }
        let first = place.name.chars().next()?;
        let cut = word
            .text
            .char_indices()
            .filter(|&(at, c)| at > 0 && c == first)
            .find_map(|(at, _)| {
                let (head, tail) = word.text.split_at(at);
                let fits = tail.chars().nth(1).is_some() && place.name.starts_with(tail);
                fits.then_some((head, tail))
            });
        let (mut head, tail) = cut?;
        // Walk up: each region above may take its name, or its name without the ending, off the end of the rest.
        for region in self.ancestors(&place.code) {
            let rest = head
                .strip_suffix(region.name.as_str())
                .or_else(|| head.strip_suffix(stem(&region.name)));
            head = rest.unwrap_or(head);
        }
        let exact = tail == place.name || tail == stem(&place.name);
        head.is_empty().then_some(if exact { 97 } else { 78 })
    }

    fn lies_within(&self, place: &GazetteerRegion, code: &str) -> bool {
        place.code == code || self.ancestors(&place.code).any(|region| region.code == code)
    }
}
