//! `zhentu remove`: a row of an atlas with what goes with it.

use std::path::PathBuf;

use clap::Args;
use planning::atlas_file::AtlasFile;
use planning::model::{Kind, Model};
use planning::rules::removal::{Blocker, Removal, TableCount};
use planning::store::{Mode, Stamp};
use serde::Serialize;
use serde_json::{Map, Value};
use words::Language;

use super::{CliError, look, to_json, user};
use crate::clock::now;

/// The words for what can be removed, beside the names of tables.
const WORDS: &[(&str, Kind)] = &[
    ("plan", Kind::Plan),
    ("phase", Kind::Phase),
    ("section", Kind::Section),
    ("task", Kind::Task),
    ("unit", Kind::Unit),
    ("region", Kind::Region),
    ("town", Kind::Region),
    ("镇街", Kind::Region),
    ("site", Kind::Site),
    ("project", Kind::Project),
    ("indicator", Kind::Indicator),
    ("gate", Kind::Gate),
    ("money", Kind::BudgetLine),
    ("report", Kind::ProgressReport),
    ("view", Kind::View),
];

/// The columns a row is called by.
const NAMES: &[&str] = &["name", "title", "short_title"];

/// How many rows of one name are listed.
const LISTED: usize = 20;

#[derive(Args)]
pub(super) struct RemoveArgs {
    /// 图册文件
    atlas: PathBuf,
    /// 类别：plan 方案、task 任务、project 项目、town 镇街、unit 单位、site 点位、section 章节、phase 阶段、indicator 指标，或数据表名
    kind: String,
    /// 编号或名称（全称）；可写多个，一步删除
    #[arg(required = true)]
    rows: Vec<String>,
    /// 挂在它们下面、拦着删除的（项目、点位、单位、方案、下级行政区）移到这一个：编号或名称
    #[arg(long, value_name = "编号或名称")]
    move_to: Option<String>,
    /// 只说会删除什么，不改动
    #[arg(long)]
    dry_run: bool,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// What is printed with `--json`.
#[derive(Serialize)]
struct Report<'a> {
    /// Whether the file was changed.
    removed: bool,
    /// The name of the step.
    name: &'a str,
    table: &'static str,
    ids: Vec<&'a str>,
    #[serde(flatten)]
    removal: &'a Removal,
}

pub(super) fn remove(args: &RemoveArgs) -> Result<String, CliError> {
    let kind = kind_of(&args.kind)?;
    let mut file = match args.dry_run {
        true => look(&args.atlas)?,
        false => AtlasFile::open(&args.atlas, Mode::Edit, &user())?,
    };
    let mut rows: Vec<(Kind, String)> = Vec::new();
    let mut called = Vec::new();
    for text in &args.rows {
        let (id, name) = find(file.model(), kind, text)?;
        if rows.iter().all(|(_, there)| *there != id) {
            rows.push((kind, id));
            called.push(name);
        }
    }
    let move_to = match &args.move_to {
        Some(text) => Some((kind, find(file.model(), kind, text)?.0)),
        None => None,
    };
    let removal = file.removal_of(&rows, move_to.as_ref())?;
    let name = match called.as_slice() {
        [one] => format!("删除{}：{one}", kind.label()),
        many => format!("删除{} {} 条", kind.label(), many.len()),
    };
    let removed = !args.dry_run;
    if removed {
        let stamp = Stamp {
            at: now(),
            who: user(),
        };
        file.keep_outside_changes(&stamp, Language::Chinese)?;
        file.remove_moving(&name, &rows, move_to.as_ref(), &stamp)?;
    }
    file.close()?;
    if args.json {
        return to_json(&Report {
            removed,
            name: &name,
            table: kind.table(),
            ids: rows.iter().map(|(_, id)| id.as_str()).collect(),
            removal: &removal,
        });
    }
    Ok(in_words(&name, removed, &removal))
}

fn in_words(name: &str, removed: bool, removal: &Removal) -> String {
    let mut text = match removed {
        true => format!("已{name}\n"),
        false => format!("试算，没有改动：{name}\n"),
    };
    let mut line = |what: &str, counts: &[TableCount]| {
        if !counts.is_empty() {
            let parts: Vec<String> = counts
                .iter()
                .map(|c| format!("{} {}", label(&c.table), c.count))
                .collect();
            text.push_str(&format!("  {what}：{}\n", parts.join("  ")));
        }
    };
    line("一并删除", &removal.goes);
    line("保留，解除关联", &removal.freed);
    line("移到另一处", &removal.moved);
    for Blocker { table, count, names } in &removal.blockers {
        let more = if *count as usize > names.len() { "…" } else { "" };
        text.push_str(&format!(
            "  还不能删除，须先改到别处或删除：{} {count}（{}{more}）\n",
            label(table),
            names.join("、")
        ));
    }
    text
}

fn label(table: &str) -> &'static str {
    Kind::from_table(table).map_or("", Kind::label)
}

fn kind_of(word: &str) -> Result<Kind, CliError> {
    let by_word = WORDS.iter().find(|(w, _)| *w == word).map(|(_, kind)| *kind);
    let by_table = || {
        let mut all = Kind::ALL.iter().copied();
        all.find(|k| k.table() == word || k.label() == word)
    };
    // The row of the atlas itself is no thing in it.
    let found = by_word.or_else(by_table).filter(|kind| *kind != Kind::AtlasInfo);
    found.ok_or_else(|| CliError::Unknown {
        what: "类别",
        value: word.to_owned(),
        known: WORDS.iter().map(|(w, _)| *w).collect::<Vec<_>>().join("、"),
    })
}

/// The id and the name of the row that a text names: by its id, or by a name that no other row has.
fn find(model: &Model, kind: Kind, text: &str) -> Result<(String, String), CliError> {
    let found = match kind {
        Kind::Project => {
            let mut found: Vec<(String, String)> = Vec::new();
            if let Some(project) = model.projects.get(text) {
                return Ok((project.id.to_owned(), project.name.to_owned()));
            }
            for project in model.projects.iter().filter(|p| p.name == text) {
                found.push((project.id.to_owned(), project.name.to_owned()));
            }
            found
        }
        _ => {
            if let Some(row) = model.get(kind, text)? {
                return Ok((text.to_owned(), called(&row.to_map())));
            }
            let rows = model.rows(kind)?.into_iter();
            let named = rows.map(|row| (row.id().to_owned(), row.to_map()));
            let named = named.filter(|(_, row)| {
                let is = |column: &&str| row.get(*column).and_then(Value::as_str) == Some(text);
                NAMES.iter().any(is)
            });
            named.map(|(id, row)| (id, called(&row))).collect()
        }
    };
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(CliError::NoSuchRow {
            table: kind.label(),
            text: text.to_owned(),
        }),
        many => {
            let mut ids: Vec<&str> = many.iter().take(LISTED).map(|(id, _)| id.as_str()).collect();
            if many.len() > LISTED {
                ids.push("…");
            }
            Err(CliError::Ambiguous {
                table: kind.label(),
                text: text.to_owned(),
                count: many.len(),
                ids: ids.join("、"),
            })
        }
    }
}

fn called(row: &Map<String, Value>) -> String {
    let columns = ["short_title", "name", "title", "id"];
    let name = columns
        .iter()
        .find_map(|column| row.get(*column).and_then(Value::as_str));
    name.unwrap_or_default().to_owned()
}
