//! Numbers at the beginning of a paragraph: 一、（一）1．（1）① 第一章 第一阶段 1.1 附件1.

/// The form of a number; the outline keeps a stack of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberForm {
    /// 第一编, 第一章
    Chapter,
    /// 第一节
    PartOfChapter,
    /// 第一阶段
    Phase,
    /// 一、
    Han,
    /// （一）
    HanBracket,
    /// 1．or 1、
    Digit,
    /// （1）
    DigitBracket,
    /// ①
    Circle,
    /// 1.1, with its depth
    Decimal(u8),
    /// 附件1
    Annex,
}

/// A number read from the beginning of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedNumber<'a> {
    pub form: NumberForm,
    pub value: u32,
    /// As it stands in a path: 三, （一）, 2, 第二阶段.
    pub printed: String,
    /// What follows it.
    pub rest: &'a str,
}

/// Returns the number of a Han numeral below a thousand.
pub fn han_number(text: &str) -> Option<u32> {
    let digit = |c| {
        "零一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|p| p as u32)
    };
    let mut total = 0;
    let mut held: Option<u32> = None;
    for c in text.chars() {
        match c {
            '百' => total += held.take()? * 100,
            '十' => total += held.take().unwrap_or(1) * 10,
            '〇' | '零' => {}
            '两' => held = Some(2),
            c => held = Some(digit(c)?),
        }
    }
    let value = total + held.unwrap_or(0);
    (value > 0 && !text.is_empty()).then_some(value)
}

fn take_han(text: &str) -> (&str, &str) {
    let end = text
        .char_indices()
        .find(|(_, c)| !"零〇一二三四五六七八九十百".contains(*c))
        .map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}

fn take_digits(text: &str) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|b| !b.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

