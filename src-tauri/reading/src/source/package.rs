//! A zip of XML parts, as .docx and .ofd are, with limits: what it unpacks to, how deep its XML nests.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use files::archive::LimitedRead;
use files::xml::{Xml, XmlFault, XmlNode, local, unescape};
use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ReadingError;

/// Most bytes that all parts of a document together may unpack to.
const MAX_UNPACKED: u64 = 200 << 20;

/// Most entries of a zip.
const MAX_ENTRIES: usize = 20_000;

/// The parts of a document by their names, in lower case and with / between folders.
pub struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    names: HashMap<String, usize>,
    left: u64,
}

fn plain_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

impl<'b> Package<'b> {
    /// Opens a zip.
    ///
    /// # Errors
    /// [`ReadingError::Broken`] where it ends too early or is none; [`ReadingError::TooMuch`].
    pub fn open(bytes: &'b [u8]) -> Result<Self, ReadingError> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| ReadingError::Broken("压缩包不完整，可能没有下载完".into()))?;
        if zip.len() > MAX_ENTRIES {
            return Err(ReadingError::TooMuch(format!(
                "压缩包里超过 {MAX_ENTRIES} 个文件"
            )));
        }
        let mut names = HashMap::new();
        for at in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(at) {
                names.entry(plain_name(&name)).or_insert(at);
            }
        }
        Ok(Self {
            zip,
            names,
            left: MAX_UNPACKED,
        })
    }

    /// Whether a part of that name is there.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain_name(name))
    }

    /// Names of the parts, in lower case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Unpacks a part; `None` where there is none of that name.
    ///
    /// # Errors
    /// [`ReadingError`]: encrypted, damaged, or beyond the limits.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadingError> {
        let Some(at) = self.names.get(&plain_name(name)).copied() else {
            return Ok(None);
        };
        let entry = self.zip.by_index(at).map_err(|e| match e {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadingError::Encrypted,
            _ => ReadingError::Broken("压缩包里的内容不能解压".into()),
        })?;
        let packed = entry.compressed_size();
        let mut bytes = Vec::new();
        LimitedRead::new(entry, packed)
            .take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(
                |e| match e.get_ref().and_then(|e| e.downcast_ref::<files::xml::Excess>()) {
                    Some(excess) => ReadingError::TooMuch(excess.0.clone()),
                    None => ReadingError::Broken("压缩包里的内容不完整".into()),
                },
            )?;
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| ReadingError::TooMuch(format!("解压后超过 {} MiB", MAX_UNPACKED >> 20)))?;
        Ok(Some(bytes))
    }
}

/// The beginning of an element.
pub struct Tag {
    /// Name without prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute by its name without prefix.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The `val` of a switch such as `<w:vanish/>`: on unless it says no.
    pub fn is_on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off" | "none"))
    }
}

/// One step through the elements of a part.
pub enum PartStep {
    /// An element begins.
    Open(Tag),
    /// The element that began last ends.
    Close,
    /// The part ends.
    End,
}

/// A part being read.
pub struct PartReader<'a> {
    xml: Xml<'a>,
}

fn refused(fault: XmlFault) -> ReadingError {
    match fault {
        XmlFault::Broken(words) => ReadingError::Broken(words),
        XmlFault::TooMuch(words) => ReadingError::TooMuch(words),
    }
}

impl<'a> PartReader<'a> {
    /// Begins to read a part: UTF-8, or UTF-16 with its mark.
    pub fn new(bytes: &'a [u8]) -> Self {
        let encoding = Encoding::for_bom(bytes).map_or(UTF_8, |(encoding, _)| encoding);
        Self {
            xml: Xml::new(Box::new(bytes), encoding),
        }
    }

    /// Returns the next step; text is passed over, [`Self::text`] reads it.
    ///
    /// # Errors
    /// [`ReadingError::Broken`], [`ReadingError::TooMuch`].
    pub fn step(&mut self) -> Result<PartStep, ReadingError> {
        loop {
            return Ok(match self.xml.step().map_err(refused)? {
                XmlNode::Open(start) => PartStep::Open(Tag {
                    name: local(&start).to_owned(),
                    attributes: start
                        .attributes()
                        .with_checks(false)
                        .flatten()
                        .map(|a| (a.key.local_name().into_inner().to_owned(), unescape(&a.value)))
                        .collect(),
                }),
                XmlNode::Close => PartStep::Close,
                XmlNode::Text(_) => continue,
                XmlNode::End => PartStep::End,
            });
        }
    }

    /// Passes over the element that began last.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn skip(&mut self) -> Result<(), ReadingError> {
        let mut depth = 1;
        while depth > 0 {
            match self.xml.step().map_err(refused)? {
                XmlNode::Open(_) => depth += 1,
                XmlNode::Close => depth -= 1,
                XmlNode::Text(_) => {}
                XmlNode::End => break,
            }
        }
        Ok(())
    }

    /// Returns the text of the element that began last, with that of the elements in it.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn text(&mut self) -> Result<String, ReadingError> {
        let mut depth = 1;
        let mut out = String::new();
        while depth > 0 {
            match self.xml.step().map_err(refused)? {
                XmlNode::Open(_) => depth += 1,
                XmlNode::Close => depth -= 1,
                XmlNode::Text(text) => out.push_str(text),
                XmlNode::End => break,
            }
        }
        Ok(out)
    }
}

/// Targets of the relationships of a part, by the last word of their type: `styles`, `numbering`, `officeDocument`.
///
/// # Errors
/// [`ReadingError`].
pub fn relationships(package: &mut Package, part: &str) -> Result<HashMap<String, String>, ReadingError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let beside = |name: &str| match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    let mut out = HashMap::new();
    let Some(bytes) = package.part(&beside(&format!("_rels/{file}.rels")))? else {
        return Ok(out);
    };
    let mut reader = PartReader::new(&bytes);
    loop {
        match reader.step()? {
            PartStep::Open(tag) if tag.name == "Relationship" => {
                if let (Some(kind), Some(target)) = (tag.get("Type"), tag.get("Target")) {
                    let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
                    let target = match target.strip_prefix('/') {
                        Some(whole) => whole.to_owned(),
                        None => beside(target.trim_start_matches("./")),
                    };
                    out.entry(kind).or_insert(target);
                }
            }
            PartStep::End => return Ok(out),
            _ => {}
        }
    }
}
