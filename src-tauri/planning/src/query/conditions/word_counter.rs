//! The choices of a closed vocabulary of which each project has one value.

use super::{ChoiceCounter, word_choice};
use crate::model::{SummaryRef, Task};
use crate::query::filter::{FacetCount, Facets};

/// Counts projects by the value each has.
pub(super) struct WordCounter<F> {
    words: Vec<(&'static str, &'static str)>,
    counts: Vec<u32>,
    value_of: F,
    list: fn(&mut Facets) -> &mut Vec<FacetCount>,
}

impl<F> WordCounter<F> {
    /// `words` holds word and label of each value in their order, `value_of` gives the place of a project's value in them,
    /// and `list` the choices that are filled.
    pub fn new(
        words: impl Iterator<Item = (&'static str, &'static str)>,
        value_of: F,
        list: fn(&mut Facets) -> &mut Vec<FacetCount>,
    ) -> Self {
        let words: Vec<_> = words.collect();
        Self {
            counts: vec![0; words.len()],
            words,
            value_of,
            list,
        }
    }
}

impl<'a, F: Fn(SummaryRef<'a>) -> usize> ChoiceCounter<'a> for WordCounter<F> {
    fn count(&mut self, projects: &[SummaryRef<'a>]) {
        for project in projects {
            self.counts[(self.value_of)(*project)] += 1;
        }
    }

    fn finish(self: Box<Self>, _: &dyn Fn() -> Vec<&'a Task>, facets: &mut Facets) {
        let choices = self.words.iter().zip(self.counts);
        (self.list)(facets).extend(choices.map(|((word, label), n)| word_choice(word, label, n)));
    }
}
