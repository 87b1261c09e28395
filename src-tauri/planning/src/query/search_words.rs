//! What is looked for within a ledger: words in the names of a row, in Chinese, in pinyin or by initials. Unlike the
//! filter it narrows one ledger and nothing else.

use super::Snapshot;
use super::conditions::at;
use super::name_score::{MOST_SPELT, score};
use crate::model::*;

/// Words to look for; all must be found, each anywhere.
pub(super) struct SearchWords(Vec<String>);

impl SearchWords {
    pub fn of(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the names hold all words.
    pub fn holds<'n>(&self, names: impl Iterator<Item = &'n str> + Clone) -> bool {
        self.0
            .iter()
            .all(|word| names.clone().any(|name| fits(word, name)))
    }
}

fn fits(word: &str, name: &str) -> bool {
    score(word, name, None).is_some() || is_short_for(word, name)
}

impl Snapshot<'_> {
    /// Those of the projects whose name, content, town or leading unit holds the words.
    pub(super) fn found_in(&self, slots: &[u32], words: &SearchWords) -> Vec<u32> {
        let (model, projects) = (self.model, &self.model.projects);
        // The names of a large atlas are not spelt in pinyin: that would take seconds.
        let small = projects.len() <= MOST_SPELT;
        let words: Vec<_> = words
            .0
            .iter()
            .map(|word| {
                let town = |id: &RegionId| {
                    model
                        .regions
                        .get(id.as_str())
                        .is_some_and(|r| fits(word, &r.name))
                };
                let unit = |id: &UnitId| {
                    let unit = model.units.get(id.as_str());
                    unit.is_some_and(|u| fits(word, &u.name) || aliases(u).any(|alias| fits(word, alias)))
                };
                let spelt = small && word.chars().all(|c| c.is_ascii_alphanumeric());
                (
                    word,
                    spelt,
                    projects.with_word(word),
                    projects.of_towns(town),
                    projects.of_units(unit),
                )
            })
            .collect();
        let holds = |slot: &u32| {
            let [_, town, lead] = projects.codes(*slot);
            words.iter().all(|(word, spelt, with_word, towns, units)| {
                with_word.contains(*slot)
                    || at(towns, town)
                    || at(units, lead)
                    || (*spelt && projects.at(*slot).is_some_and(|p| fits(word, p.name)))
            })
        };
        slots.iter().copied().filter(holds).collect()
    }
}
