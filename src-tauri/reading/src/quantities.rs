//! Numbers with a unit: 10条, 1200余平方米, 40万千瓦, 1-2个, 60%以上, 500万元.

use std::sync::LazyLock;

use regex::Regex;

use crate::numbering::han_number;

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Byte offsets of number and unit.
    pub from: usize,
    pub to: usize,
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// With 万 and 亿 before it where they count the unit: 万平方米. Empty if none is written.
    pub unit: String,
    /// What stands between or right after and says how exact: 余, 多, 以上, 左右.
    pub about: Option<&'static str>,
    /// Written in Han numerals.
    pub in_words: bool,
}

const UNITS: &str = "平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|公顷|千瓦时|千瓦|兆瓦|MWp|MW|kW|KW|kV|千伏安|千伏|兆伏安|吨|公斤|千克|人次|人|万元|亿元|元|美元|户次|户|家次|家|处|个百分点|百分点|个月|个|座|所|条|栋|幢|套|间|项|件|台套|台|辆|艘|株|棵|亩|米|名|位|对|支|只|头|张|块|盏|部|场次|场|次|批|期|宗|类|种|片|口|眼|道|段|站|村|镇|乡|街|路|岁|度|级|年|月|日|天|周|小时|分钟|倍|册|箱|床|枚|班|团|组|星级|标准立方米|立方|方|杆|根|门|车次|班次|学位|车位|泊位|个车位|张床位|面|桩|枪|页|吨/日|立方米/日";

static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<n>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<pm>%|％)?(?:(?:-|—|–|~|～|至|到)+(?P<n2>\d+(?:\.\d+)?))?(?P<mid>余|多)?(?P<scale>十万|百万|千万|万亿|万|亿|千(?:元|亩|吨|户)?)?(?P<mid2>余|多)?(?P<unit>%|％|‰|{UNITS})?(?P<after>及以上|以上|左右|以内|以下|余|多)?"
    ))
    .expect("a pattern of our own")
});

static IN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<n>[一二两三四五六七八九十百]{1,4})(?P<unit>处|座|所|个|条|公里|星级|万元|亿元|家)(?P<after>及以上|以上|左右)?").expect("a pattern of our own")
});

fn about(word: &str) -> Option<&'static str> {
    ["及以上", "以上", "左右", "以内", "以下", "余", "多"]
        .into_iter()
        .find(|known| *known == word)
}

/// Returns the quantities of a canonical text in order.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut out = Vec::new();
    for c in QUANTITY.captures_iter(text) {
        let (Some(all), Some(n)) = (c.get(0), c.name("n")) else {
            continue;
        };
        let get = |name: &str| c.name(name).map(|m| m.as_str());
        let number = |text: &str| {
            text.replace(',', "")
                .parse::<f64>()
                .ok()
                .filter(|v| v.is_finite())
        };
        let Some(value) = number(n.as_str()) else { continue };
        // A digit or letter right before belongs to the word: 5G, A级, NB-IoT, 2.0版.
        if text[..all.start()]
            .ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '/' || c == '-')
        {
            continue;
        }
        let tail = c.name("unit").or(c.name("scale")).map_or(n.end(), |m| m.end());
        if tail == n.end() && text[tail..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let mut unit = String::new();
        let scale = get("scale").unwrap_or_default();
        let written = get("unit").or(get("pm")).unwrap_or_default();
        let mut times = 1.0;
        match (scale, written) {
            ("千元" | "千亩" | "千吨" | "千户", _) => {
                times = 1000.0;
                unit.push_str(&scale[3..]);
            }
            // 千米 and 千瓦 are units of their own.
            ("千", w) if !w.is_empty() && !matches!(w, "米" | "瓦" | "伏" | "克") => {
                times = 1000.0;
                unit.push_str(w);
            }
            ("十万", w) => {
                times = 10.0;
                unit = format!("万{w}");
            }
            ("百万", w) => {
                times = 100.0;
                unit = format!("万{w}");
            }
            ("千万", w) => {
                times = 1000.0;
                unit = format!("万{w}");
            }
            ("万亿", w) => {
                times = 10000.0;
                unit = format!("亿{w}");
            }
            (s, w) => {
                unit.push_str(s);
                unit.push_str(w);
            }
        }
        if unit == "％" {
            unit = "%".into();
        }
        let upper = get("n2").and_then(number).filter(|u| *u > value);
        let after = get("after").or(get("mid2")).or(get("mid")).unwrap_or_default();
        let end = c
            .name("unit")
            .or(c.name("mid2"))
            .or(c.name("scale"))
            .or(c.name("mid"))
            .or(c.name("n2"))
            .or(c.name("pm"))
            .map_or(n.end(), |m| m.end());
        out.push(Quantity {
            from: all.start(),
            to: end,
            value: value * times,
            upper: upper.map(|u| u * times),
            unit,
            about: about(after),
            in_words: false,
        });
    }
    for c in IN_WORDS.captures_iter(text) {
        let (Some(all), Some(n), Some(unit)) = (c.get(0), c.name("n"), c.name("unit")) else {
            continue;
        };
        if out
            .iter()
            .any(|q: &Quantity| q.from < unit.end() && all.start() < q.to)
        {
            continue;
        }
        let Some(value) = han_number(n.as_str()) else {
            continue;
        };
        out.push(Quantity {
            from: all.start(),
            to: unit.end(),
            value: f64::from(value),
            upper: None,
            unit: unit.as_str().to_owned(),
            about: c.name("after").and_then(|m| about(m.as_str())),
            in_words: true,
        });
    }
    out.sort_by_key(|q| q.from);
    out
}

/// Money in fen of a quantity in 元, 万元 or 亿元.
pub fn fen(quantity: &Quantity) -> Option<i64> {
    let times = match quantity.unit.as_str() {
        "元" => 100.0,
        "万元" | "万" => 1e6,
        "亿元" | "亿" => 1e10,
        _ => return None,
    };
    let fen = (quantity.value * times).round();
    (fen.abs() < 9e15).then_some(fen as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(f64, Option<f64>, &str, Option<&str>)]) {
        let found = quantities(text);
        let found: Vec<_> = found
            .iter()
            .map(|q| (q.value, q.upper, q.unit.as_str(), q.about))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_are_read_with_unit_and_range() {
        check("改造道路10条", &[(10.0, None, "条", None)]);
        check("面积1200余平方米", &[(1200.0, None, "平方米", Some("余"))]);
        check("装机达到40万千瓦", &[(40.0, None, "万千瓦", None)]);
        check("有1-2个试点镇", &[(1.0, Some(2.0), "个", None)]);
        check("60%以上", &[(60.0, None, "%", Some("以上"))]);
        check("投资1,200万元", &[(1200.0, None, "万元", None)]);
        check("就业4700以上", &[(4700.0, None, "", Some("以上"))]);
        check("开通5G基站1100个以上", &[(1100.0, None, "个", Some("以上"))]);
        check("新建两处公园", &[(2.0, None, "处", None)]);
        check("3千米", &[(3.0, None, "千米", None)]);
    }

    #[test]
    fn money_is_in_fen() {
        let one = |text: &str| fen(&quantities(text)[0]);
        assert_eq!(one("3.5亿元"), Some(35_000_000_000));
        assert_eq!(one("500万元"), Some(500_000_000));
        assert_eq!(one("10个"), None);
    }
}
