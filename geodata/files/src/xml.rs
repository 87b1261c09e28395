//! XML read as a stream: any encoding, entities never expanded, nesting and pieces limited.

use crate::FileError;
use crate::encoding::{self, UnknownEncoding};
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Deepest nesting of elements before it is taken for an attack.
pub const MAX_DEPTH: usize = 200;

/// Longest single text, tag or comment, in bytes of UTF-8: some three million vertices.
pub const MAX_PIECE: u64 = 128 << 20;

/// Why a document cannot be read from its beginning.
#[derive(Debug, thiserror::Error)]
pub enum XmlError {
    /// The system does not give it.
    #[error(transparent)]
    File(#[from] FileError),
    /// It holds nothing.
    #[error("{} is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The encoding asked for is not known.
    #[error(transparent)]
    UnknownEncoding(#[from] UnknownEncoding),
    /// It is broken or passes a limit.
    #[error("{}: {fault}", path.display())]
    Fault {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: XmlFault,
    },
}

/// What can be read from its beginning as often as needed.
pub trait Rewindable {
    /// Returns the bytes from the beginning; what is read of `total` is counted in `done`.
    ///
    /// # Errors
    /// [`XmlError`].
    fn open(&mut self, done: Rc<Cell<u64>>) -> Result<Box<dyn Read + '_>, XmlError>;
    /// How many bytes count as the whole.
    fn total(&self) -> u64;
}

/// A file as it lies on the disk.
pub struct PlainFile {
    path: PathBuf,
    total: u64,
}

impl PlainFile {
    /// A file, which must hold something.
    ///
    /// # Errors
    /// [`XmlError::File`], [`XmlError::Empty`].
    pub fn new(path: &Path) -> Result<Self, XmlError> {
        let total = std::fs::metadata(path)
            .map_err(|e| FileError::new(path, &e))?
            .len();
        if total == 0 {
            return Err(XmlError::Empty {
                path: path.to_owned(),
            });
        }
        Ok(Self {
            path: path.to_owned(),
            total,
        })
    }
}

impl Rewindable for PlainFile {
    fn open(&mut self, done: Rc<Cell<u64>>) -> Result<Box<dyn Read + '_>, XmlError> {
        let file = File::open(&self.path).map_err(|e| FileError::new(&self.path, &e))?;
        Ok(Box::new(CountedRead { inner: file, done }))
    }

    fn total(&self) -> u64 {
        self.total
    }
}

/// Counts what goes through it.
pub struct CountedRead<R> {
    /// What is read.
    pub inner: R,
    /// Bytes read of it.
    pub done: Rc<Cell<u64>>,
}

impl<R: Read> Read for CountedRead<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.done.set(self.done.get() + n as u64);
        Ok(n)
    }
}

/// A limit that was passed, carried through [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Excess(pub String);

/// Which encoding a text is in, and how that is known.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundEncoding {
    pub encoding: &'static Encoding,
    /// Neither stated nor valid as stated.
    pub guessed: bool,
}

/// Returns the encoding of an XML document: as asked for, by byte order mark, by declaration; a document that is no
/// valid UTF-8 though it should be is taken for GB18030 when it is valid in that.
///
/// # Errors
/// [`XmlError::UnknownEncoding`] for the one asked for; errors of the source.
pub fn find_encoding(source: &mut dyn Rewindable, asked: Option<&str>) -> Result<FoundEncoding, XmlError> {
    let sure = |encoding| {
        Ok(FoundEncoding {
            encoding,
            guessed: false,
        })
    };
    if let Some(name) = asked {
        return sure(encoding::asked(name)?);
    }
    let mut bytes = source.open(Rc::default())?;
    let mut head = Vec::with_capacity(1024);
    // A file that breaks off here is reported by the reading proper.
    let _ = bytes.by_ref().take(1024).read_to_end(&mut head);
    if let Some((encoding, _)) = Encoding::for_bom(&head) {
        return sure(encoding);
    }
    if head.starts_with(&[b'<', 0]) {
        return sure(UTF_16LE);
    }
    if head.starts_with(&[0, b'<']) {
        return sure(UTF_16BE);
    }
    let declared = declared_encoding(&head).filter(|e| *e != UTF_16LE && *e != UTF_16BE);
    if let Some(encoding) = declared.filter(|e| *e != UTF_8) {
        return sure(encoding);
    }
    let mut detector = encoding::Detector::default();
    let mut chunk = vec![0; 1 << 16];
    // What follows the last tag waits, so that a character cut off with the file is no fault.
    let mut waiting = head;
    loop {
        let n = match bytes.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(n) => n,
        };
        detector.push(&waiting);
        let end = chunk[..n].iter().rposition(|b| *b == b'>').map_or(n, |p| p + 1);
        detector.push(&chunk[..end]);
        waiting.clear();
        waiting.extend_from_slice(&chunk[end..n]);
    }
    let end = waiting.iter().rposition(|b| *b == b'>').map_or(0, |p| p + 1);
    detector.push(&waiting[..end]);
    let detected = detector.finish();
    if detected.encoding == GB18030 && detected.whole {
        return Ok(FoundEncoding {
            encoding: GB18030,
            guessed: true,
        });
    }
    sure(UTF_8)
}

fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let start = head.trim_ascii_start();
    let declaration = start.strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|w| w == b"?>")?;
    let text = String::from_utf8_lossy(&declaration[..end]).into_owned();
    let rest = text.split_once("encoding")?.1.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = rest[1..].split(quote).next()?;
    encoding::known(label)
}

/// Bytes of any encoding as UTF-8; what is no text becomes U+FFFD and is noted.
struct Utf8Read<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    /// The decoder has given its last; it must not be asked again.
    finished: bool,
    replaced: Rc<Cell<bool>>,
    /// Bytes handed over since the last event.
    since: Rc<Cell<u64>>,
}

impl<R: Read> Read for Utf8Read<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > MAX_PIECE {
            return Err(io::Error::other(Excess(format!(
                "一段文字超过 {} MiB",
                MAX_PIECE >> 20
            ))));
        }
        loop {
            if self.finished {
                return Ok(0);
            }
            if self.from == self.to && !self.ended {
                self.from = 0;
                self.to = loop {
                    match self.inner.read(&mut self.input) {
                        Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                        other => break other?,
                    }
                };
                self.ended = self.to == 0;
            }
            let (result, read, written, errors) =
                self.decoder
                    .decode_to_utf8(&self.input[self.from..self.to], out, self.ended);
            self.from += read;
            self.finished = self.ended && result == CoderResult::InputEmpty;
            if errors {
                self.replaced.set(true);
            }
            if written > 0 {
                self.since.set(self.since.get() + written as u64);
                return Ok(written);
            }
            if result == CoderResult::OutputFull {
                return Err(io::Error::other("buffer too small for one character"));
            }
        }
    }
}

/// Why the reading of an XML document stops.
#[derive(Debug, Clone, thiserror::Error)]
pub enum XmlFault {
    /// The document ends too early or is broken from here on.
    #[error("{0}")]
    Broken(String),
    /// A limit was passed.
    #[error("{0}")]
    TooMuch(String),
}

/// One step through a document.
pub enum XmlNode<'a> {
    /// An element begins; its name without prefix is [`local`].
    Open(BytesStart<'a>),
    /// The element that began last ends.
    Close,
    /// Text of the element, in pieces.
    Text(&'a str),
    /// The document ends, whole.
    End,
}

/// A document being read.
pub struct Xml<'s> {
    reader: Reader<BufReader<Utf8Read<Box<dyn Read + 's>>>>,
    buffer: Vec<u8>,
    text: String,
    depth: usize,
    rooted: bool,
    since: Rc<Cell<u64>>,
    /// Whether bytes were met that are no text.
    pub replaced: Rc<Cell<bool>>,
    /// Names of entities that are not known; they stand in the text as written.
    pub unknown_entities: u64,
}

