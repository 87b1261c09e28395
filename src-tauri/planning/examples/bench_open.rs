//! Measures an atlas in memory: `bench_open ATLAS.gpkg`. Prints one JSON object a line, `{"work", "seconds", …}`; wall
//! seconds, with the CPU seconds of this process so far (all threads) and the memory it holds then in MB.

use std::path::Path;
use std::time::Instant;

use planning::atlas_file::AtlasFile;
use planning::model::ProjectKind;
use planning::query::{Filter, NodeKind, Sort};
use planning::store::Mode;
use serde_json::json;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let path = std::env::args().nth(1).ok_or("bench_open ATLAS.gpkg")?;
    let begin = Instant::now();
    let mut file = AtlasFile::open(Path::new(&path), Mode::Look, "")?;
    say("open", begin);
    let begin = Instant::now();
    file.measure()?;
    say("measured", begin);
    let all = Filter::default();
    let some = Filter {
        kinds: vec![ProjectKind::Road],
        ..Filter::default()
    };
    let words = Filter {
        text: "改造".to_owned(),
        ..Filter::default()
    };
    let sort = |column: &str| Sort {
        column: column.to_owned(),
        ..Sort::default()
    };
    for (name, filter) in [("all", &all), ("kind", &some), ("words", &words)] {
        timed(&format!("totals, {name}"), || file.ask(|i| i.totals(filter)));
        timed(&format!("facets, {name}"), || file.ask(|i| i.facets(filter)));
        timed(&format!("map, {name}"), || file.ask(|i| i.map_features(filter)));
        timed(&format!("page, {name}"), || {
            file.ask(|i| i.project_page(filter, &sort(""), 0, 100))
        });
        timed(&format!("page by name, {name}"), || {
            file.ask(|i| i.project_page(filter, &sort("name"), 0, 100));
        });
        timed(&format!("page by area, {name}"), || {
            file.ask(|i| i.project_page(filter, &sort("area"), 0, 100));
        });
    }
    timed("contents", || file.ask(|i| i.contents()));
    for word in ["道路", "学校", "dl", "环"] {
        timed(&format!("search {word}"), || file.ask(|i| i.search(word, 20)));
    }
    let id = file
        .model()
        .projects
        .at(7)
        .map(|p| p.id.to_owned())
        .unwrap_or_default();
    timed("detail", || file.ask(|i| i.detail(NodeKind::Project, &id)));
    if let Some(whole) = file.map().footprints().whole() {
        let c = whole.centre();
        for size in [0.01, 0.05, 2.0] {
            let bounds = [c.x - size, c.y - size, c.x + size, c.y + size];
            timed(&format!("shapes within {size}°"), || {
                file.shapes_in(bounds, &all, 1500)
            });
        }
    }
    Ok(())
}

fn timed<T>(work: &str, run: impl FnOnce() -> T) {
    let begin = Instant::now();
    std::hint::black_box(run());
    say(work, begin);
}

fn say(work: &str, begin: Instant) {
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({"work": work, "seconds": seconds, "cpu_so_far": cpu(), "rss_mb": memory()})
    );
}

/// CPU seconds of this process so far, all threads.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS:"));
    let kb = line.and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok());
    kb.unwrap_or_default() / 1024
}
