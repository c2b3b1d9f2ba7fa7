//! The pages: what they share lies here, each audience has its own folder.

pub mod assets;
pub mod error;
pub mod flash;
pub mod page;
pub mod reader;
pub mod redirect;
pub mod text;
pub mod time;
