//! Records of a text file: lines joined where a quoted field goes on over the line's end, and parted into fields.
//!
//! A quote that never closes, or closes in the middle of a field some lines below, would swallow the rows between;
//! its line is read as if its quotes were letters, and the reading goes on with the next line.

use super::lines::{Line, Lines};
use files::numbers::plain_number;
use std::collections::VecDeque;
use std::io::{self, Read};

/// Lines that one quoted field may go on over.
const MOST_LINES: usize = 500;
/// Bytes of one record.
const LONGEST_RECORD: usize = 64 << 20;
/// The delimiter of lines whose numbers are parted by any blanks.
pub(super) const BLANKS: u8 = b' ';
/// Fields of one record; more are passed over.
const MOST_FIELDS: usize = 16_384;

/// One record.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct CsvRecord {
    pub fields: Vec<String>,
    pub bytes: usize,
    pub bad_text: bool,
    pub cut: bool,
    /// Whether its quotes did not close and were taken as letters.
    pub broken: bool,
}

/// The records of a file.
pub(super) struct CsvRecords<R> {
    pub lines: Lines<R>,
    delimiter: u8,
    quoted: Splitter,
    plain: Splitter,
    /// Lines that were read ahead and belong to no record yet.
    ahead: VecDeque<Line>,
}

impl<R: Read> CsvRecords<R> {
    pub fn new(lines: Lines<R>, delimiter: u8) -> Self {
        Self {
            lines,
            delimiter,
            quoted: Splitter::new(delimiter, true),
            plain: Splitter::new(delimiter, false),
            ahead: VecDeque::new(),
        }
    }

    pub fn next_record(&mut self) -> io::Result<Option<CsvRecord>> {
        let Some(first) = self.line()? else {
            return Ok(None);
        };
        let mut state = Quotes::default();
        state.feed(&first.text, self.delimiter);
        if !state.open {
            let record = self.quoted.split(&first.text);
            return Ok(Some(mark(record, &[first])));
        }
        let mut parts = vec![first];
        let mut bytes = parts[0].text.len();
        while state.open && parts.len() < MOST_LINES && bytes < LONGEST_RECORD {
            let Some(line) = self.line()? else {
                break;
            };
            bytes += line.text.len() + 1;
            state.feed(&line.text, self.delimiter);
            parts.push(line);
            if state.strange {
                break;
            }
        }
        if state.open || state.strange {
            let first = parts.remove(0);
            for line in parts.into_iter().rev() {
                self.ahead.push_front(line);
            }
            let mut record = mark(self.plain.split(&first.text), &[first]);
            record.broken = true;
            return Ok(Some(record));
        }
        let joined = parts
            .iter()
            .map(|l| l.text.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        Ok(Some(mark(self.quoted.split(&joined), &parts)))
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next_line(),
        }
    }
}

fn mark(fields: Vec<String>, lines: &[Line]) -> CsvRecord {
    CsvRecord {
        fields,
        bytes: lines.iter().map(|l| l.text.len()).sum(),
        bad_text: lines.iter().any(|l| l.bad_text),
        cut: lines.iter().any(|l| l.cut),
        broken: false,
    }
}

/// Whether a quoted field is open at the end of what was fed.
#[derive(Debug, Default)]
struct Quotes {
    open: bool,
    /// Whether a field that went on over a line's end closed in the middle of text.
    strange: bool,
}

impl Quotes {
    fn feed(&mut self, line: &str, delimiter: u8) {
        let over = self.open;
        let mut first_close = over;
        let mut start = !self.open;
        let mut bytes = line.bytes().peekable();
        while let Some(b) = bytes.next() {
            if self.open {
                if b == b'"' {
                    if bytes.peek() == Some(&b'"') {
                        bytes.next();
                        continue;
                    }
                    self.open = false;
                    let next = bytes.peek().copied();
                    if first_close && next.is_some_and(|n| n != delimiter && n != b' ') {
                        self.strange = true;
                        return;
                    }
                    first_close = false;
                }
            } else if b == b'"' && start {
                self.open = true;
                start = false;
            } else {
                start = b == delimiter;
            }
        }
    }
}

/// Parts records into fields.
pub(super) struct Splitter {
    reader: csv_core::Reader,
    delimiter: u8,
}

impl Splitter {
    pub fn new(delimiter: u8, quotes: bool) -> Self {
        Self {
            reader: csv_core::ReaderBuilder::new()
                .delimiter(delimiter)
                .quoting(quotes)
                .build(),
            delimiter,
        }
    }

