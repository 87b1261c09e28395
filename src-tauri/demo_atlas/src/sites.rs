//! Pinned places that are no projects: villages, schools, hospitals, relics, waters.

use geo_types::Point;

use super::{
    footprints::lake,
    ground::{At, line, polygon, shape},
    network::{river, tributary},
    noise::noise,
    places::{GRIDS, TOWNS, seat, town_id},
    plans::QUALITY,
    towns::{VILLAGES, village_at},
};
use planning::model::{Precision, Record, Shape, Site, SiteKind, SiteKind::*};

/// Town, kind, name, cell of the town's grid.
const PINNED: &[(usize, SiteKind, &str, (i32, i32))] = &[
    (0, School, "清河源县第一中学（演练）", (-6, -6)),
    (1, School, "城垣街道中心小学（演练）", (3, -8)),
    (3, School, "青禾渡镇中学（演练）", (4, 2)),
    (6, School, "稻花铺镇中学（演练）", (-5, -2)),
    (0, Hospital, "清河源县人民医院（演练）", (-4, 1)),
    (1, Hospital, "清河源县妇幼保健院（演练）", (5, 1)),
    (4, Hospital, "石榴湾镇中心卫生院（演练）", (2, 0)),
    (7, Hospital, "望岑镇卫生院（演练）", (-2, 0)),
    (0, Relic, "澄源古城墙遗址（演练）", (-1, 4)),
    (3, Relic, "青禾古渡碑（演练）", (4, 6)),
    (8, Relic, "瓦窑岗馒头窑遗址（演练）", (2, 2)),
    (10, Scenic, "月湖景区（演练）", (6, 3)),
    (9, Scenic, "桑海采摘园（演练）", (-6, -3)),
    (2, Enterprise, "示例装备制造有限公司（演练）", (-7, 3)),
    (2, Enterprise, "示例食品有限公司（演练）", (6, 1)),
    (5, Enterprise, "示例柳编工艺合作社（演练）", (3, 1)),
    (1, Other, "清河源汽车客运站（演练）", (13, 1)),
];

/// The sites.
pub(super) fn rows() -> Vec<Record> {
    let mut sites: Vec<(Option<usize>, SiteKind, String, Option<Shape>)> = Vec::new();
    let pin = |at: At| Some(shape(Point(at.lon_lat())));
    for (town, row) in TOWNS.iter().enumerate() {
        sites.push((
            Some(town),
            Seat,
            format!("{}驻地（演练）", row.name),
            pin(seat(town)),
        ));
    }
    for &(_, name, _, town, _) in VILLAGES {
        sites.push((
            Some(town),
            Village,
            name.to_owned(),
            village_at(name).and_then(pin),
        ));
    }
    for &(town, kind, name, (i, j)) in PINNED {
        let key = TOWNS[town].grid;
        let corner = GRIDS[key]
            .node(key, i, j)
            .between(GRIDS[key].node(key, i + 1, j + 1), 0.5);
        let off = 20.0 * noise((town * 100) as u64 + kind as u64);
        sites.push((
            Some(town),
            kind,
            name.to_owned(),
            pin(At {
                x: corner.x + off,
                y: corner.y - off,
            }),
        ));
    }
    sites.push((
        None,
        Waters,
        "清河源河（演练）".to_owned(),
        Some(shape(line(&river()))),
    ));
    sites.push((
        None,
        Waters,
        "月溪（演练）".to_owned(),
        Some(shape(line(&tributary()))),
    ));
    sites.push((
        Some(10),
        Waters,
        "月湖（演练）".to_owned(),
        Some(shape(polygon(&lake(), &[]))),
    ));
    // Known by name only, as in real plans.
    sites.push((Some(9), Village, "东蚕声村".to_owned(), None));
    sites.push((Some(11), Scenic, "观鸟洲（演练）".to_owned(), None));
    (1..).zip(sites).map(site).collect()
}

fn site(
    (n, (town, kind, name, geometry)): (usize, (Option<usize>, SiteKind, String, Option<Shape>)),
) -> Record {
    Record::from(Site {
        id: format!("practice/site{n:02}").into(),
        plan: matches!(kind, Village | Relic | Scenic).then(|| QUALITY.into()),
        town: town.map(|t| town_id(t).into()),
        name,
        kind,
        precision: if geometry.is_some() {
            Precision::Sketched
        } else {
            Precision::Unmapped
        },
        confidence: Some(if geometry.is_some() { "high" } else { "unknown" }.to_owned()),
        geometry,
        source: Some("演练：虚构点位".to_owned()),
        read_at: None,
        note: None,
    })
}
