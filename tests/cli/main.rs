//! The command line: what it prints, writes and refuses, checked from outside with GDAL and other readers.

mod assess;
mod atlas_file;
mod doubts;
mod full_disk;
mod geojson;
mod golden;
#[path = "../window/home.rs"]
mod home;
mod imports;
mod info;
mod money;
mod refusals;
mod removals;
mod report;
mod rounds;
mod signals;
mod tables;
mod targets;
mod text_form;
mod timetable;
mod tools;
mod user_crs;
