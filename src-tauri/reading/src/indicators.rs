//! Targets: numbers that something has to reach. A number is one where a word of the clause says so; others are left.

use std::sync::LazyLock;

use regex::Regex;

use crate::dates::{FoundDate, dates, relative_terms};
use crate::found::{At, FoundIndicator};
use crate::outline::Line;
use crate::quantities::{Quantity, quantities};
use crate::text::{clauses, sentences, shortened};

/// Words right before a number, or with a few between, that make it a target.
const REACH: &[&str] = &[
    "达到",
    "达",
    "不低于",
    "不少于",
    "不高于",
    "不超过",
    "不大于",
    "至少",
    "最少",
    "突破",
    "超过",
    "提高到",
    "提升到",
    "提高至",
    "提升至",
    "提高",
    "提升",
    "增长",
    "增加",
    "降低",
    "下降",
    "下降到",
    "降至",
    "控制在",
    "稳定在",
    "保持在",
    "完成",
    "确保",
    "高于",
    "低于",
    "增加到",
    "增至",
    "扩大到",
    "约",
    "新增",
    "为",
    "占",
    "实现",
    "力争",
    "不小于",
    "≥",
    "达标",
    "累计",
    "累计达到",
    "总数达到",
];

/// Verbs whose object a number counts.
const MAKE: &[&str] = &[
    "新建",
    "改建",
    "扩建",
    "建设",
    "建成",
    "打造",
    "培育",
    "创建",
    "新增",
    "改造",
    "拓宽",
    "实施",
    "选派",
    "发展",
    "引进",
    "集聚",
    "培训",
    "遴选",
    "选取",
    "选定",
    "确定",
    "种植",
    "安装",
    "铺设",
    "完成",
    "修建",
    "绿化",
    "建立",
    "设立",
    "开展",
    "整治",
    "治理",
    "硬化",
    "布局",
    "创成",
    "招引",
    "转移",
    "栽植",
    "修缮",
    "改厕",
    "配备",
    "建",
    "开通",
    "增设",
    "更新",
    "整修",
    "提升",
    "认定",
    "申报",
    "举办",
    "组织",
    "消除",
    "拆除",
    "建好",
    "修复",
    "清淤",
    "疏浚",
    "架设",
    "新改建",
    "改扩建",
    "争取",
    "打通",
    "招聘",
    "流转",
    "推广",
    "帮扶",
    "落实",
    "储备",
    "谋划",
    "形成",
    "保护",
    "盘活",
    "复垦",
    "整理",
    "供应",
    "新栽",
    "升级",
    "植树",
    "造林",
    "亮化",
    "装配",
    "评选",
    "培养",
    "选聘",
    "实现",
    "有",
    "设置",
    "增植",
    "加装",
];

/// Units of time, age and rank, in which a number is no target by itself.
const NO_TARGET_UNITS: &[&str] = &[
    "年", "月", "日", "天", "周", "小时", "分钟", "岁", "度", "级", "批", "期", "次", "个月", "倍", "村",
    "镇", "乡", "街", "路", "页", "种", "道", "段", "组", "支", "班", "团", "面", "口",
];

static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:左右|以上)?的?[\p{Han}（）“”]{1,12}?(?:基本)?(?:实现|达到|进入|创成|创建成|建成|完成|纳入|成为|通过)").expect("a pattern of our own")
});
static STAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?P<n>[一二三四五])星级").expect("a pattern of our own"));
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:开展|创建|争创|建成|创成)(?P<t>(?:国家级?|省级|全国|全省)[\p{Han}“”]{2,16}?示范(?:县|市|区|镇))(?:建设|创建|$|，|。|、)").expect("a pattern of our own")
});
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"全覆盖|全面消除|全部消除|基本消除|动态清零|全部清零|清零|全部达到|全部达标|全面达标|应[\p{Han}]尽[\p{Han}]率").expect("a pattern of our own")
});

/// Marks inside which a number names or explains: quotation marks, titles, brackets.
fn is_enclosed(text: &str, at: usize) -> bool {
    let mut depth = 0_i32;
    for c in text[..at].chars() {
        match c {
            '（' | '《' | '“' | '〔' => depth += 1,
            '）' | '》' | '”' | '〕' => depth = (depth - 1).max(0),
            _ => {}
        }
    }
    depth > 0
}

