//! One object of GeoJSON: a feature, or a geometry by itself.

mod members;

use super::coordinates::{Coordinates, GeometryType};
use super::cursor::{CursorStop, JsonCursor, JsonNumber, Quoted};
use super::schema::{MOST_FIELDS, Schema};
use crate::formats::feature::Value;
use crate::formats::geometry_fixes::GeometryFixes;
use crate::formats::reading::{MAX_TEXT, WarningKind};
use geo_types::{Geometry, GeometryCollection};
use members::{Members, is_plain};
use std::borrow::Cow;
use words::{Words, said};

/// What an object is.
#[derive(Debug, PartialEq)]
pub(super) enum ObjectKind {
    /// A feature or a geometry; what it holds is in the [`Recorder`].
    Feature,
    /// A collection of features, which is not read here.
    Collection,
    /// Neither; its type as written.
    Other(String),
}

/// Reads objects one after the other. What the last one held stays here until the next.
#[derive(Default)]
pub(super) struct Recorder {
    pub schema: Schema,
    pub geometry: Option<Geometry<f64>>,
    pub fixes: GeometryFixes,
    pub values: Vec<Value>,
    /// Kind and words of what a person should know.
    pub notes: Vec<(WarningKind, Words)>,
    /// A coordinate system stated by the object itself.
    pub crs: Option<Vec<u8>>,
    /// Whether the value of each field is needed by itself, where the record is wanted as text; `None` if all are.
    pub picked: Option<Vec<bool>>,
    /// All values that are not null as JSON, when the record was taken over as text.
    pub json: Option<String>,
    coordinates: Coordinates,
}

impl Recorder {
    /// Reads the object at the cursor, which stands before `{` at this depth of the file.
    pub fn read(
        &mut self,
        cursor: &mut JsonCursor<'_>,
        depth: usize,
        top: bool,
    ) -> Result<ObjectKind, CursorStop> {
        let start = cursor.at;
        let mut json = self.json.take().unwrap_or_default();
        json.clear();
        if self.picked.is_some() && cursor.text.is_some() {
            match self.read_as(cursor, depth, top, Some(&mut json)) {
                Err(CursorStop::Odd) => cursor.at = start,
                Ok(record) => {
                    if !json.is_empty() {
                        json.push('}');
                    }
                    self.json = Some(json);
                    return Ok(record);
                }
                halted => return halted,
            }
        }
        self.read_as(cursor, depth, top, None)
    }

