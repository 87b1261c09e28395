//! Reads tiles from a PMTiles archive that lies in memory or in a file.
//!
//! The `pmtiles` crate reads asynchronously and keeps the fields of a directory entry to itself, so it cannot be asked
//! for a tile from bytes without a runtime and a copy. The format is small: a header of 127 bytes, directories of
//! varints, tiles on a Hilbert curve. Source: PMTiles specification, version 3.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::GzDecoder;
use thiserror::Error;

/// Why a PMTiles archive cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PmTilesError {
    /// The bytes do not begin like a PMTiles archive of version 3.
    #[error("not a PMTiles archive of version 3")]
    NotPmtiles,
    /// A part of the archive points outside the file or ends early.
    #[error("the PMTiles archive is cut off or damaged ({part})")]
    Damaged {
        /// Which part could not be read: header, metadata, directory or tile.
        part: &'static str,
    },
    /// The archive packs its directories or tiles in a way that is not supported.
    #[error(
        "the PMTiles archive uses compression {code}; none (1), gzip (2), brotli (3) and zstd (4) are read"
    )]
    Compression {
        /// The code of the specification.
        code: u8,
    },
    /// A directory or tile unpacks to more than is sensible.
    #[error("a {part} of the PMTiles archive is larger than {limit} bytes")]
    TooLarge {
        /// Which part is too large.
        part: &'static str,
        /// The limit in bytes after unpacking.
        limit: u64,
    },
    /// The file cannot be read.
    #[error("the PMTiles file cannot be read: {0}")]
    Io(std::io::ErrorKind),
}

const HEADER: usize = 127;
/// The largest metadata or tile, packed and after unpacking.
const LIMIT: u64 = 32 << 20;
/// The largest directory after unpacking; those of a pack of the whole earth have some hundred kilobytes.
const DIRECTORY_LIMIT: u64 = 4 << 20;
/// Root and leaves; the specification asks for no more than this.
const MAX_DEPTH: usize = 4;
/// How many entries of leaf directories are kept unpacked; 32 bytes each.
const ENTRIES_KEPT: usize = 1 << 20;
/// The deepest zoom the specification knows.
const MAX_ZOOM: u8 = 31;

#[derive(Debug, Clone, Copy)]
struct DirectoryEntry {
    tile: u64,
    offset: u64,
    length: u64,
    /// How many tiles in a row are the same; 0 means that this entry points at a leaf directory.
    run: u64,
}

/// Where the bytes of an archive are: in memory or in a file.
pub trait ByteRanges {
    /// Returns how many bytes there are.
    fn size(&self) -> u64;

    /// Returns a stretch of the bytes; the caller has seen to it that it lies within them.
    ///
    /// # Errors
    /// [`std::io::Error`] if the file cannot be read.
    fn bytes(&self, offset: u64, length: usize) -> std::io::Result<Cow<'_, [u8]>>;
}

impl<B: AsRef<[u8]>> ByteRanges for B {
    fn size(&self) -> u64 {
        self.as_ref().len() as u64
    }

    fn bytes(&self, offset: u64, length: usize) -> std::io::Result<Cow<'_, [u8]>> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let all = self.as_ref();
        let end = start.saturating_add(length);
        let found = all.get(start..end).ok_or(std::io::ErrorKind::UnexpectedEof)?;
        Ok(Cow::Borrowed(found))
    }
}

/// A file on disk, read in stretches.
#[derive(Debug)]
pub struct PackFile {
    file: Mutex<File>,
    size: u64,
}

impl PackFile {
    /// Opens a file.
    ///
    /// # Errors
    /// [`std::io::Error`] if the file cannot be read.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Ok(Self {
            file: Mutex::new(file),
            size,
        })
    }
}

impl ByteRanges for PackFile {
    fn size(&self) -> u64 {
        self.size
    }

    fn bytes(&self, offset: u64, length: usize) -> std::io::Result<Cow<'_, [u8]>> {
        let mut out = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(&mut out)?;
        Ok(Cow::Owned(out))
    }
}

/// What the tiles of an archive are, by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the formats")]
pub enum TileKind {
    Vector,
    Png,
    Jpeg,
    Webp,
    /// Not said, or a kind that came later.
    Other(u8),
}

