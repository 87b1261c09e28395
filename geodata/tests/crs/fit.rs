//! Transformations from control points.

use geo_types::{Coord, coord};
use geodata::crs::fit::{ControlPoint, FitError, affine, similarity};
use geodata::crs::{Affine, Converter, Crs, PlaneTransform, Similarity};

fn true_similarity() -> Similarity {
    Similarity::chinese(3_890_123.456, 39_470_987.654, 5400.0, 1.000_031)
}

fn places() -> Vec<Coord<f64>> {
    [
        (1000.0, 2000.0),
        (4200.5, 1800.0),
        (3900.0, 5100.25),
        (800.0, 4700.0),
        (2500.0, 3300.0),
        (3100.0, 2600.0),
        (1900.0, 4100.0),
    ]
    .map(|(x, y)| coord! { x: x, y: y })
    .to_vec()
}

/// Points of a transformation with errors of a few centimetres, always the same ones.
fn noisy(to: impl Fn(Coord<f64>) -> Coord<f64>, size: f64) -> Vec<ControlPoint> {
    places()
        .into_iter()
        .enumerate()
        .map(|(i, from)| {
            let i = i as f64;
            let error = coord! { x: size * (1.7 * i + 0.3).sin(), y: size * (2.9 * i + 1.1).cos() };
            ControlPoint {
                from,
                to: to(from) + error,
            }
        })
        .collect()
}

#[test]
fn a_similarity_is_found_again_from_two_points_and_says_that_none_is_spare() {
    let t = true_similarity();
    let points = noisy(|c| t.apply(c), 0.0);
    let fit = similarity(&points[..2]).unwrap();
    assert_eq!((fit.spare, fit.swapped), (0, false));
    assert!(fit.rms < 1e-7, "{}", fit.rms);
    assert!((fit.transform.scale() - 1.000_031).abs() < 1e-11);
    assert!((fit.transform.rotation_degrees() + 1.5).abs() < 1e-9);
    let c = coord! { x: 2222.0, y: 3333.0 };
    let (a, b) = (fit.transform.apply(c), t.apply(c));
    assert!((a.x - b.x).hypot(a.y - b.y) < 1e-6);
}

/// Solved apart from this program: numpy.linalg.lstsq on the same seven points reduced to their centre gives, to the
/// digits shown, the same parameters and residuals (fixtures/crs/make_fit.py).
#[test]
fn least_squares_are_those_of_another_program() {
    let t = true_similarity();
    let points = noisy(|c| t.apply(c), 0.03);
    let expected: Vec<f64> = include_str!("../fixtures/crs/fit.csv")
        .lines()
        .skip(1)
        .map(|l| l.split(',').nth(1).unwrap().parse().unwrap())
        .collect();
    let fit = similarity(&points).unwrap();
    let own = [
        fit.transform.scale(),
        fit.transform.rotation_degrees(),
        fit.rms,
        fit.residuals[3].dx,
        fit.residuals[3].dy,
    ];
    let six = affine(&points).unwrap();
    let (sx, sy) = six.transform.scales();
    let own_six = [
        sx,
        sy,
        six.transform.rotation_degrees(),
        six.rms,
        six.residuals[3].dx,
        six.residuals[3].dy,
    ];
    assert_eq!(expected.len(), own.len() + own_six.len());
    for (found, given) in own.iter().chain(&own_six).zip(&expected) {
        assert!((found - given).abs() < 2e-8, "{found} {given}");
    }
    assert!(six.rms <= fit.rms && fit.residuals.iter().all(|r| !r.outlier));
}

#[test]
fn a_wrong_point_is_flagged_and_no_other() {
    let t = true_similarity();
    for wrong in 0..7 {
        let mut points = noisy(|c| t.apply(c), 0.02);
        points[wrong].to.x += 0.8;
        for flags in [
            similarity(&points).unwrap().residuals,
            affine(&points).unwrap().residuals,
        ] {
            let flagged: Vec<usize> = (0..7).filter(|i| flags[*i].outlier).collect();
            assert_eq!(flagged, [wrong]);
        }
    }
}

#[test]
fn two_wrong_points_do_not_hide_each_other() {
    let t = true_similarity();
    let mut points = noisy(|c| t.apply(c), 0.01);
    points[1].to.y += 5.0;
    points[4].to.x -= 7.0;
    let fit = similarity(&points).unwrap();
    let flagged: Vec<usize> = (0..7).filter(|i| fit.residuals[*i].outlier).collect();
    assert_eq!(flagged, [1, 4]);
}

