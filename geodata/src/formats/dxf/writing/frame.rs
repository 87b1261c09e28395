//! What stands around the entities in a drawing of AutoCAD 2000: header, tables, blocks, objects.

use super::{number, pair, text};
use geo_types::Coord;

/// Handle of the block record of the model space, which owns the entities.
pub(super) const MODEL_SPACE: &str = "1F";

/// First handle of an entity.
pub(super) const FIRST_ENTITY: u64 = 0x10000;

/// First handle of a layer.
const FIRST_LAYER: u64 = 0x100;

/// Colours of layers, in turn: white, red, green, cyan, magenta, orange, blue, yellow.
const COLOURS: [u8; 8] = [7, 1, 3, 4, 6, 30, 5, 2];

/// How far the drawing reaches.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    range: Option<[f64; 4]>,
}

impl Extent {
    pub fn take(&mut self, c: Coord<f64>) {
        let [w, s, e, n] = self.range.unwrap_or([c.x, c.y, c.x, c.y]);
        self.range = Some([w.min(c.x), s.min(c.y), e.max(c.x), n.max(c.y)]);
    }
}

struct SymbolTable<'a> {
    out: &'a mut Vec<u8>,
    kind: &'static str,
    class: &'static str,
    owner: &'static str,
}

impl SymbolTable<'_> {
    fn begin(&mut self, handle: &'static str, count: usize) {
        self.owner = handle;
        pair(self.out, 0, "TABLE");
        pair(self.out, 2, self.kind);
        pair(self.out, 5, handle);
        pair(self.out, 330, "0");
        pair(self.out, 100, "AcDbSymbolTable");
        pair(self.out, 70, &count.to_string());
    }

    fn entry(&mut self, handle: &str, name: &str) {
        pair(self.out, 0, self.kind);
        // The one kind of entry whose handle has another code.
        pair(self.out, if self.kind == "DIMSTYLE" { 105 } else { 5 }, handle);
        pair(self.out, 330, self.owner);
        pair(self.out, 100, "AcDbSymbolTableRecord");
        pair(self.out, 100, self.class);
        text(self.out, 2, name);
    }

    fn end(self) {
        pair(self.out, 0, "ENDTAB");
    }
}

fn table<'a>(out: &'a mut Vec<u8>, kind: &'static str, class: &'static str) -> SymbolTable<'a> {
    SymbolTable {
        out,
        kind,
        class,
        owner: "0",
    }
}

fn section(out: &mut Vec<u8>, name: &str) {
    pair(out, 0, "SECTION");
    pair(out, 2, name);
}

/// Returns everything before the entities.
pub(super) fn head(layers: &[String], extent: Extent, next_handle: u64, degrees: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let [w, s, e, n] = extent.range.unwrap_or_default();
    section(&mut out, "HEADER");
    let variable = |out: &mut Vec<u8>, name: &str, code: u16, value: &str| {
        pair(out, 9, name);
        pair(out, code, value);
    };
    variable(&mut out, "$ACADVER", 1, "AC1015");
    variable(&mut out, "$DWGCODEPAGE", 3, "ANSI_936");
    for (name, x, y) in [("$INSBASE", 0.0, 0.0), ("$EXTMIN", w, s), ("$EXTMAX", e, n)] {
        pair(&mut out, 9, name);
        number(&mut out, 10, x);
        number(&mut out, 20, y);
        number(&mut out, 30, 0.0);
    }
    variable(&mut out, "$MEASUREMENT", 70, "1");
    variable(&mut out, "$INSUNITS", 70, if degrees { "0" } else { "6" });
    variable(&mut out, "$HANDSEED", 5, &format!("{next_handle:X}"));
    pair(&mut out, 0, "ENDSEC");
    section(&mut out, "CLASSES");
    pair(&mut out, 0, "ENDSEC");
    section(&mut out, "TABLES");
    tables(&mut out, layers, [w, s, e, n]);
    pair(&mut out, 0, "ENDSEC");
    section(&mut out, "BLOCKS");
    for (name, record, begin, end) in [
        ("*Model_Space", MODEL_SPACE, "20", "21"),
        ("*Paper_Space", "1B", "1C", "1D"),
    ] {
        block(&mut out, name, record, begin, end);
    }
    pair(&mut out, 0, "ENDSEC");
    section(&mut out, "ENTITIES");
    out
}

