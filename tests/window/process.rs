//! The processes a test starts: looked at and ended by their id.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Ids of the processes that descend from that one, children before grandchildren.
pub fn descendants(of: u32) -> Vec<u32> {
    let mut parents = Vec::new();
    for entry in std::fs::read_dir("/proc").expect("/proc is readable").flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|n| n.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        // The name in brackets may hold anything; the parent is the second word after it.
        let Some(parent) = stat
            .rsplit(')')
            .next()
            .and_then(|rest| rest.split_whitespace().nth(1))
        else {
            continue;
        };
        if let Ok(parent) = parent.parse::<u32>() {
            parents.push((id, parent));
        }
    }
    let mut found = vec![of];
    let mut at = 0;
    while at < found.len() {
        let parent = found[at];
        found.extend(parents.iter().filter(|(_, p)| *p == parent).map(|(id, _)| *id));
        at += 1;
    }
    found.split_off(1)
}

/// The descendant that runs that program.
pub fn running(program: &Path, below: u32) -> Option<u32> {
    let program = std::fs::canonicalize(program).expect("the program is there");
    descendants(below)
        .into_iter()
        .find(|id| std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program))
}

/// Whether a process of that id runs (one that has ended but is not yet collected does not).
pub fn alive(id: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(
        |stat| !matches!(stat.rsplit(')').next().map(str::trim_start), Some(rest) if rest.starts_with('Z')),
    )
}

/// Sends a signal such as `-KILL`; a process that is gone is no error.
pub fn signal(id: u32, which: &str) {
    let _ = Command::new("kill")
        .args([which, &id.to_string()])
        .stderr(std::process::Stdio::null())
        .status();
}

/// Waits until the process has ended; false when it has not in that time.
pub fn ended_within(id: u32, time: Duration) -> bool {
    let begin = Instant::now();
    while alive(id) {
        if begin.elapsed() > time {
            return false;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    true
}
