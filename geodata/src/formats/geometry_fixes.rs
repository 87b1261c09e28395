//! What readers mend in a geometry, or leave out of it, in the same words for all formats.

use super::reading::WarningKind;
use geo_types::{Coord, LineString};
use words::{Words, said};

/// What was mended or lost in one geometry.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct GeometryFixes {
    /// Heights were left out.
    pub heights: bool,
    /// Positions that are no numbers, left out.
    pub bad_positions: usize,
    /// Rings that were not closed.
    pub unclosed: usize,
    /// Rings or lines with too few points, left out.
    pub too_short: usize,
    /// Why the geometry, or a part of a collection, was left out.
    pub left_out: Option<&'static str>,
}

impl GeometryFixes {
    /// What a person should know of it, but for heights, which are told once a layer.
    pub(super) fn words(&self) -> Vec<(WarningKind, Words)> {
        let mut words = Vec::new();
        if self.bad_positions > 0 {
            let text = said!(
                "geometry_fixes.bad_positions",
                "{} 个点的坐标不是数，已略去",
                "{} points have coordinates that are no numbers; they were left out",
                self.bad_positions
            );
            words.push((WarningKind::BadCoordinate, text));
        }
        if self.unclosed > 0 {
            let text = said!(
                "geometry_fixes.unclosed",
                "{} 个环没有闭合，已闭合",
                "{} rings were not closed; they have been closed",
                self.unclosed
            );
            words.push((WarningKind::RingClosed, text));
        }
        if let Some(why) = self.left_out {
            let text = said!(
                "geometry_fixes.left_out",
                "几何不可用（{why}），只导入了属性",
                "the geometry cannot be used; only the attributes were imported"
            );
            words.push((WarningKind::GeometryLeftOut, text));
        } else if self.too_short > 0 {
            let text = said!(
                "geometry_fixes.too_short",
                "{} 条线或环的点太少，已略去",
                "{} lines or rings have too few points; they were left out",
                self.too_short
            );
            words.push((WarningKind::Invalid, text));
        }
        words
    }
}

/// Returns a ring closed, `None` for one with less than three corners.
pub(super) fn closed(points: &[Coord<f64>], fixes: &mut GeometryFixes) -> Option<LineString<f64>> {
    let is_closed = points.len() > 1 && points.first() == points.last();
    if points.len() - usize::from(is_closed) < 3 || points.is_empty() {
        fixes.too_short += usize::from(!points.is_empty());
        return None;
    }
    let mut ring = Vec::with_capacity(points.len() + 1);
    ring.extend_from_slice(points);
    if !is_closed {
        fixes.unclosed += 1;
        ring.push(points[0]);
    }
    Some(LineString(ring))
}
