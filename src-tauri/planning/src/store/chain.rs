//! What ties the entries of a journal to each other and to their atlas: each carries a SHA-256 hash over all that it says
//! and over the hash of the entry before, so that an entry that was changed or taken out is found. Which bytes are hashed
//! stands in decision 0036; no store may change them.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// All that an entry says, as the journal keeps it.
#[derive(Debug, Clone)]
pub(super) struct Content<'e> {
    pub seq: i64,
    pub at: &'e str,
    pub who: &'e str,
    pub name: &'e str,
    pub note: Option<&'e str>,
    /// The word of its action.
    pub action: &'e str,
    pub target: Option<i64>,
    /// Its edits, the very text that is kept.
    pub edits: Option<&'e str>,
    /// Rows that it added in bulk: names of tables and numbers of rows, in their order.
    pub bulk: &'e [(String, i64)],
}

impl Content<'_> {
    /// The hash of the entry, 64 lower hexadecimal digits. `before` is that of the entry before it, `None` for the first one.
    pub fn hash(&self, atlas: &str, before: Option<&str>, uuid: Option<&str>) -> String {
        hex(&self.digest(atlas, before, uuid))
    }

    /// The uuid of an entry that was made before entries had one: it follows from what the entry says, so that two copies
    /// of a file that are brought up to date apart from each other give it the same.
    pub fn uuid(&self, atlas: &str, before: Option<&str>) -> Uuid {
        named(&self.digest(atlas, before, None))
    }

    fn digest(&self, atlas: &str, before: Option<&str>, uuid: Option<&str>) -> [u8; 32] {
        let mut hash = Fields::new("zhentu-journal-1");
        hash.text(atlas);
        hash.maybe(before);
        hash.maybe(uuid);
        hash.text(&self.seq.to_string());
        hash.text(self.at);
        hash.text(self.who);
        hash.text(self.name);
        hash.maybe(self.note);
        hash.text(self.action);
        hash.maybe(self.target.map(|seq| seq.to_string()).as_deref());
        hash.maybe(self.edits);
        for (table, rows) in self.bulk {
            hash.text(table);
            hash.text(&rows.to_string());
        }
        hash.end()
    }
}

/// The id of an atlas that was made before atlases had one: it follows from the first entry of its journal, so that copies
/// of one file are known to be of one atlas. `None` if that entry says nothing by which it could be told from others.
pub(super) fn atlas_of(first: &Content<'_>) -> Option<Uuid> {
    let told = first.at.len() > "2026-01-02T03:04:05".len();
    told.then(|| {
        let mut hash = Fields::new("zhentu-atlas-1");
        hash.text(first.at);
        hash.text(first.who);
        hash.text(first.name);
        named(&hash.end())
    })
}

/// What is hashed: fields one after the other, each with a byte that says whether it is there and, if so, with its length.
struct Fields(Sha256);

impl Fields {
    fn new(label: &str) -> Self {
        let mut fields = Self(Sha256::new());
        fields.text(label);
        fields
    }

    fn text(&mut self, text: &str) {
        self.maybe(Some(text));
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.0.update([u8::from(text.is_some())]);
        if let Some(text) = text {
            self.0.update((text.len() as u64).to_le_bytes());
            self.0.update(text.as_bytes());
        }
    }

    fn end(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// A uuid of version 8 (RFC 9562) of the first half of a hash.
fn named(hash: &[u8; 32]) -> Uuid {
    let mut half = [0; 16];
    half.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(half).into_uuid()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What is wrong with a journal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JournalFault {
    /// Entries are gone.
    Missing {
        /// Number of the first one that is gone.
        first: i64,
        /// Number of the last one.
        last: i64,
    },
    /// An entry is not what it was when it was written, or it does not follow the one that stands before it.
    Changed {
        /// Its number.
        seq: i64,
    },
}

impl std::fmt::Display for JournalFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing { first, last } if first == last => write!(f, "第 {first} 步被删去"),
            Self::Missing { first, last } => write!(f, "第 {first} 至 {last} 步被删去"),
            Self::Changed { seq } => write!(f, "第 {seq} 步被改动，或与前一步接不上"),
        }
    }
}

