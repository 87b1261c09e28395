//! Text as CAD programs write it, made plain.

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS};
use files::encoding;
use std::cell::Cell;

/// Longest name, in bytes; CAD programs allow 255 characters.
const MAX_NAME: usize = 1024;

/// Reads the texts of one file.
#[derive(Debug)]
pub(super) struct Texts {
    pub encoding: &'static Encoding,
    /// Whether bytes were met that are no text.
    pub replaced: Cell<bool>,
}

impl Texts {
    /// Returns a name: of a layer, a block, a handle.
    pub fn name(&self, bytes: &[u8]) -> String {
        self.plain(&bytes[..bytes.len().min(MAX_NAME)])
    }

    fn plain(&self, bytes: &[u8]) -> String {
        let (text, replaced) = encoding::decode(bytes.trim_ascii(), self.encoding);
        if replaced {
            self.replaced.set(true);
        }
        unescape(&text)
    }

    /// Returns the text of a TEXT or ATTRIB.
    pub fn line(&self, bytes: &[u8]) -> String {
        signs(&self.plain(bytes))
    }

    /// Returns the text of an MTEXT without its formatting.
    pub fn paragraphs(&self, bytes: &[u8]) -> String {
        signs(&unformatted(&self.plain(bytes)))
    }
}

/// Resolves `\U+XXXX`, `\M+nXXXX` and the carets that stand for control characters.
fn unescape(text: &str) -> String {
    if !text.contains(['\\', '^']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((unit, after)) = rest
            .strip_prefix("\\U+")
            .or_else(|| rest.strip_prefix("\\u+"))
            .and_then(|r| hex(r, 4))
        {
            units.push(unit);
            rest = after;
            continue;
        }
        flush(&mut units, &mut out);
        if let Some((decoded, after)) = rest.strip_prefix("\\M+").and_then(page_character) {
            out.push_str(&decoded);
            rest = after;
            continue;
        }
        if let Some(after) = rest.strip_prefix('^') {
            let plain = match after.chars().next() {
                Some('J' | 'M') => Some('\n'),
                Some('I') => Some('\t'),
                Some(' ') => Some('^'),
                _ => None,
            };
            if let Some(plain) = plain {
                out.push(plain);
                rest = &after[1..];
                continue;
            }
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    flush(&mut units, &mut out);
    out
}

fn flush(units: &mut Vec<u16>, out: &mut String) {
    out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or('\u{fffd}')));
}

fn hex(text: &str, digits: usize) -> Option<(u16, &str)> {
    let (number, after) = text.split_at_checked(digits)?;
    if !number.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    Some((u16::from_str_radix(number, 16).ok()?, after))
}

/// A character of an East Asian code page: its number, then two bytes.
fn page_character(text: &str) -> Option<(String, &str)> {
    let page = match text.as_bytes().first()? {
        b'1' => SHIFT_JIS,
        b'2' => BIG5,
        b'3' | b'4' => EUC_KR,
        b'5' => GBK,
        _ => return None,
    };
    let (unit, after) = hex(text.get(1..)?, 4)?;
    let bytes = unit.to_be_bytes();
    let (decoded, wrong) = encoding::decode(&bytes, page);
    (!wrong).then(|| (decoded.into_owned(), after))
}

/// Resolves `%%d` and the like.
fn signs(text: &str) -> String {
    if !text.contains("%%") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("%%") {
        out.push_str(before);
        let Some(sign) = after.chars().next() else {
            rest = "%%";
            break;
        };
        let number = after.get(..3).filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
        rest = &after[sign.len_utf8()..];
        match (sign, number) {
            ('d' | 'D', _) => out.push('°'),
            ('p' | 'P', _) => out.push('±'),
            ('c' | 'C', _) => out.push('⌀'),
            ('%', _) => out.push('%'),
            // Underline and the like begin or end.
            ('u' | 'U' | 'o' | 'O' | 'k' | 'K', _) => {}
            (_, Some(number)) => {
                let code = number.parse().unwrap_or(0_u32);
                // AutoCAD's own signs.
                out.push(match code {
                    127 => '°',
                    128 => '±',
                    129 => '⌀',
                    _ => char::from_u32(code).unwrap_or('\u{fffd}'),
                });
                rest = &after[3..];
            }
            _ => {
                out.push_str("%%");
                out.push(sign);
            }
        }
    }
    out.push_str(rest);
    out
}

