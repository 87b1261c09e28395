//! Words of ledgers and layers, and what they mean here.

use std::borrow::Cow;
use std::sync::LazyLock;

use geodata::formats::gpkg_blob::BlobError;
use geodata::validity::RepairError;
use hashbrown::HashMap;

use crate::model::*;

pub(super) fn harm_name(code: &str) -> &'static str {
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

/// Why a shape cannot be kept.
pub(super) fn repair_in_words(error: &RepairError) -> String {
    match error {
        RepairError::OutOfRange { x, y } => {
            let turned = x.abs() <= 90.0 && y.abs() <= 180.0;
            let hint = if turned {
                "，经度和纬度可能填反了"
            } else {
                "，请核对坐标系"
            };
            format!("({x}, {y}) 超出经纬度的范围{hint}")
        }
        RepairError::NothingLeft => "修复后没有剩下图形".to_owned(),
        RepairError::StillInvalid(problem) => format!("无法自动修复（{}）", harm_name(problem.code)),
    }
}

/// Why the bytes of a geometry cannot be read.
pub(super) fn blob_in_words(error: &BlobError) -> String {
    match error {
        BlobError::UnsupportedType { code, .. } => {
            let kind = match code % 1000 {
                15 => "多面体（PolyhedralSurface）",
                16 => "三角网（TIN）",
                17 => "三角形（Triangle）",
                _ => return format!("几何类型 {code} 不支持，请先转为点、线、面"),
            };
            format!("{kind}不支持，请先转为面")
        }
        BlobError::NotGeoPackage | BlobError::BadEnvelope { .. } => "不是 GeoPackage 的几何".to_owned(),
        BlobError::Extended => "是其他程序的扩展几何，请先转为普通几何".to_owned(),
        BlobError::TooDeep => "集合嵌套太深".to_owned(),
        BlobError::Truncated { .. }
        | BlobError::BadByteOrder { .. }
        | BlobError::WrongPart { .. }
        | BlobError::TooMany { .. } => "数据已损坏".to_owned(),
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

/// Words by their first letter, in small letters, with the place of their kind in [`KIND_WORDS`].
struct Letters {
    words: HashMap<char, Vec<(usize, String)>>,
    /// One bit for each letter below U+10000 that begins a word.
    begins: Vec<u64>,
}

static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let mut out = Letters {
        words: HashMap::new(),
        begins: vec![0; 1024],
    };
    for (place, (_, words)) in KIND_WORDS.iter().enumerate() {
        for word in words.iter().map(|w| w.to_lowercase()) {
            if let Some(letter) = word.chars().next() {
                if let Some(bits) = out.begins.get_mut(letter as usize / 64) {
                    *bits |= 1 << (letter as usize % 64);
                }
                out.words.entry(letter).or_default().push((place, word));
            }
        }
    }
    out
});

/// Whether a text may have capitals: Latin, Greek and the like, or full width.
fn may_have_capitals(text: &str) -> bool {
    text.bytes()
        .any(|b| b.is_ascii_uppercase() || matches!(b, 0xC3..=0xE2 | 0xEA | 0xEF..))
}

pub(super) fn kind_of(text: &str) -> Option<ProjectKind> {
    let text: Cow<'_, str> = if may_have_capitals(text) {
        text.to_lowercase().into()
    } else {
        text.into()
    };
    let letters = &*LETTERS;
    let mut best = KIND_WORDS.len();
    for (at, letter) in text.char_indices() {
        let bits = letters.begins.get(letter as usize / 64).copied();
        if bits.unwrap_or_default() >> (letter as usize % 64) & 1 == 0 {
            continue;
        }
        for (place, word) in letters.words.get(&letter).into_iter().flatten() {
            if *place < best && text[at..].starts_with(word.as_str()) {
                best = *place;
            }
        }
    }
    KIND_WORDS.get(best).map(|(kind, _)| *kind)
}

pub(super) fn stage_of(text: &str) -> Option<ProjectStage> {
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

pub(super) fn control_of(text: &str) -> Option<ControlKind> {
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
