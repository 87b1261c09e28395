//! Measures footprints in memory: `bench_places FOOTPRINTS.geojson [CONTROLS.geojson] [--areas OUT.tsv] [--tiles Z]`.
//!
//! The files are those of the benchmark generator: one feature a line. With --tiles only tiles of that zoom are drawn,
//! ten times over: for a profile. Prints one JSON object a line,
//! `{"work", "n", figures}`; times are CPU seconds of this thread unless the name says otherwise.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::Instant;

use geo_types::{Coord, Geometry, MultiPolygon, coord};
use geodata::control_areas::ControlAreaIndex;
use geodata::footprint_index::{Batch, Footprints, KeySet, StyleKey};
use geodata::measure::{Bounds, Metres, bounds};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use serde_json::json;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let areas = arguments
        .iter()
        .position(|a| a == "--areas")
        .map(|i| arguments.drain(i..).nth(1));
    let only = arguments
        .iter()
        .position(|a| a == "--tiles")
        .and_then(|i| arguments.drain(i..).nth(1));
    let Some(path) = arguments.first() else {
        return Err(
            "bench_places FOOTPRINTS.geojson [CONTROLS.geojson] [--areas OUT.tsv] [--tiles Z]".into(),
        );
    };
    let footprints = Footprints::new();
    let empty = memory();
    let middles = load(&footprints, path)?;
    say(
        "loaded",
        footprints.len(),
        json!({ "vm_rss_mb": megabytes(memory()), "grown_mb": megabytes(memory() - empty) }),
    );
    let start = cpu();
    footprints.compact();
    let seconds = cpu() - start;
    let n = footprints.len();
    say(
        "settle",
        n,
        json!({
            "cpu_seconds": seconds,
            "vm_rss_mb": megabytes(memory()),
            "vm_hwm_mb": megabytes(status("VmHWM:")),
            "bytes_per_footprint": footprints.bytes() as f64 / n as f64,
            "rss_per_footprint": (memory() - empty) as f64 / n as f64,
        }),
    );
    if let Some(zoom) = only {
        let zoom = zoom.parse()?;
        (0..10).for_each(|_| tiles(&footprints, &middles, zoom..=zoom));
        return Ok(());
    }
    queries(&footprints, &middles);
    plain_rstar(&footprints, &middles, n);
    tiles(&footprints, &middles, 4..=14);
    edits(&footprints, &middles);
    if let Some(controls) = arguments.get(1) {
        check(path, controls, areas.flatten())?;
    }
    Ok(())
}

fn say(work: &str, n: usize, figures: serde_json::Value) {
    let mut line = json!({ "work": work, "n": n });
    if let (Some(line), Some(figures)) = (line.as_object_mut(), figures.as_object()) {
        line.extend(figures.clone());
    }
    println!("{line}");
}

/// Features of a file with one a line.
fn features(path: &str) -> Result<impl Iterator<Item = Result<geojson::Feature, Failure>>, Failure> {
    let lines = BufReader::with_capacity(1 << 20, std::fs::File::open(path)?).lines();
    Ok(lines.filter_map(|line| match line {
        Ok(line) if line.starts_with("{\"type\":\"Feature\",") => {
            Some(line.trim_end_matches(',').parse().map_err(Into::into))
        }
        Ok(_) => None,
        Err(error) => Some(Err(error.into())),
    }))
}

fn shape(feature: geojson::Feature) -> Result<Geometry<f64>, Failure> {
    Ok(feature.geometry.ok_or("a feature without geometry")?.try_into()?)
}

/// Loads the file in batches and returns the middles of all boxes.
fn load(footprints: &Footprints, path: &str) -> Result<Vec<Coord<f64>>, Failure> {
    let mut middles = Vec::new();
    let mut batch = Batch::new();
    let (mut packing, mut sorting) = (0.0, 0.0);
    for (key, feature) in (0..).zip(features(path)?) {
        let shape = shape(feature?)?;
        let start = cpu();
        let look = StyleKey {
            kind: (key % 30) as u8,
            stage: (key % 8) as u8,
            flags: (key % 4) as u8,
        };
        batch.add(key, &shape, look)?;
        packing += cpu() - start;
        middles.push(bounds(&shape).ok_or("an empty shape")?.centre());
        if batch.len() == 50_000 {
            let start = cpu();
            footprints.load(std::mem::take(&mut batch));
            sorting += cpu() - start;
        }
    }
    let start = cpu();
    footprints.load(batch);
    sorting += cpu() - start;
    say(
        "load",
        footprints.len(),
        json!({ "cpu_seconds_pack": packing, "cpu_seconds_index": sorting }),
    );
    Ok(middles)
}

