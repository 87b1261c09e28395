//! Units that are one and the same, spelt in several ways: found by their names ([`spelt_twice`]) and merged as one step
//! ([`merge_units`]), which undo takes back. Units of different regions are different bodies, whatever they are called.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::RuleError;
use crate::change::{ChangeError, Edit, set};
use crate::model::{Assignment, Kind, Model, Record, Role, Unit, aliases, is_short_for};

/// Why two units are taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SameBy {
    /// The same name but for brackets, spaces and the width of characters.
    Name,
    /// One is another name of the other, or both have the same other name.
    Alias,
    /// The same name but for the county before it: 清河源县财政局, 县财政局, 财政局.
    Region,
    /// One is a short form of the other: 县住建局.
    Short,
}

/// A unit that may be one of several spellings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Spelling {
    /// Unit id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many rows name it: assignments, projects, deliverables …
    pub used: u32,
}

/// Units that seem to be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SpeltTwice {
    /// The one that is proposed to stay: the most used, of those used alike the one with the longest name.
    pub keep: Spelling,
    /// The others.
    pub others: Vec<Spelling>,
    /// Why, the weakest reason first.
    pub by: SameBy,
    /// The region whose bodies they are.
    pub region: String,
}

/// Units that seem to be one, by region and name. A short name that would fit several units is not proposed.
#[must_use]
pub fn spelt_twice(model: &Model) -> Vec<SpeltTwice> {
    let mut by_region: BTreeMap<(&str, bool), Vec<&Unit>> = BTreeMap::new();
    for unit in model.units.iter() {
        by_region
            .entry((unit.region.as_str(), unit.is_group))
            .or_default()
            .push(unit);
    }
    by_region.retain(|_, units| units.len() > 1);
    let used = used(model);
    let mut found = Vec::new();
    for ((region, _), units) in by_region {
        let names: Vec<UnitSpellings> = units.iter().map(|unit| UnitSpellings::of(model, unit)).collect();
        let mut pairs = exact_pairs(&names);
        pairs.extend(short_pairs(&names));
        for (members, by) in clusters(units.len(), &pairs) {
            let spelling = |at: usize| Spelling {
                id: units[at].id.0.clone(),
                name: units[at].name.clone(),
                used: used.get(units[at].id.as_str()).copied().unwrap_or_default(),
            };
            let mut spellings: Vec<Spelling> = members.into_iter().map(spelling).collect();
            spellings.sort_by_key(|one| {
                let letters = one.name.chars().count();
                (std::cmp::Reverse((one.used, letters)), one.id.clone())
            });
            let keep = spellings.remove(0);
            found.push(SpeltTwice {
                keep,
                others: spellings,
                by,
                region: model
                    .regions
                    .get(region)
                    .map(|row| row.name.clone())
                    .unwrap_or_default(),
            });
        }
    }
    found
}

/// How many rows name each unit.
fn used(model: &Model) -> HashMap<String, u32> {
    let mut used: HashMap<String, u32> = HashMap::new();
    for by in Kind::ALL.iter().copied().filter(|by| by.can_refer_to(Kind::Unit)) {
        model.references_to(by, &|kind, _| kind == Kind::Unit, &mut |found| {
            if let Some(count) = used.get_mut(found.id) {
                *count += 1;
            } else {
                used.insert(found.id.to_owned(), 1);
            }
        });
    }
    used
}

/// What a unit is called, in forms that are compared.
struct UnitSpellings {
    /// Its name.
    plain: String,
    /// Its name without the region before it.
    bare: String,
    /// Its other names.
    aliases: Vec<String>,
}

impl UnitSpellings {
    fn of(model: &Model, unit: &Unit) -> Self {
        let plain = plain(&unit.name);
        Self {
            bare: bare(model, unit, &plain),
            aliases: aliases(unit).map(self::plain).collect(),
            plain,
        }
    }
}

/// A name with brackets, spaces and wide letters written one way.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter {
            '（' => '(',
            '）' => ')',
            // Wide letters and digits stand at this distance from the usual ones.
            '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
            _ => letter,
        })
        .collect()
}

/// The least letters that a name has without its region.
const SHORTEST: usize = 3;

