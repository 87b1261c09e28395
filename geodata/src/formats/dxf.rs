//! DXF, the exchange format of CAD programs, as text. One layer: each entity one feature with its CAD layer, kind,
//! colour, text, block and handle; blocks are taken apart where they are inserted.
//!
//! Arcs become chords that stay within 1 cm (or a 2000th of the radius, whichever is less) of the curve. Closed
//! polylines, and open ones that end where they begin, become areas. Heights are left out. The coordinate system is
//! never stated; drawings in millimetres and other units are brought to metres.

mod affine;
mod blocks;
mod entities;
mod hatch;
mod reading;
mod record;
mod shape;
mod survey;
mod text;
mod writing;

pub use reading::read;
pub use writing::create;
