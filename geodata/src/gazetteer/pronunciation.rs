//! How a name is spoken, and how well letters typed for it fit.

/// Endings that people leave out, the longer ones first.
const ENDINGS: [&str; 17] = [
    "维吾尔自治区",
    "特别行政区",
    "街道办事处",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "街道",
    "地区",
    "苏木",
    "省",
    "市",
    "县",
    "区",
    "镇",
    "乡",
];

/// One reading of a name: letters without spaces, and where its syllables begin.
#[derive(Debug)]
pub(super) struct Pronunciation {
    letters: Box<str>,
    initials: Box<str>,
    /// Where each syllable begins in `letters`.
    starts: Box<[u8]>,
    /// How many syllables the name has without its ending.
    stem: u8,
}

impl Pronunciation {
    pub(super) fn new(reading: &str, name: &str) -> Self {
        let mut letters = String::with_capacity(reading.len());
        let mut initials = String::new();
        let mut starts = Vec::new();
        for syllable in reading.split(' ').filter(|s| !s.is_empty()) {
            starts.push(u8::try_from(letters.len()).unwrap_or(u8::MAX));
            letters.push_str(syllable);
            initials.extend(syllable.chars().next());
        }
        let ending = name.chars().count() - stem(name).chars().count();
        let stem = u8::try_from(starts.len().saturating_sub(ending)).unwrap_or(u8::MAX);
        Self {
            letters: letters.into(),
            initials: initials.into(),
            starts: starts.into(),
            stem,
        }
    }

    /// How well letters fit, from 30 (inside the name) to 90 (the whole name); `None` if they do not.
    pub(super) fn fit(&self, query: &str) -> Option<u16> {
        let stem = usize::from(self.stem);
        let stem_letters = self
            .starts
            .get(stem)
            .map_or(self.letters.len(), |&at| usize::from(at));
        if *query == *self.letters {
            return Some(90);
        }
        if *query == self.letters[..stem_letters] {
            return Some(88);
        }
        if self.letters.starts_with(query) {
            return Some(
                if self
                    .starts
                    .contains(&u8::try_from(query.len()).unwrap_or(u8::MAX))
                {
                    75
                } else {
                    72
                },
            );
        }
        if *query == *self.initials || *query == self.initials[..stem.min(self.initials.len())] {
            return Some(65);
        }
        if query.len() >= 2 && self.initials.starts_with(query) {
            return Some(60);
        }
        // Inside the name only from the beginning of a syllable on: "an" is not in "yangdian".
        if query.len() >= 2
            && self
                .starts
                .iter()
                .any(|&at| self.letters[usize::from(at)..].starts_with(query))
        {
            return Some(45);
        }
        (query.len() >= 2 && self.initials.contains(query)).then_some(30)
    }
}

/// The name without 省, 市, 县, 镇 and the like, if two letters remain.
pub(super) fn stem(name: &str) -> &str {
    let short = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    short
        .filter(|short| short.chars().nth(1).is_some())
        .unwrap_or(name)
}
