//! Atlases in GeoPackage files.

use std::path::PathBuf;

use planning::model::Record;
use planning::store::{GpkgStore, LoadedAtlas, Mode, Stamp, StoreError};

use crate::Place;

/// A folder with one file in it.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("图册.gpkg")
    }
}

impl Place for Folder {
    fn create(&self, rows: &[Record], stamp: &Stamp) -> Result<(), StoreError> {
        GpkgStore::create(&self.path(), rows, "新建", stamp)
    }

    fn load(&self, mode: Mode, who: &str, whole: usize) -> Result<LoadedAtlas, StoreError> {
        GpkgStore::open(&self.path(), mode, who, whole)
    }

    fn tamper(&self, sql: &str) {
        let conn = rusqlite::Connection::open(self.path()).expect("opened");
        conn.execute_batch(sql).expect(sql);
        conn.close().expect("closed");
    }
}
