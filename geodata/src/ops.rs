//! Edits of shapes.
pub(crate) mod crossings;
pub(crate) mod plane;
