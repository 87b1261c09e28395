//! The twelve invented towns and the grid of streets of each: names, seats and how the streets lie.

use super::{
    ground::{At, at, km},
    noise::noise,
};

/// A town of the invented county.
pub(super) struct Town {
    /// Last three digits of its invented code 990121nnn, also its region id.
    pub(super) code: u16,
    pub(super) name: &'static str,
    pub(super) pinyin: &'static str,
    /// Which of the [`GRIDS`] its streets belong to.
    pub(super) grid: usize,
    /// The node of that grid where its government sits.
    pub(super) seat: (i32, i32),
}

/// The invented county: code, name, pinyin.
pub(super) const COUNTY: (&str, &str, &str) = ("990121", "清河源县", "qing he yuan xian");

macro_rules! towns {
    ($($code:literal $name:literal $pinyin:literal $grid:literal $seat:tt;)*) => {
        &[$(Town { code: $code, name: $name, pinyin: $pinyin, grid: $grid, seat: $seat }),*]
    };
}

/// The towns; the first three make up the county town and its development zone.
pub(super) const TOWNS: &[Town] = towns! {
    1 "澄源街道" "cheng yuan jie dao" 0 (-6, 2);
    2 "城垣街道" "cheng yuan jie dao" 0 (8, -4);
    3 "清河源经济技术开发区管理委员会驻地街道" "qing he yuan jing ji ji shu kai fa qu guan li wei yuan hui zhu di jie dao" 1 (-2, 2);
    101 "青禾渡镇" "qing he du zhen" 2 (0, 1);
    102 "石榴湾镇" "shi liu wan zhen" 3 (1, 1);
    103 "柳荫集镇" "liu yin ji zhen" 4 (-1, 1);
    104 "稻花铺镇" "dao hua pu zhen" 5 (0, -1);
    105 "望岑镇" "wang cen zhen" 6 (1, 0);
    106 "瓦窑岗镇" "wa yao gang zhen" 7 (0, 1);
    107 "桑麻园镇" "sang ma yuan zhen" 8 (-1, 0);
    201 "月湖畔乡" "yue hu pan xiang" 9 (0, 1);
    202 "鹭汀洲乡" "lu ting zhou xiang" 10 (0, -1);
};

/// A grid of streets: where its middle lies, which way its rows run, and how far its streets reach.
pub(super) struct Grid {
    middle: At,
    /// Direction of the rows: metres north for 100 metres east.
    slope: f64,
    /// Metres between nodes along and across.
    pace: At,
    /// How many nodes it reaches east and north of its middle.
    pub(super) reach: (i32, i32),
}

const fn grid(middle: At, slope: f64, pace: At, reach: (i32, i32)) -> Grid {
    Grid {
        middle,
        slope,
        pace,
        reach,
    }
}

/// The grids: the county town, the development zone, then the other towns in their order.
pub(super) const GRIDS: &[Grid] = &[
    grid(km(0.0, 0.0), 4.0, at(166.0, 152.0), (16, 14)),
    grid(km(7.2, -4.9), -38.0, at(190.0, 170.0), (8, 6)),
    grid(km(-12.2, 6.7), -42.0, at(160.0, 146.0), (6, 4)),
    grid(km(13.2, -8.8), -55.0, at(158.0, 150.0), (6, 4)),
    grid(km(-14.6, -3.2), 12.0, at(162.0, 148.0), (6, 4)),
    grid(km(-7.6, -11.2), 30.0, at(164.0, 150.0), (6, 4)),
    grid(km(2.6, 13.2), -10.0, at(156.0, 148.0), (6, 4)),
    grid(km(-6.9, 14.2), 18.0, at(158.0, 144.0), (5, 4)),
    grid(km(3.4, -13.1), -14.0, at(160.0, 146.0), (5, 4)),
    grid(km(11.6, 8.4), 36.0, at(152.0, 144.0), (5, 3)),
    grid(km(18.2, 0.9), 8.0, at(150.0, 142.0), (4, 3)),
];

/// Where a town's streets end and its roads to other towns begin: the four middles and the four corners.
const EXITS: [(i32, i32); 8] = [
    (1, 0),
    (-1, 0),
    (0, 1),
    (0, -1),
    (1, 1),
    (-1, 1),
    (-1, -1),
    (1, -1),
];

impl Grid {
    /// A corner of a block; whole numbers are street corners, a little out of line as streets are.
    pub(super) fn node(&self, key: usize, i: i32, j: i32) -> At {
        let seed = key as u64 * 1_000_000 + (i + 200) as u64 * 1000 + (j + 200) as u64;
        let along = (f64::from(i) + 0.08 * noise(seed * 2)) * self.pace.x;
        let across = (f64::from(j) + 0.08 * noise(seed * 2 + 1)) * self.pace.y;
        let (row, _) = at(0.0, 0.0).towards(at(100.0, self.slope));
        self.middle.plus(row, along).plus(row.left(), across)
    }

    /// The end of a street from which a road to `there` leaves, and the direction in which it leaves.
    pub(super) fn exit_to(&self, key: usize, there: At) -> ((i32, i32), At) {
        let (wanted, _) = self.middle.towards(there);
        let mut best = ((self.reach.0, 0), at(0.0, 0.0), f64::NEG_INFINITY);
        for (east, north) in EXITS {
            let corner = east != 0 && north != 0;
            let inset = if corner { (1, 2) } else { (0, 0) };
            let node = (east * (self.reach.0 - inset.0), north * (self.reach.1 - inset.1));
            let (way, _) = self.middle.towards(self.node(key, node.0, node.1));
            let fits = way.x * wanted.x + way.y * wanted.y;
            if (!corner || self.reach.0 > 8) && fits > best.2 {
                best = (node, way, fits);
            }
        }
        (best.0, best.1)
    }

    pub(super) fn middle(&self) -> At {
        self.middle
    }
}

/// The region id of a town: its invented code.
pub(super) fn town_id(town: usize) -> String {
    format!("{}{:03}", COUNTY.0, TOWNS[town].code)
}

/// Where a town's government sits.
pub(super) fn seat(town: usize) -> At {
    let t = &TOWNS[town];
    GRIDS[t.grid].node(t.grid, t.seat.0, t.seat.1)
}
