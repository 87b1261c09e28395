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
            Self::View => "view",
        };
        name.to_owned()
    }
}
