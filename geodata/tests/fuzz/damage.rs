//! Damage to bytes that keeps enough of them in order to get past the first check of a reader.

use std::io::{Cursor, Read, Write};

/// Longest damaged file.
const MOST_BYTES: usize = 256 << 10;

const NUMBERS: [&str; 18] = [
    "0",
    "-0",
    "-1",
    "1e400",
    "-1e308",
    "1e-320",
    "NaN",
    "inf",
    "9999999999999999999999",
    "2147483648",
    "65536",
    "0.1.2",
    "",
    "1e",
    "180.0000001",
    "-91",
    "4294967295",
    "60",
];

const WORDS: [u64; 14] = [
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF,
    u64::MAX,
    i64::MAX as u64,
    0x7FF0_0000_0000_0000,
];

/// Numbers that look random and are the same for one seed (xorshift, Marsaglia 2003).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`; 0 where there are none.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % sides.max(1) as u64) as usize
    }

    fn piece(&mut self, len: usize, longest: usize) -> std::ops::Range<usize> {
        let start = self.roll(len + 1);
        let end = (start + 1 + self.roll(longest)).min(len);
        start..end.max(start)
    }
}

/// Returns bytes with some damage; `others` lend pieces.
pub fn damaged(good: &[u8], others: &[&[u8]], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..1 + dice.roll(4) {
        one(&mut bytes, others, dice);
    }
    bytes.truncate(MOST_BYTES);
    bytes
}

fn one(bytes: &mut Vec<u8>, others: &[&[u8]], dice: &mut Dice) {
    let len = bytes.len();
    match dice.roll(11) {
        0 if len > 0 => bytes[dice.roll(len)] ^= 1 << dice.roll(8),
        1 if len > 0 => {
            let at = dice.roll(len);
            bytes[at] = dice.roll(256) as u8;
        }
        2 => bytes.truncate(dice.roll(len + 1)),
        3 => {
            let cut = dice.piece(len, 64);
            bytes.drain(cut);
        }
        4 => {
            let piece = dice.piece(len, 200);
            let copy = bytes[piece].to_vec();
            let at = dice.roll(len + 1);
            bytes.splice(at..at, copy);
        }
        5 => {
            let other = others[dice.roll(others.len())];
            let piece = other[dice.piece(other.len(), 400)].to_vec();
            let place = dice.piece(len, 100);
            bytes.splice(place, piece);
        }
        6 | 7 => {
            // A length or a count.
            let width = [1, 2, 4, 8][dice.roll(4)];
            let at = dice.roll(len);
            let word = WORDS[dice.roll(WORDS.len())].wrapping_add(dice.roll(3) as u64);
            let word = if dice.roll(2) == 0 {
                word.to_le_bytes()
            } else {
                word.swap_bytes().to_le_bytes()
            };
            let part = if dice.roll(2) == 0 {
                &word[..width]
            } else {
                &word[8 - width..]
            };
            let end = (at + width).min(len);
            bytes[at..end].copy_from_slice(&part[..end - at]);
        }
        8 | 9 => number(bytes, dice),
        _ => {
            // Nesting and long lists.
            let piece = dice.piece(len, 40);
            let copy = bytes[piece.clone()].to_vec();
            let times = [2, 30, 300, 3000][dice.roll(4)];
            let many = copy.repeat(times.min(MOST_BYTES / copy.len().max(1)));
            bytes.splice(piece, many);
        }
    }
}

/// Writes another number where one stands in letters.
fn number(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let from = dice.roll(bytes.len());
    let Some(start) = bytes[from..]
        .iter()
        .position(u8::is_ascii_digit)
        .map(|i| from + i)
    else {
        return;
    };
    let is_part = |b: &u8| b.is_ascii_digit() || *b == b'.';
    let end = bytes[start..]
        .iter()
        .position(|b| !is_part(b))
        .map_or(bytes.len(), |i| start + i);
    bytes.splice(start..end, NUMBERS[dice.roll(NUMBERS.len())].bytes());
}

/// Returns a zip archive with damage inside an entry, so that its checksum holds; `None` for what is no archive.
pub fn damaged_entry(archive: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut entries = Vec::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).ok()?;
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).ok()?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).ok()?;
        entries.push((entry.name().ok()?.into_owned(), bytes));
    }
    let chosen = dice.roll(entries.len());
    let others: Vec<&[u8]> = entries.iter().map(|e| e.1.as_slice()).collect();
    let bytes = damaged(others[chosen], &others, dice);
    entries[chosen].1 = bytes;
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .ok()?;
        out.write_all(&bytes).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}
