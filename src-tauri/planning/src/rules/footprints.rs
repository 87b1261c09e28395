//! What is known of a place after an edit: a footprint that was surveyed or approved and then changed is a sketch.

use geo_types::Geometry;
use serde::Deserialize;
use ts_rs::TS;

use super::stages::{is_done, proves_completion};
use crate::change::{Change, ChangeError, Edit};
use crate::model::{Gate, Kind, Model, Precision, Project, Record, Shape};

/// Degrees that a vertex may move by rounding, in files with coordinates of some decimals: about a centimetre.
const ROUNDING: f64 = 1.0e-7;

/// The footprint of a project as a drawing tool leaves it.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct FootprintEdit {
    /// The project.
    pub id: String,
    /// Its footprint; of several pieces the largest stays with it, each other becomes a project beside it.
    pub pieces: Vec<Shape>,
    /// Where measured coordinates that it was made of came from; its precision is 实测 then.
    pub measured_from: Option<String>,
    /// Whether it was drawn anew; otherwise one that was there was changed.
    pub anew: bool,
    /// The name of the step.
    pub name: String,
    /// The name of the step if the footprint is only sketched by it.
    pub name_if_sketched: String,
}

/// The edits that keep a footprint.
///
/// # Errors
/// [`ChangeError::Missing`] if there is no such project, [`ChangeError::Nothing`] if there is no piece.
pub fn keep_footprint(model: &Model, wanted: &FootprintEdit) -> Result<Vec<Edit>, ChangeError> {
    let before = model
        .projects
        .full(&wanted.id)?
        .ok_or_else(|| ChangeError::Missing {
            table: Kind::Project,
            id: wanted.id.clone(),
        })?;
    let stays = largest(&wanted.pieces).ok_or(ChangeError::Nothing)?;
    let with = |shape: &Shape| {
        let mut after = before.clone();
        after.geometry = Some(shape.clone());
        after.precision = match (&wanted.measured_from, wanted.anew) {
            (Some(source), _) => {
                after.source = Some(source.clone());
                Precision::Surveyed
            }
            (None, true) => Precision::Sketched,
            (None, false) => precision_after(&before, &after, NewSource::Measured),
        };
        after
    };
    let mut edits = vec![Edit {
        kind: Kind::Project,
        id: wanted.id.clone(),
        before: Some(Record::Project(before.clone())),
        after: Some(Record::Project(with(&wanted.pieces[stays]))),
    }];
    let others = wanted.pieces.iter().enumerate().filter(|(at, _)| *at != stays);
    for (number, (_, piece)) in (2..).zip(others) {
        let mut project = with(piece);
        project.id = new_id("projects").into();
        project.name = format!("{}（{number}）", before.name);
        // What is done is done in all its pieces, and proved by the same date.
        let proofs = model
            .gates
            .iter()
            .filter(|gate| is_done(before.stage) && gate.project == before.id && proves_completion(gate));
        for gate in proofs {
            let row = Record::Gate(Gate {
                id: new_id("gates").into(),
                project: project.id.clone(),
                ..gate.clone()
            });
            edits.push(made(row));
        }
        edits.push(made(Record::Project(project)));
    }
    Ok(edits)
}

/// Whether a surveyed or approved footprint is none any more after an edit.
pub(super) fn loses_precision(edit: &Edit) -> bool {
    match (&edit.before, &edit.after) {
        (Some(Record::Project(before)), Some(Record::Project(after))) => {
            matches!(before.precision, Precision::Surveyed | Precision::Approved)
                && after.precision != before.precision
        }
        _ => false,
    }
}

fn made(row: Record) -> Edit {
    Edit {
        kind: row.kind(),
        id: row.id().to_owned(),
        before: None,
        after: Some(row),
    }
}

fn new_id(table: &str) -> String {
    format!("{table}-{}", uuid::Uuid::now_v7())
}

/// The piece that stays with a project: the largest by area, or by length where none has an area.
fn largest(pieces: &[Shape]) -> Option<usize> {
    let size = |shape: &Shape| {
        let area = geodata::measure::area(&shape.0).0;
        let length = geodata::measure::length(&shape.0).0;
        if area > 0.0 { area } else { length }
    };
    let sizes: Vec<f64> = pieces.iter().map(size).collect();
    (0..sizes.len()).reduce(|best, at| if sizes[at] > sizes[best] { at } else { best })
}

/// What it means that an edit names another source of a footprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NewSource {
    /// The footprint was measured anew.
    Measured,
    /// The row came from a file.
    File,
}

/// Sets the precision of footprints that the change edits.
pub(super) fn enforce(change: &mut Change, new_source: NewSource) {
    for edit in &mut change.edits {
        match (&edit.before, &mut edit.after) {
            (Some(Record::Project(before)), Some(Record::Project(after))) => {
                after.precision = precision_after(before, after, new_source);
            }
            (None, Some(Record::Project(after)))
                if after.geometry.is_some() && after.precision == Precision::Unmapped =>
            {
                after.precision = Precision::Sketched;
            }
            _ => {}
        }
    }
}

/// What is known of a place once its footprint is another one: no longer what was surveyed or approved. A precision that
/// is set to another one in the same edit is taken as it is, and so is one that was measured anew.
fn precision_after(before: &Project, after: &Project, new_source: NewSource) -> Precision {
    let Some(shape) = &after.geometry else {
        return after.precision;
    };
    let measured_anew =
        new_source == NewSource::Measured && after.source.is_some() && after.source != before.source;
    if (before.precision != after.precision || measured_anew) && after.precision != Precision::Unmapped {
        return after.precision;
    }
    match (&before.geometry, after.precision) {
        (Some(was), Precision::Surveyed | Precision::Approved) if !same_place(&was.0, &shape.0) => {
            Precision::Sketched
        }
        (None, Precision::Unmapped | Precision::Town | Precision::County)
        | (Some(_), Precision::Unmapped) => Precision::Sketched,
        (_, precision) => precision,
    }
}

/// Whether two shapes have the same vertices but for rounding.
fn same_place(a: &Geometry<f64>, b: &Geometry<f64>) -> bool {
    use geo::CoordsIter as _;
    let near = |(a, b): (geo_types::Coord<f64>, geo_types::Coord<f64>)| {
        (a.x - b.x).abs() <= ROUNDING && (a.y - b.y).abs() <= ROUNDING
    };
    a == b
        || (std::mem::discriminant(a) == std::mem::discriminant(b)
            && a.coords_count() == b.coords_count()
            && a.coords_iter().zip(b.coords_iter()).all(near))
}
