//! The care path of one case.
