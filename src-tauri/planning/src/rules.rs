//! The rules of the trade, each written once, for the window, the command line and imports: what goes with what is
//! removed ([`removal`]). Plain functions of a model; none reads a clock or a file.

pub mod removal;
