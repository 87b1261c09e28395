//! Words of ledgers and layers, and what they mean here.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::model::*;

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
struct KeywordIndex {
    words: HashMap<char, Vec<(usize, String)>>,
    /// One bit for each letter below U+10000 that begins a word.
    begins: Vec<u64>,
}

static KEYWORD_INDEX: LazyLock<KeywordIndex> = LazyLock::new(|| {
    let mut out = KeywordIndex {
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

/// The kind of project that a name or a word of a ledger tells.
pub(super) fn kind_of(text: &str) -> Option<ProjectKind> {
    let text: Cow<'_, str> = if may_have_capitals(text) {
        text.to_lowercase().into()
    } else {
        text.into()
    };
    let letters = &*KEYWORD_INDEX;
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

/// The stage that a word of a ledger means.
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

/// The kind of control line that the name of a layer tells.
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
