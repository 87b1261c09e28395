//! The coordinate systems of this user on this machine, in one small file beside the settings that is replaced whole.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use geo_types::Coord;
use geodata::coords::{ControlPointTable, format_point_in, parse_control_points};
use geodata::crs::fit::{self, LocalFit};
use geodata::crs::{Converter, Crs, DatumShift, Helmert, PlaneTransform, Rotation, Similarity};
use geodata::formats::{FitQuality, WrittenCrs};
use serde::{Deserialize, Serialize};

use crate::export::system::System;
use crate::wire::*;

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
pub struct OwnSystems {
    path: PathBuf,
    kept: Kept,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Kept {
    /// Number of the next id; none is used twice.
    next: u32,
    systems: Vec<OwnSystem>,
}

/// Whether a text is the id of a system of the user.
pub fn is_own(id: &str) -> bool {
    id.starts_with(PREFIX)
}

impl OwnSystems {
    /// The systems kept in a folder; a file that cannot be understood counts as none and is kept as `.broken`.
    pub fn open(folder: &Path) -> Self {
        let path = folder.join("coordinate-systems.json");
        let kept = std::fs::read(&path).map_or_else(
            |_| Kept::default(),
            |bytes| {
                serde_json::from_slice(&bytes).unwrap_or_else(|_| {
                    let _ = std::fs::rename(&path, path.with_extension("json.broken"));
                    Kept::default()
                })
            },
        );
        Self { path, kept }
    }

    /// All of them, in the order they were made.
    pub fn all(&self) -> &[OwnSystem] {
        &self.kept.systems
    }

    /// The one of that id or name.
    pub fn find(&self, text: &str) -> Option<&OwnSystem> {
        let wanted = text.trim();
        self.kept
            .systems
            .iter()
            .find(|s| s.id == wanted || s.name == wanted)
    }

    /// A system made ready: one of the user by its id, or any other by its code or name.
    ///
    /// # Errors
    /// `crs.unknown`, `crs.gone` for one that was removed, `crs.needs_parameters` for an older one without them.
    pub fn converter(&self, id: &str) -> Result<Converter, WireError> {
        if !is_own(id) {
            return plain(id, None);
        }
        let own = self.find(id).ok_or_else(|| {
            WireError::new("crs.gone", "这个坐标系已被移除，请在列表里另选一个").with("crs", id)
        })?;
        self.converter_of(own)
    }

