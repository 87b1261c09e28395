//! Words of JSON out of bytes at hand: strings, numbers, values to skip. Takes a little more than JSON allows.

use crate::formats::reading::MAX_DEPTH;
use std::borrow::Cow;

/// Why the reading of a value stops before its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum CursorStop {
    /// The bytes at hand end within it.
    More,
    /// It is no JSON; what was expected.
    Bad(&'static str),
    /// It nests deeper than [`MAX_DEPTH`].
    Deep,
    /// It cannot be taken over as text: it is read value by value.
    Odd,
}

/// A place within bytes.
pub(super) struct JsonCursor<'a> {
    pub bytes: &'a [u8],
    /// The same bytes, where they are known to be text.
    pub text: Option<&'a str>,
    pub at: usize,
}

/// A string as it stands between its quotes.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'a> {
    pub bytes: &'a [u8],
    pub escaped: bool,
    /// Where it begins.
    pub at: usize,
    /// The same bytes, where they are known to be text.
    pub known: Option<&'a str>,
}

/// A number, or what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum JsonNumber {
    Integer(i64),
    /// More digits than a whole number of 64 bits holds; about this much.
    Long(f64),
    Real(f64),
    /// NaN, infinite or beyond the range.
    None,
}

/// Digits that are taken one by one.
const FEW: usize = 4;

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

