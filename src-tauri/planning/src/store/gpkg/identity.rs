//! What tells an atlas and its steps from all others, and shows whether the journal is whole: the atlas' id, and the uuid
//! and hash of each entry. Older files get them with the migration.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::entry_row::{columns, entry, has_column};
use super::journal_bulk;
use crate::store::StoreError;
use crate::store::chain::{self, Checker, JournalCheck};
use crate::store::entry::KeptEntry;

/// Names in `zhentu_meta`.
const ATLAS_ID: &str = "atlas_id";
const HASHED_LATER: &str = "journal_hashed_later";

/// Gives a new atlas its id.
pub(super) fn give_new(conn: &Connection) -> Result<(), StoreError> {
    set_meta(conn, ATLAS_ID, &Uuid::now_v7().to_string())
}

/// Gives an older atlas its id, and the entries of its journal uuids and hashes. They follow from what the journal says:
/// copies of a file that are brought up to date apart from each other get the same.
pub(super) fn give_old(conn: &Connection) -> Result<(), StoreError> {
    for column in ["uuid", "hash"] {
        if !has_column(conn, column)? {
            conn.execute_batch(&format!("ALTER TABLE journal ADD COLUMN {column} TEXT"))?;
        }
    }
    let atlas = match atlas_id(conn)? {
        Some(id) => id,
        None => {
            let first = each(conn, &mut |_| false)?;
            let id = first.and_then(|row| chain::atlas_of(&row.content()));
            let id = id.unwrap_or_else(Uuid::now_v7).to_string();
            set_meta(conn, ATLAS_ID, &id)?;
            id
        }
    };
    let mut before: Option<String> = None;
    let mut given: Vec<(i64, String, String)> = Vec::new();
    each(conn, &mut |kept| {
        before = Some(match (kept.uuid(), &kept.hash) {
            (Some(_), Some(hash)) => hash.clone(),
            _ => {
                let entry = kept.content();
                let uuid = entry.uuid(&atlas, before.as_deref()).to_string();
                let hash = entry.hash(&atlas, before.as_deref(), Some(&uuid));
                given.push((entry.seq, uuid, hash.clone()));
                hash
            }
        });
        true
    })?;
    let mut give = conn.prepare("UPDATE journal SET uuid = ?2, hash = ?3 WHERE seq = ?1")?;
    for (seq, uuid, hash) in &given {
        give.execute(params![seq, uuid, hash])?;
    }
    match given.last() {
        Some((seq, ..)) => set_meta(conn, HASHED_LATER, &seq.to_string()),
        None => Ok(()),
    }
}

/// The id of the atlas; `None` if the file is of an older version.
pub(super) fn atlas_id(conn: &Connection) -> Result<Option<String>, StoreError> {
    meta(conn, ATLAS_ID)
}

/// Number of the last entry that was ever written; 0 if there was none. It stays when an entry is taken out by hand.
pub(super) fn last_number(conn: &Connection) -> Result<i64, StoreError> {
    let mut last = conn.prepare_cached(
        "SELECT max(ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'journal'), 0), \
         ifnull((SELECT max(seq) FROM journal), 0))",
    )?;
    Ok(last.query_row([], |row| row.get(0))?)
}

/// The hash of the last entry; `None` if there is no entry.
pub(super) fn last_hash(conn: &Connection) -> Result<Option<String>, StoreError> {
    let mut last = conn.prepare_cached("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1")?;
    Ok(last.query_row([], |row| row.get(0)).optional()?.flatten())
}

/// Looks through the whole journal.
pub(super) fn check_journal(conn: &Connection) -> Result<JournalCheck, StoreError> {
    let Some(atlas) = atlas_id(conn)?.filter(|_| has_column(conn, "hash").unwrap_or(false)) else {
        let entries: i64 = conn.query_row("SELECT count(*) FROM journal", [], |row| row.get(0))?;
        return Ok(JournalCheck {
            entries: u64::try_from(entries).unwrap_or_default(),
            ..JournalCheck::default()
        });
    };
    let later = meta(conn, HASHED_LATER)?.and_then(|seq| seq.parse().ok());
    let mut checker = Checker::new(&atlas, later.unwrap_or_default());
    each(conn, &mut |kept| {
        checker.take(&kept.content(), kept.uuid(), kept.hash.as_deref());
        true
    })?;
    Ok(checker.end(last_number(conn)?))
}

/// Hands over every entry in their order, until `take` says not to go on; returns that last one.
fn each(
    conn: &Connection,
    take: &mut dyn FnMut(&KeptEntry) -> bool,
) -> Result<Option<KeptEntry>, StoreError> {
    let columns = columns(conn)?;
    let hash = match has_column(conn, "hash")? {
        true => "hash",
        false => "NULL",
    };
    let mut entries = conn.prepare(&format!(
        "SELECT {columns}, action, edits, {hash} FROM journal ORDER BY seq"
    ))?;
    let mut entries = entries.query([])?;
    while let Some(row) = entries.next()? {
        let entry = entry(row)?;
        let kept = KeptEntry {
            action: row.get(8)?,
            edits: row.get(9)?,
            bulk: journal_bulk::named_of(conn, entry.seq)?,
            hash: row.get(10)?,
            entry,
        };
        if !take(&kept) {
            return Ok(Some(kept));
        }
    }
    Ok(None)
}

fn meta(conn: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut value = conn.prepare_cached("SELECT value FROM zhentu_meta WHERE name = ?")?;
    Ok(value.query_row([name], |row| row.get(0)).optional()?)
}

fn set_meta(conn: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO zhentu_meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )?;
    Ok(())
}
