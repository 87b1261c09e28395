//! A fresh home folder for each test: its settings, its atlases, its exports.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_zhentu");

/// Folders of a user who has never started the program; gone when dropped.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// Makes the folders.
    pub fn fresh() -> Home {
        let home = Home {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        for folder in ["data", "config", "cache", "state", "Documents"] {
            std::fs::create_dir(home.path(folder)).expect("folders can be made in it");
        }
        home
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The environment of a program that runs in it.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("HOME", self.folder.path().to_path_buf()),
            ("XDG_DATA_HOME", self.path("data")),
            ("XDG_CONFIG_HOME", self.path("config")),
            ("XDG_CACHE_HOME", self.path("cache")),
            ("XDG_STATE_HOME", self.path("state")),
            ("XDG_DOCUMENTS_DIR", self.path("Documents")),
            // What is late is so on a day that does not move.
            ("ZHENTU_TODAY", PathBuf::from("2026-11-30")),
        ]
    }

    /// Runs the command line of the program here.
    pub fn zhentu(&self, args: &[&str]) -> Output {
        Command::new(PROGRAM)
            .args(args)
            .envs(self.environment())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .current_dir(self.folder.path())
            .output()
            .expect("the program starts")
    }

    /// Makes an atlas with the command line: `--practice`, `--seeds` or nothing for an empty one.
    pub fn atlas(&self, name: &str, with: &[&str]) -> PathBuf {
        let path = self.path(name);
        let mut args = vec!["new", path.to_str().expect("temporary paths are UTF-8")];
        args.extend(with);
        let output = self.zhentu(&args);
        assert!(
            output.status.success(),
            "zhentu new: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        path
    }

    /// `zhentu info --json` of an atlas.
    pub fn info(&self, atlas: &Path) -> serde_json::Value {
        self.json(&[
            "info",
            atlas.to_str().expect("temporary paths are UTF-8"),
            "--json",
        ])
    }

    /// What a command of the program writes to its standard output, as JSON.
    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        let output = self.zhentu(args);
        assert!(
            output.status.success(),
            "zhentu {args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("the answer is JSON")
    }
}