struct Reader<'a> {
    lines: &'a [Line],
    item: &'a str,
    task: Option<&'a str>,
    year: Option<&'a str>,
}

/// Returns the targets in the lines of a task, a measure or a section.
pub fn indicators(lines: &[Line], item: &str, task: Option<&str>, year: Option<&str>) -> Vec<FoundIndicator> {
    Reader {
        lines,
        item,
        task,
        year,
    }
    .read()
}

fn trim_name(text: &str) -> String {
    let mut name = text.trim();
    loop {
        let before = name;
        for head in [
            "，",
            "、",
            "力争",
            "争取",
            "确保",
            "推动",
            "使",
            "让",
            "努力",
            "基本",
            "全面",
            "逐步",
            "到",
            "其中",
            "并",
            "计划",
            "每年",
            "全年",
            "累计",
            "大力",
            "积极",
            "分别",
            "持续",
            "加快",
            "加强",
            "实现",
            "支持",
            "全部",
            "预计",
            "同时",
            "年内",
            "规划",
            "原则上",
            "预期",
            "有效",
            "切实",
            "着力",
            "应",
            "的",
            "纵深",
            "每个",
            "有序",
        ] {
            name = name.strip_prefix(head).unwrap_or(name).trim();
        }
        for tail in [
            "，",
            "、",
            "分别",
            "基本",
            "力争",
            "实现",
            "总数",
            "数量",
            "目标",
            "均",
            "要",
            "应",
            "比例",
            "累计",
            "全部",
            "面积",
            "再",
            "为",
            "占",
            "的",
            "已",
            "将",
            "至少",
            "不低于",
            "不少于",
            "控制在",
            "年均",
            "每年",
            "稳定",
            "总量",
            "超过",
        ] {
            if name.chars().count() > tail.chars().count() + 2
                && !["比例", "面积", "总数", "数量", "总量"].contains(&tail)
            {
                name = name.strip_suffix(tail).unwrap_or(name).trim();
            }
        }
        if before == name {
            break;
        }
    }
    shortened(name.trim_matches(['，', '、', '。', '；', '：']), 40)
}

fn without_dates(text: &str, year: Option<&str>) -> String {
    let mut out = String::new();
    let mut from = 0;
    for date in dates(text, year) {
        out.push_str(text.get(from..date.from).unwrap_or_default());
        from = date.to;
    }
    out.push_str(&text[from..]);
    for term in ["五年内", "三年内", "两年内", "每年"] {
        out = out.replace(term, "");
    }
    out
}

fn is_yearly(clause: &str, upto: usize) -> bool {
    let before = &clause[..upto];
    ["每年", "年均", "逐年", "年度"]
        .iter()
        .any(|w| before.contains(w))
        || before.trim_start_matches(['，', '、']).starts_with("年城")
        || before.starts_with("年新增")
        || before.starts_with("年培训")
}

