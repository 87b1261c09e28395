//! How crowded the map is at each zoom, which decides what is drawn and what is merged.

use super::grid::class_of_pixels;

/// How wide a tile is taken to be on the screen, pixels.
pub(super) const TILE_PIXELS: f64 = 512.0;
/// Shapes smaller than this on the screen are points, pixels.
const SMALLEST: f64 = 1.5;
/// From this zoom on nothing is merged, unless one tile alone is too full.
pub(super) const FULL_ZOOM: u8 = 12;
/// So many footprints may a tile above that zoom have before the zoom is merged.
const UNMERGED: u32 = 1000;
/// So many shapes may a tile of a merged zoom draw.
const SHAPES: u32 = 1000;

const ZOOMS: usize = FULL_ZOOM as usize;

/// The fullest tile of each zoom above [`FULL_ZOOM`].
#[derive(Debug, Clone, Default)]
pub(super) struct Density {
    /// Most footprints in a tile.
    most: [u32; ZOOMS],
    /// The class of size from which on no tile has too many shapes.
    least: [u8; ZOOMS],
}

/// What is done at a zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DrawingRule {
    /// Whether points that lie together become one cluster.
    pub(super) merge: bool,
    /// The class of size from which on a shape is drawn as such.
    pub(super) least: u8,
}

impl Density {
    /// Counts what is given in the order of the curve, as numbers on it and classes of size.
    pub(super) fn of(codes_and_sizes: impl Iterator<Item = (u64, u8)>) -> Self {
        let mut density = Self::default();
        let mut sizes: Vec<u8> = Vec::with_capacity(codes_and_sizes.size_hint().0);
        // Where the tile at hand begins, by zoom.
        let mut starts = [0; ZOOMS];
        let mut last: Option<u64> = None;
        for (code, size) in codes_and_sizes {
            if let Some(last) = last {
                let common = (last ^ code).leading_zeros() as usize / 2;
                for z in common + 1..ZOOMS {
                    density.add_tile(z, &sizes[starts[z]..]);
                    starts[z] = sizes.len();
                }
            }
            last = Some(code);
            sizes.push(size);
        }
        for (z, start) in starts.into_iter().enumerate() {
            density.add_tile(z, &sizes[start..]);
        }
        density
    }

    fn add_tile(&mut self, z: usize, sizes: &[u8]) {
        let count = u32::try_from(sizes.len()).unwrap_or(u32::MAX);
        self.most[z] = self.most[z].max(count);
        if count <= SHAPES {
            return;
        }
        let mut counts = [0u32; 256];
        for size in sizes {
            counts[usize::from(*size)] += 1;
        }
        let (mut shapes, mut least) = (0, 255u8);
        for (class, count) in (0..=255u8).zip(&counts).rev() {
            shapes += count;
            if shapes > SHAPES {
                break;
            }
            least = class;
        }
        self.least[z] = self.least[z].max(least);
    }

    /// Adds the crowd of other footprints; an upper bound, since their fullest tiles need not be the same.
    pub(super) fn join(&mut self, other: &Self) {
        for z in 0..ZOOMS {
            self.most[z] += other.most[z];
            self.least[z] = self.least[z].max(other.least[z]);
        }
    }

    pub(super) fn rule(&self, z: u8) -> DrawingRule {
        let visible = class_of_pixels(z, SMALLEST, TILE_PIXELS);
        match self.most.get(usize::from(z)) {
            Some(most) if *most > UNMERGED => DrawingRule {
                merge: true,
                least: self.least[usize::from(z)].max(visible),
            },
            _ => DrawingRule {
                merge: false,
                least: visible,
            },
        }
    }
}

impl DrawingRule {
    /// The rule for a tile that came out too large: only shapes of twice the size are drawn.
    pub(super) fn stricter(self) -> Self {
        Self {
            merge: true,
            least: if self.merge {
                self.least.saturating_add(8)
            } else {
                self.least
            },
        }
    }
}
