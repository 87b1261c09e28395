//! What the rows of each table are called in a sentence.

use std::fmt;

use words::English;

use super::Kind;

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl English for Kind {
    fn english(&self) -> String {
        let name = match self {
            Self::AtlasInfo => "atlas",
            Self::Plan => "plan",
            Self::Phase => "phase",
            Self::Section => "section",
            Self::Task => "task",
            Self::Unit => "unit",
            Self::Assignment => "assignment",
            Self::Region => "region",
            Self::Designation => "pilot",
            Self::Site => "site",
            Self::Project => "project",
            Self::ProjectTask => "task served",
            Self::BudgetLine => "money",
            Self::Gate => "gate",
            Self::Indicator => "target",
            Self::Observation => "reading",
            Self::ProgressReport => "progress report",
            Self::FundingRule => "funding rule",
            Self::Roster => "roster",
            Self::ControlLine => "control line",
            Self::Criterion => "criterion",
            Self::Assessment => "assessment",
            Self::Document => "document",
            Self::Citation => "cited document",
            Self::Standard => "standard",
            Self::StandardItem => "item of a standard",
            Self::Deliverable => "deliverable",
            Self::Cadence => "recurring work",
            Self::TownObservation => "town fact",
            Self::GateRule => "gate rule",
            Self::GateTemplate => "gate template",
            Self::EligibilityRule => "eligibility rule",
            Self::LandRule => "land rule",
            Self::InvestmentPlan => "yearly investment",
            Self::InvestmentReport => "investment done",
            Self::IndicatorRegion => "region of a target",
            Self::Problem => "problem",
            Self::AssessmentRule => "assessment rule",
            Self::Dependency => "dependency",
            Self::Baseline => "baseline",
            Self::BaselineItem => "item of a baseline",
            Self::LightRule => "light rule",
            Self::ReportingRound => "round of reports",
            Self::Attachment => "attachment",
            Self::AssessmentRound => "round of assessment",
            Self::CriterionScore => "score",
            Self::View => "view",
        };
        name.to_owned()
    }
}
