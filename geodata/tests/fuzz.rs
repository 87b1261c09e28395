//! Every reader fed with damaged files: none may crash, hang, invent features, or hand over numbers that are none.
//!
//! `make fuzz` runs each target for `FUZZ_SECONDS` from a seed that it prints; `FUZZ_SEED` gives one again.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

#[path = "fuzz/damage.rs"]
mod damage;
#[path = "fuzz/memory.rs"]
mod memory;
#[path = "fuzz/target.rs"]
mod target;
#[path = "fuzz/watching.rs"]
mod watching;

use damage::Dice;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use target::TARGETS;

/// Damages files for as long as asked for.
fn fuzz(name: &str) {
    let number = |key: &str| std::env::var(key).ok().and_then(|v| v.parse::<u64>().ok());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seed = number("FUZZ_SEED").unwrap_or(now) | 1;
    let end = Instant::now() + Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(30));
    let rounds = run(name, seed, |_| Instant::now() < end);
    println!("{name}: FUZZ_SEED={seed}, {rounds} files");
    assert!(rounds > 0);
}

fn run(name: &str, seed: u64, go_on: impl Fn(u64) -> bool) -> u64 {
    let target = TARGETS.iter().find(|t| t.name == name).unwrap();
    let corpus = target.corpus();
    let mut dice = Dice(seed);
    let mut rounds = 0;
    while go_on(rounds) {
        let files = target.damaged(&corpus, &mut dice);
        watching::watch(target, &files, seed, rounds);
        rounds += 1;
    }
    rounds
}

#[test]
fn every_reader_takes_its_own_corpus_and_some_of_it_is_good() {
    for target in TARGETS {
        let corpus = target.corpus();
        assert!(!corpus.is_empty(), "{}", target.name);
        let good = corpus
            .iter()
            .enumerate()
            .filter(|(i, files)| watching::watch(target, files, 0, *i as u64))
            .count();
        assert!(good > 0, "{}: nothing of the corpus can be read", target.name);
    }
}

#[test]
fn every_reader_survives_a_few_damaged_files() {
    for target in TARGETS {
        run(target.name, 0x5EED, |rounds| rounds < 60);
    }
}

macro_rules! targets {
    ($($test:ident $name:literal)*) => {$(
        #[test]
        #[ignore = "make fuzz"]
        fn $test() {
            fuzz($name);
        }
    )*};
}

targets! {
    fuzz_geojson "geojson"
    fuzz_esri_json "esri_json"
    fuzz_shapefile "shapefile"
    fuzz_shapefile_zip "shapefile_zip"
    fuzz_kml "kml"
    fuzz_kmz "kmz"
    fuzz_gpx "gpx"
    fuzz_flatgeobuf "flatgeobuf"
    fuzz_csv "csv"
    fuzz_xlsx "xlsx"
    fuzz_xls "xls"
    fuzz_ods "ods"
    fuzz_dxf "dxf"
    fuzz_gpkg_blob "gpkg_blob"
    fuzz_wkt_text "wkt_text"
    fuzz_coords "coords"
    fuzz_prj "prj"
    fuzz_map_services "map_services"
    fuzz_pmtiles "pmtiles"
}
