//! The dates of a baseline, by what they are of.

use std::collections::HashMap;
use std::sync::Arc;

use super::dated::{DatedItem, ItemKind};
use crate::model::{Kind, ScheduledKind};
use crate::query::Snapshot;

/// The tables that a baseline is made of.
const TABLES: &[Kind] = &[Kind::Baseline, Kind::BaselineItem];

/// The dates of a baseline; kept until one changes.
#[derive(Debug, Default)]
pub(super) struct FrozenDates(HashMap<(ScheduledKind, String), DatedItem>);

impl FrozenDates {
    /// Those of a baseline; none without one, or if it is not there.
    pub(super) fn of(snapshot: &Snapshot<'_>, baseline: Option<&str>) -> Arc<Self> {
        let Some(id) = baseline else {
            return Arc::default();
        };
        snapshot.kept(&format!("timetable baseline {id}"), TABLES, || {
            let items = snapshot.model.relations().items_of_baseline.of(id);
            let dates = items.iter().map(|item| {
                (
                    (item.kind, item.item.clone()),
                    DatedItem::new(item.starts, item.ends),
                )
            });
            Self(dates.collect())
        })
    }

    /// The dates of a row.
    pub(super) fn at(&self, kind: ItemKind, id: &str) -> Option<DatedItem> {
        if self.0.is_empty() {
            return None;
        }
        let kind = match kind {
            ItemKind::Phase => ScheduledKind::Phase,
            ItemKind::Task => ScheduledKind::Task,
            ItemKind::Project => ScheduledKind::Project,
            ItemKind::Gate => ScheduledKind::Gate,
            _ => return None,
        };
        self.0.get(&(kind, id.to_owned())).copied()
    }
}
