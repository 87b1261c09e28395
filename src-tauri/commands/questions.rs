//! The commands that ask the open atlas something.

use std::sync::Arc;

use planning::import::{PasteRequest, PastedMoney, pasted_money};
use planning::model::{Kind, OwnerKind, PartialDate, RoundCycle};
use planning::money::{Ceiling, CellPlace, ceilings};
use planning::query::*;
use planning::rounds::{
    MeetingLists, RoundBrief, RoundSheet, TodoItem, meeting_lists, round_briefs, round_sheet, todo,
};
use planning::rules::gate_templates::{FittingTemplate, TemplateDate, fitting, template_dates};
use planning::rules::lights::LightLimits;
use planning::rules::moving::DateMove;
use planning::rules::rounds::{NewRound, usual_round};
use planning::rules::units::{SpeltTwice, spelt_twice};
use planning::schedule::{ForcedItem, ScheduleOverlay, Variance, baselines, forced_by, overlay, variance};
use planning::targets::{TargetRequest, TargetSheet, TargetTable, target_sheet, target_table};
use planning::taskbook::{
    BookOwner, BookOwnerRow, BookRequest, DutyMatrix, TaskBook, book_owners, duty_matrix, task_book,
};
use planning::timetable::{
    ItemKind, TimetablePage, TimetablePlace, TimetableRequest, UndatedItem, timetable, timetable_place,
    undated_items,
};

use crate::clock::today;
use crate::session::place::AtlasPlace;
use crate::wire::{ImportedValue, JournalStep};
use crate::wire_error::WireError;

/// Rows of a round or a list that are told one by one; the numbers are those of all.
const LISTED: usize = 2000;

/// The commands that ask the open atlas something.
#[derive(Debug)]
pub struct QuestionCommands {
    pub(crate) place: Arc<AtlasPlace>,
}

impl QuestionCommands {
    /// The journal, newest first.
    pub fn history(
        &self,
        table: Option<String>,
        id: Option<String>,
        limit: u32,
    ) -> Result<Vec<JournalStep>, WireError> {
        let of = match (&table, &id) {
            (Some(table), Some(id)) => {
                let kind = Kind::from_table(table).map_err(planning::change::ChangeError::from)?;
                Some((kind, id.as_str()))
            }
            _ => None,
        };
        self.place
            .look(|opened| planning::history::steps(&opened.file, of, limit))
    }

    /// What the file that a row was imported from says of it beyond its columns.
    pub fn imported_values(&self, table: String, id: String) -> Result<Vec<ImportedValue>, WireError> {
        let kind = Kind::from_table(&table).map_err(planning::change::ChangeError::from)?;
        let json = self.place.look(|opened| opened.file.attributes(kind, &id))?;
        Ok(planning::imported_values::listed(&json.unwrap_or_default()))
    }

    /// The contents tree.
    pub fn contents(&self) -> Result<Contents, WireError> {
        self.place.ask(|index| index.contents())
    }

    /// What a filter adds up to.
    pub fn totals(&self, filter: Filter) -> Result<Totals, WireError> {
        self.place.ask(|index| index.totals(&filter))
    }

    /// What each choice would give.
    pub fn facets(&self, filter: Filter) -> Result<Facets, WireError> {
        self.place.ask(|index| index.facets(&filter))
    }

    /// A page of the project ledger.
    pub fn project_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<ProjectRow>, WireError> {
        self.place
            .ask(|index| index.project_page(&filter, &sort, offset, limit))
    }

    /// A page of the task ledger.
    pub fn task_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<TaskRow>, WireError> {
        self.place
            .ask(|index| index.task_page(&filter, &sort, offset, limit))
    }

    /// A page of the town ledger.
    pub fn town_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<TownRow>, WireError> {
        self.place
            .ask(|index| index.town_page(&filter, &sort, offset, limit))
    }

    /// A page of the ledger of units.
    pub fn unit_page(
        &self,
        filter: Filter,
        sort: Sort,
        offset: u32,
        limit: u32,
    ) -> Result<Page<UnitRow>, WireError> {
        self.place
            .ask(|index| index.unit_page(&filter, &sort, offset, limit))
    }

    /// Money of the projects that match, by stage, source and year.
    pub fn money_table(&self, filter: Filter) -> Result<MoneyTable, WireError> {
        self.place.ask(|index| index.money_table(&filter))
    }

    /// A page of the table of money.
    pub fn money_page(&self, request: MoneyRequest, offset: u32, limit: u32) -> Result<MoneyPage, WireError> {
        self.place
            .ask(|index| index.money_page(&request, today(), offset, limit))
    }

