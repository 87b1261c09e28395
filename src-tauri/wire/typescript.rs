//! The TypeScript twin of the wire, made from the Rust types so that it cannot drift: every type that a command takes
//! or gives or an event carries, with all it is made of, every table and vocabulary of the model,
//! and how things look on a map.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use planning::model::{visit_records, vocabularies};
use ts_rs::{Config, TS, TypeVisitor};

use super::{commands, events};
use crate::wire_error::WireError;

/// What every GeoJSON geometry is, and what stands for JSON of any kind.
const PREAMBLE: &str = "\
// Made from the Rust types of the wire; `make bless` writes it anew. Do not edit.

export type JsonValue = unknown;

export type GeoJsonGeometry =
  | { type: 'Point'; coordinates: number[] }
  | { type: 'MultiPoint' | 'LineString'; coordinates: number[][] }
  | { type: 'Polygon' | 'MultiLineString'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] }
  | { type: 'GeometryCollection'; geometries: GeoJsonGeometry[] };

";

/// The text of `ui/src/ipc/types.gen.ts`.
pub fn typescript() -> String {
    let cfg = Config::new().with_large_int("number");
    let mut types = Declarations::new(&cfg);
    commands::visit_types(&mut types);
    events::visit_types(&mut types);
    visit_records(&mut types);
    types.visit::<WireError>();
    let mut out = PREAMBLE.to_owned();
    for declaration in types.by_name.values() {
        out.push_str(&format!("export {declaration}\n"));
    }
    out.push_str(&words());
    out.push_str(&format!(
        "export const mapSymbols = {:#} as const\n\n",
        planning::symbols::table()
    ));
    out.push_str(&commands::typescript(&cfg));
    out.push('\n');
    out.push_str(&events::typescript(&cfg));
    out
}

/// The declarations of the types that were visited and of all they are made of.
struct Declarations<'c> {
    cfg: &'c Config,
    seen: HashSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl<'c> Declarations<'c> {
    fn new(cfg: &'c Config) -> Self {
        Self {
            cfg,
            seen: HashSet::new(),
            by_name: BTreeMap::new(),
        }
    }
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Numbers, texts, lists and options have no declaration of their own; JSON of any kind has that of the preamble.
        let declared = T::output_path().is_some() && TypeId::of::<T>() != TypeId::of::<serde_json::Value>();
        if declared && self.seen.insert(TypeId::of::<T>()) {
            let (name, declaration) = (T::ident(self.cfg), T::decl(self.cfg));
            let before = self.by_name.insert(name.clone(), declaration.clone());
            assert!(
                before.is_none_or(|other| other == declaration),
                "two types of the wire are called {name}"
            );
            T::visit_dependencies(self);
        }
    }
}

/// The vocabularies with their labels, for selects, chips and legends.
fn words() -> String {
    let mut out = String::from(
        "export interface Word { word: string; zh: string; en: string }\n\nexport const words = {\n",
    );
    for (name, words) in vocabularies() {
        out.push_str(&format!("  {name}: [\n"));
        for (word, zh, en) in words {
            out.push_str(&format!("    {{ word: '{word}', zh: '{zh}', en: '{en}' }},\n"));
        }
        out.push_str("  ],\n");
    }
    out.push_str("} as const satisfies Record<string, readonly Word[]>\n\n");
    out
}
