//! Features made into records: words, dates, towns and units as a ledger writes them.

use std::borrow::Cow;

use files::numbers::half_width;
use geodata::formats::{Feature, Value, Warning, WarningKind};
use words::{Words, said};

use super::columns::{Columns, ImportColumn};
use super::fields::text;
use super::geometry::{Conversion, convert};
use super::keywords::{control_of, kind_of};
use super::lookup::Lookup;
use super::mapping::Target;
use super::names::{NameKind, UnresolvedNames};
use super::percent::{is_percent_alone, percent_in};
use super::request::LayerOptions;
use super::survey::kind_name;
use super::words::harm_name;
use crate::model::*;
use crate::rules::stages;

/// A row made of a feature.
pub(super) struct MadeRow {
    pub record: Record,
    /// Whether the id was given by the file.
    pub own_id: bool,
    /// Of a project: the day on which it was completed, as far as the file says.
    pub completed_on: Option<PartialDate>,
}

/// Makes rows of features of one layer.
pub(super) struct RowBuilder<'a> {
    pub lookup: &'a mut Lookup,
    pub unresolved: &'a mut UnresolvedNames,
    pub choices: &'a LayerOptions,
    pub layer: &'a str,
    /// Number of the field by column.
    pub columns: &'a Columns,
    /// What a person should know.
    pub warnings: Vec<Warning>,
    pub mended: u64,
    /// Fields whose values the row holds as the file has them; the others are kept beside it.
    pub placed: Vec<usize>,
}

/// Whether a date is written without words that its day does not hold, such as 前 or 底.
fn is_plain_date(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || "-/.年月日〇零一二三四五六七八九十".contains(c))
}

