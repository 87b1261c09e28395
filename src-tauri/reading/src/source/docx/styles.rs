//! Styles of paragraphs: the list that a style belongs to, and whether it is that of a table of contents.

use std::collections::HashMap;

use crate::source::error::ReadingError;
use crate::source::package::{PartReader, PartStep};

/// The list and the level that a paragraph or a style names.
#[derive(Debug, Clone, Default)]
pub struct ListPlace {
    /// `numId`; 0 takes the number away.
    pub list: Option<String>,
    /// `ilvl`.
    pub level: Option<usize>,
}

#[derive(Debug, Default)]
struct ParagraphStyle {
    name: String,
    based_on: Option<String>,
    place: ListPlace,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, ParagraphStyle>,
    /// That of paragraphs that name none.
    pub default: Option<String>,
}

/// Styles that rest on one another, at most.
const LONGEST_CHAIN: usize = 30;

impl Styles {
    /// Reads styles.xml.
    ///
    /// # Errors
    /// [`ReadingError`].
    pub fn read(bytes: &[u8]) -> Result<Self, ReadingError> {
        let mut out = Self::default();
        let mut reader = PartReader::new(bytes);
        let mut id = None::<String>;
        loop {
            let tag = match reader.step()? {
                PartStep::Open(tag) => tag,
                PartStep::End => return Ok(out),
                _ => continue,
            };
            if tag.name == "style" {
                id = tag.get("styleId").map(ToOwned::to_owned);
                if tag.get("type") == Some("paragraph") && matches!(tag.get("default"), Some("1" | "true")) {
                    out.default.clone_from(&id);
                }
                continue;
            }
            if tag.name.ends_with("Change") {
                reader.skip()?;
                continue;
            }
            let (Some(id), Some(value)) = (&id, tag.get("val")) else {
                continue;
            };
            let style = out.styles.entry(id.clone()).or_default();
            match tag.name.as_str() {
                "name" => style.name = value.to_lowercase(),
                "basedOn" => style.based_on = Some(value.to_owned()),
                "numId" => style.place.list = Some(value.to_owned()),
                "ilvl" => style.place.level = value.parse().ok(),
                _ => {}
            }
        }
    }

    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = (&'s str, &'s ParagraphStyle)> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.styles.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(LONGEST_CHAIN)
    }

    /// The list of a style, its own or that of a style it rests on; with the style that names it.
    pub fn list_of<'s>(&'s self, id: &'s str) -> Option<(&'s str, ListPlace)> {
        let level = self.chain(id).find_map(|(_, s)| s.place.level);
        let (of, list) = self
            .chain(id)
            .find_map(|(of, s)| Some((of, s.place.list.clone()?)))?;
        let place = ListPlace {
            list: Some(list),
            level,
        };
        Some((of, place))
    }

    /// Whether a style is that of the lines of a table of contents.
    pub fn is_contents(&self, id: &str) -> bool {
        self.styles.get(id).is_some_and(|s| {
            let rest = s.name.strip_prefix("toc ").or(s.name.strip_prefix("目录 "));
            rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
        })
    }
}
