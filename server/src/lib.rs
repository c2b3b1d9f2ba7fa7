//! Veer's server: peer support that arrives, is kept, and stays between two people.

#[macro_use]
mod macros;

pub mod api;
pub mod app;
pub mod assign;
pub mod audit;
pub mod auth;
pub mod backup;
pub mod clock;
pub mod config;
pub mod demo;
pub mod entropy;
pub mod feed;
pub mod founding;
pub mod jobs;
pub mod notify;
pub mod private;
pub mod retention;
pub mod seal;
pub mod store;
pub mod watch;
pub mod web;
