//! The text form of an atlas: folders of CSV files, one file a table, for reading and editing by hand. The plans the
//! program brings along are kept in it (see seeds/README.md for the rules of the form).

mod reader;
mod writer;

pub use reader::{MOST_TOLD, TextError, read_dir, read_files};
pub use writer::write_dir;
