//! Transformations from control points, by least squares.
//!
//! Both sides are reduced to their centres first, which makes the normal equations of the similarity diagonal and
//! those of the affine transformation 2 × 2.

mod local;
mod outliers;

use super::{Affine, Similarity};
use geo_types::{Coord, coord};
pub use local::{LocalError, LocalFit, local};
use outliers::outliers;
use serde::{Deserialize, Serialize};
use words::English;

/// One place in both planes; x is east (or the column of an image), y north.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ControlPoint {
    /// In the first plane: local metres, or pixels.
    pub from: Coord<f64>,
    /// In the second plane, metres.
    pub to: Coord<f64>,
}

/// How well one control point fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Residual {
    /// Transformed minus given, east, metres.
    pub dx: f64,
    /// Transformed minus given, north, metres.
    pub dy: f64,
    /// Whether the point contradicts the others, and its numbers should be looked at.
    pub outlier: bool,
}

impl Residual {
    /// Returns the distance between the transformed and the given place in metres.
    pub fn distance(&self) -> f64 {
        self.dx.hypot(self.dy)
    }
}

/// A transformation and how well it fits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit<T> {
    /// From the first plane to the second, by all points, outliers included.
    pub transform: T,
    /// One for each control point, in their order.
    pub residuals: Vec<Residual>,
    /// Root mean square of the distances in metres; zero when there are just enough points, which proves nothing.
    pub rms: f64,
    /// How many more points than needed there are.
    pub spare: usize,
    /// Whether exchanging x and y of the first plane fits ten times better: the columns X (north) and Y (east)
    /// were probably taken for each other.
    pub swapped: bool,
}

/// Why control points give no transformation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// There are not enough of them.
    #[error("只有 {given} 个控制点，至少需要 {needed} 个")]
    TooFew {
        /// How many there are.
        given: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A number is missing or infinite.
    #[error("第 {0} 个控制点的坐标不是数字")]
    NotANumber(usize),
    /// All are in one place.
    #[error("控制点几乎重合，无法求参数：请选相距较远的点")]
    OnePlace,
    /// All are on one line, which leaves the direction across it open.
    #[error("控制点几乎在一条直线上，无法求六参数：请再选一个不在这条线上的点")]
    OneLine,
}

impl English for FitError {
    fn english(&self) -> String {
        match self {
            Self::TooFew { given, needed } => {
                format!("there are {given} control points and {needed} are needed")
            }
            Self::NotANumber(n) => format!("the coordinates of control point {n} are no numbers"),
            Self::OnePlace => {
                "the control points lie nearly in one place; choose some far from each other".to_owned()
            }
            Self::OneLine => "the control points lie nearly on one line; add one that is off it".to_owned(),
        }
    }
}

/// Returns the similarity (four parameters) that best fits two or more control points.
///
/// ```
/// use geo_types::coord;
/// use geodata::crs::fit::{ControlPoint, similarity};
///
/// // A plan that is shifted, and turned by a quarter.
/// let pairs = [((0.0, 0.0), (500.0, 900.0)), ((100.0, 0.0), (500.0, 1000.0)), ((0.0, 100.0), (400.0, 900.0))];
/// let points = pairs.map(|(from, to)| ControlPoint {
///     from: coord! { x: from.0, y: from.1 },
///     to: coord! { x: to.0, y: to.1 },
/// });
/// let fit = similarity(&points)?;
/// let corner = fit.transform.apply(coord! { x: 100.0, y: 100.0 });
/// assert!((corner.x - 400.0).abs() < 1e-9 && (corner.y - 1000.0).abs() < 1e-9);
/// # Ok::<(), geodata::crs::fit::FitError>(())
/// ```
///
/// # Errors
/// [`FitError`], saying what is wrong with the points.
pub fn similarity(points: &[ControlPoint]) -> Result<Fit<Similarity>, FitError> {
    fit(points)
}

/// Returns the affine transformation (six parameters) that best fits three or more control points.
///
/// # Errors
/// [`FitError`], saying what is wrong with the points.
pub fn affine(points: &[ControlPoint]) -> Result<Fit<Affine>, FitError> {
    fit(points)
}

/// What the two kinds have in common.
trait Model: Sized + Copy {
    const NEEDED: usize;
    fn solve(points: &[ControlPoint], sums: &Sums) -> Result<Self, FitError>;
    fn at(&self, c: Coord<f64>) -> Coord<f64>;
    /// Variance of a transformed place, in units of the variance of one coordinate.
    fn leverage(sums: &Sums, at: Coord<f64>) -> f64;
}

/// Centres of both sides and second moments of the first.
struct Sums {
    n: f64,
    from: Coord<f64>,
    to: Coord<f64>,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Sums {
    fn of(points: &[ControlPoint]) -> Result<Self, FitError> {
        let n = points.len() as f64;
        let zero = coord! { x: 0.0, y: 0.0 };
        let from = points.iter().fold(zero, |sum, p| sum + p.from) / n;
        let to = points.iter().fold(zero, |sum, p| sum + p.to) / n;
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for p in points {
            let d = p.from - from;
            xx += d.x * d.x;
            xy += d.x * d.y;
            yy += d.y * d.y;
        }
        // Coordinates of 10⁷ carry 10⁻⁹: closer together than that is the same place.
        let floor = 1e-8 * (1.0 + from.x.abs() + from.y.abs());
        if xx + yy <= floor * floor {
            return Err(FitError::OnePlace);
        }
        Ok(Self {
            n,
            from,
            to,
            xx,
            xy,
            yy,
        })
    }
}

impl Model for Similarity {
    const NEEDED: usize = 2;

