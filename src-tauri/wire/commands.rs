//! The commands of the wire, declared once: this list gives the dispatch and the TypeScript types, and a command
//! without an implementation does not compile.

use planning::change::ChangeRequest;
use planning::import::{PasteRequest, PastedMoney};
use planning::model::{GateStep, OwnerKind};
use planning::money::{Ceiling, CellPlace};
use planning::query::*;
use planning::rounds::{MeetingLists, RoundBrief, RoundSheet, TodoItem};
use planning::rules::gate_templates::{FittingTemplate, TemplateDate};
use planning::rules::rounds::NewRound;
use planning::rules::{
    amounts::AmountEdit, baselines::NewBaseline, footprints::FootprintEdit, gates::GateColumn,
    lights::LightLimits, moving::DateMove, removal::Removal, reports::NewReport, targets::NewTargetValue,
    units::SpeltTwice,
};
use planning::schedule::{ForcedItem, ScheduleOverlay, Variance};
use planning::targets::{TargetRequest, TargetSheet, TargetTable};
use planning::taskbook::{BookOwner, BookOwnerRow, BookRequest, DutyMatrix, TaskBook};
use planning::timetable::{ItemKind, TimetablePage, TimetablePlace, TimetableRequest, UndatedItem};
use serde_json::Value;

use super::import_types::*;
use super::types::*;
use crate::crs_choices::CrsChoice;
use crate::layers::{ImageFit, ImagePoint, LayerProbe, LayerState, MapLayer};
use crate::prefs::Prefs;
use crate::seeds::Start;
use crate::session::Session;
use crate::user_crs::{CrsTrial, UserCrs};
use crate::wire_error::WireError;

