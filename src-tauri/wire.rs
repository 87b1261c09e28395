//! The wire between the window and the core: commands, their types and errors.

mod commands;
mod errors;
mod import_types;
mod layer_types;
mod system_types;
mod types;
mod typescript;

pub use commands::dispatch;
pub use import_types::*;
pub use layer_types::*;
pub use system_types::*;
pub use types::*;
pub use typescript::typescript;
