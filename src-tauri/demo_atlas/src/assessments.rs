//! How the towns are judged and paid: criteria, two rounds of scores, rules about money, and the working bodies.

use super::{
    noise::noise,
    places::town_id,
    plans::{QUALITY, SPECIALITY},
    units::unit_id,
};
use planning::model::{
    Assessment, AssessmentRule, Consequence, Criterion, Fen, FundingRule, MoneySource, PartialDate,
    PilotLevel, RankEnd, Record, Recurrence, Roster, ScopeClass,
};

/// The criteria, the assessments, the funding rules, the rosters and the rules of assessment.
pub(super) fn rows() -> Vec<Record> {
    let mut rows = criteria();
    rows.extend(assessments());
    rows.extend(funding_rules());
    rows.extend(rosters());
    rows.extend(assessment_rules());
    rows
}

fn criteria() -> Vec<Record> {
    let table = [
        (QUALITY, "基础设施好", 25.0),
        (QUALITY, "公共服务好", 25.0),
        (QUALITY, "人居环境好", 20.0),
        (QUALITY, "项目进度", 20.0),
        (QUALITY, "资金管理", 10.0),
        (SPECIALITY, "主导产业规模", 40.0),
        (SPECIALITY, "链条完整度", 35.0),
        (SPECIALITY, "带动就业", 25.0),
    ];
    let criterion = |(n, (plan, name, weight)): (i64, (&str, &str, f64))| {
        Record::from(Criterion {
            id: format!("practice/c{n:02}").into(),
            plan: plan.into(),
            ordinal: n,
            name: name.to_owned(),
            weight: Some(weight),
            read_at: Some("四（二）".to_owned()),
            parent: None,
            scored_by: None,
            indicator: None,
            method: None,
        })
    };
    (1..).zip(table).map(criterion).collect()
}

/// The nine towns outside the county town are ranked each year; the two best are rewarded, the last is warned,
/// and the one that is last twice goes and another comes in its place.
fn assessments() -> Vec<Record> {
    let mut rows = Vec::new();
    let mut last_before = None;
    for (round, year) in [2025, 2026].into_iter().enumerate() {
        let mut scores: Vec<(usize, f64)> = (3..12)
            .map(|town| {
                let base = 84.0 - 1.6 * (town as f64 - 3.0) + 6.0 * noise((round * 50 + town) as u64);
                (town, (base * 10.0).round() / 10.0)
            })
            .collect();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let last = scores.last().map(|s| s.0);
        let twice = last.is_some() && last == last_before;
        for (rank, (town, score)) in (1..).zip(scores) {
            let consequence = match rank {
                1 | 2 => Some(Consequence::Rewarded),
                3 => Some(Consequence::Commended),
                9 if twice => Some(Consequence::Eliminated),
                8 if twice => Some(Consequence::Succeeded),
                9 => Some(Consequence::Warned),
                _ => None,
            };
            rows.push(Record::from(Assessment {
                id: format!("practice/a{year}-{rank:02}").into(),
                plan: QUALITY.into(),
                round: PartialDate::Year(year),
                region: Some(town_id(town).into()),
                score: Some(score),
                rank: Some(rank),
                consequence,
                read_at: Some("四（二）".to_owned()),
                note: (year == 2026).then(|| "预评分，年底核定（演练）".to_owned()),
                assessment_round: None,
            }));
        }
        last_before = last;
    }
    rows
}

fn funding_rules() -> Vec<Record> {
    let wan = |amount: i64| Some(Fen(amount * 1_000_000));
    let rule = |n: i64, plan: &str, title: &str, source, condition: &str| FundingRule {
        id: format!("practice/f{n:02}").into(),
        plan: plan.into(),
        ordinal: n,
        title: title.to_owned(),
        source: Some(source),
        share: None,
        amount: None,
        per: None,
        threshold: None,
        condition: Some(condition.to_owned()),
        basis: None,
        read_at: Some("四（一）".to_owned()),
    };
    let rules = [
        FundingRule {
            share: Some(0.8),
            ..rule(
                1,
                QUALITY,
                "土地出让净收益返还",
                MoneySource::LandReturn,
                "试点镇辖区产生的县级留成部分",
            )
        },
        FundingRule {
            share: Some(1.0),
            basis: Some("演政办〔2025〕9901号".to_owned()),
            ..rule(
                2,
                QUALITY,
                "基础设施配套费全额返还",
                MoneySource::FeeReturn,
                "用于镇区道路与管网",
            )
        },
        FundingRule {
            amount: wan(500),
            per: Some("镇".to_owned()),
            ..rule(
                3,
                QUALITY,
                "年度考核奖补",
                MoneySource::Award,
                "考核前两名；第二名按六成",
            )
        },
        FundingRule {
            threshold: wan(500),
            ..rule(
                4,
                QUALITY,
                "债券项目优先",
                MoneySource::SpecialBond,
                "有收益且能覆盖本息的项目",
            )
        },
        FundingRule {
            amount: wan(2),
            per: Some("亩".to_owned()),
            ..rule(
                5,
                SPECIALITY,
                "盘活闲置用地奖励",
                MoneySource::Award,
                "用于标准厂房并当年投产",
            )
        },
        FundingRule {
            share: Some(0.3),
            threshold: wan(1000),
            ..rule(
                6,
                SPECIALITY,
                "技改贷款贴息",
                MoneySource::County,
                "设备投入超过门槛，贴息不超过两年",
            )
        },
    ];
    rules.into_iter().map(Record::from).collect()
}

