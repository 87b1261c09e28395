//! What the five plans rest on and rule: documents, standards, land and assessment rules, targets and their scope. Cards,
//! `info`, search and export say what SQL finds in the file.

use planning::export::{self, ExportLayer, ExportRequest, OutputFormat};
use planning::import::Progress;
use planning::model::{CitationRelation, Consequence, CountedBy, PilotLevel, RankEnd, ScopeClass};
use planning::query::{Detail, Filter, FoundPart, NodeKind};
use rusqlite::Connection;
use serde_json::Value;

use crate::five_plans::{atlas, plan_card};

fn ids(sql: &Connection, text: &str, id: &str) -> Vec<String> {
    let mut statement = sql.prepare(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    let rows = statement.query_map([id], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

#[test]
fn the_card_of_a_plan_shows_every_rule_document_and_standard_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = atlas(folder.path());
    let info = file.ask(|s| s.info());
    let mut seen = [0; 6];
    for told in &info.plans {
        let id = told.id.as_str();
        let card = plan_card(&file, id);
        let of = |table: &str| {
            ids(
                &sql,
                &format!("SELECT id FROM {table} WHERE plan = ? ORDER BY ordinal"),
                id,
            )
        };
        let cited: Vec<&str> = card.documents.iter().map(|d| d.citation.id.as_str()).collect();
        assert_eq!(cited, of("citations"), "{id}");
        for cited in &card.documents {
            assert_eq!(cited.citation.document, cited.document.id);
        }
        let standards: Vec<&str> = card.standards.iter().map(|s| s.standard.id.as_str()).collect();
        assert_eq!(standards, of("standards"), "{id}");
        for one in &card.standards {
            let items: Vec<&str> = one.items.iter().map(|i| i.id.as_str()).collect();
            let text = "SELECT id FROM standard_items WHERE standard = ? ORDER BY ordinal";
            assert_eq!(items, ids(&sql, text, one.standard.id.as_str()));
            seen[5] += items.len();
        }
        let land: Vec<&str> = card.land_rules.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(land, of("land_rules"), "{id}");
        let assessed: Vec<&str> = card.assessment_rules.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(assessed, of("assessment_rules"), "{id}");
        let eligible = of("eligibility_rules").len();
        for (n, (count, found)) in [
            (told.citations, cited.len()),
            (told.standards, standards.len()),
            (told.land_rules, land.len()),
            (told.assessment_rules, assessed.len()),
            (told.eligibility_rules, eligible),
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(count as usize, found, "{id}");
            seen[n] += found;
        }
    }
    assert!(seen.iter().all(|n| *n > 5), "{seen:?}");
}

#[test]
fn the_plans_say_what_their_texts_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _sql) = atlas(folder.path());
    let yanbian = plan_card(&file, "yanbian");
    let rule = |n: usize| &yanbian.assessment_rules[n];
    assert_eq!(
        (rule(0).rank_end, rule(0).rank_count, rule(0).consequence),
        (Some(RankEnd::Top), Some(3), Some(Consequence::Commended))
    );
    assert_eq!(
        (rule(3).rank_end, rule(3).times_in_row, rule(3).consequence),
        (Some(RankEnd::Bottom), Some(2), Some(Consequence::Eliminated))
    );
    assert_eq!(rule(3).successor_level, Some(PilotLevel::County));
    assert!(yanbian.assessments.is_empty(), "a rule is no result");
    let quota = &yanbian.indicators[1].indicator;
    assert_eq!(quota.scope_class, Some(ScopeClass::EachCounty));
    assert_eq!(quota.counted, Some(CountedBy::Designations));
    assert_eq!(
        (quota.quota_lowest, quota.quota_highest),
        (Some(PilotLevel::Prefecture), Some(PilotLevel::Province))
    );
    let wenshang = plan_card(&file, "wenshang");
    let basis = &wenshang.documents[0];
    assert_eq!(basis.citation.relation, CitationRelation::Basis);
    assert_eq!(basis.document.number.as_deref(), Some("济政办字〔2021〕31号"));
    let sorted = &wenshang.indicators[1];
    assert_eq!(
        (sorted.indicator.baseline, sorted.indicator.value),
        (Some(10.0), 18.0)
    );
    assert_eq!(sorted.regions, ["杨店镇"]);
    let six: Vec<&str> = wenshang.standards[0]
        .items
        .iter()
        .map(|i| i.name.as_str())
        .collect();
    assert_eq!((six.len(), six[0]), (6, "基础设施好"));
}