fn tables(out: &mut Vec<u8>, layers: &[String], [w, s, e, n]: [f64; 4]) {
    let mut views = table(out, "VPORT", "AcDbViewportTableRecord");
    views.begin("8", 1);
    views.entry("22", "*Active");
    pair(views.out, 70, "0");
    viewport(views.out, [w, s, e, n]);
    views.end();

    let mut lines = table(out, "LTYPE", "AcDbLinetypeTableRecord");
    lines.begin("5", 3);
    for (handle, name) in [("14", "ByBlock"), ("15", "ByLayer"), ("16", "Continuous")] {
        lines.entry(handle, name);
        pair(lines.out, 70, "0");
        pair(lines.out, 3, "");
        pair(lines.out, 72, "65");
        pair(lines.out, 73, "0");
        number(lines.out, 40, 0.0);
    }
    lines.end();

    let mut entries = table(out, "LAYER", "AcDbLayerTableRecord");
    let own = layers.iter().filter(|l| *l != "0");
    entries.begin("2", 1 + own.clone().count());
    let zero = String::from("0");
    for (i, name) in std::iter::once(&zero).chain(own).enumerate() {
        let handle = if i == 0 {
            "10".to_owned()
        } else {
            format!("{:X}", FIRST_LAYER + i as u64)
        };
        entries.entry(&handle, name);
        pair(entries.out, 70, "0");
        pair(entries.out, 62, &COLOURS[i % COLOURS.len()].to_string());
        pair(entries.out, 6, "Continuous");
        pair(entries.out, 390, "F");
    }
    entries.end();

    let mut styles = table(out, "STYLE", "AcDbTextStyleTableRecord");
    styles.begin("3", 1);
    styles.entry("11", "Standard");
    pair(styles.out, 70, "0");
    number(styles.out, 40, 0.0);
    number(styles.out, 41, 1.0);
    number(styles.out, 50, 0.0);
    pair(styles.out, 71, "0");
    number(styles.out, 42, 2.5);
    // Fonts with Chinese characters that every AutoCAD carries.
    pair(styles.out, 3, "gbenor.shx");
    pair(styles.out, 4, "gbcbig.shx");
    styles.end();

    for (kind, handle) in [("VIEW", "6"), ("UCS", "7")] {
        let mut empty = table(out, kind, "");
        empty.begin(handle, 0);
        empty.end();
    }

    let mut programs = table(out, "APPID", "AcDbRegAppTableRecord");
    programs.begin("9", 1);
    programs.entry("12", "ACAD");
    pair(programs.out, 70, "0");
    programs.end();

    let mut dimensions = table(out, "DIMSTYLE", "AcDbDimStyleTableRecord");
    dimensions.begin("A", 1);
    pair(dimensions.out, 100, "AcDbDimStyleTable");
    dimensions.entry("27", "Standard");
    pair(dimensions.out, 70, "0");
    pair(dimensions.out, 340, "11");
    dimensions.end();

    let mut blocks = table(out, "BLOCK_RECORD", "AcDbBlockTableRecord");
    blocks.begin("1", 2);
    blocks.entry(MODEL_SPACE, "*Model_Space");
    pair(blocks.out, 340, "23");
    blocks.entry("1B", "*Paper_Space");
    pair(blocks.out, 340, "24");
    blocks.end();
}

/// What a drawing shows when it is opened: all of it.
fn viewport(out: &mut Vec<u8>, [w, s, e, n]: [f64; 4]) {
    let height = ((n - s).max((e - w) / 1.6) * 1.1).max(1e-6);
    let centre = ((w + e) / 2.0, (s + n) / 2.0);
    // Corners, centre, snapping and grid.
    let places = [
        (0.0, 0.0),
        (1.0, 1.0),
        centre,
        (0.0, 0.0),
        (10.0, 10.0),
        (10.0, 10.0),
    ];
    for (code, (x, y)) in (10..).zip(places) {
        number(out, code, x);
        number(out, code + 10, y);
    }
    number(out, 16, 0.0);
    number(out, 26, 0.0);
    number(out, 36, 1.0);
    for code in [17, 27, 37] {
        number(out, code, 0.0);
    }
    number(out, 40, height);
    number(out, 41, 1.6);
    number(out, 42, 50.0);
    number(out, 43, 0.0);
    number(out, 44, 0.0);
    number(out, 50, 0.0);
    number(out, 51, 0.0);
    for (code, value) in [
        (71, "0"),
        (72, "1000"),
        (73, "1"),
        (74, "3"),
        (75, "0"),
        (76, "0"),
        (77, "0"),
        (78, "0"),
    ] {
        pair(out, code, value);
    }
}

