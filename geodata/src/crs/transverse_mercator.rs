//! Transverse Mercator by the Krüger series in the third flattening, sixth order.
//!
//! Formulas: C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", Journal of Geodesy 85
//! (2011), equations 7 to 11, 19 to 21, 35 and 36. Near the central meridian the same series is summed without
//! calls to trigonometric functions, eight places at a time (see `near`); elsewhere with them.

mod near;
mod series;

use super::ellipsoid::Ellipsoid;
use geo_types::{Coord, coord};
use series::{Series, angle_series};

/// How many places the fast way takes at once.
const BLOCK: usize = 8;

/// A transverse Mercator projection with one central meridian, without false northing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TransverseMercator {
    e: f64,
    /// Rectifying radius times scale factor, metres.
    radius: f64,
    /// Sphere to plane, and back.
    alpha: Series,
    beta: Series,
    /// Geodetic to conformal latitude, and back.
    conformal: Series,
    geodetic: Series,
    central_meridian: f64,
    false_easting: f64,
    false_northing: f64,
}

impl TransverseMercator {
    /// Returns the projection for a central meridian in degrees, scale factor on it, false easting in metres.
    ///
    /// ```
    /// use geo_types::coord;
    /// use geodata::crs::{TransverseMercator, ellipsoid};
    ///
    /// // A plane of one's own on the meridian of 116°30′.
    /// let plane = TransverseMercator::new(ellipsoid::CGCS2000, 116.5, 1.0, 500_000.0);
    /// assert_eq!(plane.forward(coord! { x: 116.5, y: 0.0 }), coord! { x: 500_000.0, y: 0.0 });
    /// let place = coord! { x: 116.59, y: 35.7 };
    /// let back = plane.inverse(plane.forward(place));
    /// assert!((back.x - place.x).abs() < 1e-12 && (back.y - place.y).abs() < 1e-12);
    /// ```
    pub fn new(ellipsoid: Ellipsoid, central_meridian: f64, scale: f64, false_easting: f64) -> Self {
        let f = ellipsoid.f;
        let n = f / (2.0 - f);
        let n2 = n * n;
        let rectifying = ellipsoid.a / (1.0 + n) * (1.0 + n2 / 4.0 + n2 * n2 / 64.0 + n2 * n2 * n2 / 256.0);
        Self {
            e: (f * (2.0 - f)).sqrt(),
            radius: rectifying * scale,
            alpha: angle_series(n, &series::ALPHA),
            beta: angle_series(n, &series::BETA),
            conformal: angle_series(n, &series::CONFORMAL),
            geodetic: angle_series(n, &series::GEODETIC),
            central_meridian,
            false_easting,
            false_northing: 0.0,
        }
    }

    /// Returns the same projection with a false northing in metres.
    pub fn with_false_northing(self, false_northing: f64) -> Self {
        Self {
            false_northing,
            ..self
        }
    }

    /// Returns the central meridian in degrees.
    pub fn central_meridian(&self) -> f64 {
        self.central_meridian
    }

    /// Returns the easting of the central meridian in metres.
    pub fn false_easting(&self) -> f64 {
        self.false_easting
    }

    /// Returns the northing of the equator in metres.
    pub fn false_northing(&self) -> f64 {
        self.false_northing
    }

    /// Returns easting (x) and northing (y) in metres of a longitude, latitude in degrees.
    ///
    /// Accurate to nanometres within 35° of the central meridian; the caller keeps within 60°.
    pub fn forward(&self, lon_lat: Coord<f64>) -> Coord<f64> {
        let lam = wrap_degrees(lon_lat.x - self.central_meridian).to_radians();
        let phi = lon_lat.y.to_radians();
        let (xi, eta) = if near::covers_sphere(lam, phi) {
            self.forward_near(lam, phi)
        } else {
            self.forward_far(lam, phi)
        };
        self.placed(xi, eta)
    }

