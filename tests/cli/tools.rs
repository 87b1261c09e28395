//! Programs of others that read what Zhentu writes.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The Python that has GDAL's module: the system's own, for which the distribution packages it, before any other.
pub fn python() -> &'static str {
    if Path::new("/usr/bin/python3").exists() {
        "/usr/bin/python3"
    } else {
        "python3"
    }
}

/// A script beside these tests.
pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli").join(name)
}

/// Runs a Python script beside these tests with GDAL's module; gives the JSON it prints.
pub fn gdal(name: &str, path: &Path) -> Value {
    let output = Command::new("timeout")
        .args(["120", python()])
        .arg(script(name))
        .arg(path)
        .output()
        .expect("timeout and python3 are there");
    assert!(
        output.status.success(),
        "{name} {}: {}",
        path.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("the script prints JSON")
}

/// Problems that GDAL's GeoPackage validator finds.
pub fn validate_gpkg(path: &Path) -> Result<(), String> {
    let output = Command::new("timeout")
        .args(["300", python(), "-m", "osgeo_utils.samples.validate_gpkg"])
        .arg(path)
        .output()
        .expect("timeout and python3 are there");
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// Issues an independent linter (check-geojson) finds.
pub fn lint_geojson(path: &Path) -> Vec<String> {
    let output = Command::new("node")
        .arg(script("lint_geojson.mjs"))
        .arg(path)
        .output()
        .expect("node is there");
    assert!(
        output.status.success(),
        "the linter ran: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("the linter prints JSON")
}
