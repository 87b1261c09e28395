//! Which control points contradict the others.
//!
//! An outlier is a point that does not join the others: from a core that agrees best (least median of squares) the
//! set grows by the point that fits best, as long as its misfit, divided by the variance expected of it, stays below
//! the 1 % point of the F distribution shared over all points (A. S. Hadi and J. S. Simonoff, "Procedures for the
//! identification of multiple outliers in linear models", Journal of the American Statistical Association 88, 1993).

use super::{ControlPoint, Model, Sums, misfit, square_sum};

/// Which points contradict the others: those that are left when a core that agrees best has been joined by every
/// point that agrees with it.
pub(super) fn outliers<T: Model>(points: &[ControlPoint]) -> Vec<bool> {
    let mut out = vec![false; points.len()];
    // The core must have one point to spare, and another must be left to judge.
    if points.len() < T::NEEDED + 2 {
        return out;
    }
    let Some(mut inside) = core::<T>(points) else {
        return out;
    };
    while inside.len() < points.len() {
        let kept: Vec<ControlPoint> = inside.iter().map(|i| points[*i]).collect();
        let Ok((sums, transform)) = Sums::of(&kept).and_then(|s| T::solve(&kept, &s).map(|t| (s, t))) else {
            return out;
        };
        let redundancy = 2.0 * (kept.len() - T::NEEDED) as f64;
        // Below a tenth of a millimetre is no contradiction, however well the others agree.
        let variance = (square_sum(&kept, &transform) / redundancy).max(1e-8);
        let nearest = (0..points.len())
            .filter(|i| !inside.contains(i))
            .map(|i| {
                let expected = variance * (1.0 + T::leverage(&sums, points[i].from));
                (i, misfit(&points[i], &transform) / 2.0 / expected)
            })
            .min_by(|a, b| a.1.total_cmp(&b.1));
        match nearest {
            Some((i, ratio)) if ratio <= f_limit(0.01 / points.len() as f64, redundancy) => inside.push(i),
            _ => break,
        }
    }
    for (i, flag) in out.iter_mut().enumerate() {
        *flag = !inside.contains(&i);
    }
    out
}

/// The half of the points, and some more, that agree best: over the transformations through just enough of them,
/// the one whose middle misfit is smallest (P. J. Rousseeuw, "Least median of squares regression", 1984).
fn core<T: Model>(points: &[ControlPoint]) -> Option<Vec<usize>> {
    let half = (points.len() + T::NEEDED).div_ceil(2);
    // Forty points spread over the list give ten thousand triples, enough to meet a good one.
    let step = points.len().div_ceil(40);
    let some: Vec<usize> = (0..points.len()).step_by(step).collect();
    let mut best: Option<(f64, Vec<usize>)> = None;
    let mut judge = |chosen: &[usize]| {
        let few: Vec<ControlPoint> = chosen.iter().map(|i| points[*i]).collect();
        let Ok(transform) = Sums::of(&few).and_then(|sums| T::solve(&few, &sums)) else {
            return;
        };
        let mut order: Vec<(f64, usize)> = points
            .iter()
            .enumerate()
            .map(|(i, p)| (misfit(p, &transform), i))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let middle = order[half - 1].0;
        if best.as_ref().is_none_or(|(least, _)| middle < *least) {
            best = Some((middle, order[..half].iter().map(|(_, i)| *i).collect()));
        }
    };
    for (n, i) in some.iter().enumerate() {
        for (m, j) in some.iter().enumerate().skip(n + 1) {
            if T::NEEDED == 2 {
                judge(&[*i, *j]);
            } else {
                some[m + 1..].iter().for_each(|k| judge(&[*i, *j, *k]));
            }
        }
    }
    best.map(|(_, inside)| inside)
}

/// The value that an F distribution with 2 and `redundancy` degrees of freedom exceeds with a probability; for two
/// degrees above the line it has this closed form.
fn f_limit(probability: f64, redundancy: f64) -> f64 {
    redundancy / 2.0 * (probability.powf(-2.0 / redundancy) - 1.0)
}
