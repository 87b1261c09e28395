//! Works that a plan names: what is built or mended, with quantity and place.

use std::sync::LazyLock;

use geodata::gazetteer::GazetteerRegion;
use regex::Regex;

use crate::dates::dates;
use crate::found::{At, FoundProject};
use crate::outline::Line;
use crate::places::town_in;
use crate::quantities::{fen, quantities};
use crate::text::{clauses, sentences, shortened};

static WORKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:新建|改建|扩建|改扩建|新改建|建设|建成|改造|铺设|拓宽|修建|实施|打造|启动|硬化|安装|种植|升级改造|提升改造|完成|加快推进|推进)(?P<n>[^，。；：、]{2,40})").expect("a pattern of our own")
});

/// Nouns of things that are built.
const BUILT: &[&str] = &[
    "路",
    "道路",
    "桥",
    "广场",
    "公园",
    "游园",
    "学校",
    "小学",
    "中学",
    "幼儿园",
    "操场",
    "教学楼",
    "餐厅",
    "医院",
    "卫生院",
    "卫生室",
    "病房楼",
    "敬老院",
    "养老院",
    "中心",
    "站",
    "厂",
    "管网",
    "管道",
    "管线",
    "泵房",
    "水厂",
    "污水处理厂",
    "停车场",
    "路灯",
    "市场",
    "综合体",
    "基地",
    "园区",
    "产业园",
    "展馆",
    "展馆",
    "馆",
    "街",
    "街区",
    "小区",
    "社区",
    "工程",
    "项目",
    "铁矿",
    "廊道",
    "绿道",
    "步道",
    "河道",
    "航道",
    "水库",
    "堤防",
    "大棚",
    "仓库",
    "冷库",
    "厕所",
    "公厕",
    "桩",
    "基站",
    "平台",
    "地",
    "楼",
    "儿童之家",
    "体验园",
    "驿站",
    "民宿",
    "门户",
    "节点",
    "绿化",
    "种植",
    "农田",
    "渠",
    "塘",
    "沟",
    "段",
    "二期",
    "一期",
    "景区",
    "人行道",
    "房",
    "港",
];

/// Returns works of the lines of a task: with a quantity, or with a name that says a single thing.
pub fn projects(
    lines: &[Line],
    item: &str,
    task: Option<&str>,
    year: Option<&str>,
    towns: &[&'static GazetteerRegion],
) -> Vec<FoundProject> {
    let mut out: Vec<FoundProject> = Vec::new();
    for line in lines {
        for (_, sentence) in sentences(&line.text) {
            for (_, clause) in clauses(sentence) {
                for works in WORKS.captures_iter(clause) {
                    let (Some(all), Some(name)) = (works.get(0), works.name("n")) else {
                        continue;
                    };
                    let name = name.as_str();
                    let found = quantities(name);
                    let quantity = found.iter().find(|q| {
                        matches!(
                            q.unit.as_str(),
                            "处" | "座"
                                | "所"
                                | "条"
                                | "公里"
                                | "千米"
                                | "米"
                                | "平方米"
                                | "亩"
                                | "个"
                                | "户"
                                | "栋"
                                | "盏"
                                | "公顷"
                                | "套"
                                | "家"
                                | "间"
                                | "万平方米"
                        ) && fen(q).is_none()
                    });
                    let mut plain = String::new();
                    let mut from = 0;
                    for q in &found {
                        plain.push_str(&name[from..q.from]);
                        from = q.to;
                    }
                    plain.push_str(&name[from..]);
                    let plain = plain
                        .trim_matches(['的', '余', '和', '（', '）', ' '])
                        .trim_start_matches("以上")
                        .trim_end_matches("以上")
                        .trim_end_matches("左右");
                    let built = BUILT.iter().any(|b| plain.ends_with(b));
                    let one = [
                        "工程",
                        "项目",
                        "医院",
                        "二期",
                        "一期",
                        "中心卫生室",
                        "段",
                        "综合体",
                        "体验园",
                        "铁矿",
                    ]
                    .iter()
                    .any(|b| plain.ends_with(b));
                    if !built
                        || !(quantity.is_some() || one)
                        || plain.chars().count() < 3
                        || plain.contains("一批")
                        || plain.starts_with("一批")
                    {
                        continue;
                    }
                    if out.iter().any(|p| p.name == plain) {
                        continue;
                    }
                    let money = quantities(sentence)
                        .iter()
                        .find(|q| {
                            fen(q).is_some()
                                && ["总投资", "投资", "估算投资", "计划投资"].iter().any(|w| {
                                    sentence[..q.from].ends_with(w)
                                        || sentence[..q.from].ends_with(&format!("{w}约"))
                                })
                        })
                        .and_then(fen);
                    let span = dates(clause, year).pop();
                    out.push(FoundProject {
                        name: shortened(plain, 40),
                        quantity: quantity.map(|q| q.value),
                        quantity_unit: quantity.map(|q| q.unit.clone()),
                        content: Some(shortened(all.as_str(), 60)),
                        starts: span.as_ref().and_then(|d| d.starts.clone()),
                        ends: span.map(|d| d.date),
                        investment: money,
                        town: town_in(sentence, towns).map(|t| t.code.clone()),
                        place: None,
                        task: task.map(ToOwned::to_owned),
                        units: Vec::new(),
                        at: At {
                            page: line.page,
                            paragraph: line.paragraph,
                            item: item.to_owned(),
                            sentence: sentence.to_owned(),
                            rule: "project.works",
                        },
                    });
                }
            }
        }
    }
    out
}