#[test]
fn points_that_fit_to_the_last_digit_have_no_outlier() {
    let t = true_similarity();
    let fit = similarity(&noisy(|c| t.apply(c), 0.0)).unwrap();
    assert!(fit.residuals.iter().all(|r| !r.outlier && r.distance() < 1e-6));
}

#[test]
fn columns_taken_for_each_other_are_noticed() {
    let t = true_similarity();
    let mut points = noisy(|c| t.apply(c), 0.02);
    assert!(!similarity(&points).unwrap().swapped);
    for p in &mut points {
        p.from = coord! { x: p.from.y, y: p.from.x };
    }
    let fit = similarity(&points).unwrap();
    assert!(fit.swapped && fit.rms > 100.0);
    // Six parameters take a mirrored image as it is, and say so by their sign.
    let six = affine(&points).unwrap();
    assert!(!six.swapped && six.rms < 0.05 && six.transform.determinant() < 0.0);
}

#[test]
fn an_image_pinned_by_three_points_comes_back_with_its_scales_and_skew() {
    let t = Affine {
        xx: 0.52,
        xy: 0.01,
        yx: 0.02,
        yy: -0.49,
        x0: 416_000.0,
        y0: 3_866_000.0,
    };
    let points = noisy(|c| t.apply(c), 0.0);
    let fit = affine(&points[..3]).unwrap();
    let c = coord! { x: 777.0, y: 1234.0 };
    let (a, b) = (fit.transform.apply(c), t.apply(c));
    assert!((a.x - b.x).hypot(a.y - b.y) < 1e-6);
    let back = fit.transform.take_back(b);
    assert!((back.x - c.x).hypot(back.y - c.y) < 1e-5);
    let (there, known) = (fit.transform, t);
    for (a, b) in [
        (there.xx, known.xx),
        (there.xy, known.xy),
        (there.yx, known.yx),
        (there.yy, known.yy),
    ] {
        assert!((a - b).abs() < 1e-9, "{a} for {b}");
    }
    assert_eq!(fit.spare, 0);
}

#[test]
fn points_that_cannot_tell_a_transformation_are_refused() {
    let p = |x: f64, y: f64| ControlPoint {
        from: coord! { x: x, y: y },
        to: coord! { x: x + 5.0, y: y + 6.0 },
    };
    let two = FitError::TooFew { given: 1, needed: 2 };
    assert_eq!(similarity(&[p(1.0, 2.0)]).unwrap_err(), two);
    assert_eq!(
        similarity(&[]).unwrap_err(),
        FitError::TooFew { given: 0, needed: 2 }
    );
    assert_eq!(
        similarity(&[p(3.9e6, 2.0), p(3.9e6, 2.0)]).unwrap_err(),
        FitError::OnePlace
    );
    let same_target = [
        p(0.0, 0.0),
        ControlPoint {
            from: coord! { x: 100.0, y: 0.0 },
            to: coord! { x: 5.0, y: 6.0 },
        },
    ];
    assert_eq!(similarity(&same_target).unwrap_err(), FitError::OnePlace);
    let line = [
        p(0.0, 0.0),
        p(500.0, 1000.0),
        p(1000.0, 2000.0),
        p(1500.0, 3000.001),
    ];
    assert_eq!(affine(&line).unwrap_err(), FitError::OneLine);
    assert!(similarity(&line).is_ok());
    assert_eq!(
        similarity(&[p(0.0, 0.0), p(f64::NAN, 1.0)]).unwrap_err(),
        FitError::NotANumber(2)
    );
    assert_eq!(
        affine(&[p(0.0, 0.0), p(1.0, 1.0)]).unwrap_err(),
        FitError::TooFew { given: 2, needed: 3 }
    );
}

#[test]
fn a_fitted_local_system_converts_like_any_other() {
    let t = true_similarity();
    let fit = similarity(&noisy(|c| t.apply(c), 0.01)).unwrap();
    let base = Converter::new(Crs::from_epsg(4527).unwrap(), None).unwrap();
    let local = base
        .with_local(PlaneTransform::Similarity(fit.transform))
        .unwrap();
    assert!(local.is_local() && local.name().contains("39带"));
    let mut stored: Vec<Coord<f64>> = places();
    local.inverse_slice(&mut stored).unwrap();
    for (c, s) in places().iter().zip(&stored) {
        let known = base.forward(*s).unwrap();
        let direct = t.apply(*c);
        assert!((known.x - direct.x).hypot(known.y - direct.y) < 0.02);
        let back = local.forward(*s).unwrap();
        assert!((back.x - c.x).hypot(back.y - c.y) < 1e-6);
    }
}
