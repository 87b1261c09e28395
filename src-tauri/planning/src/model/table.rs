//! All tables of an atlas together: one list of record types from which the `Record`, the `Kind` and the `Model`
//! are made, so that a new record cannot be forgotten in one of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};
use words::{English, Words};

use super::*;

/// Rows of one table by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<T>(BTreeMap<String, Arc<T>>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Entity> Table<T> {
    /// The row with that id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.0.get(id).map(|row| &**row)
    }
    /// All rows, by id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.values().map(|row| &**row)
    }
    /// How many rows.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// All rows sorted by a key.
    pub fn sorted_by_key<K: Ord>(&self, key: impl Fn(&T) -> K) -> Vec<&T> {
        let mut rows: Vec<&T> = self.iter().collect();
        rows.sort_by_key(|row| key(row));
        rows
    }
}

/// Whether a row of that table and id is one that is looked for.
pub(crate) type Named<'a> = &'a dyn Fn(Kind, &str) -> bool;

/// A reference of one row to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference<'a> {
    /// The row that refers.
    pub row: &'a str,
    pub column: &'static str,
    /// The table it points into.
    pub to: Kind,
    /// The row it names there.
    pub id: &'a str,
    /// What the removal of that one does to it.
    pub on_removal: OnRemoval,
}

/// What the model asks of each of its tables, however it keeps its rows.
trait TableRows<T: Entity> {
    fn full(&self, id: &str) -> Result<Option<T>, NotRead>;
    fn has(&self, id: &str) -> bool;
    fn all(&self) -> Result<Vec<T>, NotRead>;
    fn count(&self) -> usize;
    /// Whether there was a row of that id before.
    fn put(&mut self, row: T, relations: &mut Relations) -> bool;
    fn remove(&mut self, id: &str, relations: &mut Relations) -> bool;
    /// Lets all rows into relations that know none of them.
    fn relate(&self, relations: &mut Relations);
    /// Calls with each reference of a column to a row that `named` says yes to.
    fn references_to(&self, named: Named<'_>, each: &mut dyn FnMut(&Reference<'_>));
}

impl<T: Related> TableRows<T> for Table<T> {
    fn full(&self, id: &str) -> Result<Option<T>, NotRead> {
        Ok(self.get(id).cloned())
    }
    fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }
    fn all(&self) -> Result<Vec<T>, NotRead> {
        Ok(self.iter().cloned().collect())
    }
    fn count(&self) -> usize {
        self.0.len()
    }
    fn put(&mut self, row: T, relations: &mut Relations) -> bool {
        let row = Arc::new(row);
        let before = self.0.insert(row.id().to_owned(), Arc::clone(&row));
        if let Some(before) = &before {
            T::mend(before, relations, Way::Leave);
        }
        T::mend(&row, relations, Way::Enter);
        before.is_some()
    }
    fn remove(&mut self, id: &str, relations: &mut Relations) -> bool {
        let before = self.0.remove(id);
        if let Some(before) = &before {
            T::mend(before, relations, Way::Leave);
        }
        before.is_some()
    }
    fn relate(&self, relations: &mut Relations) {
        for row in self.0.values() {
            T::mend(row, relations, Way::Enter);
        }
    }
    fn references_to(&self, named: Named<'_>, each: &mut dyn FnMut(&Reference<'_>)) {
        let target = |c: &'static Column| {
            let to = Kind::from_table(c.references?).ok()?;
            Some((c.name, to, c.on_removal?))
        };
        let targets: Vec<_> = T::COLUMNS.iter().map(target).collect();
        if targets.iter().all(Option::is_none) {
            return;
        }
        for row in self.0.values() {
            row.cells(&mut |at, cell| {
                if let (Some((column, to, on_removal)), Cell::Text(id)) = (targets[at], &cell)
                    && named(to, id)
                {
                    each(&Reference {
                        row: row.id(),
                        column,
                        to,
                        id,
                        on_removal,
                    });
                }
            });
        }
    }
}

impl TableRows<Project> for Projects {
    fn full(&self, id: &str) -> Result<Option<Project>, NotRead> {
        Self::full(self, id)
    }
    fn has(&self, id: &str) -> bool {
        Self::has(self, id)
    }
    fn all(&self) -> Result<Vec<Project>, NotRead> {
        let mut rows = Vec::with_capacity(self.len());
        self.each_full(&mut |_, row| {
            rows.push(row.clone());
            true
        })?;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(rows)
    }
    fn count(&self) -> usize {
        self.len()
    }
    fn put(&mut self, row: Project, _: &mut Relations) -> bool {
        let there = self.has(row.id.as_str());
        Self::put(self, row);
        there
    }
    fn remove(&mut self, id: &str, _: &mut Relations) -> bool {
        Self::remove(self, id).is_some()
    }
    fn relate(&self, _: &mut Relations) {}
    fn references_to(&self, named: Named<'_>, each: &mut dyn FnMut(&Reference<'_>)) {
        Self::references_to(self, named, each);
    }
}

/// A table name that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{0}”的数据表")]
pub struct UnknownTable(
    /// The name.
    pub String,
);