/// What a look through a whole journal found.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct JournalCheck {
    /// Entries that are there.
    pub entries: u64,
    /// Whether its entries carry hashes; those of files of schema version 1 and 2 get them at the first change.
    pub chained: bool,
    /// Number of the last entry that was hashed later than it was made, when the file was brought up to date; 0 for none.
    pub hashed_later: i64,
    /// What is wrong, in the order of the journal.
    pub faults: Vec<JournalFault>,
}

/// Looks through a journal, entry by entry from the first one.
#[derive(Debug)]
pub(super) struct Checker<'a> {
    atlas: &'a str,
    next: i64,
    before: Option<String>,
    found: JournalCheck,
}

impl<'a> Checker<'a> {
    /// Begins with a journal of an atlas.
    pub fn new(atlas: &'a str, hashed_later: i64) -> Self {
        let found = JournalCheck {
            chained: true,
            hashed_later,
            ..JournalCheck::default()
        };
        Self {
            atlas,
            next: 1,
            before: None,
            found,
        }
    }

    /// Takes the next entry with what is kept beside it.
    pub fn take(&mut self, entry: &Content<'_>, uuid: Option<&str>, hash: Option<&str>) {
        let gone = self.missing_to(entry.seq);
        let good = hash == Some(&*entry.hash(self.atlas, self.before.as_deref(), uuid));
        // After a gap an entry cannot be told from one that was changed: the gap says all there is to say.
        if !good && !gone {
            self.found.faults.push(JournalFault::Changed { seq: entry.seq });
        }
        self.found.entries += 1;
        self.before = hash.map(ToOwned::to_owned);
        self.next = entry.seq.saturating_add(1);
    }

    /// Ends; `last` is the number of the last entry that was ever written.
    pub fn end(mut self, last: i64) -> JournalCheck {
        self.missing_to(last.saturating_add(1));
        self.found
    }

    fn missing_to(&mut self, seq: i64) -> bool {
        let gone = self.next < seq;
        if gone {
            self.found.faults.push(JournalFault::Missing {
                first: self.next,
                last: seq - 1,
            });
        }
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(bulk: &[(String, i64)]) -> Content<'_> {
        Content {
            seq: 2,
            at: "2026-11-22T08:00:01.000Z",
            who: "张三",
            name: "画范围：一条路",
            note: None,
            action: "do",
            target: None,
            edits: Some("[]"),
            bulk,
        }
    }

    #[test]
    fn the_bytes_that_are_hashed_never_change() {
        let (atlas, before) = ("0198a3f2-0000-7000-8000-000000000001", "00ff");
        let hash = entry(&[]).hash(atlas, Some(before), Some("u"));
        assert_eq!(hash, EXPECTED);
    }

    /// Computed apart from this program, with Python's hashlib, over the fields as decision 0036 lists them.
    const EXPECTED: &str = "774e66faf80b220f11f385e30ce94f0d483c2b6ac16ccf3f14eac948e839a868";

    #[test]
    fn every_part_of_an_entry_is_hashed() {
        let of = |entry: Content<'_>| entry.hash("a", None, Some("u"));
        let rows = [("projects".to_owned(), 3)];
        let (none, more) = (entry(&[]), entry(&rows));
        let mut hashes = vec![
            of(none.clone()),
            of(more),
            none.hash("b", None, Some("u")),
            none.hash("a", Some(""), Some("u")),
            none.hash("a", None, None),
        ];
        hashes.push(of(Content {
            seq: 3,
            ..none.clone()
        }));
        hashes.push(of(Content {
            at: "",
            ..none.clone()
        }));
        hashes.push(of(Content {
            who: "",
            ..none.clone()
        }));
        hashes.push(of(Content {
            name: "",
            ..none.clone()
        }));
        hashes.push(of(Content {
            note: Some(""),
            ..none.clone()
        }));
        hashes.push(of(Content {
            action: "undo",
            ..none.clone()
        }));
        hashes.push(of(Content {
            target: Some(1),
            ..none.clone()
        }));
        hashes.push(of(Content { edits: None, ..none }));
        let all = hashes.len();
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), all);
    }
}
