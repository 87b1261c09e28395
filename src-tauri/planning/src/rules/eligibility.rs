//! Who may have which money (资金申报条件): a rule of a plan, or one that a user added, held against a project. What is not
//! known of the project is said and never assumed; what no program can judge is left to a person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::{Words, said};

use crate::model::{
    EligibilityEffect, EligibilityRule, Fen, MoneySource, PilotLevel, ProjectKind, RevenueTest,
};

/// What is known of a project that asks for money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate<'a> {
    /// Its kind.
    pub kind: ProjectKind,
    /// What is planned for it; `None` if it has no line of money.
    pub planned: Option<Fen>,
    /// What is planned of the special bond; `None` if no line says.
    pub bond: Option<Fen>,
    /// Whether it is for the public good.
    pub public_benefit: Option<bool>,
    /// Revenue a year, 0 if it has none.
    pub yearly_revenue: Option<Fen>,
    /// Term of the bond, years.
    pub bond_years: Option<i64>,
    /// Interest a year, as a part of 1.
    pub bond_rate: Option<f64>,
    /// Whether its town is a pilot now, and of which level if that is known.
    pub pilot: Option<Option<PilotLevel>>,
    /// How much it is, with the unit as printed.
    pub quantity: Option<(f64, &'a str)>,
}

/// What a rule says of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Eligible {
    /// All that it asks for holds.
    Yes,
    /// All that can be judged holds; the rest is for a person.
    IfMore,
    /// Something is not known.
    Unknown,
    /// Something does not hold.
    No,
}

/// The answer of one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EligibilityAnswer {
    /// Id of the rule.
    pub rule: String,
    /// Its name.
    pub title: String,
    /// What it gives.
    pub effect: EligibilityEffect,
    /// The source it opens.
    pub source: Option<MoneySource>,
    /// The clause: name of the funding rule, and where it was read; empty for a rule that a user added without.
    pub clause: String,
    /// What it says.
    pub answer: Eligible,
    /// Why, one for each thing it asks for.
    pub reasons: Vec<Words>,
    /// How many times revenue covers principal and interest; `None` if it was not asked or is not known.
    pub coverage: Option<f64>,
    /// What it would give in 分; `None` if that cannot be said.
    pub gives: Option<Fen>,
}

/// How many times the revenue of a bond's term covers its principal and interest. Interest is paid every year on the whole
/// principal, which is paid back at the end, as special bonds are. `None` if there is nothing to pay back.
#[must_use]
pub fn coverage(yearly_revenue: Fen, principal: Fen, years: i64, rate: f64) -> Option<f64> {
    let years = years as f64;
    let owed = principal.0 as f64 * (1.0 + rate * years);
    (owed > 0.0).then(|| yearly_revenue.0 as f64 * years / owed)
}

/// Whether something that a rule asks for holds; `None` if it is not known.
type Found = (Option<bool>, Words);

/// Holds a rule against a project. `clause` is where the rule stands.
#[must_use]
pub fn judge(rule: &EligibilityRule, project: &Candidate<'_>, clause: String) -> EligibilityAnswer {
    let covered = (rule.revenue == Some(RevenueTest::CoversDebt))
        .then(|| covers(project))
        .flatten();
    let found: Vec<Found> = [
        of_kind(rule, project),
        of_pilot(rule, project),
        of_benefit(rule, project),
        of_size(rule, project),
        of_revenue(rule, project, covered),
    ]
    .into_iter()
    .flatten()
    .collect();
    let holds = |wanted: Option<bool>| found.iter().any(|(holds, _)| *holds == wanted);
    let answer = if holds(Some(false)) {
        Eligible::No
    } else if holds(None) {
        Eligible::Unknown
    } else if rule.condition.is_some() {
        Eligible::IfMore
    } else {
        Eligible::Yes
    };
    let mut reasons: Vec<Words> = found.into_iter().map(|(_, why)| why).collect();
    if let Some(condition) = &rule.condition {
        reasons.push(said!(
            "eligibility.more",
            "另需：{condition}",
            "also asked for: {condition}"
        ));
    }
    reasons.extend(given(rule));
    EligibilityAnswer {
        rule: rule.id.0.clone(),
        title: rule.title.clone(),
        effect: rule.effect,
        source: rule.source,
        clause,
        answer,
        reasons,
        coverage: covered.map(|(times, _)| times),
        gives: gives(rule, project),
    }
}

fn of_kind(rule: &EligibilityRule, project: &Candidate<'_>) -> Option<Found> {
    let (wanted, is) = (rule.kind?, project.kind);
    Some((
        Some(wanted == is),
        Words::new(
            "eligibility.kind",
            format!("限{}，本项目为{}", wanted.zh(), is.zh()),
            format!("for {} only; this is {}", wanted.en(), is.en()),
        ),
    ))
}

fn of_pilot(rule: &EligibilityRule, project: &Candidate<'_>) -> Option<Found> {
    let wanted = rule.pilot_level?;
    Some(match project.pilot {
        None => (
            Some(false),
            said!("eligibility.no_pilot", "所在镇街不是试点", "its town is no pilot"),
        ),
        Some(None) => (
            None,
            Words::new(
                "eligibility.pilot_level",
                format!("须{}以上试点，所在镇街的试点级别没有写", wanted.zh()),
                format!(
                    "for pilots of {} level or above; the level of its town is not stated",
                    wanted.en()
                ),
            ),
        ),
        Some(Some(level)) => (
            Some(level <= wanted),
            Words::new(
                "eligibility.pilot",
                format!("须{}以上试点，所在镇街为{}", wanted.zh(), level.zh()),
                format!(
                    "for pilots of {} level or above; its town is {}",
                    wanted.en(),
                    level.en()
                ),
            ),
        ),
    })
}