impl English for UnknownTable {
    fn english(&self) -> String {
        format!("there is no table named “{}”", self.0)
    }
}

macro_rules! tables {
    ($($kind:ident => $field:ident : $rows:ty),* $(,)?) => {
        /// Which table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each is the record of the same name")]
        pub enum Kind { $($kind),* }

        impl Kind {
            /// Every table, those that are referred to before those that refer.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];
            /// Its name in the file.
            pub fn table(self) -> &'static str { match self { $(Self::$kind => $kind::TABLE),* } }
            /// Its Chinese name.
            pub fn label(self) -> &'static str { match self { $(Self::$kind => $kind::LABEL),* } }
            /// Its columns.
            pub fn columns(self) -> &'static [Column] { match self { $(Self::$kind => $kind::COLUMNS),* } }
            /// The table of that name.
            ///
            /// # Errors
            /// When there is none.
            pub fn from_table(name: &str) -> Result<Self, UnknownTable> {
                Self::ALL.iter().copied().find(|k| k.table() == name).ok_or_else(|| UnknownTable(name.to_owned()))
            }
        }

        /// A row of any table.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        #[allow(missing_docs, reason = "each is the record of the same name")]
        #[allow(clippy::large_enum_variant, reason = "short-lived; a box would cost an allocation a row")]
        pub enum Record { $($kind($kind)),* }

        impl Record {
            /// Its table.
            pub fn kind(&self) -> Kind { match self { $(Self::$kind(_) => Kind::$kind),* } }
            /// Its id.
            pub fn id(&self) -> &str { match self { $(Self::$kind(row) => row.id()),* } }
            /// Its columns by name.
            pub fn to_map(&self) -> Map<String, Value> {
                let value = match self { $(Self::$kind(row) => serde_json::to_value(row)),* };
                match value { Ok(Value::Object(map)) => map, _ => Map::new() }
            }
            /// Hands over its values as stores take them, in the order of its columns.
            pub fn cells<'a>(&'a self, each: &mut dyn FnMut(usize, Cell<'a>)) {
                match self { $(Self::$kind(row) => row.cells(each)),* }
            }
            /// A row of what stands in a store.
            ///
            /// # Errors
            /// In words, naming the column that is of another kind or not allowed.
            pub fn from_cells(kind: Kind, cells: &dyn Cells) -> Result<Self, Words> {
                match kind { $(Kind::$kind => $kind::from_cells(cells).map(Self::$kind)),* }
            }
            /// Columns of a row of a table whose values cannot be read, and why.
            pub fn unreadable(kind: Kind, cells: &dyn Cells) -> Vec<(usize, Words)> {
                match kind { $(Kind::$kind => $kind::unreadable(cells)),* }
            }
            /// A row of a table from its columns.
            ///
            /// # Errors
            /// When a column is missing, unknown or of the wrong kind.
            pub fn from_map(kind: Kind, map: Map<String, Value>) -> Result<Self, serde_json::Error> {
                match kind { $(Kind::$kind => serde_json::from_value::<$kind>(Value::Object(map)).map(Self::$kind)),* }
            }
        }

        /// Shows the type of every table to a visitor, who meets their ids and vocabularies as well.
        pub fn visit_records(v: &mut impl ts_rs::TypeVisitor) {
            $(v.visit::<$kind>();)*
        }

        impl Record {
            /// What it is called: its name or title, or the name of its table.
            pub(crate) fn title(&self) -> String {
                let map = self.to_map();
                let named = ["short_title", "name", "title"]
                    .iter()
                    .find_map(|k| map.get(*k).and_then(Value::as_str));
                named.map_or_else(|| self.kind().label().to_owned(), ToOwned::to_owned)
            }
            /// Its footprint, when it has one.
            pub fn geometry(&self) -> Option<&Shape> {
                match self {
                    Self::Region(row) => row.geometry.as_ref(),
                    Self::Site(row) => row.geometry.as_ref(),
                    Self::Project(row) => row.geometry.as_ref(),
                    Self::ControlLine(row) => row.geometry.as_ref(),
                    _ => None,
                }
            }
        }

        impl Record {
            /// Takes its footprint out.
            pub(crate) fn take_geometry(&mut self) -> Option<Shape> {
                self.footprint()?.take()
            }
            /// Puts a footprint in; a record that can have none stays as it is.
            pub(crate) fn put_geometry(&mut self, shape: Shape) {
                if let Some(footprint) = self.footprint() {
                    *footprint = Some(shape);
                }
            }
            fn footprint(&mut self) -> Option<&mut Option<Shape>> {
                match self {
                    Self::Region(row) => Some(&mut row.geometry),
                    Self::Site(row) => Some(&mut row.geometry),
                    Self::Project(row) => Some(&mut row.geometry),
                    Self::ControlLine(row) => Some(&mut row.geometry),
                    _ => None,
                }
            }
        }

        $(impl From<$kind> for Record { fn from(row: $kind) -> Self { Self::$kind(row) } })*

        /// Everything an atlas holds, in memory.
        #[derive(Debug, Clone, Default, PartialEq)]
        #[allow(missing_docs, reason = "each is the table of the record of the same name")]
        pub struct Model {
            $(pub $field: $rows,)*
            relations: Relations,
            /// Values of rows that cannot be read; the rows are here without them.
            pub(crate) unread: Vec<UnreadValue>,
        }

        impl Model {
            /// The row of that table and id.
            ///
            /// # Errors
            /// [`NotRead`] when it stands in the file and that cannot be read.
            pub fn get(&self, kind: Kind, id: &str) -> Result<Option<Record>, NotRead> {
                match kind { $(Kind::$kind => Ok(TableRows::full(&self.$field, id)?.map(Record::$kind))),* }
            }
            /// Whether there is such a row.
            pub fn contains(&self, kind: Kind, id: &str) -> bool {
                match kind { $(Kind::$kind => TableRows::has(&self.$field, id)),* }
            }
            /// All rows of a table, by id.
            ///
            /// # Errors
            /// [`NotRead`] when the file cannot be read.
            pub fn rows(&self, kind: Kind) -> Result<Vec<Record>, NotRead> {
                match kind { $(Kind::$kind => Ok(TableRows::all(&self.$field)?.into_iter().map(Record::$kind).collect())),* }
            }
            /// How many rows a table has.
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $(Kind::$kind => TableRows::count(&self.$field)),* }
            }
            /// As [`Self::references_to`], of references that have a column each.
            pub(super) fn column_references_to(&self, by: Kind, named: Named<'_>, each: &mut dyn FnMut(&Reference<'_>)) {
                match by { $(Kind::$kind => TableRows::references_to(&self.$field, named, each)),* }
            }
            /// What belongs to what; kept in step with the rows.
            pub fn relations(&self) -> &Relations {
                &self.relations
            }
            /// The relations made anew from all rows, as [`Model::relations`] must always be.
            pub fn relations_anew(&self) -> Relations {
                let mut relations = Relations::default();
                $(TableRows::<$kind>::relate(&self.$field, &mut relations);)*
                relations
            }
            /// Puts a row in, whatever stood there, and returns whether something did; only `Change`s call it.
            pub(crate) fn put(&mut self, record: Record) -> bool {
                let relations = &mut self.relations;
                match record { $(Record::$kind(row) => TableRows::put(&mut self.$field, row, relations)),* }
            }
            /// Takes a row out and returns whether it was there; only `Change`s call it.
            pub(crate) fn remove(&mut self, kind: Kind, id: &str) -> bool {
                let relations = &mut self.relations;
                match kind { $(Kind::$kind => TableRows::<$kind>::remove(&mut self.$field, id, relations)),* }
            }
        }
    };
}

