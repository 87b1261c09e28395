//! An XML document as a tree, for documents of bounded size: what a service says of itself.

use std::io::Cursor;
use std::rc::Rc;

use files::xml::{self, Rewindable, Xml, XmlError, XmlFault, XmlNode};

use super::ServiceError;

/// The largest document.
pub const LARGEST: usize = 32 << 20;
/// Most elements, and the longest text of one.
const MOST: usize = 300_000;
const LONGEST: usize = 20_000;

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name without prefix.
    pub name: String,
    attributes: Vec<(&'static str, String)>,
    /// Its own text, trimmed at the end of reading.
    pub text: String,
    children: Vec<Element>,
}

/// Attributes that are read.
const ATTRIBUTES: [&str; 16] = [
    "href",
    "version",
    "SRS",
    "CRS",
    "minx",
    "miny",
    "maxx",
    "maxy",
    "queryable",
    "format",
    "resourceType",
    "template",
    "isDefault",
    "exceptionCode",
    "code",
    "name",
];

impl Element {
    /// Returns the children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// Returns all children.
    pub fn children(&self) -> &[Element] {
        &self.children
    }

    /// Returns the first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }

    /// Returns what is found by going down by names.
    pub fn down(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |at, name| at.child(name))
    }

    /// Returns the text of a child, or nothing.
    pub fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |c| c.text.as_str())
    }

    /// Returns an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| *n == name);
        found.map(|(_, value)| value.as_str())
    }
}

struct InMemory<'a>(&'a [u8]);

impl Rewindable for InMemory<'_> {
    fn open(&mut self, _done: Rc<std::cell::Cell<u64>>) -> Result<Box<dyn std::io::Read + '_>, XmlError> {
        Ok(Box::new(Cursor::new(self.0)))
    }

    fn total(&self) -> u64 {
        self.0.len() as u64
    }
}

/// Returns the outermost element.
///
/// # Errors
/// [`ServiceError`], when it is no XML or too large.
pub fn read(bytes: &[u8]) -> Result<Element, ServiceError> {
    if bytes.len() > LARGEST {
        return Err(ServiceError::TooMuch(format!("超过 {} MiB", LARGEST >> 20)));
    }
    let mut source = InMemory(bytes);
    let found = xml::find_encoding(&mut source, None).map_err(|_| ServiceError::NotXml)?;
    let mut xml = Xml::new(Box::new(Cursor::new(bytes)), found.encoding);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut count = 0;
    loop {
        match xml.step().map_err(fault)? {
            XmlNode::Open(start) => {
                count += 1;
                if count > MOST {
                    return Err(ServiceError::TooMuch(format!("多于 {MOST} 个元素")));
                }
                let attributes = ATTRIBUTES
                    .iter()
                    .filter_map(|name| Some((*name, xml::attribute(&start, name)?)))
                    .collect();
                open.push(Element {
                    name: xml::local(&start).to_owned(),
                    attributes,
                    ..Element::default()
                });
            }
            XmlNode::Text(text) => {
                if let Some(element) = open.last_mut()
                    && element.text.len() < LONGEST
                {
                    element.text.push_str(text);
                }
            }
            XmlNode::Close => {
                if let Some(mut element) = open.pop() {
                    element.text = element.text.trim().chars().take(LONGEST).collect();
                    match open.last_mut() {
                        Some(parent) => parent.children.push(element),
                        None => root = Some(element),
                    }
                }
            }
            XmlNode::End => return root.ok_or(ServiceError::NotXml),
        }
    }
}

fn fault(fault: XmlFault) -> ServiceError {
    match fault {
        XmlFault::Broken(reason) => ServiceError::Broken(reason),
        XmlFault::TooMuch(reason) => ServiceError::TooMuch(reason),
    }
}
