//! 任务书: what a unit, a town or a plan has to do, by when, where it stands, and with what money, as of a status date.
//! Pure functions over a snapshot; nothing reads the clock.

mod book;

pub use book::{BookMoney, BookOwner, BookProject, BookTask, TaskBook, task_book};
