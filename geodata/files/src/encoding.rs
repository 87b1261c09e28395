//! Encodings of text: by the names files and users give them, or found out from the bytes.

use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// Returns the encoding of a name as users and files write it: `GBK`, `gb18030`, `UTF-8`, `Big5`, a code page
/// (`936`, `CP65001`, `ANSI 1252`) or any label of the WHATWG.
pub fn known(name: &str) -> Option<&'static Encoding> {
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
    if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
        return Some(encoding);
    }
    let key: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let page = ["ANSI", "WINDOWS", "CODEPAGE", "OEM", "CP", "MS", "EPSG", "ISO"]
        .iter()
        .find_map(|head| key.strip_prefix(head))
        .unwrap_or(&key);
    Some(match page {
        "UTF8" | "65001" => UTF_8,
        "936" | "GBK" | "GB2312" | "EUCCN" => GBK,
        "54936" | "GB18030" => GB18030,
        "950" | "BIG5" => BIG5,
        "1252" | "88591" | "LATIN1" => WINDOWS_1252,
        "932" | "SJIS" => encoding_rs::SHIFT_JIS,
        "949" => encoding_rs::EUC_KR,
        _ => return Encoding::for_label(format!("windows-{page}").as_bytes()),
    })
}

/// There is no encoding of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no encoding is called {0}")]
pub struct UnknownEncoding(pub String);

/// Returns the encoding a user asked for.
///
/// # Errors
/// [`UnknownEncoding`].
pub fn asked(name: &str) -> Result<&'static Encoding, UnknownEncoding> {
    known(name).ok_or_else(|| UnknownEncoding(name.to_owned()))
}

/// Returns the text of bytes, and whether some of them were no text in this encoding and were replaced by �.
/// A byte order mark is taken as text of this encoding.
pub fn decode<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> (Cow<'a, str>, bool) {
    encoding.decode_without_bom_handling(bytes)
}

/// What [`Detector`] found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// UTF-8 where the bytes are that, else GB18030.
    pub encoding: &'static Encoding,
    /// Whether all bytes are text in it.
    pub whole: bool,
    /// Whether there was nothing but ASCII, so that the choice makes no difference.
    pub ascii: bool,
    /// Whether all bytes are text in GB18030, be it the encoding or not.
    pub fits_gb18030: bool,
}

/// Tells UTF-8 from GB18030, chunk by chunk. Big5 looks like GB18030 and has to be asked for.
pub struct Detector {
    ascii: bool,
    utf8: bool,
    /// Bytes of a character that the last chunk cut.
    cut: Vec<u8>,
    gb18030: Option<encoding_rs::Decoder>,
    /// What came before the first byte beyond ASCII needs no look by the second decoder.
    out: Vec<u8>,
}

impl Default for Detector {
    fn default() -> Self {
        Self {
            ascii: true,
            utf8: true,
            cut: Vec::new(),
            gb18030: Some(GB18030.new_decoder_without_bom_handling()),
            out: vec![0; 4096],
        }
    }
}

impl Detector {
    /// Takes the next bytes. Values of fields may be given one by one when each is followed by [`Detector::end`].
    pub fn push(&mut self, bytes: &[u8]) {
        if self.ascii && bytes.is_ascii() {
            return;
        }
        self.ascii = false;
        self.push_gb18030(bytes, false);
        if self.utf8 {
            self.push_utf8(bytes);
        }
    }

    /// The text ends here, and another may begin: a character cut at this point is an error.
    pub fn end(&mut self) {
        if self.ascii {
            return;
        }
        if !self.cut.is_empty() {
            self.utf8 = false;
            self.cut.clear();
        }
        self.push_gb18030(&[], true);
    }

    /// Returns what the bytes are.
    pub fn finish(mut self) -> Detected {
        self.end();
        let encoding = if self.utf8 { UTF_8 } else { GB18030 };
        Detected {
            encoding,
            whole: self.utf8 || self.gb18030.is_some(),
            ascii: self.ascii,
            fits_gb18030: self.gb18030.is_some(),
        }
    }

    fn push_utf8(&mut self, mut bytes: &[u8]) {
        while !self.cut.is_empty() && !bytes.is_empty() {
            self.cut.push(bytes[0]);
            bytes = &bytes[1..];
            match std::str::from_utf8(&self.cut) {
                Ok(_) => self.cut.clear(),
                Err(e) if e.error_len().is_some() => {
                    self.utf8 = false;
                    self.cut.clear();
                    return;
                }
                Err(_) => {}
            }
        }
        if let Err(e) = std::str::from_utf8(bytes) {
            if e.error_len().is_some() {
                self.utf8 = false;
            } else {
                self.cut.extend_from_slice(&bytes[e.valid_up_to()..]);
            }
        }
    }

    fn push_gb18030(&mut self, mut bytes: &[u8], last: bool) {
        let Some(decoder) = &mut self.gb18030 else {
            return;
        };
        loop {
            let (result, read, _) = decoder.decode_to_utf8_without_replacement(bytes, &mut self.out, last);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.gb18030 = None;
                    return;
                }
            }
        }
        if last {
            *decoder = GB18030.new_decoder_without_bom_handling();
        }
    }
}

/// Returns what the bytes of a whole text are.
pub fn detect(bytes: &[u8]) -> Detected {
    let mut detector = Detector::default();
    detector.push(bytes);
    detector.finish()
}
