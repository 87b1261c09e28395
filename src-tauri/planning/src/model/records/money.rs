//! Money, rules about money and land, and investment done.

use crate::model::column::record;
use crate::model::{
    BudgetLineId, BudgetScope, EligibilityEffect, EligibilityRuleId, Fen, FundingRuleId, InvestmentPlanId,
    InvestmentReportId, LandPolicy, LandRuleId, MoneySource, MoneyStage, OwnerKind, PartialDate, PilotLevel,
    PlanId, ProjectId, ProjectKind, RevenueTest,
};

record! {
    /// 资金: owner × source × stage × year × amount.
    BudgetLine: "budget_lines", "资金", BudgetLineId {
        /// What kind of thing it belongs to.
        owner_kind: OwnerKind,
        /// The id of that thing.
        owner: String => TakesAlong,
        /// Where the money comes from.
        source: MoneySource,
        /// How far it has come.
        stage: MoneyStage,
        /// Budget year; empty when not known.
        year: Option<i64>,
        /// The amount in 分.
        amount: Fen,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
        /// Whether it is a part of its owner's own, or a ceiling over its parts; empty means a part.
        scope: Option<BudgetScope>,
    }
}

record! {
    /// A rule of a plan about money: who returns, rewards or prefers what.
    FundingRule: "funding_rules", "资金政策", FundingRuleId {
        /// The plan.
        plan: PlanId => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
        /// Its name: 配套费全额返还.
        title: String,
        /// The source it feeds, when it is one.
        source: Option<MoneySource>,
        /// The share, as a part of 1.
        share: Option<f64>,
        /// An amount in 分, with `per`.
        amount: Option<Fen>,
        /// What the amount is for: 亩.
        per: Option<String>,
        /// A threshold in 分: projects over it.
        threshold: Option<Fen>,
        /// The condition, in short words.
        condition: Option<String>,
        /// The document it rests on.
        basis: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
    }
}

record! {
    /// 资金申报条件: who may have which money, so that it can be answered for a project.
    EligibilityRule: "eligibility_rules", "资金申报条件", EligibilityRuleId {
        /// The plan it stands in; empty for one that a user added.
        plan: Option<PlanId> => TakesAlong,
        /// The funding rule that is its clause.
        funding_rule: Option<FundingRuleId> => TakesAlong,
        /// Order in lists.
        ordinal: i64,
        /// Its name.
        title: String,
        /// What it gives.
        effect: EligibilityEffect,
        /// The source it opens.
        source: Option<MoneySource>,
        /// Projects of which kind; empty for all.
        kind: Option<ProjectKind>,
        /// The lowest level of pilot town that it is for; empty if the town need not be a pilot.
        pilot_level: Option<PilotLevel>,
        /// Whether it is for projects for the public good alone.
        public_benefit: Option<bool>,
        /// The investment in 分 that a project must be over.
        over: Option<Fen>,
        /// What the project's revenue must be.
        revenue: Option<RevenueTest>,
        /// How many times revenue must cover principal and interest; empty means once.
        coverage: Option<f64>,
        /// The share it gives, as a part of 1.
        share: Option<f64>,
        /// The amount it gives in 分, with `per`.
        amount: Option<Fen>,
        /// What the amount is for: 亩.
        per: Option<String>,
        /// What else it asks for, in short words; no program can judge it.
        condition: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// 用地政策: a rule of a plan about land.
    LandRule: "land_rules", "用地政策", LandRuleId {
        /// The plan.
        plan: PlanId => TakesAlong,
        /// Order in the plan.
        ordinal: i64,
        /// Its name: 增减挂钩.
        title: String,
        /// Which instrument it is.
        kind: LandPolicy,
        /// The share, as a part of 1.
        share: Option<f64>,
        /// The condition, in short words.
        condition: Option<String>,
        /// The document it rests on.
        basis: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// 年度投资计划: what a project is to invest in a year.
    InvestmentPlan: "investment_plans", "年度投资计划", InvestmentPlanId {
        /// The project.
        project: ProjectId => TakesAlong,
        /// The year.
        year: i64,
        /// The amount in 分.
        amount: Fen,
        /// What is to be built in the year (年度建设内容).
        content: Option<String>,
        /// Where it was read.
        read_at: Option<String>,
        /// Note.
        note: Option<String>,
    }
}

record! {
    /// 完成投资: what a project has built in a month, in money; no payment.
    InvestmentReport: "investment_reports", "完成投资", InvestmentReportId {
        /// The project.
        project: ProjectId => TakesAlong,
        /// The month.
        month: PartialDate,
        /// Done in the month (本月完成), in 分.
        amount: Fen,
        /// Done in the year so far (本年累计) as reported, in 分; empty if it is the sum of the months.
        year_to_date: Option<Fen>,
        /// Done since the start (开工以来累计) as reported, in 分; empty if it is the sum of the months.
        since_start: Option<Fen>,
        /// Who reported.
        reported_by: Option<String>,
        /// Note.
        note: Option<String>,
    }
}
