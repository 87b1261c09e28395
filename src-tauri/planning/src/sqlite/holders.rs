//! Which other programs have a file locked.

use std::path::Path;

/// Names of the programs that have a file or its `-shm` locked, as far as the system tells; Linux does.
pub(crate) fn holders(path: &Path) -> Vec<String> {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        let number = |path: &Path| std::fs::metadata(path).map(|file| file.ino()).ok();
        let files = [number(path), number(&super::beside(path, "-shm"))];
        let table = std::fs::read_to_string("/proc/locks").unwrap_or_default();
        let own = std::process::id();
        let mut names: Vec<String> = locked(&table)
            .filter(|(process, file)| *process != own && files.contains(&Some(*file)))
            .filter_map(|(process, _)| std::fs::read_to_string(format!("/proc/{process}/comm")).ok())
            .map(|name| name.trim().to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        Vec::new()
    }
}

/// Processes and numbers of the files they have locked, from `/proc/locks` (proc(5)): `1: POSIX  ADVISORY  WRITE 4321
/// fd:00:2531452 0 EOF`.
#[cfg(target_os = "linux")]
fn locked(table: &str) -> impl Iterator<Item = (u32, u64)> {
    table.lines().filter_map(|line| {
        let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "->").collect();
        let process = words.get(4)?.parse().ok()?;
        let file = words.get(5)?.rsplit(':').next()?.parse().ok()?;
        Some((process, file))
    })
}
