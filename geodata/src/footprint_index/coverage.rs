//! One tile of areas that are never merged into circles: outlines of those that can be seen, and the ground that the
//! others cover, as squares of two pixels.

use std::collections::BTreeMap;

use super::density::TILE_PIXELS;
use super::draw::{MOST_TILE_BYTES, TileBuilder};
use super::fixed::FixedBox;
use super::grid::{EXTENT, Projector, TileId, class_of_pixels};
use super::mvt::{Commands, TileGeometry, TileLayer};
use super::state::State;
use super::style::PackedStyle;

/// Areas smaller than this on the screen have no outline, pixels.
const OUTLINED: f64 = 4.0;
/// So many outlines may a tile have; a map with more is drawn slowly and cannot be read.
const MOST_OUTLINES: usize = 4_000;
/// Squares along the side of a tile.
const SQUARES: usize = 256;

/// Writes a tile; empty when nothing lies in it.
pub(super) fn tile(state: &State, id: TileId) -> Vec<u8> {
    let mut least = class_of_pixels(id.z, OUTLINED, TILE_PIXELS);
    while least < u8::MAX && outlines(state, id, least) > MOST_OUTLINES {
        least = least.saturating_add(8);
    }
    loop {
        let mut pen = TileBuilder::new(id);
        let mut coverage = Coverage::new(id);
        draw(state, id, least, &mut pen, &mut coverage);
        let covered = coverage.layer();
        if pen.size() + covered.size() <= MOST_TILE_BYTES || least == u8::MAX {
            let mut tile = Vec::with_capacity(pen.size() + covered.size() + 64);
            covered.write(&mut tile);
            tile.extend_from_slice(&pen.finish());
            return tile;
        }
        least = least.saturating_add(8);
    }
}

/// How many areas in a tile are of a class of size or larger.
fn outlines(state: &State, id: TileId, least: u8) -> usize {
    let frame = id.frame();
    let mut count = state
        .edited_in(&frame)
        .filter(|(_, e)| e.packed_style.size() >= least)
        .count();
    for part in state.parts() {
        let large = |slot: &usize| part.segment.packed_style(*slot).size() >= least && part.lives(*slot);
        part.segment
            .search(&frame, least, &mut |slots| count += slots.filter(&large).count());
    }
    count
}

/// Draws what is large enough and notes the ground of the rest.
fn draw(state: &State, id: TileId, least: u8, pen: &mut TileBuilder, coverage: &mut Coverage) {
    let frame = id.frame();
    for part in state.parts() {
        let segment = part.segment;
        segment.search(&frame, 0, &mut |slots| {
            for slot in slots.filter(|slot| part.lives(*slot)) {
                let (packed_style, around) = (segment.packed_style(slot), segment.around(slot));
                if packed_style.size() >= least {
                    pen.shape(segment.key(slot), packed_style, around, segment.shape(slot));
                } else {
                    coverage.add(packed_style, around);
                }
            }
        });
    }
    for (key, edited) in state.edited_in(&frame) {
        if edited.packed_style.size() >= least {
            pen.shape(key, edited.packed_style, &edited.around, edited.shape());
        } else {
            coverage.add(edited.packed_style, &edited.around);
        }
    }
}

/// The squares of a tile on which something stands, by what it is.
struct Coverage {
    projector: Projector,
    kinds: BTreeMap<u8, Vec<bool>>,
}

impl Coverage {
    fn new(id: TileId) -> Self {
        Self {
            projector: Projector::new(id),
            kinds: BTreeMap::new(),
        }
    }

    fn add(&mut self, packed_style: PackedStyle, around: &FixedBox) {
        // The tile counts y downwards, so that the corner in the south-west has the greater y.
        let [west, south] = self.projector.at(around.min);
        let [east, north] = self.projector.at(around.max);
        let last = SQUARES as f64 - 1.0;
        let square = |v: f64| (v / EXTENT * SQUARES as f64).floor();
        let ([w, e], [n, s]) = ([square(west), square(east)], [square(north), square(south)]);
        if e < 0.0 || w > last || s < 0.0 || n > last {
            return;
        }
        let within = |v: f64| v.clamp(0.0, last) as usize;
        let squares = self
            .kinds
            .entry(packed_style.style().kind)
            .or_insert_with(|| vec![false; SQUARES * SQUARES]);
        for row in within(n)..=within(s) {
            squares[row * SQUARES + within(w)..=row * SQUARES + within(e)].fill(true);
        }
    }

    /// One feature for each kind: the squares of a row that touch are one ring, as are rows that are alike.
    fn layer(&self) -> TileLayer {
        let mut layer = TileLayer::new("cover");
        let side = EXTENT as i32 / SQUARES as i32;
        for (kind, squares) in &self.kinds {
            let mut commands = Commands::default();
            for (from, to, top, bottom) in boxes(squares) {
                let [w, e] = [from as i32 * side, to as i32 * side];
                let [n, s] = [top as i32 * side, bottom as i32 * side];
                commands.ring(&[[w, n], [e, n], [e, s], [w, s]]);
            }
            layer.tag("kind", u64::from(*kind));
            layer.feature(None, TileGeometry::Area, &commands);
        }
        layer
    }
}

/// The squares as boxes: left, right, top and bottom, right and bottom not included.
fn boxes(squares: &[bool]) -> Vec<(usize, usize, usize, usize)> {
    let mut done = Vec::new();
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    for row in 0..=SQUARES {
        let mut runs = Vec::new();
        if row < SQUARES {
            let line = &squares[row * SQUARES..(row + 1) * SQUARES];
            let mut at = 0;
            while let Some(from) = line[at..].iter().position(|s| *s).map(|i| at + i) {
                let to = line[from..]
                    .iter()
                    .position(|s| !*s)
                    .map_or(SQUARES, |i| from + i);
                runs.push((from, to));
                at = to;
            }
        }
        let (kept, ended): (Vec<_>, Vec<_>) = open
            .drain(..)
            .partition(|(from, to, _)| runs.contains(&(*from, *to)));
        done.extend(ended.into_iter().map(|(from, to, top)| (from, to, top, row)));
        let new = runs
            .into_iter()
            .filter(|(from, to)| !kept.iter().any(|(f, t, _)| f == from && t == to))
            .map(|(from, to)| (from, to, row));
        open = kept.iter().copied().chain(new).collect();
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_are_drawn_together_and_none_is_lost_or_drawn_twice() {
        let mut squares = vec![false; SQUARES * SQUARES];
        let mut put = |x: usize, y: usize| squares[y * SQUARES + x] = true;
        (10..20).for_each(|y| (5..9).for_each(|x| put(x, y)));
        (12..15).for_each(|y| put(30, y));
        (0..SQUARES).for_each(|x| put(x, 255));
        let found = boxes(&squares);
        assert_eq!(found.len(), 3, "{found:?}");
        let mut again = vec![0; SQUARES * SQUARES];
        for (from, to, top, bottom) in found {
            (top..bottom).for_each(|y| (from..to).for_each(|x| again[y * SQUARES + x] += 1));
        }
        let wanted: Vec<i32> = squares.iter().map(|s| i32::from(*s)).collect();
        assert_eq!(again, wanted);
    }
}
