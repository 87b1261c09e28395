//! Numbers in cells, and codes that only look like them.

/// Digits from which on a whole number is a code and not an amount: an administrative code of a village has twelve,
/// a mobile phone number eleven, an area of a province in square metres twelve as a real number.
const CODE_DIGITS: usize = 11;

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
