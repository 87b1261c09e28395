//! Coordinate systems: their names, their numbers, the way between them, and coordinates as typed.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod fit;
mod local_systems;
mod names;
mod pasted;
mod points;
mod reference;
mod suggest;
