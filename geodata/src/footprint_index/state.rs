//! What there is at one moment: loaded segments, the marks of what is dead in them, and what was edited since.

use std::collections::HashMap;
use std::sync::Arc;

use rstar::{AABB, RTree, RTreeObject};

use super::density::{Density, DrawingRule};
use super::fixed::FixedBox;
use super::key_set::KeySet;
use super::segment::{Address, Arena, Segment, SegmentRecord};
use super::shape::PackedShape;
use super::style::{PackedStyle, StyleKey};

/// A footprint that was edited after it was loaded, or added alone.
#[derive(Debug, Clone)]
pub(super) struct EditedFootprint {
    pub(super) around: FixedBox,
    pub(super) packed_style: PackedStyle,
    /// Empty for a lone point.
    pub(super) packed: Arc<[i32]>,
}

impl EditedFootprint {
    pub(super) fn shape(&self) -> PackedShape<'_> {
        match self.packed.is_empty() {
            true => PackedShape::point(&self.around.min),
            false => PackedShape::read(&self.packed),
        }
    }
}

/// An edited footprint in the index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct EditedBox {
    pub(super) key: u32,
    around: FixedBox,
}

impl RTreeObject for EditedBox {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(&self.around)
    }
}

/// As floating numbers, since `rstar` multiplies sides.
fn envelope(b: &FixedBox) -> AABB<[f64; 2]> {
    AABB::from_corners(b.min.map(f64::from), b.max.map(f64::from))
}

/// A segment and which of its slots are dead.
#[derive(Debug, Clone)]
struct LoadedSegment {
    segment: Arc<Segment>,
    dead: Vec<u64>,
    dead_count: usize,
}

/// A segment to be read.
pub(super) struct LiveSegment<'a> {
    pub(super) segment: &'a Segment,
    /// Empty when nothing is dead.
    dead: &'a [u64],
}

impl LiveSegment<'_> {
    pub(super) fn all_live(&self) -> bool {
        self.dead.is_empty()
    }

    #[inline]
    pub(super) fn lives(&self, slot: usize) -> bool {
        self.dead.is_empty() || self.dead[slot >> 6] & (1 << (slot & 63)) == 0
    }
}

