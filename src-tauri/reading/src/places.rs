//! Towns of the region that a document names, by the gazetteer.

use geodata::gazetteer::{Gazetteer, GazetteerRegion, Level};

use crate::found::{At, FoundPlace};
use crate::outline::{Line, Outline};
use crate::text::sentence_at;

/// Towns below a region, those with the longest names first.
pub fn towns_of(region: &str) -> Vec<&'static GazetteerRegion> {
    let gazetteer = Gazetteer::embedded();
    let mut todo = vec![region.to_owned()];
    let mut towns = Vec::new();
    while let Some(code) = todo.pop() {
        for place in gazetteer.children(&code) {
            if place.level == Level::Town {
                towns.push(place);
            } else {
                todo.push(place.code.clone());
            }
        }
        if towns.len() > 5000 {
            break;
        }
    }
    towns.sort_by_key(|t| std::cmp::Reverse(t.name.len()));
    towns
}

/// The town a text names first.
pub fn town_in(text: &str, towns: &[&'static GazetteerRegion]) -> Option<&'static GazetteerRegion> {
    towns
        .iter()
        .copied()
        .filter_map(|t| text.find(&t.name).map(|at| (at, t)))
        .min_by_key(|(at, _)| *at)
        .map(|(_, t)| t)
}

/// Returns the towns that the document names, by first mention.
pub fn places(outline: &Outline, towns: &[&'static GazetteerRegion]) -> Vec<FoundPlace> {
    let mut out: Vec<FoundPlace> = Vec::new();
    let lines: Vec<(&str, &Line)> = outline
        .front
        .iter()
        .map(|l| ("", l))
        .chain(
            outline
                .nodes
                .iter()
                .flat_map(|n| n.body.iter().map(move |l| (n.path.as_str(), l))),
        )
        .collect();
    // A province has a thousand towns; those whose names stand nowhere are left out in one pass over the text.
    let whole: String = lines
        .iter()
        .map(|(_, l)| l.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let named: Vec<_> = towns.iter().filter(|t| whole.contains(&t.name)).collect();
    for (item, line) in lines {
        for town in &named {
            let Some(at) = line.text.find(&town.name) else {
                continue;
            };
            let count = u32::try_from(line.text.matches(&town.name).count()).unwrap_or(u32::MAX);
            match out.iter_mut().find(|p| p.code == town.code) {
                Some(place) => place.mentions += count,
                None => out.push(FoundPlace {
                    name: town.name.clone(),
                    code: town.code.clone(),
                    mentions: count,
                    at: At {
                        page: line.page,
                        paragraph: line.paragraph,
                        item: item.to_owned(),
                        sentence: sentence_at(&line.text, at).to_owned(),
                        rule: "place.gazetteer",
                    },
                }),
            }
        }
    }
    out
}