/// Declares commands by their groups: each becomes an arm of [`dispatch`], or of [`dispatch_online`] for those that ask
/// servers, that calls `<name>` of the session's group, and an entry of the TypeScript interface `Commands`.
macro_rules! commands {
    (
        at_once {$(
            $group:ident {$($(#[$doc:meta])* $name:ident($($arg:ident: $t:ty),*) -> $r:ty;)*}
        )*}
        online {$(
            $ogroup:ident {$($(#[$odoc:meta])* $oname:ident($($oarg:ident: $ot:ty),*) -> $or:ty;)*}
        )*}
    ) => {
        /// Whether a command of that name asks a server and has to be awaited.
        pub fn is_online(name: &str) -> bool {
            [$($(stringify!($oname)),*),*].contains(&name)
        }

        /// Calls the command of that name; it may take long and read files.
        ///
        /// # Errors
        /// What the command says; `wire.unknown` or `wire.arguments` when the call itself is wrong.
        pub fn dispatch(session: &Session, name: &str, args: Value) -> Result<Value, WireError> {
            match name {
                $($(stringify!($name) => {
                    #[derive(serde::Deserialize)]
                    struct Args { $($arg: $t),* }
                    let Args { $($arg),* } = serde_json::from_value(args).map_err(|e| WireError::arguments(name, &e))?;
                    let answer: $r = session.$group.$name($($arg),*)?;
                    serde_json::to_value(answer).map_err(|e| WireError::arguments(name, &e))
                })*)*
                _ => Err(WireError::unknown_command(name)),
            }
        }

        /// Calls the command of that name which asks a server.
        ///
        /// # Errors
        /// As [`dispatch`].
        pub async fn dispatch_online(session: &Session, name: &str, args: Value) -> Result<Value, WireError> {
            match name {
                $($(stringify!($oname) => {
                    #[derive(serde::Deserialize)]
                    struct Args { $($oarg: $ot),* }
                    let Args { $($oarg),* } = serde_json::from_value(args).map_err(|e| WireError::arguments(name, &e))?;
                    let answer: $or = session.$ogroup.$oname($($oarg),*).await?;
                    serde_json::to_value(answer).map_err(|e| WireError::arguments(name, &e))
                })*)*
                _ => Err(WireError::unknown_command(name)),
            }
        }

        /// Shows the types of all arguments and answers to a visitor.
        pub fn visit_types(v: &mut impl ts_rs::TypeVisitor) {
            use ts_rs::TS;
            $($(
                $(v.visit::<$t>(); <$t as TS>::visit_generics(v);)*
                v.visit::<$r>();
                <$r as TS>::visit_generics(v);
            )*)*
            $($(
                $(v.visit::<$ot>(); <$ot as TS>::visit_generics(v);)*
                v.visit::<$or>();
                <$or as TS>::visit_generics(v);
            )*)*
        }

        /// The TypeScript interface of the commands.
        pub fn typescript(cfg: &ts_rs::Config) -> String {
            use ts_rs::TS;
            let mut out = String::from("export interface Commands {\n");
            let mut declare = |name: &str, args: &[String], result: String| {
                out.push_str(&format!("  {name}: {{ args: {{ {} }}; result: {result} }};\n", args.join("; ")));
            };
            $($(declare(
                stringify!($name),
                &[$(format!("{}: {}", stringify!($arg), <$t as TS>::name(cfg))),*],
                <$r as TS>::name(cfg),
            );)*)*
            $($(declare(
                stringify!($oname),
                &[$(format!("{}: {}", stringify!($oarg), <$ot as TS>::name(cfg))),*],
                <$or as TS>::name(cfg),
            );)*)*
            out.push_str("}\n");
            out
        }
    };
}

commands! {
    at_once {
        atlas {
            /// What the window needs to start, at once.
            app_state() -> AppState;
            /// Opens the atlas to begin with, or waits until it is open or cannot be.
            first_atlas() -> ();
            /// Asks to stop opening an atlas; tells whether one was being opened.
            cancel_opening() -> bool;
            /// Makes an atlas and opens it; without a path it is put in the atlas folder under a free name.
            new_atlas(path: Option<String>, start: Start) -> AtlasSummary;
            /// Opens an atlas.
            open_atlas(path: String, read_only: bool) -> AtlasSummary;
            /// Closes it; one file is left.
            close_atlas() -> ();
            /// Saves the open atlas under another name and goes on in that file.
            save_atlas_as(path: String, overwrite: bool) -> AtlasSummary;
            /// Copies the open atlas beside it, with a day in its name; where to.
            back_up_atlas(day: String) -> String;
        }
        settings {
            /// Keeps the settings.
            set_prefs(prefs: Prefs) -> Prefs;
        }
        edits {
            /// Applies a change as one undo step.
            apply(change: ChangeRequest) -> Applied;
            /// Takes the last step back.
            undo() -> Applied;
            /// Does it again.
            redo() -> Applied;
            /// What the removal of rows would do; nothing is changed.
            removal_of(table: String, ids: Vec<String>) -> Removal;
            /// Removes rows with what goes with them, as one undo step of that name; what would stand in the way goes to the
            /// row `move_to` of the same table, if one is named.
            remove(name: String, table: String, ids: Vec<String>, move_to: Option<String>) -> Applied;
            /// Sets a column of the gate of a step of a project, or empties it.
            set_gate(name: String, project: String, step: GateStep, column: GateColumn, value: Option<String>) -> Applied;
            /// Confirms the date of a gate, or says that it is confirmed no more.
            confirm_gate(name: String, project: String, step: GateStep, confirmed: bool) -> Applied;
            /// Makes a progress report; the newest of a project says how far it is.
            report_progress(name: String, report: NewReport) -> Applied;
            /// Begins a round of reports.
            begin_round(name: String, round: NewRound) -> Applied;
            /// Closes a round of reports today, or opens it again.
            close_round(name: String, id: String, closed: bool) -> Applied;
            /// Moves planned dates as one undo step; `forced` takes along what has to go later because of it.
            move_dates(name: String, moves: Vec<DateMove>, forced: bool) -> Applied;
            /// Freezes the planned dates under a name, as one undo step; it is chosen from then on.
            freeze_baseline(name: String, baseline: NewBaseline) -> Applied;
            /// Says why a step is passed that a rule of the plan blocks; the reason is kept.
            override_gate(name: String, project: String, step: GateStep, reason: String) -> Applied;
            /// Plans the gates of a project by a template, counted from a day.
            apply_template(name: String, project: String, template: String, begins: planning::model::PartialDate) -> Applied;
            /// Makes one unit of several, which become other names of it.
            merge_units(name: String, keep: String, gone: Vec<String>) -> Applied;
            /// Writes, changes and removes amounts of budget lines, as one undo step.
            set_amounts(name: String, amounts: Vec<AmountEdit>) -> Applied;
            /// Keeps a reported value of a target; one of the same region and date takes its place.
            report_target(name: String, value: NewTargetValue) -> Applied;
            /// Keeps what the atlas itself says of a target today as a report, with its rule.
            confirm_target(name: String, indicator: String) -> Applied;
            /// Sets the part of a region of a target (分解); without a value it is taken away.
            break_down_target(name: String, indicator: String, region: String, value: Option<f64>) -> Applied;
            /// Sets the numbers of the lights, as one undo step.
            set_light_limits(name: String, limits: LightLimits) -> Applied;
            /// Keeps the footprint of a project as a drawing tool leaves it.
            keep_footprint(footprint: FootprintEdit) -> FootprintKept;
        }
        questions {
            /// The journal, newest first: all of it, or what touched one row and the rows that belong to it.
            history(table: Option<String>, id: Option<String>, limit: u32) -> Vec<JournalStep>;
            /// What the file that a row was imported from says of it beyond its columns.
            imported_values(table: String, id: String) -> Vec<ImportedValue>;
            /// The contents tree.
            contents() -> Contents;
            /// What a filter adds up to.
            totals(filter: Filter) -> Totals;
            /// What each choice of the filters would give.
            facets(filter: Filter) -> Facets;
            /// A page of the project ledger.
            project_page(filter: Filter, sort: Sort, offset: u32, limit: u32) -> Page<ProjectRow>;
            /// A page of the task ledger.
            task_page(filter: Filter, sort: Sort, offset: u32, limit: u32) -> Page<TaskRow>;
            /// A page of the town ledger.
            town_page(filter: Filter, sort: Sort, offset: u32, limit: u32) -> Page<TownRow>;
            /// A page of the ledger of units.
            unit_page(filter: Filter, sort: Sort, offset: u32, limit: u32) -> Page<UnitRow>;
            /// Money of the projects that match, by stage, source and year.
            money_table(filter: Filter) -> MoneyTable;
            /// A page of the table of money.
            money_page(request: MoneyRequest, offset: u32, limit: u32) -> MoneyPage;
            /// The owners behind a row, a column or a cell of the table of money; `None` for any row, any column.
            money_behind(request: MoneyRequest, row: Option<String>, column: Option<String>) -> MoneyDetail;
            /// What an amount written into a cell of the table of money would change.
            money_cell(request: MoneyRequest, row: String, column: String) -> CellPlace;
            /// The ceilings of a plan, task or town, and what of each is broken down.
            ceilings_of(kind: OwnerKind, id: String) -> Vec<Ceiling>;
            /// What a pasted block would change of the table of money; nothing is changed.
            pasted_money(paste: PasteRequest) -> PastedMoney;
            /// A page of the timetable; as of today where the request says no status date.
            timetable(request: TimetableRequest, offset: u32, limit: u32) -> TimetablePage;
            /// Where something stands in a timetable, and what is to be unfolded to see it.
            timetable_place(request: TimetableRequest, kind: ItemKind, id: String) -> Option<TimetablePlace>;
            /// Tasks and projects of a timetable without any date.
            undated_items(request: TimetableRequest, limit: u32) -> Vec<UndatedItem>;
            /// What the schedule adds to the rows of a timetable: dependencies and the critical path.
            schedule_overlay(request: TimetableRequest) -> ScheduleOverlay;
            /// What has to go later when planned dates are moved; nothing is changed.
            forced_moves(moves: Vec<DateMove>) -> Vec<ForcedItem>;
            /// The baselines there are.
            baselines() -> Vec<planning::model::Baseline>;
            /// What has become of what a baseline froze.
            variance(baseline: String, filter: Filter) -> Variance;
            /// The task book of a unit, a town or a plan; `None` if it is not there.
            task_book(request: BookRequest) -> Option<TaskBook>;
            /// Those who have a task book, with how much each has to do; as of today where no status date is said.
            book_owners(owner: BookOwner, filter: Filter, as_of: Option<planning::model::PartialDate>) -> Vec<BookOwnerRow>;
            /// Rounds of reports, the newest first.
            round_briefs() -> Vec<RoundBrief>;
            /// Who owes a report in a round and who handed one in; the first rows, with the numbers of all.
            round_sheet(id: String, filter: Filter, as_of: Option<planning::model::PartialDate>) -> Option<RoundSheet>;
            /// Lists of a meeting, each with its first rows.
            meeting_lists(filter: Filter, as_of: Option<planning::model::PartialDate>) -> Vec<MeetingLists>;
            /// What is late and what is due within so many days; the first of it.
            todo_items(filter: Filter, as_of: Option<planning::model::PartialDate>, within: u16) -> Vec<TodoItem>;
            /// The round of a cycle that today lies in, as it is usually set.
            usual_round(cycle: planning::model::RoundCycle) -> Option<NewRound>;
            /// The table of targets.
            target_table(request: TargetRequest) -> TargetTable;
            /// One target with its towns; null if it is not there.
            target_sheet(id: String, as_of: Option<planning::model::PartialDate>) -> Option<TargetSheet>;
            /// Templates of gates that fit a project.
            templates_for(project: String) -> Vec<FittingTemplate>;
            /// The dates that a template would give the gates of a project; nothing is changed.
            template_dates(project: String, template: String, begins: planning::model::PartialDate) -> Vec<TemplateDate>;
            /// Units against tasks; as of today where no status date is said.
            duty_matrix(filter: Filter, as_of: Option<planning::model::PartialDate>) -> DutyMatrix;
            /// Units that seem to be one, spelt in several ways.
            unit_spellings() -> Vec<SpeltTwice>;
            /// What should be done by the status date, and what was.
            by_date(filter: Filter) -> ByDate;
            /// Judges everything in this window on that day, of a month on its last; without one on today.
            set_status_date(as_of: Option<planning::model::PartialDate>) -> ();
            /// The numbers of the lights: those of the atlas, the defaults where it says none.
            light_limits() -> LightLimits;
            /// Everything about one thing.
            detail(kind: NodeKind, id: String) -> Detail;
            /// Finds towns, projects, tasks, units and places by Chinese, pinyin or initials.
            search(text: String, limit: u32) -> Vec<SearchHit>;
            /// A place of the gazetteer and the regions above it, as rows for the atlas; those it has already are left out.
            place_rows(code: String) -> Vec<planning::model::Region>;
            /// Choices of references for forms.
            choices() -> Choices;
        }
        map {
            /// What the map draws.
            map_features(filter: Filter) -> MapFeatures;
            /// Draws the lights on the tiles of projects too, from now on.
            light_up_map() -> ();
            /// The projects whose boxes meet a box, as the map draws them; `None` if there are too many for that.
            map_shapes(filter: Filter, bounds: [f64; 4]) -> Option<Vec<ProjectShape>>;
            /// The projects within some metres of a place, the nearest first.
            map_hits(filter: Filter, at: [f64; 2], tolerance: f64, limit: u32) -> Vec<ProjectShape>;
            /// These projects as the map draws them; those without a place are left out.
            project_shapes(ids: Vec<String>) -> Vec<ProjectShape>;
            /// The control lines there are, and their number of kinds within a box; without one all of them.
            control_lines(within: Option<[f64; 4]>) -> ControlsInView;
            /// The boundaries of towns that are known; `None` if they are those of the version `known`.
            town_outlines(known: Option<String>) -> Option<TownOutlines>;
        }
        shapes {
            /// A geometry operation; nothing is stored.
            shape(op: ShapeOp) -> ShapeAnswer;
            /// Reads typed or pasted coordinates in a system.
            parse_coordinates(text: String, crs: String) -> ParsedCoordinates;
        }
        systems {
            /// A position in a system, as the status line shows it.
            format_coordinates(lon: f64, lat: f64, crs: String) -> String;
            /// The systems that can be chosen; the zone for that longitude first.
            crs_choices(lon: f64) -> Vec<CrsChoice>;
            /// The coordinate systems of the user.
            user_crs() -> Vec<UserCrs>;
            /// What a system would be: how well its control points fit, what it does at a place; nothing is kept.
            try_user_crs(system: UserCrs, at: [f64; 2]) -> CrsTrial;
            /// Keeps a system of the user, a new one under a new id.
            put_user_crs(system: UserCrs) -> UserCrs;
            /// Removes a system of the user.
            remove_user_crs(id: String) -> ();
        }
        imports {
            /// What a file of places holds; nothing is changed.
            survey_file(path: String, options: FileOptions) -> FileSurvey;
            /// Where the shapes of the file looked into last lie in a system.
            survey_shapes(path: String, layer: Option<String>, system: SystemChoice) -> FileShapes;
            /// Imports a file as one undo step; a trial only says what would be.
            import_file(request: FileImport, trial: bool) -> FileImported;
        }
        exports {
            /// Exports, or says what an export would hold.
            export(request: ExportRequest) -> ExportReport;
            /// Writes a table of a page as `.xlsx`, as it is seen.
            export_table(table: planning::export::PageTable, path: String, overwrite: bool) -> TableExported;
            /// Writes a picture of the map, PNG as base 64.
            save_picture(path: String, png: String, overwrite: bool) -> SavedPicture;
        }
        jobs {
            /// Asks the long job to stop; tells whether there was one.
            cancel_job() -> bool;
        }
        checks {
            /// What deserves a second look: footprints in control lines, unsound shapes, duplicates, projects outside their county.
            check(filter: Filter) -> CheckReport;
            /// Writes what has become of a baseline as a table, `.xlsx` or `.csv` by the ending of the path.
            export_variance(baseline: String, filter: Filter, path: String, overwrite: bool) -> TableExported;
            /// Writes the findings as a table.
            export_check(filter: Filter, path: String, overwrite: bool) -> TableExported;
        }
        layers {
            /// The layers the user added, in drawing order, lowest first.
            map_layers() -> Vec<MapLayer>;
            /// Layers that are known and only have to be put: 天地图.
            layer_presets() -> Vec<MapLayer>;
            /// Adds a layer on top of the others, or replaces the one of its id; a key in its address is kept apart.
            put_map_layer(layer: MapLayer) -> MapLayer;
            /// Takes a layer off the map.
            remove_map_layer(id: String) -> ();
            /// Sets the drawing order, lowest first; layers not named stay below in their order.
            order_map_layers(ids: Vec<String>) -> Vec<MapLayer>;
            /// Keeps the key for a layer and all others of its server; an empty one removes it.
            set_layer_key(id: String, key: String) -> MapLayer;
            /// How all layers are doing; what becomes otherwise is told as `layer:state`.
            layer_states() -> Vec<LayerState>;
            /// Forgets what went wrong with a layer, so that the next tile is fetched at once.
            retry_layer(id: String) -> LayerState;
            /// Where a picture lies by three or more points, and how well they fit.
            fit_image(controls: Vec<ImagePoint>, size: [u32; 2]) -> ImageFit;
        }
        desktop {
            /// Shows a file in the file manager.
            reveal(path: String) -> ();
        }
    }
    online {
        layers {
            /// What is at an address or in a file; asks the server of that address and no other.
            probe_layer(address: String, key: Option<String>) -> LayerProbe;
        }
    }
}
