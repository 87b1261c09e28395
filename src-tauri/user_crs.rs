//! The coordinate systems of this user on this machine, in one small file beside the settings that is replaced whole.

mod definition;
mod error;
mod trial;

use std::path::{Path, PathBuf};

use geo_types::Coord;
use geodata::coords::{ControlPointTable, parse_control_points};
use geodata::crs::fit::{self, LocalFit};
use geodata::crs::{Converter, Crs, DatumShift, Helmert, PlaneTransform, Rotation, Similarity};
use geodata::formats::{FitQuality, WrittenCrs};
use serde::{Deserialize, Serialize};

use crate::settings_file::{self, Access};
use planning::export::TargetCrs;

pub use definition::{CrsDefinition, FourParameters, UserCrs};
pub use error::UserCrsError;
pub use trial::{CrsTrial, FitSummary, FittedPoint};

/// How the id of such a system begins.
const PREFIX: &str = "own:";
/// Most systems that are kept.
const MOST: usize = 200;
/// Longest name, in characters.
const LONGEST_NAME: usize = 40;
/// Longest table of control points, in bytes.
const LONGEST_TABLE: usize = 200_000;

/// Where the systems are kept and what they are.
#[derive(Debug)]
pub struct UserCrsStore {
    path: PathBuf,
    kept: StoredCrs,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct StoredCrs {
    /// Number of the next id; none is used twice.
    next: u32,
    systems: Vec<UserCrs>,
}

/// Whether a text is the id of a system of the user.
pub fn is_user_crs(id: &str) -> bool {
    id.starts_with(PREFIX)
}

impl UserCrsStore {
    /// The systems kept in a folder; a file that cannot be understood counts as none and is kept as `.broken`.
    pub fn open(folder: &Path) -> Self {
        let path = folder.join("coordinate-systems.json");
        let kept = settings_file::read(&path);
        Self { path, kept }
    }

    /// All of them, in the order they were made.
    pub fn all(&self) -> &[UserCrs] {
        &self.kept.systems
    }

    /// The one of that id or name.
    pub fn find(&self, text: &str) -> Option<&UserCrs> {
        let wanted = text.trim();
        self.kept
            .systems
            .iter()
            .find(|s| s.id == wanted || s.name == wanted)
    }

    /// A system made ready: one of the user by its id, or any other by its code or name.
    ///
    /// # Errors
    /// [`UserCrsError::Gone`] for one that was removed, [`UserCrsError::Crs`] for an unknown code and for an older
    /// system without parameters.
    pub fn converter(&self, id: &str) -> Result<Converter, UserCrsError> {
        if !is_user_crs(id) {
            return converter_by_code(id, None);
        }
        let own = self
            .find(id)
            .ok_or_else(|| UserCrsError::Gone { id: id.to_owned() })?;
        self.converter_of(own)
    }

    /// The system in which an export is written: one of the user by its id or name, or any other.
    ///
    /// # Errors
    /// As [`UserCrsStore::converter`].
    pub fn to_write(&self, text: &str) -> Result<TargetCrs, UserCrsError> {
        let Some(own) = self.find(text) else {
            let converter = self.converter(text)?;
            let written = WrittenCrs::Known(converter.crs());
            let id = planning::import::code(converter.crs());
            return Ok(TargetCrs {
                converter,
                written,
                id,
            });
        };
        let (converter, name) = (self.converter_of(own)?.closing(), own.name.clone());
        let written = match &own.made {
            CrsDefinition::Old { .. } => WrittenCrs::Older {
                name,
                crs: converter.crs(),
            },
            CrsDefinition::Local {
                known,
                table,
                swapped,
                ..
            } => WrittenCrs::Local {
                name,
                quality: self
                    .fit(known, table, *swapped)
                    .ok()
                    .and_then(|(_, found)| found.ok().map(|f| quality(&f))),
            },
        };
        Ok(TargetCrs {
            converter,
            written,
            id: text.to_owned(),
        })
    }

    /// The converter of a system as it is kept.
    ///
    /// # Errors
    /// As [`UserCrsStore::converter`], and [`UserCrsError::ParameterCount`].
    pub fn converter_of(&self, own: &UserCrs) -> Result<Converter, UserCrsError> {
        match &own.made {
            CrsDefinition::Old { base, shift, frame } => {
                converter_by_code(base, Some(parameters(shift, *frame)?))
            }
            CrsDefinition::Local { fitted: None, .. } => Err(UserCrsError::TooFewPoints { given: 0 }),
            CrsDefinition::Local {
                fitted: Some(four), ..
            } => {
                let transform = Similarity {
                    a: four.a,
                    b: four.b,
                    x0: four.x0,
                    y0: four.y0,
                };
                let base = self.converter(&four.base)?;
                Ok(base.with_local(PlaneTransform::Similarity(transform))?)
            }
        }
    }

