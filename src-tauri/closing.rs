//! Closing the window: the page is asked first, so that what is being drawn or typed is kept; a page that does not answer
//! holds nothing open.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tauri::{Emitter, Manager, WebviewWindow, Window, WindowEvent};

/// How long a page may take to say that it has heard the question.
const HEARD_WITHIN: Duration = Duration::from_secs(3);
/// Nobody asked; and, as the highest bit of the number of a question, that the page has heard it.
const IDLE: u32 = 0;
const HEARD: u32 = 1 << 31;

/// The question that stands, if any.
#[derive(Debug, Default)]
pub struct Closing {
    /// [`IDLE`], or a number that tells one question from the next.
    asked: AtomicU32,
    last: AtomicU32,
}

/// Takes the wish to close: the page is asked, and the window closed for it when it does not hear.
pub fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    let closing = window.state::<Closing>();
    let number = closing.last.fetch_add(1, Ordering::SeqCst) % (HEARD - 1) + 1;
    if window.emit("window:closing", ()).is_err() {
        return;
    }
    api.prevent_close();
    closing.asked.store(number, Ordering::SeqCst);
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(HEARD_WITHIN).await;
        if window.state::<Closing>().asked.load(Ordering::SeqCst) == number {
            // A window that cannot be closed is closed by the system.
            let _ = window.destroy();
        }
    });
}

/// What the page says: `heard`, `close` or `stay`.
#[tauri::command]
pub fn answer_closing(window: WebviewWindow, closing: tauri::State<'_, Closing>, answer: &str) {
    match answer {
        "heard" => {
            closing.asked.fetch_or(HEARD, Ordering::SeqCst);
        }
        "close" => {
            // A window that cannot be closed is closed by the system.
            let _ = window.destroy();
        }
        _ => closing.asked.store(IDLE, Ordering::SeqCst),
    }
}