/// Where a footprint is now.
pub(super) enum Location<'a> {
    Loaded(&'a Segment, usize),
    Edited(&'a EditedFootprint),
}

#[derive(Debug, Clone, Default)]
pub(super) struct State {
    loaded: Vec<LoadedSegment>,
    edited: HashMap<u32, EditedFootprint>,
    index: RTree<EditedBox>,
    live: KeySet,
    density: Density,
    /// Keys touched since the compacting that is under way began.
    touched: Option<Vec<u32>>,
}

impl State {
    pub(super) fn len(&self) -> usize {
        self.live.len()
    }

    pub(super) fn has(&self, key: u32) -> bool {
        self.live.contains(key)
    }

    pub(super) fn rule(&self, z: u8) -> DrawingRule {
        self.density.rule(z)
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = LiveSegment<'_>> {
        self.loaded.iter().map(|l| LiveSegment {
            segment: &l.segment,
            dead: if l.dead_count == 0 { &[] } else { &l.dead },
        })
    }

    pub(super) fn edited_in(&self, frame: &FixedBox) -> impl Iterator<Item = (u32, &EditedFootprint)> {
        self.index
            .locate_in_envelope_intersecting(&envelope(frame))
            .map(|entry| (entry.key, &self.edited[&entry.key]))
    }

    pub(super) fn all_edited(&self) -> impl Iterator<Item = (u32, &EditedFootprint)> {
        self.edited.iter().map(|(key, edited)| (*key, edited))
    }

    pub(super) fn find(&self, key: u32) -> Option<Location<'_>> {
        if !self.live.contains(key) {
            return None;
        }
        if let Some(edited) = self.edited.get(&key) {
            return Some(Location::Edited(edited));
        }
        self.parts().find_map(|part| {
            let mut slots = part.segment.slots_of_key(key).iter().map(|s| *s as usize);
            let slot = slots.rfind(|slot| part.lives(*slot))?;
            Some(Location::Loaded(part.segment, slot))
        })
    }

    /// The box around everything, dead or not.
    pub(super) fn whole(&self) -> Option<FixedBox> {
        let envelope = self.index.root().envelope();
        let edited = (self.index.size() > 0).then(|| FixedBox {
            min: envelope.lower().map(|v| v as i32),
            max: envelope.upper().map(|v| v as i32),
        });
        let segments = self.loaded.iter().map(|l| l.segment.whole());
        segments.chain(edited).reduce(FixedBox::union)
    }

    /// Takes a footprint away and returns its box.
    pub(super) fn remove(&mut self, key: u32) -> Option<FixedBox> {
        if !self.live.remove(key) {
            return None;
        }
        self.touch(key);
        if let Some(edited) = self.edited.remove(&key) {
            self.index.remove(&EditedBox {
                key,
                around: edited.around,
            });
            return Some(edited.around);
        }
        self.loaded.iter_mut().find_map(|l| l.kill(key))
    }

    /// Puts a footprint in the place of what had its key and returns the box of the old one.
    pub(super) fn put(&mut self, key: u32, edited: EditedFootprint) -> Option<FixedBox> {
        let old = self.remove(key);
        self.touch(key);
        self.index.insert(EditedBox {
            key,
            around: edited.around,
        });
        self.edited.insert(key, edited);
        self.live.insert(key);
        old
    }

    /// Gives each footprint another look; returns whether that changed one. No compacting may be under way.
    pub(super) fn restyle(&mut self, look: &impl Fn(u32, StyleKey) -> StyleKey) -> bool {
        let mut changed = false;
        for loaded in &mut self.loaded {
            // Only a compacting shares a segment.
            if let Some(segment) = Arc::get_mut(&mut loaded.segment) {
                changed |= segment.restyle(look);
            }
        }
        for (key, edited) in &mut self.edited {
            let now = edited
                .packed_style
                .restyled(look(*key, edited.packed_style.style()));
            changed |= now != edited.packed_style;
            edited.packed_style = now;
        }
        changed
    }

    fn touch(&mut self, key: u32) {
        if let Some(touched) = &mut self.touched {
            touched.push(key);
        }
    }

    /// Adds a segment. What had one of its keys before is gone.
    pub(super) fn add(&mut self, segment: Segment) {
        let mut loaded = LoadedSegment::new(Arc::new(segment));
        let segment = Arc::clone(&loaded.segment);
        for slot in 0..segment.len() {
            let key = segment.key(slot);
            if self.live.contains(key) {
                self.remove(key);
            } else {
                self.touch(key);
            }
        }
        for slot in 0..segment.len() {
            let key = segment.key(slot);
            if !self.live.insert(key) {
                // Twice in one batch: the last one counts.
                let slots = segment.slots_of_key(key);
                slots[..slots.len() - 1]
                    .iter()
                    .for_each(|s| loaded.kill_slot(*s as usize));
            }
        }
        self.density.join(&segment.density);
        self.loaded.push(loaded);
    }

    /// How far queries are slowed down and memory is held by what was edited or loaded in pieces.
    pub(super) fn uncompacted(&self) -> usize {
        let dead: usize = self.loaded.iter().map(|l| l.dead_count).sum();
        self.edited.len() + dead + self.loaded.iter().skip(1).map(|l| l.segment.len()).sum::<usize>()
    }

    /// Starts compacting: what was there is to be gathered by [`Compaction::of`] from a copy of this state.
    pub(super) fn begin_compacting(&mut self) -> Self {
        let copy = Self {
            touched: None,
            ..self.clone()
        };
        self.touched = Some(Vec::new());
        copy
    }

    /// Puts a compacted segment in the place of what `copy` held. What was touched meanwhile stays as it is.
    pub(super) fn end_compacting(&mut self, copy: &Self, segment: Segment) {
        let touched: KeySet = self.touched.take().unwrap_or_default().into_iter().collect();
        self.density = segment.density.clone();
        let mut compacted = LoadedSegment::new(Arc::new(segment));
        for slot in 0..compacted.segment.len() {
            if touched.contains(compacted.segment.key(slot)) {
                compacted.kill_slot(slot);
            }
        }
        let known = |l: &LoadedSegment| copy.loaded.iter().any(|c| Arc::ptr_eq(&c.segment, &l.segment));
        self.loaded.retain(|l| !known(l));
        self.loaded
            .iter()
            .for_each(|l| self.density.join(&l.segment.density));
        self.loaded.insert(0, compacted);
        for (key, edited) in copy.all_edited() {
            if !touched.contains(key) {
                self.edited.remove(&key);
                self.index.remove(&EditedBox {
                    key,
                    around: edited.around,
                });
            }
        }
    }

    /// Bytes held, counted from the lengths of what is kept.
    pub(super) fn bytes(&self) -> usize {
        let mut arenas: Vec<&Arena> = self.loaded.iter().flat_map(|l| l.segment.arenas()).collect();
        arenas.sort_by_key(|a| Arc::as_ptr(a));
        arenas.dedup_by_key(|a| Arc::as_ptr(a));
        let shapes: usize = arenas.iter().map(|a| 4 * a.capacity()).sum();
        let segments: usize = self
            .loaded
            .iter()
            .map(|l| l.segment.bytes() + 8 * l.dead.len())
            .sum();
        let entry = size_of::<EditedBox>() * 2 + size_of::<(u32, EditedFootprint)>() * 2;
        let edited: usize = self.edited.values().map(|e| entry + 4 * e.packed.len()).sum();
        shapes + segments + edited
    }
}

