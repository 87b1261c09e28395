//! Facts of the towns over the years: people, revenue, villages and land. One town reaches 5 万人 and 5 亿元 together,
//! another only the people.

use super::{
    noise::noise,
    places::{TOWNS, town_id},
};
use planning::model::{PartialDate, Record, TownMeasure, TownObservation};

/// The years of what is counted every year.
const YEARS: [i32; 3] = [2023, 2024, 2025];

/// People of the built-up town in 万人 and revenue in 亿元, at the end of 2025, in the order of the towns.
const GROWN: [(f64, f64); 12] = [
    (8.6, 6.9),
    (7.9, 6.2),
    (3.4, 9.8),
    (5.3, 5.4),
    (5.6, 3.2),
    (3.8, 2.7),
    (3.1, 2.2),
    (2.2, 1.4),
    (2.4, 1.9),
    (1.9, 1.3),
    (1.2, 0.8),
    (0.9, 0.6),
];

/// The facts of every town, those of a measure by year.
pub(super) fn rows() -> Vec<Record> {
    let mut rows = Vec::new();
    for (town, &(people, revenue)) in GROWN.iter().enumerate().take(TOWNS.len()) {
        let key = 7000 + town as u64 * 20;
        // A part of 1 that a town has grown by in a year.
        let growth = |salt: u64, usual: f64| usual * (1.0 + 0.4 * noise(key + salt));
        let whole = people + 2.4 + 1.2 * noise(key + 1).abs();
        let yearly = [
            (TownMeasure::TownPopulation, people, "万人", growth(2, 0.03)),
            (TownMeasure::Population, whole, "万人", growth(3, 0.004)),
            (TownMeasure::BudgetRevenue, revenue, "亿元", growth(4, 0.08)),
        ];
        for (measure, now, unit, growth) in yearly {
            for year in YEARS {
                let before = YEARS[2] - year;
                let value = now / (1.0 + growth).powi(before);
                rows.push((town, measure, None, year, tenth(value * 10.0) / 10.0, unit));
            }
        }
        let villages = 14.0 + (10.0 * noise(key + 5)).round();
        let once = [
            (
                TownMeasure::RegisteredPopulation,
                None,
                tenth(whole * 1.08),
                "万人",
            ),
            (TownMeasure::Villages, None, villages, "个"),
            (
                TownMeasure::Area,
                None,
                tenth(62.0 + 24.0 * noise(key + 6)),
                "平方公里",
            ),
            (TownMeasure::BuiltArea, None, tenth(people * 0.9), "平方公里"),
            (
                TownMeasure::FarmlandAdded,
                None,
                (90.0 + 70.0 * noise(key + 7)).round(),
                "亩",
            ),
            (
                TownMeasure::Other,
                Some("规模以上工业企业数"),
                (4.0 + revenue * 3.0).round(),
                "家",
            ),
        ];
        for (measure, name, value, unit) in once {
            rows.push((town, measure, name, YEARS[2], value, unit));
        }
    }
    let fact =
        |(n, (town, measure, name, year, value, unit)): (usize, (usize, _, Option<&str>, i32, f64, &str))| {
            Record::from(TownObservation {
                id: format!("practice/to{n:03}").into(),
                region: town_id(town).into(),
                measure,
                name: name.map(str::to_owned),
                on_date: PartialDate::Year(year),
                value,
                unit: unit.to_owned(),
                source: Some("演练：虚构的统计数字".to_owned()),
                reported_by: None,
                read_at: None,
                note: None,
            })
        };
    (1..).zip(rows).map(fact).collect()
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