impl Reader<'_> {
    fn read(&self) -> Vec<FoundIndicator> {
        let mut out: Vec<FoundIndicator> = Vec::new();
        let mut first_of_all = true;
        let mut deadline_of_item: Option<String> = None;
        for line in self.lines {
            for (_, sentence) in sentences(&line.text) {
                // 2022年4月底前，…: a deadline that begins the item holds for all of it.
                if first_of_all || out.is_empty() {
                    let found = dates(sentence, self.year);
                    if let Some(date) = found.first()
                        && date.from <= 3
                        && date.is_deadline
                        && date.starts.is_none()
                        && sentence[..date.to].ends_with('前')
                    {
                        deadline_of_item = Some(date.date.clone());
                    }
                    first_of_all = sentence.chars().count() < 26 && first_of_all;
                }
                for part in parts_of(sentence) {
                    self.read_part(line, sentence, part, deadline_of_item.as_deref(), &mut out);
                }
            }
        }
        out
    }

    /// Reads what stands between two ；.
    fn read_part(
        &self,
        line: &Line,
        sentence: &str,
        part: &str,
        deadline_of_item: Option<&str>,
        out: &mut Vec<FoundIndicator>,
    ) {
        let all_dates = dates(part, self.year);
        let begun = out.len();
        let mut last_clause_was_target = false;
        let parts = clauses(part);
        for (i, (offset, clause)) in parts.iter().enumerate() {
            let before_clause = if i > 0 { parts[i - 1].1 } else { "" };
            let found = quantities(clause);
            let mut any = false;
            for (k, quantity) in found.iter().enumerate() {
                let Some((name, operator)) = self.target(
                    clause,
                    before_clause,
                    quantity,
                    &found[..k],
                    last_clause_was_target,
                    any,
                ) else {
                    continue;
                };
                any = true;
                let at = offset + quantity.from;
                let deadline =
                    deadline_before(part, at, &all_dates).or_else(|| deadline_of_item.map(ToOwned::to_owned));
                let unit = (!quantity.unit.is_empty()).then(|| quantity.unit.clone());
                out.push(FoundIndicator {
                    name,
                    operator,
                    value: quantity.value,
                    upper: quantity.upper,
                    unit,
                    recurrence: if is_yearly(clause, quantity.from)
                        || (i > 0
                            && is_yearly(before_clause, before_clause.len())
                            && before_clause.chars().count() < 12)
                    {
                        "yearly"
                    } else {
                        "once"
                    },
                    scope: scope_of(clause),
                    wording: self.wording(part, clause, quantity),
                    task: self.task.map(ToOwned::to_owned),
                    deadline,
                    at: self.place(line, sentence, "indicator.number"),
                });
            }
            self.read_words(
                line,
                sentence,
                part,
                *offset,
                clause,
                &found,
                any,
                &all_dates,
                deadline_of_item,
                out,
            );
            last_clause_was_target = any;
        }
        // …预计于2023年下半年投入使用: the date of what stands before it.
        if let Some(date) = all_dates.iter().rev().find(|d| {
            let tail: String = part[d.to..].chars().take(12).collect();
            ["投入使用", "建成", "完工", "竣工", "完成", "通车", "投用", "投产"]
                .iter()
                .any(|w| {
                    tail.starts_with(w)
                        || tail.starts_with(&format!("前{w}"))
                        || tail.starts_with(&format!("全面{w}"))
                })
        }) {
            let expected = part[..date.from].ends_with("预计于") || part[..date.from].ends_with("预计");
            for indicator in out[begun..].iter_mut().filter(|i| i.deadline.is_none()) {
                indicator.deadline = Some(date.date.clone());
                if expected {
                    let wording = indicator.wording.take();
                    indicator.wording = Some(wording.map_or_else(
                        || "预计".to_owned(),
                        |w| {
                            if w.contains("预计") {
                                w
                            } else {
                                format!("{w}、预计")
                            }
                        },
                    ));
                }
            }
        }
    }

    /// Targets in words: 全覆盖, 清零, 星级, 示范县.
    #[allow(
        clippy::too_many_arguments,
        reason = "the clause with all that is known around it"
    )]
    fn read_words(
        &self,
        line: &Line,
        sentence: &str,
        part: &str,
        offset: usize,
        clause: &str,
        found: &[Quantity],
        any: bool,
        all_dates: &[FoundDate],
        deadline_of_item: Option<&str>,
        out: &mut Vec<FoundIndicator>,
    ) {
        let mut add =
            |name: String, value: f64, unit: &str, at: usize, wording: Option<String>, rule: &'static str| {
                out.push(FoundIndicator {
                    name,
                    operator: "≥",
                    value,
                    upper: None,
                    unit: Some(unit.to_owned()),
                    deadline: deadline_before(part, offset + at, all_dates)
                        .or_else(|| deadline_of_item.map(ToOwned::to_owned)),
                    recurrence: "once",
                    scope: scope_of(clause),
                    wording,
                    task: self.task.map(ToOwned::to_owned),
                    at: self.place(line, sentence, rule),
                });
            };
        for word in WHOLE.find_iter(clause) {
            let counted = any
                && found
                    .iter()
                    .any(|q| q.to <= word.start() && clause[q.to..word.start()].chars().count() <= 12);
            let percent = found.iter().any(|q| q.unit == "%" && any);
            let after = &clause[word.end()..];
            let names = after.starts_with(['的', '”'])
                || ["体系", "机制", "监管", "网络", "工作", "行动"]
                    .iter()
                    .any(|w| after.starts_with(w));
            if is_enclosed(clause, word.start()) || counted || percent || names {
                continue;
            }
            let is_standard = word.as_str() == "全部达到";
            let subject = without_dates(&clause[..word.start()], self.year);
            let name = if is_standard {
                format!("{}达到{}", trim_name(&subject), after.trim_matches(['，', '。']))
            } else {
                trim_name(&subject)
            };
            if name.chars().count() < 2 {
                continue;
            }
            let mut wording: Vec<&str> = relative_terms(part)
                .into_iter()
                .filter(|(at, _)| *at <= offset + word.start())
                .map(|(_, t)| t)
                .filter(|t| *t != "每年")
                .collect();
            wording.push(word.as_str());
            add(
                name,
                100.0,
                "%",
                word.start(),
                Some(wording.join("、")),
                "indicator.whole",
            );
        }
        for star in STAR.captures_iter(clause) {
            let Some(all) = star.get(0) else { continue };
            let after = &clause[all.end()..];
            let aims = (after.contains("标准建设") && clause.contains("按照"))
                || (after.contains("建设")
                    && ["推进", "创建", "争创", "开展"]
                        .iter()
                        .any(|w| clause[..all.start()].contains(w)))
                || ["创建", "争创", "创成", "达到"]
                    .iter()
                    .any(|w| clause[..all.start()].ends_with(w));
            if !aims || is_enclosed(clause, all.start()) {
                continue;
            }
            let value = crate::numbering::han_number(&star["n"]).unwrap_or(0);
            add(
                trim_name(after.trim_start_matches("及以上")),
                f64::from(value),
                "星级",
                all.start(),
                None,
                "indicator.star",
            );
        }
        for title in TITLE.captures_iter(clause) {
            let Some(t) = title.name("t") else { continue };
            if !is_enclosed(clause, t.start()) {
                add(
                    t.as_str().to_owned(),
                    1.0,
                    "个",
                    t.start(),
                    None,
                    "indicator.title",
                );
            }
        }
    }

    /// Name and operator of a quantity that is a target; `None` if nothing says that it is one.
    fn target(
        &self,
        clause: &str,
        before_clause: &str,
        q: &Quantity,
        earlier: &[Quantity],
        last_was: bool,
        any: bool,
    ) -> Option<(String, &'static str)> {
        let (pre, post) = (&clause[..q.from], &clause[q.to..]);
        if is_enclosed(clause, q.from)
            || pre.ends_with(['第', '前', '后', '末', '近']) && !pre.ends_with("以前")
        {
            return None;
        }
        let after_about = ["及以上", "以上", "左右", "以内", "以下", "余", "多"]
            .iter()
            .find_map(|w| post.strip_prefix(w))
            .unwrap_or(post);
        let money = q.unit.ends_with('元');
        let percent = q.unit == "%" || q.unit.ends_with("百分点");
        let next_is_han = after_about.starts_with(|c: char| crate::text::is_han(c));
        let exact_about = matches!(q.about, Some("以上" | "及以上" | "以下" | "以内"))
            || post.starts_with("以上")
            || post.starts_with("以下");
        // 投资500万元以上技改项目: a limit on what is counted.
        if exact_about
            && next_is_han
            && !after_about.starts_with("的目标")
            && (money
                || NO_TARGET_UNITS.contains(&q.unit.as_str())
                || q.unit.contains("平方米")
                || q.unit.contains('吨')
                || percent)
        {
            return None;
        }
        // 3000平方米以下的…, 10人以上的…
        if exact_about && after_about.starts_with('的') {
            return None;
        }
        let gives = [
            "给予",
            "奖励",
            "补助",
            "补贴",
            "奖补",
            "予以重点支持",
            "返还",
            "罚款",
            "处以",
            "扣",
            "每亩",
            "贴息",
        ]
        .iter()
        .any(|w| clause.contains(w));
        if (money || percent) && gives {
            return None;
        }
        if money
            && (pre.ends_with("总投资")
                || pre.ends_with("投资")
                || pre.ends_with("概算")
                || pre.ends_with("资金")
                || pre.ends_with("计划投资")
                || pre.ends_with("估算投资")
                || pre.contains("单项"))
        {
            return None;
        }
        if money && pre.contains("投资规模") {
            return None;
        }
        // 等10个试点村; 现有3座: what is there already.
        if pre.ends_with('等')
            || [
                "现有",
                "已建成",
                "已有",
                "原有",
                "目前",
                "现状",
                "截至",
                "现已",
                "共有",
                "辖",
            ]
            .iter()
            .any(|w| pre.contains(w))
        {
            return None;
        }
        // 在2020年基础上, 10个方面, 3个100%: words, no targets.
        if [
            "基础上",
            "方面",
            "环节",
            "层面",
            "关键",
            "领域",
            "大类",
            "原则",
            "阶段",
            "工作日",
            "自然日",
            "层次",
            "结合",
            "统一",
            "到位",
            "星期",
            "模式",
            "体系",
        ]
        .iter()
        .any(|w| after_about.starts_with(w))
        {
            return None;
        }
        let unitless = q.unit.is_empty() || q.unit == "万";
        let said_about = q.about.is_some() || post.starts_with("以上") || post.starts_with("左右");
        if unitless && !said_about {
            return None;
        }
        let reach = REACH
            .iter()
            .filter(|w| pre.ends_with(**w))
            .max_by_key(|w| w.len())
            .copied()
            .or_else(|| {
                // 分别达到100%、60%以上: the second stands after the first.
                let last = earlier.last()?;
                let between = &clause[last.to..q.from];
                let joined = between.trim_start_matches("以上").trim_start_matches("左右");
                (any && (joined == "、" || joined == "和") && pre.contains("分别")).then_some("达到")
            });
        let strong = reach.is_some() || (said_about && !matches!(q.about, Some("余" | "多")));
        if NO_TARGET_UNITS.contains(&q.unit.as_str()) {
            let counted = matches!(
                q.unit.as_str(),
                "村" | "镇" | "乡" | "段" | "口" | "面" | "支" | "道" | "次" | "天" | "班"
            ) && (reach.is_some() || said_about)
                && !q.in_words;
            if !counted {
                return None;
            }
        }
        if q.in_words {
            let verb = MAKE
                .iter()
                .any(|w| pre.ends_with(w) && *w != "有" && *w != "提升");
            let facility = matches!(q.unit.as_str(), "处" | "座" | "所" | "公里")
                || (q.unit != "星级" && q.value >= 2.0 && matches!(q.unit.as_str(), "个" | "条" | "家"));
            if !(verb && facility) {
                return None;
            }
        }
        let by_verb = MAKE.iter().filter(|w| **w != "有").any(|w| pre.contains(w));
        let subject = pre.is_empty()
            || pre.ends_with('有')
            || pre.ends_with("，")
            || earlier.is_empty() && pre.chars().all(|c| !crate::text::is_han(c));
        let counts_subject = !percent && !money && subject && SUBJECT.is_match(after_about);
        let pushes = ["推进", "推动", "加快"].iter().any(|w| pre.ends_with(w))
            && ["建设", "改造", "工程", "项目", "治理", "整治"]
                .iter()
                .any(|w| after_about.contains(w));
        let covers = after_about.contains("全覆盖") && pre.contains("实现");
        let of_percent = percent
            && (reach.is_some()
                || [
                    "提高",
                    "增长",
                    "下降",
                    "降低",
                    "达到",
                    "占",
                    "完成",
                    "超过",
                    "不低于",
                ]
                .iter()
                .any(|w| pre.ends_with(w))
                || (q.value >= 100.0
                    && ["留", "覆盖", "达标", "完成", "纳入", "实现", "整改", "入"]
                        .iter()
                        .any(|w| after_about.starts_with(w)))
                || (pre.ends_with("率") && post.trim_matches(['，', '。', '；']).is_empty())
                || (said_about && (pre.contains("率") || pre.contains("比例") || pre.contains("完成"))));
        let size = last_was
            && [
                "面积",
                "长度",
                "全长",
                "总长",
                "总面积",
                "建筑面积",
                "占地面积",
                "涉及",
                "改造户数",
                "惠及",
                "受益",
                "总里程",
            ]
            .iter()
            .any(|w| pre.ends_with(w));
        let per_head = pre.ends_with("至少") || pre.ends_with("不少于");
        let is_target = if percent {
            of_percent
        } else if money {
            reach.is_some_and(|r| r != "为" && r != "约")
                || (pre.contains("实现") && pre.contains(['入', '值']))
                || (any && pre.contains("实现"))
        } else {
            let end_reach = reach.is_some_and(|r| {
                (r != "为" || !next_is_han)
                    && r != "占"
                    && !(matches!(r, "约" | "实现" | "力争" | "提高" | "提升" | "增加") && unitless)
            });
            (end_reach && (by_verb || reach != Some("为")))
                || (strong
                    && (by_verb
                        || said_about && (reach.is_some() || pre.contains("就业") || pre.contains("力争"))))
                || by_verb
                || counts_subject
                || pushes
                || covers
                || size
                || per_head
                || (said_about && !next_is_han && pre.chars().count() >= 3)
        };
        if !is_target {
            return None;
        }
        // 围绕7条产业链, 以10个村为重点: the object of a word that is no making.
        if !percent
            && reach.is_none()
            && [
                "围绕", "以", "对", "聚焦", "由", "按照", "从", "在", "向", "每", "至", "于", "超", "含",
            ]
            .iter()
            .any(|w| pre.ends_with(w))
        {
            return None;
        }
        let operator = if matches!(q.about, Some("左右")) || post.starts_with("左右") || pre.ends_with('约')
        {
            "≈"
        } else if [
            "不高于",
            "不超过",
            "控制在",
            "不大于",
            "低于",
            "降至",
            "下降到",
            "以内",
        ]
        .iter()
        .any(|w| pre.ends_with(w) && *w != "不低于" && !pre.ends_with("不低于"))
            || matches!(q.about, Some("以内" | "以下"))
            || post.starts_with("以内")
            || post.starts_with("以下")
        {
            "≤"
        } else if ["遴选", "选取", "选定"].iter().any(|w| pre.ends_with(w)) && !said_about {
            "="
        } else {
            "≥"
        };
        let mut name = name_of(
            clause,
            before_clause,
            q,
            earlier,
            reach,
            counts_subject,
            self.year,
        );
        if name.chars().count() < 2 {
            name = trim_name(&without_dates(before_clause, self.year));
        }
        (name.chars().count() >= 2).then_some((name, operator))
    }

    fn wording(&self, part: &str, clause: &str, q: &Quantity) -> Option<String> {
        let pre = &clause[..q.from];
        let post = &clause[q.to..];
        let mut words: Vec<&str> = Vec::new();
        for word in [
            "力争",
            "争取",
            "预计",
            "计划",
            "大力推进",
            "基本",
            "逐步",
            "不低于",
            "不少于",
            "至少",
            "突破",
            "原则上",
            "约",
        ] {
            if pre.contains(word) || (word == "力争" && part[..part.find(clause).unwrap_or(0)].contains(word))
            {
                words.push(word);
            }
        }
        for word in ["以上", "左右", "以内", "以下", "余"] {
            if q.about.is_some_and(|a| a.ends_with(word)) || post.starts_with(word) {
                words.push(word);
            }
        }
        if post.contains("全覆盖") {
            words.push("全覆盖");
        }
        for (_, term) in relative_terms(clause) {
            if !term.contains('每') && !term.contains("年均") && !words.contains(&term) {
                words.push(term);
            }
        }
        (!words.is_empty()).then(|| words.join("、"))
    }

    fn place(&self, line: &Line, sentence: &str, rule: &'static str) -> At {
        At {
            page: line.page,
            paragraph: line.paragraph,
            item: self.item.to_owned(),
            sentence: sentence.trim().to_owned(),
            rule,
        }
    }
}

