//! Features made into records: words, dates, towns and units as a ledger writes them.

use std::collections::{BTreeMap, HashMap};

use geodata::formats::{Feature, Value, Warning, WarningKind};
use serde_json::Map;

use super::fields::text;
use super::geometry::{Taken, take};
use super::mapping::Target;
use super::run::Choices;
use super::survey::kind_name;
use crate::model::*;

/// What rows are looked up in while they are made; taken from the model once.
pub(super) struct Lookup {
    plans: HashMap<String, PlanId>,
    units: HashMap<String, Option<UnitId>>,
    /// By full name, by name without 镇 or 街道, and by code; `None` where several are meant.
    regions: HashMap<String, Option<RegionId>>,
    /// Counties of the atlas by code.
    counties: HashMap<String, RegionId>,
    next_ordinal: i64,
}

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
            let one = units.entry(u.name.clone()).or_insert_with(|| Some(u.id.clone()));
            if one.as_ref() != Some(&u.id) {
                *one = None;
            }
        }
        let mut regions: HashMap<String, Option<RegionId>> = HashMap::new();
        let mut counties = HashMap::new();
        for r in model.regions.iter() {
            if r.level == RegionLevel::County {
                counties.insert(r.code.clone().unwrap_or_else(|| r.id.0.clone()), r.id.clone());
            }
            if !matches!(r.level, RegionLevel::County | RegionLevel::Township) {
                continue;
            }
            let names = [
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
            regions,
            counties,
            next_ordinal: model.projects.iter().map(|p| p.ordinal).max().unwrap_or(0) + 1,
        }
    }
}

/// A town's name without what kind of town it is.
fn stem(name: &str) -> &str {
    let stem = ["街道办事处", "街道", "镇", "乡"]
        .iter()
        .find_map(|s| name.strip_suffix(s));
    stem.filter(|s| s.chars().count() > 1).unwrap_or(name)
}