/// A PMTiles archive whose bytes are at hand: embedded, read, or in a file.
#[derive(Debug)]
pub struct PmTilesArchive<B> {
    bytes: B,
    root: Vec<DirectoryEntry>,
    metadata: (u64, u64),
    leaves: u64,
    data: u64,
    inner_compression: u8,
    tile_compression: u8,
    kind: TileKind,
    min_zoom: u8,
    max_zoom: u8,
    bounds: [f64; 4],
    kept: Mutex<HashMap<u64, Arc<Vec<DirectoryEntry>>>>,
}

impl<B: ByteRanges> PmTilesArchive<B> {
    /// Returns the archive, ready to be asked for tiles.
    ///
    /// # Errors
    /// When the bytes are no PMTiles archive of version 3, are damaged, or use a compression that the specification does not name.
    pub fn open(bytes: B) -> Result<Self, PmTilesError> {
        if bytes.size() < HEADER as u64 {
            return Err(PmTilesError::NotPmtiles);
        }
        let head = slice(&bytes, 0, HEADER as u64, "header")?.into_owned();
        let all = head.as_slice();
        if &all[..7] != b"PMTiles" || all[7] != 3 {
            return Err(PmTilesError::NotPmtiles);
        }
        let number = |at: usize| u64::from_le_bytes(array(all, at));
        let degrees = |at: usize| f64::from(i32::from_le_bytes(array(all, at))) / 1e7;
        let inner_compression = all[97];
        let root = slice(&bytes, number(8), number(16), "directory")?;
        let root = directory(&unpack(&root, inner_compression, "directory")?)?;
        Ok(Self {
            root,
            kind: match all[99] {
                1 => TileKind::Vector,
                2 => TileKind::Png,
                3 => TileKind::Jpeg,
                4 => TileKind::Webp,
                other => TileKind::Other(other),
            },
            metadata: (number(24), number(32)),
            leaves: number(40),
            data: number(56),
            inner_compression,
            tile_compression: all[98],
            min_zoom: all[100],
            max_zoom: all[101],
            bounds: [degrees(102), degrees(106), degrees(110), degrees(114)],
            kept: Mutex::new(HashMap::new()),
            bytes,
        })
    }

    /// Returns the unpacked tile, or nothing where the archive has none. Rows count from the north (XYZ).
    ///
    /// # Errors
    /// When the archive is damaged or the tile is unreasonably large.
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Result<Option<Vec<u8>>, PmTilesError> {
        let Some(wanted) = tile_number(z, x, y) else {
            return Ok(None);
        };
        let Some(mut entry) = find(&self.root, wanted) else {
            return Ok(None);
        };
        for _ in 0..MAX_DEPTH {
            if entry.run > 0 {
                let at = self
                    .data
                    .checked_add(entry.offset)
                    .ok_or(PmTilesError::Damaged { part: "tile" })?;
                let packed = slice(&self.bytes, at, entry.length, "tile")?;
                return unpack(&packed, self.tile_compression, "tile").map(Some);
            }
            let leaf = self.leaf(entry)?;
            match find(&leaf, wanted) {
                Some(next) => entry = next,
                None => return Ok(None),
            }
        }
        Err(PmTilesError::Damaged { part: "directory" })
    }

    /// The leaf directory that an entry points at, from the ones kept or unpacked anew.
    fn leaf(&self, entry: DirectoryEntry) -> Result<Arc<Vec<DirectoryEntry>>, PmTilesError> {
        let at = self
            .leaves
            .checked_add(entry.offset)
            .ok_or(PmTilesError::Damaged { part: "directory" })?;
        if let Some(leaf) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&at) {
            return Ok(Arc::clone(leaf));
        }
        let packed = slice(&self.bytes, at, entry.length, "directory")?;
        let leaf = Arc::new(directory(&unpack(&packed, self.inner_compression, "directory")?)?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let entries: usize = kept.values().map(|leaf| leaf.len()).sum();
        if entries + leaf.len() > ENTRIES_KEPT {
            kept.clear();
        }
        kept.insert(at, Arc::clone(&leaf));
        Ok(leaf)
    }

