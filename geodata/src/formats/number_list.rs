//! Numbers of rows that are told in one line: 12、15、18–40.

use std::fmt;
use words::English;

/// Most rows and runs of rows that are told; a line with more is read by nobody.
const MOST_RUNS: usize = 40;

/// Numbers of rows or features, neighbours drawn together, of bounded length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberList {
    /// First and last of each run, in the order they came.
    runs: Vec<(u64, u64)>,
    beyond: u64,
}

impl NumberList {
    /// Adds a number; beyond forty runs it is only counted.
    pub fn add(&mut self, number: u64) {
        let room = self.runs.len() < MOST_RUNS;
        match self.runs.last_mut() {
            Some((_, last)) if *last == number => {}
            Some((_, last)) if *last + 1 == number && self.beyond == 0 => *last = number,
            _ if room => self.runs.push((number, number)),
            _ => self.beyond += 1,
        }
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

impl fmt::Display for NumberList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (first, last)) in self.runs.iter().enumerate() {
            let comma = if i > 0 { "、" } else { "" };
            match last - first {
                0 => write!(f, "{comma}{first}")?,
                1 => write!(f, "{comma}{first}、{last}")?,
                _ => write!(f, "{comma}{first}–{last}")?,
            }
        }
        if self.beyond > 0 {
            write!(f, " 条，以及另外 {}", self.beyond)?;
        }
        f.write_str(" 条")
    }
}

impl English for NumberList {
    fn english(&self) -> String {
        let numbers = self
            .to_string()
            .replace('、', ", ")
            .replace(" 条，以及另外 ", " and another ");
        format!("numbers {}", numbers.trim_end_matches(" 条"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(numbers: impl IntoIterator<Item = u64>) -> String {
        let mut list = NumberList::default();
        numbers.into_iter().for_each(|n| list.add(n));
        list.to_string()
    }

    #[test]
    fn neighbours_are_drawn_together_and_the_rest_is_counted() {
        assert_eq!(said([12, 15, 18, 19, 20, 21, 30, 31]), "12、15、18–21、30、31 条");
        assert_eq!(said([7, 7]), "7 条");
        let odd = said((0..100).map(|n| 2 * n + 1));
        assert!(
            odd.starts_with("1、3、5、") && odd.ends_with("79 条，以及另外 60 条"),
            "{odd}"
        );
        assert_eq!(said(5..1_000_000), "5–999999 条");
    }
}