impl RowBuilder<'_> {
    fn value<'f>(&self, feature: &'f Feature, column: ImportColumn) -> Option<&'f Value> {
        feature.values.get(self.columns.of(column)?)
    }

    fn get<'f>(&self, feature: &'f Feature, column: ImportColumn) -> Option<Cow<'f, str>> {
        self.value(feature, column).and_then(text)
    }

    /// Takes note that the row holds what stands in the field of a column.
    fn place(&mut self, column: ImportColumn) {
        self.placed.extend(self.columns.of(column));
    }

    /// A text that the row holds as it is.
    fn owned(&mut self, feature: &Feature, column: ImportColumn) -> Option<String> {
        let text = self.get(feature, column).map(Cow::into_owned);
        if text.is_some() {
            self.place(column);
        }
        text
    }

    fn warn(&mut self, kind: WarningKind, number: u64, words: Words) {
        self.warnings.push(Warning::at(kind, number, words));
    }

    /// The row of a feature; `None` if it cannot be used, of which a warning is left.
    pub fn make(&mut self, feature: &mut Feature) -> Option<MadeRow> {
        let number = feature.number;
        let shape = feature.geometry.take().and_then(|geometry| {
            match convert(geometry, &self.choices.system, self.choices.swapped) {
                Conversion::Unchanged(g) => Some(g),
                Conversion::Repaired(g, at, code) => {
                    self.mended += 1;
                    self.warn(
                        WarningKind::Invalid,
                        number,
                        said!(
                            "import.mended",
                            "边界有问题（{}，{:.6}, {:.6} 附近），已自动修复",
                            "the boundary had a problem ({}, near {}, {}) and was mended",
                            harm_name(code),
                            at.x,
                            at.y
                        ),
                    );
                    Some(g)
                }
                Conversion::Refused(why) => {
                    self.warn(
                        WarningKind::GeometryLeftOut,
                        number,
                        said!(
                            "import.footprint_left_out",
                            "范围无法使用，只导入属性：{}",
                            "the footprint cannot be used; only the attributes were imported: {}",
                            why
                        ),
                    );
                    None
                }
            }
        });
        let id = self.get(feature, ImportColumn::Id).filter(|id| id.len() <= 200);
        let id = id.map(Cow::into_owned);
        if id.is_some() {
            self.place(ImportColumn::Id);
        }
        let own_id = id.is_some();
        let id = id.unwrap_or_else(|| self.lookup.ids.next(self.choices.target.kind().table()));
        let record = match self.choices.target {
            Target::Projects => self.project(feature, id, shape.map(Shape)).into(),
            Target::Sites => self.site(feature, id, shape.map(Shape)).into(),
            Target::Towns => self.town(feature, own_id.then_some(id), shape)?.into(),
            Target::ControlLines => self.control_line(feature, id, shape)?.into(),
        };
        let completed_on = match &record {
            Record::Project(project) if stages::is_done(project.stage) => {
                self.date(feature, ImportColumn::CompletedOn).or(project.ends)
            }
            _ => None,
        };
        Some(MadeRow {
            record,
            own_id,
            completed_on,
        })
    }

    fn name(&mut self, feature: &Feature) -> String {
        self.owned(feature, ImportColumn::Name)
            .unwrap_or_else(|| format!("{}-{}", self.layer, feature.number))
    }

    fn plan(&mut self, feature: &Feature) -> Option<PlanId> {
        if let Some(found) = self.plan_of_own_export(feature) {
            return Some(found);
        }
        let column = match self.columns.of(ImportColumn::PlanTitle) {
            Some(_) => ImportColumn::PlanTitle,
            None => ImportColumn::Plan,
        };
        let Some(text) = self.get(feature, column) else {
            return self.choices.plan.clone();
        };
        let found = self.lookup.plans.get(text.as_ref()).cloned();
        match found {
            Some(_) => {
                self.place(ImportColumn::Plan);
                self.place(ImportColumn::PlanTitle);
            }
            None => self.unresolved.note(NameKind::Plan, &text, feature.number),
        }
        found.or_else(|| self.choices.plan.clone())
    }

    /// The plan by its id, where its title stands beside it.
    fn plan_of_own_export(&mut self, feature: &Feature) -> Option<PlanId> {
        self.columns.of(ImportColumn::PlanTitle)?;
        let id = self.get(feature, ImportColumn::Plan)?;
        let found = self.lookup.plans.get(id.as_ref()).cloned()?;
        self.place(ImportColumn::Plan);
        self.place(ImportColumn::PlanTitle);
        Some(found)
    }

    /// The town named, else the county the place lies in when the atlas has it.
    fn region(&mut self, feature: &Feature, shape: Option<&Shape>) -> Option<RegionId> {
        let by_code = self
            .get(feature, ImportColumn::TownCode)
            .and_then(|code| self.lookup.region(&code));
        if let Some(id) = by_code {
            self.place(ImportColumn::Town);
            self.place(ImportColumn::TownCode);
            return Some(id);
        }
        if let Some(text) = self.get(feature, ImportColumn::Town) {
            if let Some(id) = self.lookup.region(&text) {
                self.place(ImportColumn::Town);
                self.place(ImportColumn::TownCode);
                return Some(id);
            }
            self.unresolved.note(NameKind::Town, &text, feature.number);
        }
        if self.lookup.counties.is_empty() {
            return None;
        }
        let at = geodata::measure::label_point(&shape?.0)?;
        let county = geodata::basemap::county_at(at.x(), at.y())?;
        self.lookup.counties.get(county.adcode).cloned()
    }

    fn date(&mut self, feature: &Feature, column: ImportColumn) -> Option<PartialDate> {
        let text = self.get(feature, column)?;
        let date = self.lookup.date(&text);
        if date.is_none() {
            self.warn(
                WarningKind::BadNumber,
                feature.number,
                said!(
                    "import.not_a_date",
                    "“{text}”不是日期，留空",
                    "“{text}” is no date and was left empty"
                ),
            );
        } else if is_plain_date(&text) {
            self.place(column);
        }
        date
    }

    fn number(&mut self, feature: &Feature, column: ImportColumn) -> (Option<f64>, Option<String>) {
        match self.value(feature, column) {
            Some(Value::Integer(n)) => {
                let number = *n as f64;
                self.place(column);
                return (Some(number), None);
            }
            Some(Value::Real(x)) if x.is_finite() => {
                let number = *x;
                self.place(column);
                return (Some(number), None);
            }
            _ => {}
        }
        let Some(text) = self.get(feature, column) else {
            return (None, None);
        };
        let plain: String = text.chars().map(half_width).filter(|c| *c != ',').collect();
        let end = plain
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
            .unwrap_or(plain.len());
        let unit = plain[end..].trim();
        match plain[..end].parse::<f64>() {
            Ok(x) if x.is_finite() => {
                let unit = (!unit.is_empty()).then(|| unit.to_owned());
                self.place(column);
                (Some(x), unit)
            }
            _ => {
                self.warn(
                    WarningKind::BadNumber,
                    feature.number,
                    said!(
                        "import.not_a_number",
                        "“{text}”不是数字，留空",
                        "“{text}” is no number and was left empty"
                    ),
                );
                (None, None)
            }
        }
    }

    fn precision(&mut self, feature: &Feature, has_shape: bool) -> Precision {
        let stated = self
            .get(feature, ImportColumn::Precision)
            .and_then(|t| Precision::parse(&t));
        if stated.is_some() {
            self.place(ImportColumn::Precision);
        }
        match (has_shape, stated) {
            (true, Some(Precision::Unmapped) | None) => self.choices.precision,
            (true, Some(precision)) => precision,
            (false, Some(p @ (Precision::Town | Precision::County))) => p,
            (false, _) => Precision::Unmapped,
        }
    }

    /// The kind that a row says in its own word, else in any other or by its name.
    fn kind(&mut self, feature: &Feature, name: &str) -> ProjectKind {
        let text = self.get(feature, ImportColumn::Kind);
        if let Some(kind) = text.as_deref().and_then(ProjectKind::parse) {
            self.place(ImportColumn::Kind);
            return kind;
        }
        text.as_deref()
            .and_then(kind_of)
            .or_else(|| kind_of(name))
            .unwrap_or(ProjectKind::Other)
    }

    fn stage(&mut self, feature: &Feature) -> Option<ProjectStage> {
        let text = self.get(feature, ImportColumn::Stage)?;
        let stage = self.lookup.stage(&text);
        match stage {
            Some(_) if ProjectStage::parse(&text).is_some() => self.place(ImportColumn::Stage),
            Some(_) => {}
            None => self.unresolved.note(NameKind::Stage, &text, feature.number),
        }
        stage
    }

    fn lead_unit(&mut self, feature: &Feature) -> Option<UnitId> {
        let text = self.get(feature, ImportColumn::LeadUnit)?;
        if let Some(found) = self.lookup.unit(&text) {
            self.place(ImportColumn::LeadUnit);
            return Some(found);
        }
        // Of several the first leads; all of them stay beside the row.
        let mut names = text
            .split(['、', '，', ',', '；', ';', '\n'])
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let first = names.next()?;
        let found = self.lookup.unit(first);
        if found.is_none() {
            self.unresolved.note(NameKind::Unit, first, feature.number);
        }
        found
    }

    fn percent(&mut self, feature: &Feature) -> Option<f64> {
        // 已完成60%: the words stay beside the row.
        if let Some(Value::Text(text)) = self.value(feature, ImportColumn::Percent)
            && let Some(percent) = percent_in(text)
        {
            if is_percent_alone(text) {
                self.place(ImportColumn::Percent);
            }
            return Some(percent);
        }
        let before = self.placed.len();
        let (number, unit) = self.number(feature, ImportColumn::Percent);
        if unit.is_some() {
            // 60%-70% and 3/5 begin with a number that is no share.
            self.placed.truncate(before);
            return None;
        }
        let percent = match self.choices.percent_of_one {
            true => number.map(|share| (share * 100.0 * 1e9).round() / 1e9),
            false => number,
        };
        let fits = percent.filter(|p| (0.0..=100.0).contains(p));
        if fits.is_none() {
            self.placed.truncate(before);
        }
        fits
    }

    fn project(&mut self, feature: &Feature, id: String, shape: Option<Shape>) -> Project {
        // The place of a project that is known only to lie in a town or county is that of the town or county.
        let stated = self
            .get(feature, ImportColumn::Precision)
            .and_then(|t| Precision::parse(&t));
        let shape = shape.filter(|_| !matches!(stated, Some(Precision::Town | Precision::County)));
        let name = self.name(feature);
        let kind = self.kind(feature, &name);
        let stage = self.stage(feature);
        let (quantity, in_cell) = self.number(feature, ImportColumn::Quantity);
        let percent = self.percent(feature);
        let town = self.region(feature, shape.as_ref());
        let lead = self.lead_unit(feature);
        let ordinal = self.lookup.next_ordinal;
        self.lookup.next_ordinal += 1;
        Project {
            id: id.into(),
            plan: self.plan(feature),
            ordinal,
            name,
            kind,
            town,
            stage: stage.unwrap_or(ProjectStage::Idea),
            starts: self.date(feature, ImportColumn::Starts),
            ends: self.date(feature, ImportColumn::Ends),
            quantity,
            quantity_unit: self.owned(feature, ImportColumn::QuantityUnit).or(in_cell),
            content: self.owned(feature, ImportColumn::Content),
            lead_unit: lead,
            percent,
            precision: self.precision(feature, shape.is_some()),
            alternative: self
                .yes_or_no(feature, ImportColumn::Alternative)
                .unwrap_or(false),
            source: match self.owned(feature, ImportColumn::Source) {
                Some(source) => Some(source),
                None => shape.is_some().then(|| self.choices.source.clone()),
            },
            geometry: shape,
            read_at: self.owned(feature, ImportColumn::ReadAt),
            note: self.owned(feature, ImportColumn::Note),
            project_code: self.owned(feature, ImportColumn::ProjectCode),
            nature: self.nature(feature),
            responsible_post: self.owned(feature, ImportColumn::ResponsiblePost),
            public_benefit: self.yes_or_no(feature, ImportColumn::PublicBenefit),
            yearly_revenue: self.wan_yuan(feature, ImportColumn::YearlyRevenue),
            bond_years: self.years(feature, ImportColumn::BondYears),
            bond_rate: self.number(feature, ImportColumn::BondRate).0,
        }
    }

    fn nature(&mut self, feature: &Feature) -> Option<ConstructionNature> {
        let text = self.get(feature, ImportColumn::Nature)?;
        match (ConstructionNature::parse(text.trim()), text.trim()) {
            (Some(nature), _) => {
                self.place(ImportColumn::Nature);
                Some(nature)
            }
            // A short form stays beside the row as it was written.
            (None, "改建" | "技改" | "技术改造") => Some(ConstructionNature::Reconstruction),
            _ => None,
        }
    }

    /// An amount that a file gives in 万元.
    fn wan_yuan(&mut self, feature: &Feature, column: ImportColumn) -> Option<Fen> {
        let (number, _) = self.number(feature, column);
        number.map(|wan| Fen((wan * 1e6).round() as i64))
    }

    /// A whole number of years.
    fn years(&mut self, feature: &Feature, column: ImportColumn) -> Option<i64> {
        let (number, _) = self.number(feature, column);
        number.filter(|n| n.fract() == 0.0).map(|n| n as i64)
    }

    fn yes_or_no(&mut self, feature: &Feature, column: ImportColumn) -> Option<bool> {
        let said = match self.value(feature, column)? {
            Value::Bool(yes) => Some(*yes),
            Value::Integer(n) => Some(*n == 1),
            Value::Text(text) => match text.trim() {
                "是" | "true" | "TRUE" | "1" => Some(true),
                "否" | "false" | "FALSE" | "0" => Some(false),
                _ => None,
            },
            Value::Null | Value::Real(_) => None,
        };
        if said.is_some() {
            self.place(column);
        }
        said
    }

    fn site(&mut self, feature: &Feature, id: String, shape: Option<Shape>) -> Site {
        let kind = self
            .get(feature, ImportColumn::Kind)
            .and_then(|t| SiteKind::parse(&t));
        if kind.is_some() {
            self.place(ImportColumn::Kind);
        }
        Site {
            id: id.into(),
            plan: self.plan(feature),
            town: self.region(feature, shape.as_ref()),
            name: self.name(feature),
            kind: kind.unwrap_or(SiteKind::Other),
            precision: self.precision(feature, shape.is_some()),
            source: Some(self.choices.source.clone()),
            geometry: shape,
            confidence: None,
            read_at: None,
            note: self.owned(feature, ImportColumn::Note),
        }
    }

    /// A town: one that is there gets its point, another is new.
    fn town(
        &mut self,
        feature: &Feature,
        id: Option<String>,
        shape: Option<geo_types::Geometry<f64>>,
    ) -> Option<Region> {
        let code = self.owned(feature, ImportColumn::Code);
        let Some(name) = self.owned(feature, ImportColumn::Name).or_else(|| code.clone()) else {
            self.warn(
                WarningKind::FeatureLeftOut,
                feature.number,
                said!(
                    "import.no_town",
                    "没有镇街名，没有导入",
                    "it names no town and was not imported"
                ),
            );
            return None;
        };
        let at = shape.as_ref().and_then(geodata::measure::label_point);
        let county = at.and_then(|p| geodata::basemap::county_at(p.x(), p.y()));
        let parent = county.and_then(|c| self.lookup.counties.get(c.adcode).cloned());
        let there = [id.as_deref(), code.as_deref(), Some(&name)]
            .into_iter()
            .flatten()
            .find_map(|key| self.lookup.regions.get(key).cloned().flatten());
        let new = id
            .or_else(|| code.clone())
            .unwrap_or_else(|| self.lookup.ids.next("regions"));
        Some(Region {
            id: there.unwrap_or_else(|| new.into()),
            code,
            name,
            level: RegionLevel::Township,
            parent,
            pinyin: None,
            precision: if at.is_some() {
                Precision::Town
            } else {
                Precision::Unmapped
            },
            geometry: at.map(|p| Shape(p.into())),
            source: Some(self.choices.source.clone()),
            confidence: Some(if at.is_some() { "medium" } else { "unknown" }.to_owned()),
            note: self.owned(feature, ImportColumn::Note),
            outline: shape.clone().and_then(Outline::of),
            aliases: None,
        })
    }

    fn control_line(
        &mut self,
        feature: &Feature,
        id: String,
        shape: Option<geo_types::Geometry<f64>>,
    ) -> Option<ControlLine> {
        let Some(shape) = shape else {
            self.warn(
                WarningKind::FeatureLeftOut,
                feature.number,
                said!(
                    "import.control_line_without_footprint",
                    "没有范围的管控线没有导入",
                    "a control line without a footprint was not imported"
                ),
            );
            return None;
        };
        if !matches!(
            shape,
            geo_types::Geometry::Polygon(_) | geo_types::Geometry::MultiPolygon(_)
        ) {
            self.warn(
                WarningKind::FeatureLeftOut,
                feature.number,
                said!(
                    "import.control_line_no_area",
                    "管控线应是面，这一条是 {}，没有导入",
                    "a control line should be an area, but this is {}; it was not imported",
                    kind_name(&shape)
                ),
            );
            return None;
        }
        let text = self.get(feature, ImportColumn::Kind);
        let own_word = text.as_deref().and_then(ControlKind::parse);
        if own_word.is_some() {
            self.place(ImportColumn::Kind);
        }
        let stated = own_word.or_else(|| text.as_deref().and_then(control_of));
        let layer = control_of(self.layer);
        Some(ControlLine {
            id: id.into(),
            kind: stated
                .or(self.choices.control)
                .or(layer)
                .unwrap_or(ControlKind::Other),
            name: self.owned(feature, ImportColumn::Name),
            geometry: Some(Shape(shape)),
            source: self
                .owned(feature, ImportColumn::Source)
                .or_else(|| Some(self.choices.source.clone())),
            dated: self.date(feature, ImportColumn::Dated).or(self.choices.dated),
        })
    }
}
