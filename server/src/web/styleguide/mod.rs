//! What our pages are made of, on one page: only in a demo, for who builds on it and who checks it.

mod colour;
mod sample;
mod show;

pub use show::routes;
