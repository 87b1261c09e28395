//! The commands of the settings.

use std::sync::Arc;

use crate::prefs::Prefs;
use crate::session::settings::Settings;
use crate::wire_error::WireError;

/// The commands of the settings.
#[derive(Debug)]
pub struct SettingsCommands {
    pub(crate) settings: Arc<Settings>,
}

impl SettingsCommands {
    /// Keeps the settings.
    pub fn set_prefs(&self, prefs: Prefs) -> Result<Prefs, WireError> {
        self.settings.keep(|kept| kept.prefs = prefs.clone());
        Ok(prefs)
    }
}
