//! What the core tells without being asked, and who is told.

use std::sync::{Arc, OnceLock};

use crate::wire::CoreEvent;

/// Is told events, on the thread where something happened; it returns at once and asks the session nothing.
type Listener = Box<dyn Fn(CoreEvent) + Send + Sync>;

/// Where events go: to a window, to a test. Without a listener they are lost: nobody shows anything yet.
#[derive(Clone, Default)]
pub struct Events(Arc<OnceLock<Listener>>);

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Events").field(&self.0.get().is_some()).finish()
    }
}

impl Events {
    /// Names who is told; only the first is.
    pub fn listen(&self, listener: impl Fn(CoreEvent) + Send + Sync + 'static) {
        let _ = self.0.set(Box::new(listener));
    }

    /// Tells of something.
    pub(crate) fn send(&self, event: CoreEvent) {
        if let Some(listener) = self.0.get() {
            listener(event);
        }
    }
}