/// What stands between two ；, outside brackets.
fn parts_of(sentence: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    for (at, c) in sentence.char_indices() {
        match c {
            '（' | '“' | '《' => depth += 1,
            '）' | '”' | '》' => depth = (depth - 1).max(0),
            '；' if depth == 0 => {
                out.push(&sentence[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(&sentence[from..]);
    out.retain(|p| !p.trim().is_empty());
    out
}

/// The date that holds for a number: the nearest one before it.
fn deadline_before(part: &str, at: usize, all: &[FoundDate]) -> Option<String> {
    let date = all.iter().rev().find(|d| {
        let after = &part[d.to..];
        d.to <= at
            && !["基础上", "以来", "起", "开始", "度", "版"]
                .iter()
                .any(|w| after.starts_with(w))
    })?;
    Some(date.date.clone())
}

fn scope_of(clause: &str) -> Option<String> {
    static SCOPE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:每个|每|各)(?:县（市、区）|县（市）|县|区|乡镇（街道）|乡镇|镇街|镇|街道|行政村|村|社区|试点镇)").expect("a pattern of our own")
    });
    SCOPE.find(clause).map(|m| m.as_str().to_owned())
}

/// The noun of a number: what stands after it where a verb stands before, else what stands before.
fn name_of(
    clause: &str,
    before_clause: &str,
    q: &Quantity,
    earlier: &[Quantity],
    reach: Option<&str>,
    counts_subject: bool,
    year: Option<&str>,
) -> String {
    let (pre, post) = (&clause[..q.from], &clause[q.to..]);
    let post = ["及以上", "以上", "左右", "以内", "以下", "余", "多"]
        .iter()
        .find_map(|w| post.strip_prefix(w))
        .unwrap_or(post);
    let noun_after = || {
        let end = post
            .char_indices()
            .find(|(i, c)| "、，。；：".contains(*c) && !is_enclosed(post, *i))
            .map_or(post.len(), |(i, _)| i);
        post[..end].trim_start_matches('的').to_owned()
    };
    if counts_subject {
        return trim_name(post.trim_start_matches('的').trim_matches(['，', '。', '；']));
    }
    let from = earlier.last().map_or(0, |e| e.to);
    // Several numbers in one clause: the name of the later ones begins after the one before.
    let own = pre
        .get(from..)
        .unwrap_or(pre)
        .trim_start_matches(['、', '和', '及']);
    let own_words = own.chars().filter(|c| crate::text::is_han(*c)).count();
    let verb_only = MAKE.iter().any(|w| pre.ends_with(w))
        || own_words < 2
        || ["推进", "推动", "至少", "不少于", "加快"]
            .iter()
            .any(|w| pre.ends_with(w));
    if verb_only && reach.is_none_or(|r| matches!(r, "新增" | "至少" | "不少于" | "完成" | "实现" | "力争"))
    {
        let noun = noun_after();
        if noun.chars().filter(|c| crate::text::is_han(*c)).count() >= 2 {
            return trim_name(&noun);
        }
    }
    let subject = if own_words >= 2 { own } else { pre };
    let plain = without_dates(subject, year);
    let plain = match reach {
        Some(r) => plain.trim_end_matches(r),
        None => plain.as_str(),
    };
    let name = trim_name(plain);
    if name.chars().count() < 2 {
        return trim_name(&without_dates(before_clause, year));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, operator, value, upper, unit, wording or date.
    type Expected<'a> = (
        &'a str,
        &'a str,
        f64,
        Option<f64>,
        Option<&'a str>,
        Option<&'a str>,
    );

    fn check(text: &str, expected: &[Expected<'_>]) {
        let line = Line {
            page: None,
            paragraph: 1,
            text: text.to_owned(),
            raw: text.to_owned(),
        };
        let found = indicators(&[line], "", None, Some("2024"));
        let found: Vec<_> = found
            .iter()
            .map(|i| {
                (
                    i.name.as_str(),
                    i.operator,
                    i.value,
                    i.upper,
                    i.unit.as_deref(),
                    i.deadline.as_deref(),
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn targets_are_told_from_other_numbers() {
        check(
            "到2026年，森林覆盖率达到35%以上，新建口袋公园12处。",
            &[
                ("森林覆盖率", "≥", 35.0, None, Some("%"), Some("2026")),
                ("口袋公园", "≥", 12.0, None, Some("处"), Some("2026")),
            ]
            .map(|t| {
                if t.0 == "口袋公园" {
                    ("新建口袋公园", t.1, t.2, t.3, t.4, t.5)
                } else {
                    t
                }
            }),
        );
        check("投资300万元以上项目予以优先支持，考核前3名通报表扬。", &[]);
        check("现有公园3处，辖12个村，连续两年获奖。", &[]);
        check("推广“5+2”模式，围绕6条产业链招商。", &[]);
    }

    #[test]
    fn words_that_mean_all_are_a_hundred_percent() {
        check(
            "2025年底前实现农村生活污水治理全覆盖。",
            &[("农村生活污水治理", "≥", 100.0, None, Some("%"), Some("2025-12"))],
        );
        check("巩固“两个清零”成效。", &[]);
    }
}