/// A name without the names of the regions above and the 县, 市 … before it.
fn bare(model: &Model, unit: &Unit, name: &str) -> String {
    let mut at = model.regions.get(unit.region.as_str());
    let mut regions: Vec<&str> = Vec::new();
    while let Some(region) = at.filter(|_| regions.len() < 8) {
        regions.push(&region.name);
        at = region
            .parent
            .as_ref()
            .and_then(|parent| model.regions.get(parent.as_str()));
    }
    let mut rest = name;
    // From the widest region down: 演练省演练市清河源县财政局.
    for region in regions.iter().rev() {
        let short = region
            .strip_suffix(['省', '市', '州', '县', '区'])
            .filter(|short| short.chars().count() > 1);
        let without = rest
            .strip_prefix(region)
            .or_else(|| short.and_then(|short| rest.strip_prefix(short)));
        if let Some(without) = without.filter(|without| without.chars().count() >= SHORTEST) {
            rest = without;
        }
    }
    let without = rest.strip_prefix(['省', '市', '州', '县', '区']);
    without
        .filter(|without| without.chars().count() >= SHORTEST)
        .unwrap_or(rest)
        .to_owned()
}

type Pair = (usize, usize, SameBy);

/// Units with one and the same name, other name or name without region.
fn exact_pairs(names: &[UnitSpellings]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut same = |by: SameBy, called: &dyn Fn(&UnitSpellings) -> Vec<String>| {
        let mut first: HashMap<String, usize> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            for called in called(name) {
                match first.get(&called) {
                    Some(other) if *other != at => pairs.push((*other, at, by)),
                    Some(_) => {}
                    None => {
                        first.insert(called, at);
                    }
                }
            }
        }
    };
    same(SameBy::Name, &|name| vec![name.plain.clone()]);
    same(SameBy::Region, &|name| vec![name.bare.clone()]);
    same(SameBy::Alias, &|name| {
        let mut all = name.aliases.clone();
        all.push(name.plain.clone());
        all
    });
    pairs
}

/// Units of which one is a short form of exactly one other. Compared are names with the same last letter.
fn short_pairs(names: &[UnitSpellings]) -> Vec<Pair> {
    let mut by_end: HashMap<Option<char>, Vec<usize>> = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        by_end.entry(name.bare.chars().last()).or_default().push(at);
    }
    let mut pairs = Vec::new();
    for ends_alike in by_end.values() {
        for short in ends_alike.iter().copied() {
            let letters = names[short].bare.chars().count();
            let longer = ends_alike.iter().copied().filter(|at| {
                names[*at].bare.chars().count() > letters
                    && is_short_for(&names[short].bare, &names[*at].bare)
            });
            let longer: Vec<usize> = longer.collect();
            let different: BTreeSet<&str> = longer.iter().map(|at| names[*at].bare.as_str()).collect();
            if let ([first, ..], 1) = (longer.as_slice(), different.len()) {
                pairs.push((*first, short, SameBy::Short));
            }
        }
    }
    pairs
}

/// The first of the units that one hangs together with.
fn leader_of(leader: &mut [usize], at: usize) -> usize {
    let mut top = at;
    while leader[top] != top {
        leader[top] = leader[leader[top]];
        top = leader[top];
    }
    top
}

/// Units that hang together by pairs, with the weakest reason that holds one of them.
fn clusters(count: usize, pairs: &[Pair]) -> Vec<(Vec<usize>, SameBy)> {
    let mut leader: Vec<usize> = (0..count).collect();
    let mut strongest = pairs.to_vec();
    strongest.sort_by_key(|(a, b, by)| (*by, *a, *b));
    let mut reasons: Vec<(usize, SameBy)> = Vec::new();
    for (a, b, by) in strongest {
        let (a, b) = (leader_of(&mut leader, a), leader_of(&mut leader, b));
        if a != b {
            leader[a.max(b)] = a.min(b);
            reasons.push((a.min(b), by));
        }
    }
    let mut of_leader: BTreeMap<usize, (Vec<usize>, SameBy)> = BTreeMap::new();
    for (at, by) in reasons {
        let top = leader_of(&mut leader, at);
        let entry = of_leader.entry(top).or_insert((Vec::new(), by));
        entry.1 = entry.1.max(by);
    }
    for at in 0..count {
        let top = leader_of(&mut leader, at);
        if let Some((members, _)) = of_leader.get_mut(&top) {
            members.push(at);
        }
    }
    of_leader.into_values().collect()
}