fn rosters() -> Vec<Record> {
    let body = "清河源县小城镇品质提升工作专班";
    let chain = "清河源县特色产业链工作专班";
    let table = [
        (QUALITY, body, "组长", "县政府", 1),
        (QUALITY, body, "副组长", "县政府办公室", 1),
        (QUALITY, body, "副组长", "县住房和城乡建设局", 1),
        (QUALITY, body, "成员", "县财政局", 2),
        (QUALITY, body, "成员", "县交通运输局", 2),
        (QUALITY, body, "成员", "各镇街", 12),
        (SPECIALITY, chain, "链长", "县政府", 2),
        (SPECIALITY, chain, "副链长", "县工业和信息化局", 1),
        (SPECIALITY, chain, "成员", "各试点镇", 6),
    ];
    let roster = |(n, (plan, body, role, unit, count)): (i64, (&str, &str, &str, &str, i64))| {
        Record::from(Roster {
            id: format!("practice/r{n:02}").into(),
            plan: plan.into(),
            body: body.to_owned(),
            role: role.to_owned(),
            unit: unit.to_owned(),
            count,
            ordinal: n,
            read_at: Some("附件".to_owned()),
        })
    };
    (1..).zip(table).map(roster).collect()
}

/// The rules that the assessments of the two years follow, and one of the other plan.
fn assessment_rules() -> Vec<Record> {
    use RankEnd::{Bottom, Top};
    let rule = |n: i64, title: &str, rank: Option<(RankEnd, i64)>, consequence| AssessmentRule {
        id: format!("practice/ar{n:02}").into(),
        plan: QUALITY.into(),
        ordinal: n,
        title: title.to_owned(),
        subject: Some(ScopeClass::EachTown),
        level: None,
        recurrence: Recurrence::Yearly,
        unit: Some(unit_id("县政府办公室").into()),
        body: None,
        rank_end: rank.map(|(end, _)| end),
        rank_count: rank.map(|(_, count)| count),
        times_in_row: None,
        consequence,
        successor_level: None,
        amount: None,
        condition: Some("县城以外的九个镇乡".to_owned()),
        read_at: Some("四（二）".to_owned()),
        note: None,
    };
    let rules = [
        AssessmentRule {
            amount: Some(Fen(500_000_000)),
            condition: Some("县城以外的九个镇乡；第二名按六成".to_owned()),
            ..rule(1, "前两名奖补", Some((Top, 2)), Some(Consequence::Rewarded))
        },
        rule(2, "前三名通报表扬", Some((Top, 3)), Some(Consequence::Commended)),
        rule(3, "末一名通报批评", Some((Bottom, 1)), Some(Consequence::Warned)),
        AssessmentRule {
            times_in_row: Some(2),
            successor_level: Some(PilotLevel::County),
            ..rule(
                4,
                "连续两年末位的淘汰",
                Some((Bottom, 1)),
                Some(Consequence::Eliminated),
            )
        },
        AssessmentRule {
            recurrence: Recurrence::Quarterly,
            condition: Some("季度调度的项目进度".to_owned()),
            ..rule(
                5,
                "季度末两名约谈",
                Some((Bottom, 2)),
                Some(Consequence::Summoned),
            )
        },
        AssessmentRule {
            plan: SPECIALITY.into(),
            subject: Some(ScopeClass::EachPilot),
            unit: None,
            body: Some("清河源县特色产业链工作专班".to_owned()),
            condition: Some("培育成效好的候选镇转为试点镇".to_owned()),
            ..rule(6, "培育成效评估", None, Some(Consequence::Succeeded))
        },
    ];
    rules.into_iter().map(Record::from).collect()
}
