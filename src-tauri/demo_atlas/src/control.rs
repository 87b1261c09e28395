//! Invented control lines: farmland between the roads, a red line along the river, growth boundaries round the
//! towns, a source of drinking water and an old street.

use geo::{BoundingRect, Intersects};
use geo_types::{Geometry, MultiPolygon, Polygon};

use super::{
    ground::{At, at, blob, polygon, shape, strip},
    network::{LAKE, part, ring_road, river, tributary},
    noise::noise,
    places::{GRIDS, TOWNS},
    projects::Planned,
};
use planning::model::{ControlKind, ControlLine, PartialDate, Record, Shape};

/// How many patches of farmland are left where a project crosses them.
const CROSSED: usize = 7;

/// The control lines.
pub(super) fn rows(projects: &[Planned]) -> Vec<Record> {
    use ControlKind::*;
    let mut lines = Vec::new();
    for (side, patches) in farmland(projects).into_iter().enumerate() {
        let name = ["西北", "东北", "西南", "东南"][side];
        let land = shape(MultiPolygon(patches));
        lines.push((Farmland, format!("{name}片永久基本农田（演练）"), land));
    }
    let red = |along: &[At], wide: f64| shape(polygon(&strip(along, -wide, wide), &[]));
    lines.push((
        Ecology,
        "清河源河上段生态保护红线（演练）".to_owned(),
        red(&part(&river(), 0.0, 0.45), 190.0),
    ));
    lines.push((
        Ecology,
        "清河源河下段生态保护红线（演练）".to_owned(),
        red(&part(&river(), 0.60, 1.0), 190.0),
    ));
    lines.push((Ecology, "月湖湿地生态保护红线（演练）".to_owned(), {
        shape(polygon(
            &blob(LAKE.0, at(LAKE.1.x * 1.15, LAKE.1.y * 1.18), 0.03, 79),
            &[],
        ))
    }));
    lines.push((
        UrbanBoundary,
        "县城城镇开发边界（演练）".to_owned(),
        shape(polygon(&round_the_ring(), &[])),
    ));
    for (key, town) in [
        (1, 2),
        (2, 3),
        (3, 4),
        (4, 5),
        (5, 6),
        (6, 7),
        (7, 8),
        (8, 9),
        (9, 10),
        (10, 11),
    ] {
        let name = format!("{}城镇开发边界（演练）", TOWNS[town].name);
        lines.push((UrbanBoundary, name, shape(polygon(&town_outline(key), &[]))));
    }
    lines.push((
        Other,
        "县城第二水厂水源保护区（演练）".to_owned(),
        {
            shape(polygon(
                &blob(part(&river(), 0.33, 0.34)[0], at(620.0, 480.0), 0.05, 80),
                &[],
            ))
        },
    ));
    (1..).zip(lines).map(control_line).collect()
}

fn control_line((n, (kind, name, geometry)): (usize, (ControlKind, String, Shape))) -> Record {
    Record::from(ControlLine {
        id: format!("practice/cl{n:02}").into(),
        kind,
        name: Some(name),
        geometry: Some(geometry),
        source: Some("演练：虚构图层，不得用于任何审批".to_owned()),
        dated: Some(PartialDate::Month(2025, 12)),
    })
}