impl<'s> Xml<'s> {
    /// Begins to read a document.
    pub fn new(bytes: Box<dyn Read + 's>, encoding: &'static Encoding) -> Self {
        let (since, replaced) = (Rc::<Cell<u64>>::default(), Rc::<Cell<bool>>::default());
        let utf8 = Utf8Read {
            inner: bytes,
            decoder: encoding.new_decoder_with_bom_removal(),
            input: vec![0; 1 << 16],
            from: 0,
            to: 0,
            ended: false,
            finished: false,
            replaced: replaced.clone(),
            since: since.clone(),
        };
        let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, utf8));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            buffer: Vec::new(),
            text: String::new(),
            depth: 0,
            rooted: false,
            since,
            replaced,
            unknown_entities: 0,
        }
    }

    /// Returns the next step.
    ///
    /// # Errors
    /// [`XmlFault`]; nothing can be read after it.
    pub fn step(&mut self) -> Result<XmlNode<'_>, XmlFault> {
        self.buffer.clear();
        self.text.clear();
        if self.buffer.capacity() > 1 << 20 {
            self.buffer.shrink_to(1 << 16);
        }
        self.since.set(0);
        let at = self.reader.buffer_position();
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(|e| fault(&e, at))?;
        Ok(match event {
            Event::Start(start) => {
                self.depth += 1;
                self.rooted = true;
                if self.depth > MAX_DEPTH {
                    return Err(XmlFault::TooMuch(format!("元素嵌套超过 {MAX_DEPTH} 层")));
                }
                XmlNode::Open(start)
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                XmlNode::Close
            }
            Event::Text(text) => {
                self.text.push_str(&text);
                XmlNode::Text(&self.text)
            }
            Event::CData(text) => {
                self.text.push_str(&text);
                XmlNode::Text(&self.text)
            }
            Event::GeneralRef(name) => {
                match name.resolve_char_ref() {
                    Ok(Some(c)) => self.text.push(c),
                    Ok(None) => match entity(&name) {
                        Some(c) => self.text.push(c),
                        None => {
                            self.unknown_entities += 1;
                            self.text.extend(["&", &*name, ";"]);
                        }
                    },
                    Err(_) => self.text.push('\u{fffd}'),
                }
                XmlNode::Text(&self.text)
            }
            Event::Eof if self.depth > 0 => return Err(XmlFault::Broken("文件不完整，结尾缺失".into())),
            Event::Eof if !self.rooted => return Err(XmlFault::Broken("里面没有 XML 内容".into())),
            Event::Eof => XmlNode::End,
            _ => XmlNode::Text(""),
        })
    }
}

/// Returns the name of an element without its prefix.
pub fn local<'a>(start: &'a BytesStart<'_>) -> &'a str {
    let name = start.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns an attribute by its name without prefix; unknown entities stay as written.
pub fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().into_inner() == name)?;
    Some(unescape(&found.value))
}

/// Returns a text with its entities replaced; unknown ones stay as written.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = after.find(';').filter(|end| *end <= 10).and_then(|end| {
            let name = &after[..end];
            let c = match name.strip_prefix('#') {
                Some(number) => match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                }
                .and_then(char::from_u32),
                None => entity(name),
            };
            Some((c?, end))
        });
        match known {
            Some((c, end)) => {
                out.push(c);
                rest = &after[end + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "deg" => '°',
        "middot" => '·',
        _ => return None,
    })
}

fn fault(error: &quick_xml::Error, at: u64) -> XmlFault {
    match error {
        quick_xml::Error::Io(e) => match e.get_ref().and_then(|e| e.downcast_ref::<Excess>()) {
            Some(excess) => XmlFault::TooMuch(excess.0.clone()),
            None => XmlFault::Broken(format!("读到约第 {at} 字节时出错（{e}）")),
        },
        quick_xml::Error::Syntax(_) => XmlFault::Broken(format!("约第 {at} 字节处的标记没有写完")),
        quick_xml::Error::IllFormed(e) => {
            use quick_xml::errors::IllFormedError::{MismatchedEndTag, UnmatchedEndTag};
            XmlFault::Broken(match e {
                MismatchedEndTag { expected, found } => {
                    format!(
                        "约第 {at} 字节处应是 </{}>，却是 </{}>",
                        brief(expected),
                        brief(found)
                    )
                }
                UnmatchedEndTag(found) => format!("约第 {at} 字节处多出 </{}>", brief(found)),
                _ => format!("约第 {at} 字节处不合 XML 语法"),
            })
        }
        _ => XmlFault::Broken(format!("约第 {at} 字节处不合 XML 语法")),
    }
}

fn brief(name: &str) -> String {
    name.chars().take(40).collect()
}