    pub fn split(&mut self, record: &str) -> Vec<String> {
        if self.delimiter == BLANKS {
            return record
                .split_whitespace()
                .take(MOST_FIELDS)
                .map(str::to_owned)
                .collect();
        }
        let reader = &mut self.reader;
        reader.reset();
        // A record is never longer than its text, and has one end more than delimiters.
        let mut output = vec![0_u8; record.len() + 8];
        let most = record
            .bytes()
            .filter(|b| *b == self.delimiter)
            .count()
            .min(MOST_FIELDS)
            + 2;
        let mut ends = vec![0_usize; most];
        let (mut at, mut out, mut end) = (0, 0, 0);
        let bytes = record.as_bytes();
        loop {
            let (result, read, wrote, ended) =
                reader.read_record(&bytes[at..], &mut output[out..], &mut ends[end..]);
            at += read;
            out += wrote;
            end += ended;
            match result {
                csv_core::ReadRecordResult::InputEmpty if at >= bytes.len() => {
                    // An empty input tells the reader that the record ends.
                    let (_, _, _, ended) = reader.read_record(&[], &mut output[out..], &mut ends[end..]);
                    end += ended;
                    break;
                }
                csv_core::ReadRecordResult::InputEmpty => {}
                _ => break,
            }
        }
        let mut fields = Vec::with_capacity(end);
        let mut start = 0;
        for stop in &ends[..end.min(MOST_FIELDS)] {
            let field = output.get(start..*stop).unwrap_or_default();
            fields.push(String::from_utf8_lossy(field).into_owned());
            start = *stop;
        }
        fields
    }
}

/// Whether lines are numbers parted by blanks, perhaps with a name before them: as survey programs write coordinates.
fn are_numbers_with_blanks(sample: &[String]) -> bool {
    let is_number = |word: &&str| plain_number(word).is_some();
    let lines = sample.iter().filter(|l| !l.trim().is_empty());
    let words: Vec<Vec<&str>> = lines.map(|l| l.split_whitespace().take(9).collect()).collect();
    let width = words.last().map_or(0, Vec::len);
    let fits = |w: &Vec<&str>| {
        w.len() == width && w.iter().filter(|word| is_number(word)).count() >= 2.max(width.saturating_sub(2))
    };
    (2..=6).contains(&width) && words.iter().filter(|w| fits(w)).count() * 10 >= words.len() * 7
}

/// Returns the delimiter that parts the lines of a sample most evenly into more than one field; [`BLANKS`] where none does and
/// numbers are parted by them, else a comma.
pub(super) fn delimiter_of(sample: &[String]) -> u8 {
    let mut best = (0, 0, b',');
    for delimiter in *b",\t;|" {
        let mut splitter = Splitter::new(delimiter, true);
        let counts: Vec<usize> = sample
            .iter()
            .filter(|l| !l.trim().is_empty())
            .map(|l| splitter.split(l).len())
            .collect();
        // The most frequent number of fields, two at least, and how many lines have it.
        let most = counts
            .iter()
            .filter(|n| **n > 1)
            .map(|n| (counts.iter().filter(|m| *m == n).count(), *n))
            .max();
        if let Some((lines, fields)) = most
            && (lines, fields) > (best.0, best.1)
        {
            best = (lines, fields, delimiter);
        }
    }
    if best.0 * 2 < sample.len() && are_numbers_with_blanks(sample) {
        return BLANKS;
    }
    best.2
}

#[cfg(test)]
mod tests {
    use super::{CsvRecords, delimiter_of};
    use crate::formats::csv::lines::Lines;

    fn records(text: &str) -> Vec<Vec<String>> {
        let mut records = CsvRecords::new(Lines::new(text.as_bytes(), encoding_rs::UTF_8), b',');
        std::iter::from_fn(|| records.next_record().unwrap())
            .map(|r| r.fields)
            .collect()
    }

    #[test]
    fn a_quoted_field_goes_on_over_lines() {
        assert_eq!(
            records("a,\"b\r\nc\",d\r\ne,f,g"),
            [["a", "b\nc", "d"], ["e", "f", "g"]]
        );
        assert_eq!(records("\"say \"\"x\"\"\",2\n"), [["say \"x\"", "2"]]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_line_only() {
        let got = records("a,\"b,c\nd,e,f\ng,h,i\n");
        assert_eq!(got, [["a", "\"b", "c"], ["d", "e", "f"], ["g", "h", "i"]]);
        let got = records("a,\"b,c\nd,e,f\ng,\"h\",i\n");
        assert_eq!(got, [["a", "\"b", "c"], ["d", "e", "f"], ["g", "h", "i"]]);
    }

    #[test]
    fn the_delimiter_is_the_one_that_parts_evenly() {
        let lines = |t: &str| t.lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(delimiter_of(&lines("名称;范围\n甲;1,5\n乙;2,25")), b';');
        assert_eq!(delimiter_of(&lines("a\tb\n1,2\t3")), b'\t');
        assert_eq!(delimiter_of(&lines("a,b\n\"x;y;z\",2")), b',');
        assert_eq!(delimiter_of(&lines("名称\n甲")), b',');
        assert_eq!(
            delimiter_of(&lines(
                "点号 X Y\nJ1  3955704.5   453860\nJ2 3955704 454060\nJ3 1 2"
            )),
            b' '
        );
        assert_eq!(delimiter_of(&lines("116.5 35.7\n116.6 35.7")), b' ');
        assert_eq!(delimiter_of(&lines("road no 5\nroad no 7")), b',');
        assert_eq!(delimiter_of(&lines("1 2,3 4\n5 6,7 8")), b',');
    }
}
