//! The file of an atlas: what is written, read, copied, damaged, changed by others.

#[path = "../fixtures/mod.rs"]
mod fixtures;

mod boundaries_layer;
mod copying;
mod damaged_files;
mod light;
mod migration;
mod odd_values;
mod other_writers;
mod outside_changes;
mod steps;
mod untrusted_files;
mod walk;
