//! One tile: what lies in it, put on its grid and written.

use super::cluster::{CELL_LEVELS, CELLS, ClusterCell, ClusterCount};
use super::density::{DrawingRule, FULL_ZOOM};
use super::fixed::{FixedBox, FixedCoord};
use super::grid::{Projector, TileId, code};
use super::key_set::KeySet;
use super::mvt::{Commands, TileGeometry, TileLayer};
use super::shape::{PackedForm, PackedShape};
use super::simplify::{VertexFilter, Xy, clip_line, clip_ring, thin};
use super::state::{LiveSegment, State};
use super::style::{PackedStyle, StyleKey};

/// No tile is larger, bytes.
pub const MOST_TILE_BYTES: usize = 500_000;
/// A tile of the unmerged zooms with more footprints than this is merged like the ones above.
const MOST_FOOTPRINTS: usize = 10_000;

/// Writes a tile; empty when nothing lies in it.
pub(super) fn tile(state: &State, id: TileId, filter: Option<&KeySet>) -> Vec<u8> {
    let mut rule = state.rule(id.z);
    let many = || {
        state
            .parts()
            .map(|p| p.segment.slots_in(&id.codes()).len())
            .sum::<usize>()
    };
    if id.z >= FULL_ZOOM && many() > MOST_FOOTPRINTS {
        rule.merge = true;
    }
    loop {
        let mut pen = TileBuilder::new(id);
        draw(state, id, filter, rule, &mut pen);
        if pen.size() <= MOST_TILE_BYTES || rule.least == u8::MAX && rule.merge {
            return pen.finish();
        }
        rule = rule.stricter();
    }
}

fn draw(state: &State, id: TileId, filter: Option<&KeySet>, rule: DrawingRule, pen: &mut TileBuilder) {
    let shown = |key: u32| filter.is_none_or(|keys| keys.contains(key));
    let frame = id.frame();
    let mut cells = vec![ClusterCell::default(); if rule.merge { CELLS } else { 0 }];
    let mut tally = ClusterCount::new();
    for part in state.parts() {
        let segment = part.segment;
        // First all that is drawn is looked at: shapes lie far apart in memory, and so are fetched side by side.
        let mut found = Vec::with_capacity(1024);
        segment.search(&frame, rule.least, &mut |slots| {
            for slot in slots {
                let packed_style = segment.packed_style(slot);
                if packed_style.size() >= rule.least && part.lives(slot) && shown(segment.key(slot)) {
                    let shape = segment.shape(slot);
                    shape.fetch();
                    found.push((slot, shape));
                }
            }
        });
        for (slot, shape) in found {
            pen.shape(
                segment.key(slot),
                segment.packed_style(slot),
                segment.around(slot),
                shape,
            );
        }
        let codes = id.codes();
        if !rule.merge {
            for slot in segment.slots_in(&codes) {
                let packed_style = segment.packed_style(slot);
                if packed_style.size() < rule.least && part.lives(slot) && shown(segment.key(slot)) {
                    pen.point(
                        segment.key(slot),
                        packed_style.style(),
                        segment.around(slot).centre(),
                    );
                }
            }
            continue;
        }
        let mut start = segment.slots_in(&codes).start;
        let step = (codes.end - codes.start) >> (2 * CELL_LEVELS);
        for (cell, number) in cells.iter_mut().zip(1u128..) {
            let end = segment.slots_until(start, codes.start + number * step);
            count(&part, start..end, rule.least, filter, &mut tally);
            tally.empty_into(cell);
            start = end;
        }
    }
    for (key, edited) in state.edited_in(&frame) {
        if !shown(key) {
            continue;
        }
        let middle = edited.around.centre();
        let at = u128::from(code(middle));
        if edited.packed_style.size() >= rule.least {
            pen.shape(key, edited.packed_style, &edited.around, edited.shape());
        } else if !id.codes().contains(&at) {
            continue;
        } else if rule.merge {
            let codes = id.codes();
            let step = (codes.end - codes.start) >> (2 * CELL_LEVELS);
            tally.add(key, edited.packed_style.style(), &edited.around);
            tally.empty_into(&mut cells[((at - codes.start) / step) as usize]);
        } else {
            pen.point(key, edited.packed_style.style(), middle);
        }
    }
    cells.iter().for_each(|cell| pen.cell(cell));
}

