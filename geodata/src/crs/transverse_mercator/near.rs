//! The projection near its central meridian, as straight-line arithmetic that a compiler can do several times at
//! once: the angles are small there, so Taylor polynomials replace every function call.
//!
//! With χ the conformal latitude and λ the longitude from the central meridian (Karney 2011, equations 10, 11):
//! tan ξ′ = tan χ / cos λ and tanh η′ = cos χ sin λ. Both ways only the small differences φ − χ and χ − ξ′ are
//! computed as angles. Each polynomial is cut where the next term is below 10⁻¹⁶ at the end of its range.

use super::TransverseMercator;
use super::series::{sum, sum_complex};
use std::f64::consts::FRAC_PI_2;

/// Largest λ, and largest tan λ on the way back.
const REACH: f64 = 0.1;

/// Whether the fast way applies to λ, φ in radians; false for numbers that are none.
#[inline(always)]
pub(super) fn covers_sphere(lam: f64, phi: f64) -> bool {
    (lam.abs() <= REACH) & (phi.abs() <= FRAC_PI_2)
}

/// Whether it applies to ξ, η: tan λ is about η / cos ξ, and 1 − ξ²/2 is below cos ξ.
#[inline(always)]
pub(super) fn covers_plane(xi: f64, eta: f64) -> bool {
    eta.abs() <= (REACH - 0.001) * (1.0 - 0.5 * xi * xi)
}

impl TransverseMercator {
    #[inline(always)]
    pub(super) fn forward_near(&self, lam: f64, phi: f64) -> (f64, f64) {
        let (s, c) = sin_cos(phi);
        let delta = sum(&self.conformal, 2.0 * s * c, 1.0 - 2.0 * s * s);
        let (sd, cd) = sin_cos_tiny(delta);
        let (s, c) = (s * cd + c * sd, c * cd - s * sd);

        let l2 = lam * lam;
        let sin_lam =
            lam * (1.0 + l2 * (-1.0 / 6.0 + l2 * (1.0 / 120.0 + l2 * (-1.0 / 5040.0 + l2 / 362_880.0))));
        let versine = l2 * (0.5 + l2 * (-1.0 / 24.0 + l2 * (1.0 / 720.0 - l2 / 40_320.0)));
        let cos_lam = 1.0 - versine;

        let t = c * sin_lam;
        let t2 = t * t;
        let eta = t
            * (1.0
                + t2 * (1.0 / 3.0
                    + t2 * (1.0 / 5.0
                        + t2 * (1.0 / 7.0
                            + t2 * (1.0 / 9.0 + t2 * (1.0 / 11.0 + t2 * (1.0 / 13.0 + t2 / 15.0)))))));
        let epsilon = arctan_tiny(s * c * versine / (1.0 - c * c * versine));
        let xi = phi + delta + epsilon;

        let inverse = 1.0 / (1.0 - t2);
        let flat = c * cos_lam;
        let (dxi, deta) = sum_complex(
            &self.alpha,
            2.0 * s * flat * inverse,
            (flat * flat - s * s) * inverse,
            2.0 * t * inverse,
            (1.0 + t2) * inverse,
        );
        (xi + dxi, eta + deta)
    }

    #[inline(always)]
    pub(super) fn inverse_near(&self, xi: f64, eta: f64) -> (f64, f64) {
        let (s, c) = sin_cos(xi);
        let (sh, ch) = sinh_cosh_small(eta);
        let (dxi, deta) = sum_complex(
            &self.beta,
            2.0 * s * c,
            1.0 - 2.0 * s * s,
            2.0 * sh * ch,
            1.0 + 2.0 * sh * sh,
        );
        let (sd, cd) = sin_cos_tiny(dxi);
        let (s, c) = (s * cd - c * sd, c * cd + s * sd);
        let (sh, ch) = sinh_cosh_small(eta - deta);

        let t = sh / c;
        let t2 = t * t;
        let lam = t
            * (1.0
                + t2 * (-1.0 / 3.0
                    + t2 * (1.0 / 5.0
                        + t2 * (-1.0 / 7.0
                            + t2 * (1.0 / 9.0 + t2 * (-1.0 / 11.0 + t2 * (1.0 / 13.0 - t2 / 15.0)))))));
        // sin(ξ′ − χ), from sin χ = sin ξ′ / cosh η′ and cos χ = cos ξ′ · secant / cosh η′.
        let secant = (1.0 + t2).sqrt();
        let w = s * sh * t / (ch * (secant + 1.0));
        let w2 = w * w;
        let chi = xi - dxi - w * (1.0 + w2 * (1.0 / 6.0 + w2 * (3.0 / 40.0)));
        let inverse = 1.0 / ch;
        let (s, c) = (s * inverse, c * secant * inverse);
        (lam, chi + sum(&self.geodetic, 2.0 * s * c, 1.0 - 2.0 * s * s))
    }
}

/// Sine and cosine up to a right angle, from the half angle, to about 3·10⁻¹⁶.
#[inline(always)]
fn sin_cos(x: f64) -> (f64, f64) {
    let h = 0.5 * x;
    let h2 = h * h;
    let s = h
        * (1.0
            + h2 * (-1.0 / 6.0
                + h2 * (1.0 / 120.0
                    + h2 * (-1.0 / 5040.0
                        + h2 * (1.0 / 362_880.0
                            + h2 * (-1.0 / 39_916_800.0
                                + h2 * (1.0 / 6_227_020_800.0 - h2 / 1_307_674_368_000.0)))))));
    let c = 1.0
        + h2 * (-0.5
            + h2 * (1.0 / 24.0
                + h2 * (-1.0 / 720.0
                    + h2 * (1.0 / 40_320.0
                        + h2 * (-1.0 / 3_628_800.0
                            + h2 * (1.0 / 479_001_600.0
                                + h2 * (-1.0 / 87_178_291_200.0 + h2 / 20_922_789_888_000.0)))))));
    (2.0 * s * c, 1.0 - 2.0 * s * s)
}

/// Sine and cosine of an angle below 0.004.
#[inline(always)]
fn sin_cos_tiny(x: f64) -> (f64, f64) {
    let x2 = x * x;
    (
        x * (1.0 + x2 * (-1.0 / 6.0 + x2 / 120.0)),
        1.0 + x2 * (-0.5 + x2 / 24.0),
    )
}

/// Arc tangent of a number below 0.006.
#[inline(always)]
fn arctan_tiny(w: f64) -> f64 {
    let w2 = w * w;
    w * (1.0 + w2 * (-1.0 / 3.0 + w2 * (1.0 / 5.0 - w2 / 7.0)))
}

/// Hyperbolic sine and cosine of a number below 0.11.
#[inline(always)]
fn sinh_cosh_small(x: f64) -> (f64, f64) {
    let x2 = x * x;
    (
        x * (1.0 + x2 * (1.0 / 6.0 + x2 * (1.0 / 120.0 + x2 * (1.0 / 5040.0 + x2 / 362_880.0)))),
        1.0 + x2 * (0.5 + x2 * (1.0 / 24.0 + x2 * (1.0 / 720.0 + x2 * (1.0 / 40_320.0 + x2 / 3_628_800.0)))),
    )
}