    fn read_as(
        &mut self,
        cursor: &mut JsonCursor<'_>,
        depth: usize,
        top: bool,
        mut json: Option<&mut String>,
    ) -> Result<ObjectKind, CursorStop> {
        self.schema.begin();
        self.geometry = None;
        self.fixes = GeometryFixes::default();
        // One place more for an id.
        self.values = Vec::with_capacity(self.schema.len() + 1);
        self.notes.clear();
        self.crs = None;
        let mut kind: Option<Quoted<'_>> = None;
        let mut id = Value::Null;
        let mut id_text = 0..0;
        let mut own = GeometryMembers::default();
        let mut has = MembersSeen::default();
        cursor.expect(b'{', "应为左花括号")?;
        let mut first = true;
        while let Some(name) = cursor.name(first)? {
            first = false;
            match name.bytes {
                b"type" => {
                    if cursor.peek()? == b'"' {
                        kind = Some(cursor.quoted()?);
                    } else {
                        cursor.skip(depth)?;
                    }
                }
                b"geometry" => {
                    self.duplicate(&mut has.geometry, "geometry");
                    self.fixes = GeometryFixes::default();
                    self.geometry = self.geometry_value(cursor, depth + 1)?;
                }
                b"properties" => {
                    if json.is_some() && has.properties {
                        return Err(CursorStop::Odd);
                    }
                    self.duplicate(&mut has.properties, "properties");
                    match &mut json {
                        Some(json) => self.members(cursor, json)?,
                        None => self.properties(cursor, depth + 1)?,
                    }
                }
                b"id" => {
                    cursor.peek()?;
                    let start = cursor.at;
                    id = self.value(cursor, depth, Name::Text("id"))?;
                    id_text = start..cursor.at;
                }
                b"features" if top && cursor.peek()? == b'[' => return Ok(ObjectKind::Collection),
                b"coordinates" | b"geometries" => self.own_member(cursor, depth, name.bytes, &mut own)?,
                b"crs" if top => {
                    cursor.peek()?;
                    let start = cursor.at;
                    cursor.skip(depth)?;
                    self.crs = Some(cursor.bytes[start..cursor.at].to_vec());
                }
                name => {
                    has.misnamed |= is_misnamed_geometry(name) && cursor.peek()? == b'{';
                    cursor.skip(depth)?;
                }
            }
        }
        if has.misnamed && !has.geometry {
            self.fixes.left_out = Some("几何成员应叫 geometry");
        }
        match kind.map(|k| k.bytes) {
            Some(b"Feature") => {}
            Some(b"FeatureCollection") if top => return Ok(ObjectKind::Collection),
            // A feature that does not say so.
            None if has.geometry || has.properties => {}
            Some(name) if GeometryType::named(name).is_some() || name == b"GeometryCollection" => {
                self.geometry = self.own_geometry(Some(name), own);
            }
            Some(name) => return Ok(ObjectKind::Other(String::from_utf8_lossy(name).into_owned())),
            None => return Ok(ObjectKind::Other(String::new())),
        }
        if id == Value::Null {
            return Ok(ObjectKind::Feature);
        }
        let Some(json) = json else {
            if let Some((i, again)) = self.schema.field("id")
                && !again
            {
                self.set(i, id);
            }
            return Ok(ObjectKind::Feature);
        };
        let (i, again) = self.schema.known("id").ok_or(CursorStop::Odd)?;
        if !again {
            let text = cursor.text.and_then(|text| text.get(id_text));
            let text = text.filter(|text| is_plain(&id, text)).ok_or(CursorStop::Odd)?;
            Members::of(json).add("\"id\":", text);
            if self.is_picked(i) {
                self.set(i, id);
            }
        }
        Ok(ObjectKind::Feature)
    }

    fn duplicate(&mut self, has: &mut bool, name: &str) {
        if std::mem::replace(has, true) {
            let words = said!(
                "geojson.twice",
                "“{name}”出现了两次，以后一个为准",
                "“{name}” occurs twice; the latter counts"
            );
            self.notes.push((WarningKind::DuplicateKey, words));
        }
    }

    fn set(&mut self, i: usize, value: Value) {
        if i == self.values.len() {
            self.values.push(value);
            return;
        }
        if i > self.values.len() {
            self.values.resize(i + 1, Value::Null);
        }
        self.values[i] = value;
    }

    fn geometry_value(
        &mut self,
        cursor: &mut JsonCursor<'_>,
        depth: usize,
    ) -> Result<Option<Geometry<f64>>, CursorStop> {
        if depth > crate::formats::reading::MAX_DEPTH {
            return Err(CursorStop::Deep);
        }
        match cursor.peek()? {
            b'{' => {}
            b'n' => return cursor.skip(depth).map(|()| None),
            _ => {
                self.fixes.left_out = Some("geometry 不是对象");
                return cursor.skip(depth).map(|()| None);
            }
        }
        cursor.at += 1;
        let mut own = GeometryMembers::default();
        let mut kind: Option<Quoted<'_>> = None;
        let mut first = true;
        while let Some(name) = cursor.name(first)? {
            first = false;
            match name.bytes {
                b"type" if cursor.peek()? == b'"' => {
                    let this = cursor.quoted()?;
                    // Known by now, coordinates need not wait for the end.
                    kind = Some(this);
                }
                b"coordinates" | b"geometries" => self.own_member(cursor, depth, name.bytes, &mut own)?,
                _ => cursor.skip(depth)?,
            }
        }
        Ok(self.own_geometry(kind.map(|k| k.bytes), own))
    }