    /// Returns longitude, latitude in degrees of an easting (x), northing (y) in metres.
    pub fn inverse(&self, projected: Coord<f64>) -> Coord<f64> {
        let (xi, eta) = self.unplaced(projected);
        let (lam, phi) = if near::covers_plane(xi, eta) {
            self.inverse_near(xi, eta)
        } else {
            self.inverse_far(xi, eta)
        };
        coord! { x: wrap_degrees(self.central_meridian + lam.to_degrees()), y: phi.to_degrees() }
    }

    /// Projects every longitude, latitude of a slice in place; those of a block with a place far from the central
    /// meridian (or with numbers that are no place) go through `far` one by one.
    ///
    /// # Errors
    /// The first one of `far`; what stands before it is projected already.
    pub fn forward_slice<E>(
        &self,
        coords: &mut [Coord<f64>],
        mut far: impl FnMut(Coord<f64>) -> Result<Coord<f64>, E>,
    ) -> Result<(), E> {
        let wraps = self.wraps();
        let mut blocks = coords.chunks_exact_mut(BLOCK);
        for block in &mut blocks {
            let lam: [f64; BLOCK] =
                std::array::from_fn(|i| (block[i].x - self.central_meridian).to_radians());
            let phi: [f64; BLOCK] = std::array::from_fn(|i| block[i].y.to_radians());
            if !wraps && (0..BLOCK).all(|i| near::covers_sphere(lam[i], phi[i])) {
                let (mut xi, mut eta) = ([0.0; BLOCK], [0.0; BLOCK]);
                for i in 0..BLOCK {
                    (xi[i], eta[i]) = self.forward_near(lam[i], phi[i]);
                }
                for (i, c) in block.iter_mut().enumerate() {
                    *c = self.placed(xi[i], eta[i]);
                }
            } else {
                for c in block {
                    *c = far(*c)?;
                }
            }
        }
        for c in blocks.into_remainder() {
            *c = far(*c)?;
        }
        Ok(())
    }

    /// Takes every easting, northing of a slice back to longitude, latitude in place, as
    /// [`TransverseMercator::forward_slice`] does the other way.
    ///
    /// # Errors
    /// The first one of `far`; what stands before it is changed already.
    pub fn inverse_slice<E>(
        &self,
        coords: &mut [Coord<f64>],
        mut far: impl FnMut(Coord<f64>) -> Result<Coord<f64>, E>,
    ) -> Result<(), E> {
        let wraps = self.wraps();
        let mut blocks = coords.chunks_exact_mut(BLOCK);
        for block in &mut blocks {
            let plane: [(f64, f64); BLOCK] = std::array::from_fn(|i| self.unplaced(block[i]));
            if !wraps && plane.iter().all(|(xi, eta)| near::covers_plane(*xi, *eta)) {
                let (mut lam, mut phi) = ([0.0; BLOCK], [0.0; BLOCK]);
                for i in 0..BLOCK {
                    (lam[i], phi[i]) = self.inverse_near(plane[i].0, plane[i].1);
                }
                for (i, c) in block.iter_mut().enumerate() {
                    *c = coord! { x: self.central_meridian + lam[i].to_degrees(), y: phi[i].to_degrees() };
                }
            } else {
                for c in block {
                    *c = far(*c)?;
                }
            }
        }
        for c in blocks.into_remainder() {
            *c = far(*c)?;
        }
        Ok(())
    }

    /// Whether longitudes near the central meridian can leave −180° to 180°.
    fn wraps(&self) -> bool {
        self.central_meridian.abs() > 170.0
    }

    fn placed(&self, xi: f64, eta: f64) -> Coord<f64> {
        coord! { x: self.false_easting + self.radius * eta, y: self.false_northing + self.radius * xi }
    }

    fn unplaced(&self, c: Coord<f64>) -> (f64, f64) {
        (
            (c.y - self.false_northing) / self.radius,
            (c.x - self.false_easting) / self.radius,
        )
    }

