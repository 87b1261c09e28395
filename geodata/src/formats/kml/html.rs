//! Descriptions in HTML: the facts in their tables, and their text without markup.

use std::collections::HashSet;

/// Most rows of a table that become fields.
const MOST_PAIRS: usize = 200;
/// Longest name of a field, in characters.
const LONGEST_NAME: usize = 60;

/// What a description says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct HtmlDescription {
    /// Names and values of tables with two columns.
    pub pairs: Vec<(String, String)>,
    /// The text outside these tables, a line for each line.
    pub text: String,
}

/// Whether a text is HTML and not only has a sign `<` in it.
pub(super) fn is_markup(text: &str) -> bool {
    [
        "<br", "<td", "<p>", "<p ", "<div", "<b>", "<html", "<table", "<span", "<a ", "<font", "<ul", "<h",
    ]
    .iter()
    .any(|tag| {
        text.as_bytes()
            .windows(tag.len())
            .any(|w| w.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// Reads a description.
pub(super) fn read(markup: &str) -> HtmlDescription {
    let mut out = HtmlDescription::default();
    let mut names = HashSet::new();
    // Cells of the innermost row that is open, and the text of it that stands in no cell.
    let mut row: Option<Vec<String>> = None;
    let mut in_cell = false;
    let mut hidden = false;
    let mut rest = markup;
    while !rest.is_empty() {
        let Some((before, after)) = rest.split_once('<') else {
            push(&mut out, &mut row, in_cell, hidden, rest);
            break;
        };
        push(&mut out, &mut row, in_cell, hidden, before);
        let Some((tag, after)) = after.split_once('>') else {
            // A sign that opens no tag.
            push(&mut out, &mut row, in_cell, hidden, after);
            break;
        };
        rest = after;
        let end = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(12)
            .collect::<String>()
            .to_ascii_lowercase();
        match (name.as_str(), end) {
            ("script" | "style" | "head" | "title", end) => hidden = !end,
            ("tr", false) => {
                flush(&mut out, row.replace(Vec::new()));
                in_cell = false;
            }
            ("td" | "th", false) => {
                if let Some(cells) = &mut row {
                    cells.push(String::new());
                    in_cell = true;
                }
            }
            ("td" | "th", true) => in_cell = false,
            ("tr", true) => {
                in_cell = false;
                match row.take() {
                    Some(cells) if cells.len() == 2 => {
                        let [name, value] = [0, 1].map(|i| cells[i].trim().to_owned());
                        let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
                        if fits && out.pairs.len() < MOST_PAIRS && names.insert(name.clone()) {
                            out.pairs.push((name, value));
                        }
                    }
                    cells => flush(&mut out, cells),
                }
            }
            ("br" | "p" | "div" | "li" | "table" | "h1" | "h2" | "h3", _) => {
                push(&mut out, &mut row, in_cell, hidden, "\n");
            }
            _ => {}
        }
    }
    flush(&mut out, row.take());
    let lines: Vec<&str> = out
        .text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    out.text = lines.join("\n");
    // A heading over the table says the name again.
    if out
        .pairs
        .iter()
        .any(|(_, value)| *value == out.text || out.pairs.iter().any(|(n, _)| *n == out.text))
    {
        out.text.clear();
    }
    out
}

/// A row that is no pair is text.
fn flush(out: &mut HtmlDescription, row: Option<Vec<String>>) {
    for cell in row.into_iter().flatten() {
        out.text.push_str(cell.trim());
        out.text.push('\n');
    }
}

fn push(out: &mut HtmlDescription, row: &mut Option<Vec<String>>, in_cell: bool, hidden: bool, text: &str) {
    if hidden {
        return;
    }
    let text = files::xml::unescape(text);
    match row
        .as_mut()
        .and_then(|cells| cells.last_mut())
        .filter(|_| in_cell)
    {
        Some(cell) => cell.push_str(&text),
        None => out.text.push_str(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_two_columns_are_facts_and_the_rest_is_text() {
        let read_in = |text: &str| {
            let found = read(text);
            (found.pairs, found.text)
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let table = "<html><head><title>x</title></head><body><table><tr><td>红线</td></tr><tr><td><table>\
            <tr><td>FID</td><td>0</td></tr><TR bgcolor=\"#D4E4F3\"><td>总投资</td><td>350.5&nbsp;</td></TR></table></td></tr></table>";
        assert_eq!(
            read_in(table),
            (vec![pair("FID", "0"), pair("总投资", "350.5")], "红线".to_owned())
        );
        assert_eq!(
            read_in("名称：甲<br>备注：A&amp;B<br/>完"),
            (Vec::new(), "名称：甲\n备注：A&B\n完".to_owned())
        );
        assert!(!is_markup("a < b > c") && is_markup("一<BR>二"));
        assert_eq!(read_in("<td>一").1, "一");
    }
}
