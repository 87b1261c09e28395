//! The gazetteer: every province, prefecture, county and town of China with code, parents and pinyin.
//!
//! - [`Gazetteer::embedded`]: the list that the program carries
//! - [`Gazetteer::search`]: by Chinese, pinyin or initials
//! - [`Gazetteer::by_code`], [`Gazetteer::children`], [`Gazetteer::ancestors`]: by the code of the statistics bureau
//!
//! Points are WGS84. Most towns have none of their own; they are then given the label point of their county with
//! [`Precision::County`], and nothing else may be concluded from it.

mod pronunciation;
mod search;
mod table;

pub use search::Hit;
pub use table::{Gazetteer, GazetteerRegion, KnownPoint, Level, Precision, TableError};