    /// Keeps a system, under a new id when it has none; control points are fitted.
    ///
    /// # Errors
    /// [`UserCrsError`]: what is wrong with its name, parameters or points, or [`UserCrsError::Store`] if the disk refuses;
    /// the systems are then as before.
    pub fn put(&mut self, mut system: UserCrs) -> Result<UserCrs, UserCrsError> {
        system.name = system.name.trim().to_owned();
        let long = system.name.chars().count() > LONGEST_NAME;
        if system.name.is_empty() || long || Crs::parse(&system.name).is_ok() || is_user_crs(&system.name) {
            return Err(UserCrsError::Name);
        }
        let same = |s: &&UserCrs| s.name == system.name && s.id != system.id;
        if self.kept.systems.iter().any(|s| same(&s)) {
            return Err(UserCrsError::SameName { name: system.name });
        }
        if let CrsDefinition::Local {
            known,
            table,
            swapped,
            fitted,
        } = &mut system.made
        {
            let (_, found) = self.fit(known, table, *swapped)?;
            let found = found?;
            *fitted = Some(four_parameters(&found, known));
        }
        self.converter_of(&system)?;
        let mut kept = self.kept.clone();
        let at = kept.systems.iter().position(|s| s.id == system.id);
        match at {
            Some(at) => kept.systems[at] = system.clone(),
            None if !system.id.is_empty() => {
                return Err(UserCrsError::Gone { id: system.id });
            }
            None if kept.systems.len() >= MOST => {
                return Err(UserCrsError::TooMany);
            }
            None => {
                kept.next += 1;
                system.id = format!("{PREFIX}{}", kept.next);
                kept.systems.push(system.clone());
            }
        }
        // What stands on this system must still stand, on what it has become.
        let now = Self {
            path: PathBuf::new(),
            kept: kept.clone(),
        };
        for other in &mut kept.systems {
            if let CrsDefinition::Local {
                known,
                table,
                swapped,
                fitted,
            } = &mut other.made
                && *known == system.id
            {
                let (_, found) = now.fit(known, table, *swapped)?;
                *fitted = Some(four_parameters(&found?, known));
            }
        }
        self.keep(kept)?;
        Ok(system)
    }

    /// Removes a system.
    ///
    /// # Errors
    /// [`UserCrsError::InUse`] while a local system is tied to it, [`UserCrsError::Store`].
    pub fn remove(&mut self, id: &str) -> Result<(), UserCrsError> {
        if let Some(other) = self.leaning_on(id).next() {
            return Err(UserCrsError::InUse {
                name: other.name.clone(),
            });
        }
        let mut kept = self.kept.clone();
        kept.systems.retain(|s| s.id != id);
        self.keep(kept)
    }

    fn leaning_on(&self, id: &str) -> impl Iterator<Item = &UserCrs> {
        self.kept.systems.iter().filter(move |s| match &s.made {
            CrsDefinition::Old { .. } => false,
            CrsDefinition::Local { known, fitted, .. } => {
                known == id || fitted.as_ref().is_some_and(|f| f.base == id)
            }
        })
    }

    /// The control points of a table and the fit through them.
    #[allow(clippy::type_complexity, reason = "a table is shown though nothing fits it")]
    fn fit(
        &self,
        known: &str,
        table: &str,
        swapped: bool,
    ) -> Result<(ControlPointTable, Result<LocalFit, UserCrsError>), UserCrsError> {
        if table.len() > LONGEST_TABLE {
            return Err(UserCrsError::TableTooLong);
        }
        let known = self.converter(known)?;
        if known.is_local() {
            return Err(UserCrsError::LocalBase);
        }
        let table = parse_control_points(table, &known);
        let points: Vec<_> = table
            .points
            .iter()
            .map(|p| (turned(p.local, swapped), p.place))
            .collect();
        let found = fit::local(&points, &known).map_err(|error| match error {
            fit::LocalError::Fit(fit::FitError::TooFew { given, .. }) => UserCrsError::TooFewPoints { given },
            other => UserCrsError::Fit(other),
        });
        Ok((table, found))
    }

    fn keep(&mut self, kept: StoredCrs) -> Result<(), UserCrsError> {
        settings_file::write(&self.path, &kept, Access::Usual).map_err(|source| UserCrsError::Store {
            path: self.path.clone(),
            source,
        })?;
        self.kept = kept;
        Ok(())
    }
}

/// How well control points fit, as the form of the system shows it.
fn quality(found: &LocalFit) -> FitQuality {
    let residuals = &found.fit.residuals;
    FitQuality {
        points: residuals.len(),
        rms_m: found.fit.rms,
        largest_m: residuals.iter().map(|r| r.distance()).fold(0.0, f64::max),
    }
}

fn turned(c: Coord<f64>, swapped: bool) -> Coord<f64> {
    if swapped { Coord { x: c.y, y: c.x } } else { c }
}

/// The converter of a system known everywhere.
fn converter_by_code(code: &str, shift: Option<DatumShift>) -> Result<Converter, UserCrsError> {
    Ok(Converter::new(Crs::parse(code)?, shift)?)
}

/// The parameters of an older system.
fn parameters(list: &[f64], frame: bool) -> Result<DatumShift, UserCrsError> {
    let mut helmert = match list {
        [] => return Ok(DatumShift::None),
        [x, y, z] => Helmert::three(*x, *y, *z),
        [x, y, z, rx, ry, rz, ppm] => Helmert::towgs84([*x, *y, *z, *rx, *ry, *rz, *ppm]),
        _ => return Err(UserCrsError::ParameterCount),
    };
    if frame {
        helmert.convention = Rotation::CoordinateFrame;
    }
    Ok(DatumShift::Helmert(helmert))
}

fn four_parameters(found: &LocalFit, known: &str) -> FourParameters {
    let t = found.fit.transform;
    // The plane is that of the known system, or a zone chosen for it.
    let base = match Crs::parse(known) {
        Ok(crs) if crs == found.base.crs() => known.to_owned(),
        _ if is_user_crs(known) && found.base.crs().old_datum().is_some() => known.to_owned(),
        _ => planning::import::code(found.base.crs()),
    };
    FourParameters {
        base,
        a: t.a,
        b: t.b,
        x0: t.x0,
        y0: t.y0,
    }
}

#[cfg(test)]
mod tests;
