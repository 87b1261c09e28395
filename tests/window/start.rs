//! Opening the program.

use crate::harness::{in_window, in_window_of};

#[test]
fn the_window_opens_on_a_fresh_home_and_offers_a_start() {
    in_window("fresh-start", async |window| {
        for choice in ["start-seeds", "start-practice", "start-empty", "start-open"] {
            window.find(choice).await;
        }
        assert!(
            window.home.atlases().is_empty(),
            "nothing is made before the user chooses"
        );
    });
}
