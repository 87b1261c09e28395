//! Lines of a text file in any encoding, one after the other.

use encoding_rs::{CoderResult, Decoder, Encoding};
use std::io::{self, Read};

/// Longest line; what is beyond is passed over.
pub(super) const LONGEST_LINE: usize = 32 << 20;
const CHUNK: usize = 64 << 10;

/// One line, without its end.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Line {
    pub text: String,
    /// Whether bytes were no text and were replaced.
    pub bad_text: bool,
    /// Whether it was too long and was cut.
    pub cut: bool,
}

/// The lines of a file. Carriage return, line feed, and both together end a line.
pub(super) struct Lines<R> {
    source: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    at: usize,
    end: usize,
    /// Decoded text that belongs to no line yet.
    text: String,
    taken: usize,
    bad_text: bool,
    ended: bool,
    /// Bytes read from the source.
    pub done: u64,
}

impl<R: Read> Lines<R> {
    /// Lines of a source in an encoding; a byte order mark of it is passed over.
    pub fn new(source: R, encoding: &'static Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_with_bom_removal(),
            bytes: vec![0; CHUNK],
            at: 0,
            end: 0,
            text: String::new(),
            taken: 0,
            bad_text: false,
            ended: false,
            done: 0,
        }
    }

    /// The next line.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line::default();
        loop {
            let rest = &self.text[self.taken..];
            if let Some(end) = memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
                let crlf = rest.as_bytes()[end] == b'\r';
                if crlf && end + 1 == rest.len() && !self.ended {
                    // Whether a line feed follows is not known yet.
                    let keep = rest.to_owned();
                    self.restart(&keep);
                    self.decode()?;
                    continue;
                }
                let skip = if crlf && rest.as_bytes().get(end + 1) == Some(&b'\n') {
                    2
                } else {
                    1
                };
                append(&mut line, &rest[..end]);
                self.taken += end + skip;
                line.bad_text |= std::mem::take(&mut self.bad_text);
                return Ok(Some(line));
            }
            append(&mut line, rest);
            let nothing = rest.is_empty();
            self.restart("");
            if self.ended {
                line.bad_text |= std::mem::take(&mut self.bad_text);
                return Ok((!line.text.is_empty() || !nothing).then_some(line));
            }
            self.decode()?;
        }
    }

    fn restart(&mut self, keep: &str) {
        self.text.clear();
        self.text.push_str(keep);
        self.taken = 0;
    }

    /// Decodes one more piece of the source.
    fn decode(&mut self) -> io::Result<()> {
        if self.at == self.end {
            self.end = loop {
                match self.source.read(&mut self.bytes) {
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.at = 0;
            self.done += self.end as u64;
        }
        let last = self.end == 0;
        self.text.reserve(CHUNK * 3 + 16);
        let (result, read, bad) =
            self.decoder
                .decode_to_string(&self.bytes[self.at..self.end], &mut self.text, last);
        self.at += read;
        self.bad_text |= bad;
        self.ended = last && result == CoderResult::InputEmpty;
        Ok(())
    }
}

fn append(line: &mut Line, text: &str) {
    let room = LONGEST_LINE.saturating_sub(line.text.len());
    if text.len() > room {
        line.cut = true;
        line.text.push_str(&text[..text.floor_char_boundary(room)]);
    } else {
        line.text.push_str(text);
    }
}
