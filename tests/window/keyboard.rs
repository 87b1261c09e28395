//! Keys pressed in the window, whatever has the focus.

use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};

use crate::harness::Window;

/// The code point of a key in the WebDriver standard, or the character itself.
fn code(key: &str) -> char {
    match key {
        "Ctrl" => '\u{e009}',
        "Shift" => '\u{e008}',
        "Alt" => '\u{e00a}',
        "Enter" => '\u{e007}',
        "Escape" => '\u{e00c}',
        "Backspace" => '\u{e003}',
        "Delete" => '\u{e017}',
        "Tab" => '\u{e004}',
        "Up" => '\u{e013}',
        "Down" => '\u{e015}',
        "Left" => '\u{e012}',
        "Right" => '\u{e014}',
        "F1" => '\u{e031}',
        "F2" => '\u{e032}',
        one => {
            let mut characters = one.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => character,
                _ => panic!("{key} is no key these tests know"),
            }
        }
    }
}

impl Window {
    /// Holds a key down while something else is done: `Alt`, ` `.
    pub async fn holding(&self, key: &str, then: impl AsyncFnOnce()) {
        let down = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value: code(key) });
        let up = KeyActions::new("keyboard".to_owned()).then(KeyAction::Up { value: code(key) });
        let failed = "the key is pressed";
        self.driver().perform_actions(down).await.expect(failed);
        then().await;
        self.driver().perform_actions(up).await.expect(failed);
    }

    /// Presses keys together and lets them go: `Ctrl+z`, `Ctrl+Shift+z`, `Enter`, `?`.
    pub async fn press(&self, keys: &str) {
        let codes: Vec<char> = keys.split('+').map(code).collect();
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in &codes {
            actions = actions.then(KeyAction::Down { value: *value });
        }
        for value in codes.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *value });
        }
        actions = actions.then(KeyAction::Pause {
            duration: Duration::from_millis(60),
        });
        self.driver()
            .perform_actions(actions)
            .await
            .expect("the keys are pressed");
    }
}