    fn solve(points: &[ControlPoint], sums: &Sums) -> Result<Self, FitError> {
        let (mut a, mut b) = (0.0, 0.0);
        for p in points {
            let (f, t) = (p.from - sums.from, p.to - sums.to);
            a += f.x * t.x + f.y * t.y;
            b += f.x * t.y - f.y * t.x;
        }
        let spread = sums.xx + sums.yy;
        let (a, b) = (a / spread, b / spread);
        if a == 0.0 && b == 0.0 {
            return Err(FitError::OnePlace);
        }
        Ok(Self {
            a,
            b,
            x0: sums.to.x - a * sums.from.x + b * sums.from.y,
            y0: sums.to.y - b * sums.from.x - a * sums.from.y,
        })
    }

    fn at(&self, c: Coord<f64>) -> Coord<f64> {
        self.apply(c)
    }

    fn leverage(sums: &Sums, at: Coord<f64>) -> f64 {
        let d = at - sums.from;
        1.0 / sums.n + (d.x * d.x + d.y * d.y) / (sums.xx + sums.yy)
    }
}

impl Model for Affine {
    const NEEDED: usize = 3;

    fn solve(points: &[ControlPoint], sums: &Sums) -> Result<Self, FitError> {
        let determinant = sums.xx * sums.yy - sums.xy * sums.xy;
        let spread = sums.xx + sums.yy;
        // 10⁻⁸ is a width of a ten-thousandth of the length.
        if determinant <= 1e-8 * spread * spread {
            return Err(FitError::OneLine);
        }
        let (mut px, mut py, mut qx, mut qy) = (0.0, 0.0, 0.0, 0.0);
        for p in points {
            let (f, t) = (p.from - sums.from, p.to - sums.to);
            px += f.x * t.x;
            py += f.y * t.x;
            qx += f.x * t.y;
            qy += f.y * t.y;
        }
        let solve = |x: f64, y: f64| {
            (
                (sums.yy * x - sums.xy * y) / determinant,
                (sums.xx * y - sums.xy * x) / determinant,
            )
        };
        let ((xx, xy), (yx, yy)) = (solve(px, py), solve(qx, qy));
        Ok(Self {
            xx,
            xy,
            yx,
            yy,
            x0: sums.to.x - xx * sums.from.x - xy * sums.from.y,
            y0: sums.to.y - yx * sums.from.x - yy * sums.from.y,
        })
    }

    fn at(&self, c: Coord<f64>) -> Coord<f64> {
        self.apply(c)
    }

    fn leverage(sums: &Sums, at: Coord<f64>) -> f64 {
        let d = at - sums.from;
        let determinant = sums.xx * sums.yy - sums.xy * sums.xy;
        let form = sums.yy * d.x * d.x - 2.0 * sums.xy * d.x * d.y + sums.xx * d.y * d.y;
        1.0 / sums.n + form / determinant
    }
}

fn fit<T: Model>(points: &[ControlPoint]) -> Result<Fit<T>, FitError> {
    let bad = |p: &ControlPoint| {
        let all = [p.from.x, p.from.y, p.to.x, p.to.y];
        all.iter().any(|v| !v.is_finite() || v.abs() > 1e12)
    };
    if let Some(at) = points.iter().position(bad) {
        return Err(FitError::NotANumber(at + 1));
    }
    if points.len() < T::NEEDED {
        return Err(FitError::TooFew {
            given: points.len(),
            needed: T::NEEDED,
        });
    }
    let sums = Sums::of(points)?;
    let transform = T::solve(points, &sums)?;
    let flags = outliers::<T>(points);
    let residuals: Vec<Residual> = points
        .iter()
        .zip(flags)
        .map(|(p, outlier)| {
            let d = transform.at(p.from) - p.to;
            Residual {
                dx: d.x,
                dy: d.y,
                outlier,
            }
        })
        .collect();
    let rms = root_mean_square(points, &transform);
    // An affine transformation takes exchanged axes as they come.
    let swapped = T::NEEDED == 2 && points.len() > 2 && {
        let turned: Vec<ControlPoint> = points
            .iter()
            .map(|p| ControlPoint {
                from: coord! { x: p.from.y, y: p.from.x },
                to: p.to,
            })
            .collect();
        Sums::of(&turned)
            .and_then(|sums| T::solve(&turned, &sums))
            .is_ok_and(|t| root_mean_square(&turned, &t) * 10.0 < rms)
    };
    Ok(Fit {
        transform,
        residuals,
        rms,
        spare: points.len() - T::NEEDED,
        swapped,
    })
}

fn misfit<T: Model>(p: &ControlPoint, transform: &T) -> f64 {
    let d = transform.at(p.from) - p.to;
    d.x * d.x + d.y * d.y
}

fn square_sum<T: Model>(points: &[ControlPoint], transform: &T) -> f64 {
    points.iter().map(|p| misfit(p, transform)).sum()
}

fn root_mean_square<T: Model>(points: &[ControlPoint], transform: &T) -> f64 {
    (square_sum(points, transform) / points.len() as f64).sqrt()
}
