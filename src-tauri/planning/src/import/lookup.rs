//! What an atlas has that rows of a file name: plans, units, towns.

use hashbrown::HashMap;

use super::keywords::stage_of;
use crate::model::*;

/// What rows are looked up in while they are made; taken from the model once.
pub(super) struct Lookup {
    pub plans: HashMap<String, PlanId>,
    /// By id, name and other names; `None` where several are meant.
    pub units: HashMap<String, Option<UnitId>>,
    unit_names: Vec<(String, UnitId)>,
    short_units: HashMap<String, Option<UnitId>>,
    /// By full name, by name without 镇 or 街道, and by code; `None` where several are meant.
    pub regions: HashMap<String, Option<RegionId>>,
    /// Counties of the atlas by code.
    pub counties: HashMap<String, RegionId>,
    pub next_ordinal: i64,
    pub ids: Ids,
    /// What words of the file mean, so that each is thought about once.
    stages: HashMap<String, Option<ProjectStage>>,
    dates: HashMap<String, Option<PartialDate>>,
}

/// Words of a sort that are kept with what they mean.
const MEMO_LIMIT: usize = 20_000;

impl Lookup {
    pub fn new(model: &Model) -> Self {
        let mut plans = HashMap::new();
        for p in model.plans.iter() {
            for name in [p.id.as_str(), &p.title, &p.short_title] {
                plans.insert(name.to_owned(), p.id.clone());
            }
        }
        let mut units: HashMap<String, Option<UnitId>> = HashMap::new();
        for u in model.units.iter() {
            units.insert(u.id.0.clone(), Some(u.id.clone()));
            let aliases = u.aliases.as_deref().unwrap_or_default();
            let aliases = aliases.split(['、', '，', ',', '；', ';', '|']).map(str::trim);
            for name in std::iter::once(u.name.as_str()).chain(aliases.filter(|alias| !alias.is_empty())) {
                let one = units.entry(name.to_owned()).or_insert_with(|| Some(u.id.clone()));
                if one.as_ref() != Some(&u.id) {
                    *one = None;
                }
            }
        }
        let mut other: HashMap<String, Option<UnitId>> = HashMap::new();
        for (alias, u) in model
            .units
            .iter()
            .flat_map(|u| aliases(u).map(move |alias| (alias, u)))
        {
            let one = other
                .entry(alias.to_owned())
                .or_insert_with(|| Some(u.id.clone()));
            if one.as_ref() != Some(&u.id) {
                *one = None;
            }
        }
        // A name of its own goes before another's short one.
        for (alias, unit) in other {
            units.entry(alias).or_insert(unit);
        }
        let unit_names = model
            .units
            .iter()
            .map(|u| (u.name.clone(), u.id.clone()))
            .collect();
        let mut regions: HashMap<String, Option<RegionId>> = HashMap::new();
        let mut counties = HashMap::new();
        let county_names: HashMap<&str, &str> = model
            .regions
            .iter()
            .filter(|r| r.level == RegionLevel::County)
            .map(|r| (r.id.0.as_str(), r.name.as_str()))
            .collect();
        for r in model.regions.iter() {
            if r.level == RegionLevel::County {
                counties.insert(r.code.clone().unwrap_or_else(|| r.id.0.clone()), r.id.clone());
            }
            if !matches!(r.level, RegionLevel::County | RegionLevel::Township) {
                continue;
            }
            // A town may be named with its county before it.
            let county = r.parent.as_ref().and_then(|p| county_names.get(p.0.as_str()));
            let names = [
                county.map(|county| format!("{county}{}", r.name)),
                county.map(|county| format!("{county}{}", stem(&r.name))),
                Some(r.id.0.clone()),
                r.code.clone(),
                Some(r.name.clone()),
                Some(stem(&r.name).to_owned()),
            ];
            for name in names
                .into_iter()
                .flatten()
                .collect::<std::collections::BTreeSet<_>>()
            {
                let one = regions.entry(name).or_insert_with(|| Some(r.id.clone()));
                if one.as_ref() != Some(&r.id) {
                    *one = None;
                }
            }
        }
        Self {
            plans,
            units,
            unit_names,
            short_units: HashMap::new(),
            regions,
            counties,
            ids: Ids::default(),
            stages: HashMap::new(),
            dates: HashMap::new(),
            next_ordinal: model.projects.last_ordinal() + 1,
        }
    }
}

