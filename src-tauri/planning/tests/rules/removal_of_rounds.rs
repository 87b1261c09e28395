//! What goes with a round of reports or of assessment, and what stays.

use planning::change::Change;
use planning::model::{Kind, Record};
use planning::rules::removal::Removal;
use serde_json::json;

use crate::removal::{row, short};

/// Rounds of reports and of assessment with all that refers to them, and attachments of every owner.
pub fn rows() -> Vec<Record> {
    use Kind::*;
    let of = |kind, id: &str, with| row(kind, id, with);
    vec![
        of(Region, "town", json!({"name": "南村镇"})),
        of(Plan, "p", json!({"region": "town"})),
        of(Section, "s", json!({"plan": "p"})),
        of(Task, "t", json!({"plan": "p", "section": "s"})),
        of(Indicator, "i", json!({"plan": "p"})),
        of(Project, "x", json!({"plan": "p", "town": "town"})),
        of(ReportingRound, "rr", json!({"plan": "p"})),
        of(ReportingRound, "all", json!({})),
        of(
            ProgressReport,
            "r1",
            json!({"owner_kind": "project", "owner": "x", "round": "rr"}),
        ),
        of(
            Attachment,
            "at1",
            json!({"owner_kind": "project", "owner": "x", "report": "r1"}),
        ),
        of(Attachment, "at2", json!({"owner_kind": "task", "owner": "t"})),
        of(Attachment, "at3", json!({"owner_kind": "town", "owner": "town"})),
        of(Attachment, "at4", json!({"owner_kind": "plan", "owner": "p"})),
        of(Criterion, "c", json!({"plan": "p", "indicator": "i"})),
        of(Criterion, "c2", json!({"plan": "p", "parent": "c"})),
        of(AssessmentRound, "ar", json!({"plan": "p"})),
        of(
            CriterionScore,
            "cs",
            json!({"assessment_round": "ar", "criterion": "c2", "region": "town"}),
        ),
        of(
            Assessment,
            "as",
            json!({"plan": "p", "region": "town", "assessment_round": "ar"}),
        ),
        of(
            Designation,
            "d",
            json!({"plan": "p", "region": "town", "assessment_round": "ar"}),
        ),
    ]
}

#[test]
fn a_round_of_assessment_takes_its_scores_and_results_and_leaves_pilots_and_reports_stand() {
    let model = Change::model_of(rows()).expect("the rows fit together");
    let of = |kind, id: &str| -> Vec<String> {
        let removal = Removal::of(&model, &[(kind, id.to_owned())]).expect("it is there");
        short(
            &removal
                .change(&model, "删除")
                .expect("nothing is in the way")
                .edits,
        )
    };
    assert_eq!(
        of(Kind::AssessmentRound, "ar"),
        [
            "designations/d assessment_round=null",
            "-assessments/as",
            "-criterion_scores/cs",
            "-assessment_rounds/ar"
        ]
    );
    assert_eq!(
        of(Kind::ReportingRound, "rr"),
        ["progress/r1 round=null", "-reporting_rounds/rr"]
    );
    assert_eq!(
        of(Kind::ProgressReport, "r1"),
        ["attachments/at1 report=null", "-progress/r1"]
    );
}