/// Reads the number at the beginning of a canonical paragraph.
pub fn printed_number(text: &str) -> Option<PrintedNumber<'_>> {
    let text = text.trim_start();
    let number =
        |form, value, printed: &str, rest: &'_ str| Some((form, value, printed.to_owned(), rest.len()));
    let found = (|| {
        if let Some(after) = text.strip_prefix('第') {
            let (han, rest) = take_han(after);
            let (han, rest) = if han.is_empty() {
                take_digits(after)
            } else {
                (han, rest)
            };
            let value = han_number(han).or_else(|| han.parse().ok())?;
            for (word, form) in [
                ("阶段", NumberForm::Phase),
                ("章", NumberForm::Chapter),
                ("编", NumberForm::Chapter),
                ("部分", NumberForm::Chapter),
                ("节", NumberForm::PartOfChapter),
            ] {
                if let Some(rest) = rest.strip_prefix(word) {
                    let rest = rest.trim_start_matches(['：', '，', '、', ' ', '.', '—']);
                    return number(form, value, &format!("第{han}{word}"), rest);
                }
            }
            return None;
        }
        if let Some(after) = text.strip_prefix("附件").or_else(|| text.strip_prefix("附表")) {
            let (digits, rest) = take_digits(after);
            let word = &text[..6];
            let whole = rest.trim_start_matches(['：', '.', '、']);
            // 附件 in a sentence is none; a line of its own, or with a number, is.
            if digits.is_empty() && !rest.is_empty() && !rest.starts_with('：') {
                return None;
            }
            if rest.starts_with(['所', '中', '的', '）', '》']) {
                return None;
            }
            return number(
                NumberForm::Annex,
                digits.parse().unwrap_or(0),
                &format!("{word}{digits}"),
                whole,
            );
        }
        if let Some(after) = text.strip_prefix('（') {
            let (han, rest) = take_han(after);
            if let Some(value) = han_number(han)
                && let Some(rest) = rest.strip_prefix('）')
            {
                return number(
                    NumberForm::HanBracket,
                    value,
                    &format!("（{han}）"),
                    rest.trim_start_matches(['、', '.']),
                );
            }
            let (digits, rest) = take_digits(after);
            if let (Ok(value), Some(rest)) = (digits.parse::<u32>(), rest.strip_prefix('）'))
                && value < 200
            {
                return number(
                    NumberForm::DigitBracket,
                    value,
                    &format!("（{digits}）"),
                    rest.trim_start_matches(['、', '.']),
                );
            }
            return None;
        }
        let (han, rest) = take_han(text);
        if let Some(value) = han_number(han) {
            if let Some(rest) = rest.strip_prefix(['、', '.']) {
                return number(NumberForm::Han, value, han, rest);
            }
            if let Some(rest) = rest.strip_prefix('）') {
                return number(NumberForm::HanBracket, value, &format!("（{han}）"), rest);
            }
            return None;
        }
        let (digits, rest) = take_digits(text);
        if let Ok(value) = digits.parse::<u32>()
            && value < 500
        {
            if let Some(after) = rest.strip_prefix('.') {
                let (second, more) = take_digits(after);
                if second.is_empty() {
                    return number(NumberForm::Digit, value, digits, after.trim_start_matches('、'));
                }
                // 1.1 and 1.1.1 are numbers only where what follows is no unit of a quantity.
                let (third, tail) = match more.strip_prefix('.') {
                    Some(more) => take_digits(more),
                    None => ("", more),
                };
                let deep = !third.is_empty();
                let starts_title = tail.trim_start_matches([' ', '、', '.']);
                let quantity = [
                    "%", "万", "亿", "平方", "公里", "米", "个", "倍", "元", "千", "亩",
                ];
                if second.len() <= 2
                    && !starts_title.is_empty()
                    && !quantity.iter().any(|q| tail.starts_with(q))
                {
                    let printed = if deep {
                        format!("{digits}.{second}.{third}")
                    } else {
                        format!("{digits}.{second}")
                    };
                    let last = if deep { third } else { second };
                    return number(
                        NumberForm::Decimal(if deep { 3 } else { 2 }),
                        last.parse().unwrap_or(0),
                        &printed,
                        starts_title,
                    );
                }
                return None;
            }
            if let Some(rest) = rest.strip_prefix('、') {
                return number(NumberForm::Digit, value, digits, rest);
            }
            if let Some(rest) = rest.strip_prefix('）') {
                return number(NumberForm::DigitBracket, value, &format!("（{digits}）"), rest);
            }
        }
        let first = text.chars().next()?;
        if ('①'..='⑳').contains(&first) {
            let value = first as u32 - '①' as u32 + 1;
            return number(
                NumberForm::Circle,
                value,
                &first.to_string(),
                &text[first.len_utf8()..],
            );
        }
        None
    })()?;
    let (form, value, printed, left) = found;
    Some(PrintedNumber {
        form,
        value,
        printed,
        rest: text[text.len() - left..].trim_start(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(NumberForm, u32, &str, &str)>) {
        let found = printed_number(text);
        let found = found
            .as_ref()
            .map(|n| (n.form, n.value, n.printed.as_str(), n.rest));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn each_form_is_told_from_the_others() {
        check("一、总体要求", Some((NumberForm::Han, 1, "一", "总体要求")));
        check("十二、保障", Some((NumberForm::Han, 12, "十二", "保障")));
        check(
            "（十九）加大力度",
            Some((NumberForm::HanBracket, 19, "（十九）", "加大力度")),
        );
        check("20.促进城乡", Some((NumberForm::Digit, 20, "20", "促进城乡")));
        check("1、修路", Some((NumberForm::Digit, 1, "1", "修路")));
        check("（3）修路", Some((NumberForm::DigitBracket, 3, "（3）", "修路")));
        check("②修路", Some((NumberForm::Circle, 2, "②", "修路")));
        check(
            "第二阶段：集中整治",
            Some((NumberForm::Phase, 2, "第二阶段", "集中整治")),
        );
        check("第三章 设施", Some((NumberForm::Chapter, 3, "第三章", "设施")));
        check("1.2 修路", Some((NumberForm::Decimal(2), 2, "1.2", "修路")));
        check("附件2", Some((NumberForm::Annex, 2, "附件2", "")));
    }

    #[test]
    fn quantities_and_years_are_no_numbers() {
        check("1.5亿元用于修路", None);
        check("2025年底前完成", None);
        check("一二三产融合", None);
        check("附件所列项目", None);
        check("三河一渠治理", None);
    }
}