fn block(out: &mut Vec<u8>, name: &str, record: &str, begin: &str, end: &str) {
    let entity = |out: &mut Vec<u8>, kind: &str, handle: &str, class: &str| {
        pair(out, 0, kind);
        pair(out, 5, handle);
        pair(out, 330, record);
        pair(out, 100, "AcDbEntity");
        pair(out, 8, "0");
        pair(out, 100, class);
    };
    entity(out, "BLOCK", begin, "AcDbBlockBegin");
    pair(out, 2, name);
    pair(out, 70, "0");
    for code in [10, 20, 30] {
        number(out, code, 0.0);
    }
    pair(out, 3, name);
    pair(out, 1, "");
    entity(out, "ENDBLK", end, "AcDbBlockEnd");
}

/// Returns everything after the entities.
pub(super) fn tail() -> Vec<u8> {
    let mut out = Vec::new();
    pair(&mut out, 0, "ENDSEC");
    section(&mut out, "OBJECTS");
    let mut dictionary = |handle: &str, owner: &str, entries: &[(&str, &str)]| {
        pair(&mut out, 0, "DICTIONARY");
        pair(&mut out, 5, handle);
        pair(&mut out, 330, owner);
        pair(&mut out, 100, "AcDbDictionary");
        pair(&mut out, 281, "1");
        for (name, handle) in entries {
            pair(&mut out, 3, name);
            pair(&mut out, 350, handle);
        }
    };
    dictionary(
        "C",
        "0",
        &[
            ("ACAD_GROUP", "D"),
            ("ACAD_LAYOUT", "1A"),
            ("ACAD_PLOTSTYLENAME", "E"),
        ],
    );
    dictionary("D", "C", &[]);
    dictionary("1A", "C", &[("Layout1", "24"), ("Model", "23")]);
    plot_style(&mut out);
    layout(&mut out, "23", "Model", "1F", 0);
    layout(&mut out, "24", "Layout1", "1B", 1);
    pair(&mut out, 0, "ENDSEC");
    pair(&mut out, 0, "EOF");
    out
}

fn plot_style(out: &mut Vec<u8>) {
    pair(out, 0, "ACDBDICTIONARYWDFLT");
    pair(out, 5, "E");
    pair(out, 330, "C");
    pair(out, 100, "AcDbDictionary");
    pair(out, 281, "1");
    pair(out, 3, "Normal");
    pair(out, 350, "F");
    pair(out, 100, "AcDbDictionaryWithDefault");
    pair(out, 340, "F");
    pair(out, 0, "ACDBPLACEHOLDER");
    pair(out, 5, "F");
    pair(out, 330, "E");
}

fn layout(out: &mut Vec<u8>, handle: &str, name: &str, record: &str, order: u8) {
    pair(out, 0, "LAYOUT");
    pair(out, 5, handle);
    pair(out, 330, "1A");
    pair(out, 100, "AcDbPlotSettings");
    pair(out, 1, "");
    pair(out, 4, "");
    pair(out, 6, "");
    pair(out, 70, if order == 0 { "1024" } else { "0" });
    pair(out, 100, "AcDbLayout");
    pair(out, 1, name);
    pair(out, 70, "1");
    pair(out, 71, &order.to_string());
    for (code, value) in [(10, 0.0), (20, 0.0), (11, 420.0), (21, 297.0)] {
        number(out, code, value);
    }
    for code in [12, 22, 32, 14, 24, 34, 15, 25, 35, 146, 13, 23, 33] {
        number(out, code, 0.0);
    }
    for (code, value) in [(16, 1.0), (26, 0.0), (36, 0.0), (17, 0.0), (27, 1.0), (37, 0.0)] {
        number(out, code, value);
    }
    pair(out, 76, "0");
    pair(out, 330, record);
}
