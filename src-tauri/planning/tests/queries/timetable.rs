//! The timetable and the lights of the practice atlas, against SQL over the file.

use std::collections::{BTreeMap, BTreeSet};

use planning::atlas_file::AtlasFile;
use planning::model::PartialDate;
use planning::query::{Filter, Snapshot};
use planning::rules::lights::{LightLimits, LightState};
use planning::timetable::{Grouping, ItemKind, LightRow, TimetablePage, TimetableRequest, lights, timetable};
use rusqlite::Connection;

use crate::fixtures::practice_and_sql;

pub fn day(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

fn number(sql: &Connection, text: &str) -> u32 {
    sql.query_row(text, [], |row| row.get(0))
        .unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn page(file: &AtlasFile, request: &TimetableRequest) -> TimetablePage {
    timetable(
        &Snapshot::new(file.model()),
        request,
        day("2026-11-30"),
        0,
        u32::MAX,
    )
}

fn ids(page: &TimetablePage, kind: ItemKind) -> BTreeSet<&str> {
    page.rows
        .iter()
        .filter(|row| row.kind == kind)
        .map(|row| row.id.as_str())
        .collect()
}

#[test]
fn every_grouping_shows_each_task_project_and_gate_of_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let tasks = number(&sql, "SELECT COUNT(*) FROM tasks") as usize;
    let works = number(&sql, "SELECT COUNT(*) FROM tasks WHERE kind = 'subtask'") as usize;
    let projects = number(&sql, "SELECT COUNT(*) FROM projects") as usize;
    let gates = number(&sql, "SELECT COUNT(*) FROM gates") as usize;
    assert!(works > 20 && tasks - works > 20 && projects > 100 && gates > 50);
    for grouping in [Grouping::Plan, Grouping::Phase, Grouping::Town, Grouping::Unit] {
        let page = page(
            &file,
            &TimetableRequest {
                grouping,
                ..TimetableRequest::default()
            },
        );
        assert_eq!(page.total as usize, page.rows.len());
        assert_eq!(ids(&page, ItemKind::Project).len(), projects, "{grouping:?}");
        assert_eq!(ids(&page, ItemKind::Gate).len(), gates, "{grouping:?}");
        // Towns have projects; tasks are the plan's, each with its single works below it.
        let (expected, counted) = match grouping {
            Grouping::Town => (0, 0),
            _ => (tasks, tasks - works),
        };
        assert_eq!(ids(&page, ItemKind::Task).len(), expected, "{grouping:?}");
        assert_eq!(page.items as usize, projects + counted, "{grouping:?}");
        let keys: BTreeSet<&str> = page.rows.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys.len(), page.rows.len(), "{grouping:?}: keys are told apart");
    }
    let by_plan = page(&file, &TimetableRequest::default());
    let undated = number(
        &sql,
        "SELECT (SELECT COUNT(*) FROM tasks WHERE COALESCE(due, starts) IS NULL AND kind <> 'subtask') + (SELECT COUNT(*) FROM projects p \
         WHERE starts IS NULL AND ends IS NULL AND NOT EXISTS (SELECT 1 FROM gates g WHERE g.project = p.id \
         AND g.step IN ('start', 'completion') AND g.planned IS NOT NULL))",
    );
    assert_eq!(by_plan.undated, undated);
}

#[test]
fn pages_put_together_are_the_whole_and_folding_hides_what_is_below() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _) = practice_and_sql(folder.path(), "2026-11-30");
    let snapshot = Snapshot::new(file.model());
    let mut request = TimetableRequest::default();
    let whole = page(&file, &request);
    let mut rows = Vec::new();
    while rows.len() < whole.rows.len() {
        let offset = u32::try_from(rows.len()).expect("few rows");
        let next = timetable(&snapshot, &request, day("2026-11-30"), offset, 37);
        assert_eq!((next.total, next.offset), (whole.total, offset));
        rows.extend(next.rows);
    }
    assert_eq!(rows, whole.rows);
    // Folding a row hides exactly the rows that follow it and stand deeper.
    let at = whole
        .rows
        .iter()
        .position(|row| row.kind == ItemKind::Task && row.has_children)
        .expect("a task with projects");
    assert!(whole.rows[at].subtasks > 0, "and with single works");
    let below = whole.rows[at + 1..]
        .iter()
        .take_while(|row| row.depth > whole.rows[at].depth)
        .count();
    assert!(below > 0);
    request.folded = vec![whole.rows[at].key.clone()];
    let mut expected = whole.rows.clone();
    expected.drain(at + 1..=at + below);
    let folded = page(&file, &request);
    assert_eq!(folded.rows, expected);
    assert_eq!(
        (folded.items, folded.first, folded.last),
        (whole.items, whole.first, whole.last)
    );
}