/// Every so many of a list, spread over it in a fixed order.
fn spread(middles: &[Coord<f64>], count: usize) -> impl Iterator<Item = Coord<f64>> {
    (0..count).map(|i| middles[(i * 7919 + 13) % middles.len()])
}

/// A window of 1280 × 800 pixels at a zoom of 256-pixel tiles.
fn window(c: Coord<f64>, z: i32) -> Bounds {
    let pixel = 360.0 / 256.0 / 2f64.powi(z);
    let (x, y) = (640.0 * pixel, 400.0 * pixel * c.y.to_radians().cos());
    Bounds {
        west: c.x - x,
        south: c.y - y,
        east: c.x + x,
        north: c.y + y,
    }
}

/// Runs a piece of work many times; seconds of each by the wall, in order.
fn each<T>(inputs: impl Iterator<Item = T>, mut work: impl FnMut(T)) -> Vec<f64> {
    let mut times: Vec<f64> = inputs
        .map(|input| {
            let start = Instant::now();
            work(input);
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn part(times: &[f64], share: f64) -> f64 {
    times[((times.len() - 1) as f64 * share) as usize]
}

fn queries(footprints: &Footprints, middles: &[Coord<f64>]) {
    let mut keys = Vec::new();
    for z in [14, 9] {
        let mut hits = 0;
        let times = each(spread(middles, 1000), |c| {
            footprints.collect_in_box(window(c, z), None, &mut keys);
            hits += keys.len();
        });
        let figures = json!({ "p50_us": part(&times, 0.5) * 1e6, "p99_us": part(&times, 0.99) * 1e6, "mean_hits": hits / 1000 });
        say(&format!("viewport z{z}"), footprints.len(), figures);
    }
    let times = each(spread(middles, 2000), |c| drop(footprints.nearest(c, 10, None)));
    say(
        "10 nearest",
        footprints.len(),
        json!({ "p50_us": part(&times, 0.5) * 1e6, "p99_us": part(&times, 0.99) * 1e6 }),
    );
    let times = each(spread(middles, 2000), |c| {
        drop(footprints.hits(c, Metres(30.0), None))
    });
    say(
        "click 30 m",
        footprints.len(),
        json!({ "p50_us": part(&times, 0.5) * 1e6, "p99_us": part(&times, 0.99) * 1e6 }),
    );
}

/// The same queries on an R-tree of `rstar` over everything, for the decision between the two.
fn plain_rstar(footprints: &Footprints, middles: &[Coord<f64>], n: usize) {
    let boxed = |key: u32| {
        let b = footprints.bounds(key)?;
        let corners =
            Rectangle::from_corners([b.west as f32, b.south as f32], [b.east as f32, b.north as f32]);
        Some(GeomWithData::new(corners, key))
    };
    let entries: Vec<_> = (0..n as u32).filter_map(boxed).collect();
    let before = memory();
    let start = cpu();
    let tree = RTree::bulk_load(entries);
    let build = cpu() - start;
    let bytes = (memory().saturating_sub(before)) as f64 / n as f64 + 20.0;
    say(
        "rstar build",
        n,
        json!({ "cpu_seconds": build, "bytes_per_footprint": bytes }),
    );
    let mut keys = Vec::new();
    for z in [14, 9] {
        let times = each(spread(middles, 1000), |c| {
            let w = window(c, z);
            let query = AABB::from_corners([w.west as f32, w.south as f32], [w.east as f32, w.north as f32]);
            keys.clear();
            keys.extend(tree.locate_in_envelope_intersecting(&query).map(|e| e.data));
        });
        say(
            &format!("rstar viewport z{z}"),
            n,
            json!({ "p50_us": part(&times, 0.5) * 1e6, "p99_us": part(&times, 0.99) * 1e6 }),
        );
    }
    let times = each(spread(middles, 2000), |c| {
        keys.clear();
        let point = [c.x as f32, c.y as f32];
        keys.extend(tree.nearest_neighbor_iter(&point).take(10).map(|e| e.data));
    });
    say(
        "rstar 10 nearest",
        n,
        json!({ "p50_us": part(&times, 0.5) * 1e6, "p99_us": part(&times, 0.99) * 1e6 }),
    );
}

fn tile_of(c: Coord<f64>, z: u8) -> (u32, u32) {
    let count = f64::from(1u32 << z);
    let y = (1.0 - c.y.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0;
    (((c.x / 360.0 + 0.5) * count) as u32, (y * count) as u32)
}

fn tiles(footprints: &Footprints, middles: &[Coord<f64>], zooms: std::ops::RangeInclusive<u8>) {
    let half: KeySet = (0..footprints.len() as u32).filter(|k| k % 2 == 0).collect();
    for (name, filter) in [("tile", None), ("tile filtered to half", Some(&half))] {
        for z in zooms.clone() {
            let mut numbers: Vec<_> = spread(middles, 4000).map(|c| tile_of(c, z)).collect();
            numbers.sort_unstable();
            numbers.dedup();
            let (mut largest, mut total) = (0, 0);
            let count = numbers.len();
            let times = each(numbers.into_iter(), |(x, y)| {
                let tile = footprints.draw_tile(z, x, y, filter);
                largest = largest.max(tile.len());
                total += tile.len();
            });
            let figures = json!({
                "tiles": count,
                "p50_ms": part(&times, 0.5) * 1e3,
                "p99_ms": part(&times, 0.99) * 1e3,
                "max_ms": part(&times, 1.0) * 1e3,
                "mean_kb": total as f64 / count as f64 / 1e3,
                "largest_kb": largest as f64 / 1e3,
            });
            say(&format!("{name} z{z}"), footprints.len(), figures);
        }
    }
}

fn edits(footprints: &Footprints, middles: &[Coord<f64>]) {
    // A full cache makes an edit as slow as it gets.
    for c in spread(middles, 4000) {
        let (x, y) = tile_of(c, 14);
        footprints.tile(14, x, y, None);
    }
    let (kept, _) = footprints.cached_tiles();
    let moved = spread(middles, 1000).zip(0u32..);
    let times = each(moved, |(c, key)| {
        let shape = geo_types::Point(c + coord! { x: 1e-4, y: 1e-4 }).into();
        let _ = footprints.put(key, &shape, StyleKey::default());
    });
    let figures = json!({ "p50_us": part(&times, 0.5) * 1e6, "p99_us": part(&times, 0.99) * 1e6, "cached_tiles": kept });
    say("one edit", footprints.len(), figures);
}

/// Checks every footprint against every control area; the overlaps are written as `footprint, control, m², m, share`.
fn check(path: &str, controls: &str, out: Option<String>) -> Result<(), Failure> {
    let mut areas = Vec::new();
    for (key, feature) in (0..).zip(features(controls)?) {
        areas.push((
            key,
            match shape(feature?)? {
                Geometry::Polygon(area) => MultiPolygon(vec![area]),
                Geometry::MultiPolygon(areas) => areas,
                _ => return Err("a control area that is no area".into()),
            },
        ));
    }
    let footprints: Vec<_> = features(path)?
        .map(|f| shape(f?))
        .collect::<Result<_, Failure>>()?;
    let start = cpu();
    let index = ControlAreaIndex::new(areas);
    let build = cpu() - start;
    let start = cpu();
    let found: Vec<_> = footprints.iter().map(|shape| index.check(shape)).collect();
    let seconds = cpu() - start;
    let figures = json!({
        "controls": index.len(),
        "cpu_seconds": build + seconds,
        "cpu_seconds_index": build,
        "hits": found.iter().map(Vec::len).sum::<usize>(),
    });
    say("overlay check", footprints.len(), figures);
    if let Some(out) = out {
        let mut out = BufWriter::new(std::fs::File::create(out)?);
        for (footprint, found) in found.iter().enumerate() {
            for o in found {
                let (area, length) = (o.area.0, o.length.0);
                writeln!(
                    out,
                    "{footprint}\t{}\t{area:e}\t{length:e}\t{:e}",
                    o.control, o.share
                )?;
            }
        }
    }
    Ok(())
}

/// CPU seconds of this thread so far.
fn cpu() -> f64 {
    // The first field is the time on a processor, ns.
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|t| t.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}

fn memory() -> usize {
    status("VmRSS:")
}

/// Bytes that the system says this process has.
fn status(field: &str) -> usize {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix(field));
    let kilobytes = line
        .and_then(|l| l.trim().split(' ').next())
        .and_then(|n| n.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
