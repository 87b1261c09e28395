//! Exports of the small atlas of the golden files: what is counted, what is seen, what is left behind.

use std::path::Path;

use crate::fixtures::exports::request;
use crate::fixtures::{created, stamp};
use planning::atlas_file::AtlasFile;
use planning::change::{ChangeRequest, EditRequest};
use planning::export::{
    self, ExportError, ExportJob, ExportLayer, ExportReport, ExportRequest, OutputFormat, TargetCrs,
};
use planning::progress::Progress;
use planning::query::Filter;
use planning::store::Mode;

fn atlas(folder: &Path, mode: Mode) -> AtlasFile {
    let path = folder.join("a.gpkg");
    let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/atlas");
    let rows = planning::text::read_dir(&text).expect("the rows");
    created(&path, rows);
    AtlasFile::open(&path, mode, "测试").expect("opened")
}

fn run(atlas: &AtlasFile, request: ExportRequest) -> Result<ExportReport, ExportError> {
    export::run(atlas, request, &Progress::default())
}

#[test]
fn what_is_only_counted_is_counted_like_what_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = atlas(folder.path(), Mode::Look);
    for layer in ["projects", "towns", "sites", "control-lines"] {
        for (ending, with_unmapped) in [("geojson", false), ("gpkg", true), ("csv", false)] {
            let path = folder.path().join(format!("{layer}.{ending}"));
            let mut asked = request(layer, Some(path.clone()));
            asked.with_unmapped = with_unmapped;
            let written = run(&atlas, asked.clone()).expect("written");
            let again = run(&atlas, asked.clone());
            assert!(matches!(again, Err(ExportError::Exists { .. })));
            asked.path = None;
            let counted = run(&atlas, asked).expect("counted");
            assert_eq!(counted.written, written.written, "{layer} {ending}");
            assert_eq!(counted.left_out, written.left_out, "{layer} {ending}");
            assert_eq!(counted.left_out_count, written.left_out_count);
            assert_eq!(counted.suggested_name, written.suggested_name);
            assert!(counted.left_out.len() <= 2 && counted.files.is_empty());
            assert_eq!(written.files, [path]);
            assert!(written.written > 0 && written.bytes > 0);
        }
    }
}

#[test]
fn from_the_file_alone_comes_the_same_as_with_the_projects_in_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = atlas(folder.path(), Mode::Look);
    let path = |name: &str| folder.path().join(name);
    let text = |name: &str| std::fs::read_to_string(path(name)).expect("written");
    let mut all = request("projects", Some(path("all.geojson")));
    all.with_unmapped = true;
    run(&whole, all.clone()).expect("written");
    // All of them by their ids: the way of a filter.
    let ids = whole.model().projects.iter().map(|p| p.id.to_owned());
    let mut by_id = all.clone();
    by_id.ids = ids.collect();
    by_id.path = Some(path("ids.geojson"));
    run(&whole, by_id).expect("written");
    assert_eq!(
        text("ids.geojson"),
        text("all.geojson").replacen("演练-项目", "演练-项目-筛选", 1)
    );
    let walked = AtlasFile::open_to_walk(&path("a.gpkg")).expect("opened");
    assert!(!all.needs_projects());
    all.path = Some(path("walked.geojson"));
    run(&walked, all).expect("written");
    assert_eq!(text("walked.geojson"), text("all.geojson"));
}

#[test]
fn a_change_meanwhile_is_not_seen_and_is_not_held_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut atlas = atlas(folder.path(), Mode::Edit);
    let out = folder.path().join("o.geojson");
    let job = ExportJob::prepare(&atlas, request("projects", Some(out.clone()))).expect("prepared");
    let id = atlas
        .model()
        .projects
        .iter()
        .next()
        .expect("a project")
        .id
        .to_owned();
    let name = serde_json::json!({ "name": "改过的名称" });
    let rename = EditRequest::Set {
        table: "projects".to_owned(),
        id,
        columns: name.as_object().expect("an object").clone(),
    };
    let request = ChangeRequest {
        name: "改名".to_owned(),
        note: None,
        edits: vec![rename],
    };
    atlas.apply(request, &stamp()).expect("applied");
    let done = job.run(&Progress::default());
    done.expect("written");
    let text = std::fs::read_to_string(&out).expect("written");
    assert!(
        !text.contains("改过的名称"),
        "the export is of the atlas as it was"
    );
}

