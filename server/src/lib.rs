//! Veer's server: intake, store, pages.
pub mod feed;
