//! 任务书: what a unit, a town or a plan has to do, by when, where it stands, and with what money, as of a status date.
//! Pure functions over a snapshot; nothing reads the clock.

mod book;
mod matrix;
mod members;
mod owed;
mod owners;
mod rows;
mod standing;

pub use book::{BookCounts, BookRequest, StageCount, TaskBook, task_book};
pub use matrix::{DutyMatrix, MatrixCell, MatrixTask, MatrixUnit, duty_matrix};
pub use owed::{BookDeliverable, BookProblem};
pub use owners::{BookOwnerRow, book_owners};
pub use rows::{BookMoney, BookOwner, BookProject, BookTask};
