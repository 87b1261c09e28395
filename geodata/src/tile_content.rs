//! What the bytes of a tile are, told by the bytes and not by what a server or file calls them.

use std::io::Read;

use flate2::read::GzDecoder;

/// A kind of picture that a page can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the formats")]
pub enum Picture {
    Png,
    Jpeg,
    Gif,
    Webp,
}

impl Picture {
    /// Returns the kind that the bytes begin like; `None` if they are of no known kind.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }
}

/// The media type of a vector tile.
pub const VECTOR_TILE: &str = "application/vnd.mapbox-vector-tile";

/// Why bytes cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnpackError {
    /// They break off or are damaged.
    #[error("the packed bytes are damaged")]
    Damaged,
    /// They unpack to more than is sensible.
    #[error("the packed bytes unpack to more than {0} bytes")]
    TooLarge(u64),
}

/// Returns the bytes unpacked if they are gzip, else as they are.
///
/// # Errors
/// When they are damaged or unpack to more than `limit` bytes.
pub fn unpack(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, UnpackError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut out = Vec::new();
    match GzDecoder::new(bytes.as_slice())
        .take(limit + 1)
        .read_to_end(&mut out)
    {
        Ok(size) if size as u64 > limit => Err(UnpackError::TooLarge(limit)),
        Ok(_) => Ok(out),
        Err(_) => Err(UnpackError::Damaged),
    }
}

/// Returns whether plain bytes are built like a vector tile: layers that have a name, every length within what holds
/// it. No bytes at all are a tile without layers.
///
/// Source: Mapbox Vector Tile specification 2.1, clause 4.
pub fn is_vector_tile(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        let Some((number, value)) = field(&mut rest) else {
            return false;
        };
        match (number, value) {
            (3, Some(layer)) if is_layer(layer) => {}
            // Fields from 16 on are free for extensions.
            (16.., _) => {}
            _ => return false,
        }
    }
    true
}

fn is_layer(mut rest: &[u8]) -> bool {
    let mut named = false;
    while !rest.is_empty() {
        match field(&mut rest) {
            Some((1, Some(name))) => named = std::str::from_utf8(name).is_ok(),
            Some((1, None)) | None => return false,
            Some(_) => {}
        }
    }
    named
}

/// The number of the next field of a protocol buffer and its bytes, if it is of the kind that has some.
fn field<'a>(rest: &mut &'a [u8]) -> Option<(u64, Option<&'a [u8]>)> {
    let key = varint(rest)?;
    let length = match key & 7 {
        0 => {
            varint(rest)?;
            return Some((key >> 3, None));
        }
        1 => 8,
        5 => 4,
        2 => usize::try_from(varint(rest)?).ok()?,
        _ => return None,
    };
    let (value, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some((key >> 3, (key & 7 == 2).then_some(value)))
}

fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}