    fn own_member(
        &mut self,
        cursor: &mut JsonCursor<'_>,
        depth: usize,
        name: &[u8],
        own: &mut GeometryMembers,
    ) -> Result<(), CursorStop> {
        if name == b"coordinates" {
            if std::mem::replace(&mut own.coordinates, true) {
                let words = said!(
                    "geojson.coordinates_twice",
                    "“coordinates”出现了两次，以后一个为准",
                    "“coordinates” occurs twice; the latter counts"
                );
                self.notes.push((WarningKind::DuplicateKey, words));
            }
            return self.coordinates.read(cursor, depth);
        }
        // Their coordinates take the place of those that came before.
        own.both = own.coordinates;
        let mut parts = Vec::new();
        if !cursor.take(b'[')? {
            return cursor.skip(depth);
        }
        loop {
            match cursor.peek()? {
                b']' => {
                    cursor.at += 1;
                    break;
                }
                b',' => cursor.at += 1,
                b'}' | b':' => return Err(CursorStop::Bad("应为几何")),
                _ => parts.extend(self.geometry_value(cursor, depth + 2)?),
            }
        }
        own.parts = Some(parts);
        Ok(())
    }

    fn own_geometry(&mut self, kind: Option<&[u8]>, own: GeometryMembers) -> Option<Geometry<f64>> {
        let Some(kind) = kind else {
            self.fixes.left_out = Some("几何没有 type");
            return None;
        };
        if kind == b"GeometryCollection" {
            let parts = own.parts.unwrap_or_default();
            return (!parts.is_empty()).then_some(Geometry::GeometryCollection(GeometryCollection(parts)));
        }
        let Some(kind) = GeometryType::named(kind) else {
            self.fixes.left_out = Some("几何类型不认识");
            return None;
        };
        if !own.coordinates || own.both {
            self.fixes.left_out = Some("几何没有自己的坐标");
            return None;
        }
        self.coordinates.build(kind, &mut self.fixes)
    }