    /// The system in which an export is written: one of the user by its id or name, or any other.
    ///
    /// # Errors
    /// As [`OwnSystems::converter`].
    pub fn to_write(&self, text: &str) -> Result<System, WireError> {
        let Some(own) = self.find(text) else {
            let converter = self.converter(text)?;
            let written = WrittenCrs::Known(converter.crs());
            return Ok(System { converter, written });
        };
        let (converter, name) = (self.converter_of(own)?.closing(), own.name.clone());
        let written = match &own.made {
            OwnMade::Old { .. } => WrittenCrs::Older {
                name,
                crs: converter.crs(),
            },
            OwnMade::Local {
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
        Ok(System { converter, written })
    }

    /// The converter of a system as it is kept.
    ///
    /// # Errors
    /// As [`OwnSystems::converter`], and `crs.parameters` for parameters that no system has.
    pub fn converter_of(&self, own: &OwnSystem) -> Result<Converter, WireError> {
        match &own.made {
            OwnMade::Old { base, shift, frame } => plain(base, Some(parameters(shift, *frame)?)),
            OwnMade::Local { fitted: None, .. } => Err(too_few()),
            OwnMade::Local {
                fitted: Some(four), ..
            } => {
                let transform = Similarity {
                    a: four.a,
                    b: four.b,
                    x0: four.x0,
                    y0: four.y0,
                };
                let base = self.converter(&four.base)?;
                base.with_local(PlaneTransform::Similarity(transform))
                    .map_err(wrong)
            }
        }
    }

    /// Keeps a system, under a new id when it has none; control points are fitted.
    ///
    /// # Errors
    /// What is wrong with its name, parameters or points, and `crs.store` when the disk refuses; the systems are then
    /// as before.
    pub fn put(&mut self, mut system: OwnSystem) -> Result<OwnSystem, WireError> {
        system.name = system.name.trim().to_owned();
        let long = system.name.chars().count() > LONGEST_NAME;
        if system.name.is_empty() || long || Crs::parse(&system.name).is_ok() || is_own(&system.name) {
            return Err(WireError::new(
                "crs.name",
                format!("请给坐标系起一个 {LONGEST_NAME} 字以内、不同于通用坐标系的名称"),
            ));
        }
        let same = |s: &&OwnSystem| s.name == system.name && s.id != system.id;
        if self.kept.systems.iter().any(|s| same(&s)) {
            return Err(WireError::new(
                "crs.same_name",
                format!("已有名为“{}”的坐标系，请换一个名称", system.name),
            )
            .with("name", system.name.as_str()));
        }
        if let OwnMade::Local {
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
                return Err(WireError::new("crs.gone", "这个坐标系已被移除，请新建一个"));
            }
            None if kept.systems.len() >= MOST => {
                return Err(WireError::new(
                    "crs.too_many",
                    format!("最多 {MOST} 个坐标系，请先移除不用的"),
                ));
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
            if let OwnMade::Local {
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
    /// `crs.in_use` while a local system is tied to it, `crs.store`.
    pub fn remove(&mut self, id: &str) -> Result<(), WireError> {
        if let Some(other) = self.leaning_on(id).next() {
            return Err(WireError::new(
                "crs.in_use",
                format!("“{}”是按它求出来的，请先移除“{}”", other.name, other.name),
            )
            .with("name", other.name.as_str()));
        }
        let mut kept = self.kept.clone();
        kept.systems.retain(|s| s.id != id);
        self.keep(kept)
    }

    fn leaning_on(&self, id: &str) -> impl Iterator<Item = &OwnSystem> {
        self.kept.systems.iter().filter(move |s| match &s.made {
            OwnMade::Old { .. } => false,
            OwnMade::Local { known, fitted, .. } => {
                known == id || fitted.as_ref().is_some_and(|f| f.base == id)
            }
        })
    }

    /// What a system would be: residuals of its points, what its parameters do at a place (longitude, latitude).
    pub fn try_out(&self, system: &OwnSystem, at: [f64; 2]) -> SystemTrial {
        let mut trial = SystemTrial::default();
        let made = match &system.made {
            OwnMade::Old { .. } => self.converter_of(system),
            OwnMade::Local {
                known,
                table,
                swapped,
                ..
            } => match self.fit(known, table, *swapped) {
                Err(error) => Err(error),
                Ok((table, found)) => {
                    describe(&table, *swapped, found.as_ref().ok(), &mut trial);
                    found.and_then(|f| f.converter().map_err(wrong))
                }
            },
        };
        match made {
            Err(problem) => trial.problem = Some(problem),
            Ok(converter) => {
                let at = Coord { x: at[0], y: at[1] };
                trial.sample = format_point_in(at, &converter).ok();
                if let OwnMade::Old { base, .. } = &system.made {
                    trial.moves_m = moved(at, base, &converter);
                }
            }
        }
        trial
    }

    /// The control points of a table and the fit through them.
    #[allow(clippy::type_complexity, reason = "a table is shown though nothing fits it")]
    fn fit(
        &self,
        known: &str,
        table: &str,
        swapped: bool,
    ) -> Result<(ControlPointTable, Result<LocalFit, WireError>), WireError> {
        if table.len() > LONGEST_TABLE {
            return Err(WireError::new("crs.table", "控制点表太长，请只留控制点"));
        }
        let known = self.converter(known)?;
        if known.is_local() {
            return Err(WireError::new(
                "crs.local_base",
                "已知坐标不能用地方坐标系，请选国家坐标系",
            ));
        }
        let table = parse_control_points(table, &known);
        let points: Vec<_> = table
            .points
            .iter()
            .map(|p| (turned(p.local, swapped), p.place))
            .collect();
        let found = fit::local(&points, &known).map_err(|error| match &error {
            fit::LocalError::Fit(fit::FitError::TooFew { given, .. }) => {
                too_few().with("n", u64::try_from(*given).unwrap_or_default())
            }
            _ => WireError::new("crs.fit", &error),
        });
        Ok((table, found))
    }

    fn keep(&mut self, kept: Kept) -> Result<(), WireError> {
        write(&self.path, &kept).map_err(|e| {
            WireError::new("crs.store", format!("{}：{e}", self.path.display())).with("reason", e.to_string())
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

fn too_few() -> WireError {
    WireError::new("crs.too_few", "至少需要两个控制点，相距越远越好").with("n", 0)
}

fn wrong(error: geodata::crs::CrsError) -> WireError {
    use geodata::crs::CrsError as E;
    match &error {
        E::Unknown(text) => WireError::new("crs.unknown", &error).with("crs", text.as_str()),
        E::NeedsParameters { system } => {
            WireError::new("crs.needs_parameters", &error).with("system", system.as_str())
        }
        E::BadParameters { reason, .. } => WireError::new("crs.parameters", &error).with("reason", *reason),
        E::NoPlane { .. } => WireError::new("crs.local_base", &error),
        E::OutOfArea { .. } => WireError::new("crs.outside", &error),
    }
}

fn plain(code: &str, shift: Option<DatumShift>) -> Result<Converter, WireError> {
    let crs = Crs::parse(code).map_err(wrong)?;
    Converter::new(crs, shift).map_err(wrong)
}

/// The parameters of an older system.
fn parameters(list: &[f64], frame: bool) -> Result<DatumShift, WireError> {
    let mut helmert = match list {
        [] => return Ok(DatumShift::None),
        [x, y, z] => Helmert::three(*x, *y, *z),
        [x, y, z, rx, ry, rz, ppm] => Helmert::towgs84([*x, *y, *z, *rx, *ry, *rz, *ppm]),
        _ => {
            return Err(
                WireError::new("crs.parameters", "转换参数要三个（米）或七个（米、秒、ppm）")
                    .with("reason", "要三个（米）或七个（米、秒、ppm）"),
            );
        }
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
        _ if is_own(known) && found.base.crs().old_datum().is_some() => known.to_owned(),
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

fn describe(table: &ControlPointTable, swapped: bool, found: Option<&LocalFit>, trial: &mut SystemTrial) {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    trial.unread = table.problems.iter().map(crate::session::row_problem).collect();
    trial.beyond = small(table.beyond);
    trial.points = table
        .points
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let residual = found.and_then(|f| f.fit.residuals.get(i));
            let local = turned(p.local, swapped);
            FittedPoint {
                row: small(p.row),
                name: p.name.clone(),
                local: [local.y, local.x],
                north_m: residual.map(|r| r.dy),
                east_m: residual.map(|r| r.dx),
                outlier: residual.is_some_and(|r| r.outlier),
            }
        })
        .collect();
    trial.fit = found.map(|f| FitSummary {
        rms_m: f.fit.rms,
        spare: small(f.fit.spare),
        swapped: f.fit.swapped,
        base: crate::session::label(f.base.crs()),
        scale: f.fit.transform.scale(),
        rotation: f.fit.transform.rotation_degrees(),
    });
}

/// How far the parameters of an older system move a place, metres.
fn moved(at: Coord<f64>, base: &str, corrected: &Converter) -> Option<f64> {
    let bare = plain(base, Some(DatumShift::None)).ok()?;
    let there = corrected.inverse(bare.forward(at).ok()?).ok()?;
    let way = geo_types::LineString(vec![at, there]);
    Some(geodata::measure::length(&way.into()).0)
}

fn write(path: &Path, kept: &Kept) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = path.with_extension("json.part");
    let mut file = std::fs::File::create(&part)?;
    file.write_all(&serde_json::to_vec_pretty(kept)?)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(part, path)
}

#[cfg(test)]
mod tests;