/// Names that the atlas does not have, each told once with its count.
#[derive(Default)]
pub(super) struct Missed(BTreeMap<(&'static str, String), (u64, u64)>);

/// Names that are told; of the rest only the number.
const MOST_MISSED: usize = 50;

impl Missed {
    fn note(&mut self, what: &'static str, name: &str, number: u64) {
        let (count, _) = self.0.entry((what, name.to_owned())).or_insert((0, number));
        *count += 1;
    }

    pub fn into_warnings(self) -> Vec<Warning> {
        let names = self.0.len();
        let told = self
            .0
            .into_iter()
            .take(MOST_MISSED)
            .map(|((what, name), (count, first))| {
                Warning::of_file(
                    WarningKind::NotSupported,
                    format!("{what}“{name}”在图册里找不到或不止一个，{count} 条留空（首见于第 {first} 条）"),
                )
            });
        let mut out: Vec<Warning> = told.collect();
        if names > MOST_MISSED {
            let text = format!("还有 {} 个名称在图册里找不到", names - MOST_MISSED);
            out.push(Warning::of_file(WarningKind::NotSupported, text));
        }
        out
    }
}

/// A row made of a feature.
pub(super) struct Made {
    pub record: Record,
    /// All values of the feature by field, as JSON.
    pub attributes: Option<String>,
    /// Whether the id was given by the file.
    pub own_id: bool,
}

/// Makes rows of features of one layer.
pub(super) struct Maker<'a> {
    pub lookup: &'a mut Lookup,
    pub missed: &'a mut Missed,
    pub choices: &'a Choices,
    pub layer: &'a str,
    /// Names of the fields.
    pub fields: &'a [String],
    /// Number of the field by column.
    pub columns: &'a HashMap<&'static str, usize>,
    /// What a person should know.
    pub warnings: Vec<Warning>,
    pub mended: u64,
}

impl Maker<'_> {
    fn get(&self, feature: &Feature, column: &str) -> Option<String> {
        let at = *self.columns.get(column)?;
        feature.values.get(at).and_then(text)
    }

    fn warn(&mut self, kind: WarningKind, number: u64, words: String) {
        self.warnings.push(Warning::at(kind, number, words));
    }

    /// The row of a feature; nothing when it cannot be used, which is then said.
    pub fn make(&mut self, mut feature: Feature) -> Option<Made> {
        let number = feature.number;
        let shape = feature.geometry.take().and_then(|geometry| {
            match take(geometry, &self.choices.system, self.choices.swapped) {
                Taken::Kept(g) => Some(g),
                Taken::Mended(g, at, code) => {
                    self.mended += 1;
                    self.warn(
                        WarningKind::Invalid,
                        number,
                        format!(
                            "边界有问题（{}，{:.6}, {:.6} 附近），已自动修复",
                            harm_name(code),
                            at.x,
                            at.y
                        ),
                    );
                    Some(g)
                }
                Taken::Refused(why) => {
                    self.warn(
                        WarningKind::GeometryLeftOut,
                        number,
                        format!("范围无法使用，只导入属性：{why}"),
                    );
                    None
                }
            }
        });
        let id = self.get(&feature, "id").filter(|id| id.len() <= 200);
        let own_id = id.is_some();
        let id =
            id.unwrap_or_else(|| format!("{}-{}", self.choices.target.kind().table(), uuid::Uuid::now_v7()));
        let record = match self.choices.target {
            Target::Projects => self.project(&feature, id, shape.map(Shape)).into(),
            Target::Sites => self.site(&feature, id, shape.map(Shape)).into(),
            Target::Towns => self.town(&feature, own_id.then_some(id), shape)?.into(),
            Target::ControlLines => self.control_line(&feature, id, shape)?.into(),
        };
        let mut values = Map::new();
        for (name, value) in self.fields.iter().zip(feature.values) {
            if value != Value::Null {
                values.insert(name.clone(), serde_json::to_value(value).unwrap_or_default());
            }
        }
        let attributes = (!values.is_empty()).then(|| serde_json::Value::Object(values).to_string());
        Some(Made {
            record,
            attributes,
            own_id,
        })
    }

    fn name(&mut self, feature: &Feature) -> String {
        self.get(feature, "name")
            .unwrap_or_else(|| format!("{}-{}", self.layer, feature.number))
    }

    fn plan(&mut self, feature: &Feature) -> Option<PlanId> {
        let Some(text) = self.get(feature, "plan") else {
            return self.choices.plan.clone();
        };
        let found = self.lookup.plans.get(&text).cloned();
        if found.is_none() {
            self.missed.note("方案", &text, feature.number);
        }
        found.or_else(|| self.choices.plan.clone())
    }

    /// The town named, else the county the place lies in when the atlas has it.
    fn region(&mut self, feature: &Feature, shape: Option<&Shape>) -> Option<RegionId> {
        if let Some(text) = self.get(feature, "town") {
            let found = self.lookup.regions.get(text.as_str());
            let found = found.or_else(|| self.lookup.regions.get(stem(&text)));
            if let Some(Some(id)) = found {
                return Some(id.clone());
            }
            self.missed.note("镇街", &text, feature.number);
        }
        if self.lookup.counties.is_empty() {
            return None;
        }
        let at = geodata::measure::label_point(&shape?.0)?;
        let county = geodata::basemap::county_at(at.x(), at.y())?;
        self.lookup.counties.get(county.adcode).cloned()
    }

    fn date(&mut self, feature: &Feature, column: &'static str) -> Option<PartialDate> {
        let text = self.get(feature, column)?;
        let day = text.split(['T', ' ']).next().unwrap_or_default();
        let date = day.parse().ok();
        if date.is_none() {
            self.warn(
                WarningKind::BadNumber,
                feature.number,
                format!("“{text}”不是日期，留空"),
            );
        }
        date
    }

    fn number(&mut self, feature: &Feature, column: &'static str) -> (Option<f64>, Option<String>) {
        let Some(text) = self.get(feature, column) else {
            return (None, None);
        };
        let plain = text.replace([',', '，'], "");
        let end = plain
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
            .unwrap_or(plain.len());
        let unit = plain[end..].trim();
        match plain[..end].parse::<f64>() {
            Ok(x) if x.is_finite() => (Some(x), (!unit.is_empty()).then(|| unit.to_owned())),
            _ => {
                self.warn(
                    WarningKind::BadNumber,
                    feature.number,
                    format!("“{text}”不是数字，留空"),
                );
                (None, None)
            }
        }
    }

    fn precision(&self, feature: &Feature, has_shape: bool) -> Precision {
        let stated = self.get(feature, "precision").and_then(|t| Precision::parse(&t));
        match (has_shape, stated) {
            (true, Some(Precision::Unmapped) | None) => self.choices.precision,
            (true, Some(precision)) => precision,
            (false, Some(p @ (Precision::Town | Precision::County))) => p,
            (false, _) => Precision::Unmapped,
        }
    }

    fn project(&mut self, feature: &Feature, id: String, shape: Option<Shape>) -> Project {
        let name = self.name(feature);
        let kind_text = self.get(feature, "kind");
        let kind = kind_text
            .as_deref()
            .and_then(|t| ProjectKind::parse(t).or_else(|| kind_of(t)))
            .or_else(|| kind_of(&name))
            .unwrap_or(ProjectKind::Other);
        let stage = self.get(feature, "stage").and_then(|t| {
            let stage = ProjectStage::parse(&t).or_else(|| stage_of(&t));
            if stage.is_none() {
                self.missed.note("阶段", &t, feature.number);
            }
            stage
        });
        let (quantity, in_cell) = self.number(feature, "quantity");
        let (percent, _) = self.number(feature, "percent");
        let town = self.region(feature, shape.as_ref());
        let lead = self.get(feature, "lead_unit").and_then(|t| {
            let found = self.lookup.units.get(&t).cloned().flatten();
            if found.is_none() {
                self.missed.note("单位", &t, feature.number);
            }
            found
        });
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
            starts: self.date(feature, "starts"),
            ends: self.date(feature, "ends"),
            quantity,
            quantity_unit: self.get(feature, "quantity_unit").or(in_cell),
            content: self.get(feature, "content"),
            lead_unit: lead,
            percent: percent.filter(|p| (0.0..=100.0).contains(p)),
            precision: self.precision(feature, shape.is_some()),
            alternative: false,
            source: shape.is_some().then(|| self.choices.source.clone()),
            geometry: shape,
            read_at: None,
            note: self.get(feature, "note"),
        }
    }

    fn site(&mut self, feature: &Feature, id: String, shape: Option<Shape>) -> Site {
        let kind = self.get(feature, "kind").and_then(|t| SiteKind::parse(&t));
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
            note: self.get(feature, "note"),
        }
    }

    /// A town: one that is there gets its point, another is new.
    fn town(
        &mut self,
        feature: &Feature,
        id: Option<String>,
        shape: Option<geo_types::Geometry<f64>>,
    ) -> Option<Region> {
        let code = self.get(feature, "code");
        let Some(name) = self.get(feature, "name").or_else(|| code.clone()) else {
            self.warn(
                WarningKind::FeatureLeftOut,
                feature.number,
                "没有镇街名，没有导入".to_owned(),
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
            .unwrap_or_else(|| format!("regions-{}", uuid::Uuid::now_v7()));
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
            note: self.get(feature, "note"),
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
                "没有范围的管控线没有导入".to_owned(),
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
                format!("管控线应是面，这一条是 {}，没有导入", kind_name(&shape)),
            );
            return None;
        }
        let stated = self
            .get(feature, "kind")
            .and_then(|t| ControlKind::parse(&t).or_else(|| control_of(&t)));
        let layer = control_of(self.layer);
        Some(ControlLine {
            id: id.into(),
            kind: stated
                .or(self.choices.control)
                .or(layer)
                .unwrap_or(ControlKind::Other),
            name: self.get(feature, "name"),
            geometry: Some(Shape(shape)),
            source: self
                .get(feature, "source")
                .or_else(|| Some(self.choices.source.clone())),
            dated: self.date(feature, "dated").or(self.choices.dated),
        })
    }
}

