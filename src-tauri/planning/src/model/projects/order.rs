//! The plans' own order of the projects, kept until something moves.

use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<Option<CachedOrder>>);

#[derive(Debug, Clone)]
struct CachedOrder {
    ranks: Vec<i64>,
    slots: Arc<Vec<u32>>,
}

impl Clone for Cache {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Cache {
    /// The order for these ranks of the plans, made anew when it is not kept.
    pub fn get(&self, ranks: Vec<i64>, make: impl FnOnce(&[i64]) -> Vec<u32>) -> Arc<Vec<u32>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(order) = kept.as_ref().filter(|k| k.ranks == ranks) {
            return Arc::clone(&order.slots);
        }
        let slots = Arc::new(make(&ranks));
        *kept = Some(CachedOrder {
            ranks,
            slots: Arc::clone(&slots),
        });
        slots
    }

    /// Forgets the order.
    pub fn forget(&mut self) {
        *self.0.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