fn memoized<T: Clone>(known: &mut HashMap<String, T>, word: &str, find: impl Fn(&str) -> T) -> T {
    if let Some(found) = known.get(word) {
        return found.clone();
    }
    let found = find(word);
    if known.len() < MEMO_LIMIT {
        known.insert(word.to_owned(), found.clone());
    }
    found
}

/// New ids: UUIDs of version 7, each one more than the one before (RFC 9562, 6.2, method 2), so that they stand in the
/// file in the order in which they came, and none needs the clock or the system's randomness.
#[derive(Default)]
pub(super) struct Ids(Option<u128>);

/// The last 62 bits of a UUID, behind its variant.
const COUNTED: u128 = (1 << 62) - 1;

impl Ids {
    pub fn next(&mut self, table: &str) -> String {
        let next = match self.0 {
            Some(last) if last & COUNTED != COUNTED => last + 1,
            _ => uuid::Uuid::now_v7().as_u128(),
        };
        self.0 = Some(next);
        let mut buffer = uuid::Uuid::encode_buffer();
        let id = uuid::Uuid::from_u128(next).hyphenated().encode_lower(&mut buffer);
        let mut out = String::with_capacity(table.len() + 1 + id.len());
        out.extend([table, "-", id]);
        out
    }
}

impl Lookup {
    /// The stage a word means.
    pub fn stage(&mut self, word: &str) -> Option<ProjectStage> {
        memoized(&mut self.stages, word, |word| {
            ProjectStage::parse(word).or_else(|| stage_of(word))
        })
    }

    /// The unit a text names: by its id, its name, another name of it, or a short form that fits one unit alone (县住建局).
    pub fn unit(&mut self, text: &str) -> Option<UnitId> {
        if let Some(known) = self.units.get(text) {
            return known.clone();
        }
        let Self {
            unit_names,
            short_units,
            ..
        } = self;
        memoized(short_units, text, |text| {
            let mut fitting = unit_names.iter().filter(|(name, _)| is_short_for(text, name));
            match (fitting.next(), fitting.next()) {
                (Some((_, one)), None) => Some(one.clone()),
                _ => None,
            }
        })
    }

    /// The date a text is.
    pub fn date(&mut self, text: &str) -> Option<PartialDate> {
        PartialDate::plain_day(text).or_else(|| memoized(&mut self.dates, text, PartialDate::as_written))
    }
}

impl Lookup {
    /// The town or county a text names, by itself or after its province, prefecture and county: 汶上县杨店镇; blanks
    /// within do not count. `None` if the atlas has none of that name, or several.
    pub fn region(&self, text: &str) -> Option<RegionId> {
        let by_name = |name: &str| {
            let found = self.regions.get(name).or_else(|| self.regions.get(stem(name)))?;
            found.clone()
        };
        if let Some(found) = by_name(text) {
            return Some(found);
        }
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let after = plain
            .char_indices()
            .filter(|(_, c)| matches!(c, '省' | '市' | '州' | '盟'))
            .map(|(at, c)| &plain[at + c.len_utf8()..]);
        std::iter::once(plain.as_str()).chain(after).find_map(by_name)
    }
}

/// A town's name without what kind of town it is.
pub(super) fn stem(name: &str) -> &str {
    let stem = ["街道办事处", "街道", "镇", "乡"]
        .iter()
        .find_map(|s| name.strip_suffix(s));
    stem.filter(|s| s.chars().count() > 1).unwrap_or(name)
}
