//! Limits for what zip archives unpack to: what an archive says of its sizes may be wrong.

use crate::xml::Excess;
use std::io::{self, Read};

/// Most bytes that one entry may unpack to.
pub const MAX_UNPACKED: u64 = 4 << 30;

/// Greatest ratio of unpacked to packed bytes, above [`SMALL`].
pub const MAX_RATIO: u64 = 200;

/// Unpacked bytes below which the ratio is no sign of an attack.
pub const SMALL: u64 = 16 << 20;

/// Bytes at the beginning of a part that [`measure`] keeps to look at.
pub const HEAD: usize = 1 << 20;

/// Returns whether an entry unpacks to more than its packed size lets expect.
pub fn exceeds_ratio(unpacked: u64, packed: u64) -> bool {
    unpacked > SMALL && unpacked / packed.max(1) > MAX_RATIO
}

/// An entry being unpacked that fails with [`Excess`] once it passes a limit.
#[derive(Debug)]
pub struct LimitedRead<R> {
    inner: R,
    packed: u64,
    unpacked: u64,
}

impl<R: Read> LimitedRead<R> {
    /// Returns the bytes of an entry that takes `packed` bytes in the archive.
    pub fn new(inner: R, packed: u64) -> Self {
        Self {
            inner,
            packed,
            unpacked: 0,
        }
    }
}

impl<R: Read> Read for LimitedRead<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.unpacked += n as u64;
        let excess = if self.unpacked > MAX_UNPACKED {
            format!("解压后超过 {} GiB", MAX_UNPACKED >> 30)
        } else if exceeds_ratio(self.unpacked, self.packed) {
            format!("解压后超过压缩前的 {MAX_RATIO} 倍")
        } else {
            return Ok(n);
        };
        Err(io::Error::other(Excess(excess)))
    }
}

/// The real size of a part.
#[derive(Debug, Default)]
pub struct Measured {
    /// Unpacked bytes.
    pub size: u64,
    /// Longest piece without a `<`.
    pub longest: u64,
    /// The beginning, up to [`HEAD`] bytes.
    pub head: Vec<u8>,
}

/// Unpacks a part and keeps only its size, and its beginning if asked; stops beyond `most`. A part that breaks off counts as
/// far as it goes.
pub fn measure(mut entry: impl Read, most: u64, keep_head: bool) -> Measured {
    let mut out = Measured::default();
    let mut buffer = vec![0; 64 << 10];
    let mut piece = 0_u64;
    while out.size <= most {
        let n = match entry.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(n) => n,
        };
        out.size += n as u64;
        if keep_head && out.head.len() < HEAD {
            out.head
                .extend_from_slice(&buffer[..n.min(HEAD - out.head.len())]);
        }
        for part in buffer[..n].split_inclusive(|b| *b == b'<') {
            piece += part.len() as u64;
            out.longest = out.longest.max(piece);
            if part.last() == Some(&b'<') {
                piece = 0;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_unpacks_without_end_is_stopped() {
        let mut entry = LimitedRead::new(io::repeat(b' '), 1000);
        let error = io::copy(&mut entry, &mut io::sink()).expect_err("a limit");
        assert!(error.to_string().contains("200"), "{error}");
        let fair = LimitedRead::new(io::repeat(b' ').take(SMALL), 1000);
        assert_eq!(measure(fair, MAX_UNPACKED, false).size, SMALL);
    }

    #[test]
    fn the_longest_piece_is_found_across_reads() {
        let text = [b"<a>".to_vec(), vec![b'x'; 100_000], b"<b>".to_vec()].concat();
        let measured = measure(&text[..], 1 << 20, true);
        assert_eq!((measured.size, measured.longest), (100_006, 100_003));
        assert_eq!(measured.head, text);
    }
}
