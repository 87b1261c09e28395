//! `zhentu read`.

use std::path::PathBuf;

use clap::Args;
use reading::{FoundIndicator, FoundUnit, PlanReading, read_file};

use super::{CliError, to_json};

#[derive(Args)]
pub(super) struct ReadArgs {
    /// 方案文件：.docx、.doc、.wps、.html、.txt，看内容不看扩展名；pdf、ofd 请先另存为 .docx 或 .txt
    file: PathBuf,
    /// .txt、.html 的文字编码，如 UTF-8、GB18030、UTF-16；不写则自动识别
    #[arg(long)]
    encoding: Option<String>,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

pub(super) fn read(args: &ReadArgs) -> Result<String, CliError> {
    let found = read_file(&args.file, args.encoding.as_deref())?;
    match args.json {
        true => to_json(&found),
        false => Ok(in_words(&found)),
    }
}

fn in_words(found: &PlanReading) -> String {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "未读到".into());
    let mut out = format!(
        "标题    {}\n文号    {}\n发文    {}\n日期    {}\n地区    {}\n",
        or_none(&found.title),
        or_none(&found.document_number),
        or_none(&found.issuer),
        or_none(&found.issued_on),
        or_none(&found.region_name),
    );
    out += &format!(
        "章节 {}  阶段 {}  任务 {}  措施 {}  指标 {}  项目 {}  资金规则 {}  考核规则 {}  名单 {}  文件 {}  疑问 {}\n",
        found.sections.len(),
        found.phases.len(),
        found.tasks.len(),
        found.measures.len(),
        found.indicators.len(),
        found.projects.len(),
        found.funding.len(),
        found.assessment.len(),
        found.roster.len(),
        found.documents.len(),
        found.doubts.len(),
    );
    if !found.tasks.is_empty() {
        out += "\n任务\n";
    }
    for task in &found.tasks {
        let due = task
            .due
            .as_deref()
            .map(|d| format!("  {d} 前"))
            .unwrap_or_default();
        out += &format!("  {}  {}{due}\n", task.number, task.title);
        for (role, name) in ROLES {
            let units: Vec<&str> = task
                .units
                .iter()
                .filter(|u: &&FoundUnit| u.role == role)
                .map(|u| u.name.as_str())
                .collect();
            if !units.is_empty() {
                out += &format!("      {name}：{}\n", units.join("、"));
            }
        }
    }
    if !found.indicators.is_empty() {
        out += "\n指标\n";
    }
    for indicator in &found.indicators {
        out += &indicator_line(indicator);
    }
    if !found.doubts.is_empty() {
        out += "\n疑问\n";
    }
    for doubt in &found.doubts {
        out += &format!("  第 {} 段  {}\n", doubt.at.paragraph, doubt.words.zh);
    }
    out
}

const ROLES: [(&str, &str); 4] = [
    ("lead", "牵头"),
    ("responsible", "责任"),
    ("participating", "参加"),
    ("supporting", "配合"),
];

fn indicator_line(indicator: &FoundIndicator) -> String {
    let upper = indicator.upper.map(|u| format!("～{u}")).unwrap_or_default();
    let deadline = indicator
        .deadline
        .as_deref()
        .map(|d| format!("  {d} 前"))
        .unwrap_or_default();
    format!(
        "  {} {} {}{upper}{}{deadline}\n",
        indicator.name,
        indicator.operator,
        indicator.value,
        indicator.unit.as_deref().unwrap_or_default(),
    )
}