fn count(rows: &[LightRow], kind: ItemKind, light: LightState) -> usize {
    rows.iter()
        .filter(|row| row.kind == kind && row.light == light)
        .count()
}

#[test]
fn lights_of_projects_follow_the_rule_as_sql_reckons_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let as_of = day("2026-11-30");
    let snapshot = Snapshot::new(file.model()).on(as_of);
    let rows = lights(&snapshot, &Filter::default(), LightLimits::default(), as_of);
    let total = number(
        &sql,
        "SELECT (SELECT COUNT(*) FROM tasks WHERE kind <> 'subtask') + (SELECT COUNT(*) FROM projects)",
    );
    assert_eq!(rows.len(), total as usize);
    let suspended = number(&sql, "SELECT COUNT(*) FROM projects WHERE stage = 'suspended'");
    assert_eq!(
        count(&rows, ItemKind::Project, LightState::Suspended),
        suspended as usize
    );
    let finished = number(
        &sql,
        "SELECT COUNT(*) FROM projects WHERE stage IN ('completed', 'accepted')",
    );
    assert_eq!(
        count(&rows, ItemKind::Project, LightState::Finished),
        finished as usize
    );
    assert!(suspended > 0 && finished > 0);

    // Per cent planned and done, reckoned again from the columns. A gate's day counts where it lies in the project's month.
    let mut statement = sql
        .prepare(
            "WITH dated AS (SELECT p.id, p.stage, p.percent, \
               COALESCE((SELECT planned FROM gates g WHERE g.project = p.id AND g.step = 'start' \
                         AND substr(planned, 1, 7) = p.starts), p.starts) AS starts, \
               COALESCE((SELECT planned FROM gates g WHERE g.project = p.id AND g.step = 'completion' \
                         AND substr(planned, 1, 7) = p.ends), p.ends) AS ends \
               FROM projects p WHERE length(p.starts) = 7 AND length(p.ends) = 7) \
             SELECT id, stage, COALESCE((SELECT percent FROM progress r WHERE r.owner = dated.id \
               AND r.percent IS NOT NULL AND r.on_date <= '2026-11-30' ORDER BY r.on_date DESC LIMIT 1), percent), \
               julianday(CASE length(starts) WHEN 7 THEN starts || '-01' ELSE starts END), \
               CASE length(ends) WHEN 7 THEN julianday(ends || '-01', '+1 month') ELSE julianday(ends, '+1 day') END, \
               julianday('2026-12-01') FROM dated",
        )
        .expect("prepared");
    let mut asked = statement.query([]).expect("asked");
    let of: BTreeMap<&str, &LightRow> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
    let mut judged = 0;
    while let Some(row) = asked.next().expect("a row") {
        let (id, stage): (String, String) = (row.get(0).expect("id"), row.get(1).expect("stage"));
        if stage != "building" {
            continue;
        }
        let (start, end, now): (f64, f64, f64) = (
            row.get(3).expect("a day"),
            row.get(4).expect("a day"),
            row.get(5).expect("a day"),
        );
        let planned = (100.0 * (now - start) / (end - start)).clamp(0.0, 100.0);
        let done: Option<f64> = row.get(2).expect("per cent");
        let found = of[id.as_str()];
        assert!(
            (found.planned_percent.expect("planned") - planned).abs() < 1e-9,
            "{id}"
        );
        assert_eq!(found.actual_percent, done, "{id}");
        let Some(done) = done else { continue };
        let behind = planned - done;
        let late = now > end;
        let allowed: &[LightState] = match () {
            () if behind > 30.0 => &[LightState::Red],
            () if behind >= 10.0 || late => &[LightState::Yellow],
            // Yellow first, if it was red at the report before.
            () => &[LightState::Green, LightState::Yellow],
        };
        assert!(allowed.contains(&found.light), "{id}: {found:?}");
        judged += 1;
    }
    assert!(judged > 10, "{judged}");
}

