//! What the demo atlas promises of plans at work: single works, things handed in, dependencies, baselines, problems, done
//! investment and the chain of permits.

use std::collections::{BTreeMap, BTreeSet};

use super::{records, status_date};
use planning::{change::Change, model::*};

fn model() -> Model {
    Change::model_of(records()).expect("rows that fit together")
}

fn words<T: Copy + Ord>(values: impl Iterator<Item = T>) -> usize {
    values.collect::<BTreeSet<T>>().len()
}

#[test]
fn every_word_of_plans_at_work_occurs() {
    let m = model();
    assert_eq!(
        words(m.deliverables.iter().map(|d| d.status)),
        DeliverableStatus::ALL.len()
    );
    assert_eq!(words(m.cadences.iter().map(|c| c.kind)), CadenceKind::ALL.len());
    assert_eq!(
        words(m.cadences.iter().map(|c| c.recurrence)),
        Recurrence::ALL.len()
    );
    assert_eq!(
        words(m.dependencies.iter().map(|d| d.kind)),
        DependencyKind::ALL.len()
    );
    let ends = m
        .dependencies
        .iter()
        .flat_map(|d| [d.predecessor_kind, d.successor_kind]);
    assert_eq!(words(ends), ScheduledKind::ALL.len());
    assert_eq!(
        words(m.problems.iter().map(|p| p.status)),
        ProblemStatus::ALL.len()
    );
    assert_eq!(
        words(m.problems.iter().map(|p| p.owner_kind)),
        OwnerKind::ALL.len()
    );
    assert_eq!(
        words(m.problems.iter().filter_map(|p| p.supervision)),
        SupervisionLevel::ALL.len()
    );
    assert_eq!(
        words(m.gates.iter().filter_map(|g| g.track)),
        GateTrack::ALL.len()
    );
    let mut natures = BTreeSet::new();
    let read = m.projects.each_full(&mut |_, row: &Project| {
        natures.extend(row.nature);
        true
    });
    read.expect("rows in memory");
    assert_eq!(natures.len(), ConstructionNature::ALL.len());
}

#[test]
fn every_task_packs_single_works_that_fit_into_it() {
    let m = model();
    let works: Vec<&Task> = m.tasks.iter().filter(|t| t.kind == TaskKind::Subtask).collect();
    assert!(works.len() > 60, "{}", works.len());
    let mut of_task: BTreeMap<&str, usize> = BTreeMap::new();
    for work in &works {
        let above = m
            .tasks
            .get(work.parent.as_ref().expect("a task").as_str())
            .expect("its task");
        *of_task.entry(above.id.as_str()).or_default() += 1;
        assert_eq!(
            (&work.plan, &work.section, &work.phase),
            (&above.plan, &above.section, &above.phase)
        );
        assert!(work.starts >= above.starts, "{}", work.title);
        let last = |date: Option<PartialDate>| date.map(PartialDate::last_day);
        assert!(
            last(work.due) <= last(above.due),
            "{} in {}",
            work.title,
            above.title
        );
        let done = |task: &Task| matches!(task.status, TaskStatus::Done | TaskStatus::Closed);
        assert!(done(work) || !done(above), "{} in {}", work.title, above.title);
        let units = m.assignments.iter().filter(|a| a.task == work.id).count();
        assert_eq!(units, 1, "{}", work.title);
    }
    assert_eq!(of_task.len(), m.tasks.len() - works.len());
}

#[test]
fn something_is_owed_that_is_due_and_nothing_is_handed_in_later_than_today() {
    let m = model();
    let status = status_date();
    let late = m
        .deliverables
        .iter()
        .filter(|d| d.submitted_on.is_none() && d.due.is_some_and(|due| due.last_day() < status.last_day()));
    assert!((5..40).contains(&late.count()));
    for owed in m.deliverables.iter() {
        assert_eq!(
            owed.submitted_on.is_some(),
            owed.status != DeliverableStatus::Owed,
            "{}",
            owed.id
        );
        assert!(owed.submitted_on.is_none_or(|day| day <= status), "{}", owed.id);
    }
}

