//! Mending a shape, with a list of what was changed.

use super::{Problem, ProblemKind, check};
use crate::measure::rings;
use crate::ops::noding::{fill, make_valid};
use crate::ops::plane::{Keep, overlay};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// What a repair did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RepairKind {
    /// A coordinate that is not a number was left out.
    CoordinateLeftOut,
    /// A repeated point was left out.
    RepeatLeftOut,
    /// A line, ring or part without extent was left out.
    PartLeftOut,
    /// A boundary that crossed itself or went back on itself was taken apart.
    BoundaryTakenApart,
    /// What lay of a hole outside its shell was left out.
    HoleTrimmed,
    /// Holes that overlapped became one.
    HolesJoined,
    /// Parts that overlapped became one.
    PartsJoined,
    /// An inside that hung together at points only became several parts.
    InsideTakenApart,
}

/// One change a repair made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RepairStep {
    /// What was done.
    pub kind: RepairKind,
    /// Where, longitude and latitude in degrees.
    pub at: Coord<f64>,
    /// Number of the part in the shape as it was.
    pub part: usize,
    /// Number of the ring in that part as it was.
    pub ring: usize,
}

/// A mended shape and what was changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Repaired {
    /// The shape, for which [`check`] finds nothing.
    pub geometry: Geometry<f64>,
    /// What was changed; empty when the shape was valid, and then it is returned as it was.
    pub changes: Vec<RepairStep>,
}

/// Why a shape cannot be mended.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum RepairError {
    /// A coordinate is no place on earth.
    #[error("({x}, {y}) is no place on earth: choose the coordinate system the numbers are in")]
    OutOfRange {
        /// First number.
        x: f64,
        /// Second number.
        y: f64,
    },
    /// Nothing with the extent of its kind would be left.
    #[error("nothing of the shape would be left: draw it again")]
    NothingLeft,
    /// The result still has a problem.
    #[error("{} at ({}, {}) is left after the repair: redraw the boundary there", .0.code, .0.at.x, .0.at.y)]
    StillInvalid(Problem),
}

/// Returns a valid shape with the same points, and the list of what was changed.
///
/// Rings that cross themselves are filled by the even-odd rule, holes are taken off the shells, and overlapping
/// parts are united. Parts without problem are returned bit for bit.
///
/// ```
/// use geo_types::{Geometry, coord, polygon};
/// use geodata::validity::{ProblemKind, check, repair};
///
/// let bow_tie: Geometry = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 4.0), (x: 4.0, y: 0.0), (x: 0.0, y: 4.0)].into();
/// let problems = check(&bow_tie);
/// assert_eq!((problems[0].kind, problems[0].at), (ProblemKind::SelfCrossing, coord! { x: 2.0, y: 2.0 }));
/// let mended = repair(&bow_tie)?.geometry;
/// assert!(matches!(&mended, Geometry::MultiPolygon(parts) if parts.0.len() == 2));
/// assert_eq!(check(&mended), []);
/// # Ok::<(), geodata::validity::RepairError>(())
/// ```
///
/// # Errors
/// [`RepairError`] when a coordinate lies off the earth, or nothing would be left.
pub fn repair(geometry: &Geometry<f64>) -> Result<Repaired, RepairError> {
    let problems = check(geometry);
    if problems.is_empty() {
        return Ok(Repaired {
            geometry: geometry.clone(),
            changes: Vec::new(),
        });
    }
    repair_found(geometry, &problems)
}

/// Returns a mended shape as [`repair`] does, with the first problem that kept it from being used; `None` if it may be
/// used as it is.
///
/// # Errors
/// As [`repair`].
pub fn repair_harm(geometry: &Geometry<f64>) -> Result<Option<(Repaired, Problem)>, RepairError> {
    let problems = check(geometry);
    let Some(harm) = problems.iter().find(|p| !p.kind.is_harmless()) else {
        return Ok(None);
    };
    Ok(Some((repair_found(geometry, &problems)?, *harm)))
}

fn repair_found(geometry: &Geometry<f64>, problems: &[Problem]) -> Result<Repaired, RepairError> {
    if let Some(p) = problems.iter().find(|p| p.kind == ProblemKind::OutOfRange) {
        return Err(RepairError::OutOfRange { x: p.at.x, y: p.at.y });
    }
    let changes = problems.iter().map(change).collect();
    let mut by_part = ProblemsByPart::new();
    for p in problems {
        by_part.entry(p.part).or_default().push((p.kind, p.ring));
    }
    let mended = mend(geometry, &by_part, &mut 0).ok_or(RepairError::NothingLeft)?;
    // Areas that were checked in mending are not checked again.
    if !mended.sound
        && let Some(problem) = check(&mended.geometry).first()
    {
        return Err(RepairError::StillInvalid(*problem));
    }
    Ok(Repaired {
        geometry: mended.geometry,
        changes,
    })
}

/// A shape that was mended.
struct Mended {
    geometry: Geometry<f64>,
    /// Whether [`check`] is known to find nothing.
    sound: bool,
}

impl From<Geometry<f64>> for Mended {
    fn from(geometry: Geometry<f64>) -> Self {
        Self {
            geometry,
            sound: false,
        }
    }
}

fn change(p: &Problem) -> RepairStep {
    let kind = match p.kind {
        ProblemKind::NotANumber | ProblemKind::OutOfRange => RepairKind::CoordinateLeftOut,
        ProblemKind::RepeatedPoint => RepairKind::RepeatLeftOut,
        ProblemKind::TooFewPoints => RepairKind::PartLeftOut,
        ProblemKind::Spike | ProblemKind::SelfCrossing | ProblemKind::UnclosedRing => {
            RepairKind::BoundaryTakenApart
        }
        ProblemKind::HoleOutside => RepairKind::HoleTrimmed,
        ProblemKind::HolesOverlap => RepairKind::HolesJoined,
        ProblemKind::PartsOverlap => RepairKind::PartsJoined,
        ProblemKind::InsideDivided => RepairKind::InsideTakenApart,
    };
    RepairStep {
        kind,
        at: p.at,
        part: p.part,
        ring: p.ring,
    }
}