/// Takes the formatting codes out of an MTEXT.
fn unformatted(text: &str) -> String {
    if !text.contains(['\\', '{', '}']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '{' | '}' => {}
            '\\' => match rest.next() {
                Some('P' | 'X' | 'N') => out.push('\n'),
                Some('~') => out.push('\u{a0}'),
                Some(plain @ ('\\' | '{' | '}')) => out.push(plain),
                Some('L' | 'l' | 'O' | 'o' | 'K' | 'k') | None => {}
                // A fraction: upper, sign, lower.
                Some('S') => {
                    for c in rest.by_ref().take_while(|c| *c != ';') {
                        out.push(if matches!(c, '^' | '#') { '/' } else { c });
                    }
                }
                Some('A' | 'C' | 'c' | 'F' | 'f' | 'H' | 'p' | 'Q' | 'T' | 'W') => {
                    rest.by_ref().find(|c| *c == ';');
                }
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
            },
            _ => out.push(c),
        }
    }
    out
}

/// Whether code page 936 holds a text.
pub(super) fn is_gbk(text: &str) -> bool {
    let (_, _, missing) = GBK.encode(text);
    !missing
}

/// Appends text of a user for a drawing in code page 936: one line, `\U+XXXX` for what GBK does not have.
pub(super) fn escape(out: &mut Vec<u8>, text: &str) {
    let mut two = [0_u16; 2];
    let mut four = [0_u8; 4];
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(b' '),
            '^' => out.extend_from_slice(b"^ "),
            c if c.is_control() => {}
            c if c.is_ascii() => out.push(c as u8),
            c => {
                let (bytes, _, missing) = GBK.encode(c.encode_utf8(&mut four));
                if missing {
                    for unit in c.encode_utf16(&mut two) {
                        out.extend_from_slice(format!("\\U+{unit:04X}").as_bytes());
                    }
                } else {
                    out.extend_from_slice(&bytes);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: fn(&Texts, &[u8]) -> String, raw: &str, expected: &str) {
        let texts = Texts {
            encoding: encoding_rs::UTF_8,
            replaced: Cell::new(false),
        };
        assert_eq!(read(&texts, raw.as_bytes()), expected, "{raw}");
    }

    #[test]
    fn escapes_become_characters() {
        check(Texts::name, "\\U+9547\\U+56FE", "镇图");
        check(Texts::name, "\\U+D83D\\U+DE00x", "😀x");
        check(Texts::name, "\\U+D83D", "\u{fffd}");
        check(Texts::name, "\\U+95", "\\U+95");
        check(Texts::name, "\\U+镇图", "\\U+镇图");
        check(Texts::name, "\\M+5D5F2", "镇");
        check(Texts::name, "a^Jb^ c^", "a\nb^c^");
    }

    #[test]
    fn signs_become_characters() {
        check(
            Texts::line,
            "45%%d %%p0.5 %%c20 100%%% %%u下划%%u %%176",
            "45° ±0.5 ⌀20 100% 下划 °",
        );
        check(Texts::line, "50%%", "50%%");
        check(Texts::line, "%%镇", "%%镇");
    }

    #[test]
    fn formatting_of_paragraphs_is_taken_out() {
        check(
            Texts::paragraphs,
            "{\\fSimSun|b0;\\H2.5x;镇区\\P规划} \\S1^2; \\{a\\} \\\\ \\A1;x\\~y",
            "镇区\n规划 1/2 {a} \\ x\u{a0}y",
        );
        check(Texts::paragraphs, "\\", "");
        check(Texts::paragraphs, "\\fabc", "");
    }
}
