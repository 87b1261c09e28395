//! The commands that ask something of the desktop.

use std::path::PathBuf;

use crate::wire_error::WireError;

/// The commands that ask something of the desktop; they need nothing of the session.
#[derive(Debug)]
pub struct DesktopCommands;

impl DesktopCommands {
    /// Shows a file in the file manager.
    pub fn reveal(&self, path: String) -> Result<(), WireError> {
        let path = PathBuf::from(path);
        let folder = path.parent().unwrap_or(&path);
        let (program, target) = if cfg!(target_os = "windows") {
            ("explorer", folder)
        } else if cfg!(target_os = "macos") {
            ("open", folder)
        } else {
            ("xdg-open", folder)
        };
        std::process::Command::new(program)
            .arg(target)
            .spawn()
            .map(drop)
            .map_err(|e| WireError::technical("reveal.failed", format!("{}: {e}", folder.display())))
    }
}
