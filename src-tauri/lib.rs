//! The desktop shell of Zhentu: the window ([`window`]), the wire between window and core ([`wire`], `commands`, [`session`]),
//! map layers and coordinate systems of the user ([`layers`], [`user_crs`]) and the command line ([`cli`]). Everything that knows about plans is in `planning`, everything
//! that knows only about places in `geodata`.

pub mod cli;
pub mod clock;
mod closing;
mod commands;
pub mod crs_choices;
pub mod crs_label;
pub mod layers;
pub mod prefs;
pub mod row_problem;
pub mod seeds;
pub mod session;
mod settings_file;
pub mod tiles;
pub mod user_crs;
pub mod window;
pub mod wire;
pub mod wire_error;

use std::process::ExitCode;

/// Runs the program: with no argument the window, otherwise the command line.
pub fn run() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    match args.next() {
        None => window::open(None),
        // WebKitGTK's driver and desktop files may pass a file to open.
        Some(first)
            if args.next().is_none()
                && std::path::Path::new(&first)
                    .extension()
                    .is_some_and(|e| e == "gpkg") =>
        {
            window::open(Some(first.into()))
        }
        Some(_) => cli::main(),
    }
}
