//! The records of an atlas, one struct a table: the data dictionary. A file of [`records`](self) holds the tables of a
//! noun. `read_at` says where in the plan's text a fact was read (section and item); it is empty for what a user entered.
//! Behind a reference stands what the removal of the row it names does to this one ([`super::OnRemoval`]).

mod assessment;
mod money;
mod places;
mod plans;
mod projects;
mod rounds;
mod schedule;
mod targets;
mod tasks;

pub use assessment::*;
pub use money::*;
pub use places::*;
pub use plans::*;
pub use projects::*;
pub use rounds::*;
pub use schedule::*;
pub use targets::*;
pub use tasks::*;

use super::column::ids;

ids! {
    /// Names the atlas' own row.
    AtlasId => "",
    /// Names a plan.
    PlanId => "plans",
    /// Names a phase.
    PhaseId => "phases",
    /// Names a section.
    SectionId => "sections",
    /// Names a task.
    TaskId => "tasks",
    /// Names a unit.
    UnitId => "units",
    /// Names an assignment.
    AssignmentId => "assignments",
    /// Names a region; the administrative code where there is one.
    RegionId => "regions",
    /// Names a designation.
    DesignationId => "designations",
    /// Names a site.
    SiteId => "sites",
    /// Names a project.
    ProjectId => "projects",
    /// Names the link of a project to a task.
    ProjectTaskId => "project_tasks",
    /// Names a budget line.
    BudgetLineId => "budget_lines",
    /// Names a gate.
    GateId => "gates",
    /// Names an indicator.
    IndicatorId => "indicators",
    /// Names an observation.
    ObservationId => "observations",
    /// Names a progress report.
    ProgressReportId => "progress",
    /// Names a funding rule.
    FundingRuleId => "funding_rules",
    /// Names a roster count.
    RosterId => "rosters",
    /// Names a control line.
    ControlLineId => "control_lines",
    /// Names an assessment criterion.
    CriterionId => "criteria",
    /// Names an assessment.
    AssessmentId => "assessments",
    /// Names a document.
    DocumentId => "documents",
    /// Names the place a document has in a plan.
    CitationId => "citations",
    /// Names a standard.
    StandardId => "standards",
    /// Names one thing of a standard.
    StandardItemId => "standard_items",
    /// Names a deliverable.
    DeliverableId => "deliverables",
    /// Names what is done again and again.
    CadenceId => "cadences",
    /// Names a fact of a town.
    TownObservationId => "town_observations",
    /// Names a gate rule.
    GateRuleId => "gate_rules",
    /// Names a step of a template.
    GateTemplateId => "gate_templates",
    /// Names an eligibility rule.
    EligibilityRuleId => "eligibility_rules",
    /// Names a land rule.
    LandRuleId => "land_rules",
    /// Names what a project is to invest in a year.
    InvestmentPlanId => "investment_plans",
    /// Names what a project has built in a month.
    InvestmentReportId => "investment_reports",
    /// Names a region that a target holds for.
    IndicatorRegionId => "indicator_regions",
    /// Names a problem.
    ProblemId => "problems",
    /// Names an assessment rule.
    AssessmentRuleId => "assessment_rules",
    /// Names a dependency.
    DependencyId => "dependencies",
    /// Names a baseline.
    BaselineId => "baselines",
    /// Names an item of a baseline.
    BaselineItemId => "baseline_items",
    /// Names a light rule.
    LightRuleId => "light_rules",
    /// Names a round of reports.
    ReportingRoundId => "reporting_rounds",
    /// Names a photo or file.
    AttachmentId => "attachments",
    /// Names a round of assessment.
    AssessmentRoundId => "assessment_rounds",
    /// Names a town's score for a criterion.
    CriterionScoreId => "criterion_scores",
    /// Names a view.
    ViewId => "views",
}