#[test]
fn an_earlier_status_date_knows_nothing_of_later_reports() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let first: String = sql
        .query_row(
            "SELECT MIN(on_date) FROM progress WHERE owner_kind = 'project'",
            [],
            |row| row.get(0),
        )
        .expect("a date");
    let before = PartialDate::of_day(day(&first).earliest() - 1).expect("a day");
    let rows = lights(
        &Snapshot::new(file.model()),
        &Filter::default(),
        LightLimits::default(),
        before,
    );
    let later = lights(
        &Snapshot::new(file.model()),
        &Filter::default(),
        LightLimits::default(),
        day("2026-11-30"),
    );
    let reported = |rows: &[LightRow]| {
        let judged = rows.iter().filter(|row| row.kind == ItemKind::Project);
        judged
            .filter(|row| row.actual_percent.is_some_and(|percent| percent > 0.0))
            .count()
    };
    assert!(reported(&rows) < reported(&later));
    let of_reports = number(
        &sql,
        "SELECT COUNT(DISTINCT owner) FROM progress WHERE owner_kind = 'project' AND percent > 0",
    );
    assert!(reported(&later) >= of_reports as usize);
}

#[test]
fn projects_have_their_gates_as_marks_and_show_rows_of_them_when_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let whole = page(&file, &TimetableRequest::default());
    let of_projects = whole.rows.iter().filter(|row| row.kind == ItemKind::Project);
    let marks: usize = of_projects.map(|row| row.gates.len()).sum();
    assert_eq!(marks, number(&sql, "SELECT COUNT(*) FROM gates") as usize);
    let confirmed = whole
        .rows
        .iter()
        .filter(|row| row.kind == ItemKind::Gate && row.gates.iter().any(|gate| gate.confirmed));
    let expected = number(&sql, "SELECT COUNT(*) FROM gates WHERE confirmed = 1");
    assert_eq!(confirmed.count(), expected as usize);
    assert!(expected > 0);

    let shut = TimetableRequest {
        opened: Some(Vec::new()),
        ..TimetableRequest::default()
    };
    assert_eq!(ids(&page(&file, &shut), ItemKind::Gate).len(), 0);
    let project = whole
        .rows
        .iter()
        .find(|row| row.gates.len() > 1)
        .expect("a project with gates");
    let one = TimetableRequest {
        opened: Some(vec![project.key.clone()]),
        ..TimetableRequest::default()
    };
    let shown = page(&file, &one);
    let gates: Vec<_> = shown
        .rows
        .iter()
        .filter(|row| row.kind == ItemKind::Gate)
        .collect();
    assert_eq!(gates.len(), project.gates.len());
    assert!(gates.iter().all(|row| row.above == project.id));
}

#[test]
fn a_light_of_the_filter_is_the_light_of_the_list_and_the_rules_of_the_atlas_decide() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _) = practice_and_sql(folder.path(), "2026-11-30");
    let as_of = day("2026-11-30");
    let snapshot = Snapshot::new(file.model()).on(as_of);
    let rule = LightLimits::of(file.model());
    let rows = lights(&snapshot, &Filter::default(), rule, as_of);
    let mut seen = 0;
    for light in LightState::ALL {
        let filter = Filter {
            lights: vec![light],
            ..Filter::default()
        };
        let of = |kind: ItemKind| -> BTreeSet<&str> {
            let found = rows.iter().filter(|row| row.kind == kind && row.light == light);
            found.map(|row| row.id.as_str()).collect()
        };
        let projects: BTreeSet<&str> = snapshot.projects(&filter).map(|project| project.id).collect();
        assert_eq!(projects, of(ItemKind::Project), "{light:?}");
        let tasks: BTreeSet<&str> = snapshot
            .tasks(&filter)
            .into_iter()
            .map(|task| task.id.as_str())
            .collect();
        let top = |id: &&str| {
            snapshot
                .model
                .tasks
                .get(id)
                .is_some_and(|task| task.parent.is_none())
        };
        assert_eq!(
            tasks,
            of(ItemKind::Task).into_iter().filter(top).collect(),
            "{light:?}"
        );
        let page = snapshot.project_page(&filter, &planning::query::Sort::default(), 0, 500);
        assert!(
            page.rows
                .iter()
                .all(|row| row.light == light && row.light_reason.is_some())
        );
        assert_eq!(page.total as usize, projects.len());
        seen += usize::from(!projects.is_empty());
    }
    assert!(seen >= 5, "{seen}");

    // A rule of the atlas is asked in place of the default.
    let rule = |light: &str, test: &str, over: f64| {
        crate::fixtures::row(
            planning::model::Kind::LightRule,
            &serde_json::json!({"id": format!("{light}{test}"), "ordinal": 1, "kind": null, "light": light, "test": test,
                "over": over, "reason": null}),
        )
    };
    let mut records = demo_atlas::records();
    records.retain(|row| row.kind() != planning::model::Kind::LightRule);
    records.extend([
        rule("yellow", "behind_percent", 3.0),
        rule("red", "behind_percent", 5.0),
        rule("red", "months_not_started", 1.0),
    ]);
    let model = planning::change::Change::model_of(records).expect("a model");
    let limits = LightLimits::of(&model);
    assert_eq!(
        (limits.yellow_points, limits.red_points, limits.idle_days),
        (3.0, 5.0, 30)
    );
    let strict = lights(
        &Snapshot::new(&model).on(as_of),
        &Filter::default(),
        limits,
        as_of,
    );
    let red = |rows: &[LightRow]| rows.iter().filter(|row| row.light == LightState::Red).count();
    assert!(red(&strict) > red(&rows), "a stricter rule gives more red lights");
}

