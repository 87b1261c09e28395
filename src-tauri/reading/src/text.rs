//! Text as it stands in documents, brought to one form: widths, blanks, sentences.

use files::numbers::half_width;

/// Whether a character is a Han character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

fn is_wide(c: char) -> bool {
    is_han(c) || "，。、；：？！（）〔〕【】《》〈〉“”‘’—…·「」".contains(c)
}

/// Returns a paragraph in one form: digits and Latin narrow, punctuation beside Han characters wide, no blanks but between
/// Latin words. Line breaks become nothing between Han characters.
pub fn canonical(text: &str) -> String {
    let mut plain: Vec<char> = Vec::with_capacity(text.len() / 2);
    for c in text.chars() {
        let c = match c {
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => continue,
            '（' | '）' | '，' | '；' | '：' | '？' | '！' | '～' => c,
            '\u{2000}'..='\u{200a}' | '\u{202f}' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' => ' ',
            '［' | '[' => '〔',
            '］' | ']' => '〕',
            '．' => '.',
            '﹒' => '.',
            '∶' => '：',
            '〜' | '~' => '～',
            '\u{2f00}'..='\u{2fd5}' => radical(c),
            other => half_width(other),
        };
        plain.push(c);
    }
    let mut out = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    let mut at = 0;
    while at < plain.len() {
        let c = plain[at];
        if c == ' ' {
            let next = plain[at..].iter().copied().find(|c| *c != ' ');
            while at < plain.len() && plain[at] == ' ' {
                at += 1;
            }
            if let (Some(before), Some(after)) = (last, next)
                && before.is_ascii_alphanumeric()
                && after.is_ascii_alphanumeric()
            {
                out.push(' ');
                last = Some(' ');
            }
            continue;
        }
        let next = plain[at + 1..].iter().copied().find(|c| *c != ' ');
        let beside_wide = last.is_none_or(is_wide) || next.is_none_or(is_wide);
        let digits = last.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit());
        let c = match c {
            '(' => '（',
            ')' => '）',
            ',' if !digits || beside_wide => '，',
            ':' if !digits => '：',
            ';' => '；',
            '?' if beside_wide => '？',
            '!' if beside_wide => '！',
            other => other,
        };
        out.push(c);
        last = Some(c);
        at += 1;
    }
    out
}

/// Returns the text of a cell in one form. Names of units on lines of their own get the 、 that their lines stand for.
pub fn canonical_cell(text: &str) -> String {
    const ENDINGS: [&str; 14] = [
        "局", "委", "办", "厅", "部", "院", "镇", "乡", "街道", "政府", "中心", "公司", "支队", "大队",
    ];
    let is_unit = |line: &str| {
        let length = line.chars().count();
        (3..=20).contains(&length)
            && ENDINGS.iter().any(|ending| line.ends_with(ending))
            && !line.ends_with("城乡")
            && line.chars().all(is_han)
    };
    let mut out = String::new();
    let mut unit_before = false;
    for line in text.lines().map(canonical).filter(|line| !line.is_empty()) {
        let unit = is_unit(&line);
        if unit && unit_before {
            out.push('、');
        }
        out.push_str(&line);
        unit_before = unit;
    }
    canonical(&out)
}

/// Kangxi radicals that PDF files use in place of the characters they look like.
fn radical(c: char) -> char {
    const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
    RADICALS.chars().nth(c as usize - 0x2f00).map_or(c, |c| match c {
        '見' => '见',
        '貝' => '贝',
        '車' => '车',
        '長' => '长',
        '門' => '门',
        '頁' => '页',
        '風' => '风',
        '飛' => '飞',
        '馬' => '马',
        '魚' => '鱼',
        '鳥' => '鸟',
        '麥' => '麦',
        '黃' => '黄',
        '齊' => '齐',
        '齒' => '齿',
        '龍' => '龙',
        '韋' => '韦',
        '戶' => '户',
        other => other,
    })
}

/// Returns the sentences of a canonical paragraph with their byte offsets; a sentence ends at 。？！ outside brackets and
/// quotation marks.
pub fn sentences(text: &str) -> Vec<(usize, &str)> {
    split_outside(text, &['。', '！', '？'])
}

/// Returns the clauses of a sentence with their byte offsets, cut at ，；：。 outside brackets and quotation marks.
pub fn clauses(text: &str) -> Vec<(usize, &str)> {
    split_outside(text, &['，', '；', '：', '。', '！', '？'])
}

fn split_outside<'a>(text: &'a str, ends: &[char]) -> Vec<(usize, &'a str)> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '《' | '“' | '〔' | '【' => depth += 1,
            '）' | '》' | '”' | '〕' | '】' => depth = (depth - 1).max(0),
            // An opening mark whose closing one was lost must not swallow the paragraph.
            '。' => {
                depth = if depth > 0 && !closes_later(&text[at..]) {
                    0
                } else {
                    depth
                }
            }
            _ => {}
        }
        if ends.contains(&c) && depth == 0 {
            let end = at + c.len_utf8();
            if !text[from..end].trim().is_empty() {
                out.push((from, &text[from..end]));
            }
            from = end;
        }
    }
    if from < text.len() && !text[from..].trim().is_empty() {
        out.push((from, &text[from..]));
    }
    out
}

/// Whether a closing mark comes before the next opening one, not far away.
fn closes_later(rest: &str) -> bool {
    for c in rest.chars().take(200) {
        match c {
            '）' | '》' | '”' | '〕' | '】' => return true,
            '（' | '《' | '“' | '〔' | '【' => return false,
            _ => {}
        }
    }
    false
}

/// Returns the sentence of a text that holds a byte offset.
pub fn sentence_at(text: &str, offset: usize) -> &str {
    sentences(text)
        .into_iter()
        .rev()
        .find(|(from, _)| *from <= offset)
        .map_or(text, |(_, sentence)| sentence)
        .trim()
}

/// Returns a text with at most `most` characters, cut with ….
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_and_blanks_are_brought_to_one_form() {
        let check = |text: &str, expected: &str| assert_eq!(canonical(text), expected);
        check(
            "一 、总体要求 ,(责任单位:市住建局 )",
            "一、总体要求，（责任单位：市住建局）",
        );
        check("２０２５年 底 前，1,200 平方米", "2025年底前，1,200平方米");
        check("GB/T 35547—2017", "GB/T 35547—2017");
        check("１．基础设施", "1.基础设施");
    }

    #[test]
    fn units_on_lines_of_a_cell_stay_apart() {
        let check = |text: &str, expected: &str| assert_eq!(canonical_cell(text), expected);
        check("县水务局\n县财政局\n各乡镇政府", "县水务局、县财政局、各乡镇政府");
        check("县住房和城乡\n建设局", "县住房和城乡建设局");
        check("新建管网\n12公里。", "新建管网12公里。");
    }

    #[test]
    fn sentences_do_not_end_inside_brackets() {
        let text = "建设公园（含广场。绿地）。再建路";
        let found: Vec<&str> = sentences(text).into_iter().map(|(_, s)| s).collect();
        assert_eq!(found, ["建设公园（含广场。绿地）。", "再建路"]);
    }
}
