//! Whose a task book is: its name, the units and the place it speaks of, and the filter of its projects.

use super::rows::BookOwner;
use crate::model::{Region, Role, Unit};
use crate::query::{Duty, Filter, Snapshot};

/// Whose book it is, and what falls to it.
pub(super) struct Owner<'m> {
    /// Its name.
    pub name: String,
    /// Where it is: the regions above, from the province down.
    pub path: Vec<String>,
    /// The units that are its own.
    pub units: Vec<&'m Unit>,
    /// The town or county that it is the body of, or is itself.
    pub place: Option<&'m Region>,
    /// The groups of units that its place belongs to.
    pub groups: Vec<&'m Unit>,
    /// Its tasks with the role in each.
    pub duties: Vec<Duty<'m>>,
    /// The projects that may be its own.
    pub projects: Filter,
}

/// Whose book it is; `None` if there is no such thing.
pub(super) fn owner<'m>(snapshot: &Snapshot<'m>, owner: BookOwner, id: &str) -> Option<Owner<'m>> {
    match owner {
        BookOwner::Unit => of_unit(snapshot, id),
        BookOwner::Town => of_town(snapshot, id),
        BookOwner::Plan => of_plan(snapshot, id),
    }
}

fn of_unit<'m>(snapshot: &Snapshot<'m>, id: &str) -> Option<Owner<'m>> {
    let unit = snapshot.model.units.get(id)?;
    let place = snapshot.place_of_unit(unit);
    let groups = place.map(|place| snapshot.groups_of(place)).unwrap_or_default();
    let mut path = snapshot.path(unit.region.as_str());
    path.extend(
        snapshot
            .model
            .regions
            .get(unit.region.as_str())
            .map(|region| region.name.clone()),
    );
    Some(Owner {
        name: unit.name.clone(),
        path,
        duties: snapshot.duties_by(&[unit], &groups),
        units: vec![unit],
        place,
        groups,
        projects: Filter {
            units: vec![id.to_owned()],
            ..Filter::default()
        },
    })
}

fn of_town<'m>(snapshot: &Snapshot<'m>, id: &str) -> Option<Owner<'m>> {
    let town = snapshot.model.regions.get(id)?;
    let units: Vec<&Unit> = snapshot
        .model
        .units
        .iter()
        .filter(|unit| {
            let place = snapshot.place_of_unit(unit);
            place.is_some_and(|place| place.id == town.id)
        })
        .collect();
    let groups = snapshot.groups_of(town);
    Some(Owner {
        name: town.name.clone(),
        path: snapshot.path(id),
        duties: snapshot.duties_by(&units, &groups),
        units,
        place: Some(town),
        groups,
        projects: Filter {
            towns: vec![id.to_owned()],
            ..Filter::default()
        },
    })
}

/// Of a plan every task and measure, as what it answers for.
fn of_plan<'m>(snapshot: &Snapshot<'m>, id: &str) -> Option<Owner<'m>> {
    let plan = snapshot.model.plans.get(id)?;
    let region = snapshot.model.regions.get(plan.region.as_str());
    let mut path = snapshot.path(plan.region.as_str());
    path.extend(region.map(|region| region.name.clone()));
    let projects = Filter {
        plans: vec![id.to_owned()],
        ..Filter::default()
    };
    let tasks = snapshot.tasks(&projects).into_iter();
    let duties = tasks.map(|task| Duty {
        task,
        role: Role::Responsible,
        group: None,
    });
    Some(Owner {
        name: plan.title.clone(),
        path,
        duties: duties.collect(),
        units: Vec::new(),
        place: None,
        groups: Vec::new(),
        projects,
    })
}
