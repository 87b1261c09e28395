//! Words looked for in the names and contents of all projects.

use geodata::footprint_index::KeySet;

use super::Projects;

impl Projects {
    /// Projects in whose name or content all these words stand, whatever their case.
    pub fn with_words(&self, words: &[&str]) -> KeySet {
        let mut found: Option<KeySet> = None;
        for word in words {
            let hits = self.with_word(word);
            found = Some(match found {
                None => hits,
                Some(before) => self
                    .slots()
                    .filter(|s| before.contains(*s) && hits.contains(*s))
                    .collect(),
            });
        }
        found.unwrap_or_else(|| self.slots().collect())
    }

    /// Projects in whose name or content a word stands.
    pub fn with_word(&self, word: &str) -> KeySet {
        let mut out = KeySet::new();
        let lower = word.to_lowercase();
        if lower.is_empty() {
            return self.slots().collect();
        }
        // Words without case, as all Chinese ones, are looked for in the one long text at once.
        if lower == word.to_uppercase() {
            let mut rows: Vec<u32> = self.slots().collect();
            let by_text = |slot: &u32| self.rows[*slot as usize].at;
            if !rows.is_sorted_by_key(by_text) {
                rows.sort_unstable_by_key(by_text);
            }
            let mut at = 0;
            for hit in memchr::memmem::find_iter(self.text.as_bytes(), lower.as_bytes()) {
                while at < rows.len() && self.rows[rows[at] as usize].end() <= hit {
                    at += 1;
                }
                let Some(slot) = rows.get(at) else { break };
                let row = &self.rows[*slot as usize];
                if row.holds(hit, hit + lower.len()) {
                    out.insert(*slot);
                }
            }
            return out;
        }
        let ascii = lower.is_ascii();
        for (slot, row) in (0_u32..).zip(&self.rows).filter(|(_, row)| row.is_used()) {
            let has = |text: &str| match ascii {
                true => holds_ascii(text.as_bytes(), lower.as_bytes()),
                false => text.to_lowercase().contains(&lower),
            };
            if has(row.name(&self.text)) || row.content(&self.text).is_some_and(has) {
                out.insert(slot);
            }
        }
        out
    }
}

/// Whether a text holds a word of lower ASCII letters, whatever the case of the text.
fn holds_ascii(text: &[u8], word: &[u8]) -> bool {
    let Some((first, _)) = word.split_first() else {
        return true;
    };
    let starts = memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text);
    starts.into_iter().any(|at| {
        let found = text.get(at..at + word.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(word))
    })
}
