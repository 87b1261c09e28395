//! Atlases in schemas of a PostgreSQL database.

use planning::model::Record;
use planning::store::{LoadedAtlas, Mode, PostgresStore, Stamp, StoreError};

use crate::Place;
use crate::server::Server;

/// A schema of its own for each check.
pub struct Schema<'s> {
    server: &'s Server,
    name: &'static str,
}

impl<'s> Schema<'s> {
    pub fn new(server: &'s Server, name: &'static str) -> Self {
        Self { server, name }
    }
}

impl Place for Schema<'_> {
    fn create(&self, rows: &[Record], stamp: &Stamp) -> Result<(), StoreError> {
        PostgresStore::create(self.server.address(), self.name, rows, "新建", stamp)
    }

    fn load(&self, mode: Mode, who: &str, whole: usize) -> Result<LoadedAtlas, StoreError> {
        PostgresStore::open(self.server.address(), self.name, mode, who, whole)
    }

    fn tamper(&self, sql: &str) {
        self.server
            .ask(&format!("SET search_path TO \"{}\"; {sql}", self.name));
    }
}
