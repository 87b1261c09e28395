//! How well what was typed fits a name: in Chinese, in full pinyin or by initials.

use pinyin::ToPinyin;

/// Up to here the names of projects are found by pinyin and initials too.
pub(super) const MOST_SPELT: usize = 50_000;

/// How well a name fits: the name itself, its beginning, within it; then pinyin, then initials. Higher is better.
pub(super) fn score(query: &str, name: &str, kept_pinyin: Option<&str>) -> Option<u32> {
    let lower = name.to_lowercase();
    if lower == query {
        return Some(10);
    }
    if lower.starts_with(query) {
        return Some(9);
    }
    if lower.contains(query) {
        return Some(8);
    }
    if !query.chars().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let (mut full, mut initials) = (String::new(), String::new());
    let mut starts: Vec<usize> = Vec::new();
    for c in lower.chars() {
        starts.push(full.len());
        match c.to_pinyin() {
            Some(p) => {
                full.push_str(p.plain());
                initials.push_str(p.first_letter());
            }
            None if c.is_alphanumeric() => {
                full.push(c);
                initials.push(c);
            }
            None => {}
        }
    }
    if kept_pinyin.is_some_and(|p| p.starts_with(query)) || full.starts_with(query) {
        return Some(7);
    }
    if initials.starts_with(query) {
        return Some(6);
    }
    // Within the name only where a syllable begins.
    if starts
        .iter()
        .any(|s| full.get(*s..).is_some_and(|rest| rest.starts_with(query)))
    {
        return Some(5);
    }
    (query.len() > 1 && initials.contains(query)).then_some(4)
}
