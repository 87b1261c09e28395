//! Footprints as the catalogue writes them (“the cells 2 to 4 of the town's grid”), and as geometry.

use geo_types::{Geometry, MultiLineString, MultiPoint, MultiPolygon, Point};

use super::{
    ground::{At, at, blob, km, line, polygon, shape, strip},
    network::{LAKE, crossing, part, ring_road, river, road},
    noise::noise,
    places::{GRIDS, TOWNS},
};
use planning::model::{Precision, Shape};

/// A street of a town's grid.
#[derive(Debug, Clone, Copy)]
pub(super) enum Street {
    /// Row, from node, to node.
    Row(i32, i32, i32),
    /// Column, from node, to node.
    Col(i32, i32, i32),
}

/// West, south, east and north street of a group of cells.
pub(super) type Cells = (i32, i32, i32, i32);

/// A footprint, said in terms of the town's streets and of the county's roads and river.
#[derive(Debug, Clone, Copy)]
pub(super) enum Foot {
    /// Not on the map.
    Unmapped,
    /// Known only to lie in the town.
    InTown,
    /// Known only to lie in the county.
    InCounty,
    /// Streets; one is a line, several are a multi-line.
    Streets(&'static [Street]),
    /// Roads between grids: from, to, and the part from a share to a share.
    Roads(&'static [(usize, usize, f64, f64)]),
    /// A road that leaves the road between two grids by so many metres.
    Detour(usize, usize, f64),
    /// Part of the ring road.
    Ring(f64, f64),
    /// The bridge where the road between two grids crosses the river.
    Bridge(usize, usize),
    /// Part of the river's middle line.
    River(f64, f64),
    /// A strip beside the river.
    Bank(f64, f64, f64, f64),
    /// A strip beside a road: from, to, part, metres to its left.
    Beside(usize, usize, f64, f64, f64, f64),
    /// The road round the lake.
    LakeRoad,
    /// The land between the lake and the road round it: a polygon with the lake as its hole.
    LakeShore,
    /// Whole cells of the town's grid, outlined along the street corners.
    Block(Cells),
    /// The same with a group of cells left out.
    BlockWithout(Cells, Cells),
    /// Several groups of cells, apart from each other.
    Blocks(&'static [Cells]),
    /// Part of one cell: column, row, shares from west, to east, from south, to north.
    Lot(i32, i32, f64, f64, f64, f64),
    /// Such a part with a yard in the middle.
    LotWithYard(i32, i32, f64, f64, f64, f64),
    /// Places in cells.
    Spots(&'static [(i32, i32)]),
    /// Fields: kilometres east and north of the county's middle, half width and height in metres, villages left
    /// out.
    Fields(f64, f64, f64, f64, usize),
}

impl Foot {
    /// What the footprint says of the precision, when it says anything.
    pub(super) fn precision(self) -> Option<Precision> {
        match self {
            Self::Unmapped => Some(Precision::Unmapped),
            Self::InTown => Some(Precision::Town),
            Self::InCounty => Some(Precision::County),
            _ => None,
        }
    }

    /// The footprint as geometry; `town` gives the grid.
    pub(super) fn shape(self, town: usize) -> Option<Shape> {
        let key = TOWNS[town].grid;
        Some(match self {
            Self::Unmapped | Self::InTown | Self::InCounty => return None,
            Self::Streets([one]) => shape(line(&street(key, *one))),
            Self::Streets(many) => shape(MultiLineString(
                many.iter().map(|s| line(&street(key, *s))).collect(),
            )),
            Self::Roads([(from, to, a, b)]) => shape(line(&part(&road(*from, *to), *a, *b))),
            Self::Roads(many) => shape(MultiLineString(
                many.iter()
                    .map(|&(from, to, a, b)| line(&part(&road(from, to), a, b)))
                    .collect(),
            )),
            Self::Detour(from, to, aside) => shape(line(&detour(&road(from, to), aside))),
            Self::Ring(from, to) => shape(line(&part(&ring_road(), from, to))),
            Self::Bridge(from, to) => {
                let (middle, way) = crossing(&road(from, to), &river())?;
                shape(line(&[middle.plus(way, -190.0), middle, middle.plus(way, 190.0)]))
            }
            Self::River(from, to) => shape(line(&part(&river(), from, to))),
            Self::Bank(from, to, near, far) => {
                shape(polygon(&strip(&part(&river(), from, to), near, far), &[]))
            }
            Self::Beside(a, b, from, to, near, far) => {
                shape(polygon(&strip(&part(&road(a, b), from, to), near, far), &[]))
            }
            Self::LakeRoad => {
                let mut ring = lake_round();
                ring.push(ring[0]);
                shape(line(&ring))
            }
            Self::LakeShore => shape(polygon(&lake_round(), &[lake()])),
            Self::Block(cells) => shape(polygon(&around(key, cells), &[])),
            Self::BlockWithout(cells, left_out) => {
                shape(polygon(&around(key, cells), &[around(key, left_out)]))
            }
            Self::Blocks(groups) => shape(MultiPolygon(
                groups.iter().map(|&g| polygon(&around(key, g), &[])).collect(),
            )),
            Self::Lot(i, j, west, east, south, north) => {
                shape(polygon(&lot(key, (i, j), [west, east, south, north]), &[]))
            }
            Self::LotWithYard(i, j, west, east, south, north) => {
                let share = |a: f64, b: f64| (a + (b - a) * 0.32, b - (b - a) * 0.32);
                let ((yard_west, yard_east), (yard_south, yard_north)) =
                    (share(west, east), share(south, north));
                let yard = lot(key, (i, j), [yard_west, yard_east, yard_south, yard_north]);
                shape(polygon(&lot(key, (i, j), [west, east, south, north]), &[yard]))
            }
            Self::Spots([(i, j)]) => shape(Point(spot(key, *i, *j).lon_lat())),
            Self::Spots(many) => shape(MultiPoint(
                many.iter()
                    .map(|&(i, j)| Point(spot(key, i, j).lon_lat()))
                    .collect(),
            )),
            Self::Fields(x, y, wide, high, villages) => Shape(fields(km(x, y), at(wide, high), villages)),
        })
    }
}

/// The lake's outline.
pub(super) fn lake() -> Vec<At> {
    blob(LAKE.0, LAKE.1, 0.09, 77)
}

fn lake_round() -> Vec<At> {
    blob(LAKE.0, at(LAKE.1.x * 1.32, LAKE.1.y * 1.38), 0.035, 78)
}

/// The nodes of a street.
pub(super) fn street(key: usize, street: Street) -> Vec<At> {
    let run = |from: i32, to: i32| -> Vec<i32> {
        if from <= to {
            (from..=to).collect()
        } else {
            (to..=from).rev().collect()
        }
    };
    match street {
        Street::Row(j, from, to) => run(from, to)
            .into_iter()
            .map(|i| GRIDS[key].node(key, i, j))
            .collect(),
        Street::Col(i, from, to) => run(from, to)
            .into_iter()
            .map(|j| GRIDS[key].node(key, i, j))
            .collect(),
    }
}

fn around(key: usize, (west, south, east, north): Cells) -> Vec<At> {
    let mut ring = street(key, Street::Row(south, west, east));
    for side in [
        Street::Col(east, south, north),
        Street::Row(north, east, west),
        Street::Col(west, north, south),
    ] {
        ring.pop();
        ring.extend(street(key, side));
    }
    ring.pop();
    ring
}

/// A point in a cell by its shares of the cell's width and height.
fn inside(key: usize, (i, j): (i32, i32), east: f64, north: f64) -> At {
    let grid = &GRIDS[key];
    let south_side = grid.node(key, i, j).between(grid.node(key, i + 1, j), east);
    let north_side = grid
        .node(key, i, j + 1)
        .between(grid.node(key, i + 1, j + 1), east);
    south_side.between(north_side, north)
}

fn lot(key: usize, cell: (i32, i32), [west, east, south, north]: [f64; 4]) -> Vec<At> {
    [(west, south), (east, south), (east, north), (west, north)]
        .map(|(e, n)| inside(key, cell, e, n))
        .to_vec()
}

fn spot(key: usize, i: i32, j: i32) -> At {
    let seed = key as u64 * 7919 + (i + 50) as u64 * 131 + (j + 50) as u64;
    inside(key, (i, j), 0.5 + 0.3 * noise(seed), 0.5 + 0.3 * noise(seed + 1))
}

fn detour(road: &[At], aside: f64) -> Vec<At> {
    let last = (road.len() - 1) as f64;
    let way = road[0].towards(road[road.len() - 1]).0.left();
    road.iter()
        .enumerate()
        .map(|(i, p)| {
            let t = i as f64 / last;
            p.plus(way, aside * 4.0 * t * (1.0 - t))
        })
        .collect()
}

fn fields(middle: At, half: At, villages: usize) -> Geometry<f64> {
    let seed = (middle.x.abs() + middle.y.abs()) as u64;
    let sides = [
        (-1.0, -1.0),
        (-0.3, -1.0),
        (0.4, -1.0),
        (1.0, -1.0),
        (1.0, -0.2),
        (1.0, 0.5),
        (1.0, 1.0),
        (0.2, 1.0),
        (-0.5, 1.0),
        (-1.0, 1.0),
        (-1.0, 0.3),
        (-1.0, -0.4),
    ];
    let shell: Vec<At> = sides
        .iter()
        .zip(seed..)
        .map(|(&(x, y), k)| {
            let (x, y): (f64, f64) = (x + 0.07 * noise(k * 2), y + 0.07 * noise(k * 2 + 1));
            at(
                middle.x + x * half.x + y * half.y * 0.12,
                middle.y + y * half.y - x * half.x * 0.08,
            )
        })
        .collect();
    let holes: Vec<Vec<At>> = [(-0.45, 0.35), (0.4, -0.4), (0.5, 0.45)]
        .iter()
        .take(villages)
        .zip(seed..)
        .map(|(&(x, y), k)| {
            blob(
                at(middle.x + x * half.x, middle.y + y * half.y),
                at(half.x.min(900.0) * 0.25, half.y.min(760.0) * 0.25),
                0.12,
                k,
            )
        })
        .collect();
    polygon(&shell, &holes).into()
}
