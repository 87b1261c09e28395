//! What an office prints. A report is made in two steps: what it says, from the answers of `planning`
//! ([`task_book_document`]), and how a kind of file holds it ([`write_docx`]).

mod document;
mod docx;
mod task_book;

pub use document::{Block, Column, Document, Table};
pub use docx::write_docx;
pub use task_book::task_book_document;