tables! {
    AtlasInfo => atlas: Table<AtlasInfo>,
    Region => regions: Table<Region>,
    Document => documents: Table<Document>,
    Plan => plans: Table<Plan>,
    Citation => citations: Table<Citation>,
    Phase => phases: Table<Phase>,
    Section => sections: Table<Section>,
    Unit => units: Table<Unit>,
    Task => tasks: Table<Task>,
    Assignment => assignments: Table<Assignment>,
    Deliverable => deliverables: Table<Deliverable>,
    Cadence => cadences: Table<Cadence>,
    Standard => standards: Table<Standard>,
    StandardItem => standard_items: Table<StandardItem>,
    Designation => designations: Table<Designation>,
    TownObservation => town_observations: Table<TownObservation>,
    Site => sites: Table<Site>,
    Project => projects: Projects,
    ProjectTask => project_tasks: Table<ProjectTask>,
    BudgetLine => budget_lines: Table<BudgetLine>,
    InvestmentPlan => investment_plans: Table<InvestmentPlan>,
    InvestmentReport => investment_reports: Table<InvestmentReport>,
    FundingRule => funding_rules: Table<FundingRule>,
    EligibilityRule => eligibility_rules: Table<EligibilityRule>,
    LandRule => land_rules: Table<LandRule>,
    Roster => rosters: Table<Roster>,
    Gate => gates: Table<Gate>,
    GateRule => gate_rules: Table<GateRule>,
    GateTemplate => gate_templates: Table<GateTemplate>,
    Indicator => indicators: Table<Indicator>,
    IndicatorRegion => indicator_regions: Table<IndicatorRegion>,
    Observation => observations: Table<Observation>,
    ReportingRound => reporting_rounds: Table<ReportingRound>,
    ProgressReport => progress: Table<ProgressReport>,
    Problem => problems: Table<Problem>,
    Attachment => attachments: Table<Attachment>,
    ControlLine => control_lines: Table<ControlLine>,
    Criterion => criteria: Table<Criterion>,
    AssessmentRound => assessment_rounds: Table<AssessmentRound>,
    CriterionScore => criterion_scores: Table<CriterionScore>,
    Assessment => assessments: Table<Assessment>,
    AssessmentRule => assessment_rules: Table<AssessmentRule>,
    Dependency => dependencies: Table<Dependency>,
    Baseline => baselines: Table<Baseline>,
    BaselineItem => baseline_items: Table<BaselineItem>,
    LightRule => light_rules: Table<LightRule>,
    View => views: Table<View>,
}
