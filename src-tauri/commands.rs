//! What each command of the wire does: one struct a group of commands, holding of the session's state what the group
//! needs, and a method a command, a few lines that call the core. `wire/commands.rs` lists them.

pub mod atlas;
pub mod checks;
pub mod desktop;
pub mod edits;
pub mod exports;
pub mod imports;
pub mod jobs;
pub mod layers;
pub mod map;
mod pictures;
pub mod questions;
pub mod settings;
pub mod shapes;
pub mod systems;
