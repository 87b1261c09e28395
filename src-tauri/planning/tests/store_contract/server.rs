//! A PostgreSQL server of the tests' own: made in a temporary folder, reached through a socket there, stopped by its number.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; it is stopped when this is dropped.
pub struct Server {
    folder: tempfile::TempDir,
    programs: PathBuf,
    process: Child,
    address: String,
}

impl Server {
    /// Starts one; `None` if PostgreSQL is not installed here, which only a developer's machine may say.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(
                std::env::var_os("CI").is_none(),
                "PostgreSQL is not installed: scripts/deps.sh installs it"
            );
            println!("skipped: PostgreSQL is not installed (apt-get install postgresql)");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let data = folder.path().join("data");
        run(as_user(&programs.join("initdb"))
            .args([
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
            ])
            .arg(&data));
        let process = as_user(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder.path())
            .args(["-c", "listen_addresses=", "-c", "fsync=off"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let socket = folder.path().display().to_string();
        let mut server = Self {
            address: format!(
                "postgres://postgres@localhost/postgres?host={}",
                socket.replace('/', "%2F")
            ),
            folder,
            programs,
            process,
        };
        let began = Instant::now();
        while !server.answers() {
            let ended = server.process.try_wait().expect("a process");
            assert!(ended.is_none(), "the server ended: {ended:?}");
            assert!(
                began.elapsed() < Duration::from_secs(120),
                "the server does not answer"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(server)
    }

    /// Where it is reached.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Does some SQL.
    pub fn ask(&self, sql: &str) {
        run(self.psql().args(["-c", sql]));
    }

    /// What it answers: a row a line, columns parted by `|`.
    pub fn answer(&self, sql: &str) -> String {
        let output = self.psql().args(["-At", "-c", sql]).output().expect("it starts");
        assert!(output.status.success(), "{sql}: {output:?}");
        String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
    }

    fn answers(&self) -> bool {
        let asked = self.psql().args(["-c", "SELECT 1"]).output();
        asked.is_ok_and(|output| output.status.success())
    }

    fn psql(&self) -> Command {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"])
            .arg(self.folder.path());
        psql
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The first line of this file is the number of the server itself, which runs below `runuser` when the tests are root.
        let file = self.folder.path().join("data/postmaster.pid");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let number = text.lines().next().unwrap_or_default();
        let stopped = Command::new("kill").args(["-INT", number]).status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// Where the programs of the newest PostgreSQL are.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .ok()
        .into_iter()
        .flatten();
    let mut folders: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all: Vec<PathBuf> = std::env::split_paths(&path).collect();
    all.append(&mut folders);
    all.into_iter()
        .rev()
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// A program run as the user `postgres` if the tests are root: the server refuses to be.
fn as_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command
        .args(["-u", "postgres", "--"])
        .arg(program)
        .current_dir("/");
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id");
    id.stdout.trim_ascii() == b"0"
}

fn run(command: &mut Command) {
    let output = command.output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
}
