//! The elements of a page: a tree from the tokens of html5ever, as much of the rules of HTML as pages of offices need, no
//! deeper than [`MAX_NESTING`].

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::source::error::ReadingError;

/// Elements in one another; what is deeper stands in the deepest one.
const MAX_NESTING: usize = 200;

/// Attributes and blanks in one tag.
const MAX_IN_TAG: usize = 20_000;

/// What an element holds.
pub enum HtmlChild {
    Text(String),
    /// Place in [`HtmlTree::elements`].
    Element(usize),
}

/// An element.
#[derive(Default)]
pub struct HtmlElement {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<HtmlChild>,
}

impl HtmlElement {
    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The elements of a page; the first one is the root.
pub struct HtmlTree {
    pub elements: Vec<HtmlElement>,
    open: Vec<usize>,
}

/// Elements that begin a new paragraph.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "ul"
            | "ol"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "center"
            | "form"
            | "dl"
            | "dt"
            | "dd"
            | "pre"
            | "blockquote"
            | "hr"
            | "caption"
            | "address"
            | "body"
            | "html"
            | "title"
            | "fieldset"
            | "figure"
    )
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "meta"
            | "link"
            | "input"
            | "col"
            | "area"
            | "base"
            | "embed"
            | "source"
            | "wbr"
            | "param"
            | "track"
    )
}

impl HtmlTree {
    fn top(&mut self) -> &mut HtmlElement {
        let at = self.open.last().copied().unwrap_or(0);
        &mut self.elements[at]
    }

    /// Closes the nearest of the named elements, not looking past one of `within`.
    fn close(&mut self, names: &[&str], within: &[&str]) {
        for at in (1..self.open.len()).rev() {
            let name = self.elements[self.open[at]].name.as_str();
            if names.contains(&name) {
                self.open.truncate(at);
                return;
            }
            if within.contains(&name) {
                return;
            }
        }
    }

    fn begin(&mut self, tag: &Tag) {
        let name = &*tag.name;
        match name {
            "li" => self.close(&["li"], &["ul", "ol", "td", "th"]),
            "td" | "th" => self.close(&["td", "th"], &["tr", "table"]),
            "tr" => self.close(&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => self.close(&["tbody", "thead", "tfoot"], &["table"]),
            "option" => self.close(&["option"], &["select"]),
            "dt" | "dd" => self.close(&["dt", "dd"], &["dl"]),
            _ => {}
        }
        if is_block(name) {
            self.close(
                &["p"],
                &["div", "td", "th", "li", "table", "body", "section", "article"],
            );
        }
        let element = HtmlElement {
            name: name.to_owned(),
            attributes: tag
                .attrs
                .iter()
                .map(|a| (a.name.local.to_string(), a.value.to_string()))
                .collect(),
            children: Vec::new(),
        };
        let at = self.elements.len();
        self.elements.push(element);
        self.top().children.push(HtmlChild::Element(at));
        if !is_void(name) && !tag.self_closing_foreign() && self.open.len() < MAX_NESTING {
            self.open.push(at);
        }
    }

    fn end(&mut self, name: &str) {
        let within: &[&str] = match name {
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => &["table"],
            "table" | "body" | "html" => &[],
            _ => &["td", "th"],
        };
        self.close(&[name], within);
    }

    fn text(&mut self, text: &StrTendril) {
        match self.top().children.last_mut() {
            Some(HtmlChild::Text(before)) => before.push_str(text),
            _ => self.top().children.push(HtmlChild::Text(text.to_string())),
        }
    }
}

trait SelfClosing {
    fn self_closing_foreign(&self) -> bool;
}

impl SelfClosing for Tag {
    /// `<o:p/>` and the like, which Word writes, end where they begin; `<div/>` does not.
    fn self_closing_foreign(&self) -> bool {
        self.self_closing && (self.name.contains(':') || &*self.name == "svg" || &*self.name == "path")
    }
}

struct HtmlSink(RefCell<HtmlTree>);

impl TokenSink for HtmlSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut tree = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                tree.begin(&tag);
                return match &*tag.name {
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => {
                        TokenSinkResult::RawData(RawKind::Rawtext)
                    }
                    "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            Token::TagToken(tag) => tree.end(&tag.name),
            Token::CharacterTokens(text) => tree.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The tokenizer's time grows with the square of the attributes of a tag.
fn has_endless_tag(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(begin) = bytes[at..].iter().position(|b| *b == b'<') {
        at += begin + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut quote, mut parts) = (None, 0);
        while let Some(byte) = bytes.get(at) {
            match (quote, *byte) {
                (Some(open), byte) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(*byte),
                (None, b'>') => break,
                (None, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'=') => parts += 1,
                _ => {}
            }
            if parts > MAX_IN_TAG {
                return true;
            }
            at += 1;
        }
    }
    false
}

/// Returns the elements of a page.
///
/// # Errors
/// [`ReadingError::TooMuch`].
pub fn tree(text: &str) -> Result<HtmlTree, ReadingError> {
    if has_endless_tag(text) {
        return Err(ReadingError::TooMuch(format!(
            "一个标记里超过 {MAX_IN_TAG} 个属性"
        )));
    }
    let root = HtmlElement::default();
    let sink = HtmlSink(RefCell::new(HtmlTree {
        elements: vec![root],
        open: vec![0],
    }));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    while !input.is_empty() {
        if let TokenizerResult::Done = tokenizer.feed(&input) {
            break;
        }
    }
    tokenizer.end();
    Ok(tokenizer.sink.0.into_inner())
}