#[test]
fn an_export_that_is_stopped_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = atlas(folder.path(), Mode::Look);
    let before = std::fs::read_dir(folder.path()).expect("a folder").count();
    for ending in ["geojson", "gpkg", "csv", "xlsx", "shp", "kml", "fgb", "dxf"] {
        let path = folder.path().join(format!("o.{ending}"));
        let job = ExportJob::prepare(&atlas, request("projects", Some(path))).expect("prepared");
        let progress = Progress::default();
        progress.stop();
        let done = job.run(&progress);
        let stopped = done;
        assert!(matches!(stopped, Err(ExportError::Stopped)), "{ending}");
        let after = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(after, before, "{ending}");
    }
}

#[test]
fn progress_tells_rows_done_and_in_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = atlas(folder.path(), Mode::Look);
    let path = folder.path().join("o.csv");
    let job = ExportJob::prepare(&atlas, request("projects", Some(path))).expect("prepared");
    let progress = Progress::default();
    let seen = progress.clone();
    let done = job.run(&progress);
    let report = done.expect("written");
    let all = atlas.model().projects.len() as u64;
    assert_eq!(seen.now(), (all, all, report.written));
    assert_eq!(report.written + report.left_out_count, all);
}

#[test]
fn the_format_is_the_one_named_else_that_of_the_ending() {
    let decide = |layer: &str, name: Option<&str>, path: &str| {
        let layer = ExportLayer::parse(layer).expect("a layer");
        OutputFormat::decide(layer, name, Some(Path::new(path)), None)
    };
    use geodata::formats::Format;
    let own = OutputFormat::Own;
    let to = OutputFormat::Exchange;
    for (layer, name, path, expected) in [
        ("projects", None, "a.geojson", own),
        ("projects", None, "a.json", own),
        ("projects", None, "a", own),
        ("projects", None, "A.CSV", to(Format::Csv)),
        ("projects", Some("shp"), "a.geojson", to(Format::Shapefile)),
        ("projects", Some(""), "a.kml", to(Format::Kml)),
        ("tasks", None, "a.csv", own),
        ("tasks", Some("json"), "a.csv", own),
    ] {
        assert_eq!(
            decide(layer, name, path).expect("a format"),
            expected,
            "{layer} {name:?} {path}"
        );
    }
    assert!(matches!(
        decide("projects", Some("pdf"), "a"),
        Err(ExportError::Format { .. })
    ));
    assert!(matches!(
        decide("projects", None, "a.gpx"),
        Err(ExportError::Format { .. })
    ));
    assert!(matches!(
        decide("tasks", Some("gpkg"), "a"),
        Err(ExportError::NotAMap { .. })
    ));
    let gcj = TargetCrs::known(geodata::crs::Crs::Gcj02).expect("a system");
    let geojson = OutputFormat::decide(ExportLayer::Projects, Some("geojson"), None, Some(&gcj));
    assert_eq!(geojson.expect("a format"), to(Format::GeoJson));
}

#[test]
fn findings_are_a_table_with_a_line_for_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = atlas(folder.path(), Mode::Look);
    let report = atlas.ask(|index| index.check(&Filter::default(), &|| true));
    let report = report.expect("read").expect("not interrupted");
    let findings = export::findings(&report);
    assert!(
        findings
            .iter()
            .any(|f| f.what == "压占管控线" && f.area_mu.is_some())
    );
    assert!(findings.iter().any(|f| f.what == "图形有问题"));
    let path = folder.path().join("f.csv");
    let written = export::write_findings(&path, &findings, false).expect("written");
    assert_eq!(written, findings.len() as u64);
    let text = std::fs::read_to_string(&path).expect("written");
    assert!(text.contains("类别,项目,说明,压占面积（亩）"), "{text}");
    assert!(matches!(
        export::write_findings(&path, &findings, false),
        Err(ExportError::Exists { .. })
    ));
    let other = folder.path().join("f.kml");
    assert!(matches!(
        export::write_findings(&other, &findings, false),
        Err(ExportError::TableFormat { .. })
    ));
}
