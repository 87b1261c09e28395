//! Segments by the strips of latitude that they pass, to follow a ray to the east.

use super::sweep::RingSegment;
use geo_types::Coord;

/// Entries of segments in strips, for each segment on the average.
const ENTRIES: f64 = 3.0;

/// Segments by strips of equal height.
pub(super) struct YStrips {
    south: f64,
    /// Strips for each degree.
    per_degree: f64,
    /// Where the entries of each strip begin, and at the end where those of the last end.
    begins: Vec<usize>,
    /// Places of segments, strip by strip.
    entries: Vec<usize>,
}

impl YStrips {
    /// Returns the strips of segments, as many as keep the entries few.
    pub fn new(segments: &[RingSegment]) -> Self {
        let (mut south, mut north, mut heights) = (f64::INFINITY, f64::NEG_INFINITY, 0.0);
        for s in segments {
            let (a, b) = (s.line.start.y, s.line.end.y);
            (south, north) = (south.min(a.min(b)), north.max(a.max(b)));
            heights += (a - b).abs();
        }
        let n = segments.len();
        let most = ENTRIES * n as f64 * (north - south) / heights;
        let count = if most.is_finite() {
            (most as usize).clamp(1, n.max(1))
        } else {
            1
        };
        let per_degree = if count > 1 {
            count as f64 / (north - south)
        } else {
            0.0
        };
        let mut strips = Self {
            south,
            per_degree,
            begins: vec![0; count + 1],
            entries: Vec::new(),
        };
        let spans: Vec<(usize, usize)> = segments
            .iter()
            .map(|s| {
                let (a, b) = (s.line.start.y, s.line.end.y);
                (strips.number(a.min(b)), strips.number(a.max(b)))
            })
            .collect();
        for &(first, last) in &spans {
            (first..=last).for_each(|strip| strips.begins[strip + 1] += 1);
        }
        for strip in 0..count {
            strips.begins[strip + 1] += strips.begins[strip];
        }
        strips.entries = vec![0; strips.begins[count]];
        let mut ends = strips.begins.clone();
        for (place, &(first, last)) in spans.iter().enumerate() {
            for end in &mut ends[first..=last] {
                strips.entries[*end] = place;
                *end += 1;
            }
        }
        strips
    }

    /// The strip of a latitude: the same for equal numbers, and never less for greater ones.
    fn number(&self, y: f64) -> usize {
        let last = self.begins.len() - 2;
        (((y - self.south) * self.per_degree) as usize).min(last)
    }

    /// Returns the places of the segments that a ray from a point may pass, and of some more.
    pub fn beside(&self, from: Coord<f64>) -> &[usize] {
        let strip = self.number(from.y);
        &self.entries[self.begins[strip]..self.begins[strip + 1]]
    }
}
