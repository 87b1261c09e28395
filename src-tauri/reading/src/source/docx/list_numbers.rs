//! Automatic numbers of paragraphs: numbering.xml, and where each list stands (ECMA-376 part 1, 17.9).

use std::collections::{HashMap, HashSet};

use super::number_words::in_words;
use crate::source::error::ReadingError;
use crate::source::package::{PartReader, PartStep};

/// Levels of a list.
const LEVELS: usize = 9;

/// How one level of a list counts.
#[derive(Debug, Clone)]
struct ListLevel {
    start: i64,
    format: String,
    /// Such as （%1）.
    text: String,
    /// 1-based level after which it begins anew; 0 for never.
    restart: Option<usize>,
    style: Option<String>,
    arabic: bool,
}

impl Default for ListLevel {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".into(),
            text: String::new(),
            restart: None,
            style: None,
            arabic: false,
        }
    }
}

#[derive(Debug, Default)]
struct ListForm {
    levels: [Option<ListLevel>; LEVELS],
    style_link: Option<String>,
}

#[derive(Debug, Default, Clone)]
struct NumberedList {
    form: String,
    levels: [Option<ListLevel>; LEVELS],
    starts: [Option<i64>; LEVELS],
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub struct ListNumbers {
    forms: HashMap<String, ListForm>,
    lists: HashMap<String, NumberedList>,
    counters: HashMap<String, [Option<i64>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

impl ListNumbers {
    /// Reads numbering.xml.
    ///
    /// # Errors
    /// [`ReadingError`].
    pub fn read(bytes: &[u8]) -> Result<Self, ReadingError> {
        let mut out = Self::default();
        let mut reader = PartReader::new(bytes);
        let mut open: Vec<String> = Vec::new();
        let (mut form, mut list) = (None::<String>, None::<String>);
        let mut overridden = 0;
        let mut level: Option<(usize, ListLevel)> = None;
        loop {
            match reader.step()? {
                PartStep::Open(tag) => {
                    let value = tag.get("val").map(ToOwned::to_owned);
                    let index = |name| {
                        let index = tag.get(name).and_then(|v| v.parse().ok()).unwrap_or(0);
                        std::cmp::min(index, LEVELS - 1)
                    };
                    match (tag.name.as_str(), &mut level, value) {
                        ("abstractNum", ..) => {
                            form = tag.get("abstractNumId").map(ToOwned::to_owned);
                            list = None;
                        }
                        ("num", ..) => {
                            list = tag.get("numId").map(ToOwned::to_owned);
                            form = None;
                        }
                        ("abstractNumId", _, Some(value)) => {
                            if let Some(list) = &list {
                                out.lists.entry(list.clone()).or_default().form = value;
                            }
                        }
                        ("numStyleLink", _, Some(value)) => {
                            if let Some(form) = &form {
                                out.forms.entry(form.clone()).or_default().style_link = Some(value);
                            }
                        }
                        ("lvlOverride", ..) => overridden = index("ilvl"),
                        ("startOverride", _, Some(value)) => {
                            if let Some(list) = &list {
                                out.lists.entry(list.clone()).or_default().starts[overridden] =
                                    value.parse().ok();
                            }
                        }
                        ("lvl", ..) => level = Some((index("ilvl"), ListLevel::default())),
                        ("start", Some((_, level)), Some(value)) => level.start = value.parse().unwrap_or(1),
                        ("numFmt", Some((_, level)), Some(value)) => level.format = value,
                        ("lvlText", Some((_, level)), Some(value)) => level.text = value,
                        ("lvlRestart", Some((_, level)), Some(value)) => level.restart = value.parse().ok(),
                        ("pStyle", Some((_, level)), Some(value)) => level.style = Some(value),
                        ("isLgl", Some((_, level)), _) => level.arabic = tag.is_on(),
                        _ => {}
                    }
                    open.push(tag.name);
                }
                PartStep::Close => {
                    if open.pop().as_deref() == Some("lvl")
                        && let Some((index, read)) = level.take()
                    {
                        if let Some(list) = &list {
                            out.lists.entry(list.clone()).or_default().levels[index] = Some(read);
                        } else if let Some(form) = &form {
                            out.forms.entry(form.clone()).or_default().levels[index] = Some(read);
                        }
                    }
                }
                PartStep::End => return Ok(out),
            }
        }
    }

    /// Lets lists whose form is that of a style take the form of the list that the style names.
    pub fn follow_styles(&mut self, list_of_style: impl Fn(&str) -> Option<String>) {
        let linked: Vec<(String, String)> = self
            .lists
            .iter()
            .filter_map(|(id, list)| {
                let style = self.forms.get(&list.form)?.style_link.as_deref()?;
                let other = self.lists.get(&list_of_style(style)?)?;
                Some((id.clone(), other.form.clone()))
            })
            .collect();
        for (id, form) in linked {
            if let Some(list) = self.lists.get_mut(&id) {
                list.form = form;
            }
        }
    }

    fn level(&self, list: &NumberedList, level: usize) -> Option<ListLevel> {
        list.levels[level]
            .clone()
            .or_else(|| self.forms.get(&list.form)?.levels[level].clone())
    }

    /// The level of a list that belongs to a style.
    pub fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(list)?;
        (0..LEVELS).find(|at| {
            self.level(list, *at)
                .is_some_and(|l| l.style.as_deref() == Some(style))
        })
    }

    /// Counts one paragraph of a list and returns its number as it is shown; empty for a bullet.
    pub fn next(&mut self, list_id: &str, level: usize) -> String {
        let level = level.min(LEVELS - 1);
        let Some(list) = self.lists.get(list_id).cloned() else {
            return String::new();
        };
        let Some(own) = self.level(&list, level) else {
            return String::new();
        };
        let levels: Vec<ListLevel> = (0..LEVELS)
            .map(|at| self.level(&list, at).unwrap_or_default())
            .collect();
        let start = |at: usize| list.starts[at].unwrap_or(levels[at].start);
        let counters = self.counters.entry(list.form.clone()).or_default();
        let anew = list.starts[level].is_some() && self.begun.insert((list_id.to_owned(), level));
        counters[level] = match counters[level] {
            Some(before) if !anew => Some(before.saturating_add(1)),
            _ => Some(start(level)),
        };
        for (at, counter) in counters.iter_mut().enumerate().take(level) {
            counter.get_or_insert_with(|| start(at));
        }
        for (at, deeper) in levels.iter().enumerate().skip(level + 1) {
            if deeper.restart.is_none_or(|after| after > 0 && level < after) {
                counters[at] = None;
            }
        }
        if matches!(own.format.as_str(), "bullet" | "none") {
            return String::new();
        }
        let mut shown = String::new();
        let mut rest = own.text.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            shown.push_str(before);
            let digit = after.chars().next().and_then(|c| c.to_digit(10));
            match digit.map(|d| d as usize) {
                Some(of @ 1..=LEVELS) => {
                    let format = if own.arabic {
                        "decimal"
                    } else {
                        &levels[of - 1].format
                    };
                    let number = counters[of - 1].unwrap_or_else(|| start(of - 1));
                    shown.push_str(&in_words(number, format));
                    rest = &after[1..];
                }
                _ => {
                    shown.push('%');
                    rest = after;
                }
            }
        }
        shown.push_str(rest);
        shown
    }
}