    /// Returns the archive's own description: JSON with name, attribution and `vector_layers`.
    ///
    /// # Errors
    /// When the archive is damaged.
    pub fn metadata(&self) -> Result<Vec<u8>, PmTilesError> {
        let (offset, length) = self.metadata;
        unpack(
            &slice(&self.bytes, offset, length, "metadata")?,
            self.inner_compression,
            "metadata",
        )
    }

    /// Returns what the tiles are.
    pub fn kind(&self) -> TileKind {
        self.kind
    }

    /// Returns the first and last zoom that the archive has tiles for.
    pub fn zooms(&self) -> (u8, u8) {
        (self.min_zoom, self.max_zoom)
    }

    /// Returns west, south, east and north of the tiles, in degrees.
    pub fn bounds(&self) -> [f64; 4] {
        self.bounds
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&bytes[at..at + N]);
    out
}

fn slice<'a>(
    bytes: &'a impl ByteRanges,
    offset: u64,
    length: u64,
    part: &'static str,
) -> Result<Cow<'a, [u8]>, PmTilesError> {
    let damaged = PmTilesError::Damaged { part };
    match offset.checked_add(length) {
        Some(end) if end <= bytes.size() => {}
        _ => return Err(damaged),
    }
    if length > LIMIT {
        return Err(PmTilesError::TooLarge { part, limit: LIMIT });
    }
    let length = usize::try_from(length).map_err(|_| damaged)?;
    bytes
        .bytes(offset, length)
        .map_err(|e| PmTilesError::Io(e.kind()))
}

fn unpack(packed: &[u8], compression: u8, part: &'static str) -> Result<Vec<u8>, PmTilesError> {
    let limit = if part == "directory" {
        DIRECTORY_LIMIT
    } else {
        LIMIT
    };
    match compression {
        1 if packed.len() as u64 > limit => Err(PmTilesError::TooLarge { part, limit }),
        1 => Ok(packed.to_vec()),
        2 => read_out(GzDecoder::new(packed), limit, part),
        3 => read_out(brotli_decompressor::Decompressor::new(packed, 4096), limit, part),
        4 => {
            let frame = ruzstd::decoding::StreamingDecoder::new(packed);
            read_out(frame.map_err(|_| PmTilesError::Damaged { part })?, limit, part)
        }
        code => Err(PmTilesError::Compression { code }),
    }
}

/// All that a decoder gives, up to a limit.
fn read_out(decoder: impl Read, limit: u64, part: &'static str) -> Result<Vec<u8>, PmTilesError> {
    let mut out = Vec::new();
    match decoder.take(limit + 1).read_to_end(&mut out) {
        Ok(size) if size as u64 > limit => Err(PmTilesError::TooLarge { part, limit }),
        Ok(_) => Ok(out),
        Err(_) => Err(PmTilesError::Damaged { part }),
    }
}

fn varint(bytes: &mut &[u8]) -> Result<u64, PmTilesError> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes
            .split_first()
            .ok_or(PmTilesError::Damaged { part: "directory" })?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(PmTilesError::Damaged { part: "directory" })
}

fn directory(mut bytes: &[u8]) -> Result<Vec<DirectoryEntry>, PmTilesError> {
    let damaged = || PmTilesError::Damaged { part: "directory" };
    let count = usize::try_from(varint(&mut bytes)?).map_err(|_| damaged())?;
    // Every entry takes four bytes at least, so a count that the bytes cannot hold is a lie.
    if count > bytes.len() / 4 {
        return Err(damaged());
    }
    let mut entries = vec![
        DirectoryEntry {
            tile: 0,
            offset: 0,
            length: 0,
            run: 0
        };
        count
    ];
    let mut tile = 0u64;
    for entry in &mut entries {
        tile = tile.checked_add(varint(&mut bytes)?).ok_or_else(damaged)?;
        entry.tile = tile;
    }
    for entry in &mut entries {
        entry.run = varint(&mut bytes)?;
    }
    for entry in &mut entries {
        entry.length = varint(&mut bytes)?;
    }
    let mut next = 0u64;
    for (index, entry) in entries.iter_mut().enumerate() {
        let value = varint(&mut bytes)?;
        // 0 means: right behind the entry before. Otherwise the offset plus one.
        entry.offset = match (value, index) {
            (0, 0) => return Err(damaged()),
            (0, _) => next,
            (value, _) => value - 1,
        };
        next = entry.offset.checked_add(entry.length).ok_or_else(damaged)?;
    }
    Ok(entries)
}