/// Counts the small ones of a run of slots.
fn count(
    part: &LiveSegment,
    slots: std::ops::Range<usize>,
    least: u8,
    filter: Option<&KeySet>,
    tally: &mut ClusterCount,
) {
    let segment = part.segment;
    for slot in slots {
        let (packed_style, key) = (segment.packed_style(slot), segment.key(slot));
        if packed_style.size() < least && part.lives(slot) && filter.is_none_or(|keys| keys.contains(key)) {
            tally.add(key, packed_style.style(), segment.around(slot));
        }
    }
}

/// Puts shapes on the grid of one tile.
pub(super) struct TileBuilder {
    projector: Projector,
    sieve: VertexFilter,
    id: TileId,
    /// Areas, lines and points: drawn in this order.
    areas: TileLayer,
    lines: TileLayer,
    points: TileLayer,
    clusters: TileLayer,
    commands: Commands,
    left: Vec<FixedCoord>,
    projected: Vec<Xy>,
    thinned: Vec<Xy>,
    spare: Vec<Xy>,
    keep: Vec<bool>,
    whole: Vec<[i32; 2]>,
}

impl TileBuilder {
    pub(super) fn new(id: TileId) -> Self {
        Self {
            projector: Projector::new(id),
            sieve: VertexFilter::new(id),
            id,
            areas: TileLayer::new("area"),
            lines: TileLayer::new("line"),
            points: TileLayer::new("point"),
            clusters: TileLayer::new("cluster"),
            commands: Commands::default(),
            left: Vec::new(),
            projected: Vec::new(),
            thinned: Vec::new(),
            spare: Vec::new(),
            keep: Vec::new(),
            whole: Vec::new(),
        }
    }

    fn layers(&self) -> [&TileLayer; 4] {
        [&self.areas, &self.lines, &self.points, &self.clusters]
    }

    pub(super) fn size(&self) -> usize {
        self.layers().iter().map(|l| l.size() + 64).sum()
    }

    pub(super) fn finish(&self) -> Vec<u8> {
        let mut tile = Vec::with_capacity(self.size());
        self.layers().iter().for_each(|l| l.write(&mut tile));
        tile
    }

    fn on_grid(&self, s: FixedCoord) -> [i32; 2] {
        self.projector.at(s).map(whole)
    }

    /// Whether a place belongs to this tile and to no other.
    fn owns(&self, s: FixedCoord) -> bool {
        self.id.codes().contains(&u128::from(code(s)))
    }

    fn point(&mut self, key: u32, style: StyleKey, at: FixedCoord) {
        let at = self.on_grid(at);
        self.commands.clear();
        self.commands.points(&[at]);
        tag(&mut self.points, style);
        self.points
            .feature(Some(key), TileGeometry::Point, &self.commands);
    }

    fn cell(&mut self, cell: &ClusterCell) {
        match (cell.count, cell.one) {
            (0, _) | (_, None) => {}
            (1, Some((key, style))) => self.point(key, style, cell.middle()),
            (count, _) => {
                let at = self.on_grid(cell.middle());
                self.commands.clear();
                self.commands.points(&[at]);
                self.clusters.tag("count", u64::from(count));
                self.clusters.tag("kind", u64::from(cell.main_kind()));
                if cell.marked > 0 {
                    self.clusters.tag("marked", u64::from(cell.marked));
                }
                for (class, count) in cell.classes.iter().enumerate().skip(1) {
                    if *count > 0 {
                        self.clusters.tag(&format!("class_{class}"), u64::from(*count));
                    }
                }
                for (stage, count) in &cell.stages {
                    self.clusters.tag(&format!("stage_{stage}"), u64::from(*count));
                }
                self.clusters.feature(None, TileGeometry::Point, &self.commands);
            }
        }
    }

    pub(super) fn shape(
        &mut self,
        key: u32,
        packed_style: PackedStyle,
        around: &FixedBox,
        shape: PackedShape,
    ) {
        let inside = self.id.frame().holds(around);
        self.simplify(shape, inside);
        let (layer, kind) = match shape.form {
            PackedForm::Points => (&mut self.points, TileGeometry::Point),
            PackedForm::Lines => (&mut self.lines, TileGeometry::Line),
            PackedForm::Areas => (&mut self.areas, TileGeometry::Area),
        };
        if !self.commands.is_empty() {
            tag(layer, packed_style.style());
            layer.feature(Some(key), kind, &self.commands);
        } else if self.owns(around.centre()) {
            // A point stands for a shape of which nothing is left on the grid; one that lies in other tiles is drawn there.
            self.simplify(shape, true);
            if self.commands.is_empty() {
                self.point(key, packed_style.style(), around.centre());
            }
        }
    }

