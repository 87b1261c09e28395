//! What can be judged of who may have which money.

use super::plans::{QUALITY, SPECIALITY};
use planning::model::{
    EligibilityEffect, EligibilityRule, Fen, MoneySource, PilotLevel, ProjectKind, Record, RevenueTest,
};

/// The rules; amounts and shares are those of the clauses.
pub(super) fn rows() -> Vec<Record> {
    use EligibilityEffect as Gives;
    let wan = |amount: i64| Some(Fen(amount * 1_000_000));
    let rule = |n: i64, plan: &str, clause: i64, title: &str, effect| EligibilityRule {
        id: format!("practice/e{n:02}").into(),
        plan: Some(plan.into()),
        funding_rule: Some(format!("practice/f{clause:02}").into()),
        ordinal: n,
        title: title.to_owned(),
        effect,
        source: None,
        kind: None,
        pilot_level: None,
        public_benefit: None,
        over: None,
        revenue: None,
        coverage: None,
        share: None,
        amount: None,
        per: None,
        condition: None,
        read_at: Some("四（一）".to_owned()),
        note: None,
    };
    let text = |words: &str| Some(words.to_owned());
    let rules = [
        EligibilityRule {
            source: Some(MoneySource::LandReturn),
            pilot_level: Some(PilotLevel::County),
            share: Some(0.8),
            condition: text("县级留成部分"),
            ..rule(1, QUALITY, 1, "土地出让净收益返还", Gives::Return)
        },
        EligibilityRule {
            source: Some(MoneySource::FeeReturn),
            pilot_level: Some(PilotLevel::County),
            share: Some(1.0),
            ..rule(2, QUALITY, 2, "基础设施配套费全额返还", Gives::Return)
        },
        EligibilityRule {
            source: Some(MoneySource::Award),
            amount: wan(500),
            per: text("镇"),
            condition: text("年度考核前两名，第二名按六成"),
            ..rule(3, QUALITY, 3, "年度考核奖补", Gives::Reward)
        },
        EligibilityRule {
            pilot_level: Some(PilotLevel::County),
            public_benefit: Some(true),
            over: wan(500),
            ..rule(4, QUALITY, 4, "超过500万元的公益性项目重点支持", Gives::Priority)
        },
        EligibilityRule {
            source: Some(MoneySource::GeneralBond),
            public_benefit: Some(true),
            over: wan(500),
            revenue: Some(RevenueTest::None),
            ..rule(5, QUALITY, 4, "没有收益的争取一般债券", Gives::Source)
        },
        EligibilityRule {
            source: Some(MoneySource::SpecialBond),
            over: wan(500),
            revenue: Some(RevenueTest::CoversDebt),
            coverage: Some(1.2),
            condition: text("符合专项债券投向"),
            ..rule(6, QUALITY, 4, "收益覆盖本息1.2倍的争取专项债券", Gives::Source)
        },
        EligibilityRule {
            source: Some(MoneySource::Award),
            kind: Some(ProjectKind::Industry),
            amount: wan(2),
            per: text("亩"),
            condition: text("盘活闲置用地建标准厂房，当年投产"),
            ..rule(7, SPECIALITY, 5, "盘活闲置用地每亩奖励", Gives::Reward)
        },
        EligibilityRule {
            source: Some(MoneySource::County),
            kind: Some(ProjectKind::Industry),
            over: wan(1000),
            share: Some(0.3),
            condition: text("技改贷款，贴息不超过两年"),
            ..rule(8, SPECIALITY, 6, "技改贷款贴息", Gives::Source)
        },
    ];
    rules.into_iter().map(Record::from).collect()
}
