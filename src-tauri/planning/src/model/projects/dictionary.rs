//! The few values that many rows name, each once, by a number.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

use super::packed::NONE;

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

impl<T: Clone + Eq + Hash + Borrow<str>> Dictionary<T> {
    /// The number of a value, which is new if need be.
    pub fn code_of(&mut self, value: Option<&T>) -> u32 {
        let Some(value) = value else { return NONE };
        // Rows come town by town and plan by plan.
        if self.values.get(self.last as usize) == Some(value) {
            return self.last;
        }
        self.last = match self.codes.get(Borrow::<str>::borrow(value)) {
            Some(code) => *code,
            None => {
                let code = u32::try_from(self.values.len()).unwrap_or(NONE);
                self.values.push(value.clone());
                self.codes.insert(value.clone(), code);
                code
            }
        };
        self.last
    }

    pub fn code(&self, value: &str) -> Option<u32> {
        self.codes.get(value).copied()
    }

    pub fn get(&self, code: u32) -> Option<&T> {
        self.values.get(code as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.values.iter()
    }
}