fn of_benefit(rule: &EligibilityRule, project: &Candidate<'_>) -> Option<Found> {
    rule.public_benefit.filter(|wanted| *wanted)?;
    Some(match project.public_benefit {
        Some(true) => (
            Some(true),
            said!("eligibility.public", "是公益性项目", "it is for the public good"),
        ),
        Some(false) => (
            Some(false),
            said!(
                "eligibility.not_public",
                "不是公益性项目",
                "it is not for the public good"
            ),
        ),
        None => (
            None,
            said!(
                "eligibility.public_unknown",
                "没有写是否公益性",
                "it is not stated whether it is for the public good"
            ),
        ),
    })
}

fn wan(fen: Fen) -> String {
    let text = fen.wan_yuan_text();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn of_size(rule: &EligibilityRule, project: &Candidate<'_>) -> Option<Found> {
    let over = rule.over?;
    let limit = wan(over);
    Some(match project.planned {
        Some(planned) => {
            let is = wan(planned);
            (
                Some(planned > over),
                said!(
                    "eligibility.size",
                    "须超过 {limit} 万元，计划投资 {is} 万元",
                    "must be over {limit} wan yuan; {is} wan yuan are planned"
                ),
            )
        }
        None => (
            None,
            said!(
                "eligibility.size_unknown",
                "须超过 {limit} 万元，计划投资没有写",
                "must be over {limit} wan yuan; what is planned is not stated"
            ),
        ),
    })
}

/// The coverage, and whether it is of all that is planned because no line says how much the bond is.
fn covers(project: &Candidate<'_>) -> Option<(f64, bool)> {
    let principal = project.bond.or(project.planned)?;
    let times = coverage(
        project.yearly_revenue?,
        principal,
        project.bond_years?,
        project.bond_rate?,
    )?;
    Some((times, project.bond.is_none()))
}

fn of_revenue(
    rule: &EligibilityRule,
    project: &Candidate<'_>,
    covered: Option<(f64, bool)>,
) -> Option<Found> {
    let test = rule.revenue?;
    let Some(revenue) = project.yearly_revenue else {
        let why = said!(
            "eligibility.revenue_unknown",
            "年收益没有写",
            "its revenue is not stated"
        );
        return Some((None, why));
    };
    let is = wan(revenue);
    if test == RevenueTest::None {
        let why = match revenue.0 {
            0 => said!("eligibility.no_revenue", "没有收益", "it has no revenue"),
            _ => said!(
                "eligibility.revenue",
                "每年收益 {is} 万元",
                "its revenue is {is} wan yuan a year"
            ),
        };
        return Some((Some(revenue.0 == 0), why));
    }
    if revenue.0 == 0 {
        let why = said!("eligibility.no_revenue", "没有收益", "it has no revenue");
        return Some((Some(false), why));
    }
    let wanted = rule.coverage.unwrap_or(1.0);
    Some(match covered {
        Some((times, of_all)) => {
            let (told, least) = (format!("{times:.2}"), format!("{wanted:.2}"));
            let why = match of_all {
                true => said!(
                    "eligibility.coverage_of_all",
                    "收益覆盖本息 {told} 倍（按计划投资全部发债计），须 {least} 倍以上",
                    "revenue covers principal and interest {told} times (all that is planned taken as bond); {least} are asked for"
                ),
                false => said!(
                    "eligibility.coverage",
                    "收益覆盖本息 {told} 倍，须 {least} 倍以上",
                    "revenue covers principal and interest {told} times; {least} are asked for"
                ),
            };
            (Some(times >= wanted), why)
        }
        None => (
            None,
            said!(
                "eligibility.coverage_unknown",
                "缺债券本金、期限或利率，算不出收益覆盖倍数",
                "principal, term or rate of the bond is missing: the coverage cannot be computed"
            ),
        ),
    })
}

/// What the rule gives, in words.
fn given(rule: &EligibilityRule) -> Option<Words> {
    match rule.effect {
        EligibilityEffect::Reward => {
            let amount = wan(rule.amount?);
            let per = rule.per.as_deref().unwrap_or("项");
            Some(said!(
                "eligibility.reward",
                "每{per}奖励 {amount} 万元",
                "a reward of {amount} wan yuan for each “{per}”"
            ))
        }
        EligibilityEffect::Return => Some(match rule.share {
            Some(share) => {
                let share = (share * 1000.0).round() / 10.0;
                said!("eligibility.share", "返还 {share}%", "{share}% is returned")
            }
            None => said!(
                "eligibility.share_unknown",
                "返还比例没有写",
                "the share is not stated"
            ),
        }),
        EligibilityEffect::Priority | EligibilityEffect::Source => None,
    }
}

/// What it would give: a reward for the quantity of the project, if that is of the unit of the reward.
fn gives(rule: &EligibilityRule, project: &Candidate<'_>) -> Option<Fen> {
    let (amount, per) = (rule.amount?, rule.per.as_deref()?);
    let (quantity, _) = project.quantity.filter(|(_, unit)| unit.trim() == per)?;
    let fen = amount.0 as f64 * quantity;
    (rule.effect == EligibilityEffect::Reward && fen.is_finite()).then(|| Fen(fen.round() as i64))
}
