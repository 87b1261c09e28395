//! Words in the name, content or town of a project, the title, summary or number of a task, the name of a town. All words
//! must be there, each anywhere.

use super::{Condition, Test, at};
use crate::model::*;
use crate::query::Snapshot;
use crate::query::filter::Filter;

pub(super) struct Text;

impl Condition for Text {
    fn is_set(&self, filter: &Filter) -> bool {
        !filter.text.trim().is_empty()
    }

    fn lift(&self, filter: &mut Filter) {
        filter.text.clear();
    }

    fn of_projects<'a>(&self, snapshot: &'a Snapshot<'a>, filter: &'a Filter) -> Test<'a, SummaryRef<'a>> {
        let (projects, regions) = (&snapshot.model.projects, &snapshot.model.regions);
        let words: Vec<_> = filter
            .text
            .split_whitespace()
            .map(|word| {
                let lower = word.to_lowercase();
                let named = |id: &RegionId| {
                    let town = regions.get(id.as_str());
                    town.is_some_and(|town| town.name.to_lowercase().contains(&lower))
                };
                (projects.with_word(word), projects.of_towns(named))
            })
            .collect();
        Box::new(move |project| {
            let town = project.codes()[1];
            words
                .iter()
                .all(|(with_word, towns)| with_word.contains(project.slot) || at(towns, town))
        })
    }

    fn of_tasks<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Task>> {
        Some(Box::new(|task| {
            let parts = [Some(&task.title), task.summary.as_ref(), Some(&task.number)];
            has_words(&filter.text, &parts)
        }))
    }

    fn of_towns<'a>(&self, _: &'a Snapshot<'a>, filter: &'a Filter) -> Option<Test<'a, &'a Region>> {
        Some(Box::new(|town| has_words(&filter.text, &[Some(&town.name)])))
    }
}

fn has_words(text: &str, parts: &[Option<&String>]) -> bool {
    text.split_whitespace().all(|word| {
        let word = word.to_lowercase();
        parts
            .iter()
            .flatten()
            .any(|part| part.to_lowercase().contains(&word))
    })
}
