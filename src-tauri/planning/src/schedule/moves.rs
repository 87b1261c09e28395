//! What a move of planned dates forces: which items have to begin or end later because they wait for what is moved, and
//! where each of them goes.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use ts_rs::TS;

use super::items::{Activities, activity};
use super::network::Network;
use crate::model::{Day, PartialDate, ScheduledKind};
use crate::query::Snapshot;
use crate::rules::moving::{DateMove, planned_dates, with_gates};
use crate::timetable::DatedItem;

/// Rounding dates to months can push what follows once more; after so many rounds what is left is left.
const MOST_ROUNDS: usize = 200;

/// An item that a move forces to a later date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ForcedItem {
    /// Its name.
    pub name: String,
    /// Where it goes: as exact as its dates are, the first that its dependencies allow.
    pub to: DateMove,
    /// Its planned dates now.
    pub starts: Option<PartialDate>,
    /// Its planned end now.
    pub ends: Option<PartialDate>,
    /// How many days later it ends.
    pub days: i32,
}

/// What is forced when things are moved, in the order of time; nothing is changed. What waits already, without the move, is
/// not named unless it is forced further.
#[must_use]
pub fn forced_by(snapshot: &Snapshot<'_>, moves: &[DateMove], as_of: PartialDate) -> Vec<ForcedItem> {
    let model = snapshot.model;
    let mut all = Activities::of(model, as_of.latest());
    let early = |all: &Activities<'_>| -> Vec<Option<Day>> {
        let answer = Network::new(&all.activities, &all.links).schedule();
        answer
            .dates
            .iter()
            .map(|dates| dates.map(|d| d.early_start))
            .collect()
    };
    // What waits beyond its planned start before anything is moved, and how long.
    let before: HashMap<usize, i32> = {
        let early = early(&all);
        let late = (0..early.len()).map(|place| (place, lateness(&all, &early, place)));
        late.filter(|(_, days)| *days > 0).collect()
    };
    let mut asked = vec![false; all.activities.len()];
    for moved in with_gates(model, moves) {
        if let Some(place) = all.plan(&moved, as_of.latest()) {
            asked[place] = true;
        }
    }
    let mut forced: BTreeMap<usize, DateMove> = BTreeMap::new();
    for _ in 0..MOST_ROUNDS {
        let early = early(&all);
        let mut again = false;
        let places = 0..all.activities.len();
        for place in places {
            let late = lateness(&all, &early, place);
            let known = before.get(&place).copied().unwrap_or_default();
            if late <= 0 || (!asked[place] && !forced.contains_key(&place) && late <= known) {
                continue;
            }
            let Some(to) = early[place].and_then(|day| all.moved_to(place, day)) else {
                continue;
            };
            for part in with_gates(model, std::slice::from_ref(&to)) {
                // A gate that waits by itself goes where it has to.
                let its_own = all
                    .place_of(part.kind, &part.id)
                    .is_some_and(|p| forced.contains_key(&p));
                if part == to || !its_own {
                    all.plan(&part, as_of.latest());
                }
            }
            again |= forced.insert(place, to.clone()).as_ref() != Some(&to);
        }
        if !again {
            break;
        }
    }
    let mut found: Vec<ForcedItem> = forced
        .into_values()
        .filter_map(|to| {
            let now = moves
                .iter()
                .find(|m| m.kind == to.kind && m.id == to.id)
                .cloned()
                .or_else(|| planned_dates(model, to.kind, &to.id))?;
            let days = to.ends.or(to.starts)?.latest() - now.ends.or(now.starts)?.latest();
            Some(ForcedItem {
                name: model.scheduled_name(to.kind, &to.id).unwrap_or_default(),
                to,
                starts: now.starts,
                ends: now.ends,
                days,
            })
        })
        .collect();
    let first = |item: &ForcedItem| item.to.starts.or(item.to.ends).map(PartialDate::earliest);
    found.sort_by(|a, b| (first(a), &a.to.id).cmp(&(first(b), &b.to.id)));
    found
}

/// Moves together with what they force.
#[must_use]
pub fn with_forced(snapshot: &Snapshot<'_>, moves: &[DateMove], as_of: PartialDate) -> Vec<DateMove> {
    let forced = forced_by(snapshot, moves, as_of);
    let is_forced = |m: &DateMove| forced.iter().any(|f| f.to.kind == m.kind && f.to.id == m.id);
    let mut all: Vec<DateMove> = moves.iter().filter(|m| !is_forced(m)).cloned().collect();
    all.extend(forced.into_iter().map(|item| item.to));
    all
}

/// Days that an item waits beyond its planned start; 0 for what has begun, and for what has no date.
fn lateness(all: &Activities<'_>, early: &[Option<Day>], place: usize) -> i32 {
    let activity = &all.activities[place];
    if activity.actual_start.is_some() || activity.actual_finish.is_some() || all.done[place] {
        return 0;
    }
    match (early[place], activity.start) {
        (Some(early), Some(planned)) => early - planned,
        _ => 0,
    }
}

impl Activities<'_> {
    fn place_of(&self, kind: ScheduledKind, id: &str) -> Option<usize> {
        self.places.get(&(kind, id)).copied()
    }

    /// Gives an item other planned dates; facts stay. `None` if there is none such.
    fn plan(&mut self, to: &DateMove, as_of: Day) -> Option<usize> {
        let place = self.place_of(to.kind, &to.id)?;
        let facts = self.dates[place];
        let dates = DatedItem {
            actual_start: facts.actual_start,
            actual_end: facts.actual_end,
            ..DatedItem::new(to.starts, to.ends)
        };
        self.activities[place] = activity(&dates, self.activities[place].group, as_of);
        self.dates[place] = dates;
        Some(place)
    }

    /// The planned dates of an item that can begin at an instant, no more exact than they were. `None` if no atlas can
    /// hold them.
    fn moved_to(&self, place: usize, instant: Day) -> Option<DateMove> {
        let (kind, id) = self.names[place];
        let dates = &self.dates[place];
        let milestone = self.activities[place].duration == 0;
        let (starts, ends) = match (dates.starts, dates.ends) {
            (Some(starts), Some(ends)) if !milestone => {
                let to = PartialDate::from_day_on(instant, starts)?;
                let days = to.earliest() - starts.earliest();
                let last = PartialDate::of_day(ends.latest() + days)?;
                (Some(to), Some(last.as_exact_as(ends)))
            }
            // The end of its latest day is what is waited for.
            (starts, ends) => {
                let holds =
                    |like: PartialDate| PartialDate::of_day(instant - 1).map(|day| day.as_exact_as(like));
                (starts.and_then(holds), ends.and_then(holds))
            }
        };
        Some(DateMove {
            kind,
            id: id.to_owned(),
            starts,
            ends,
        })
    }
}
