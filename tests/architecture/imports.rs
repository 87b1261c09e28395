//! What the files of one crate use of each other: read from their `use` lines and from paths that begin with `crate::`.
//! A name that a file hands on (`pub use`) counts as use of the file it comes from; what a file uses of those below it, by
//! their bare names, is not counted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Modules, as `query::filter`, and the modules that each uses.
pub struct Imports {
    pub uses: BTreeMap<String, BTreeSet<String>>,
}

struct Module {
    text: String,
    /// Names handed on, and the module each comes from.
    hands_on: BTreeMap<String, String>,
}

impl Imports {
    /// Reads the files of a crate below the folder of its root.
    pub fn of(root: &Path, files: &[std::path::PathBuf]) -> Self {
        let mut modules: BTreeMap<String, Module> = BTreeMap::new();
        for path in files {
            let inside = path.strip_prefix(root).unwrap().with_extension("");
            let parts: Vec<_> = inside.iter().map(|part| part.to_str().unwrap()).collect();
            let name = match parts.as_slice() {
                ["lib" | "main"] => String::new(),
                parts => parts.join("::"),
            };
            let module = Module {
                text: code(&super::text(path)),
                hands_on: BTreeMap::new(),
            };
            modules.insert(name, module);
        }
        let mut handed: Vec<(String, String, String)> = Vec::new();
        for (name, module) in &modules {
            for path in use_lines(&module.text)
                .filter(|(public, _)| *public)
                .flat_map(|(_, tree)| paths(tree))
            {
                let absolute = absolute(name, &path).unwrap_or_else(|| join(name, &path));
                let (target, rest) = resolve(&modules, &absolute);
                let as_named = rest
                    .first()
                    .copied()
                    .unwrap_or_else(|| absolute.rsplit("::").next().unwrap());
                handed.push((name.clone(), as_named.to_owned(), target.to_owned()));
            }
        }
        for (module, name, target) in handed {
            modules.get_mut(&module).unwrap().hands_on.insert(name, target);
        }
        let uses = modules
            .iter()
            .map(|(name, module)| (name.clone(), used(&modules, name, module)));
        Self { uses: uses.collect() }
    }

    /// Modules that use each other in a circle, the modules of each circle sorted.
    pub fn circles(&self) -> BTreeSet<Vec<&str>> {
        let reached: BTreeMap<&str, BTreeSet<&str>> = self
            .uses
            .keys()
            .map(|name| (name.as_str(), self.reached(name)))
            .collect();
        let mut circles = BTreeSet::new();
        for (name, from) in &reached {
            let back = from.iter().filter(|other| reached[*other].contains(name));
            let circle: Vec<&str> = back.copied().collect();
            if circle.contains(name) {
                circles.insert(circle);
            }
        }
        circles
    }

    fn reached(&self, from: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut todo = vec![from];
        while let Some(name) = todo.pop() {
            for used in &self.uses[name] {
                if found.insert(used.as_str()) {
                    todo.push(used);
                }
            }
        }
        found
    }
}

fn used(modules: &BTreeMap<String, Module>, name: &str, module: &Module) -> BTreeSet<String> {
    let private = use_lines(&module.text).filter(|(public, _)| !public);
    let mut named: Vec<String> = private.flat_map(|(_, tree)| paths(tree)).collect();
    let in_line = |at: usize| module.text[..at].trim_end().ends_with("use");
    for (at, _) in module
        .text
        .match_indices("crate::")
        .filter(|(at, _)| !in_line(*at))
    {
        let path = module.text[at..].split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':')));
        named.extend(path.take(1).map(|path| path.trim_end_matches(':').to_owned()));
    }
    let mut used = BTreeSet::new();
    for path in named.iter().filter_map(|path| absolute(name, path)) {
        let (target, rest) = resolve(modules, path.trim_end_matches("::*"));
        let handed = rest
            .first()
            .and_then(|first| modules.get(target)?.hands_on.get(*first));
        used.insert(handed.map_or(target, String::as_str).to_owned());
    }
    used.remove(name);
    used
}

