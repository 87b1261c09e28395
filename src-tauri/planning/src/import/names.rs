//! Names of towns, units, plans and stages that a file uses and the atlas does not have: listed, and brought in, led to a
//! row that is there, or left empty, as a person says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use geodata::formats::{Warning, WarningKind};
use geodata::gazetteer::{Gazetteer, GazetteerRegion, Level};
use hashbrown::{HashMap, HashSet};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::{Words, said};

use super::lookup::{Ids, Lookup, stem};
use crate::model::*;
use crate::places;

/// Names that are told in words; of the rest only the number.
const NAME_LIMIT: usize = 50;
/// Names that are listed to be chosen for.
const LIST_LIMIT: usize = 1000;

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum NameKind {
    /// A town or county.
    Town,
    Unit,
    Plan,
    Stage,
}

impl NameKind {
    /// Its Chinese name.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Town => "镇街",
            Self::Unit => "单位",
            Self::Plan => "方案",
            Self::Stage => "阶段",
        }
    }
}

/// A name that the atlas does not have, or has several times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct UnresolvedName {
    /// What it names.
    pub kind: NameKind,
    pub name: String,
    /// How many rows use it.
    #[ts(type = "number")]
    pub count: u64,
    /// The first of them.
    #[ts(type = "number")]
    pub first: u64,
    /// Whether it can be brought into the atlas.
    pub can_add: bool,
    /// What would be brought in, in full: the place of the gazetteer, or the region that a unit or plan would be of.
    pub place: Option<String>,
}

/// What is done about a name that the atlas does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct Resolution {
    /// What it names.
    pub kind: NameKind,
    pub name: String,
    /// The row it means; `None` if it is to be brought in.
    pub id: Option<String>,
}

/// How often each name came, and the number of the first row with it.
type Names = HashMap<String, (u64, u64)>;

/// Names that the atlas does not have, each with its count.
#[derive(Default)]
pub(super) struct UnresolvedNames(BTreeMap<NameKind, Names>);

impl UnresolvedNames {
    pub fn note(&mut self, kind: NameKind, name: &str, number: u64) {
        let names = self.0.entry(kind).or_default();
        match names.get_mut(name) {
            Some((count, _)) => *count += 1,
            None => {
                names.insert(name.to_owned(), (1, number));
            }
        }
    }

    fn sorted(&self) -> impl Iterator<Item = (NameKind, &String, u64, u64)> {
        self.0.iter().flat_map(|(kind, names)| {
            let sorted: BTreeMap<&String, &(u64, u64)> = names.iter().collect();
            sorted
                .into_iter()
                .map(|(name, (count, first))| (*kind, name, *count, *first))
        })
    }

    pub fn warnings(&self) -> Vec<Warning> {
        let told = self.sorted().take(NAME_LIMIT).map(|(kind, name, count, first)| {
            Warning::of_file(
                WarningKind::NameUnknown,
                Words::new(
                    "import.name_not_found",
                    format!(
                        "{}“{name}”在图册里找不到或不止一个，{count} 条留空（首见于第 {first} 条）",
                        kind.zh()
                    ),
                    format!(
                        "“{name}” is not in the atlas, or more than once; {count} were left empty (first in number {first})"
                    ),
                ),
            )
        });
        let mut out: Vec<Warning> = told.collect();
        let names: usize = self.0.values().map(Names::len).sum();
        if names > NAME_LIMIT {
            let text = said!(
                "import.more_names",
                "还有 {} 个名称在图册里找不到",
                "{} more names are not found in the atlas",
                names - NAME_LIMIT
            );
            out.push(Warning::of_file(WarningKind::NameUnknown, text));
        }
        out
    }

    /// The names one by one, with what would come of bringing them in.
    pub fn listed(&self, model: &Model, home: &HomeCounty) -> Vec<UnresolvedName> {
        let regions: HashSet<&str> = model
            .regions
            .iter()
            .flat_map(|r| [r.name.as_str(), stem(&r.name)])
            .collect();
        let units: HashSet<&str> = model.units.iter().map(|u| u.name.as_str()).collect();
        let listed = self
            .sorted()
            .filter(|(kind, ..)| *kind != NameKind::Stage)
            .take(LIST_LIMIT);
        listed
            .map(|(kind, name, count, first)| {
                let (can_add, place) = match kind {
                    NameKind::Town => {
                        let known = [name, stem(name)].iter().any(|n| regions.contains(n));
                        let place = home
                            .town(name)
                            .map(|place| Gazetteer::embedded().full_name(place));
                        (!known, place)
                    }
                    NameKind::Unit => (
                        !units.contains(name.as_str()) && home.region.is_some(),
                        home.name.clone(),
                    ),
                    NameKind::Plan => (home.region.is_some(), home.name.clone()),
                    NameKind::Stage => (false, None),
                };
                UnresolvedName {
                    kind,
                    name: name.clone(),
                    count,
                    first,
                    can_add,
                    place,
                }
            })
            .collect()
    }
}