/// The edits that make one unit of several: every row that names one of `gone` names `keep` instead, their names become
/// other names of `keep`, and they go. A task that names both in one role names the unit once.
///
/// # Errors
/// [`RuleError::UnitsDiffer`] if they are bodies of different regions, or a group and a single unit;
/// [`ChangeError::Missing`] if one is not there, [`ChangeError::Nothing`] if none is to go.
pub fn merge_units(model: &Model, keep: &str, gone: &[String]) -> Result<Vec<Edit>, RuleError> {
    let unit = |id: &str| -> Result<&Unit, ChangeError> {
        model.units.get(id).ok_or_else(|| ChangeError::Missing {
            table: Kind::Unit,
            id: id.to_owned(),
        })
    };
    let kept = unit(keep)?;
    let mut others = Vec::new();
    for id in gone.iter().collect::<BTreeSet<_>>() {
        if id != keep {
            others.push(unit(id)?);
        }
    }
    if others.is_empty() {
        return Err(ChangeError::Nothing.into());
    }
    let alike = |other: &&&Unit| {
        (&other.region, other.is_group, &other.expands_to) == (&kept.region, kept.is_group, &kept.expands_to)
    };
    if let Some(other) = others.iter().find(|other| !alike(other)) {
        return Err(RuleError::UnitsDiffer {
            one: kept.name.clone(),
            other: other.name.clone(),
        });
    }
    let ids: BTreeSet<&str> = others.iter().map(|other| other.id.as_str()).collect();
    let mut edits = moved(model, keep, &ids)?;
    let mut after = kept.clone();
    after.aliases = names_joined(kept, &others);
    after.note = notes_joined(kept, &others);
    if after != *kept {
        edits.push(Edit {
            kind: Kind::Unit,
            id: keep.to_owned(),
            before: Some(Record::Unit(kept.clone())),
            after: Some(Record::Unit(after)),
        });
    }
    edits.extend(others.into_iter().map(|other| Edit {
        kind: Kind::Unit,
        id: other.id.0.clone(),
        before: Some(Record::Unit(other.clone())),
        after: None,
    }));
    Ok(edits)
}

/// The edits of all rows that name a unit that goes.
fn moved(model: &Model, keep: &str, gone: &BTreeSet<&str>) -> Result<Vec<Edit>, RuleError> {
    let mut columns: BTreeMap<(Kind, String), Map<String, Value>> = BTreeMap::new();
    for by in Kind::ALL.iter().copied().filter(|by| by.can_refer_to(Kind::Unit)) {
        let named = |kind: Kind, id: &str| kind == Kind::Unit && gone.contains(id);
        model.references_to(by, &named, &mut |found| {
            let row = columns.entry((by, found.row.to_owned())).or_default();
            row.insert(found.column.to_owned(), Value::String(keep.to_owned()));
        });
    }
    // What the unit that stays does already.
    let mut does: BTreeSet<(String, Role)> = model
        .relations()
        .assignments_of_unit
        .of(keep)
        .iter()
        .map(|row| (row.task.0.clone(), row.role))
        .collect();
    let mut edits = Vec::with_capacity(columns.len());
    for ((kind, id), columns) in columns {
        let before = model.get(kind, &id)?.ok_or_else(|| ChangeError::Missing {
            table: kind,
            id: id.clone(),
        })?;
        let twice = match &before {
            Record::Assignment(Assignment { task, role, .. }) => !does.insert((task.0.clone(), *role)),
            _ => false,
        };
        let after = match twice {
            true => None,
            false => Some(set(&before, columns)?),
        };
        edits.push(Edit {
            kind,
            id,
            before: Some(before),
            after,
        });
    }
    edits.extend(views_moved(model, keep, gone));
    Ok(edits)
}

/// Views keep units in their filter, where no reference is declared.
fn views_moved(model: &Model, keep: &str, gone: &BTreeSet<&str>) -> Vec<Edit> {
    let edit = |view: &crate::model::View| {
        let mut after = view.clone();
        let units = after.filter.get_mut("units")?.as_array_mut()?;
        let names = |value: &Value| value.as_str().is_some_and(|id| gone.contains(id));
        if !units.iter().any(names) {
            return None;
        }
        units.retain(|value| !names(value) && value.as_str() != Some(keep));
        units.push(Value::String(keep.to_owned()));
        Some(Edit {
            kind: Kind::View,
            id: view.id.0.clone(),
            before: Some(Record::View(view.clone())),
            after: Some(Record::View(after)),
        })
    };
    model.views.iter().filter_map(edit).collect()
}

fn names_joined(kept: &Unit, others: &[&Unit]) -> Option<String> {
    let mut names: Vec<&str> = aliases(kept).collect();
    for other in others {
        for name in std::iter::once(other.name.as_str()).chain(aliases(other)) {
            if name != kept.name && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    (!names.is_empty()).then(|| names.join("、"))
}

fn notes_joined(kept: &Unit, others: &[&Unit]) -> Option<String> {
    let all = std::iter::once(kept).chain(others.iter().copied());
    let mut notes: Vec<&str> = Vec::new();
    for note in all.filter_map(|unit| unit.note.as_deref()) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    (!notes.is_empty()).then(|| notes.join("；"))
}