fn harm_name(code: &str) -> &'static str {
    match code {
        "validity.too-few-points" => "点数不足",
        "validity.spike" => "边界折返",
        "validity.self-crossing" => "边界自相交",
        "validity.hole-outside" => "空洞越界",
        "validity.holes-overlap" => "空洞重叠",
        "validity.parts-overlap" => "部分重叠",
        "validity.inside-divided" => "内部被空洞隔断",
        _ => "坐标无效",
    }
}

/// Words of names and ledgers by kind; the first kind with a word in the text is taken, so that the more special
/// ones stand first.
const KIND_WORDS: &[(ProjectKind, &[&str])] = &[
    (ProjectKind::Sewage, &["污水", "雨污", "排水管网", "sewage"]),
    (ProjectKind::Sanitation, &["垃圾", "环卫", "公厕", "厕所", "保洁"]),
    (ProjectKind::Digital, &["智慧", "数字", "信息化", "监控", "雪亮"]),
    (
        ProjectKind::Utility,
        &[
            "燃气", "供热", "供暖", "电网", "供电", "充电", "通信", "5G", "光伏", "路灯",
        ],
    ),
    (
        ProjectKind::Care,
        &["养老", "敬老", "幸福院", "托幼", "托育", "日间照料"],
    ),
    (
        ProjectKind::Education,
        &["学校", "小学", "中学", "幼儿园", "教育", "教学楼", "school"],
    ),
    (ProjectKind::Health, &["医院", "卫生院", "卫生室", "医疗", "诊所"]),
    (
        ProjectKind::Greening,
        &["绿化", "公园", "绿地", "绿道", "湿地", "游园", "生态修复", "造林"],
    ),
    (
        ProjectKind::Water,
        &[
            "供水",
            "自来水",
            "河道",
            "水库",
            "灌溉",
            "水利",
            "水厂",
            "渠",
            "坑塘",
            "防洪",
            "water",
        ],
    ),
    (
        ProjectKind::Streetscape,
        &["风貌", "立面", "街景", "店招", "外墙", "强弱电", "牌坊"],
    ),
    (
        ProjectKind::Culture,
        &["文化", "旅游", "景区", "文物", "博物馆", "广场", "体育", "古迹"],
    ),
    (
        ProjectKind::Commerce,
        &["商贸", "市场", "集市", "物流", "商业", "超市", "冷链", "电商"],
    ),
    (
        ProjectKind::Industry,
        &["产业园", "园区", "厂房", "工业", "企业", "车间", "孵化"],
    ),
    (
        ProjectKind::Agriculture,
        &["农业", "农田", "大棚", "养殖", "种植", "高标准", "合作社"],
    ),
    (
        ProjectKind::Housing,
        &["社区", "住宅", "安置", "棚户", "老旧小区", "危房", "住房", "安居"],
    ),
    (
        ProjectKind::Road,
        &[
            "道路", "公路", "路面", "桥", "街", "停车", "交通", "客运", "硬化", "路", "road",
        ],
    ),
];

