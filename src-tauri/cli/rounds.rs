//! `zhentu reports` and `zhentu todo`.

use clap::Args;
use planning::model::PartialDate;
use planning::query::Snapshot;
use planning::rounds::{
    DueState, MeetingLists, RoundBrief, RoundRow, RoundSheet, TodoItem, meeting_lists, round_briefs,
    round_sheet, todo,
};
use planning::rules::lights::LightLimits;

use super::scope::{scoped, unknown};
use super::timetable::{AsOfArgs, status_day};
use super::{CliError, look, to_json};

#[derive(Args)]
pub(super) struct ReportsArgs {
    #[command(flatten)]
    of: AsOfArgs,
    /// 哪一轮（名称或编号）；不写为已开放的最近一轮
    #[arg(long, value_name = "ROUND")]
    round: Option<String>,
    /// 改为列出会议要的清单：未开工、停工、滞后、卡在手续、资金未到位、该报未报
    #[arg(long)]
    lists: bool,
}

#[derive(Args)]
pub(super) struct TodoArgs {
    #[command(flatten)]
    of: AsOfArgs,
    /// 今后多少天内到期的；逾期的都列出
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    within: u16,
}

/// `reports --json`.
#[derive(serde::Serialize)]
struct ReportsEntry<'a> {
    round: Option<&'a RoundBrief>,
    as_of: PartialDate,
    owed: u32,
    late: u32,
    missing: u32,
    due: Vec<&'a RoundRow>,
    handed: Vec<&'a RoundRow>,
}

/// The round that was named, else the newest whose window has opened.
fn chosen(rounds: &[RoundBrief], named: Option<&str>, day: PartialDate) -> Result<Option<String>, CliError> {
    let Some(name) = named else {
        let open = rounds.iter().find(|round| round.opens.earliest() <= day.latest());
        return Ok(open.map(|round| round.id.clone()));
    };
    let found = rounds
        .iter()
        .find(|round| round.id == name || round.title == name);
    let known = || rounds.iter().map(|round| round.title.clone()).collect();
    found
        .map(|round| Some(round.id.clone()))
        .ok_or_else(|| unknown("调度轮次", name, known()))
}

pub(super) fn reports(args: &ReportsArgs) -> Result<String, CliError> {
    let ReportsArgs { of, round, lists } = args;
    let day = status_day(of.as_of.as_deref())?;
    let file = look(&of.atlas)?;
    let snapshot = Snapshot::new(file.model()).on(day);
    let filter = scoped(&snapshot, &of.scope)?;
    let text = if *lists {
        let found = meeting_lists(&snapshot, &filter, LightLimits::of(snapshot.model), day);
        match of.json {
            true => to_json(&found)?,
            false => lists_in_words(&found, day),
        }
    } else {
        let id = chosen(&round_briefs(&snapshot), round.as_deref(), day)?;
        let sheet = id.and_then(|id| round_sheet(&snapshot, &id, &filter, day));
        match of.json {
            true => to_json(&entry(sheet.as_ref(), day))?,
            false => sheet.map_or_else(|| "还没有开放的调度轮次\n".to_owned(), |sheet| in_words(&sheet)),
        }
    };
    file.close()?;
    Ok(text)
}

fn entry(sheet: Option<&RoundSheet>, as_of: PartialDate) -> ReportsEntry<'_> {
    let rows = |handed: bool| -> Vec<&RoundRow> {
        let rows = sheet.iter().flat_map(|sheet| sheet.rows.iter());
        rows.filter(|row| row.state.is_handed() == handed).collect()
    };
    ReportsEntry {
        round: sheet.map(|sheet| &sheet.round),
        as_of,
        owed: sheet.map_or(0, |sheet| sheet.owed),
        late: sheet.map_or(0, |sheet| sheet.late),
        missing: sheet.map_or(0, |sheet| sheet.missing),
        due: rows(false),
        handed: rows(true),
    }
}

fn in_words(sheet: &RoundSheet) -> String {
    let round = &sheet.round;
    let closed = round
        .closed_on
        .map_or_else(String::new, |on| format!("，{} 结束", on.zh()));
    let mut out = format!(
        "{}  {}—{} 收报{closed}\n状态日期 {}  应报 {}  已报 {}（迟报 {}）  该报未报 {}\n",
        round.title,
        round.opens.zh(),
        round.due.zh(),
        sheet.as_of.zh(),
        sheet.owed,
        sheet.handed,
        sheet.late,
        sheet.missing
    );
    for unit in sheet.units.iter().filter(|unit| unit.owed > unit.handed) {
        out.push_str(&format!(
            "  {}  应报 {}  已报 {}\n",
            unit.name, unit.owed, unit.handed
        ));
        let own = sheet.rows.iter().filter(|row| {
            let id = row.unit.as_ref().or(row.town.as_ref());
            !row.state.is_handed() && id.map(String::as_str) == Some(unit.id.as_str())
        });
        for row in own {
            let state = match row.state {
                DueState::Missing => "该报未报",
                DueState::NotYet => "未开放",
                _ => "待报",
            };
            let town = row.town_name.as_deref().unwrap_or("—");
            out.push_str(&format!("    {state}  {}（{town}）\n", row.name));
        }
    }
    out
}

fn lists_in_words(lists: &[MeetingLists], day: PartialDate) -> String {
    let mut out = format!("状态日期 {}\n", day.zh());
    for list in lists {
        out.push_str(&format!(
            "{}  {} 个（{}）\n",
            list.title,
            list.rows.len(),
            list.rule
        ));
        for row in &list.rows {
            let days = row.days.map_or_else(String::new, |days| format!("，{days} 天"));
            let who = row.unit.as_deref().or(row.town.as_deref()).unwrap_or("—");
            out.push_str(&format!("    {}（{who}）：{}{days}\n", row.name, row.why));
        }
    }
    out
}

pub(super) fn todo_of(args: &TodoArgs) -> Result<String, CliError> {
    let TodoArgs { of, within } = args;
    let day = status_day(of.as_of.as_deref())?;
    let file = look(&of.atlas)?;
    let snapshot = Snapshot::new(file.model()).on(day);
    let filter = scoped(&snapshot, &of.scope)?;
    let items = todo(&snapshot, &filter, day, i32::from(*within));
    let text = match of.json {
        true => to_json(&items)?,
        false => todo_in_words(&items, day, *within),
    };
    file.close()?;
    Ok(text)
}

fn todo_in_words(items: &[TodoItem], day: PartialDate, within: u16) -> String {
    let late = items.iter().filter(|item| item.days < 0).count();
    let mut out = format!(
        "状态日期 {}  待办 {} 件：逾期 {late}，{within} 天内到期 {}\n",
        day.zh(),
        items.len(),
        items.len() - late
    );
    for item in items {
        let when = match item.days {
            days if days < 0 => format!("逾期 {} 天", -days),
            0 => "今天到期".to_owned(),
            days => format!("还有 {days} 天"),
        };
        let who = item.unit.as_deref().or(item.town.as_deref()).unwrap_or("—");
        out.push_str(&format!(
            "  {}  {}  {when}  {}（{who}）\n",
            item.due.zh(),
            item.kind.zh(),
            item.name
        ));
    }
    out
}
