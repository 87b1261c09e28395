//! The bytes of a JSON file, in UTF-8 whatever the file is in, a piece at a time.

use super::cursor::JsonCursor;
use crate::formats::reading::ReadError;
use crate::formats::scan_cache::{FileScan, KnownScan, ScanCache};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use files::encoding::Detector;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

const CHUNK: usize = 1 << 18;

/// What a first look tells, unless it was told for this very file before.
pub(super) fn look_once(path: &Path, looked: &ScanCache) -> Result<FileScan, ReadError> {
    let facts = std::fs::metadata(path).map_err(|e| ReadError::io(path, &e))?;
    let (length, changed) = (facts.len(), facts.modified().ok());
    if let Some(known) = looked.0.get()
        && (known.path.as_path(), known.length, known.changed) == (path, length, changed)
    {
        return Ok(known.look);
    }
    let look = look(path)?;
    let known = KnownScan {
        path: path.to_owned(),
        length,
        changed,
        look,
    };
    // Another file was looked at with these options; it keeps its place.
    let _ = looked.0.set(known);
    Ok(look)
}

/// Reads the file once, fast: its encoding and whether it names a coordinate system have to be known before the
/// first feature is handed over, wherever they stand.
fn look(path: &Path) -> Result<FileScan, ReadError> {
    let failed = |e: std::io::Error| ReadError::io(path, &e);
    let mut file = File::open(path).map_err(failed)?;
    let total = file.metadata().map_err(failed)?.len();
    let mut buffer = vec![0_u8; CHUNK.min(total as usize + 64)];
    // Bytes kept from the piece before: a cut character and a cut name.
    let mut kept = 0;
    let mut utf8_from = 0;
    let mut look = FileScan {
        mentions_crs: false,
        encoding: UTF_8,
        whole: true,
    };
    let finder = memchr::memmem::Finder::new(b"\"crs\"");
    let mut first = true;
    loop {
        let n = file.read(&mut buffer[kept..]).map_err(failed)?;
        let piece = &buffer[..kept + n];
        if first {
            first = false;
            let by_mark = Encoding::for_bom(piece).map(|(e, _)| e);
            if let Some(encoding) = by_mark.filter(|e| *e == UTF_16LE || *e == UTF_16BE) {
                look.encoding = encoding;
                look.mentions_crs = true;
                return Ok(look);
            }
        }
        look.mentions_crs = look.mentions_crs || finder.find(piece).is_some();
        let mut cut = 0;
        if look.whole
            && let Err(e) = simdutf8::compat::from_utf8(&piece[utf8_from..])
        {
            cut = piece.len() - utf8_from - e.valid_up_to();
            look.whole = e.error_len().is_none() && n > 0;
        }
        if n == 0 {
            break;
        }
        let length = piece.len();
        kept = length.min(8);
        utf8_from = kept - cut.min(kept);
        buffer.copy_within(length - kept..length, 0);
    }
    if !look.whole {
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let mut detector = Detector::default();
        loop {
            let n = file.read(&mut buffer).map_err(failed)?;
            if n == 0 {
                break;
            }
            detector.push(&buffer[..n]);
        }
        let found = detector.finish();
        if found.whole {
            (look.encoding, look.whole) = (found.encoding, true);
        }
    }
    Ok(look)
}

/// What is at hand.
enum Buffered {
    /// All of it is text.
    Text(String),
    /// Some of it is none, or was cut within a character.
    Bytes(Vec<u8>),
}

impl Buffered {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    fn bytes_mut(&mut self) -> &mut Vec<u8> {
        if let Self::Text(text) = self {
            *self = Self::Bytes(std::mem::take(text).into_bytes());
        }
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(_) => unreachable!("it was turned into bytes"),
        }
    }
}

/// A window on the bytes of a file that moves on.
pub(super) struct ByteWindow {
    path: PathBuf,
    file: File,
    total: u64,
    read: u64,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    /// Bytes of `raw` that begin a character whose end is not read yet.
    begun: usize,
    held: Buffered,
    start: usize,
    ended: bool,
    /// Whether bytes were replaced that were no text in the encoding asked for.
    pub replaced: bool,
}

impl ByteWindow {
    pub fn open(path: &Path, encoding: &'static Encoding) -> Result<Self, ReadError> {
        let failed = |e: std::io::Error| ReadError::io(path, &e);
        let file = File::open(path).map_err(failed)?;
        let total = file.metadata().map_err(failed)?.len();
        let mut window = Self {
            path: path.to_owned(),
            file,
            total,
            read: 0,
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder_with_bom_removal()),
            raw: Vec::new(),
            begun: 0,
            held: Buffered::Text(String::new()),
            start: 0,
            ended: false,
            replaced: false,
        };
        window.more()?;
        if window.rest().starts_with(b"\xEF\xBB\xBF") {
            window.consume(3);
        }
        Ok(window)
    }

    /// The bytes at hand.
    pub fn rest(&self) -> &[u8] {
        &self.held.bytes()[self.start..]
    }

    /// A cursor at their beginning.
    pub fn cursor(&self) -> JsonCursor<'_> {
        if let Buffered::Text(text) = &self.held
            && let Some(rest) = text.get(self.start..)
        {
            return JsonCursor::of_text(rest);
        }
        JsonCursor::new(self.rest())
    }

    /// Bytes of the file taken in so far, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        (self.read, self.total)
    }

    pub fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.held.bytes().len());
    }

    /// Brings in as much as is at hand already, at least a piece; false at the end of the file.
    pub fn more(&mut self) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        match &mut self.held {
            Buffered::Text(text) if text.is_char_boundary(self.start) => drop(text.drain(..self.start)),
            held => drop(held.bytes_mut().drain(..self.start)),
        }
        self.start = 0;
        let old = self.held.bytes().len();
        let left = (self.total - self.read.min(self.total)) as usize + 64;
        let wanted = old.max(CHUNK.min(left));
        let kept = self.begun;
        if self.raw.len() < kept + wanted {
            self.raw.resize(kept + wanted, 0);
        }
        let n = self
            .file
            .read(&mut self.raw[kept..kept + wanted])
            .map_err(|e| ReadError::io(&self.path, &e))?;
        self.read += n as u64;
        self.ended = n == 0;
        if let Some(decoder) = &mut self.decoder {
            let buffer = self.held.bytes_mut();
            let room = decoder.max_utf8_buffer_length(n).unwrap_or(n * 3 + 16);
            buffer.resize(old + room, 0);
            let (_, _, written, replaced) =
                decoder.decode_to_utf8(&self.raw[..n], &mut buffer[old..], self.ended);
            buffer.truncate(old + written);
            self.replaced |= replaced;
            return Ok(!self.ended || written > 0);
        }
        self.take_up(kept + n);
        Ok(n > 0 || kept > 0)
    }

    /// Takes up bytes of `raw`: as text as long as they are text.
    fn take_up(&mut self, length: usize) {
        self.begun = 0;
        let new = &self.raw[..length];
        if let Buffered::Text(text) = &mut self.held {
            let whole = match simdutf8::compat::from_utf8(new) {
                Ok(new) => return text.push_str(new),
                Err(e) if e.error_len().is_none() && !self.ended => e.valid_up_to(),
                Err(_) => 0,
            };
            if whole > 0
                && let Ok(new) = simdutf8::basic::from_utf8(&new[..whole])
            {
                text.push_str(new);
                self.raw.copy_within(whole..length, 0);
                self.begun = length - whole;
                return;
            }
        }
        self.held.bytes_mut().extend_from_slice(new);
    }
}