#[test]
fn a_town_shows_its_facts_and_the_targets_that_name_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _sql) = atlas(folder.path());
    let town = |id: &str| match file.ask(|s| s.detail(NodeKind::Town, id)) {
        Ok(Some(Detail::Town(card))) => card,
        other => panic!("{id}: {other:?}"),
    };
    let yangdian = town("370830111");
    let facts: Vec<(f64, &str)> = yangdian
        .facts
        .iter()
        .map(|f| (f.value, f.unit.as_str()))
        .collect();
    assert_eq!(facts, [(18.0, "个")]);
    assert_eq!(
        yangdian.indicators.len(),
        8,
        "all targets of the plan name the town"
    );
    assert!(town("370830110").indicators.is_empty(), "no target names it");
    let pilot = town("370211103");
    let targets: Vec<&str> = pilot.indicators.iter().map(|i| i.indicator.id.as_str()).collect();
    let of_pilots = [
        "qingdao/i02",
        "qingdao/i03",
        "qingdao/i04",
        "qingdao/i05",
        "qingdao/i06",
    ];
    assert!(of_pilots.iter().all(|id| targets.contains(id)), "{targets:?}");
}

#[test]
fn targets_documents_and_other_names_of_regions_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, _sql) = atlas(folder.path());
    for (typed, part, kind, id) in [
        (
            "常住人口城镇化率",
            Some(FoundPart::Indicator),
            NodeKind::Plan,
            "chengwu",
        ),
        (
            "5G基站",
            Some(FoundPart::Indicator),
            NodeKind::Task,
            "chengwu/t11",
        ),
        (
            "济政办字〔2021〕31号",
            Some(FoundPart::Document),
            NodeKind::Plan,
            "wenshang",
        ),
        ("乡镇消防队", Some(FoundPart::Document), NodeKind::Plan, "chengwu"),
        ("西海岸新区", None, NodeKind::Town, "370211"),
        ("振兴办事处", None, NodeKind::Town, "371503001"),
    ] {
        let hits = file.ask(|s| s.search(typed, 20));
        let found = hits.iter().find(|hit| hit.part == part && hit.id == id);
        assert_eq!(found.map(|hit| hit.kind), Some(kind), "{typed}: {hits:?}");
    }
}

#[test]
fn exported_targets_and_tasks_keep_wording_note_summary_and_section() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, sql) = atlas(folder.path());
    let exported = |layer: ExportLayer, name: &str| -> Vec<Value> {
        let path = folder.path().join(name);
        let request = ExportRequest {
            layer,
            filter: Filter::default(),
            ids: Vec::new(),
            with_unmapped: false,
            chinese_labels: false,
            format: OutputFormat::decide(layer, None, Some(&path), None).expect("a format"),
            crs: None,
            path: Some(path.clone()),
            overwrite: false,
            named: 0,
            view: export::LedgerView::default(),
        };
        export::run(&file, request, &Progress::default()).expect("exported");
        serde_json::from_slice(&std::fs::read(path).expect("read")).expect("JSON")
    };
    let targets = exported(ExportLayer::Indicators, "i.json");
    for (key, column) in [
        ("wording", "i.wording"),
        ("note", "i.note"),
        ("scope_class", "i.scope_class"),
        ("baseline", "i.baseline"),
        ("quota_lowest", "i.quota_lowest"),
        ("part_of", "i.part_of"),
        ("summary", "t.summary"),
        ("section", "t.section"),
    ] {
        let text = format!(
            "SELECT COUNT({column}) FROM indicators i LEFT JOIN tasks t ON t.id = i.task WHERE 1 OR i.id = ?"
        );
        let wanted: u32 = sql.query_row(&text, [""], |row| row.get(0)).expect("a count");
        let said = targets.iter().filter(|row| !row[key].is_null()).count();
        assert!(wanted > 0, "{key}");
        assert_eq!(said, wanted as usize, "{key}");
    }
    let tasks = exported(ExportLayer::Tasks, "t.json");
    for (key, column) in [("summary", "summary"), ("note", "note"), ("section", "section")] {
        let text = format!("SELECT COUNT({column}) FROM tasks WHERE kind <> 'subtask' OR id = ?");
        let wanted: u32 = sql.query_row(&text, [""], |row| row.get(0)).expect("a count");
        let said = tasks.iter().filter(|row| !row[key].is_null()).count();
        assert!(wanted > 0, "{key}");
        assert_eq!(said, wanted as usize, "{key}");
    }
}
