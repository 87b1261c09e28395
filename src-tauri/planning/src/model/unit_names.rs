//! What units and regions are called: by their name, by other names, and by short names that leave characters out.

use super::{Region, Unit};

/// The least characters of a short name.
const SHORTEST: usize = 3;

/// The other names of a unit, as they stand in its column, parted by commas or 、.
pub fn aliases(unit: &Unit) -> impl Iterator<Item = &str> {
    names_in(unit.aliases.as_deref())
}

/// The other names of a region: 西海岸新区 of 黄岛区.
pub fn region_aliases(region: &Region) -> impl Iterator<Item = &str> {
    names_in(region.aliases.as_deref())
}

fn names_in(column: Option<&str>) -> impl Iterator<Item = &str> {
    let all = column.unwrap_or_default();
    all.split(['、', ',', '，', ';', '；'])
        .map(str::trim)
        .filter(|alias| !alias.is_empty())
}

/// Whether a text is a short form of a name: its characters stand in the name in their order, from its beginning (or
/// behind the 县, 市 … it begins with) to its end.
///
/// ```
/// use planning::model::is_short_for;
/// assert!(is_short_for("县住建局", "县住房和城乡建设局"));
/// assert!(is_short_for("住建局", "县住房和城乡建设局"));
/// assert!(!is_short_for("建设局", "县住房和城乡建设局"));
/// assert!(!is_short_for("县住建", "县住房和城乡建设局"));
/// ```
#[must_use]
pub fn is_short_for(short: &str, name: &str) -> bool {
    if short.chars().count() < SHORTEST || short.chars().last() != name.chars().last() {
        return false;
    }
    let begins = |from: &str| {
        let (mut wanted, mut letters) = (short.chars(), from.chars());
        wanted.next() == letters.next() && wanted.all(|wanted| letters.any(|letter| letter == wanted))
    };
    let behind = name.strip_prefix(['省', '市', '州', '县', '区']);
    begins(name) || behind.is_some_and(begins)
}