/// The towns of the gazetteer by what they are called.
struct TownsByName {
    by_name: HashMap<&'static str, Vec<&'static GazetteerRegion>>,
    by_stem: HashMap<&'static str, Vec<&'static GazetteerRegion>>,
}

/// Made when the first name is looked for; a file may hold thousands that are.
static TOWNS: LazyLock<TownsByName> = LazyLock::new(|| {
    let mut towns = TownsByName {
        by_name: HashMap::new(),
        by_stem: HashMap::new(),
    };
    let places = Gazetteer::embedded().places().iter();
    for town in places.filter(|p| p.level == Level::Town) {
        towns.by_name.entry(&town.name).or_default().push(town);
        towns.by_stem.entry(stem(&town.name)).or_default().push(town);
    }
    towns
});

/// Where what a file names is taken to belong: the county that the atlas, or else the file, is about.
#[derive(Debug, Clone, Default)]
pub(super) struct HomeCounty {
    /// Codes of the counties in which towns are looked for.
    counties: Vec<String>,
    /// The code of the one county that new units and plans are of; the id of a region if the atlas has it without code.
    region: Option<String>,
    name: Option<String>,
}

impl HomeCounty {
    /// Tells it from the counties of an atlas, or from those that `around` names: captions, names of sheet and file.
    pub fn of(model: &Model, around: &[String]) -> Self {
        let gazetteer = Gazetteer::embedded();
        let of_atlas: Vec<&Region> = model
            .regions
            .iter()
            .filter(|r| r.level == RegionLevel::County)
            .collect();
        let named = |name: &str| around.iter().any(|text| text.contains(name));
        let one = |found: Vec<(String, String)>| -> (Option<String>, Option<String>) {
            match &found[..] {
                [(code, name)] => (Some(code.clone()), Some(name.clone())),
                _ => (None, None),
            }
        };
        let key = |r: &Region| (r.code.clone().unwrap_or_else(|| r.id.0.clone()), r.name.clone());
        if !of_atlas.is_empty() {
            let spoken_of: Vec<(String, String)> = of_atlas
                .iter()
                .filter(|r| named(&r.name))
                .map(|r| key(r))
                .collect();
            let all: Vec<(String, String)> = of_atlas.iter().map(|r| key(r)).collect();
            let counties = all.iter().map(|(code, _)| code.clone()).collect();
            let (region, name) = one(if spoken_of.len() == 1 { spoken_of } else { all });
            return Self {
                counties,
                region,
                name,
            };
        }
        let counties = gazetteer.places().iter().filter(|p| p.level == Level::County);
        let found: Vec<(String, String)> = counties
            .filter(|p| p.name.chars().count() > 2 && named(&p.name))
            .map(|p| (p.code.clone(), p.name.clone()))
            .collect();
        let counties = found.iter().map(|(code, _)| code.clone()).collect();
        let (region, name) = one(found);
        Self {
            counties,
            region,
            name,
        }
    }

    /// The one town of the gazetteer that a name means: in the counties of home, else in all the country.
    fn town(&self, text: &str) -> Option<&'static GazetteerRegion> {
        let gazetteer = Gazetteer::embedded();
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let ends = plain.char_indices().map(|(at, _)| &plain[at..]);
        let full = ends
            .flat_map(|end| TOWNS.by_name.get(end).into_iter().flatten())
            .filter(|p| p.name == plain || gazetteer.full_name(p).ends_with(plain.as_str()));
        let short = TOWNS.by_stem.get(plain.as_str()).into_iter().flatten();
        let short = short.filter(|p| plain.chars().count() > 1 && p.name != plain);
        let same: Vec<&'static GazetteerRegion> = full.chain(short).copied().collect();
        let at_home: Vec<&GazetteerRegion> = same
            .iter()
            .filter(|p| {
                gazetteer
                    .ancestors(&p.code)
                    .any(|above| self.counties.contains(&above.code))
            })
            .copied()
            .collect();
        match (&at_home[..], &same[..]) {
            ([one], _) => Some(one),
            ([], [one]) if self.counties.is_empty() => Some(one),
            _ => None,
        }
    }
}