    /// Writes the commands of a shape; without them it does not lie here or is too small for the grid.
    fn simplify(&mut self, shape: PackedShape, inside: bool) {
        self.commands.clear();
        match shape.form {
            PackedForm::Points => self.points_of(shape, inside),
            PackedForm::Lines => self.lines_of(shape, inside),
            PackedForm::Areas => self.areas_of(shape, inside),
        }
    }

    /// Points have no buffer: each is in one tile.
    fn points_of(&mut self, shape: PackedShape, inside: bool) {
        self.whole.clear();
        for s in shape.parts().flat_map(|p| p.coords) {
            if inside || self.owns(*s) {
                self.whole.push(self.on_grid(*s));
            }
        }
        self.whole.dedup();
        if !self.whole.is_empty() {
            self.commands.points(&self.whole);
        }
    }

    fn lines_of(&mut self, shape: PackedShape, inside: bool) {
        for part in shape.parts() {
            self.trace(part.coords, false, inside);
            let (whole, commands) = (&mut self.whole, &mut self.commands);
            let mut put = |piece: &[Xy]| {
                round_off(piece, whole);
                if whole.len() > 1 {
                    commands.line(whole);
                }
            };
            if inside {
                put(&self.thinned);
            } else {
                clip_line(&self.thinned, &mut self.spare, put);
            }
        }
    }

    fn areas_of(&mut self, shape: PackedShape, inside: bool) {
        let mut shell = false;
        for part in shape.parts() {
            if part.hole && !shell {
                continue;
            }
            self.trace(part.coords, true, inside);
            if !inside {
                clip_ring(&mut self.thinned, &mut self.spare);
            }
            round_off(&self.thinned, &mut self.whole);
            while self.whole.len() > 1 && self.whole.first() == self.whole.last() {
                self.whole.pop();
            }
            let turn = twice_area(&self.whole);
            let stays = self.whole.len() > 2 && turn != 0;
            if stays {
                // With y down, a shell has a positive area by the formula and a hole a negative one.
                if (turn > 0) == part.hole {
                    self.whole.reverse();
                }
                self.commands.ring(&self.whole);
            }
            if !part.hole {
                shell = stays;
            }
        }
    }

    /// Puts what is seen of a line or ring into units of the tile.
    ///
    /// Where the map is far away a line is thinned as a whole, so that neighbouring tiles draw one line; close by there is
    /// little to thin, and most of a line is not here.
    fn trace(&mut self, coords: &[FixedCoord], closed: bool, inside: bool) {
        let close = self.id.z >= FULL_ZOOM;
        self.sieve.pass(coords, inside || !close, &mut self.left);
        let points = self.left.iter().map(|s| self.projector.at(*s));
        if close {
            self.thinned.clear();
            self.thinned.extend(points);
        } else {
            self.projected.clear();
            self.projected.extend(points);
            thin(&self.projected, closed, &mut self.keep, &mut self.thinned);
        }
    }
}

fn tag(layer: &mut TileLayer, style: StyleKey) {
    layer.tag("kind", u64::from(style.kind));
    layer.tag("stage", u64::from(style.stage));
    if style.flags != 0 {
        layer.tag("flags", u64::from(style.flags));
    }
}

/// The nearest whole unit; of two the larger. (`f64::round` is a call into the C library on older processors.)
fn whole(v: f64) -> i32 {
    const FAR: f64 = 1_073_741_824.0;
    (v + (FAR + 0.5)) as i32 - FAR as i32
}

fn round_off(points: &[Xy], rounded: &mut Vec<[i32; 2]>) {
    rounded.clear();
    rounded.extend(points.iter().map(|p| p.map(whole)));
    rounded.dedup();
}

/// Twice the area of a ring by the surveyor's formula.
fn twice_area(ring: &[[i32; 2]]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]))
        .sum()
}
