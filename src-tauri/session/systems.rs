//! The commands of coordinate systems: which can be chosen, those of the user, positions in them.

use std::sync::{MutexGuard, PoisonError};

use geo_types::Coord;
use geodata::coords::format_point_in;
use geodata::crs::Crs;
use planning::import::code;

use super::Session;
use crate::crs_choices::{CrsChoice, CrsGroup, choices};
use crate::crs_label::CrsLabel;
use crate::user_crs::{CrsTrial, UserCrs, UserCrsStore};
use crate::wire_error::WireError;

impl Session {
    /// The systems of the user.
    pub(super) fn systems(&self) -> MutexGuard<'_, UserCrsStore> {
        self.systems.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A position in a system, as the status line shows it.
    pub fn format_coordinates(&self, lon: f64, lat: f64, crs: String) -> Result<String, WireError> {
        let system = self.systems().converter(&crs)?;
        format_point_in(Coord { x: lon, y: lat }, &system).map_err(|e| WireError::new("crs.outside", e))
    }

    /// The systems that can be chosen: those of the user, the usual ones, the zones, the older systems.
    pub fn crs_choices(&self, lon: f64) -> Result<Vec<CrsChoice>, WireError> {
        let own = self.user_choices();
        Ok(own.into_iter().chain(choices(lon)).collect())
    }

    /// The systems of the user, as they are chosen.
    pub(super) fn user_choices(&self) -> Vec<CrsChoice> {
        let systems = self.systems();
        let choice = |own: &UserCrs| CrsChoice {
            id: own.id.clone(),
            label: CrsLabel::named(&own.name),
            projected: systems.converter_of(own).is_ok_and(|c| c.is_projected()),
            group: CrsGroup::Own,
        };
        systems.all().iter().map(choice).collect()
    }

    /// The systems of the user.
    pub fn user_crs(&self) -> Result<Vec<UserCrs>, WireError> {
        Ok(self.systems().all().to_vec())
    }

    /// What a system would be.
    pub fn try_user_crs(&self, system: UserCrs, at: [f64; 2]) -> Result<CrsTrial, WireError> {
        Ok(self.systems().try_out(&system, at))
    }

    /// Keeps a system.
    pub fn put_user_crs(&self, system: UserCrs) -> Result<UserCrs, WireError> {
        Ok(self.systems().put(system)?)
    }

    /// Removes a system; where it was chosen, longitude and latitude take its place.
    pub fn remove_user_crs(&self, id: String) -> Result<(), WireError> {
        self.systems().remove(&id)?;
        if self.kept().prefs.crs == id {
            self.keep(|kept| kept.prefs.crs = code(Crs::Cgcs2000));
        }
        Ok(())
    }
}
