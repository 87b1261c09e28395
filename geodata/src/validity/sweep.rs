//! Which segments come near each other: one pass over their boxes along an axis.

use geo_types::Line;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Boxes held against each other for each box, on the average, beyond which a tree is faster.
const PATIENCE: usize = 256;

/// A segment of a ring.
#[derive(Debug, Clone, Copy)]
pub(super) struct RingSegment {
    pub line: Line<f64>,
    /// Number of the ring.
    pub ring: usize,
    /// Number of the segment in the ring.
    pub index: usize,
}

/// The box of a segment: along the axis of the sweep, then across.
#[derive(Debug, Clone, Copy)]
struct SweepBox {
    from: f64,
    to: f64,
    low: f64,
    high: f64,
    segment: usize,
}

impl SweepBox {
    fn is_beside(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// Hands over the places of each pair of segments whose boxes meet. Costs about n log n for segments that are short
/// against the whole, and never much more than a tree over them.
pub(super) fn near_pairs(segments: &[RingSegment], mut each: impl FnMut(usize, usize)) {
    let mut boxes = sweep_boxes(segments);
    boxes.sort_unstable_by(|a, b| a.from.total_cmp(&b.from));
    let mut patience = PATIENCE * boxes.len();
    let mut open: Vec<SweepBox> = Vec::new();
    for (place, next) in boxes.iter().enumerate() {
        if open.len() > patience {
            tree_pairs(&boxes, place, each);
            return;
        }
        patience -= open.len();
        let mut at = 0;
        while at < open.len() {
            let other = open[at];
            if other.to < next.from {
                open.swap_remove(at);
                continue;
            }
            if other.is_beside(next) {
                each(other.segment, next.segment);
            }
            at += 1;
        }
        open.push(*next);
    }
}

/// The boxes along the axis on which they are shorter.
fn sweep_boxes(segments: &[RingSegment]) -> Vec<SweepBox> {
    let (mut wide, mut high) = (0.0, 0.0);
    let (mut min, mut max) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for s in segments {
        wide += (s.line.start.x - s.line.end.x).abs();
        high += (s.line.start.y - s.line.end.y).abs();
        for c in [s.line.start, s.line.end] {
            min = [min[0].min(c.x), min[1].min(c.y)];
            max = [max[0].max(c.x), max[1].max(c.y)];
        }
    }
    let along_y = high * (max[0] - min[0]) < wide * (max[1] - min[1]);
    let boxes = segments.iter().enumerate().map(|(segment, s)| {
        let (a, b) = (s.line.start, s.line.end);
        let (x, y) = ((a.x.min(b.x), a.x.max(b.x)), (a.y.min(b.y), a.y.max(b.y)));
        let ((from, to), (low, high)) = if along_y { (y, x) } else { (x, y) };
        SweepBox {
            from,
            to,
            low,
            high,
            segment,
        }
    });
    boxes.collect()
}

/// Goes on where a sweep gave up: boxes from this place on against all before them.
fn tree_pairs(boxes: &[SweepBox], place: usize, mut each: impl FnMut(usize, usize)) {
    let numbered = boxes.iter().enumerate().map(|(place, b)| {
        let corners = Rectangle::from_corners([b.from, b.low], [b.to, b.high]);
        GeomWithData::new(corners, place)
    });
    let tree = RTree::bulk_load(numbered.collect());
    for (place, next) in boxes.iter().enumerate().skip(place) {
        let around = AABB::from_corners([next.from, next.low], [next.to, next.high]);
        let before = tree
            .locate_in_envelope_intersecting(&around)
            .filter(|b| b.data < place);
        for other in before {
            each(boxes[other.data].segment, next.segment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::coord;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn found(segments: &[RingSegment]) -> BTreeSet<(usize, usize)> {
        let mut pairs = BTreeSet::new();
        near_pairs(segments, |a, b| {
            assert!(pairs.insert((a.min(b), a.max(b))), "a pair comes once");
        });
        pairs
    }

    fn expected(segments: &[RingSegment]) -> BTreeSet<(usize, usize)> {
        let over =
            |a: (f64, f64), b: (f64, f64)| a.0.min(a.1) <= b.0.max(b.1) && b.0.min(b.1) <= a.0.max(a.1);
        let meet = |s: &RingSegment, t: &RingSegment| {
            let (s, t) = (s.line, t.line);
            over((s.start.x, s.end.x), (t.start.x, t.end.x))
                && over((s.start.y, s.end.y), (t.start.y, t.end.y))
        };
        let mut pairs = BTreeSet::new();
        for (i, s) in segments.iter().enumerate() {
            pairs.extend(
                segments[..i]
                    .iter()
                    .filter(|t| meet(s, t))
                    .map(|t| (t.index, s.index)),
            );
        }
        pairs
    }

    fn numbered(lines: Vec<Line<f64>>) -> Vec<RingSegment> {
        let segments = lines.into_iter().enumerate();
        segments
            .map(|(index, line)| RingSegment { line, ring: 0, index })
            .collect()
    }

    fn whole() -> impl Strategy<Value = f64> {
        (0..12_i32).prop_map(f64::from)
    }

    proptest! {
        #[test]
        fn every_pair_whose_boxes_meet_comes_once(
            ends in proptest::collection::vec((whole(), whole(), whole(), whole()), 0..40),
        ) {
            let line = |(x, y, u, v)| Line::new(coord! { x: x, y: y }, coord! { x: u, y: v });
            let segments = numbered(ends.into_iter().map(line).collect());
            prop_assert_eq!(found(&segments), expected(&segments));
        }
    }

    #[test]
    fn long_segments_side_by_side_come_by_way_of_the_tree_and_none_twice() {
        // Half lie flat and half stand upright, so that no axis has them short.
        let flat = |i: i32| {
            Line::new(
                coord! { x: 0.0, y: f64::from(i) },
                coord! { x: 1300.0, y: f64::from(i) },
            )
        };
        let upright = |i: i32| {
            Line::new(
                coord! { x: 2000.0 + f64::from(i), y: 0.0 },
                coord! { x: 2000.0 + f64::from(i), y: 1300.0 },
            )
        };
        let mut lines: Vec<Line<f64>> = (0..1300).flat_map(|i| [flat(i), upright(i)]).collect();
        lines.push(Line::new(
            coord! { x: 1.0, y: 450.0 },
            coord! { x: 2450.0, y: 450.5 },
        ));
        let segments = numbered(lines);
        assert_eq!(found(&segments), expected(&segments));
    }
}