#[test]
fn dependencies_name_what_is_there_and_form_no_circle() {
    let m = model();
    let mut after: BTreeMap<(ScheduledKind, &str), Vec<(ScheduledKind, &str)>> = BTreeMap::new();
    for link in m.dependencies.iter() {
        for (kind, id) in [
            (link.predecessor_kind, link.predecessor.as_str()),
            (link.successor_kind, link.successor.as_str()),
        ] {
            let there = match kind {
                ScheduledKind::Phase => m.phases.get(id).is_some(),
                ScheduledKind::Task => m.tasks.get(id).is_some(),
                ScheduledKind::Deliverable => m.deliverables.get(id).is_some(),
                ScheduledKind::Project => m.projects.get(id).is_some(),
                ScheduledKind::Gate => m.gates.get(id).is_some(),
            };
            assert!(there, "{} names {id}", link.id);
        }
        let from = after
            .entry((link.predecessor_kind, &link.predecessor))
            .or_default();
        from.push((link.successor_kind, &link.successor));
    }
    let between = |kind| {
        m.dependencies
            .iter()
            .filter(|d| d.predecessor_kind == kind)
            .count()
    };
    assert_eq!(
        (between(ScheduledKind::Phase), between(ScheduledKind::Project)),
        (5, 10)
    );
    let mut left = after;
    // What nothing waits for goes, until nothing is left or a circle is.
    loop {
        let waited: BTreeSet<_> = left.keys().copied().collect();
        let before = left.len();
        left.retain(|_, next| next.iter().any(|item| waited.contains(item)));
        if left.len() == before {
            break;
        }
    }
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_papers_of_a_thing_handed_in_follow_the_works_they_tell_of() {
    let m = model();
    let link = m
        .dependencies
        .iter()
        .find(|d| d.successor_kind == ScheduledKind::Deliverable);
    let owed = m.deliverables.get(&link.expect("one").successor).expect("there");
    assert_eq!(owed.name, "老旧小区改造验收资料");
}

#[test]
fn the_approved_baseline_knows_what_moved_what_is_new_and_what_was_dropped() {
    let m = model();
    let active: Vec<&Baseline> = m.baselines.iter().filter(|b| b.active).collect();
    assert_eq!((m.baselines.iter().count(), active.len()), (2, 1));
    let items = m.baseline_items.iter().filter(|i| i.baseline == active[0].id);
    let items: Vec<&BaselineItem> = items.filter(|i| i.kind == ScheduledKind::Project).collect();
    let (there, dropped): (Vec<&BaselineItem>, Vec<&BaselineItem>) =
        items.into_iter().partition(|i| m.projects.get(&i.item).is_some());
    assert_eq!((there.len(), dropped.len()), (112, 3));
    let moved = there.iter().filter(|i| {
        let project = m.projects.get(&i.item).expect("there");
        project.ends != i.ends
    });
    assert!((15..60).contains(&moved.count()));
}

#[test]
fn done_investment_of_the_months_adds_up_to_what_the_percent_says() {
    let m = model();
    let mut whole: BTreeMap<&str, i64> = BTreeMap::new();
    for plan in m.investment_plans.iter() {
        *whole.entry(plan.project.as_str()).or_default() += plan.amount.0;
    }
    let mut done: BTreeMap<&str, (i64, PartialDate)> = BTreeMap::new();
    let mut disagree = 0;
    for report in m.investment_reports.iter() {
        assert!(report.amount.0 >= 0, "{}", report.id);
        assert!(report.month < status_date(), "{}", report.id);
        let sum = done.entry(report.project.as_str()).or_insert((0, report.month));
        sum.0 += report.amount.0;
        let year = report.month.year();
        let of_year = m.investment_reports.iter().filter(|other| {
            other.project == report.project && other.month.year() == year && other.month <= report.month
        });
        let sum: i64 = of_year.map(|other| other.amount.0).sum();
        disagree += usize::from(report.year_to_date.is_some_and(|told| told.0 != sum));
    }
    assert!(done.len() > 50, "{}", done.len());
    assert!((1..6).contains(&disagree), "{disagree}");
    for (project, (sum, _)) in done {
        assert!(sum <= whole[project], "{project}");
        let finished = m
            .projects
            .get(project)
            .is_some_and(|p| matches!(p.stage, ProjectStage::Completed | ProjectStage::Accepted));
        assert!(
            !finished || sum * 100 >= whole[project] * 97,
            "{project}: {sum} of {}",
            whole[project]
        );
    }
}

#[test]
fn problems_go_their_way_from_hand_to_hand() {
    let m = model();
    assert!(m.problems.iter().count() > 60);
    for p in m.problems.iter() {
        let done = matches!(p.status, ProblemStatus::Resolved | ProblemStatus::Closed);
        assert_eq!(p.resolved_on.is_some(), done, "{}", p.id);
        assert_eq!(
            p.closed_on.is_some(),
            p.status == ProblemStatus::Closed,
            "{}",
            p.id
        );
        let days: Vec<PartialDate> = [p.raised_on, p.resolved_on, p.closed_on]
            .into_iter()
            .flatten()
            .collect();
        assert!(days.is_sorted(), "{}: {days:?}", p.id);
        assert!(days.iter().all(|day| *day <= status_date()), "{}: {days:?}", p.id);
        let told = p.report.as_ref().and_then(|id| m.progress.get(id.as_str()));
        assert!(
            told.is_none_or(|report| report.problem.as_deref() == Some(&p.title)),
            "{}",
            p.id
        );
    }
}

#[test]
fn permits_have_their_office_and_some_projects_wait_longer_than_promised() {
    let m = model();
    let mut stuck = 0;
    for gate in m.gates.iter() {
        assert_eq!(gate.office.is_some(), gate.promised_days.is_some(), "{}", gate.id);
        let submitted = gate.submitted_on;
        assert!(submitted.is_none() || gate.office.is_some(), "{}", gate.id);
        assert!(
            submitted.is_none_or(|day| gate.actual.is_none_or(|actual| day <= actual)),
            "{}",
            gate.id
        );
        stuck += usize::from(submitted.is_some() && gate.actual.is_none());
    }
    assert!((8..40).contains(&stuck), "{stuck}");
    let mut codes = Vec::new();
    let read = m.projects.each_full(&mut |_, row: &Project| {
        codes.extend(row.project_code.clone());
        true
    });
    read.expect("rows in memory");
    assert!(codes.len() > 80 && codes.iter().collect::<BTreeSet<_>>().len() == codes.len());
}
