//! What is found in a document, as `zhentu read --json` prints it (docs/json.md).

use serde::Serialize;
use words::Words;

/// Where something was read, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct At {
    /// Page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// Paragraph, from 1, in reading order.
    pub paragraph: u32,
    /// The numbers of the headings above, such as 三（一）2.
    pub item: String,
    /// The sentence, as it is written.
    pub sentence: String,
    /// The rule that read it.
    pub rule: &'static str,
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Doubt {
    /// What is not sure, in both languages.
    #[serde(flatten)]
    pub words: Words,
    /// Where it stands.
    pub at: At,
}

/// A heading that has others or tasks below it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundSection {
    /// As printed: 三, （一）, 第二阶段, 附件1.
    pub number: String,
    /// The numbers from the top down: 三（一）.
    pub path: String,
    pub title: String,
    /// Path of the heading above.
    pub parent: Option<String>,
    pub at: At,
}

/// A phase with its dates.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundPhase {
    /// As printed: 第一阶段.
    pub number: String,
    pub name: String,
    pub starts: Option<String>,
    pub ends: Option<String>,
    pub at: At,
}

/// A unit named in a list, with what it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FoundUnit {
    /// The name as printed.
    pub name: String,
    /// `lead`, `responsible`, `participating` or `supporting`.
    pub role: &'static str,
    /// For 各乡镇 and the like: `towns`, `pilots`, `counties`, `pilot_counties` or `others`.
    pub group: Option<&'static str>,
    /// The name in full where the printed one is a known short form.
    pub full_name: Option<String>,
}

/// A task or a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundTask {
    /// The numbers from the top down, 三（一）2; one of several in an item 三（一）2-1.
    pub number: String,
    pub title: String,
    /// The text of the task, without its list of units.
    pub text: String,
    /// Path of the section it stands in.
    pub section: Option<String>,
    /// Number of the phase it stands in.
    pub phase: Option<String>,
    pub starts: Option<String>,
    pub due: Option<String>,
    pub units: Vec<FoundUnit>,
    pub at: At,
}

/// A target with its number.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundIndicator {
    pub name: String,
    /// `≥`, `≤`, `≈`, `=`.
    pub operator: &'static str,
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// `None` where the document left it out.
    pub unit: Option<String>,
    /// A date as exact as the document, such as 2025 or 2025-06.
    pub deadline: Option<String>,
    /// `yearly` or `once`.
    pub recurrence: &'static str,
    pub scope: Option<String>,
    /// Words that the number does not hold, with 、 between them: 力争、左右.
    pub wording: Option<String>,
    /// Number of the task or measure.
    pub task: Option<String>,
    pub at: At,
}

/// Works with a name or a quantity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundProject {
    pub name: String,
    pub quantity: Option<f64>,
    pub quantity_unit: Option<String>,
    pub content: Option<String>,
    pub starts: Option<String>,
    pub ends: Option<String>,
    /// Money in fen.
    pub investment: Option<i64>,
    /// Code of the town in the gazetteer.
    pub town: Option<String>,
    /// The place in the document's words.
    pub place: Option<String>,
    pub task: Option<String>,
    pub units: Vec<FoundUnit>,
    pub at: At,
}

/// A rule about money.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundFunding {
    pub title: String,
    /// `county`, `town`, `award`, `social`, `loan`, `special_bond`, `general_bond`, `land_return`, `fee_return`.
    pub source: Option<&'static str>,
    /// Part that is given back, 1 for all of it.
    pub share: Option<f64>,
    /// Money in fen.
    pub amount: Option<i64>,
    /// What the amount is for one of: 亩, 个.
    pub per: Option<String>,
    /// Money in fen from which it applies.
    pub threshold: Option<i64>,
    /// The document the rule says it rests on.
    pub basis: Option<String>,
    pub at: At,
}

/// A rule about assessment and what follows from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundAssessment {
    pub title: String,
    /// `yearly`, `quarterly`, `monthly`, `periodic` or `once`.
    pub recurrence: Option<&'static str>,
    /// `top` or `bottom`.
    pub rank_end: Option<&'static str>,
    pub rank_count: Option<u32>,
    pub times_in_row: Option<u32>,
    /// `commended`, `rewarded`, `warned`, `summoned`, `eliminated` or `accountable`.
    pub consequence: Option<&'static str>,
    pub at: At,
}

/// A pilot town, or a seat in a working group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundRosterEntry {
    /// `town` or `member`.
    pub kind: &'static str,
    /// The town, or the unit of the member. Names of persons are not kept.
    pub name: String,
    /// Code of the town in the gazetteer.
    pub region: Option<String>,
    /// The heading the town stands under: 卫星镇.
    pub category: Option<String>,
    /// `national`, `province`, `city` or `county`, where the list says it.
    pub level: Option<&'static str>,
    /// The role of the member: 组长.
    pub role: Option<String>,
    pub body: Option<String>,
    pub at: At,
}

/// A document that the plan names.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundCitation {
    pub title: String,
    pub number: Option<String>,
    pub issuer: Option<String>,
    /// `basis`, `implements` or `cites`.
    pub relation: &'static str,
    pub at: At,
}

/// A place of the region that the document names.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct FoundPlace {
    pub name: String,
    /// Code in the gazetteer.
    pub code: String,
    pub mentions: u32,
    pub at: At,
}

/// All that a document holds, as far as the rules read it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct PlanReading {
    pub title: Option<String>,
    pub document_number: Option<String>,
    pub issuer: Option<String>,
    pub issued_on: Option<String>,
    /// Code of the region in the gazetteer.
    pub region: Option<String>,
    pub region_name: Option<String>,
    pub starts: Option<String>,
    pub ends: Option<String>,
    pub sections: Vec<FoundSection>,
    pub phases: Vec<FoundPhase>,
    pub tasks: Vec<FoundTask>,
    /// Items that no unit is named for, where others have theirs: 保障措施 and the like.
    pub measures: Vec<FoundTask>,
    pub indicators: Vec<FoundIndicator>,
    pub projects: Vec<FoundProject>,
    pub funding: Vec<FoundFunding>,
    pub assessment: Vec<FoundAssessment>,
    pub roster: Vec<FoundRosterEntry>,
    pub documents: Vec<FoundCitation>,
    pub places: Vec<FoundPlace>,
    pub doubts: Vec<Doubt>,
}
