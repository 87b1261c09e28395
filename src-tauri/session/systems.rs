//! The coordinate systems of the user, as commands share them.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::crs_choices::{CrsChoice, CrsGroup};
use crate::crs_label::CrsLabel;
use crate::user_crs::{UserCrs, UserCrsStore};

/// The coordinate systems of the user.
#[derive(Debug)]
pub struct Systems(Mutex<UserCrsStore>);

impl Systems {
    /// Reads those that are kept in a folder.
    pub fn open(folder: &Path) -> Self {
        Self(Mutex::new(UserCrsStore::open(folder)))
    }

    /// The systems, to look at or to change.
    pub fn own(&self) -> MutexGuard<'_, UserCrsStore> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The systems as they are chosen from.
    pub fn choices(&self) -> Vec<CrsChoice> {
        let systems = self.own();
        let choice = |own: &UserCrs| CrsChoice {
            id: own.id.clone(),
            label: CrsLabel::named(&own.name),
            projected: systems.converter_of(own).is_ok_and(|c| c.is_projected()),
            group: CrsGroup::Own,
        };
        systems.all().iter().map(choice).collect()
    }
}
