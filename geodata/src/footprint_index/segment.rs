//! Footprints that were loaded together: sorted along the curve of the grid, under a packed tree of boxes.
//!
//! A segment does not change but for the marks of its footprints. What is edited lies beside it (see `store`), and a mark says that a slot is dead.
//! The tree is the packed R-tree of flatbush and FlatGeobuf, with the records themselves as its lowest level: 16 records
//! that follow each other have a common box, 16 such boxes have one, and so on. No pointer is stored.

use std::ops::Range;
use std::sync::Arc;

use super::density::Density;
use super::fixed::FixedBox;
use super::grid::code;
use super::shape::PackedShape;
use super::style::{PackedStyle, StyleKey};

/// Children of a node.
pub(super) const FAN: usize = 16;

/// Where a packed shape is: which arena and where in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) arena: u32,
    pub(super) at: u32,
}

impl Address {
    /// Of a lone point, which needs no shape.
    pub(super) const POINT: Self = Self {
        arena: u32::MAX,
        at: 0,
    };
}

/// A footprint on its way into a segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct SegmentRecord {
    pub(super) around: FixedBox,
    pub(super) packed_style: PackedStyle,
    pub(super) key: u32,
    pub(super) address: Address,
}

/// A box of the tree, and the largest size below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct TreeNode {
    pub(super) around: FixedBox,
    pub(super) size: u8,
}

/// Packed shapes, shared by the segments that use them.
pub(super) type Arena = Arc<Vec<i32>>;

#[derive(Debug)]
pub(super) struct Segment {
    boxes: Vec<FixedBox>,
    words: Vec<PackedStyle>,
    keys: Vec<u32>,
    addresses: Vec<Address>,
    /// Where on the curve each run of [`FAN`] slots begins.
    begins: Vec<u64>,
    /// Slots in the order of their keys.
    by_key: Vec<u32>,
    arenas: Vec<Arena>,
    levels: Vec<Vec<TreeNode>>,
    pub(super) density: Density,
}

impl Segment {
    pub(super) fn new(records: Vec<SegmentRecord>, arenas: Vec<Arena>) -> Self {
        let mut order: Vec<(u64, u32)> = records
            .iter()
            .zip(0..)
            .map(|(r, i)| (code(r.around.centre()), i))
            .collect();
        order.sort_unstable();
        // Keys mostly rise: then the order itself says where each has gone.
        let rising = records.is_sorted_by(|a, b| a.key < b.key);
        let sorted: Vec<SegmentRecord> = order.iter().map(|(_, i)| records[*i as usize]).collect();
        let mut by_key: Vec<u32> = (0..records.len() as u32).collect();
        drop(records);
        if rising {
            for ((_, i), slot) in order.iter().zip(0..) {
                by_key[*i as usize] = slot;
            }
        } else {
            by_key.sort_unstable_by_key(|slot| sorted[*slot as usize].key);
        }
        let sizes = order.iter().zip(&sorted);
        let mut segment = Self {
            begins: order.iter().step_by(FAN).map(|(code, _)| *code).collect(),
            boxes: sorted.iter().map(|r| r.around).collect(),
            words: sorted.iter().map(|r| r.packed_style).collect(),
            keys: sorted.iter().map(|r| r.key).collect(),
            addresses: sorted.iter().map(|r| r.address).collect(),
            by_key,
            arenas,
            levels: Vec::new(),
            density: Density::of(sizes.map(|((code, _), r)| (*code, r.packed_style.size()))),
        };
        drop((order, sorted));
        segment.build_levels();
        segment
    }

    fn build_levels(&mut self) {
        let leaves = self.boxes.iter().zip(&self.words);
        let mut level: Vec<TreeNode> = leaves
            .map(|(around, packed_style)| TreeNode {
                around: *around,
                size: packed_style.size(),
            })
            .collect();
        while level.len() > 1 {
            level = level
                .chunks(FAN)
                .map(|nodes| TreeNode {
                    around: nodes.iter().fold(FixedBox::NONE, |b, n| b.union(n.around)),
                    size: nodes.iter().map(|n| n.size).max().unwrap_or(0),
                })
                .collect();
            self.levels.push(level.clone());
        }
        self.levels.iter_mut().for_each(Vec::shrink_to_fit);
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn around(&self, slot: usize) -> &FixedBox {
        &self.boxes[slot]
    }

    pub(super) fn packed_style(&self, slot: usize) -> PackedStyle {
        self.words[slot]
    }

    /// Gives each footprint another look; returns whether that changed one.
    pub(super) fn restyle(&mut self, look: &impl Fn(u32, StyleKey) -> StyleKey) -> bool {
        let mut changed = false;
        for (word, key) in self.words.iter_mut().zip(&self.keys) {
            let now = word.restyled(look(*key, word.style()));
            changed |= now != *word;
            *word = now;
        }
        changed
    }

    pub(super) fn key(&self, slot: usize) -> u32 {
        self.keys[slot]
    }

    /// The keys of a run of slots.
    pub(super) fn keys(&self, slots: Range<usize>) -> &[u32] {
        &self.keys[slots]
    }

    /// The words of a shape; none for a lone point.
    pub(super) fn packed(&self, slot: usize) -> &[i32] {
        match self.addresses[slot] {
            Address::POINT => &[],
            Address { arena, at } => &self.arenas[arena as usize][at as usize..][..self.shape(slot).words()],
        }
    }

    pub(super) fn shape(&self, slot: usize) -> PackedShape<'_> {
        match self.addresses[slot] {
            Address::POINT => PackedShape::point(&self.boxes[slot].min),
            Address { arena, at } => PackedShape::read(&self.arenas[arena as usize][at as usize..]),
        }
    }