fn kind_of(text: &str) -> Option<ProjectKind> {
    let text = text.to_lowercase();
    KIND_WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|w| text.contains(&w.to_lowercase())))
        .map(|(kind, _)| *kind)
}

fn stage_of(text: &str) -> Option<ProjectStage> {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&["验收", "投用", "投入使用", "销号"]) {
        Some(ProjectStage::Accepted)
    } else if has(&["竣工", "完工", "已完成", "建成"]) {
        Some(ProjectStage::Completed)
    } else if has(&["停工", "停建", "缓建", "暂停", "停缓"]) {
        Some(ProjectStage::Suspended)
    } else if has(&[
        "未开工",
        "前期",
        "设计",
        "立项",
        "可研",
        "招标",
        "招投标",
        "审批",
        "手续",
    ]) {
        Some(ProjectStage::Preparing)
    } else if has(&["在建", "施工", "已开工", "建设中", "续建", "开工"]) {
        Some(ProjectStage::Building)
    } else if has(&["谋划", "储备", "计划", "拟建", "规划", "新建"]) {
        Some(ProjectStage::Idea)
    } else {
        None
    }
}

fn control_of(text: &str) -> Option<ControlKind> {
    let has = |words: &[&str]| words.iter().any(|w| text.to_lowercase().contains(w));
    if has(&["基本农田", "yjjbnt", "jbnt", "farmland"]) {
        Some(ControlKind::Farmland)
    } else if has(&["生态", "红线", "stbhhx", "ecolog"]) {
        Some(ControlKind::Ecology)
    } else if has(&["城镇开发", "开发边界", "czkfbj", "urban"]) {
        Some(ControlKind::UrbanBoundary)
    } else {
        None
    }
}