    /// The owners behind a row, a column or a cell of the table of money.
    pub fn money_behind(
        &self,
        request: MoneyRequest,
        row: Option<String>,
        column: Option<String>,
    ) -> Result<MoneyDetail, WireError> {
        self.place
            .ask(|index| index.money_behind(&request, row.as_deref(), column.as_deref()))
    }

    /// What an amount written into a cell would change.
    pub fn money_cell(
        &self,
        request: MoneyRequest,
        row: String,
        column: String,
    ) -> Result<CellPlace, WireError> {
        self.place
            .ask(|index| index.money_lines(&request).place(index.model, &row, &column))
    }

    /// The ceilings of one owner.
    pub fn ceilings_of(&self, kind: OwnerKind, id: String) -> Result<Vec<Ceiling>, WireError> {
        let is_meant = |of: OwnerKind, one: &str| of == kind && one == id;
        self.place
            .ask(|index| ceilings(index.model, &is_meant, &|_| true))
    }

    /// What a pasted block would change.
    pub fn pasted_money(&self, paste: PasteRequest) -> Result<PastedMoney, WireError> {
        self.place.ask(|index| pasted_money(index, &paste, today()))
    }

    /// A page of the timetable.
    pub fn timetable(
        &self,
        request: TimetableRequest,
        offset: u32,
        limit: u32,
    ) -> Result<TimetablePage, WireError> {
        self.place
            .ask(|index| timetable(index, &request, today(), offset, limit))
    }

    /// Where something stands in a timetable.
    pub fn timetable_place(
        &self,
        request: TimetableRequest,
        kind: ItemKind,
        id: String,
    ) -> Result<Option<TimetablePlace>, WireError> {
        self.place
            .ask(|index| timetable_place(index, &request, kind, &id))
    }

    /// Tasks and projects of a timetable without any date.
    pub fn undated_items(
        &self,
        request: TimetableRequest,
        limit: u32,
    ) -> Result<Vec<UndatedItem>, WireError> {
        self.place.ask(|index| undated_items(index, &request, limit))
    }

    /// What the schedule adds to the rows of a timetable.
    pub fn schedule_overlay(&self, request: TimetableRequest) -> Result<ScheduleOverlay, WireError> {
        self.place.ask(|index| overlay(index, &request, today()))
    }

    /// What has to go later when planned dates are moved.
    pub fn forced_moves(&self, moves: Vec<DateMove>) -> Result<Vec<ForcedItem>, WireError> {
        self.place.ask(|index| forced_by(index, &moves, today()))
    }

    /// The baselines there are.
    pub fn baselines(&self) -> Result<Vec<planning::model::Baseline>, WireError> {
        self.place.ask(|index| baselines(index.model))
    }

    /// What has become of what a baseline froze.
    pub fn variance(&self, baseline: String, filter: Filter) -> Result<Variance, WireError> {
        let found = self.place.ask(|index| variance(index, &baseline, &filter))?;
        found.ok_or_else(|| {
            WireError::new("detail.missing", "找不到这一项，可能已被删除").with("id", baseline.as_str())
        })
    }

    /// The task book of a unit, a town or a plan.
    pub fn task_book(&self, request: BookRequest) -> Result<Option<TaskBook>, WireError> {
        self.place
            .ask(|index| task_book(index, &request, LightLimits::of(index.model), today()))
    }

    /// Those who have a task book.
    pub fn book_owners(
        &self,
        owner: BookOwner,
        filter: Filter,
        as_of: Option<PartialDate>,
    ) -> Result<Vec<BookOwnerRow>, WireError> {
        let day = as_of.unwrap_or_else(today);
        self.place
            .ask(|index| book_owners(index, owner, &filter, LightLimits::of(index.model), day))
    }

    /// Rounds of reports, the newest first.
    pub fn round_briefs(&self) -> Result<Vec<RoundBrief>, WireError> {
        self.place.ask(round_briefs)
    }

    /// Who owes a report in a round.
    pub fn round_sheet(
        &self,
        id: String,
        filter: Filter,
        as_of: Option<PartialDate>,
    ) -> Result<Option<RoundSheet>, WireError> {
        let day = as_of.unwrap_or_else(today);
        let sheet = self.place.ask(|index| round_sheet(index, &id, &filter, day))?;
        Ok(sheet.map(|mut sheet| {
            sheet.rows.truncate(LISTED);
            sheet
        }))
    }

