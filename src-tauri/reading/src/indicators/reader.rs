//! Goes through the sentences of an item and takes the numbers that are targets.

use super::*;

impl Reader<'_> {
    pub(super) fn read(&self) -> Vec<FoundIndicator> {
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
