//! Times coordinate conversion and geodesic measures; one JSON line for each work, as bench_coords.py does for pyproj.
//!
//! usage: bench_coords [N], N places or vertices, by default a million. Seconds are those the thread was on a
//! processor where the system tells (Linux), else those of the clock; the best of five runs.

use geo_types::{Coord, Geometry, LineString, Polygon, coord};
use geodata::crs::{Converter, Crs};
use geodata::measure;
use std::hint::black_box;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let n: usize = match std::env::args().nth(1) {
        Some(text) => text.parse()?,
        None => 1_000_000,
    };
    let places = places(n);
    let zone = Converter::new(Crs::from_epsg(4548).ok_or("no zone")?, None)?;
    let mut plane = places.clone();
    zone.forward_slice(&mut plane)?;
    let mut scratch = places.clone();

    report("cgcs2000_zone_forward", n, || {
        scratch.copy_from_slice(&places);
        let clock = Clock::start();
        let done = zone.forward_slice(&mut scratch);
        (clock.seconds(), done.is_ok())
    })?;
    report("cgcs2000_zone_inverse", n, || {
        scratch.copy_from_slice(&plane);
        let clock = Clock::start();
        let done = zone.inverse_slice(&mut scratch);
        (clock.seconds(), done.is_ok())
    })?;

    let ring = ring(n);
    let line = Geometry::from(ring.clone());
    report("geodesic_length", n, || {
        let clock = Clock::start();
        let metres = measure::length(black_box(&line)).0;
        (clock.seconds(), metres > 0.0)
    })?;
    let polygon = Geometry::from(Polygon::new(ring, vec![]));
    report("geodesic_area_perimeter", n, || {
        let clock = Clock::start();
        let sum = measure::area(black_box(&polygon)).0 + measure::perimeter(black_box(&polygon)).0;
        (clock.seconds(), sum > 0.0)
    })?;
    let footprints: Vec<Geometry<f64>> = places[..n / 5].iter().map(|c| footprint(*c)).collect();
    report("geodesic_footprints", footprints.len() * 4, || {
        let clock = Clock::start();
        let sum: f64 = footprints
            .iter()
            .map(|g| measure::area(g).0 + measure::perimeter(g).0)
            .sum();
        (clock.seconds(), sum > 0.0)
    })?;
    println!(
        "{{\"work\":\"check\",\"length\":{:?},\"area\":{:?},\"x\":{:?},\"y\":{:?}}}",
        measure::length(&line).0,
        measure::area(&polygon).0,
        plane[n / 2].x,
        plane[n / 2].y
    );
    Ok(())
}

/// Places spread over one zone, the same ones as in bench_coords.py.
fn places(n: usize) -> Vec<Coord<f64>> {
    (0..n)
        .map(|i| {
            let i = i as f64;
            coord! { x: 115.5 + 3.0 * (i * 0.618_033_988_75).fract(), y: 20.0 + 30.0 * (i * 0.754_877_666_25).fract() }
        })
        .collect()
}

/// A jagged closed line with edges of some tens of metres.
fn ring(n: usize) -> LineString<f64> {
    let mut ring: Vec<Coord<f64>> = (0..n - 1)
        .map(|i| {
            let turn = std::f64::consts::TAU * i as f64 / (n - 1) as f64;
            let r = 0.5 * (1.0 + 0.001 * (i as f64).sin());
            coord! { x: 117.0 + r * turn.cos(), y: 35.0 + r * turn.sin() }
        })
        .collect();
    ring.push(ring[0]);
    LineString(ring)
}

/// A house of about 18 by 11 metres.
fn footprint(c: Coord<f64>) -> Geometry<f64> {
    let at = |x: f64, y: f64| coord! { x: c.x + x, y: c.y + y };
    let ring = vec![c, at(2e-4, 0.0), at(2e-4, 1e-4), at(0.0, 1e-4), c];
    Polygon::new(LineString(ring), vec![]).into()
}

fn report(work: &str, n: usize, mut run: impl FnMut() -> (f64, bool)) -> Result<(), String> {
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let (seconds, right) = run();
        if !right {
            return Err(format!("{work} failed"));
        }
        best = best.min(seconds);
    }
    println!(
        "{{\"work\":\"{work}\",\"n\":{n},\"cpu_seconds\":{best:.6},\"rate\":{:.0}}}",
        n as f64 / best
    );
    Ok(())
}

struct Clock {
    wall: Instant,
    on_processor: Option<u64>,
}

impl Clock {
    fn start() -> Self {
        Self {
            on_processor: nanoseconds(),
            wall: Instant::now(),
        }
    }

    fn seconds(&self) -> f64 {
        let wall = self.wall.elapsed().as_secs_f64();
        match (self.on_processor, nanoseconds()) {
            (Some(begin), Some(end)) if end > begin => (end - begin) as f64 * 1e-9,
            _ => wall,
        }
    }
}

/// Nanoseconds this thread was on a processor; brought up to date by giving the processor away for a moment.
fn nanoseconds() -> Option<u64> {
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}