impl<'a> JsonCursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            text: None,
            at: 0,
        }
    }

    pub fn of_text(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            text: Some(text),
            at: 0,
        }
    }

    /// The next byte that is no space, without going past it.
    pub fn peek(&mut self) -> Result<u8, CursorStop> {
        while let Some(b) = self.bytes.get(self.at) {
            if *b > b' ' {
                return Ok(*b);
            }
            self.at += 1;
        }
        Err(CursorStop::More)
    }

    /// Whether the next byte that is no space is this one; goes past it then.
    pub fn take(&mut self, byte: u8) -> Result<bool, CursorStop> {
        let found = self.peek()? == byte;
        self.at += usize::from(found);
        Ok(found)
    }

    pub fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), CursorStop> {
        if self.take(byte)? {
            Ok(())
        } else {
            Err(CursorStop::Bad(what))
        }
    }

    /// Within an object after `{` or a member: the next name, or `None` at the end of the object.
    pub fn name(&mut self, first: bool) -> Result<Option<Quoted<'a>>, CursorStop> {
        match self.peek()? {
            b'}' => {
                self.at += 1;
                return Ok(None);
            }
            b',' if !first => {
                self.at += 1;
                // A comma before the end is forgiven.
                if self.take(b'}')? {
                    return Ok(None);
                }
            }
            b'"' if first => {}
            _ => return Err(CursorStop::Bad("应为逗号或右花括号")),
        }
        let name = self.quoted()?;
        self.expect(b':', "名称后应为冒号")?;
        Ok(Some(name))
    }

    /// Whether a member follows whose name stands in just these bytes, with quotes and colon; goes past it then.
    pub fn take_name(&mut self, first: bool, words: &[u8]) -> Result<bool, CursorStop> {
        let start = self.at;
        if first || self.take(b',')? {
            self.peek()?;
            if !words.is_empty() && self.bytes[self.at..].starts_with(words) {
                self.at += words.len();
                return Ok(true);
            }
        }
        self.at = start;
        Ok(false)
    }

    /// A string.
    pub fn quoted(&mut self) -> Result<Quoted<'a>, CursorStop> {
        self.expect(b'"', "应为带引号的文字")?;
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let found = memchr::memchr2(b'"', b'\\', rest).ok_or(CursorStop::More)?;
            self.at += found;
            if self.bytes[self.at] == b'"' {
                let bytes = &self.bytes[start..self.at];
                let known = self.text.and_then(|text| text.get(start..self.at));
                self.at += 1;
                return Ok(Quoted {
                    bytes,
                    escaped,
                    at: start,
                    known,
                });
            }
            escaped = true;
            self.at += 2;
        }
    }

    /// A number, `NaN` or `Infinity`.
    pub fn number(&mut self) -> Result<JsonNumber, CursorStop> {
        let start = self.at;
        let bytes = self.bytes;
        let mut at = start;
        let negative = bytes.get(at) == Some(&b'-');
        at += usize::from(negative);
        let mut mantissa: u64 = 0;
        let mut digits = self.few_digits(&mut at, &mut mantissa);
        if digits == FEW {
            digits += self.digits(&mut at, &mut mantissa);
        }
        let mut behind = 0;
        let mut whole = true;
        if bytes.get(at) == Some(&b'.') {
            whole = false;
            at += 1;
            behind = self.digits(&mut at, &mut mantissa);
            digits += behind;
        }
        let next = *bytes.get(at).ok_or(CursorStop::More)?;
        let ends = matches!(next, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
        if !ends || digits == 0 {
            return self.odd_number(start);
        }
        self.at = at;
        if whole && digits <= 18 {
            let value = mantissa as i64;
            return Ok(JsonNumber::Integer(if negative { -value } else { value }));
        }
        // Both numbers are exact doubles, so the quotient is the nearest double (Clinger 1990).
        if digits <= 19 && mantissa <= 1 << 53 && behind < POWERS.len() {
            let value = mantissa as f64 / POWERS[behind];
            return Ok(JsonNumber::Real(if negative { -value } else { value }));
        }
        Ok(slow_number(&bytes[start..at]))
    }

    /// Takes the first digits into a number, as many as a longitude has before its point.
    fn few_digits(&self, at: &mut usize, mantissa: &mut u64) -> usize {
        let start = *at;
        while let Some(digit) = self.bytes.get(*at).map(|b| b.wrapping_sub(b'0')) {
            if digit > 9 || *at - start == FEW {
                break;
            }
            *mantissa = *mantissa * 10 + u64::from(digit);
            *at += 1;
        }
        *at - start
    }

    /// Takes digits into a number, up to eight at once (Langdale and Lemire 2019), and counts them.
    fn digits(&self, at: &mut usize, mantissa: &mut u64) -> usize {
        const EACH: u64 = 0x0101_0101_0101_0101;
        const TENS: [u64; 9] = [
            1,
            10,
            100,
            1000,
            10_000,
            100_000,
            1_000_000,
            10_000_000,
            100_000_000,
        ];
        let start = *at;
        while let Some(eight) = self.bytes.get(*at..*at + 8) {
            let mut word = [0; 8];
            word.copy_from_slice(eight);
            let word = u64::from_le_bytes(word) ^ (0x30 * EACH);
            let others = (word.wrapping_add(0x76 * EACH) | word) & (0x80 * EACH);
            let n = (others.trailing_zeros() / 8) as usize;
            if n > 0 {
                let word = (word << (64 - 8 * n)).wrapping_mul(2561) >> 8;
                let word = (word & 0x00FF_00FF_00FF_00FF).wrapping_mul(6_553_601) >> 16;
                let word = (word & 0x0000_FFFF_0000_FFFF).wrapping_mul(42_949_672_960_001) >> 32;
                *mantissa = mantissa.wrapping_mul(TENS[n]).wrapping_add(word);
            }
            *at += n;
            if n < 8 {
                return *at - start;
            }
        }
        while let Some(d) = self
            .bytes
            .get(*at)
            .map(|b| b.wrapping_sub(b'0'))
            .filter(|d| *d <= 9)
        {
            *mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(d));
            *at += 1;
        }
        *at - start
    }

    fn odd_number(&mut self, start: usize) -> Result<JsonNumber, CursorStop> {
        let rest = &self.bytes[start..];
        let length = rest
            .iter()
            .position(|b| !matches!(b, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.' | b'#'))
            .ok_or(CursorStop::More)?;
        let token = &rest[..length];
        let plain = token.trim_ascii_start();
        let head = plain
            .strip_prefix(b"-")
            .or(plain.strip_prefix(b"+"))
            .unwrap_or(plain);
        let known = head.first().is_some_and(|b| b.is_ascii_digit() || *b == b'.')
            || [
                &b"NaN"[..],
                b"nan",
                b"NAN",
                b"Infinity",
                b"inf",
                b"Inf",
                b"INF",
                b"infinity",
            ]
            .contains(&head);
        if !known {
            return Err(CursorStop::Bad("应为数、文字、true、false 或 null"));
        }
        self.at = start + length;
        Ok(slow_number(token))
    }

    /// Goes past one value. `depth` is that of the value.
    pub fn skip(&mut self, depth: usize) -> Result<(), CursorStop> {
        match self.peek()? {
            b'"' => self.quoted().map(drop),
            b'{' | b'[' => {
                let mut skipper = Skipper::at(depth);
                let end = skipper.feed(&self.bytes[self.at..])?.ok_or(CursorStop::More)?;
                self.at += end;
                Ok(())
            }
            b',' | b':' | b'}' | b']' => Err(CursorStop::Bad("应为一个值")),
            _ => {
                let rest = &self.bytes[self.at..];
                let end = rest
                    .iter()
                    .position(|b| matches!(b, b',' | b'}' | b']' | b':' | b'"') || *b <= b' ')
                    .ok_or(CursorStop::More)?;
                self.at += end;
                Ok(())
            }
        }
    }
}

fn slow_number(token: &[u8]) -> JsonNumber {
    let text = std::str::from_utf8(token).unwrap_or_default();
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        if let Ok(i) = text.parse() {
            return JsonNumber::Integer(i);
        }
        return text
            .parse()
            .ok()
            .filter(|v: &f64| v.is_finite())
            .map_or(JsonNumber::None, JsonNumber::Long);
    }
    match text.parse::<f64>() {
        Ok(v) if v.is_finite() => JsonNumber::Real(v),
        _ => JsonNumber::None,
    }
}

