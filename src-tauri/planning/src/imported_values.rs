//! What a file said of a row beyond the columns of the atlas, kept beside the row as the text of one JSON object.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

/// A member of a JSON object as it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Member<'j> {
    /// The name with its quotes.
    pub quoted_name: &'j str,
    pub value: &'j str,
}

impl Member<'_> {
    /// The name as it is read.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        let bare = &self.quoted_name[1..self.quoted_name.len() - 1];
        if bare.contains('\\') {
            serde_json::from_str(self.quoted_name).map_or(Cow::Borrowed(bare), Cow::Owned)
        } else {
            Cow::Borrowed(bare)
        }
    }

    /// The value as a person reads it: texts without quotes, yes and no in Chinese; lists as JSON.
    #[must_use]
    pub fn text(&self) -> String {
        match serde_json::from_str(self.value) {
            Ok(Value::String(text)) => text,
            Ok(Value::Bool(yes)) => (if yes { "是" } else { "否" }).to_owned(),
            _ => self.value.to_owned(),
        }
    }
}

/// A value as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ImportedValue {
    /// The name that the file gives it.
    pub name: String,
    /// The value.
    pub text: String,
}

/// The members of a JSON object as a person reads them, without those that are empty.
#[must_use]
pub fn listed(json: &str) -> Vec<ImportedValue> {
    let shown = members(json).filter(|member| !matches!(member.value, "null" | "\"\""));
    shown
        .map(|member| ImportedValue {
            name: member.name().into_owned(),
            text: member.text(),
        })
        .collect()
}

/// The members of a JSON object; they end early where the text is no JSON.
#[must_use]
pub fn members(json: &str) -> Members<'_> {
    let at = json.find('{').map_or(json.len(), |at| at + 1);
    Members { json, at }
}

/// Goes through the members of a JSON object.
#[derive(Debug)]
pub struct Members<'j> {
    json: &'j str,
    at: usize,
}

impl<'j> Members<'j> {
    fn skip(&mut self, among: &[u8]) {
        while self
            .json
            .as_bytes()
            .get(self.at)
            .is_some_and(|b| among.contains(b))
        {
            self.at += 1;
        }
    }

    /// Goes past the text that begins here.
    fn pass_text(&mut self) -> Option<()> {
        let bytes = self.json.as_bytes();
        let mut at = self.at + 1;
        loop {
            match bytes.get(at)? {
                b'"' => break,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some(())
    }

    /// Goes past the value that begins here.
    fn pass_value(&mut self) -> Option<()> {
        let bytes = self.json.as_bytes();
        let mut depth = 0_usize;
        loop {
            match bytes.get(self.at)? {
                b'"' => {
                    self.pass_text()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth > 0 => depth -= 1,
                b'}' | b',' if depth == 0 => return Some(()),
                _ => {}
            }
            self.at += 1;
        }
    }
}

impl<'j> Iterator for Members<'j> {
    type Item = Member<'j>;

    fn next(&mut self) -> Option<Member<'j>> {
        self.skip(b" \t\r\n,");
        let start = self.at;
        if self.json.as_bytes().get(start) != Some(&b'"') {
            return None;
        }
        self.pass_text()?;
        let quoted_name = self.json.get(start..self.at)?;
        self.skip(b" \t\r\n:");
        let start = self.at;
        self.pass_value()?;
        let value = self.json.get(start..self.at)?.trim_end();
        Some(Member { quoted_name, value })
    }
}

/// The object without the members whose quoted names are left out; empty if nothing remains.
#[must_use]
pub fn without(json: &str, left_out: &dyn Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(json.len());
    for member in members(json).filter(|m| !left_out(m.quoted_name)) {
        out.push(if out.is_empty() { '{' } else { ',' });
        out.push_str(member.quoted_name);
        out.push(':');
        out.push_str(member.value);
    }
    if !out.is_empty() {
        out.push('}');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[(&str, &str)]) {
        let found: Vec<(String, String)> = members(json).map(|m| (m.name().into_owned(), m.text())).collect();
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn members_are_read_as_they_stand() {
        check("", &[]);
        check("{}", &[]);
        check(r#"{"a":1}"#, &[("a", "1")]);
        check(
            r#"{ "a" : "b,}\"c" , "d":true }"#,
            &[("a", "b,}\"c"), ("d", "是")],
        );
        check(
            r#"{"a":[1,{"x":"]"}],"\u4e8c":-2.5}"#,
            &[("a", r#"[1,{"x":"]"}]"#), ("二", "-2.5")],
        );
    }

    #[test]
    fn what_is_no_json_ends_early() {
        check(r#"{"a":1,"b"#, &[("a", "1")]);
        check(r#"{"a":"b\"#, &[]);
        check("null", &[]);
    }

    #[test]
    fn members_are_taken_out_of_an_object() {
        let json = r#"{"名称":"甲","备用":"乙,丙","n":3}"#;
        assert_eq!(
            without(json, &|name| name == "\"名称\""),
            r#"{"备用":"乙,丙","n":3}"#
        );
        assert_eq!(without(json, &|_| true), "");
        assert_eq!(without(json, &|_| false), json);
    }
}
