//! What every store keeps to: one list of checks, run for each of them.

mod checks;
mod gpkg;
mod postgres;
mod server;

use planning::atlas_file::AtlasFile;
use planning::model::Record;
use planning::store::{KEPT_WHOLE, LoadedAtlas, Mode, Stamp, StoreError};

/// A place where one atlas can be kept; nothing is there at first.
pub trait Place {
    /// Makes the atlas with these rows, whose references hold.
    fn create(&self, rows: &[Record], stamp: &Stamp) -> Result<(), StoreError>;
    /// Opens it; of more than `whole` projects the store keeps what lists do not need.
    fn load(&self, mode: Mode, who: &str, whole: usize) -> Result<LoadedAtlas, StoreError>;
    /// Does something to the tables behind the store's back.
    fn tamper(&self, sql: &str);

    /// Opens the atlas to change it.
    fn edit(&self) -> AtlasFile {
        let loaded = self.load(Mode::Edit, "张三", KEPT_WHOLE).expect("opened");
        AtlasFile::of(loaded, KEPT_WHOLE).expect("a journal that can be read")
    }

    /// Opens the atlas to look, with this many projects kept whole.
    fn look(&self, whole: usize) -> AtlasFile {
        let loaded = self.load(Mode::Look, "", whole).expect("opened");
        AtlasFile::of(loaded, whole).expect("a journal that can be read")
    }
}

macro_rules! every_store {
    ($($check:ident),* $(,)?) => {
        mod in_a_geopackage {
            $(#[test] fn $check() { crate::checks::$check(&crate::gpkg::Folder::new()); })*
        }

        /// All in one test, so that the server is started once, and is stopped in the end.
        #[test]
        fn everything_holds_in_postgresql() {
            let Some(server) = crate::server::Server::start() else { return };
            $(
                println!("{}", stringify!($check));
                crate::checks::$check(&crate::postgres::Schema::new(&server, stringify!($check)));
            )*
            crate::postgres::an_atlas_of_an_older_version_is_read_and_brought_up_to_date(&server);
        }
    };
}

every_store!(
    what_was_created_is_loaded_without_a_difference,
    steps_are_taken_back_and_done_again_over_reopening,
    what_is_refused_leaves_nothing,
    looking_allows_no_change,
    the_journal_tells_what_came_after_a_number,
    the_journal_tells_what_touched_a_row,
    rows_by_the_thousand_are_one_step,
    what_a_new_step_made_impossible_to_redo_is_gone,
    a_bulk_step_that_is_not_finished_leaves_nothing,
    a_cursor_sees_what_was_there_when_it_began,
    whole_rows_are_read_on_request,
    one_changes_and_others_look,
    the_id_of_the_atlas_stays,
    a_journal_that_was_tampered_with_is_found_out,
);