    pub(super) fn record(&self, slot: usize) -> SegmentRecord {
        SegmentRecord {
            around: self.boxes[slot],
            packed_style: self.words[slot],
            key: self.keys[slot],
            address: self.addresses[slot],
        }
    }

    pub(super) fn arenas(&self) -> &[Arena] {
        &self.arenas
    }

    /// The slots of a key; more than one only where one batch named a key twice, the last one counts.
    pub(super) fn slots_of_key(&self, key: u32) -> &[u32] {
        let slot_key = |slot: &u32| self.keys[*slot as usize];
        let first = self.by_key.partition_point(|slot| slot_key(slot) < key);
        let count = self.by_key[first..]
            .iter()
            .take_while(|slot| slot_key(slot) == key)
            .count();
        &self.by_key[first..first + count]
    }

    /// The slots whose middles lie in a stretch of the curve, searched from a slot on.
    pub(super) fn slots_until(&self, from: usize, code_end: u128) -> usize {
        let before = |slot: usize| u128::from(code(self.boxes[slot].centre())) < code_end;
        // Gallop: the end is mostly near.
        let (mut low, mut step) = (from, 1);
        while low + step <= self.len() && before(low + step - 1) {
            low += step;
            step *= 2;
        }
        let (mut left, mut right) = (low, (low + step - 1).min(self.len()));
        while left < right {
            let middle = (left + right) / 2;
            if before(middle) {
                left = middle + 1;
            } else {
                right = middle;
            }
        }
        left
    }

    /// The slots whose middles lie in a stretch of the curve.
    pub(super) fn slots_in(&self, codes: &Range<u128>) -> Range<usize> {
        self.first_slot(codes.start)..self.first_slot(codes.end)
    }

    /// The first slot whose middle lies at a place of the curve or after it.
    pub(super) fn first_slot(&self, at: u128) -> usize {
        let run = self.begins.partition_point(|begin| u128::from(*begin) < at);
        let (mut left, mut right) = (run.saturating_sub(1) * FAN, (run * FAN).min(self.len()));
        while left < right {
            let middle = (left + right) / 2;
            if u128::from(code(self.boxes[middle].centre())) < at {
                left = middle + 1;
            } else {
                right = middle;
            }
        }
        left
    }

    /// A slot that lies less than a run of [`FAN`] slots from a place of the curve.
    pub(super) fn slot_near(&self, code: u64) -> usize {
        self.begins.partition_point(|begin| *begin < code) * FAN
    }

    /// Visits the slots whose boxes meet a box, in runs. Slots below a size may be among them, whole nodes of them are not.
    pub(super) fn search(&self, query: &FixedBox, least: u8, visit: &mut impl FnMut(Range<usize>)) {
        if self.len() > 0 {
            match self.levels.len() {
                0 => self.search_slots(query, 0..self.len(), visit),
                depth => self.search_level(query, least, depth - 1, 0..1, visit),
            }
        }
    }

    fn search_level(
        &self,
        query: &FixedBox,
        least: u8,
        level: usize,
        nodes: Range<usize>,
        visit: &mut impl FnMut(Range<usize>),
    ) {
        let width = FAN.pow(level as u32 + 1);
        for (node, i) in self.levels[level][nodes.clone()].iter().zip(nodes) {
            if node.size < least || !query.meets(&node.around) {
                continue;
            }
            if query.holds(&node.around) {
                visit(i * width..((i + 1) * width).min(self.len()));
            } else if level == 0 {
                self.search_slots(query, i * FAN..((i + 1) * FAN).min(self.len()), visit);
            } else {
                let below = self.levels[level - 1].len();
                self.search_level(
                    query,
                    least,
                    level - 1,
                    i * FAN..((i + 1) * FAN).min(below),
                    visit,
                );
            }
        }
    }

    #[inline]
    fn search_slots(&self, query: &FixedBox, slots: Range<usize>, visit: &mut impl FnMut(Range<usize>)) {
        for (around, slot) in self.boxes[slots.clone()].iter().zip(slots) {
            if query.meets(around) {
                visit(slot..slot + 1);
            }
        }
    }

    /// How many levels of nodes there are above the records.
    pub(super) fn depth(&self) -> usize {
        self.levels.len()
    }

    /// The nodes of a level.
    pub(super) fn level(&self, level: usize) -> &[TreeNode] {
        &self.levels[level]
    }

    /// The box around everything.
    pub(super) fn whole(&self) -> FixedBox {
        match self.levels.last() {
            Some(top) => top[0].around,
            None => self.boxes.iter().fold(FixedBox::NONE, |b, r| b.union(*r)),
        }
    }

    /// Bytes of the records and the tree, without the shapes.
    pub(super) fn bytes(&self) -> usize {
        let nodes: usize = self.levels.iter().map(|l| l.len() * size_of::<TreeNode>()).sum();
        let curve = self.begins.len() * size_of::<u64>();
        nodes
            + curve
            + self.len() * (size_of::<FixedBox>() + size_of::<PackedStyle>() + size_of::<Address>() + 4 + 4)
    }
}
