//! Sine series in the third flattening n, prepared for summing.

pub(super) const ORDER: usize = 6;

/// Coefficients by powers of n: `[k][j]` belongs to sin(2(k+1)·) and n^(k+1+j).
type Coefficients = [[f64; ORDER]; ORDER];

/// Sphere to ellipsoid (Karney 2011, equation 35).
#[rustfmt::skip]
pub(super) const ALPHA: Coefficients = [
    [1.0 / 2.0, -2.0 / 3.0, 5.0 / 16.0, 41.0 / 180.0, -127.0 / 288.0, 7891.0 / 37800.0],
    [13.0 / 48.0, -3.0 / 5.0, 557.0 / 1440.0, 281.0 / 630.0, -1983433.0 / 1935360.0, 0.0],
    [61.0 / 240.0, -103.0 / 140.0, 15061.0 / 26880.0, 167603.0 / 181440.0, 0.0, 0.0],
    [49561.0 / 161280.0, -179.0 / 168.0, 6601661.0 / 7257600.0, 0.0, 0.0, 0.0],
    [34729.0 / 80640.0, -3418889.0 / 1995840.0, 0.0, 0.0, 0.0, 0.0],
    [212378941.0 / 319334400.0, 0.0, 0.0, 0.0, 0.0, 0.0],
];

/// Ellipsoid to sphere (Karney 2011, equation 36).
#[rustfmt::skip]
pub(super) const BETA: Coefficients = [
    [1.0 / 2.0, -2.0 / 3.0, 37.0 / 96.0, -1.0 / 360.0, -81.0 / 512.0, 96199.0 / 604800.0],
    [1.0 / 48.0, 1.0 / 15.0, -437.0 / 1440.0, 46.0 / 105.0, -1118711.0 / 3870720.0, 0.0],
    [17.0 / 480.0, -37.0 / 840.0, -209.0 / 4480.0, 5569.0 / 90720.0, 0.0, 0.0],
    [4397.0 / 161280.0, -11.0 / 504.0, -830251.0 / 7257600.0, 0.0, 0.0, 0.0],
    [4583.0 / 161280.0, -108847.0 / 3991680.0, 0.0, 0.0, 0.0, 0.0],
    [20648693.0 / 638668800.0, 0.0, 0.0, 0.0, 0.0, 0.0],
];

/// Geodetic to conformal latitude (C. F. F. Karney, "On auxiliary latitudes", Survey Review 56 (2024), appendix).
#[rustfmt::skip]
pub(super) const CONFORMAL: Coefficients = [
    [-2.0, 2.0 / 3.0, 4.0 / 3.0, -82.0 / 45.0, 32.0 / 45.0, 4642.0 / 4725.0],
    [5.0 / 3.0, -16.0 / 15.0, -13.0 / 9.0, 904.0 / 315.0, -1522.0 / 945.0, 0.0],
    [-26.0 / 15.0, 34.0 / 21.0, 8.0 / 5.0, -12686.0 / 2835.0, 0.0, 0.0],
    [1237.0 / 630.0, -12.0 / 5.0, -24832.0 / 14175.0, 0.0, 0.0, 0.0],
    [-734.0 / 315.0, 109598.0 / 31185.0, 0.0, 0.0, 0.0, 0.0],
    [444337.0 / 155925.0, 0.0, 0.0, 0.0, 0.0, 0.0],
];

/// Conformal to geodetic latitude (the same).
#[rustfmt::skip]
pub(super) const GEODETIC: Coefficients = [
    [2.0, -2.0 / 3.0, -2.0, 116.0 / 45.0, 26.0 / 45.0, -2854.0 / 675.0],
    [7.0 / 3.0, -8.0 / 5.0, -227.0 / 45.0, 2704.0 / 315.0, 2323.0 / 945.0, 0.0],
    [56.0 / 15.0, -136.0 / 35.0, -1262.0 / 105.0, 73814.0 / 2835.0, 0.0, 0.0],
    [4279.0 / 630.0, -332.0 / 35.0, -399572.0 / 14175.0, 0.0, 0.0, 0.0],
    [4174.0 / 315.0, -144838.0 / 6237.0, 0.0, 0.0, 0.0, 0.0],
    [601676.0 / 22275.0, 0.0, 0.0, 0.0, 0.0, 0.0],
];

/// A polynomial P with Σ cₖ sin 2kx = sin 2x · P(cos 2x).
pub(super) type Series = [f64; ORDER];

/// The series for one ellipsoid: coefficients summed over powers of n, then turned from multiple angles
/// (Chebyshev polynomials of the second kind) into powers of the cosine.
pub(super) fn angle_series(n: f64, coefficients: &Coefficients) -> Series {
    let c: [f64; ORDER] = std::array::from_fn(|k| {
        let inner = coefficients[k].iter().rev().fold(0.0, |sum, c| sum * n + c);
        inner * n.powi(k as i32 + 1)
    });
    [
        c[0] - c[2] + c[4],
        2.0 * c[1] - 4.0 * c[3] + 6.0 * c[5],
        4.0 * c[2] - 12.0 * c[4],
        8.0 * c[3] - 32.0 * c[5],
        16.0 * c[4],
        32.0 * c[5],
    ]
}

/// The sum at an angle whose double has this sine and cosine.
#[inline(always)]
pub(super) fn sum(p: &Series, sin: f64, cos: f64) -> f64 {
    sin * (p[0] + cos * (p[1] + cos * (p[2] + cos * (p[3] + cos * (p[4] + cos * p[5])))))
}

/// The sum, real and imaginary part, at ξ + iη given the functions of 2ξ and 2η.
#[inline(always)]
pub(super) fn sum_complex(p: &Series, sin: f64, cos: f64, sinh: f64, cosh: f64) -> (f64, f64) {
    // z = cos 2(ξ + iη); a real polynomial at z by the recurrence with z + z̄ and z·z̄.
    let (u, v) = (cos * cosh, -sin * sinh);
    let (r, s) = (2.0 * u, u * u + v * v);
    let b4 = p[4] + r * p[5];
    let b3 = p[3] + r * b4 - s * p[5];
    let b2 = p[2] + r * b3 - s * b4;
    let b1 = p[1] + r * b2 - s * b3;
    let (re, im) = (p[0] - s * b2 + u * b1, v * b1);
    let (su, sv) = (sin * cosh, cos * sinh);
    (su * re - sv * im, su * im + sv * re)
}
