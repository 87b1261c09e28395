//! Keys of map services: told apart from addresses, given only to the server they are meant for, and struck out of
//! every text.

use std::collections::BTreeMap;

/// What stands in an address where the key goes.
pub const PLACEHOLDER: &str = "{tk}";

/// Names of the parameters that services take keys by.
const NAMES: [&str; 12] = [
    "tk",
    "key",
    "ak",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "appkey",
    "access_token",
    "access-token",
    "accesstoken",
    "subscription-key",
];

/// The longest key.
const LONGEST: usize = 500;

/// Keys by whom they are for, see [`scope`].
pub type Keys = BTreeMap<String, String>;

/// Returns whom a key of this address is for: its host and port, with the number of one of several like servers left
/// out, so `t*.tianditu.gov.cn` for `https://t{0-7}.tianditu.gov.cn/…` and `https://t3.tianditu.gov.cn/…`.
pub fn scope(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let host = rest[..end].to_ascii_lowercase();
    if host.is_empty() || host.contains('@') {
        return None;
    }
    let mut out = String::new();
    let mut inside = false;
    for c in host.chars() {
        match c {
            '{' => {
                out.push('*');
                inside = true;
            }
            '}' => inside = false,
            _ if inside => {}
            c => out.push(c),
        }
    }
    if let Some((first, others)) = out.split_once('.')
        && others.matches('.').count() >= 1
        && others.contains(|c: char| c.is_ascii_alphabetic())
    {
        let letters = first.trim_end_matches(|c: char| c.is_ascii_digit());
        let numbered = first.len() == letters.len() + 1 && letters.len() <= 3;
        if numbered && letters.chars().all(|c| c.is_ascii_alphabetic()) {
            return Some(format!("{letters}*.{others}"));
        }
        if matches!(first, "a" | "b" | "c" | "d") {
            return Some(format!("*.{others}"));
        }
    }
    Some(out)
}

/// Returns the address with [`PLACEHOLDER`] instead of the key, and the key, if it holds one.
///
/// # Errors
/// When it holds two that differ: there is one place.
pub fn extract_key(address: &str) -> Result<(String, Option<String>), TwoKeys> {
    let Some((before, rest)) = address.split_once('?') else {
        return Ok((address.to_owned(), None));
    };
    let (query, fragment) = rest.split_once('#').map_or((rest, None), |(q, f)| (q, Some(f)));
    let mut found: Option<String> = None;
    let mut pairs = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some((name, value))
                if NAMES.contains(&name.to_ascii_lowercase().as_str())
                    && !value.is_empty()
                    && !value.contains('{') =>
            {
                let value = decoded(value);
                if found.as_ref().is_some_and(|other| *other != value) {
                    return Err(TwoKeys);
                }
                found = Some(value);
                pairs.push(format!("{name}={PLACEHOLDER}"));
            }
            _ => pairs.push(pair.to_owned()),
        }
    }
    let mut out = format!("{before}?{}", pairs.join("&"));
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    Ok((out, found))
}

/// An address with two keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwoKeys;

fn decoded(value: &str) -> String {
    url::form_urlencoded::parse(format!("v={value}").as_bytes())
        .next()
        .map_or_else(|| value.to_owned(), |(_, v)| v.into_owned())
}

/// Returns a pasted key without the blanks and unseen characters that come along with copying; `None` if it is
/// longer than any key.
pub fn cleaned(key: &str) -> Option<String> {
    let unseen =
        |c: &char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let key: String = key.chars().filter(|c| !unseen(c)).collect();
    (key.len() <= LONGEST).then_some(key)
}

/// Returns the key as it stands in an address.
pub fn encoded(key: &str) -> String {
    url::form_urlencoded::byte_serialize(key.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// Returns the text with every way to write the key replaced.
pub fn redact(text: &str, key: &str, instead: &str) -> String {
    let mut out = text.to_owned();
    for spelling in spellings(key) {
        if out.contains(&spelling) {
            out = out.replace(&spelling, instead);
        }
    }
    out
}

/// Returns the bytes of a text in any encoding that holds ASCII, with the key replaced.
pub fn redact_bytes(bytes: Vec<u8>, key: &str, instead: &str) -> Vec<u8> {
    let mut bytes = bytes;
    for spelling in spellings(key) {
        let spelling = spelling.as_bytes();
        if bytes.len() < spelling.len() || !bytes.windows(spelling.len()).any(|w| w == spelling) {
            continue;
        }
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at..].starts_with(spelling) {
                out.extend_from_slice(instead.as_bytes());
                at += spelling.len();
            } else {
                out.push(bytes[at]);
                at += 1;
            }
        }
        bytes = out;
    }
    bytes
}

/// As it is, as in an address, as in a form, as in XML.
fn spellings(key: &str) -> Vec<String> {
    if key.is_empty() {
        return Vec::new();
    }
    let escaped = key
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let form: String = url::form_urlencoded::byte_serialize(key.as_bytes()).collect();
    let mut spellings = vec![key.to_owned(), encoded(key), form, escaped];
    spellings.sort_by_key(|w| std::cmp::Reverse(w.len()));
    spellings.dedup();
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_for_one_server_and_its_twins() {
        for (address, expected) in [
            (
                "https://t{0-7}.tianditu.gov.cn/img_w/wmts?tk={tk}",
                "t*.tianditu.gov.cn",
            ),
            ("http://T3.TianDiTu.gov.cn/img_w/wmts", "t*.tianditu.gov.cn"),
            ("https://{s}.tile.example.org/{z}", "*.tile.example.org"),
            ("https://a.tile.example.org/{z}", "*.tile.example.org"),
            ("https://maps.example.org:8443/wms?", "maps.example.org:8443"),
            ("http://10.0.0.8:8080/geoserver/wms", "10.0.0.8:8080"),
            (
                "https://t3.tianditu.gov.cn.evil.example/x",
                "t*.tianditu.gov.cn.evil.example",
            ),
        ] {
            assert_eq!(scope(address).as_deref(), Some(expected), "{address}");
        }
        assert_eq!(scope("https://user:word@example.org/"), None);
        assert_eq!(scope("not an address"), None);
    }

    #[test]
    fn a_pasted_key_is_taken_out_of_its_address() {
        let (address, key) =
            extract_key("https://t0.tianditu.gov.cn/vec_w/wmts?LAYER=vec&tk=0123456789abcdef#x").unwrap();
        assert_eq!(
            address,
            "https://t0.tianditu.gov.cn/vec_w/wmts?LAYER=vec&tk={tk}#x"
        );
        assert_eq!(key.as_deref(), Some("0123456789abcdef"));
        assert_eq!(
            extract_key("https://h/?Key=a%20b%2B").unwrap(),
            ("https://h/?Key={tk}".to_owned(), Some("a b+".to_owned()))
        );
        for plain in [
            "https://h/{z}/{x}/{y}.png",
            "https://h/?tk={tk}",
            "https://h/?map=a&tk=",
        ] {
            assert_eq!(extract_key(plain).unwrap(), (plain.to_owned(), None));
        }
        assert_eq!(extract_key("https://h/?tk=one&key=two"), Err(TwoKeys));
    }

    #[test]
    fn a_key_is_struck_out_however_it_is_written() {
        let key = "a b/c&d";
        let text = "a b/c&d a%20b%2Fc%26d a+b%2Fc%26d a b/c&amp;d";
        assert_eq!(redact(text, key, "*"), "* * * *");
        assert_eq!(redact_bytes(text.into(), key, "*"), b"* * * *");
        assert_eq!(redact("nothing", "", "*"), "nothing");
    }
}
