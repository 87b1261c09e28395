//! Footprints of one tile that are too close together to be told apart, counted on a grid of 16 × 16 cells.

use super::fixed::{FixedBox, FixedCoord};
use super::style::StyleKey;

/// Levels of the grid below a tile: 4 levels are 16 × 16 cells of 32 pixels.
pub(super) const CELL_LEVELS: u8 = 4;
/// Cells of a tile.
pub(super) const CELLS: usize = 1 << (2 * CELL_LEVELS);

/// What lies in one cell.
#[derive(Debug, Clone, Default)]
pub(super) struct ClusterCell {
    pub(super) count: u32,
    sum: [i64; 2],
    kinds: Vec<(u8, u32)>,
    /// How many have the mark.
    pub(super) marked: u32,
    /// How many there are of each class.
    pub(super) classes: [u32; 4],
    /// How many there are of each stage, lowest stage first.
    pub(super) stages: Vec<(u8, u32)>,
    /// The key and look of one of them.
    pub(super) one: Option<(u32, StyleKey)>,
}

impl ClusterCell {
    /// The mean of the middles.
    pub(super) fn middle(&self) -> FixedCoord {
        self.sum
            .map(|sum| (sum as f64 / f64::from(self.count)).round() as i32)
    }

    /// The kind that there is most of.
    pub(super) fn main_kind(&self) -> u8 {
        let most = self
            .kinds
            .iter()
            .max_by_key(|(kind, count)| (*count, 255 - *kind));
        most.map_or(0, |(kind, _)| *kind)
    }
}

/// Counts a run of footprints before they go into a cell.
pub(super) struct ClusterCount {
    count: u32,
    sum: [i64; 2],
    marked: u32,
    classes: [u32; 4],
    kinds: [u32; 256],
    stages: [u32; 256],
    one: Option<(u32, StyleKey)>,
}

impl ClusterCount {
    pub(super) fn new() -> Self {
        Self {
            count: 0,
            sum: [0, 0],
            marked: 0,
            classes: [0; 4],
            kinds: [0; 256],
            stages: [0; 256],
            one: None,
        }
    }

    #[inline]
    pub(super) fn add(&mut self, key: u32, style: StyleKey, around: &FixedBox) {
        let [x, y] = around.centre();
        self.count += 1;
        self.sum[0] += i64::from(x);
        self.sum[1] += i64::from(y);
        self.marked += u32::from(style.is_marked());
        self.classes[usize::from(style.class())] += 1;
        self.kinds[usize::from(style.kind)] += 1;
        self.stages[usize::from(style.stage)] += 1;
        self.one = Some((key, style));
    }

    /// Moves what was counted into a cell.
    pub(super) fn empty_into(&mut self, cell: &mut ClusterCell) {
        if self.count == 0 {
            return;
        }
        cell.count += self.count;
        cell.sum[0] += self.sum[0];
        cell.sum[1] += self.sum[1];
        cell.marked += self.marked;
        for (sum, count) in cell.classes.iter_mut().zip(&mut self.classes) {
            *sum += std::mem::take(count);
        }
        cell.one = cell.one.or(self.one);
        for (counts, sums) in [
            (&mut self.kinds, &mut cell.kinds),
            (&mut self.stages, &mut cell.stages),
        ] {
            for (code, count) in (0..=255u8)
                .zip(counts.iter_mut())
                .filter(|(_, count)| **count > 0)
            {
                match sums.binary_search_by_key(&code, |(code, _)| *code) {
                    Ok(i) => sums[i].1 += *count,
                    Err(i) => sums.insert(i, (code, *count)),
                }
                *count = 0;
            }
        }
        (self.count, self.sum, self.one, self.marked) = (0, [0, 0], None, 0);
    }
}