impl LoadedSegment {
    fn new(segment: Arc<Segment>) -> Self {
        Self {
            dead: vec![0; segment.len().div_ceil(64)],
            dead_count: 0,
            segment,
        }
    }

    fn kill_slot(&mut self, slot: usize) {
        let bit = 1 << (slot & 63);
        self.dead_count += usize::from(self.dead[slot >> 6] & bit == 0);
        self.dead[slot >> 6] |= bit;
    }

    /// Marks the living slot of a key as dead and returns its box.
    fn kill(&mut self, key: u32) -> Option<FixedBox> {
        let lives = |slot: usize| self.dead[slot >> 6] & (1 << (slot & 63)) == 0;
        let slots = self.segment.slots_of_key(key);
        let slot = slots.iter().map(|s| *s as usize).rfind(|s| lives(*s))?;
        self.kill_slot(slot);
        Some(*self.segment.around(slot))
    }
}

/// Everything that lives, on its way into one segment.
pub(super) struct Compaction {
    records: Vec<SegmentRecord>,
    arenas: Vec<Arena>,
}

impl Compaction {
    /// Gathers what lives in a state. Shapes stay where they are, except those of arenas that are a quarter dead and those
    /// that were edited: they are copied into a new one.
    pub(super) fn of(state: &State) -> Self {
        let mut gathered = Self {
            records: Vec::with_capacity(state.len()),
            arenas: Vec::new(),
        };
        let mut fresh = Vec::new();
        let mut moved = Vec::new();
        for part in state.parts() {
            let arenas = part.segment.arenas();
            let mut used = vec![0usize; arenas.len()];
            for slot in (0..part.segment.len()).filter(|s| part.lives(*s)) {
                if let Address { arena, .. } = part.segment.record(slot).address
                    && arena != u32::MAX
                {
                    used[arena as usize] += part.segment.shape(slot).words();
                }
            }
            let mut numbers = Vec::with_capacity(arenas.len());
            for (arena, used) in arenas.iter().zip(used) {
                let stays = used * 4 >= arena.len() * 3 && used > 0;
                numbers.push(stays.then(|| {
                    gathered.arenas.push(Arc::clone(arena));
                    gathered.arenas.len() as u32 - 1
                }));
            }
            for slot in (0..part.segment.len()).filter(|s| part.lives(*s)) {
                let mut record = part.segment.record(slot);
                if record.address != Address::POINT {
                    let arena = record.address.arena;
                    match numbers[arena as usize] {
                        Some(number) => record.address.arena = number,
                        None => {
                            moved.push(gathered.records.len());
                            record.address.at = fresh.len() as u32;
                            fresh.extend_from_slice(part.segment.packed(slot));
                        }
                    }
                }
                gathered.records.push(record);
            }
        }
        for (key, edited) in state.all_edited() {
            let mut address = Address::POINT;
            if !edited.packed.is_empty() {
                moved.push(gathered.records.len());
                address.at = fresh.len() as u32;
                fresh.extend_from_slice(&edited.packed);
            }
            gathered.records.push(SegmentRecord {
                around: edited.around,
                packed_style: edited.packed_style,
                key,
                address,
            });
        }
        for i in moved {
            gathered.records[i].address.arena = gathered.arenas.len() as u32;
        }
        fresh.shrink_to_fit();
        gathered.arenas.push(Arc::new(fresh));
        gathered
    }

    pub(super) fn into_segment(self) -> Segment {
        Segment::new(self.records, self.arenas)
    }
}