/// What is wrong with each part, and in which ring.
type ProblemsByPart = HashMap<usize, Vec<(ProblemKind, usize)>>;

fn mend(geometry: &Geometry<f64>, problems: &ProblemsByPart, part: &mut usize) -> Option<Mended> {
    match geometry {
        Geometry::Point(p) => {
            *part += 1;
            finite(p.0).then(|| Geometry::Point(*p).into())
        }
        Geometry::MultiPoint(ps) => {
            *part += ps.0.len();
            let kept: Vec<Point<f64>> = ps.iter().copied().filter(|p| finite(p.0)).collect();
            (!kept.is_empty()).then(|| Geometry::from(MultiPoint(kept)).into())
        }
        Geometry::Line(l) => lines(&[LineString::from(*l)], part, false),
        Geometry::LineString(l) => lines(std::slice::from_ref(l), part, false),
        Geometry::MultiLineString(ls) => lines(&ls.0, part, true),
        Geometry::Polygon(p) => polygons(std::slice::from_ref(p), problems, part, false),
        Geometry::MultiPolygon(ps) => polygons(&ps.0, problems, part, true),
        Geometry::Rect(r) => polygons(&[r.to_polygon()], problems, part, false),
        Geometry::Triangle(t) => polygons(&[t.to_polygon()], problems, part, false),
        Geometry::GeometryCollection(gs) => {
            let parts = gs.iter().filter_map(|g| mend(g, problems, part));
            let kept: Vec<Geometry<f64>> = parts.map(|mended| mended.geometry).collect();
            (!kept.is_empty()).then(|| Geometry::GeometryCollection(GeometryCollection(kept)).into())
        }
    }
}

fn finite(c: Coord<f64>) -> bool {
    c.x.is_finite() && c.y.is_finite()
}

/// The line without coordinates that are no numbers and without repeats.
fn tidy(line: &LineString<f64>) -> LineString<f64> {
    let mut coords: Vec<_> = line.0.iter().copied().filter(|c| finite(*c)).collect();
    coords.dedup();
    LineString(coords)
}

fn lines(lines: &[LineString<f64>], part: &mut usize, multi: bool) -> Option<Mended> {
    *part += lines.len();
    let mut kept: Vec<_> = lines.iter().map(tidy).filter(|l| l.0.len() > 1).collect();
    match kept.len() {
        0 => None,
        1 if !multi => kept.pop().map(|line| Geometry::from(line).into()),
        _ => Some(Geometry::from(MultiLineString(kept)).into()),
    }
}

fn polygons(
    polygons: &[Polygon<f64>],
    problems: &ProblemsByPart,
    part: &mut usize,
    multi: bool,
) -> Option<Mended> {
    let mut kept: Vec<Polygon<f64>> = Vec::new();
    let mut united = false;
    for polygon in polygons {
        let number = *part;
        *part += 1;
        let Some(bad) = problems.get(&number) else {
            kept.push(polygon.clone());
            continue;
        };
        united |= bad.iter().any(|(kind, _)| *kind == ProblemKind::PartsOverlap);
        if bad
            .iter()
            .all(|(kind, _)| kind.is_harmless() || *kind == ProblemKind::PartsOverlap)
        {
            kept.push(tidy_polygon(polygon).0);
        } else {
            kept.extend(filled(polygon, bad));
            united = true;
        }
    }
    let mut sound = false;
    if united {
        let problems = check(&MultiPolygon(kept.clone()).into());
        (kept, sound) = match problems.is_empty() {
            true => (kept, true),
            false if kept.len() > 1 => make_valid(overlay(&kept, &[], Keep::Either).0),
            false => make_valid(kept),
        };
    }
    let geometry = match kept.len() {
        0 => return None,
        1 if !multi => Geometry::from(kept.pop()?),
        _ => Geometry::from(MultiPolygon(kept)),
    };
    Some(Mended { geometry, sound })
}

/// The area of a polygon, its rings by the even-odd rule; rings that are simple by themselves are taken as they are.
fn filled(polygon: &Polygon<f64>, bad: &[(ProblemKind, usize)]) -> Vec<Polygon<f64>> {
    use ProblemKind::{HoleOutside, HolesOverlap, InsideDivided, PartsOverlap};
    let of_rings =
        |kind: ProblemKind| !matches!(kind, HoleOutside | HolesOverlap | InsideDivided | PartsOverlap);
    let crossed: HashSet<usize> = bad
        .iter()
        .filter(|(kind, _)| of_rings(*kind) && !kind.is_harmless())
        .map(|(_, ring)| *ring)
        .collect();
    let (tidied, numbers) = tidy_polygon(polygon);
    fill(&tidied, |ring| crossed.contains(&numbers[ring]))
}

/// The polygon with its rings tidied and those without extent left out, and the number that each ring had.
fn tidy_polygon(polygon: &Polygon<f64>) -> (Polygon<f64>, Vec<usize>) {
    let mut numbers = Vec::new();
    let mut tidied = Vec::new();
    for (number, ring) in rings(polygon).enumerate() {
        let mut ring = tidy(ring);
        ring.close();
        if number == 0 || ring.0.len() > 3 {
            tidied.push(ring);
            numbers.push(number);
        }
    }
    let mut tidied = tidied.into_iter();
    let shell = tidied.next().unwrap_or_else(|| LineString(Vec::new()));
    (Polygon::new(shell, tidied.collect()), numbers)
}
