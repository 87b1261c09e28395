//! The events of the wire, declared once: what the core tells the page without being asked. This list gives the type the
//! core sends and the TypeScript interface of what the page listens to.

use serde::Serialize;

use super::import_types::{JobEnded, JobProgress};
use super::types::AtlasChanged;
use crate::layers::LayerState;

/// Declares events: each becomes a variant of [`CoreEvent`] and an entry of the TypeScript interface `CoreEvents`.
macro_rules! events {
    ($($(#[$doc:meta])* $name:literal $variant:ident;)*) => {
        /// What the core tells without being asked; as JSON it is what the event carries.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum CoreEvent {
            $($(#[$doc])* $variant($variant),)*
        }

        impl CoreEvent {
            /// The name under which the page listens.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }
        }

        /// Shows the types of all events to a visitor.
        pub fn visit_types(v: &mut impl ts_rs::TypeVisitor) {
            $(v.visit::<$variant>();)*
        }

        /// The TypeScript interface of the events, and their names.
        pub fn typescript(cfg: &ts_rs::Config) -> String {
            use ts_rs::TS;
            let events = [$(($name, <$variant as TS>::name(cfg))),*];
            let lines = events.iter().map(|(name, carried)| format!("  '{name}': {carried};\n"));
            let names: Vec<String> = events.iter().map(|(name, _)| format!("'{name}'")).collect();
            format!(
                "export interface CoreEvents {{\n{}}}\n\nexport const coreEvents = [{}] as const satisfies readonly (keyof CoreEvents)[]\n",
                lines.collect::<String>(),
                names.join(", "),
            )
        }
    };
}

events! {
    /// Rows of the open atlas are others now, though this window changed nothing.
    "atlas:changed" AtlasChanged;
    /// A long job goes on; told a few times a second at most.
    "job:progress" JobProgress;
    /// A long job is over, however it ended.
    "job:ended" JobEnded;
    /// A layer the user added does otherwise than before, or what was asked for it failed.
    "layer:state" LayerState;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::JobKind;

    #[test]
    fn an_event_carries_what_its_type_says_and_nothing_else() {
        let event = CoreEvent::JobEnded(JobEnded {
            job: JobKind::Import,
            problem: None,
        });
        assert_eq!(event.name(), "job:ended");
        assert_eq!(
            serde_json::to_value(&event).expect("it is JSON"),
            serde_json::json!({"job": "import", "problem": null})
        );
    }
}
