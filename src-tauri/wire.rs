//! The wire between core and page: the lists of commands and events, the types that are made for it, and codes of errors. Types of
//! a room (layers, coordinate systems, settings, the model, its questions) live in that room; the list names them.

mod commands;
mod errors;
mod events;
mod import_types;
mod types;
mod typescript;

pub use commands::{dispatch, dispatch_online, is_online};
pub use events::CoreEvent;
pub use import_types::*;
pub use types::*;
pub use typescript::typescript;

pub use crate::wire_error::WireError;
