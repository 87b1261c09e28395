//! An X display of its own for each test, so that no test sees another's window.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running Xvfb; it ends when this is dropped.
pub struct Screen {
    server: Child,
    name: String,
}

impl Screen {
    /// Starts an Xvfb on a free display.
    ///
    /// The server ends with the thread that started it, also when the test is killed.
    pub fn start() -> Screen {
        let mut server = Command::new("setpriv")
            .args(["--pdeathsig", "TERM", "Xvfb", "-displayfd", "1"])
            .args(["-screen", "0", "1440x900x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let mut number = String::new();
        let out = server.stdout.take().expect("its output is a pipe");
        BufReader::new(out)
            .read_line(&mut number)
            .expect("Xvfb says its display");
        let number = number.trim();
        assert!(!number.is_empty(), "Xvfb ended without naming a display");
        Screen {
            server,
            name: format!(":{number}"),
        }
    }

    /// The value of DISPLAY.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Writes a PNG of the whole display.
    pub fn picture(&self, path: &Path) -> bool {
        Command::new("import")
            .args(["-display", &self.name, "-window", "root", "-strip"])
            .arg(path)
            .status()
            .is_ok_and(|s| s.success())
    }

    /// Asks the window to close, as its close button does.
    pub fn close_window(&self, title_part: &str) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/window/close_window.py");
        let sent = Command::new("python3")
            .arg(script)
            .arg(title_part)
            .env("DISPLAY", &self.name)
            .status();
        assert!(
            sent.is_ok_and(|s| s.success()),
            "no window titled {title_part} could be asked to close"
        );
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Whether window tests can run here; says why not.
///
/// # Panics
/// When they cannot and ZHENTU_REQUIRE_WINDOW is set, as in `make test`.
pub fn available() -> bool {
    let missing: Vec<&str> = ["Xvfb", "setpriv", "WebKitWebDriver", "import"]
        .into_iter()
        .filter(|tool| !on_path(tool))
        .collect();
    if missing.is_empty() {
        return true;
    }
    let words = format!(
        "window tests need {}; `scripts/deps.sh test` installs them",
        missing.join(", ")
    );
    assert!(std::env::var_os("ZHENTU_REQUIRE_WINDOW").is_none(), "{words}");
    eprintln!("NOT RUN: {words}");
    false
}

fn on_path(tool: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(tool).is_file()))
}