    /// Lists of a meeting; how many each has is told.
    pub fn meeting_lists(
        &self,
        filter: Filter,
        as_of: Option<PartialDate>,
    ) -> Result<Vec<MeetingLists>, WireError> {
        let day = as_of.unwrap_or_else(today);
        let mut lists = self
            .place
            .ask(|index| meeting_lists(index, &filter, LightLimits::of(index.model), day))?;
        for list in &mut lists {
            list.rows.truncate(LISTED);
        }
        Ok(lists)
    }

    /// What is to be done by when.
    pub fn todo_items(
        &self,
        filter: Filter,
        as_of: Option<PartialDate>,
        within: u16,
    ) -> Result<Vec<TodoItem>, WireError> {
        let day = as_of.unwrap_or_else(today);
        let mut items = self
            .place
            .ask(|index| todo(index, &filter, day, i32::from(within)))?;
        items.truncate(LISTED);
        Ok(items)
    }

    /// The round of a cycle that today lies in.
    pub fn usual_round(&self, cycle: RoundCycle) -> Result<Option<NewRound>, WireError> {
        Ok(usual_round(cycle, today()))
    }

    /// The table of targets.
    pub fn target_table(&self, request: TargetRequest) -> Result<TargetTable, WireError> {
        self.place
            .ask(|index| target_table(index, &request, LightLimits::of(index.model), today()))
    }

    /// One target with its towns.
    pub fn target_sheet(
        &self,
        id: String,
        as_of: Option<PartialDate>,
    ) -> Result<Option<TargetSheet>, WireError> {
        self.place
            .ask(|index| target_sheet(index, &id, as_of, LightLimits::of(index.model), today()))
    }

    /// Templates of gates that fit a project.
    pub fn templates_for(&self, project: String) -> Result<Vec<FittingTemplate>, WireError> {
        self.place.ask(|index| {
            let kind = index.model.projects.get(&project).map(|row| row.kind);
            kind.map(|kind| fitting(index.model, kind)).unwrap_or_default()
        })
    }

    /// The dates that a template would give.
    pub fn template_dates(
        &self,
        project: String,
        template: String,
        begins: PartialDate,
    ) -> Result<Vec<TemplateDate>, WireError> {
        let dates = self
            .place
            .ask(|index| template_dates(index.model, &project, &template, begins))?;
        Ok(dates?)
    }

    /// Units against tasks.
    pub fn duty_matrix(&self, filter: Filter, as_of: Option<PartialDate>) -> Result<DutyMatrix, WireError> {
        let day = as_of.unwrap_or_else(today);
        self.place
            .ask(|index| duty_matrix(index, &filter, LightLimits::of(index.model), day))
    }

    /// Units that seem to be one.
    pub fn unit_spellings(&self) -> Result<Vec<SpeltTwice>, WireError> {
        self.place.ask(|index| spelt_twice(index.model))
    }

    /// What should be done by the status date, and what was.
    pub fn by_date(&self, filter: Filter) -> Result<ByDate, WireError> {
        self.place.ask(|index| index.by_date(&filter))
    }

    /// Sets the day on which everything is judged.
    pub fn set_status_date(&self, as_of: Option<PartialDate>) -> Result<(), WireError> {
        self.place.set_status_date(as_of);
        Ok(())
    }

    /// The numbers of the lights.
    pub fn light_limits(&self) -> Result<LightLimits, WireError> {
        self.place.ask(|index| LightLimits::of(index.model))
    }

    /// Everything about one thing.
    pub fn detail(&self, kind: NodeKind, id: String) -> Result<Detail, WireError> {
        let found = self
            .place
            .ask(|index| index.detail(kind, &id))?
            .map_err(planning::change::ChangeError::from)?;
        found.ok_or_else(|| WireError::new("detail.missing", "找不到这一项，可能已被删除").with("id", id))
    }

    /// Finds things by name.
    pub fn search(&self, text: String, limit: u32) -> Result<Vec<SearchHit>, WireError> {
        self.place.ask(|index| index.search(&text, limit as usize))
    }

    /// A place of the gazetteer and the regions above it, as rows for the atlas.
    pub fn place_rows(&self, code: String) -> Result<Vec<planning::model::Region>, WireError> {
        let rows = self
            .place
            .ask(|index| planning::places::rows(index.model, &code))?;
        rows.ok_or_else(|| WireError::new("place.missing", "地名库里没有这个地方").with("code", code))
    }

    /// Choices of references.
    pub fn choices(&self) -> Result<Choices, WireError> {
        self.place.ask(|index| index.choices())
    }
}
