//! The bytes of a JSON file, in UTF-8 whatever the file is in, a piece at a time.

use crate::formats::encoding::Detector;
use crate::formats::reading::ReadError;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

const CHUNK: usize = 1 << 20;

/// What a first look at the whole file tells.
pub(super) struct Look {
    /// Whether a member named `crs` may be somewhere.
    pub mentions_crs: bool,
    /// UTF-8 unless all bytes are text in another encoding.
    pub encoding: &'static Encoding,
    /// Whether all bytes are text in it.
    pub whole: bool,
}

/// Reads the file once, fast: its encoding and whether it names a coordinate system have to be known before the
/// first feature is handed over, wherever they stand.
pub(super) fn look(path: &Path) -> Result<Look, ReadError> {
    let failed = |e: std::io::Error| ReadError::io(path, &e);
    let mut file = File::open(path).map_err(failed)?;
    let total = file.metadata().map_err(failed)?.len();
    let mut buffer = vec![0_u8; CHUNK.min(total as usize + 64)];
    // Bytes kept from the piece before: a cut character and a cut name.
    let mut kept = 0;
    let mut utf8_from = 0;
    let mut look = Look {
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

/// A window on the bytes of a file that moves on.
pub(super) struct Source {
    path: PathBuf,
    file: File,
    total: u64,
    read: u64,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    /// Whether bytes were replaced that were no text in the encoding asked for.
    pub replaced: bool,
}

impl Source {
    pub fn open(path: &Path, encoding: &'static Encoding) -> Result<Self, ReadError> {
        let failed = |e: std::io::Error| ReadError::io(path, &e);
        let file = File::open(path).map_err(failed)?;
        let total = file.metadata().map_err(failed)?.len();
        let mut source = Self {
            path: path.to_owned(),
            file,
            total,
            read: 0,
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder_with_bom_removal()),
            raw: Vec::new(),
            buffer: Vec::new(),
            start: 0,
            ended: false,
            replaced: false,
        };
        source.more()?;
        if source.rest().starts_with(b"\xEF\xBB\xBF") {
            source.consume(3);
        }
        Ok(source)
    }

    /// The bytes at hand.
    pub fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Bytes of the file taken in so far, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        (self.read, self.total)
    }

    pub fn consume(&mut self, n: usize) {
        self.start = (self.start + n).min(self.buffer.len());
    }

    /// Brings in as much as is at hand already, at least a piece; false at the end of the file.
    pub fn more(&mut self) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let left = (self.total - self.read.min(self.total)) as usize + 64;
        let wanted = self.buffer.len().max(CHUNK.min(left));
        if let Some(decoder) = &mut self.decoder {
            self.raw.resize(wanted, 0);
            let n = self
                .file
                .read(&mut self.raw)
                .map_err(|e| ReadError::io(&self.path, &e))?;
            self.read += n as u64;
            self.ended = n == 0;
            let room = decoder.max_utf8_buffer_length(n).unwrap_or(n * 3 + 16);
            let old = self.buffer.len();
            self.buffer.resize(old + room, 0);
            let (_, _, written, replaced) =
                decoder.decode_to_utf8(&self.raw[..n], &mut self.buffer[old..], self.ended);
            self.buffer.truncate(old + written);
            self.replaced |= replaced;
            return Ok(!self.ended || written > 0);
        }
        let old = self.buffer.len();
        self.buffer.resize(old + wanted, 0);
        let n = self
            .file
            .read(&mut self.buffer[old..])
            .map_err(|e| ReadError::io(&self.path, &e))?;
        self.buffer.truncate(old + n);
        self.read += n as u64;
        self.ended = n == 0;
        Ok(n > 0)
    }
}
