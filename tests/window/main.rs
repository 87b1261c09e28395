//! What a user sees, in the real window under a display of its own.
//!
//! One binary for all of it, one window at a time. `ZHENTU_REQUIRE_WINDOW=1` makes a machine without the tools a
//! failure instead of a notice; `BLESS_GUIDE=1` writes the pictures of the user guide.

mod ground;
mod harness;
mod home;
mod keyboard;
mod layer_panel;
mod one_language;
mod pointer;
mod process;
mod screen;
mod tile_server;

mod cards;
mod crowd;
mod draw;
mod facts;
mod filter;
mod imports;
mod keys;
mod language;
mod layer_files;
mod layers;
mod map_lights;
mod map_money;
mod money_page;
mod moving;
mod network;
mod opening;
mod outlines;
mod papers;
mod parts;
mod questions;
mod rounds_page;
mod rules;
mod search;
mod sight;
mod small;
mod start;
mod systems;
mod tables;
mod targets_page;
mod taskbook;
mod timetable;
mod timetable_moves;
mod tools;
mod user_crs;
