//! The pages: what they share lies here, each audience has its own folder.

pub mod assets;
pub mod demo;
pub mod error;
pub mod flash;
pub mod frame;
pub mod help;
pub mod language;
pub mod page;
pub mod reader;
pub mod redirect;
pub mod text;
pub mod time;
