//! What new atlases begin with: the five plans that come with the program, the practice county, or nothing.

use include_dir::{Dir, include_dir};
use planning::model::{AtlasInfo, Record};
use planning::text::{TextError, read_files};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::{Words, said};

/// How a new atlas begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "said by the names")]
pub enum Start {
    Seeds,
    Practice,
    Empty,
}

static SEEDS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// The rows a new atlas begins with.
///
/// # Errors
/// A mistake in the seeds, with file and line; a test keeps them free of any.
pub fn rows(start: Start) -> Result<Vec<Record>, TextError> {
    Ok(match start {
        Start::Seeds => {
            let mut files: Vec<(String, &[u8])> = Vec::new();
            collect(&SEEDS, &mut files);
            files.sort();
            let mut rows = read_files(files.iter().map(|(name, bytes)| (name.as_str(), *bytes)))?;
            if !rows.iter().any(|r| matches!(r, Record::AtlasInfo(_))) {
                rows.push(info("五个方案", false));
            }
            rows
        }
        Start::Practice => demo_atlas::records(),
        Start::Empty => vec![info("新图册", false)],
    })
}

/// What a new atlas is called.
pub fn title(start: Start) -> Words {
    match start {
        Start::Seeds => said!("name.seeds", "五个方案", "the five plans"),
        Start::Practice => said!("name.practice", "演练图册", "practice atlas"),
        Start::Empty => said!("name.empty", "新图册", "empty"),
    }
}

fn info(title: &str, practice: bool) -> Record {
    AtlasInfo {
        id: "atlas".into(),
        title: title.to_owned(),
        practice,
        note: None,
    }
    .into()
}

fn collect<'a>(dir: &'a Dir<'a>, files: &mut Vec<(String, &'a [u8])>) {
    for file in dir.files() {
        if file.path().extension().is_some_and(|e| e == "csv") {
            files.push((file.path().to_string_lossy().replace('\\', "/"), file.contents()));
        }
    }
    for below in dir.dirs() {
        collect(below, files);
    }
}