    fn properties(&mut self, cursor: &mut JsonCursor<'_>, depth: usize) -> Result<(), CursorStop> {
        if cursor.peek()? != b'{' {
            return cursor.skip(depth);
        }
        cursor.at += 1;
        let mut first = true;
        loop {
            if cursor.take_name(first, self.schema.expected())? {
                first = false;
                let (i, again) = self.schema.take_expected();
                let value = self.value(cursor, depth, Name::Field(i))?;
                self.put(i, again, value);
                continue;
            }
            let Some(name) = cursor.name(first)? else { break };
            first = false;
            let (name, bad) = name.text();
            if bad {
                let words = said!(
                    "geojson.bad_field_name",
                    "字段名“{name}”里有乱码，已替换",
                    "the field name “{name}” has bytes that are no text; they were replaced"
                );
                self.notes.push((WarningKind::BadText, words));
            }
            let field = self.schema.field(&name);
            let value = self.value(cursor, depth, Name::Text(&name))?;
            match field {
                Some((i, again)) => self.put(i, again, value),
                None => {
                    let words = said!(
                        "geojson.too_many_fields",
                        "字段超过 {MOST_FIELDS} 个，其余的没有导入",
                        "there are more than {MOST_FIELDS} fields; the others were not imported"
                    );
                    if self.notes.last().is_none_or(|n| n.1 != words) {
                        self.notes.push((WarningKind::NotSupported, words));
                    }
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, i: usize, again: bool, value: Value) {
        if again {
            let words = said!(
                "geojson.field_twice",
                "字段“{}”出现了两次，以后一个为准",
                "field “{}” occurs twice; the latter counts",
                self.schema.name(i)
            );
            self.notes.push((WarningKind::DuplicateKey, words));
        }
        self.set(i, value);
    }

    fn name_of<'n>(&'n self, name: Name<'n>) -> &'n str {
        match name {
            Name::Field(i) => self.schema.name(i),
            Name::Text(text) => text,
        }
    }

    fn value(
        &mut self,
        cursor: &mut JsonCursor<'_>,
        depth: usize,
        name: Name<'_>,
    ) -> Result<Value, CursorStop> {
        Ok(match cursor.peek()? {
            b'"' => {
                let (text, bad) = cursor.quoted()?.text();
                if bad {
                    let words = said!(
                        "geojson.bad_bytes",
                        "“{}”里有乱码，已用 � 代替",
                        "“{}” has bytes that are no text; they were replaced by �",
                        self.name_of(name)
                    );
                    self.notes.push((WarningKind::BadText, words));
                }
                Value::Text(self.bounded(text, name))
            }
            b'0'..=b'9' | b'-' | b'N' | b'I' | b'+' | b'.' | b'i' => {
                let start = cursor.at;
                match cursor.number()? {
                    JsonNumber::Integer(i) => Value::Integer(i),
                    JsonNumber::Real(v) => Value::Real(v),
                    // The digits of a long number may be a code: none is lost.
                    JsonNumber::Long(_) => {
                        let text = String::from_utf8_lossy(&cursor.bytes[start..cursor.at]);
                        Value::Text(self.bounded(text, name))
                    }
                    JsonNumber::None => {
                        let words = said!(
                            "geojson.not_finite",
                            "“{}”不是有限的数，留空",
                            "“{}” is no finite number and was left empty",
                            self.name_of(name)
                        );
                        self.notes.push((WarningKind::BadNumber, words));
                        Value::Null
                    }
                }
            }
            b'{' | b'[' => {
                let start = cursor.at;
                cursor.skip(depth)?;
                let text = compact(&cursor.bytes[start..cursor.at]);
                Value::Text(self.bounded(text.into(), name))
            }
            first => {
                let start = cursor.at;
                cursor.skip(depth)?;
                match (first, &cursor.bytes[start..cursor.at]) {
                    (_, b"true") => Value::Bool(true),
                    (_, b"false") => Value::Bool(false),
                    (_, b"null") => Value::Null,
                    (b'n', b"nan") => {
                        let words = said!(
                            "geojson.not_finite",
                            "“{}”不是有限的数，留空",
                            "“{}” is no finite number and was left empty",
                            self.name_of(name)
                        );
                        self.notes.push((WarningKind::BadNumber, words));
                        Value::Null
                    }
                    _ => return Err(CursorStop::Bad("应为数、文字、true、false 或 null")),
                }
            }
        })
    }

    fn bounded(&mut self, text: Cow<'_, str>, name: Name<'_>) -> String {
        if text.len() <= MAX_TEXT {
            return text.into_owned();
        }
        let words = said!(
            "geojson.text_cut",
            "“{}”太长，只保留前 {MAX_TEXT} 字节",
            "“{}” is too long; its first {MAX_TEXT} bytes were kept",
            self.name_of(name)
        );
        self.notes.push((WarningKind::TextCut, words));
        text[..text.floor_char_boundary(MAX_TEXT)].to_owned()
    }
}

/// Name of a field, for a warning about its value.
#[derive(Clone, Copy)]
enum Name<'n> {
    Field(usize),
    Text(&'n str),
}

#[derive(Default)]
struct MembersSeen {
    geometry: bool,
    properties: bool,
    /// A member that holds the geometry under another name.
    misnamed: bool,
}

/// Whether a member of a feature is called as programs call the geometry that should be called `geometry`.
fn is_misnamed_geometry(name: &[u8]) -> bool {
    let names: [&[u8]; 6] = [
        b"geom",
        b"the_geom",
        b"shape",
        b"geometries",
        b"location",
        b"wkb_geometry",
    ];
    name != b"geometry"
        && (name.eq_ignore_ascii_case(b"geometry") || names.iter().any(|n| name.eq_ignore_ascii_case(n)))
}

/// Members of a geometry.
#[derive(Default)]
struct GeometryMembers {
    coordinates: bool,
    /// Coordinates were followed by geometries.
    both: bool,
    parts: Option<Vec<Geometry<f64>>>,
}

/// JSON without the spaces between its words.
fn compact(json: &[u8]) -> String {
    let mut out = Vec::with_capacity(json.len());
    let mut quoted = false;
    let mut escaped = false;
    for b in json {
        if quoted || *b > b' ' {
            out.push(*b);
        }
        if escaped {
            escaped = false;
        } else if quoted && *b == b'\\' {
            escaped = true;
        } else if *b == b'"' {
            quoted = !quoted;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