fn find(entries: &[DirectoryEntry], tile: u64) -> Option<DirectoryEntry> {
    let after = entries.partition_point(|entry| entry.tile <= tile);
    let entry = *entries.get(after.checked_sub(1)?)?;
    (entry.run == 0 || tile - entry.tile < entry.run).then_some(entry)
}

/// The number of a tile in the archive: all tiles of the zooms above, then its place on the Hilbert curve.
fn tile_number(z: u8, x: u32, y: u32) -> Option<u64> {
    if z > MAX_ZOOM || u64::from(x) >> z != 0 || u64::from(y) >> z != 0 {
        return None;
    }
    let above = ((1u64 << (2 * u32::from(z))) - 1) / 3;
    let (mut x, mut y) = (u64::from(x), u64::from(y));
    let mut along = 0;
    for bit in (0..z).rev() {
        let side = 1u64 << bit;
        let (right, lower) = (u64::from(x & side != 0), u64::from(y & side != 0));
        along += side * side * ((3 * right) ^ lower);
        if lower == 0 {
            if right == 1 {
                // Mirror within the square; only the lower bits matter from here on.
                x = (side - 1).wrapping_sub(x & (side - 1)) & (side - 1);
                y = (side - 1).wrapping_sub(y & (side - 1)) & (side - 1);
            }
            std::mem::swap(&mut x, &mut y);
        }
    }
    Some(above + along)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_numbered_along_the_hilbert_curve() {
        // The examples of the specification.
        for (z, x, y, number) in [
            (0, 0, 0, 0),
            (1, 0, 0, 1),
            (1, 0, 1, 2),
            (1, 1, 1, 3),
            (1, 1, 0, 4),
            (2, 0, 0, 5),
        ] {
            assert_eq!(tile_number(z, x, y), Some(number), "{z}/{x}/{y}");
        }
        assert_eq!(tile_number(12, 3423, 1763), Some(19_078_479));
        assert_eq!(tile_number(1, 2, 0), None);
        assert_eq!(tile_number(40, 0, 0), None);
    }

    #[test]
    fn every_tile_of_a_zoom_has_a_number_of_its_own() {
        let mut seen: Vec<u64> = (0..32)
            .flat_map(|x| (0..32).filter_map(move |y| tile_number(5, x, y)))
            .collect();
        seen.sort_unstable();
        let first = (4u64.pow(5) - 1) / 3;
        assert_eq!(seen, (first..first + 1024).collect::<Vec<_>>());
    }

    #[test]
    fn other_files_and_cut_off_archives_are_refused() {
        assert_eq!(
            PmTilesArchive::open(b"PK\x03\x04".to_vec()).err(),
            Some(PmTilesError::NotPmtiles)
        );
        let mut header = vec![0; HEADER];
        header[..8].copy_from_slice(b"PMTiles\x03");
        header[97] = 2;
        header[8] = 200; // the root directory would lie behind the end
        header[16] = 10;
        assert_eq!(
            PmTilesArchive::open(header).err(),
            Some(PmTilesError::Damaged { part: "directory" })
        );
    }

    #[test]
    fn a_directory_that_promises_more_than_it_holds_is_refused() {
        assert_eq!(
            directory(&[0xff, 0xff, 0x7f]).err(),
            Some(PmTilesError::Damaged { part: "directory" })
        );
    }

    #[test]
    fn a_run_answers_for_each_of_its_tiles_and_no_other() {
        // two entries: tile 5 run 3, tile 20 run 1; lengths 7 and 9; offsets 0 and "behind"
        let entries = directory(&[2, 5, 15, 3, 1, 7, 9, 1, 0]).unwrap();
        assert!(find(&entries, 4).is_none());
        assert_eq!(find(&entries, 7).map(|e| e.offset), Some(0));
        assert!(find(&entries, 8).is_none());
        assert_eq!(find(&entries, 20).map(|e| (e.offset, e.length)), Some((7, 9)));
    }
}
