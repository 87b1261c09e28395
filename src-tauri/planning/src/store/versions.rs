//! The versions of the tables of an atlas, whatever it is kept in: what came later, and what is read where an older atlas
//! does not have it.

use crate::model::{Cell, Column, Storage};

/// Version of the tables written by this program.
pub const SCHEMA_VERSION: i64 = 7;

/// What came later: with which version, which table, and which column of it or all of it.
const ADDED: &[(i64, &str, Option<&str>)] = &[
    (4, "region_outlines", None),
    (4, "outside_changes", None),
    (5, "documents", None),
    (5, "citations", None),
    (5, "standards", None),
    (5, "standard_items", None),
    (5, "deliverables", None),
    (5, "cadences", None),
    (5, "town_observations", None),
    (5, "gate_rules", None),
    (5, "gate_templates", None),
    (5, "eligibility_rules", None),
    (5, "land_rules", None),
    (5, "investment_plans", None),
    (5, "investment_reports", None),
    (5, "indicator_regions", None),
    (5, "problems", None),
    (5, "assessment_rules", None),
    (5, "dependencies", None),
    (5, "baselines", None),
    (5, "baseline_items", None),
    (5, "light_rules", None),
    (5, "tasks", Some("parent")),
    (5, "tasks", Some("starts")),
    (5, "plans", Some("published_on")),
    (5, "plans", Some("index_number")),
    (5, "regions", Some("aliases")),
    (5, "projects", Some("project_code")),
    (5, "projects", Some("nature")),
    (5, "projects", Some("responsible_post")),
    (5, "projects", Some("public_benefit")),
    (5, "projects", Some("yearly_revenue")),
    (5, "projects", Some("bond_years")),
    (5, "projects", Some("bond_rate")),
    (5, "gates", Some("office")),
    (5, "gates", Some("promised_days")),
    (5, "gates", Some("submitted_on")),
    (5, "gates", Some("track")),
    (5, "gates", Some("override_reason")),
    (5, "budget_lines", Some("scope")),
    (5, "indicators", Some("baseline")),
    (5, "indicators", Some("baseline_on")),
    (5, "indicators", Some("scope_class")),
    (5, "indicators", Some("wording")),
    (5, "indicators", Some("measure")),
    (5, "indicators", Some("counted")),
    (5, "indicators", Some("quota_category")),
    (5, "indicators", Some("quota_lowest")),
    (5, "indicators", Some("quota_highest")),
    (5, "indicators", Some("part_of")),
    (6, "indicators", Some("atlas_measure")),
    (6, "indicators", Some("project_kind")),
    (6, "indicators", Some("lowest_stage")),
    (6, "indicators", Some("site_kind")),
    (6, "indicators", Some("within_m")),
    (6, "indicator_regions", Some("value")),
    (7, "reporting_rounds", None),
    (7, "attachments", None),
    (7, "assessment_rounds", None),
    (7, "criterion_scores", None),
    (7, "progress", Some("round")),
    (7, "progress", Some("unchanged")),
    (7, "criteria", Some("parent")),
    (7, "criteria", Some("scored_by")),
    (7, "criteria", Some("indicator")),
    (7, "criteria", Some("method")),
    (7, "assessments", Some("assessment_round")),
    (7, "designations", Some("assessment_round")),
];

/// Whether a table, or a column of it, came after a version.
pub(super) fn came_after(version: i64, table: &str, column: Option<&str>) -> bool {
    ADDED
        .iter()
        .any(|(since, t, c)| *since > version && *t == table && (c.is_none() || *c == column))
}

/// What a column of an older atlas is read as when it is not there.
pub(super) fn missing_value(column: &Column) -> Cell<'static> {
    match (column.nullable, column.storage, column.words) {
        (true, ..) | (_, Storage::Geometry | Storage::Json | Storage::Boundary, _) => Cell::Null,
        (_, Storage::Text, Some(words)) => Cell::Text(words.first().copied().unwrap_or_default().into()),
        (_, Storage::Text, None) => Cell::Text("".into()),
        (_, Storage::Integer | Storage::Boolean, _) => Cell::Integer(0),
        (_, Storage::Real, _) => Cell::Real(0.0),
    }
}
