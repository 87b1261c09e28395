//! Dependencies among things with dates: none of a thing on itself, none twice, and no loop.

use std::collections::{HashMap, HashSet};

use super::RuleError;
use crate::change::Change;
use crate::model::{Dependency, Kind, Model, Record, ScheduledKind};

type Item<'m> = (ScheduledKind, &'m str);

fn ends(row: &Dependency) -> (Item<'_>, Item<'_>) {
    (
        (row.predecessor_kind, row.predecessor.as_str()),
        (row.successor_kind, row.successor.as_str()),
    )
}

/// Refuses a dependency that closes a loop, or that is there already.
///
/// # Errors
/// [`RuleError::Loop`] with the names along the loop, [`RuleError::Twice`].
pub(super) fn enforce(model: &Model, change: &Change) -> Result<(), RuleError> {
    let edits: Vec<_> = change
        .edits
        .iter()
        .filter(|edit| edit.kind == Kind::Dependency)
        .collect();
    let made: Vec<&Dependency> = edits
        .iter()
        .filter_map(|edit| match (&edit.before, &edit.after) {
            (Some(Record::Dependency(before)), Some(Record::Dependency(after)))
                if ends(before) == ends(after) =>
            {
                None
            }
            (_, Some(Record::Dependency(after))) => Some(after),
            _ => None,
        })
        .collect();
    if made.is_empty() {
        return Ok(());
    }
    // What stands after the change.
    let touched: HashSet<&str> = edits.iter().map(|edit| edit.id.as_str()).collect();
    let kept = model
        .dependencies
        .iter()
        .filter(|row| !touched.contains(row.id.as_str()));
    let changed = edits.iter().filter_map(|edit| match &edit.after {
        Some(Record::Dependency(row)) => Some(row),
        _ => None,
    });
    let mut next: HashMap<Item<'_>, Vec<(Item<'_>, &str)>> = HashMap::new();
    for row in kept.chain(changed) {
        let (from, to) = ends(row);
        next.entry(from).or_default().push((to, row.id.as_str()));
    }
    for row in made {
        let (from, to) = ends(row);
        let twin = |(other, id): &(Item<'_>, &str)| *other == to && *id != row.id.as_str();
        if next.get(&from).is_some_and(|all| all.iter().any(twin)) {
            return Err(RuleError::Twice {
                from: name(model, from),
                to: name(model, to),
            });
        }
        if let Some(path) = path(&next, to, from) {
            let names: Vec<String> = path.into_iter().map(|item| name(model, item)).collect();
            return Err(RuleError::Loop { names });
        }
    }
    Ok(())
}

fn name(model: &Model, (kind, id): Item<'_>) -> String {
    model.scheduled_name(kind, id).unwrap_or_else(|| id.to_owned())
}

/// A shortest way along dependencies, both ends in it; `None` if there is none.
fn path<'m>(
    next: &HashMap<Item<'m>, Vec<(Item<'m>, &'m str)>>,
    from: Item<'m>,
    to: Item<'m>,
) -> Option<Vec<Item<'m>>> {
    let mut came: HashMap<Item<'m>, Option<Item<'m>>> = HashMap::from([(from, None)]);
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(item) = queue.pop_front() {
        if item == to {
            let mut way = vec![item];
            while let Some(before) = way.last().and_then(|last| came.get(last).copied().flatten()) {
                way.push(before);
            }
            way.reverse();
            return Some(way);
        }
        for (after, _) in next.get(&item).into_iter().flatten() {
            if !came.contains_key(after) {
                came.insert(*after, Some(item));
                queue.push_back(*after);
            }
        }
    }
    None
}
