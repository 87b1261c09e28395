//! The few values that many rows name, each once, by a number.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// The code of an empty column.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Debug, Clone)]
pub(super) struct Dictionary<T> {
    values: Vec<T>,
    codes: HashMap<T, u32>,
    last: u32,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            codes: HashMap::new(),
            last: NONE,
        }
    }
}

impl<T: Clone + Eq + Hash + Borrow<str> + for<'t> From<&'t str>> Dictionary<T> {
    /// The number of a value, which is new if need be.
    pub fn code_of(&mut self, value: Option<&str>) -> u32 {
        let Some(value) = value else { return NONE };
        // Rows come town by town and plan by plan.
        if self
            .values
            .get(self.last as usize)
            .is_some_and(|last| last.borrow() == value)
        {
            return self.last;
        }
        self.last = match self.codes.get(value) {
            Some(code) => *code,
            None => {
                let code = u32::try_from(self.values.len()).unwrap_or(NONE);
                self.values.push(value.into());
                self.codes.insert(value.into(), code);
                code
            }
        };
        self.last
    }

    /// The numbers that the values of another dictionary have here, by their numbers there.
    pub fn join(&mut self, other: &Self) -> Vec<u32> {
        let values = other.values.iter();
        values.map(|value| self.code_of(Some(value.borrow()))).collect()
    }

    pub fn get(&self, code: u32) -> Option<&T> {
        self.values.get(code as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.values.iter()
    }
}
