//! Places without plans.
