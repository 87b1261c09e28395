//! What map services say of themselves, and the grids their tiles lie in. Nothing here opens a connection: bytes come
//! from the caller.
//!
//! - [`Grid`], [`Matrix`], [`GridCrs`]: tile grids, Web Mercator or of degrees

mod grid;

pub use grid::{Grid, GridCrs, Matrix};
