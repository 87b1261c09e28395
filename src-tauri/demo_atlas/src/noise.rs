//! Irregularity without chance: numbers that look random and are the same on every machine and every run.

/// A number in -1..1 for a key, always the same one. Integer mixing after Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators" (OOPSLA 2014).
pub(super) fn noise(key: u64) -> f64 {
    (mixed(key) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

/// A whole number in 0..`below` for a key.
pub(super) fn pick(key: u64, below: usize) -> usize {
    (mixed(key) % below.max(1) as u64) as usize
}

fn mixed(key: u64) -> u64 {
    let mut z = key.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x2026_1115);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
