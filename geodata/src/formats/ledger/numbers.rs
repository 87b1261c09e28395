//! Numbers in cells, and codes that only look like them.

/// Digits from which on a whole number is a code and not an amount: an administrative code of a village has twelve,
/// a mobile phone number eleven, an area of a province in square metres twelve as a real number.
const CODE_DIGITS: usize = 11;

/// The number that a text plainly is: no thousands separators, no unit, no leading zero, full width or not.
pub(super) fn plain_number(text: &str) -> Option<f64> {
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

/// Whether a text of digits is a code by its length or its leading zero.
pub(super) fn is_code(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.bytes().all(|b| b.is_ascii_digit()) && digits.len() >= CODE_DIGITS || text.starts_with('+')
}

/// Whether a whole number is a code by its length.
pub(super) fn is_long(value: f64) -> bool {
    value.abs() >= 1e10 && value.fract() == 0.0
}

/// Whether a column of this name holds codes, whatever its values look like.
pub(super) fn names_code(name: &str) -> bool {
    if name.contains("序号") {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    [
        "代码",
        "编码",
        "编号",
        "电话",
        "手机",
        "身份证",
        "邮编",
        "文号",
        "图斑号",
        "宗地号",
        "账号",
        "项目号",
    ]
    .iter()
    .any(|w| lower.contains(w))
        || [
            "xzqdm", "zldwdm", "qsdwdm", "ysdm", "bsm", "phone", "tel", "mobile", "postcode", "adcode", "zip",
        ]
        .contains(&lower.as_str())
        || lower.ends_with("code")
}

/// Full-width digits, letters and punctuation as their plain forms.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' => '-',
        other => other,
    }
}
