//! Coordinate systems named on the command line.

use geodata::crs::{Crs, CrsError};

use planning::export::{ExportError, TargetCrs};

use super::CliError;
use crate::prefs::Folders;
use crate::user_crs::UserCrsStore;

/// The system in which a file is written: one known everywhere, or of the user by its name.
pub(super) fn system_to_write(text: &str) -> Result<TargetCrs, CliError> {
    match Crs::parse(text) {
        Ok(crs) => TargetCrs::known(crs).map_err(|error| match error {
            CrsError::NeedsParameters { system } => CliError::Parameters(system),
            other => ExportError::Crs(other).into(),
        }),
        Err(_) => match systems_of_user() {
            Some(systems) if systems.find(text).is_some() => {
                systems.to_write(text).map_err(|e| CliError::Inner(e.to_string()))
            }
            _ => Err(CliError::Crs(text.to_owned())),
        },
    }
}

/// The systems that the user made in the window.
pub(super) fn systems_of_user() -> Option<UserCrsStore> {
    let settings = Folders::of_user().settings;
    settings.parent().map(UserCrsStore::open)
}