/// Patches in four quarters of the county, clear of the river, the towns and the projects, but for a few.
fn farmland(projects: &[Planned]) -> [Vec<Polygon<f64>>; 4] {
    let drawn: Vec<&Geometry<f64>> = projects
        .iter()
        .filter_map(|p| p.project.geometry.as_ref())
        .map(|shape| &shape.0)
        .collect();
    let mut wet: Vec<Geometry<f64>> = [river(), tributary()]
        .iter()
        .map(|water| polygon(&strip(water, -420.0, 420.0), &[]).into())
        .collect();
    wet.push(polygon(&blob(LAKE.0, at(LAKE.1.x * 1.6, LAKE.1.y * 1.7), 0.0, 81), &[]).into());
    wet.push(polygon(&round_the_ring(), &[]).into());
    wet.extend((1..GRIDS.len()).map(|key| Geometry::from(polygon(&town_outline(key), &[]))));
    let mut quarters: [Vec<Polygon<f64>>; 4] = Default::default();
    let mut crossed = 0;
    for column in -9..=9 {
        for row in -8..=8 {
            let seed = (column + 40) as u64 * 97 + (row + 40) as u64;
            let shift = if row % 2 == 0 { 0.0 } else { 1125.0 };
            let middle = at(
                f64::from(column) * 2250.0 + shift + 100.0 * noise(seed),
                f64::from(row) * 2100.0 + 100.0 * noise(seed + 9000),
            );
            // The corners of the county stay out of it, and now and then there is none.
            if noise(seed + 7000) < -0.78
                || (middle.x / 21_500.0).powi(4) + (middle.y / 17_600.0).powi(4) > 1.0
            {
                continue;
            }
            for size in [1.0, 0.72, 0.48] {
                let patch = field(middle, size, seed);
                let hit = |other: &Geometry<f64>| touches(&patch, other);
                if wet.iter().any(&hit) {
                    continue;
                }
                if drawn.iter().any(|project| hit(project)) {
                    // Every fifth patch stays under a project that crosses it.
                    if size < 1.0 || crossed >= CROSSED || !seed.is_multiple_of(5) {
                        continue;
                    }
                    crossed += 1;
                }
                let quarter = usize::from(middle.x > 0.0) + 2 * usize::from(middle.y < 0.0);
                quarters[quarter].push(patch);
                break;
            }
        }
    }
    quarters
}

fn touches(patch: &Polygon<f64>, other: &Geometry<f64>) -> bool {
    let (Some(a), Some(b)) = (patch.bounding_rect(), other.bounding_rect()) else {
        return false;
    };
    a.intersects(&b) && patch.intersects(other)
}

/// A field: a slanted block with uneven edges and cut-off corners.
fn field(middle: At, size: f64, seed: u64) -> Polygon<f64> {
    let half = at(
        (830.0 + 60.0 * noise(seed + 500)) * size,
        (760.0 + 60.0 * noise(seed + 600)) * size,
    );
    let sides = [
        (-1.0, -0.9),
        (-0.35, -1.0),
        (0.3, -0.93),
        (1.0, -1.0),
        (0.94, -0.3),
        (1.0, 0.35),
        (0.9, 1.0),
        (0.25, 0.95),
        (-0.4, 1.0),
        (-1.0, 0.92),
        (-0.95, 0.2),
    ];
    let ring: Vec<At> = sides
        .iter()
        .zip(seed * 20..)
        .map(|(&(x, y), k)| {
            let (x, y) = (
                x * half.x * (1.0 + 0.04 * noise(k)),
                y * half.y * (1.0 + 0.04 * noise(k + 7)),
            );
            at(middle.x + x - 0.1 * y, middle.y + y + 0.1 * x)
        })
        .collect();
    polygon(&ring, &[])
}

/// A line some 350 metres outside the ring road.
fn round_the_ring() -> Vec<At> {
    let ring = ring_road();
    ring[..ring.len() - 1]
        .iter()
        .zip(0..)
        .step_by(3)
        .map(|(p, k)| p.between(at(0.0, 0.0), -0.15 - 0.02 * noise(k)))
        .collect()
}

/// A line round the streets of a town.
fn town_outline(key: usize) -> Vec<At> {
    let (east, north) = GRIDS[key].reach;
    let (east, north) = (east + 1, north + 1);
    [
        (-east, -north + 1),
        (-east + 2, -north),
        (0, -north),
        (east - 1, -north),
        (east, -north + 2),
        (east, 0),
        (east, north - 1),
        (east - 2, north),
        (0, north),
        (-east + 1, north),
        (-east, north - 2),
        (-east, 0),
    ]
    .map(|(i, j)| GRIDS[key].node(key, i, j))
    .to_vec()
}
