//! Transverse Mercator by the Krüger series in the third flattening, sixth order.
//!
//! Formula and coefficients: C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers",
//! Journal of Geodesy 85 (2011), equations 7 to 11, 35 and 36.

use super::ellipsoid::Ellipsoid;
use geo_types::{Coord, coord};

const ORDER: usize = 6;

/// A transverse Mercator projection with one central meridian, without false northing.
#[derive(Debug, Clone, Copy)]
pub struct TransverseMercator {
    e: f64,
    /// Rectifying radius times scale factor, metres.
    radius: f64,
    alpha: [f64; ORDER],
    beta: [f64; ORDER],
    central_meridian: f64,
    false_easting: f64,
}

impl TransverseMercator {
    /// Returns the projection for a central meridian in degrees, scale factor on it, false easting in metres.
    pub fn new(ellipsoid: Ellipsoid, central_meridian: f64, scale: f64, false_easting: f64) -> Self {
        let f = ellipsoid.f;
        let n = f / (2.0 - f);
        let n2 = n * n;
        let (n3, n4, n5, n6) = (n2 * n, n2 * n2, n2 * n2 * n, n2 * n2 * n2);
        let alpha = [
            n / 2.0 - 2.0 / 3.0 * n2 + 5.0 / 16.0 * n3 + 41.0 / 180.0 * n4 - 127.0 / 288.0 * n5
                + 7891.0 / 37800.0 * n6,
            13.0 / 48.0 * n2 - 3.0 / 5.0 * n3 + 557.0 / 1440.0 * n4 + 281.0 / 630.0 * n5
                - 1983433.0 / 1935360.0 * n6,
            61.0 / 240.0 * n3 - 103.0 / 140.0 * n4 + 15061.0 / 26880.0 * n5 + 167603.0 / 181440.0 * n6,
            49561.0 / 161280.0 * n4 - 179.0 / 168.0 * n5 + 6601661.0 / 7257600.0 * n6,
            34729.0 / 80640.0 * n5 - 3418889.0 / 1995840.0 * n6,
            212378941.0 / 319334400.0 * n6,
        ];
        let beta = [
            n / 2.0 - 2.0 / 3.0 * n2 + 37.0 / 96.0 * n3 - 1.0 / 360.0 * n4 - 81.0 / 512.0 * n5
                + 96199.0 / 604800.0 * n6,
            1.0 / 48.0 * n2 + 1.0 / 15.0 * n3 - 437.0 / 1440.0 * n4 + 46.0 / 105.0 * n5
                - 1118711.0 / 3870720.0 * n6,
            17.0 / 480.0 * n3 - 37.0 / 840.0 * n4 - 209.0 / 4480.0 * n5 + 5569.0 / 90720.0 * n6,
            4397.0 / 161280.0 * n4 - 11.0 / 504.0 * n5 - 830251.0 / 7257600.0 * n6,
            4583.0 / 161280.0 * n5 - 108847.0 / 3991680.0 * n6,
            20648693.0 / 638668800.0 * n6,
        ];
        let rectifying = ellipsoid.a / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0 + n6 / 256.0);
        Self {
            e: (f * (2.0 - f)).sqrt(),
            radius: rectifying * scale,
            alpha,
            beta,
            central_meridian,
            false_easting,
        }
    }

    /// Returns easting (x) and northing (y) in metres of a longitude, latitude in degrees.
    ///
    /// Accurate to nanometres within 35° of the central meridian; the caller keeps within 60°.
    pub fn forward(&self, lon_lat: Coord<f64>) -> Coord<f64> {
        let (sin_lam, cos_lam) = wrap_degrees(lon_lat.x - self.central_meridian)
            .to_radians()
            .sin_cos();
        let tau = lon_lat.y.to_radians().tan();
        let tau1 = self.conformal_tan(tau);
        let xi0 = tau1.atan2(cos_lam);
        let eta0 = (sin_lam / tau1.hypot(cos_lam)).asinh();
        let (mut xi, mut eta) = (xi0, eta0);
        for (j, a) in self.alpha.iter().enumerate() {
            let k = 2.0 * (j + 1) as f64;
            xi += a * (k * xi0).sin() * (k * eta0).cosh();
            eta += a * (k * xi0).cos() * (k * eta0).sinh();
        }
        coord! { x: self.false_easting + self.radius * eta, y: self.radius * xi }
    }

    /// Returns longitude, latitude in degrees of an easting (x), northing (y) in metres.
    pub fn inverse(&self, projected: Coord<f64>) -> Coord<f64> {
        let xi = projected.y / self.radius;
        let eta = (projected.x - self.false_easting) / self.radius;
        let (mut xi0, mut eta0) = (xi, eta);
        for (j, b) in self.beta.iter().enumerate() {
            let k = 2.0 * (j + 1) as f64;
            xi0 -= b * (k * xi).sin() * (k * eta).cosh();
            eta0 -= b * (k * xi).cos() * (k * eta).sinh();
        }
        let (sinh_eta, cos_xi) = (eta0.sinh(), xi0.cos());
        let tau1 = xi0.sin() / sinh_eta.hypot(cos_xi);
        let lam = sinh_eta.atan2(cos_xi);
        let lat = self.geodetic_tan(tau1).atan().to_degrees();
        coord! { x: wrap_degrees(self.central_meridian + lam.to_degrees()), y: lat }
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

/// Returns the same angle between −180° and 180°, unchanged when it is there already.
fn wrap_degrees(degrees: f64) -> f64 {
    if (-180.0..=180.0).contains(&degrees) {
        degrees
    } else {
        (degrees + 180.0).rem_euclid(360.0) - 180.0
    }
}