/// The text without comments and without the tests at its end.
fn code(text: &str) -> String {
    let tests = ["#[cfg(test)]\nmod tests {", "#[cfg(test)]\nmod test {"];
    let end = tests
        .iter()
        .filter_map(|mark| text.find(mark))
        .min()
        .unwrap_or(text.len());
    let lines = text[..end].lines().map(|line| line.split("//").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// The `use` lines of a text: whether each hands names on, and its tree of names.
fn use_lines(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let statements = text.split(';').map(|statement| {
        let line = statement.rfind("\nuse ").map(|at| at + 1);
        let at = line.or_else(|| statement.rfind("\npub use ").map(|at| at + 1));
        let at = at.or_else(|| {
            statement
                .rfind("\npub(")
                .filter(|at| statement[*at..].contains(") use "))
                .map(|at| at + 1)
        });
        statement[at.unwrap_or(0)..].trim()
    });
    statements.filter_map(|statement| {
        let (before, tree) = statement.split_once("use ")?;
        let before = before.trim();
        let public = before == "pub" || (before.starts_with("pub(") && before.ends_with(')'));
        (public || before.is_empty()).then_some((public, tree.trim()))
    })
}

/// Every path of a tree of names: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(tree: &str) -> Vec<String> {
    let Some((before, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap().trim().to_owned()];
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let mut out = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inside[start..at].trim();
                if !part.is_empty() {
                    out.extend(paths(&format!("{}{part}", before.trim())));
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    out
}

fn join(module: &str, path: &str) -> String {
    match module.is_empty() {
        true => path.to_owned(),
        false => format!("{module}::{path}"),
    }
}

/// The path from the root of the crate; `None` if it leads into another crate.
fn absolute(module: &str, path: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix("crate::") {
        return Some(rest.to_owned());
    }
    if let Some(rest) = path.strip_prefix("self::") {
        return Some(join(module, rest));
    }
    let mut above: Vec<&str> = module.split("::").collect();
    let mut rest = path;
    while let Some(next) = rest.strip_prefix("super::") {
        above.pop()?;
        rest = next;
    }
    (rest != path).then(|| join(&above.join("::"), rest))
}

/// The file a path leads to, and the names that follow within it.
fn resolve<'a>(modules: &'a BTreeMap<String, Module>, path: &'a str) -> (&'a str, Vec<&'a str>) {
    let parts: Vec<&str> = path.split("::").collect();
    for n in (1..=parts.len()).rev() {
        let name = parts[..n].join("::");
        if let Some((name, _)) = modules.get_key_value(&name) {
            return (name, parts[n..].to_vec());
        }
    }
    ("", parts)
}

#[test]
fn paths_of_a_tree_are_told_apart() {
    assert_eq!(
        paths("a::{b, c::{d, e as f}, g::*}"),
        ["a::b", "a::c::d", "a::c::e", "a::g::*"]
    );
    assert_eq!(absolute("x::y", "super::z::W").as_deref(), Some("x::z::W"));
    assert_eq!(absolute("x", "super::z").as_deref(), Some("z"));
    assert_eq!(absolute("x", "std::fmt"), None);
}

#[test]
fn a_circle_is_found_and_a_line_is_none() {
    let uses = |pairs: &[(&str, &[&str])]| Imports {
        uses: pairs
            .iter()
            .map(|(name, used)| ((*name).to_owned(), used.iter().map(|u| (*u).to_owned()).collect()))
            .collect(),
    };
    let line = uses(&[("a", &["b"]), ("b", &["c"]), ("c", &[])]);
    assert!(line.circles().is_empty());
    let circle = uses(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"]), ("d", &["a"])]);
    assert_eq!(
        circle.circles().into_iter().collect::<Vec<_>>(),
        [vec!["a", "b", "c"]]
    );
}
