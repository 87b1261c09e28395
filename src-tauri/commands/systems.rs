//! The commands of coordinate systems: which can be chosen, those of the user, positions in them.

use std::sync::Arc;

use geo_types::Coord;
use geodata::coords::format_point_in;
use geodata::crs::Crs;
use planning::import::code;

use crate::crs_choices::{CrsChoice, choices};
use crate::session::settings::Settings;
use crate::session::systems::Systems;
use crate::user_crs::{CrsTrial, UserCrs};
use crate::wire_error::WireError;

/// The commands of coordinate systems.
#[derive(Debug)]
pub struct SystemCommands {
    pub(crate) settings: Arc<Settings>,
    pub(crate) systems: Arc<Systems>,
}

impl SystemCommands {
    /// A position in a system, as the status line shows it.
    pub fn format_coordinates(&self, lon: f64, lat: f64, crs: String) -> Result<String, WireError> {
        let system = self.systems.own().converter(&crs)?;
        format_point_in(Coord { x: lon, y: lat }, &system).map_err(|e| WireError::new("crs.outside", e))
    }

    /// The systems that can be chosen: those of the user, the usual ones, the zones, the older systems.
    pub fn crs_choices(&self, lon: f64) -> Result<Vec<CrsChoice>, WireError> {
        let own = self.systems.choices();
        Ok(own.into_iter().chain(choices(lon)).collect())
    }

    /// The systems of the user.
    pub fn user_crs(&self) -> Result<Vec<UserCrs>, WireError> {
        Ok(self.systems.own().all().to_vec())
    }

    /// What a system would be.
    pub fn try_user_crs(&self, system: UserCrs, at: [f64; 2]) -> Result<CrsTrial, WireError> {
        Ok(self.systems.own().try_out(&system, at))
    }

    /// Keeps a system.
    pub fn put_user_crs(&self, system: UserCrs) -> Result<UserCrs, WireError> {
        Ok(self.systems.own().put(system)?)
    }

    /// Removes a system; where it was chosen, longitude and latitude take its place.
    pub fn remove_user_crs(&self, id: String) -> Result<(), WireError> {
        self.systems.own().remove(&id)?;
        if self.settings.kept().prefs.crs == id {
            self.settings.keep(|kept| kept.prefs.crs = code(Crs::Cgcs2000));
        }
        Ok(())
    }
}
