//! What the answer of a tile server is: a tile, nothing, a refused key, or something that is no tile. Told by the bytes;
//! only what is a picture or vector tile is ever passed on as one.

use geodata::tile_content::{self, Picture, UnpackError, VECTOR_TILE};
use words::{Words, said};

use super::fetch::ServerResponse;
use crate::tiles::TileBytes;

/// The largest tile, packed and unpacked.
pub const LARGEST: usize = 8 << 20;
/// The longest side of a tile in pixels.
const LONGEST_SIDE: usize = 4096;
/// How much of a server's own words is shown.
const WORDS: usize = 120;

/// What an answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum Verdict {
    Tile(TileBytes),
    /// There is nothing at this place; `missing` when the server says that the address leads nowhere.
    Empty {
        missing: bool,
    },
    /// The key is refused, or the server refuses to serve.
    KeyRefused(Words),
    /// The server is too busy and says for how many seconds, or leaves that open.
    Busy(Words, Option<u64>),
    /// Something else.
    Bad(Words),
}

/// Returns what an answer is.
pub fn classify(answer: ServerResponse, vector: bool, needs_key: bool) -> Verdict {
    let ServerResponse {
        status,
        content_type,
        retry_after,
        bytes,
    } = answer;
    match status {
        200..=299 => match tile(bytes, vector) {
            Ok(Some(tile)) => Verdict::Tile(tile),
            Ok(None) => Verdict::Empty { missing: false },
            Err(NotATile::Said(words)) => Verdict::Bad(words),
            Err(NotATile::Other(bytes)) => document(status, &content_type, &bytes, needs_key),
        },
        404 | 410 => Verdict::Empty { missing: true },
        // 天地图 answers 418 to a key it does not know.
        401 | 403 | 418 => {
            let theirs = server_message(&bytes);
            let words = if needs_key {
                said!(
                    "layers.key_refused",
                    "服务器不接受这个密钥（{status}）",
                    "the server does not accept the key ({status})"
                )
            } else {
                said!(
                    "layers.access_refused",
                    "服务器拒绝访问（{status}），可能需要密钥",
                    "the server refuses access ({status}); it may need a key"
                )
            };
            Verdict::KeyRefused(with(words, &theirs))
        }
        407 => Verdict::Bad(said!(
            "layers.proxy",
            "代理服务器要求登录",
            "the proxy asks for a login"
        )),
        429 | 502 | 503 | 504 => Verdict::Busy(
            with(
                said!(
                    "layers.busy",
                    "服务器忙或暂停服务（{status}）",
                    "the server is busy or pauses ({status})"
                ),
                &server_message(&bytes),
            ),
            retry_after,
        ),
        _ => document(status, &content_type, &bytes, needs_key),
    }
}

enum NotATile {
    Said(Words),
    Other(Vec<u8>),
}

/// A tile as bytes of a file or server; `None` if there are none.
fn tile(bytes: Vec<u8>, vector: bool) -> Result<Option<TileBytes>, NotATile> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let bytes = tile_content::unpack(bytes, LARGEST as u64).map_err(|e| {
        NotATile::Said(match e {
            UnpackError::Damaged => said!(
                "layers.packed_damaged",
                "瓦片的压缩数据损坏",
                "the packed tile is damaged"
            ),
            UnpackError::TooLarge(_) => said!(
                "layers.tile_too_large",
                "瓦片解压后超过 {} MiB",
                "the tile unpacks to more than {} MiB",
                LARGEST >> 20
            ),
        })
    })?;
    if vector {
        return if tile_content::is_vector_tile(&bytes) {
            Ok(Some(TileBytes {
                bytes,
                media_type: VECTOR_TILE,
            }))
        } else {
            Err(NotATile::Other(bytes))
        };
    }
    let Some(picture) = Picture::of(&bytes) else {
        return Err(NotATile::Other(bytes));
    };
    match imagesize::blob_size(&bytes) {
        Ok(size) if size.width.max(size.height) <= LONGEST_SIDE && size.width.min(size.height) > 0 => {
            Ok(Some(TileBytes {
                bytes,
                media_type: picture.media_type(),
            }))
        }
        Ok(size) => Err(NotATile::Said(said!(
            "layers.tile_size",
            "瓦片图片为 {}×{} 像素，超出范围",
            "the tile has {}×{} pixels, which is out of range",
            size.width,
            size.height
        ))),
        Err(_) => Err(NotATile::Said(said!(
            "layers.tile_damaged",
            "瓦片图片损坏",
            "the picture of the tile is damaged"
        ))),
    }
}