/// Goes past a value that may be longer than the bytes at hand.
pub(super) struct Skipper {
    outer: usize,
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Skipper {
    /// For a value at this depth that begins with a bracket.
    pub fn at(depth: usize) -> Self {
        Self {
            outer: depth,
            depth: 0,
            quoted: false,
            escaped: false,
        }
    }

    /// Takes the next bytes; returns where the value ends among them, if it does.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Option<usize>, CursorStop> {
        let mut at = 0;
        while at < bytes.len() {
            if self.quoted {
                if self.escaped {
                    self.escaped = false;
                    at += 1;
                    continue;
                }
                let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at..]) else {
                    return Ok(None);
                };
                at += found + 1;
                if bytes[at - 1] == b'"' {
                    self.quoted = false;
                } else {
                    self.escaped = true;
                }
                continue;
            }
            match bytes[at] {
                b'"' => self.quoted = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.outer + self.depth > MAX_DEPTH {
                        return Err(CursorStop::Deep);
                    }
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Ok(Some(at + 1));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        Ok(None)
    }
}

impl<'a> Quoted<'a> {
    /// The text, and whether some of it was no text and was replaced.
    pub fn text(self) -> (Cow<'a, str>, bool) {
        if !self.escaped {
            if let Some(text) = self.known {
                return (Cow::Borrowed(text), false);
            }
            return match std::str::from_utf8(self.bytes) {
                Ok(text) => (Cow::Borrowed(text), false),
                Err(_) => (String::from_utf8_lossy(self.bytes), true),
            };
        }
        let mut out = Vec::with_capacity(self.bytes.len());
        let mut bad = false;
        let mut rest = self.bytes;
        while let Some(at) = memchr::memchr(b'\\', rest) {
            out.extend_from_slice(&rest[..at]);
            let letter = rest.get(at + 1).copied().unwrap_or(b'\\');
            rest = rest.get(at + 2..).unwrap_or_default();
            match letter {
                b'n' => out.push(b'\n'),
                b't' => out.push(b'\t'),
                b'r' => out.push(b'\r'),
                b'b' => out.push(8),
                b'f' => out.push(12),
                b'"' | b'\\' | b'/' => out.push(letter),
                b'u' => {
                    let c = escape(&mut rest);
                    bad |= c.is_none();
                    let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                other => {
                    bad = true;
                    out.extend_from_slice(&[b'\\', other]);
                }
            }
        }
        out.extend_from_slice(rest);
        match String::from_utf8(out) {
            Ok(text) => (text.into(), bad),
            Err(e) => (String::from_utf8_lossy(e.as_bytes()).into_owned().into(), true),
        }
    }
}

/// The character of `\uXXXX` or of a pair of them, after the first `\u`.
fn escape(rest: &mut &[u8]) -> Option<char> {
    let unit = |bytes: &[u8]| {
        let digits = std::str::from_utf8(bytes.get(..4)?).ok()?;
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
        u32::from_str_radix(digits, 16).ok()
    };
    let high = unit(rest)?;
    *rest = &rest[4..];
    if !(0xD800..0xDC00).contains(&high) {
        return char::from_u32(high);
    }
    let low = rest.strip_prefix(b"\\u").and_then(unit)?;
    if !(0xDC00..0xE000).contains(&low) {
        return None;
    }
    *rest = &rest[6..];
    char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
}