    fn forward_far(&self, lam: f64, phi: f64) -> (f64, f64) {
        let (sin_lam, cos_lam) = lam.sin_cos();
        let tau1 = self.conformal_tan(phi.tan());
        let xi = tau1.atan2(cos_lam);
        let eta = (sin_lam / tau1.hypot(cos_lam)).asinh();
        let (dxi, deta) = complex_sum(&self.alpha, xi, eta);
        (xi + dxi, eta + deta)
    }

    fn inverse_far(&self, xi: f64, eta: f64) -> (f64, f64) {
        let (dxi, deta) = complex_sum(&self.beta, xi, eta);
        let (xi, eta) = (xi - dxi, eta - deta);
        let (sinh_eta, cos_xi) = (eta.sinh(), xi.cos());
        let tau1 = xi.sin() / sinh_eta.hypot(cos_xi);
        (sinh_eta.atan2(cos_xi), self.geodetic_tan(tau1).atan())
    }

    /// Tangent of the conformal latitude from that of the geodetic latitude (Karney, equations 7 to 9).
    fn conformal_tan(&self, tau: f64) -> f64 {
        let sigma = (self.e * (self.e * tau / tau.hypot(1.0)).atanh()).sinh();
        tau * sigma.hypot(1.0) - sigma * tau.hypot(1.0)
    }

    /// Newton's method on `conformal_tan` (Karney, equations 19 to 21).
    fn geodetic_tan(&self, tau1: f64) -> f64 {
        let e2 = self.e * self.e;
        let mut tau = tau1;
        for _ in 0..8 {
            let guess = self.conformal_tan(tau);
            let step = (tau1 - guess) / guess.hypot(1.0) * (1.0 + (1.0 - e2) * tau * tau)
                / ((1.0 - e2) * tau.hypot(1.0));
            tau += step;
            if step.abs() <= 1e-15 * tau.abs().max(1.0) {
                break;
            }
        }
        tau
    }
}

/// The sum of a series at a complex angle, any distance from the central meridian.
fn complex_sum(series: &Series, xi: f64, eta: f64) -> (f64, f64) {
    let (sin, cos) = (2.0 * xi).sin_cos();
    let (sinh, cosh) = ((2.0 * eta).sinh(), (2.0 * eta).cosh());
    series::sum_complex(series, sin, cos, sinh, cosh)
}

/// Returns the same angle between −180° and 180°, unchanged when it is there already.
fn wrap_degrees(degrees: f64) -> f64 {
    if (-180.0..=180.0).contains(&degrees) {
        degrees
    } else {
        (degrees + 180.0).rem_euclid(360.0) - 180.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::ellipsoid;

    /// The two ways share only the Krüger coefficients, so each proves the other.
    #[test]
    fn the_fast_and_the_closed_form_agree_to_nanometres_where_both_apply() {
        for shape in [ellipsoid::CGCS2000, ellipsoid::KRASOVSKY, ellipsoid::IAG1975] {
            let tm = TransverseMercator::new(shape, 117.0, 1.0, 0.0);
            let (mut there, mut back, mut most) = (0.0f64, 0.0f64, 0);
            for i in -100..=100 {
                for j in -180..=180 {
                    let (lam, phi) = (f64::from(i) * 1e-3, (f64::from(j) * 0.5).to_radians());
                    assert!(near::covers_sphere(lam, phi));
                    let (a, b) = (tm.forward_near(lam, phi), tm.forward_far(lam, phi));
                    there = there.max((a.0 - b.0).abs().max((a.1 - b.1).abs()) * tm.radius);
                    if near::covers_plane(a.0, a.1) {
                        let (c, d) = (tm.inverse_near(a.0, a.1), tm.inverse_far(a.0, a.1));
                        back = back.max((c.0 - d.0).abs().max((c.1 - d.1).abs()) * tm.radius);
                        most += 1;
                    }
                }
            }
            assert!(there < 1e-8, "{there} m");
            assert!(back < 1e-8, "{back} m");
            assert!(most > 20_000);
        }
    }
}
