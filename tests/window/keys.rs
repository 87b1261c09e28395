//! Shortcuts: listed from the bindings, quiet in dialogs and while Chinese is being composed.

use serde_json::{Value, json};

use crate::harness::in_window;

/// Sends a key to whatever has the focus, as a browser does, and says whether a shortcut took it.
const SEND: &str = "const e = new KeyboardEvent('keydown', { key: arguments[0], ctrlKey: arguments[1], \
    isComposing: arguments[2], bubbles: true, cancelable: true }); \
    (document.activeElement || document.body).dispatchEvent(e); return e.defaultPrevented";

/// Commands that need something first: a step to undo, a filter to clear, a thing being placed, an atlas to do without.
const LATER: [&str; 5] = [
    "edit.undo",
    "edit.redo",
    "filter.clear",
    "place.cancel",
    "atlas.close",
];

/// The sheet's rows of the general and the list keys: id of the command and its first key as the page names it.
const ROWS: &str = "return [...document.querySelectorAll(`[data-test^='shortcut-']`)].map(e => \
    [e.dataset.test.slice(9), [...e.querySelectorAll('.keycap')].map(k => k.innerText)])";

#[test]
fn every_key_of_the_sheet_does_what_it_is_listed_for() {
    in_window("shortcut-sheet", async |window| {
        window.begin("practice").await;
        window.press("F1").await;
        window.find("dialog-shortcuts").await;
        let rows: Vec<(String, Vec<String>)> =
            serde_json::from_value(window.script(ROWS, vec![]).await).expect("ids and keys");
        assert!(rows.len() > 20, "the sheet lists the keys: {rows:?}");
        window.picture("shortcuts.png").await;
        window.press("Escape").await;
        window.gone("dialog-shortcuts").await;

        let ours = |id: &str| {
            ["palette.", "atlas.", "filter.", "view.", "rail.", "pane.", "app."]
                .iter()
                .any(|a| id.starts_with(a))
        };
        for (id, keys) in rows
            .iter()
            .filter(|(id, _)| ours(id) && !LATER.contains(&id.as_str()))
        {
            for key in keys {
                let shown = window.script(FIRE, vec![json!(key)]).await;
                assert_eq!(
                    shown,
                    Value::Bool(true),
                    "{key} is listed for {id}, but nothing takes it"
                );
                // Whatever opened is closed again, so that the next key is not swallowed by a dialog: also one that
                // is to open and whose code is still being read.
                window
                    .until(&format!("end of what {key} opened"), || async {
                        let open = "return document.querySelectorAll(`[data-test^='dialog-'], .app[data-dialog]`).length";
                        if window.script(open, vec![]).await == json!(0) {
                            return Some(());
                        }
                        window.press("Escape").await;
                        None
                    })
                    .await;
            }
        }
    });
}

/// Fires a key as it is written on a keycap at the page and says whether a shortcut took it.
const FIRE: &str = "const parts = arguments[0].split('+'); const key = parts.at(-1) || '+'; \
    const named = { Esc: 'Escape', '⌫': 'Backspace', '↑': 'ArrowUp', '↓': 'ArrowDown', '←': 'ArrowLeft', '→': 'ArrowRight' }; \
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); \
    const e = new KeyboardEvent('keydown', { key: named[key] || (key.length === 1 ? key.toLowerCase() : key), \
    ctrlKey: parts.includes('Ctrl'), shiftKey: parts.includes('Shift'), altKey: parts.includes('Alt'), bubbles: true, cancelable: true }); \
    document.body.dispatchEvent(e); return e.defaultPrevented";

#[test]
fn shortcuts_are_quiet_while_a_dialog_is_open() {
    in_window("keys-in-dialog", async |window| {
        window.begin("practice").await;
        window.press("Ctrl+e").await;
        window.find("dialog-export").await;
        window.press("Ctrl+k").await;
        assert!(
            !window.shows("palette-input").await,
            "the palette stays away while a dialog is open"
        );
        window.press("Escape").await;
        window.gone("dialog-export").await;
        window.press("Ctrl+k").await;
        window.find("palette-input").await;
    });
}

#[test]
fn enter_that_confirms_a_chinese_candidate_submits_nothing() {
    in_window("composition", async |window| {
        window.begin("practice").await;
        window.press("Ctrl+k").await;
        window.fill("[data-test='palette-input']", "镇").await;
        window.find("palette-item").await;
        let taken = window
            .script(SEND, vec![json!("Enter"), json!(false), json!(true)])
            .await;
        assert_eq!(taken, Value::Bool(false), "Enter belongs to the input method");
        assert!(
            window.shows("palette-input").await,
            "and the palette is still open"
        );
        window.press("Escape").await;
        window.gone("palette-input").await;
        // Nor do shortcuts fire during composition.
        let taken = window
            .script(SEND, vec![json!("k"), json!(true), json!(true)])
            .await;
        assert_eq!(taken, Value::Bool(false));
        assert!(!window.shows("palette-input").await);
        // The same key outside a composition is a shortcut: the test could fail.
        let taken = window
            .script(SEND, vec![json!("k"), json!(true), json!(false)])
            .await;
        assert_eq!(taken, Value::Bool(true));
        window.find("palette-input").await;
    });
}
