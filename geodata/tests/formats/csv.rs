//! CSV: tables of offices and of other programs, in and out.

mod faults;
mod places;
mod tables;
mod writing;

use crate::collected::Collected;
use geodata::formats::{ReadError, ReadOptions, csv};

fn read_bytes(bytes: &[u8], options: &ReadOptions) -> Result<Collected, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("台账.csv");
    std::fs::write(&path, bytes).unwrap();
    let mut sink = Collected::default();
    csv::read(&path, options, &mut sink).map(|()| sink)
}

fn read(table: &str) -> Collected {
    read_bytes(table.as_bytes(), &ReadOptions::default()).unwrap()
}
