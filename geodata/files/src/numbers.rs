//! Numbers as they stand in texts.

/// Returns the number that a text plainly is: no thousands separators, no unit, no leading zero, full width or not.
pub fn plain_number(text: &str) -> Option<f64> {
    if text.len() > 120 {
        return None;
    }
    let narrow;
    let text = if text.is_ascii() {
        text
    } else {
        narrow = text.chars().map(half_width).collect::<String>();
        narrow.trim()
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let first = digits.as_bytes().first()?;
    if !(first.is_ascii_digit() || *first == b'.') || text.len() > 40 {
        return None;
    }
    let bytes = digits.as_bytes();
    if bytes.len() > 1 && bytes[0] == b'0' && bytes[1].is_ascii_digit() {
        return None;
    }
    text.parse::<f64>().ok().filter(|v| v.is_finite())
}

/// Returns full-width digits, letters and punctuation as their plain forms.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' => '-',
        other => other,
    }
}
