//! Documents that are broken or made to harm: refused in words, within limits, never a panic.

mod builders;

use std::time::{Duration, Instant};

use builders::{docx, p, package};
use proptest::prelude::*;
use reading::read_document;
use reading::source::{ReadingError, read_bytes};

fn soon<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let out = act();
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{what}: {:?}",
        begun.elapsed()
    );
    out
}

#[test]
fn a_bomb_is_not_unpacked() {
    let main = vec![b' '; 40 << 20];
    let bytes = package(&[("word/document.xml", &main)]);
    let refused = soon("bomb", || read_bytes(&bytes, None).expect_err("refused"));
    assert!(matches!(refused, ReadingError::TooMuch(_)), "{refused}");
}

#[test]
fn nesting_without_end_is_refused() {
    for (open, close) in [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:p><w:r>", "</w:r></w:p>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    ] {
        let body = format!("{}{}{}", open.repeat(100_000), p("底"), close.repeat(100_000));
        let refused = soon(open, || read_bytes(&docx(&body, &[]), None).expect_err("refused"));
        assert!(matches!(refused, ReadingError::TooMuch(_)), "{refused}");
    }
    for mark in ["div", "table><tr><td", "b", "li", "pre"] {
        let page = format!("<html><body>{}底", format!("<{mark}>").repeat(100_000));
        soon(mark, || {
            if let Ok(document) = read_bytes(page.as_bytes(), None) {
                read_document(&document);
            }
        });
    }
}

#[test]
fn merged_cells_do_not_multiply_a_text_without_end() {
    let text = "字".repeat(300_000);
    let row = format!(
        r#"<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>{}</w:tc><w:tc/></w:tr>"#,
        p(&text)
    );
    let refused = soon("spans", || {
        read_bytes(&docx(&format!("<w:tbl>{row}</w:tbl>"), &[]), None).expect_err("refused")
    });
    assert!(matches!(refused, ReadingError::TooMuch(_)), "{refused}");
    let page = format!(
        "<html><table><tr><td rowspan=99999 colspan=99999>{}<td>乙<tr><td>丙<td>丁</table></html>",
        "字".repeat(2_000)
    );
    soon("spans of a page", || read_bytes(page.as_bytes(), None).err());
    let page = format!("<html><p {}>字</p></html>", "a ".repeat(400_000));
    let refused = soon("attributes", || {
        read_bytes(page.as_bytes(), None).expect_err("refused")
    });
    assert!(matches!(refused, ReadingError::TooMuch(_)), "{refused}");
}

#[test]
fn styles_that_rest_on_each_other_end() {
    let styles = r#"<w:styles SPACE><w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style><w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style></w:styles>"#;
    let body = r#"<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:t>字</w:t></w:r></w:p>"#;
    soon("styles", || {
        read_bytes(&docx(body, &[("styles.xml", styles)]), None).expect("read")
    });
}

#[test]
fn a_document_cut_anywhere_is_refused() {
    let whole = docx(&p("一、总体要求"), &[]);
    for length in 1..whole.len() {
        let _ = read_bytes(&whole[..length], None);
    }
    assert!(read_bytes(&whole[..whole.len() - 30], None).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_markup_makes_a_reader_panic(
        tags in proptest::collection::vec(("(w:p|w:r|w:t|w:tbl|w:tr|w:tc|w:tcPr|w:pPr|w:numPr|w:ins|w:del|mc:AlternateContent|mc:Choice|w:sdt|w:sdtPr|w:br)", any::<bool>()), 0..60),
    ) {
        let body: String = tags.iter().map(|(name, open)| if *open { format!("<{name}>字") } else { format!("</{name}>") }).collect();
        let _ = read_bytes(&docx(&body, &[]), None);
    }

    #[test]
    fn no_page_makes_a_reader_panic(
        tags in proptest::collection::vec(("(p|div|table|tr|td|ol|li|br|pre|script|a|h1|title)", any::<bool>()), 0..60),
    ) {
        let body: String = tags.iter().map(|(name, open)| if *open { format!("<{name}>字") } else { format!("</{name}>") }).collect();
        if let Ok(document) = read_bytes(format!("<html>{body}").as_bytes(), None) {
            read_document(&document);
        }
    }

    #[test]
    fn no_bytes_after_a_known_head_make_a_reader_panic(
        head in prop_oneof![Just(&b"PK\x03\x04"[..]), Just(&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..]), Just(&b"<html>"[..]), Just(&b"%PDF-"[..])],
        rest in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        let _ = read_bytes(&[head, &rest].concat(), None);
    }
}