/// Returns a tile of a pack, checked like one of a server.
///
/// # Errors
/// In words, when it is none.
pub fn of_pack(bytes: Vec<u8>, vector: bool) -> Result<Option<TileBytes>, Words> {
    tile(bytes, vector).map_err(|e| match e {
        NotATile::Said(words) => words,
        NotATile::Other(bytes) if vector && Picture::of(&bytes).is_some() => {
            said!(
                "layers.tile_is_picture",
                "瓦片是图片，不是矢量瓦片",
                "the tile is a picture, no vector tile"
            )
        }
        NotATile::Other(bytes) if !vector && tile_content::is_vector_tile(&bytes) => {
            said!(
                "layers.tile_is_vector",
                "瓦片是矢量瓦片，不是图片",
                "the tile is a vector tile, no picture"
            )
        }
        NotATile::Other(_) => said!(
            "layers.tile_is_neither",
            "瓦片既不是图片也不是矢量瓦片",
            "the tile is neither a picture nor a vector tile"
        ),
    })
}

/// What came instead of a tile.
fn document(status: u16, content_type: &str, bytes: &[u8], needs_key: bool) -> Verdict {
    let theirs = server_message(bytes);
    let lower = theirs.to_lowercase();
    if lower.contains("tileoutofrange") {
        return Verdict::Empty { missing: false };
    }
    let about_key = [
        "key",
        "token",
        "密钥",
        "秘钥",
        "权限",
        "授权",
        "许可",
        "unauthor",
        "forbidden",
        "denied",
    ]
    .iter()
    .any(|w| lower.contains(w));
    if needs_key && about_key {
        return Verdict::KeyRefused(with(
            said!(
                "layers.key_not_accepted",
                "服务器不接受这个密钥",
                "the server does not accept the key"
            ),
            &theirs,
        ));
    }
    let kind: String = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .chars()
        .take(60)
        .collect();
    let what = match (status, kind.trim()) {
        (200..=299, "") => said!(
            "layers.no_tile",
            "服务器返回的不是瓦片",
            "what the server sends is no tile"
        ),
        (200..=299, kind) => said!(
            "layers.no_tile_but",
            "服务器返回的不是瓦片（{kind}）",
            "what the server sends is no tile ({kind})"
        ),
        (status, _) => said!(
            "layers.server_error_status",
            "服务器报告错误（{status}）",
            "the server reports an error ({status})"
        ),
    };
    Verdict::Bad(with(what, &theirs))
}

/// The same with the server's own words, in whatever language it speaks.
fn with(words: Words, theirs: &str) -> Words {
    if theirs.is_empty() {
        words
    } else {
        said!("layers.server_says", "{}：{theirs}", "{}: {theirs}", words)
    }
}

/// The words in an error page, XML exception or JSON message; empty if the bytes are no text.
pub fn server_message(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(8192)];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(e) if head.len() == 8192 && e.error_len().is_none() => {
            std::str::from_utf8(&head[..e.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return String::new(),
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    let found = if text.starts_with('{') {
        json_words(text).unwrap_or_else(|| text.to_owned())
    } else if text.starts_with('<') {
        markup_words(text)
    } else {
        text.to_owned()
    };
    let words: Vec<&str> = found.split_whitespace().collect();
    words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(WORDS)
        .collect()
}

fn json_words(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let names = ["msg", "message", "error", "resolve", "detail", "code", "status"];
    let found: Vec<String> = names
        .iter()
        .filter_map(|name| match value.get(name)? {
            serde_json::Value::String(s) if !s.is_empty() => Some(s.clone()),
            serde_json::Value::Number(n) => Some(n.to_string()),
            serde_json::Value::Object(inner) => inner.get("message")?.as_str().map(str::to_owned),
            _ => None,
        })
        .collect();
    (!found.is_empty()).then(|| found.join("，"))
}

/// The text between tags, with the code of an OGC exception; of a page only its title when it has one.
fn markup_words(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if let Some(start) = lower.find("<title>")
        && let Some(length) = lower[start..].find("</title>")
    {
        return text[start + 7..start + length].to_owned();
    }
    let mut out = String::new();
    for name in ["exceptionCode=\"", "code=\""] {
        if let Some((_, rest)) = text.split_once(name)
            && let Some((code, _)) = rest.split_once('"')
        {
            out.push_str(code);
            out.push(' ');
            break;
        }
    }
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}
