//! Numbers in the forms that Word counts in (ECMA-376 part 1, 17.18.59).

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const LEGAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// Returns a number in a form of Word; one that is not known is written in digits.
pub fn in_words(number: i64, format: &str) -> String {
    let letter = |first: u8| match u8::try_from((number.saturating_sub(1)).rem_euclid(26)) {
        Ok(at) if number > 0 => char::from(first + at).to_string().repeat(
            usize::try_from((number.saturating_sub(1)) / 26 + 1)
                .unwrap_or(1)
                .min(20),
        ),
        _ => number.to_string(),
    };
    let one_of = |signs: &str| match usize::try_from(number.saturating_sub(1)) {
        Ok(at) => signs
            .chars()
            .nth(at)
            .map_or_else(|| number.to_string(), String::from),
        Err(_) => number.to_string(),
    };
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperLetter" => letter(b'A'),
        "lowerLetter" => letter(b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => han(number, &DIGITS, ["十", "百", "千"]),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            han(number, &LEGAL, ["拾", "佰", "仟"])
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => number
            .to_string()
            .chars()
            .map(|c| c.to_digit(10).map_or("-", |d| DIGITS[d as usize]))
            .collect(),
        "ideographTraditional" => one_of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => one_of("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        "decimalEnclosedParen" => format!("（{number}）"),
        "decimalEnclosedFullstop" => format!("{number}."),
        "ideographEnclosedCircle" => one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
        _ => number.to_string(),
    }
}

fn roman(number: i64) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in signs {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

fn han(number: i64, digits: &[&str; 10], tens: [&str; 3]) -> String {
    let Ok(of) = usize::try_from(number) else {
        return number.to_string();
    };
    if of == 0 || of >= 10_000 {
        return match of {
            0 => digits[0].to_owned(),
            _ => number.to_string(),
        };
    }
    let places = [of / 1000, of / 100 % 10, of / 10 % 10, of % 10];
    let names = [tens[2], tens[1], tens[0], ""];
    let mut out = String::new();
    let mut gap = false;
    for (digit, name) in places.into_iter().zip(names) {
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        // 十二, not 一十二, below twenty.
        if !(digit == 1 && name == "十" && out.is_empty()) {
            out.push_str(digits[digit]);
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let check = |number, format, expected: &str| assert_eq!(in_words(number, format), expected);
        check(10, "chineseCounting", "十");
        check(12, "chineseCountingThousand", "十二");
        check(20, "chineseCounting", "二十");
        check(101, "chineseCountingThousand", "一百零一");
        check(110, "chineseCountingThousand", "一百一十");
        check(3, "chineseLegalSimplified", "叁");
        check(14, "upperRoman", "XIV");
        check(27, "lowerLetter", "aa");
        check(2, "ideographTraditional", "乙");
        check(11, "decimalEnclosedCircle", "⑪");
        check(21, "decimalEnclosedCircle", "21");
        check(i64::MAX, "chineseCounting", &i64::MAX.to_string());
        check(i64::MIN, "ideographTraditional", &i64::MIN.to_string());
    }
}
