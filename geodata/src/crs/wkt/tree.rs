//! The bracketed tree of a well-known text.

/// Deepest nesting and most items read; real systems stay far below.
const DEEPEST: usize = 24;
const MOST: usize = 4000;

/// One keyword with what stands in its brackets.
#[derive(Debug)]
pub(super) struct WktNode {
    /// In capitals.
    pub(super) keyword: String,
    items: Vec<WktItem>,
}

#[derive(Debug)]
enum WktItem {
    Text(String),
    Number(f64, String),
    Node(WktNode),
}

impl WktNode {
    pub(super) fn children(&self) -> impl Iterator<Item = &WktNode> {
        self.items.iter().filter_map(|item| match item {
            WktItem::Node(node) => Some(node),
            _ => None,
        })
    }

    pub(super) fn child(&self, keyword: &str) -> Option<&WktNode> {
        self.children().find(|c| c.keyword == keyword)
    }

    /// The node of a keyword at most `depth` levels below.
    pub(super) fn find(&self, keyword: &str, depth: usize) -> Option<&WktNode> {
        self.child(keyword).or_else(|| {
            self.children()
                .filter(|_| depth > 0)
                .find_map(|c| c.find(keyword, depth - 1))
        })
    }

    /// Its first text.
    pub(super) fn name(&self) -> Option<&str> {
        self.nth_text(0)
    }

    /// The text or the number as written at a place.
    pub(super) fn nth_text(&self, n: usize) -> Option<&str> {
        match self.items.get(n)? {
            WktItem::Text(text) | WktItem::Number(_, text) => Some(text),
            WktItem::Node(_) => None,
        }
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = f64> {
        self.items.iter().filter_map(|item| match item {
            WktItem::Number(number, _) => Some(*number),
            _ => None,
        })
    }
}

/// Returns the tree of a text, of the first one where a vertical system follows it after a comma, as ArcGIS writes; `None` when brackets or quotes do not close, or it is absurdly deep or long.
pub(super) fn parse(text: &str) -> Option<WktNode> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    let mut reader = WktReader {
        rest: text,
        left: MOST,
    };
    let item = reader.item(0)?;
    match item {
        WktItem::Node(node) => {
            let rest = reader.rest.trim();
            let vertical = rest
                .strip_prefix(',')
                .is_some_and(|rest| rest.trim_start().starts_with("VERT"));
            (rest.is_empty() || vertical).then_some(node)
        }
        _ => None,
    }
}

struct WktReader<'a> {
    rest: &'a str,
    left: usize,
}

impl WktReader<'_> {
    fn skip(&mut self, sign: char) -> bool {
        self.rest = self.rest.trim_start();
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn item(&mut self, depth: usize) -> Option<WktItem> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        if self.skip('"') {
            return self.quoted();
        }
        let end = self
            .rest
            .find(|c: char| "[](),\"".contains(c))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let word = word.trim();
        self.rest = rest;
        if word.is_empty() {
            return None;
        }
        let close = if self.skip('[') {
            ']'
        } else if self.skip('(') {
            ')'
        } else {
            return Some(match word.parse::<f64>() {
                Ok(number) if number.is_finite() => WktItem::Number(number, word.to_owned()),
                _ => WktItem::Text(word.to_owned()),
            });
        };
        let mut items = Vec::new();
        if !self.skip(close) {
            loop {
                items.push(self.item(depth + 1)?);
                if self.skip(close) {
                    break;
                }
                if !self.skip(',') {
                    return None;
                }
            }
        }
        Some(WktItem::Node(WktNode {
            keyword: word.to_ascii_uppercase(),
            items,
        }))
    }

    /// A text up to its closing quote; a doubled quote stands for one.
    fn quoted(&mut self) -> Option<WktItem> {
        let mut text = String::new();
        loop {
            let end = self.rest.find('"')?;
            text.push_str(&self.rest[..end]);
            self.rest = &self.rest[end + 1..];
            match self.rest.strip_prefix('"') {
                Some(rest) => {
                    text.push('"');
                    self.rest = rest;
                }
                None => return Some(WktItem::Text(text)),
            }
        }
    }
}