/// Leads names to the rows that a person chose for them, and makes those that are to be brought in, which are returned:
/// those that others refer to first.
pub(super) fn resolve(
    model: &Model,
    home: &HomeCounty,
    resolutions: &[Resolution],
    lookup: &mut Lookup,
) -> Vec<Record> {
    let mut with_new = NewRows {
        regions: HashMap::new(),
        rows: Vec::new(),
        model,
        home,
        ids: Ids::default(),
    };
    for resolution in resolutions {
        let name = resolution.name.as_str();
        match resolution.kind {
            NameKind::Town => {
                let there = resolution
                    .id
                    .as_deref()
                    .filter(|id| model.regions.get(id).is_some());
                let id = match (there, &resolution.id) {
                    (Some(id), _) => Some(RegionId(id.to_owned())),
                    (None, None) => with_new.town(name),
                    (None, Some(_)) => None,
                };
                if let Some(id) = id {
                    lookup.regions.insert(name.to_owned(), Some(id));
                }
            }
            NameKind::Unit => {
                let there = resolution
                    .id
                    .as_deref()
                    .filter(|id| model.units.get(id).is_some());
                let id = match (there, &resolution.id) {
                    (Some(id), _) => Some(UnitId(id.to_owned())),
                    (None, None) => with_new.unit(name),
                    (None, Some(_)) => None,
                };
                if let Some(id) = id {
                    lookup.units.insert(name.to_owned(), Some(id));
                }
            }
            NameKind::Plan => {
                let there = resolution
                    .id
                    .as_deref()
                    .filter(|id| model.plans.get(id).is_some());
                let id = match (there, &resolution.id) {
                    (Some(id), _) => Some(PlanId(id.to_owned())),
                    (None, None) => with_new.plan(name),
                    (None, Some(_)) => None,
                };
                if let Some(id) = id {
                    lookup.plans.insert(name.to_owned(), id);
                }
            }
            NameKind::Stage => {}
        }
    }
    with_new.rows
}

/// Rows that are brought in with an import.
struct NewRows<'m> {
    /// New regions by code.
    regions: HashMap<String, RegionId>,
    rows: Vec<Record>,
    model: &'m Model,
    home: &'m HomeCounty,
    ids: Ids,
}

impl NewRows<'_> {
    /// A region of the gazetteer with those above it.
    fn region(&mut self, code: &str) -> Option<RegionId> {
        let known = |r: &&Region| r.id.as_str() == code || r.code.as_deref() == Some(code);
        if let Some(region) = self.model.regions.iter().find(|r| known(r)) {
            return Some(region.id.clone());
        }
        for region in places::rows(self.model, code)? {
            if self
                .regions
                .insert(region.id.0.clone(), region.id.clone())
                .is_none()
            {
                self.rows.push(Record::Region(region));
            }
        }
        self.regions.get(code).cloned()
    }

    fn town(&mut self, name: &str) -> Option<RegionId> {
        if let Some(place) = self.home.town(name) {
            return self.region(&place.code);
        }
        let parent = self.home.region.clone().and_then(|code| self.region(&code));
        let id = RegionId(self.ids.next(Kind::Region.table()));
        self.rows.push(Record::Region(Region {
            id: id.clone(),
            code: None,
            name: name.to_owned(),
            level: RegionLevel::Township,
            parent,
            pinyin: None,
            precision: Precision::Unmapped,
            geometry: None,
            source: None,
            confidence: Some("unknown".to_owned()),
            note: None,
            outline: None,
            aliases: None,
        }));
        Some(id)
    }

    fn unit(&mut self, name: &str) -> Option<UnitId> {
        let region = self.region(self.home.region.clone()?.as_str())?;
        let id = UnitId(self.ids.next(Kind::Unit.table()));
        self.rows.push(Record::Unit(Unit {
            id: id.clone(),
            region,
            name: name.to_owned(),
            is_group: false,
            expands_to: None,
            aliases: None,
            note: None,
        }));
        Some(id)
    }

    fn plan(&mut self, title: &str) -> Option<PlanId> {
        let region = self.region(self.home.region.clone()?.as_str())?;
        let last = self.model.plans.iter().map(|p| p.ordinal).max().unwrap_or(0);
        let new = self.rows.iter().filter(|row| row.kind() == Kind::Plan).count() as i64;
        let id = PlanId(self.ids.next(Kind::Plan.table()));
        self.rows.push(Record::Plan(Plan {
            id: id.clone(),
            ordinal: last + new + 1,
            title: title.to_owned(),
            short_title: title.chars().take(20).collect(),
            document_number: None,
            issuer: "未注明".to_owned(),
            issued_on: None,
            region,
            starts: None,
            ends: None,
            goal: None,
            source: None,
            licence: None,
            note: None,
            published_on: None,
            index_number: None,
        }));
        Some(id)
    }
}
