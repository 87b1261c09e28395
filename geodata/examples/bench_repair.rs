//! Times the mending of invalid areas; one JSON line for each set, as bench_repair.py does for GEOS.
//!
//! usage: bench_repair [FOLDER]   FOLDER gets the shapes as well-known text, one a line, for the peer. Seconds are those the
//! thread was on a processor where the system tells (Linux), else those of the clock; the best of three runs.

use geo_types::{Geometry, LineString, Polygon};
use geodata::validity::{check, repair};
use geodata::wkt_text::to_wkt;
use std::time::Instant;

/// The sets: name, shapes, vertices of a shell, holes, vertices of a hole.
const SETS: [(&str, usize, usize, usize, usize); 4] = [
    ("repair_rings", 8, 4_900, 0, 0),
    ("repair_parcels", 217, 370, 6, 20),
    ("repair_holes", 4, 2_000, 900, 12),
    ("repair_scribbles", 12, 300, 0, 0),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1);
    for (name, count, corners, holes, hole_corners) in SETS {
        let shapes: Vec<Geometry<f64>> = (0..count)
            .map(|n| match name {
                "repair_scribbles" => scribble(n, corners),
                _ => parcel(n, corners, holes, hole_corners),
            })
            .collect();
        if let Some(folder) = &folder {
            let mut text = String::new();
            for shape in &shapes {
                text.push_str(&to_wkt(shape)?);
                text.push('\n');
            }
            std::fs::write(
                std::path::Path::new(folder).join(name).with_extension("wkt"),
                text,
            )?;
        }
        let mut best = f64::INFINITY;
        let mut mended = Vec::new();
        for _ in 0..3 {
            let clock = Clock::start();
            mended = shapes.iter().map(repair).collect::<Result<Vec<_>, _>>()?;
            best = best.min(clock.seconds());
        }
        let vertices = count * (corners + holes * hole_corners);
        let wrong = mended.iter().filter(|m| !check(&m.geometry).is_empty()).count();
        let steps: usize = mended.iter().map(|m| m.changes.len()).sum();
        println!(
            "{{\"work\":\"{name}\",\"n\":{vertices},\"cpu_seconds\":{best:.6},\"changes\":{steps},\"still_invalid\":{wrong}}}"
        );
    }
    Ok(())
}

/// Fractions that follow no pattern and are the same in every run.
fn share(n: usize) -> f64 {
    (n as f64 * 0.618_033_988_749_895).fract()
}

/// A round area whose boundary crosses itself at about every twentieth vertex, with holes of which some overlap.
fn parcel(number: usize, corners: usize, holes: usize, hole_corners: usize) -> Geometry<f64> {
    let (x, y) = (115.0 + share(number), 35.0 + share(number + 71));
    let round = |x: f64, y: f64, radius: f64, corners: usize, loops: bool, seed: usize| -> LineString<f64> {
        let mut turns: Vec<f64> = (0..corners).map(|i| i as f64 / corners as f64).collect();
        if loops {
            // Two neighbours exchanged make a loop.
            (10..corners - 1).step_by(20).for_each(|i| turns.swap(i, i + 1));
        }
        let at = |(i, turn): (usize, f64)| {
            let r = radius * (1.0 - 0.02 * share(i * 7 + seed));
            let angle = std::f64::consts::TAU * turn;
            (x + r * angle.cos(), y + r * angle.sin())
        };
        let mut ring: LineString<f64> = turns.into_iter().enumerate().map(at).collect::<Vec<_>>().into();
        ring.close();
        ring
    };
    let shell = round(x, y, 0.01, corners, true, number);
    let side = (holes as f64).sqrt().ceil().max(1.0);
    let cell = 0.012 / side;
    let hole = |i: usize| {
        let (column, row) = ((i as f64 % side).floor(), (i as f64 / side).floor());
        // Every tenth is too large for its place.
        let radius = cell * if i % 10 == 9 { 0.6 } else { 0.3 };
        let (cx, cy) = (x - 0.006 + cell * (column + 0.5), y - 0.006 + cell * (row + 0.5));
        round(cx, cy, radius, hole_corners, false, i)
    };
    Polygon::new(shell, (0..holes).map(hole).collect()).into()
}

/// A line from place to place without order.
fn scribble(number: usize, corners: usize) -> Geometry<f64> {
    let at = |i: usize| {
        (
            115.0 + 0.01 * share(i * 3 + number),
            35.0 + 0.01 * share(i * i + 5 * number),
        )
    };
    let mut ring: LineString<f64> = (0..corners).map(at).collect::<Vec<_>>().into();
    ring.close();
    Polygon::new(ring, Vec::new()).into()
}

/// Time since a moment: on a processor where the system tells, else of the clock.
struct Clock {
    cpu: Option<f64>,
    wall: Instant,
}

impl Clock {
    fn start() -> Self {
        Self {
            cpu: on_processor(),
            wall: Instant::now(),
        }
    }

    fn seconds(&self) -> f64 {
        match (self.cpu, on_processor()) {
            (Some(before), Some(now)) => now - before,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// Seconds this thread was on a processor; Linux keeps them to the nanosecond.
fn on_processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}