#[test]
fn the_numbers_of_the_lights_are_kept_as_rules_and_go_back_with_undo() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = crate::fixtures::practice(folder.path());
    let mut file = crate::fixtures::edited(&path);
    let before = LightLimits::of(file.model());
    let rules = |file: &AtlasFile| -> BTreeMap<String, planning::model::LightRule> {
        let all = file.model().light_rules.iter();
        all.map(|rule| (rule.id.0.clone(), rule.clone())).collect()
    };
    let rules_before = rules(&file);
    let wanted = LightLimits {
        yellow_points: 5.0,
        red_points: 15.0,
        idle_days: 60,
    };
    let set = |limits| planning::rules::Intent::LightLimits("改亮灯规则".to_owned(), limits);
    file.intend(set(wanted), &crate::fixtures::stamp()).expect("set");
    assert_eq!(LightLimits::of(file.model()), wanted);
    file.intend(set(wanted), &crate::fixtures::stamp())
        .expect_err("nothing would change");
    for wrong in [
        LightLimits {
            yellow_points: 20.0,
            ..wanted
        },
        LightLimits {
            red_points: 101.0,
            ..wanted
        },
        LightLimits {
            idle_days: 0,
            ..wanted
        },
    ] {
        assert!(
            file.intend(set(wrong), &crate::fixtures::stamp()).is_err(),
            "{wrong:?}"
        );
    }
    file.undo(&crate::fixtures::stamp()).expect("undone");
    assert_eq!(LightLimits::of(file.model()), before);
    assert_eq!(rules(&file), rules_before);
}

#[test]
fn single_works_hang_below_their_task_and_are_shown_when_it_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = practice_and_sql(folder.path(), "2026-11-30");
    let all = number(&sql, "SELECT COUNT(*) FROM tasks WHERE kind = 'subtask'");
    let shut = TimetableRequest {
        opened: Some(Vec::new()),
        ..TimetableRequest::default()
    };
    let closed = page(&file, &shut);
    let tasks: Vec<_> = closed
        .rows
        .iter()
        .filter(|row| row.kind == ItemKind::Task)
        .collect();
    assert_eq!(tasks.iter().map(|row| row.subtasks).sum::<u32>(), all);
    let task = tasks
        .iter()
        .find(|row| row.subtasks > 1)
        .expect("a task with single works");
    let opened = TimetableRequest {
        opened: Some(vec![task.key.clone()]),
        ..TimetableRequest::default()
    };
    let shown = page(&file, &opened);
    assert_eq!(shown.total, closed.total + task.subtasks);
    assert_eq!((shown.items, shown.undated), (closed.items, closed.undated));
    let works: Vec<_> = (shown.rows.iter())
        .filter(|row| row.kind == ItemKind::Task && row.above == task.id)
        .collect();
    assert_eq!(works.len(), task.subtasks as usize);
    assert!(
        works
            .iter()
            .all(|row| row.depth == task.depth + 1 && !row.unit.is_empty())
    );
    // What folds the task away folds its single works away too.
    let folded = TimetableRequest {
        folded: vec![task.key.clone()],
        ..opened
    };
    assert!(page(&file, &folded).rows.iter().all(|row| row.above != task.id));
}
