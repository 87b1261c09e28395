//! Numbers and angles in text.

use super::CoordError;

/// Which axis a letter or word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hemisphere {
    Latitude,
    Longitude,
}

/// A number or angle, with the axis its letter names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct AngleReading {
    pub value: f64,
    pub half: Option<Hemisphere>,
}

enum Token {
    Number(f64),
    Degree,
    Minute,
    Second,
    Letter(Hemisphere, f64),
    Gap,
}

/// Reads all numbers and angles in a text, such as `116°29′29″E 35°42′44″N` or `北纬35.7 东经116.5`.
pub(super) fn read_numbers(text: &str) -> Result<Vec<AngleReading>, CoordError> {
    let tokens = tokens(text)?;
    let mut out: Vec<AngleReading> = Vec::new();
    let mut at = 0;
    let mut before: Option<(Hemisphere, f64)> = None;
    while at < tokens.len() {
        match tokens[at] {
            Token::Letter(half, sign) => {
                before = Some((half, sign));
                at += 1;
            }
            Token::Number(_) => {
                let (mut value, next) = angle(&tokens, at, text)?;
                at = next;
                let mut letter = before.take();
                // A letter after the angle belongs to it, unless one stood before it.
                while matches!(tokens.get(at), Some(Token::Gap)) {
                    at += 1;
                }
                if let (None, Some(Token::Letter(half, sign))) = (letter, tokens.get(at)) {
                    letter = Some((*half, *sign));
                    at += 1;
                }
                if let Some((_, sign)) = letter {
                    value *= sign;
                }
                out.push(AngleReading {
                    value,
                    half: letter.map(|l| l.0),
                });
            }
            Token::Gap => at += 1,
            _ => return Err(CoordError::NotAnAngle(text.to_owned())),
        }
    }
    Ok(out)
}

/// Degrees with optional minutes and seconds from a place in the tokens, and the place after them.
fn angle(tokens: &[Token], start: usize, text: &str) -> Result<(f64, usize), CoordError> {
    let bad = || CoordError::NotAnAngle(text.to_owned());
    let skip = |mut at: usize| {
        while matches!(tokens.get(at), Some(Token::Gap)) {
            at += 1;
        }
        at
    };
    let Some(Token::Number(degrees)) = tokens.get(start) else {
        return Err(bad());
    };
    let mut at = start + 1;
    if !matches!(tokens.get(at), Some(Token::Degree)) {
        return Ok((*degrees, at));
    }
    at += 1;
    let mut size = degrees.abs();
    for (unit, share) in [(0, 60.0), (1, 3600.0)] {
        let next = skip(at);
        let Some(Token::Number(v)) = tokens.get(next) else {
            break;
        };
        let fits = match tokens.get(next + 1) {
            Some(Token::Minute) => unit == 0,
            Some(Token::Second) => unit == 1 || share == 60.0,
            // The last number may lack its sign where nothing parts it from the minutes: 116°35′21.
            None | Some(Token::Gap | Token::Letter(..)) => unit == 1 && next == at,
            _ => false,
        };
        if !fits {
            break;
        }
        if !(0.0..60.0).contains(v) {
            return Err(bad());
        }
        let signed = matches!(tokens.get(next + 1), Some(Token::Minute | Token::Second));
        let seconds = matches!(tokens.get(next + 1), Some(Token::Second)) || !signed;
        size += v / if seconds { 3600.0 } else { share };
        at = next + if signed { 2 } else { 1 };
        if seconds {
            break;
        }
    }
    Ok((size.copysign(*degrees), at))
}

fn tokens(text: &str) -> Result<Vec<Token>, CoordError> {
    let chars: Vec<char> = text.chars().map(half_width).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        at += 1;
        out.push(match c {
            '0'..='9' | '.' | '-' | '+' => {
                let start = at - 1;
                while at < chars.len() && (chars[at].is_ascii_digit() || chars[at] == '.') {
                    at += 1;
                }
                let word: String = chars[start..at].iter().collect();
                Token::Number(word.parse().map_err(|_| CoordError::NotAnAngle(word))?)
            }
            '°' | 'º' | '˚' | '度' => Token::Degree,
            '\'' | '′' | '’' | '‘' | '´' | '`' | 'ʹ' | '分' => {
                if matches!(chars.get(at), Some('\'' | '′' | '’' | '´' | '`' | 'ʹ')) {
                    at += 1;
                    Token::Second
                } else {
                    Token::Minute
                }
            }
            '"' | '″' | '”' | '“' | '˝' | 'ʺ' | '秒' => Token::Second,
            'N' | 'n' => Token::Letter(Hemisphere::Latitude, 1.0),
            'S' | 's' => Token::Letter(Hemisphere::Latitude, -1.0),
            'E' | 'e' => Token::Letter(Hemisphere::Longitude, 1.0),
            'W' | 'w' => Token::Letter(Hemisphere::Longitude, -1.0),
            '东' | '西' | '北' | '南' => {
                if matches!(chars.get(at), Some('经' | '纬')) {
                    at += 1;
                }
                match c {
                    '东' => Token::Letter(Hemisphere::Longitude, 1.0),
                    '西' => Token::Letter(Hemisphere::Longitude, -1.0),
                    '北' => Token::Letter(Hemisphere::Latitude, 1.0),
                    _ => Token::Letter(Hemisphere::Latitude, -1.0),
                }
            }
            // The survey's letters say what the custom says anyway; size decides.
            'X' | 'x' | 'Y' | 'y' | '=' | ':' | '(' | ')' | '[' | ']' => Token::Gap,
            ',' | ';' | '/' | '、' => Token::Gap,
            c if c.is_whitespace() => Token::Gap,
            other => return Err(CoordError::NotAnAngle(other.to_string())),
        });
    }
    Ok(out)
}

/// Returns the angle of degrees, minutes and seconds written as one number: 1163021.5 is 116°30′21.5″. `None` if the
/// minutes or seconds reach sixty, or it is no angle of five digits at least.
pub(crate) fn packed(value: f64) -> Option<f64> {
    // Seconds to a millionth, so that 354200 is not 3541 and 99.99….
    let size = (value.abs() * 1e6).round() / 1e6;
    if !(10_000.0..=1_800_000.0).contains(&size) {
        return None;
    }
    let (degrees, minutes) = ((size / 10_000.0).floor(), (size / 100.0).floor() % 100.0);
    let seconds = size - degrees * 10_000.0 - minutes * 100.0;
    let fits = minutes < 60.0 && seconds < 60.0;
    fits.then(|| (degrees + minutes / 60.0 + seconds / 3600.0).copysign(value))
}

/// Full-width digits, letters and punctuation as their plain forms.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '−' => '-',
        other => other,
    }
}
